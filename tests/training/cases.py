"""The cases of the rules' own tests as labelled requests: what was decided by hand is learned from too."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from services.cli.labelled import Labelled
from shared.level import Level

_CORE: Final = Path(__file__).parents[1] / "services" / "classifier" / "core"
_TABLES: Final = (
    ("test_asked", ("CASES",)),
    ("test_failures", ("CASES",)),
    ("test_hardness", ("FIRES", "STAYS_QUIET")),
    ("test_stakes", ("FIRES", "STAYS_QUIET")),
)


def cases() -> Iterator[Labelled]:
    """Every labelled case."""
    for module, tables in _TABLES:
        loaded = _load(module)
        for table in tables:
            for number, (levels, prompt) in enumerate(getattr(loaded, table)):
                yield _record(f"{module}-{table}-{number}", "case", levels, [{"role": "user", "content": prompt}])
    frames = _load("test_frame")
    for name, turns in (("FAILS_AGAIN", frames.FAILS_AGAIN), ("GOES_ON", frames.GOES_ON)):
        task = frames.RACE if name == "FAILS_AGAIN" else frames.PORT
        for number, text in enumerate(turns):
            yield _record(f"{name}-{number}", "continuation", ("hard",), [*task, frames.user(text)], goes_on=True)
    for name, task in (("race", frames.RACE), ("port", frames.PORT), ("outage", frames.OUTAGE)):
        for number, text in enumerate(frames.NEW_TASKS):
            yield _record(f"NEW_TASKS-{name}-{number}", "contamination", ("easy", "medium"), [*task, frames.user(text)])


def _record(
    id_: str, category: str, levels: tuple[str, ...], messages: list[Any], *, goes_on: bool = False
) -> Labelled:
    return Labelled(id_, category, tuple(map(Level, levels)), {"messages": messages}, goes_on)


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, _CORE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
