"""`SseObserver`: reads usage, model and errors from a stream's bytes as they pass, however they are cut.

Operations: feed(chunk). Goals: no work for the many events that say nothing (one search per chunk), the same
findings for every cutting, bounded memory. Plan: an event that matters has one of the marks as a JSON key; inside a text
the quotes would be escaped, so a plain search can't mistake one. Only lines with a mark are parsed.
Limits: a line longer than `LINE_LIMIT` is not looked at.
"""

from typing import Any, Final

import msgspec

from services.gateway.core.upstream_error import Answer, UpstreamError, find_error, from_object

LINE_LIMIT: Final = 1 << 20
"""Bytes of one line that are kept while waiting for its end."""

_MARKS: Final = (b'"error"', b'"usage"')
_decoder: Final = msgspec.json.Decoder(Answer)


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Tokens and cost of one answer; cost in OpenRouter credits.

    Where the team's own key of a provider was used (BYOK), `usage.cost` is OpenRouter's fee alone; what the provider
    takes stands beside it (usage-accounting page) and is added here.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost: float = 0.0


class SseObserver:
    """Findings so far: `usage`, `error`, `served_model`, `done` (the `[DONE]` line was seen)."""

    def __init__(self, status: int = 200) -> None:
        """`status`: the HTTP status the stream came with."""
        self.usage: Usage | None = None
        self.error: UpstreamError | None = None
        self.served_model = ""
        self.done = False
        self._status = status
        self._rest = b""
        self._skipping = False

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes of the stream; they are not kept."""
        data = self._rest + chunk if self._rest else chunk
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        if end == 0:
            self._keep(data)
            return
        if b'"usage"' in data or b'"error"' in data or b"[DONE]" in data:
            for line in data[:end].splitlines():
                self._line(line)
        self._skipping = False
        self._keep(data[end:])

    def finish(self) -> None:
        """The stream ended: look at a last line without its end."""
        self._line(self._rest)
        self._rest = b""

    def _keep(self, rest: bytes) -> None:
        if self._skipping or len(rest) > LINE_LIMIT:
            self._rest, self._skipping = b"", True
        else:
            self._rest = rest

    def _line(self, line: bytes) -> None:
        if self._skipping or len(line) > LINE_LIMIT or not line.startswith(b"data:"):
            self._skipping = False
            return
        data = line[5:].strip()
        if data == b"[DONE]":
            self.done = True
        elif any(mark in data for mark in _MARKS):
            self._event(data)

    def _event(self, data: bytes) -> None:
        try:
            event = _decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        if (error := find_error(event)) is not None and self.error is None:
            self.error = from_object(error, status=self._status, embedded=True)
        if (usage := read_usage(event.usage)) is not None:
            self.usage = usage
        if isinstance(event.model, str):
            self.served_model = event.model[:128]


def read_usage(usage: Any) -> Usage | None:
    """OpenRouter's usage object; None if there is none."""
    if not isinstance(usage, dict):
        return None
    details, costs = usage.get("prompt_tokens_details"), usage.get("cost_details")
    own_key = _amount(costs.get("upstream_inference_cost")) if isinstance(costs, dict) and usage.get("is_byok") else 0.0
    return Usage(
        prompt_tokens=_whole(usage.get("prompt_tokens")),
        completion_tokens=_whole(usage.get("completion_tokens")),
        cached_tokens=_whole(details.get("cached_tokens")) if isinstance(details, dict) else 0,
        cost=_amount(usage.get("cost")) + own_key,
    )


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else 0


def _amount(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9 else 0.0
