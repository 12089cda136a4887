"""One connection to upstream: llhttp reads its answers, one after the other.

Law: an answer is whole only when its framing says so, or, without any, when the connection ends in order. Whatever leaves
the next answer in doubt (bytes that nobody asked for, an answer that came before its request was out) ends the connection.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, Final, cast

import httptools

Headers = list[tuple[bytes, bytes]]
Pieces = Sequence[bytes | memoryview]

READ_BUFFER: Final = 1 << 18
"""Bytes that wait for a slow client until upstream is made to wait."""
HEADER_LIMIT: Final = 1 << 16
"""Bytes of the headers of one answer, those of interim answers before it included."""
JOINED_BYTES: Final = 1 << 14
"""A body up to this size is copied behind its head; a larger one is written as it is."""
BODILESS: Final = frozenset({204, 304})
SWITCHING: Final = 101


class Broken(Exception):
    """The answer stays incomplete; the message says why and holds nothing of it."""


class Silent(Broken):
    """Nothing came within the limit."""


class Answer:
    """What has come of one answer."""

    __slots__ = ("__weakref__", "_pieces", "_waiter", "complete", "error", "framed", "headers", "size", "status")

    def __init__(self) -> None:
        """Nothing came yet."""
        self.status = 0
        """0 until the head is whole."""
        self.headers: Headers = []
        self.framed = True
        """The end of the body is told by a length or by chunks, not by the end of the connection."""
        self.complete = False
        self.error: Broken | None = None
        self.size = 0
        """Bytes of the body that wait to be read."""
        self._pieces: deque[bytes] = deque()
        self._waiter: asyncio.Future[None] | None = None

    async def begun(self) -> None:
        """Wait for the head; raises `Broken`."""
        while not self.status:
            if self.error is not None:
                raise self.error
            await self._wait()

    async def read(self) -> bytes:
        """All of the body that has come and was not read, at least a byte; empty at its end. Raises `Broken` behind the last byte."""
        while not self._pieces:
            if self.error is not None:
                raise self.error
            if self.complete:
                return b""
            await self._wait()
        data = self._pieces.popleft() if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        self.size = 0
        return data

    def feed(self, data: bytes) -> None:
        """A piece of the body."""
        self._pieces.append(data)
        self.size += len(data)

    def wake(self) -> None:
        """Something has changed."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None


class UpstreamConnection(asyncio.Protocol):
    """Its `on_...` methods are llhttp's callbacks. `idle_since` is the pool's."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Of one loop; connects by being handed to it."""
        self._loop = loop
        self._transport = cast(asyncio.Transport, None)
        self._parser: Any = httptools.HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(  # what the web's servers get wrong and no reader can misunderstand
            lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )
        self._answer: Answer | None = None
        """The answer that is awaited or under way."""
        self._interim = self._reusable = self._paused = False
        self._head_bytes = 0
        """Of whole headers."""
        self._came = 0
        """Bytes while the head was not whole."""
        self._limit_s: float | None = None
        self._last = 0.0
        """When something last came or went."""
        self._unsent = 0
        """Bytes that had not gone when the clock was last looked at."""
        self._timer: asyncio.TimerHandle | None = None
        self._rings = 0.0
        """When; uvloop's handle of a timer within the millisecond can't tell."""
        self.idle_since = 0.0
        self.closed = loop.create_future()
        """Done when the connection has ended."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        self._transport = cast(asyncio.Transport, transport)

    @property
    def usable(self) -> bool:
        """Another request may be sent."""
        return self._reusable and self._answer is None and not self._transport.is_closing()

    async def ask(self, head: bytes, body: Pieces, limit_s: float | None) -> Answer:
        """Send one request and wait for the head of its answer; raises `Broken`. `limit_s`: longest silence, to the end of the answer."""
        answer = self._answer = Answer()
        self._reusable, self._head_bytes, self._came = True, 0, 0
        if sum(map(len, body)) <= JOINED_BYTES:
            self._transport.write(b"".join((head, *body)))
        else:
            self._transport.writelines((head, *body))
        self._limit_s, self._last = limit_s, self._loop.time()
        if limit_s is not None:
            self._unsent = self._transport.get_write_buffer_size()
            self._watch(self._last + limit_s)
        try:
            await answer.begun()
        except BaseException:
            self.close()
            raise
        return answer

    async def read(self, answer: Answer) -> bytes:
        """As `Answer.read`; lets upstream go on where it was made to wait."""
        data = await answer.read()
        if self._paused and answer is self._answer:
            self._resume()
        return data

    def release(self, answer: Answer) -> None:
        """Nobody reads on: what is incomplete is closed at once."""
        if answer is self._answer:
            self.close()

    def close(self) -> None:
        """End the connection now."""
        self._reusable = False
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Bytes from upstream."""
        answer = self._answer
        if answer is None:
            self.close()
            return
        self._last = self._loop.time()
        try:
            self._parser.feed_data(data)
            if not answer.status:
                self._came += len(data)
                if self._came > 2 * HEADER_LIMIT:
                    raise Broken("a head without an end")
        except (httptools.HttpParserError, httptools.HttpParserUpgrade, Broken):
            self._reusable = False
            if not answer.complete:
                self._fail(Broken("what came is no answer"))
                return
        if answer.complete:
            self._end(answer)
        elif answer.size > READ_BUFFER and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        answer.wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end: in order, or torn."""
        self._reusable = False
        if (answer := self._answer) is not None:
            self._answer = None
            if answer.status and not answer.framed and exc is None:
                answer.complete = True
            elif answer.error is None:
                answer.error = Broken("the connection ended inside the answer")
            answer.wake()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._parser = None  # it holds this object, too, and the collector looks seldom
        if not self.closed.done():
            self.closed.set_result(None)

    def on_message_begin(self) -> None:
        """An answer begins; a second one was not asked for."""
        if self._answer is None or self._answer.complete:
            self._reusable = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; those behind a body mean nothing here."""
        if (answer := self._answer) is not None and not answer.status:
            answer.headers.append((name, value.rstrip(b" \t")))
            self._head_bytes += len(name) + len(value)
            if self._head_bytes > HEADER_LIMIT:
                raise Broken("a head beyond the limit")

    def on_headers_complete(self) -> None:
        """The head is whole. Interim answers are passed over, but for one that would end HTTP."""
        answer, status = self._answer, self._parser.get_status_code()
        if answer is None or answer.complete:
            return
        if status == SWITCHING:
            raise Broken("another protocol")
        if status < 200:
            self._interim = True
            answer.headers.clear()
            return
        answer.framed = status in BODILESS or any(map(_frames, answer.headers))
        answer.status = status
        self._reusable = self._reusable and self._parser.should_keep_alive()

    def on_body(self, data: bytes) -> None:
        """A piece of the body."""
        if (answer := self._answer) is not None and not answer.complete:
            answer.feed(data)

    def on_message_complete(self) -> None:
        """The end of an answer."""
        if self._interim:
            self._interim = False
        elif self._answer is not None:
            self._answer.complete = True

    def _end(self, answer: Answer) -> None:
        """The answer is whole: the connection is free, or at its end."""
        self._answer = self._limit_s = None
        if self._paused:
            self._resume()
        if self._transport.get_write_buffer_size():
            self._reusable = False
        if not self._reusable:
            self._transport.close()

    def _fail(self, error: Broken) -> None:
        if (answer := self._answer) is not None and answer.error is None:
            answer.error = error
            answer.wake()
        self.close()

    def _resume(self) -> None:
        self._paused, self._last = False, self._loop.time()
        self._transport.resume_reading()

    def _watch(self, until: float) -> None:
        """One timer for all requests of a connection: it looks again when it comes too early."""
        if self._timer is None or until < self._rings:
            if self._timer is not None:
                self._timer.cancel()
            self._timer, self._rings = self._loop.call_at(until, self._look), until

    def _look(self) -> None:
        self._timer = None
        if self._limit_s is None:
            return
        now, unsent = self._loop.time(), self._transport.get_write_buffer_size()
        if self._paused or unsent < self._unsent:
            self._last = now
        self._unsent = unsent
        if now >= self._last + self._limit_s:
            self._fail(Silent("nothing came in time"))
        else:
            self._watch(self._last + self._limit_s)


def _frames(header: tuple[bytes, bytes]) -> bool:
    """Whether a header says where the body ends."""
    name, value = header
    name = name.lower()
    return name == b"content-length" or (name == b"transfer-encoding" and value.lower().endswith(b"chunked"))
