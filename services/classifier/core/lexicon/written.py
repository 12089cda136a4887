"""Shapes of outputs taken apart: the alternatives that are some strings, and those that only an automaton of RE2's can find.

An automaton of RE2's is built as texts need it, and the more shapes go on within it, the longer that takes; strings are looked
for by one that is whole from the start.
"""

import re
from typing import Final, NamedTuple

from services.classifier.core.lexicon.needed import strings_of
from services.classifier.core.lexicon.notation import alternatives

_MULTILINE: Final = "(?m)"
_LETTERS_OF_ANY_CASE: Final = re.compile(r"\(\?[a-z]*i")
_LINE: Final = "^"
_BORDER: Final = r"\b"
_LEAST: Final = 3
"""Characters of a string: a shorter one stands in every text."""


class Borders(NamedTuple):
    """At which ends of a string a word has to begin or to end."""

    before: bool = False
    behind: bool = False


class Parted(NamedTuple):
    """An expression by its alternatives."""

    strings: tuple[tuple[bytes, Borders], ...]
    """Each is a match where it stands so."""
    of_lines: str
    """Those that begin a line, as an expression; "" for none."""
    others: str


def parted(expression: str) -> Parted:
    """Take an expression apart, in which `^` and `$` are the ends of a line."""
    strings: list[tuple[bytes, Borders]] = []
    left: dict[bool, list[str]] = {True: [], False: []}
    ignores_case = bool(_LETTERS_OF_ANY_CASE.search(expression))
    for alternative in [expression] if ignores_case else alternatives(expression):
        body = alternative.replace(_MULTILINE, "")
        if not ignores_case and (found := _written(body)):
            strings.extend(found)
        else:
            left[body.startswith(_LINE)].append(body)
    return Parted(tuple(strings), *(_MULTILINE + "|".join(bodies) if bodies else "" for bodies in left.values()))


def _written(body: str) -> list[tuple[bytes, Borders]]:
    """The strings that an alternative is, or nothing."""
    borders = Borders(body.startswith(_BORDER), body.endswith(_BORDER))
    strings = strings_of(body.removeprefix(_BORDER).removesuffix(_BORDER))
    if min(map(len, strings), default=0) < _LEAST:
        return []
    return [(string.encode(), borders) for string in sorted(strings)]
