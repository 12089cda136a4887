"""Texts as tokens: the same for every spelling of a word, in every script."""

import pytest

from services.classifier.core.similarity.corpus import LOOKED_AT, opening, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Refactor the CSV-parser!", ["refact", "the", "csv", "parser"]),
        ("refactoring refactored", ["refact", "refact"]),
        ("größere Änderung", ["grosse", "anderu"]),
        ("snake_case x2", ["snake", "case", "x2"]),
        ("удалите таблицы", ["удалит", "таблиц"]),
        ("竞态条件", ["竞态", "态条", "条件"]),
        ("修复 bug 吧", ["修复", "bug", "吧"]),
        ("메모리 누수", ["메모", "모리", "누수"]),
        ("", []),
        ("?!", []),
    ],
)
def test_a_text_becomes_tokens(text: str, found: list[str]) -> None:
    assert tokens(opening(text)) == found


def test_only_the_opening_of_a_request_is_compared() -> None:
    assert opening("a" * 10 * LOOKED_AT) == "a" * LOOKED_AT


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Find the leak in the pool of the decoder\nFor reference:\nmany lines", "find the leak in the pool of the decoder"),
        ("Hello,\n\nfind the leak in the pool of the decoder.\nThanks!", "hello, find the leak in the pool of the decoder."),
        ("short\nlines", "short lines"),
    ],
    ids=["a text below", "a greeting above", "short lines"],
)  # fmt: skip
def test_what_stands_below_the_first_lines_changes_nothing(text: str, compared: str) -> None:
    assert opening(text) == compared
