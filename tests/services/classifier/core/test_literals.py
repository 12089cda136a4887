"""Literal strings in a text."""

import pytest

from services.classifier.core.literals import Literals, Signs


@pytest.mark.parametrize("few", [False, True])
def test_all_occurrences_are_found_those_within_others_too(few: bool) -> None:
    literals = Literals([b"ab", b"b", "ж".encode()], few=few)
    assert literals.found("abжb".encode(), True) == [(0, 0, 2), (1, 1, 2), (2, 2, 4), (1, 4, 5)]
    assert literals.found(b"", True) == literals.found(b"xyz\xff", True) == []
    assert repr(literals) == "Literals(3)"


def test_no_strings_are_found_nowhere() -> None:
    assert Literals([]).found(b"abc", True) == []


def test_signs_are_found_but_of_those_that_overlap_the_first() -> None:
    signs = Signs([b"ab", b"bc", b"key-"])
    assert signs.found(b"abc bc" + b"." * 500 + b"key-") == [(0, 0, 2), (1, 4, 6), (2, 506, 510)]
    assert signs.found(b"") == signs.found(b"\xff" * 100) == []
