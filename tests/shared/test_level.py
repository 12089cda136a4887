"""The order of the four levels."""

import pytest

from shared.level import LEVELS, Level, parse_level


def test_the_order_is_easy_medium_hard_critical() -> None:
    assert [level.value for level in LEVELS] == ["easy", "medium", "hard", "critical"]
    assert [level.rank for level in LEVELS] == [0, 1, 2, 3]


@pytest.mark.parametrize("one", LEVELS)
@pytest.mark.parametrize("other", LEVELS)
def test_at_least_is_the_higher_and_at_most_the_lower_of_two(one: Level, other: Level) -> None:
    assert one.at_least(other).rank == max(one.rank, other.rank)
    assert one.at_most(other).rank == min(one.rank, other.rank)


def test_lowering_and_raising_stop_at_the_ends() -> None:
    assert [level.lowered() for level in LEVELS] == [Level.EASY, Level.EASY, Level.MEDIUM, Level.HARD]
    assert [level.raised() for level in LEVELS] == [Level.MEDIUM, Level.HARD, Level.CRITICAL, Level.CRITICAL]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("hard", Level.HARD, id="a level names itself"),
        pytest.param(" \tHaRd\n", Level.HARD, id="case and surrounding blanks are forgiven"),
        pytest.param("", None, id="nothing names nothing"),
        pytest.param("har d", None, id="blanks inside are not forgiven"),
        pytest.param("hardest", None, id="a longer word is another word"),
        pytest.param("auto", None, id="auto is no level"),
        pytest.param("\u212aard", None, id="a letter that only looks alike is another letter"),
    ],
)
def test_a_text_names_a_level_or_none(text: str, level: Level | None) -> None:
    assert parse_level(text) == level
