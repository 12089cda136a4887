"""Routing profiles: what they take off, what they lift, and what they can't touch."""

import pytest

from services.classifier.core.policy import Verdict
from services.classifier.core.profiles import lean, unsure_below
from shared.config.layers import PROFILES, RoutingProfile, Uncertainty
from shared.level import LEVELS, Level

EASY, MEDIUM, HARD, CRITICAL = LEVELS

CASES = [
    ("nothing set changes nothing", RoutingProfile(), HARD, EASY, HARD),
    ("one level off", RoutingProfile(floor_reduction=1), MEDIUM, EASY, EASY),
    ("two levels off", RoutingProfile(floor_reduction=2), HARD, EASY, EASY),
    ("easy stays easy", RoutingProfile(floor_reduction=3), EASY, EASY, EASY),
    ("what evidence holds stays", RoutingProfile(floor_reduction=2), HARD, HARD, HARD),
    ("down to what evidence holds", RoutingProfile(floor_reduction=3), HARD, MEDIUM, MEDIUM),
    ("what a gate holds stays", RoutingProfile(floor_reduction=3), CRITICAL, CRITICAL, CRITICAL),
    ("critical stays without a gate too", RoutingProfile(floor_reduction=3), CRITICAL, EASY, CRITICAL),
    ("a least level lifts", RoutingProfile(force_min_level="hard"), EASY, EASY, HARD),
    ("a least level lowers nothing", RoutingProfile(force_min_level="medium"), CRITICAL, EASY, CRITICAL),
    ("both: first down, then up", RoutingProfile(floor_reduction=2, force_min_level="medium"), HARD, EASY, MEDIUM),
]


@pytest.mark.parametrize(("profile", "level", "held", "after"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_profile_leans(profile: RoutingProfile, level: Level, held: Level, after: Level) -> None:
    verdict = Verdict(level, held=held)
    lean(verdict, profile, "mine")
    assert verdict.level is after
    assert verdict.reasons == ([] if after is level else [f"profile:mine=>{after}"])


def test_the_profiles_of_an_empty_config_lean_where_their_names_say() -> None:
    after = {}
    for name, profile in PROFILES.items():
        verdict = Verdict(MEDIUM)
        lean(verdict, profile, name)
        easy = Verdict(EASY)
        lean(easy, profile, name)
        after[name] = (easy.level, verdict.level)
    assert after == {"cheap": (EASY, EASY), "balanced": (EASY, MEDIUM), "quality": (MEDIUM, MEDIUM)}


def test_unsure_is_what_the_profile_says_else_the_config_and_nothing_when_switched_off() -> None:
    assert unsure_below(RoutingProfile(), Uncertainty(min_confidence=0.4)) == 0.4
    assert unsure_below(RoutingProfile(min_confidence=0.0), Uncertainty()) == 0.0
    assert unsure_below(RoutingProfile(min_confidence=0.9), Uncertainty(safer_fallback=False)) == 0.0
