"""BM25 by the book: rare words count more, long exemplars less, repetition soon no more."""

import math

import pytest

from services.classifier.core.similarity.bm25 import Bm25

DOCUMENTS = [
    ["find", "the", "race"],
    ["find", "the", "typo"],
    ["the", "the", "leak", "in", "the", "big", "old", "pool"],
]
INDEX = Bm25(DOCUMENTS, k1=1.2, b=0.75)


def test_points_are_those_of_the_formula() -> None:
    rarity = math.log(1 + (3 - 1 + 0.5) / 1.5)
    scale = 1.2 * (1 - 0.75 + 0.75 * 3 / (14 / 3))
    assert INDEX.scores(["race"]) == {0: pytest.approx(rarity * 2.2 / (1 + scale))}


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    scores = INDEX.scores(["find", "race"])
    assert scores[0] > 2 * scores[1] > 0


def test_a_repeated_word_of_the_request_counts_once() -> None:
    assert INDEX.scores(["race", "race"]) == INDEX.scores(["race"])


def test_a_word_in_a_long_exemplar_counts_less_unless_b_is_0() -> None:
    documents = [["leak"], ["leak", *map(str, range(20))]]
    by_length, without = (Bm25(documents, k1=1.2, b=b).scores(["leak"]) for b in (0.75, 0.0))
    assert by_length[0] > by_length[1]
    assert without[0] == without[1]


def test_k1_of_0_counts_presence_alone() -> None:
    scores = Bm25([["a", "a", "a"], ["a"]], k1=0.0, b=0.75).scores(["a"])
    assert scores[0] == scores[1]


def test_nothing_shared_and_nothing_indexed_score_nothing() -> None:
    assert INDEX.scores(["unheard"]) == {}
    assert INDEX.scores([]) == {}
    assert Bm25([], k1=1.2, b=0.75).scores(["a"]) == {}
