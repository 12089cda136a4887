"""Whether a sentence that names an event tells of something real, or only tells of it.

"Customers see foreign orders since noon" and "the test that customers never see foreign orders" hold the same concepts. What is
built, feared, demanded, over or another's is told in ever new ways, so a linear model knows it by the stems and concepts of the
sentence and the concepts of the others. Made offline by `tests/training/events.py`.
"""

from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise, repeat
from typing import Final

from services.classifier.core import marks
from services.classifier.core.learned import bits, scale_of, weights_of
from services.classifier.core.vocabulary import VOCABULARY

EVENT: Final = (
    marks.DOWN
    | marks.PROD
    | marks.SECRET
    | marks.OTHERS
    | marks.UNGUARDED
    | marks.EXPLOITED
    | marks.MONEY_WRONG
    | marks.DESTROY_COMMAND
    | marks.DESTROY_VERB
    | marks.LOSS
)
"""Each event has one of these, or a secret in plain sight."""
BIAS: Final = "+bias"
CONCEPT: Final = "+"
"""Before the name of a concept of the sentence."""
AROUND: Final = "~"
"""Before the name of a concept of another sentence."""
_UNIT: Final = 0.01
_LEAST: Final = -0.4
"""The logit from which on an event is real: not to see one costs more than to see one that is only told of."""


class Events:
    """The model's weights."""

    def __init__(self, text: str) -> None:
        """Read the file (`learned.weights_of`)."""
        weights = weights_of(text)
        self._bias = weights.pop(BIAS, 0)
        self._own, self._around = (
            [weights.pop(sign + name, 0) for name in VOCABULARY.names] for sign in (CONCEPT, AROUND)
        )
        self._words = {name: weight for name, weight in weights.items() if " " not in name}
        self._pairs = {tuple(name.split(" ")): weight for name, weight in weights.items() if " " in name}

    def __repr__(self) -> str:
        """Events(5000 words)."""
        return f"Events({len(self._words) + len(self._pairs)} words)"

    def reality(self, mask: int, found: Sequence[str]) -> float:
        """How much a sentence of these concepts and stems speaks for its event being real, as a logit; 0 where it names none."""
        if not mask & EVENT:
            return 0.0
        words = sum(map(self._words.get, found, repeat(0))) + sum(map(self._pairs.get, pairwise(found), repeat(0)))
        return _UNIT * (self._bias + sum(bits(mask, self._own)) + scale_of(2 * len(found) - 1) * words)

    def are_real(self, reality: float, around: int) -> bool:
        """Whether the events of a sentence are real. `reality`: what it says itself; `around`: the concepts of the other sentences."""
        return reality + _UNIT * sum(bits(around, self._around)) >= _LEAST


EVENTS: Final = Events(files("services.classifier.core").joinpath("events.txt").read_text(encoding="utf-8"))
