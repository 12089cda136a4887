"""Upstream's answer to the client: bytes as they come, back-pressure, and breaks that stay breaks."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from services.gateway import relay as module
from services.gateway.core.sse import Usage
from services.gateway.exchange import ClientLeft, Exchange
from services.gateway.relay import HELD_BYTES, relay
from services.gateway.upstream import UpstreamAnswer, UpstreamBroke

SSE = [("Content-Type", "text/event-stream")]
JSON = [("Content-Type", "application/json")]
OURS = [(b"x-dispatch-level", b"hard")]


class Body(httpx.AsyncByteStream):
    """Upstream's body: gives the chunks one by one, then ends, breaks, or waits for ever."""

    def __init__(self, *chunks: bytes, then: str = "end") -> None:
        self.chunks, self.then = chunks, then
        self.given = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            self.given += 1
            yield chunk
        if self.then == "break":
            raise httpx.ReadError("CANARY")
        if self.then == "wait":
            await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.closed = True


def answer(body: Body, status: int = 200, headers: list[tuple[str, str]] = JSON) -> UpstreamAnswer:
    response = httpx.Response(status, headers=headers, stream=body)
    return UpstreamAnswer(status, [(name.encode(), value.encode()) for name, value in headers], 12.5, response)


class Client:
    """Has sent its body; keeps what it gets, as fast as `reading` lets it."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.reading = asyncio.Event()
        self.reading.set()

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            await self.reading.wait()
        self.got.append(message)

    @property
    def status(self) -> int:
        return int(self.got[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        found = self.got[0]["headers"]
        assert len(dict(found)) == len(found), "no header twice"
        return dict(found)

    @property
    def pieces(self) -> list[bytes]:
        return [message["body"] for message in self.got[1:] if message["body"]]

    @property
    def ended(self) -> bool:
        return not self.got[-1].get("more_body", True)


def exchange(client: Client, version: str = "1.1") -> Exchange:
    return Exchange({"http_version": version, "headers": []}, client.receive, client.send, replica="r")


EVENTS = (
    b": OPENROUTER PROCESSING\n\n",
    'data: {"model":"v/m","choices":[{"delta":{"content":"Grüße 🌍"}}]}\r\n\r\n'.encode(),
    b'data: {"model":"v/m","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}\n\n',
    b"data: [DONE]\n\n",
)


async def test_a_stream_passes_chunk_by_chunk_and_is_observed() -> None:
    one, body = exchange(client := Client()), Body(*EVENTS)
    one.extra_headers += OURS
    await relay(one, answer(body, headers=SSE))
    assert client.pieces == list(EVENTS)
    assert client.ended
    assert client.headers == {
        b"content-type": b"text/event-stream",
        b"cache-control": b"no-cache",
        b"x-accel-buffering": b"no",
        b"x-dispatch-level": b"hard",
    }
    record = one.record
    assert (record.usage, record.served_model) == (Usage(prompt_tokens=5, completion_tokens=2), "v/m")
    assert (record.status, record.error, record.upstream_broke) == (200, None, False)
    assert (record.answer_bytes, record.upstream_ms) == (sum(map(len, EVENTS)), 12.5)
    assert body.closed


async def test_a_stream_cut_inside_a_character_or_an_event_keeps_its_cuts() -> None:
    whole = b"".join(EVENTS)
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
    one = exchange(client := Client())
    await relay(one, answer(Body(*pieces), headers=SSE))
    assert client.pieces == pieces
    assert one.record.usage == Usage(prompt_tokens=5, completion_tokens=2)


@pytest.mark.parametrize("headers", [SSE, JSON], ids=["stream", "whole"])
async def test_nothing_is_read_ahead_of_a_client_that_does_not_read(headers: list[tuple[str, str]]) -> None:
    one, body = exchange(client := Client()), Body(*[b"x" * HELD_BYTES] * 50)
    client.reading.clear()
    async with asyncio.TaskGroup() as group:
        relaying = group.create_task(relay(one, answer(body, headers=headers)))
        for _ in range(50):
            await asyncio.sleep(0)
        assert body.given == 1
        client.reading.set()
        await relaying
    assert (body.given, len(b"".join(client.pieces))) == (50, 50 * HELD_BYTES)


async def test_the_head_and_the_first_piece_of_a_stream_go_out_while_upstream_still_thinks() -> None:
    one, body = exchange(client := Client()), Body(EVENTS[0], then="wait")
    async with asyncio.TaskGroup() as group:
        relaying = group.create_task(relay(one, answer(body, headers=SSE)))
        for _ in range(20):
            await asyncio.sleep(0)
        assert client.pieces == [EVENTS[0]]
        relaying.cancel()
    assert body.closed, "a client that leaves closes upstream"
    assert not client.ended


@pytest.mark.parametrize("version", ["1.1", "2"])
async def test_a_stream_that_breaks_is_never_ended(version: str) -> None:
    one, body = exchange(client := Client(), version), Body(EVENTS[1], then="break")
    with pytest.raises(UpstreamBroke) as broke:
        await relay(one, answer(body, headers=SSE))
    assert client.pieces == [EVENTS[1]]
    assert not client.ended
    assert one.record.upstream_broke
    assert body.closed
    assert "CANARY" not in str(broke.value)


async def test_what_a_broken_stream_had_said_is_recorded() -> None:
    one = exchange(Client())
    with pytest.raises(UpstreamBroke):
        await relay(one, answer(Body(EVENTS[2], then="break"), headers=SSE))
    assert one.record.usage == Usage(prompt_tokens=5, completion_tokens=2)


async def test_an_error_inside_a_stream_is_noticed_while_its_bytes_pass() -> None:
    event = b'data: {"choices":[{"finish_reason":"error"}],"error":{"code":429,"message":"m","metadata":{"error_type":"rate_limit_exceeded"}}}\n\n'
    one = exchange(client := Client())
    await relay(one, answer(Body(event[:40], event[40:]), headers=SSE))
    assert b"".join(client.pieces) == event
    assert one.record.error is not None
    assert (one.record.error.embedded, one.record.error.is_rate_limit) == (True, True)


USAGE = b'"usage":{"prompt_tokens":3,"cost":0.5}'
WHOLE = b'{"model":"v/m","choices":[{"finish_reason":"stop"}],' + USAGE + b"}"


@pytest.mark.parametrize("cut", [0, 1, 20, len(WHOLE)])
async def test_an_answer_that_is_no_stream_passes_with_its_length(cut: int) -> None:
    one = exchange(client := Client())
    one.extra_headers += OURS
    await relay(one, answer(Body(*filter(None, (WHOLE[:cut], WHOLE[cut:])))))
    assert b"".join(client.pieces) == WHOLE
    assert client.ended
    assert client.headers == {
        b"content-type": b"application/json",
        b"x-dispatch-level": b"hard",
        b"content-length": str(len(WHOLE)).encode(),
    }
    assert (one.record.usage, one.record.served_model) == (Usage(prompt_tokens=3, cost=0.5), "v/m")
    assert one.record.answer_bytes == len(WHOLE)


@pytest.mark.parametrize("length", [None, 3 * HELD_BYTES + len(WHOLE)], ids=["unknown length", "known length"])
async def test_a_long_answer_is_passed_on_before_it_is_complete_and_still_observed(length: int | None) -> None:
    padding = [b" " * HELD_BYTES] * 3
    headers = JSON if length is None else [*JSON, ("Content-Length", str(length))]
    one = exchange(client := Client())
    await relay(one, answer(Body(*padding, WHOLE), headers=headers))
    assert client.pieces == [*padding, WHOLE]
    assert client.ended
    assert client.headers.get(b"content-length") == (None if length is None else str(length).encode())
    assert one.record.usage == Usage(prompt_tokens=3, cost=0.5)


async def test_a_slow_answer_is_not_held_and_its_error_is_still_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenRouter pads a slow answer with blanks so that nobody closes the connection."""
    monkeypatch.setattr(module, "HELD_S", 0.0)
    error = b'{"choices":[{"finish_reason":"error","error":{"code":502,"message":"m"}}],' + USAGE + b"}"
    one = exchange(client := Client())
    await relay(one, answer(Body(b"\n   ", b"\n   ", error)))
    assert client.pieces == [b"\n   ", b"\n   ", error]
    assert one.record.error is not None
    assert (one.record.error.code, one.record.error.embedded) == ("502", True)
    assert one.record.usage == Usage(prompt_tokens=3, cost=0.5)


async def test_an_endless_answer_is_passed_on_without_being_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OBSERVED_BYTES", 2 * HELD_BYTES)
    one = exchange(client := Client())
    await relay(one, answer(Body(*[b" " * HELD_BYTES] * 5, WHOLE)))
    assert len(b"".join(client.pieces)) == 5 * HELD_BYTES + len(WHOLE)
    assert one.record.usage is None


@pytest.mark.parametrize("status", [400, 401, 429, 502, 529])
@pytest.mark.parametrize("headers", [JSON, SSE], ids=["JSON", "said to be a stream"])
async def test_an_error_status_passes_with_its_body_and_is_explained(
    status: int, headers: list[tuple[str, str]]
) -> None:
    body = json.dumps({"error": {"code": status, "message": "m", "metadata": {"provider_name": "P"}}}, indent=1)
    one = exchange(client := Client())
    upstream = answer(Body(body.encode()), status, [*headers, ("Retry-After", "7"), ("X-Dispatch-Level", "forged")])
    one.extra_headers += OURS
    await relay(one, upstream)
    assert (client.status, b"".join(client.pieces)) == (status, body.encode())
    assert client.headers[b"retry-after"] == b"7"
    assert client.headers[b"x-dispatch-level"] == b"hard"
    assert client.headers[b"x-dispatch-upstream-status"] == str(status).encode()
    assert client.headers[b"x-dispatch-upstream-provider"] == b"P"
    assert client.headers[b"x-dispatch-upstream-retry-after"] == b"7"
    assert one.record.error is not None
    assert (one.record.status, one.record.error.embedded) == (status, False)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":{"code":429,"message":"m"}}',
        b'{"choices":[{"finish_reason":"error","error":{"code":429}}]}',
    ],
    ids=["on top", "in a choice"],
)
async def test_an_error_inside_a_200_is_told_in_the_headers(body: bytes) -> None:
    one = exchange(client := Client())
    await relay(one, answer(Body(body)))
    assert (client.status, client.pieces) == (200, [body])
    assert client.headers[b"x-dispatch-upstream-error-code"] == b"429"
    assert client.headers[b"x-dispatch-upstream-status"] == b"200"
    assert client.headers[b"x-dispatch-upstream-retryable"] == b"true"


async def test_an_answer_that_breaks_before_its_head_went_out_leaves_room_for_an_error_status() -> None:
    one, body = exchange(client := Client()), Body(b'{"choices":', then="break")
    with pytest.raises(UpstreamBroke):
        await relay(one, answer(body))
    assert client.got == []
    assert one.record.upstream_broke
    assert body.closed


async def test_an_answer_that_breaks_later_is_never_ended() -> None:
    one, body = exchange(client := Client()), Body(b"x" * HELD_BYTES, then="break")
    with pytest.raises(UpstreamBroke):
        await relay(one, answer(body))
    assert client.pieces == [b"x" * HELD_BYTES]
    assert not client.ended


@pytest.mark.parametrize("status", [204, 304])
async def test_an_answer_that_has_no_body_declares_no_length(status: int) -> None:
    one = exchange(client := Client())
    await relay(one, answer(Body(), status, []))
    assert b"content-length" not in client.headers
    assert client.ended


@pytest.mark.parametrize("status", [200, 302, 404])
async def test_an_empty_body_passes_as_one(status: int) -> None:
    one = exchange(client := Client())
    await relay(one, answer(Body(), status))
    assert (client.status, client.pieces, client.ended) == (status, [], True)
    assert client.headers[b"content-length"] == b"0"


@pytest.mark.parametrize("headers", [SSE, JSON], ids=["stream", "whole"])
async def test_a_client_that_left_closes_upstream(headers: list[tuple[str, str]]) -> None:
    one, body = exchange(client := Client()), Body(*[b"x" * HELD_BYTES] * 3, then="wait")
    one.write_timeout_s = 0.01
    client.reading.clear()
    with pytest.raises(ClientLeft):
        await relay(one, answer(body, headers=headers))
    assert body.closed
    assert not one.record.upstream_broke
