"""Background jobs with an owner and an end: periodic ones are cancelled on leaving, short writes are awaited."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NoReturn

from shared import log

logger = log.get("tasks")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every `interval_s` seconds."""

    name: str
    interval_s: float
    run: Callable[[], Awaitable[None]]


async def periodic(job: Job) -> NoReturn:
    """Run the job for ever, a pause before each run.

    A run that fails is logged and the next one still comes: an exception that left the
    task group would stop every watcher while the server kept answering.
    """
    while True:
        await asyncio.sleep(job.interval_s)
        try:
            await job.run()
        except Exception:
            logger.exception("background_job_failed", extra={"job": job.name})


@asynccontextmanager
async def background(*jobs: Job) -> AsyncIterator[asyncio.TaskGroup]:
    """Start the periodic jobs; yield a group for further tasks of the same lifetime. Leaving cancels all of them."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(periodic(job), name=job.name) for job in jobs]
        try:
            yield group
        finally:
            for task in running:
                task.cancel()
