"""Messages in every shape that clients send, and in every shape that nobody should: nothing raises."""

import json
import time
from typing import Any

import pytest

from services.classifier.core.messages import MAX_TEXT, Call, Message, cut, parse


def read(value: Any) -> Message:
    return parse(json.dumps(value).encode())


SHAPES: list[tuple[str, Any, Message]] = [
    ("a string", {"role": "user", "content": "hi"}, Message("user", ("hi",))),
    (
        "text parts",
        {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "input_text", "text": "b"}]},
        Message("user", ("a", "b")),
    ),
    ("parts that are strings", {"role": "user", "content": ["a", "b"]}, Message("user", ("a", "b"))),
    ("a part without a type", {"role": "user", "content": [{"text": "a"}]}, Message("user", ("a",))),
    (
        "a picture",
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]},
        Message("user", media=True),
    ),
    ("no content", {"role": "assistant", "content": None}, Message("assistant")),
    ("a developer", {"role": "developer", "content": "x"}, Message("system", ("x",))),
    ("a function's result", {"role": "function", "name": "f", "content": "x"}, Message("tool", ("x",), name="f")),
    ("a tool's result", {"role": "tool", "tool_call_id": "7", "content": "x"}, Message("tool", ("x",), call_id="7")),
    (
        "a call",
        {"role": "assistant", "tool_calls": [{"id": "7", "function": {"name": "bash", "arguments": "{}"}}]},
        Message("assistant", calls=(Call("7", "bash", "{}"),)),
    ),
    (
        "a call with arguments as an object",
        {"role": "assistant", "tool_calls": [{"id": "7", "function": {"name": "bash", "arguments": {"a": 1}}}]},
        Message("assistant", calls=(Call("7", "bash", '{"a": 1}'),)),
    ),
    (
        "a call in the old form",
        {"role": "assistant", "function_call": {"name": "f", "arguments": "x"}},
        Message("assistant", calls=(Call("", "f", "x"),)),
    ),
    ("a bare string", "hi", Message("user", ("hi",))),
]


@pytest.mark.parametrize(("value", "message"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_message_is_read_in_whatever_shape_it_comes(value: Any, message: Message) -> None:
    assert read(value) == message


WRONG: list[Any] = [
    None,
    7,
    1e308,
    True,
    [],
    {},
    {"role": None},
    {"role": ["user"], "content": "x"},
    {"role": {"a": 1}},
    {"role": "user"},
    {"role": "user", "content": 7},
    {"role": "user", "content": {"text": "x"}},
    {"role": "user", "content": [None, 7, [], {}, {"type": "text"}, {"type": "text", "text": 7}]},
    {"role": "user", "content": [{"type": ["text"], "text": "x"}, {"type": {"a": 1}, "text": "y"}, {"type": 7}]},
    {"role": "assistant", "tool_calls": 7},
    {"role": "assistant", "tool_calls": [None, 7, {}, {"function": 7}, {"function": {"name": 7, "arguments": 7}}]},
    {"role": "assistant", "function_call": [7]},
    {"role": "tool", "tool_call_id": {"a": 1}, "name": [1], "content": False},
]


@pytest.mark.parametrize("value", WRONG, ids=[json.dumps(value)[:60] for value in WRONG])
def test_wrong_types_are_left_out(value: Any) -> None:
    found = read(value)
    assert all(isinstance(text, str) for text in found.texts)
    assert isinstance(found.role, str)


RAW = [
    b"",
    b"{",
    b"nul",
    b'{"role":"user","content":"\xff\xfe"}',
    b'{"role":"user","content":"\xed\xa0\x80"}',
    b'{"role":"user","content":"\\ud800"}',
    b'{"role":"\\udfff","content":"x\\ud800y"}',
    b'{"role":"user","content":NaN}',
    b'{"role":"user","content":"\\u0000"}',
    b'{"role":"user","content":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"role":"user","content":' + b"9" * 10_000 + b"}",
    b'{"role":"user","role":"tool","content":"a","content":"b"}',
    b'{"role":"user","content":"never closed',
]


@pytest.mark.parametrize("raw", RAW, ids=[repr(raw[:50]) for raw in RAW])
def test_broken_bytes_never_raise_and_texts_can_always_be_encoded(raw: bytes) -> None:
    for text in parse(raw).texts:
        text.encode()
    for piece in cut(b"[" + raw + b"]"):
        parse(piece)


def test_broken_utf8_loses_a_character_and_not_the_message() -> None:
    assert parse(b'{"role":"user","content":"fix \xff it"}').texts == ("fix \ufffd it",)
    assert parse(b'{"role":"user","content":"fix \\ud800 it"}').texts == ("fix ? it",)


CUTS = [
    (b"[]", 0),
    (b' [ {"a": [1, 2]} , "x" , 3 ] ', 3),
    (b"[1, NaN, 3]", 0),
    (b'["a\\ud800", {"b": "\\uDfff\xff"} , "\\ud83d\\ude00"]', 3),
    (b"[1,]", 0),
    (b"[" + b"1," * 12_000_000 + b"1]", 0),
    (b"[" + b'{"a":[' + b"1," * 3_000_000 + b"1]}," + b"2]", 2),
    (b"null", 0),
    (b"{}", 0),
    (b'"text"', 0),
    (b"[1, 2", 0),
    (b"[1] trailing", 0),
    (b"[" * 200_000, 0),
    (b"\xff\xfe", 0),
    (b"", 0),
]


@pytest.mark.parametrize(("array", "number"), CUTS, ids=[repr(array[:30]) for array, _ in CUTS])
def test_an_array_is_cut_and_what_is_none_is_empty(array: bytes, number: int) -> None:
    assert len(cut(array)) == number


def test_a_raw_message_is_its_own_bytes() -> None:
    assert cut(b'["\\ud83d\\ude00", "\\ud800" ]') == [b'"\\ud83d\\ude00"', b'"\\ud800"']
    assert cut(b'[{"role": "user"}, {"role":"user" }]') == [b'{"role": "user"}', b'{"role":"user" }']


def test_a_huge_text_is_read_at_its_two_ends() -> None:
    (text,) = read({"role": "user", "content": "a" * MAX_TEXT + "b" * MAX_TEXT}).texts
    assert len(text) == MAX_TEXT + 1
    assert (text[0], text[-1]) == ("a", "b")


def test_a_million_short_messages_are_cut_in_bounded_time() -> None:
    array = b"[" + b",".join([b'{"role":"user","content":"hi"}'] * 1_000_000) + b"]"
    started = time.process_time()
    assert len(cut(array)) == 1_000_000
    assert time.process_time() - started < 3


def test_one_message_that_is_nested_too_deep_hides_no_other() -> None:
    deep = "[" * 3000 + "]" * 3000
    array = (
        '[{"role":"user","content":"Fix [the, \\"thing\\"]"},'
        f'{{"role":"assistant","tool_calls":[{{"function":{{"name":"x","arguments":{deep}}}}}]}},'
        '{"role":"user","content":"ok"}]'
    )
    raws = cut(array.encode())
    assert [parse(raw).role for raw in raws] == ["user", "", "user"]
    assert parse(raws[0]).texts == ('Fix [the, "thing"]',)
