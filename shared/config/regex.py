"""RE2 patterns: linear in the text whatever the pattern. The only module that imports re2."""

from collections.abc import Callable

import re2


class RegexError(Exception):
    """A pattern that RE2 does not take; the message says why."""


def _options(*, case_sensitive: bool, max_mem: int) -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case_sensitive
    options.max_mem = max_mem
    options.encoding = re2.Options.Encoding.UTF8
    return options


def compile_pattern(pattern: str, *, case_sensitive: bool = False) -> "re2._Regexp":
    """One compiled pattern for counting matches; raises `RegexError`."""
    try:
        return re2.compile(pattern, _options(case_sensitive=case_sensitive, max_mem=8 << 20))
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise RegexError(reason) from error


class PatternSet:
    """Many patterns tried in one pass over a text: says which of them occur (or, anchored, begin it), not where or how often.

    Its automaton is built as texts need it, and from the beginning again when it has no more room: with too little a set
    thrashes (340 us per KB measured against 3).
    """

    def __init__(
        self, patterns: tuple[str, ...], *, case_sensitive: bool = False, anchored: bool = False, mib: int = 64
    ) -> None:
        """Compile; raises `RegexError` naming the first pattern that RE2 does not take. `mib`: the most memory it may take."""
        self._size = len(patterns)
        options = _options(case_sensitive=case_sensitive, max_mem=mib << 20)
        self._set = re2.Set.MatchSet(options) if anchored else re2.Set.SearchSet(options)
        for pattern in patterns:
            try:
                self._set.Add(pattern)
            except re2.error:
                compile_pattern(pattern, case_sensitive=case_sensitive)  # a set does not say why; alone it does
                raise
        self.found: Callable[[bytes], list[int] | None] = self._set.Match if patterns else _nothing
        """`matches` for those who count each microsecond: in no order, None for none."""
        if patterns:
            self._set.Compile()

    def __repr__(self) -> str:
        """PatternSet(62 patterns)."""
        return f"PatternSet({self._size} patterns)"

    def matches(self, text: bytes) -> list[int]:
        """Indices of the patterns that occur in `text` (UTF-8), ascending."""
        return sorted(self.found(text) or ())


def _nothing(text: bytes) -> None:
    """What no patterns find."""
