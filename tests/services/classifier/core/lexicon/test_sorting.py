"""Terms and shapes are put with those that an automaton waits for in the same way."""

import pytest

from services.classifier.core.lexicon.language import terms_of
from services.classifier.core.lexicon.sorting import Kind, begins_a_line, kind_of

KINDS = [
    ("words", "drop it", Kind.PLAIN),
    ("a stem", "restor*", Kind.PLAIN),
    ("a gap of a word", r"the (?:\S+ )?bucket", Kind.GAPPED),
    ("a gap of some words", r"tests (?:\S+ ){0,4}red", Kind.WIDE),
    ("a gap of characters", r"az .{0,40} delete", Kind.WIDE),
    ("a number", r"\d+ files", Kind.LOOSE),
    ("a number or a word", r"(?:many|\d+) files", Kind.LOOSE),
    ("a sign", "--force", Kind.LOOSE),
    ("any word", r"\S+ wanted", Kind.LOOSE),
    ("the beginning", "^yes", Kind.AT_START),
    ("another alphabet", "прод", Kind.LETTERS),
    ("no alphabet", "生产", Kind.SIGNS),
    ("another alphabet and a gap", r"тест\w* (?:\S+ )?упал", Kind.GAPPED_BEYOND),
]


@pytest.mark.parametrize(("listed", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_terms_that_wait_for_different_things_are_apart(listed: str, kind: Kind) -> None:
    (term,) = terms_of(listed)
    assert kind_of(term) is kind


@pytest.mark.parametrize(
    ("regex", "begins"),
    [
        (r"(?m)^FAILED \S+", True),
        (r"(?i)(?m)^error", True),
        (r"(?im)^error", True),
        ("^== X", True),
        (r"\bpanicked at ", False),
        (r"panic: |(?m)^goroutine", False),
    ],
)
def test_shapes_are_apart_by_whether_they_begin_a_line(regex: str, begins: bool) -> None:
    assert begins_a_line(regex) is begins
