"""What the user says in a frame: the sentences that count, without courtesies, reports and what is only shown."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from services.classifier.core import marks
from services.classifier.core.reading import Reading, Sentence

FEW: Final = 5
"""Sentences of a message that is about one thing."""


class Said(msgspec.Struct, frozen=True, gc=False):
    """What the user's turns of the frame say, without courtesies and reports."""

    sentences: tuple[Sentence, ...]
    mask: int
    lead: int
    """Concepts of the opening only."""
    first: Sentence | None
    words: int
    secrets: tuple[str, ...]
    pasted: bool
    media: bool
    spoken: tuple[Sentence, ...] = ()
    """Those of the opening that stand before a text which is only shown."""
    real: tuple[Sentence, ...] = ()
    """Sentences that speak of what is, not of what might be or was and is over."""


def listen(turns: Sequence[Reading]) -> Said:
    """What these turns say."""
    kept = [item for turn in turns for item in turn.content]
    pasted = any(turn.pasted for turn in turns)
    own = [item for item in kept if not (item.mask & marks.REPORT)] or ([] if pasted else kept)
    own = [item for item in own if item.lead or item.mask & marks.EVENT]
    mask = lead = 0
    for item in own:
        mask |= item.mask
        lead |= item.mask if item.lead else 0
    first = own[0] if own else None
    spoken = _before_exhibit(own)
    return Said(
        sentences=tuple(own),
        mask=mask,
        lead=lead,
        first=first,
        words=sum(item.words for item in own),
        secrets=tuple(name for turn in turns for name in turn.secrets),
        pasted=pasted,
        media=any(turn.media for turn in turns),
        spoken=tuple(item for item in spoken if item.lead),
        real=tuple(item for item in spoken if _is_real(item)),
    )


def _is_real(sentence: Sentence) -> bool:
    imagined = sentence.mask & marks.HYPOTHETICAL and not sentence.mask & marks.UNSTAGED
    return not imagined and not sentence.mask & marks.CLOSED


def _before_exhibit(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """What is said before a text that is only shown: `fix the grammar of this:` and the text."""
    for index, item in enumerate(sentences):
        shows = item.mask & marks.TEXT_WORK or (
            item.mask & marks.EXPLAIN and not item.mask & (marks.FIX | marks.INVESTIGATE | marks.RUN)
        )
        parted = index + 1 < len(sentences) and sentences[index + 1].paragraph != item.paragraph
        if shows and (parted or (item.colon and item.mask & marks.TEXT_HEAD)):
            return sentences[: index + 1]
        if _takes_a_text(item) and (item.colon or item.asks or parted):
            return sentences[: index + 1]
        if index and item.paragraph != sentences[0].paragraph:
            break
    return sentences


_TROUBLED: Final = (
    marks.FIX
    | marks.INVESTIGATE
    | marks.TELLS
    | marks.STILL
    | marks.BUG
    | marks.LEAK
    | marks.LOSS
    | marks.MONEY_WRONG
    | marks.OTHERS
    | marks.DESTROY_COMMAND
)


def _takes_a_text(item: Sentence) -> bool:
    """`Add these to the samples:`, `which of these is right?`: what follows is taken as it is, and says nothing."""
    down_now = item.mask & marks.DOWN and item.mask & (marks.NOW | marks.PROD)
    return bool(item.mask & marks.EXHIBIT) and not item.mask & _TROUBLED and not down_now


def is_knowledge(sentence: Sentence) -> bool:
    """A question for knowledge, not a request in the form of one."""
    mask = sentence.mask
    if not mask & marks.QUESTION:
        return False
    if mask & marks.POLITE and mask & marks.WORK and not mask & (marks.EXPLAIN | marks.ONE_LINER | marks.TEXT_WORK):
        return False  # an order in the form of a question
    if not mask & marks.HEAD_WORK or mask & marks.ONE_LINER:
        return True
    return (
        sentence.asks
        and bool(mask & marks.INTERROGATIVE)
        and not mask
        & (marks.FIX | marks.TRANSFORM | marks.DESIGN | marks.INVESTIGATE | marks.COUNTED | marks.WHOLE | marks.STARTS)
    )


def asserted(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Sentences that say what is: neither what might be, nor what was and is over."""
    return [item for item in sentences if not item.mask & (marks.CLOSED | marks.HYPOTHETICAL)]


def near(sentences: Sequence[Sentence], at: int, reach: int) -> Sequence[Sentence]:
    """A sentence with those around it that may be about the same, `reach` before and behind it."""
    return sentences[max(at - reach, 0) : at + reach + 1]


def union(sentences: Iterable[Sentence]) -> int:
    """All concepts of these sentences."""
    mask = 0
    for item in sentences:
        mask |= item.mask
    return mask
