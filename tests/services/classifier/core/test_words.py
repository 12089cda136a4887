"""Words as the learned layer knows them: stems, sizes of numbers, pairs of characters."""

import pytest

from services.classifier.core.words import pairs, stems, topics

STEMS = [
    ("a word is cut", "refactoring the repositories", ["refact", "the", "reposi"]),
    ("its forms meet", "migrate migrated migrating", ["migrat"] * 3),
    ("a number is its size", "3 files, 41 tests, 8000 rows", ["0", "files", "00", "tests", "0000", "rows"]),
    ("cyrillic is cut too", "переименуй переменную", ["переим", "переме"]),
    ("chinese is read in pairs", "还是不行", ["还是", "是不", "不行"]),
    ("one character alone", "好", ["好"]),
    ("an identifier is one word", "parse_window()", ["parse_"]),
    ("nothing", " ?! ", []),
]


@pytest.mark.parametrize(("folded", "found"), [row[1:] for row in STEMS], ids=[row[0] for row in STEMS])
def test_stems(folded: str, found: list[str]) -> None:
    assert stems(folded) == found


def test_a_sentence_of_a_million_words_is_looked_at_in_part() -> None:
    assert len(stems("word " * 1_000_000)) < 1000


def test_pairs_are_what_stands_side_by_side() -> None:
    assert pairs(["still", "the", "same"]) == ["still the", "the same"]
    assert pairs(["alone"]) == []


def test_topics_are_hashes_of_the_words_that_name_things() -> None:
    task = topics("please migrate the reducers to slices")
    assert task & topics("and the remaining reducers?")
    assert not task & topics("what about the other ones, please?")
    assert all(isinstance(topic, int) for topic in task)
