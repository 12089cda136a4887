"""Leases and the shared degraded state against a real Valkey."""

from collections.abc import AsyncIterator

import pytest

from services.gateway.core.reload_state import ReloadState
from services.gateway.state.fleet import Fleet
from shared import redis_keys
from shared.redis_client import connect
from tests.fakes.processes import RedisServer

HEALTHY = ReloadState()
BROKEN = ReloadState().failed(["thresholds: must rise"], now=100.0)


@pytest.fixture
async def redis(valkey: RedisServer) -> AsyncIterator[object]:
    client = connect(valkey.url)
    yield client
    await client.aclose()


async def test_every_replica_that_beats_is_alive(redis: object) -> None:
    first, second = Fleet(redis, "a"), Fleet(redis, "b")
    await first.beat(HEALTHY)
    await second.beat(HEALTHY)
    assert second.view.replicas == ("a", "b")
    assert second.view.failing == {}


async def test_one_broken_replica_is_seen_by_the_others(redis: object) -> None:
    first, second = Fleet(redis, "a"), Fleet(redis, "b")
    await first.beat(BROKEN)
    await second.beat(HEALTHY)
    assert second.view.failing["a"].error == "thresholds: must rise"
    assert first.view.failing == {}


async def test_a_mended_replica_takes_its_failure_back(redis: object) -> None:
    first, second = Fleet(redis, "a"), Fleet(redis, "b")
    await first.beat(BROKEN)
    await first.beat(BROKEN.succeeded(now=200.0))
    await second.beat(HEALTHY)
    assert second.view.failing == {}


async def test_a_dead_replicas_failure_ends_with_its_lease(redis: object) -> None:
    """The lease is set into the past, as time would."""
    first, second = Fleet(redis, "a"), Fleet(redis, "b")
    await first.beat(BROKEN)
    await redis.zadd(redis_keys.DEGRADED, {"a": 1.0})
    await second.beat(HEALTHY)
    assert second.view.failing == {}
    assert await redis.hexists(redis_keys.RELOAD, "a") is False


async def test_a_lease_lives_for_its_length_by_the_servers_clock(redis: object) -> None:
    await Fleet(redis, "a").beat(HEALTHY)
    seconds, micros = await redis.time()
    left = await redis.zscore(redis_keys.REPLICAS, "a") - (seconds + micros / 1e6)
    assert redis_keys.LEASE_S - 1 < left <= redis_keys.LEASE_S


async def test_who_leaves_is_gone_at_once(redis: object) -> None:
    first, second = Fleet(redis, "a"), Fleet(redis, "b")
    await first.beat(BROKEN)
    await first.leave()
    await second.beat(HEALTHY)
    assert second.view.replicas == ("b",)
    assert second.view.failing == {}


async def test_workers_are_counted_by_their_leases(redis: object) -> None:
    seconds, _ = await redis.time()
    await redis.zadd(redis_keys.WORKERS, {"live": seconds + 60, "dead": seconds - 1})
    fleet = Fleet(redis, "a")
    await fleet.beat(HEALTHY)
    assert fleet.view.workers == ("live",)
