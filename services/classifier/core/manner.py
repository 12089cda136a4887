"""Sentences that only say how an agent shall think, work or answer: "think step by step", "auf Deutsch bitte", "don't commit".

They go with a typing error and with an outage, so they tell nothing of what is asked. People word them in ever new ways; a
linear model over the stems and concepts of a sentence knows them, made offline by `tests/training/manner.py`.
"""

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import pairwise, repeat
from typing import Final

from services.classifier.core.learned import bits, scale_of
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.words import stems

_UNIT: Final = 0.01
_LIKELY: Final = 0.9
"""The logit from which on a sentence is manner: to drop what tells something costs more than to keep what does not."""
_LIKELY_CLAUSE: Final = 2.5
"""The same for a clause, which has fewer words to be known by."""
_TASK: Final = -1.0
"""The logit below which what is left is surely more than manner."""
_CUT: Final = re.compile(r",? - |[,;] ")
_CLAUSED: Final = 400
"""Characters of a sentence that is looked at clause by clause."""
_CLAUSES: Final = 3
_FEWEST: Final = 2
_GOES_ON: Final = VOCABULARY.of("go_on", "still", "still_word", "client_go_on")
_COURTESY: Final = VOCABULARY.of("thanks", "leaving", "ack", "self_done")
"""Thanks and leave-taking say where a conversation is; `turn.py` knows what to make of them."""
_FEW: Final = 5
"""Stems of a sentence of which going on is the point."""
_MOST_STEMS: Final = 30
"""A longer sentence is no manner; it has something to say."""
LENGTH: Final = "+length"
BIAS: Final = "+bias"
CONCEPT: Final = "+"
"""Before the name of what is no stem."""


class Manner:
    """The weights of a file."""

    def __init__(self, text: str) -> None:
        """Read the file: a name and its weight in hundredths of a logit on each line. Raises `ValueError` when a line is none."""
        lines = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
        weights = {name: int(weight) for name, _, weight in lines}
        self._bias, self._length = weights.pop(BIAS, 0), weights.pop(LENGTH, 0)
        self._concepts = [weights.pop(CONCEPT + name, 0) for name in VOCABULARY.names]
        self._words = {name: weight for name, weight in weights.items() if " " not in name}
        self._pairs = {tuple(name.split(" ")): weight for name, weight in weights.items() if " " in name}

    def __repr__(self) -> str:
        """Manner(9000 words)."""
        return f"Manner({len(self._words) + len(self._pairs)} words)"

    def logit(self, mask: int, found: Sequence[str]) -> float:
        """How likely a sentence of these concepts and stems is nothing else."""
        words: Mapping[str, int] = self._words
        said = sum(map(words.get, found, repeat(0))) + sum(map(self._pairs.get, pairwise(found), repeat(0)))
        told = sum(bits(mask, self._concepts))
        return _UNIT * (self._bias + self._length * length_of(found) + scale_of(2 * len(found) - 1) * said + told)

    def trimmed(self, folded: str) -> str:
        """A folded sentence without the clauses of manner at its ends: "fix it, no explanation please"."""
        if "," not in folded and " - " not in folded and ";" not in folded:
            return folded
        cuts = [cut.span() for cut in _CUT.finditer(folded[:_CLAUSED])]
        start, end = 0, len(folded)
        for _ in range(_CLAUSES):
            if not cuts or not self._is_clause(folded[cuts[-1][1] : end], least=_LIKELY_CLAUSE):
                break
            end, _ = cuts.pop()
        for _ in range(_CLAUSES):
            if not cuts or not self._is_clause(folded[start : cuts[0][0]], least=_LIKELY_CLAUSE):
                break
            _, start = cuts.pop(0)
        kept = folded[start:end]
        doubtful = len(kept) < len(folded) and self.logit(0, stems(kept)) > _TASK
        return folded if doubtful and self._is_clause(folded, least=_LIKELY) else kept

    def _is_clause(self, clause: str, *, least: float) -> bool:
        """Concepts take longest to find, so they are asked for where the stems speak for it."""
        found = stems(clause)
        if len(found) < _FEWEST or self.logit(0, found) < least - 1:
            return False
        return self.holds(VOCABULARY.mask(clause), found, least=least)

    def holds(self, mask: int, found: Sequence[str], *, least: float = _LIKELY) -> bool:
        """Whether it is, by a logit of at least so much."""
        if mask & _COURTESY or not 0 < len(found) <= _MOST_STEMS or (mask & _GOES_ON and len(found) <= _FEW):
            return False
        return self.logit(mask, found) >= least


def length_of(found: Sequence[str]) -> float:
    """The length of a sentence as the model counts it."""
    return min(len(found), _MOST_STEMS) / 10


MANNER: Final = Manner(files("services.classifier.core").joinpath("manner.txt").read_text(encoding="utf-8"))
