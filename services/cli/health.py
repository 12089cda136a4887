"""`dispatch health [URL | classifier]`: for health checks in images that have no curl.

A gateway is asked over HTTP. A classifier has no port: it is alive while its sign of life in Redis is.
"""

import argparse
import http.client
import os
import socket
import sys
from typing import Final
from urllib.parse import urlsplit

DEFAULT_URL: Final = "http://127.0.0.1:18087"
CLASSIFIER: Final = "classifier"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to ask, and how long to wait for it."""
    parser.add_argument(
        "target",
        nargs="?",
        default=DEFAULT_URL,
        metavar="URL",
        help=f"address of a gateway (default {DEFAULT_URL}), or the word `classifier`: is one alive on this host",
    )
    parser.add_argument("--timeout", type=float, default=3.0, metavar="SECONDS", help="longest wait (default 3)")


def run(args: argparse.Namespace) -> int:
    """0 when it is well, 1 when it is not or can't be asked; says which on one line."""
    try:
        well, words = _classifier(args.timeout) if args.target == CLASSIFIER else _gateway(args.target, args.timeout)
    except (OSError, ValueError, http.client.HTTPException) as error:
        well, words = False, f"{args.target}: {error or type(error).__name__}"
    print(words if well else f"dispatch: {words}", file=sys.stdout if well else sys.stderr)
    return 0 if well else 1


def _gateway(url: str, timeout_s: float) -> tuple[bool, str]:
    if urlsplit(url).path in ("", "/"):
        url = f"{url.rstrip('/')}/livez"
    status, _ = fetch(url, timeout_s=timeout_s)
    return 200 <= status < 300, f"{url}: {status}"


def _classifier(timeout_s: float) -> tuple[bool, str]:
    """Whether a classifier of this host (of this container, that is) has a lease that still runs. Raises OSError."""
    from redis.exceptions import RedisError

    from services.cli.main import DEFAULT_REDIS_URL
    from shared import redis_client, redis_keys

    url = os.environ.get("REDIS_URL") or DEFAULT_REDIS_URL
    try:
        with redis_client.connect_sync(url, timeout_s=timeout_s) as connection:
            seconds, micros = connection.time()
            alive = connection.zrangebyscore(redis_keys.WORKERS, seconds + micros / 1e6, "+inf")
    except redis_client.RedisUrlError as error:
        return False, str(error)
    except RedisError as error:
        raise OSError(f"{redis_client.redacted(url)}: {error}") from error
    here = f"{socket.gethostname()[:32]}-".encode()
    count = sum(1 for name in alive if bytes(name).startswith(here))
    return count > 0, f"{count} living on this host"


def fetch(url: str, *, timeout_s: float) -> tuple[int, bytes]:
    """Status and body of a GET. Raises OSError, HTTPException, or ValueError for what is no http:// address."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("not an http:// address")
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout_s)
    try:
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
