"""Two opinions on what a request is like, to one suggestion. It only ever raises, and to hard at most.

Exemplars vote for their level, critical ones for hard. A level's points are its best exemplar's and half as much of each
further one. A negative exemplar that fits at least as well as the best positive one suppresses its level and all above.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from shared.config.layers import Exemplar, Resolver
from shared.level import Level

MOST: Final = Level.HARD

Ranked = tuple[tuple[int, float], ...]
"""(index of an exemplar, score), best first."""


class Opinion(msgspec.Struct, frozen=True, gc=False):
    """What one method says. `level` is None when nothing is similar enough."""

    level: Level | None = None
    score: float = 0.0
    """Of the exemplar that fits best."""
    margin: float = 0.0
    """How far the level leads before the others, as a share of its points."""
    exemplar: int = -1
    suppressed_by: int = -1
    """The negative exemplar that keeps the level from being suggested; -1 for none."""


SILENT: Final = Opinion()


class Suggestion(msgspec.Struct, frozen=True, gc=False):
    """What both say together. `level` is None when nothing is to be raised."""

    level: Level | None = None
    how: str = "nothing_similar"
    exemplar: int = -1


def ranked(scores: dict[int, float], exemplars: Sequence[Exemplar], *, least: float, per_level: int) -> Ranked:
    """The exemplars that are similar enough, at most `per_level` positive and negative ones of each level."""
    kept: list[tuple[int, float]] = []
    taken: dict[tuple[Level, bool], int] = {}
    for index, score in sorted(((i, s) for i, s in scores.items() if s >= least), key=lambda pair: (-pair[1], pair[0])):
        group = exemplars[index].level, exemplars[index].negative
        taken[group] = taken.get(group, 0) + 1
        if taken[group] <= per_level:
            kept.append((index, round(score, 4)))
    return tuple(kept)


def opinion(found: Ranked, exemplars: Sequence[Exemplar]) -> Opinion:
    """What these exemplars say."""
    points: dict[Level, float] = {}
    best: dict[Level, tuple[int, float]] = {}
    share: dict[Level, float] = {}
    for index, score in found:
        if exemplars[index].negative:
            continue
        level = exemplars[index].level.at_most(MOST)
        best.setdefault(level, (index, score))
        points[level] = points.get(level, 0.0) + score * share.get(level, 1.0)
        share[level] = share.get(level, 1.0) / 2
    if not points:
        return SILENT
    level = max(points, key=lambda name: (points[name], -name.rank))
    others = max((value for name, value in points.items() if name is not level), default=0.0)
    exemplar, score = best[level]
    return Opinion(
        level=level,
        score=score,
        margin=round(1 - others / points[level], 4),
        exemplar=exemplar,
        suppressed_by=_suppressing(found, exemplars, level, score),
    )


def _suppressing(found: Ranked, exemplars: Sequence[Exemplar], level: Level, score: float) -> int:
    for index, other in found:
        if exemplars[index].negative and other >= score and exemplars[index].level.at_most(MOST).rank <= level.rank:
            return index
    return -1


def resolve(
    words: Opinion | None, letters: Opinion | None, *, margins: tuple[float, float], settings: Resolver
) -> Suggestion:
    """One suggestion of BM25 (`words`) and cosine (`letters`); None is a method that is not asked."""
    asked = [(said, margin) for said, margin in zip((words, letters), margins, strict=True) if said is not None]
    for said, _ in asked:
        if said.suppressed_by >= 0:
            return Suggestion(how="suppressed", exemplar=said.suppressed_by)
    if not asked or any(said.level is None for said, _ in asked):
        return Suggestion()
    agree = len({said.level for said, _ in asked}) == 1
    bonus = settings.agreement_bonus if agree and len(asked) == 2 else 0.0
    if any(said.margin + bonus < margin for said, margin in asked):
        return Suggestion(how="no_clear_lead")
    lower = min((said for said, _ in asked), key=lambda said: said.level.rank if said.level else 0)
    level = lower.level or Level.EASY
    if not agree:
        return Suggestion(level.at_most(settings.disagreement_fallback_level), "disagreement", lower.exemplar)
    if words is None:
        return Suggestion(level.at_most(settings.cosine_only_max_level), "cosine_only", lower.exemplar)
    return Suggestion(level, "agreement" if letters is not None else "bm25_only", lower.exemplar)
