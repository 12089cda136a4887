"""The concepts of the word tables in a sentence: a bit for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from services.classifier.core.lexicon import acts, difficulty, risk, turns
from services.classifier.core.lexicon.language import Term, expression, terms_of
from services.classifier.core.lexicon.placing import in_place
from services.classifier.core.lexicon.sorting import Kind, kind_of
from shared.config.regex import PatternSet

MIB: Final = {
    Kind.AT_START: 3,
    Kind.PLAIN: 16,
    Kind.GAPPED: 6,
    Kind.WIDE: 6,
    Kind.LOOSE: 6,
    Kind.LETTERS: 3,
    Kind.SIGNS: 4,
    Kind.GAPPED_BEYOND: 3,
}
"""The most memory of an automaton: a little more than what thousands of different sentences ask for."""
_BEYOND: Final = frozenset({Kind.LETTERS, Kind.SIGNS, Kind.GAPPED_BEYOND})


class _Together:
    """Terms of many concepts that are looked for together."""

    def __init__(self, kind: Kind, terms: Mapping[int, list[Term]]) -> None:
        self._bits = tuple(terms)
        expressions = tuple(map(expression, terms.values()))
        anchored = kind is Kind.AT_START
        self._found = PatternSet(expressions, case_sensitive=True, anchored=anchored, mib=MIB[kind]).found

    def of(self, text: bytes) -> int:
        """The bits of all that match."""
        found = 0
        for index in self._found(text) or ():
            found |= self._bits[index]
        return found


class Vocabulary:
    """Concepts that are looked for in one sentence, each a bit of a mask."""

    def __init__(self, tables: Iterable[Mapping[str, str]], heads: Mapping[str, Iterable[Term]]) -> None:
        """The terms of `tables`, and of `heads`, whose names get the prefix `do_`."""
        verbs = {f"do_{name}": list(terms) for name, terms in heads.items()}
        concepts = {name: in_place(name, terms_of(listed)) for table in tables for name, listed in table.items()}
        self.names = (*verbs, *concepts)
        self.bits = {name: 1 << index for index, name in enumerate(self.names)}
        kinds: dict[Kind, defaultdict[int, list[Term]]] = {kind: defaultdict(list) for kind in Kind}
        for name, terms in (verbs | concepts).items():
            for term in terms:
                kind = kind_of(term)
                kinds[Kind.LOOSE if name in verbs and kind is not Kind.AT_START else kind][self.bits[name]].append(term)
        together = {kind: _Together(kind, terms) for kind, terms in kinds.items()}
        self._ascii = tuple(one for kind, one in together.items() if kind not in _BEYOND)
        self._beyond = tuple(one for kind, one in together.items() if kind in _BEYOND)

    def __repr__(self) -> str:
        """Vocabulary(76 concepts)."""
        return f"Vocabulary({len(self.names)} concepts)"

    def mask(self, folded: str) -> int:
        """The concepts in a folded sentence."""
        text = folded.encode("utf-8", "replace")
        found = 0
        for terms in self._ascii:
            found |= terms.of(text)
        if len(text) != len(folded):
            for terms in self._beyond:
                found |= terms.of(text)
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


TABLES: Final = (
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
VOCABULARY: Final = Vocabulary(TABLES, acts.HEADS)
