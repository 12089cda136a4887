"""RE2: linear whatever the text and the pattern, clear about a pattern it does not take."""

import time

import pytest

from shared.config.regex import PatternSet, RegexError, compile_pattern

HOSTILE = [
    (r"(a+)+$", "a" * 200_000 + "!"),
    (r"(a|aa)*b", "a" * 200_000),
    (r"(.*)*x", "y" * 200_000),
    (r"(?:\w+\s?)+:$", "word " * 40_000),
    (r"^(([a-z])+.)+[0-9]([a-z])+$", "a" * 200_000),
    (r"(x?){40}x{40}y", "x" * 200_000),
    (r"(?:a|b)*a(?:a|b){14}c", "ab" * 100_000),
    (r"(?i)(?:é|É|e)+!", "é" * 100_000),
]


@pytest.mark.parametrize(("pattern", "text"), HOSTILE, ids=[pattern for pattern, _ in HOSTILE])
def test_a_hostile_text_takes_time_in_proportion_to_its_length(pattern: str, text: str) -> None:
    single, many = compile_pattern(pattern), PatternSet((pattern, r"\d+"))
    started = time.process_time()
    assert not single.search(text)
    assert many.matches(text.encode()) == []
    assert time.process_time() - started < 2


BAD = [
    ("(", "missing"),
    ("[a", "missing"),
    ("a)", "unexpected"),
    ("*a", "argument"),
    (r"(a)\1", "escape"),
    ("(?=a)b", "perl"),
    ("(?<!a)b", "perl"),
    ("(?P<x>a", "missing"),
    ("a{2000}", "repetition"),
    ("[z-a]", "range"),
    ("(((a{100}){100}){100})", "repetition"),
    ("\\", "trailing"),
]


@pytest.mark.parametrize(("pattern", "said"), BAD, ids=[pattern for pattern, _ in BAD])
def test_a_bad_pattern_gives_a_clear_error(pattern: str, said: str) -> None:
    with pytest.raises(RegexError) as alone:
        compile_pattern(pattern)
    assert said in str(alone.value)
    with pytest.raises(RegexError, match=said):
        PatternSet(("fine", pattern))


def test_case_does_not_matter_unless_it_is_asked_for() -> None:
    assert compile_pattern("straße").search("STRASSE STRAßE")
    assert not compile_pattern("abc", case_sensitive=True).search("ABC")
    assert PatternSet(("ÉTÉ",)).matches("été".encode()) == [0]
    assert PatternSet(("ÉTÉ",), case_sensitive=True).matches("été".encode()) == []


SETS: list[tuple[tuple[str, ...], str, list[int]]] = [
    (("a", "b", "c"), "cab", [0, 1, 2]),
    (("a", "b", "c"), "xcx", [2]),
    (("^a", "a$", "^a$"), "ba", [1]),
    (("same", "same"), "the same", [0, 1]),
    (("",), "", [0]),
    (("a",), "", []),
    ((), "anything", []),
    ((r"日本", r"[а-я]+", r"\p{Han}"), "日本", [0, 2]),
    ((r"(?m)^x",), "y\nx", [0]),
]


@pytest.mark.parametrize(
    ("patterns", "text", "found"), SETS, ids=[f"{patterns} in {text!r}" for patterns, text, _ in SETS]
)
def test_a_set_says_which_patterns_occur(patterns: tuple[str, ...], text: str, found: list[int]) -> None:
    assert PatternSet(patterns).matches(text.encode()) == found


def test_a_set_agrees_with_its_patterns_one_by_one() -> None:
    patterns = (r"\bfoo\b", r"fo+", r"\d{3}", r"[^\x00-\x7f]", r"^\s*$")
    for text in ("foo 123", "foooo", "été 99", "  ", "", "nothing"):
        alone = [at for at, pattern in enumerate(patterns) if compile_pattern(pattern).search(text)]
        assert PatternSet(patterns).matches(text.encode()) == alone


@pytest.mark.parametrize("text", [b"\xff\xfe abc", b"\x00abc\x00", b"\xed\xa0\x80abc", b"\xe2\x82abc"])
def test_bytes_that_are_no_utf8_are_searched_all_the_same(text: bytes) -> None:
    assert PatternSet(("abc", "zzz")).matches(text) == [0]


def test_many_patterns_are_one_pass() -> None:
    words = tuple(rf"\bword{number}\b" for number in range(400))
    table = PatternSet(words)
    text = ("some prose about word7 and nothing else " * 5000).encode()
    table.matches(text)
    started = time.process_time()
    assert table.matches(text) == [7]
    assert time.process_time() - started < 1


def test_a_set_shows_its_size() -> None:
    assert repr(PatternSet(("a", "b"))) == "PatternSet(2 patterns)"
