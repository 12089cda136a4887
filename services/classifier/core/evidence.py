"""What a text that a tool printed, or that a user pasted, shows: failures by kind, with counts, and signs of success.

The latest state wins: numbers are read where they stand last, and a success after the last failure ends it.
"""

import re
from collections.abc import Container, Iterable, Mapping
from typing import Final

import msgspec

from services.classifier.core.grammar import GRAMMAR
from services.classifier.core.lexicon import outcomes

_NUMBER_BYTES: Final = 16_000
"""The end of it, in which numbers are read."""
_COUNT_BYTES: Final = 8_000
"""The end of that, in which lines are counted: more than any rule asks for."""
SEVERAL_FILES: Final = 2
"""No rule asks for more, and more are not counted."""
_PLACE: Final = re.compile(
    rb"[ \t]{0,40}(?:-->|e:|\[error\]|\[ERROR\]|error in|ERROR in)?[ \t]{0,9}(?:file:///)?((?:[A-Za-z]:)?[\w\x80-\xff.@/\\+-]{1,200}\.\w{1,8})[:(]\d+"
)


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """Failures that a text shows. Kinds: test, trace, compile, patch, ci, infra, db, http, hard."""

    kinds: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    """Names of the shapes that fired."""
    failed_tests: int = 0
    errors: int = 0
    """Compile errors."""
    files: int = 0
    """Files that compile errors name, up to `SEVERAL_FILES`."""
    passed: bool = False
    """The text shows success and no failure after it."""

    @property
    def failing(self) -> bool:
        """Something failed and was not mended within the text."""
        return bool(self.kinds) and not self.passed

    @property
    def real(self) -> frozenset[str]:
        """Kinds that stand for a failure of their own; an exit code or a log level only goes with one."""
        return self.kinds - {"ci"}


NOTHING: Final = Evidence()


class _Tally(msgspec.Struct, gc=False):
    """What of a text is counted, and what went wrong or well in it without a number."""

    kinds: set[str] = msgspec.field(default_factory=set)
    names: list[str] = msgspec.field(default_factory=list)
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    zero: set[str] = msgspec.field(default_factory=set)
    counted_at: int = -1
    """Where the last number of failures stands, and the last that says there are none."""
    zero_at: int = -1
    failures: list[int] = msgspec.field(default_factory=list)
    successes: list[int] = msgspec.field(default_factory=list)


def read(text: bytes) -> Evidence:
    """The evidence in one text."""
    fired = GRAMMAR.fired(text)
    if not fired:
        return NOTHING
    start = max(len(text) - _NUMBER_BYTES, 0)
    tally = _Tally()
    for index in fired:
        _count(index, fired, text, start, tally)
    kinds = tally.kinds - (tally.zero - tally.counts.keys())  # the summary says that none failed
    if not kinds:
        return Evidence(passed=bool(tally.zero) or _last_of(tally.successes, fired, text, start) >= 0)
    tail = text[-_COUNT_BYTES:]
    return Evidence(
        kinds=frozenset(kinds),
        names=tuple(tally.names),
        failed_tests=_failed_tests(kinds, tally, fired, tail),
        errors=_errors(tally, fired, tail),
        files=_files(tail) if "compile" in kinds else 0,
        passed="hard" not in kinds and _ended_well(tally, fired, text, start),
    )


def _count(index: int, fired: Mapping[int, int], text: bytes, start: int, tally: _Tally) -> None:
    shape = GRAMMAR.shapes[index]
    if shape.kind == outcomes.SUCCESS:
        tally.successes.append(index)
        return
    if not GRAMMAR.is_counted(index):
        tally.failures.append(index)
    else:
        number, at = GRAMMAR.last(fired, index, text, start)
        if not number:
            if at >= 0:
                tally.zero.add(shape.kind)
                tally.zero_at = max(tally.zero_at, at)
            return
        tally.counts[shape.kind] = max(tally.counts.get(shape.kind, 0), number)
        tally.counted_at = max(tally.counted_at, at)
    tally.kinds.add(shape.kind)
    tally.names.append(shape.name)


def _ended_well(tally: _Tally, fired: Mapping[int, int], text: bytes, start: int) -> bool:
    """A success stands behind the last failure; one test of many that passes ends no summary that counts failures."""
    greens = [index for index in tally.successes if GRAMMAR.shapes[index].name.endswith(outcomes.GREEN)]
    green = _last_of(greens, fired, text, start)
    if green >= 0 and tally.counted_at <= green and not GRAMMAR.any_behind(fired, tally.failures, text, green + 1):
        return True  # "Failed: 0" is both at once
    if tally.counts:
        return False
    success = max(tally.zero_at, _last_of(tally.successes, fired, text, start))
    return success >= 0 and not GRAMMAR.any_behind(fired, tally.failures, text, success)


def _last_of(indices: Iterable[int], fired: Mapping[int, int], text: bytes, start: int) -> int:
    """Where the last of these shapes stands; -1 where none stands behind `start`."""
    return max((GRAMMAR.last(fired, index, text, start)[1] for index in indices), default=-1)


_CASES: Final = frozenset(
    {
        "pytest_case",
        "jest_case",
        "go_case",
        "cargo_case",
        "junit_case",
        "unittest_case",
        "tap_case",
        "gtest_case",
        "minitest_case",
    }
)
_COMPILE_LINES: Final = frozenset({"tsc", "rustc", "gcc", "msvc", "javac", "kotlinc", "go", "swiftc", "mypy", "linker"})


def _failed_tests(kinds: Container[str], tally: _Tally, fired: Iterable[int], tail: bytes) -> int:
    """The larger of what the summaries say and how many cases are listed."""
    number = tally.counts.get("test", 0)
    if number:
        return number
    cases = [GRAMMAR.count(index, tail) for index in fired if GRAMMAR.shapes[index].name in _CASES]
    return max(cases, default=1 if "test" in kinds else 0)


def _errors(tally: _Tally, fired: Iterable[int], tail: bytes) -> int:
    lines = [GRAMMAR.count(index, tail) for index in fired if GRAMMAR.shapes[index].name in _COMPILE_LINES]
    return max([tally.counts.get("compile", 0), *lines])


def _files(tail: bytes) -> int:
    """Files of which a line is named."""
    found: set[bytes] = set()
    for place in filter(None, map(_PLACE.match, tail.split(b"\n"))):
        found.add(place.group(1))
        if len(found) == SEVERAL_FILES:
            break
    return len(found)
