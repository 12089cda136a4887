"""The compose stack runs: its own commands, environment, mounts, health checks and order, three gateways, four classifiers, real traffic.

Once on Valkey 9, as the file has it, and once on Redis 7, as it says how.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.config.load import default_text
from tests.fakes.balancer import PORT
from tests.fakes.client import Client
from tests.fakes.compose import ComposeStack, interpolated, missing
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import KEY, until
from tests.fakes.traffic import Load, Outcome, Traffic, as_planned, tally

needs_programs = pytest.mark.skipif(
    bool(missing()), reason=f"not installed here: {', '.join(missing())} (.ci/run installs them where there is apt)"
)
PASSWORD = "l0calOnly"


@pytest.fixture(params=["valkey", "redis"])
def stack(request: pytest.FixtureRequest, tmp_path: Path, openrouter: ScriptedOpenRouter) -> Iterator[ComposeStack]:
    """Started; a config folder of the user's own and a `.env` with key and password."""
    config = tmp_path / "config"
    config.mkdir()
    text = default_text("router.yaml").decode()
    assert "https://openrouter.ai/api/v1" in text
    text = text.replace("https://openrouter.ai/api/v1", openrouter.base_url)
    (config / "router.yaml").write_text(text.replace("\nserver:\n", "\nserver:\n  drain_announce_seconds: 1\n"))
    env_file = tmp_path / ".env"
    env_file.write_text(f"OPENROUTER_API_KEY={KEY}\nREDIS_PASSWORD={PASSWORD}\nREDIS_KIND={request.param}\n")
    made = ComposeStack(config=config, env_file=env_file, scale={"gateway": 3, "classifier": 4})
    try:
        made.start()
        yield made
    finally:
        made.kill()


@needs_programs
def test_the_scaled_stack_serves_real_traffic_and_loses_nothing_when_a_gateway_is_stopped(
    stack: ComposeStack, openrouter: ScriptedOpenRouter
) -> None:
    openrouter.otherwise = as_planned
    address = (stack.replicas["balancer"][0].host, PORT)
    client = Client(address)
    until(lambda: client.get("/debug/stats").json["workers_alive"] == 4, what="all classifiers are seen")
    gateways = list(stack.replicas["gateway"])
    load = Load(Traffic(address, rate=60, seed=1))
    until(lambda: len(load.traffic.fates) > 150, limit_s=30, what="the load runs")
    leaving = gateways[0]
    assert leaving.process
    leaving.process.signal(15)
    until(lambda: _ready(leaving.host) == 503, limit_s=2, what="readiness flips first")
    assert leaving.process.wait(30) == 0
    stack.remove(leaving)
    seen = len(load.traffic.fates)
    until(lambda: len(load.traffic.fates) > seen + 100, limit_s=30, what="the load goes on")
    load.end()

    fates = load.traffic.fates
    assert tally(fates) == {"good": len(fates)}, [fate for fate in fates if fate.outcome is not Outcome.GOOD][:5]
    assert len(fates) > 300
    assert not tally(fates, lambda fate: fate.fallback).keys() - {""}, "every one was judged where it asked to be"
    assert all(len(gateway.process.log("route")) > 20 for gateway in gateways if gateway.process)
    assert {request.header("authorization") for request in openrouter.requests} == {f"Bearer {KEY}"}
    until(lambda: client.get("/debug/stats").json["requests_total"] == len(fates), what="each is counted once")
    stats = client.get("/debug/stats").json
    assert (stats["replicas_alive"], stats["workers_alive"]) == (2, 4)

    once = Retry(NoBackoff(), 0)
    with redis.Redis(stack.addresses["redis"], 6379, retry=once) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    with redis.Redis(stack.addresses["redis"], 6379, password=PASSWORD) as known:
        assert known.info("server").get("server_name", "redis") == stack.variables["REDIS_KIND"]
    stopped = stack.stop()
    assert stopped == dict.fromkeys(stopped, 0)
    first, *_, last = stopped
    assert (first, last) == ("balancer-1", "redis-1")
    assert any((stack.folder / "volumes" / "redis-data").rglob("*.aof")), "counters are kept on disk"


def _ready(host: str) -> int:
    return Client((host, 18087)).get("/readyz").status


def test_a_missing_password_is_refused_with_the_remedy() -> None:
    with pytest.raises(KeyError, match="put REDIS_PASSWORD"):
        interpolated("redis://:${REDIS_PASSWORD:?put REDIS_PASSWORD=... into .env}@redis", {"REDIS_PASSWORD": ""})


def test_variables_are_read_as_the_specification_says() -> None:
    values = {"A": "1", "EMPTY": ""}
    assert interpolated(["${A}", "${A:-2}", "${B:-2}", "${EMPTY:-3}", "${B}", 4], values) == ["1", "1", "2", "3", "", 4]
