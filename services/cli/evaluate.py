"""`dispatch eval FILE`: judges labelled requests offline and measures how right the router is.

The measures are those of the labelled sets' own description: a router is judged by the model it picks and by what a mistake costs.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.classifier.core.engine import Engine
from services.cli.labelled import RECORD, Labelled, load_labelled
from services.cli.pairs import invariance
from services.cli.route import engine_of, request_of
from shared.config.load import ConfigError
from shared.level import LEVELS, Level

PRICE: Final = {Level.EASY: 1.0, Level.MEDIUM: 1.0, Level.HARD: 4.0, Level.CRITICAL: 10.0}
PLACE: Final = {Level.EASY: 0.0, Level.MEDIUM: 0.25, Level.HARD: 1.25, Level.CRITICAL: 2.25}
CHEAP: Final = frozenset({Level.EASY, Level.MEDIUM})


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
