"""The fleet that is broken on purpose: nginx, two gateways, two classifiers, one Redis, a scripted OpenRouter. Real processes all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import psutil

from tests.fakes.balancer import GATEWAY_PORT, Balancer, Hosts, NameServer
from tests.fakes.openrouter import Exchange, Script, ScriptedOpenRouter
from tests.fakes.processes import (
    KEY,
    Gateway,
    Process,
    RedisServer,
    dispatch_config,
    environment,
    merged,
    python_module,
    until,
)
from tests.fakes.traffic import as_planned, plan_of

DEADLINE_MS: Final = 500
IDLE_LIMIT_S: Final = 2.0
CONFIG: Final[dict[str, Any]] = {
    "classifier": {"timeout_ms": DEADLINE_MS},
    "openrouter": {"idle_timeout_seconds": IDLE_LIMIT_S},
    "server": {"drain_seconds": 20, "drain_announce_seconds": 0.5},
}


class Fleet:
    """Processes by role. Started from one thread only: a child dies with the thread that made it."""

    def __init__(self, openrouter: ScriptedOpenRouter) -> None:
        """Start all and wait until it judges."""
        self.openrouter = openrouter
        self.folder = Path(tempfile.mkdtemp(prefix="dispatch-chaos-"))
        self.hosts, self.names = Hosts(), NameServer()
        self.key_file = self.folder / "key.env"
        self.write_key(KEY)
        self.redis = RedisServer()
        self.spoiled: set[int] = set()
        """Numbers of the requests whose answer the upstream has spoiled."""
        self.gateways: list[Gateway] = []
        self.workers: list[Process] = []
        self._made = 0
        try:
            for _ in range(2):
                self.add_worker()
            for _ in range(2):
                self.add_gateway()
            self.balancer = Balancer(self.folder, self.hosts.new(), self.names)
            self.until_judging()
        except BaseException:
            self.close()
            raise
        openrouter.otherwise = as_planned

    def write_key(self, key: str) -> None:
        """Put this key into the key file of all gateways."""
        self.key_file.write_text(f"OPENROUTER_API_KEY={key}\n")

    def config(self, host: str, over: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The config of the gateway at `host`."""
        ours = merged(CONFIG, {"openrouter": {"api_key_file": str(self.key_file)}})
        return dispatch_config(self.openrouter.base_url, f"{host}:{GATEWAY_PORT}", merged(ours, over or {}))

    def add_gateway(self) -> Gateway:
        """One more, at an address of its own; the balancer hears of it when it answers."""
        self._made += 1
        host = self.hosts.new()
        gateway = Gateway(
            f"gateway-{self._made}",
            self.folder,
            redis_url=self.redis.url,
            config=self.config(host),
            port=GATEWAY_PORT,
            host=host,
            env=environment(),
        ).ready()
        self.gateways.append(gateway)
        self.tell_names()
        return gateway

    def remove_gateway(self, gateway: Gateway) -> None:
        """It has ended: the balancer hears of it."""
        self.gateways.remove(gateway)
        self.tell_names()

    def tell_names(self) -> None:
        """What a container engine's name server knows."""
        self.names.names["gateway"] = [gateway.address[0] for gateway in self.gateways]

    def add_worker(self) -> Process:
        """One more; returns when it takes requests."""
        self._made += 1
        command = python_module("services.classifier", "--redis-url", self.redis.url)
        worker = Process(f"worker-{self._made}", command, self.folder, environment())
        until(lambda: worker.log("classifier ready"), limit_s=20, what=f"{worker.name} is ready")
        self.workers.append(worker)
        return worker

    def until_judging(self, limit_s: float = 10.0) -> None:
        """Wait until every gateway gets its requests judged."""
        body = b'{"messages":[{"role":"user","content":"hello"}]}'

        def judged() -> bool:
            answers = [gateway.client.send("POST", "/debug/route", body) for gateway in self.gateways]
            return all(got.status == 200 and b"classifier_unavailable" not in got.body for got in answers)

        until(judged, limit_s=limit_s, what="every gateway is judged for")

    def configure(self, over: Mapping[str, Any]) -> None:
        """Change router.yaml of every gateway and wait until it is used."""
        digests = [gateway.stats()["config_digest"] for gateway in self.gateways]
        for gateway in self.gateways:
            gateway.write_config(self.config(gateway.address[0], over))
        for gateway, digest in zip(self.gateways, digests, strict=True):
            until(lambda: gateway.stats()["config_digest"] != digest, what="the new config is used")  # noqa: B023 - called at once

    def spoil(self, script: Script, *, every: int) -> None:
        """From now on the upstream plays `script` to every n-th request."""

        async def either(exchange: Exchange) -> None:
            number, _ = plan_of(exchange.request.body)
            if number % every:
                await as_planned(exchange)
                return
            self.spoiled.add(number)
            await script(exchange)

        self.openrouter.otherwise = either

    def memory_mib(self) -> dict[str, float]:
        """Resident memory of everything that runs; the balancer with its children."""
        children = psutil.Process(self.balancer.pid).children()
        return {
            **{process.name: process.rss_bytes / 2**20 for process in (*self.gateways, *self.workers)},
            "balancer": sum(process.memory_info().rss for process in children) / 2**20,
            f"redis-{self.redis.process.pid}": self.redis.process.rss_bytes / 2**20,
        }

    def close(self) -> None:
        """Leave nothing."""
        for process in (*self.gateways, *self.workers, getattr(self, "balancer", None)):
            if process is not None:
                process.kill()
        self.names.close()
        self.redis.process.kill()
        shutil.rmtree(self.redis.folder, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
