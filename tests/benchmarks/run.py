"""`make bench`: Dispatch whole against a bare pass-through and against nothing in between, interleaved, as one table.

Per scenario and round the targets take turns, so that a machine that drifts drifts for all of them; figures are medians
over the rounds. CPU counts every process of a target: for Dispatch gateway, classifier and Valkey.

    python -m tests.benchmarks.run [--quick] [--only SCENARIO ...] [--json PATH] [--rounds N]
"""

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil

from tests.fakes.client import Client
from tests.fakes.processes import ROOT, RedisServer, Stack, free_port, until

DEFAULT_JSON: Final = ROOT / "build" / "bench.json"
Result = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """One row of the table: what is sent, and which figure of it counts."""

    name: str
    title: str
    unit: str
    metric: str
    """added_ms | cpu_request_ms | cpu_event_us | delay_p99_ms | cpu_run_ms."""
    order: dict[str, Any]
    quick: dict[str, Any]
    limit: float | None = None
    """Highest ratio to the reference that issue 5 allows."""
    events: int = 0
    """Events per request, for figures per event."""


BURST_EVENTS: Final = 400
FREE_EVENTS: Final = 4000
SCENARIOS: Final = (
    Scenario(
        "small-latency",
        "added latency, 1 KB, 1 connection, p50",
        "ms",
        "added_ms",
        {"body": "small", "connections": 1, "seconds": 3},
        {"seconds": 0.8},
        1.0,
    ),
    Scenario(
        "small-cpu",
        "CPU per request, 1 KB, 32 connections",
        "ms",
        "cpu_request_ms",
        {"body": "small", "connections": 32, "seconds": 4},
        {"seconds": 1.0},
        0.40,
    ),
    Scenario(
        "burst",
        "CPU per event, burst: 8 streams of 1,000 events/s",
        "us",
        "cpu_event_us",
        {"body": f"paced/{BURST_EVENTS}/1000", "connections": 8, "count": 80},
        {"count": 16},
        0.35,
        events=BURST_EVENTS,
    ),
    Scenario(
        "burst-free",
        "CPU per event, burst: 8 streams as fast as they come",
        "us",
        "cpu_event_us",
        {"body": f"burst/{FREE_EVENTS}", "connections": 8, "count": 80},
        {"count": 16},
        0.35,
        events=FREE_EVENTS,
    ),
    Scenario(
        "paced",
        "200 paced streams (25 events/s each), event delay p99",
        "ms",
        "delay_p99_ms",
        {"body": "paced/125/40000", "connections": 200, "count": 200, "skip_s": 1.0},
        {"body": "paced/50/40000", "skip_s": 0.6},
        0.3,
    ),
    Scenario(
        "opencode-cpu",
        "CPU per request, 31 KB OpenCode body, 32 connections",
        "ms",
        "cpu_request_ms",
        {"body": "opencode", "connections": 32, "seconds": 4},
        {"seconds": 1.0},
        0.7,
    ),
    Scenario(
        "frame-64k",
        "added latency, 64 KB cold transcript, 1 connection, p50",
        "ms",
        "added_ms",
        {"body": "transcript/64000", "connections": 1, "seconds": 2},
        {"seconds": 0.4},
    ),
    Scenario(
        "frame-130k",
        "added latency, 100 KB tool-result frame, 1 connection, p50",
        "ms",
        "added_ms",
        {"body": "transcript/130000", "connections": 1, "seconds": 2},
        {"seconds": 0.4},
    ),
    Scenario(
        "frame-1m",
        "added latency, 1 MB cold transcript, 1 connection, p50",
        "ms",
        "added_ms",
        {"body": "transcript/1000000", "connections": 1, "seconds": 3},
        {"seconds": 1},
    ),
    Scenario(
        "transcript-1m",
        "added latency, 1 MB cold transcript, 2 connections, p50",
        "ms",
        "added_ms",
        {"body": "transcript/1000000", "connections": 2, "seconds": 4},
        {"seconds": 1.0},
        3.0,
    ),
    Scenario(
        "loop",
        "agent loop, 50 steps to 500 KB, CPU of the whole loop",
        "ms",
        "cpu_run_ms",
        {"body": "loop/50/500000", "connections": 1, "count": 4},
        {"count": 2},
        1.5,
    ),
    Scenario(
        "body-10m",
        "CPU per request, 10 MB body, 2 connections",
        "ms",
        "cpu_request_ms",
        {"body": "transcript/10000000", "connections": 2, "count": 24},
        {"count": 8},
        4.0,
    ),
)
GROWTH_LIMIT_US_PER_KB: Final = 12.0
CONNECTIONS_PER_GATEWAY: Final = 64
ABSOLUTE_LIMITS: Final = {"small-latency": 2.5, "frame-130k": 10.0}
"""Milliseconds, from issue 2."""


def on_cores(pid: int, cores: set[int]) -> None:
    """All threads of a process run on these cores only."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process, ended ones too, from its own clock: to the nanosecond, where /proc counts 10 ms."""
    return time.clock_gettime((~pid << 3) | 2)


@dataclass
class Target:
    """Something to send requests to."""

    name: str
    ports: list[int]
    pids: dict[str, int] = field(default_factory=dict)

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far by process."""
        return {name: cpu_seconds(pid) for name, pid in self.pids.items()}

    def rss_mib(self) -> dict[str, float]:
        """Resident memory by process."""
        return {name: psutil.Process(pid).memory_info().rss / 2**20 for name, pid in self.pids.items()}


class Generator:
    """The load generator's process; it carries out one order at a time."""

    def __init__(self) -> None:
        """Start it."""
        self.popen = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-c",
                "import runpy; runpy.run_module('tests.benchmarks.load', run_name='__main__')",
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, order: dict[str, Any]) -> None:
        """Hand it an order."""
        assert self.popen.stdin
        self.popen.stdin.write(json.dumps(order) + "\n")
        self.popen.stdin.flush()

    def result(self) -> Result:
        """Wait for the result."""
        assert self.popen.stdout
        line = self.popen.stdout.readline()
        assert line, "the load generator ended"
        result: Result = json.loads(line)
        return result

    def stop(self) -> None:
        """End it."""
        assert self.popen.stdin
        assert self.popen.stdout
        self.popen.stdin.close()
        self.popen.stdout.close()
        self.popen.wait(10)


@contextmanager
def upstream() -> Iterator[tuple[int, int]]:
    """The fake upstream: its port and pid."""
    popen = subprocess.Popen(
        [sys.executable, "tests/benchmarks/upstream.py"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert popen.stdout
    assert popen.stdin
    try:
        yield int(popen.stdout.readline()), popen.pid
    finally:
        popen.stdin.close()
        popen.stdout.close()
        popen.wait(10)


@contextmanager
def reference(upstream_port: int) -> Iterator[Target]:
    """The bare pass-through under Hypercorn with one worker."""
    port = free_port()
    popen = subprocess.Popen(
        [
            *(sys.executable, "-m", "hypercorn", "--bind", f"127.0.0.1:{port}"),
            *("--config", "python:tests.benchmarks.reference_proxy.Lifted"),
            "tests.benchmarks.reference_proxy:app",
        ],
        cwd=ROOT,
        env={**os.environ, "UPSTREAM": f"http://127.0.0.1:{upstream_port}/v1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        client = Client(("127.0.0.1", port))
        until(lambda: client.get("/livez").status == 200, limit_s=20, what="the reference answers")
        children = psutil.Process(popen.pid).children(recursive=True)
        pids = {f"{process.name()}-{process.pid}": process.pid for process in [psutil.Process(popen.pid), *children]}
        yield Target("reference", [port], pids)
    finally:
        popen.terminate()
        popen.wait(10)


@contextmanager
def dispatch(upstream_port: int, gateways: int, classifiers: int) -> Iterator[Target]:
    """Dispatch as it ships, with a Valkey of its own."""
    server = RedisServer()
    try:
        stack = Stack(f"http://127.0.0.1:{upstream_port}/v1", server, gateways=gateways, classifiers=classifiers)
        try:
            pids = {process.name: process.pid for process in stack.processes} | {"valkey": server.process.pid}
            yield Target("dispatch", [gateway.address[1] for gateway in stack.gateways], pids)
            stack.stop()
        finally:
            stack.kill()
    finally:
        server.stop()


def measure(generator: Generator, target: Target, order: dict[str, Any], upstream_pid: int) -> Result:
    """One order against one target, with the CPU of everybody."""
    before, upstream_before = target.cpu(), cpu_seconds(upstream_pid)
    generator.start({**order, "ports": target.ports})
    peak: dict[str, float] = {}
    if order["connections"] == 200:
        time.sleep(1.5)
        peak = target.rss_mib()
    result = generator.result()
    after = target.cpu()
    spent = {name: after[name] - before[name] for name in after}
    return {
        **result,
        "target": target.name,
        "count": order.get("count"),
        "cpu_s": sum(spent.values()),
        "cpu_by_process": spent,
        "upstream_cpu_s": cpu_seconds(upstream_pid) - upstream_before,
        "rss_mib_during": peak,
    }


def figure(scenario: Scenario, result: Result, direct: Result | None) -> float:
    """What the scenario is about, from one run."""
    requests = max(result["requests"], 1)
    match scenario.metric:
        case "added_ms":
            return float(result["p50_ms"] - (direct["p50_ms"] if direct else 0.0))
        case "cpu_request_ms":
            return float(result["cpu_s"] / requests * 1e3)
        case "cpu_event_us":
            return float(result["cpu_s"] / (requests * scenario.events) * 1e6)
        case "cpu_run_ms":
            return float(result["cpu_s"] / result["count"] * 1e3)
    return float(result[scenario.metric])


class Bench:
    """The whole run; `results` keeps every single measurement."""

    def __init__(self, *, quick: bool, rounds: int) -> None:
        """Nothing started yet."""
        self.quick = quick
        self.rounds = rounds
        self.results: dict[str, list[Result]] = {}
        self.memory: dict[str, Any] = {}
        self.scaling: dict[str, Any] = {}
        self.started = time.monotonic()

    def order(self, scenario: Scenario) -> dict[str, Any]:
        """What to send, in this mode."""
        return {**scenario.order, **(scenario.quick if self.quick else {})}

    def run(self, names: list[str]) -> None:
        """Start everything, go through the scenarios, stop everything."""
        wanted = [scenario for scenario in SCENARIOS if not names or scenario.name in names]
        with ExitStack() as stack:
            port, self.upstream_pid = stack.enter_context(upstream())
            self.generator = Generator()
            stack.callback(self.generator.stop)
            ours = stack.enter_context(dispatch(port, 1, 1))
            targets = [Target("direct", [port]), stack.enter_context(reference(port)), ours]
            self.memory["rest"] = ours.rss_mib()
            for target in targets:
                self._measure(target, {"body": "small", "connections": 8, "count": 200})
            for scenario in wanted:
                self._scenario(scenario, targets)
            if not names or "memory" in names:
                self._soak(ours)
        if not names or "scaling" in names:
            self._scaling()

    def _measure(self, target: Target, order: dict[str, Any]) -> Result:
        return measure(self.generator, target, order, self.upstream_pid)

    def _scenario(self, scenario: Scenario, targets: list[Target]) -> None:
        order = self.order(scenario)
        if scenario.metric.startswith("cpu_"):
            targets = [target for target in targets if target.pids]  # nothing in between uses no CPU
        progress(f"{scenario.name} ...")
        for target in targets:
            warm = {**order, "count": max(1, min(order.get("count", 4), order["connections"] * 2))}
            warm.pop("seconds", None)
            if scenario.name not in ("paced", "loop"):
                self._measure(target, warm)
        runs = self.results.setdefault(scenario.name, [])
        for round_number in range(self.rounds):
            direct: Result | None = None
            for target in targets:
                result = self._measure(target, order)
                result["round"] = round_number
                result["figure"] = figure(scenario, result, direct)
                result["added_p99_ms"] = result["p99_ms"] - (direct["p99_ms"] if direct else 0.0)
                if target.name == "direct":
                    direct = result
                runs.append(result)

    def _soak(self, ours: Target) -> None:
        """Memory over many requests: it must stay flat."""
        total = 4_000 if self.quick else 100_000
        progress(f"memory over {total} requests ...")
        series = [ours.rss_mib()]
        for _ in range(4):
            self._measure(ours, {"body": "small", "connections": 32, "count": total // 4})
            series.append(ours.rss_mib())
        self.memory["soak"] = {"requests": total, "series": series}
        paced = [run for run in self.results.get("paced", []) if run["target"] == "dispatch"]
        if paced:
            self.memory["streams_200"] = paced[-1]["rss_mib_during"]

    def _scaling(self) -> None:
        """Two gateways and two workers against one and one, round by round, each with a Valkey of its own."""
        with ExitStack() as stack:
            port, self.upstream_pid = stack.enter_context(upstream())
            self.generator = Generator()
            stack.callback(self.generator.stop)
            one, two = (stack.enter_context(dispatch(port, number, number)) for number in (1, 2))
            progress("scaling, both on all cores ...")
            self.scaling["free"] = self._rates([one, two])
            progress("scaling, one core against two ...")
            self.scaling["cores"] = self._rates([one, two], pinned=True)

    def _pin(self, target: Target) -> None:
        """As many cores as pairs, for everything: a core for each pair, all of them for what the pairs share."""
        cores = set(range(len(target.ports)))
        for pid in (self.generator.popen.pid, self.upstream_pid):
            on_cores(pid, cores)
        for name, pid in target.pids.items():
            number = name.rpartition("-")[2]
            on_cores(pid, {int(number) - 1} if number.isdigit() else cores)

    def _rates(self, pair: list[Target], *, pinned: bool = False) -> dict[str, Any]:
        """Requests a second, CPU per request and cores in use, of one and of two."""
        order = {"body": "opencode", "seconds": 1.0 if self.quick else 4}
        names = ("1x1", "2x2")
        runs: dict[str, list[Result]] = {name: [] for name in names}
        for _ in range(self.rounds + 1):
            for name, target in zip(names, pair, strict=True):
                if pinned:
                    self._pin(target)
                connections = CONNECTIONS_PER_GATEWAY * len(target.ports)
                runs[name].append(self._measure(target, {**order, "connections": connections}))

        def median(of: Callable[[Result], float]) -> dict[str, float]:
            return {name: statistics.median(map(of, runs[name][1:])) for name in names}

        rates = median(lambda run: run["requests"] / run["wall_s"])
        return {
            "requests_per_s": rates,
            "cpu_request_ms": median(lambda run: run["cpu_s"] / run["requests"] * 1e3),
            "busy_cores": median(lambda run: (run["cpu_s"] + run["own_cpu_s"] + run["upstream_cpu_s"]) / run["wall_s"]),
            "bad": sum(run["bad"] + run["fallbacks"] for name in names for run in runs[name]),
            "ratio": rates["2x2"] / rates["1x1"],
        }

    # --- the table ---

    def median(self, name: str, target: str, key: str = "figure") -> float:
        """Median over the rounds."""
        return float(statistics.median(run[key] for run in self.results[name] if run["target"] == target))

    def summary(self) -> dict[str, Any]:
        """All that the table shows."""
        rows: dict[str, Any] = {}
        for scenario in SCENARIOS:
            if scenario.name not in self.results:
                continue
            ref, ours = self.median(scenario.name, "reference"), self.median(scenario.name, "dispatch")
            runs = [run for run in self.results[scenario.name] if run["target"] == "dispatch"]
            everybody = sum(run["cpu_s"] + run["own_cpu_s"] + run["upstream_cpu_s"] for run in runs)
            rows[scenario.name] = {
                "title": scenario.title,
                "unit": scenario.unit,
                "direct": None if scenario.metric.startswith("cpu_") else self.median(scenario.name, "direct"),
                "reference": ref,
                "dispatch": ours,
                "ratio": ours / ref if ref else None,
                "limit": scenario.limit,
                "absolute_limit_ms": ABSOLUTE_LIMITS.get(scenario.name),
                "added_p99_ms": {
                    name: self.median(scenario.name, name, "added_p99_ms") for name in ("reference", "dispatch")
                },
                "generator_share": sum(run["own_cpu_s"] for run in runs) / everybody,
                "generator_of_machine": sum(run["own_cpu_s"] for run in runs)
                / sum(run["wall_s"] for run in runs)
                / (os.cpu_count() or 1),
                "cpu_by_process_ms": {
                    name: statistics.median(run["cpu_by_process"][name] / max(run["requests"], 1) * 1e3 for run in runs)
                    for name in runs[0]["cpu_by_process"]
                },
                "bad": sum(run["bad"] for run in self.results[scenario.name]),
                "bad_kinds": sorted({kind for run in self.results[scenario.name] for kind in run["bad_kinds"]}),
                "fallbacks": sum(run["fallbacks"] for run in runs),
            }
        return {
            "machine": machine(),
            "mode": "quick" if self.quick else "full",
            "rounds": self.rounds,
            "seconds": time.monotonic() - self.started,
            "rows": rows,
            "growth_us_per_kb": self.growth(),
            "memory_mib": self.memory,
            "scaling": self.scaling,
        }

    def growth(self) -> dict[str, float]:
        """Latency by frame size: the slope from 64 KB to 1 MB, without that of the direct way."""
        if not {"frame-64k", "frame-1m"} <= self.results.keys():
            return {}

        def slope(target: str) -> float:
            small, large = (self.median(name, target, "p50_ms") for name in ("frame-64k", "frame-1m"))
            size = [self.median(name, target, "body_bytes") for name in ("frame-64k", "frame-1m")]
            return (large - small) * 1e3 / ((size[1] - size[0]) / 1024)

        return {target: slope(target) - slope("direct") for target in ("reference", "dispatch")}


def machine() -> dict[str, Any]:
    """Where this was measured."""
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")), platform.processor()
    )
    return {"cpu": model, "cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def progress(text: str) -> None:
    """One line on stderr."""
    print(text, file=sys.stderr, flush=True)


def table(summary: dict[str, Any]) -> str:
    """The summary for reading."""
    where = summary["machine"]
    lines = [
        f"{where['cpu']}, {where['cores']} cores, Python {where['python']}; {summary['mode']}, medians of {summary['rounds']} rounds, "
        f"{summary['seconds']:.0f} s",
        "",
        "| | direct | reference | Dispatch | ratio | limit | | added p99, reference / Dispatch |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in summary["rows"].values():
        limit, ratio = row["limit"], row["ratio"]
        words = [f"{limit:.2g} x"] if limit else []
        met = [ratio <= limit] if limit else []
        if row["absolute_limit_ms"]:
            words.append(f"{row['absolute_limit_ms']:g} ms")
            met.append(row["dispatch"] <= row["absolute_limit_ms"])
        verdict = ("yes" if all(met) else "NO") if met else ""
        p99 = row["added_p99_ms"]
        late = (
            f"{number(p99['reference'])} / {number(p99['dispatch'])} ms"
            if row["unit"] == "ms" and "added" in row["title"]
            else ""
        )
        lines.append(
            f"| {row['title']}, {row['unit']} | {number(row['direct']) if row['direct'] is not None else ''} | {number(row['reference'])} | {number(row['dispatch'])} "
            f"| {number(ratio)} x | {', '.join(words)} | {verdict} | {late} |"
        )
    if growth := summary["growth_us_per_kb"]:
        ours = growth["dispatch"]
        verdict = "yes" if ours <= GROWTH_LIMIT_US_PER_KB else "NO"
        lines.append(
            f"| growth with the frame, us per KB | | {number(growth['reference'])} | {number(ours)} "
            f"| {number(ours / growth['reference'])} x | {GROWTH_LIMIT_US_PER_KB:g} us | {verdict} | |"
        )
    lines += [
        "",
        *_memory_lines(summary["memory_mib"]),
        *_scaling_lines(summary["scaling"]),
        *_honesty_lines(summary["rows"]),
    ]
    return "\n".join(lines)


def number(value: float) -> str:
    """Three digits."""
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _memory_lines(memory: dict[str, Any]) -> list[str]:
    def text(values: dict[str, float]) -> str:
        return ", ".join(f"{name} {value:.0f}" for name, value in values.items())

    lines = [f"memory at rest, MiB: {text(memory['rest'])} (limits: gateway 90, classifier 120)"]
    if memory.get("streams_200"):
        lines.append(f"memory with 200 open streams, MiB: {text(memory['streams_200'])} (limit: gateway 130)")
    if soak := memory.get("soak"):
        lines.append(
            f"memory over {soak['requests']} requests, MiB: "
            + "; ".join(
                f"{name} " + " > ".join(f"{step[name]:.0f}" for step in soak["series"]) for name in soak["series"][0]
            )
        )
    return lines


def _scaling_lines(scaling: dict[str, Any]) -> list[str]:
    how = {
        "cores": "1x1 with upstream, load generator and Valkey on one core, 2x2 with them on two",
        "free": "both with them on all cores",
    }
    lines = []
    for name in how.keys() & scaling.keys():
        rate, cost, busy = (scaling[name][key] for key in ("requests_per_s", "cpu_request_ms", "busy_cores"))
        lines.append(
            f"scaling, 31 KB body, {how[name]}: 1x1 {rate['1x1']:.0f} requests/s, 2x2 {rate['2x2']:.0f} requests/s: "
            f"{scaling[name]['ratio']:.2f} x{' (limit 1.7 x)' if name == 'cores' else ''}; CPU per request {cost['1x1']:.2f} and {cost['2x2']:.2f} ms; "
            f"cores busy with everything {busy['1x1']:.2f} and {busy['2x2']:.2f}"
            + (f"; NOT CLEAN: {scaling[name]['bad']} failed or judged by the fallback" if scaling[name]["bad"] else "")
        )
    return lines


def _honesty_lines(rows: dict[str, Any]) -> list[str]:
    lines = []
    if rows:
        worst = max(rows, key=lambda name: rows[name]["generator_share"])
        lines.append(
            f"load generator: at most {rows[worst]['generator_share']:.0%} of the CPU that was used ({worst}), "
            f"{max(row['generator_of_machine'] for row in rows.values()):.0%} of the machine"
        )
    for name, row in rows.items():
        if row["bad"] or row["fallbacks"]:
            lines.append(
                f"NOT CLEAN: {name}: {row['bad']} failed requests {row['bad_kinds']}, {row['fallbacks']} judged by the fallback"
            )
    return lines


def main() -> int:
    """Run, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="under two minutes")
    parser.add_argument("--only", action="append", default=[], metavar="SCENARIO", help="may be repeated")
    parser.add_argument("--json", type=Path, default=DEFAULT_JSON, metavar="PATH")
    parser.add_argument("--rounds", type=int, default=0)
    arguments = parser.parse_args()
    known = [scenario.name for scenario in SCENARIOS] + ["memory", "scaling"]
    if unknown := set(arguments.only) - set(known):
        parser.error(f"unknown scenario {', '.join(unknown)}; there are: {', '.join(known)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whoever stops us leaves no processes behind
    bench = Bench(quick=arguments.quick, rounds=arguments.rounds or (3 if arguments.quick else 7))
    bench.run(arguments.only)
    summary = bench.summary()
    print(table(summary))
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps({**summary, "runs": bench.results}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
