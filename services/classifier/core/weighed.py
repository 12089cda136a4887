"""What stems, and pairs of them, weigh in the linear models: each is looked up once, for all of them.

The weights of one in each model are lanes of one number, so that a sum of such numbers is a sum in each lane.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, repeat
from sys import intern
from typing import Final

Vector = tuple[int, ...]
MANNER: Final = 5
BACKGROUND: Final = 6
REALITY: Final = 7
"""Lanes of the models beside the learned layer, which has the first five: the levels by rank, and going on."""
_LANES: Final = 8
_ROOM: Final = 24
"""Bits of a lane: enough for the sum of thousands of weights."""
_HALF: Final = 1 << (_ROOM - 1)
_OFFSET: Final = sum(_HALF << _ROOM * lane for lane in range(_LANES))
_MASK: Final = 2 * _HALF - 1


def pack(weights: Iterable[int], first: int = 0) -> int:
    """Weights in the lanes from `first` on, as one number."""
    return sum(weight << _ROOM * lane for lane, weight in enumerate(weights, first))


def unpack(packed: int, count: int) -> Vector:
    """The first lanes."""
    above = packed + _OFFSET
    return tuple([(above >> _ROOM * lane & _MASK) - _HALF for lane in range(count)])


def lane_of(packed: int, lane: int) -> int:
    """One lane."""
    return (packed + _OFFSET >> _ROOM * lane & _MASK) - _HALF


class Weighed:
    """Stems and pairs of neighbours, each with its weights."""

    def __init__(self) -> None:
        """None yet."""
        self._words: dict[str, int] = {}
        self._pairs: dict[tuple[str, str], int] = {}

    def __repr__(self) -> str:
        """Weighed(17317 stems, 29566 pairs)."""
        return f"Weighed({len(self._words)} stems, {len(self._pairs)} pairs)"

    def add(self, weights: Mapping[str, Vector], first: int) -> None:
        """Those of a model, whose first lane is `first`: a pair is two stems with a blank between."""
        for name, vector in weights.items():
            left, _, right = name.partition(" ")
            if right:
                pair = intern(left), intern(right)
                self._pairs[pair] = self._pairs.get(pair, 0) + pack(vector, first)
            else:
                self._words[name] = self._words.get(name, 0) + pack(vector, first)

    def sum(self, found: Sequence[str]) -> int:
        """The sum of the weights of these stems and of the pairs of neighbours."""
        words = sum(map(self._words.get, found, repeat(0)))
        return words + sum(map(self._pairs.get, pairwise(found), repeat(0)))


WEIGHED: Final = Weighed()
"""Those of the models that are shipped: each adds its own."""
