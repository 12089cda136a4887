"""HTTP/1 as bytes: what is read, what is refused, how answers are framed, over real sockets."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.fakes.serving import connected, serving

_STATUS_LINE = re.compile(rb"HTTP/1\.1 \d{3} ")


async def echo(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answers with what it understood."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message["body"]
        if not message["more_body"]:
            break
    shown = {
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
        "body": body.decode("latin-1"),
    }
    data = json.dumps(shown).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(data))]})
    await send({"type": "http.response.body", "body": data})


async def answers_to(data: bytes, app: Any = echo, *, cut: int = 0) -> bytes:
    """All that comes back until the server closes, or is silent for a moment."""
    async with serving(app) as (address, _, _), connected(address) as (reader, writer):
        if cut:
            writer.write(data[:cut])
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(data[cut:])
        got = b""
        try:
            async with asyncio.timeout(0.15):
                while piece := await reader.read(65536):
                    got += piece
        except TimeoutError:
            pass
        return got


def bodies(got: bytes) -> list[Any]:
    """The JSON bodies of the answers, in order."""
    return [json.loads(_STATUS_LINE.split(part)[0]) for part in got.split(b"\r\n\r\n")[1:]]


POST = b"POST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nX-Odd:  caf\xe9 \r\nContent-Length: 5\r\n\r\nhello"


@pytest.mark.parametrize("cut", range(0, len(POST), 7))
async def test_a_request_is_the_same_however_it_is_cut(cut: int) -> None:
    (seen,) = bodies(await answers_to(POST, cut=cut))
    assert (seen["method"], seen["path"], seen["query"], seen["body"]) == ("POST", "/a b", "x=1", "hello")
    assert seen["headers"] == [["host", "h"], ["x-odd", "caf\xe9"], ["content-length", "5"]]


async def test_chunks_are_joined_and_trailers_mean_nothing() -> None:
    data = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nHost: evil\r\n\r\n"
    (seen,) = bodies(await answers_to(data))
    assert seen["body"] == "abcde"
    assert [value for name, value in seen["headers"] if name == "host"] == ["h"]


async def test_requests_that_come_together_are_answered_in_turn() -> None:
    data = b"".join(b"GET /%d HTTP/1.1\r\nHost: h\r\n\r\n" % number for number in range(5))
    assert [seen["path"] for seen in bodies(await answers_to(data))] == [f"/{number}" for number in range(5)]


async def test_an_expected_continue_comes_before_the_answer() -> None:
    data = b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    async with serving(echo) as (address, _, _), connected(address) as (reader, writer):
        writer.write(data)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        writer.write(b"hi")
        assert b'"body": "hi"' in await reader.readuntil(b"}")


@pytest.mark.parametrize("length", [b"Content-Length: 3\r\n\r\nabc", b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"], ids=["length", "chunks"])  # fmt: skip
async def test_an_offered_upgrade_is_ignored_and_its_body_is_no_request(length: bytes) -> None:
    """Java's client offers h2c with every request."""
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n"
    data = b"POST /one HTTP/1.1\r\nHost: h\r\n" + offer + length + b"GET /two HTTP/1.1\r\nHost: h\r\n\r\n"
    assert [(seen["path"], seen["body"]) for seen in bodies(await answers_to(data))] == [("/one", "abc"), ("/two", "")]


async def test_a_method_nobody_knows_reaches_the_application_as_one_it_does_not_serve() -> None:
    (seen,) = bodies(await answers_to(b"BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n"))
    assert (seen["method"], seen["path"]) == ("UNLOCK", "/pot")


REFUSED = {
    "no Host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two Hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "length and chunks": (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunks and length": (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    "a list of lengths": (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
    "a signed length": (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +3\r\n\r\nabc", 400),
    "an odd coding": (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
    "a coding before chunks": (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "chunks twice": (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a bare line feed": (b"GET / HTTP/1.1\nHost: h\n\n", 400),
    "a blank before the colon": (b"GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
    "a folded header": (b"GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400),
    "a NUL": (b"GET / HTTP/1.1\r\nHost: h\r\nA: b\x00c\r\n\r\n", 400),
    "a lone carriage return": (b"GET / HTTP/1.1\r\nHost: h\r\nA: b\rX: y\r\n\r\n", 400),
    "HTTP/0.9": (b"GET /\r\n\r\n", 505),
    "HTTP/2 without asking": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "CONNECT": (b"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "an endless head": (b"GET / HTTP/1.1\r\nHost: h\r\n" + b"X-A: b\r\n" * 40_000, 431),
    "a head just beyond the limit in one piece": (b"GET / HTTP/1.1\r\nHost: h\r\nX-A: " + b"b" * (1 << 16) + b"\r\n\r\n", 431),
    "a bad chunk size": (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_no_request_is_refused_in_our_shape_and_ends_the_connection(name: str) -> None:
    data, status = REFUSED[name]
    got = await answers_to(data + b"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 %d " % status), got[:200]
    assert b"connection: close\r\n" in got
    (refusal,) = bodies(got)
    assert refusal["error"]["type"] == "invalid_request_error"
    assert len(refusal["request_id"]) == 16


async def test_a_fault_behind_a_good_request_leaves_its_answer_whole() -> None:
    seen, refusal = bodies(await answers_to(b"GET /good HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n"))
    assert (seen["path"], refusal["error"]["code"]) == ("/good", "malformed_http")


async def test_a_fault_inside_a_body_ends_the_request_that_waits_for_it() -> None:
    seen: list[str] = []

    async def reads(scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        while (message := await receive())["type"] != "http.disconnect":
            seen.append(message["type"])
        seen.append("left")

    got = await answers_to(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef", reads)
    assert got.startswith(b"HTTP/1.1 400 ")
    assert seen[-1] == "left"


def answering(*pieces: bytes, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Any:
    async def app(scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return app


GET = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
LARGE = b"x" * 100_000
FRAMED: dict[str, tuple[bytes, Any, bytes]] = {
    "chunks": (GET, answering(b"ab", b"", b"cde"), b"HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"),
    "a large chunk": (GET, answering(LARGE), b"HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n186a0\r\n" + LARGE + b"\r\n0\r\n\r\n"),
    "a length": (GET, answering(b"abc", headers=((b"content-length", b"3"),)), b"HTTP/1.1 200 \r\ncontent-length: 3\r\n\r\nabc"),
    "no body": (GET, answering(status=204), b"HTTP/1.1 204 \r\n\r\n"),
    "HEAD": (GET.replace(b"GET", b"HEAD"), answering(b"abc", headers=((b"content-length", b"3"),)), b"HTTP/1.1 200 \r\ncontent-length: 3\r\n\r\n"),
    "HTTP/1.0": (b"GET / HTTP/1.0\r\n\r\n", answering(b"ab", b"c"), b"HTTP/1.1 200 \r\nconnection: close\r\n\r\nabc"),
    "HTTP/1.0 kept": (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", answering(b"abc", headers=((b"content-length", b"3"),)), b"HTTP/1.1 200 \r\ncontent-length: 3\r\nconnection: keep-alive\r\n\r\nabc"),
    "a client that wants to close": (GET[:-2] + b"Connection: close\r\n\r\n", answering(b"abc", headers=((b"content-length", b"3"),)), b"HTTP/1.1 200 \r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc"),
}  # fmt: skip


@pytest.mark.parametrize("name", FRAMED)
async def test_an_answer_is_framed_for_its_client(name: str) -> None:
    data, app, wanted = FRAMED[name]
    assert await answers_to(data, app) == wanted


@pytest.mark.parametrize("pieces", [(b"ab",), (b"abcd",)], ids=["too short", "too long"])
async def test_an_answer_of_another_length_than_announced_ends_the_connection(pieces: tuple[bytes, ...]) -> None:
    app = answering(*pieces, headers=((b"content-length", b"3"),))
    async with serving(app) as (address, _, _), connected(address) as (reader, writer):
        writer.write(GET)
        async with asyncio.timeout(2):
            assert len((await reader.read()).partition(b"\r\n\r\n")[2]) != 3


@pytest.mark.parametrize("value", [b"a\r\nx-evil: 1", b"a\nb", b"a\rb"])
async def test_a_header_that_would_break_out_of_its_line_is_never_sent(value: bytes) -> None:
    got = await answers_to(GET, answering(headers=((b"x-a", value),)))
    assert b"evil" not in got
    assert not got.startswith(b"HTTP/1.1 200")


async def test_a_client_that_leaves_is_told_to_who_waits_for_it() -> None:
    """Before its answer is complete; after that nobody is disturbed."""
    told: list[bool] = []

    async def waits(scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["path"] == "/done":
            await answering(b"x")(scope, receive, send)
            told.append(scope["state"]["client_left"].done())
            return
        await scope["state"]["client_left"]
        told.append(True)

    async with serving(waits) as (address, _, _):
        async with connected(address) as (reader, writer):
            writer.write(GET.replace(b"/ ", b"/done "))
            await reader.readuntil(b"0\r\n\r\n")
        async with connected(address) as (_, writer):
            writer.write(GET)
            await writer.drain()
        async with asyncio.timeout(2):
            while len(told) < 2:
                await asyncio.sleep(0)
    assert told == [False, True]


async def failing(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
    """Fails before its answer, or inside of it, or sends what nobody expects."""
    if scope["path"] == "/late":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
    elif scope["path"] == "/order":
        await send({"type": "http.response.body", "body": b"without a head"})
    raise ValueError


@pytest.mark.parametrize("path", [b"/early", b"/order"])
async def test_an_application_that_fails_without_an_answer_is_a_500(path: bytes) -> None:
    got = await answers_to(b"GET %b HTTP/1.1\r\nHost: h\r\n\r\n" % path, failing)
    assert got.startswith(b"HTTP/1.1 500 ")
    assert b"content-length: 0\r\n" in got


async def test_an_application_that_fails_inside_its_answer_leaves_it_broken() -> None:
    async with serving(failing) as (address, _, _), connected(address) as (reader, writer):
        writer.write(b"GET /late HTTP/1.1\r\nHost: h\r\n\r\n")
        async with asyncio.timeout(5):
            got = await reader.read()
    assert got.endswith(b"\r\n\r\nhalf")


async def test_a_client_waits_while_the_application_takes_nothing_of_its_upload() -> None:
    """The connection keeps a bounded number of pieces; all of them arrive, in order, when the application goes on."""
    go_on = asyncio.Event()

    async def late(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        await go_on.wait()
        await echo(scope, receive, send)

    async with serving(late) as (address, _, _), connected(address) as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in range(200):
            writer.write(b"3\r\n%03d\r\n" % number)
        writer.write(b"0\r\n\r\n")
        await asyncio.sleep(0.05)
        go_on.set()
        async with asyncio.timeout(5):
            got = await reader.readuntil(b"}")
    assert json.loads(got.partition(b"\r\n\r\n")[2])["body"] == "".join(f"{number:03d}" for number in range(200))
