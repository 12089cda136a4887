"""Signs of life and the shared degraded state: who is alive, and whose config reload fails, by leases in Redis.

Law: what Redis last said is mirrored here for the hot path, which never waits for it.
"""

from dataclasses import dataclass, field
from typing import Final

import msgspec
import redis.asyncio

from services.gateway.core.reload_state import ReloadState
from shared import redis_keys
from shared.redis_client import script_text

BEAT_S: Final = 1.0
"""Pause between two looks at the fleet."""


class FailingReload(msgspec.Struct, frozen=True):
    """What a replica says of its failing reload; times in unix seconds."""

    error: str
    first_failure_unix: float
    last_failure_unix: float
    consecutive_failures: int


@dataclass(frozen=True, slots=True)
class FleetView:
    """The fleet as last seen. `failing` holds other replicas' failing reloads by replica id."""

    replicas: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    failing: dict[str, FailingReload] = field(default_factory=dict)


class Fleet:
    """This replica's leases, and its view of the others."""

    def __init__(self, client: "redis.asyncio.Redis", replica: str) -> None:
        """`replica`: this process's own name in the fleet."""
        self._redis = client
        self._lease = script_text("lease")
        self.replica = replica
        self.view = FleetView()

    async def beat(self, state: ReloadState) -> None:
        """Renew this replica's leases and look at the others; raises redis-py's errors."""
        pipe = self._redis.pipeline(transaction=False)
        pipe.eval(self._lease, 1, redis_keys.REPLICAS, self.replica, redis_keys.LEASE_S)
        pipe.eval(self._lease, 1, redis_keys.WORKERS, "", 0)
        if state.failing:
            pipe.hset(redis_keys.RELOAD, self.replica, msgspec.json.encode(_failing(state)))
            pipe.eval(self._lease, 1, redis_keys.DEGRADED, self.replica, redis_keys.LEASE_S)
        else:
            pipe.hdel(redis_keys.RELOAD, self.replica)
            pipe.eval(self._lease, 1, redis_keys.DEGRADED, self.replica, 0)
        pipe.hgetall(redis_keys.RELOAD)
        replicas, workers, _, degraded, reloads = await pipe.execute()
        self.view = FleetView(_names(replicas), _names(workers), self._others(set(degraded), reloads))
        if dead := [name for name in reloads if name not in degraded]:
            await self._redis.hdel(redis_keys.RELOAD, *dead)

    def _others(self, degraded: set[bytes], reloads: dict[bytes, bytes]) -> dict[str, FailingReload]:
        own = self.replica.encode()
        return {
            name.decode(): msgspec.json.decode(value, type=FailingReload)
            for name, value in reloads.items()
            if name in degraded and name != own
        }

    def forget(self) -> None:
        """Redis is away: nothing is known of the others."""
        self.view = FleetView()

    async def leave(self) -> None:
        """Give up every lease on the way out; raises redis-py's errors."""
        pipe = self._redis.pipeline(transaction=False)
        for key in (redis_keys.REPLICAS, redis_keys.DEGRADED):
            pipe.eval(self._lease, 1, key, self.replica, 0)
        pipe.hdel(redis_keys.RELOAD, self.replica)
        await pipe.execute()


def _failing(state: ReloadState) -> FailingReload:
    return FailingReload(state.error, state.first_failure_unix, state.last_failure_unix, state.consecutive_failures)


def _names(values: list[bytes]) -> tuple[str, ...]:
    return tuple(sorted(value.decode() for value in values))
