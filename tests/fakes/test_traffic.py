"""The load sees what is wrong: nothing that a faulty gateway could do to an answer passes for good."""

import asyncio
from collections.abc import Callable

import pytest

from tests.fakes import traffic
from tests.fakes.openrouter import Exchange, ScriptedOpenRouter, answer, chunk, error, head
from tests.fakes.traffic import Fate, Kind, Outcome, Traffic, as_planned, body_parts, plan_of, request_body

STREAM = head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])


def fates(openrouter: ScriptedOpenRouter, count: int = 20) -> list[Fate]:
    """What a load says that is sent straight to the upstream."""

    async def run() -> list[Fate]:
        load = Traffic(("127.0.0.1", openrouter.port), rate=200, seed=1)
        stop = asyncio.Event()
        async with asyncio.timeout(30), asyncio.TaskGroup() as group:
            group.create_task(load.run(stop))
            while len(load.fates) + len(load.running) < count:
                await asyncio.sleep(0.01)
            stop.set()
        return load.fates

    return asyncio.run(run())


def test_a_number_and_a_kind_travel_in_the_text() -> None:
    assert plan_of(request_body(4711, Kind.LONG)) == (4711, Kind.LONG)


def test_no_two_requests_expect_the_same_bytes() -> None:
    bodies = {b"".join(body_parts(number, kind)) for number in range(50) for kind in Kind}
    assert len(bodies) == 150


def test_sound_answers_are_good(openrouter: ScriptedOpenRouter) -> None:
    openrouter.otherwise = as_planned
    assert {fate.outcome for fate in fates(openrouter)} == {Outcome.GOOD}


async def _of_another(exchange: Exchange) -> None:
    number, kind = plan_of(exchange.request.body)
    await exchange.send(STREAM + b"".join(map(chunk, body_parts(number + 1, kind))) + b"0\r\n\r\n")


async def _ended_early(exchange: Exchange) -> None:
    parts = list(body_parts(*plan_of(exchange.request.body)))
    short = parts[:-1] if len(parts) > 1 else [parts[0][:-1]]
    await exchange.send(STREAM + b"".join(map(chunk, short)) + b"0\r\n\r\n")


async def _mixed_and_cut(exchange: Exchange) -> None:
    number, kind = plan_of(exchange.request.body)
    first, *_ = body_parts(number, kind)
    await exchange.send(STREAM + chunk(first) + chunk(b"data: of somebody else\n\n"))
    await exchange.pause(0.02)
    exchange.close()


async def _cut(exchange: Exchange) -> None:
    parts = list(body_parts(*plan_of(exchange.request.body)))
    await exchange.send(STREAM + chunk(parts[0][:20]))
    await exchange.pause(0.02)
    exchange.close()


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (_of_another, Outcome.WRONG),
        (_ended_early, Outcome.WRONG),
        (_mixed_and_cut, Outcome.WRONG),
        (_cut, Outcome.CUT),
        (answer(error(503, type="x") | {"request_id": "0" * 16}, status="503 No"), Outcome.WRONG),
        (answer(b'{"error":{"type":"x"},"request_id":"0"}', status="503 No"), Outcome.REFUSED),
        (answer(b"<html>", status="502 No", content_type="text/html"), Outcome.WRONG),
    ],
    ids=["another's answer", "ended early", "mixed", "cut", "error without a type", "refused", "not in shape"],
)
def test_whatever_is_not_sound_is_told_apart(
    openrouter: ScriptedOpenRouter, script: Callable[..., object], outcome: Outcome
) -> None:
    openrouter.otherwise = script  # type: ignore[assignment]
    assert {fate.outcome for fate in fates(openrouter)} == {outcome}


def test_silence_is_late(openrouter: ScriptedOpenRouter, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(exchange: Exchange) -> None:
        await exchange.until_gone()

    monkeypatch.setattr(traffic, "HEAD_LIMIT_S", 0.2)
    openrouter.otherwise = silent
    assert {fate.outcome for fate in fates(openrouter, count=5)} == {Outcome.LATE}
