"""Background jobs: they go on after a failure, and end when their owner does."""

import asyncio

import pytest

from services.gateway.tasks import Job, background


async def test_a_job_runs_again_and_again_until_the_block_is_left() -> None:
    runs: asyncio.Queue[int] = asyncio.Queue()

    async def run() -> None:
        runs.put_nowait(1)

    async with asyncio.timeout(5), background(Job("job", lambda: 0.0, run)):
        for _ in range(3):
            await runs.get()
    seen = runs.qsize()
    for _ in range(5):
        await asyncio.sleep(0)
    assert runs.qsize() == seen


async def test_a_job_that_fails_runs_again_and_takes_nothing_else_down(caplog: pytest.LogCaptureFixture) -> None:
    again, other = asyncio.Event(), asyncio.Event()
    runs = 0

    async def fails() -> None:
        nonlocal runs
        runs += 1
        if runs == 2:
            again.set()
        raise ValueError("CANARY")

    async def works() -> None:
        other.set()

    with caplog.at_level("ERROR", logger="dispatch"):
        async with asyncio.timeout(5), background(Job("fails", lambda: 0.0, fails), Job("works", lambda: 0.0, works)):
            await again.wait()
            await other.wait()
    record = next(record for record in caplog.records if record.getMessage() == "background_job_failed")
    assert record.__dict__["job"] == "fails"


async def test_the_pause_is_asked_for_anew_each_time() -> None:
    pauses, ran_twice = [0.0, 0.0, 3600.0], asyncio.Event()
    runs = 0

    async def run() -> None:
        nonlocal runs
        runs += 1
        if runs == 2:
            ran_twice.set()

    async with asyncio.timeout(5), background(Job("job", lambda: pauses.pop(0), run)):
        await ran_twice.wait()
        await asyncio.sleep(0)
    assert (pauses, runs) == ([], 2)


async def test_nothing_runs_before_the_first_pause() -> None:
    ran = False

    async def run() -> None:
        nonlocal ran
        ran = True

    async with background(Job("job", lambda: 3600.0, run)):
        await asyncio.sleep(0)
    assert not ran


async def test_leaving_cancels_a_job_in_the_middle_of_its_work() -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with asyncio.timeout(5), background(Job("job", lambda: 0.0, run)):
        await begun.wait()
    assert cancelled.is_set()


async def test_a_task_that_swallows_a_cancellation_is_cancelled_again() -> None:
    """As redis-py does with one that comes while it connects: without this a process hangs on its way out."""
    swallowed = asyncio.Event()

    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(5), background() as tasks:
        tasks.start(stubborn(), "stubborn")
        await asyncio.sleep(0)
    assert swallowed.is_set()


async def test_running_jobs_carry_their_names() -> None:
    async def run() -> None: ...

    async with background(Job("key_watch", lambda: 3600.0, run)):
        await asyncio.sleep(0)
        assert "key_watch" in {task.get_name() for task in asyncio.all_tasks()}
