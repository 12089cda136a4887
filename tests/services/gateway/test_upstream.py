"""One attempt at a real server on loopback: what it is sent, what comes back, and how every way to fail is told."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from services.gateway.core.local_error import ApiKeyMissing, UpstreamTimeout, UpstreamUnreachable
from services.gateway.upstream import OpenRouterClient, UpstreamAnswer, UpstreamBroke
from shared.config.model import OpenRouter

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
KEY = "sk-or-v1-test"


class Server:
    """Reads each request whole, then lets the script answer; counts connections and keeps requests."""

    def __init__(self, script: Handle) -> None:
        self.script = script
        self.connections = 0
        self.requests: list[tuple[str, list[tuple[str, str]], bytes]] = []
        self.lost = asyncio.Event()
        self.base_url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().rstrip().split("\r\n")
                headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
                length = int({name.lower(): value for name, value in headers}.get("content-length", "0"))
                self.requests.append((first, headers, await reader.readexactly(length)))
                await self.script(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.lost.set()
            writer.close()


@asynccontextmanager
async def serving(script: Handle) -> AsyncIterator[Server]:
    server = Server(script)
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
        server.base_url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/api/v1"
        yield server


@pytest.fixture
async def client() -> AsyncIterator[OpenRouterClient]:
    found = OpenRouterClient()
    yield found
    await found.aclose()


def raw(*pieces: bytes, close: bool = False) -> Handle:
    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        if close:
            raise ConnectionError

    return script


OK = raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")


def settings(server: Server | str, **more: object) -> OpenRouter:
    return OpenRouter(**{"base_url": server if isinstance(server, str) else server.base_url, **more})


async def send(client: OpenRouterClient, server: Server | str, body: bytes = b"{}", **more: object) -> UpstreamAnswer:
    return await client.send(body, settings=settings(server, **more), key=KEY)


async def whole(answer: UpstreamAnswer) -> bytes:
    try:
        return b"".join([chunk async for chunk in answer.chunks()])
    finally:
        await answer.aclose()


async def test_a_request_carries_the_body_and_nothing_but_our_headers(client: OpenRouterClient) -> None:
    async with serving(OK) as server:
        body = b' {"n" : 1.0 } '
        await whole(await send(client, server, body, http_referer="https://team.example", site_title="Team"))
    ((first, headers, sent),) = server.requests
    assert first == "POST /api/v1/chat/completions HTTP/1.1"
    assert sent == body
    found = {name.lower(): value for name, value in headers}
    assert len(found) == len(headers), "no header twice"
    assert found.pop("host").startswith("127.0.0.1:")
    assert found.pop("user-agent").startswith("dispatch/")
    assert found == {
        "authorization": f"Bearer {KEY}",
        "content-type": "application/json",
        "content-length": str(len(body)),
        "accept": "*/*",
        "accept-encoding": "identity",
        "http-referer": "https://team.example",
        "x-openrouter-title": "Team",
    }


async def test_empty_attribution_and_a_missing_key_send_no_header(client: OpenRouterClient) -> None:
    async with serving(OK) as server:
        unnamed = settings(server, http_referer="", site_title="")
        await whole(await client.send(b"{}", settings=unnamed, key=""))
    names = {name.lower() for name, _ in server.requests[0][1]}
    assert names.isdisjoint({"authorization", "http-referer", "x-openrouter-title"})


async def test_settings_and_key_are_those_of_the_request(client: OpenRouterClient) -> None:
    async with serving(OK) as one, serving(OK) as other:
        await whole(await send(client, one, site_title="One"))
        await whole(await client.send(b"{}", settings=settings(other.base_url + "/", site_title="Two"), key="second"))
    found = {name.lower(): value for name, value in other.requests[0][1]}
    assert other.requests[0][0] == "POST /api/v1/chat/completions HTTP/1.1"
    assert (found["x-openrouter-title"], found["authorization"]) == ("Two", "Bearer second")


async def test_a_connection_is_used_again(client: OpenRouterClient) -> None:
    async with serving(OK) as server:
        for _ in range(5):
            await whole(await send(client, server))
    assert (server.connections, len(server.requests)) == (1, 5)


async def test_status_headers_and_bytes_come_as_they_were_sent(client: OpenRouterClient) -> None:
    head = (
        b"HTTP/1.1 429 Slow Down\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Odd: caf\xe9\r\nContent-Encoding: gzip\r\n"
    )
    async with serving(raw(head + b"Content-Length: 3\r\n\r\n\x1f\x8b\x00")) as server:
        answer = await send(client, server)
        assert await whole(answer) == b"\x1f\x8b\x00"
    assert answer.status == 429
    assert answer.headers == [
        (b"Set-Cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
        (b"X-Odd", b"caf\xe9"),
        (b"Content-Encoding", b"gzip"),
        (b"Content-Length", b"3"),
    ]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_an_answer_and_is_not_followed(client: OpenRouterClient, status: int) -> None:
    async with serving(OK) as other:
        location = f"{other.base_url}/chat/completions".encode()
        head = b"HTTP/1.1 %d Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, location)
        async with serving(raw(head)) as server:
            answer = await send(client, server)
            await whole(answer)
    assert answer.status == status
    assert other.requests == []


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        pytest.param(b"Content-Length: 5\r\n", b"hello", b"hello", id="a known length"),
        pytest.param(b"Transfer-Encoding: chunked\r\n", b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", b"hello", id="chunks"),
        pytest.param(b"", b"hello", b"hello", id="until the connection closes"),
    ],
)  # fmt: skip
async def test_every_framing_is_understood(client: OpenRouterClient, head: bytes, body: bytes, expected: bytes) -> None:
    async with serving(raw(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body, close=True)) as server:
        assert await whole(await send(client, server)) == expected


async def test_an_interim_answer_is_passed_over(client: OpenRouterClient) -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    async with serving(raw(interim)) as server:
        answer = await send(client, server)
        assert (answer.status, await whole(answer)) == (200, b"hi")


async def test_bytes_come_as_they_are_sent_and_no_later(client: OpenRouterClient) -> None:
    more = asyncio.Event()

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nContent-Length: 6\r\n\r\none"
        )
        await more.wait()
        writer.write(b"two")

    async with serving(script) as server:
        answer = await send(client, server)
        assert answer.is_stream
        chunks = answer.chunks()
        assert await anext(chunks) == b"one"
        more.set()
        assert await anext(chunks) == b"two"
        await chunks.aclose()
        await answer.aclose()


@pytest.mark.parametrize("kind", ["application/json", "text/event-streams-not", ""])
async def test_other_answers_are_no_stream(client: OpenRouterClient, kind: str) -> None:
    async with serving(
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n" % kind.encode())
    ) as server:
        answer = await send(client, server)
        await whole(answer)
    assert answer.is_stream is kind.startswith("text/event-stream")


async def test_closing_an_answer_half_read_closes_the_connection_at_once(client: OpenRouterClient) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        await reader.read()
        raise ConnectionError

    async with serving(script) as server:
        answer = await send(client, server)
        chunks = answer.chunks()
        await anext(chunks)
        await chunks.aclose()
        await answer.aclose()
        async with asyncio.timeout(0.5):
            await server.lost.wait()


async def test_a_cancelled_request_closes_the_connection_at_once(client: OpenRouterClient) -> None:
    reached = asyncio.Event()

    async def script(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        reached.set()
        await reader.read()
        raise ConnectionError

    async with serving(script) as server:
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(send(client, server))
            await reached.wait()
            waiting.cancel()
        async with asyncio.timeout(0.5):
            await server.lost.wait()
    assert len(server.requests) == 1


GARBAGE = [
    pytest.param(b"", id="it closes without a word"),
    pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", id="another protocol"),
    pytest.param(b"\x16\x03\x01\x00\x05", id="TLS on a plain port"),
    pytest.param(b"HTTP/1.1 200 OK\r\nContent-Len", id="half a head"),
    pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}", id="a length that is no number"),
    pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", id="a negative length"),
    pytest.param(b"HTTP/1.1 20x OK\r\n\r\n", id="a status that is no number"),
    pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", id="a header of seventy kilobytes"),
    pytest.param(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", id="another protocol offered"),
]


@pytest.mark.parametrize("answer", GARBAGE)
async def test_what_is_no_answer_is_unreachable_after_one_attempt(client: OpenRouterClient, answer: bytes) -> None:
    async with serving(raw(answer, close=True)) as server:
        with pytest.raises(UpstreamUnreachable):
            await send(client, server)
    assert (server.connections, len(server.requests)) == (1, 1)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(b"Content-Length: 10\r\n", b"hi", id="fewer bytes than declared"),
        pytest.param(b"Transfer-Encoding: chunked\r\n", b"2\r\nhi\r\n", id="no last chunk"),
        pytest.param(b"Transfer-Encoding: chunked\r\n", b"a\r\nhi", id="half a chunk"),
    ],
)
async def test_an_answer_cut_short_broke(client: OpenRouterClient, head: bytes, body: bytes) -> None:
    async with serving(raw(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n", body, close=True)) as server:
        answer = await send(client, server)
        with pytest.raises(UpstreamBroke):
            await whole(answer)
        answer = await send(client, server)
        await answer.aclose()
    assert server.connections == 2, "a broken connection is not used again"


async def test_a_reset_in_the_middle_broke(client: OpenRouterClient) -> None:
    more = asyncio.Event()

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
        await more.wait()
        found: socket.socket = writer.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        writer.transport.abort()
        raise ConnectionError

    async with serving(script) as server:
        answer = await send(client, server)
        chunks = answer.chunks()
        assert await anext(chunks) == b"hi"
        more.set()
        with pytest.raises(UpstreamBroke):
            await anext(chunks)
        await answer.aclose()


async def test_silence_before_the_answer_is_a_timeout(client: OpenRouterClient) -> None:
    async with serving(raw()) as server:
        with pytest.raises(UpstreamTimeout, match="begin its answer"):
            await send(client, server, idle_timeout_seconds=0.05)
    assert len(server.requests) == 1


async def test_silence_inside_the_answer_broke(client: OpenRouterClient) -> None:
    async with serving(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi")) as server:
        answer = await send(client, server, idle_timeout_seconds=0.05)
        with pytest.raises(UpstreamBroke):
            await whole(answer)


async def test_a_connection_that_is_not_accepted_in_time_is_a_timeout(client: OpenRouterClient) -> None:
    """A listener whose queue is full: the system does not answer further ones."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting: list[socket.socket] = []
        try:
            for _ in range(8):
                one = socket.socket()
                one.setblocking(False)
                one.connect_ex(listener.getsockname())
                waiting.append(one)
            full = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with pytest.raises(UpstreamTimeout):
                await send(client, full, connect_timeout_seconds=0.1, idle_timeout_seconds=0.1)
        finally:
            for one in waiting:
                one.close()


@pytest.mark.parametrize(
    "base_url",
    [
        pytest.param("http://nosuch.invalid", id="a name that nobody has"),
        pytest.param("http://host:99999", id="a port that is too high"),
        pytest.param("http://my host", id="a blank in the host"),
        pytest.param("http://host/\n", id="a line break"),
        pytest.param("http://xn--/", id="a host that is no name"),
        pytest.param("http://" + "a" * 300, id="a host that is too long"),
        pytest.param("ftp://host", id="another scheme"),
        pytest.param("http://me:secret@127.0.0.1:1", id="a password in the address"),
    ],
)
async def test_an_address_that_leads_nowhere_is_unreachable(client: OpenRouterClient, base_url: str) -> None:
    with pytest.raises(UpstreamUnreachable) as refused:
        await send(client, base_url)
    assert "secret" not in str(refused.value)
    assert KEY not in str(refused.value)


async def test_a_closed_port_is_unreachable(client: OpenRouterClient) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(UpstreamUnreachable, match="could not be reached"):
            await send(client, f"http://127.0.0.1:{closed.getsockname()[1]}")


async def test_the_wait_for_the_head_is_measured(client: OpenRouterClient) -> None:
    async with serving(OK) as server:
        answer = await send(client, server)
        await whole(answer)
    assert 0 < answer.waited_ms < 5000


async def test_many_requests_at_once_each_get_their_own_answer(client: OpenRouterClient) -> None:
    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = server.requests[-1][2]
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    async with serving(script) as server, asyncio.TaskGroup() as group:
        sent = {
            body: group.create_task(send(client, server, body)) for body in (b"%d" % number for number in range(120))
        }
        for body, task in sent.items():
            assert await whole(await task) == body


def test_without_a_key_nothing_is_tried() -> None:
    client = OpenRouterClient()
    with pytest.raises(ApiKeyMissing, match="no OpenRouter API key"):
        client.require_key()
    client.api_key = KEY
    assert client.require_key() == KEY
    client.api_key = "another"
    assert client.require_key() == "another"


async def test_the_simulator_needs_no_key_and_no_network() -> None:
    client = OpenRouterClient(simulate=True)
    assert client.simulated
    assert client.require_key() == ""
    answer = await send(client, "http://nosuch.invalid", b'{"model":"v/m","messages":[],"stream":1}')
    assert json.loads(await whole(answer))["model"] == "v/m"
    await client.aclose()


async def test_the_known_models_are_listed(client: OpenRouterClient) -> None:
    listed = b'{"data":[{"id":"a/b","name":"x"},{"id":"c/d"},{"name":"without"}]}'
    async with serving(raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(listed), listed))) as server:
        assert {"a/b", "c/d"} <= await client.models(settings=settings(server))
    assert server.requests[0][0] == "GET /api/v1/models HTTP/1.1"


@pytest.mark.parametrize("listed", [b"", b"<html>", b"[]", b'{"data":5}', b'{"data":[{"id":"\xff"}]}'])
async def test_a_list_that_is_none_broke(client: OpenRouterClient, listed: bytes) -> None:
    async with serving(raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(listed), listed))) as server:
        with pytest.raises(UpstreamBroke):
            await client.models(settings=settings(server))
