"""The weights: read as they stand, summed in the open, and what is shipped is in order."""

import math
from importlib.resources import files

import pytest

from services.classifier.core.learned import (
    NOTHING,
    WEIGHTS,
    Spoken,
    Weights,
    bits,
    flags,
    holding,
    scale_of,
    softmax,
)
from services.classifier.core.weighed import Weighed

SMALL = """\
# a comment
[levels]
bias\t100 0 0 0
prod\t0 0 0 200
tiny\t300 0 -50 0
[turns]
bias\t-100
pronoun\t250
[words]
still\t0 0 4 0 9
still red\t0 0 10 0
[openings]
still\t50
"""


def spoken_of(found: list[str]) -> tuple[Weights, Spoken]:
    weighed = Weighed()
    weights = Weights(SMALL, weighed)
    return weights, weights.spoken(found, weighed.sum(found))


def test_a_file_is_read_as_it_stands() -> None:
    weights = Weights(SMALL, Weighed())
    assert weights.levels["prod"] == (0, 0, 0, 200)
    assert weights.turns["pronoun"] == (250,)
    assert repr(weights) == "Weights(5 features, 2 words)"


@pytest.mark.parametrize("text", ["[levels]\nprod\tmany", "[nothing]\n"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        Weights(text, Weighed())


def test_words_are_summed_by_sentence() -> None:
    weights, spoken = spoken_of(["still", "red"])
    assert spoken.levels == (0, 0, 14, 0)
    assert (spoken.turn, spoken.opening, spoken.terms) == (9, 50, 3)
    assert weights.spoken([], 0) == NOTHING


def test_logits_are_the_sum_of_what_holds() -> None:
    weights, spoken = spoken_of(["still", "red"])
    assert weights.level_logits([("tiny", 1.0), ("unknown", 1.0)], ()) == [4.0, 0.0, -0.5, 0.0]
    assert weights.level_logits([], [spoken])[2] == pytest.approx(1.4 / 3)
    assert weights.turn_logit([("pronoun", 0.5)], [spoken]) == pytest.approx((-100 + 125 + (90 + 500) / 3) / 100)


def test_a_word_weighs_less_in_a_longer_text() -> None:
    assert scale_of(0) == scale_of(9) > scale_of(10) > scale_of(1000) > 0


def test_probabilities() -> None:
    assert sum(softmax([3.0, -2.0, 900.0, 0.0])) == pytest.approx(1.0)
    assert softmax([0.0, 0.0]) == (0.5, 0.5)


def test_the_strongest_features_are_named() -> None:
    strongest = Weights(SMALL, Weighed()).strongest
    assert strongest([("prod", 1.0), ("tiny", 1.0), ("unknown", 1.0)], 3) == ["prod"]
    assert strongest([("prod", 1.0), ("tiny", 1.0)], 0, 1) == ["tiny"]


def test_bits_and_flags_become_features() -> None:
    assert bits(0b101, holding("abc")) == [("a", 1.0), ("c", 1.0)]
    assert flags(("yes", True), ("no", False)) == [("yes", 1.0)]


def test_the_weights_that_are_shipped_are_in_order_and_bounded() -> None:
    text = files("services.classifier.core").joinpath("learned.txt").read_text(encoding="utf-8")
    assert text.startswith("# ")
    for section in text.split("\n[")[1:]:
        lines = [line.partition("\t") for line in section.split("\n")[1:] if line]
        names = [name for name, _, _ in lines]
        assert names
        assert names == sorted(names)
        assert all(abs(int(number)) < 1000 for _, _, numbers in lines for number in numbers.split())
    assert len(text.encode()) < 500_000
    assert {len(weight) for weight in WEIGHTS.levels.values()} == {4}
    assert not math.isclose(sum(map(abs, WEIGHTS.levels["bias"])), 0.0)
