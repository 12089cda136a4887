"""The concepts of router.yaml in the user's words: which occur, and where. Linear in the text."""

import re
from collections.abc import Iterable
from typing import Final

from services.classifier.core.lexicon.language import fold
from shared.config.layers import Concept
from shared.config.regex import PatternSet, compile_pattern

_MOST_PLACES: Final = 50
_FIRST_WITHOUT_BLANKS: Final = "\u0530"
"""Latin, Greek and Cyrillic lie before it; most scripts after it part words by other means than blanks."""
_LETTER: Final = r"\p{L}\p{N}_"
"""RE2's own border knows ASCII alone, which is what folding leaves of the Latin script, and costs far less memory."""


class Concepts:
    """Concepts, and words that stand for nothing but themselves, by index."""

    def __init__(self, concepts: tuple[Concept, ...], words: Iterable[str] = ()) -> None:
        """`words` that are no name of a concept get an index of their own, in order of appearance."""
        terms = {_key(concept.name): (concept.name, *concept.aliases) for concept in concepts}
        for word in words:
            terms.setdefault(_key(word), (word,))
        self.names = tuple(concept.name for concept in concepts)
        self.index = {name: place for place, name in enumerate(terms)}
        expressions = tuple(_expression(group) for group in terms.values())
        self._set = PatternSet(expressions, case_sensitive=True)
        self._single = [compile_pattern(text, case_sensitive=True) for text in expressions]

    def __repr__(self) -> str:
        """Concepts(12 terms)."""
        return f"Concepts({len(self.index)} terms)"

    def of(self, word: str) -> int:
        """The index of a concept's name or of a word."""
        return self.index[_key(word)]

    def found(self, folded: str) -> list[int]:
        """Indices of what occurs in a folded text, ascending."""
        return self._set.matches(folded.encode("utf-8", "replace"))

    def places(self, index: int, folded: str) -> list[tuple[int, int]]:
        """(start, end) in characters of the first occurrences in a folded text, with the blank on either side."""
        places = []
        for match in self._single[index].finditer(folded):
            places.append((match.start(), match.end()))
            if len(places) >= _MOST_PLACES:
                break
        return places


def _key(word: str) -> str:
    return word.strip().lower()


def _expression(words: Iterable[str]) -> str:
    """RE2 for words, every character for itself but for a star at the end; words with the same borders share them."""
    groups: dict[tuple[str, str], list[str]] = {}
    for word in words:
        body = word.strip()
        plain = fold(body.rstrip("*"))
        wide = any(char >= _FIRST_WITHOUT_BLANKS for char in plain)
        left = "" if wide else _border(plain[:1], "^")
        right = "" if wide or body.endswith("*") else _border(plain[-1:], "$")
        groups.setdefault((left, right), []).append(re.escape(plain).replace("\\ ", " "))
    return "|".join(f"{left}(?:{'|'.join(bodies)}){right}" for (left, right), bodies in groups.items())


def _border(edge: str, end: str) -> str:
    """Where a word with this edge ends; a side that is no letter needs no border."""
    if not edge.isalnum():
        return ""
    return r"\b" if edge.isascii() else f"(?:{end}|[^{_LETTER}])"
