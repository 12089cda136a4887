"""Spans of JSON values: exact wherever they stand, linear in the text, and nothing is built."""

import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.json_spans import NotJson, elements, skip_blanks, split, value_end, without_halves

VALUES = [
    b"1", b"-0", b"1.5e+10", b"1e400", b"9" * 5000, b"true", b"false", b"null", b'""', b'"a"', b'"\\""', b'"\\\\"', b'"]}"', b'"' + b"x" * 5000 + b'"',
    b'"\xff"', b"[]", b"{}", b"[ ]", b'[1, {"a":"]"}, []]', b'{"a" : {"b":[ 1 ,2]} , "a":3}', b'{"\xff":1}',
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=[repr(value[:30]) for value in VALUES])
@pytest.mark.parametrize("behind", [b"", b",", b"]", b"}", b" \t\r\n,1", b",[[[", b',"', b" " * 3000])
def test_a_value_ends_where_it_ends(value: bytes, behind: bytes) -> None:
    assert value_end(b'{"k": ' + value + behind, 6) == 6 + len(value)


NO_VALUES = [b"", b" ", b",", b"]", b"nul,", b"tru", b"01,", b"1.,", b".5,", b"+1,", b"'a',", b'"a', b'"\n",', b'"\\x",', b'"\\ud800",', b"[1,],", b"{1:2},",
             b'{"a":1,},', b"[1", b"NaN,"]  # fmt: skip


@pytest.mark.parametrize("text", NO_VALUES, ids=repr)
def test_what_is_no_value_is_refused(text: bytes) -> None:
    with pytest.raises(NotJson):
        value_end(text, 0)


def test_what_is_nested_too_deeply_is_a_recursion_error() -> None:
    with pytest.raises(RecursionError):
        value_end(b"[" * 100_000, 0)


any_json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
space = st.text(" \t\r\n", max_size=2)


@given(st.lists(any_json, max_size=5), space, space)
def test_elements_are_those_of_the_array(values: list[Any], before: str, after: str) -> None:
    pieces = [json.dumps(value) for value in values]
    array = f"{before}[{after}{f'{before},{after}'.join(pieces)}{after}]{before}".encode()
    assert [array[start:end].decode() for start, end in elements(array)] == pieces


NO_ARRAYS = [b"", b"{}", b"[", b"[1", b"[1,", b"[1,]", b"[,]", b"[1 2]", b"[1]]", b"[1] x", b"[1}", b'["a]']


@pytest.mark.parametrize("array", NO_ARRAYS, ids=repr)
def test_what_is_no_array_is_refused(array: bytes) -> None:
    with pytest.raises(NotJson):
        list(elements(array))


def test_elements_come_one_by_one() -> None:
    """The first few of millions cost what the first few cost."""
    array = b"[" + b"1," * 10_000_000 + b"1]"
    tracemalloc.start()
    try:
        started = time.process_time()
        assert next(elements(array)) == (1, 2)
        assert time.process_time() - started < 0.05
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("at_once", [0, 100], ids=["walked", "at once"])
@pytest.mark.parametrize(
    "array", [b"[]", b'[ 1 , {"a": [2]} ]', b'["\\ud800","\\ud83d\\ude00"]', b'["\xff"]'], ids=repr
)
def test_an_array_is_split_into_what_stands_in_it(array: bytes, at_once: int) -> None:
    found = [bytes(raw) for raw in split(array, at_once=at_once, walked=2)]
    assert found == [piece.strip() for piece in array[1:-1].split(b",") if piece.strip()]


def test_too_many_elements_are_refused() -> None:
    assert len(split(b"[1,1,1]", at_once=3, walked=2)) == 3
    with pytest.raises(NotJson):
        split(b"[1,1,1]", at_once=2, walked=2)


def test_blanks_are_those_of_json() -> None:
    assert (skip_blanks(b" \t\r\n x", 0), skip_blanks(b"x", 0), skip_blanks(b"  ", 0), skip_blanks(b"\x0b", 0)) == (
        5, 0, 2, 0,
    )  # fmt: skip


def test_halves_of_pairs_become_what_every_reader_takes_and_everything_keeps_its_place() -> None:
    text = b'["\\ud83d", "\\uDE00 \\\\ud83d", "\\u00e4", "ud8"]'
    readable = without_halves(text)
    assert len(readable) == len(text)
    assert [text[start:end] for start, end in elements(readable)] == text[1:-1].split(b", ")
    assert without_halves(b'["plain"]') == b'["plain"]'
