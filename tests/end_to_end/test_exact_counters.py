"""Counters of a fleet under load and faults: every finished request once, to the last one."""

import asyncio
from collections import Counter

import aiohttp

from tests.conftest import StackFactory
from tests.fakes.processes import Stack, until

LEVELS = ("auto", "easy", "medium", "hard", "critical")


async def fire(stack: Stack, total: int, *, at_half: asyncio.Event) -> Counter[str]:
    """`total` requests over all gateways, 32 at a time; what clients saw, by kind."""
    seen: Counter[str] = Counter()
    numbers = iter(range(total))

    async def client(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            gateway = stack.gateways[number % len(stack.gateways)]
            body = {
                "model": f"dispatch/{LEVELS[number % len(LEVELS)]}",
                "stream": number % 3 == 0,
                "messages": [{"role": "user", "content": "rename the variable x to y"}],
            }
            url = f"http://{gateway.address[0]}:{gateway.address[1]}/v1/chat/completions"
            async with session.post(url, json=body) as answer:
                await answer.read()
                seen["total"] += 1
                seen[f"status {answer.status}"] += 1
                seen[f"level {answer.headers['x-dispatch-level']}"] += 1
                seen["stream" if body["stream"] else "whole"] += 1
                seen["fallback"] += "classifier_unavailable" in answer.headers["x-dispatch-reasons"]
            if seen["total"] == total // 2:
                at_half.set()

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        for _ in range(32):
            group.create_task(client(session))
    return seen


async def test_ten_thousand_requests_over_two_gateways_with_a_worker_killed_are_counted_to_the_last(
    start_stack: StackFactory,
) -> None:
    stack = start_stack(gateways=2, classifiers=2)
    before = stack.gateway.stats()["requests_total"]
    half = asyncio.Event()

    async def kill() -> None:
        await half.wait()
        stack.classifiers[0].kill()

    async with asyncio.TaskGroup() as group:
        group.create_task(kill())
        load = group.create_task(fire(stack, 10_000, at_half=half))
    seen = load.result()
    until(lambda: stack.gateways[1].stats()["requests_total"] - before == 10_000, what="all are flushed")
    stats = stack.gateways[0].stats()
    assert seen["total"] == seen["status 200"] == 10_000
    assert stats["by_status"] == {"200": 10_000}
    assert stats["by_level"] == {level: seen[f"level {level}"] for level in LEVELS[1:] if seen[f"level {level}"]}
    assert (stats["stream_count"], stats["nonstream_count"]) == (seen["stream"], seen["whole"])
    assert stats["forced_total"] == 8_000
    assert stats["classifier_fallbacks_total"] == seen["fallback"]
    assert seen["fallback"] <= 64, "only what the killed worker had in hand may fall back"
    assert sum(stats["by_model"].values()) == 10_000
    ring = stack.redis.client().hlen("{dispatch}:ring")
    assert ring == 500


async def test_counters_outlive_a_restart_of_redis_and_of_a_replica(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2, classifiers=1)
    await fire(stack, 200, at_half=asyncio.Event())
    until(lambda: stack.gateways[0].stats()["requests_total"] == 200, what="flushed")
    with stack.redis.client() as client:
        client.execute_command("WAITAOF", 1, 0, 5000)  # a killed server may lose what it has not yet put on disk
    stack.redis.kill()
    seen = await fire(stack, 200, at_half=asyncio.Event())
    assert seen["status 200"] == 200
    stack.redis.start()
    until(lambda: stack.gateways[0].client.get("/debug/stats").status == 200, what="Redis is back")
    until(lambda: stack.gateways[0].stats()["requests_total"] == 400, what="written once when it is back")
    assert stack.gateways[1].terminate() == 0
    assert stack.gateways[0].stats()["requests_total"] == 400
