"""Configured patterns to points, points to a level: weights, caps, requirements, thresholds."""

from typing import Any

import pytest

from services.classifier.core.scoring import Hits, PatternTable, Scored, level_of
from shared.config.judgement import Pattern, Scoring, Thresholds, Weights
from shared.level import Level
from shared.protocol import Scores


def pattern(name: str, weight: float = 10, **fields: Any) -> Pattern:
    return Pattern(id=name, weight=weight, dimension=fields.pop("dimension", "complexity"), **fields)


def score(patterns: list[Pattern], *texts: str, scoring: Scoring | None = None, **shape: Any) -> Scored:
    table = PatternTable(tuple(patterns), scoring or Scoring())
    hits: list[Hits] = [table.hits(text.encode()) for text in texts]
    return table.score(hits, **{"tools": (), "has_tools": False, "response_format": "", **shape})


def fired(*arguments: Any, **shape: Any) -> list[str]:
    return [item.id for item in score(*arguments, **shape).fired]


ZEBRA = pattern("zebra", regex="zebra")
LION = pattern("lion", regex=r"lions?\b")


@pytest.mark.parametrize(
    ("texts", "ids"),
    [
        (("a Zebra",), ["zebra"]),
        (("a zebra", "a lion"), ["zebra", "lion"]),
        (("a lion", "a zebra"), ["zebra", "lion"]),
        (("a ze", "bra"), []),
        (("",), []),
        ((), []),
    ],
    ids=[
        "case does not matter",
        "each message by itself",
        "the order is the file's",
        "nothing matches across two messages",
        "an empty text",
        "no text",
    ],
)
def test_a_regex_fires_on_each_message_by_itself(texts: tuple[str, ...], ids: list[str]) -> None:
    assert fired([ZEBRA, LION], *texts) == ids


def test_a_pattern_adds_its_weight_once_however_often_it_occurs() -> None:
    assert score([ZEBRA], "zebra zebra", "zebra").scores.complexity == 10


def test_a_pattern_per_match_adds_each_up_to_its_cap() -> None:
    each = pattern("zebra", weight=3, regex="zebra", per_match=True, cap=8)
    assert score([each], "zebra").scores.complexity == 3
    assert score([each], "zebra", "zebra").scores.complexity == 6
    assert score([each], "zebra " * 50).scores.complexity == 8


def test_counting_matches_is_bounded() -> None:
    table = PatternTable((pattern("a", regex="a", per_match=True),), Scoring())
    assert table.hits(b"a" * 100_000) == ((0, 1000),)


def test_an_empty_match_counts_and_ends() -> None:
    table = PatternTable((pattern("a", regex="x*", per_match=True),), Scoring())
    ((_, number),) = table.hits(b"abc")
    assert 1 <= number <= 4


REQUIRES = [
    pattern("both", requires=("zebra", "lion")),
    pattern("alone", regex="zebra", requires_not=("lion",)),
    pattern("chain", requires=("both",)),
    ZEBRA,
    LION,
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("zebra", ["alone", "zebra"]),
        ("lion", ["lion"]),
        ("zebra and lion", ["both", "chain", "zebra", "lion"]),
        ("nothing", []),
    ],
    ids=["one of two", "the other", "both and what hangs on both", "none"],
)
def test_requirements_are_settled_whatever_their_order(text: str, ids: list[str]) -> None:
    assert fired(REQUIRES, text) == ids


def test_patterns_that_exclude_each_other_come_to_an_end() -> None:
    pair = [pattern("a", regex="x", requires_not=("b",)), pattern("b", regex="x", requires_not=("a",))]
    assert fired(pair, "x") == fired(pair, "x")


def test_a_pattern_that_asks_only_for_what_must_not_fire_never_does() -> None:
    assert fired([pattern("never", requires_not=("zebra",)), ZEBRA], "lion") == []


@pytest.mark.parametrize(
    ("wanted", "tools", "has_tools", "fires"),
    [
        (True, (), True, True),
        (True, (), False, False),
        (False, (), False, True),
        (("bash", "edit"), ("read", "edit"), True, True),
        (("bash",), ("read",), True, False),
    ],
    ids=["any tool", "no tool", "none wanted and none there", "one of the names", "none of the names"],
)
def test_tools_are_matched(wanted: Any, tools: tuple[str, ...], has_tools: bool, fires: bool) -> None:
    found = fired([pattern("t", match_tools=wanted)], tools=tools, has_tools=has_tools)
    assert bool(found) is fires


@pytest.mark.parametrize(
    ("wanted", "given", "fires"),
    [
        (True, "json_object", True),
        (True, "text", False),
        (True, "", False),
        (False, "", True),
        ("json_schema_strict", "json_schema_strict", True),
        ("json_schema_strict", "json_schema", False),
        (("json_object", "json_schema"), "json_schema", True),
    ],
    ids=["any", "text is none", "none", "none wanted", "by name", "another name", "one of several"],
)
def test_the_response_format_is_matched(wanted: Any, given: str, fires: bool) -> None:
    assert bool(fired([pattern("f", match_response_format=wanted)], response_format=given)) is fires


def test_each_dimension_is_capped_and_weighed() -> None:
    patterns = [
        pattern("c", 100, regex="x"),
        pattern("r", 100, regex="x", dimension="risk"),
        pattern("a", 100, regex="x", dimension="agent_pressure"),
        pattern("d", 100, regex="x", dimension="downgrade"),
    ]
    assert score(patterns, "x").scores == Scores(40, 60, 30, 30, 40 + 60 + 24 - 30)
    scoring = Scoring(complexity_cap=7, risk_cap=0, weights=Weights(complexity=2, agent_pressure=0, downgrade=0))
    assert score(patterns, "x", scoring=scoring).scores.total == 14


def test_points_below_zero_are_none() -> None:
    found = score([pattern("c", -5, regex="x"), pattern("d", 8, regex="x", dimension="downgrade")], "x").scores
    assert (found.complexity, found.total) == (0, 0)


LEVELS = [
    (Scores(total=0), Level.EASY, ""),
    (Scores(total=20), Level.EASY, ""),
    (Scores(total=20.1), Level.MEDIUM, ""),
    (Scores(total=45), Level.MEDIUM, ""),
    (Scores(total=70), Level.HARD, ""),
    (Scores(total=70.1), Level.CRITICAL, ""),
    (Scores(risk=34.9), Level.EASY, ""),
    (Scores(risk=35), Level.HARD, "risk_hard_floor"),
    (Scores(risk=50), Level.CRITICAL, "risk_critical_override"),
    (Scores(risk=36, total=80), Level.CRITICAL, ""),
    (Scores(agent_pressure=50), Level.CRITICAL, "agent_pressure_critical_override"),
]


@pytest.mark.parametrize(("scores", "level", "forced"), LEVELS, ids=[f"{s} is {level}" for s, level, _ in LEVELS])
def test_points_ask_for_a_level(scores: Scores, level: Level, forced: str) -> None:
    assert level_of(scores, Thresholds()) == (level, forced)


def test_the_table_shows_its_size() -> None:
    assert repr(PatternTable((ZEBRA, LION), Scoring())) == "PatternTable(2 patterns)"


def test_a_pattern_for_words_is_not_tried_on_what_is_shown() -> None:
    table = PatternTable((pattern("zebra", regex="zebra", tried_on="words"), LION), Scoring())
    assert table.hits(b"a zebra and a lion") == ((0, 1), (1, 1))
    assert table.hits(b"a zebra and a lion", shown=True) == ((1, 1),)


def test_tables_of_the_same_patterns_share_what_texts_have_built() -> None:
    first, second, other = (PatternTable(patterns, Scoring()) for patterns in ((ZEBRA,), (ZEBRA,), (LION,)))
    assert first._set is second._set
    assert first._set is not other._set
