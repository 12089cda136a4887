"""exemplars.yaml to exemplars: checked as strictly as router.yaml, and merged with the packaged ones.

Law: values only; whoever calls has read the file and parsed its YAML.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from shared.config.decode import Findings, decode
from shared.config.layers import EVIDENCE, Exemplar, ExemplarFile
from shared.level import Level

MOST: Final = 2_000
"""Exemplars in one file: each costs the judgement of every request a little."""
MOST_CHARS: Final = 2_000
"""Of one exemplar's text."""
_TASK_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class Exemplars:
    """What a file holds, or what is wrong with it; each finding begins with the file's name and the place in it."""

    found: tuple[Exemplar, ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read(tree: Any, name: str) -> Exemplars:
    """The exemplars of parsed YAML; `name` is how the file is called in findings."""
    findings = Findings()
    file: ExemplarFile = decode(tree, ExemplarFile, "", findings)
    if not isinstance(tree, dict | None):
        return Exemplars(problems=tuple(f"{name}: {problem}" for problem in findings.problems))
    wrong = {problem.partition("]")[0] for problem in findings.problems}
    problems = [*findings.problems, *(p for p in _check(file.exemplars) if p.partition("]")[0] not in wrong)]
    return Exemplars(
        found=() if problems else file.exemplars,
        problems=tuple(f"{name}: {problem}" for problem in problems),
        warnings=tuple(f"{name}: {key}" for key in findings.unknown_keys),
    )


def extend(packaged: tuple[Exemplar, ...], own: tuple[Exemplar, ...]) -> tuple[Exemplar, ...]:
    """The packaged ones and a file's own; of two with the same text the file's counts."""
    return tuple({_plain(exemplar.text): exemplar for exemplar in (*packaged, *own)}.values())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _check(exemplars: tuple[Exemplar, ...]) -> Iterator[str]:
    if len(exemplars) > MOST:
        yield f"exemplars: {len(exemplars)} of them; at most {MOST} are taken"
    first: dict[str, int] = {}
    for index, exemplar in enumerate(exemplars[: MOST + 1]):
        at = f"exemplars[{index}]"
        if not any(map(str.isalnum, exemplar.text or "")):
            yield f"{at}.text: has no words; write a request as a user would"
        elif len(exemplar.text) > MOST_CHARS:
            yield f"{at}.text: {len(exemplar.text)} characters; cut it to what tells it apart, at most {MOST_CHARS}"
        elif (before := first.setdefault(_plain(exemplar.text), index)) != index:
            yield f"{at}.text: is the text of exemplars[{before}] already; keep one of them"
        if exemplar.negative and exemplar.level is Level.EASY:
            yield f"{at}.level: nothing is ever raised to easy; a negative exemplar names the level it only sounds like: medium, hard or critical"
        if len(exemplar.task) > _TASK_CHARS or not exemplar.task.isprintable():
            yield f"{at}.task: stands in reasons and headers; give it one line of at most {_TASK_CHARS} characters"
        yield from unknown_evidence(exemplar.evidence_required, f"{at}.evidence_required")


def unknown_evidence(names: tuple[str, ...], at: str) -> Iterator[str]:
    """A problem for each name that is no fact."""
    for name in names:
        if name not in EVIDENCE:
            yield f"{at}: unknown evidence `{name}`; known are: {', '.join(EVIDENCE)}"
