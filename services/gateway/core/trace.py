"""The structure of a request for `debug.trace_requests`: roles, counts and kinds, never content.

Law: what is shown is a number or a word of a closed set; a role or a key of the client's own making is its text, too.
"""

from typing import Any, Final

import msgspec

from services.gateway.core.chat_request import ChatRequest
from shared.json_spans import NotJson, split

MESSAGES_SHOWN: Final = 64
MESSAGES_COUNTED: Final = 5_000
"""More messages than these are not looked at: 2 us each."""
ROLES: Final = frozenset(("system", "developer", "user", "assistant", "tool", "function"))
KEYS: Final = frozenset(
    ("model", "models", "messages", "provider", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls",
     "response_format", "temperature", "top_p", "top_k", "min_p", "top_a", "max_tokens", "max_completion_tokens", "stop", "seed",
     "n", "logprobs", "top_logprobs", "logit_bias", "frequency_penalty", "presence_penalty", "repetition_penalty", "reasoning",
     "reasoning_effort", "verbosity", "usage", "user", "session_id", "metadata", "store", "plugins", "transforms", "route",
     "prediction", "modalities", "audio", "prompt_cache_key", "safety_identifier", "service_tier", "include_reasoning")
)  # fmt: skip
FORMATS: Final = frozenset(("", "text", "json_object", "json_schema", "json_schema_strict", "grammar"))
OTHER: Final = "other"


class _Message(msgspec.Struct):
    role: str = ""
    content: msgspec.Raw = msgspec.Raw(b"null")
    tool_calls: list[msgspec.Raw] | None = None


_message: Final = msgspec.json.Decoder(_Message)


def structure(chat: ChatRequest) -> dict[str, Any]:
    """Facts for one log line."""
    try:
        raws = split(chat.messages, at_once=MESSAGES_COUNTED, walked=MESSAGES_COUNTED)
        shape = [_shape(_message.decode(raw)) for raw in raws[-MESSAGES_SHOWN:]]
    except (NotJson, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {"messages_readable": False}
    return {
        "messages": len(raws),
        "shape": shape,
        "keys": [member.name if member.name in KEYS else OTHER for member in chat.members[:MESSAGES_SHOWN]],
        "has_tools": chat.has_tools,
        "response_format": chat.response_format if chat.response_format in FORMATS else OTHER,
    }


def _shape(message: _Message) -> str:
    """Such as "assistant:text:120:calls=2": role, kind of content, its bytes, tool calls."""
    kind = {b'"': "text", b"[": "parts"}.get(bytes(memoryview(message.content)[:1]), "none")
    calls = f":calls={len(message.tool_calls)}" if message.tool_calls else ""
    role = message.role if message.role in ROLES else OTHER
    return f"{role}:{kind}:{len(memoryview(message.content))}{calls}"
