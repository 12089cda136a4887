"""What a match must be made of: the literals by which a term is looked for.

A term without a gap is a handful of strings. Of others each match holds some string at least, so they are tried only where
one stands.
"""

import math
import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from services.classifier.core.lexicon.language import LETTERS, ORDERS, Place, Term
from services.classifier.core.lexicon.notation import (
    Border,
    Choice,
    End,
    Node,
    Row,
    Sign,
    Text,
    Times,
    Unknown,
    parse,
)

Strings = frozenset[str]

_MOST: Final = 30
"""Strings of one term: more are not spelled out. (With 400 there are twice as many strings in all, 14 MiB, and a seventh fewer searches.)"""
_MOST_TIMES: Final = 3
_LEAST_WEIGHT: Final = 3
_OPEN_ENDS: Final = (r"\w*", r"\S*", f"{LETTERS}*")
"""What may follow or not makes no difference where no border follows."""
_MOST_BEFORE: Final = 16
_ANYTHING: Final = frozenset(("",))
_BLANK: Final = frozenset((" ",))
_WORD: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
WHOLE_WORDS: Final = (Place.WORD, *ORDERS)
"""Places before which a word ends."""
BLANKED: Final = bytes(byte if chr(byte) in _WORD else ord(" ") for byte in range(256))
"""For `bytes.translate`: a text as words, but for the blanks around it."""
_BLANKS: Final = re.compile(r"^ +| +$")


class As(Enum):
    """How strings are compared."""

    WRITTEN = auto()
    WORDS = auto()
    """In a text that has blanks for all that is in no word, and one around it."""


class Spelled(NamedTuple):
    """All that a term matches."""

    strings: Strings
    closed: bool
    """They end where a word ends."""


def spelled(term: Term) -> Spelled | None:
    """The strings of a term that has few, and no end of a line in it."""
    body, closed = _without_open_end(term)
    node = parse(body)
    strings = None if _holds_any(node, (Sign, Border, End)) else _strings(node, As.WRITTEN)
    if not strings or not all(map(str.strip, map(as_words, strings) if body.isascii() else strings)):
        return None
    if body.isascii() and not _have_borders(strings, term.place, closed=closed):
        return None
    return Spelled(strings, closed)


def needed(term: Term) -> tuple[Strings, ...]:
    """What to look for before a term is tried: of each, one string is in whatever it matches; the rarest first, () for nothing."""
    body, closed = _without_open_end(term)
    node = parse(body)
    if not body.isascii():
        return _best(_needs(node, As.WRITTEN, before=_ANYTHING))
    parts = (*(node.parts if isinstance(node, Row) else (node,)), *((End(),) if closed else ()))
    return _best(_needs(Row(parts), As.WORDS, before=_BLANK if term.place in WHOLE_WORDS else _ANYTHING))


def signs(expression: str) -> Strings:
    """Of these one is in whatever an expression matches, and few texts hold one; a digit is no sign."""
    clauses = _best(_needs(parse(expression.replace(r"\d", ".")), As.WRITTEN, before=_ANYTHING))
    return clauses[0] if clauses else frozenset()


def strings_of(expression: str) -> Strings:
    """All that an expression matches; nothing where that is too much, or where a border or an end is asked for in it."""
    node = parse(expression)
    return frozenset() if _holds_any(node, (Sign, Border, End)) else _strings(node, As.WRITTEN) or frozenset()


def as_words(text: str) -> str:
    """A string of ASCII as it stands in a text as words."""
    return text.encode().translate(BLANKED).decode()


def _without_open_end(term: Term) -> tuple[str, bool]:
    body, closed = term.body, term.closed
    if body.endswith(r"\b") and body.isascii():
        return body.removesuffix(r"\b"), True
    for end in _OPEN_ENDS:
        if body.endswith(end) and (end == r"\w*" or not closed):
            return body.removesuffix(end), False
    return body, closed


def _have_borders(strings: Strings, place: Place, *, closed: bool) -> bool:
    """Where a border is asked for, a word begins or ends."""
    begin = place not in WHOLE_WORDS or all(string[0] in _WORD for string in strings)
    return begin and not (closed and any(string[-1] not in _WORD for string in strings))


def _holds_any(node: Node, kinds: tuple[type, ...]) -> bool:
    match node:
        case Row(parts) | Choice(parts):
            return any(_holds_any(part, kinds) for part in parts)
        case Times(part):
            return _holds_any(part, kinds)
    return isinstance(node, kinds)


def _strings(node: Node, how: As) -> Strings | None:
    """All that a part matches; None where these are too many."""
    match node:
        case Text(text):
            return frozenset((as_words(text) if how is As.WORDS else text,))
        case Border():
            return _ANYTHING
        case End():
            return frozenset((_AT_END[how],))
        case Sign(chars):
            return _BLANK if how is As.WORDS else frozenset(chars) or None
        case Choice(parts):
            return _few(_union(_strings(part, how) for part in parts))
        case Row(parts):
            return _joined(_strings(part, how) for part in parts)
        case Times(part, least, most) if most is not None and most <= _MOST_TIMES:
            strings = _strings(part, how)
            return _few(_union(_joined([strings] * times) for times in range(least, most + 1)))
    return None


_AT_END: Final = {As.WRITTEN: "", As.WORDS: " "}


def _few(strings: Strings | None) -> Strings | None:
    return strings if strings is not None and len(strings) <= _MOST else None


def _union(sets: Iterable[Strings | None]) -> Strings | None:
    found: set[str] = set()
    for strings in sets:
        if strings is None:
            return None
        found |= strings
    return frozenset(found)


def _joined(sets: Iterable[Strings | None]) -> Strings | None:
    found: Strings | None = frozenset(("",))
    for strings in sets:
        if strings is None or found is None or len(found) * len(strings) > _MOST:
            return None
        found = frozenset(left + right for left in found for right in strings)
    return found


def _needs(node: Node, how: As, *, before: Strings) -> list[Strings]:
    """What each match holds; `before`: the characters of which one stands before it, "" for any."""
    match node:
        case Unknown() | Sign() | Border() | End():
            return []
        case Times(part, least):
            return _needs(part, how, before=before) if least else []
        case Choice(parts):
            best = [max(_needs(part, how, before=before), key=_worth, default=None) for part in parts]
            whole = _union(best)
            return [] if whole is None else [whole]
        case Row(parts):
            return _needs_of_row(parts, how, before=before)
    return _needs_of_row((node,), how, before=before)


def _needs_of_row(parts: tuple[Node, ...], how: As, *, before: Strings) -> list[Strings]:
    """Neighbours that are few strings each are looked for together."""
    found: list[Strings] = []
    run = before
    for part in _unrolled(parts, how):
        strings = _strings(part, how)
        joined = _joined((run, strings))
        if joined is not None:
            run = joined
            continue
        found.append(run)
        before = frozenset(string[-1:] for string in run)
        if strings is None:
            found.extend(_needs(part, how, before=before))
            run = _behind(part, how, before)
        else:
            run = _joined((before, strings)) or strings
    found.append(run)
    return [clause for clause in map(_trimmed, found) if all(string.strip() for string in clause)]


def _unrolled(parts: tuple[Node, ...], how: As) -> Iterator[Node]:
    """What stands at least once without end is once that, and then as often as may be."""
    for part in parts:
        if isinstance(part, Times) and 0 < part.least <= _MOST_TIMES and _strings(part, how) is None:
            yield from (part.part,) * part.least
            yield Times(part.part, 0, part.most)
        else:
            yield part


def _behind(node: Node, how: As, before: Strings) -> Strings:
    """The characters of which one stands behind what it matches, "" for any."""
    ends = _then(before, _ends(node, how))
    return ends if ends is not None and "" not in ends and len(ends) <= _MOST_BEFORE else _ANYTHING


def _ends(node: Node, how: As) -> Strings | None:
    """The last characters of what it matches; "" if that may be nothing, None for any."""
    match node:
        case Row(parts):
            found: Strings | None = _ANYTHING
            for part in parts:
                found = _then(found, _ends(part, how))
            return found
        case Choice(parts):
            return _union(_ends(part, how) for part in parts)
        case Times(part, least):
            ends = _ends(part, how)
            return ends if least or ends is None else ends | _ANYTHING
    strings = _strings(node, how)
    return None if strings is None else frozenset(string[-1:] for string in strings)


def _then(before: Strings | None, ends: Strings | None) -> Strings | None:
    """The last characters of one thing behind another."""
    if ends is None or "" not in ends:
        return ends
    return None if before is None else ends - _ANYTHING | before


def _trimmed(clause: Strings) -> Strings:
    """At most one blank at either end: less is needed, too, and asks for fewer strings."""
    return frozenset(_BLANKS.sub(" ", string) if "  " in string else string for string in clause)


def _best(clauses: list[Strings]) -> tuple[Strings, ...]:
    """The two that are rarest, or none."""
    usable = sorted((clause for clause in clauses if _weight(clause) >= _LEAST_WEIGHT), key=_order)
    if not usable or all(string.strip().isdigit() for string in usable[0]):
        return ()
    return tuple(usable[:2])


def _weight(clause: Strings) -> int:
    """The less of it, the more texts hold one of its strings; a digit is rarer than a letter, a character beyond ASCII says more."""
    shortest = min(map(len, clause))
    return min(map(_weight_of, (string for string in clause if len(string) <= shortest + 2)))


def _weight_of(string: str) -> int:
    return len(string) + (0 if string.isascii() else len(string.encode()) // 3) + 2 * sum(map(str.isdigit, string))


def _worth(clause: Strings) -> float:
    return _weight(clause) - math.log2(len(clause)) / 10


def _order(clause: Strings) -> tuple[float, list[str]]:
    return -_worth(clause), sorted(clause)
