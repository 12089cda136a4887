"""Accepts connections and gives each to Hypercorn's connection class; stops by letting what runs finish.

Hypercorn's own `serve` is not used, for two things it can't do: end a drain by our limit and not by its own, and watch
idle connections by a timer instead of two tasks per request. What `Connection` replaces are objects that it hands to
Hypercorn: the timer and the protocol (`http1.py`).
"""

import asyncio
import ctypes
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final

from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config
from hypercorn.events import Closed

from services.gateway.http1 import Http1

READ_BYTES: Final = 1 << 18
"""At most so much of an upload is taken at once: with Hypercorn's 64 KiB a megabyte wakes the application 16 times and more."""
BACKLOG: Final = 2048
"""Connections that may wait to be accepted; Hypercorn's 100 is filled by one burst of agents."""
LAST_ACCEPTS_S: Final = 0.1
"""Between the last SYN that is taken and the end of listening: time for what the kernel has queued to be accepted and asked."""
LAST_TURNS: Final = 10
"""Turns that the event loop makes in that time at least: a process that got no CPU for it has still read what was asked."""
SO_ATTACH_FILTER: Final = 26
NO_SYN: Final = struct.pack(
    "HBBI" * 4,
    *(0x30, 0, 0, 13),  # load the flags of the TCP header
    *(0x45, 0, 1, 0x02),  # is SYN among them?
    *(0x06, 0, 0, 0),  # yes: drop the packet
    *(0x06, 0, 0, 0xFFFF),  # no: keep it
)
"""Classic BPF program for a listening socket, as socket(7) and the kernel's networking/filter.rst describe it."""


class IdleTimer:
    """Closes a connection that has been idle for a while: one timer for all its requests, that looks again when it comes too early.

    Has the shape of Hypercorn's SingleTask, without the tasks.
    """

    def __init__(self, after_s: float, close: Callable[[], Awaitable[None]]) -> None:
        """`close`: ends the connection."""
        self._after_s = after_s
        self._close = close
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._since: float | None = None
        """Since when it is idle; None while it is not."""
        self._group: Any = None

    async def restart(self, task_group: Any, action: Callable[..., Awaitable[Any]]) -> None:
        """The connection begins; `action`, Hypercorn's own way to wait, is not needed."""
        self._group = task_group
        self.idle()

    async def stop(self) -> None:
        """It has ended."""
        self.busy()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def idle(self) -> None:
        """Idle from now on."""
        self._since = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(self._after_s, self._look)

    def busy(self) -> None:
        """No longer idle."""
        self._since = None

    def _look(self) -> None:
        self._timer = None
        if self._since is None:
            return
        left_s = self._since + self._after_s - self._loop.time()
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._look)
        else:
            self.expire()

    def expire(self) -> None:
        """Close now if it is idle."""
        if self._since is not None:
            self._since = None
            self._group.spawn(self._close)


class Connection(TCPServer):
    """Hypercorn's connection with our reading and framing, and a timer."""

    def __init__(
        self,
        app: ASGIWrapper,
        config: Config,
        context: WorkerContext,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """One accepted connection."""
        self._torn = False
        self._application: Any = app.app
        state: Any = {"reset": self.reset}
        super().__init__(app, asyncio.get_running_loop(), config, context, state, reader, writer)
        self.idle_timer = IdleTimer(config.keep_alive_timeout, self._initiate_server_close)
        self.idle_task = self.idle_timer  # type: ignore[assignment]  # the same two methods

    async def _close(self) -> None:
        """Without the timer first: it would close again, in a task group that has ended, while the last bytes leave."""
        await self.idle_timer.stop()
        if not self._torn:  # an orderly end behind a reset would take its place
            await super()._close()

    async def _read_data(self) -> None:
        """Speak HTTP/1 and nothing else: over HTTP/2, Hypercorn leaves a client whose answer breaks off waiting for ever."""
        known: Any = self.protocol
        http = Http1(
            self._application,
            self.config,
            self.context,
            self._task_group,
            dict(self.state),
            (known.client, known.server),
            self.writer,
            self.idle_timer.idle,
            self.idle_timer.busy,
            self._close,
        )
        self.protocol = http  # type: ignore[assignment]  # has the one method that Hypercorn calls
        try:
            while data := await self.reader.read(READ_BYTES):
                await http.received(data)
        except OSError:
            pass
        await http.handle(Closed())

    def reset(self) -> None:
        """End with a TCP reset: an abort to every client, whatever framing it knows. One that is closing just ends."""
        if not self.writer.is_closing():
            shown = self.writer.get_extra_info("socket")  # uvloop's stand-in for a socket has no setsockopt of its own
            with socket.fromfd(shown.fileno(), shown.family, shown.type) as same:
                same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._torn = True
        self.writer.transport.abort()


class Listener:
    """All connections of one process."""

    def __init__(self, app: Any, config: Config) -> None:
        """`app`: an ASGI application; `config`: Hypercorn's, of which only the protocol settings count."""
        self._app = ASGIWrapper(app)
        self._config = config
        self._context = WorkerContext(None)
        self._connections: dict[Connection, asyncio.Task[None]] = {}

    async def serve(self, sock: socket.socket, stop: asyncio.Event, *, shared: bool = False) -> None:
        """Accept until `stop`, then close what is idle and wait for the rest; returns when every connection has ended.

        `shared`: somebody else keeps the socket open, and connections that are not accepted here wait for the next process.
        """
        server = await asyncio.start_server(self._accept, sock=sock, backlog=BACKLOG, limit=READ_BYTES)
        await stop.wait()
        await self._context.terminated.set()
        if not shared and refuse_new_connections(sock):
            for _ in range(LAST_TURNS):
                await asyncio.sleep(LAST_ACCEPTS_S / LAST_TURNS)
        server.close()
        for connection in tuple(self._connections):
            connection.idle_timer.expire()
        while self._connections:
            await asyncio.wait(self._connections.values())

    async def announce(self) -> None:
        """From now on every answer says that its connection closes, so that nobody sends another request on it."""
        await self._context.terminated.set()

    def cut(self) -> None:
        """Reset every connection that is left: what is unfinished on it is broken for its client, whatever it does."""
        for connection in tuple(self._connections):
            connection.reset()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(self._app, self._config, self._context, reader, writer)
        task = asyncio.current_task()
        assert task is not None
        self._connections[connection] = task
        try:
            await connection.run()
        finally:
            del self._connections[connection]


def refuse_new_connections(sock: socket.socket) -> bool:
    """Have the kernel drop what would open a connection, so that none is left unaccepted when the socket is closed.

    Closing a listening socket resets the connections in its queue: their clients have sent a request already and can't
    know whether it was served (8 clients that connect as fast as they can lost 4 requests at each stop, and lose none now).
    One whose SYN is dropped sends it again after a second, is refused then, and goes elsewhere.
    Returns whether the kernel took the filter (Linux only).
    """
    if sys.platform != "linux":
        return False
    program = ctypes.create_string_buffer(NO_SYN)
    try:
        sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", 4, ctypes.addressof(program)))
    except OSError:
        return False
    return True
