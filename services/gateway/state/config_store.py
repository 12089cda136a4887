"""Publishes accepted config sources under their digest, where classifiers find them."""

import redis.asyncio

from shared import redis_keys
from shared.config.snapshot import Snapshot


class ConfigStore:
    """Writes, and keeps alive, the configs that requests of this gateway may name."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        """`client`: for short commands."""
        self._redis = client

    async def publish(self, snapshot: Snapshot) -> None:
        """Make the snapshot known; raises redis-py's errors."""
        await self._redis.set(redis_keys.config(snapshot.digest), snapshot.source, ex=redis_keys.CONFIG_TTL_S)

    async def keep(self, snapshot: Snapshot) -> None:
        """Renew its lifetime, or publish it again if Redis has lost it."""
        if not await self._redis.expire(redis_keys.config(snapshot.digest), redis_keys.CONFIG_TTL_S):
            await self.publish(snapshot)
