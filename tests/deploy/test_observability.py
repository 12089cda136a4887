"""Prometheus, its alert rules and the dashboard: they read what a gateway really shows, and are found where compose mounts them."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.gateway.core.exposition import COUNTS, GAUGES, MAPS, exposition, stats_view
from services.gateway.routes.metrics import COUNTERS_S

FOLDER = Path(__file__).parents[2] / "deploy" / "observability"
PROMETHEUS = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
ALERTS = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((FOLDER / "grafana" / "dashboards" / "dispatch.json").read_text())
SERVICES = yaml.safe_load((FOLDER.parent / "compose.yml").read_text())["services"]


def shown() -> dict[str, str]:
    """Every metric of a gateway that has counted everything, with its type."""
    counters: dict[str, Any] = dict.fromkeys(COUNTS, 1) | {name: {"x": 1} for name in MAPS}
    text = exposition(stats_view(counters, {"active_config_state": "ok", **dict.fromkeys(GAUGES, 1)}))
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))


def expressions() -> Iterator[tuple[str, str]]:
    for rule in ALERTS:
        yield rule["alert"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


@pytest.mark.parametrize(("name", "expression"), list(expressions()))
def test_an_expression_asks_only_for_what_a_gateway_shows(name: str, expression: str) -> None:
    metrics = set(re.findall(r"\bdispatch_\w+", expression))
    assert metrics <= set(shown())
    assert metrics or "up{" in expression
    for metric in metrics:
        counted = f"rate({metric}[" in expression
        assert counted == (shown()[metric] == "counter") or "dispatch_cost" in metric, metric


@pytest.mark.parametrize(("name", "expression"), list(expressions()))
def test_the_fleets_counters_are_not_added_up_over_its_replicas(name: str, expression: str) -> None:
    """Every replica shows the same ones; only the gauge of running requests is a replica's own."""
    for found in re.findall(r"\bsum(?: by \(\w+\))? ?\((\w+)", expression):
        assert found in ("max", "dispatch_requests_active")


def test_every_alert_says_how_urgent_it_is_and_what_it_means() -> None:
    assert len({rule["alert"] for rule in ALERTS}) == len(ALERTS) > 8
    for rule in ALERTS:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["for"]


def test_every_gateway_is_asked_at_its_own_address() -> None:
    (job,) = PROMETHEUS["scrape_configs"]
    (source,) = job["dns_sd_configs"]
    assert source["names"] == ["gateway"]
    assert source["port"] == 18087
    assert set(SERVICES["prometheus"]["networks"]) & set(SERVICES["gateway"]["networks"])


def test_files_are_mounted_where_the_other_files_look_for_them() -> None:
    mounts = dict(volume.split(":")[:2] for name in ("prometheus", "grafana") for volume in SERVICES[name]["volumes"])
    for rules in PROMETHEUS["rule_files"]:
        assert rules == mounts["./observability/alerts.yml"]
    assert f"--config.file={mounts['./observability/prometheus.yml']}" in SERVICES["prometheus"]["command"]
    provider = yaml.safe_load((FOLDER / "grafana/provisioning/dashboards/files.yml").read_text())["providers"][0]
    assert provider["options"]["path"] == mounts["./observability/grafana/dashboards"]
    home = SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert home == f"{provider['options']['path']}/dispatch.json"


def test_the_dashboard_asks_the_datasource_that_is_provisioned_and_its_panels_do_not_overlap() -> None:
    source = yaml.safe_load((FOLDER / "grafana/provisioning/datasources/prometheus.yml").read_text())["datasources"][0]
    assert source["url"] == "http://prometheus:9090"
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        assert panel["datasource"]["uid"] == source["uid"]
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


needs_promtool = pytest.mark.skipif(
    not shutil.which("promtool"), reason="promtool is not installed here (.ci/run installs it where there is apt)"
)
SOUND = {
    "up": "1x60",
    "dispatch_config_degraded": "0x60",
    "dispatch_redis_up": "1x60",
    "dispatch_workers_alive": "2x60",
    "dispatch_requests_total": "0+300x60",
    "dispatch_classifier_fallbacks_total": "0+3x60",
    "dispatch_upstream_errors_total": "0+3x60",
    "dispatch_upstream_rate_limits_total": "0x60",
    "dispatch_upstream_broken_total": "0+1x60",
    "dispatch_local_proxy_errors_total": "0+3x60",
}
"""What each of two gateways shows every 15 s: 20 requests a second, a few of which fail."""
AILING = {
    "DispatchNoGateway": {"up": "0x60"},
    "DispatchGatewayDown": {"up": "0x60"},
    "DispatchConfigDegraded": {"dispatch_config_degraded": "1x60"},
    "DispatchRedisAway": {"dispatch_redis_up": "0x60"},
    "DispatchNoClassifier": {"dispatch_workers_alive": "0x60"},
    "DispatchFallbacks": {"dispatch_classifier_fallbacks_total": "0+30x60"},
    "DispatchUpstreamErrors": {"dispatch_upstream_errors_total": "0+60x60"},
    "DispatchRateLimited": {"dispatch_upstream_rate_limits_total": "0+3x60"},
    "DispatchStreamsBroken": {"dispatch_upstream_broken_total": "0+9x60"},
    "DispatchRefusals": {"dispatch_local_proxy_errors_total": "0+30x60"},
}
"""What is different when this alert has to come."""


def promtool(*words: str) -> None:
    done = subprocess.run(["promtool", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_scrape_waits_longer_than_a_gateway_waits_for_redis() -> None:
    assert float(PROMETHEUS["global"]["scrape_timeout"].removesuffix("s")) >= 2 * COUNTERS_S


@needs_promtool
def test_prometheus_takes_its_files(tmp_path: Path) -> None:
    promtool("check", "rules", str(FOLDER / "alerts.yml"))
    config = PROMETHEUS | {"rule_files": [str(FOLDER / "alerts.yml")]}
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
    promtool("check", "config", str(tmp_path / "prometheus.yml"))


@needs_promtool
def test_each_alert_comes_when_it_must_and_not_to_a_sound_fleet(tmp_path: Path) -> None:
    """Evaluated by Prometheus itself, ten minutes on. One of two gateways ails; both where it takes all of them."""
    tests = []
    for rule in ALERTS:
        alert, own = rule["alert"], {"job": "dispatch"} if "without (instance)" in rule["expr"] else {}
        if alert == "DispatchGatewayDown":
            own = {"job": "dispatch", "instance": "a"}
        ailing = SOUND | AILING[alert]
        fleet = {"a": ailing, "b": ailing if alert in OF_ALL else SOUND}
        summary = rule["annotations"]["summary"].replace("{{ $labels.instance }}", "a")
        comes = {"exp_labels": {**rule["labels"], **own}, "exp_annotations": {"summary": summary}}
        tests += [evaluated(fleet, alert, [comes]), evaluated({"a": SOUND, "b": SOUND}, alert, [])]
    file = {"rule_files": [str(FOLDER / "alerts.yml")], "evaluation_interval": "15s", "tests": tests}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(file))
    promtool("test", "rules", str(tmp_path / "test.yml"))


OF_ALL = {"DispatchNoGateway", "DispatchNoClassifier"}
"""They come when nobody is left."""


def evaluated(fleet: dict[str, dict[str, str]], alert: str, expected: list[dict[str, Any]]) -> dict[str, Any]:
    series = [
        {"series": f'{metric}{{job="dispatch",instance="{gateway}"}}', "values": values}
        for gateway, shown in fleet.items()
        for metric, values in shown.items()
    ]
    alerts = [{"eval_time": "10m", "alertname": alert, "exp_alerts": expected}]
    return {"interval": "15s", "input_series": series, "alert_rule_test": alerts}


def test_every_alert_has_its_case_and_the_cases_show_what_a_gateway_shows() -> None:
    assert set(AILING) == {rule["alert"] for rule in ALERTS}
    assert set(SOUND) - {"up"} <= set(shown())
