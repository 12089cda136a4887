"""`make soak [MINUTES=30]`: moderate load for a long time, and whether anything grows: memory, descriptors, latency.

Plan: one gateway, two classifiers and Valkey on loopback get RATE requests a second as a team of agents sends them, at a fixed rate
whatever becomes of those before. Every STEP_S the processes and the latencies of that window are written down. At the end a
straight line is laid through each series (Theil and Sen: the median of all slopes, which outliers don't move), without the warm-up,
in which caches, pools and allocators fill. What it has risen by over the run must be below a bound that is stated.
Pass also means: every answer whole, none by the fallback level, the counters exact.
"""

import argparse
import asyncio
import json
import platform
import random
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Final

import aiohttp
import psutil
import uvloop

from tests.benchmarks.bodies import Body, capture, loop, opencode, small, transcript
from tests.benchmarks.run import upstream
from tests.fakes.client import Client
from tests.fakes.processes import ROOT, Process, RedisServer, Stack, until

RATE: Final = 40.0
STEP_S: Final = 10.0
AGENTS: Final = 60
"""Agent loops under way at the same time."""
STEPS: Final = 10
"""Requests of an agent's task; the next one starts a new task."""
LIMIT_S: Final = 30.0
"""An answer that takes longer is a failure; the longest stream takes 3 s."""
MIB: Final = 1 << 20
JSON_PATH: Final = ROOT / "build" / "soak.json"

SHARES: Final = {"small": 30, "stream": 20, "long stream": 8, "agent step": 30, "opencode": 8, "transcript": 4}
"""Of 100 requests."""
BODIES: Final[dict[str, Body]] = {
    "small": small(),
    "stream": small(answer="paced/20/5000", stream=True),
    "long stream": small(answer="paced/60/50000", stream=True),
    "opencode": opencode(),
    "transcript": transcript(200_000),
}
STREAMS: Final = frozenset({"stream", "long stream"})


@dataclass(frozen=True)
class Bound:
    """How much a series may have risen over the run: the larger of the two."""

    most: float
    share: float

    def allows(self, rise: float, level: float) -> bool:
        """`level`: what the series is usually at."""
        return rise <= self.limit(level)

    def limit(self, level: float) -> float:
        """The bound in the unit of the series."""
        return max(self.most, self.share * level)


BOUNDS: Final = {
    "RSS, MiB": Bound(most=6.0, share=0.06),
    "descriptors": Bound(most=6.0, share=0.0),
    "p50, ms": Bound(most=1.0, share=0.15),
    "p95, ms": Bound(most=5.0, share=0.25),
    "p99, ms": Bound(most=15.0, share=0.5),
}
"""A leak of 100 bytes a request would be 7 MiB in half an hour, one of a descriptor in a thousand requests 72."""


@dataclass
class Sample:
    """One window. Times in seconds since the start; latency is to the head of the answer."""

    at_s: float
    rss_mib: dict[str, float]
    descriptors: dict[str, int]
    cpu_share: dict[str, float]
    latency_ms: dict[str, float]
    requests: int


@dataclass
class Tally:
    """What became of the requests."""

    sent: int = 0
    good: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    window_ms: list[float] = field(default_factory=list)


class Agents:
    """The team: who asks what next. A task is a history that grows by a step with each request of its session."""

    def __init__(self, seed: int) -> None:
        """Every run of a seed asks the same."""
        self._random = random.Random(seed)
        self._loop = loop(STEPS, 60_000)
        self._at = [self._random.randrange(STEPS) for _ in range(AGENTS)]
        self._task = [0] * AGENTS

    def next(self) -> tuple[str, bytes, dict[str, str]]:
        """Kind, body and headers of the next request."""
        kind = self._random.choices(list(SHARES), list(SHARES.values()))[0]
        nonce = self._random.randbytes(8).hex().encode()
        if kind != "agent step":
            return kind, BODIES[kind].fresh(nonce), {}
        agent = self._random.randrange(AGENTS)
        step = self._at[agent] % STEPS
        self._at[agent] += 1
        if step == STEPS - 1:
            self._task[agent] += 1
        name = b"%08x%08x" % (agent, self._task[agent])
        return kind, self._loop[step].fresh(name), {"X-Session-Id": f"soak-{agent}"}


class Soak:
    """The run."""

    def __init__(self, stack: Stack, *, minutes: float, seed: int) -> None:
        """`stack` is running."""
        self._stack = stack
        self._seconds = minutes * 60
        self._random = random.Random(seed)
        self._agents = Agents(seed)
        self._url = f"http://{stack.gateway.address[0]}:{stack.gateway.address[1]}{Client.CHAT}"
        processes: list[tuple[str, Process]] = [("gateway", stack.gateway)]
        processes += [(f"classifier {number}", one) for number, one in enumerate(stack.classifiers, start=1)]
        self._watched = {name: psutil.Process(one.pid) for name, one in (*processes, ("Valkey", stack.redis.process))}
        self._cpu = dict.fromkeys(self._watched, 0.0)
        self.tally = Tally()
        self.samples: list[Sample] = []

    async def run(self) -> None:
        """Send and sample until the time is over, then wait for every answer."""
        timeout = aiohttp.ClientTimeout(total=LIMIT_S)
        self._began = time.monotonic()
        self._sample()
        self.samples.clear()
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session,
            asyncio.TaskGroup() as group,
        ):
            sampling = group.create_task(self._sampling())
            due = self._began
            while due < self._began + self._seconds:
                due += self._random.uniform(0.5, 1.5) / RATE
                await asyncio.sleep(max(due - time.monotonic(), 0))
                group.create_task(self._ask(session))
            sampling.cancel()

    async def _ask(self, session: aiohttp.ClientSession) -> None:
        kind, body, headers = self._agents.next()
        self.tally.sent += 1
        started = time.monotonic()
        try:
            async with session.post(
                self._url, data=body, headers={"Content-Type": "application/json", **headers}
            ) as got:
                self.tally.window_ms.append((time.monotonic() - started) * 1e3)
                data = await got.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self.tally.bad[f"{kind}: {type(error).__name__}"] += 1
            return
        reasons = got.headers.get("X-Dispatch-Reasons", "")
        if got.status != 200:
            self.tally.bad[f"{kind}: status {got.status}"] += 1
        elif kind in STREAMS and not data.endswith(b"data: [DONE]\n\n"):
            self.tally.bad[f"{kind}: ended without [DONE]"] += 1
        else:
            self.tally.good += 1
        if "classifier_unavailable" in reasons:
            self.tally.fallbacks[kind] += 1

    async def _sampling(self) -> None:
        due = self._began
        while True:
            due += STEP_S
            await asyncio.sleep(max(due - time.monotonic(), 0))
            self._sample()

    def _sample(self) -> None:
        latencies, self.tally.window_ms = sorted(self.tally.window_ms), []
        before, self._cpu = self._cpu, {name: sum(one.cpu_times()[:2]) for name, one in self._watched.items()}
        self.samples.append(
            Sample(
                at_s=time.monotonic() - self._began,
                rss_mib={name: one.memory_info().rss / MIB for name, one in self._watched.items()},
                descriptors={name: one.num_fds() for name, one in self._watched.items()},
                cpu_share={name: (self._cpu[name] - before[name]) / STEP_S for name in self._watched},
                latency_ms={f"p{share}": percentile(latencies, share) for share in (50, 95, 99)},
                requests=len(latencies),
            )
        )


def percentile(ordered: Sequence[float], share: float) -> float:
    """Nearest rank; 0 of nothing."""
    return ordered[min(int(len(ordered) * share / 100), len(ordered) - 1)] if ordered else 0.0


@dataclass(frozen=True)
class Series:
    """One thing that was watched. `points`: (seconds, value), without the warm-up."""

    who: str
    what: str
    points: tuple[tuple[float, float], ...]

    @property
    def slope_per_hour(self) -> float:
        """Theil and Sen."""
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(self.points, 2) if b[0] > a[0]]
        return statistics.median(slopes) * 3600 if slopes else 0.0

    @property
    def rise(self) -> float:
        """Of the straight line, over the time that was watched."""
        return self.slope_per_hour * (self.points[-1][0] - self.points[0][0]) / 3600

    @property
    def level(self) -> float:
        """What it is usually at."""
        return statistics.median(value for _, value in self.points)

    @property
    def flat(self) -> bool:
        """Below its bound."""
        return BOUNDS[self.what].allows(self.rise, self.level)

    def row(self) -> str:
        """Of the table."""
        values = [value for _, value in self.points]
        bound = BOUNDS[self.what].limit(self.level)
        return (
            f"| {self.who} | {self.what} | {values[0]:.1f} | {self.level:.1f} | {max(values):.1f} | {values[-1]:.1f} "
            f"| {self.slope_per_hour:+.1f} | {self.rise:+.1f} (bound {bound:.1f}) | {'flat' if self.flat else '**rises**'} |"
        )


def series(samples: Sequence[Sample]) -> list[Series]:
    """All of them, without the warm-up: the first fifth, and a minute at least if there is that much."""
    seconds = samples[-1].at_s
    warm_s = max(seconds / 5, min(60.0, seconds / 3))
    kept = [sample for sample in samples if sample.at_s > warm_s]
    found = []
    for name in kept[0].rss_mib:
        found.append(Series(name, "RSS, MiB", tuple((one.at_s, one.rss_mib[name]) for one in kept)))
        found.append(Series(name, "descriptors", tuple((one.at_s, float(one.descriptors[name])) for one in kept)))
    found += [
        Series("head of an answer", f"{share}, ms", tuple((one.at_s, one.latency_ms[share]) for one in kept))
        for share in ("p50", "p95", "p99")
    ]
    return found


def report(soak: Soak, counted: int, minutes: float) -> tuple[list[str], bool]:
    """The markdown for docs/reliability.md, and whether all of it is as it should be."""
    tally, found = soak.tally, series(soak.samples)
    cpu = {
        name: statistics.mean(sample.cpu_share[name] for sample in soak.samples) for name in soak.samples[0].cpu_share
    }
    clean = not tally.bad and not tally.fallbacks and counted == tally.sent == tally.good
    lines = [
        f"{minutes:g} minutes at {RATE:g} requests/s ({', '.join(f'{share} % {kind}' for kind, share in SHARES.items())}), "
        f"{AGENTS} sessions, one gateway, two classifiers and Valkey on a machine with {psutil.cpu_count()} cores, "
        f"Python {platform.python_version()}. {tally.sent} requests, {tally.good} whole answers, "
        f"{sum(tally.bad.values())} failed, {sum(tally.fallbacks.values())} by the fallback level, {counted} counted. "
        f"Cores in use: {', '.join(f'{name} {share:.2f}' for name, share in cpu.items())}.",
        "",
        "| | | first | median | most | last | slope per hour | rise over the run | |",
        "|---|---|---|---|---|---|---|---|---|",
        *(one.row() for one in found),
    ]
    if not clean:
        lines += ["", f"NOT CLEAN: failed {dict(tally.bad)}, by the fallback {dict(tally.fallbacks)}"]
    return lines, clean and all(one.flat for one in found)


def main() -> int:
    """Run, print the table, write the samples; 0 when everything is flat and clean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="from 0.5 on (default 30)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not 0.5 <= arguments.minutes <= 24 * 60:
        parser.error("--minutes is from 0.5 to a day")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whoever stops us leaves no processes behind
    capture("main-first")
    with ExitStack() as ending:
        port, _ = ending.enter_context(upstream())
        server = RedisServer()
        ending.callback(server.stop)
        stack = Stack(f"http://127.0.0.1:{port}/v1", server, gateways=1, classifiers=2)
        ending.callback(stack.kill)
        soak = Soak(stack, minutes=arguments.minutes, seed=arguments.seed)
        uvloop.run(soak.run())
        until(lambda: stack.gateway.stats()["requests_total"] >= soak.tally.sent, limit_s=10, what="all are counted")
        counted = stack.gateway.stats()["requests_total"]
        stack.stop()
    lines, good = report(soak, counted, arguments.minutes)
    print("\n".join(lines))
    JSON_PATH.parent.mkdir(parents=True, exist_ok=True)
    JSON_PATH.write_text(json.dumps([asdict(sample) for sample in soak.samples], indent=1))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
