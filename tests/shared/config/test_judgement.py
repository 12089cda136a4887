"""The sections that the classifier judges by: their defaults are the contract's, their values are frozen."""

import msgspec
import pytest

from services.classifier.core.floors import FLOORS
from services.classifier.core.gates import CRITICAL_GATES
from shared.config.judgement import (
    RULE_IDS,
    Escalation,
    Intelligence,
    Pattern,
    Rules,
    Scoring,
    Section,
    Session,
    Thresholds,
    Weights,
    unknown_rules,
)
from shared.level import Level


def test_thresholds_caps_and_weights_are_those_of_the_contract() -> None:
    assert msgspec.structs.astuple(Thresholds()) == (0, 20, 45, 70, 35, 50, 50)
    assert msgspec.structs.astuple(Scoring())[:4] == (40, 60, 30, 30)
    assert msgspec.structs.astuple(Weights()) == (1.0, 1.0, 0.8, -1.0)


def test_sessions_are_on_for_an_hour_and_lift_at_two_and_three_failures() -> None:
    session = Session()
    assert (session.enabled, session.ttl_minutes, session.max_entries) == (True, 60, 10_000)
    assert session.headers[:3] == ("X-Dispatch-Session-Id", "X-Session-Id", "X-Session-Affinity")
    assert msgspec.structs.astuple(session.escalation) == (2, 3, 1)


def test_nothing_without_evidence_goes_above_medium_by_default() -> None:
    intelligence = Intelligence()
    assert intelligence.length.max_level_without_evidence is Level.MEDIUM
    assert set(intelligence.routing_profiles.profiles) == {"cheap", "balanced", "quality"}
    assert (intelligence.routing_profiles.default, intelligence.routing_profiles.allow_header_override) == (
        "balanced",
        False,
    )


@pytest.mark.parametrize("section", [Thresholds(), Scoring(), Session(), Intelligence(), Rules()], ids=repr)
def test_a_section_can_not_be_changed(section: Section) -> None:
    name = section.__struct_fields__[0]
    with pytest.raises(AttributeError):
        setattr(section, name, None)


REFUSED: list[tuple[type[Section], dict[str, object]]] = [
    (Scoring, {"risk_cap": -1}),
    (Escalation, {"hard_after_repeated_failures": 0}),
    (Escalation, {"decay_per_success": -1}),
    (Session, {"ttl_minutes": 0}),
    (Session, {"max_entries": 0}),
    (Pattern, {"id": "a", "dimension": "danger", "weight": 1}),
    (Pattern, {"id": "a", "dimension": "risk"}),
    (Pattern, {"id": "a", "dimension": "risk", "weight": 1, "cap": -2}),
    (Intelligence, {"length": {"max_level_without_evidence": "brutal"}}),
]


@pytest.mark.parametrize(("section", "value"), REFUSED, ids=[f"{s.__name__} {v}" for s, v in REFUSED])
def test_a_value_out_of_its_range_is_refused(section: type[Section], value: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, section)


@pytest.mark.parametrize(
    ("given", "found"),
    [(True, True), (["bash", "edit"], ("bash", "edit"))],
    ids=["any tool", "one of these tools"],
)
def test_a_pattern_asks_for_any_tool_or_for_names(given: object, found: object) -> None:
    value = {"id": "a", "dimension": "complexity", "weight": 3, "match_tools": given}
    assert msgspec.convert(value, Pattern).match_tools == found


def test_every_gate_and_floor_has_its_id_among_the_rules_and_no_id_comes_twice() -> None:
    assert len(set(RULE_IDS)) == len(RULE_IDS)
    assert {gate.id for gate in CRITICAL_GATES} | {floor.id for floor in FLOORS} <= set(RULE_IDS)


def test_an_id_that_names_no_rule_is_found_and_the_order_is_kept() -> None:
    assert unknown_rules(Rules(disabled=("ordinary_work", "nonsense", "Courtesy"))) == ("nonsense", "Courtesy")
    assert unknown_rules(Rules(disabled=RULE_IDS)) == ()
