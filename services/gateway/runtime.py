"""`Runtime`: what the requests of one gateway process share, opened and closed in order."""

import asyncio
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from redis.exceptions import RedisError, ResponseError

from services.gateway.classifier_client import ClassifierClient
from services.gateway.core.local_error import ConfigDegraded, LocalError
from services.gateway.core.response_headers import DEGRADED, SIMULATED, Headers
from services.gateway.recorder import Recorder
from services.gateway.state.config_store import ConfigStore
from services.gateway.state.fleet import BEAT_S, Fleet
from services.gateway.state.stats import FLUSH_S, StatsStore
from services.gateway.tasks import Job, background
from services.gateway.upstream import OpenRouterClient, UpstreamBroke
from services.gateway.watch.api_key_watch import ApiKeyWatch
from services.gateway.watch.config_watch import ConfigWatch
from shared import log, redis_privacy
from shared.config.snapshot import Snapshot
from shared.redis_client import connect

logger = log.get("runtime")

FAREWELL_S = 3.0
"""How long the last counters may take on the way out, and then the leases."""


class Runtime:
    """One gateway process. Requests read `snapshot` once and use it to their end."""

    def __init__(self, path: Path, snapshot: Snapshot, *, redis_url: str, simulate: bool) -> None:
        """Wire everything; nothing connects before `open`."""
        self.replica = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(3)}"
        self.started_unix = time.time()
        self.redis_url = redis_url
        self._redis = connect(redis_url)
        self._flushing = connect(redis_url, timeout_s=5.0)
        self._configs = ConfigStore(self._redis)
        self.config_watch = ConfigWatch(path, snapshot, self._configs.publish, self.started_unix)
        self.key_watch = ApiKeyWatch(snapshot.config.openrouter)
        self.upstream = OpenRouterClient(simulate=simulate)
        self.upstream.api_key = self.key_watch.key
        self.stats = StatsStore(self._flushing, self.replica, lambda: self.snapshot.config.debug.request_index_size)
        self.recorder = Recorder(self.stats)
        self.fleet = Fleet(self._redis, self.replica)
        self.classifier = ClassifierClient(redis_url, self.replica, self._configs.publish)
        self._redis_checked = False
        self.draining = False
        self.active: set[asyncio.Task[object]] = set()
        """Requests under way, for the drain."""

    @property
    def snapshot(self) -> Snapshot:
        """The config in use now."""
        return self.config_watch.snapshot

    @property
    def degraded_error(self) -> str:
        """Why the fleet is degraded: this replica's failing reload, or another's; empty when it is not."""
        if self.config_watch.state.failing:
            return self.config_watch.state.error
        for replica, failing in self.fleet.view.failing.items():
            return f"replica {replica}: {failing.error}"[:500]
        return ""

    @property
    def last_failure_unix(self) -> int:
        """When a reload failed last: this replica's, or one that still fails elsewhere; 0 when none did."""
        others = (other.last_failure_unix for other in self.fleet.view.failing.values())
        return int(max(self.config_watch.state.last_failure_unix, *others, 0))

    def refuse_if_degraded(self, snapshot: Snapshot) -> None:
        """Raises `ConfigDegraded` in strict mode, before any work is done."""
        if self.degraded_error and snapshot.config.config_reload.fail_requests_when_degraded:
            raise ConfigDegraded(
                "router.yaml on disk is not valid, so Dispatch refuses requests until it is mended; see /health or /debug/stats"
            )

    def common_headers(self) -> Headers:
        """Headers of every answer: that upstream is simulated, that the config is degraded."""
        return [*((SIMULATED,) if self.upstream.simulated else ()), *(DEGRADED if self.degraded_error else ())]

    def facts(self) -> dict[str, Any]:
        """This replica's part of `/debug/stats`; of a failing reload every replica tells the same."""
        state, key, view = self.config_watch.state, self.key_watch.facts(), self.fleet.view
        others = view.failing.values()
        firsts = [state.first_failure_unix, *(other.first_failure_unix for other in others)]
        return {
            "uptime_seconds": int(time.time() - self.started_unix),
            "replica": self.replica,
            "replicas_alive": len(view.replicas),
            "workers_alive": self.classifier.workers_alive,
            "requests_active": len(self.active),
            "redis_up": self.classifier.redis_up,
            "api_key_present": key.present,
            "api_key_prefix_valid": key.prefix_valid,
            "api_key_length": key.length,
            "api_key_reload_count": key.reload_count,
            "last_api_key_reload_unix": int(key.last_reload_unix),
            "active_config_state": "degraded_using_last_valid" if self.degraded_error else "ok",
            "config_digest": self.snapshot.digest,
            "last_config_reload_unix": int(self.config_watch.last_reload_unix),
            "last_config_reload_success_unix": int(state.last_success_unix),
            "last_config_reload_failure_unix": self.last_failure_unix,
            "last_config_reload_error_truncated": self.degraded_error,
            "config_reload_consecutive_failure_count": max(
                state.consecutive_failures, *(other.consecutive_failures for other in others), 0
            ),
            "config_reload_failure_first_seen_unix": int(min(filter(None, firsts), default=0)),
            "config_reload_fail_requests_when_degraded": self.snapshot.config.config_reload.fail_requests_when_degraded,
        }

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Everything is running inside the block; on leaving, the last counters are written and leases given up."""
        with suppress(RedisError, OSError):
            await self._beat()
        jobs = (
            Job("flush_stats", lambda: FLUSH_S, self._flush),
            Job("fleet_beat", lambda: BEAT_S, self._beat_quietly),
            Job("watch_files", lambda: self.snapshot.config.config_reload.poll_interval_seconds, self._tick_files),
        )
        try:
            async with background(*jobs) as tasks:
                tasks.start(self.classifier.run_sender(), "classifier_sender")
                tasks.start(self.classifier.run_reader(), "classifier_reader")
                if self.snapshot.config.openrouter.validate_models_on_start and not self.upstream.simulated:
                    tasks.start(self._check_models(), "check_models")
                yield
        finally:
            await self._farewell()

    async def _check_models(self) -> None:
        """Warn of models that OpenRouter does not know; never keeps the gateway from serving."""
        try:
            known = await self.upstream.models(settings=self.snapshot.config.openrouter)
        except (LocalError, UpstreamBroke) as error:
            logger.warning("models_not_checked", extra={"reason": type(error).__name__})
            return
        for level, target in self.snapshot.targets.items():
            names = {target.model, target.model.partition(":")[0]}  # some variants have entries of their own
            if not names & known and not target.model.startswith("~"):
                logger.warning("model_unknown_to_openrouter", extra={"level": level.value, "model": target.model})

    async def _flush(self) -> None:
        if self.classifier.connected:
            with suppress(RedisError, OSError):
                await self.stats.flush()

    async def _check_redis(self) -> None:
        """Name the settings by which a Redis that is not of Dispatch's own making would keep prompt text; once."""
        try:
            found = await self._redis.config_get(*redis_privacy.ASKED)
        except ResponseError:  # many a hosted Redis keeps its settings to itself
            logger.warning("redis_settings_unknown", extra={"wanted": dict(redis_privacy.SETTINGS)})
        else:
            if change := redis_privacy.exposing({str(name): str(value) for name, value in found.items()}):
                logger.warning("redis_may_keep_text", extra={"change": change})
        self._redis_checked = True

    async def _beat(self) -> None:
        if not self._redis_checked:
            await self._check_redis()
        await self.fleet.beat(self.config_watch.state)
        await self._configs.keep(self.snapshot)
        self.classifier.workers_alive = len(self.fleet.view.workers)

    async def _beat_quietly(self) -> None:
        """While Redis is away, what the fleet last said is forgotten: a lease nobody can see is no reason to refuse."""
        try:
            await self._beat()
        except (RedisError, OSError):
            self.fleet.forget()
            self.classifier.workers_alive = None

    async def _tick_files(self) -> None:
        """router.yaml first, as it says where the key file is. A reload that switches reloading off is the last one."""
        if self.snapshot.config.config_reload.enabled:
            await self._tick_config()
        self.upstream.api_key = self.key_watch.tick(self.snapshot.config.openrouter, time.time())

    async def _tick_config(self) -> None:
        failing, reloads, failures = (
            self.config_watch.state.failing,
            self.config_watch.reload_count,
            self.config_watch.failure_count,
        )
        await self.config_watch.tick(time.time())
        self.stats.count("config_reload_success_count", self.config_watch.reload_count - reloads)
        self.stats.count("config_reload_failure_count", self.config_watch.failure_count - failures)
        if self.config_watch.state.failing != failing:
            await self._beat_quietly()

    async def _farewell(self) -> None:
        for last in (self.stats.flush_all, self.fleet.leave):
            with suppress(RedisError, OSError, TimeoutError):
                async with asyncio.timeout(FAREWELL_S):
                    await last()
        await self.upstream.aclose()
        await self.classifier.aclose()
        for client in (self._redis, self._flushing):
            with suppress(RedisError, OSError):
                await client.aclose()
