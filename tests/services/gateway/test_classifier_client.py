"""Request/reply against a real Valkey, the worker's part played by the test."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvloop

from services.gateway.classifier_client import PROBE_PAUSE_S, ClassifierClient, ClassifierUnavailable
from shared import redis_keys
from shared.config.load import Source, default, default_text, load
from shared.config.snapshot import Snapshot
from shared.level import Level
from shared.protocol import ClassifyReply, ClassifyRequest, Decision, ReplyStatus, decode_request, encode
from shared.redis_client import connect
from tests.fakes.processes import RedisServer

SNAPSHOT = default()


def snapshot(**classifier: int) -> Snapshot:
    text = default_text("router.yaml").decode()
    for name, value in classifier.items():
        text = text.replace("classifier:\n", f"classifier:\n  {name}: {value}\n", 1) if name not in text else text
        lines = [f"  {name}: {value}" if line.strip().startswith(f"{name}:") else line for line in text.splitlines()]
        text = "\n".join(lines)
    return load(Source(text.encode()))


def request(number: int = 1, *, wait_ms: int = 5000, messages: bytes = b"[]") -> ClassifyRequest:
    return ClassifyRequest(
        request_id=f"{number:016x}",
        reply_to="gw",
        deadline_unix_ms=int(time.time() * 1000) + wait_ms,
        config_digest=SNAPSHOT.digest,
        messages=messages,
    )


async def never_published(_: Snapshot) -> None:
    raise AssertionError("nothing was to be published")


@asynccontextmanager
async def running(
    server: RedisServer,
    publish: Callable[[Snapshot], Awaitable[None]] = never_published,
    silence_s: float = 2.0,
    first_worker_s: float = 0.0,
) -> AsyncIterator[ClassifierClient]:
    client = ClassifierClient(server.url, "gw", publish, silence_s=silence_s, first_worker_s=first_worker_s)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(client.run_sender()), group.create_task(client.run_reader())]
        async with asyncio.timeout(5), connect(server.url) as probe:
            while (await probe.pubsub_numsub(redis_keys.replies("gw")))[0][1] == 0:
                await asyncio.sleep(0.005)
        yield client
        for task in tasks:
            task.cancel()
    await client.aclose()


async def take(redis: object, count: int = 1) -> list[ClassifyRequest]:
    taken: list[ClassifyRequest] = []
    while len(taken) < count:
        _, payload = await redis.blpop([redis_keys.QUEUE], 5)
        taken.append(decode_request(payload))
    return taken


async def reply(redis: object, *replies: ClassifyReply) -> None:
    for one in replies:
        await redis.publish(redis_keys.replies("gw"), encode(one))


def decided(asked: ClassifyRequest, level: Level = Level.EASY) -> ClassifyReply:
    return ClassifyReply(request_id=asked.request_id, decision=Decision(level=level))


@pytest.fixture
async def redis(valkey: RedisServer) -> AsyncIterator[object]:
    client = connect(valkey.url, blocking=True)
    yield client
    await client.aclose()


async def test_each_request_gets_the_reply_of_its_own_id(valkey: RedisServer, redis: object) -> None:
    """Three are asked at once and answered in the reverse order."""
    async with running(valkey) as client, asyncio.TaskGroup() as group:
        asked = [group.create_task(client.classify(request(n), SNAPSHOT)) for n in (1, 2, 3)]
        taken = await take(redis, 3)
        levels = {f"{1:016x}": Level.EASY, f"{2:016x}": Level.HARD, f"{3:016x}": Level.CRITICAL}
        await reply(redis, *(decided(one, levels[one.request_id]) for one in reversed(taken)))
        assert [(await task).level for task in asked] == [Level.EASY, Level.HARD, Level.CRITICAL]


async def test_a_question_alone_goes_out_at_once_and_others_behind_it(valkey: RedisServer, redis: object) -> None:
    """Before the loop takes another turn; what is asked until the receipt comes travels together."""
    async with running(valkey) as client:
        async with asyncio.TaskGroup() as group:
            first = group.create_task(client.classify(request(1), SNAPSHOT))
            await reply(redis, decided((await take(redis))[0]))
        assert (await first).level is Level.EASY
        valkey.client().script_flush()  # what went out at once is told that its script is unknown
        for number in range(2, 6):
            async with asyncio.TaskGroup() as group:
                asked = [group.create_task(client.classify(request(n), SNAPSHOT)) for n in (number, number + 10)]
                await reply(redis, *map(decided, await take(redis, 2)))
            assert [(await task).level for task in asked] == [Level.EASY] * 2
        assert valkey.client().llen(redis_keys.QUEUE) == 0


def test_a_deadline_within_the_millisecond_does_not_break_the_next_question(valkey: RedisServer) -> None:
    """uvloop, which gateways run on, gives another kind of handle for it."""

    async def watch_twice() -> None:
        client, loop = ClassifierClient(valkey.url, "gw", never_published), asyncio.get_running_loop()
        client._watch(loop, loop.time() + 0.0002)
        client._watch(loop, loop.time() + 60)
        await client.aclose()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(watch_twice())


async def test_a_missing_reply_ends_at_the_deadline(valkey: RedisServer) -> None:
    async with running(valkey) as client:
        started = time.monotonic()
        with pytest.raises(ClassifierUnavailable, match="timeout"):
            await client.classify(request(wait_ms=150), SNAPSHOT)
        assert time.monotonic() - started < 1.0


async def test_a_late_reply_is_dropped(valkey: RedisServer, redis: object) -> None:
    async with running(valkey) as client:
        with pytest.raises(ClassifierUnavailable):
            await client.classify(request(1, wait_ms=50), SNAPSHOT)
        await reply(redis, decided(request(1)))
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(client.classify(request(2), SNAPSHOT))
            (taken,) = [one for one in await take(redis, 1) if one.request_id == f"{2:016x}"] or await take(redis)
            await reply(redis, decided(taken, Level.HARD))
            assert (await asked).level is Level.HARD


async def test_garbage_among_the_replies_harms_nobody(valkey: RedisServer, redis: object) -> None:
    async with running(valkey) as client, asyncio.TaskGroup() as group:
        asked = group.create_task(client.classify(request(), SNAPSHOT))
        (taken,) = await take(redis)
        await redis.publish(redis_keys.replies("gw"), b"\xff garbage")
        await reply(redis, decided(taken))
        assert (await asked).level is Level.EASY


async def test_prompt_text_is_in_redis_no_longer_than_its_deadline(valkey: RedisServer, redis: object) -> None:
    """No worker takes it; it goes by itself, and it was never written to disk."""
    async with running(valkey) as client:
        with pytest.raises(ClassifierUnavailable):
            await client.classify(request(wait_ms=100, messages=b'["CANARY-7"]'), SNAPSHOT)
        async with asyncio.timeout(3):
            while await redis.keys(f"{redis_keys.TAG}:*"):
                await asyncio.sleep(0.02)
    assert b"CANARY-7" not in valkey.disk()


async def test_a_full_queue_answers_at_once(valkey: RedisServer) -> None:
    full = snapshot(queue_limit=2)
    async with running(valkey) as client:
        started = time.monotonic()
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(_outcome(client, request(n, wait_ms=1500), full)) for n in range(5)]
        outcomes = sorted([task.result() for task in asked])
        assert outcomes == ["queue_full"] * 3 + ["timeout"] * 2
        assert time.monotonic() - started < 3


async def _outcome(client: ClassifierClient, asked: ClassifyRequest, config: Snapshot) -> str:
    try:
        return (await client.classify(asked, config)).level
    except ClassifierUnavailable as unavailable:
        return str(unavailable)


async def test_a_long_silence_does_not_end_the_subscription(valkey: RedisServer, redis: object) -> None:
    """Several signs of life are asked for before the request comes."""
    async with running(valkey, silence_s=0.01) as client:
        await asyncio.sleep(0.1)
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(client.classify(request(), SNAPSHOT))
            (taken,) = await take(redis)
            await reply(redis, decided(taken))
            assert (await asked).level is Level.EASY


async def test_more_bytes_than_allowed_are_not_sent(valkey: RedisServer) -> None:
    async with running(valkey) as client:
        small = snapshot(max_in_flight_bytes=1000)
        with pytest.raises(ClassifierUnavailable, match="too_much"):
            await client.classify(request(messages=b"[" + b" " * 2000 + b"]"), small)


async def test_an_unknown_config_is_published_and_asked_once_more(valkey: RedisServer, redis: object) -> None:
    published: list[str] = []

    async def publish(config: Snapshot) -> None:
        published.append(config.digest)

    async with running(valkey, publish) as client, asyncio.TaskGroup() as group:
        asked = group.create_task(client.classify(request(), SNAPSHOT))
        (first,) = await take(redis)
        await reply(redis, ClassifyReply(request_id=first.request_id, status=ReplyStatus.UNKNOWN_CONFIG))
        (second,) = await take(redis)
        await reply(redis, decided(second, Level.MEDIUM))
        assert (await asked).level is Level.MEDIUM
    assert published == [SNAPSHOT.digest]


async def test_no_live_worker_means_no_waiting(valkey: RedisServer) -> None:
    async with running(valkey) as client:
        client.workers_alive = 0
        with pytest.raises(ClassifierUnavailable, match="no_worker"):
            await client.classify(request(), SNAPSHOT)


async def test_a_young_gateway_waits_for_the_first_worker(valkey: RedisServer, redis: object) -> None:
    async with running(valkey, first_worker_s=5.0) as client, asyncio.TaskGroup() as group:
        client.workers_alive = 0
        asked = group.create_task(client.classify(request(), SNAPSHOT))
        (taken,) = await take(redis)
        await reply(redis, decided(taken, Level.MEDIUM))
        assert (await asked).level is Level.MEDIUM


async def test_redis_gone_is_answered_at_once_after_the_first_and_comes_back_by_itself() -> None:
    server = RedisServer()
    try:
        async with running(server) as client:
            server.kill()
            with pytest.raises(ClassifierUnavailable):
                await client.classify(request(1, wait_ms=2000), SNAPSHOT)
            started = time.monotonic()
            with pytest.raises(ClassifierUnavailable, match="redis"):
                await client.classify(request(2), SNAPSHOT)
            assert time.monotonic() - started < 0.1
            server.start()
            async with asyncio.timeout(5):
                while not client.redis_up:
                    await asyncio.sleep(0.02)
    finally:
        with suppress(Exception):
            server.stop()


async def test_a_stopped_redis_costs_the_first_their_deadline_and_the_rest_nothing_until_a_probe_is_answered() -> None:
    server = RedisServer()
    try:
        async with running(server) as client:
            server.suspend()
            took = [await _refused_after(client, request(number, wait_ms=400)) for number in range(4)]
            assert 0.3 < took[0] < 0.8
            assert max(took) < 0.8, "nobody waits longer than its deadline"
            async with asyncio.timeout(3):
                while client.redis_up:
                    await asyncio.sleep(0.02)
            took = [await _refused_after(client, request(number, wait_ms=400), "redis") for number in range(10, 60)]
            assert max(took) < 0.05, "the breaker answers at once"
            server.resume()
            started = time.monotonic()
            async with asyncio.timeout(5), connect(server.url, blocking=True) as redis:
                while not client.redis_up:
                    await asyncio.sleep(0.02)
                assert time.monotonic() - started < 2
                await _answered(client, redis, request(100))
    finally:
        server.stop()


async def _refused_after(client: ClassifierClient, asked: ClassifyRequest, why: str | None = None) -> float:
    started = time.monotonic()
    with pytest.raises(ClassifierUnavailable, match=why):
        await client.classify(asked, SNAPSHOT)
    return time.monotonic() - started


async def _answered(client: ClassifierClient, redis: object, asked: ClassifyRequest) -> None:
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(client.classify(asked, SNAPSHOT))
        while (taken := await take(redis))[0].request_id != asked.request_id:
            pass
        await reply(redis, decided(taken[0]))
        assert (await asking).level is Level.EASY


@pytest.mark.parametrize(
    "refusal",
    [("maxmemory", b"1", b"0"), ("min-replicas-to-write", b"1", b"0")],
    ids=["out of memory", "too few replicas"],
)
async def test_a_redis_that_refuses_is_asked_again_after_a_pause_and_costs_no_wait(
    refusal: tuple[str, bytes, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    name, on, off = refusal
    server = RedisServer()
    try:
        async with running(server) as client, connect(server.url, blocking=True) as redis:
            await redis.config_set(name, on)
            took = [await _refused_after(client, request(number), "redis") for number in range(100)]
            assert max(took) < 0.3
            assert sum(took) < 1.0
            assert not client.redis_up
            assert client.connected
            await asyncio.sleep(PROBE_PAUSE_S)
            await _refused_after(client, request(200), "redis")
            await redis.config_set(name, off)
            await asyncio.sleep(PROBE_PAUSE_S)
            await _answered(client, redis, request(201))
            assert client.redis_up
        said = [line.message for line in caplog.records if line.name.endswith("classifier_client")]
        assert said == ["redis_refuses", "redis_takes_again"], "once each, however often it was asked"
    finally:
        server.stop()
