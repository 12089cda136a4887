"""`docs/contract.md` names, for every clause, where it lives and which test proves it: each of them must be there."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "contract.md"


class Row(NamedTuple):
    """One clause."""

    line: int
    clause: str
    places: tuple[str, ...]
    tests: tuple[str, ...]


def rows() -> list[Row]:
    """Every row of every table of the document."""
    found = []
    for number, line in enumerate(TABLE.read_text().splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and not line.startswith(("|---", "| clause")):
            assert len(cells) == 3, f"line {number} has {len(cells)} cells"
            found.append(Row(number, cells[0], *(tuple(re.findall(r"`([^`]+)`", cell)) for cell in cells[1:])))
    return found


ROWS = rows()


@cache
def names(path: Path) -> frozenset[str]:
    """Functions that a file defines."""
    tree = ast.parse(path.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_table_covers_the_contract_from_its_first_to_its_last_section() -> None:
    assert re.findall(r"^## (\d+)\.", TABLE.read_text(), re.MULTILINE) == [str(number) for number in range(1, 13)]
    assert len(ROWS) > 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line {row.line}")
def test_a_clause_lives_in_a_file_that_exists_and_is_proved_by_a_test_that_exists(row: Row) -> None:
    assert row.clause
    assert row.places, "no place"
    assert [place for place in row.places if not (ROOT / place).exists()] == []
    assert row.tests, "no test"
    for test in row.tests:
        path, _, name = test.partition("::")
        assert (ROOT / "tests" / path).is_file(), path
        assert name in names(ROOT / "tests" / path), test


def test_no_clause_stands_twice() -> None:
    clauses = [row.clause for row in ROWS]
    assert sorted({clause for clause in clauses if clauses.count(clause) > 1}) == []
