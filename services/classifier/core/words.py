"""The words of a sentence as the learned layer knows them: stems, sizes of numbers, pairs of characters, and what stands side by side."""

import itertools
import re
import zlib
from operator import add
from string import ascii_lowercase, digits
from typing import Final

_WORD: Final = re.compile(r"[a-z_]+|[^\W\d_a-z]+|\d+")
_PARTED: Final = "".join(
    char if char in "_" + ascii_lowercase else "0" if char in digits else " " for char in map(chr, range(256))
).encode("latin-1")
"""Of folded ASCII, what is no letter to a blank and digits to 0: words are parted so in a quarter of the time."""
_STEM: Final = 6
"""Letters that are kept: enough to tell words apart, few enough to join their forms."""
_FIRST_UNSPACED: Final = "\u2e80"
"""From here on scripts do not part words by blanks: they are read in pairs of characters."""
_MOST: Final = 160
"""Words of one sentence that are looked at."""


def stems(folded: str) -> list[str]:
    """The stems of a folded sentence, in order."""
    if folded.isascii():
        parted = folded.encode().translate(_PARTED)
        if b"0" not in parted:
            return [word[:_STEM] for word in parted.decode().split()[:_MOST]]
    found: list[str] = []
    for word in _WORD.findall(folded)[:_MOST]:
        first = word[0]
        if first.isdigit():
            found.append("0" if len(word) < 2 else "00" if len(word) < 4 else "0000")
        elif first >= _FIRST_UNSPACED and len(word) > 1:
            found.extend(map(add, word, word[1:]))
        else:
            found.append(word[:_STEM])
    return found


def pairs(found: list[str]) -> list[str]:
    """What stands side by side."""
    return [f"{left} {right}" for left, right in itertools.pairwise(found)]


_SAME_TOPIC: Final = 4
"""Letters from which on a word of an alphabet can tell what a text is about."""
_COMMON: Final = frozenset(
    word[:_STEM]
    for word in [
        "about",
        "after",
        "again",
        "also",
        "been",
        "before",
        "being",
        "below",
        "both",
        "could",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "every",
        "from",
        "have",
        "having",
        "here",
        "into",
        "just",
        "like",
        "made",
        "make",
        "more",
        "most",
        "much",
        "need",
        "only",
        "other",
        "over",
        "same",
        "should",
        "some",
        "such",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "under",
        "until",
        "very",
        "want",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "without",
        "would",
        "your",
        "please",
        "still",
    ]
)


def topics(folded: str) -> frozenset[int]:
    """Hashes of the words that tell what a text is about."""
    return frozenset(
        zlib.crc32(stem.encode())
        for stem in stems(folded)
        if (len(stem) >= _SAME_TOPIC or not stem.isascii()) and stem not in _COMMON and not stem.isdigit()
    )
