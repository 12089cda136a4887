"""Header, then alias, then the classifier."""

import pytest

from services.gateway.core.override import ALIASES, alias_level, forced_decision
from shared.level import LEVELS, Level


@pytest.mark.parametrize(
    ("header", "model", "level", "by"),
    [
        pytest.param("easy", "dispatch/critical", Level.EASY, "header:X-Dispatch-Level", id="the header comes first"),
        pytest.param(" HARD ", "", Level.HARD, "header:X-Dispatch-Level", id="case and blanks of the header are forgiven"),
        pytest.param("urgent", "dispatch/medium", Level.MEDIUM, "model-alias:dispatch/medium", id="an unknown header is ignored"),
        pytest.param("auto", "dispatch/medium", Level.MEDIUM, "model-alias:dispatch/medium", id="auto in the header is no level"),
        pytest.param("", "dispatch/critical", Level.CRITICAL, "model-alias:dispatch/critical", id="an alias alone"),
        pytest.param("", " Dispatch/HARD\t", Level.HARD, "model-alias:dispatch/hard", id="case and blanks of the alias are forgiven"),
        pytest.param("", "dispatch/dispatch/ dispatch/easy", Level.EASY, "model-alias:dispatch/easy", id="repeated prefixes are stripped"),
    ],
)  # fmt: skip
def test_a_forced_decision_says_who_forced_it(header: str, model: str, level: Level, by: str) -> None:
    decision = forced_decision(header, model)
    assert decision is not None
    assert (decision.level, decision.forced_by) == (level, by)
    assert decision.reasons == (f"forced:{by}=>{level}",)
    assert not decision.fallback


@pytest.mark.parametrize(
    "model",
    ["", "dispatch/auto", "dispatch", "dispatch/", "dispatch//hard", "hard", "openai/hard", "dispatch/hard/x", "xdispatch/hard", "dispatch/hardest", "openai/dispatch/hard"],
)  # fmt: skip
def test_any_other_model_is_left_to_the_classifier(model: str) -> None:
    assert forced_decision("", model) is None


def test_the_listed_models_are_auto_and_one_for_each_level() -> None:
    assert ALIASES == ("dispatch/auto", "dispatch/easy", "dispatch/medium", "dispatch/hard", "dispatch/critical")
    assert [alias_level(alias) for alias in ALIASES] == [None, *LEVELS]


def test_a_model_of_megabytes_of_prefixes_is_read_in_one_pass() -> None:
    """Stripping one prefix after the other copies the rest each time: an hour for a body of 25 MB."""
    assert alias_level("dispatch/" * 300_000 + "hard") is Level.HARD
