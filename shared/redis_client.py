"""How Dispatch reaches Redis: which addresses it takes, with which time limits.

redis-py retries a timed-out command by itself, which would apply a push or a counter twice: retries are off,
and what must survive a lost answer is made idempotent instead.
"""

import asyncio
import math
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError
from redis.retry import Retry

SCHEMES = ("redis", "rediss", "unix")
ALIASES = {"valkey": "redis", "valkeys": "rediss"}


Command = tuple[str | bytes | float, ...]
"""A command's name and arguments."""


class RedisUrlError(Exception):
    """REDIS_URL can't be used; the message says what would be right and never repeats the password."""


def parse_url(url: str) -> str:
    """The address as redis-py takes it; raises `RedisUrlError`."""
    scheme, separator, rest = url.partition("://")
    scheme = ALIASES.get(scheme, scheme)
    if not separator or scheme not in SCHEMES:
        raise RedisUrlError(
            f"REDIS_URL: `{scheme if separator else ''}://` is not supported; use redis://, rediss://, unix:// or valkey://"
        )
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        _ = parts.port
    except ValueError as error:
        raise RedisUrlError("REDIS_URL: the port is not a number from 0 to 65535") from error
    if scheme == "unix" and not parts.path:
        raise RedisUrlError("REDIS_URL: unix:// needs the path of a socket, such as unix:///run/redis.sock")
    return f"{scheme}://{rest}"


def redacted(url: str) -> str:
    """The address without user and password, for logs and `/health`."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


def connect(url: str, *, timeout_s: float = 1.0, blocking: bool = False) -> "redis.asyncio.Redis":
    """A client for the event loop. `blocking`: for reads that wait, with no time limit of the socket's own."""
    return redis.asyncio.Redis.from_url(
        parse_url(url), retry=AsyncRetry(NoBackoff(), 0), health_check_interval=0, **_limits(url, timeout_s, blocking)
    )


def connect_sync(url: str, *, timeout_s: float = 1.0, blocking: bool = False) -> "redis.Redis":
    """The same for a process that does one thing after the other."""
    return redis.Redis.from_url(
        parse_url(url), retry=Retry(NoBackoff(), 0), health_check_interval=0, **_limits(url, timeout_s, blocking)
    )


def _pool(client: Any) -> Any:
    """The pool of a client; redis-py leaves its connections untyped."""
    return client.connection_pool


def _limits(url: str, timeout_s: float, blocking: bool) -> dict[str, Any]:
    limits: dict[str, Any] = {
        "protocol": 2,
        "socket_timeout": None if blocking else timeout_s,
        "socket_connect_timeout": timeout_s,
    }
    return limits if url.startswith("unix:") else limits | {"socket_keepalive": True}


class Wire:
    """One connection of its own, for the commands of the hot path: half of a command's cost is the pool and retry layers.

    It connects when it is needed and again after every failure. All errors are redis-py's or `OSError`.
    """

    def __init__(self, url: str, *, timeout_s: float = 1.0) -> None:
        """`timeout_s`: for one `call`."""
        self._connection: Any = _pool(connect(url)).make_connection()
        self._timeout_s = timeout_s

    async def call(self, *command: str | bytes | float) -> Any:
        """Send one command and wait for its answer, within the time limit."""
        async with asyncio.timeout(self._timeout_s):
            try:
                await self.send(*command)
                return await self.read()
            except ResponseError:
                raise
            except BaseException:
                await self.close()
                raise

    async def send(self, *command: str | bytes | float) -> None:
        """Send one command."""
        await self._connection.connect()
        await self._connection.send_command(*command, check_health=False)

    async def read(self, timeout_s: float = math.inf) -> Any:
        """The next answer or message; None when none has begun to come in time."""
        return await self._connection.read_response(timeout=timeout_s)

    async def close(self) -> None:
        """Drop the connection."""
        await self._connection.disconnect(nowait=True)


class SyncWire:
    """The same for a process that does one thing after the other; several commands may travel together."""

    def __init__(self, url: str, *, timeout_s: float) -> None:
        """`timeout_s`: longest wait for an answer."""
        self._connection: Any = _pool(connect_sync(url, timeout_s=timeout_s)).make_connection()

    def call(self, *commands: Command) -> list[Any]:
        """Send the commands in one write and wait for all their answers; one that Redis refuses stands there as its error."""
        connection = self._connection
        try:
            connection.connect()
            connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            return [_answer(connection) for _ in commands]
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Drop the connection."""
        self._connection.disconnect()


def _answer(connection: Any) -> Any:
    try:
        return connection.read_response()
    except ResponseError as refused:
        return refused


def script_text(name: str) -> str:
    """Source of one of the Lua scripts in `shared/lua`, such as "submit"."""
    return resources.files("shared").joinpath("lua", f"{name}.lua").read_text()
