"""Shapes of outputs taken apart: the alternatives that are some strings, those that hold one, and those that only an automaton of RE2's can find.

An automaton of RE2's is built as texts need it, and the more shapes go on within it, the longer that takes; strings are looked
for by one that is whole from the start.
"""

import re
from typing import Final, NamedTuple

from services.classifier.core.lexicon.needed import signs, strings_of
from services.classifier.core.lexicon.notation import alternatives, holds_run, parse

_MULTILINE: Final = "(?m)"
_LETTERS_OF_ANY_CASE: Final = re.compile(r"\(\?[a-z]*i")
_LINE: Final = "^"
_BORDER: Final = r"\b"
_LEAST: Final = 3
"""Characters of a string: a shorter one stands in every text."""
_LEAST_OF_SIGN: Final = 4
_COMMON: Final = frozenset((" at ", " error", " passed", "ERROR", "ERROR ", "FAIL", "FAIL ", "FAILED ", "Failed "))
"""Strings of every other output: no signs."""
_OVER_LINES: Final = re.compile(r"\\[ns]|\[\^(?![^\]]*\\n)")
"""What can match the end of a line."""


class Borders(NamedTuple):
    """At which ends of a string a word has to begin or to end."""

    before: bool = False
    behind: bool = False


class Signed(NamedTuple):
    """An expression that is looked for in lines that hold one of its signs."""

    expression: str
    signs: tuple[bytes, ...]


class Parted(NamedTuple):
    """An expression by its alternatives."""

    strings: tuple[tuple[bytes, Borders], ...]
    """Each is a match where it stands so."""
    signed: tuple[Signed, ...]
    """Those with a run of any characters and a string that few lines hold: in an automaton of many shapes such runs go on beside all else."""
    of_lines: str
    """Of the rest those that begin a line, as an expression; "" for none."""
    others: str


def parted(expression: str) -> Parted:
    """Take an expression apart, in which `^` and `$` are the ends of a line."""
    strings: list[tuple[bytes, Borders]] = []
    signed: list[Signed] = []
    left: dict[bool, list[str]] = {True: [], False: []}
    ignores_case = bool(_LETTERS_OF_ANY_CASE.search(expression))
    for alternative in [expression] if ignores_case else alternatives(expression):
        body = alternative.replace(_MULTILINE, "")
        if not ignores_case and (found := _written(body)):
            strings.extend(found)
        elif not ignores_case and (marked := _signs(body)):
            signed.append(Signed(_MULTILINE + body, marked))
        else:
            left[body.startswith(_LINE)].append(body)
    rest = (_MULTILINE + "|".join(bodies) if bodies else "" for bodies in left.values())
    return Parted(tuple(strings), tuple(signed), *rest)


def _written(body: str) -> list[tuple[bytes, Borders]]:
    """The strings that an alternative is, or nothing."""
    borders = Borders(body.startswith(_BORDER), body.endswith(_BORDER))
    strings = strings_of(body.removeprefix(_BORDER).removesuffix(_BORDER))
    if min(map(len, strings), default=0) < _LEAST:
        return []
    return [(string.encode(), borders) for string in sorted(strings)]


def _signs(body: str) -> tuple[bytes, ...]:
    """The signs of an alternative that is better looked for by them, or nothing."""
    if _OVER_LINES.search(body) or not holds_run(parse(body)):
        return ()
    found = signs(body)
    if found & _COMMON or min(map(len, found), default=0) < _LEAST_OF_SIGN:
        return ()
    return tuple(sign.encode() for sign in sorted(found) if not any(other in sign for other in found - {sign}))
