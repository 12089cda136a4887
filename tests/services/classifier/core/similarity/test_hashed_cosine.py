"""Hashed cosine: 1 for the same text, less for a variant, 0 for a stranger; the same on every machine."""

import subprocess
import sys
from typing import Any

import pytest

from services.classifier.core.similarity.corpus import opening, tokens
from services.classifier.core.similarity.hashed_cosine import HashedCosine

TEXTS = ["find the memory leak in the pool", "rename one variable", "竞态条件导致库存错误", "la page est trop lente"]


def index(texts: list[str] = TEXTS, **settings: Any) -> HashedCosine:
    folded = [opening(text) for text in texts]
    defaults: dict[str, Any] = {"buckets": 4096, "word_ngrams": (1, 2), "char_ngrams": (3,)}
    return HashedCosine([(text, tokens(text)) for text in folded], **(defaults | settings))


def scores(text: str, table: HashedCosine, candidates: Any = None) -> dict[int, float]:
    folded = opening(text)
    return table.scores(folded, tokens(folded), candidates)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_the_same_text_is_1(number: int) -> None:
    found = scores(TEXTS[number], index())
    assert found[number] == pytest.approx(1.0)
    assert all(0 <= score < 0.3 for other, score in found.items() if other != number)


def test_a_variant_is_near_and_a_stranger_is_not_there() -> None:
    found = scores("find memory leaks of the pools", index())
    assert max(found, key=lambda name: found[name]) == 0
    assert 0.3 < found[0] < 1
    assert scores("xyzzy 42", index()).get(0, 0.0) == 0


def test_a_typing_error_costs_words_and_letters_still_match() -> None:
    by_words = scores("renamee onne varriable", index(char_ngrams=()))
    by_letters = scores("renamee onne varriable", index(word_ngrams=()))
    assert by_letters[1] > 0.3 > by_words.get(1, 0.0)


def test_only_candidates_are_compared() -> None:
    assert set(scores(TEXTS[0], index(), [1, 3])) <= {1, 3}


def test_what_stands_in_many_exemplars_tells_nothing_apart() -> None:
    texts = [f"please fix {word}" for word in ("alpha", "bravo", "gamma", "delta", "omega")]
    assert scores("please fix", index(texts, char_ngrams=())) == {}


def test_nothing_is_like_nothing() -> None:
    assert scores("", index()) == {}
    assert scores("anything", index([])) == {}
    assert scores(TEXTS[0], index(word_ngrams=(), char_ngrams=())) == {}


def test_every_process_hashes_alike() -> None:
    code = (
        "from services.classifier.core.similarity.hashed_cosine import HashedCosine as H;"
        "print(sorted(H([('abc abd', ['abc', 'abd'])], buckets=997, word_ngrams=(1, 2), char_ngrams=(3,))._sets[0]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said != {"[]\n"}
