"""How hard the work is: scope, architecture, defects of the difficult kinds, measured performance."""

from typing import Final

from services.classifier.core import marks
from services.classifier.core.facts import Asked, Hardness
from services.classifier.core.said import Said, union
from services.classifier.core.shown import Outcomes

_TINY: Final = 8
_SHORT: Final = 16
_LONG: Final = 20
"""Words."""
_POINTS: Final = 4
"""Signs of architecture work that are enough: a subject, constraints, options, figures."""


def weigh(said: Said, asked: Asked, outcomes: Outcomes, *, response_format: str, has_tools: bool) -> Hardness:
    """The hardness of what is asked. What is only to be read or explained is not hard by what it is about, nor is what the agent has mended."""
    works = not asked.read_only
    return Hardness(
        multi_file=works and not asked.tiny and _multi_file(said),
        architecture=_architecture(said),
        hard_defect=works and not outcomes.mended and _hard_defect(said, asked),
        measured_performance=works and _measured(said, asked),
        trade_off_analysis=bool(said.lead & marks.TRADE_OFF),
        strict_schema=_has_size(said) and (response_format == "json_schema_strict" or bool(said.mask & marks.STRICT)),
        has_tools=has_tools,
    )


def _has_size(said: Said) -> bool:
    """More than a line about a small thing: `extract name and owner from this text` is none."""
    return said.words > _SHORT or (said.words > _TINY and not said.mask & marks.TINY)


def _multi_file(said: Said) -> bool:
    """A change that has to stay consistent across many places."""
    mask = said.lead
    wide = bool(mask & marks.COUNTED) + bool(mask & marks.WHOLE)
    keep = bool(mask & marks.KEEP)
    if mask & marks.TRANSFORM:
        several = bool(mask & marks.FEW) and keep
        every = bool(mask & marks.ALL_OF) and keep and (bool(mask & marks.NUMBER) or said.words > _SHORT)
        one_place = bool(mask & marks.SMALL) and not keep and wide < 2
        return (bool(wide) or several or every) and not one_place
    changes = bool(mask & (marks.EDIT | marks.ADD | marks.CREATE | marks.FIX)) or said.words > _LONG
    return changes and bool(wide) and keep and said.words > _TINY


def _architecture(said: Said) -> bool:
    """Design under real constraints, or with options to be weighed."""
    mask = said.lead
    if not mask & (marks.DESIGN | marks.TRADE_OFF) or mask & marks.TOY:
        return False
    constraints = sum(
        bool(item.mask & (marks.CONSTRAINT | marks.KEEP | marks.MEASURED))
        + bool(item.mask & marks.NUMBER and item.words > 3)
        for item in said.sentences
    )
    points = (
        bool(mask & marks.ARCH)
        + bool(mask & marks.TRADE_OFF)
        + bool(mask & marks.DESIGN)
        + min(constraints, 2)
        + bool(mask & marks.MEASURED)
    )
    wanted = _POINTS - (bool(mask & marks.DESIGN) and bool(mask & marks.TRADE_OFF) and said.words >= _SHORT)
    return constraints > 0 and points >= wanted and said.words > _TINY


def _hard_defect(said: Said, asked: Asked) -> bool:
    """Concurrency, memory, consistency, or a failure that comes and goes."""
    mask = union(item for item in said.sentences if not item.mask & (marks.CLOSED | marks.HYPOTHETICAL))
    comes_and_goes = mask & marks.INTERMITTENT and mask & (marks.HARD_DEFECT | marks.BUG)
    if asked.builds and not (comes_and_goes or mask & (marks.REPEAT | marks.FAILURE_WORD)):
        return False
    if mask & marks.HARD_DEFECT:
        return bool(
            mask
            & (
                marks.FIX
                | marks.INVESTIGATE
                | marks.INTERMITTENT
                | marks.REPEAT
                | marks.FAILURE_WORD
                | marks.MEASURED
                | marks.BUG
            )
        ) or (said.words > 8 and not asked.tiny)
    told = (
        marks.FAILURE_WORD | marks.BUG,
        marks.FIX | marks.INVESTIGATE,
        marks.MEASURED,
        marks.SOMETIMES,
        marks.REPEAT,
    )
    signs = sum(bool(mask & concept) for concept in told)
    if mask & marks.INTERMITTENT:
        return (signs > 1 and said.words > _TINY) or (signs == 1 and said.words > _SHORT)
    return bool(mask & marks.SOMETIMES and mask & marks.REPEAT) and signs > 2 and said.words > _SHORT


def _measured(said: Said, asked: Asked) -> bool:
    """Something is slow or large, and there are figures."""
    if asked.builds or asked.tiny:
        return False
    mask = said.lead
    if not (mask & marks.PERF and mask & marks.MEASURED):
        return False
    figures = sum(bool(item.mask & marks.MEASURED) for item in said.sentences)
    return said.words > 8 and (figures > 1 or bool(mask & (marks.FIX | marks.INVESTIGATE | marks.IMPROVE)))
