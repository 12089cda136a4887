"""The concepts of router.yaml in the user's words: which occur, and where. Linear in the text."""

import re
from collections.abc import Iterable

from services.classifier.core.lexicon.language import expression, fold
from shared.config.layers import Concept
from shared.config.regex import PatternSet, compile_pattern

_MOST_PLACES = 50


class Concepts:
    """Concepts, and words that stand for nothing but themselves, by index."""

    def __init__(self, concepts: tuple[Concept, ...], words: Iterable[str] = ()) -> None:
        """`words` that are no name of a concept get an index of their own, in order of appearance."""
        terms = {concept.name.lower(): (concept.name, *concept.aliases) for concept in concepts}
        for word in words:
            terms.setdefault(word.lower(), (word,))
        self.names = tuple(concept.name for concept in concepts)
        self.index = {name: place for place, name in enumerate(terms)}
        expressions = tuple(expression(";".join(map(_term, group))) for group in terms.values())
        self._set = PatternSet(expressions, case_sensitive=True)
        self._single = [compile_pattern(text, case_sensitive=True) for text in expressions]

    def __repr__(self) -> str:
        """Concepts(12 terms)."""
        return f"Concepts({len(self.index)} terms)"

    def found(self, folded: str) -> list[int]:
        """Indices of what occurs in a folded text, ascending."""
        return self._set.matches(folded.encode("utf-8", "replace"))

    def places(self, index: int, folded: str) -> list[tuple[int, int]]:
        """(start, end) in characters of the first occurrences in a folded text."""
        places = []
        for match in self._single[index].finditer(folded):
            places.append((match.start(), match.end()))
            if len(places) >= _MOST_PLACES:
                break
        return places


def _term(alias: str) -> str:
    """An alias in the notation of the lexicon: every character for itself, but for a star at the end."""
    body = alias.strip()
    begins = body.endswith("*")
    escaped = re.escape(fold(body.rstrip("*"))).replace("\\ ", " ")
    return f"{escaped}*" if begins and escaped[-1:].isalnum() else escaped
