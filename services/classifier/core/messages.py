"""The JSON array of messages to plain values: role, texts, tool calls. Nothing a client sends makes it raise.

The array is cut into raw messages first, so that a message seen before is recognised by its bytes and never parsed again.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from services.classifier.core.printed import readable
from shared.json_spans import NotJson, split

MAX_MESSAGES: Final = 4000
"""Only the last ones are judged: a request of a million messages costs no more than one of these."""
MANY: Final = 2_500_000
"""Messages that can be kept at once: 150 bytes of memory each."""
MANY_WALKED: Final = 200_000
"""Messages that are cut off one after the other, which takes 2 us each; a body of more is no conversation."""
MAX_TEXT: Final = 500_000
"""Characters of one text that are looked at: the first half and the last half of it."""
_TEXT_KINDS: Final = frozenset({"text", "input_text", "output_text"})

_any_decoder: Final = msgspec.json.Decoder()


class Call(msgspec.Struct, frozen=True, gc=False):
    """A tool call of the agent."""

    id: str
    name: str
    arguments: str


class Message(msgspec.Struct, frozen=True, gc=False):
    """One message, whatever shape it came in."""

    role: str
    texts: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    call_id: str = ""
    name: str = ""
    media: bool = False


def cut(messages: bytes) -> list[bytes]:
    """The raw messages of the array; an unreadable array, or one of too many messages, is an empty one."""
    try:
        return [bytes(raw) for raw in split(messages, at_once=MANY, walked=MANY_WALKED)]
    except RecursionError:
        return _cut_by_depth(messages)
    except NotJson:
        return []


_STRUCTURE: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{},]', re.DOTALL)


def _cut_by_depth(messages: bytes) -> list[bytes]:
    """The elements of an array one of which is nested too deep for a parser: the others can be read."""
    found: list[bytes] = []
    depth = start = 0
    for mark in _STRUCTURE.finditer(messages):
        sign = mark.group()
        if sign in (b"[", b"{"):
            depth += 1
            start = mark.end() if depth == 1 else start
        elif sign in (b"]", b"}", b",") and depth == 1:
            found.append(messages[start : mark.start()].strip())
            start = mark.end()
            depth -= sign != b","
            if len(found) > MANY_WALKED:
                return []
        elif sign in (b"]", b"}"):
            depth -= 1
    return [raw for raw in found if raw]


def parse(raw: bytes) -> Message:
    """One raw message; what is not understood is left out."""
    value = _value(raw)
    if not isinstance(value, Mapping):
        return Message(role="user", texts=(_bounded(value),)) if isinstance(value, str) else Message(role="")
    role = value.get("role")
    texts, media = _texts(value.get("content"))
    return Message(
        role=_ROLES.get(role, role) if isinstance(role, str) else "",
        texts=texts,
        calls=_calls(value),
        call_id=_text(value.get("tool_call_id")),
        name=_text(value.get("name")),
        media=media,
    )


_ROLES: Final = {"developer": "system", "function": "tool", "model": "assistant", "human": "user"}


def _value(raw: bytes) -> Any:
    try:
        return _any_decoder.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    try:  # broken UTF-8 and halves of surrogate pairs are refused by msgspec
        value = json.loads(raw.decode("utf-8", "replace"))
        if b"\\u" not in raw:
            return value
        return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT // 2] + "\n" + text[-MAX_TEXT // 2 :]
    return readable(text)


def _texts(content: Any) -> tuple[tuple[str, ...], bool]:
    if isinstance(content, str):
        return (_bounded(content),), False
    if not isinstance(content, list):
        return (), False
    texts: list[str] = []
    media = False
    for part in content:
        if isinstance(part, str):
            texts.append(_bounded(part))
        elif isinstance(part, dict):
            text = part.get("text")
            kind = part.get("type", "text")
            if isinstance(kind, str) and kind in _TEXT_KINDS and isinstance(text, str):
                texts.append(_bounded(text))
            else:
                media = True
    return tuple(texts), media


def _calls(value: Mapping[Any, Any]) -> tuple[Call, ...]:
    calls = value.get("tool_calls")
    single = value.get("function_call")
    found: list[Call] = []
    for item in calls if isinstance(calls, list) else ():
        function = item.get("function") if isinstance(item, dict) else None
        if isinstance(function, dict):
            found.append(
                Call(_text(item.get("id")), _text(function.get("name")), _arguments(function.get("arguments")))
            )
    if isinstance(single, dict):
        found.append(Call("", _text(single.get("name")), _arguments(single.get("arguments"))))
    return tuple(found)


def _arguments(value: Any) -> str:
    if isinstance(value, str):
        return _bounded(value)
    if isinstance(value, dict):
        try:
            return json.dumps(value)
        except (ValueError, RecursionError):
            return ""
    return ""
