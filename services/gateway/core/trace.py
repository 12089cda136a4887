"""The structure of a request for `debug.trace_requests`: roles, counts and kinds, never content."""

from typing import Any, Final

import msgspec

from services.gateway.core.chat_request import ChatRequest

MESSAGES_SHOWN: Final = 64


class _Message(msgspec.Struct):
    role: str = ""
    content: msgspec.Raw = msgspec.Raw(b"null")
    tool_calls: list[msgspec.Raw] | None = None


def structure(chat: ChatRequest) -> dict[str, Any]:
    """Facts for one log line."""
    try:
        messages = msgspec.json.decode(chat.value("messages"), type=list[_Message])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {"messages_readable": False}
    return {
        "messages": len(messages),
        "shape": [_shape(message) for message in messages[-MESSAGES_SHOWN:]],
        "keys": [member.name[:32] for member in chat.members],
        "has_tools": chat.has_tools,
        "response_format": chat.response_format,
    }


def _shape(message: _Message) -> str:
    """Such as "assistant:text:120:calls=2": role, kind of content, its bytes, tool calls."""
    kind = {b'"': "text", b"[": "parts"}.get(bytes(memoryview(message.content)[:1]), "none")
    calls = f":calls={len(message.tool_calls)}" if message.tool_calls else ""
    return f"{message.role[:16]}:{kind}:{len(memoryview(message.content))}{calls}"
