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


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed here")
def test_prometheus_takes_the_rules() -> None:
    done = subprocess.run(
        ["promtool", "check", "rules", str(FOLDER / "alerts.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
