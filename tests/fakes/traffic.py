"""Steady mixed load through a balancer, each request told apart from all others to the last byte, and the fate of each.

Plan: a request names its number and its kind in its text; the upstream's script and the client work out the same bytes from
them. So an answer is whole, or a piece of what it should be (and visibly broken off), or wrong, and nothing is left to judge.
Requests are sent at a fixed rate, whatever becomes of those before: an answer that comes late delays no other.
"""

import asyncio
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import aiohttp

from tests.fakes.client import Client
from tests.fakes.openrouter import DONE, USAGE, Exchange, chunk, completion, event, head

HEAD_LIMIT_S: Final = 5.0
"""An answer must have begun by then: classifier deadline (chaos: 0.5 s), a dropped SYN (1 s), a dead address (2 s), and some."""
SILENCE_LIMIT_S: Final = 5.0
"""And must bring something at least so often, or break."""
_PLAN: Final = re.compile(rb"#load (\d+) (\w+)#")


class Kind(StrEnum):
    """What is asked for."""

    WHOLE = "whole"
    """A document at once."""
    STREAM = "stream"
    """Ten events, 5 ms apart."""
    LONG = "long"
    """Sixty events, 50 ms apart: three seconds."""


SHARES: Final = {Kind.WHOLE: 55, Kind.STREAM: 30, Kind.LONG: 15}
EVENTS: Final = {Kind.STREAM: (10, 0.005), Kind.LONG: (60, 0.05)}
LEVELS: Final = ("", "", "", "easy", "medium", "hard", "critical")
"""Three of seven are judged, the others choose their level."""
PROMPTS: Final = (
    "Rename the variable x to y in this function.",
    "The tests still fail after your patch. Find out why and fix it.",
    "What does this regular expression do?",
    "Refactor the payment module across all services and keep the public interfaces.",
)


class Outcome(StrEnum):
    """How a request ended."""

    GOOD = "good"
    """200, complete, every byte as it should be."""
    REFUSED = "refused"
    """An error status with a whole JSON body in OpenAI's shape."""
    CUT = "cut"
    """Visibly broken off, and what had come was right; or the connection broke before an answer."""
    LATE = "late"
    """Nothing within the limit: always a failure."""
    WRONG = "wrong"
    """Bytes that are not this request's, or an incomplete answer that ended cleanly: always a failure."""


@dataclass(slots=True)
class Fate:
    """What became of one request. Times are monotonic seconds."""

    number: int
    kind: Kind
    started: float
    ended: float = 0.0
    head_s: float = 0.0
    status: int = 0
    outcome: Outcome = Outcome.LATE
    request_id: str = ""
    level: str = ""
    fallback: str = ""
    """Cause of the fallback level, when that was used."""
    error_type: str = ""
    detail: str = ""

    @property
    def reached_a_gateway(self) -> bool:
        """Its answer has a gateway's id; those of the balancer are longer."""
        return len(self.request_id) == 16

    @property
    def undisturbed(self) -> bool:
        """Good, and judged where it asked to be."""
        return self.outcome is Outcome.GOOD and not self.fallback


def body_parts(number: int, kind: Kind) -> Iterator[bytes]:
    """The answer's body, in the pieces in which the upstream sends it."""
    if kind is Kind.WHOLE:
        words = " ".join(f"{number}-{index}" for index in range(20 + number % 400))
        yield json.dumps(completion("m", words)).encode()
        return
    for index in range(EVENTS[kind][0]):
        yield event(f"{number}:{index} " + "x" * ((number * 7 + index * 13) % 300))
    yield event(choices=[], usage=USAGE)
    yield DONE


def request_body(number: int, kind: Kind) -> bytes:
    """What the client sends."""
    text = f"#load {number} {kind}# {PROMPTS[number % len(PROMPTS)]}"
    messages = [{"role": "user", "content": text}]
    return json.dumps({"model": "dispatch/auto", "stream": kind is not Kind.WHOLE, "messages": messages}).encode()


def plan_of(body: bytes) -> tuple[int, Kind]:
    """Number and kind that a request names."""
    found = _PLAN.search(body)
    assert found, "a request that this load did not send"
    return int(found[1]), Kind(found[2].decode())


async def as_planned(exchange: Exchange) -> None:
    """The upstream's script: exactly what the request's number and kind say."""
    number, kind = plan_of(exchange.request.body)
    parts = body_parts(number, kind)
    if kind is Kind.WHOLE:
        data = next(parts)
        lead = [("Content-Type", "application/json"), ("Content-Length", str(len(data)))]
        await exchange.pause(0.005)
        await exchange.send(head(headers=lead) + data)
        return
    lead = [("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")]
    await exchange.send(head(headers=lead))
    for part in parts:
        await exchange.send(chunk(part))
        await exchange.pause(EVENTS[kind][1])
    await exchange.send(b"0\r\n\r\n")


@dataclass
class Traffic:
    """The load. `rate`: requests a second."""

    address: tuple[str, int]
    rate: float
    seed: int
    fates: list[Fate] = field(default_factory=list)
    running: dict[int, Fate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is sent before `run`."""
        self._random = random.Random(self.seed)
        self._number = 0
        self._url = f"http://{self.address[0]}:{self.address[1]}{Client.CHAT}"

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`, then wait for every answer."""
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        timeout = aiohttp.ClientTimeout(total=None, sock_read=SILENCE_LIMIT_S)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session, asyncio.TaskGroup() as group:
            due = time.monotonic()
            while not stop.is_set():
                due += self._random.uniform(0.5, 1.5) / self.rate
                await asyncio.sleep(max(due - time.monotonic(), 0))
                group.create_task(self._one(session))

    async def _one(self, session: aiohttp.ClientSession) -> None:
        self._number += 1
        number = self._number
        kind = self._random.choices(list(SHARES), list(SHARES.values()))[0]
        fate = self.running[number] = Fate(number, kind, time.monotonic())
        level = self._random.choice(LEVELS)
        try:
            await _ask(session, self._url, fate, {"X-Dispatch-Level": level} if level else {})
        finally:
            fate.ended = time.monotonic()
            del self.running[number]
            self.fates.append(fate)

    def since(self, moment: float, before: float = float("inf")) -> list[Fate]:
        """Those that were sent between the two moments."""
        return [fate for fate in self.fates if moment <= fate.started < before]


async def _ask(session: aiohttp.ClientSession, url: str, fate: Fate, headers: dict[str, str]) -> None:
    got = bytearray()
    whole = False
    try:
        async with asyncio.timeout(HEAD_LIMIT_S):
            answer = await session.post(
                url, data=request_body(fate.number, fate.kind), headers={"Content-Type": "application/json", **headers}
            )
        fate.head_s = time.monotonic() - fate.started
        fate.status = answer.status
        _read_headers(fate, answer)
        async with answer:
            async for data in answer.content.iter_any():
                got += data
        whole = True
    except TimeoutError as error:
        fate.detail = f"nothing came: {type(error).__name__}, after {time.monotonic() - fate.started:.1f} s"
        return
    except (aiohttp.ClientError, OSError) as error:
        fate.detail = type(error).__name__
    _judge(fate, bytes(got), whole=whole)


def _read_headers(fate: Fate, answer: aiohttp.ClientResponse) -> None:
    fate.request_id = answer.headers.get("X-Dispatch-Request-Id", "")
    fate.level = answer.headers.get("X-Dispatch-Level", "")
    reasons = answer.headers.get("X-Dispatch-Reasons", "")
    if "classifier_unavailable" in reasons:
        fate.fallback = reasons.partition("fallback:")[2].partition(",")[0] or "unknown"


def _judge(fate: Fate, got: bytes, *, whole: bool) -> None:
    expected = b"".join(body_parts(fate.number, fate.kind))
    if fate.status in (0, 200):
        if whole and got == expected:
            fate.outcome = Outcome.GOOD
        elif not whole and expected.startswith(got):
            fate.outcome = Outcome.CUT
        else:
            fate.outcome, fate.detail = Outcome.WRONG, f"{len(got)} of {len(expected)} bytes, whole: {whole}"
        return
    try:
        error = json.loads(got)
        fate.error_type = error["error"]["type"]
        fate.request_id = fate.request_id or error["request_id"]
        fate.outcome = Outcome.REFUSED if whole else Outcome.CUT
    except (ValueError, KeyError, TypeError):
        fate.outcome, fate.detail = Outcome.WRONG, f"status {fate.status}, no error in shape: {got[:80]!r}"


def tally(fates: list[Fate], key: Callable[[Fate], str] = lambda fate: fate.outcome.value) -> Counter[str]:
    """How many of each."""
    return Counter(key(fate) for fate in fates)


class Load:
    """Traffic from a thread of its own, so that the test acts meanwhile."""

    def __init__(self, traffic: Traffic) -> None:
        """Start it."""
        self.traffic = traffic
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self._loop.run_until_complete(self.traffic.run(self._stop))
        self._loop.close()

    def end(self) -> None:
        """Send no more, and wait for every answer."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)
        assert not self._thread.is_alive()
