"""What a text that a tool printed, or that a user pasted, shows: failures by kind, with counts, and signs of success.

The latest state wins: numbers are read where they stand last, and a success after the last failure ends it.
"""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from services.classifier.core.lexicon import outcomes
from services.classifier.core.tables import GRAMMAR

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
_NOWHERE: Final = (0, -1)


class _Tally(msgspec.Struct, gc=False):
    kinds: set[str] = msgspec.field(default_factory=set)
    names: list[str] = msgspec.field(default_factory=list)
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    zero: set[str] = msgspec.field(default_factory=set)
    last_failure: int = -1
    last_success: int = -1
    last_green: int = -1
    """Of the summaries of a whole run that went well."""


def read(text: bytes) -> Evidence:
    """The evidence in one text."""
    fired = GRAMMAR.fired(text)
    if not fired:
        return NOTHING
    tally = _Tally()
    asks_where = any(map(_asks_where, fired))
    places = GRAMMAR.last(fired, text, max(len(text) - _NUMBER_BYTES, 0)) if asks_where else {}
    for index in fired:
        if index in places or not GRAMMAR.is_counted(index):
            _count(index, *places.get(index, _NOWHERE), tally)
    tail = text[-_COUNT_BYTES:]
    for kind in tally.zero - set(tally.counts):
        tally.kinds.discard(kind)  # the summary says that none failed
    if not tally.kinds:
        return Evidence(passed=tally.last_success >= 0 or bool(tally.zero))
    return Evidence(
        kinds=frozenset(tally.kinds),
        names=tuple(tally.names),
        failed_tests=_failed_tests(tally, fired, tail),
        errors=_errors(tally, fired, tail),
        files=_files(tail) if "compile" in tally.kinds else 0,
        passed=_ended_well(tally),
    )


def _asks_where(index: int) -> bool:
    """A number counts where it stands last, and a success ends what stands before it; failures alone need no place."""
    return GRAMMAR.is_counted(index) or GRAMMAR.shapes[index].kind == outcomes.SUCCESS


def _ended_well(tally: _Tally) -> bool:
    """A success stands behind the last failure; one test of many that passes ends no summary that counts failures."""
    if "hard" in tally.kinds:
        return False
    if tally.last_green >= 0 and tally.last_green >= tally.last_failure:  # "Failed: 0" is both at once
        return True
    return tally.last_success > tally.last_failure and not tally.counts


def _count(index: int, number: int, at: int, tally: _Tally) -> None:
    shape = GRAMMAR.shapes[index]
    if shape.kind == outcomes.SUCCESS:
        tally.last_success = max(tally.last_success, at)
        if shape.name.endswith(outcomes.GREEN):
            tally.last_green = max(tally.last_green, at)
    elif GRAMMAR.is_counted(index):
        if number > 0:
            tally.kinds.add(shape.kind)
            tally.names.append(shape.name)
            tally.counts[shape.kind] = max(tally.counts.get(shape.kind, 0), number)
            tally.last_failure = max(tally.last_failure, at)
        else:
            tally.zero.add(shape.kind)
            tally.last_success = max(tally.last_success, at)
    else:
        tally.kinds.add(shape.kind)
        tally.names.append(shape.name)
        tally.last_failure = max(tally.last_failure, at)


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


def _failed_tests(tally: _Tally, fired: Iterable[int], tail: bytes) -> int:
    """The larger of what the summaries say and how many cases are listed."""
    number = tally.counts.get("test", 0)
    if number:
        return number
    cases = [GRAMMAR.count(index, tail) for index in fired if GRAMMAR.shapes[index].name in _CASES]
    return max(cases, default=1 if "test" in tally.kinds else 0)


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
