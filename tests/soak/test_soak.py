"""The soak sees a leak where there is one, and none where values only vary."""

import random

import pytest

from tests.soak.run import BOUNDS, Agents, Sample, Series, series

HALF_HOUR_S = 1800


def samples(
    *, leak_mib_per_hour: float = 0.0, files_per_hour: float = 0.0, slower_ms_per_hour: float = 0.0
) -> list[Sample]:
    """Half an hour of a process that fills its caches for five minutes, and wavers."""
    source = random.Random(1)
    found = []
    for step in range(1, HALF_HOUR_S // 10 + 1):
        at_s = step * 10.0
        hours = at_s / 3600
        rss = 70 + 8 * min(at_s / 300, 1) + leak_mib_per_hour * hours + source.uniform(-0.5, 0.5)
        slow = slower_ms_per_hour * hours
        latency = {
            "p50": 7 + source.uniform(-1, 1) + slow,
            "p95": 30 + source.uniform(-10, 10) + slow,
            "p99": 80 + source.uniform(-40, 60) + slow,
        }
        files = 60 + source.randrange(4) + int(files_per_hour * hours)
        found.append(Sample(at_s, {"gateway": rss}, {"gateway": files}, {"gateway": 0.1}, latency, 400))
    return found


def rising(found: list[Sample]) -> set[str]:
    return {one.what for one in series(found) if not one.flat}


def test_what_only_wavers_is_flat() -> None:
    assert rising(samples()) == set()


@pytest.mark.parametrize(
    ("leak", "seen"),
    [
        ({"leak_mib_per_hour": 20.0}, {"RSS, MiB"}),
        ({"files_per_hour": 30.0}, {"descriptors"}),
        ({"slower_ms_per_hour": 4.0}, {"p50, ms"}),
        ({"slower_ms_per_hour": 30.0}, {"p50, ms", "p95, ms"}),
    ],
    ids=["145 bytes a request", "a descriptor in 4800 requests", "2 ms in half an hour", "15 ms in half an hour"],
)
def test_a_leak_is_seen(leak: dict[str, float], seen: set[str]) -> None:
    assert rising(samples(**leak)) == seen


def test_one_outlier_moves_no_line() -> None:
    points = tuple((float(second), 70.0) for second in range(0, 600, 10))
    spoilt = (*points[:-1], (590.0, 500.0))
    assert Series("gateway", "RSS, MiB", spoilt).rise == 0
    assert "| flat |" in Series("gateway", "RSS, MiB", spoilt).row()


def test_every_bound_is_below_what_would_be_a_leak() -> None:
    """100 bytes a request, or a descriptor in a thousand, over half an hour at 40 requests a second."""
    requests = 40 * HALF_HOUR_S
    assert BOUNDS["RSS, MiB"].limit(80) < requests * 100 / 2**20
    assert BOUNDS["descriptors"].limit(60) < requests / 1000


def test_a_seed_asks_the_same_and_no_two_tasks_of_an_agent_are_the_same() -> None:
    one, other = Agents(3), Agents(3)
    asked = [one.next() for _ in range(400)]
    assert asked == [other.next() for _ in range(400)]
    steps = [body for kind, body, _ in asked if kind == "agent step"]
    assert len(set(steps)) == len(steps) > 50
