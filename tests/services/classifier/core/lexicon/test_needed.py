"""The strings by which terms are looked for."""

import pytest

from services.classifier.core.lexicon.language import terms_of
from services.classifier.core.lexicon.needed import Spelled, as_words, needed, signs, spelled

SPELLED = [
    ("drop it", {"drop it"}, True),
    ("restor*", {"restor"}, False),
    (r"leak\w*", {"leak"}, False),
    ("analy[sz]e", {"analyse", "analyze"}, True),
    ("(?:all|every) rows?", {"all row", "all rows", "every row", "every rows"}, True),
    (r"can (?:you|u)\b", {"can you", "can u"}, True),
    ("--force", {"--force"}, True),
    ("прод", {"прод"}, False),
    ("生产", {"生产"}, False),
]


@pytest.mark.parametrize(("listed", "strings", "closed"), SPELLED, ids=[case[0] for case in SPELLED])
def test_a_term_without_a_gap_is_its_strings(listed: str, strings: set[str], closed: bool) -> None:
    (term,) = terms_of(listed)
    assert spelled(term) == Spelled(frozenset(strings), closed)


@pytest.mark.parametrize("listed", [r"\d+ files", r"the \S+ bucket", "done[.!?]?$", r"[?]\W*$", "库.{0,9}删"])
def test_a_term_with_a_gap_is_not_spelled_out(listed: str) -> None:
    (term,) = terms_of(listed)
    assert spelled(term) is None


NEEDED = [
    ("a gap", r"break (?:\S+ ){1,4}(?:into|up)", [{" break "}, {" into ", " up "}]),
    ("the rarer comes first", r"in (?:\S+ )?production", [{" production "}, {" in "}]),
    ("a number", r"\d+ files", [{f"{digit} files " for digit in range(10)}, {f" {digit}" for digit in range(10)}]),
    ("a choice with a gap in it", r"(?:the \S+|every) bucket", [{" bucket "}, {" the ", " every"}]),
    ("once or more is once at least", r"ha+lt", [{"alt "}, {" ha"}]),
    ("a choice of too many", r"(?:a|b|c|d){5} mixed \S+", [{f"{char} mixed " for char in "abcd"}]),
    ("beyond ASCII, as written", "删.{0,9}生产库", [{"生产库"}]),
    ("nothing but a number", r"\d{2,}", []),
    ("signs", r"[?]\W*$", []),
    ("any word", r"\S+", []),
]


@pytest.mark.parametrize(("listed", "clauses"), [case[1:] for case in NEEDED], ids=[case[0] for case in NEEDED])
def test_a_term_needs_strings(listed: str, clauses: list[set[str]]) -> None:
    (term,) = terms_of(listed)
    assert list(needed(term)) == clauses


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", {"AKIA", "ASIA"}),
        (r"\bghp_\w{20,}|github_pat_\w{20,}", {"ghp_", "github_pat_"}),
        (r"\b\d{8,10}:AA\w{30,}", {":AA"}),
        (r"\w+", set()),
    ],
)
def test_signs_of_an_expression(expression: str, found: set[str]) -> None:
    assert signs(expression) == found


def test_as_words_all_signs_are_blanks() -> None:
    assert as_words("don't re-run a_b, 2.0") == "don t re run a_b  2 0"
