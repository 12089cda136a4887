"""A classifier that is absent, hung or killed costs a judgement, never an answer."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.client import Answer, Client
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import RedisServer, Stack, debian_redis, until

StackFactory = Callable[..., Stack]
DEADLINE_MS = 500
CONFIG = {"classifier": {"timeout_ms": DEADLINE_MS}}


def fell_back(got: Answer, level: str = "hard") -> None:
    assert got.status == 200
    assert got.header("X-Dispatch-Level") == level
    assert "classifier_unavailable" in (got.header("X-Dispatch-Reasons") or "")


def judged(got: Answer) -> bool:
    return got.status == 200 and "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")


def fallbacks(stack: Stack) -> int:
    """However it is named in /debug/stats: the counter of fallbacks."""
    stats = stack.gateway.stats()
    found = [value for name, value in stats.items() if "fallback" in name and isinstance(value, int)]
    assert found, f"/debug/stats has no counter of fallbacks: {sorted(stats)}"
    return max(found)


def test_without_a_classifier_the_fallback_level_is_used(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(classifiers=0, config={"classifier": {"timeout_ms": DEADLINE_MS, "fallback_level": "critical"}})
    started = time.monotonic()
    fell_back(stack.client.chat(), "critical")
    assert time.monotonic() - started < DEADLINE_MS / 1e3 + 0.5
    assert openrouter.last.model == "fake/critical"
    until(lambda: fallbacks(stack) == 1)
    forced = stack.client.chat(headers=[("X-Dispatch-Level", "easy")])
    assert (forced.header("X-Dispatch-Level"), judged(forced)) == ("easy", True)


def test_a_hung_classifier_is_waited_for_until_the_deadline_only(start_stack: StackFactory) -> None:
    stack = start_stack(config=CONFIG)
    assert judged(stack.client.chat())
    stack.classifier.suspend()
    took = []
    for _ in range(3):
        started = time.monotonic()
        fell_back(stack.client.chat())
        took.append(time.monotonic() - started)
    assert max(took) < DEADLINE_MS / 1e3 + 0.4
    stack.classifier.resume()
    until(lambda: judged(stack.client.chat()), limit_s=10, what="the judgement comes back by itself")


def test_what_waited_in_the_queue_is_not_judged_after_its_deadline(start_stack: StackFactory) -> None:
    stack = start_stack(config=CONFIG)
    stack.classifier.suspend()
    for _ in range(5):
        fell_back(stack.client.chat())
    stack.classifier.resume()
    started = time.monotonic()
    until(lambda: judged(stack.client.chat()))
    assert time.monotonic() - started < 3
    with stack.redis.client() as redis:
        until(
            lambda: not [key for key in redis.scan_iter() if b"payload" in key],
            limit_s=10,
            what="no payload is left behind",
        )


def test_a_killed_classifier_loses_no_request_and_another_takes_over(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=2, config=CONFIG)
    answers: list[tuple[float, Answer]] = []
    lock = threading.Lock()
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            started = time.monotonic()
            got = stack.client.chat()
            with lock:
                answers.append((time.monotonic() - started, got))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(answers) > 40)
        stack.classifiers[0].kill()
        seen = len(answers)
        until(lambda: len(answers) > seen + 200, limit_s=30)
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    assert {got.status for _, got in answers} == {200}
    assert max(took for took, _ in answers) < DEADLINE_MS / 1e3 + 0.7
    until(lambda: judged(stack.client.chat()), limit_s=3, what="the other worker judges")
    causes = Counter(got.header("X-Dispatch-Reasons") for _, got in answers if not judged(got))
    assert causes.total() <= 16, f"more fell back than the killed worker can have had in hand: {causes}"


def test_a_classifier_that_starts_later_is_used(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0, config=CONFIG)
    fell_back(stack.client.chat())
    stack.add_classifier()
    until(lambda: judged(stack.client.chat()), limit_s=15)
    until(lambda: "classifier" in stack.gateway.health())


def test_a_full_queue_answers_at_once(start_stack: StackFactory) -> None:
    stack = start_stack(config={"classifier": {"timeout_ms": 3_000, "queue_limit": 4}})
    stack.classifier.suspend()
    took: list[float] = []

    def ask() -> None:
        started = time.monotonic()
        fell_back(stack.client.chat())
        took.append(time.monotonic() - started)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    stack.classifier.resume()
    assert len(took) == 20
    assert sum(seconds < 1 for seconds in took) >= 12, "requests beyond the queue's limit waited"


def test_the_health_endpoint_tells(start_stack: StackFactory) -> None:
    stack = start_stack(config=CONFIG)
    before = json.dumps(stack.gateway.health()["classifier"], sort_keys=True)
    stack.classifier.kill()
    until(
        lambda: json.dumps(stack.gateway.health()["classifier"], sort_keys=True) != before,
        limit_s=15,
        what="/health notices that no classifier is alive",
    )
    assert stack.client.get("/livez").status == 200


def test_two_gateways_share_the_classifiers_and_keep_their_answers_apart(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2, classifiers=2)
    wrong: list[Any] = []

    def ask(client: Client, count: int) -> None:
        for number in range(count):
            got = client.chat(messages=[{"role": "user", "content": f"hello {number}"}])
            if not judged(got):
                wrong.append(got)

    threads = [threading.Thread(target=ask, args=(gateway.client, 40)) for gateway in stack.gateways for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not wrong


def servers() -> list[Any]:
    missing = pytest.mark.skipif(
        debian_redis() is None, reason="no redis-server here (DISPATCH_TEST_REDIS_SERVER may name one)"
    )
    return [pytest.param("valkey", id="valkey"), pytest.param("redis", id="redis", marks=missing)]


@pytest.mark.parametrize("kind", servers())
def test_the_whole_way_works_on_both_servers(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, kind: str
) -> None:
    binary = debian_redis() if kind == "redis" else None
    stack = start_stack(gateways=2, classifiers=2, redis_binary=binary)
    for gateway in stack.gateways:
        for streaming in (True, False):
            got = gateway.client.chat(stream=streaming, headers=[("X-Session-Id", "s1")])
            assert judged(got)
            for other in stack.gateways:
                record = until(lambda: _found(other, got.request_id))  # noqa: B023 - called at once
                assert record["request_id"] == got.request_id
    for gateway in stack.gateways:
        until(lambda: gateway.stats()["requests_total"] == 4)  # noqa: B023 - called at once
    assert isinstance(stack.redis, RedisServer)


def _found(gateway: Any, request_id: str) -> Any:
    answer = gateway.client.get(f"/debug/request?id={request_id}")
    return answer.json if answer.status == 200 else None
