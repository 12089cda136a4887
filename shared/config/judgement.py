"""The sections of router.yaml that the classifier judges by: thresholds, scoring, patterns, rules, intelligence."""

from typing import Annotated, Final, Literal

import msgspec

from shared.config.layers import (
    PROFILES,
    Concept,
    ExemplarSettings,
    OperationObject,
    RoutingProfile,
    Section,
    Similarity,
    Uncertainty,
)
from shared.level import Level

Dimension = Literal["complexity", "risk", "agent_pressure", "downgrade"]
Points = Annotated[float, msgspec.Meta(ge=0)]


class Thresholds(Section, frozen=True, kw_only=True):
    """Highest total of a level; above `hard_max` is critical. The last three force a level by one dimension.

    The keys are those of the original, so that its configs mean what they meant.
    """

    easy: float = 0.0
    """Where the scale begins; it decides nothing."""
    easy_max: float = 20.0
    medium_max: float = 45.0
    hard_max: float = 70.0
    risk_hard_floor: float = 35.0
    risk_critical_override: float = 50.0
    agent_pressure_critical_override: float = 50.0


class Weights(Section, frozen=True, kw_only=True):
    """What a point of a dimension adds to the total."""

    complexity: float = 1.0
    risk: float = 1.0
    agent_pressure: float = 0.8
    downgrade: float = -1.0


class Scoring(Section, frozen=True, kw_only=True):
    """How points become a total."""

    complexity_cap: Points = 40.0
    """Most points a dimension can have, here and below."""
    risk_cap: Points = 60.0
    agent_pressure_cap: Points = 30.0
    downgrade_cap: Points = 30.0
    weights: Weights = Weights()


class Pattern(Section, frozen=True, kw_only=True):
    """One configured rule: exactly one matcher, a dimension, a weight."""

    id: str
    dimension: Dimension
    weight: float
    reason: str = ""
    regex: str | None = None
    """RE2 syntax, case-insensitive, tried on each message of the frame by itself."""
    tried_on: Literal["all", "words"] = "all"
    """`words`: what the user says, not what is pasted or printed."""
    match_tools: bool | tuple[str, ...] | None = None
    """True: the request brings tools. Names: it brings one of these."""
    match_response_format: bool | str | tuple[str, ...] | None = None
    """True: any response format. Names: one of these (json_object, json_schema, json_schema_strict)."""
    requires: tuple[str, ...] = ()
    """Fires only when all of these patterns fired."""
    requires_not: tuple[str, ...] = ()
    """Fires only when none of these patterns fired."""
    per_match: bool = False
    """Count every match, up to `cap` points."""
    cap: Points | None = None


RULE_IDS: Final = (
    # the request is none of the user's work
    "side_request",
    "courtesy",
    # critical gates
    "concrete_secret_leak",
    "destructive_data_operation",
    "concrete_access_violation",
    "concrete_transaction_impact",
    "concrete_outage_evidence",
    "irreversible_action",
    # floors
    "concrete_failure_evidence",
    "hard_outcome",
    "repeated_failure",
    "hard_defect_class",
    "measured_performance",
    "multi_file_scope",
    "architecture_reasoning_complexity",
    "strict_schema_with_tools",
    "single_live_risk",
    "compile_error_alone",
    "single_failure",
    "ordinary_work",
    # what lowers a floor
    "read_only_lowers",
    "toy_lowers",
    # what rounds up
    "low_confidence_raises",
    # what leaves sentences out that tell nothing, doubts events that are only told of, and mends slips of typing
    "asides",
    "told_events",
    "slips",
    # what was learned from labelled requests
    "learned_levels",
    "learned_turns",
)
"""Every built-in rule that `rules.disabled` can switch off; docs/routing.md says what each does."""


def unknown_rules(rules: "Rules") -> tuple[str, ...]:
    """The ids under `rules.disabled` that name no rule."""
    return tuple(name for name in rules.disabled if name not in RULE_IDS)


class Rules(Section, frozen=True, kw_only=True):
    """The built-in rules."""

    disabled: tuple[str, ...] = ()
    """Ids of built-in gates, floors and detectors that are switched off."""


class Escalation(Section, frozen=True, kw_only=True):
    """How many failures of one task lift its level."""

    hard_after_repeated_failures: Annotated[int, msgspec.Meta(ge=1)] = 2
    critical_after_repeated_failures: Annotated[int, msgspec.Meta(ge=1)] = 3
    decay_per_success: Annotated[int, msgspec.Meta(ge=0)] = 1


class Session(Section, frozen=True, kw_only=True):
    """What is remembered of a task between requests."""

    enabled: bool = True
    ttl_minutes: Annotated[float, msgspec.Meta(gt=0)] = 60.0
    max_entries: Annotated[int, msgspec.Meta(ge=1)] = 10_000
    headers: tuple[str, ...] = ("X-Dispatch-Session-Id", "X-Session-Id", "X-Session-Affinity")
    """The first of these that a request carries is its session id."""
    escalation: Escalation = Escalation()


class RoutingProfiles(Section, frozen=True, kw_only=True):
    """Named profiles, and who may choose one."""

    default: str = "balanced"
    allow_header_override: bool = False
    header: str = "X-Dispatch-Profile"
    profiles: dict[str, RoutingProfile] = msgspec.field(default_factory=lambda: dict(PROFILES))


class Length(Section, frozen=True, kw_only=True):
    """What size may do."""

    max_level_without_evidence: Level = Level.MEDIUM
    """Without a floor that rests on evidence, a gate or a session, nothing goes above this."""


class Intelligence(Section, frozen=True, kw_only=True):
    """Layers above gates and floors."""

    enabled: bool = True
    length: Length = Length()
    concepts: tuple[Concept, ...] = ()
    operation_object: OperationObject = OperationObject()
    exemplars: ExemplarSettings = ExemplarSettings()
    similarity: Similarity = Similarity()
    uncertainty: Uncertainty = Uncertainty()
    session: Session = Session()
    routing_profiles: RoutingProfiles = RoutingProfiles()
