"""Redis gone, restarted, hung or full: chat completions keep flowing, and the counters are right afterwards."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.fakes.client import Answer
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import RedisServer, Stack, until

StackFactory = Callable[..., Stack]
CONFIG = {"classifier": {"timeout_ms": 500}}
EASY = [("X-Dispatch-Level", "easy")]
CRITICAL = [("X-Dispatch-Level", "critical")]


@pytest.fixture
def broken(start_stack: StackFactory) -> Iterator[Stack]:
    """A stack whose Redis the test breaks; it is brought back for the end."""
    stack = start_stack(config=CONFIG)
    assert judged(stack.client.chat())
    yield stack
    if stack.redis.process.alive:
        stack.redis.resume()


def judged(got: Answer) -> bool:
    return got.status == 200 and "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")


def timed(stack: Stack, **options: object) -> float:
    started = time.monotonic()
    got = stack.client.chat(**options)  # type: ignore[arg-type]
    assert got.status == 200
    return time.monotonic() - started


def test_without_redis_requests_flow_on_the_fallback(broken: Stack) -> None:
    broken.redis.kill()
    for streaming in (True, False, True):
        got = broken.client.chat(stream=streaming)
        assert (got.status, got.header("X-Dispatch-Level"), got.end) == (200, "hard", "complete")
        assert "classifier_unavailable" in (got.header("X-Dispatch-Reasons") or "")
    assert timed(broken) < 1.0
    assert timed(broken, headers=EASY) < 0.3, "an override needs no Redis"
    assert broken.client.get("/livez").status == 200
    assert broken.client.get("/health").status == 200
    for path in ("/debug/stats", "/debug/request?id=0123456789abcdef", "/v1/models", "/version", "/metrics", "/readyz"):
        got = broken.client.get(path)
        assert got.status in (200, 404, 503), (path, got.body)
        assert got.end == "complete"


def test_a_hung_redis_delays_by_the_deadline_at_most(broken: Stack) -> None:
    broken.redis.suspend()
    assert max(timed(broken) for _ in range(3)) < 1.3
    assert max(timed(broken, headers=EASY) for _ in range(3)) < 0.3, "an override waits for nothing"
    started = time.monotonic()
    assert broken.client.get("/livez").status == 200
    assert time.monotonic() - started < 0.3
    started = time.monotonic()
    assert broken.client.get("/health").status == 200
    assert time.monotonic() - started < 3
    broken.client.chat(headers=EASY)
    started = time.monotonic()
    assert b"dispatch_redis_up 0" in broken.client.get("/metrics").body
    assert time.monotonic() - started < 4, "a scrape gives up after 5 s"
    broken.redis.resume()
    until(lambda: judged(broken.client.chat()), limit_s=15, what="the judgement comes back by itself")
    until(lambda: broken.gateway.stats()["requests_total"] >= 8, what="what the scrape gave up was written later")


def test_a_restarted_redis_is_used_again(broken: Stack) -> None:
    broken.redis.kill()
    assert not judged(broken.client.chat())
    broken.redis.start()
    until(lambda: judged(broken.client.chat()), limit_s=15, what="the judgement comes back by itself")
    assert broken.gateway.alive
    assert broken.classifier.alive


def test_an_emptied_redis_is_filled_again(broken: Stack) -> None:
    broken.redis.flush()
    until(lambda: judged(broken.client.chat()), limit_s=15, what="the config is published again")


def test_what_was_counted_without_redis_is_written_once(broken: Stack) -> None:
    until(lambda: broken.gateway.stats()["requests_total"] == 1)
    broken.redis.kill()
    for _ in range(10):
        assert broken.client.chat(headers=CRITICAL).status == 200
    broken.redis.start()
    until(lambda: broken.gateway.stats()["requests_total"] == 11, limit_s=15, what="the ten requests are counted")
    for _ in range(3):
        broken.client.chat(headers=CRITICAL)
    until(lambda: broken.gateway.stats()["requests_total"] == 14)
    assert broken.gateway.stats()["by_level"]["critical"] == 13


def test_a_hung_redis_counts_nothing_twice(broken: Stack) -> None:
    until(lambda: broken.gateway.stats()["requests_total"] == 1)
    for _ in range(3):
        broken.redis.suspend()
        for _ in range(4):
            broken.client.chat(headers=EASY)
        pause_until(time.monotonic() + 1.5)
        broken.redis.resume()
    until(lambda: broken.gateway.stats()["requests_total"] == 13, limit_s=15)
    pause_until(time.monotonic() + 1.0)
    assert broken.gateway.stats()["requests_total"] == 13


def pause_until(moment: float) -> None:
    """Let the writers' own time limits pass: what is looked for is something that must not happen meanwhile."""
    until(lambda: time.monotonic() >= moment, limit_s=10)


def test_a_redis_out_of_memory_stops_nobody(start_stack: StackFactory) -> None:
    stack = start_stack(config=CONFIG)
    with stack.redis.client() as redis:
        redis.config_set("maxmemory-policy", "noeviction")
        redis.config_set("maxmemory", "1")
        for streaming in (True, False):
            assert stack.client.chat(stream=streaming).status == 200
        assert stack.client.chat(headers=EASY).status == 200
        end = time.monotonic() + 2.5
        while time.monotonic() < end:
            assert timed(stack) < CONFIG["classifier"]["timeout_ms"] / 1e3, "a refusal is no wait"
        assert stack.gateway.health()["redis"]["connected"] is False
        redis.config_set("maxmemory", "0")
    until(lambda: judged(stack.client.chat()), limit_s=5)
    until(lambda: stack.gateway.stats()["requests_total"] >= 4)
    assert [line["event"] for line in stack.gateway.log() if "redis" in line["event"]] == [
        "redis_refuses",
        "redis_takes_again",
    ], "said once, however often it was tried"
    assert [line["event"] for line in stack.classifier.log() if "redis" in line["event"]] == [
        "redis_lost",
        "redis_back",
    ]


def test_a_gateway_starts_without_redis(openrouter: ScriptedOpenRouter, start_stack: StackFactory) -> None:
    server = RedisServer()
    try:
        server.kill()
        stack = start_stack(redis_server=server, classifiers=0, config=CONFIG)
        assert stack.client.chat(headers=EASY).status == 200
        assert not judged(stack.client.chat())
        stack.add_classifier()
        server.start()
        until(lambda: judged(stack.client.chat()), limit_s=20)
        stack.stop()
    finally:
        server.stop()


def test_a_killed_gateway_leaves_the_rest_of_the_fleet_alone(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2, config=CONFIG)
    first, second = stack.gateways
    assert judged(first.client.chat())
    first.kill()
    for _ in range(20):
        assert judged(second.client.chat())
    until(lambda: second.stats()["requests_total"] >= 20)

    def alive() -> int:
        stats = second.stats()
        return int(next(value for name, value in stats.items() if "replicas" in name and isinstance(value, int)))

    until(lambda: alive() == 1, limit_s=15, what="the dead replica's lease expires")
