"""Sentences that stand beside a request and tell nothing of it: how the agent shall work, and what the project is like.

"Think step by step", "auf Deutsch bitte", "don't commit"; "we use Django 4.2", "it's an internal tool". They go with a typing
error and with an outage. People word them in ever new ways, so linear models over the stems and concepts of a sentence know
them, made offline by `tests/training/asides.py`.
"""

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Final, NamedTuple

from services.classifier.core import marks
from services.classifier.core.learned import bits, scale_of, weights_of
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.weighed import BACKGROUND, MANNER, WEIGHED, Weighed, lane_of
from services.classifier.core.words import stems

_UNIT: Final = 0.01
_MOST_BY_CONCEPTS: Final = 1.0
"""More than so much concepts are not asked to add to a logit: they take longest, so the stems have to speak for it."""
_GOES_ON: Final = VOCABULARY.of("go_on", "still", "still_word", "client_go_on")
_FEW: Final = 5
"""Stems of a sentence of which going on is the point."""
COURTESY: Final = VOCABULARY.of("thanks", "leaving", "ack", "self_done")
"""Thanks and leave-taking say where a conversation is; `turn.py` knows what to make of them."""
_LIVE: Final = marks.PROD | marks.INTERMITTENT | marks.REPEAT | marks.PUBLIC
"""What harmless sentences hold, too ("900 requests a second in production", "the repo is public"): it takes a whole logit more to leave one out."""
AT_STAKE: Final = (
    marks.EVENT & ~marks.SECRET & ~marks.LEAK & ~_LIVE | marks.IRREVERSIBLE | marks.LIVE_OPERATION | marks.UNGUARDED
)
"""What can lift a level is never left out, whatever the words around it. ("Commit" is a word for leaking, too.)"""
_MOST_STEMS: Final = 30
"""A longer sentence has something to say."""
_CUT: Final = re.compile(r",? - |[,;] ")
_NAMES: Final = re.compile(r"[\d/_`→]|\w\.\w")
"""What names a thing or a number is no manner."""
_CLAUSED: Final = 400
"""Characters of a sentence that is looked at clause by clause."""
_CLAUSES: Final = 3
"""Of manner, at each end of a sentence."""
_FEWEST: Final = 2
_CLAUSE: Final = 2.5
"""The logit from which on a clause is manner: it has fewer words to be known by than a sentence."""
_TASK: Final = -1.0
"""The logit below which what is left is surely more than manner."""
_LEAST: Final = {MANNER: 0.3, BACKGROUND: 0.8}
LENGTH: Final = "+length"
BIAS: Final = "+bias"
CONCEPT: Final = "+"
"""Before the name of what is no stem."""


class Kind(NamedTuple):
    """What is the same for all sentences that one model is asked about."""

    lane: int
    bias: int
    length: int
    concepts: list[int]
    least: float
    """The logit from which on a sentence is of the kind: to drop what tells something costs more than to keep what does not."""
    words: int


class Asides:
    """Both kinds of them, looked for at once."""

    def __init__(self, manner: str, background: str, weighed: Weighed) -> None:
        """Read the files (`learned.weights_of`), and add their words to `weighed`."""
        self._weighed = weighed
        self._manner = _kind(MANNER, manner, weighed)
        self._background = _kind(BACKGROUND, background, weighed)

    def __repr__(self) -> str:
        """Asides(9000 words)."""
        return f"Asides({self._manner.words + self._background.words} words)"

    def holds(self, mask: int, found: Sequence[str], packed: int) -> bool:
        """Whether a sentence of these concepts and stems tells nothing of what is asked. `packed`: the sum of the stems' weights."""
        if _may_tell(mask, found):
            return False
        return any(
            _is_of(kind, mask, _by_stems(kind, len(found), packed), kind.least)
            for kind in (self._manner, self._background)
        )

    def trimmed(self, folded: str) -> str:
        """A folded sentence without the clauses of manner at its ends: "fix it, no explanation please"."""
        cuts = [cut.span() for cut in _CUT.finditer(folded[:_CLAUSED])]
        if not cuts:
            return folded
        start, end = 0, len(folded)
        for _ in range(_CLAUSES):
            if not cuts or not self._is_manner(folded[cuts[-1][1] : end], _CLAUSE):
                break
            end, _ = cuts.pop()
        for _ in range(_CLAUSES):
            if not cuts or not self._is_manner(folded[start : cuts[0][0]], _CLAUSE):
                break
            _, start = cuts.pop(0)
        kept = folded[start:end]
        doubtful = len(kept) < len(folded) and self._like_manner(stems(kept)) > _TASK
        return folded if doubtful and self._is_manner(folded, self._manner.least) else kept

    def _is_manner(self, clause: str, least: float) -> bool:
        found = stems(clause) if not _NAMES.search(clause) else []
        if len(found) < _FEWEST:
            return False
        said = self._like_manner(found)
        if said < least - _MOST_BY_CONCEPTS:
            return False
        mask = VOCABULARY.mask(clause)
        return not _may_tell(mask, found) and _is_of(self._manner, mask, said, least)

    def _like_manner(self, found: Sequence[str]) -> float:
        return _by_stems(self._manner, len(found), self._weighed.sum(found))


def _may_tell(mask: int, found: Sequence[str]) -> bool:
    """Whether a sentence has something to say by its concepts or its length."""
    if mask & (COURTESY | AT_STAKE) or not 0 < len(found) <= _MOST_STEMS:
        return True
    return bool(mask & _GOES_ON) and len(found) <= _FEW


def _is_of(kind: Kind, mask: int, said: float, least: float) -> bool:
    least += bool(mask & _LIVE)
    return said >= least - _MOST_BY_CONCEPTS and said + _UNIT * sum(bits(mask, kind.concepts)) >= least


def _by_stems(kind: Kind, count: int, packed: int) -> float:
    """The logit of a kind for so many stems, but for the concepts."""
    return _UNIT * (kind.bias + kind.length * length_of(count) + scale_of(2 * count - 1) * lane_of(packed, kind.lane))


def length_of(count: int) -> float:
    """The length of a sentence of so many stems, as the models count it."""
    return min(count, _MOST_STEMS) / 10


def _kind(lane: int, text: str, weighed: Weighed) -> Kind:
    """What is no stem, taken out of the weights; the stems are added to the others."""
    weights = weights_of(text)
    bias, length = weights.pop(BIAS, 0), weights.pop(LENGTH, 0)
    concepts = [weights.pop(CONCEPT + name, 0) for name in VOCABULARY.names]
    weighed.add({name: (weight,) for name, weight in weights.items()}, lane)
    return Kind(lane, bias, length, concepts, _LEAST[lane], len(weights))


def read(kind: str) -> str:
    """The file of a kind."""
    return files("services.classifier.core").joinpath(f"{kind}.txt").read_text(encoding="utf-8")


ASIDES: Final = Asides(read("manner"), read("background"), WEIGHED)
