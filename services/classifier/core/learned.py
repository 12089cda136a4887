"""The learned layer's weights: what each feature and each word adds to the levels, and to a turn's going on.

Made offline by `tests/training/train.py` from labelled requests; read once. A linear model: the sum of what holds, so that every
decision can be told apart by its summands.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Final, NamedTuple, TypeVar

from services.classifier.core.weighed import WEIGHED, Vector, Weighed, lane_of, pack, unpack

Feature = tuple[str, float]
"""(name, value); a name is a concept, a fact or a rule, never text, and a value is a number of sixths."""
PARTS: Final = 6
Thing = TypeVar("Thing")
LEVEL_COUNT: Final = 4
_SECTIONS: Final = ("levels", "turns", "words", "openings")
UNIT: Final = 0.01
WORD_UNIT: Final = 0.1
"""Logits of one in the file: of features, and of words, which are many and weigh little each."""
_FEWEST: Final = 9
"""Words below which a text is not counted as shorter: two words prove no more than three."""


class Spoken(NamedTuple):
    """What the words of a sentence weigh."""

    packed: int = 0
    """In the lanes of each level, and of a turn's going on (`weighed.py`)."""
    opening: int = 0
    """For a turn's going on, when the sentence opens it."""
    terms: int = 0
    """Words and pairs, known or not."""

    @property
    def levels(self) -> Vector:
        """For each level, by rank."""
        return unpack(self.packed, LEVEL_COUNT)

    @property
    def turn(self) -> int:
        """For a turn's going on."""
        return lane_of(self.packed, LEVEL_COUNT)


NOTHING: Final = Spoken()


_NO_WEIGHT: Final = (0,) * LEVEL_COUNT


class _Shares(dict[Feature, int]):
    """What a feature adds to each level, packed; worked out when it occurs first. Features are of a closed set."""

    def __init__(self, levels: Mapping[str, Vector]) -> None:
        self._levels = levels

    def __missing__(self, feature: Feature) -> int:
        name, value = feature
        parts = round(value * PARTS)
        share = self[feature] = pack([parts * weight for weight in self._levels.get(name, _NO_WEIGHT)])
        return share


class _Gains(dict[Feature, tuple[float, ...]]):
    """How much a feature speaks for each level against the others; worked out when it occurs first."""

    def __init__(self, levels: Mapping[str, Vector]) -> None:
        self._levels = levels

    def __missing__(self, feature: Feature) -> tuple[float, ...]:
        name, value = feature
        weights = self._levels.get(name, _NO_WEIGHT)
        gain = self[feature] = tuple(value * (LEVEL_COUNT * weight - sum(weights)) for weight in weights)
        return gain


class Weights:
    """The tables of a weights file."""

    def __init__(self, text: str, weighed: Weighed) -> None:
        """Read the file, and add its words to `weighed`; raises `ValueError` when a line is no weight."""
        tables: dict[str, dict[str, Vector]] = {name: {} for name in _SECTIONS}
        table: dict[str, Vector] = {}
        for line in text.splitlines():
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                table = tables[line[1:-1]]
                continue
            name, _, numbers = line.partition("\t")
            table[name] = tuple(map(int, numbers.split()))
        self.levels, self.turns = tables["levels"], tables["turns"]
        self._turns = {name: weight for name, (weight,) in self.turns.items()}
        self._bias = tuple(map(float, self.levels.get("bias", _NO_WEIGHT)))
        self._shares = _Shares(self.levels)
        self._gains = _Gains(self.levels)
        self._openings = tables["openings"]
        self._words = len(tables["words"])
        weighed.add(tables["words"], 0)

    def __repr__(self) -> str:
        """Weights(310 features, 2100 words)."""
        return f"Weights({len(self.levels) + len(self.turns)} features, {self._words} words)"

    def spoken(self, found: list[str], packed: int) -> Spoken:
        """What the stems of a sentence weigh. `packed`: the sum of their weights."""
        if not found:
            return NOTHING
        opening = self._openings.get(found[0], (0,))[0] + self._openings.get(" ".join(found[:2]), (0,))[0]
        return Spoken(packed, opening, 2 * len(found) - 1)

    def level_logits(self, features: Iterable[Feature], spoken: Sequence[Spoken]) -> list[float]:
        """The logit of each level, by rank."""
        scale = scale_of(sum([item.terms for item in spoken]))
        words = unpack(sum([item.packed for item in spoken]), LEVEL_COUNT)
        shares = unpack(sum(map(self._shares.__getitem__, features)), LEVEL_COUNT)
        return [
            scale * word * WORD_UNIT + (bias + share / PARTS) * UNIT
            for bias, word, share in zip(self._bias, words, shares, strict=True)
        ]

    def strongest(self, features: Iterable[Feature], rank: int, number: int = 3) -> list[str]:
        """Names of the features that speak most for a level against the others."""
        gains = self._gains
        found = [(-gain, feature[0]) for feature in features if (gain := gains[feature][rank]) > 0]
        return [name for _, name in sorted(found)[:number]]

    def turn_logit(self, features: Iterable[Feature], spoken: Sequence[Spoken]) -> float:
        """The logit of a turn's going on with the task before it."""
        scale = scale_of(sum([item.terms for item in spoken]))
        words = sum([item.turn for item in spoken]) + (spoken[0].opening if spoken else 0)
        return scale * words * WORD_UNIT + self._turns.get("bias", 0) * UNIT + self.turn_share(features)

    def turn_share(self, features: Iterable[Feature]) -> float:
        """What features add to it."""
        weight = self._turns.get
        return sum([weight(name, 0) * value for name, value in features]) * UNIT


def weights_of(text: str) -> dict[str, int]:
    """A file with a name and its weight in hundredths of a logit on each line. Raises `ValueError` when a line is none."""
    lines = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: int(weight) for name, _, weight in lines}


def holding(names: Iterable[str]) -> tuple[Feature, ...]:
    """Features that hold, by these names."""
    return tuple((name, 1.0) for name in names)


def bits(mask: int, things: Sequence[Thing]) -> list[Thing]:
    """What stands for the bits of a mask."""
    found: list[Thing] = []
    while mask:
        low = mask & -mask
        found.append(things[low.bit_length() - 1])
        mask ^= low
    return found


def flags(*asked: tuple[str, bool]) -> list[Feature]:
    """Of these (name, whether it holds) the features that hold."""
    return [(name, 1.0) for name, holds in asked if holds]


def scale_of(count: int) -> float:
    """What one word weighs in a text of `count` words: less in a longer one."""
    return 1.0 / math.sqrt(max(count, _FEWEST))


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Probabilities by rank."""
    most = max(logits)
    powers = [math.exp(value - most) for value in logits]
    whole = sum(powers)
    return tuple(power / whole for power in powers)


WEIGHTS: Final = Weights(files("services.classifier.core").joinpath("learned.txt").read_text(encoding="utf-8"), WEIGHED)
