r"""Expressions of the tables taken apart: RE2's notation as a tree, as far as the tables use it.

A tree is for asking what a match must be made of (`lexicon/needed.py`); searching is RE2's. Classes that are not listed
character by character are `Unknown`.
"""

import re
from typing import Final, NamedTuple


class Text(NamedTuple):
    """These characters."""

    text: str


class Unknown(NamedTuple):
    """One character of many."""


class Sign(NamedTuple):
    """One character of some that are in no word; of these, where they are few, else any blank or sign."""

    chars: str


class Border(NamedTuple):
    """Nothing, between a word and what is none."""


class End(NamedTuple):
    """Nothing, at an end of a line or of the whole."""


class Row(NamedTuple):
    """One after the other."""

    parts: tuple["Node", ...]


class Choice(NamedTuple):
    """One of them."""

    parts: tuple["Node", ...]


class Times(NamedTuple):
    """Again and again."""

    part: "Node"
    least: int
    most: int | None


Node = Text | Unknown | Sign | Border | End | Row | Choice | Times

DIGIT: Final = Choice(tuple(map(Text, "0123456789")))
_FLAGS: Final = re.compile(r"\(\?[a-z]+\)")
_GROUP_BEGINS: Final = re.compile(r"\((?:\?[a-z]*:)?")
_CLASS: Final = re.compile(r"\[(\^?)((?:\\x\{\w+\}|\\.|[^\]\\])+)\]")
_COUNT: Final = re.compile(r"\{(\d+)(,?)(\d*)\}")
_ESCAPED: Final = re.compile(r"\\(x\{\w+\}|[pP]\{\w+\}|.)")
_MEMBERS: Final = re.compile(r"[^\\-](?:-[^\\-])?")
_LISTED: Final = re.compile(rf"(?:{_MEMBERS.pattern})+$")
_SIGNS: Final = re.compile(r"-?(?:[^\w\\-]|\\[^\w]|\\[srnt])+-?$", re.ASCII)
_WRITTEN: Final = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPE: Final = re.compile(r"\\(.)")
_MOST_CHARS: Final = 16
_FEW_TIMES: Final = 3
_TEXT: Final = re.compile(r"[^\\^$.|?*+()\[\]{}]+(?![?*+{])")
"""A character before a quantity stands alone."""
_QUANTITIES: Final = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def parse(expression: str) -> Node:
    """The tree of an RE2 expression; raises ValueError where it is none of the tables'."""
    node, at = _choice(expression, 0)
    if at != len(expression):
        raise ValueError(f"{expression!r} ends early, at character {at}")
    return node


def holds_run(node: Node) -> bool:
    """Whether a run of any characters is in it."""
    match node:
        case Row(parts) | Choice(parts):
            return any(map(holds_run, parts))
        case Times(part, _, most) if most is None or most > _FEW_TIMES:
            return _holds_unknown(part)
        case Times(part):
            return holds_run(part)
    return False


def _holds_unknown(node: Node) -> bool:
    match node:
        case Row(parts) | Choice(parts):
            return any(map(_holds_unknown, parts))
        case Times(part):
            return _holds_unknown(part)
    return isinstance(node, Unknown)


def alternatives(expression: str) -> list[str]:
    """The alternatives of an expression, as they are written; flags stand in the one that they begin in."""
    found, at = [], 0
    while True:
        _, end = _row(expression, at)
        found.append(expression[at:end])
        if expression[end : end + 1] != "|":
            return found
        at = end + 1


def _choice(text: str, at: int) -> tuple[Node, int]:
    node, at = _row(text, at)
    parts = [node]
    while text[at : at + 1] == "|":
        node, at = _row(text, at + 1)
        parts.append(node)
    return (node if len(parts) == 1 else Choice(tuple(parts))), at


def _row(text: str, at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(text) and text[at] not in "|)":
        if flags := _FLAGS.match(text, at):
            at = flags.end()
            continue
        if run := _TEXT.match(text, at):
            parts.append(Text(run[0]))
            at = run.end()
            continue
        node, at = _one(text, at)
        while (quantity := _quantity(text, at)) is not None:
            least, most, at = quantity
            node = Times(node, least, most)
        parts.append(node)
    return (parts[0] if len(parts) == 1 else Row(tuple(parts))), at


def _quantity(text: str, at: int) -> tuple[int, int | None, int] | None:
    if text[at : at + 1] in _QUANTITIES:
        return *_QUANTITIES[text[at]], at + 1
    if counted := _COUNT.match(text, at):
        least, comma, most = counted.groups()
        return int(least), (int(most) if most else None) if comma else int(least), counted.end()
    return None


def _one(text: str, at: int) -> tuple[Node, int]:
    match text[at]:
        case "(":
            node, end = _choice(text, _GROUP_BEGINS.match(text, at).end())  # type: ignore[union-attr]  # it begins with "("
            if text[end : end + 1] != ")":
                raise ValueError(f"{text!r}: the group at character {at} does not end")
            return node, end + 1
        case "[":
            if not (found := _CLASS.match(text, at)):
                raise ValueError(f"{text!r}: the class at character {at} does not end")
            return _class(*found.groups()), found.end()
        case "\\":
            if not (found := _ESCAPED.match(text, at)):
                raise ValueError(f"{text!r} ends within an escape")
            return _escaped(found[1]), found.end()
        case ".":
            return Unknown(), at + 1
        case "^" | "$":
            return End(), at + 1
        case "?" | "*" | "+":
            raise ValueError(f"{text!r} has nothing to repeat at character {at}")
        case char:
            return Text(char), at + 1


def _class(negated: str, members: str) -> Node:
    if negated or not (_LISTED.match(members) or _SIGNS.match(members)):
        return Unknown()
    if _SIGNS.match(members):
        return Sign("" if r"\s" in members else _ESCAPE.sub(lambda found: _WRITTEN.get(found[1], found[1]), members))
    chars = "".join(map(_range, _MEMBERS.findall(members)))
    return Choice(tuple(map(Text, chars))) if len(chars) <= _MOST_CHARS else Unknown()


def _range(member: str) -> str:
    first, last = member[0], member[-1]
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


def _escaped(name: str) -> Node:
    match name:
        case "b":
            return Border()
        case "z":
            return End()
        case "d":
            return DIGIT
        case "s":
            return Sign("")
        case "n" | "r" | "t":
            return Text(_WRITTEN[name])
    return Unknown() if name[0].isalnum() else Text(name)
