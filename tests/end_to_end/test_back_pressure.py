"""A client that reads slowly slows upstream down; the gateway does not fill up with what it can't pass on."""

import time
from collections.abc import Callable

import pytest

from tests.fakes.client import End
from tests.fakes.openrouter import Exchange, ScriptedOpenRouter, chunk, head
from tests.fakes.processes import Stack, until

StackFactory = Callable[..., Stack]
MIB = 2**20
TOTAL = 200 * MIB


@pytest.fixture
def stack_alone(start_stack: StackFactory) -> Stack:
    """A gateway of its own, so that its memory is its own."""
    return start_stack(classifiers=0)


class Flood:
    """An upstream that sends as fast as it is let."""

    def __init__(self, total: int, content_type: str) -> None:
        self.total = total
        self.content_type = content_type
        self.sent = 0

    async def __call__(self, exchange: Exchange) -> None:
        part = b"data: " + b"x" * 65_528 + b"\n\n"
        await exchange.send(head(headers=[("Content-Type", self.content_type), ("Transfer-Encoding", "chunked")]))
        while self.sent < self.total:
            await exchange.send(chunk(part))
            self.sent += len(part)
        await exchange.send(b"0\r\n\r\n")


@pytest.mark.parametrize("content_type", ["text/event-stream", "application/json"])
def test_a_client_that_does_not_read_costs_little_memory(
    stack_alone: Stack, openrouter: ScriptedOpenRouter, content_type: str
) -> None:
    assert stack_alone.client.chat(headers=[("X-Dispatch-Level", "easy")]).status == 200
    flood = Flood(TOTAL, content_type)
    openrouter.queue(flood)
    before = stack_alone.gateway.rss_bytes
    with stack_alone.client.connect(receive_buffer=65_536) as connection:
        connection.request(
            "POST", "/v1/chat/completions", b'{"messages":[],"stream":true}', [("X-Dispatch-Level", "easy")]
        )
        settled(flood)
        assert flood.sent < 40 * MIB, f"upstream could send {flood.sent / MIB:.0f} MiB to a client that reads nothing"
        assert stack_alone.gateway.rss_bytes - before < 24 * MIB
        got = connection.read_head()
        assert got.status == 200
        received = 0
        while received < TOTAL // 4:
            data = connection.sock.recv(MIB)
            assert data, "the stream ended"
            received += len(data)
        assert stack_alone.gateway.rss_bytes - before < 24 * MIB
    assert openrouter.last.gone.wait(5)


def settled(flood: Flood) -> None:
    """Wait until upstream has not been able to send anything for a while."""
    seen, since = -1, time.monotonic()
    while time.monotonic() - since < 0.5:
        if flood.sent != seen:
            seen, since = flood.sent, time.monotonic()
        until(lambda: time.monotonic() >= since + 0.05 or flood.sent != seen)  # noqa: B023 - called at once
        assert flood.sent < TOTAL


def test_a_slow_reader_gets_everything(stack_alone: Stack, openrouter: ScriptedOpenRouter) -> None:
    flood = Flood(8 * MIB, "text/event-stream")
    openrouter.queue(flood)
    with stack_alone.client.connect(receive_buffer=65_536) as connection:
        connection.request(
            "POST", "/v1/chat/completions", b'{"messages":[],"stream":true}', [("X-Dispatch-Level", "easy")]
        )
        got = connection.read_body(connection.read_head())
    assert got.end is End.COMPLETE
    assert len(got.body) == flood.sent


def test_a_stalled_client_does_not_hold_up_others(stack_alone: Stack, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(Flood(TOTAL, "text/event-stream"))
    with stack_alone.client.connect(receive_buffer=65_536) as connection:
        connection.request(
            "POST", "/v1/chat/completions", b'{"messages":[],"stream":true}', [("X-Dispatch-Level", "easy")]
        )
        openrouter.wait_for()
        for _ in range(20):
            started = time.monotonic()
            assert stack_alone.client.chat(headers=[("X-Dispatch-Level", "easy")]).status == 200
            assert time.monotonic() - started < 1
        connection.reset()
    assert openrouter.requests[0].gone.wait(5)


def test_a_client_that_never_reads_is_given_up_when_the_config_says_so(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(classifiers=0, config={"server": {"write_timeout_seconds": 0.5}})
    openrouter.queue(Flood(TOTAL, "text/event-stream"))
    with stack.client.connect(receive_buffer=65_536) as connection:
        connection.request(
            "POST", "/v1/chat/completions", b'{"messages":[],"stream":true}', [("X-Dispatch-Level", "easy")]
        )
        assert openrouter.wait_for().gone.wait(8), "upstream is still held for a client that does not read"
