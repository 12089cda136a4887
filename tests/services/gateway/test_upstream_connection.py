"""HTTP/1 from the client's side, as bytes: what is an answer, where it ends, when a connection may serve again.

How answers end on the wire is in test_transport, what is sent in test_upstream.
"""

import asyncio
import inspect
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import wraps
from typing import Any

import pytest
import uvloop
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway import upstream_connection as module
from services.gateway.upstream_connection import READ_BUFFER, Answer, Broken, Silent, UpstreamConnection

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ASK = b"POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def on_both_loops(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """The gateway runs on uvloop; what asyncio's own loop does is the reference."""

    @wraps(test)
    def run(loop: Callable[[], asyncio.AbstractEventLoop], **arguments: Any) -> None:
        async def whole() -> None:
            await test(**arguments)

        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(whole())

    own = inspect.signature(test)
    loop = inspect.Parameter("loop", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    run.__signature__ = own.replace(parameters=[*own.parameters.values(), loop])  # type: ignore[attr-defined]
    both = [asyncio.new_event_loop, uvloop.new_event_loop]
    return pytest.mark.parametrize("loop", both, ids=["asyncio", "uvloop"])(run)


@asynccontextmanager
async def connected(script: Script) -> AsyncIterator[UpstreamConnection]:
    """A connection to a server that does what the script says, and then closes."""

    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await script(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        over.set()

    loop = asyncio.get_running_loop()
    async with asyncio.timeout(10):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)  # what is read is what moves
        listening.bind(("127.0.0.1", 0))
        server = await asyncio.start_server(serve, sock=listening)
        _, connection = await loop.create_connection(lambda: UpstreamConnection(loop), *listening.getsockname())
        try:
            yield connection
        finally:
            connection.close()
            await connection.closed
            await over.wait()
            server.close()
            await server.wait_closed()


def sends(*pieces: bytes, pause_s: float = 0.0, stay: bool = True) -> Script:
    """Reads a request, answers piece by piece; stays until the client goes."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(len(ASK) + 2)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        if stay:
            await reader.read()

    return script


async def ask(connection: UpstreamConnection, limit_s: float | None = 2.0) -> Answer:
    return await connection.ask(ASK, (b"{}",), limit_s)


async def body(connection: UpstreamConnection, answer: Answer) -> bytes:
    read = b""
    while piece := await connection.read(answer):
        read += piece
    return read


async def answered(*pieces: bytes, pause_s: float = 0.0, stay: bool = True) -> tuple[Answer, bytes, bool]:
    """The answer, its body, and whether its connection may serve again."""
    async with connected(sends(*pieces, pause_s=pause_s, stay=stay)) as connection:
        answer = await ask(connection)
        read = await body(connection, answer)
        return answer, read, connection.usable


WHOLE = {
    "a length": (OK, b"ok", True),
    "chunks, an extension and a trailer": (CHUNKED + b"1;a=b\r\no\r\n1\r\nk\r\n0\r\nX-Late: 1\r\n\r\n", b"ok", True),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
    "not modified, with the length of what was not sent": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", b"", True),
    "nothing of a known length": (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"", True),
    "it says that it closes": (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", b"ok", False),
    "the older version": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok", False),
    "the older version, kept": (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    "no reason phrase": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    "bare line feeds": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok", True),
    "a blank behind a chunk's size": (CHUNKED + b"2 \r\nok\r\n0\r\n\r\n", b"ok", True),
    "an offer to speak something else": (b"HTTP/1.1 200 OK\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    "interim answers before it": (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK, b"ok", True),
    "a second one that nobody asked for": (OK + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", b"ok", False),
    "garbage behind it": (OK + b"evil", b"ok", False),
    "a body that it must not have": (b"HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil", b"", False),
    "more behind the last one": (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nokevil", b"ok", False),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
@on_both_loops
async def test_an_answer_ends_where_its_framing_says_and_what_is_in_doubt_ends_the_connection(name: str) -> None:
    data, expected, usable = WHOLE[name]
    answer, read, left_usable = await answered(data)
    assert (answer.status in (200, 204, 304), read, left_usable) == (True, expected, usable)
    assert not {header.lower() for header, _ in answer.headers} & {b"link", b"x-late"}, "of this answer's head alone"


@pytest.mark.parametrize("name", ["a length", "chunks, an extension and a trailer", "interim answers before it"])
@on_both_loops
async def test_an_answer_is_the_same_however_it_is_cut(name: str) -> None:
    data, expected, _ = WHOLE[name]
    for at in range(1, len(data)):
        async with connected(sends(data[:at], data[at:], pause_s=0.0005)) as connection:
            answer = await ask(connection)
            assert (answer.status, await body(connection, answer), connection.usable) == (200, expected, True), at


@pytest.mark.parametrize("coding", [b"", b"Transfer-Encoding: gzip\r\n"], ids=["no framing", "a coding without chunks"])
@on_both_loops
async def test_without_framing_the_end_of_the_connection_is_the_end(coding: bytes) -> None:
    answer, read, usable = await answered(b"HTTP/1.1 200 OK\r\n" + coding + b"\r\nhal", b"lo", pause_s=0.01, stay=False)
    assert (answer.framed, read, usable) == (False, b"hallo", False)


REFUSED = {
    "length and chunks": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
    "headers that never end": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nab",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
    "a request": b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    "a header beyond the limit": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    "headers beyond the limit": b"HTTP/1.1 200 OK\r\n" + b"X: aaaaaaaa\r\n" * 9_000 + b"\r\n",
    "a line without an end": b"HTTP/1.1 200 " + b"a" * 200_000,
    "interim answers without an end": b"HTTP/1.1 100 Continue\r\nX: aaaaaaaa\r\n\r\n" * 9_000,
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("piece", [1 << 20, 1_000])
@on_both_loops
async def test_what_is_no_answer_is_refused_and_ends_the_connection(name: str, piece: int) -> None:
    data = REFUSED[name]
    async with connected(sends(*(data[at : at + piece] for at in range(0, len(data), piece)))) as connection:
        with pytest.raises(Broken) as told:
            await ask(connection)
        assert not isinstance(told.value, Silent), "at once"
        await connection.closed
        assert not connection.usable


@on_both_loops
async def test_what_came_before_the_break_is_read_first() -> None:
    async with connected(sends(CHUNKED + b"2\r\nab\r\n", b"2\r\ncd\r\nzz\r\n", pause_s=0.01)) as connection:
        answer = await ask(connection)
        await connection.closed
        assert await connection.read(answer) == b"abcd"
        with pytest.raises(Broken):
            await connection.read(answer)


@on_both_loops
async def test_bytes_between_two_requests_end_the_connection() -> None:
    """They would be taken for the next answer."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await sends(OK, pause_s=0.02, stay=False)(reader, writer)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        await reader.read()

    async with connected(script) as connection:
        assert await body(connection, await ask(connection)) == b"ok"
        assert connection.usable
        await connection.closed
        assert not connection.usable


@on_both_loops
async def test_an_answer_that_comes_before_its_request_is_out_leaves_the_connection_unusable() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(10)
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
        await asyncio.sleep(0.5)

    async with connected(script) as connection:
        answer = await connection.ask(ASK, (b"x" * (32 << 20),), 5.0)
        assert (answer.status, await body(connection, answer), connection.usable) == (413, b"no", False)


@on_both_loops
async def test_many_answers_come_over_one_connection() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in range(50):
            await reader.readexactly(len(ASK) + 2)
            writer.write(b"HTTP/1.1 200 OK\r\nX-N: %d\r\nContent-Length: 3\r\n\r\n%03d" % (number, number))

    async with connected(script) as connection:
        for number in range(50):
            answer = await ask(connection)
            assert await body(connection, answer) == b"%03d" % number
            assert (b"X-N", b"%d" % number) in answer.headers


@pytest.mark.parametrize("size", [0, 100, 100_000, 3_000_000])
@on_both_loops
async def test_pieces_of_a_body_arrive_as_one(size: int) -> None:
    whole = bytes(range(256)) * (size // 256)
    got: list[bytes] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        got.append(await reader.readexactly(len(whole)))
        writer.write(OK)
        await reader.read()

    async with connected(script) as connection:
        view = memoryview(whole)
        await connection.ask(ASK, (view[: size // 3], b"", view[size // 3 :]), 2.0)
    assert got == [whole]


@on_both_loops
async def test_a_reader_that_takes_nothing_makes_upstream_wait_and_then_gets_all() -> None:
    sent = 0
    total = 64 << 20

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readexactly(len(ASK) + 2)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % total)
        while sent < total:
            writer.write(bytes(1 << 16))
            await writer.drain()
            sent += 1 << 16
        await reader.read()

    async with connected(script) as connection:
        answer = await ask(connection, limit_s=0.4)
        await asyncio.sleep(0.9)
        assert answer.size < 4 * READ_BUFFER
        assert sent < total / 2
        read = 0
        while piece := await connection.read(answer):
            read += len(piece)
        assert read == total
        assert connection.usable


@on_both_loops
async def test_a_limit_within_the_millisecond_does_not_break_the_next_request() -> None:
    """uvloop gives another kind of handle for it."""
    loop = asyncio.get_running_loop()
    connection = UpstreamConnection(loop)
    connection._watch(loop.time() + 0.0002)
    connection._watch(loop.time() + 60)


@on_both_loops
async def test_silence_is_told_before_and_inside_an_answer() -> None:
    async with connected(sends()) as connection:
        with pytest.raises(Silent):
            await ask(connection, limit_s=0.05)
        await connection.closed
    async with connected(sends(CHUNKED + b"2\r\nab\r\n")) as connection:
        answer = await ask(connection, limit_s=0.3)
        assert await connection.read(answer) == b"ab"
        with pytest.raises(Silent):
            await connection.read(answer)


@on_both_loops
async def test_pieces_that_come_within_the_limit_may_take_longer_together() -> None:
    pieces = [b"1\r\n%d\r\n" % number for number in range(6)]
    async with connected(sends(CHUNKED, *pieces, b"0\r\n\r\n", pause_s=0.06)) as connection:
        assert await body(connection, await ask(connection, limit_s=0.3)) == b"012345"
        assert connection.usable


@on_both_loops
async def test_a_shorter_limit_counts_at_once_and_an_idle_connection_has_none() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in (OK, OK, b""):
            await reader.readexactly(len(ASK) + 2)
            writer.write(answer)
        await reader.read()

    async with connected(script) as connection:
        await body(connection, await ask(connection, limit_s=0.3))
        await asyncio.sleep(0.5)
        assert connection.usable
        await body(connection, await ask(connection, limit_s=60))
        began = asyncio.get_running_loop().time()
        with pytest.raises(Silent):
            await ask(connection, limit_s=0.05)
        assert asyncio.get_running_loop().time() - began < 1


@on_both_loops
async def test_an_upload_that_moves_is_no_silence_and_one_that_does_not_is() -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(12):
            await asyncio.sleep(0.1)
            await reader.readexactly(1 << 20)
        await reader.readexactly((4 << 20) + len(ASK))
        writer.write(OK)
        await reader.read()

    async def stuck(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)

    async with connected(slow) as connection:
        assert (await connection.ask(ASK, (bytes(16 << 20),), 0.6)).status == 200
    async with connected(stuck) as connection:
        with pytest.raises(Silent):
            await connection.ask(ASK, (bytes(16 << 20),), 0.2)


@on_both_loops
async def test_an_answer_that_nobody_reads_on_closes_and_one_that_is_whole_does_not() -> None:
    async with connected(sends(CHUNKED + b"2\r\nab\r\n")) as connection:
        connection.release(await ask(connection))
        await connection.closed
    async with connected(sends(OK)) as connection:
        connection.release(await ask(connection))
        await asyncio.sleep(0.02)
        assert connection.usable


@on_both_loops
async def test_a_cancelled_wait_closes() -> None:
    async with connected(sends()) as connection:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await ask(connection, limit_s=None)
        await connection.closed


@settings(max_examples=150, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                [b"HTTP/1.1 ", b"200 OK", b"100 X", b"\r\n", b"\n", b"\r", b": ", b"Content-Length", b"2", b"-1", b"ab",
                 b"Transfer-Encoding", b"chunked", b"0\r\n\r\n", b"Connection", b"close", b"Upgrade", b"\x00", b"\xff", b" "]
            ),
            max_size=30,
        ).map(b"".join),
    ),
    cut=st.integers(0, 200),
)  # fmt: skip
def test_whatever_comes_is_an_answer_or_is_told(data: bytes, cut: int) -> None:
    """No other error, no waiting for ever, and never more bytes of a body than came."""

    async def run() -> None:
        async with connected(sends(data[:cut], data[cut:], stay=False)) as connection:
            try:
                answer = await ask(connection)
                read = await body(connection, answer)
            except Broken as broken:
                assert re.fullmatch(r"[a-z ]+", str(broken)), "words of ours alone"  # noqa: PT017
            else:
                assert 200 <= answer.status < 1000
                assert len(read) <= len(data)

    asyncio.run(run())


def test_a_head_has_room_for_what_real_servers_send() -> None:
    assert module.HEADER_LIMIT >= 1 << 16
