"""Where things stand in a body, whatever its spelling; and what is refused, with the place but without the content."""

import gc
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.core.chat_request import KEYS_LIMIT, ChatRequest, parse, tool_names
from services.gateway.core.excerpt import excerpt
from services.gateway.core.local_error import InvalidRequest
from services.gateway.core.override import forced_decision
from services.gateway.core.splice import splice
from services.gateway.core.trace import structure
from shared.config.load import default
from shared.level import Level

TARGET = default().target(Level.HARD)


def parts(chat: ChatRequest) -> list[tuple[str, bytes]]:
    return [(member.name, chat.body[slice(*member.value)]) for member in chat.members]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(b'{"messages":[]}', [("messages", b"[]")], id="the smallest body"),
        pytest.param(b' \r\n\t{ "messages" \n:\t[ 1 , 2 ] \r, "n" : 1.0e+5 } \n', [("messages", b"[ 1 , 2 ]"), ("n", b"1.0e+5")], id="white space everywhere"),
        pytest.param(b'{"a":"}","messages":["]",{"b":"\\"]"}]}', [("a", b'"}"'), ("messages", b'["]",{"b":"\\"]"}]')], id="brackets and quotes inside texts"),
        pytest.param(b'{"\\u006dessages":[],"m\\"":1}', [("messages", b"[]"), ('m"', b"1")], id="escapes in keys"),
        pytest.param('{"ключ":"значение","messages":[]}'.encode(), [("ключ", '"значение"'.encode()), ("messages", b"[]")], id="keys of other scripts"),
        pytest.param(b'{"\\ud83d\\ude00":1,"messages":[]}', [("\U0001f600", b"1"), ("messages", b"[]")], id="a surrogate pair in a key"),
        pytest.param(b'{"a":1e400,"b":-0,"c":123456789012345678901234567890,"messages":[]}', [("a", b"1e400"), ("b", b"-0"), ("c", b"123456789012345678901234567890"), ("messages", b"[]")], id="numbers that no float holds"),
        pytest.param(b'{"a":true,"b":false,"c":null,"messages":[]}', [("a", b"true"), ("b", b"false"), ("c", b"null"), ("messages", b"[]")], id="words"),
        pytest.param(b'{"a":1,"a":1,"messages":[]}', [("a", b"1"), ("a", b"1"), ("messages", b"[]")], id="a key repeated with the same value"),
        pytest.param(b'{"a":12,"a":1,"messages":[],"a":"x","a":[{"y":"]}"}],"a":{"z":[]} , "a" : 2 }', [("a", b"12"), ("a", b"1"), ("messages", b"[]"), ("a", b'"x"'), ("a", b'[{"y":"]}"}]'), ("a", b'{"z":[]}'), ("a", b"2")], id="a key repeated with other values"),
        pytest.param(b'{"a":"x\\\\","a":"x","a":"x\\\\\\"","messages":[]}', [("a", b'"x\\\\"'), ("a", b'"x"'), ("a", b'"x\\\\\\""'), ("messages", b"[]")], id="repeated texts that begin alike"),
        pytest.param(b'{"messages":[1],"messages":[2]}', [("messages", b"[1]"), ("messages", b"[2]")], id="messages twice"),
        pytest.param(b'{"":0,"messages":[]}', [("", b"0"), ("messages", b"[]")], id="an empty key"),
        pytest.param(b'{"messages":["\\ud83d","\\uDE00 \\\\ud83d"],"a":"\\uD800"}', [("messages", b'["\\ud83d","\\uDE00 \\\\ud83d"]'), ("a", b'"\\uD800"')], id="halves of surrogate pairs"),
        pytest.param(b'{"messages":["\xff\xc3"]}', [("messages", b'["\xff\xc3"]')], id="a text that is not UTF-8"),
    ],
)  # fmt: skip
def test_every_member_is_found_at_its_place(body: bytes, found: list[tuple[str, bytes]]) -> None:
    chat = parse(body)
    assert parts(chat) == found
    assert [chat.body[member.key_start : member.key_start + 1] for member in chat.members] == [b'"'] * len(found)
    assert {name: chat.value(name) for name, _ in found} == dict(found)
    assert chat.body == body
    assert chat.body[chat.open_brace : chat.open_brace + 1] == b"{"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", "the body is not valid JSON: it ends too early (byte 0)", id="nothing"),
        pytest.param(b" \n", "the body is not valid JSON: it ends too early (byte 2)", id="blanks"),
        pytest.param(b"null", "the body must be a JSON object", id="null"),
        pytest.param(b"[]", "the body must be a JSON object", id="an array"),
        pytest.param(b'"x"', "the body must be a JSON object", id="a text"),
        pytest.param(b"12", "the body must be a JSON object", id="a number"),
        pytest.param(b"{}", "`messages` is missing: a chat completion needs an array of messages", id="an empty object"),
        pytest.param(b'{"model":"x"}', "`messages` is missing: a chat completion needs an array of messages", id="no messages"),
        pytest.param(b'{"messages":null}', "`messages` must be an array", id="null for messages"),
        pytest.param(b'{"messages":{}}', "`messages` must be an array", id="an object for messages"),
        pytest.param(b'{"messages":"[]"}', "`messages` must be an array", id="a text for messages"),
        pytest.param(b'{"messages":[],"messages":1}', "`messages` must be an array", id="the last messages count"),
        pytest.param(b'{"messages":[1,]}', "the body is not valid JSON: trailing comma in array (byte 15)", id="a trailing comma"),
        pytest.param(b'{"messages":[]', "the body is not valid JSON: it ends too early (byte 14)", id="a body cut short"),
        pytest.param(b'{"messages":["CANARY', "the body is not valid JSON: it ends too early (byte 20)", id="a text cut short"),
        pytest.param(b'{"messages":[]} x', "the body is not valid JSON: trailing characters (byte 17)", id="something behind the object"),
        pytest.param(b'{"messages":[]}{}', "the body is not valid JSON: trailing characters (byte 16)", id="two objects"),
        pytest.param(b"{'messages':[]}", "the body is not valid JSON: expected '\"' (byte 1)", id="single quotes"),
        pytest.param(b'\xef\xbb\xbf{"messages":[]}', "the body is not valid JSON: invalid character (byte 0)", id="a byte order mark"),
        pytest.param(b'{"messages":[NaN]}', "the body is not valid JSON: invalid character (byte 13)", id="a word of JavaScript"),
        pytest.param(b'{"messages":[01]}', "the body is not valid JSON: invalid number (byte 14)", id="a leading zero"),
        pytest.param(b'{"messages":["a\nb"]}', "the body is not valid JSON: invalid character (byte 15)", id="a raw line break in a text"),
        pytest.param(b'{"CANARY\xff":1,"messages":[]}', "the body is not valid JSON: a key is not valid UTF-8", id="a key that is not UTF-8"),
        pytest.param(b'{"messages":["\\ud800"}', "the body is not valid JSON: expected ',' or ']' (byte 21)", id="half a pair does not hide another fault"),
        pytest.param(b'{"' + b"k" * 3_000_000 + b'":1,"messages":[]}', "a key of the body is longer than 1000 characters", id="a key of three megabytes"),
        pytest.param(b'{"' + b"\\n" * 1001 + b'":1,"messages":[]}', "a key of the body is longer than 1000 characters", id="a key of escapes"),
        pytest.param(b'{"messages":[],"provider":{"order":["' + b"x" * 65_536 + b'"]}}', "`provider` is larger than 65536 bytes", id="a provider that is too large"),
        pytest.param(b'{"messages":' + b"[" * 5000 + b"]" * 5000 + b"}", "the body is nested too deeply", id="thousands of brackets"),
        pytest.param(b'{"messages":' + b'{"a":' * 5000 + b"1" + b"}" * 5001, "the body is nested too deeply", id="thousands of braces"),
    ],
)  # fmt: skip
def test_what_is_no_chat_completion_is_refused_with_its_place_and_without_its_content(
    body: bytes, message: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse(body)
    assert str(refused.value) == message
    assert "CANARY" not in message


@pytest.mark.parametrize("cut", range(len(b'{"model":"x","messages":[{"a":"\\u00e4"}],"n":1}')))
def test_a_body_cut_anywhere_is_refused(cut: int) -> None:
    with pytest.raises(InvalidRequest):
        parse(b'{"model":"x","messages":[{"a":"\\u00e4"}],"n":1}'[:cut])


@pytest.mark.parametrize("repeated", [False, True], ids=["different keys", "one key"])
def test_more_keys_than_the_limit_are_refused(repeated: bool) -> None:
    def body(count: int) -> bytes:
        keys = b",".join(b'"%d":0' % (0 if repeated else number) for number in range(count - 1))
        return b'{"messages":[],' + keys + b"}"

    assert len(parse(body(KEYS_LIMIT)).members) == KEYS_LIMIT
    with pytest.raises(InvalidRequest, match="more than 1000 keys"):
        parse(body(KEYS_LIMIT + 1))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"messages":[],"a":"' + b"k" * 3_000_000 + b'","b":1}', id="a text of three megabytes"),
        pytest.param(b'{"a":1,"a":"' + b"\\n" * 1_500_000 + b'","a":2,"messages":[]}', id="a repeated value of escapes"),
        pytest.param(b'{"messages":[1],"messages":["' + b"x" * 3_000_000 + b'"]}', id="a long text behind a repeated key"),
    ],
)  # fmt: skip
def test_long_texts_cost_no_more_memory_than_themselves(body: bytes) -> None:
    """A pattern that could go back would need 120 bytes per character: 360 MB here."""
    import tracemalloc

    tracemalloc.start()
    try:
        parse(body)
        assert tracemalloc.get_traced_memory()[1] < 5 * len(body)
    finally:
        tracemalloc.stop()


EIGHT_MB = 8_000_000


def filled(before: bytes, piece: bytes, after: bytes, size: int = EIGHT_MB) -> bytes:
    return before + piece * (size // len(piece)) + after


def repeats(last: bytes) -> bytes:
    """The same key hundreds of times, with values that begin alike."""
    value = filled(b"[", b"[],", b"%d]", EIGHT_MB // 1800)
    return b"{" + b",".join([b'"messages":' + value % number for number in range(900)]) + b',"messages":' + last + b"}"


def many_keys() -> bytes:
    return b",".join(b'"k%d":0' % number for number in range(700_000))


HOSTILE = [
    pytest.param(filled(b'{"messages":[', b"[],", b"1]}"), id="millions of lists"),
    pytest.param(filled(b'{"messages":[', b"{},", b"1]}"), id="millions of objects"),
    pytest.param(filled(b'{"messages":[', b"[" * 900 + b"]" * 900 + b",", b"1]}"), id="deep lists over and over"),
    pytest.param(filled(b'{"messages":[', b'{"role":"tool"},', b"1]}"), id="hundreds of thousands of messages"),
    pytest.param(filled(b'{"messages":[', b'{"role":"tool"},', b"1]}", 700_000), id="just as many as are cut at once"),
    pytest.param(filled(b'{"messages":["', b"\\ud800", b'"]}'), id="halves of surrogate pairs"),
    pytest.param(filled(b'{"messages":[', b"[],", b'"\\ud800"]}'), id="half a pair behind millions of lists"),
    pytest.param(filled(b'{"messages":[', b"[],", b'1],"messages":[2]}'), id="a large value of a repeated key"),
    pytest.param(repeats(b"[1]"), id="many values of a repeated key"),
    pytest.param(repeats(filled(b"[", b"[],", b"1]", EIGHT_MB // 2)), id="many values of a repeated key before a large one"),
    pytest.param(b'{"messages":[],' + many_keys() + b"}", id="millions of keys"),
    pytest.param(b'{"messages":[],"provider":{' + many_keys() + b"}}", id="a provider of millions of keys"),
    pytest.param(filled(b'{"messages":[],"', b"\\u006b", b'":0}'), id="a key of escapes"),
    pytest.param(filled(b'{"messages":[],"model":"', b"dispatch/", b'"}'), id="a model of slashes"),
    pytest.param(filled(b'{"messages":[],"tools":[', b'{"function":{"name":"b"}},', b"{}]}"), id="millions of tools"),
    pytest.param(filled(b'{"messages":[],"response_format":{"type":"', b"\\n", b'"}}'), id="a format of escapes"),
    pytest.param(filled(b"{", b" ", b'"messages":[]}'), id="blanks"),
    pytest.param(filled(b"", b" ", b""), id="nothing but blanks"),
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_no_body_holds_the_loop_for_long(body: bytes) -> None:
    """CPU time of each thing that the gateway does with a body of 8 MB: 35 ms at most. The collector's time is the test run's own.

    Each thing is done three times and its fastest time counts: a shared machine is slow by moments, what holds the loop is slow each time.
    """
    rounds = [seconds_of_each_step(body) for _ in range(3)]
    assert max(map(min, zip(*rounds, strict=True))) < 0.12


def seconds_of_each_step(body: bytes) -> list[float]:
    took: list[float] = []

    def timed(work: Callable[..., Any], *arguments: object) -> Any:
        started = time.process_time()
        try:
            return work(*arguments)
        finally:
            took.append(time.process_time() - started)

    gc.disable()
    try:
        with suppress(InvalidRequest):
            chat = timed(parse, body)
            timed(tool_names, chat)
            timed(structure, chat)
            timed(excerpt, chat.value("messages"), 100_000)
            timed(forced_decision, "", chat.model)
            timed(splice, chat, TARGET)
    finally:
        gc.enable()
    return took


@pytest.mark.parametrize(
    ("value", "model"),
    [
        (b'"dispatch/auto"', "dispatch/auto"),
        (b'"a\\u0062c"', "abc"),
        (b'"\xff"', ""),
        (b"null", ""),
        (b"1", ""),
        (b'["x"]', ""),
        (b'{"a":"x"}', ""),
        (b'""', ""),
    ],
)
def test_the_model_is_a_text_or_empty(value: bytes, model: str) -> None:
    assert parse(b'{"messages":[],"model":' + value + b"}").model == model


def test_the_last_model_counts() -> None:
    assert parse(b'{"model":"a","messages":[],"model":"b"}').model == "b"


@pytest.mark.parametrize(
    ("value", "stream"),
    [(b"true", True), (b" true ", True), (b"false", False), (b"null", False), (b'"true"', False), (b"1", False)],
)
def test_only_true_asks_for_a_stream(value: bytes, stream: bool) -> None:
    assert parse(b'{"messages":[],"stream":' + value + b"}").stream is stream


@pytest.mark.parametrize(
    ("value", "has_tools", "names"),
    [
        pytest.param(b"[]", False, (), id="an empty list brings no tools"),
        pytest.param(b"null", False, (), id="null brings no tools"),
        pytest.param(b'[{"type":"function","function":{"name":"bash"}}]', True, ("bash",), id="a tool"),
        pytest.param(b'[{"type":"web_search"},{"function":{"name":"b"}}]', True, ("b",), id="a tool without a name"),
        pytest.param(b'[{"function":{"name":"\xff"}}]', True, (), id="a name that is not UTF-8"),
        pytest.param(b'[{"function":null}]', True, (), id="a tool of another shape"),
        pytest.param(b'{"a":{}}', True, (), id="an object for a list"),
        pytest.param(b'"{"', True, (), id="a text for a list"),
    ],
)
def test_tools_are_noticed_and_their_names_found(value: bytes, has_tools: bool, names: tuple[str, ...]) -> None:
    chat = parse(b'{"messages":[],"tools":' + value + b',"n":{}}')
    assert chat.has_tools is has_tools
    assert tool_names(chat) == names


def test_a_body_without_tools_has_none() -> None:
    assert tool_names(parse(b'{"messages":[{}]}')) == ()
    assert not parse(b'{"messages":[{}]}').has_tools


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (b'{"type":"text"}', "text"),
        (b'{"type":"json_object"}', "json_object"),
        (b'{"type":"json_schema","json_schema":{"strict":true,"schema":{}}}', "json_schema_strict"),
        (b'{"type":"json_schema","json_schema":{"strict":false}}', "json_schema"),
        (b'{"type":"json_schema","json_schema":{"strict":null}}', "json_schema"),
        (b'{"type":"json_schema"}', "json_schema"),
        (b'{"type":"text","json_schema":{"strict":true}}', "text"),
        (b"null", ""),
        (b"{}", ""),
        (b'{"type":5}', ""),
        (b'{"type":"\xff"}', ""),
        (b'"json_object"', ""),
    ],
)
def test_the_response_format_is_known_by_its_type_and_strictness(value: bytes, kind: str) -> None:
    assert parse(b'{"messages":[],"response_format":' + value + b"}").response_format == kind


def test_a_response_format_with_a_long_type_is_cut() -> None:
    body = b'{"messages":[],"response_format":{"type":"' + b"x" * 5000 + b'"}}'
    assert len(parse(body).response_format) <= 32


blank = st.text(" \t\r\n", max_size=3)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(["model", "provider", "stream", "tools", "response_format", "a", ""]) | st.text(max_size=4)


@given(st.lists(st.tuples(names, json_values), max_size=6), blank, st.booleans())
def test_members_are_those_that_json_reads(members: list[tuple[str, Any]], space: str, ascii_only: bool) -> None:
    members = [*members, ("messages", [])]
    pieces = [
        f"{space}{json.dumps(name, ensure_ascii=ascii_only)}{space}:{json.dumps(value, ensure_ascii=ascii_only)}{space}"
        for name, value in members
    ]
    try:
        body = f"{space}{{{','.join(pieces)}}}".encode()
    except UnicodeEncodeError:
        return
    chat = parse(body)
    assert [(name, json.loads(value)) for name, value in parts(chat)] == members


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_invalid_request(body: bytes) -> None:
    for whole in (body, b"{" + body + b"}", b'{"messages":[],' + body + b"}", b'{"messages":[' + body + b"]}"):
        with suppress(InvalidRequest):
            tool_names(parse(whole))


BODY = b'{"model":"a\\ud83d","tools":[{"function":{"name":"b"}}],"model":1,"messages":["\xc3\xa4"],"response_format":{"type":"x"}}'


@given(st.lists(st.tuples(st.integers(0, len(BODY) - 1), st.integers(0, 255)), max_size=3))
def test_no_damaged_byte_raises_anything_but_invalid_request(damages: list[tuple[int, int]]) -> None:
    damaged = bytearray(BODY)
    for place, byte in damages:
        damaged[place] = byte
    with suppress(InvalidRequest):
        chat = parse(bytes(damaged))
        tool_names(chat)
        assert all(chat.body[slice(*member.value)] for member in chat.members)
