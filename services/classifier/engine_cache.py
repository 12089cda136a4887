"""Compiled engines by config digest; the last few stay, so a reload mixes nothing and costs one compilation."""

from collections import OrderedDict
from typing import Final

import redis

from services.classifier.core.engine import Engine
from shared import log, redis_keys
from shared.config.load import ConfigError, unpack
from shared.config.snapshot import Snapshot

logger = log.get("engine_cache")

KEPT: Final = 4


class UnknownConfig(Exception):
    """No config of this digest is published, or the published one does not load."""


class EngineCache:
    """Engines of this worker."""

    def __init__(self, client: "redis.Redis") -> None:
        """`client`: for short commands."""
        self._redis = client
        self._engines: OrderedDict[str, tuple[Engine, Snapshot]] = OrderedDict()

    def get(self, digest: str) -> tuple[Engine, Snapshot]:
        """The engine of a digest and its config; raises `UnknownConfig` or redis-py's errors."""
        if digest in self._engines:
            self._engines.move_to_end(digest)
            return self._engines[digest]
        source = self._redis.get(redis_keys.config(digest))
        if not isinstance(source, bytes):
            raise UnknownConfig(digest)
        try:
            snapshot = unpack(source)
        except ConfigError as error:
            raise UnknownConfig(digest) from error
        self._engines[digest] = Engine.compile(snapshot), snapshot
        if len(self._engines) > KEPT:
            self._engines.popitem(last=False)
        logger.info("engine_compiled", extra={"digest": digest})
        return self._engines[digest]
