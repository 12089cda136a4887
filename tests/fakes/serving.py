"""An ASGI application behind the gateway's own listener, on a real socket in the test's loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from hypercorn.config import Config

from services.gateway.listener import Listener


def listener_of(app: Any, *, idle_s: float = 5.0) -> Listener:
    """The gateway's listener with this application."""
    config = Config()
    config.keep_alive_timeout = idle_s
    config.include_date_header = config.include_server_header = False
    return Listener(app, config)


def listening_socket() -> socket.socket:
    """Bound to a free port of the loopback."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


@asynccontextmanager
async def serving(
    app: Any, *, idle_s: float = 5.0
) -> AsyncIterator[tuple[tuple[str, int], asyncio.Event, "asyncio.Task[None]"]]:
    """Its address, what stops it, and its task."""
    listening = listening_socket()
    stop = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        task = group.create_task(listener_of(app, idle_s=idle_s).serve(listening, stop))
        await asyncio.sleep(0)
        yield listening.getsockname(), stop, task
        stop.set()


@asynccontextmanager
async def connected(address: tuple[str, int]) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(*address)
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()
