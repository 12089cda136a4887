"""Configured concepts in a text: found in whatever form they are written, and only as whole words."""

import time

import pytest

from services.classifier.core.concepts import Concepts
from services.classifier.core.lexicon.language import fold
from shared.config.layers import Concept

CONCEPTS = Concepts(
    (
        Concept(name="Zeus", aliases=("box seven", "the big box")),
        Concept(name="wiping", aliases=("wipe", "lösch*", "清空", "удали*")),
        Concept(name="c++", aliases=("f#", ".net")),
        Concept(name="odd", aliases=("a.b", "(x)", "50%", "a;b")),
    ),
    words=["ledger", "ZEUS", "ledger"],
)


def found(text: str) -> list[str]:
    names = list(CONCEPTS.index)
    return [names[index] for index in CONCEPTS.found(fold(text))]


FIRES = [
    ("restart zeus now", ["zeus"]),
    ("Box  Seven is slow", ["zeus"]),
    ("please wipe it", ["wiping"]),
    ("Bitte LÖSCHE den Rest", ["wiping"]),
    ("请清空这个表", ["wiping"]),
    ("Удалите всё", ["wiping"]),
    ("port it to C++ or F#", ["c++"]),
    ("runs on .NET only", ["c++"]),
    ("a.b failed", ["odd"]),
    ("the ledger on zeus", ["zeus", "ledger"]),
]


@pytest.mark.parametrize(("text", "names"), FIRES, ids=[text for text, _ in FIRES])
def test_a_concept_is_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    ["zeusx", "box eleven", "swipe left", "wiper", "aXb", "the ledgers", "f sharp", ""],
    ids=lambda text: text or "nothing",
)
def test_another_word_is_not_found(text: str) -> None:
    assert found(text) == []


def test_a_word_that_is_a_concepts_name_stands_for_the_concept() -> None:
    assert list(CONCEPTS.index) == ["zeus", "wiping", "c++", "odd", "ledger"]
    assert CONCEPTS.names == ("Zeus", "wiping", "c++", "odd")


def test_places_are_those_in_the_folded_text() -> None:
    folded = fold("Wipe BOX SEVEN, then wipe it")
    assert [folded[a:b] for a, b in CONCEPTS.places(CONCEPTS.index["zeus"], folded)] == ["box seven"]
    assert len(CONCEPTS.places(CONCEPTS.index["wiping"], folded)) == 2
    assert len(CONCEPTS.places(CONCEPTS.index["wiping"], "wipe " * 1000)) == 50


def test_nothing_configured_finds_nothing() -> None:
    assert Concepts(()).found("anything at all") == []


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    def cost(size: int) -> float:
        text = "the big bo" * size
        started = time.process_time()
        for _ in range(5):
            CONCEPTS.found(text)
        return time.process_time() - started

    cost(100)
    assert cost(50_000) < 40 * max(cost(5_000), 1e-4)


def test_repr_counts_the_terms() -> None:
    assert repr(CONCEPTS) == "Concepts(5 terms)"
