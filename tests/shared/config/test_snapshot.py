"""A snapshot: every level resolved, ready to be put into a body."""

import dataclasses
import json

import pytest

from shared.config.load import Source, load
from shared.level import LEVELS, Level

TEXT = """
model_profiles:
  small:
    id: 'vendor/small "quoted" ü'
    provider: {order: [], only: [a, b], allow_fallbacks: false, data_collection: deny, max_price: {prompt: 1.5}}
levels:
  easy: {use: small}
  medium: {model: vendor/medium}
  hard: {model: vendor/hard, provider: {zdr: true}}
  critical: {use: small}
"""


def test_a_level_that_uses_a_profile_gets_its_model_and_provider() -> None:
    target = load(Source(TEXT.encode())).target(Level.EASY)
    assert (target.model, target.profile) == ('vendor/small "quoted" ü', "small")
    assert json.loads(target.model_json) == target.model
    assert {name: json.loads(value) for name, value in target.provider.items()} == {
        "only": ["a", "b"],
        "allow_fallbacks": False,
        "data_collection": "deny",
        "max_price": {"prompt": 1.5},
    }


def test_a_level_with_a_model_of_its_own_has_no_profile_and_its_own_provider() -> None:
    snapshot = load(Source(TEXT.encode()))
    assert snapshot.target(Level.MEDIUM).provider == {}
    assert (snapshot.target(Level.HARD).profile, snapshot.target(Level.HARD).provider) == ("", {"zdr": b"true"})


def test_every_level_has_a_target() -> None:
    snapshot = load(Source(TEXT.encode()))
    assert set(snapshot.targets) == set(LEVELS)


def test_a_snapshot_can_not_be_changed_and_shows_its_digest_and_models() -> None:
    snapshot = load(Source(TEXT.encode()))
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.digest = "other"  # type: ignore[misc]
    assert repr(snapshot).startswith(f"Snapshot({snapshot.digest[:8]}, easy=vendor/small")


@pytest.mark.parametrize(
    ("matcher", "wanted"),
    [("match_tools: [bash]", True), ("match_tools: true", False), ("regex: bash", False)],
    ids=["names are asked for", "any tool will do", "text alone is asked for"],
)
def test_tool_names_are_wanted_only_by_patterns_that_name_tools(matcher: str, wanted: bool) -> None:
    pattern = f"patterns: [{{id: a, dimension: risk, weight: 1, {matcher}}}]\n"
    assert load(Source((TEXT + pattern).encode())).wants_tool_names is wanted
