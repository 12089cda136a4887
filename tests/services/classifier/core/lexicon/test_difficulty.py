"""The word tables of `difficulty`: every term compiles on RE2, none is empty, and samples of each concept are found."""

import pytest

from services.classifier.core.lexicon import difficulty
from services.classifier.core.lexicon.language import expression, fold, terms_of
from services.classifier.core.vocabulary import VOCABULARY
from shared.config.regex import compile_pattern

TABLES = [
    value
    for name, value in vars(difficulty).items()
    if name.isupper() and not name.startswith("_") and isinstance(value, dict) and name != "HEADS"
]
TERMS = [(concept, term.strip()) for table in TABLES for concept, terms in table.items() for term in terms.split(";")]


def test_every_term_compiles_and_matches_something_not_empty() -> None:
    for concept, term in TERMS:
        assert term, f"{concept} has an empty term"
        assert not compile_pattern(expression(terms_of(term)), case_sensitive=True).fullmatch(""), (concept, term)


SAMPLES = [
    ("counted_scope", "about 70 files"),
    ("counted_scope", "大约 50 个文件"),
    ("counted_scope", "約80個のコンポーネント"),
    ("counted_scope", "the 4,000-line service"),
    ("few_units", "the three internal services"),
    ("whole", "across the whole frontend"),
    ("whole", "das ganze Projekt"),
    ("whole", "整个项目"),
    ("keep", "behaviour must stay the same"),
    ("keep", "sin cambiar el comportamiento"),
    ("keep", "動作は変えないで"),
    ("trade_off", "discuss the trade-offs"),
    ("arch", "a multi-tenant architecture"),
    ("constraint", "p99 under 3 ms"),
    ("constraint", "40k QPS"),
    ("hard_defect", "a data race"),
    ("hard_defect", "死锁"),
    ("hard_defect", "deux threads, un interblocage"),
    ("intermittent", "one run in 20"),
    ("intermittent", "only under load"),
    ("intermittent", "под нагрузкой"),
    ("sometimes", "a veces"),
    ("perf", "p95 latency"),
    ("measured", "from 300 ms to 9 s"),
    ("improve", "reduce the memory"),
    ("repeat", "I have already tried two fixes"),
    ("repeat", "ohne Erfolg"),
    ("failure_word", "the tests fail"),
    ("failure_word", "テストが失敗します"),
    ("strict_schema", "matching this schema"),
    ("toy", "a hello world"),
    ("small_scope", "this function"),
    ("this_code", "turn this arrow function"),
]


@pytest.mark.parametrize(("concept", "text"), SAMPLES, ids=[f"{concept}: {text[:40]}" for concept, text in SAMPLES])
def test_a_concept_is_found(concept: str, text: str) -> None:
    assert concept in VOCABULARY.named(VOCABULARY.mask(fold(text)))


QUIET = [
    ("counted_scope", "one file"),
    ("whole", "the holes"),
    ("hard_defect", "make it thread safe"),
    ("intermittent", "the flag is on"),
    ("repeat", "a retry helper"),
    ("keep", "keep calm"),
    ("arch", "search the page"),
    ("perf", "show the slogan"),
]


@pytest.mark.parametrize(("concept", "text"), QUIET, ids=[f"{concept}: {text[:40]}" for concept, text in QUIET])
def test_a_concept_is_not_found(concept: str, text: str) -> None:
    assert concept not in VOCABULARY.named(VOCABULARY.mask(fold(text)))
