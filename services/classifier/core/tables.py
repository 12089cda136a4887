"""The tables of shapes compiled, for each kind of text.

The sets are built once per process. They hold no state of a request and none of a config.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from services.classifier.core.lexicon import outcomes, shapes
from services.classifier.core.lexicon.needed import signs
from services.classifier.core.lexicon.written import Borders, Parted, parted
from services.classifier.core.literals import Literals, Signs
from shared.config.regex import PatternSet, compile_pattern

_WORD: Final = frozenset(bytes((byte,)) for byte in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_BLOCK: Final = 1500
"""Bytes; outputs are mostly shorter."""


class _Strings:
    """Shapes that are strings, by index: all strings are looked for in one pass."""

    def __init__(self, shapes: Sequence[Parted]) -> None:
        strings: defaultdict[bytes, list[tuple[int, Borders | None]]] = defaultdict(list)
        for index, shape in enumerate(shapes):
            for string, borders in shape.strings:
                strings[string].append((index, borders if any(borders) else None))
        self._found = Literals(strings, few=True).found
        self._meant = list(strings.values())
        """Of each string: the shapes, and where it has to stand for it."""

    def of(self, text: bytes) -> dict[int, int]:
        """Where each shape in a text stands last."""
        hits = self._found(text, True)
        last = {hit[0]: hit for hit in hits}
        places: dict[int, int] = {}
        if self._place(last.values(), text, places):
            self._place(hits, text, places)  # one does not stand as it must where it is last
        return places

    def _place(self, hits: Iterable[tuple[int, int, int]], text: bytes, places: dict[int, int]) -> bool:
        """Note where shapes stand; says whether a string does not stand as it must."""
        misplaced = False
        for number, start, end in hits:
            for index, borders in self._meant[number]:
                if borders and not _stands(borders, text, start, end):
                    misplaced = True
                else:
                    places[index] = max(start, places.get(index, -1))
        return misplaced


def _stands(borders: Borders, text: bytes, start: int, end: int) -> bool:
    return not (borders.before and not _is_border(text, start)) and not (borders.behind and not _is_border(text, end))


def _is_border(text: bytes, at: int) -> bool:
    return (text[at - 1 : at] in _WORD) != (text[at : at + 1] in _WORD)


class _Automaton:
    """Shapes that are no strings, by index."""

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
        self._is_strings = [not shape.of_lines and not shape.others for shape in apart]
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

    def fired(self, text: bytes) -> dict[int, int]:
        """Indices of the shapes that occur, ascending, each with where a string of it stands last; -1 where none does."""
        strings = self._strings.of(text)
        fired = sorted({*strings, *self._lines.of(text), *self._others.of(text)})
        return {index: strings.get(index, -1) for index in fired}

    def is_counted(self, index: int) -> bool:
        """Whether the shape has a number of failures."""
        return index < self._counted

    def last(self, fired: Mapping[int, int], text: bytes, start: int = 0) -> dict[int, tuple[int, int]]:
        """Behind `start`: (last number, its place) of each counted shape, and (1, place) of others, of each group the one that stands last among them.

        `fired`: the shapes of the text. Most stand near the end, so lines are looked at from there, some at a time, back to where a string stands.
        """
        found: dict[int, tuple[int, int]] = {}
        furthest: dict[object, int] = {}
        for index, at in fired.items():
            if index >= self._counted and at >= start:
                furthest[self._groups[index]] = max(at, furthest.get(self._groups[index], at))
                found[index] = 1, at
        wanted = {self._groups[index] for index in fired}
        end = len(text)
        while end > start and wanted:
            begin = max(text.rfind(b"\n", start, max(end - _BLOCK, start)) + 1, start)
            block = text[begin:end]
            for index in self._in_block(fired, block, begin, whole=len(block) == len(text)):
                group = self._groups[index]
                if group in wanted:
                    number, at = self._last(index, block, max(furthest.get(group, -1) + 1 - begin, 0))
                    if at >= 0:
                        furthest[group] = begin + at
                        found[index] = number, begin + at
            wanted = {group for group in wanted if furthest.get(group, -1) < begin}
            end = begin
        return found

    def _in_block(self, fired: Mapping[int, int], block: bytes, begin: int, *, whole: bool) -> Iterable[int]:
        """Of the shapes that fired those in a block whose place is not known."""
        if whole:
            return (index for index in fired if not self._is_strings[index] or index < self._counted)
        numbered = (index for index, at in fired.items() if index < self._counted and begin <= at < begin + len(block))
        return {*self._lines.of(block), *self._others.of(block), *numbered}

    def _last(self, index: int, text: bytes, start: int = 0) -> tuple[int, int]:
        matches = deque(self._single[index].finditer(text, start), maxlen=1)
        if not matches:
            return 0, -1
        written = matches[0].group(1) if index < self._counted else None
        return int(written[:9]) if written else 1, matches[0].start()

    def count(self, index: int, text: bytes, limit: int = 20) -> int:
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
_LINE_SET: Final = PatternSet(
    tuple(regex for _, regex in (*shapes.FOREIGN_LINE, *shapes.DOUBTFUL_LINE)), case_sensitive=True, mib=12
)
"""Most texts ask for 4 MiB. With 8 it is built again and again for 146,000 lines of outputs, prose and code in 15 languages: a look costs
two to three times as much."""
_LINE_KINDS: Final = tuple(kind for kind, _ in shapes.FOREIGN_LINE)
_DOUBTED: Final = tuple(words for words, _ in shapes.DOUBTFUL_LINE)
"""The words up to which a line of a doubtful shape is code whatever they are."""
_SIGN_OF_CODE: Final = re.compile(shapes.SIGN_OF_CODE)
_LINE_CHARS: Final = 400
_AROUND_WORDS: Final = ",.;:!?()[]{}\"'“”"
_FEW_WORDS: Final = 5
WIDE: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
"""Letters of scripts without blanks."""
_WORDS_OF_PROSE: Final = 0.6
_WORDS_OF_CODE: Final = 0.75
"""Shares of words from which on, and up to which, a line reads so."""
_OPEN: Final = "?"
"""Ends the kinds of lines that a person may say, too."""
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
    """'' for prose, else what the line is: log, diff, code, quote, table, or what happened at a time of day (`clock`).

    With a `?` what begins as such lines do and reads as prose.
    """
    line = line[:_LINE_CHARS]
    fired = _LINE_SET.found(line.encode("utf-8", "replace"))
    if not fired:
        return ""
    first = min(fired)
    if first < len(_LINE_KINDS):
        kind = _LINE_KINDS[first]
        is_open = kind[-1] == _OPEN
        return kind[:-1] if is_open and _share_of_words(line) < _WORDS_OF_PROSE else kind
    words = _DOUBTED[max(fired) - len(_LINE_KINDS)]
    if len(line.split(None, words)) <= words:
        return "code"
    return "code" if _SIGN_OF_CODE.search(line) and _share_of_words(line) <= _WORDS_OF_CODE else ""


def _share_of_words(line: str) -> float:
    """How much of a line is words; 0 when it is short, 1 when it is written without blanks."""
    if not line.isascii() and WIDE.search(line):
        return 1.0
    words = [word.strip(_AROUND_WORDS) for word in line.split()]
    return sum(len(word) > 1 and word.isalpha() for word in words) / len(words) if len(words) >= _FEW_WORDS else 0.0
