"""One look at router.yaml and its exemplars: load and publish a valid change, or note why it is refused. The snapshot in use changes in one assignment."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from redis.exceptions import RedisError

from services.gateway.core.reload_state import ReloadState
from services.gateway.watch.file_poll import Seen, look
from shared import log
from shared.config.load import ConfigError, load_file
from shared.config.snapshot import Snapshot

logger = log.get("config")


class ConfigWatch:
    """Follows the config file. `snapshot` is what requests use, `state` how the last reload went."""

    def __init__(
        self, path: Path, snapshot: Snapshot, publish: Callable[[Snapshot], Awaitable[None]], now: float
    ) -> None:
        """`snapshot` was loaded from `path` a moment ago, at `now` (unix seconds); `publish` tells the classifiers of a new one."""
        self._path = path
        self._publish = publish
        self._seen: tuple[
            Seen, ...
        ] = ()  # the first tick loads again: the file may have changed since `snapshot` was loaded
        self._beside = snapshot.files
        self.snapshot = snapshot
        self.state = ReloadState(last_success_unix=now)
        self.reload_count = 0
        self.failure_count = 0
        self.last_reload_unix = 0.0

    async def tick(self, now: float) -> None:
        """Look once; `now` in unix seconds."""
        seen = self._look()
        if seen != self._seen:
            self._seen = seen
            await self._reload(now)
        if self.state.should_log(now):
            logger.error("config_reload_failed", extra={"error": self.state.error, "serving": "last_valid"})
            self.state = self.state.logged(now)

    async def _reload(self, now: float) -> None:
        try:
            fresh = load_file(self._path)
        except ConfigError as error:
            self._beside = self._beside if error.files is None else error.files
            self.state = self.state.failed(error.problems, now)
            self.failure_count += 1
            return
        self._beside = fresh.files
        if fresh.digest != self.snapshot.digest:
            await self._accept(fresh)
            self.reload_count += 1
            self.last_reload_unix = now
        elif not self.state.failing:
            return
        self._log_success(now)
        self.state = self.state.succeeded(now)

    async def _accept(self, fresh: Snapshot) -> None:
        """Publish first, so that the first request that names the digest finds it; without Redis it is published later."""
        try:
            await self._publish(fresh)
        except (RedisError, OSError):
            logger.warning("config_not_published", extra={"digest": fresh.digest})
        self.snapshot = fresh
        log.set_level(fresh.config.debug.log_level)

    def _log_success(self, now: float) -> None:
        facts: dict[str, object] = {"digest": self.snapshot.digest, "warnings": self.snapshot.warnings}
        if self.state.failing:
            facts["degraded_seconds"] = round(now - self.state.first_failure_unix, 1)
        logger.info("config_reloaded", extra=facts)

    def _look(self) -> tuple[Seen, ...]:
        """The config and, by name, the files it brings: of the last that was tried, so that mending one of them is seen."""
        return (look(self._path), *(look(Path(path)) for path in self._beside))
