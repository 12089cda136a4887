"""Whether a sentence that names an event tells of something real, or only tells of it.

"Customers see foreign orders since noon" and "the test that customers never see foreign orders" hold the same concepts. What is
built, feared, demanded, over or another's is told in ever new ways, so a linear model knows it by the stems and concepts of the
sentence and the concepts of the others. Made offline by `tests/training/events.py`.
"""

from importlib.resources import files
from typing import Final

from services.classifier.core import marks
from services.classifier.core.learned import bits, scale_of, weights_of
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.weighed import REALITY, WEIGHED, Weighed, lane_of

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

    def __init__(self, text: str, weighed: Weighed) -> None:
        """Read the file (`learned.weights_of`), and add its words to `weighed`."""
        weights = weights_of(text)
        self._bias = weights.pop(BIAS, 0)
        self._own, self._around = (
            [weights.pop(sign + name, 0) for name in VOCABULARY.names] for sign in (CONCEPT, AROUND)
        )
        self._size = len(weights)
        weighed.add({name: (weight,) for name, weight in weights.items()}, REALITY)

    def __repr__(self) -> str:
        """Events(5000 words)."""
        return f"Events({self._size} words)"

    def reality(self, mask: int, count: int, packed: int) -> float:
        """How much a sentence of these concepts speaks for its event being real, as a logit; 0 where it names none.

        `count`, `packed`: how many stems it has, and the sum of their weights.
        """
        if not mask & EVENT:
            return 0.0
        words = scale_of(2 * count - 1) * lane_of(packed, REALITY)
        return _UNIT * (self._bias + sum(bits(mask, self._own)) + words)

    def are_real(self, reality: float, around: int) -> bool:
        """Whether the events of a sentence are real. `reality`: what it says itself; `around`: the concepts of the other sentences."""
        return reality + _UNIT * sum(bits(around, self._around)) >= _LEAST


EVENTS: Final = Events(files("services.classifier.core").joinpath("events.txt").read_text(encoding="utf-8"), WEIGHED)
