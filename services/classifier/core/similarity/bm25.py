"""BM25 (Robertson and Zaragoza, 2009): points for the words that a request shares with an exemplar, rare ones counting more."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

Scores = dict[int, float]
"""Index of an exemplar to its score."""


class Bm25:
    """An index of exemplars: what a token adds to each is computed beforehand."""

    def __init__(self, documents: Sequence[Sequence[str]], *, k1: float, b: float) -> None:
        """`documents`: tokens of each exemplar."""
        average = sum(map(len, documents)) / max(len(documents), 1) or 1.0
        counts = [Counter(document) for document in documents]
        frequency = Counter(token for count in counts for token in count)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, count in enumerate(counts):
            scale = k1 * (1 - b + b * len(documents[index]) / average)
            for token, times in count.items():
                rarity = math.log(1 + (len(documents) - frequency[token] + 0.5) / (frequency[token] + 0.5))
                postings[token].append((index, rarity * times * (k1 + 1) / (times + scale)))
        self._postings = dict(postings)

    def __repr__(self) -> str:
        """Bm25(900 tokens)."""
        return f"Bm25({len(self._postings)} tokens)"

    def scores(self, query: Sequence[str]) -> Scores:
        """Points of every exemplar that shares a token; a token that is repeated counts once."""
        found: Scores = defaultdict(float)
        for token in dict.fromkeys(query):
            for index, points in self._postings.get(token, ()):
                found[index] += points
        return dict(found)
