"""Configured concepts in a text: found in whatever form they are written, and only as whole words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.core.concepts import Concepts
from services.classifier.core.lexicon.language import fold
from shared.config.layers import Concept
from shared.config.validate import MOST_CONCEPT_CHARS, MOST_CONCEPTS

CONCEPTS = Concepts(
    (
        Concept(name="Zeus", aliases=("box seven", "the big box")),
        Concept(name="wiping", aliases=("wipe", "lösch*", "清空", "удали*")),
        Concept(name="c++", aliases=("f#", ".net")),
        Concept(name="odd", aliases=("a.b", "(x)", "50%", ":0*")),
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
    ("exit code :01", ["odd"]),
    ("the ledger on zeus", ["zeus", "ledger"]),
]


@pytest.mark.parametrize(("text", "names"), FIRES, ids=[text for text, _ in FIRES])
def test_a_concept_is_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    ["zeusx", "zeusö", "удал", "box eleven", "swipe left", "wiper", "aXb", "the ledgers", "f sharp", ""],
    ids=lambda text: text or "nothing",
)
def test_another_word_is_not_found(text: str) -> None:
    assert found(text) == []


def test_a_word_that_is_a_concepts_name_stands_for_the_concept() -> None:
    assert list(CONCEPTS.index) == ["zeus", "wiping", "c++", "odd", "ledger"]
    assert CONCEPTS.names == ("Zeus", "wiping", "c++", "odd")


def test_places_are_those_in_the_folded_text() -> None:
    folded = fold("Wipe BOX SEVEN, then wipe it")
    assert [folded[a:b].strip(" ,") for a, b in CONCEPTS.places(CONCEPTS.index["zeus"], folded)] == ["box seven"]
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


written = st.text(st.characters(exclude_categories=("Cs", "Mn", "Mc", "Me")), min_size=1, max_size=20).map(str.strip)


@given(written.filter(lambda text: any(map(str.isalnum, text))), st.booleans())
def test_every_alias_that_the_config_takes_is_found_as_it_is_written(alias: str, begins: bool) -> None:
    table = Concepts((Concept(name="other", aliases=(f"{alias}*" if begins else alias,)),))
    assert table.found(fold(f"x {alias.rstrip('*')} x")) == [0]


@pytest.mark.parametrize("stem", ["wort", "слов", "単語"])
def test_as_many_words_as_the_config_takes_compile_and_are_found(stem: str) -> None:
    size = MOST_CONCEPT_CHARS // MOST_CONCEPTS
    aliases = [tuple(f"{stem}{number:05}" for number in range(at, at + size // 10)) for at in range(0, 20_000, 100)]
    concepts = tuple(Concept(name=f"{stem}{at}n", aliases=group) for at, group in enumerate(aliases))
    words = [f"{stem}{at}r{'x' * 40}" for at in range(2 * MOST_CONCEPTS)]
    table = Concepts(concepts, words)
    assert len(concepts) == MOST_CONCEPTS
    assert table.found(fold(f"say {aliases[7][0]} and {words[-1]}")) == [7, len(concepts) + len(words) - 1]
