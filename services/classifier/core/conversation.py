"""The messages of a request as the stages see them: what one says is read when it is asked for, and of most it never is.

A history is as long as the day; what decides is the active task and the latest state in it. What is asked for follows from
the request alone, so a decision does not depend on what a worker has read before.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final, Protocol

from services.classifier.core.findings import Findings
from services.classifier.core.reading import Names, Reading, Subject

SPEAKERS: Final = ("user", "assistant")
"""Whose messages name things whatever they come to; the output of a run does only when it failed."""
LOOKED_BACK: Final = 16
"""Messages before a turn that are asked what they are about and what they name."""
_RUNS: Final = 3
"""Runs, the latest, whose output can name what the user speaks of."""


class Conversation(Protocol):
    """Messages by index from 0, the oldest first."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The role of each."""

    def __getitem__(self, index: int) -> Reading:
        """What a message says."""

    def findings(self, index: int) -> Findings:
        """What a message shows: failures and successes."""

    def acts(self, index: int) -> bool:
        """Whether a message is the result of a tool that does something, and does not only look."""

    def key(self, index: int) -> str:
        """Hash of the opening of a message of the user, 16 hex characters."""

    def names(self, index: int) -> Names:
        """What a message names, if it may name something: said by the user or the agent, or the output of a run that failed."""

    def subject(self, index: int) -> Subject:
        """What a message is about."""

    def whole(self, index: int) -> str:
        """Hash of all of a message, 16 hex characters."""


def back(conversation: Conversation, role: str, start: int, end: int) -> Iterator[int]:
    """Indices in [start, end) of the messages of a role, the latest first."""
    return (index for index in range(end - 1, start - 1, -1) if conversation.roles[index] == role)


def shares_names(readings: Conversation, at: int, start: int, end: int) -> bool:
    """Whether the turn at `at` names a file or an identifier that was named in [start, end): at its start, or lately."""
    names = readings.names(at)
    if not names or start >= end:
        return False
    recent = max(start + 1, end - LOOKED_BACK)
    talk = (index for index in range(end - 1, recent - 1, -1) if readings.roles[index] in SPEAKERS)
    runs = islice(back(readings, "tool", recent, end), _RUNS)
    return any(names & readings.names(index) for index in chain((start,), talk, runs))
