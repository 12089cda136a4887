"""`SimulatedOpenRouter`: stands where the network would be, for trying Dispatch without a key.

Streams a canned answer that names the model it was asked for and ends with a usage chunk, as OpenRouter does.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import msgspec

from services.gateway.core.chat_request import parse

PAUSE_S: Final = 0.02
"""Between two words, so that streaming can be seen."""


class SimulatedOpenRouter(httpx.AsyncBaseTransport):
    """An httpx transport that answers by itself."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """A chat completion in the form that was asked for."""
        asked = parse(await request.aread())
        words = f"This is the Dispatch simulator. You asked for the model {asked.model}.".split(" ")
        if asked.stream:
            return httpx.Response(
                200, headers={"content-type": "text/event-stream"}, stream=_Events(asked.model, words)
            )
        answer = {
            **_envelope(asked.model, "chat.completion"),
            "choices": [
                {"index": 0, "message": {"role": "assistant", "content": " ".join(words)}, "finish_reason": "stop"}
            ],
            "usage": _usage(words),
        }
        return httpx.Response(200, json=answer)


class _Events(httpx.AsyncByteStream):
    def __init__(self, model: str, words: list[str]) -> None:
        self._model, self._words = model, words

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for index, word in enumerate(self._words):
            delta = {"role": "assistant", "content": word if index == 0 else f" {word}"}
            yield self._event([{"index": 0, "delta": delta, "finish_reason": None}])
            await asyncio.sleep(PAUSE_S)
        yield self._event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
        yield self._event([], usage=_usage(self._words))
        yield b"data: [DONE]\n\n"

    def _event(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        chunk = {**_envelope(self._model, "chat.completion.chunk"), "choices": choices, **more}
        return b"data: " + msgspec.json.encode(chunk) + b"\n\n"


def _envelope(model: str, kind: str) -> dict[str, Any]:
    return {"id": "gen-simulated", "object": kind, "created": 0, "model": model, "provider": "simulator"}


def _usage(words: list[str]) -> dict[str, Any]:
    count = len(words)
    return {"prompt_tokens": count, "completion_tokens": count, "total_tokens": 2 * count, "cost": 0}
