"""One pass over a chat completion body: where `model`, `provider` and `messages` stand, and a few flags. No text is read.

Plan: walk the keys of the top level and jump over each value, whose end msgspec finds (`shared.json_spans`).
Limits: offsets are bytes into the body, end exclusive. Nobody may hold the event loop for long with a body of 25 MB: the
number and length of keys are limited, and what is decoded is small. Patterns are possessive: what could be taken back
costs 120 bytes per character of a long string.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from services.gateway.core.local_error import InvalidRequest
from shared.json_spans import NotJson, Span, skip_blanks, value_end, without_halves

KEYS_LIMIT: Final = 1000
"""Keys of the top level; a chat completion has a few dozen, and a body of millions takes seconds and a gigabyte."""
NAME_LIMIT: Final = 1000
"""Characters of a key, bytes of a model's name: a longer key is refused, a longer name is that of no model."""
PROVIDER_LIMIT: Final = 1 << 16
"""Bytes of `provider`, which is taken apart to be merged; OpenRouter knows a dozen short fields."""
READ_LIMIT: Final = 1 << 20
"""Bytes of a tools array or response format that is looked into; of a larger one nothing is known."""

_KEY: Final = re.compile(rb'"((?:[^"\\\x00-\x1f]|\\.){0,%d}+)"[ \t\n\r]*+:[ \t\n\r]*+' % NAME_LIMIT)
_NEXT: Final = re.compile(rb"[ \t\n\r]*+([,}])[ \t\n\r]*+")
"""What follows a value."""
_json: Final = msgspec.json.Decoder(msgspec.Raw)


class Member(NamedTuple):
    """One key of the top level with its value: `key_start` is its opening quote, `value` the span of the value."""

    name: str
    key_start: int
    value: Span


class ChatRequest(msgspec.Struct, frozen=True):
    """What the gateway knows of a body. `model` is empty when there is none or it is no text."""

    body: bytes
    members: tuple[Member, ...]
    open_brace: int
    model: str = ""
    stream: bool = False
    has_tools: bool = False
    response_format: str = ""
    values: dict[str, Span] = {}
    """Span of the value that counts (the last one) for each key."""

    def value(self, name: str) -> bytes:
        """The raw JSON value of a top-level key; empty when it is missing."""
        start, end = self.values.get(name, (0, 0))
        return self.body[start:end]

    @property
    def messages(self) -> memoryview:
        """The array of messages, not copied."""
        start, end = self.values["messages"]
        return memoryview(self.body)[start:end]


def parse(body: bytes) -> ChatRequest:
    """Find spans and flags; raises `InvalidRequest` that says at which byte a body is no JSON, or which key is wrong."""
    members, readable = _members(body)
    values = {member.name: member.value for member in members}
    messages = values.get("messages")
    if messages is None:
        raise InvalidRequest("`messages` is missing: a chat completion needs an array of messages")
    if body[messages[0]] != 0x5B:
        raise InvalidRequest("`messages` must be an array")
    start, end = values.get("provider", (0, 0))
    if end - start > PROVIDER_LIMIT:
        raise InvalidRequest(f"`provider` is larger than {PROVIDER_LIMIT} bytes")

    def raw(name: str) -> bytes:
        return readable[slice(*values.get(name, (0, 0)))]

    return ChatRequest(
        body=body,
        members=members,
        open_brace=body.index(b"{"),
        model=_model(raw("model")),
        stream=raw("stream") == b"true",
        has_tools=body.find(b"{", *values.get("tools", (0, 0))) >= 0,
        response_format=_response_format(raw("response_format")),
        values=values,
    )


def tool_names(chat: ChatRequest) -> tuple[str, ...]:
    """Names of the offered tools; for configs whose patterns ask for them."""
    raw = chat.value("tools")
    if not 0 < len(raw) <= READ_LIMIT:
        return ()
    try:
        tools = msgspec.json.decode(raw, type=list[_Tool])
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


def _members(body: bytes) -> tuple[tuple[Member, ...], bytes]:
    """All members, and the body they were read from: this one, or one of the same places.

    Clients that cut a text by UTF-16 units send halves of surrogate pairs as escapes. JSON has room for them and msgspec
    has not, so it reads a body in which each one is another escape of the same length.
    """
    readable = body
    try:
        try:
            return tuple(_walk(body)), body
        except NotJson:
            readable = without_halves(body)
            if readable == body:
                raise
            return tuple(_walk(readable)), readable
    except NotJson as error:
        raise _refusal(readable) from error
    except RecursionError as error:
        raise InvalidRequest("the body is nested too deeply") from error


def _walk(body: bytes) -> Iterator[Member]:
    """Every member of the object; raises `NotJson` where the body is none, `InvalidRequest` for too many keys."""
    at = skip_blanks(body, 0)
    if body[at : at + 1] != b"{":
        raise NotJson("no object")
    at = skip_blanks(body, at + 1)
    if body[at : at + 1] == b"}":
        at = skip_blanks(body, at + 1)
    else:
        for _ in range(KEYS_LIMIT):
            key = _KEY.match(body, at)
            if key is None:
                raise NotJson("no key")
            end = value_end(body, key.end())
            yield Member(_name(key[1]), at, (key.end(), end))
            following = _NEXT.match(body, end)
            if following is None:
                raise NotJson("no end")
            at = following.end()
            if following[1] == b"}":
                break
        else:
            raise InvalidRequest(f"the body has more than {KEYS_LIMIT} keys")
    if at != len(body):
        raise NotJson("something behind the end")


def _refusal(body: bytes) -> InvalidRequest:
    """What is wrong with a body that could not be walked, in msgspec's words without anything of the body: "invalid character (byte 12)"."""
    try:
        _json.decode(body)
    except msgspec.DecodeError as error:
        reason = str(error).partition(": ")[2] or f"it ends too early (byte {len(body)})"
        return InvalidRequest(f"the body is not valid JSON: {reason}")
    except RecursionError:
        return InvalidRequest("the body is nested too deeply")
    if body[skip_blanks(body, 0)] != 0x7B:
        return InvalidRequest("the body must be a JSON object")
    return InvalidRequest(f"a key of the body is longer than {NAME_LIMIT} characters")


def _name(key: bytes) -> str:
    """The text of a key; raises `NotJson`, and `InvalidRequest` for one that is not UTF-8, which msgspec jumps over."""
    try:
        return str(msgspec.json.decode(b'"' + key + b'"')) if b"\\" in key else key.decode()
    except UnicodeDecodeError as error:
        raise InvalidRequest("the body is not valid JSON: a key is not valid UTF-8") from error
    except msgspec.DecodeError as error:
        raise NotJson("a key") from error


def _model(value: bytes) -> str:
    if not 0 < len(value) <= NAME_LIMIT:
        return ""
    try:
        return msgspec.json.decode(value, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _response_format(value: bytes) -> str:
    """'json_schema_strict' for a strict schema, else the format's own type; empty when there is none."""
    if not 0 < len(value) <= READ_LIMIT:
        return ""
    try:
        form = msgspec.json.decode(value, type=_ResponseFormat)
        strict = form.type == "json_schema" and msgspec.json.decode(form.json_schema, type=_JsonSchema).strict is True
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return "json_schema_strict" if strict else form.type[:32]
