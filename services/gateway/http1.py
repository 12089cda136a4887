"""HTTP/1 of one connection: llhttp reads requests, `Stream` runs the application, answers are framed here.

Takes the place of Hypercorn's `H11Protocol`, whose pure Python reading and writing costs more than the rest of the server:
a request of 1 KB is 132 us of CPU with it and 70 with this.
Law: a message whose end is in doubt ends the connection (RFC 9112 sections 6.3 and 9.6). What a server must refuse and
llhttp takes is refused here: no Host or two (RFC 9112 section 3.2), versions other than 1.0 and 1.1, transfer codings
other than chunked.
"""

import asyncio
import re
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import unquote

import httptools
from hypercorn.asyncio.task_group import TaskGroup
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config
from hypercorn.events import Closed, Event

from services.gateway.core.local_error import (
    HeadersTooLarge,
    LocalError,
    MalformedHttp,
    UnknownVersion,
    UnsupportedCoding,
    error_body,
)
from services.gateway.exchange import BODY_CAME, CLIENT_LEFT, Message, Receive, Scope, Send
from shared import log

logger = log.get("http1")

JOINED_BYTES: Final = 1 << 14
"""A chunk up to this size is copied between its framing; a larger one is written as it is."""
UNSERVED: Final = b"UNLOCK "
_METHOD: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64} (?=[/h*])")
"""A method that RFC 9110 section 9.1 allows, before a target."""
VERSIONS: Final = frozenset({"1.0", "1.1"})
FRAMING_BYTES: Final = 4
"""Colon, blank and line end of a header."""
BODILESS: Final = frozenset({204, 304})
MOST_MESSAGES: Final = 64
"""Pieces of a body that wait for the application until the client is made to wait."""
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
_Piece = tuple[bytes, bool]
"""A piece of a request's body, and whether more follows."""


class Stream:
    """One request and its answer: the application, what it receives and what it sends. Says at once when the client leaves."""

    def __init__(self, http: "Http1", left: "asyncio.Future[None]") -> None:
        """`left`: done when the client has gone before its answer was complete; `http`: where answers go."""
        self._http, self._left = http, left
        self._messages: deque[Message] = deque()
        """What the application has not received yet."""
        self._waiter: asyncio.Future[None] | None = None
        """Of the application, which waits for a message, or of the connection, which waits for room."""
        self._bodiless = self._begun = self._over = self._closed = False
        self._head_only = False

    async def run(self, app: Application, scope: Scope) -> None:
        """The application, from its start to its end."""
        self._head_only = scope["method"] == "HEAD"
        try:
            await app(scope, self._receive, self._send)
        except Exception:
            logger.exception("application_failed")
        finally:
            if not self._closed:
                if not self._begun:
                    self._http.begin_answer(500, [(b"content-length", b"0"), (b"connection", b"close")])
                    await self._http.end_body()
                    self._over = True
                await self._http.recycle()

    async def _receive(self) -> Message:
        while not self._messages:
            await self._changed()
        message = self._messages.popleft()
        self._wake()
        return message

    async def _send(self, message: Message) -> None:
        """What the application sends, in order."""
        kind = message["type"]
        if kind == "http.response.start" and not self._begun:
            self._begun = True
            self._bodiless = self._head_only or message["status"] in BODILESS
            self._http.begin_answer(message["status"], message.get("headers", []))
        elif kind == "http.response.body" and self._begun and not self._over:
            await self._send_body(message.get("body", b""), more=message.get("more_body", False))
        else:
            raise RuntimeError(f"{kind} out of turn")

    async def _send_body(self, data: bytes, *, more: bool) -> None:
        if data and not self._bodiless and not self._closed:
            await self._http.write_body(data)
        if not more:
            await self._http.end_body()
            self._over = True
            await self._http.recycle()

    async def put(self, data: bytes, *, more: bool) -> None:
        """A piece of the request's body; waits while the application has not taken enough of what came before."""
        while len(self._messages) >= MOST_MESSAGES and not self._closed:
            await self._changed()
        if not self._closed:
            self._messages.append({"type": "http.request", "body": data, "more_body": more})
            self._wake()

    def close(self) -> None:
        """The client has gone, or its answer is complete."""
        if self._closed:
            return
        self._closed = True
        if not self._over and not self._left.done():
            self._left.set_result(None)
        self._messages.append({"type": "http.disconnect"})
        self._wake()

    async def _changed(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        await self._waiter

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Http1:
    """One connection: `received` takes what the socket brings; answers are written to it."""

    def __init__(
        self,
        app: Application,
        config: Config,
        context: WorkerContext,
        task_group: TaskGroup,
        state: dict[str, Any],
        addresses: tuple[Any, Any],
        writer: asyncio.StreamWriter,
        idle: Callable[[], None],
        busy: Callable[[], None],
        close: Callable[[], Awaitable[None]],
    ) -> None:
        """`state`: what every request's scope brings; `addresses`: of client and server.

        `idle`, `busy`: told when no request is under way, and when one begins; `close`: ends the connection.
        """
        self._app, self._config, self._context, self._group = app, config, context, task_group
        self._state, self._addresses, self._writer = state, addresses, writer
        self._idle, self._busy, self._close = idle, busy, close
        self._transport = writer.transport
        self._held = b""
        """The head of an answer until the first piece of its body, or the end of the loop's turn: together they are one packet."""
        self._loop = asyncio.get_running_loop()
        self._free = asyncio.Event()
        self._stream: Stream | None = None
        self._answer = _Answer(b"GET", "1.1", keep_alive=False)
        self._request_complete = True
        self._reader = _Reader(config.h11_max_incomplete_size)
        self._broken = False

    async def handle(self, event: Event) -> None:
        """The end of the connection, as Hypercorn tells its protocols."""
        assert isinstance(event, Closed)
        await self._close_stream()

    async def received(self, data: bytes) -> None:
        """Bytes from the socket."""
        if self._broken:
            return
        refusal = self._reader.feed(data)
        for found in self._reader.take():
            if isinstance(found, _Head):
                await self._begin(found)
            elif self._stream is not None:
                piece, more = found
                self._request_complete = not more
                await self._stream.put(piece, more=more)
        if refusal is not None:
            await self._end_with(refusal)

    async def _until_free(self) -> None:
        """A client may send its next request before it has the answer to the last one."""
        while self._stream is not None:
            self._free.clear()
            await self._free.wait()

    async def _begin(self, head: "_Head") -> None:
        if self._stream is not None:
            await self._until_free()
        if self._broken:
            return
        self._busy()
        self._request_complete = False
        goes_on = head.keep_alive and not self._context.terminated.is_set()
        self._answer = _Answer(head.method, head.version, keep_alive=goes_on)
        if head.expects_continue:
            await self._write(b"HTTP/1.1 100 \r\n\r\n")
        left = self._loop.create_future()
        client, server = self._addresses
        path, _, query = head.target.partition(b"?")
        scope = {
            "type": "http",
            "http_version": head.version,
            "asgi": {"spec_version": "2.1", "version": "3.0"},
            "method": head.method.decode(),
            "scheme": "http",
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": head.headers,
            "client": client,
            "server": server,
            "state": {**self._state, CLIENT_LEFT: left, BODY_CAME: head.complete},
            "extensions": {},
        }
        stream = self._stream = Stream(self, left)
        self._group.spawn(stream.run, self._app, scope)

    def begin_answer(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Status and headers; where a length is announced, its body follows at once."""
        self._held = self._answer.head(status, headers)
        if not self._answer.length_known:
            self._loop.call_soon(self._flush)

    async def write_body(self, data: bytes) -> None:
        """A piece of the answer's body."""
        for piece in self._answer.body(data):
            await self._write(piece)

    async def end_body(self) -> None:
        """No more of it."""
        if end := self._answer.end():
            await self._write(end)

    async def _write(self, data: bytes) -> None:
        """Bytes to the client; waits while it does not read."""
        if self._held:
            data, self._held = self._held + data, b""
        try:
            self._writer.write(data)
            if self._transport.get_write_buffer_size():
                await self._writer.drain()
        except (ConnectionError, RuntimeError):
            await self._close_stream()

    def _flush(self) -> None:
        """Send a head that no body follows yet."""
        if self._held:
            data, self._held = self._held, b""
            with suppress(ConnectionError, RuntimeError):
                self._writer.write(data)

    async def recycle(self) -> None:
        """The application is done: ready for the next request, or the end where one of the two messages stayed incomplete."""
        self._flush()
        await self._close_stream()
        if (
            self._request_complete
            and self._answer.complete
            and self._answer.keep_alive
            and not self._context.terminated.is_set()
        ):
            self._free.set()
            self._idle()
        else:
            self._broken = True
            self._free.set()
            await self._close()

    async def _close_stream(self) -> None:
        if (stream := self._stream) is not None:
            self._stream = None
            self._free.set()
            stream.close()

    async def _end_with(self, refusal: LocalError) -> None:
        """What came is no HTTP: nothing that follows on this connection can be trusted. What runs keeps its answer."""
        if self._request_complete:
            await self._until_free()
        if not self._broken and (self._stream is None or not self._answer.begun):
            await self._write(_refused(refusal))
        self._broken = True
        await self._close_stream()
        await self._close()


def _refused(refusal: LocalError) -> bytes:
    request_id = secrets.token_hex(8)
    body = error_body(refusal, request_id)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"x-dispatch-request-id", request_id.encode()),
    ]
    return _Answer(b"GET", "1.1", keep_alive=False).head(refusal.status, headers) + body


class _Head:
    """The head of a request."""

    __slots__ = ("complete", "expects_continue", "headers", "keep_alive", "method", "target", "version")

    def __init__(self) -> None:
        self.method, self.target, self.version = b"", b"", "1.1"
        self.headers: list[tuple[bytes, bytes]] = []
        self.keep_alive = self.expects_continue = False
        self.complete = False
        """The end of the request has come, too."""


class _Reader:
    """Bytes to heads, bodies and ends. Its `on_...` methods are llhttp's callbacks."""

    def __init__(self, head_limit: int) -> None:
        """`head_limit`: bytes of a request's head."""
        self._limit = head_limit
        self._parser: Any = httptools.HttpRequestParser(self)
        self._found: list[_Head | _Piece] = []
        self._head = _Head()
        self._in_head = False
        """Between a request's first byte and the end of its head."""
        self._head_bytes = 0
        """Come in of that head so far, without the piece it began in: that one may hold another request's end."""
        self._read_bytes = 0
        """Of its target and whole headers."""
        self._muted = False
        self._body_follows = b""
        """Of a request that offers an upgrade: the header that says how long its body is."""

    def take(self) -> "list[_Head | _Piece]":
        """What was found since."""
        found, self._found = self._found, []
        return found

    def feed(self, data: bytes) -> LocalError | None:
        """Read on; a refusal when these bytes are no HTTP request that may be served."""
        try:
            if self._in_head:
                self._head_bytes += len(data)
                if self._head_bytes > self._limit and b"\r\n\r\n" not in data:
                    return self._too_large()
            self._parser.feed_data(data)
        except httptools.HttpParserInvalidMethodError:
            return self._read_as_unserved(data)
        except httptools.HttpParserUpgrade as offer:
            return self._ignore_upgrade(data[offer.args[0] :])
        except LocalError as refusal:
            return refusal
        except httptools.HttpParserCallbackError as error:
            return error.__context__ if isinstance(error.__context__, LocalError) else MalformedHttp("no HTTP request")
        except httptools.HttpParserError:
            return MalformedHttp("what came is no HTTP/1.1 request")
        return None

    def _too_large(self) -> HeadersTooLarge:
        return HeadersTooLarge(f"the head of the request is longer than {self._limit} bytes")

    def _read_as_unserved(self, data: bytes) -> LocalError | None:
        """A method that llhttp does not know, read as one that nothing here serves: it is the path that says what is allowed."""
        method = _METHOD.match(data)
        if method is None or self._found:
            return MalformedHttp("what came is no HTTP/1.1 request")
        self._parser = httptools.HttpRequestParser(self)
        return self.feed(UNSERVED + data[method.end() :])

    def _ignore_upgrade(self, rest: bytes) -> LocalError | None:
        """An offer to speak another protocol is ignored (RFC 9110 section 7.8); llhttp stops there, so another one reads on.

        Where a body follows, the new one is told of it first: it would take the body for a request.
        """
        self._parser = httptools.HttpRequestParser(self)
        if self._body_follows:
            self._muted = True
            self._parser.feed_data(b"POST / HTTP/1.1\r\n" + self._body_follows + b"\r\n\r\n")
            self._muted = False
        return self.feed(rest) if rest else None

    def on_message_begin(self) -> None:
        """A new request."""
        if not self._muted:
            self._head, self._in_head, self._head_bytes, self._read_bytes = _Head(), True, 0, 0

    def on_url(self, target: bytes) -> None:
        """A piece of its target."""
        if not self._muted:
            self._head.target += target
            self._count(len(target))

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; those behind a body mean nothing here."""
        if self._in_head and not self._muted:
            self._head.headers.append((name.lower(), value.rstrip(b" \t")))
            self._count(len(name) + len(value) + FRAMING_BYTES)

    def _count(self, size: int) -> None:
        """What was read of the head; raises `HeadersTooLarge`."""
        self._read_bytes += size
        if self._read_bytes > self._limit:
            raise self._too_large()

    def on_headers_complete(self) -> None:
        """The head is whole; raises a `LocalError` when it can't be served."""
        if self._muted:
            return
        self._in_head, head, parser = False, self._head, self._parser
        head.method, head.version, head.keep_alive = (
            parser.get_method(),
            parser.get_http_version(),
            parser.should_keep_alive(),
        )
        self._body_follows = b""
        hosts = 0
        for name, value in head.headers:
            if name == b"host":
                hosts += 1
            elif name == b"transfer-encoding":
                if value.strip().lower() != b"chunked":
                    raise UnsupportedCoding("Transfer-Encoding must be chunked")
                head.keep_alive = head.keep_alive and head.version != "1.0"
                self._body_follows = b"Transfer-Encoding: chunked"
            elif name == b"content-length":
                self._body_follows = b"Content-Length: %b" % value
            elif name == b"expect":
                head.expects_continue = value.lower() == b"100-continue" and head.version == "1.1"
        if head.version not in VERSIONS:
            raise UnknownVersion("only HTTP/1.1 and HTTP/1.0 are spoken here")
        if head.method == b"CONNECT":
            raise MalformedHttp("no tunnels are opened here")
        if hosts > 1 or (not hosts and head.version == "1.1"):
            raise MalformedHttp("the request needs exactly one Host header")
        self._found.append(head)

    def on_body(self, data: bytes) -> None:
        """A piece of the body."""
        self._found.append((data, True))

    def on_message_complete(self) -> None:
        """Its end; an offered upgrade with a body is not at its end yet, though llhttp says so."""
        if not (self._parser.should_upgrade() and self._body_follows):
            self._head.complete = True
            if self._found and (last := self._found[-1]).__class__ is tuple:
                self._found[-1] = (last[0], False)
            else:
                self._found.append((b"", False))


class _Answer:
    """The framing of one answer (RFC 9112 section 6)."""

    __slots__ = ("_chunked", "_left", "_method", "_version", "begun", "complete", "keep_alive")

    @property
    def length_known(self) -> bool:
        """The head said how long the body is."""
        return self._left is not None

    def __init__(self, method: bytes, version: str, *, keep_alive: bool) -> None:
        self._method, self._version = method, version
        self.keep_alive = keep_alive
        self.begun = self.complete = False
        self._chunked = False
        self._left: int | None = None
        """Bytes that the announced length still has room for; None when none was announced."""

    def head(self, status: int, headers: list[tuple[bytes, bytes]]) -> bytes:
        """Status line and headers; raises `ValueError` for a header that would break out of its line."""
        self.begun = True
        lines = [b"HTTP/1.1 %d " % status]
        for name, value in headers:
            if name == b"content-length":
                self._left = int(value)
            lines.append(b"%b: %b" % (name, value))
        if self._method == b"HEAD" or status in BODILESS:
            self._left = 0
        elif self._left is None:
            self._chunked = self._version == "1.1"
            if self._chunked:
                lines.append(b"transfer-encoding: chunked")
            else:
                self.keep_alive = False
        if not self.keep_alive:
            lines.append(b"connection: close")
        elif self._version == "1.0":
            lines.append(b"connection: keep-alive")
        block = b"\r\n".join((*lines, b"", b""))
        if block.count(b"\n") != len(lines) + 1 or block.count(b"\r") != len(lines) + 1:
            raise ValueError("a header with a line break")
        return block

    def body(self, data: bytes) -> tuple[bytes, ...]:
        """A piece of the body, framed; raises `ValueError` beyond the announced length."""
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise ValueError("more body than its Content-Length")
            return (data,)
        if not self._chunked:
            return (data,)
        if len(data) <= JOINED_BYTES:
            return (b"%x\r\n%b\r\n" % (len(data), data),)
        return b"%x\r\n" % len(data), data, b"\r\n"

    def end(self) -> bytes:
        """What ends the body; an answer shorter than announced stays incomplete."""
        self.complete = not self._left
        return b"0\r\n\r\n" if self._chunked else b""
