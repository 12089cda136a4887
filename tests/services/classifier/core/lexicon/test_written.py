"""Shapes taken apart: which alternatives are strings, where these must stand, and what is left to an automaton."""

import pytest

from services.classifier.core.lexicon.outcomes import COUNTED, FAILURES, SUCCESSES
from services.classifier.core.lexicon.written import Borders, Parted, parted

ALL = [
    ("strings", r"panicked at |core (?:dumped|lost)", {"panicked at ", "core dumped", "core lost"}, "", ""),
    ("classes and what may be missing", r"[Dd]eadlocks? found", {"Deadlock found", "deadlock found", "Deadlocks found", "deadlocks found"}, "", ""),
    ("strings and a gap", r"heap lost|size \d+ lost", {"heap lost"}, "", r"(?m)size \d+ lost"),
    ("strings and a line", r"heap lost|(?m)^lua\d*: ", {"heap lost"}, r"(?m)^lua\d*: ", ""),
    ("the end of a line", r"(?m)^Killed$|Killed process", {"Killed process"}, "(?m)^Killed$", ""),
    ("no case", r"(?i)out of memory|Killed", set(), "", r"(?m)(?i)out of memory|Killed"),
    ("too short to be seldom", r"at|on fire", {"on fire"}, "", "(?m)at"),
    ("a border within", r"no\b.errors|no memory", {"no memory"}, "", r"(?m)no\b.errors"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "strings", "of_lines", "others"), [row[1:] for row in ALL], ids=[row[0] for row in ALL])  # fmt: skip
def test_an_expression_is_strings_and_a_rest(expression: str, strings: set[str], of_lines: str, others: str) -> None:
    found = parted(expression)
    assert {string.decode() for string, _ in found.strings} == strings
    assert (found.of_lines, found.others) == (of_lines, others)


def test_a_string_says_where_it_must_stand() -> None:
    found = parted(r"\bSIGSEGV|\bKeyError\b|no errors\b|on fire")
    assert dict(found.strings) == {
        b"SIGSEGV": Borders(before=True),
        b"KeyError": Borders(before=True, behind=True),
        b"no errors": Borders(behind=True),
        b"on fire": Borders(),
    }
    assert not found.of_lines + found.others


def test_what_begins_a_line_is_left_to_the_automaton() -> None:
    """There it costs little, and strings like `PASS` are on every line."""
    assert parted("(?m)^FAILURE: |^PASS") == Parted((), (), "(?m)^FAILURE: |^PASS", "")


SIGNED = [
    ("a run and a sign", r"\[error\] .*\.scala:\d+", (b"[error] ",)),
    ("of a line", r"(?m)^\S+\.go:\d+: ", (b".go:",)),
    ("of signs those that are in others", r"\w+: (?:Fatal error|Fatal error in) \S+ ", (b": Fatal error ",)),
    ("no run", r"\.java:\d+: error: ", ()),
    ("a short one", r"at .{0,9}", ()),
    ("no sign", r"\S+ \d+", ()),
    ("a sign of every other output", r"^[ \t]+at \S+\(", ()),
    ("over lines", r"Expected: .*\n\s*Received", ()),
    ("a class that a line ends in", r"Expected: [^,]+,", ()),
    ("no case", r"(?i)Expected: .*,", ()),
]


@pytest.mark.parametrize(("expression", "signs"), [row[1:] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_what_holds_a_run_is_looked_for_by_its_signs(expression: str, signs: tuple[bytes, ...]) -> None:
    found = parted(expression)
    assert [listed for _, listed in found.signed] == ([signs] if signs else [])
    assert bool(found.of_lines + found.others) == (not signs)


def test_the_signs_of_shapes_are_few() -> None:
    listed = {
        sign for shape in (*COUNTED, *FAILURES, *SUCCESSES) for _, signs in parted(shape.regex).signed for sign in signs
    }
    assert 50 < len(listed) < 200


def test_every_shape_keeps_all_of_its_alternatives() -> None:
    for shape in (*COUNTED, *FAILURES, *SUCCESSES):
        assert any(parted(shape.regex)), shape.name


def test_the_ends_of_a_shape_are_those_of_a_line() -> None:
    """`parted` takes it so."""
    for shape in (*COUNTED, *FAILURES, *SUCCESSES):
        before, end, _ = shape.regex.replace("[^", "[").replace(r"\$", "").partition("$")
        if end or "^" in before:
            assert "(?m)" in before, shape.name
