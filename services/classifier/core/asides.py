"""Sentences that stand beside a request and tell nothing of it: how the agent shall work, and what the project is like.

"Think step by step", "auf Deutsch bitte", "don't commit"; "we use Django 4.2", "it's an internal tool". They go with a typing
error and with an outage. People word them in ever new ways, so linear models over the stems and concepts of a sentence know
them, made offline by `tests/training/asides.py`.
"""

import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise, repeat
from typing import Final

from services.classifier.core import marks
from services.classifier.core.learned import bits, scale_of
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.words import stems

_UNIT: Final = 0.01
_MOST_BY_CONCEPTS: Final = 1.0
"""What concepts add to a logit; they take longest, so they are asked for where the stems speak for it."""
_GOES_ON: Final = VOCABULARY.of("go_on", "still", "still_word", "client_go_on")
_FEW: Final = 5
"""Stems of a sentence of which going on is the point."""
COURTESY: Final = VOCABULARY.of("thanks", "leaving", "ack", "self_done")
"""Thanks and leave-taking say where a conversation is; `turn.py` knows what to make of them."""
_AT_STAKE: Final = (
    marks.EVENT & ~marks.SECRET & ~marks.LEAK
    | marks.PROD
    | marks.IRREVERSIBLE
    | marks.LIVE_OPERATION
    | marks.UNGUARDED
    | marks.INTERMITTENT
    | marks.REPEAT
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
LENGTH: Final = "+length"
BIAS: Final = "+bias"
CONCEPT: Final = "+"
"""Before the name of what is no stem."""


class Asides:
    """One kind of them, by the weights of a file."""

    def __init__(self, text: str, least: float) -> None:
        """Read the file: a name and its weight in hundredths of a logit on each line. Raises `ValueError` when a line is none.

        `least`: the logit from which on a sentence is of the kind; to drop what tells something costs more than to keep
        what does not.
        """
        lines = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
        weights = {name: int(weight) for name, _, weight in lines}
        self._least = least
        self._bias, self._length = weights.pop(BIAS, 0), weights.pop(LENGTH, 0)
        self._concepts = [weights.pop(CONCEPT + name, 0) for name in VOCABULARY.names]
        self._words = {name: weight for name, weight in weights.items() if " " not in name}
        self._pairs = {tuple(name.split(" ")): weight for name, weight in weights.items() if " " in name}

    def __repr__(self) -> str:
        """Asides(9000 words)."""
        return f"Asides({len(self._words) + len(self._pairs)} words)"

    def holds(self, mask: int, found: Sequence[str], *, least: float | None = None) -> bool:
        """Whether a sentence of these concepts and stems is of the kind, by a logit of at least so much."""
        if (
            mask & (COURTESY | _AT_STAKE)
            or not 0 < len(found) <= _MOST_STEMS
            or (mask & _GOES_ON and len(found) <= _FEW)
        ):
            return False
        least = self._least if least is None else least
        said = self.by_stems(found)
        return said >= least - _MOST_BY_CONCEPTS and said + _UNIT * sum(bits(mask, self._concepts)) >= least

    def by_stems(self, found: Sequence[str]) -> float:
        """The logit but for the concepts."""
        said = sum(map(self._words.get, found, repeat(0))) + sum(map(self._pairs.get, pairwise(found), repeat(0)))
        return _UNIT * (self._bias + self._length * length_of(found) + scale_of(2 * len(found) - 1) * said)

    def trimmed(self, folded: str) -> str:
        """A folded sentence without the clauses of the kind at its ends: "fix it, no explanation please"."""
        cuts = [cut.span() for cut in _CUT.finditer(folded[:_CLAUSED])]
        if not cuts:
            return folded
        start, end = 0, len(folded)
        for _ in range(_CLAUSES):
            if not cuts or not self._is_clause(folded[cuts[-1][1] : end], least=_CLAUSE):
                break
            end, _ = cuts.pop()
        for _ in range(_CLAUSES):
            if not cuts or not self._is_clause(folded[start : cuts[0][0]], least=_CLAUSE):
                break
            _, start = cuts.pop(0)
        kept = folded[start:end]
        doubtful = len(kept) < len(folded) and self.by_stems(stems(kept)) > _TASK
        return folded if doubtful and self._is_clause(folded, least=self._least) else kept

    def _is_clause(self, clause: str, *, least: float) -> bool:
        found = stems(clause) if not _NAMES.search(clause) else []
        if len(found) < _FEWEST or self.by_stems(found) < least - _MOST_BY_CONCEPTS:
            return False
        return self.holds(VOCABULARY.mask(clause), found, least=least)


def length_of(found: Sequence[str]) -> float:
    """The length of a sentence as the models count it."""
    return min(len(found), _MOST_STEMS) / 10


def _read(name: str) -> str:
    return files("services.classifier.core").joinpath(name).read_text(encoding="utf-8")


MANNER: Final = Asides(_read("manner.txt"), 0.4)
BACKGROUND: Final = Asides(_read("background.txt"), 1.0)


def is_aside(mask: int, found: Sequence[str]) -> bool:
    """Whether a sentence of these concepts and stems tells nothing of what is asked."""
    return MANNER.holds(mask, found) or BACKGROUND.holds(mask, found)
