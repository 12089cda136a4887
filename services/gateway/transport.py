"""`PooledTransport`: httpx over connections of our own. Decision 0005 says why neither its own pool nor aiohttp's.

One attempt per request: no redirects, no retries, no cookies, no decoding, no proxies.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Hashable
from functools import cache
from typing import Final

import aiohappyeyeballs
import httpx

from services.gateway.upstream_connection import Answer, Broken, Pieces, Silent, UpstreamConnection

KEEPALIVE_S: Final = 20.0
"""Idle connections are closed sooner than OpenRouter closes them, so that a request does not meet a dying one."""
RESOLVED_S: Final = 60.0
"""Addresses of a name are asked for again after so long."""
NEXT_ADDRESS_S: Final = 0.25
"""A second address is tried beside the first one after so long (RFC 8305 section 8)."""
PREPARED: Final = 16
"""Heads that are kept ready; more than a reload and a rotation ever need."""
PORTS: Final = {"http": 80, "https": 443}

Place = tuple[str, str, int]
"""Scheme, host, port."""
AddressInfo = tuple[int, int, int, str, tuple[object, ...]]


class Upload(httpx.AsyncByteStream):
    """A body in pieces, which are sent as they are."""

    def __init__(self, pieces: Pieces) -> None:
        """In order."""
        self.pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"".join(self.pieces)


class PooledTransport(httpx.AsyncBaseTransport):
    """All connections of the process to upstream."""

    def __init__(self) -> None:
        """Nothing connects before the first request."""
        self._idle: dict[Place, list[UpstreamConnection]] = {}
        """Free connections, the one that was used last behind."""
        self._open: set[UpstreamConnection] = set()
        self._addresses: dict[Place, tuple[float, list[AddressInfo]]] = {}
        self._resolving = asyncio.Lock()
        self._sweeper: asyncio.TimerHandle | None = None
        self._prepared: dict[Hashable, tuple[Place, bytes]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send and wait for the head of the answer; raises httpx's errors."""
        timeout = request.extensions["timeout"]
        body = request.stream.pieces if isinstance(request.stream, Upload) else (await request.aread(),)
        place, head = self._prepare(request)
        head = b"%bcontent-length: %d\r\n\r\n" % (head, sum(map(len, body)))
        connection = self._take(place) or await self._connected(place, timeout["connect"])
        try:
            answer = await connection.ask(head, body, timeout["read"])
        except Silent as error:
            raise httpx.ReadTimeout("no answer in time") from error
        except Broken as error:
            raise httpx.RemoteProtocolError("broke off before the answer began") from error
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(self, place, connection, answer), request=request
        )

    async def aclose(self) -> None:
        """Close all connections."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        self._idle.clear()
        for connection in (closing := tuple(self._open)):
            connection.close()
        for connection in closing:
            await connection.closed

    def give_back(self, place: Place, connection: UpstreamConnection) -> None:
        """The answer has been read: the connection may serve the next request."""
        if connection.usable:
            loop = asyncio.get_running_loop()
            connection.idle_since = loop.time()
            self._idle.setdefault(place, []).append(connection)
            if self._sweeper is None:
                self._sweeper = loop.call_later(KEEPALIVE_S, self._sweep, loop)

    def _take(self, place: Place) -> UpstreamConnection | None:
        idle = self._idle.get(place)
        while idle:
            connection = idle.pop()
            if connection.usable:
                return connection
        return None

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """Close what has been idle for long, and look again as long as anything is."""
        self._sweeper = None
        oldest = loop.time() - KEEPALIVE_S
        for place, idle in tuple(self._idle.items()):
            kept = []
            for connection in idle:
                if connection.usable and connection.idle_since > oldest:
                    kept.append(connection)
                else:
                    connection.close()
            if kept:
                self._idle[place] = kept
            else:
                del self._idle[place]
        if self._idle:
            self._sweeper = loop.call_later(KEEPALIVE_S / 4, self._sweep, loop)

    async def _connected(self, place: Place, limit_s: float | None) -> UpstreamConnection:
        """A new connection; raises httpx's errors."""
        loop = asyncio.get_running_loop()
        scheme, host, _ = place
        try:
            async with asyncio.timeout(limit_s):
                addresses = await self._resolved(place, loop)
                sock = await aiohappyeyeballs.start_connection(
                    addresses, happy_eyeballs_delay=NEXT_ADDRESS_S, loop=loop
                )
                _, connection = await loop.create_connection(
                    lambda: UpstreamConnection(loop),
                    sock=sock,
                    ssl=_tls() if scheme == "https" else None,
                    server_hostname=host if scheme == "https" else None,
                )
        except TimeoutError as error:
            raise httpx.ConnectTimeout("no connection in time") from error
        except OSError as error:  # a certificate that is refused is a ValueError, too
            self._addresses.pop(place, None)
            raise httpx.ConnectError("the connection failed") from error
        except (ValueError, OverflowError) as error:
            raise httpx.UnsupportedProtocol("no usable address") from error
        self._open.add(connection)
        connection.closed.add_done_callback(lambda _: self._open.discard(connection))
        return connection

    async def _resolved(self, place: Place, loop: asyncio.AbstractEventLoop) -> list[AddressInfo]:
        """The addresses of a host; one question at a time, as a crowd asks for the same one."""
        async with self._resolving:
            until, addresses = self._addresses.get(place, (0.0, []))
            if loop.time() >= until:
                found = await loop.getaddrinfo(place[1], place[2], type=socket.SOCK_STREAM)
                addresses = [*found]
                self._addresses[place] = loop.time() + RESOLVED_S, addresses
            return addresses

    def _prepare(self, request: httpx.Request) -> tuple[Place, bytes]:
        """Where it goes, and its head but for the length; kept for all requests of which the extension `same_head` says the same."""
        known = request.extensions.get("same_head")
        if known is None:
            return _place(request.url), _head(request)
        if (prepared := self._prepared.get(known)) is None:
            if len(self._prepared) >= PREPARED:
                self._prepared.clear()
            prepared = self._prepared[known] = _place(request.url), _head(request)
        return prepared


def _head(request: httpx.Request) -> bytes:
    lines = [b"%b %b HTTP/1.1" % (request.method.encode(), request.url.raw_path)]
    if "host" not in request.headers:
        lines.append(b"Host: %b" % request.url.netloc)
    lines += [b"%b: %b" % (name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
    block = b"\r\n".join((*lines, b""))
    if block.count(b"\n") != len(lines) or block.count(b"\r") != len(lines) or b"\0" in block:
        raise httpx.UnsupportedProtocol("a header with a line break")
    return block


def _place(url: httpx.URL) -> Place:
    if url.scheme not in PORTS or not url.host or url.userinfo:
        raise httpx.UnsupportedProtocol("no usable address")
    return url.scheme, url.raw_host.decode("ascii"), url.port or PORTS[url.scheme]


@cache
def _tls() -> ssl.SSLContext:
    """Verifies with the system's certificates; SSL_CERT_FILE names others. Made once: it takes 20 ms."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class _Body(httpx.AsyncByteStream):
    """The bytes as they come."""

    def __init__(
        self, transport: PooledTransport, place: Place, connection: UpstreamConnection, answer: Answer
    ) -> None:
        self._transport, self._place, self._connection, self._answer = transport, place, connection, answer
        self._open = True

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        """The next ones; raises httpx's `ReadError`."""
        try:
            chunk = await self._connection.read(self._answer)
        except Broken as error:
            raise httpx.ReadError(str(error)) from error
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def aclose(self) -> None:
        """Back to the pool when all has come, closed at once otherwise."""
        if not self._open:
            return
        self._open = False
        self._connection.release(self._answer)
        self._transport.give_back(self._place, self._connection)
