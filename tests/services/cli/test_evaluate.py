"""`dispatch eval`: labelled requests to measures; the arithmetic by hand."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.evaluate import (
    Judged,
    by_category,
    confusion,
    describe,
    judge,
    measures,
    model_of,
    run,
)
from services.cli.labelled import Labelled
from services.cli.pairs import PAIRS
from services.cli.route import engine_of, request_of
from shared.level import LEVELS, Level
from tests.services.cli.test_labelled import line

EASY, MEDIUM, HARD, CRITICAL = LEVELS


def labelled(*levels: Level, category: str = "c", said: str = "hello", continuation: bool = False) -> Labelled:
    request = {"messages": [{"role": "user", "content": said}]}
    return Labelled("id", category, levels, request, continuation)


def judged(level: Level, *levels: Level, category: str = "c", continuation: bool = False) -> Judged:
    return Judged(labelled(*levels, category=category, continuation=continuation), level, ())


@pytest.mark.parametrize(
    ("item", "right", "right_model", "loss"),
    [
        (judged(HARD, HARD), True, True, 0.0),
        (judged(EASY, MEDIUM), False, True, 0.5),
        (judged(MEDIUM, EASY), False, True, 0.25),
        (judged(CRITICAL, HARD), False, False, 1.0),
        (judged(MEDIUM, HARD), False, False, 2.0),
        (judged(HARD, CRITICAL), False, False, 4.0),
        (judged(HARD, CRITICAL, HARD), True, True, 0.0),
        (judged(EASY, HARD, MEDIUM), False, True, 0.5),
    ],
    ids=[
        "the label itself costs nothing",
        "easy for medium is the same model and too low counts double",
        "medium for easy is the same model and costs its distance",
        "too high costs its distance",
        "too low costs double",
        "too low for a critical one costs fourfold",
        "a second label is as right as the first",
        "the distance is to the nearest label",
    ],
)
def test_a_judgement_is_measured_by_model_and_by_cost(
    item: Judged, right: bool, right_model: bool, loss: float
) -> None:
    assert (item.right, item.right_model, item.loss) == (right, right_model, loss)


def test_too_low_and_too_high_are_about_the_model() -> None:
    assert judged(EASY, HARD).too_low
    assert judged(CRITICAL, HARD).too_high
    for item in (judged(EASY, MEDIUM), judged(MEDIUM, EASY), judged(HARD, HARD)):
        assert not item.too_low
        assert not item.too_high


def test_easy_and_medium_are_one_model() -> None:
    assert [model_of(level) for level in LEVELS] == [EASY, EASY, HARD, CRITICAL]


def test_measures_of_a_small_set_are_those_worked_out_by_hand() -> None:
    found = measures(
        [
            judged(EASY, EASY),
            judged(HARD, EASY, category="contamination"),
            judged(HARD, HARD, continuation=True),
            judged(MEDIUM, HARD, continuation=True),
            judged(CRITICAL, CRITICAL),
            judged(CRITICAL, HARD),
        ]
    )
    assert found["requests"] == 6
    assert found["accuracy"] == found["model_accuracy"] == 0.5
    assert found["loss"] == round((1.25 + 2.0 + 1.0) / 6, 4)
    assert (found["critical_recall"], found["critical_precision"]) == (1.0, 0.5)
    assert found["hard_recall"] == 0.6667
    assert found["cheap_kept"] == 0.5
    assert found["continuation_lost"] == 0.5
    assert found["contamination"] == 1.0
    assert found["cost_vs_oracle"] == round((1 + 4 + 4 + 1 + 10 + 10) / (1 + 1 + 4 + 4 + 10 + 4), 3)


def test_a_share_of_nothing_is_not_a_fault() -> None:
    found = measures([])
    assert (found["requests"], found["accuracy"], found["loss"], found["cost_vs_oracle"]) == (0, 1.0, 0.0, 1.0)
    assert (found["continuation_lost"], found["contamination"]) == (0.0, 0.0)


def test_categories_are_measured_apart_and_in_order() -> None:
    found = by_category([judged(EASY, EASY, category="b"), judged(EASY, HARD, category="a")])
    assert list(found) == ["a", "b"]
    assert found["a"] == {"requests": 1, "accuracy": 0.0, "model_accuracy": 0.0, "loss": 2.5}
    assert found["b"]["accuracy"] == 1.0


def test_the_confusion_counts_every_request_once() -> None:
    table = confusion([judged(EASY, HARD, MEDIUM), judged(EASY, HARD), judged(CRITICAL, CRITICAL)])
    assert table[HARD] == {EASY: 2, MEDIUM: 0, HARD: 0, CRITICAL: 0}
    assert table[CRITICAL][CRITICAL] == 1
    assert sum(sum(row.values()) for row in table.values()) == 3


def test_a_judgement_is_the_engine_s_own() -> None:
    engine, _ = engine_of(None)
    record = labelled(EASY, said="Thanks!")
    (item,) = judge(engine, [record])
    decision = engine.classify(request_of(record.request)).decision
    assert (item.level, item.reasons) == (decision.level, decision.reasons)


def test_the_report_names_what_was_missed_and_shows_text_only_when_asked() -> None:
    items = [Judged(labelled(HARD, said="a  long\nstory"), EASY, ("courtesy=>easy",)), judged(EASY, EASY)]
    brief = "\n".join(describe(items, {"wrapper": (4, ["id"])}, show=False))
    assert "missed 1" in brief
    assert "courtesy=>easy" in brief
    assert "25.0% of 4" in brief
    assert "a long story" not in brief
    assert "a long story" in "\n".join(describe(items, {}, show=True))


def evaluate(*files: Path, **flags: Any) -> int:
    options = {"config": None, "show": False, "json": False, "no_pairs": False, **flags}
    return run(argparse.Namespace(files=list(files), **options))


def test_a_file_without_a_request_is_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("\n")
    assert evaluate(file) == 1
    said = capsys.readouterr()
    assert (said.out, "no labelled request" in said.err) == ("", True)


def test_measures_come_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(line(request={"messages": [{"role": "user", "content": "Hello there"}]}) + "\n")
    assert evaluate(file, file, json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["requests"], found["accuracy"]) == (2, 1.0)
    assert found["categories"]["c"]["requests"] == 2
    assert set(found["pairs"]) == {name for name, _ in PAIRS}


def test_pairs_can_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(line() + "\n")
    assert evaluate(file, no_pairs=True) == 0
    assert "pairs that must not change" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"), [(None, "No such file"), ("{}\n", "line 1")], ids=["no such file", "a bad record"]
)
def test_what_can_not_be_read_is_one_line_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    file = tmp_path / "set.jsonl"
    if text is not None:
        file.write_text(text)
    assert evaluate(file) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("dispatch: ")
    assert said in error
    assert error.count("\n") == 1


def test_a_bad_config_is_one_line_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, config = tmp_path / "set.jsonl", tmp_path / "router.yaml"
    file.write_text(line() + "\n")
    config.write_text("levels: {}\n")
    assert evaluate(file, config=config) == 1
    assert "levels" in capsys.readouterr().err
