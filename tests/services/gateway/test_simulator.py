"""The simulator answers as OpenRouter would, names the model it was asked for, and never fails."""

import json
from typing import Any

import httpx
import pytest

from services.gateway import simulator
from services.gateway.core.sse import SseObserver, Usage
from services.gateway.simulator import SimulatedOpenRouter


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulator, "PAUSE_S", 0.0)


async def asked(body: Any, method: str = "POST") -> tuple[httpx.Response, bytes]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = httpx.Request(method, "https://openrouter.ai/api/v1/chat/completions", content=content)
    response = await SimulatedOpenRouter().handle_async_request(request)
    assert isinstance(response.stream, httpx.AsyncByteStream)
    return response, b"".join([chunk async for chunk in response.stream])


async def test_an_answer_names_the_model_and_has_usage() -> None:
    response, body = await asked({"model": "vendor/m", "messages": []})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    answer = json.loads(body)
    assert answer["model"] == "vendor/m"
    assert "vendor/m" in answer["choices"][0]["message"]["content"]
    assert answer["choices"][0]["finish_reason"] == "stop"
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0


async def test_a_stream_is_events_with_the_model_a_usage_chunk_and_the_end() -> None:
    response, body = await asked({"model": "vendor/m", "messages": [], "stream": True})
    assert response.headers["content-type"] == "text/event-stream"
    lines = [line for line in body.decode().split("\n\n") if line]
    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    text = "".join(choice["delta"].get("content", "") for chunk in chunks for choice in chunk["choices"])
    assert "vendor/m" in text
    assert chunks[-1]["choices"] == []
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    observer = SseObserver()
    observer.feed(body)
    assert (observer.served_model, observer.done, observer.error) == ("vendor/m", True, None)
    assert isinstance(observer.usage, Usage)


@pytest.mark.parametrize("stream", [False, None, "true", 1, [], {}, 0.5])
async def test_only_true_asks_for_a_stream_as_the_gateway_reads_it(stream: Any) -> None:
    response, _ = await asked({"model": "m", "messages": [], "stream": stream})
    assert response.headers["content-type"] == "application/json"
