"""Counters as `/debug/stats` shows them and as Prometheus reads them."""

import re
from typing import Any

import pytest

from services.gateway.core.exposition import COUNTS, GAUGES, MAPS, exposition, stats_view

FACTS: dict[str, Any] = {"active_config_state": "ok", **dict.fromkeys(GAUGES, 0)}


def test_every_counter_is_there_also_at_zero() -> None:
    view = stats_view({}, FACTS)
    assert all(view[name] == 0 for name in COUNTS)
    assert all(view[name] == {} for name in MAPS)
    assert view["avg_route_duration_ms"] == 0.0


@pytest.mark.parametrize(
    "name",
    ["requests_total", "by_level", "by_model", "by_status", "stream_count", "nonstream_count", "session_escalations",
     "critical_gates", "continuation_detected_count", "length_capped_count", "topic_ignored_count", "avg_route_duration_ms",
     "config_reload_count", "upstream_errors_total", "upstream_errors", "by_upstream_error_type", "by_upstream_provider",
     "by_upstream_provider_code", "upstream_rate_limits_total", "upstream_429_total", "upstream_502_total",
     "upstream_503_total", "upstream_embedded_errors_total", "local_proxy_errors_total", "degraded_blocked_total",
     "config_reload_success_count", "config_reload_failure_count", "classifier_fallbacks_total"],
)  # fmt: skip
def test_every_promised_field_that_is_counted_is_in_the_view(name: str) -> None:
    assert name in stats_view({}, FACTS)


def test_sums_and_averages_are_made_of_the_counters() -> None:
    counters = {"routed_total": 4, "route_ms_total": 10.0, "upstream_errors_total": 3, "by_level": {"hard": 4}}
    view = stats_view(counters, {"uptime_seconds": 5, "requests_total": 9})
    assert (view["avg_route_duration_ms"], view["upstream_errors"], view["by_level"]) == (2.5, 3, {"hard": 4})
    assert (view["uptime_seconds"], view["requests_total"]) == (5, 9)


LINE = re.compile(r'^[a-z_0-9]+(\{[a-z_]+="(\\\\|\\"|\\n|[^"\\\n])*"\})? -?[0-9.e+-]+$')


def lines(counters: dict[str, Any], **facts: Any) -> list[str]:
    text = exposition(stats_view(counters, FACTS | facts))
    assert text.endswith("\n")
    return text.splitlines()


def test_every_line_is_one_that_prometheus_reads_and_every_metric_has_one_type() -> None:
    found = lines({"requests_total": 3, "by_model": {'odd "name"\\ of\nmodel': 2}, "cost_by_level": {"hard": 0.25}})
    for line in found:
        assert line.startswith("# TYPE ") or LINE.match(line), line
    types = [line.split()[2] for line in found if line.startswith("# TYPE")]
    assert len(set(types)) == len(types)
    for line in found:
        if not line.startswith("#"):
            assert re.split(r"[{ ]", line)[0] in types


def test_counters_gauges_and_labels_are_named_and_counted() -> None:
    found = lines({"requests_total": 3, "by_status": {"200": 2, "502": 1}, "stream_count": 1}, replicas_alive=2)
    for line in (
        "dispatch_requests_total 3",
        'dispatch_requests_by_status_total{status="200"} 2',
        'dispatch_requests_by_status_total{status="502"} 1',
        "dispatch_stream_total 1",
        "dispatch_upstream_429_total 0",
        "dispatch_replicas_alive 2",
        "dispatch_config_degraded 0",
    ):
        assert line in found


def test_labels_are_escaped() -> None:
    assert 'dispatch_requests_by_model_total{model="a\\"b\\\\c\\nd"} 1' in lines({"by_model": {'a"b\\c\nd': 1}})


def test_a_degraded_config_and_an_unknown_gauge_are_numbers() -> None:
    found = lines({}, active_config_state="degraded_using_last_valid", workers_alive=None)
    assert "dispatch_config_degraded 1" in found
    assert "dispatch_workers_alive 0" in found
