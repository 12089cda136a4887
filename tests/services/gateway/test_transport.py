"""httpx over aiohttp's connections, against a raw server: how every answer ends. What is sent is in test_upstream."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from services.gateway.transport import PooledTransport

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
UNFRAMED = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
LIMITS = {"connect": 2.0, "pool": 2.0, "read": 2.0}


@asynccontextmanager
async def serving(*pieces: bytes, end: str) -> AsyncIterator[httpx.Response]:
    """The head of an answer whose pieces come one by one and end by "fin", "reset" or "hang"."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        if end == "reset":
            writer.transport.set_write_buffer_limits(0)
            sock = writer.get_extra_info("socket")
            sock.setsockopt(1, 13, b"\x01\0\0\0\0\0\0\0")  # SOL_SOCKET, SO_LINGER: a close is a reset
            writer.transport.abort()
        elif end == "fin":
            writer.close()
        else:
            await reader.read()
            writer.close()

    server = await asyncio.start_server(script, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = PooledTransport()
    try:
        request = httpx.Request("POST", f"http://127.0.0.1:{port}/", content=b"{}", extensions={"timeout": LIMITS})
        answer = await transport.handle_async_request(request)
        yield answer
        await answer.aclose()
    finally:
        await transport.aclose()
        server.close()


async def body(answer: httpx.Response) -> bytes:
    async with asyncio.timeout(5):
        return b"".join([piece async for piece in answer.stream])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pieces", "end"),
    [
        ((CHUNKED + b"2\r\nab\r\n", b"0\r\n\r\n"), "fin"),
        ((CHUNKED + b"2\r\nab\r\n", b"0\r\n\r\n"), "hang"),
        ((UNFRAMED + b"a", b"b"), "fin"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", b"b"), "hang"),
    ],
    ids=["chunks, then the end", "chunks, kept open", "no framing, closed", "of known length"],
)
async def test_a_finished_answer_is_whole(pieces: tuple[bytes, ...], end: str) -> None:
    async with serving(*pieces, end=end) as answer:
        assert await body(answer) == b"ab"


@pytest.mark.parametrize(
    ("pieces", "end"),
    [
        ((CHUNKED + b"2\r\nab\r\n",), "fin"),
        ((CHUNKED + b"2\r\nab\r\n",), "reset"),
        ((CHUNKED + b"2\r\nab\r\n", b"zz\r\nno chunk\r\n"), "hang"),
        ((UNFRAMED + b"ab",), "reset"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",), "fin"),
    ],
    ids=["chunks, closed", "chunks, reset", "garbage for a chunk", "no framing, reset", "too short"],
)
async def test_a_broken_answer_is_told(pieces: tuple[bytes, ...], end: str) -> None:
    async with serving(*pieces, end=end) as answer:
        with pytest.raises(httpx.ReadError):
            await body(answer)


async def test_silence_beyond_the_limit_is_told() -> None:
    LIMITS["read"] = 0.1
    try:
        async with serving(CHUNKED + b"2\r\nab\r\n", end="hang") as answer:
            with pytest.raises(httpx.ReadError):
                await body(answer)
    finally:
        LIMITS["read"] = 2.0


async def test_a_connection_that_serves_many_keeps_none_of_their_answers() -> None:
    """Each used to stay in memory until its connection closed: 5 KB a stream."""
    answers: list[weakref.ref[object]] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n{}"):
                writer.write(CHUNKED)
                await asyncio.sleep(0.001)
                writer.write(b"2\r\nab\r\n0\r\n\r\n")
        writer.close()

    transport = PooledTransport()
    async with await asyncio.start_server(script, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        for _ in range(20):
            request = httpx.Request("POST", url, content=b"{}", extensions={"timeout": LIMITS})
            answer = await transport.handle_async_request(request)
            answers.append(weakref.ref(answer.stream._answer))  # type: ignore[union-attr]
            assert await body(answer) == b"ab"
            await answer.aclose()
        del answer
        gc.collect()
        assert [kept for kept in answers if kept() is not None] == []
        await transport.aclose()
