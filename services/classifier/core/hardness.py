"""How hard the work is: scope, architecture, defects of the difficult kinds, measured performance."""

from collections.abc import Iterator, Sequence
from typing import Final

from services.classifier.core import marks
from services.classifier.core.facts import Asked, Hardness
from services.classifier.core.reading import Sentence
from services.classifier.core.said import FEW, Said, asserted, near, union
from services.classifier.core.shown import Outcomes

_TINY: Final = 8
_SHORT: Final = 16
_LONG: Final = 20
"""Words."""
_NEAR: Final = 2
"""Sentences before and behind one that are about the same."""
_SUBJECTS: Final = 2
"""Of an architecture, options and a design: options alone are in many specifications."""
_POINTS: Final = 4
"""Signs of architecture work that are enough: these, constraints, figures."""


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
    """A change that has to stay consistent across many places, told in sentences that stand together."""
    return any(
        _is_wide(together, said.words) for together in _around(said, marks.COUNTED | marks.WHOLE | marks.TRANSFORM)
    )


def _is_wide(together: Sequence[Sentence], words: int) -> bool:
    mask = union(together)
    wide = bool(mask & marks.COUNTED) + bool(mask & marks.WHOLE)
    keep = bool(mask & marks.KEEP)
    if any(item.mask & marks.TRANSFORM and not item.mask & marks.BUILDING for item in together):
        several = bool(mask & marks.FEW) and keep
        every = bool(mask & marks.ALL_OF) and keep and (bool(mask & marks.NUMBER) or words > _SHORT)
        one_place = bool(mask & marks.SMALL) and not keep and wide < 2
        return (bool(wide) or several or every) and not one_place
    changes = bool(mask & (marks.EDIT | marks.FIX)) or words > _LONG
    return changes and not mask & marks.BUILDING and bool(wide) and keep and words > _TINY


def _architecture(said: Said) -> bool:
    """Design under real constraints, or with options to be weighed, told in sentences that stand together."""
    return any(_is_design(together, said.words) for together in _around(said, marks.DESIGN | marks.TRADE_OFF))


def _is_design(together: Sequence[Sentence], words: int) -> bool:
    mask = union(together)
    subjects = bool(mask & marks.ARCH) + bool(mask & marks.TRADE_OFF) + bool(mask & marks.DESIGN)
    if subjects < _SUBJECTS or mask & marks.TOY:
        return False
    constraints = sum(
        bool(item.mask & (marks.CONSTRAINT | marks.KEEP | marks.MEASURED))
        + bool(item.mask & marks.NUMBER and item.words > 3)
        for item in together
    )
    points = subjects + min(constraints, 2) + bool(mask & marks.MEASURED)
    wanted = _POINTS - (bool(mask & marks.DESIGN) and bool(mask & marks.TRADE_OFF) and words >= _SHORT)
    return constraints > 0 and points >= wanted and words > _TINY


def _around(said: Said, concepts: int) -> Iterator[Sequence[Sentence]]:
    """Each sentence of the opening that holds one of these concepts, with those around it."""
    leads = [item for item in said.sentences if item.lead]
    for at, item in enumerate(leads):
        if item.mask & concepts:
            yield near(leads, at, _NEAR)


def _hard_defect(said: Said, asked: Asked) -> bool:
    """Concurrency, memory, consistency, or a failure that comes and goes."""
    told = asserted(said.sentences)
    mask = union(told) & ~(marks.HARD_DEFECT | marks.INTERMITTENT) | _complained_of(told)
    comes_and_goes = mask & marks.INTERMITTENT and mask & (marks.HARD_DEFECT | marks.BUG)
    if asked.builds and not (comes_and_goes or mask & (marks.REPEAT | marks.FAILURE_WORD)):
        return False
    if mask & marks.HARD_DEFECT:
        return bool(mask & (_COMPLAINT | marks.INTERMITTENT | marks.MEASURED)) or (
            said.words > _TINY and not asked.tiny
        )
    signs = sum(bool(mask & concept) for concept in _SIGNS)
    if mask & marks.INTERMITTENT:
        return (signs > 1 and said.words > _TINY) or (signs == 1 and said.words > _SHORT)
    return bool(mask & marks.SOMETIMES and mask & marks.REPEAT) and signs > 2 and said.words > _SHORT


_SIGNS: Final = (
    marks.FAILURE_WORD | marks.BUG,
    marks.FIX | marks.INVESTIGATE,
    marks.MEASURED,
    marks.SOMETIMES,
    marks.REPEAT,
)
_COMPLAINT: Final = marks.FAILURE_WORD | marks.BUG | marks.FIX | marks.INVESTIGATE | marks.SOMETIMES | marks.REPEAT
"""Without one of these, "every 40 minutes" and "after 5 minutes" are figures."""


def _complained_of(told: Sequence[Sentence]) -> int:
    """Defects of these kinds that somebody complains of: in a long text they are subjects, too, and "every 40 minutes" is a figure."""
    found = 0
    for at, item in enumerate(told):
        complains = union(near(told, at, 1)) & _COMPLAINT
        if item.mask & marks.HARD_DEFECT and (complains or len(told) <= FEW):
            found |= marks.HARD_DEFECT
        if item.mask & marks.INTERMITTENT and complains:
            found |= marks.INTERMITTENT
    return found


def _measured(said: Said, asked: Asked) -> bool:
    """Something is slow or large, and there are figures."""
    if asked.builds or asked.tiny:
        return False
    mask = said.lead
    if not (mask & marks.PERF and mask & marks.MEASURED):
        return False
    figures = sum(bool(item.mask & marks.MEASURED) for item in said.sentences)
    return said.words > 8 and (figures > 1 or bool(mask & (marks.FIX | marks.INVESTIGATE | marks.IMPROVE)))
