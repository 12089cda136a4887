"""The word tables of `acts`: every term compiles on RE2, none is empty, and samples of each concept are found."""

import pytest

from services.classifier.core.lexicon import acts
from services.classifier.core.lexicon.language import expression, fold, terms_of
from services.classifier.core.vocabulary import VOCABULARY
from shared.config.regex import compile_pattern

TABLES = [
    value
    for name, value in vars(acts).items()
    if name.isupper() and not name.startswith("_") and isinstance(value, dict) and name != "HEADS"
]
TERMS = [(concept, term.strip()) for table in TABLES for concept, terms in table.items() for term in terms.split(";")]


def test_every_term_compiles_and_matches_something_not_empty() -> None:
    for concept, term in TERMS:
        assert term, f"{concept} has an empty term"
        assert not compile_pattern(expression(terms_of(term)), case_sensitive=True).fullmatch(""), (concept, term)


SAMPLES = [
    ("do_fix", "please fix it"),
    ("do_create", "Write a parser"),
    ("do_add", "add a flag"),
    ("do_transform", "Split the class into two"),
    ("do_investigate", "find out why it hangs"),
    ("do_design", "propose a structure"),
    ("do_run", "run the tests"),
    ("do_explain", "explain this"),
    ("do_text_work", "translate this"),
    ("do_text_work", "classify each of these tickets"),
    ("text_work", "rewrite it in friendlier English"),
    ("text_work", "turn the lines into past tense"),
    ("text_work", "丁寧語にしてください"),
    ("greeting", "Bonjour"),
    ("thanks", "vielen Dank"),
    ("ack", "ok"),
    ("ack", "好的"),
    ("tells", "Build fails on CI"),
    ("tells", "Cache warmup dies"),
    ("tells", "After I create a user"),
    ("tells", "при добавлении товара"),
    ("ack", "👍"),
    ("ack", "알겠습니다"),
    ("ack", "好嘞"),
    ("ack", "ok top"),
    ("self_done", "I fixed it myself"),
    ("self_done", "Both brokers are back and nothing is offline."),
    ("self_done", "confirmed, fixed and communicated."),
    ("self_done", "läuft wieder"),
    ("self_done", "oh wow it works, you're the best"),
    ("self_done", "zero drops the whole weekend. cheers mate"),
    ("self_done", "сутки без падений!"),
    ("self_done", "kein einziger Absturz mehr"),
    ("self_done", "tout est réparé"),
    ("self_done", "всё восстановлено"),
    ("self_done", "복구됐습니다"),
    ("self_done", "復旧しました"),
    ("question", "what is a mutex"),
    ("question", "¿qué hace esto?"),
    ("interrogative", "why does it fail"),
    ("create", "写一个函数"),
    ("create", "Напиши функцию"),
    ("edit", "ボタンの色を変更してください"),
    ("fix", "por favor arréglalo"),
    ("transform", "Ersetze die Bibliothek"),
    ("design", "Conçois une architecture"),
    ("one_liner", "bash one-liner to count files"),
    ("tiny_object", "fix the typo"),
    ("built_object", "a new endpoint"),
    ("bug_word", "does nothing"),
    ("report", "When you are done, explain the cause in one sentence."),
    ("tiny_change", "rename foo to bar"),
    ("interface", "the delete button"),
    ("do_starts", "please add a test"),
]


@pytest.mark.parametrize(("concept", "text"), SAMPLES, ids=[f"{concept}: {text[:40]}" for concept, text in SAMPLES])
def test_a_concept_is_found(concept: str, text: str) -> None:
    assert concept in VOCABULARY.named(VOCABULARY.mask(fold(text)))


QUIET = [
    ("text_work", "the tense moment of a past release"),
    ("text_work", "the first person to log in is locked out"),
    ("do_fix", "the prefix is wrong"),
    ("do_add", "our read-write lock starves"),
    ("do_add", "the pr check is red, log excerpt"),
    ("do_run", "do we have any tests?"),
    ("ack", "ok but it fails"),
    ("ack", "👍 and now the tests"),
    ("tells", "build a page for the team"),
    ("tells", "add a test for the failing login"),
    ("self_done", "the old backup is restored from the wrong day"),
    ("self_done", "it works, but only on my machine"),
    ("self_done", "keine Fehler mehr, aber es ist langsam"),
    ("self_done", "no errors in the log since the release"),
    ("question", "can you fix it"),
    ("interrogative", "the page is slow, can you make it faster?"),
    ("ack", "还是不行"),
    ("do_create", "the rewrite is done"),
]


@pytest.mark.parametrize(("concept", "text"), QUIET, ids=[f"{concept}: {text[:40]}" for concept, text in QUIET])
def test_a_concept_is_not_found(concept: str, text: str) -> None:
    assert concept not in VOCABULARY.named(VOCABULARY.mask(fold(text)))
