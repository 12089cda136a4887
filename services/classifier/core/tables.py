"""The tables of secrets and of lines compiled.

The sets are built once per process. They hold no state of a request and none of a config.
"""

import re
from typing import Final

from services.classifier.core.lexicon import shapes
from services.classifier.core.lexicon.needed import signs
from services.classifier.core.literals import Signs
from shared.config.regex import PatternSet, compile_pattern

_SECRET_SIGNS: Final = Signs(sign.encode() for _, regex in shapes.SECRET for sign in sorted(signs(regex)))
_MANY_SIGNS: Final = 20
"""Where there are more, the whole text is searched."""
_BEFORE_SIGN: Final = 1000
_BEHIND_SIGN: Final = 4000
"""Bytes; a token can be long."""
_SECRET_SET: Final = PatternSet(tuple(regex for _, regex in shapes.SECRET), case_sensitive=True, mib=1)
_SECRET_SINGLE: Final = tuple(compile_pattern(regex, case_sensitive=True) for _, regex in shapes.SECRET)
_PLACEHOLDER: Final = compile_pattern(shapes.PLACEHOLDER, case_sensitive=True)
_LINE_SET: Final = PatternSet(
    tuple(regex for _, regex in (*shapes.FOREIGN_LINE, *shapes.DOUBTFUL_LINE)), case_sensitive=True, mib=12
)
"""Most texts ask for 4 MiB. With 8 it is built again and again for 146,000 lines of outputs, prose and code in 15 languages: a look costs
two to three times as much."""
_LINE_KINDS: Final = tuple(kind for kind, _ in shapes.FOREIGN_LINE)
_DOUBTED: Final = tuple(words for words, _ in shapes.DOUBTFUL_LINE)
"""The words up to which a line of a doubtful shape is code whatever they are."""
_SIGN_OF_CODE: Final = re.compile(shapes.SIGN_OF_CODE)
_LINE_CHARS: Final = 400
_AROUND_WORDS: Final = ",.;:!?()[]{}\"'“”"
_FEW_WORDS: Final = 5
WIDE: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
"""Letters of scripts without blanks."""
_WORDS_OF_PROSE: Final = 0.6
_WORDS_OF_CODE: Final = 0.75
"""Shares of words from which on, and up to which, a line reads so."""
_OPEN: Final = "?"
"""Ends the kinds of lines that a person may say, too."""
FILE_VIEW: Final = compile_pattern(shapes.FILE_VIEW, case_sensitive=True)


def secret_shapes(text: bytes) -> tuple[str, ...]:
    """Names of the secrets whose shape is in the text and which are no placeholder."""
    near = _near_signs(text)
    if not near:
        return ()
    found = []
    for index in _SECRET_SET.matches(near):
        for match in _SECRET_SINGLE[index].finditer(near):
            around = near[max(match.start() - 10, 0) : match.end() + 10]
            if not _PLACEHOLDER.search(around):
                found.append(shapes.SECRET[index][0])
                break
    return tuple(found)


def _near_signs(text: bytes) -> bytes:
    """What stands around the signs of secrets, which most texts have none of."""
    places = _SECRET_SIGNS.found(text)
    if len(places) > _MANY_SIGNS:
        return text
    return b"\n".join([text[max(start - _BEFORE_SIGN, 0) : end + _BEHIND_SIGN] for _, start, end in places])


def line_kind(line: str) -> str:
    """'' for prose, else what the line is: log, diff, code, quote, table, or what happened at a time of day (`clock`).

    With a `?` what begins as such lines do and reads as prose.
    """
    line = line[:_LINE_CHARS]
    fired = _LINE_SET.found(line.encode("utf-8", "replace"))
    if not fired:
        return ""
    first = min(fired)
    if first < len(_LINE_KINDS):
        kind = _LINE_KINDS[first]
        is_open = kind[-1] == _OPEN
        return kind[:-1] if is_open and _share_of_words(line) < _WORDS_OF_PROSE else kind
    words = _DOUBTED[max(fired) - len(_LINE_KINDS)]
    if len(line.split(None, words)) <= words:
        return "code"
    return "code" if _SIGN_OF_CODE.search(line) and _share_of_words(line) <= _WORDS_OF_CODE else ""


def _share_of_words(line: str) -> float:
    """How much of a line is words; 0 when it is short, 1 when it is written without blanks."""
    if not line.isascii() and WIDE.search(line):
        return 1.0
    words = [word.strip(_AROUND_WORDS) for word in line.split()]
    return sum(len(word) > 1 and word.isalpha() for word in words) / len(words) if len(words) >= _FEW_WORDS else 0.0
