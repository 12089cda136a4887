"""deploy/compose.yml by what it promises: scales, starts in order, stops late enough, runs with few rights, hides its secrets."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from services.cli.main import COMMANDS
from shared.config.load import default
from tests.fakes.compose import interpolated

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("gateway", "classifier")
ALL = sorted(SERVICES)
SCHEMA = Path(__file__).parents[1] / "data" / "compose" / "compose-spec.json"
"""The Compose Specification's own schema, under the Apache License 2.0 beside it."""


def seconds(duration: str) -> float:
    parts = re.findall(r"(\d+)(ms|h|m|s)", duration)
    assert parts, duration
    return sum(int(number) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[unit] for number, unit in parts)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    else:
        yield str(value)


def test_the_file_is_valid_by_the_compose_specification() -> None:
    """Compose merges `<<` keys before it looks, as YAML does."""
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    assert [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(COMPOSE)] == []
    broken = {**COMPOSE, "services": {**SERVICES, "gateway": {**SERVICES["gateway"], "stop_grace": "12m"}}}
    assert not validator.is_valid(broken)


def test_there_is_no_version_and_there_is_a_name() -> None:
    assert "version" not in COMPOSE
    assert COMPOSE["name"] == "dispatch"


def test_the_four_parts_are_there_and_the_watchers_only_when_asked_for() -> None:
    assert {name for name in ALL if "profiles" not in SERVICES[name]} == {"balancer", "classifier", "gateway", "redis"}
    assert {name: SERVICES[name]["profiles"] for name in ALL if "profiles" in SERVICES[name]} == {
        "prometheus": ["observability"],
        "grafana": ["observability"],
    }


@pytest.mark.parametrize("name", OURS)
def test_a_service_that_scales_has_no_name_and_no_port_of_its_own(name: str) -> None:
    assert "container_name" not in SERVICES[name]
    assert "ports" not in SERVICES[name]


def test_only_balancer_and_graphs_can_be_reached_and_by_default_only_from_this_host() -> None:
    assert [name for name in ALL if "ports" in SERVICES[name]] == ["balancer", "grafana"]
    assert SERVICES["balancer"]["ports"] == ["${DISPATCH_BIND:-127.0.0.1}:${DISPATCH_PORT:-18087}:8080"]
    assert SERVICES["grafana"]["ports"] == ["${DISPATCH_BIND:-127.0.0.1}:${GRAFANA_PORT:-3000}:3000"]


def test_redis_is_in_a_network_without_a_way_out() -> None:
    assert SERVICES["redis"]["networks"] == ["state"]
    assert COMPOSE["networks"]["state"] == {"internal": True}
    assert {network for service in SERVICES.values() for network in service["networks"]} == set(COMPOSE["networks"])


@pytest.mark.parametrize("name", ALL)
def test_every_service_runs_with_few_rights_and_bounded_means(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert service["pids_limit"] > 0
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert not re.match(r"\$\{\w+:-0\}|0:|root", service["user"])
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ALL)
def test_every_service_can_say_that_it_is_well_without_curl(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert "curl" not in " ".join(check["test"])
    assert seconds(check["timeout"]) <= seconds(check["interval"])


@pytest.mark.parametrize("name", ALL)
def test_what_a_service_waits_for_exists_and_can_say_that_it_is_well(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert how["condition"] in ("service_healthy", "service_started")
        assert "healthcheck" in SERVICES[other]


def test_things_start_from_the_bottom_up() -> None:
    assert "depends_on" not in SERVICES["redis"]
    assert SERVICES["classifier"]["depends_on"]["redis"]["condition"] == "service_healthy"
    assert SERVICES["gateway"]["depends_on"]["redis"]["condition"] == "service_healthy"
    assert SERVICES["balancer"]["depends_on"]["gateway"]["condition"] == "service_healthy"


@pytest.mark.parametrize("name", ["gateway", "balancer"])
def test_a_running_answer_may_finish_before_anything_is_killed(name: str) -> None:
    server = default().config.server
    assert seconds(SERVICES[name]["stop_grace_period"]) >= server.drain_seconds + server.drain_announce_seconds + 30


@pytest.mark.parametrize("name", OURS)
def test_the_commands_are_ones_that_dispatch_has(name: str) -> None:
    assert SERVICES[name]["command"][0] in COMMANDS
    test = SERVICES[name]["healthcheck"]["test"]
    assert test[:2] == ["CMD", "dispatch"]
    assert test[2] in COMMANDS


def test_the_key_is_mounted_where_the_default_config_looks_and_can_not_be_written() -> None:
    key_file = default().config.openrouter.api_key_file
    assert f"../.env:{key_file}:ro" in SERVICES["gateway"]["volumes"]
    assert "../config:/config" in SERVICES["gateway"]["volumes"]


@pytest.mark.parametrize("name", ALL)
def test_every_mounted_file_of_the_repository_exists(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith("./"):
            assert (DEPLOY / source).exists()
            assert volume.endswith(":ro")
        elif not source.startswith("../"):
            assert source in COMPOSE["volumes"]


def test_no_key_reaches_the_environment_of_a_container() -> None:
    for service in SERVICES.values():
        assert "env_file" not in service
        assert not any("OPENROUTER" in name for name in service.get("environment", {}))


@pytest.mark.parametrize("kind", ["valkey", "redis"])
def test_the_kind_of_redis_picks_program_file_and_probe(kind: str) -> None:
    service = interpolated(SERVICES["redis"], {"REDIS_KIND": kind, "REDIS_PASSWORD": "x"})
    assert service["command"][:2] == [f"{kind}-server", f"/etc/dispatch/{kind}.conf"]
    assert f"./{kind}.conf:/etc/dispatch/{kind}.conf:ro" in service["volumes"]
    assert service["healthcheck"]["test"][1].startswith(f"{kind}-cli ")


def test_redis_asks_for_a_password_that_has_no_default() -> None:
    asked = [text for text in strings(COMPOSE) if "REDIS_PASSWORD" in text]
    assert len(asked) == 4
    assert all("${REDIS_PASSWORD:?" in text for text in asked)
    assert "--requirepass" in SERVICES["redis"]["command"]


def test_every_variable_without_a_default_stands_in_the_env_example() -> None:
    example = (DEPLOY.parent / ".env.example").read_text()
    for name in set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yml").read_text())):
        assert f"\n{name}=" in example
