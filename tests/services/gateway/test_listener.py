"""Connections over real sockets: joined writes, idle time, the end of serving."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.fakes.serving import connected, serving

Scope = dict[str, Any]
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def hello(scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


async def test_head_and_body_of_a_small_answer_are_one_packet() -> None:
    async with serving(hello) as (address, _, _), connected(address) as (reader, writer):
        writer.write(GET)
        assert await reader.read(65536) == b"HTTP/1.1 200 \r\ncontent-length: 5\r\n\r\nhello"


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
            with pytest.raises(ConnectionRefusedError):
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
