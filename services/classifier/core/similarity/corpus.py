"""Texts as tokens, the same for exemplars and requests. A token is the beginning of a word, which serves as its stem."""

import re
from typing import Final

from services.classifier.core.lexicon.language import fold

LOOKED_AT: Final = 160
"""Characters of a request that are compared: its opening says what is wanted, and each costs up to 0.5 us."""
_A_GREETING: Final = 40
"""Lines up to so many characters together are not the whole of an opening."""
_STEM: Final = 6
_RUNS: Final = re.compile(r"[^\W_]+")
_WIDE: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Thai, Japanese, Chinese, Korean: no blanks between words, or endings grown onto them."""


def opening(text: str) -> str:
    """The part of a request that is compared, folded: its first lines, so that what stands below them changes nothing."""
    kept = text[:LOOKED_AT]
    end = kept.find("\n", _A_GREETING)
    return fold(kept if end < 0 else kept[:end])


def tokens(folded: str) -> list[str]:
    """Stems of the words in order; where a script does not part words, every two neighbouring characters."""
    runs = _RUNS.findall(folded)
    if folded.isascii() or not _WIDE.search(folded):
        return [run[:_STEM] for run in runs]
    found: list[str] = []
    for run in runs:
        if _WIDE.search(run):
            found.extend(run[at : at + 2] for at in range(max(len(run) - 1, 1)))
        else:
            found.append(run[:_STEM])
    return found
