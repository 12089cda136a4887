"""`dispatch check-config`: reads router.yaml as the gateway would, shows what it means, or every problem at once."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from shared.config.load import ConfigError, load_file
from shared.config.snapshot import Snapshot
from shared.level import LEVELS

_UNKNOWN_KEY = ": unknown key"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--strict`; `--config` is given to every command."""
    parser.add_argument("--strict", action="store_true", help="an unknown key is an error, not a warning")


def run(args: argparse.Namespace) -> int:
    """0 when the config is valid, 1 with every problem on stderr."""
    config: Path = args.config
    try:
        snapshot = load_file(config)
    except ConfigError as error:
        return refuse(config, error.problems)
    if args.strict and (unknown := [warning for warning in snapshot.warnings if _UNKNOWN_KEY in warning]):
        return refuse(config, unknown)
    print("\n".join(describe(config, snapshot)))
    return 0


def describe(config: Path, snapshot: Snapshot) -> Iterator[str]:
    """The lines of a valid config: routing table, counts, thresholds, warnings."""
    yield f"{config}: valid (digest {snapshot.digest})"
    yield ""
    yield from routing_table(snapshot)
    yield ""
    yield from _counts(snapshot)
    limits, settings = snapshot.config.thresholds, snapshot.config.classifier
    yield f"thresholds  easy <= {limits.easy_max:g} < medium <= {limits.medium_max:g} < hard <= {limits.hard_max:g} < critical"
    yield f"            risk >= {limits.risk_hard_floor:g}: at least hard; risk >= {limits.risk_critical_override:g}: critical"
    yield f"            agent_pressure >= {limits.agent_pressure_critical_override:g}: critical"
    yield f"fallback    {settings.fallback_level} when no judgement comes within {settings.timeout_ms} ms"
    yield f"warnings    {len(snapshot.warnings) or 'none'}"
    yield from (f"  {warning}" for warning in snapshot.warnings)


def routing_table(snapshot: Snapshot) -> Iterator[str]:
    """Level, model, profile and provider settings, one line each."""
    width = max(len(target.model) for target in snapshot.targets.values())
    yield f"{'level':<10}{'model':<{width + 2}}{'profile':<18}provider"
    for level in LEVELS:
        target = snapshot.target(level)
        provider = ", ".join(f"{name}={value.decode()}" for name, value in target.provider.items())
        yield f"{level:<10}{target.model:<{width + 2}}{target.profile or '-':<18}{provider or '-'}"


def _counts(snapshot: Snapshot) -> Iterator[str]:
    dimensions = Counter(pattern.dimension for pattern in snapshot.config.patterns)
    spread = ", ".join(f"{name} {count}" for name, count in sorted(dimensions.items()))
    yield f"profiles    {len(snapshot.config.model_profiles)}"
    yield f"patterns    {len(snapshot.config.patterns)}{f' ({spread})' if spread else ''}"
    settings = snapshot.config.intelligence
    negative = sum(exemplar.negative for exemplar in snapshot.exemplars)
    compares = "compared by " + settings.similarity.mode if settings.exemplars.enabled else "not compared"
    yield f"layers      {'on' if settings.enabled else 'off'}, profile {settings.routing_profiles.default}, concepts {len(settings.concepts)}, operation-object rules {len(settings.operation_object.rules)}"
    yield f"exemplars   {len(snapshot.exemplars)} ({negative} negative), {compares}"


def refuse(config: Path, problems: list[str]) -> int:
    """Every problem on stderr, one a line; returns the exit code."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(f"dispatch: {config}: {count}", *(f"  {problem}" for problem in problems), sep="\n", file=sys.stderr)
    return 1
