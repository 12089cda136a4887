"""`LossyWire`: a relay in front of a Redis that loses answers: the commands arrive and are carried out, and nobody hears of it."""

import asyncio
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

LIMIT_S: Final = 5.0


class LossyWire:
    """Listens on a unix socket of its own. `lose(n)`: the next n writes that hold `marker` get no answer, and their connection ends."""

    def __init__(self, server: Path, *, marker: bytes) -> None:
        """`server`: socket of the real Redis; `marker`: in the commands whose answers may be lost."""
        self._server, self._marker = str(server), marker
        self._folder = tempfile.TemporaryDirectory(prefix="dispatch-wire-")
        self.socket = Path(self._folder.name) / "wire.sock"
        self.lost = 0
        self._to_lose = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), daemon=True)

    def __enter__(self) -> "LossyWire":
        """Start."""
        self._thread.start()
        assert self._ready.wait(LIMIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(LIMIT_S)
        self._loop.close()
        self._folder.cleanup()

    @property
    def url(self) -> str:
        """For --redis-url."""
        return f"unix://{self.socket}"

    def lose(self, count: int) -> None:
        """Lose the answers to the next `count` marked commands."""
        self._to_lose = count

    async def _serve(self) -> None:
        server = await asyncio.start_unix_server(self._relay, self.socket)
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    async def _relay(self, client: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        server, server_out = await asyncio.open_unix_connection(self._server)
        muted = asyncio.Event()

        async def answers() -> None:
            while data := await server.read(65536):
                if muted.is_set():
                    self.lost += 1
                    client_out.transport.abort()
                    return
                client_out.write(data)

        async with asyncio.TaskGroup() as group:
            back = group.create_task(answers())
            with suppress(OSError):
                while data := await client.read(1 << 20):
                    if self._to_lose and self._marker in data:
                        self._to_lose -= 1
                        muted.set()
                    server_out.write(data)
            if not muted.is_set():
                back.cancel()
        server_out.close()
        client_out.close()
