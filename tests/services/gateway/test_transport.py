"""httpx over our own connections, against a raw server: how every answer ends, and which connection serves next.

What is sent is in test_upstream, HTTP as bytes in test_upstream_connection.
"""

import asyncio
import gc
import shutil
import socket
import ssl
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.gateway import transport as module
from services.gateway.transport import PooledTransport
from tests.fakes.redis_fleet import certificates

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
    """One that stays until its connection closes is 5 KB of memory for each stream."""
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


# --- which connection serves next ---

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Counting:
    """A server that answers every request with `answers` in turn, and counts connections and requests."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = answers
        self.connections = self.requests = self.open = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n{}"):
                writer.write(self.answers[self.requests % len(self.answers)])
                self.requests += 1
        self.open -= 1
        writer.close()


@asynccontextmanager
async def pooled(server: Counting, **listening: Any) -> AsyncIterator[tuple[PooledTransport, str]]:
    """A transport and the address of the server."""
    transport = PooledTransport()
    scheme = "https" if listening else "http"
    async with asyncio.timeout(10), await asyncio.start_server(server.serve, "127.0.0.1", 0, **listening) as started:
        yield transport, f"{scheme}://127.0.0.1:{started.sockets[0].getsockname()[1]}/"
        await transport.aclose()


async def send(transport: PooledTransport, url: str) -> httpx.Response:
    return await transport.handle_async_request(
        httpx.Request("POST", url, content=b"{}", extensions={"timeout": LIMITS})
    )


async def whole(transport: PooledTransport, url: str) -> bytes:
    answer = await send(transport, url)
    read = await body(answer)
    await answer.aclose()
    return read


async def test_one_connection_serves_one_after_the_other_and_two_at_once_need_two() -> None:
    server = Counting(OK)
    async with pooled(server) as (transport, url):
        for _ in range(5):
            await whole(transport, url)
        assert server.connections == 1
        first, second = await send(transport, url), await send(transport, url)
        assert (await body(first), await body(second)) == (b"ok", b"ok")
        await first.aclose()
        await second.aclose()
        assert server.connections == 2
        for _ in range(5):
            await whole(transport, url)
        assert (server.connections, server.requests) == (2, 12)


async def test_an_answer_that_is_closed_twice_frees_its_connection_once() -> None:
    """Two requests would meet on one connection."""
    server = Counting(OK)
    async with pooled(server) as (transport, url):
        answer = await send(transport, url)
        await body(answer)
        await answer.stream.aclose()  # type: ignore[union-attr]
        await answer.stream.aclose()  # type: ignore[union-attr]
        one, other = await send(transport, url), await send(transport, url)
        assert server.connections == 2
        assert (await body(one), await body(other)) == (b"ok", b"ok")
        await one.aclose()
        await other.aclose()


@pytest.mark.parametrize("tail", [b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", b"evil"])
async def test_nobody_gets_what_came_behind_the_answer_of_another(tail: bytes) -> None:
    server = Counting(OK + tail, OK)
    async with pooled(server) as (transport, url):
        assert [await whole(transport, url) for _ in range(2)] == [b"ok", b"ok"]
        assert server.connections == 2


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used() -> None:
    server = Counting(OK)
    async with pooled(server) as (transport, url):
        await whole(transport, url)
        server.writers[0].close()
        await asyncio.sleep(0.02)
        assert await whole(transport, url) == b"ok"
        assert (server.connections, server.requests) == (2, 2)


async def test_idle_connections_are_closed_after_a_while_and_used_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEEPALIVE_S", 0.5)
    server = Counting(OK)
    async with pooled(server) as (transport, url):
        crowd = [await send(transport, url) for _ in range(4)]
        for answer in crowd:
            await body(answer)
            await answer.aclose()
        for _ in range(8):
            await asyncio.sleep(0.12)
            await whole(transport, url)
        assert (server.connections, server.open) == (4, 1)
        await asyncio.sleep(1.0)
        assert server.open == 0
        assert await whole(transport, url) == b"ok"
        assert server.connections == 5


async def test_closing_the_transport_closes_what_is_idle_and_what_is_under_way() -> None:
    server = Counting(OK, CHUNKED)
    async with pooled(server) as (transport, url):
        first = await send(transport, url)
        answer = await send(transport, url)
        await body(first)
        await first.aclose()
        await transport.aclose()
        with pytest.raises(httpx.ReadError):
            await body(answer)
        await answer.aclose()
        await asyncio.sleep(0.02)
        assert server.open == 0


async def test_proxies_of_the_environment_mean_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with pooled(Counting(OK)) as (transport, url):
        assert await whole(transport, url) == b"ok"


async def test_a_header_with_a_line_break_is_never_sent() -> None:
    server = Counting(OK)
    async with pooled(server) as (transport, url):
        request = httpx.Request(
            "POST", url, content=b"{}", headers=[(b"X", b"a\r\nEvil: 1")], extensions={"timeout": LIMITS}
        )
        with pytest.raises(httpx.UnsupportedProtocol):
            await transport.handle_async_request(request)
    assert server.connections == 0


# --- addresses and TLS ---


def _answering(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> list[str]:
    """Every name has these addresses; the names that were asked for."""
    asked: list[str] = []

    async def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        await asyncio.sleep(0.01)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    return asked


async def test_a_second_address_serves_when_the_first_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that refuses nor one that says nothing."""
    with socket.socket() as closed, socket.socket() as silent:
        closed.bind(("127.0.0.1", 0))
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        waiting = [socket.socket() for _ in range(8)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(silent.getsockname())
        server = Counting(OK)
        async with pooled(server) as (transport, url):
            port = int(url.rstrip("/").rpartition(":")[2])
            for dead in (closed, silent):
                _answering(monkeypatch, dead.getsockname(), ("127.0.0.1", port))
                began = asyncio.get_running_loop().time()
                answer = await send(transport, f"http://{'a' if dead is closed else 'b'}.example/")
                assert await body(answer) == b"ok"
                await answer.aclose()
                assert asyncio.get_running_loop().time() - began < 1.5
        for one in waiting:
            one.close()


async def test_a_crowd_asks_for_a_name_once_and_a_failure_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Counting(OK)
    async with pooled(server) as (transport, url):
        port = int(url.rstrip("/").rpartition(":")[2])
        asked = _answering(monkeypatch, ("127.0.0.1", port))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(send(transport, "http://many.example/")) for _ in range(20)]
        for task in tasks:
            await body(task.result())
            await task.result().aclose()
        assert asked == ["many.example"]
        asked = _answering(monkeypatch, ("127.0.0.1", 1))
        for _ in range(2):
            with pytest.raises(httpx.ConnectError):
                await send(transport, "http://down.example/")
        assert asked == ["down.example"] * 2


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make certificates with")
async def test_tls_is_spoken_with_whom_a_known_authority_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = certificates(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(found.certificate, found.key)
    server = Counting(OK)
    async with pooled(server, ssl=tls) as (transport, url):
        module._tls.cache_clear()
        with pytest.raises(httpx.ConnectError):
            await whole(transport, url)
        monkeypatch.setenv("SSL_CERT_FILE", str(found.ca))
        module._tls.cache_clear()
        assert [await whole(transport, url) for _ in range(3)] == [b"ok"] * 3
        assert (server.connections, server.requests) == (1, 3)
        with pytest.raises(httpx.ConnectError):
            await whole(transport, url.replace("127.0.0.1", "localhost"))
    module._tls.cache_clear()
