"""Routing profiles: a leaning towards cost or quality, within what gates and evidence floors hold."""

from services.classifier.core.policy import Verdict
from shared.config.layers import RoutingProfile, Uncertainty
from shared.level import Level


def lean(verdict: Verdict, profile: RoutingProfile, name: str) -> None:
    """Take off what does not rest on evidence, then lift to the least level of the profile.

    Critical stays: without a gate it is a likely guess, and a missed one costs more than all that a profile saves.
    """
    level = verdict.level
    for _ in range(profile.floor_reduction if level is not Level.CRITICAL else 0):
        level = level.lowered()
    level = level.at_least(verdict.held.at_most(verdict.level))
    if profile.force_min_level:
        level = level.at_least(Level(profile.force_min_level))
    if level is not verdict.level:
        verdict.level = level
        verdict.reasons.append(f"profile:{name}=>{level}")


def unsure_below(profile: RoutingProfile, uncertainty: Uncertainty) -> float:
    """The confidence below which a decision is rounded up; 0 rounds none."""
    if not uncertainty.safer_fallback:
        return 0.0
    return uncertainty.min_confidence if profile.min_confidence is None else profile.min_confidence
