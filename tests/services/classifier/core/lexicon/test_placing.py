"""Concepts that count in their place of a sentence only."""

import pytest

from services.classifier.core.lexicon.language import Place, expression, fold, terms_of
from services.classifier.core.lexicon.placing import in_place
from shared.config.regex import compile_pattern

FIRES = [
    ("greeting", "hello", "Hello there"),
    ("greeting", "hello", '"hello, you'),
    ("greeting", "hello", "ok so hello"),
    ("thanks", "thanks?", "thanks a lot"),
    ("interrogative", "why", "and why does it fail"),
    ("question", "why", "why does it fail"),
    ("question", "why", "it fails, right?"),
    ("question", "why", "这是为什么"),
    ("go_on", "next one", "ok great, now the next one"),
    ("ack", "ok", "ok"),
    ("ack", "ok; great", "Ok, great!"),
    ("ack", "ok", "ok thank you man"),
    ("prod", "prod", "it runs on prod"),
]
STAYS_QUIET = [
    ("greeting", "hello", "print hello"),
    ("thanks", "thanks?", "a page that says thanks"),
    ("question", "why", "I know why"),
    ("interrogative", "why", "it fails, right?"),
    ("go_on", "next one", "delete this and open the next one"),
    ("ack", "ok", "ok now delete it"),
]


def found(name: str, listed: str, text: str) -> bool:
    pattern = compile_pattern(expression(in_place(name, terms_of(listed))), case_sensitive=True)
    return bool(pattern.search(fold(text)))


@pytest.mark.parametrize(("name", "listed", "text"), FIRES, ids=[f"{name}: {text}" for name, _, text in FIRES])
def test_a_concept_is_found_in_its_place(name: str, listed: str, text: str) -> None:
    assert found(name, listed, text)


@pytest.mark.parametrize(
    ("name", "listed", "text"), STAYS_QUIET, ids=[f"{name}: {text}" for name, _, text in STAYS_QUIET]
)
def test_a_concept_is_not_found_elsewhere(name: str, listed: str, text: str) -> None:
    assert not found(name, listed, text)


def test_a_concept_without_a_place_is_left_as_it_is() -> None:
    terms = terms_of("prod; live")
    assert in_place("prod", terms) is terms
    assert all(term.place is Place.WORD for term in terms)
