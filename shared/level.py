"""The four levels of difficulty, in order."""

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How hard a request is: easy < medium < hard < critical."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Place in the order, 0 (easy) to 3 (critical)."""
        return _RANK[self]

    def at_least(self, other: "Level") -> "Level":
        """The higher of the two."""
        return other if other.rank > self.rank else self

    def at_most(self, other: "Level") -> "Level":
        """The lower of the two."""
        return other if other.rank < self.rank else self

    def lowered(self) -> "Level":
        """One level down; easy stays easy."""
        return LEVELS[max(self.rank - 1, 0)]

    def raised(self) -> "Level":
        """One level up; critical stays critical."""
        return LEVELS[min(self.rank + 1, len(LEVELS) - 1)]


LEVELS: Final = tuple(Level)
_NAMED: Final = {level.value: level for level in LEVELS}
_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}


def parse_level(text: str) -> Level | None:
    """The level that `text` names, case and surrounding blanks forgiven; None if it names none."""
    return _NAMED.get(text.strip().lower())
