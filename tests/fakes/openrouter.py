"""`ScriptedOpenRouter`: an upstream that does exactly what a test says, byte by byte.

Law: it runs in a thread of its own on a loop of its own and speaks HTTP by hand, so that a test decides every chunk
boundary, delay, reset and lie. What it received is kept as it came, with the time at which the other side left.
"""

import asyncio
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Headers = Sequence[tuple[str, str]]
Framing = Literal["length", "chunked", "close"]

DONE: Final = b"data: [DONE]\n\n"
USAGE: Final = {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15, "cost": 0.0021}


@dataclass(eq=False)
class Received:
    """One request as it came in. `gone_at` is the monotonic time at which its connection was seen to end."""

    number: int
    connection: int
    head: bytes
    body: bytes = b""
    at: float = field(default_factory=time.monotonic)
    gone_at: float | None = None
    gone: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    """Set when its script has ended, whichever way."""

    @property
    def target(self) -> str:
        """Path and query of the request line."""
        return self.head.split(b" ", 2)[1].decode("latin-1")

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Names in lower case, in the order of arrival, repetitions kept."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines if line)]

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def model(self) -> str:
        """The model asked for; empty when the body does not say."""
        try:
            body = json.loads(self.body)
        except ValueError:
            return ""
        return str(body.get("model", "")) if isinstance(body, dict) else ""


class Exchange:
    """What a script has in hand: the request, and the raw connection to answer on."""

    def __init__(self, connection: "_Connection", request: Received) -> None:
        """One exchange per request."""
        self._connection = connection
        self.request = request

    async def send(self, data: bytes) -> None:
        """Hand these bytes to the kernel in one write and wait until it took them."""
        self._connection.transport.write(data)
        await self._connection.drained()

    async def pause(self, seconds: float) -> None:
        """Let time pass, as a slow model does."""
        await asyncio.sleep(seconds)

    async def wait(self, gate: "Gate") -> None:
        """Go on when the test opens the gate."""
        await gate.passed()

    async def until_gone(self) -> None:
        """Do nothing until the other side has closed."""
        await self._connection.lost.wait()

    def reset(self) -> None:
        """Tear the connection down with a TCP reset."""
        self._connection.reset()

    def close(self) -> None:
        """End the connection with a FIN."""
        self._connection.transport.close()

    @property
    def buffered(self) -> int:
        """Bytes that the kernel has not taken yet."""
        return self._connection.transport.get_write_buffer_size()


Script = Callable[[Exchange], Coroutine[Any, Any, None]]


class Gate:
    """Something that a script waits for and a test opens, from another thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Closed at first."""
        self._loop = loop
        self._event = asyncio.Event()

    def open(self) -> None:
        """Let the waiting script go on; for ever."""
        self._loop.call_soon_threadsafe(self._event.set)

    async def passed(self) -> None:
        """Wait inside the fake's loop."""
        await self._event.wait()


# --- scripts ---------------------------------------------------------------------------------------------------------


def head(status: str = "200 OK", headers: Headers = ()) -> bytes:
    """A response head as bytes."""
    return b"".join(
        [f"HTTP/1.1 {status}\r\n".encode(), *(f"{k}: {v}\r\n".encode("latin-1") for k, v in headers), b"\r\n"]
    )


def chunk(data: bytes) -> bytes:
    """One chunk of the chunked coding."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def answer(
    body: bytes | dict[str, Any],
    *,
    status: str = "200 OK",
    headers: Headers = (),
    framing: Framing = "length",
    content_type: str = "application/json",
) -> Script:
    """A whole answer at once."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lead = [("Content-Type", content_type)] if content_type else []

    async def script(exchange: Exchange) -> None:
        if framing == "length":
            await exchange.send(head(status, [*lead, ("Content-Length", str(len(data))), *headers]) + data)
        elif framing == "chunked":
            await exchange.send(
                head(status, [*lead, ("Transfer-Encoding", "chunked"), *headers])
                + (chunk(data) if data else b"")
                + b"0\r\n\r\n"
            )
        else:
            await exchange.send(head(status, [*lead, ("Connection", "close"), *headers]) + data)
            exchange.close()

    return script


def stream(
    parts: Iterable[bytes],
    *,
    framing: Framing = "chunked",
    headers: Headers = (),
    apart_s: float = 0.002,
    end: Literal["clean", "reset", "fin", "hang"] = "clean",
    gate_after_first: Gate | None = None,
) -> Script:
    """An event stream: each part in a write (and chunk) of its own, `apart_s` apart.

    `end`: clean as the framing has it; `reset` or `fin` cuts without the framing's end; `hang` stays silent.
    """
    parts = list(parts)
    length = sum(map(len, parts)) + (1 if end != "clean" else 0)
    extra = {
        "chunked": [("Transfer-Encoding", "chunked")],
        "length": [("Content-Length", str(length))],
        "close": [("Connection", "close")],
    }[framing]

    async def script(exchange: Exchange) -> None:
        await exchange.send(head(headers=[("Content-Type", "text/event-stream"), *extra, *headers]))
        for index, part in enumerate(parts):
            await exchange.send(chunk(part) if framing == "chunked" else part)
            if index == 0 and gate_after_first:
                await exchange.wait(gate_after_first)
            await exchange.pause(apart_s)
        if end == "reset":
            exchange.reset()
        elif end == "fin" or (end == "clean" and framing == "close"):
            exchange.close()
        elif end == "hang":
            await exchange.until_gone()
        elif framing == "chunked":
            await exchange.send(b"0\r\n\r\n")

    return script


def raw(*pieces: bytes, then: Literal["keep", "close", "reset", "hang"] = "keep", apart_s: float = 0.0) -> Script:
    """Exactly these bytes, one write each."""

    async def script(exchange: Exchange) -> None:
        for piece in pieces:
            await exchange.send(piece)
            if apart_s:
                await exchange.pause(apart_s)
        if then == "close":
            exchange.close()
        elif then == "reset":
            exchange.reset()
        elif then == "hang":
            await exchange.until_gone()

    return script


def hang() -> Script:
    """Take the request and never answer."""
    return raw(then="hang")


def event(delta: str = "", *, model: str = "fake", **fields: Any) -> bytes:
    """One `chat.completion.chunk` as an SSE event."""
    data = {
        "id": "gen-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "delta": {"role": "assistant", "content": delta}, "finish_reason": None}],
        **fields,
    }
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"


def completion(model: str, content: str = "Hello", **fields: Any) -> dict[str, Any]:
    """A non-streaming answer."""
    return {
        "id": "gen-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": USAGE,
        **fields,
    }


def error(code: int, message: str = "upstream says no", **metadata: Any) -> dict[str, Any]:
    """OpenRouter's error body."""
    return {"error": {"code": code, "message": message, **({"metadata": metadata} if metadata else {})}}


def events(words: Iterable[str] = ("Hel", "lo"), *, model: str = "fake") -> list[bytes]:
    """A complete ordinary stream: comment, words, finish, usage, `[DONE]`."""
    finish = [{"index": 0, "delta": {}, "finish_reason": "stop"}]
    return [
        b": OPENROUTER PROCESSING\n\n",
        *(event(word, model=model) for word in words),
        event(model=model, choices=finish),
        event(model=model, choices=[], usage=USAGE),
        DONE,
    ]


async def ordinary(exchange: Exchange) -> None:
    """What an unscripted request gets: a stream or a completion, whichever it asked for, naming its model."""
    model = exchange.request.model
    try:
        wants_stream = exchange.request.json.get("stream") is True
    except ValueError:
        wants_stream = False
    await (stream(events(model=model)) if wants_stream else answer(completion(model)))(exchange)


# --- the server --------------------------------------------------------------------------------------------------------


class ScriptedOpenRouter:
    """The server. Scripts are taken from the queue first, then by the model asked for, then `otherwise`."""

    def __init__(self) -> None:
        """Not running yet: use it as a context manager."""
        self.requests: list[Received] = []
        self.connections = 0
        self.open_connections = 0
        self.reset_on_accept = False
        self.otherwise: Script = ordinary
        """What a request gets that nothing else was scripted for."""
        self._queue: deque[Script] = deque()
        self._early: deque[Script] = deque()
        self._models: dict[str, Script] = {}
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._live: set[_Connection] = set()
        self._thread = threading.Thread(target=self._run, name="openrouter", daemon=True)
        self._ready = threading.Event()
        self.port = 0

    def __enter__(self) -> "ScriptedOpenRouter":
        """Listen on a free port of the loopback."""
        self._thread.start()
        assert self._ready.wait(10), "the scripted OpenRouter did not start"
        return self

    def __exit__(self, *_: object) -> None:
        """Close everything and join the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def base_url(self) -> str:
        """For `openrouter.base_url`."""
        return f"http://127.0.0.1:{self.port}/api/v1"

    def queue(self, *scripts: Script) -> None:
        """The next requests get these scripts, in this order, whatever they ask for."""
        self._queue.extend(scripts)

    def queue_early(self, script: Script) -> None:
        """The next request is answered as soon as its head is there; its body is not waited for."""
        self._early.append(script)

    def on_model(self, model: str, script: Script) -> None:
        """Every request for this model gets this script."""
        self._models[model] = script

    def gate(self) -> Gate:
        """A gate for this server's scripts."""
        return Gate(self._loop)

    def reset(self) -> None:
        """Forget scripts and requests; drop every connection that is still open."""

        def drop() -> None:
            for connection in list(self._live):
                connection.transport.abort()

        self._queue.clear()
        self._early.clear()
        self._models.clear()
        self.reset_on_accept = False
        self.otherwise = ordinary
        self._call(drop)
        self.requests.clear()

    def drop_idle(self) -> None:
        """Close (FIN) the kept connections that have no exchange running."""

        def drop() -> None:
            for connection in list(self._live):
                if connection.idle:
                    connection.transport.close()

        self._call(drop)

    def wait_for(self, count: int = 1, limit_s: float = 10.0) -> Received:
        """Wait until `count` requests have come in whole; returns the last of them."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.requests) >= count, limit_s), (
                f"{len(self.requests)} of {count} requests reached the upstream"
            )
            return self.requests[count - 1]

    @property
    def last(self) -> Received:
        """The newest request."""
        return self.requests[-1]

    def _call(self, function: Callable[[], None]) -> None:
        async def run() -> None:
            function()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def _run(self) -> None:
        async def serve() -> asyncio.Server:
            server = await self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
            self.port = server.sockets[0].getsockname()[1]
            return server

        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(serve())
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for connection in list(self._live):
            connection.transport.abort()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(_settle(tasks))
        self._loop.close()

    def _script(self, request: Received) -> Script:
        if self._queue:
            return self._queue.popleft()
        return self._models.get(request.model, self.otherwise)

    def _arrived(self, request: Received) -> None:
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()


async def _settle(tasks: Iterable[Awaitable[Any]]) -> None:
    tasks = list(tasks)
    if tasks:
        await asyncio.wait([asyncio.ensure_future(task) for task in tasks], timeout=5)  # noqa: TID251 - ends with the loop
    await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One client connection: requests are read whole and in turn; the end of the connection is seen at once."""

    transport: asyncio.Transport

    def __init__(self, server: ScriptedOpenRouter) -> None:
        self._server = server
        self._buffer = bytearray()
        self._current: Received | None = None
        self._newest: Received | None = None
        self._task: asyncio.Task[None] | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()
        self.lost = asyncio.Event()
        self._number = 0
        self._early = False

    @property
    def idle(self) -> bool:
        """Whether no request is in hand."""
        return self._current is None and not self._buffer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(high=0)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._server.connections += 1
        self._server.open_connections += 1
        self._number = self._server.connections
        self._server._live.add(self)
        if self._server.reset_on_accept:
            self.reset()

    def connection_lost(self, exc: Exception | None) -> None:
        self._server._live.discard(self)
        self._server.open_connections -= 1
        self._gone()
        if self._task:
            self._task.cancel()

    def eof_received(self) -> bool:
        self._gone()
        return False

    def _gone(self) -> None:
        self.lost.set()
        self._may_write.set()
        if self._newest and self._newest.gone_at is None:
            self._newest.gone_at = time.monotonic()
            self._newest.gone.set()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    async def drained(self) -> None:
        """Wait until the kernel took everything; ends the script when the other side has gone."""
        await self._may_write.wait()
        if self.lost.is_set():
            raise asyncio.CancelledError

    def reset(self) -> None:
        """RST in place of FIN."""
        sock = self.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._current is None:
            self._take()

    def _take(self) -> None:
        """Start the next exchange when a whole request is in the buffer."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        request = Received(len(self._server.requests), self._number, bytes(self._buffer[: end + 2]))
        if self._server._early:
            self._start(request, self._server._early.popleft())
            return
        body = _body(self._buffer, end + 4, request)
        if body is None:
            return
        request.body, used = body
        del self._buffer[:used]
        self._start(request, None)

    def _start(self, request: Received, script: Script | None) -> None:
        self._current = self._newest = request
        self._task = asyncio.get_running_loop().create_task(
            self._serve(request, script or self._server._script(request))
        )
        self._server._arrived(request)

    async def _serve(self, request: Received, script: Script) -> None:
        try:
            await script(Exchange(self, request))
        finally:
            request.finished.set()
        if not self.transport.is_closing():
            self._current = None
            self._take()


def _body(buffer: bytearray, start: int, request: Received) -> tuple[bytes, int] | None:
    """Decoded body and the buffer's position behind it; None while it is not whole."""
    if (request.header("transfer-encoding") or "").lower() == "chunked":
        body, at = bytearray(), start
        while True:
            line = buffer.find(b"\r\n", at)
            if line < 0:
                return None
            size = int(buffer[at:line], 16)
            if len(buffer) < line + 2 + size + 2:
                return None
            body += buffer[line + 2 : line + 2 + size]
            at = line + 2 + size + 2
            if size == 0:
                return bytes(body), at
    size = int(request.header("content-length") or 0)
    if len(buffer) < start + size:
        return None
    return bytes(buffer[start : start + size]), start + size
