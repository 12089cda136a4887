"""The concepts of the word tables in a sentence: a bit for each.

Most terms are a few strings each. All of them are looked for in one pass, and with them what the others need
(`lexicon/needed.py`): a term with a gap is searched for by itself, where one of its strings stands.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from services.classifier.core.lexicon import acts, difficulty, risk, turns
from services.classifier.core.lexicon.language import END_OF_ORDER, IS_LETTER, ORDERS, Place, Term, expression, terms_of
from services.classifier.core.lexicon.native import NATIVE
from services.classifier.core.lexicon.needed import BLANKED, WHOLE_WORDS, Spelled, as_words, needed, spelled
from services.classifier.core.lexicon.placing import in_place
from services.classifier.core.literals import Literals
from shared.config.regex import PatternSet

_MIB: Final = 8
"""The most memory of the automaton of the few terms that begin a sentence or need no string: what 18,000 sentences ask for (with 3 it is built again and again, and a look costs three times as much)."""
_MIB_OF_ONE: Final = 1

_LEAD: Final = 20
"""Bytes of the longest word that leads to an order."""
_ENDS: Final = END_OF_ORDER.encode()
_WORD: Final = re.compile(rb"\w").search

_Stands = Callable[[bytes, int], bool]
"""Whether a string that was found as words stands in the text as it is written."""


class _Tried(NamedTuple):
    """A term that is searched for where one of its strings stands."""

    bit: int
    search: Callable[[bytes], list[int] | None]
    also: frozenset[int]
    """Strings of which one must be in the text, too; none for no such condition."""


@dataclass(slots=True)
class _String:
    """What a string in a text means."""

    index: int
    bits: int = 0
    """Of the concepts that it is a term of."""
    if_written: dict[_Stands, int] = field(default_factory=dict)
    """Of those that it is a term of where it stands so."""
    tried: tuple[_Tried, ...] = ()


class _Together:
    """Terms of many concepts in one automaton, which grows as texts need it."""

    def __init__(self, terms: Mapping[int, list[Term]], *, anchored: bool = False) -> None:
        self._bits = tuple(terms)
        expressions = tuple(map(expression, terms.values()))
        self._found = PatternSet(expressions, case_sensitive=True, anchored=anchored, mib=_MIB).found

    def of(self, text: bytes) -> int:
        """The bits of all that match."""
        found = 0
        for index in self._found(text) or ():
            found |= self._bits[index]
        return found


class _Strings:
    """Terms of many concepts by the strings that they are, or need; those in ASCII as words."""

    def __init__(self, terms: Mapping[int, list[Term]], *, as_words: bool) -> None:
        self._as_words = as_words
        strings: dict[str, _String] = {}
        others: defaultdict[int, list[Term]] = defaultdict(list)
        for bit, listed in terms.items():
            for term in listed:
                if found := spelled(term):
                    self._spell(bit, term.place, found, strings)
                elif clauses := needed(term):
                    _try(bit, term, clauses, strings)
                else:
                    others[bit].append(term)
        self._others = _Together(others)
        self._found = Literals(string.encode() for string in strings).found
        self._bits = [string.bits for string in strings.values()]
        self._if_written = {
            string.index: tuple(string.if_written.items()) for string in strings.values() if string.if_written
        }
        self._tried = {string.index: string.tried for string in strings.values() if string.tried}

    def of(self, text: bytes) -> int:
        """The bits of the terms in a text."""
        found = self._others.of(text)
        whole = b"\n%b\n" % text if self._as_words else text
        hits = self._found(whole.translate(BLANKED) if self._as_words else text, True)
        present = {index for index, _, _ in hits}
        for index in present:
            found |= self._bits[index]
        if self._if_written.keys() & present:
            for index, start, _ in hits:
                for stands, bits in self._if_written.get(index, ()):
                    if bits & ~found and stands(whole, start):
                        found |= bits
        for index in self._tried.keys() & present:
            for bit, search, also in self._tried[index]:
                if not found & bit and not (also and present.isdisjoint(also)) and search(text):
                    found |= bit
        return found

    def _spell(self, bit: int, place: Place, found: Spelled, strings: dict[str, _String]) -> None:
        for written in found.strings:
            stands: _Stands | None = None
            if self._as_words:
                before = " " if place in WHOLE_WORDS else ""
                string = _numbered(f"{before}{as_words(written)}{' ' if found.closed else ''}", strings)
                if place in ORDERS:
                    stands = _orders(place, written.encode())
                elif not (before and written.isalnum()):
                    stands = _stands_behind(len(before), written.encode())
            else:
                string = _numbered(written, strings)
                stands = _begins_a_word if place is Place.LETTER else None
            if stands:
                string.if_written[stands] = string.if_written.get(stands, 0) | bit
            else:
                string.bits |= bit


def _try(bit: int, term: Term, clauses: tuple[frozenset[str], ...], strings: dict[str, _String]) -> None:
    rarest, *others = ([_numbered(string, strings) for string in sorted(clause)] for clause in clauses)
    search = PatternSet((expression((term,)),), case_sensitive=True, mib=_MIB_OF_ONE).found
    tried = _Tried(bit, search, frozenset(string.index for also in others for string in also))
    for string in rarest:
        string.tried += (tried,)


def _numbered(string: str, strings: dict[str, _String]) -> _String:
    return strings.setdefault(string, _String(len(strings)))


@cache
def _stands_behind(blanks: int, written: bytes) -> _Stands:
    return lambda text, start: text.startswith(written, start + blanks)


@cache
def _orders(place: Place, verb: bytes) -> _Stands:
    """Whether a verb stands where it can be an order: what the place says, asked of the few characters around."""
    leads = re.compile(place.value.replace(r"^\W*|", "").encode() + rb"\Z").search
    behind = 1 + len(verb)

    def stands(text: bytes, start: int) -> bool:
        if not text.startswith(verb, start + 1) or text[start + behind : start + behind + 1] not in _ENDS:
            return False
        return bool(leads(text, max(start - _LEAD, 0), start + 1)) or not _WORD(text, 0, start + 1)

    return stands


def _begins_a_word(text: bytes, start: int) -> bool:
    return not IS_LETTER(text[max(start - 4, 0) : start].decode("utf-8", "ignore")[-1:])


class Vocabulary:
    """Concepts that are looked for in one sentence, each a bit of a mask."""

    def __init__(self, tables: Iterable[Mapping[str, str]], heads: Mapping[str, Iterable[Term]]) -> None:
        """The terms of `tables`, and of `heads`, whose names get the prefix `do_`."""
        concepts = {f"do_{name}": list(terms) for name, terms in heads.items()}
        concepts |= {name: in_place(name, terms_of(listed)) for table in tables for name, listed in table.items()}
        self.names = tuple(concepts)
        self.bits = {name: 1 << index for index, name in enumerate(self.names)}
        first: defaultdict[int, list[Term]] = defaultdict(list)
        words: defaultdict[int, list[Term]] = defaultdict(list)
        beyond: defaultdict[int, list[Term]] = defaultdict(list)
        for name, terms in concepts.items():
            for term in terms:
                where = first if term.place is Place.START else words if term.body.isascii() else beyond
                where[self.bits[name]].append(term)
        self._first = _Together(first, anchored=True)
        self._words = _Strings(words, as_words=True)
        self._beyond = _Strings(beyond, as_words=False)

    def __repr__(self) -> str:
        """Vocabulary(76 concepts)."""
        return f"Vocabulary({len(self.names)} concepts)"

    def mask(self, folded: str) -> int:
        """The concepts in a folded sentence."""
        text = folded.encode("utf-8", "replace")
        found = self._first.of(text) | self._words.of(text)
        if len(text) != len(folded):
            found |= self._beyond.of(text)
        return found

    def of(self, *names: str) -> int:
        """The mask of these concepts."""
        mask = 0
        for name in names:
            mask |= self.bits[name]
        return mask

    def named(self, mask: int) -> tuple[str, ...]:
        """The names in a mask."""
        return tuple(name for name, bit in self.bits.items() if mask & bit)


_TABLES: Final = (
    acts.ACTS,
    acts.SMALL,
    risk.PLACE,
    risk.CONDITION,
    risk.DESTRUCTION,
    risk.SECRETS,
    risk.ACCESS,
    risk.MONEY,
    risk.OUTAGE,
    difficulty.DIFFICULTY,
    turns.TURNS,
    turns.SIDE,
    {"interrogative": acts.ACTS["question"]},
)
TABLES: Final = tuple(
    {name: f"{listed}; {NATIVE.get(name, '')}" for name, listed in table.items()} for table in _TABLES
)
VOCABULARY: Final = Vocabulary(TABLES, acts.HEADS)
