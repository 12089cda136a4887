"""The tables of shapes compiled, for each kind of text.

The sets are built once per process. They hold no state of a request and none of a config.
"""

import re
from typing import Final

from services.classifier.core.lexicon import outcomes, shapes
from services.classifier.core.lexicon.needed import signs
from services.classifier.core.literals import Signs
from shared.config.regex import PatternSet, compile_pattern

_BEGINS_A_LINE: Final = re.compile(r"(?:\(\?[im]+\))*\^")
_BLOCK: Final = 1500
"""Bytes; outputs are mostly shorter."""


class Grammar:
    """Shapes of output, looked for in a whole text at once."""

    def __init__(self) -> None:
        """Compile the tables of `outcomes`."""
        self.shapes = outcomes.COUNTED + outcomes.FAILURES + outcomes.SUCCESSES
        kinds: dict[bool, list[int]] = {True: [], False: []}
        for index, shape in enumerate(self.shapes):
            kinds[bool(_BEGINS_A_LINE.match(shape.regex))].append(index)
        self._sets = tuple(
            (PatternSet(tuple(self.shapes[index].regex for index in places), case_sensitive=True, mib=12), places)
            for places in kinds.values()
        )
        self._single = [compile_pattern(shape.regex, case_sensitive=True) for shape in self.shapes]
        self._counted = len(outcomes.COUNTED)
        self._groups = [
            shape.name
            if index < self._counted
            else (shape.kind == outcomes.SUCCESS, shape.name.endswith(outcomes.GREEN))
            for index, shape in enumerate(self.shapes)
        ]
        """Of failures without a number, of successes and of green summaries it is enough to know where the last one stands."""
        self.kinds = {shape.name: shape.kind for shape in self.shapes}

    def __repr__(self) -> str:
        """Grammar(130 shapes)."""
        return f"Grammar({len(self.shapes)} shapes)"

    def fired(self, text: bytes) -> list[int]:
        """Indices of the shapes that occur."""
        return sorted(places[at] for shapes, places in self._sets for at in shapes.found(text) or ())

    def is_counted(self, index: int) -> bool:
        """Whether the shape has a number of failures."""
        return index < self._counted

    def last(self, indices: list[int], text: bytes) -> dict[int, tuple[int, int]]:
        """(last number, where it starts) of each counted shape, (1, start) of the last of the others in each group; not what does not occur.

        Most stand near the end, so lines are looked at from there, some at a time.
        """
        found: dict[int, tuple[int, int]] = {}
        wanted = {self._groups[index] for index in indices}
        end = len(text)
        while end and wanted:
            start = text.rfind(b"\n", 0, max(end - _BLOCK, 0)) + 1
            block = text[start:end]
            settled = set()
            for index in self.fired(block) if len(block) < len(text) else indices:
                if self._groups[index] in wanted:
                    number, at = self._last(index, block)
                    found[index] = number, start + at
                    settled.add(self._groups[index])
            wanted -= settled
            end = start
        return {index: place for index, place in sorted(found.items()) if place[1] >= 0}

    def _last(self, index: int, text: bytes) -> tuple[int, int]:
        number, at = 0, -1
        for match in self._single[index].finditer(text):
            at = match.start()
            number = int(match.group(1)[:9]) if index < self._counted and match.group(1) else 1
        return number, at

    def count(self, index: int, text: bytes, limit: int = 200) -> int:
        """How often a shape occurs, up to `limit`."""
        found = 0
        for _ in self._single[index].finditer(text):
            found += 1
            if found >= limit:
                break
        return found


GRAMMAR: Final = Grammar()

_SECRET_SIGNS: Final = Signs(sign.encode() for _, regex in shapes.SECRET for sign in sorted(signs(regex)))
_MANY_SIGNS: Final = 20
"""Where there are more, the whole text is searched."""
_BEFORE_SIGN: Final = 1000
_BEHIND_SIGN: Final = 4000
"""Bytes; a token can be long."""
_SECRET_SET: Final = PatternSet(tuple(regex for _, regex in shapes.SECRET), case_sensitive=True, mib=1)
_SECRET_SINGLE: Final = tuple(compile_pattern(regex, case_sensitive=True) for _, regex in shapes.SECRET)
_PLACEHOLDER: Final = compile_pattern(shapes.PLACEHOLDER, case_sensitive=True)
_LINE_SET: Final = PatternSet(tuple(regex for _, regex in shapes.FOREIGN_LINE), case_sensitive=True, mib=2)
_LINE_KINDS: Final = tuple(kind for kind, _ in shapes.FOREIGN_LINE)
FILE_VIEW: Final = compile_pattern(shapes.FILE_VIEW, case_sensitive=True)


def secret_shapes(text: bytes) -> tuple[str, ...]:
    """Names of the secrets whose shape is in the text and which are no placeholder."""
    found = []
    near = _near_signs(text)
    for index in _SECRET_SET.matches(near):
        for match in _SECRET_SINGLE[index].finditer(near):
            around = near[max(match.start() - 10, 0) : match.end() + 10]
            if not _PLACEHOLDER.search(around):
                found.append(shapes.SECRET[index][0])
                break
    return tuple(found)


def _near_signs(text: bytes) -> bytes:
    """What stands around the signs of secrets, which most texts have none of."""
    places = _SECRET_SIGNS.found(text)
    if len(places) > _MANY_SIGNS:
        return text
    return b"\n".join([text[max(start - _BEFORE_SIGN, 0) : end + _BEHIND_SIGN] for _, start, end in places])


def line_kind(line: str) -> str:
    """'' for prose, else what the line is: log, diff, code, quote or table."""
    fired = _LINE_SET.found(line[:400].encode("utf-8", "replace"))
    return _LINE_KINDS[min(fired)] if fired else ""
