"""One pass over a chat completion body: where `model`, `provider` and `messages` stand, and a few flags. No text is read.

Plan: msgspec splits the top level into raw values (0.6 ms per MB). Their places follow from walking the keys and
jumping over each value by its length, which the body itself confirms at every step. Only the earlier values of a
repeated key are skipped bracket by bracket, slowly and exactly.
Limits: offsets are bytes into the body, end exclusive. Patterns are possessive: what could be taken back costs
120 bytes per character of a long string.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import msgspec

from services.gateway.core.local_error import InvalidRequest

Span = tuple[int, int]

_top_level: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BLANK: Final = re.compile(rb"[ \t\n\r]*")
_KEY: Final = re.compile(rb'"((?:[^"\\]++|\\.)*+)"[ \t\n\r]*:[ \t\n\r]*')
_SCALAR: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[^\s,\]}]+')
_BRACKET: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]')
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")

KEYS_LIMIT: Final = 1000
"""Keys of the top level; a chat completion has a few dozen, and a body of millions takes seconds and a gigabyte."""


@dataclass(frozen=True, slots=True)
class Member:
    """One key of the top level with its value: `key_start` is its opening quote, `value` the span of the value."""

    name: str
    key_start: int
    value: Span


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What the gateway knows of a body. `model` is empty when there is none or it is no text."""

    body: bytes
    members: tuple[Member, ...]
    open_brace: int
    model: str = ""
    stream: bool = False
    has_tools: bool = False
    response_format: str = ""
    values: dict[str, Span] = field(default_factory=dict)
    """Span of the value that counts (the last one) for each key."""

    def value(self, name: str) -> bytes:
        """The raw JSON value of a top-level key; empty when it is missing."""
        start, end = self.values.get(name, (0, 0))
        return self.body[start:end]


def parse(body: bytes) -> ChatRequest:
    """Find spans and flags; raises `InvalidRequest` that says at which byte a body is no JSON, or which key is wrong."""
    raw, readable = _split(body)
    if len(raw) > KEYS_LIMIT:
        raise InvalidRequest(f"the body has more than {KEYS_LIMIT} keys")
    open_brace = body.index(b"{")
    members = tuple(_walk(readable, raw, open_brace))
    values = {member.name: member.value for member in members}
    messages = values.get("messages")
    if messages is None:
        raise InvalidRequest("`messages` is missing: a chat completion needs an array of messages")
    if body[messages[0]] != 0x5B:
        raise InvalidRequest("`messages` must be an array")
    return ChatRequest(
        body=body,
        members=members,
        open_brace=open_brace,
        model=_text(raw.get("model")),
        stream=bytes(raw.get("stream", b"")) == b"true",
        has_tools=body.find(b"{", *values.get("tools", (0, 0))) >= 0,
        response_format=_response_format(raw.get("response_format")),
        values=values,
    )


def tool_names(chat: ChatRequest) -> tuple[str, ...]:
    """Names of the offered tools; for configs whose patterns ask for them."""
    try:
        tools = msgspec.json.decode(chat.value("tools") or b"[]", type=list[_Tool])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
    return tuple(tool.function.name for tool in tools if tool.function.name)


class _Function(msgspec.Struct):
    name: str = ""


class _Tool(msgspec.Struct):
    function: _Function = msgspec.field(default_factory=_Function)


class _ResponseFormat(msgspec.Struct):
    type: str = ""
    json_schema: msgspec.Raw = msgspec.Raw(b"{}")


class _JsonSchema(msgspec.Struct):
    strict: bool | None = None


def _split(body: bytes) -> tuple[dict[str, msgspec.Raw], bytes]:
    """The raw values by key, and the body they were read from: this one, or one of the same places.

    Clients that cut a text by UTF-16 units send halves of surrogate pairs as escapes. JSON has room for them and msgspec
    has not, so it reads a body in which each one is another escape of the same length.
    """
    try:
        return _decoded(body), body
    except InvalidRequest:
        readable = _SURROGATE.sub(rb"\\ufffd", body)
        if readable == body:
            raise
        return _decoded(readable), readable


def _decoded(body: bytes) -> dict[str, msgspec.Raw]:
    try:
        return _top_level.decode(body)
    except msgspec.ValidationError as error:
        raise InvalidRequest("the body must be a JSON object") from error
    except msgspec.DecodeError as error:
        raise InvalidRequest(f"the body is not valid JSON: {_position(str(error), body)}") from error
    except UnicodeDecodeError as error:
        raise InvalidRequest("the body is not valid JSON: a key is not valid UTF-8") from error
    except RecursionError as error:
        raise InvalidRequest("the body is nested too deeply") from error


def _position(message: str, body: bytes) -> str:
    """msgspec's words without anything of the body: "invalid character (byte 12)"."""
    if "truncated" in message:
        return f"it ends too early (byte {len(body)})"
    reason = message.split(": ", 1)[-1]
    return reason if reason.isascii() and len(reason) < 100 else "malformed"


def _walk(body: bytes, raw: dict[str, msgspec.Raw], open_brace: int) -> Iterator[Member]:
    """Places of all members of a valid object."""
    at = _skip_blank(body, open_brace + 1)
    for _ in range(KEYS_LIMIT):
        if body[at] == 0x7D:
            return
        key = _KEY.match(body, at)
        assert key is not None, "msgspec took what is no object"
        name = _name(key.group(1))
        end = _known_end(body, key.end(), raw[name]) or _value_end(body, key.end())
        yield Member(name, at, (key.end(), end))
        at = _skip_blank(body, end)
        at = _skip_blank(body, at + 1) if body[at] == 0x2C else at
    if body[at] != 0x7D:
        raise InvalidRequest(f"the body has more than {KEYS_LIMIT} keys")


def _known_end(body: bytes, start: int, value: msgspec.Raw) -> int:
    """Where the value at `start` ends if it is this one; 0 if it is another, which an earlier value of a repeated key may be."""
    end = start + len(memoryview(value))
    if not body.startswith(
        value, start
    ):  # one memcmp: find would study a needle of a megabyte first, which took 0.9 ms
        return 0
    after = _skip_blank(body, end)
    return end if body[after] in b",}" else 0


def _value_end(body: bytes, start: int) -> int:
    """Where the valid JSON value at `start` ends."""
    if body[start] not in b"[{":
        scalar = _SCALAR.match(body, start)
        assert scalar is not None
        return scalar.end()
    depth = 0
    for token in _BRACKET.finditer(body, start):
        first = body[token.start()]
        depth += (first in b"[{") - (first in b"]}")
        if depth == 0:
            return token.end()
    raise InvalidRequest(f"the body is not valid JSON: it ends too early (byte {len(body)})")


def _skip_blank(body: bytes, at: int) -> int:
    blank = _BLANK.match(body, at)
    assert blank is not None
    return blank.end()


def _name(key: bytes) -> str:
    if b"\\" not in key:
        return key.decode("utf-8", "replace")
    try:
        return str(msgspec.json.decode(b'"' + key + b'"'))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return key.decode("utf-8", "replace")


def _text(value: msgspec.Raw | None) -> str:
    try:
        return msgspec.json.decode(value, type=str) if value is not None else ""
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _response_format(value: msgspec.Raw | None) -> str:
    """'json_schema_strict' for a strict schema, else the format's own type; empty when there is none."""
    if value is None:
        return ""
    try:
        form = msgspec.json.decode(value, type=_ResponseFormat)
        strict = form.type == "json_schema" and msgspec.json.decode(form.json_schema, type=_JsonSchema).strict is True
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return "json_schema_strict" if strict else form.type[:32]
