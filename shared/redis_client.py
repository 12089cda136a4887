"""How Dispatch reaches Redis: which addresses it takes, with which time limits.

redis-py retries a timed-out command by itself, which would apply a push or a counter twice: retries are off,
and what must survive a lost answer is made idempotent instead.
"""

from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

SCHEMES = ("redis", "rediss", "unix")
ALIASES = {"valkey": "redis", "valkeys": "rediss"}


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


def _limits(url: str, timeout_s: float, blocking: bool) -> dict[str, Any]:
    limits: dict[str, Any] = {
        "socket_timeout": None if blocking else timeout_s,
        "socket_connect_timeout": timeout_s,
    }
    return limits if url.startswith("unix:") else limits | {"socket_keepalive": True}


def script_text(name: str) -> str:
    """Source of one of the Lua scripts in `shared/lua`, such as "submit"."""
    return resources.files("shared").joinpath("lua", f"{name}.lua").read_text()
