"""How Dispatch reaches Redis: which addresses it takes, with which time limits.

redis-py retries a timed-out command by itself, which would apply a push or a counter twice: retries are off,
and what must survive a lost answer is made idempotent instead.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import hiredis
import redis
import redis.asyncio
import redis.asyncio.sentinel
import redis.sentinel
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.connection import parse_url as parse_options
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import InvalidResponse, ReadOnlyError, RedisError, ResponseError
from redis.retry import Retry

SCHEMES: Final = ("redis", "rediss", "unix", "redis+sentinel", "rediss+sentinel")
ALIASES: Final = {"valkey": "redis", "valkeys": "rediss"}
SENTINEL_PORT: Final = 26379

READ_BYTES: Final = 1 << 16
Command = tuple[str | bytes | float, ...]
"""A command's name and arguments."""


class RedisUrlError(Exception):
    """REDIS_URL can't be used; the message says what would be right and never repeats the password."""


def parse_url(url: str) -> str:
    """The address with the scheme's usual name; raises `RedisUrlError`."""
    scheme, separator, rest = url.partition("://")
    server, plus, kind = scheme.partition("+")
    scheme = f"{ALIASES.get(server, server)}{plus}{kind}"
    if kind == "cluster":
        raise RedisUrlError(f"REDIS_URL: {NO_CLUSTER}")
    if not separator or scheme not in SCHEMES:
        raise RedisUrlError(
            f"REDIS_URL: {f'`{scheme}://` is not supported' if separator else 'it has no scheme'}; use redis://, rediss://, "
            "unix://, redis+sentinel://, rediss+sentinel:// or the same with valkey"
        )
    url = f"{scheme}://{rest}"
    _ = _sentinels(url) if kind else _server(url)
    return url


NO_CLUSTER: Final = (
    "a cluster is not supported: all keys of Dispatch belong to one slot, so a cluster would use one of its servers; "
    "use a single server, or one with replicas behind Sentinel (redis+sentinel://host1,host2,host3/service)"
)


def redacted(url: str) -> str:
    """The address without user and password, for logs and `/health`."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


@dataclass(frozen=True, slots=True)
class Sentinels:
    """A Redis whose address three or so sentinels know."""

    nodes: tuple[tuple[str, int], ...]
    service: str
    server: dict[str, Any]
    """redis-py's options of a connection to the Redis itself."""
    own: dict[str, Any]
    """The same for a sentinel."""


def _server(url: str) -> dict[str, Any]:
    """redis-py's options for the address of one server; raises `RedisUrlError`."""
    parts = _split(url)
    if parts.scheme == "unix" and not parts.path:
        raise RedisUrlError("REDIS_URL: unix:// needs the path of a socket, such as unix:///run/redis.sock")
    if parts.scheme != "unix" and not (parts.path.strip("/") or "0").isdecimal():  # redis-py would take database 0
        raise RedisUrlError("REDIS_URL: the database behind the last / is not a number, such as redis://host:6379/0")
    try:
        options: dict[str, Any] = dict(parse_options(url))
        kind = options.pop("connection_class", redis.Connection)
        pool_only = {"max_connections", "timeout"}
        kind(**{name: value for name, value in options.items() if name not in pool_only})
    except (TypeError, ValueError, RedisError) as error:
        raise RedisUrlError("REDIS_URL: an option behind the `?` is unknown or has no such value") from error
    for name in ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile"):
        if name in options and not Path(options[name]).is_file():
            raise RedisUrlError(f"REDIS_URL: the file that {name} names is not there")
    return options


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise RedisUrlError("REDIS_URL: the port is not a number from 0 to 65535") from error
    return parts


def _sentinels(url: str) -> Sentinels:
    """`redis+sentinel://[user:password@]host[:port],.../service[/db][?...]`; raises `RedisUrlError`."""
    scheme, _, rest = url.partition("://")
    place, _, query = rest.partition("?")
    user, at, place = place.rpartition("@")
    hosts, _, path = place.partition("/")
    service, _, database = path.partition("/")
    if not hosts or not service or not (database or "0").isdecimal():
        raise RedisUrlError(
            "REDIS_URL: sentinels are named as redis+sentinel://[user:password@]host1:26379,host2:26379/service[/db]"
        )
    options = _server(f"{scheme.partition('+')[0]}://{user}{at}host/{database or '0'}?{_without_own(query)}")
    options.pop("host")
    tls = {name: value for name, value in options.items() if name.startswith("ssl")}
    if scheme.startswith("rediss"):
        options["ssl"] = tls["ssl"] = True
    own = {name: value for name, value in parse_options(f"redis://host?{query}").items() if name in OWN}
    return Sentinels(
        nodes=tuple(_nodes(hosts)),
        service=service,
        server=options,
        own=tls | {name.removeprefix("sentinel_"): value for name, value in own.items()},
    )


OWN: Final = ("sentinel_username", "sentinel_password")
"""What the query of the address says of the sentinels themselves."""


def _without_own(query: str) -> str:
    return "&".join(part for part in query.split("&") if part.partition("=")[0] not in OWN)


def _nodes(hosts: str) -> Iterator[tuple[str, int]]:
    for host in hosts.split(","):
        parts = _split(f"redis://{host}")
        if not parts.hostname:
            raise RedisUrlError("REDIS_URL: between two commas stands no sentinel")
        yield parts.hostname, parts.port or SENTINEL_PORT


def connect(url: str, *, timeout_s: float = 1.0, blocking: bool = False) -> "redis.asyncio.Redis":
    """A client for the event loop. `blocking`: for reads that wait, with no time limit of the socket's own."""
    url = parse_url(url)
    options = {"retry": AsyncRetry(NoBackoff(), 0), "health_check_interval": 0, **_limits(url, timeout_s, blocking)}
    if "+sentinel:" not in url:
        single = redis.asyncio.Redis.from_url(url, **options)
        _pool(single).connection_class = _leaving_replicas(_pool(single).connection_class)
        return single
    sentinels = _sentinels(url)
    manager = _AsyncManager(sentinels.nodes, sentinel_kwargs=_asking(sentinels, options, timeout_s))
    client: redis.asyncio.Redis = manager.master_for(sentinels.service, **sentinels.server, **options)
    return client


def connect_sync(url: str, *, timeout_s: float = 1.0, blocking: bool = False) -> "redis.Redis":
    """The same for a process that does one thing after the other."""
    url = parse_url(url)
    options = {"retry": Retry(NoBackoff(), 0), "health_check_interval": 0, **_limits(url, timeout_s, blocking)}
    if "+sentinel:" not in url:
        single = redis.Redis.from_url(url, **options)
        _pool(single).connection_class = _leaving_replicas_sync(_pool(single).connection_class)
        return single
    sentinels = _sentinels(url)
    manager = _Manager(sentinels.nodes, sentinel_kwargs=_asking(sentinels, options, timeout_s))
    client: redis.Redis = manager.master_for(sentinels.service, **sentinels.server, **options)
    return client


def _asking(sentinels: Sentinels, options: dict[str, Any], timeout_s: float) -> dict[str, Any]:
    """Limits of a connection to a sentinel: all of them can be asked within the time of one command, should some be dead."""
    each_s = timeout_s / (len(sentinels.nodes) + 1)
    return {**sentinels.own, **options, "socket_timeout": each_s, "socket_connect_timeout": each_s}


class _AsyncManager(redis.asyncio.sentinel.Sentinel):
    """Keeps no connection to a sentinel: it is asked seldom, and by then its host may have gone without a word."""

    async def discover_master(self, service_name: str) -> Any:
        try:
            return await super().discover_master(service_name)
        finally:
            for sentinel in self.sentinels:
                await _pool(sentinel).disconnect(inuse_connections=False)  # another task may be asking, too


class _Manager(redis.sentinel.Sentinel):
    """The same for a process that does one thing after the other."""

    def discover_master(self, service_name: str) -> Any:
        try:
            return super().discover_master(service_name)
        finally:
            self.close()


def _leaving_replicas(kind: Any) -> Any:
    """A connection that ends when its server has become a replica: the name in the address may lead to another one by now.

    redis-py does so for what it found through Sentinel; hosted servers fail over behind one name.
    """

    class Leaving(kind):  # type: ignore[misc]  # the class is known at run time: TCP, TLS or unix
        async def read_response(self, *args: Any, **options: Any) -> Any:
            try:
                return await super().read_response(*args, **options)
            except ReadOnlyError as error:
                await self.disconnect(nowait=True)
                raise RedisConnectionError("the server is a replica now") from error

    return Leaving


def _leaving_replicas_sync(kind: Any) -> Any:
    """The same for a process that does one thing after the other."""

    class Leaving(kind):  # type: ignore[misc]
        def read_response(self, *args: Any, **options: Any) -> Any:
            try:
                return super().read_response(*args, **options)
            except ReadOnlyError as error:
                self.disconnect()
                raise RedisConnectionError("the server is a replica now") from error

    return Leaving


def refuse_cluster(url: str) -> None:
    """Raises `RedisUrlError` when the server is there and says that it is one of a cluster; waits for a second at most."""
    with suppress(RedisError, OSError), connect_sync(url) as client:
        if str(client.info("cluster").get("cluster_enabled")) == "1":
            raise RedisUrlError(f"REDIS_URL: {redacted(url)} runs in cluster mode; {NO_CLUSTER}")


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
    """One connection of its own, for the commands of the hot path: redis-py opens and closes it, what comes is read here.

    redis-py's own reading and writing is a stream, a task, two timers and a dozen calls for each command: 0.1 ms of CPU.
    It connects when it is needed and again after every failure. All errors are redis-py's or `OSError`.
    """

    def __init__(self, url: str, *, timeout_s: float = 1.0, deliver: Callable[[bytes], None] | None = None) -> None:
        """`timeout_s`: for one `call`; `deliver` takes the messages of a subscription as they come."""
        self._client = connect(url)  # its pool is what a connection asks for the server's address
        self._connection: Any = _pool(self._client).make_connection()
        self._timeout_s, self._deliver = timeout_s, deliver
        self._replies: _Replies | None = None
        """Of the connection that is open."""

    def begin(self, *command: str | bytes | float) -> bool:
        """Send a command at once, if the connection is open: says whether. `call` the same one then, as `begun`."""
        if (replies := self._usable()) is None:
            return False
        replies.transport.write(_packed(command))
        return True

    async def call(self, *command: str | bytes | float, begun: bool = False) -> Any:
        """Send one command, unless it was `begun`, and wait for its answer, within the time limit."""
        async with asyncio.timeout(self._timeout_s):
            try:
                replies = self._replies if begun else self._usable() or await self._opened()
                if replies is None:
                    raise RedisConnectionError("closed meanwhile")
                if not begun:
                    replies.transport.write(_packed(command))
                reply = await replies.next()
                _raise_lost(reply)
            except BaseException:
                await self.close()
                raise
        if isinstance(reply, ResponseError):
            raise reply
        return reply

    async def silent(self, for_s: float) -> None:
        """Wait until nothing has come for so long; raises when the connection ends before."""
        loop, replies = asyncio.get_running_loop(), self._usable() or await self._opened()
        while (left_s := replies.last + for_s - loop.time()) > 0:
            await asyncio.wait((replies.ended,), timeout=left_s)
            if replies.ended.done():
                raise replies.ended.result()

    async def close(self) -> None:
        """Drop the connection."""
        self._replies = None
        await self._connection.disconnect(nowait=True)

    def _usable(self) -> "_Replies | None":
        """None where there is no connection, or one that has ended."""
        replies = self._replies
        return None if replies is None or replies.ended.done() or replies.transport.is_closing() else replies

    async def _opened(self) -> "_Replies":
        await self.close()  # what has ended by itself is still open for redis-py
        connection = self._connection
        await connection.connect()
        replies = self._replies = _Replies(connection._writer.transport, _reader(connection), self._deliver)
        return replies


class _Replies(asyncio.Protocol):
    """What comes over an open connection that nobody else reads any more."""

    def __init__(self, transport: Any, reader: Any, deliver: Callable[[bytes], None] | None) -> None:
        self.transport, self._reader, self._deliver = transport, reader, deliver
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[Exception] = loop.create_future()
        """Why the connection is of no use any more."""
        self.last = loop.time()
        """When something came."""
        self._loop = loop
        self._waiter: asyncio.Future[None] | None = None
        self._found: deque[Any] = deque()
        transport.set_protocol(self)

    async def next(self) -> Any:
        """The next answer, an error that Redis answers included; raises when the connection has ended."""
        while not self._found:
            if self.ended.done():
                raise self.ended.result()
            self._waiter = self._loop.create_future()
            await self._waiter
        return self._found.popleft()

    def data_received(self, data: bytes) -> None:
        """Bytes from Redis."""
        self.last = self._loop.time()
        try:
            self._reader.feed(data)
            while (reply := self._reader.gets()) is not False:
                if self._deliver is not None and reply.__class__ is list and reply[:1] == [b"message"]:
                    self._deliver(reply[2])
                else:
                    self._found.append(reply)
                    self._wake()
        except InvalidResponse as error:
            self._end(error)

    def connection_lost(self, exc: Exception | None) -> None:
        """The end."""
        self._end(RedisConnectionError("the connection has ended"))

    def _end(self, error: Exception) -> None:
        if not self.ended.done():
            self.ended.set_result(error)
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class SyncWire:
    """The same for a process that does one thing after the other; several commands may travel together."""

    def __init__(self, url: str, *, timeout_s: float) -> None:
        """`timeout_s`: longest wait for an answer."""
        self._client = connect_sync(
            url, timeout_s=timeout_s
        )  # its pool is what a connection asks for the server's address
        self._connection: Any = _pool(self._client).make_connection()
        self._reader: Any = None
        """Of the connection that is open."""

    def call(self, *commands: Command) -> list[Any]:
        """Send the commands in one write and wait for all their answers, as `receive` gives them."""
        self.send(*commands)
        return [self.receive() for _ in commands]

    def send(self, *commands: Command) -> None:
        """Send the commands in one write; `receive` must be called once for each."""
        try:
            if self._reader is None:
                self._connection.connect()
                self._reader = _reader(self._connection)
            self._connection._sock.sendall(b"".join(map(_packed, commands)))
        except BaseException:
            self.close()
            raise

    def receive(self) -> Any:
        """The next answer; one by which Redis refuses is the error itself."""
        if self._reader is None:
            raise RedisConnectionError("nothing was sent")
        try:
            while (reply := self._reader.gets()) is False:
                data = self._connection._sock.recv(READ_BYTES)
                if not data:
                    raise RedisConnectionError("the connection has ended")
                self._reader.feed(data)
            _raise_lost(reply)
        except BaseException:
            self.close()
            raise
        return reply

    def close(self) -> None:
        """Drop the connection."""
        self._reader = None
        self._connection.disconnect()


def _packed(command: Command) -> bytes:
    packed: bytes = hiredis.pack_command(command)  # type: ignore[arg-type]  # its stub means tuple[..., ...]
    return packed


def _reader(connection: Any) -> Any:
    """Of the answers that an open connection brings; an error that Redis answers is redis-py's exception. RESP2 knows no False."""
    return hiredis.Reader(InvalidResponse, connection._parser.parse_error)


def _raise_lost(reply: object) -> None:
    """Raise what means that the connection is of no use any more; every other refusal is an answer."""
    if isinstance(reply, ReadOnlyError):
        raise RedisConnectionError("the server is a replica now")
    if isinstance(reply, RedisError) and not isinstance(reply, ResponseError):
        raise reply


def script_text(name: str) -> str:
    """Source of one of the Lua scripts in `shared/lua`, such as "submit"."""
    return resources.files("shared").joinpath("lua", f"{name}.lua").read_text()
