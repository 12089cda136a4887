"""Connections over real sockets: idle time, the end of serving."""

import asyncio
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.gateway.listener import LAST_ACCEPTS_S, refuse_new_connections
from tests.fakes.serving import connected, listener_of, listening_socket, serving

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


async def test_from_the_announcement_on_an_answer_says_that_its_connection_closes() -> None:
    listening, stop = listening_socket(), asyncio.Event()
    listener = listener_of(hello)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(listener.serve(listening, stop))
        await asyncio.sleep(0)
        async with connected(listening.getsockname()) as (reader, writer):
            writer.write(GET)
            assert b"connection: close" not in await reader.readuntil(b"hello")
            await listener.announce()
            writer.write(GET)
            assert b"\r\nconnection: close\r\n" in await reader.read()
        stop.set()


@pytest.mark.skipif(sys.platform != "linux", reason="a filter on a socket is Linux's")
def test_a_socket_that_refuses_new_connections_keeps_those_it_has() -> None:
    with listening_socket() as listening, socket.socket() as early, socket.socket() as late:
        listening.listen()
        early.connect(listening.getsockname())
        assert refuse_new_connections(listening)
        late.settimeout(0.2)
        with pytest.raises(TimeoutError):
            late.connect(listening.getsockname())
        early.sendall(b"asked")
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.recv(5) == b"asked"


@pytest.mark.parametrize("starved_s", [0, 3 * LAST_ACCEPTS_S], ids=["at once", "without CPU for a while"])
async def test_what_has_connected_before_the_end_of_listening_is_served(starved_s: float) -> None:
    """All of them are in the kernel's queue when the stop comes, and ask only after it."""
    async with serving(hello) as (address, stop, _):
        waiting = [socket.create_connection(address) for _ in range(50)]
        stop.set()
        asyncio.get_running_loop().call_later(LAST_ACCEPTS_S / 8, time.sleep, starved_s)
        await asyncio.sleep(LAST_ACCEPTS_S / 4)
        for one in waiting:
            one.sendall(GET)
        for one in waiting:
            with one:
                reader, writer = await asyncio.open_connection(sock=one)
                assert (await reader.read()).endswith(b"hello")
                writer.close()


async def test_what_connects_to_a_shared_socket_after_the_stop_waits_for_the_next_process() -> None:
    with listening_socket() as kept:
        stop = asyncio.Event()
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(listener_of(hello).serve(kept.dup(), stop, shared=True))
            await asyncio.sleep(0)
            stop.set()
        async with connected(kept.getsockname()) as (reader, writer):
            writer.write(GET)
            stop = asyncio.Event()
            async with asyncio.timeout(10), asyncio.TaskGroup() as group:
                group.create_task(listener_of(hello).serve(kept.dup(), stop, shared=True))
                assert await reader.readuntil(b"hello")
                stop.set()


async def test_a_cut_ends_a_connection_whose_client_does_not_read() -> None:
    async def endless(scope: Scope, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 20_000_000, "more_body": True})

    listening, stop = listening_socket(), asyncio.Event()
    listener = listener_of(endless)
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            task = group.create_task(listener.serve(listening, stop))
            await asyncio.sleep(0)
            deaf.setblocking(False)
            await asyncio.get_running_loop().sock_connect(deaf, listening.getsockname())
            await asyncio.get_running_loop().sock_sendall(deaf, GET)
            await asyncio.sleep(0.2)
            stop.set()
            await asyncio.sleep(0.3)
            assert not task.done(), "it holds the process"
            listener.cut()
            await task


async def test_a_connection_that_is_closing_does_not_disturb_the_stop() -> None:
    """Its last answer waits in our buffer for a client that has finished sending and does not read."""

    async def larger(scope: Scope, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"40000")]})
        await send({"type": "http.response.body", "body": b"x" * 40_000})

    listening, stop = listening_socket(), asyncio.Event()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    listener = listener_of(larger)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        task = group.create_task(listener.serve(listening, stop))
        await asyncio.sleep(0)
        with socket.socket() as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.setblocking(False)
            await asyncio.get_running_loop().sock_connect(deaf, listening.getsockname())
            await asyncio.get_running_loop().sock_sendall(deaf, GET)
            await asyncio.sleep(0.1)
            deaf.shutdown(socket.SHUT_WR)
            await asyncio.sleep(0.1)
            stop.set()
            await asyncio.sleep(LAST_ACCEPTS_S * 2)
            assert not task.done()
            listener.cut()
            await task
