"""Many literal strings looked for in one pass over a text, by the crate aho-corasick. The only module that imports ahocorasick_rs."""

from collections.abc import Callable, Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind


class Literals:
    """Strings by index. The automaton is whole from the start: a text of unseen words costs what a known one does."""

    def __init__(self, literals: Iterable[bytes], *, few: bool = False) -> None:
        """Compile; 60 ms and 4 MiB for 30,000 of them. `few`: for some hundred, found four times as fast for more memory each."""
        listed = list(literals)
        how = Implementation.DFA if few else Implementation.ContiguousNFA
        automaton = BytesAhoCorasick(listed, implementation=how)
        self._size = len(listed)
        self.found: Callable[[bytes, bool], list[tuple[int, int, int]]] = automaton.find_matches_as_indexes
        """(index, start, end) of each occurrence, in bytes; the second argument: those within others, too."""

    def __repr__(self) -> str:
        """Literals(31870)."""
        return f"Literals({self._size})"


class Signs:
    """A few dozen strings that are seldom in a text: they are looked for 16 bytes at a time, 10 us for 100 KB that hold none."""

    def __init__(self, signs: Iterable[bytes]) -> None:
        """Compile."""
        automaton = BytesAhoCorasick(list(signs), matchkind=MatchKind.LeftmostFirst)
        self.found: Callable[[bytes], list[tuple[int, int, int]]] = automaton.find_matches_as_indexes
        """(index, start, end) of each occurrence, in bytes, but of those that overlap only the first."""
