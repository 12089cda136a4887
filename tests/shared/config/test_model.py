"""The defaults that the contract promises, and what each key may hold."""

from typing import Any

import msgspec
import pytest

from shared.config.model import Config, Levels, LevelTarget, Provider

TARGET = LevelTarget(model="vendor/model")
CONFIG = Config(levels=Levels(easy=TARGET, medium=TARGET, hard=TARGET, critical=TARGET))


def at(path: str) -> Any:
    value: Any = CONFIG
    for name in path.split("."):
        value = getattr(value, name)
    return value


@pytest.mark.parametrize(
    ("path", "default"),
    [
        ("openrouter.base_url", "https://openrouter.ai/api/v1"),
        ("openrouter.api_key_env", "OPENROUTER_API_KEY"),
        ("openrouter.api_key_file", "/dispatch.env"),
        ("openrouter.validate_models_on_start", False),
        ("openrouter.site_title", "Dispatch"),
        ("server.listen", ":18087"),
        ("server.max_body_size", 26214400),
        ("server.read_timeout_seconds", 30),
        ("server.write_timeout_seconds", 0),
        ("server.cors_origins", ()),
        ("server.allowed_hosts", ()),
        ("thresholds.easy_max", 20),
        ("thresholds.medium_max", 45),
        ("thresholds.hard_max", 70),
        ("thresholds.risk_hard_floor", 35),
        ("thresholds.risk_critical_override", 50),
        ("thresholds.agent_pressure_critical_override", 50),
        ("scoring.complexity_cap", 40),
        ("scoring.risk_cap", 60),
        ("scoring.agent_pressure_cap", 30),
        ("scoring.downgrade_cap", 30),
        ("scoring.weights.complexity", 1.0),
        ("scoring.weights.risk", 1.0),
        ("scoring.weights.agent_pressure", 0.8),
        ("scoring.weights.downgrade", -1.0),
        ("classifier.fallback_level", "hard"),
        ("debug.log_level", "info"),
        ("debug.log_prompts", False),
        ("debug.log_metadata", True),
        ("debug.log_decisions", True),
        ("debug.trace_requests", False),
        ("debug.set_response_headers", True),
        ("debug.request_index_enabled", True),
        ("debug.request_index_size", 500),
        ("debug.feedback_enabled", False),
        ("config_reload.enabled", True),
        ("config_reload.poll_interval_seconds", 3),
        ("config_reload.fail_requests_when_degraded", True),
    ],
)
def test_a_key_that_is_left_out_has_its_promised_default(path: str, default: object) -> None:
    assert at(path) == default


def test_a_config_can_not_be_changed() -> None:
    with pytest.raises(AttributeError):
        CONFIG.server.listen = ":1"  # type: ignore[misc]


def test_a_provider_encodes_only_the_fields_that_were_set() -> None:
    provider = Provider(order=(), only=("a",), allow_fallbacks=False, data_collection="deny")
    assert msgspec.json.encode(provider) == b'{"only":["a"],"allow_fallbacks":false,"data_collection":"deny"}'
    assert msgspec.json.encode(Provider()) == b"{}"


@pytest.mark.parametrize(
    "field",
    ["order", "only", "ignore", "allow_fallbacks", "require_parameters", "data_collection", "zdr",
     "enforce_distillable_text", "quantizations", "sort", "preferred_min_throughput", "preferred_max_latency", "max_price"],
)  # fmt: skip
def test_every_provider_field_of_openrouter_can_be_set(field: str) -> None:
    assert field in Provider.__struct_fields__
