"""Counters and ring against a real Valkey: exact, bounded, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from redis.exceptions import RedisError

from services.gateway.core.exposition import COUNTS, MAPS
from services.gateway.core.request_record import RequestRecord
from services.gateway.core.sse import Usage
from services.gateway.state.stats import LABELS_IN_MEMORY, StatsStore
from shared import redis_keys
from shared.level import Level
from shared.protocol import Decision
from shared.redis_client import connect
from tests.fakes.lossy import LossyWire
from tests.fakes.processes import RedisServer


@pytest.fixture
async def redis(valkey: RedisServer) -> AsyncIterator[object]:
    client = connect(valkey.url)
    yield client
    await client.aclose()


def record(number: int = 0, **fields: object) -> RequestRecord:
    known = {"request_id": f"{number:016x}", "timestamp": 1.0, "replica": "a", "status": 200, "model": "m"}
    return RequestRecord(**{**known, "decision": Decision(level=Level.HARD), **fields})


def store(redis: object, replica: str = "a", ring: int = 5) -> StatsStore:
    return StatsStore(redis or connect("unix:///nowhere"), replica, lambda: ring)


async def test_two_replicas_add_up_to_one_sum(redis: object) -> None:
    first, second = store(redis, "a"), store(redis, "b")
    for number in range(7):
        first.add(record(number), indexed=True)
    for number in range(5):
        second.add(record(100 + number, status=502), indexed=True)
    await first.flush()
    await second.flush()
    counted = await first.read()
    assert counted["requests_total"] == 12
    assert counted["by_status"] == {"200": 7, "502": 5}
    assert counted["by_level"] == {"hard": 12}


async def test_what_came_behind_a_batch_under_way_is_written_too(redis: object) -> None:
    stats = store(redis)
    stats.add(record(1), indexed=True)
    real, on = stats._record, asyncio.Event()

    async def slow(*args: object, **kwargs: object) -> None:
        await on.wait()
        await real(*args, **kwargs)

    stats._record = slow
    async with asyncio.TaskGroup() as group:
        group.create_task(stats.flush())
        await asyncio.sleep(0)
        stats._record = real
        stats.add(record(2), indexed=True)
        await stats.flush_all()
        assert (await stats.read())["requests_total"] == 2
        on.set()
    assert (await stats.read())["requests_total"] == 2


async def test_a_batch_whose_answer_was_lost_counts_once(redis: object) -> None:
    """The same batch is sent again under its number."""
    stats = store(redis)
    stats.add(record(), indexed=True)
    real = stats._record

    async def lost(*args: object, **kwargs: object) -> None:
        await real(*args, **kwargs)
        raise RedisError("the answer did not come")

    stats._record = lost
    with pytest.raises(RedisError):
        await stats.flush()
    stats._record = real
    stats.add(record(2), indexed=True)
    await stats.flush()
    await stats.flush()
    assert (await stats.read())["requests_total"] == 2
    assert await redis.llen(redis_keys.RING_ORDER) == 2


async def test_a_late_answer_of_one_flush_does_not_drop_the_batch_of_the_next(redis: object) -> None:
    """`/debug/stats` flushes beside the clock: both send the same batch, and one hears of it long after the other."""
    stats = store(redis)
    real, late = stats._record, asyncio.Event()

    async def slow(*args: object, **kwargs: object) -> None:
        await real(*args, **kwargs)
        await late.wait()

    async def refused(*args: object, **kwargs: object) -> None:
        late.set()
        await behind
        raise RedisError("nothing arrived")

    stats.add(record(1), indexed=True)
    stats._record = slow
    async with asyncio.TaskGroup() as group:
        behind = group.create_task(stats.flush())
        await asyncio.sleep(0)
        stats._record = real
        await stats.flush()
        stats.add(record(2), indexed=True)
        stats._record = refused
        with pytest.raises(RedisError):
            await stats.flush()
    stats._record = real
    await stats.flush()
    assert (await stats.read())["requests_total"] == 2


async def test_the_ring_keeps_the_newest_of_the_whole_fleet(redis: object) -> None:
    first, second = store(redis, "a", ring=3), store(redis, "b", ring=3)
    for number in range(4):
        (first if number % 2 else second).add(record(number), indexed=True)
        await first.flush()
        await second.flush()
    assert await redis.hlen(redis_keys.RING) == 3
    assert await first.find(f"{0:016x}") is None
    assert b'"level":"hard"' in (await second.find(f"{3:016x}") or b"")


async def test_a_record_is_found_before_it_was_written(redis: object) -> None:
    stats = store(redis)
    stats.add(record(9), indexed=True)
    assert b'"status":200' in (await stats.find(f"{9:016x}") or b"")


async def test_a_request_that_is_not_indexed_is_still_counted(redis: object) -> None:
    stats = store(redis)
    stats.add(record(), indexed=False)
    await stats.flush()
    assert (await stats.read())["requests_total"] == 1
    assert await redis.exists(redis_keys.RING) == 0


async def test_labels_without_end_end_in_other(redis: object) -> None:
    stats = store(redis)
    for number in range(200):
        stats.add(record(number, model=f"model-{number}"), indexed=False)
    await stats.flush()
    models = (await stats.read())["by_model"]
    assert len(models) <= 65
    assert sum(models.values()) == 200
    assert models["other"] == 136


async def test_tokens_and_cost_are_summed_by_level_and_model(redis: object) -> None:
    stats = store(redis)
    for number in range(2):
        usage = Usage(prompt_tokens=10, completion_tokens=3, cached_tokens=4, cost=0.25)
        stats.add(record(number, usage=usage), indexed=False)
    await stats.flush()
    counted = await stats.read()
    assert counted["prompt_tokens_by_level"] == {"hard": 20}
    assert counted["cost_by_model"] == {"m": 0.5}


async def test_without_redis_counters_wait_and_are_written_once_when_it_is_back() -> None:
    server = RedisServer()
    client = connect(server.url)
    try:
        stats = store(client)
        stats.add(record(1), indexed=True)
        await stats.flush()
        server.kill()
        for number in range(2, 500):
            stats.add(record(number), indexed=True)
        for _ in range(3):
            with pytest.raises((RedisError, OSError)):
                await stats.flush()
        server.start()
        await stats.flush()
        await stats.flush()
        assert (await stats.read())["requests_total"] == 499
    finally:
        await client.aclose()
        server.stop()


async def test_every_second_answer_lost_on_the_wire_and_still_each_request_counts_once(valkey: RedisServer) -> None:
    """The real script over a real connection that ends after Redis has carried it out and before its answer came."""
    with LossyWire(valkey.socket, marker=b"EVALSHA") as wire:
        client = connect(wire.url)
        try:
            stats = store(client, ring=500)
            await stats.flush()
            for number in range(200):
                stats.add(record(number), indexed=True)
                if number % 2:
                    wire.lose(1)
                with suppress(RedisError, OSError):
                    await stats.flush()
            wire.lose(0)
            for _ in range(3):
                await stats.flush()
            counted = await stats.read()
        finally:
            await client.aclose()
    assert wire.lost > 50, "the answers were not lost"
    assert counted["requests_total"] == 200
    assert counted["by_level"] == {"hard": 200}
    async with connect(valkey.url) as redis:
        assert await redis.llen(redis_keys.RING_ORDER) == await redis.hlen(redis_keys.RING) == 200


async def test_a_command_that_a_hung_redis_carries_out_late_counts_once() -> None:
    """It gives up, says it again under its number, and both arrive when the server goes on."""
    server = RedisServer()
    client = connect(server.url, timeout_s=0.2)
    try:
        stats = store(client)
        stats.add(record(1), indexed=True)
        await stats.flush()
        server.suspend()
        stats.add(record(2), indexed=True)
        for _ in range(3):
            with pytest.raises((RedisError, OSError)):
                await stats.flush()
        stats.add(record(3), indexed=True)
        server.resume()
        await stats.flush()
        await stats.flush()
        assert (await stats.read())["requests_total"] == 3
    finally:
        await client.aclose()
        server.stop()


async def test_what_waits_for_redis_is_bounded_whatever_comes() -> None:
    """A hundred thousand requests with labels nobody has seen before, and no Redis: as much memory as for a few thousand."""
    stats = store(None, ring=500)
    for number in range(100_000):
        stats.add(record(number, model=f"model-{number}"), indexed=True)
    assert len(stats._open.counters) <= LABELS_IN_MEMORY + len(MAPS) + len(COUNTS)
    assert len(stats._open.ring) == 500
    assert stats._open.counters["requests_total"] == 100_000
    named = {name: value for name, value in stats._open.counters.items() if name.startswith("by_model:")}
    assert sum(named.values()) == 100_000


async def test_a_ring_that_is_made_much_smaller_keeps_only_what_its_order_knows(redis: object) -> None:
    """More than Lua can hand to one command at a time."""
    large = store(redis, "a", ring=20_000)
    for number in range(20_000):
        large.add(record(number), indexed=True)
        if number % 4000 == 3999:
            await large.flush()
    assert await redis.hlen(redis_keys.RING) == 20_000
    small = store(redis, "b", ring=10)
    small.add(record(90_000), indexed=True)
    await small.flush()
    assert await redis.llen(redis_keys.RING_ORDER) == await redis.hlen(redis_keys.RING) == 10
    assert (await small.read())["requests_total"] == 20_001
