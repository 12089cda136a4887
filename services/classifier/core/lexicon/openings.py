"""How the texts begin that a term matches, read off its notation: what a search can go by without trying the term.

Law: an opening promises too little rather than too much. Whatever a term matches begins with one of its openings.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Final, NamedTuple

MOST: Final = 1000
"""Openings of one term: one with more is no help."""


class End(IntEnum):
    """How much is known of what follows an opening."""

    HERE = 0
    """Nothing follows: the term ends."""
    LETTERS = 1
    """Any letters of the same word may follow, and the term ends."""
    UNKNOWN = 2


class Opening(NamedTuple):
    """One beginning of what a term matches."""

    text: str
    end: End
    beyond: bool
    """Whatever begins so and is matched has a character beyond ASCII."""


class TooMany(Exception):
    """A term has more openings than are of use."""


_NOTHING: Final = Opening("", End.HERE, beyond=False)
_ANYTHING: Final = Opening("", End.UNKNOWN, beyond=False)
_LETTERS: Final = Opening("", End.LETTERS, beyond=False)

Openings = set[Opening]


def openings(term: str, spelled: Callable[[str], str], clipped: Callable[[str], str]) -> Openings:
    """The openings of a term.

    `spelled` gives the form in which a character is compared; `clipped` the part of a text that is compared.
    Raises `TooMany`.
    """
    return _Notation(term, spelled, clipped).read()


class _Notation:
    """A term on its way through: each rule reads its part and gives what that part begins with."""

    def __init__(self, term: str, spelled: Callable[[str], str], clipped: Callable[[str], str]) -> None:
        self._term, self._spelled, self._clipped = term, spelled, clipped
        self._at = 0

    def read(self) -> Openings:
        found = self._choice()
        assert self._at == len(self._term), f"a bracket too many in {self._term}"
        return found

    def _choice(self) -> Openings:
        found = self._sequence()
        while self._term.startswith("|", self._at):
            self._at += 1
            found |= self._sequence()
        return found

    def _sequence(self) -> Openings:
        found = {_NOTHING}
        while self._at < len(self._term) and self._term[self._at] not in "|)":
            found = self._joined(found, self._repeated())
            if len(found) > MOST:
                raise TooMany(self._term)
        return found

    def _joined(self, before: Openings, after: Openings) -> Openings:
        found = set()
        for text, end, beyond in before:
            if end is not End.HERE:
                found.add(Opening(text, End.UNKNOWN, beyond or all(opening.beyond for opening in after)))
                continue
            for following, its_end, its_beyond in after:
                whole = text + following
                known = self._clipped(whole)
                found.add(Opening(known, its_end if known == whole else End.UNKNOWN, beyond or its_beyond))
        return found

    def _repeated(self) -> Openings:
        """One item with its quantifier."""
        begins = self._at
        once = self._item()
        sign = self._term[self._at : self._at + 1]
        if not sign or sign not in "?*+{":
            return once
        ends = self._term.index("}", self._at) + 1 if sign == "{" else self._at + 1
        at_least = self._term[self._at + 1] if sign == "{" else "1" if sign == "+" else "0"
        self._at = ends
        if self._term[begins:ends] == r"\w*":
            return {_LETTERS}
        if sign != "?":
            once = self._joined(once, {_ANYTHING})
        return once if at_least != "0" else once | {_NOTHING}

    def _item(self) -> Openings:
        char = self._term[self._at]
        self._at += 1
        match char:
            case "(":
                self._at += 2 if self._term.startswith("?:", self._at) else 0
                found = self._choice()
                self._at += 1
                return found
            case "[":
                members = self._term[self._at : self._term.index("]", self._at + 1)]
                self._at += len(members) + 1
                return self._one_of(members)
            case "\\":
                self._at += 1
                return self._escaped(self._term[self._at - 1])
            case "^" | "$" | ".":
                return {_ANYTHING}
        return self._char(char)

    def _one_of(self, members: str) -> Openings:
        if members.startswith("^") or "\\" in members or "-" in members[1:-1]:
            return {_ANYTHING}
        return set[Opening]().union(*map(self._char, members))

    def _escaped(self, char: str) -> Openings:
        if char == "d":
            return self._one_of("0123456789")
        if char == "b":
            return {_NOTHING}
        return {_ANYTHING} if char.isalnum() else self._char(char)

    def _char(self, char: str) -> Openings:
        return {Opening(self._spelled(char), End.HERE, not char.isascii())}
