"""Many literal strings looked for in one pass over a text: the automaton of Aho and Corasick. The only module that imports ahocorasick_rs."""

from collections.abc import Callable, Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation


class Literals:
    """Strings by index. The automaton is whole from the start: a text of unseen words costs what a known one does."""

    def __init__(self, literals: Iterable[bytes]) -> None:
        """Compile; 60 ms and 4 MiB for 30,000 of them."""
        listed = list(literals)
        automaton = BytesAhoCorasick(listed, implementation=Implementation.ContiguousNFA)
        self._size = len(listed)
        self.found: Callable[[bytes, bool], list[tuple[int, int, int]]] = automaton.find_matches_as_indexes
        """(index, start, end) of each occurrence, in bytes; the second argument: those within others, too."""

    def __repr__(self) -> str:
        """Literals(31870)."""
        return f"Literals({self._size})"
