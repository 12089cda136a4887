"""Cosine between texts as sets of hashed word and letter sequences: confirms what is said with other endings and spellings.

A sequence weighs by its rarity among the exemplars. One that stands in many of them tells nothing apart and is left out.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32  # the same on every machine and in every process, unlike `hash`

from services.classifier.core.similarity.bm25 import Scores

_COMMON: Final = 0.08
"""Share of the exemplars above which a bucket is left out; three exemplars are never many."""
_FEW: Final = 3


class HashedCosine:
    """An index of exemplars."""

    def __init__(
        self,
        documents: Sequence[tuple[str, Sequence[str]]],
        *,
        buckets: int,
        word_ngrams: Sequence[int],
        char_ngrams: Sequence[int],
    ) -> None:
        """`documents`: folded text and tokens of each exemplar."""
        self._buckets, self._words, self._chars = buckets, tuple(word_ngrams), tuple(char_ngrams)
        self._sets = [frozenset(self._hashed(folded, tokens)) for folded, tokens in documents]
        frequency = Counter(bucket for hashed in self._sets for bucket in hashed)
        most = max(_FEW, _COMMON * len(documents))
        unknown = math.log(1 + len(documents)) ** 2
        self._squares = [unknown] * buckets  # squared weight of each bucket: a list is the fastest table
        for bucket, number in frequency.items():
            self._squares[bucket] = math.log(1 + len(documents) / number) ** 2 if number <= most else 0.0
        self._lengths = [self._length(hashed) for hashed in self._sets]

    def __repr__(self) -> str:
        """HashedCosine(170 exemplars in 4096 buckets)."""
        return f"HashedCosine({len(self._sets)} exemplars in {self._buckets} buckets)"

    def scores(self, folded: str, tokens: Sequence[str], candidates: Iterable[int] | None = None) -> Scores:
        """Cosine, 0 to 1, with these exemplars, or with all. Each costs about 3 us."""
        hashed, squares = self._hashed(folded, tokens), self._squares
        length = self._length(hashed)
        found: Scores = {}
        for index in range(len(self._sets)) if candidates is None else candidates:
            shared = sum([squares[bucket] for bucket in hashed & self._sets[index]])
            if shared:
                found[index] = shared / (length * self._lengths[index])
        return found

    def _length(self, hashed: Iterable[int]) -> float:
        return math.sqrt(sum([self._squares[bucket] for bucket in hashed]))

    def _hashed(self, folded: str, tokens: Sequence[str]) -> set[int]:
        buckets = self._buckets
        single = [crc32(token.encode("utf-8", "replace")) for token in tokens]
        found: set[int] = set()
        grams = single
        for size in range(1, max(self._words, default=0) + 1):
            if size > 1:
                grams = [gram * 31 + last for gram, last in zip(grams, single[size - 1 :], strict=False)]
            if size in self._words:
                found.update([(gram ^ size) % buckets for gram in grams])
        data = folded.encode("utf-16-le", "replace")  # two bytes a letter in every script: no encoding of each slice
        for size in self._chars:
            width = 2 * size
            found.update([crc32(data[at : at + width]) % buckets for at in range(0, len(data) - width + 1, 2)])
        return found
