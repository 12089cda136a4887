"""Labelled requests are read line by line, and what is none is refused by file and line."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.labelled import load_labelled
from shared.level import LEVELS

EASY, MEDIUM, HARD, CRITICAL = LEVELS


def line(**fields: Any) -> str:
    record = {"id": "a", "category": "c", "levels": ["easy"], "request": {"messages": []}, **fields}
    return json.dumps({key: value for key, value in record.items() if value is not None})


def test_a_file_is_read_line_by_line_and_blank_lines_are_no_records(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(f"{line()}\n\n{line(id=7, levels=['hard', 'medium'], continuation=True, category=None)}\n")
    first, second = load_labelled(file)
    assert (first.id, first.primary, first.continuation) == ("a", EASY, False)
    assert (second.id, second.levels, second.continuation, second.category) == ("7", (HARD, MEDIUM), True, "")


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "null",
        '"text"',
        line(levels=["difficult"]),
        line(levels=[]),
        line(levels=None),
        line(id=None),
        line(request=None),
        line(request={}),
        line(request={"messages": "hello"}),
        line(request=[]),
    ],
    ids=[
        "broken JSON",
        "a list",
        "null",
        "a string",
        "an unknown level",
        "no level",
        "levels left out",
        "no id",
        "no request",
        "no messages",
        "messages that are no list",
        "a request that is no object",
    ],
)
def test_a_bad_record_is_refused_by_file_and_line(tmp_path: Path, bad: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(f"{line()}\n{bad}\n")
    with pytest.raises(ValueError, match=r"set\.jsonl, line 2: not a labelled request"):
        load_labelled(file)
