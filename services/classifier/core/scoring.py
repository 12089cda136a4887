"""The configured patterns to points: which fired, what they add, and the level the points ask for."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from shared.config.judgement import Pattern, Scoring, Thresholds
from shared.config.regex import PatternSet, compile_pattern
from shared.level import Level
from shared.protocol import Scores

_DIMENSIONS: Final = ("complexity", "risk", "agent_pressure", "downgrade")
_MAX_MATCHES: Final = 1000
_SETS: Final = 4
Hits = tuple[tuple[int, int], ...]
"""(index of the pattern, number of matches) in one message."""


class Scored(msgspec.Struct, frozen=True, gc=False):
    """Points, and the patterns that gave them."""

    scores: Scores
    fired: tuple[Pattern, ...]


_NOTHING: Final = Scored(Scores(), ())


class PatternTable:
    """The patterns of one config."""

    def __init__(self, patterns: tuple[Pattern, ...], scoring: Scoring) -> None:
        """Compile; the config has been validated."""
        self._patterns = patterns
        self._caps = {name: getattr(scoring, f"{name}_cap") for name in _DIMENSIONS}
        self._weights = {name: getattr(scoring.weights, name) for name in _DIMENSIONS}
        self._texts = tuple(index for index, pattern in enumerate(patterns) if pattern.regex is not None)
        self._shown = tuple(index for index in self._texts if patterns[index].tried_on == "all")
        self._set, self._set_shown = (
            _set_of(tuple(patterns[index].regex or "" for index in indices)) for indices in (self._texts, self._shown)
        )
        self._dependent = tuple(
            (index, pattern) for index, pattern in enumerate(patterns) if pattern.requires or pattern.requires_not
        )
        self._shaped = tuple(
            (index, pattern)
            for index, pattern in enumerate(patterns)
            if pattern.match_tools is not None or pattern.match_response_format is not None
        )
        self._single = {
            index: compile_pattern(patterns[index].regex or "") for index in self._texts if patterns[index].per_match
        }

    def __repr__(self) -> str:
        """PatternTable(40 patterns)."""
        return f"PatternTable({len(self._patterns)} patterns)"

    def hits(self, text: bytes, *, shown: bool = False) -> Hits:
        """What fires in one message's judged text, UTF-8: in the user's words, or in what is `shown`."""
        if not text:
            return ()
        patterns, found = (self._shown, self._set_shown) if shown else (self._texts, self._set)
        places = found.matches(text)
        return tuple((patterns[place], self._count(patterns[place], text)) for place in places) if places else ()

    def _count(self, index: int, text: bytes) -> int:
        single = self._single.get(index)
        if single is None:
            return 1
        number = 0
        for _ in single.finditer(text):
            number += 1
            if number >= _MAX_MATCHES:
                break
        return number

    def score(self, hits: Iterable[Hits], *, tools: tuple[str, ...], has_tools: bool, response_format: str) -> Scored:
        """Points of a frame."""
        counts: dict[int, int] = {}
        for message in hits:
            for index, number in message:
                counts[index] = counts.get(index, 0) + number
        for index, pattern in self._shaped:
            if _matches_shape(pattern, tools=tools, has_tools=has_tools, response_format=response_format):
                counts[index] = 1
        if not counts:
            return _NOTHING
        fired = self._settled(counts)
        points = dict.fromkeys(_DIMENSIONS, 0.0)
        for index in fired:
            pattern = self._patterns[index]
            number = counts.get(index, 1) if pattern.per_match else 1
            gained = pattern.weight * number
            points[pattern.dimension] += min(gained, pattern.cap) if pattern.cap is not None else gained
        return Scored(self._scores(points), tuple(self._patterns[index] for index in fired))

    def _settled(self, counts: Mapping[int, int]) -> list[int]:
        """Indices that fire once `requires` and `requires_not` are asked, in the order of the file."""
        fired = {index for index in counts if self._patterns[index].regex is None or counts[index]}
        for _ in range(len(self._dependent) + 1):
            ids = {self._patterns[index].id for index in fired}
            after = fired.copy()
            for index, pattern in self._dependent:
                if self._stands(index, pattern, counts, ids):
                    after.add(index)
                else:
                    after.discard(index)
            if after == fired:
                break
            fired = after
        return sorted(fired)

    @staticmethod
    def _stands(index: int, pattern: Pattern, counts: Mapping[int, int], ids: set[str]) -> bool:
        has_own = (
            pattern.regex is not None or pattern.match_tools is not None or pattern.match_response_format is not None
        )
        if has_own and index not in counts:
            return False
        if not has_own and not pattern.requires:
            return False
        return all(other in ids for other in pattern.requires) and not any(
            other in ids for other in pattern.requires_not
        )

    def _scores(self, points: Mapping[str, float]) -> Scores:
        capped = {name: max(min(value, self._caps[name]), 0.0) for name, value in points.items()}
        total = sum([value * self._weights[name] for name, value in capped.items()])
        return Scores(**{name: round(value, 3) for name, value in capped.items()}, total=round(max(total, 0.0), 3))


@lru_cache(maxsize=_SETS)
def _set_of(expressions: tuple[str, ...]) -> PatternSet:
    """The automaton of these patterns: what texts have built of it, a config that was changed elsewhere keeps."""
    return PatternSet(expressions)


def _matches_shape(pattern: Pattern, *, tools: tuple[str, ...], has_tools: bool, response_format: str) -> bool:
    if pattern.match_tools is not None:
        wanted = pattern.match_tools
        return (
            (has_tools or bool(tools)) == wanted if isinstance(wanted, bool) else any(name in tools for name in wanted)
        )
    if pattern.match_response_format is not None:
        form = pattern.match_response_format
        structured = response_format not in {"", "text"}
        if isinstance(form, bool):
            return structured == form
        return response_format in ((form,) if isinstance(form, str) else form)
    return False


def level_of(scores: Scores, thresholds: Thresholds) -> tuple[Level, str]:
    """The level the points ask for, and the name of the threshold that forced it, if one did."""
    if scores.total <= thresholds.easy_max:
        level = Level.EASY
    elif scores.total <= thresholds.medium_max:
        level = Level.MEDIUM
    else:
        level = Level.HARD if scores.total <= thresholds.hard_max else Level.CRITICAL
    if scores.risk >= thresholds.risk_critical_override:
        return Level.CRITICAL, "risk_critical_override"
    if scores.agent_pressure >= thresholds.agent_pressure_critical_override:
        return Level.CRITICAL, "agent_pressure_critical_override"
    if scores.risk >= thresholds.risk_hard_floor and level.rank < Level.HARD.rank:
        return Level.HARD, "risk_hard_floor"
    return level, ""
