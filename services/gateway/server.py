"""The gateway process: load the config or exit 1, serve with Hypercorn, drain on SIGTERM, exit 0.

One process, no workers of its own: Hypercorn's multi-process mode cuts running streams on SIGTERM.
Hypercorn's defaults that would break a gateway are replaced in `_protocol_settings`, each with the reason.
"""

import asyncio
import logging
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import uvloop
from hypercorn.config import Config as HypercornConfig

from services.gateway.app import Gateway
from services.gateway.bootstrap import BootstrapError, write_first_files
from services.gateway.listener import Listener
from services.gateway.runtime import Runtime
from services.gateway.tasks import background
from shared import log, memory
from shared.config.load import ConfigError, load_file
from shared.config.snapshot import Snapshot
from shared.redis_client import RedisUrlError, parse_url, refuse_cluster
from shared.version import VERSION

logger = log.get("server")

HEADER_LIMIT: Final = 1 << 16
"""Bytes of request line and headers together; a longer head is refused with 431."""

CUT_AFTER_S: Final = 0.5
"""Answers that were broken off at the drain limit may leave by themselves for so long; a client that does not read holds them."""


def run(config: Path, *, simulate: bool, fd: int | None, redis_url: str) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code, having said on stderr why when it is not 0."""
    try:
        if config.name == "router.yaml":  # another name is that of a file which somebody has written
            write_first_files(config.parent)
        snapshot = load_file(config)
        refuse_cluster(parse_url(redis_url))
    except ConfigError as error:
        _say(f"{config} is not valid:", *(f"  {problem}" for problem in error.problems))
        return 1
    except (BootstrapError, RedisUrlError) as error:
        _say(str(error))
        return 1
    log.setup(snapshot.config.debug.log_level)
    runtime = Runtime(config, snapshot, redis_url=redis_url, simulate=simulate)
    if not runtime.upstream.api_key and not simulate:
        settings = snapshot.config.openrouter
        _say(
            f"no OpenRouter API key: set ${settings.api_key_env}, or put {settings.api_key_env}=sk-or-... into "
            f"{settings.api_key_file}, or try Dispatch without a key: dispatch up --simulate"
        )
        return 1
    try:
        listening = socket.socket(fileno=fd) if fd is not None else _listen(snapshot.config.server.listen)
    except OSError as error:
        _say(f"can't listen on {snapshot.config.server.listen} (server.listen in {config}): {error.strerror or error}")
        return 1
    _allow_many_connections()
    uvloop.run(_serve(runtime, snapshot, listening, shared=fd is not None))
    return 0


def _allow_many_connections() -> None:
    """As many descriptors as this user may have: a stream needs two, and the usual 1024 are 500 agents or one crowd of idle ones."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS allows less than it says
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve(runtime: Runtime, snapshot: Snapshot, listening: socket.socket, *, shared: bool) -> None:
    """`shared`: the socket is the supervisor's, which stays open, or is closed before this process is told to stop."""
    stop = asyncio.Event()
    signals = _signals()
    gateway = Gateway(runtime)
    listener = Listener(gateway, _protocol_settings())
    async with gateway.running(), background() as tasks:
        tasks.start(_drain_on_signal(runtime, listener, stop, signals, announce=not shared), "drain")
        _log_ready(runtime, snapshot)
        memory.settle()
        await listener.serve(listening, stop, shared=shared)
    logger.info("dispatch stopped", extra={"replica": runtime.replica})


def _signals() -> "asyncio.Queue[int]":
    """SIGTERM and SIGINT as they come: asked for before the port is open, so that none of them kills a process that serves."""
    signals: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signals.put_nowait, number)
    return signals


async def _drain_on_signal(
    runtime: Runtime, listener: Listener, stop: asyncio.Event, signals: "asyncio.Queue[int]", *, announce: bool
) -> None:
    """First signal: readiness flips, then no new work, then the running answers get their time. Each further one ends a wait.

    `announce`: a balancer may look at `/readyz`, and gets the time to.
    """
    await signals.get()
    settings = runtime.snapshot.config.server
    runtime.draining = True
    await listener.announce()
    logger.info("draining", extra={"active": len(runtime.active), "drain_seconds": settings.drain_seconds})
    if announce:
        await _wait_for(signals, settings.drain_announce_seconds)
    stop.set()
    await _wait_for(signals, settings.drain_seconds)
    logger.warning("drain_limit_reached", extra={"aborted": len(runtime.active)})
    for task in tuple(runtime.active):
        task.cancel()
    await asyncio.sleep(CUT_AFTER_S)
    listener.cut()


async def _wait_for(signals: "asyncio.Queue[int]", seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await signals.get()
    except TimeoutError:
        pass


def _protocol_settings() -> HypercornConfig:
    config = HypercornConfig()
    config.h11_max_incomplete_size = HEADER_LIMIT  # 16 KiB is less than some clients' cookies and trace headers
    config.keep_alive_timeout = 75  # longer than a balancer's idle time, so that the balancer closes first
    config.keep_alive_max_requests = 1_000_000  # an agent's connection is closed by the agent
    config.include_server_header = False
    config.include_date_header = False  # upstream's own passes through
    config.accesslog = None
    config.errorlog = logging.getLogger("hypercorn.error")
    return config


def _listen(listen: str) -> socket.socket:
    """A bound socket; ":18087" means every address of this machine. Raises `OSError`."""
    host, _, port = listen.rpartition(":")
    bound = socket.socket(socket.AF_INET6 if host.startswith("[") else socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host.strip("[]"), int(port)))
    except OSError:
        bound.close()
        raise
    return bound


def _log_ready(runtime: Runtime, snapshot: Snapshot) -> None:
    key = runtime.key_watch.facts()
    facts: dict[str, Any] = {
        "levels": {level.value: target.model for level, target in snapshot.targets.items()},
        "listen": snapshot.config.server.listen,
        "base_url": snapshot.config.openrouter.base_url,
        "simulated": runtime.upstream.simulated,
        "api_key_present": key.present,
        "api_key_prefix_valid": key.prefix_valid,
        "api_key_length": key.length,
        "version": VERSION,
        "replica": runtime.replica,
        "config_digest": snapshot.digest,
        "pid": os.getpid(),
    }
    logger.info("dispatch ready", extra=facts)
    for warning in snapshot.warnings:
        logger.warning("config_warning", extra={"warning": warning})


def _say(*lines: str) -> None:
    print("\n".join(f"dispatch: {line}" if index == 0 else line for index, line in enumerate(lines)), file=sys.stderr)
