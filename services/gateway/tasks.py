"""Background tasks with an owner and an end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from shared import log

logger = log.get("tasks")

CANCEL_AGAIN_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every `interval_s()` seconds; asked before each pause, so that a reload can change it."""

    name: str
    interval_s: Callable[[], float]
    run: Callable[[], Awaitable[None]]


async def periodic(job: Job) -> NoReturn:
    """Run the job for ever, a pause before each run.

    A run that fails is logged and the next one still comes: an exception that left the
    task group would stop every watcher while the server kept answering.
    """
    while True:
        await asyncio.sleep(job.interval_s())
        try:
            await job.run()
        except Exception:
            logger.exception("background_job_failed", extra={"job": job.name})


class Background:
    """Tasks that end with the block that owns them."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        """`group`: the block's own."""
        self._group = group
        self._tasks: list[asyncio.Task[Any]] = []

    def start(self, run: Coroutine[Any, Any, Any], name: str) -> None:
        """Run it until it ends or the block does."""
        self._tasks.append(self._group.create_task(run, name=name))

    async def end(self) -> None:
        """Cancel every task until it has ended: redis-py swallows a cancellation that comes while it connects."""
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=CANCEL_AGAIN_S)


@asynccontextmanager
async def background(*jobs: Job) -> AsyncIterator[Background]:
    """Start the periodic jobs; further tasks of the same lifetime may be started. Leaving cancels all of them."""
    async with asyncio.TaskGroup() as group:
        tasks = Background(group)
        for job in jobs:
            tasks.start(periodic(job), job.name)
        try:
            yield tasks
        finally:
            await tasks.end()
