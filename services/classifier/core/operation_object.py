"""Operation-object rules: something is done to something, within a few words of one sentence.

Only sentences that assert something count: what is quoted, hypothetical or over is mentioned, not asked for.
"""

from typing import Final

import msgspec

from services.classifier.core import marks, spans
from services.classifier.core.concepts import Concepts
from services.classifier.core.lexicon.language import fold
from services.classifier.core.vocabulary import VOCABULARY
from shared.config.layers import Concept, OperationObject

_MOST_SENTENCES: Final = 80
_NOT_ASSERTED: Final = marks.HYPOTHETICAL | marks.CLOSED


class Named(msgspec.Struct, frozen=True, gc=False):
    """What one message names: concepts by name, rules by index."""

    concepts: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()


NOTHING: Final = Named()


class OperationObjects:
    """The rules of one config."""

    def __init__(self, concepts: tuple[Concept, ...], settings: OperationObject) -> None:
        """Compile; the config has been validated."""
        self.rules = settings.rules
        self._window = settings.proximity_window
        self._concepts = Concepts(concepts, (word for rule in self.rules for word in (rule.operation, rule.object)))
        of = self._concepts.of
        self._pairs = tuple((of(rule.operation), of(rule.object)) for rule in self.rules)

    def __repr__(self) -> str:
        """OperationObjects(3 rules, Concepts(7 terms))."""
        return f"OperationObjects({len(self.rules)} rules, {self._concepts!r})"

    def read(self, own: str) -> Named:
        """What the user's own words name; lines part sentences."""
        if not self._concepts.index:
            return NOTHING
        found = set(self._concepts.found(fold(own)))
        if not found:
            return NOTHING
        wanted = [place for place, pair in enumerate(self._pairs) if found.issuperset(pair)]
        names = self._concepts.names
        return Named(
            concepts=tuple(names[index] for index in sorted(found) if index < len(names)),
            rules=self._holding(own, wanted) if wanted else (),
        )

    def _holding(self, own: str, wanted: list[int]) -> tuple[int, ...]:
        holding: set[int] = set()
        for sentence in spans.sentences(own)[:_MOST_SENTENCES]:
            folded = fold(spans.without_quotes(sentence))
            here = [place for place in wanted if place not in holding and self._near(*self._pairs[place], folded)]
            if here and not VOCABULARY.mask(folded) & _NOT_ASSERTED:
                holding.update(here)
        return tuple(sorted(holding))

    def _near(self, operation: int, target: int, folded: str) -> bool:
        """Whether both stand in the sentence, with less than `proximity_window` words between them."""
        done, to = self._concepts.places(operation, folded), self._concepts.places(target, folded)
        return any(self._between(one, other, folded) < self._window for one in done for other in to)

    @staticmethod
    def _between(one: tuple[int, int], other: tuple[int, int], folded: str) -> int:
        """Words between two places; two characters of a script without blanks count as one word."""
        first, second = sorted((one, other))
        gap = folded[first[1] : second[0]]
        wide = 0 if gap.isascii() else sum("\u2e80" <= char <= "\u9fff" for char in gap)
        return len(gap.split()) + wide // 2
