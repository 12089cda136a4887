"""`make chaos`: every fault under steady mixed load, each request's fate counted, and the table for docs/reliability.md.

Pass means, for each fault: every request has an answer or a visible break within its limits; no wrong or mixed byte; every
break is one that the fault makes unavoidable; the shared counters are exact afterwards; memory is flat; and
the fleet is itself again within RECOVERY_LIMIT_S of the repair, by itself.
"""

import argparse
import platform
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import psutil

from tests.chaos.faults import FAULTS, NONE, NOT_CONNECTED, OF_THE_KILLED, RECOVERY_LIMIT_S, Fault, Moments, stay
from tests.chaos.fleet import Fleet
from tests.fakes.balancer import nginx_binary
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import until
from tests.fakes.traffic import HEAD_LIMIT_S, Fate, Load, Outcome, Traffic, tally

RATE: Final = 60.0
STEADY_S: Final = 1.5
"""Load before the fault."""
AFTER_S: Final = 3.0
"""Load after the repair."""
UNFLUSHED_S: Final = 0.25
"""A gateway writes its counters every 0.1 s (`FLUSH_S`); what had finished in the last so many seconds may die with it."""
COUNTED_LIMIT_S: Final = 10.0


@dataclass
class Row:
    """What one fault came to."""

    fault: Fault
    fates: list[Fate] = field(default_factory=list)
    recovery_s: float = 0.0
    counted_off: int = 0
    growth_mib: float = 0.0
    wrong: list[str] = field(default_factory=list)
    """Why it failed; empty when it passed."""

    @property
    def outcomes(self) -> Counter[str]:
        """How the requests ended."""
        return tally(self.fates)

    @property
    def slowest_s(self) -> float:
        """Longest wait for the head of an answer."""
        return max((fate.head_s for fate in self.fates), default=0.0)


def suffer(fleet: Fleet, fault: Fault, *, seed: int, rate: float = RATE) -> Row:
    """Load, fault, repair, load; then all that must hold."""
    row = Row(fault)
    fleet.spoiled.clear()
    stay(UNFLUSHED_S)  # the last requests of the fault before are counted, too
    counted = fleet.gateways[-1].stats()
    memory = fleet.memory_mib()
    load = Load(Traffic(fleet.balancer.address, rate, seed))
    stay(STEADY_S)
    began = time.monotonic()
    try:
        fault.act(fleet)
    except AssertionError as error:
        row.wrong.append(f"the fault itself: {error}")
    moments = Moments(began, time.monotonic())
    stay(AFTER_S)
    load.end()
    row.fates = load.traffic.fates
    if fault.after:
        fault.after(fleet)
        row.recovery_s = _judging_again_s(fleet)
    _check_fates(row, fleet, moments)
    _check_recovery(row, moments)
    _check_counters(row, fleet, counted, moments)
    _check_memory(row, fleet, memory)
    return row


def _check_fates(row: Row, fleet: Fleet, moments: Moments) -> None:
    for fate in row.fates:
        if fate.outcome in (Outcome.LATE, Outcome.WRONG):
            row.wrong.append(f"request {fate.number} ({fate.kind}): {fate.outcome}, {fate.detail}")
        elif fate.outcome is not Outcome.GOOD and not row.fault.breaks.allows(fate, fleet, moments):
            row.wrong.append(
                f"request {fate.number} ({fate.kind}) was {fate.outcome} {moments_of(fate, moments)}: "
                f"{fate.status} {fate.error_type} {fate.detail}"
            )
        if fate.outcome is Outcome.GOOD and fate.number in fleet.spoiled:
            row.wrong.append(f"request {fate.number}: spoiled by the upstream, and looked good")
        if fate.fallback and fate.started < moments.began - 1:
            row.wrong.append(f"request {fate.number} was not judged before the fault: {fate.fallback}")
    if len(row.fates) < STEADY_S * RATE:
        row.wrong.append(f"only {len(row.fates)} requests: that was no load")


def moments_of(fate: Fate, moments: Moments) -> str:
    """When a request ran, in seconds since the fault began."""
    return f"from {fate.started - moments.began:+.2f} to {fate.ended - moments.began:+.2f} s"


def _judging_again_s(fleet: Fleet) -> float:
    """How long after a repair without load it takes until every gateway gets its requests judged."""
    mended = time.monotonic()
    fleet.until_judging()
    return time.monotonic() - mended


def _check_recovery(row: Row, moments: Moments) -> None:
    """The last request sent that was not served as if nothing had been, after the repair under load."""
    if not row.fault.after or row.fault.kills_gateway:
        disturbed = [fate.started for fate in row.fates if not fate.undisturbed and fate.started > moments.mended]
        row.recovery_s = max(row.recovery_s, max(disturbed, default=moments.mended) - moments.mended)
        if disturbed and max(disturbed) > moments.mended + AFTER_S - 0.2:
            row.wrong.append("still disturbed when the load ended")
    if row.recovery_s > RECOVERY_LIMIT_S:
        row.wrong.append(f"not itself again {row.recovery_s:.1f} s after the repair")


def _check_counters(row: Row, fleet: Fleet, before: dict[str, Any], moments: Moments) -> None:
    """Every request that a gateway answered is counted once, with its kind, level and fallback."""
    reached = [fate for fate in row.fates if fate.reached_a_gateway]
    least, most = len(reached), len(reached)
    base = before["requests_total"]
    if row.fault.flushes:
        base = 0
        least = sum(fate.ended > moments.mended for fate in reached)
        most = sum(fate.ended > moments.began - UNFLUSHED_S for fate in reached)
    if row.fault.kills_gateway:
        least -= sum(moments.began - UNFLUSHED_S <= fate.ended and fate.started <= moments.mended for fate in reached)
        most = len(row.fates)
    extra = row.fault.others
    after = before

    def settled() -> bool:
        nonlocal after
        after = fleet.gateways[-1].stats()
        return least <= int(after["requests_total"]) - base - extra <= most

    try:
        until(settled, limit_s=COUNTED_LIMIT_S)
    except AssertionError:
        row.wrong.append(f"counted {after['requests_total'] - base - extra}, sent {least} to {most}")
    row.counted_off = int(after["requests_total"]) - base - extra - len(reached) if not row.fault.flushes else 0
    if row.fault.breaks in (NONE, OF_THE_KILLED, NOT_CONNECTED) and not row.fault.flushes and not extra:
        for name in ("client_disconnects_total", "upstream_broken_total", "local_proxy_errors_total"):
            if after[name] != before[name]:
                row.wrong.append(
                    f"{name} rose by {after[name] - before[name]}: more broke than what a killed gateway had in hand"
                )
    if row.fault.flushes or row.fault.kills_gateway or extra:
        return
    read = [fate for fate in reached if fate.error_type != "dispatch_config_degraded"]  # those are refused unread
    streams = sum(fate.kind.value != "whole" for fate in read)
    fallbacks = sum(bool(fate.fallback) for fate in reached)
    for name, expected in (("stream_count", streams), ("classifier_fallbacks_total", fallbacks)):
        if (found := after[name] - before[name]) != expected:
            row.wrong.append(f"{name}: counted {found}, seen by clients {expected}")


def _check_memory(row: Row, fleet: Fleet, before: dict[str, float]) -> None:
    now = fleet.memory_mib()
    grown = {name: now[name] - size for name, size in before.items() if name in now}
    name, row.growth_mib = max(grown.items(), key=lambda item: item[1])
    if row.growth_mib > row.fault.growth_limit_mib:
        row.wrong.append(f"{name} grew by {row.growth_mib:.1f} MiB")


def table(rows: list[Row]) -> str:
    """Markdown."""
    lines = [
        "| fault | sent | good | fallback | refused | broken | slowest head, s | recovery, s | counters off by | growth, MiB | breaks that may be | verdict |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---|",
    ]
    for row in rows:
        outcomes = row.outcomes
        fallbacks = sum(bool(fate.fallback) for fate in row.fates)
        lines.append(
            f"| {row.fault.name} | {len(row.fates)} | {outcomes['good']} | {fallbacks} | {outcomes['refused']} | "
            f"{outcomes['cut']} | {row.slowest_s:.2f} | {row.recovery_s:.1f} | {row.counted_off} | {row.growth_mib:.1f} | "
            f"{row.fault.breaks.words} | {'**failed**' if row.wrong else 'passed'} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """Where this was measured."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} CPUs, {memory:.0f} GiB, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def main(arguments: list[str]) -> int:
    """0 when every fault passed."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE, help="requests a second")
    parser.add_argument("--only", action="append", default=[], help="faults whose name has this in it; may be repeated")
    chosen = parser.parse_args(arguments)
    wanted = [part.lower() for part in chosen.only or [""]]
    faults = [fault for fault in FAULTS if any(part in fault.name.lower() for part in wanted)]
    if not faults:
        parser.error("no fault has that in its name; there are: " + ", ".join(fault.name for fault in FAULTS))
    if nginx_binary() is None:
        print("make chaos needs nginx, and there is none here (Debian: apt-get install nginx)", file=sys.stderr)
        return 2
    rows: list[Row] = []
    started = time.monotonic()
    with ScriptedOpenRouter() as openrouter:
        fleet = Fleet(openrouter)
        try:
            suffer(fleet, Fault("warm-up", lambda _fleet: stay(3)), seed=chosen.seed, rate=chosen.rate)
            for number, fault in enumerate(faults):
                openrouter.requests.clear()
                row = suffer(fleet, fault, seed=chosen.seed * 1000 + number, rate=chosen.rate)
                rows.append(row)
                print(
                    f"{'FAILED' if row.wrong else 'passed'}  {fault.name}: {dict(row.outcomes)}",
                    file=sys.stderr,
                    flush=True,
                )
                for line in row.wrong[:8]:
                    print(f"        {line}", file=sys.stderr, flush=True)
                fleet.until_judging()
        finally:
            fleet.close()
    took = time.monotonic() - started
    failed = sum(bool(row.wrong) for row in rows)
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d}, {machine()}, seed {chosen.seed}, {chosen.rate:g} requests/s, {took:.0f} s; head limit {HEAD_LIMIT_S:g} s.\n"
    )
    print(table(rows))
    print(f"\n{len(rows) - failed} of {len(rows)} faults passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
