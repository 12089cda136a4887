"""Sentences that stand beside a request and tell nothing of it: how the agent shall work, and what the project is like.

"Think step by step", "auf Deutsch bitte", "don't commit"; "we use Django 4.2", "it's an internal tool". They go with a typing
error and with an outage. People word them in ever new ways, so linear models over the stems and concepts of a sentence know
them, made offline by `tests/training/asides.py`.
"""

import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise, repeat
from typing import Final, NamedTuple

from services.classifier.core import marks
from services.classifier.core.learned import bits, scale_of, weights_of
from services.classifier.core.vocabulary import VOCABULARY
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
_LEAST: Final = (0.3, 0.7)
"""For manner and for background."""
_ROOM: Final = 32
"""Bits for the weight of a stem in the first of two numbers that are summed as one."""
_HALF: Final = 1 << (_ROOM - 1)
LENGTH: Final = "+length"
BIAS: Final = "+bias"
CONCEPT: Final = "+"
"""Before the name of what is no stem."""


class Kind(NamedTuple):
    """What is the same for all sentences that one model is asked about."""

    bias: int
    length: int
    concepts: list[int]
    least: float
    """The logit from which on a sentence is of the kind: to drop what tells something costs more than to keep what does not."""


class Asides:
    """Both kinds of them, looked for at once."""

    def __init__(self, manner: str, background: str) -> None:
        """Read the files: a name and its weight in hundredths of a logit on each line. Raises `ValueError` when a line is none."""
        tables = [weights_of(manner), weights_of(background)]
        self.kinds = [_kind(weights, least) for weights, least in zip(tables, _LEAST, strict=True)]
        """Manner, then background."""
        self._words: dict[str, int] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        for name in dict.fromkeys(name for weights in tables for name in weights):
            both = tables[0].get(name, 0) + (tables[1].get(name, 0) << _ROOM)
            left, _, right = name.partition(" ")
            if right:
                self._pairs[left, right] = both
            else:
                self._words[name] = both

    def __repr__(self) -> str:
        """Asides(9000 words)."""
        return f"Asides({len(self._words) + len(self._pairs)} words)"

    def holds(self, mask: int, found: Sequence[str]) -> bool:
        """Whether a sentence of these concepts and stems tells nothing of what is asked."""
        if _may_tell(mask, found):
            return False
        return any(
            _is_of(kind, mask, said, kind.least) for kind, said in zip(self.kinds, self.by_stems(found), strict=True)
        )

    def by_stems(self, found: Sequence[str]) -> tuple[float, float]:
        """The logit of either kind, but for the concepts."""
        both = sum(map(self._words.get, found, repeat(0))) + sum(map(self._pairs.get, pairwise(found), repeat(0)))
        manner = ((both + _HALF) & (2 * _HALF - 1)) - _HALF
        scale, length = scale_of(2 * len(found) - 1), length_of(found)
        first, second = self.kinds
        return (
            _UNIT * (first.bias + first.length * length + scale * manner),
            _UNIT * (second.bias + second.length * length + scale * ((both - manner) >> _ROOM)),
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
        doubtful = len(kept) < len(folded) and self.by_stems(stems(kept))[0] > _TASK
        return folded if doubtful and self._is_manner(folded, self.kinds[0].least) else kept

    def _is_manner(self, clause: str, least: float) -> bool:
        found = stems(clause) if not _NAMES.search(clause) else []
        if len(found) < _FEWEST:
            return False
        said, _ = self.by_stems(found)
        if said < least - _MOST_BY_CONCEPTS:
            return False
        mask = VOCABULARY.mask(clause)
        return not _may_tell(mask, found) and _is_of(self.kinds[0], mask, said, least)


def _may_tell(mask: int, found: Sequence[str]) -> bool:
    """Whether a sentence has something to say by its concepts or its length."""
    if mask & (COURTESY | AT_STAKE) or not 0 < len(found) <= _MOST_STEMS:
        return True
    return bool(mask & _GOES_ON) and len(found) <= _FEW


def _is_of(kind: Kind, mask: int, said: float, least: float) -> bool:
    least += bool(mask & _LIVE)
    return said >= least - _MOST_BY_CONCEPTS and said + _UNIT * sum(bits(mask, kind.concepts)) >= least


def length_of(found: Sequence[str]) -> float:
    """The length of a sentence as the models count it."""
    return min(len(found), _MOST_STEMS) / 10


def _kind(weights: dict[str, int], least: float) -> Kind:
    """What is no stem, taken out of the weights."""
    bias, length = weights.pop(BIAS, 0), weights.pop(LENGTH, 0)
    return Kind(bias, length, [weights.pop(CONCEPT + name, 0) for name in VOCABULARY.names], least)


def read(kind: str) -> str:
    """The file of a kind."""
    return files("services.classifier.core").joinpath(f"{kind}.txt").read_text(encoding="utf-8")


ASIDES: Final = Asides(read("manner"), read("background"))
