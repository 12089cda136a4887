"""What the openings of a term promise."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.core.lexicon.openings import MOST, End, Opening, TooMany, openings


def whole(text: str) -> str:
    return text


def opening_letters(text: str) -> str:
    return text[:1]


def of(term: str) -> set[tuple[str, End]]:
    return {(text, end) for text, end, _ in openings(term, str, whole)}


HERE, LETTERS, UNKNOWN = End.HERE, End.LETTERS, End.UNKNOWN
CASES = [
    ("a word", "prod", {("prod", HERE)}),
    ("a choice", "a|bc", {("a", HERE), ("bc", HERE)}),
    ("a group", "li(?:v|f)e", {("live", HERE), ("life", HERE)}),
    ("a group in a group", "a(?:b(?:c|d)|e)", {("abc", HERE), ("abd", HERE), ("ae", HERE)}),
    ("a letter that may be missing", "tests?", {("test", HERE), ("tests", HERE)}),
    ("a group that may be missing", "(?:the )?db", {("the db", HERE), ("db", HERE)}),
    ("a class of letters", "optimi[sz]e", {("optimise", HERE), ("optimize", HERE)}),
    ("a bracket in a class", "[)x]a", {(")a", HERE), ("xa", HERE)}),
    ("a class of what is not there", "a[^b]c", {("a", UNKNOWN)}),
    ("a range", "h[1-6]", {("h", UNKNOWN)}),
    ("any letters at the end", "restor\\w*", {("restor", LETTERS)}),
    ("any letters, and more", "restor\\w* it", {("restor", UNKNOWN)}),
    ("at least a letter", "restor\\w+", {("restor", UNKNOWN)}),
    ("any character", "a.b", {("a", UNKNOWN)}),
    ("as many of any as you like", "a.{0,9}b", {("a", UNKNOWN), ("ab", HERE)}),
    ("one or more", "ab+c", {("ab", UNKNOWN)}),
    ("some or none", "ab*c", {("ac", HERE), ("ab", UNKNOWN)}),
    ("twice or more", "a{2,}", {("a", UNKNOWN)}),
    ("a digit", r"p\d", {(f"p{digit}", HERE) for digit in "0123456789"}),
    ("an escaped sign", r"\.env", {(".env", HERE)}),
    ("an end of a word", r"ui\b", {("ui", HERE)}),
    ("an end of the text", "go$", {("go", UNKNOWN)}),
    ("a beginning of the text", "^go", {("", UNKNOWN)}),
    ("nothing", "", {("", HERE)}),
]


@pytest.mark.parametrize(("term", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_openings_of_a_notation(term: str, expected: set[tuple[str, End]]) -> None:
    assert of(term) == expected


def test_an_opening_is_clipped_to_what_is_compared() -> None:
    assert openings("staging", str, lambda text: text[:3]) == {Opening("sta", End.UNKNOWN, beyond=False)}
    assert openings("sta", str, lambda text: text[:3]) == {Opening("sta", End.HERE, beyond=False)}


def test_characters_are_spelled_as_asked() -> None:
    assert openings("it's", lambda char: char if char.isalnum() else " ", whole) == {
        Opening("it s", End.HERE, beyond=False)
    }


BEYOND = [
    ("тест", True),
    ("тест|test", False),
    ("(?:тест)?", False),
    ("[тt]est", False),
    ("test .{0,9}упал", True),
    (r"\d+ ?(?:мс|сек\w*)", True),
    (r"\d+ ?(?:мс|ms)", False),
    ("a(?:б|в)*", False),
]


@pytest.mark.parametrize(("term", "expected"), BEYOND, ids=[case[0] for case in BEYOND])
def test_a_term_says_whether_an_ascii_text_can_have_it(term: str, expected: bool) -> None:
    """However little of it is compared."""
    for clipped in (whole, opening_letters):
        assert all(opening.beyond for opening in openings(term, str, clipped)) is expected


def test_too_many_openings_are_refused() -> None:
    with pytest.raises(TooMany):
        openings("(?:" + "|".join(map(str, range(MOST + 1))) + ")", str, whole)


LETTER = st.sampled_from("abc ")
ATOM = st.one_of(
    LETTER, st.sampled_from(["[ab]", "(?:a|bc)", "(?:b )?", "a*", "b+", "c?", ".", r"\w*", "a{2}", "(?:ab|c*)"])
)


@given(st.lists(ATOM, min_size=1, max_size=5), st.text("abc ", max_size=8))
def test_whatever_a_term_matches_begins_with_one_of_its_openings(atoms: list[str], text: str) -> None:
    term = "".join(atoms)
    if re.match(term, text):
        for clipped in (whole, opening_letters):
            assert any(text.startswith(opening.text) for opening in openings(term, str, clipped)), term
