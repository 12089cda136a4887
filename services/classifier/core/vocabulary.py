"""The concepts of the word tables in a sentence: a bit for each, looked up word by word.

One automaton for all tables would meet new states in every new sentence, and pay for each. So a term is tried only where it
can begin: plain words are in a dictionary, and what begins with certain words or characters is tried at these. What was
seen of a word is remembered, so a sentence costs much the same whether or not it is new.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Final

from services.classifier.core.lexicon import acts, difficulty, risk, turns
from services.classifier.core.lexicon.language import Term, expression, terms_of
from services.classifier.core.lexicon.placing import in_place
from services.classifier.core.lexicon.sorting import PARTED, AtCharacters, Sorting, Terms
from shared.config.regex import PatternSet

REMEMBERED: Final = 1 << 14
"""Words, and pairs of words, of which is known what they begin; with one more it is learned anew."""
_LONGEST: Final = 48
"""Bytes of a word or pair that is remembered."""
_RUN: Final = r"(?<![^\W\d_])"
"""Where a run of letters begins."""
_OPENS: Final = 1
_TRIED: Final = 2
_FLAGS: Final = 2
"""Bits below those of the concepts: terms can begin with it and the word after it; or with it, whatever follows."""


class _Remembered(dict[bytes, int]):
    """What is known of words, as far as it was asked for."""

    def __init__(self, look: Callable[[str], int]) -> None:
        self._look = look

    def __missing__(self, key: bytes) -> int:
        value = self._look(key.decode("ascii"))
        if len(key) <= _LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[key] = value
        return value


class _Beginnings:
    """What texts can begin with, and the bits that stand for it."""

    def __init__(self, bits: Mapping[str, int]) -> None:
        self._bits = bits
        self._lengths = sorted({len(key) for key in bits})

    def of(self, text: str, above: int = 0) -> int:
        """All bits of the keys, longer than `above`, that the text begins with."""
        found, longest = 0, len(text)
        for length in self._lengths:
            if length > longest:
                break
            if length > above:
                found |= self._bits.get(text[:length], 0)
        return found


class _Tried:
    """Terms of many concepts, tried together by one `PatternSet`."""

    def __init__(self, terms: Terms, *, anchored: bool, mib: int) -> None:
        self._bits = tuple(terms)
        expressions = tuple(map(expression, terms.values()))
        self._found = PatternSet(expressions, case_sensitive=True, anchored=anchored, mib=mib).found

    def of(self, text: bytes) -> int:
        """The bits of all that match."""
        found = 0
        for index in self._found(text) or ():
            found |= self._bits[index]
        return found


class _TriedAtCharacters:
    """Terms that are tried at the characters that they can begin with."""

    def __init__(self, sorted_in: AtCharacters, *, border: str = "", mib: int) -> None:
        firsts = re.escape("".join(sorted(sorted_in.firsts)))
        self._places = re.compile(f"{border}[{firsts}]" if firsts else "(?!)")
        self._tried = _Tried(sorted_in.terms, anchored=True, mib=mib)

    def of(self, folded: str) -> int:
        """The bits of all that match somewhere."""
        found = 0
        for place in self._places.finditer(folded):
            found |= self._tried.of(folded[place.start() :].encode("utf-8", "replace"))
        return found


class Vocabulary:
    """Concepts that are looked for in one sentence, each a bit of a mask."""

    def __init__(self, tables: Iterable[Mapping[str, str]], heads: Mapping[str, Iterable[Term]]) -> None:
        """The terms of `tables`, and of `heads`, whose names get the prefix `do_`."""
        concepts = {f"do_{name}": list(terms) for name, terms in heads.items()}
        for table in tables:
            concepts |= {name: in_place(name, terms_of(listed)) for name, listed in table.items()}
        self.names = tuple(concepts)
        self.bits = {name: 1 << index for index, name in enumerate(self.names)}
        sorting = Sorting()
        for name, terms in concepts.items():
            sorting.add(terms, self.bits[name])
        self._words = _Beginnings(sorting.words)
        self._phrases = _Beginnings(dict.fromkeys(sorting.phrases, _TRIED))
        self._firsts = {first for first, blank, rest in (key.partition(" ") for key in sorting.phrases) if rest}
        self._at_words = _Tried(sorting.at_words, anchored=True, mib=16)
        self._at_start = _Tried(sorting.at_start, anchored=True, mib=4)
        self._anywhere = _Tried(sorting.anywhere, anchored=False, mib=3)
        self._beyond = (
            _TriedAtCharacters(sorting.at_letters, border=_RUN, mib=5),
            _TriedAtCharacters(sorting.at_signs, mib=5),
        )
        self._known = _Remembered(self._word)
        self._pairs = _Remembered(self._pair)

    def __repr__(self) -> str:
        """Vocabulary(76 concepts)."""
        return f"Vocabulary({len(self.names)} concepts)"

    def mask(self, folded: str) -> int:
        """The concepts in a folded sentence."""
        text = folded.encode("utf-8", "replace")
        found = self._by_words(text) | self._at_start.of(text) | self._anywhere.of(text)
        if not folded.isascii():
            for beyond in self._beyond:
                found |= beyond.of(folded)
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

    def _by_words(self, text: bytes) -> int:
        """What is a word, or begins at one."""
        found = at = 0
        known, pairs = self._known, self._pairs
        for word, after in pairwise((*text.translate(PARTED).split(b" "), b"")):
            if word and (begins := known[word]):
                found |= begins >> _FLAGS
                if begins & _TRIED or (begins & _OPENS and pairs[word + b" " + after]):
                    found |= self._at_words.of(text[at:])
            at += len(word) + 1
        return found

    def _word(self, word: str) -> int:
        """The concepts of a word, above the flags, and whether terms can begin with it."""
        whole = word + " "
        return self._words.of(whole) << _FLAGS | self._phrases.of(whole) | (_OPENS if word in self._firsts else 0)

    def _pair(self, pair: str) -> int:
        """Whether terms can begin with these two words."""
        return self._phrases.of(pair + " ", above=pair.index(" ") + 1)


VOCABULARY: Final = Vocabulary(
    (
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
    ),
    acts.HEADS,
)
