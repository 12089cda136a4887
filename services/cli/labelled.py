"""Labelled requests, a line of JSON each: `{id, category, levels, request, continuation?}`; the first of `levels` is the primary label."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from services.cli.route import request_of
from shared.level import Level

RECORD: Final = 'a line is {"id": "1", "levels": ["easy"], "request": {"messages": [...]}}'


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled request."""

    id: str
    category: str
    levels: tuple[Level, ...]
    request: dict[str, Any]
    continuation: bool = False

    @property
    def primary(self) -> Level:
        """The first label."""
        return self.levels[0]


def load_labelled(file: Path) -> list[Labelled]:
    """The records of a file; raises `ValueError` naming the line that is no record."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            levels = tuple(Level(level) for level in record["levels"])
            request_of(record["request"])
            found.append(
                Labelled(
                    str(record["id"]),
                    str(record.get("category", "")),
                    levels,
                    record["request"],
                    bool(record.get("continuation")),
                )
            )
            levels[0]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise ValueError(
                f"{file}, line {number}: not a labelled request ({type(error).__name__}: {error}); {RECORD}"
            ) from error
    return found
