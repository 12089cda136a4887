"""Failures on show: what the agent's runs came to, and what the user pasted. The latest state wins."""

from itertools import islice, takewhile
from typing import Final

import msgspec

from services.classifier.core import marks
from services.classifier.core.conversation import Conversation, back
from services.classifier.core.evidence import Evidence
from services.classifier.core.findings import NONE, Findings
from services.classifier.core.frame import Frame
from services.classifier.core.reading import Reading
from services.classifier.core.said import listen


class Outcomes(msgspec.Struct, frozen=True, gc=False):
    """What the agent's runs in the frame came to."""

    failures: tuple[Evidence, ...]
    """Of the latest runs, those that failed since the last success."""
    runs: int
    """How many said how they went, up to 3."""
    ended_well: bool
    """The last of them went well, and something was done before it: who runs the tests first only sees where they stand."""
    mended: bool = False
    """A run that failed is followed by one that went well, and the user has said nothing since."""


_LATEST: Final = 3
"""Three failures are a loop that is stuck, and more mean the same."""


def follow(readings: Conversation, frame: Frame) -> Outcomes:
    """The latest runs of a frame; a success ends the failures before it."""
    shown = (
        (index, readings.findings(index).evidence) for index in back(readings, "tool", frame.start, len(readings.roles))
    )
    telling = list(islice(((index, found) for index, found in shown if found.failing or found.passed), _LATEST))
    runs = [found for _, found in telling]
    failures = tuple(takewhile(lambda found: found.failing, runs))
    if failures and _went_well_since(readings, frame, telling[0][0]):
        failures = ()
    ended_well = bool(runs) and not failures and any(map(readings.acts, range(frame.start, telling[0][0])))
    mended = ended_well and len(runs) > 1 and readings.roles[-1] == "tool" and any(found.failing for found in runs)
    return Outcomes(failures[::-1], len(runs), ended_well, mended)


def _went_well_since(readings: Conversation, frame: Frame, run: int) -> bool:
    """Whether the user shows behind a run of the agent that it went well."""
    behind = (index for index in frame.turns if index > run and readings[index].pasted and index not in frame.far)
    return any(readings.findings(index).evidence.passed for index in behind)


class Shown(msgspec.Struct, frozen=True, gc=False):
    """All failures on show, of tools and of pastes, taken together."""

    kinds: frozenset[str]
    names: frozenset[str]
    failed_tests: int
    errors: int
    files: int
    pasted_log: bool
    """A log was pasted, or a tool failed; not only a mention in a sentence."""


def gather(readings: Conversation, frame: Frame, outcomes: Outcomes) -> Shown:
    """What failed and was not mended since. What is put into a test or a text, or only shown, did not fail."""
    logs, told = _of_turns(readings, frame, outcomes)
    everything = [*logs, *told, *outcomes.failures]
    return Shown(
        kinds=frozenset(kind for found in everything for kind in found.kinds),
        names=frozenset(name for found in everything for name in found.names),
        failed_tests=max((found.failed_tests for found in everything), default=0),
        errors=max((found.errors for found in everything), default=0),
        files=max((found.files for found in everything), default=0),
        pasted_log=bool(outcomes.failures or logs),
    )


def _is_exhibit(turn: Reading) -> bool:
    """Whether what a turn shows is material for a text or for something to be made, not what came of something."""
    said = listen([turn])
    first = said.first
    if first is None or first.head & marks.TELLS or said.mask & marks.FIX:
        return False
    return bool(first.mask & (marks.TEXT_WORK | marks.BUILDING))


def _told_in(readings: Conversation, index: int) -> Findings:
    """What a turn tells of how something went: nothing where what it shows is only an exhibit."""
    found = readings.findings(index)
    return NONE if found.tells and _is_exhibit(readings[index]) else found


def _of_turns(readings: Conversation, frame: Frame, outcomes: Outcomes) -> tuple[list[Evidence], list[Evidence]]:
    """Failures that the user pasted, and those in the user's own sentences: of the latest turns that tell how something went."""
    if not frame.turns:
        return [], []
    latest = _told_in(readings, frame.turns[-1])
    if (latest.evidence.passed or outcomes.ended_well) and not latest.evidence.failing:
        return [], [latest.inline] if latest.inline.failing else []
    turns = (_told_in(readings, index) for index in reversed(frame.turns) if index not in frame.far)
    telling = list(islice((turn for turn in turns if turn.tells), _LATEST))
    logs = [turn.evidence for turn in telling if turn.evidence.failing]
    return logs, [turn.inline for turn in telling if turn.inline.failing]
