"""The word tables of `turns`: every term compiles on RE2, none is empty, and samples of each concept are found."""

import pytest

from services.classifier.core.lexicon import turns
from services.classifier.core.lexicon.language import expression, fold, terms_of
from services.classifier.core.vocabulary import VOCABULARY
from shared.config.regex import compile_pattern

TABLES = [
    value
    for name, value in vars(turns).items()
    if name.isupper() and not name.startswith("_") and isinstance(value, dict) and name != "HEADS"
]
TERMS = [(concept, term.strip()) for table in TABLES for concept, terms in table.items() for term in terms.split(";")]


def test_every_term_compiles_and_matches_something_not_empty() -> None:
    for concept, term in TERMS:
        assert term, f"{concept} has an empty term"
        assert not compile_pattern(expression(terms_of(term)), case_sensitive=True).fullmatch(""), (concept, term)


SAMPLES = [
    ("still", "still red"),
    ("still", "didn't help"),
    ("still", "same error"),
    ("still", "toujours la même erreur"),
    ("still", "immer noch kaputt"),
    ("still", "まだ同じエラーが出ます"),
    ("still", "还是不行"),
    ("still", "여전히 안 됩니다"),
    ("still", "não resolveu"),
    ("still", "non funziona ancora"),
    ("still", "всё ещё падает"),
    ("go_on", "keep going"),
    ("go_on", "and the remaining 41?"),
    ("go_on", "weiter"),
    ("go_on", "ok, now do the rest"),
    ("go_on", "継続ではなく続けてください"),
    ("go_on", "fais le reste"),
    ("go_on", "继续"),
    ("go_on", "繼續"),
    *[
        ("go_on", text)
        for text in [
            "e agora?",
            "¿y ahora qué?",
            "und jetzt?",
            "et maintenant ?",
            "e o próximo passo?",
            "cosa facciamo adesso?",
            "wat nu?",
            "co teraz?",
            "peki şimdi ne yapalım?",
            "и что теперь?",
            "接下来呢",
            "然後呢？",
            "次はどうする？",
            "그다음은요?",
        ]
    ],
    ("client_go_on", "continue if you have next steps, or stop"),
    ("new_task", "different topic. rename it"),
    ("new_task", "quick question, is it free"),
    ("new_task", "次のタスク: 直して"),
    ("new_task", "in the meantime, rename it"),
    ("new_task", "Intanto correggi il refuso"),
    ("new_task", "딴 얘긴데 단축키 뭐였죠"),
    *[
        ("leaving", text)
        for text in [
            "brb lunch",
            "lunch first though",
            "dentist now, back at 3",
            "have a nice evening",
            "calling it a day",
            "ich mach Feierabend",
            "bis morgen",
            "morgen verder",
            "завтра продолжим",
            "me voy a comer",
            "je vais prendre l'air",
            "ci sentiamo lunedì",
            "até amanhã",
            "ок, пойду пока чаю попью",
            "我先开会去了",
            "お昼行ってきます",
            "퇴근합니다",
        ]
    ],
    ("pronoun", "fix it"),
    ("expletive", "is it possible to use bun"),
    ("side_system", "You are a title generator."),
    ("side_user", "Generate a title for this conversation:"),
    ("side_user", "Summarise the conversation in five points"),
]


@pytest.mark.parametrize(("concept", "text"), SAMPLES, ids=[f"{concept}: {text[:40]}" for concept, text in SAMPLES])
def test_a_concept_is_found(concept: str, text: str) -> None:
    assert concept in VOCABULARY.named(VOCABULARY.mask(fold(text)))


QUIET = [
    ("still", "i need a workflow"),
    ("go_on", "finished in 1.2 seconds"),
    ("go_on", "add a next button to the form"),
    ("new_task", "try something else"),
    ("new_task", "now another test fails"),
    ("still", "the issue template has a typo"),
    ("leaving", "add the lunch menu to the page"),
    ("leaving", "finish it by tomorrow, then go home to the start page"),
    ("leaving", "the back button goes to the wrong page"),
    ("leaving", "morgen weiter mit dem Parser"),
    ("new_task", "同じところで落ちます"),
    ("side_system", "you are a coding agent that runs in a terminal"),
]


@pytest.mark.parametrize(("concept", "text"), QUIET, ids=[f"{concept}: {text[:40]}" for concept, text in QUIET])
def test_a_concept_is_not_found(concept: str, text: str) -> None:
    assert concept not in VOCABULARY.named(VOCABULARY.mask(fold(text)))
