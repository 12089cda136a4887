"""A client that shows what really came over the wire: framing checked by the letter, every arrival timed, every kind of end told apart."""

import json
import socket
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

HeaderList = Sequence[tuple[str, str]]


class End(StrEnum):
    """How an answer ended."""

    COMPLETE = "complete"
    """As its framing says: the last chunk, or all of Content-Length, or (without either) the end of the connection."""
    CUT = "cut"
    """The connection ended inside the framing."""
    RESET = "reset"
    """The connection was torn down."""
    OPEN = "open"
    """Not ended yet."""


@dataclass
class Answer:
    """One answer. `body` is free of the chunked coding; `arrivals` are (monotonic time, bytes of body so far)."""

    status: int = 0
    reason: str = ""
    version: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    end: End = End.OPEN
    arrivals: list[tuple[float, int]] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """The only header of this name; a repetition is a fault."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) <= 1, f"{name} is there {len(found)} times"
        return found[0] if found else None

    @property
    def names(self) -> set[str]:
        """Header names in lower case."""
        return {name.lower() for name, _ in self.headers}

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def request_id(self) -> str:
        """Dispatch's id of the request."""
        return self.header("X-Dispatch-Request-Id") or ""


class Connection:
    """One TCP connection to a gateway. Every wait has the limit `limit_s`."""

    def __init__(self, address: tuple[str, int], *, limit_s: float = 15.0, receive_buffer: int = 0) -> None:
        """Connect. `receive_buffer`: bytes the kernel may hold for a client that does not read."""
        self.sock = socket.socket()
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.settimeout(limit_s)
        self.sock.connect(address)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self._ended: End | None = None

    def __enter__(self) -> "Connection":
        """Close at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.sock.close()

    def close(self) -> None:
        """Leave with a FIN."""
        self.sock.close()

    def reset(self) -> None:
        """Leave with a TCP reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def send(self, data: bytes) -> None:
        """All of it."""
        self.sock.sendall(data)

    def request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HeaderList = (),
        *,
        version: str = "HTTP/1.1",
    ) -> None:
        """Send one request; Content-Length is added when there is a body and no framing of the caller's."""
        self.send(request_bytes(method, target, body, headers, version=version))

    def read_head(self) -> Answer:
        """Wait for a head, informational ones skipped."""
        while True:
            while b"\r\n\r\n" not in self.buffer:
                if not self._more():
                    end = self._ended or End.CUT
                    return Answer(end=end if end is End.RESET else End.CUT)
            raw, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
            self.buffer = bytearray(rest)
            lines = raw.decode("latin-1").split("\r\n")
            version, status, *reason = lines[0].split(" ", 2)
            headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines[1:])]
            if not 100 <= int(status) < 200:
                return Answer(int(status), " ".join(reason), version, headers)

    def read_body(self, answer: Answer, *, at_least: int | None = None, head_only: bool = False) -> Answer:
        """Read the body to its end, or (with `at_least`) until that many bytes of it are there."""
        if answer.end is not End.OPEN:
            return answer
        if head_only or answer.status in (204, 304):
            answer.end = End.COMPLETE
            return answer
        chunked = (answer.header("Transfer-Encoding") or "").lower() == "chunked"
        length = answer.header("Content-Length")
        assert not (chunked and length is not None), "both chunked and Content-Length"
        while answer.end is End.OPEN:
            if chunked:
                self._unchunk(answer)
            else:
                room = int(length) - len(answer.body) if length is not None else len(self.buffer)
                self._arrive(answer, bytes(self.buffer[:room]))
                del self.buffer[:room]
                if length is not None and len(answer.body) == int(length):
                    answer.end = End.COMPLETE
            if answer.end is not End.OPEN or (at_least is not None and len(answer.body) >= at_least):
                break
            if not self._more():
                assert self._ended is not None
                answer.end = self._ended
                if self._ended is End.CUT and not chunked and length is None:
                    answer.end = End.COMPLETE
        return answer

    def read(self, *, head_only: bool = False) -> Answer:
        """One whole answer."""
        return self.read_body(self.read_head(), head_only=head_only)

    def ended(self) -> End:
        """Wait for the end of the connection itself."""
        while self._more():
            pass
        assert self._ended is not None
        return self._ended

    def _more(self) -> bool:
        if self._ended is not None:
            return False
        try:
            data = self.sock.recv(262_144)
        except (ConnectionResetError, BrokenPipeError):
            self._ended = End.RESET
            return False
        except TimeoutError as error:
            raise AssertionError(
                f"nothing came for {self.sock.gettimeout()} s; so far: {bytes(self.buffer[:300])!r}"
            ) from error
        if not data:
            self._ended = End.CUT
            return False
        self.buffer += data
        return True

    def _arrive(self, answer: Answer, data: bytes) -> None:
        if data:
            answer.body += data
            answer.arrivals.append((time.monotonic(), len(answer.body)))

    def _unchunk(self, answer: Answer) -> None:
        while True:
            line = self.buffer.find(b"\r\n")
            if line < 0:
                return
            size = int(bytes(self.buffer[:line]).partition(b";")[0], 16)
            if len(self.buffer) < line + 2 + size + 2:
                return
            assert self.buffer[line + 2 + size : line + 4 + size] == b"\r\n", "a chunk without its end"
            self._arrive(answer, bytes(self.buffer[line + 2 : line + 2 + size]))
            del self.buffer[: line + 4 + size]
            if size == 0:
                answer.end = End.COMPLETE
                return


def request_bytes(
    method: str, target: str, body: bytes | None = None, headers: HeaderList = (), *, version: str = "HTTP/1.1"
) -> bytes:
    """A request as bytes."""
    names = {name.lower() for name, _ in headers}
    lines = [f"{method} {target} {version}"]
    if "host" not in names:
        lines.append("Host: gateway")
    if body is not None and not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}")
    if body is not None and "content-type" not in names:
        lines.append("Content-Type: application/json")
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")


class Client:
    """Requests to one gateway, a new connection for each."""

    CHAT = "/v1/chat/completions"

    def __init__(self, address: tuple[str, int]) -> None:
        """`address` is the gateway's."""
        self.address = address

    def connect(self, **options: Any) -> Connection:
        """A raw connection."""
        return Connection(self.address, **options)

    def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HeaderList = (),
        *,
        version: str = "HTTP/1.1",
    ) -> Answer:
        """One request, its whole answer."""
        with self.connect() as connection:
            connection.request(method, target, body, headers, version=version)
            return connection.read(head_only=method == "HEAD")

    def get(self, target: str, headers: HeaderList = ()) -> Answer:
        """GET."""
        return self.send("GET", target, None, headers)

    def chat(self, body: bytes | dict[str, Any] | None = None, headers: HeaderList = (), **fields: Any) -> Answer:
        """One chat completion; without a body a small ordinary one with `fields` over it."""
        return self.send("POST", self.CHAT, chat_body(body, **fields), headers)

    @contextmanager
    def streaming(
        self, body: bytes | dict[str, Any] | None = None, headers: HeaderList = (), **fields: Any
    ) -> Iterator[Connection]:
        """A streaming chat completion that has been sent and not read."""
        fields.setdefault("stream", True)
        with self.connect() as connection:
            connection.request("POST", self.CHAT, chat_body(body, **fields), headers)
            yield connection


def chat_body(body: bytes | dict[str, Any] | None = None, **fields: Any) -> bytes:
    """Bytes as they are; else JSON of a small ordinary request with `fields` over it."""
    if isinstance(body, bytes):
        return body
    default = {"model": "dispatch/auto", "messages": [{"role": "user", "content": "Say hello."}]}
    return json.dumps({**(default if body is None else body), **fields}).encode()
