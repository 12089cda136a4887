"""The grammar of outputs: what fires, where the last of a shape stands, and with which number, as a plain search would have it."""

import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from services.classifier.core.grammar import GRAMMAR, NOWHERE, Place
from services.classifier.core.lexicon.written import parted
from shared.config.regex import PatternSet, compile_pattern

LABELLED = Path(__file__).parents[4] / "tests" / "data" / "labelled" / "learn"

FIRES = [
    ("2 failed, 40 passed in 3.1s", "pytest"),
    ("Tests:       3 failed, 9 passed, 12 total", "jest"),
    ("test result: FAILED. 11 passed; 2 failed; 0 ignored", "cargo"),
    ("    --- FAIL: TestHandshake (0.02s)", "go_case"),
    ("  at Object.<anonymous> (/srv/app/cart.test.ts:12:9)", "js_frame"),
    ("thread 'main' panicked at src/lib.rs:4:5", "rust_panic"),
    ("src/a.cpp:12:4: error: expected ';'", "gcc"),
    ("WARNING: DATA RACE", "race"),
    ("error: patch failed: src/x.py:3", "git_apply"),
    ("npm ERR! code ELIFECYCLE", "npm"),
    ("ImagePullBackOff", "kubernetes"),
]


@cache
def outputs() -> tuple[bytes, ...]:
    """Of one labelled request in eight, what the tools printed."""
    found = (
        message["content"].encode()
        for path in sorted(LABELLED.glob("*.jsonl"))
        for line in path.read_text().splitlines()[::8]
        for message in json.loads(line)["request"]["messages"]
        if message["role"] == "tool" and isinstance(message["content"], str)
    )
    return tuple(dict.fromkeys(found))


@pytest.mark.parametrize(("text", "name"), FIRES, ids=[f"{name}: {text}" for text, name in FIRES])
def test_a_shape_of_output_is_recognised(text: str, name: str) -> None:
    assert name in {GRAMMAR.shapes[index].name for index in GRAMMAR.fired(text.encode())}


def test_the_shapes_of_labelled_outputs_are_those_of_a_plain_search() -> None:
    """However they are shared out to automata."""
    whole = PatternSet(tuple(shape.regex for shape in GRAMMAR.shapes), case_sensitive=True)
    assert len(outputs()) > 100
    assert [list(GRAMMAR.fired(text)) for text in outputs()] == [whole.matches(text) for text in outputs()]


def strings() -> list[bytes]:
    """All strings that are a shape by themselves."""
    return sorted({string for shape in GRAMMAR.shapes for string, _ in parted(shape.regex).strings})


AROUND = [("{}", "alone"), ("x{}y", "within a word"), ("é{}é", "between letters beyond ASCII"), ("_{} ", "behind a line"), (" {}_", "before a line"), ("a\n{}\nb", "on a line of its own"), ("{0}{0}", "twice"), ("({}). Then 3 {}", "in a sentence")]  # fmt: skip


@pytest.mark.parametrize("around", [row[0] for row in AROUND], ids=[row[1] for row in AROUND])
def test_strings_are_found_where_a_plain_search_finds_them(around: str) -> None:
    whole = PatternSet(tuple(shape.regex for shape in GRAMMAR.shapes), case_sensitive=True)
    assert len(strings()) > 300
    for string in strings():
        text = around.replace("{0}", "{}").replace("{}", string.decode()).encode()
        assert list(GRAMMAR.fired(text)) == whole.matches(text), text


def test_a_string_counts_where_it_stands_as_it_must() -> None:
    index = index_of("inline_error")
    words = b"MyKeyErrorish NotAKeyErrorAtAll\n" * 2000
    assert index not in GRAMMAR.fired(words)
    assert index in GRAMMAR.fired(b"KeyError: 'x'\n" + words)
    assert place_of(index, words + b"KeyError: 'x'\n" + words[:64]) == (1, len(words))


def test_every_counted_shape_has_one_group() -> None:
    for index, shape in enumerate(GRAMMAR.shapes):
        if GRAMMAR.is_counted(index):
            assert re.compile(re.sub(r"\\p\{\w+\}", r"\\w", shape.regex).replace(r"\z", r"\Z")).groups == 1, shape.name


def place_of(index: int, text: bytes, start: int = 0) -> Place:
    fired = GRAMMAR.fired(text)
    return GRAMMAR.last(fired, index, text, start) if index in fired else NOWHERE


def index_of(name: str) -> int:
    return next(at for at, shape in enumerate(GRAMMAR.shapes) if shape.name == name)


FILLER = b"a line of nothing in particular\n" * 200


@pytest.mark.parametrize("behind", [b"", FILLER], ids=["short", "far from the end"])
def test_the_last_number_counts_and_says_where_it_stands(behind: bytes) -> None:
    for name, sign in (("pytest", b"failed,"), ("jest", b"failed"), ("mocha", b"failing")):
        begin = b"Tests: " if name == "jest" else b""
        text = FILLER + begin + b"7 " + sign + b" 1 passed\nmended\n" + begin + b"0 " + sign + b" 8 passed\n" + behind
        assert place_of(index_of(name), text) == (0, text.rindex(begin + b"0 " + sign)), name


def test_what_stands_last_is_found_whatever_follows() -> None:
    red, redder, green = index_of("cargo_assert"), index_of("rust_panic"), index_of("cargo_ok")
    text = b"test result: ok\nassertion failed\n" + FILLER + b"panicked at x\n" + FILLER
    assert [place_of(index, text) for index in (red, redder, green)] == [
        (1, text.index(b"assertion")),
        (1, text.index(b"panicked")),
        (1, 0),
    ]


def test_what_does_not_occur_has_no_place() -> None:
    assert place_of(index_of("pytest"), b"nothing of the kind") == NOWHERE
    assert place_of(index_of("pytest"), b"3 failed, 1 passed\nmended", start=10) == NOWHERE


def test_the_places_in_labelled_outputs_are_those_of_a_plain_search() -> None:
    texts = outputs()
    for begin in range(0, len(texts), 40):
        text = b"\n".join(texts[begin : begin + 40])[-40_000:]
        half = text.index(b"\n", len(text) // 2) + 1
        for index in GRAMMAR.fired(text):
            (number, begins), ends = plain_last(index, text)
            for start in (0, half):
                found = place_of(index, text, start)
                if begins >= start:
                    assert found[0] == number
                    assert (
                        begins <= found[1] < max(ends, begins + 1)
                    )  # a string of a shape may begin within another of it
                else:
                    assert found == NOWHERE


def test_what_stands_behind_a_place_is_what_a_plain_search_finds_there() -> None:
    texts, choice = outputs(), random.Random(4)
    for _ in range(60):
        text = b"\n".join(choice.sample(texts, 4))
        fired = GRAMMAR.fired(text)
        for start in (choice.randrange(len(text)) for _ in range(5)):
            for index in fired:
                (_, begins), ends = plain_last(index, text)
                found = GRAMMAR.any_behind(fired, [index], text, start)
                assert found == (begins >= start) or begins < start < ends, GRAMMAR.shapes[index].name


def last_match(index: int, text: bytes) -> Any:
    *_, match = compile_pattern(GRAMMAR.shapes[index].regex, case_sensitive=True).finditer(text)
    return match


def plain_last(index: int, text: bytes) -> tuple[Place, int]:
    match = last_match(index, text)
    return (int(match.group(1)) if GRAMMAR.is_counted(index) else 1, match.start()), match.end()


def test_a_number_too_long_to_be_one_is_cut() -> None:
    index = index_of("mocha")
    assert place_of(index, b"9" * 5000 + b" failing") == (999_999_999, 0)


def test_counting_stops_at_its_limit() -> None:
    index = index_of("go_case")
    text = b"--- FAIL: TestX (0.00s)\n" * 500
    assert GRAMMAR.count(index, text) == 20
    assert GRAMMAR.count(index, text, limit=3) == 3


def test_a_shape_is_found_in_any_line_that_holds_a_sign_of_it() -> None:
    """Mostly it is in the last one; of very many the last are looked at."""
    index = index_of("ruby_frame")
    frame, other = b"app/models/cart.rb:12:in `total'\n", b"puts x:in `total'\n"
    assert index in GRAMMAR.fired(other * 300 + frame + other * 300)
    assert index in GRAMMAR.fired(b"a" * 9000 + b" " + other.strip() + b" " + b"b" * 9000 + b"\n" + frame + other)
    assert index not in GRAMMAR.fired(other * 300 + b"cart.rb:12\n" + other)
    assert index not in GRAMMAR.fired(frame + other * 3000)
