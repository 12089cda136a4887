"""Connections over real sockets: joined writes, idle time, the end of serving."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypercorn.config import Config

from services.gateway.listener import JoiningWriter, Listener

Scope = dict[str, Any]
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def hello(scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@asynccontextmanager
async def serving(
    app: Any, *, idle_s: float = 5.0
) -> AsyncIterator[tuple[tuple[str, int], asyncio.Event, "asyncio.Task[None]"]]:
    config = Config()
    config.keep_alive_timeout = idle_s
    config.include_date_header = config.include_server_header = False
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    stop = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        task = group.create_task(Listener(app, config).serve(listening, stop))
        await asyncio.sleep(0)
        yield listening.getsockname(), stop, task
        stop.set()


async def test_head_and_body_of_a_small_answer_are_one_packet() -> None:
    async with serving(hello) as (address, _, _), connected(address) as (reader, writer):
        writer.write(GET)
        assert await reader.read(65536) == b"HTTP/1.1 200 \r\ncontent-length: 5\r\n\r\nhello"


@asynccontextmanager
async def connected(address: tuple[str, int]) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(*address)
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def test_a_connection_serves_one_request_after_the_other() -> None:
    async with serving(hello) as (address, _, _), connected(address) as (reader, writer):
        for _ in range(3):
            writer.write(GET)
            assert (await reader.readuntil(b"hello")).endswith(b"hello")


@pytest.mark.parametrize("sent", [b"", b"GET / HT", GET], ids=["nothing", "half a head", "a whole request before"])
async def test_an_idle_connection_is_closed(sent: bytes) -> None:
    async with serving(hello, idle_s=0.05) as (address, _, _), connected(address) as (reader, writer):
        writer.write(sent)
        async with asyncio.timeout(3):
            await reader.read(-1)


async def test_stopping_closes_what_is_idle_and_waits_for_what_runs() -> None:
    go = asyncio.Event()

    async def slow(scope: Scope, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await go.wait()
        await send({"type": "http.response.body", "body": b"two"})

    async with serving(slow) as (address, stop, task):
        async with connected(address) as (idle, _), connected(address) as (reader, writer):
            writer.write(GET)
            await reader.readuntil(b"one\r\n")
            stop.set()
            assert await idle.read() == b""
            assert not task.done()
            with pytest.raises(OSError):
                await asyncio.open_connection(*address)
            go.set()
            assert (await reader.read()).endswith(b"two\r\n0\r\n\r\n")
        await task


async def test_an_answer_that_is_not_finished_is_cut_not_ended() -> None:
    async def broken(scope: Scope, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})

    async with serving(broken) as (address, _, _), connected(address) as (reader, writer):
        writer.write(GET)
        answer = await reader.read()
        assert answer.endswith(b"4\r\nhalf\r\n")


class _Recorder:
    def __init__(self) -> None:
        self.writes: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.writes.append(data)


async def test_writes_of_one_turn_leave_together_and_large_ones_at_once() -> None:
    recorder = _Recorder()
    writer = JoiningWriter(recorder)  # type: ignore[arg-type]
    writer.write(b"a")
    writer.write(b"")
    writer.write(b"b")
    assert recorder.writes == []
    await asyncio.sleep(0)
    assert recorder.writes == [b"ab"]
    writer.write(b"x" * 40_000)
    assert recorder.writes[1:] == [b"x" * 40_000]
