"""`dispatch eval FILE`: judges labelled requests offline and measures how right the router is.

A record is `{id, category, levels, request, continuation?}`; the first of `levels` is the primary label. The measures
are those of the labelled sets' own description: a router is judged by the model it picks and by what a mistake costs.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from services.classifier.core.engine import Engine
from services.cli.route import engine_of, request_of
from shared.config.load import ConfigError
from shared.level import LEVELS, Level

PRICE: Final = {Level.EASY: 1.0, Level.MEDIUM: 1.0, Level.HARD: 4.0, Level.CRITICAL: 10.0}
PLACE: Final = {Level.EASY: 0.0, Level.MEDIUM: 0.25, Level.HARD: 1.25, Level.CRITICAL: 2.25}
CHEAP: Final = frozenset({Level.EASY, Level.MEDIUM})
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


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled request and what the router said."""

    labelled: Labelled
    level: Level
    reasons: tuple[str, ...]

    @property
    def right(self) -> bool:
        """The level is one of the accepted ones."""
        return self.level in self.labelled.levels

    @property
    def right_model(self) -> bool:
        """The model is one of the accepted ones: easy and medium share theirs."""
        return model_of(self.level) in {model_of(level) for level in self.labelled.levels}

    @property
    def loss(self) -> float:
        """Distance to the nearest accepted level; too low costs double, too low for a critical one fourfold."""
        gap = min((PLACE[self.level] - PLACE[level] for level in self.labelled.levels), key=abs)
        if gap >= 0:
            return gap
        return -gap * (4 if self.labelled.primary is Level.CRITICAL else 2)

    @property
    def too_low(self) -> bool:
        """Below every accepted level, as a model."""
        return not self.right_model and self.level.rank < min(level.rank for level in self.labelled.levels)

    @property
    def too_high(self) -> bool:
        """Above every accepted level, as a model."""
        return not self.right_model and self.level.rank > max(level.rank for level in self.labelled.levels)


def model_of(level: Level) -> Level:
    """Easy and medium are one model in the shipped config."""
    return Level.EASY if level in CHEAP else level


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The labelled files, and what to show."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=f"labelled requests; {RECORD}")
    parser.add_argument("--show", action="store_true", help="show the text of what was missed, not only its id")
    parser.add_argument("--json", action="store_true", help="print the measures as JSON")
    parser.add_argument("--no-pairs", action="store_true", help="leave out the pairs that must not change")


def run(args: argparse.Namespace) -> int:
    """0 with the measures on standard output, 1 with one line on standard error."""
    try:
        labelled = [record for file in args.files for record in load_labelled(file)]
        engine, _ = engine_of(args.config)
    except ConfigError as error:
        print(f"dispatch: {'; '.join(error.problems)}", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"dispatch: {error}", file=sys.stderr)
        return 1
    if not labelled:
        print(f"dispatch: no labelled request in {', '.join(map(str, args.files))}; {RECORD}", file=sys.stderr)
        return 1
    judged = judge(engine, labelled)
    changes = {} if args.no_pairs else invariance(engine, labelled)
    if args.json:
        print(
            json.dumps(
                {
                    **measures(judged),
                    "categories": by_category(judged),
                    "pairs": {name: _share(*found) for name, found in changes.items()},
                },
                indent=2,
            )
        )
    else:
        print("\n".join(describe(judged, changes, show=args.show)))
    return 0


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


def judge(engine: Engine, labelled: Iterable[Labelled]) -> list[Judged]:
    """What the router says of each."""
    found = []
    for record in labelled:
        decision = engine.classify(request_of(record.request)).decision
        found.append(Judged(record, decision.level, decision.reasons))
    return found


def measures(judged: Sequence[Judged]) -> dict[str, float]:
    """All measures over the whole set; a share of nothing is 1 (nothing was wrong)."""
    critical = [item for item in judged if item.labelled.primary is Level.CRITICAL]
    called = [item for item in judged if item.level is Level.CRITICAL]
    hard = [item for item in judged if item.labelled.primary is Level.HARD]
    cheap = [item for item in judged if set(item.labelled.levels) <= CHEAP]
    continued = [item for item in judged if item.labelled.continuation]
    fresh = [item for item in judged if item.labelled.category == "contamination"]
    spent = sum(PRICE[item.level] for item in judged)
    oracle = sum(min(PRICE[level] for level in item.labelled.levels) for item in judged)
    return {
        "requests": len(judged),
        "accuracy": _part(judged, lambda item: item.right),
        "model_accuracy": _part(judged, lambda item: item.right_model),
        "loss": round(sum(item.loss for item in judged) / max(len(judged), 1), 4),
        "critical_recall": _part(critical, lambda item: item.level is Level.CRITICAL or item.right),
        "critical_precision": _part(called, lambda item: Level.CRITICAL in item.labelled.levels),
        "hard_recall": _part(hard, lambda item: item.level.rank >= Level.HARD.rank or item.right),
        "cheap_kept": _part(cheap, lambda item: item.level in CHEAP),
        "continuation_lost": 1 - _part(continued, lambda item: not item.too_low),
        "contamination": 1 - _part(fresh, lambda item: not item.too_high),
        "cost_vs_oracle": round(spent / oracle, 3) if oracle else 1.0,
    }


def by_category(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Accuracy and loss of each category."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[item.labelled.category].append(item)
    return {
        name: {
            "requests": len(items),
            "accuracy": _part(items, lambda item: item.right),
            "model_accuracy": _part(items, lambda item: item.right_model),
            "loss": round(sum(item.loss for item in items) / len(items), 4),
        }
        for name, items in sorted(groups.items())
    }


def confusion(judged: Sequence[Judged]) -> dict[Level, dict[Level, int]]:
    """Primary label to judged level to number."""
    table = {label: dict.fromkeys(LEVELS, 0) for label in LEVELS}
    for item in judged:
        table[item.labelled.primary][item.level] += 1
    return table


def _part(items: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return round(sum(map(holds, items)) / len(items), 4) if items else 1.0


# Pairs that must not change. Each gives the request around which something harmless was put, or None where it does not apply.

_SYSTEM: Final = (
    "You are a coding agent in a terminal. Be brief. Run the tests after each change; if they fail, read the stack trace and fix the cause. "
    "Never run `rm -rf`, `DROP TABLE` or `git push --force` unless asked. Never print secrets, keys or tokens. Production is not to be touched."
)
_TOOLS: Final = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": f"The {name} tool",
            "parameters": {"type": "object", "properties": {}},
        },
    }
    for name in ("bash", "read", "edit", "write", "grep", "glob")
]
_HISTORY: Final = [
    {
        "role": "user",
        "content": "Since the last release the billing worker loses about one in 2,000 events under load, and the suite fails with a stack trace. Find the race and fix it.",
    },
    {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {"id": "call_e1", "type": "function", "function": {"name": "bash", "arguments": '{"command": "make test"}'}}
        ],
    },
    {
        "role": "tool",
        "tool_call_id": "call_e1",
        "content": "WARNING: DATA RACE\n--- FAIL: TestDrain (0.31s)\n    drain_test.go:44: lost 3 events\nFAIL\nmake: *** [Makefile:9: test] Error 1\n",
    },
    {"role": "assistant", "content": "The flush runs outside the lock. I moved it inside; all tests pass now."},
]
_WORDS: Final = [
    "the",
    "shelf",
    "of",
    "a",
    "small",
    "library",
    "keeps",
    "maps",
    "and",
    "letters",
    "in",
    "quiet",
    "order",
    "so",
    "that",
    "each",
    "reader",
    "may",
    "find",
    "a",
    "chart",
    "or",
    "a",
    "note",
    "by",
    "its",
    "colour",
    "and",
    "page",
    "while",
    "rain",
    "falls",
    "on",
    "the",
    "garden",
    "and",
    "light",
    "moves",
    "over",
    "tables",
    "chairs",
    "and",
    "long",
    "rows",
    "of",
    "green",
    "lamps",
]


def reference_text(size: int = 24_000) -> str:
    """Harmless prose of about `size` characters, the same on every run."""
    sentences, state, length = [], 7, 0
    while length < size:
        words = []
        for _ in range(9):
            state = (state * 1103515245 + 12345) % 2**31
            words.append(_WORDS[state % len(_WORDS)])
        sentence = " ".join(words).capitalize() + "."
        sentences.append(sentence)
        length += len(sentence) + 1
    return "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))


def _wrapper(record: Labelled) -> dict[str, Any] | None:
    request = record.request
    if record.category == "side_request":
        return None
    bare = [message for message in request["messages"] if message.get("role") != "system"]
    if request.get("tools") or len(bare) < len(request["messages"]):
        return {
            **{key: value for key, value in request.items() if key not in {"tools", "tool_choice"}},
            "messages": bare,
        }
    return {**request, "messages": [{"role": "system", "content": _SYSTEM}, *bare], "tools": _TOOLS}


def _history(record: Labelled) -> dict[str, Any] | None:
    messages = record.request["messages"]
    if not _single(record) or record.continuation:
        return None
    system = [message for message in messages if message.get("role") == "system"]
    return {
        **record.request,
        "messages": [*system, *_HISTORY, *(message for message in messages if message.get("role") != "system")],
    }


def _length(record: Labelled) -> dict[str, Any] | None:
    return _around(record, "", "\n\nFor reference:\n\n" + reference_text())


def _politeness(record: Labelled) -> dict[str, Any] | None:
    return _around(record, "Hi! ", "\n\nThanks!")


def _report(record: Labelled) -> dict[str, Any] | None:
    return _around(record, "", "\n\nWhen you are done, explain the cause in one sentence.")


def _around(record: Labelled, before: str, behind: str) -> dict[str, Any] | None:
    messages = record.request["messages"]
    if not _single(record) or not isinstance(messages[-1].get("content"), str):
        return None
    last = {**messages[-1], "content": before + messages[-1]["content"] + behind}
    return {**record.request, "messages": [*messages[:-1], last]}


def _single(record: Labelled) -> bool:
    """One user turn and nothing else but a system prompt."""
    roles = [message.get("role") for message in record.request["messages"] if isinstance(message, dict)]
    return record.category != "side_request" and [role for role in roles if role != "system"] == ["user"]


PAIRS: Final[tuple[tuple[str, Callable[[Labelled], dict[str, Any] | None]], ...]] = (
    ("wrapper", _wrapper),
    ("history", _history),
    ("length", _length),
    ("politeness", _politeness),
    ("report", _report),
)


def invariance(engine: Engine, labelled: Iterable[Labelled]) -> dict[str, tuple[int, list[str]]]:
    """Pair to (how many were compared, ids whose level changed)."""
    found: dict[str, tuple[int, list[str]]] = {name: (0, []) for name, _ in PAIRS}
    for record in labelled:
        alone = engine.classify(request_of(record.request)).decision.level
        for name, change in PAIRS:
            request = change(record)
            if request is None:
                continue
            number, changed = found[name]
            if engine.classify(request_of(request)).decision.level is not alone:
                changed.append(record.id)
            found[name] = (number + 1, changed)
    return found


def _share(number: int, changed: list[str]) -> float:
    return round(len(changed) / number, 4) if number else 0.0


_ROWS: Final = (
    ("accuracy", "accuracy"),
    ("model accuracy", "model_accuracy"),
    ("critical recall", "critical_recall"),
    ("critical precision", "critical_precision"),
    ("hard recall", "hard_recall"),
    ("cheap kept", "cheap_kept"),
    ("continuation lost", "continuation_lost"),
    ("contamination", "contamination"),
)


def describe(judged: Sequence[Judged], changes: dict[str, tuple[int, list[str]]], *, show: bool) -> Iterator[str]:
    """The whole report."""
    values = measures(judged)
    yield f"{values['requests']:.0f} requests"
    for title, name in _ROWS:
        yield f"{title:<20}{values[name]:>8.1%}"
    yield f"{'loss':<20}{values['loss']:>8.3f}"
    yield f"{'cost vs oracle':<20}{values['cost_vs_oracle']:>8.2f}"
    yield ""
    yield f"{'label / judged':<16}" + "".join(f"{level:>10}" for level in LEVELS)
    for label, row in confusion(judged).items():
        yield f"{label:<16}" + "".join(f"{row[level]:>10}" for level in LEVELS)
    yield ""
    yield f"{'category':<24}{'n':>5}{'accuracy':>10}{'model':>10}{'loss':>8}"
    for name, group in by_category(judged).items():
        yield f"{name:<24}{group['requests']:>5.0f}{group['accuracy']:>10.1%}{group['model_accuracy']:>10.1%}{group['loss']:>8.3f}"
    if changes:
        yield ""
        yield "pairs that must not change"
        for name, (number, changed) in changes.items():
            yield f"  {name:<14}{_share(number, changed):>7.1%} of {number}  {' '.join(changed[:12])}"
    yield ""
    missed = [item for item in judged if not item.right]
    yield f"missed {len(missed)}"
    for item in missed:
        wanted = "/".join(item.labelled.levels)
        yield f"  {item.labelled.id:<28}{item.labelled.category:<22}{wanted:<16}{item.level:<10}{'; '.join(item.reasons[:4])}"
        if show:
            yield f"      {_last_words(item.labelled)}"


def _last_words(record: Labelled) -> str:
    for message in reversed(record.request["messages"]):
        if isinstance(message, dict) and message.get("role") == "user":
            content = message.get("content")
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            return " ".join(text.split())[:300]
    return ""
