"""The grammar of outputs compiled: which of its shapes a text holds, where the last one stands, and its number.

It is built once per process, and holds no state of a request and none of a config.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.classifier.core.lexicon import outcomes
from services.classifier.core.lexicon.written import Borders, Parted, parted
from services.classifier.core.literals import Literals
from shared.config.regex import PatternSet, compile_pattern

_WORD: Final = frozenset(bytes((byte,)) for byte in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_BLOCK: Final = 1500
"""Bytes; outputs are mostly shorter."""
_MIB_OF_ONE: Final = 1
_MOST_PLACES: Final = 600
"""Of signs, the last, whose lines are looked at: 56 KB of outputs of hundreds of tools hold 360 at most."""
Place = tuple[int, int]
"""(number of a counted shape, else 1; where it begins)."""
NOWHERE: Final[Place] = (0, -1)
_Hit = tuple[int, int, int]
"""(string, start, end)."""
_Hits = list[_Hit]


@dataclass(frozen=True, slots=True, eq=False)
class _Signed:
    """A shape, or an alternative of it, that is looked for in lines that hold a sign of it."""

    index: int
    found: Callable[[bytes], list[int] | None]
    signs: frozenset[int]


class _Strings:
    """Shapes that are strings, and those that hold one, by index: all strings are looked for in one pass."""

    def __init__(self, shapes: Sequence[Parted]) -> None:
        meant: defaultdict[bytes, list[tuple[int, Borders | None]]] = defaultdict(list)
        for index, shape in enumerate(shapes):
            for string, borders in shape.strings:
                meant[string].append((index, borders if any(borders) else None))
        signs = (sign for shape in shapes for signed in shape.signed for sign in signed.signs)
        numbers = {string: number for number, string in enumerate(dict.fromkeys((*meant, *signs)))}
        self._found = Literals(numbers, few=True).found
        self._meant = [meant.get(string, ()) for string in numbers]
        """Of each string: the shapes, and where it has to stand for it."""
        self._signed: defaultdict[int, list[_Signed]] = defaultdict(list)
        """Of each sign."""
        for index, shape in enumerate(shapes):
            for expression, listed in shape.signed:
                found = PatternSet((expression,), case_sensitive=True, mib=_MIB_OF_ONE).found
                signed = _Signed(index, found, frozenset(map(numbers.__getitem__, listed)))
                for number in signed.signs:
                    self._signed[number].append(signed)

    def of(self, text: bytes) -> dict[int, int]:
        """Where a string of each shape in a text stands last; -1 where it is found by a sign."""
        hits = self._found(text, True)
        last = {hit[0]: hit for hit in hits}
        places: dict[int, int] = {}
        if self._place(last.values(), text, places):
            self._place(hits, text, places)  # one does not stand as it must where it is last
        for index in self._in_lines(hits, last, text):
            places.setdefault(index, -1)
        return places

    def _place(self, hits: Iterable[_Hit], text: bytes, places: dict[int, int]) -> bool:
        """Note where shapes stand; says whether a string does not stand as it must."""
        misplaced = False
        for number, start, end in hits:
            for index, borders in self._meant[number]:
                if borders and not _stands(borders, text, start, end):
                    misplaced = True
                else:
                    places[index] = max(start, places.get(index, -1))
        return misplaced

    def _in_lines(self, hits: _Hits, last: Mapping[int, _Hit], text: bytes) -> set[int]:
        """The shapes that are in lines which hold their signs: mostly in the last of these."""
        found: set[int] = set()
        missed: list[_Signed] = []
        begins: dict[int, int] = {}
        for number in self._signed.keys() & last.keys():
            begin, end = _line_at(text, last[number][1])
            begins[number], line = begin, text[begin:end]
            for signed in self._signed[number]:
                if signed.index not in found:
                    if signed.found(line):
                        found.add(signed.index)
                    else:
                        missed.append(signed)
        left = [signed for signed in missed if signed.index not in found]
        if left:
            asked = set().union(*(signed.signs for signed in left))
            before = [(number, start) for number, start, _ in hits if number in asked and start < begins[number]]
            found.update(_in_others(left, before[-_MOST_PLACES:], text))
        return found


def _in_others(left: Sequence[_Signed], places: Sequence[tuple[int, int]], text: bytes) -> Iterator[int]:
    """Of some shapes those in the lines of these places of signs, which ascend."""
    lines: defaultdict[int, set[bytes]] = defaultdict(set)
    line, end = b"", -1
    for number, start in places:
        if start > end:
            begin, end = _line_at(text, start)
            line = text[begin:end]
        lines[number].add(line)
    for signed in left:
        others = set().union(*(lines[number] for number in signed.signs & lines.keys()))
        if others and signed.found(b"\n".join(others)):
            yield signed.index


def _line_at(text: bytes, place: int) -> tuple[int, int]:
    end = text.find(b"\n", place)
    return text.rfind(b"\n", 0, place) + 1, end if end >= 0 else len(text)


def _stands(borders: Borders, text: bytes, start: int, end: int) -> bool:
    return not (borders.before and not _is_border(text, start)) and not (borders.behind and not _is_border(text, end))


def _is_border(text: bytes, at: int) -> bool:
    return (text[at - 1 : at] in _WORD) != (text[at : at + 1] in _WORD)


class _Automaton:
    """Shapes by index."""

    def __init__(self, expressions: Iterable[str]) -> None:
        listed = [(index, expression) for index, expression in enumerate(expressions) if expression]
        self._index = [index for index, _ in listed]
        self._found = PatternSet(tuple(expression for _, expression in listed), case_sensitive=True, mib=12).found

    def of(self, text: bytes) -> list[int]:
        """The shapes in a text."""
        return [self._index[at] for at in self._found(text) or ()]


class Grammar:
    """Shapes of output, looked for in a whole text at once."""

    def __init__(self) -> None:
        """Compile the tables of `outcomes`."""
        self.shapes = outcomes.COUNTED + outcomes.FAILURES + outcomes.SUCCESSES
        apart = [parted(shape.regex) for shape in self.shapes]
        self._strings = _Strings(apart)
        self._lines = _Automaton(shape.of_lines for shape in apart)
        self._others = _Automaton(shape.others for shape in apart)
        self._is_strings = [not (shape.signed or shape.of_lines or shape.others) for shape in apart]
        self._single = [compile_pattern(shape.regex, case_sensitive=True) for shape in self.shapes]
        self._counted = len(outcomes.COUNTED)
        self.kinds = {shape.name: shape.kind for shape in self.shapes}

    def __repr__(self) -> str:
        """Grammar(130 shapes)."""
        return f"Grammar({len(self.shapes)} shapes)"

    def fired(self, text: bytes) -> dict[int, int]:
        """Indices of the shapes that occur, ascending, each with where a string of it stands last; -1 where none does."""
        strings = self._strings.of(text)
        fired = sorted({*strings, *self._lines.of(text), *self._others.of(text)})
        return {index: strings.get(index, -1) for index in fired}

    def is_counted(self, index: int) -> bool:
        """Whether the shape has a number of failures."""
        return index < self._counted

    def last(self, fired: Mapping[int, int], index: int, text: bytes, start: int = 0) -> Place:
        """The last match of a shape behind `start`. `fired`: the shapes of the text.

        Most stand near the end, so some lines are looked at from there, and then more.
        """
        at = fired[index] if fired[index] >= start else -1
        end, size = 0 if self._is_strings[index] else len(text), _BLOCK
        while end > max(at, start):
            begin = max(text.rfind(b"\n", start, max(end - size, start)) + 1, start)
            if matches := deque(self._single[index].finditer(text[begin:end]), maxlen=1):
                number = matches[0].group(1)[:9] if index < self._counted else b"1"
                return int(number), max(begin + matches[0].start(), at)
            end, size = begin, size * 2
        return (1, at) if at >= 0 else NOWHERE

    def any_behind(self, fired: Mapping[int, int], indices: Sequence[int], text: bytes, start: int) -> bool:
        """Whether one of these shapes begins at `start` or behind it. `fired`: the shapes of the text."""
        if any(fired[index] >= start for index in indices):
            return True
        rest = self.fired(text[text.rfind(b"\n", 0, start) + 1 :]).keys() & indices
        return any(not self._is_strings[index] and self._single[index].search(text, start) for index in rest)

    def count(self, index: int, text: bytes, limit: int = 20) -> int:
        """How often a shape occurs, up to `limit`."""
        found = 0
        for _ in self._single[index].finditer(text):
            found += 1
            if found >= limit:
                break
        return found


GRAMMAR: Final = Grammar()
