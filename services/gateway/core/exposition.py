"""The counters as people and machines read them: the `/debug/stats` view, and Prometheus' text format."""

from collections.abc import Iterator
from typing import Any, Final

COUNTS: Final = (
    "requests_total", "stream_count", "nonstream_count", "session_escalations", "critical_gates",
    "continuation_detected_count", "length_capped_count", "topic_ignored_count", "upstream_errors_total",
    "upstream_rate_limits_total", "upstream_429_total", "upstream_502_total", "upstream_503_total",
    "upstream_embedded_errors_total", "local_proxy_errors_total", "degraded_blocked_total", "classifier_fallbacks_total",
    "forced_total", "client_disconnects_total", "upstream_broken_total", "config_reload_success_count",
    "config_reload_failure_count",
)  # fmt: skip

MAPS: Final = {
    "by_level": "level", "by_model": "model", "by_status": "status", "by_upstream_error_type": "type",
    "by_upstream_provider": "provider", "by_upstream_provider_code": "code", "by_critical_gate": "gate",
    "by_fallback_cause": "cause", "by_local_error_type": "type", "prompt_tokens_by_level": "level",
    "completion_tokens_by_level": "level", "cached_tokens_by_level": "level", "cost_by_level": "level",
    "prompt_tokens_by_model": "model", "completion_tokens_by_model": "model", "cached_tokens_by_model": "model",
    "cost_by_model": "model",
}  # fmt: skip
"""Label maps, each with the name of its label."""

GAUGES: Final = ("replicas_alive", "workers_alive", "requests_active", "redis_up")


def stats_view(counters: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Counters of the fleet, every one present also at 0, with this replica's facts over them."""
    routed = counters.get("routed_total", 0)
    view: dict[str, Any] = {name: counters.get(name, 0) for name in COUNTS}
    view |= {name: counters.get(name, {}) for name in MAPS}
    view["upstream_errors"] = view["upstream_errors_total"]
    view["avg_route_duration_ms"] = round(counters.get("route_ms_total", 0.0) / routed, 3) if routed else 0.0
    view["config_reload_count"] = view["config_reload_success_count"]
    return view | facts


def exposition(view: dict[str, Any]) -> str:
    """Prometheus' text format, version 0.0.4. A view without counters, the facts of a replica alone, gives its gauges."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: dict[str, Any]) -> Iterator[str]:
    if "requests_total" in view:
        yield from _counter_lines(view)
    for name in GAUGES:
        yield f"# TYPE dispatch_{name} gauge"
        yield f"dispatch_{name} {int(view[name] or 0)}"
    yield "# TYPE dispatch_config_degraded gauge"
    yield f"dispatch_config_degraded {int(view['active_config_state'] != 'ok')}"


def _counter_lines(view: dict[str, Any]) -> Iterator[str]:
    for name in COUNTS:
        metric = f"dispatch_{name.removesuffix('_total').removesuffix('_count')}_total"
        yield f"# TYPE {metric} counter"
        yield f"{metric} {view[name]}"
    for name, label in MAPS.items():
        metric = f"dispatch_{_singular(name)}_total"
        yield f"# TYPE {metric} counter"
        for value, number in sorted(view[name].items()):
            yield f'{metric}{{{label}="{_escaped(value)}"}} {number}'


def _singular(name: str) -> str:
    return f"requests_{name}" if name.startswith(("by_level", "by_model", "by_status")) else name


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
