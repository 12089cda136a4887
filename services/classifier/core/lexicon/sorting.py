"""Where the terms of the concepts are looked for: as far as their openings say where they can begin.

Law: sorting changes nothing. A term is found wherever its expression would be found by a search.
"""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from services.classifier.core.lexicon.language import Place, Term
from services.classifier.core.lexicon.openings import End, Opening, TooMany, openings

PARTED: Final = bytes(code if code < 128 and (chr(code).isalnum() or code == ord("_")) else 32 for code in range(256))
"""For `bytes.translate`: what is no ASCII letter, digit or underscore to a blank."""

Terms = defaultdict[int, list[Term]]
"""Terms by the bit of their concept."""


def _bits() -> defaultdict[str, int]:
    return defaultdict(int)


def _terms() -> Terms:
    return defaultdict(list)


@dataclass(frozen=True)
class AtCharacters:
    """Terms that can be tried at certain characters only."""

    terms: Terms = field(default_factory=_terms)
    firsts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Sorting:
    """All terms, each where it is looked for.

    A key of `words` and `phrases` is what a text, parted into words with a blank behind each, begins with: with a blank at
    its end it is whole words, without one it may go on in its last word.
    """

    words: defaultdict[str, int] = field(default_factory=_bits)
    """The concepts of single words: nothing more has to be tried."""
    phrases: set[str] = field(default_factory=set)
    """The first two words of the terms `at_words`."""
    at_words: Terms = field(default_factory=_terms)
    at_start: Terms = field(default_factory=_terms)
    at_letters: AtCharacters = field(default_factory=AtCharacters)
    """At the first letter of a run of letters."""
    at_signs: AtCharacters = field(default_factory=AtCharacters)
    """Of scripts that do not part words."""
    anywhere: Terms = field(default_factory=_terms)
    """Everywhere in every text: few, because of what that costs."""

    def add(self, terms: Iterable[Term], bit: int) -> None:
        """Sort in the terms of a concept."""
        for term in terms:
            if term.place is Place.START:
                self.at_start[bit].append(term)
            elif not (self._add_words(term, bit) if term.body.isascii() else self._add_beyond(term, bit)):
                self.anywhere[bit].append(term)

    def _add_beyond(self, term: Term, bit: int) -> bool:
        """A term that no ASCII text has."""
        found = openings(term.body, str, _first)
        if not all(opening.text and opening.beyond for opening in found):
            return False
        kind = self.at_letters if term.place is Place.LETTER else self.at_signs
        kind.terms[bit].append(_unbound(term))
        kind.firsts.update(opening.text for opening in found)
        return True

    def _add_words(self, term: Term, bit: int) -> bool:
        """A term that begins with a word."""
        found = _begins(term.body)
        if term.place is not Place.WORD or any(text[:1] in ("", " ") for text, _, _ in found):
            return False
        keys = {
            text + " " if end is End.HERE and term.closed and not text.endswith(" ") else text for text, end, _ in found
        }
        if all(end is not End.UNKNOWN and " " not in text for text, end, _ in found):
            for key in keys:
                self.words[key] |= bit
        else:
            self.phrases.update(keys)
            self.at_words[bit].append(_unbound(term))
        return True


def _unbound(term: Term) -> Term:
    """A term to be tried at a place where it may begin."""
    return term._replace(place=Place.ANYWHERE)


def _begins(body: str) -> set[Opening]:
    """The openings of two words, or of as much of them as there are not too many of."""
    for clipped in (_two_words, _one_word):
        with suppress(TooMany):
            return openings(body, _spelled, clipped)
    return openings(body, _spelled, _first)


def _spelled(char: str) -> str:
    return chr(PARTED[ord(char)]) if char.isascii() else " "


def _first(text: str) -> str:
    return text[:1]


def _one_word(text: str) -> str:
    first, blank, _ = text.partition(" ")
    return first + blank


def _two_words(text: str) -> str:
    first, blank, rest = text.partition(" ")
    return first + blank + _one_word(rest)
