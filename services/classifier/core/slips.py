"""Slips of typing: a word that is none, and is one when two letters change places, one is left out or put in, or is that of the key beside.

Only what can hardly be meant otherwise is mended. The first letter and the last stand, and what is put in or is of another key does
so before the last two (who ends a word otherwise mostly means another form of it); the word is like one known word alone; and most
of the sentence is known, so that it is in English.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from itertools import pairwise, takewhile
from operator import eq
from typing import Final

_WORD: Final = re.compile(r"(?<![\w/.`'@#$\\-])[a-z]{5,}(?![\w/`(@\\-]|[.']\w)")
"""What stands as a word of a folded sentence: in no path, no name, no code."""
_UNKNOWN: Final = 3
"""So many words more may be unknown than known."""
_LONG: Final = 6
"""Letters of a word in which one may be another: shorter ones are too much alike."""
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE: Final = {pair for row in _ROWS for pair in pairwise(row)} | {
    (upper, lower)
    for above, below in pairwise(_ROWS)
    for shift in (0, 1)
    for upper, lower in zip(above[shift:], below, strict=False)
}
"""Letters whose keys are neighbours."""
NONE: Final[Mapping[str, str]] = {}


class Slips:
    """Words that people type, and words that are none of them and look like a slip of one."""

    def __init__(self, text: str) -> None:
        """Two lists of words with an empty line between them, and comments behind `#`."""
        typed, others = ("\n".join(line for line in text.split("\n") if not line.startswith("#"))).split("\n\n")
        self._typed = typed.split()
        self._known = frozenset(self._typed).union(others.split())
        self._like: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
        self._short: defaultdict[str, list[str]] = defaultdict(list)
        """Words by what is left of them without the letter before the last."""
        for word in self._typed:
            self._like[word[0], word[-2:], len(word)].append(word)
            if word[-2] != word[-1]:
                self._short[word[:-2] + word[-1]].append(word)

    def __repr__(self) -> str:
        """Slips(4208 words)."""
        return f"Slips({len(self._typed)} words)"

    def found(self, folded: str) -> Mapping[str, str]:
        """The slips of a folded sentence, and what is meant."""
        words = words_of(folded)
        unknown = words - self._known
        if not unknown or 2 * len(unknown) > len(words) + _UNKNOWN:
            return NONE
        return {word: meant for word in sorted(unknown) if (meant := self.meant(word))}

    def meant(self, word: str) -> str:
        """The one word that a word is a slip of; empty for none, or for several."""
        like = [] if word in self._known else self._like_of(word)
        return like[0] if len(like) == 1 else ""

    def _like_of(self, word: str) -> list[str]:
        first, last, length = word[0], word[-2:], len(word)
        ends = [(last, length - 1), (last, length), (last, length + 1)]
        if word[-3] != word[-2]:
            ends.append((word[-3] + word[-1], length))  # `migratoin`
        like = [other for end in ends for other in self._like.get((first, *end), ()) if _is_slip(word, other)]
        return like + [other for other in self._short.get(word, ()) if other not in like]


def words_of(folded: str) -> frozenset[str]:
    """The words of a folded sentence that can be slips, or be meant."""
    return frozenset(_WORD.findall(folded))


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ by two neighbours that changed places, by one letter more, or by one of a key beside."""
    shorter, longer = sorted((word, other), key=len)
    at = sum(takewhile(bool, map(eq, shorter, longer)))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    if shorter[at + 1 :] == longer[at + 1 :]:
        return len(word) >= _LONG and not _BESIDE.isdisjoint(((shorter[at], longer[at]), (longer[at], shorter[at])))
    return shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]


def mended(folded: str, slips: Mapping[str, str]) -> str:
    """A folded sentence with the words that are meant."""
    return _WORD.sub(lambda word: slips.get(word.group(), word.group()), folded) if slips else folded


SLIPS: Final = Slips(files("services.classifier.core").joinpath("slips.txt").read_text(encoding="utf-8"))
