"""What kind of request it is: intent, operation, and whether it is small, ordinary, or only to be read."""

from typing import Final

from services.classifier.core import marks
from services.classifier.core.facts import Asked, Intent, Operation
from services.classifier.core.reading import Sentence
from services.classifier.core.said import Said, is_knowledge
from services.classifier.core.shown import Shown

_A_CLAUSE: Final = 12
_A_LINE: Final = 14
_TWO_LINES: Final = 30
"""Words."""
_A_SENTENCE: Final = 5
"""Words from which on a request of an unknown kind is taken for work."""


def classify(said: Said, shown: Shown) -> Asked:
    """What the opening of the request asks for; a report or a courtesy at its end changes nothing."""
    mask = said.lead
    opening = said.first.mask if said.first else 0
    text_work = _is_text_work(said, opening)
    one_liner = _is_one_liner(said, opening)
    failing = _shows_own_failure(said, shown)
    read_only = text_work or _only_explains(said, opening, failing=failing)
    tiny = _is_tiny(said, mask)
    return Asked(
        intent=_intent(said, mask, shown, read_only=read_only, text_work=text_work),
        operation=_operation(mask, read_only=read_only),
        read_only=read_only or (one_liner and not failing),
        tiny=tiny,
        ordinary=not read_only and not tiny and not one_liner and _is_ordinary(said, mask),
        builds=bool(opening & marks.BUILDING) and not opening & marks.FIX_HEAD,
        toy=bool(said.mask & marks.TOY),
        small=bool(said.mask & marks.SMALL),
    )


def _is_text_work(said: Said, opening: int) -> bool:
    """To translate, summarise or polish a text; it may be introduced first."""
    if opening & marks.TEXT_WORK:
        return True
    asks = any(item.mask & marks.TEXT_HEAD for item in said.sentences[1:3] if item.lead)
    return asks and not said.lead & marks.HEAD_WORK


def _is_one_liner(said: Said, opening: int) -> bool:
    """A command, a regex, an expression, or how to do one thing."""
    wide = said.lead & (marks.COUNTED | marks.WHOLE)
    return bool(opening & marks.ONE_LINER) and not wide and not opening & marks.STARTS and said.words <= 25


def _asks_first(said: Said) -> bool:
    return said.first is not None and is_knowledge(said.first)


def _shows_own_failure(said: Said, shown: Shown) -> bool:
    """A failure is shown; an error that only stands in a question is what the question is about."""
    asks = _asks_first(said) or (said.first is not None and bool(said.first.mask & marks.EXPLAIN_ONLY))
    return bool(shown.kinds) and (shown.pasted_log or bool(said.lead & marks.FIX) or not asks)


def _only_explains(said: Said, opening: int, *, failing: bool) -> bool:
    changes = opening & (marks.FIX | marks.CREATE | marks.ADD | marks.TRANSFORM | marks.REVIEW_HEAD)
    if not _asks_first(said) and (not opening & marks.EXPLAIN or changes):
        return False
    if _later_work(said) or _weighs_design(said):
        return False
    return not failing or (bool(opening & marks.EXPLAIN_ONLY) and not said.mask & (marks.FIX | marks.REPEAT))


def _later_work(said: Said) -> bool:
    return any(
        item.mask & marks.HEAD_WORK and not item.mask & marks.QUESTION and not _is_manner(item)
        for item in said.sentences[1:]
        if item.lead
    )


def _is_manner(item: Sentence) -> bool:
    """`Use an analogy`: how it shall be explained, not what shall be built."""
    return not item.mask & (marks.HEAD_WORK & ~marks.ADD) and not item.named and item.words <= _A_CLAUSE


_GOES_WRONG: Final = marks.FIX | marks.INVESTIGATE | marks.BUG | marks.FAILURE_WORD | marks.INTERMITTENT | marks.REPEAT


def _is_tiny(said: Said, mask: int) -> bool:
    """One mechanical change of one small thing."""
    named = bool(mask & marks.TINY_CHANGE)
    if named and said.words <= _A_CLAUSE and not mask & (marks.KEEP | marks.FEW | marks.HARD_DEFECT | marks.PERF):
        return True
    if mask & (marks.COUNTED | marks.WHOLE | marks.DOWN | marks.CREATE_HEAD):
        return False
    if mask & marks.HARD_DEFECT and mask & _GOES_WRONG:
        return False
    if mask & marks.PERF and mask & marks.MEASURED and mask & (marks.IMPROVE | marks.FIX):
        return False
    if mask & marks.TRANSFORM and mask & marks.KEEP:
        return False
    if mask & marks.THIS_CODE and mask & (marks.EDIT | marks.TRANSFORM) and said.words <= _A_LINE:
        return not mask & (marks.BUG | marks.FAILURE_WORD)
    if named and said.words <= _TWO_LINES and not mask & marks.FEW:
        return True
    return _touches_small_thing(said, mask)


def _touches_small_thing(said: Said, mask: int) -> bool:
    touching = marks.EDIT | marks.ADD | marks.FIX | marks.CREATE
    head = said.first.head if said.first and said.first.head & touching else mask
    builds = head & marks.BUILT and head & (marks.ADD | marks.CREATE)
    return bool(mask & touching) and bool(head & marks.TINY) and said.words <= _TWO_LINES and not builds


def _is_ordinary(said: Said, mask: int) -> bool:
    """Work of a programmer's usual kind, or a complaint that asks for it."""
    if mask & (marks.CREATE | marks.TRANSFORM | marks.REVIEW | marks.DESIGN | marks.INVESTIGATE | marks.FIX):
        return True
    if mask & marks.ADD and mask & marks.BUILT:
        return True
    if mask & (marks.ADD | marks.EDIT) and said.words > 8:
        return True
    if mask & (marks.BUG | marks.FAILURE_WORD):
        return True
    if mask & (marks.RUN_HEAD | marks.EXPLAIN | marks.QUESTION | marks.ONE_LINER | marks.TEXT_WORK):
        return said.words > 14 and bool(mask & marks.WORK)
    return said.words >= _A_SENTENCE


def _weighs_design(said: Said) -> bool:
    """A question of architecture under figures or constraints is work, however it is asked."""
    mask = said.lead
    return bool(mask & (marks.ARCH | marks.TRADE_OFF)) and bool(mask & marks.CONSTRAINT) and bool(mask & marks.NUMBER)


_OPERATIONS: Final = (
    (marks.DESTROY_COMMAND, Operation.DELETE),
    (marks.FIX | marks.INVESTIGATE, Operation.DEBUG),
    (marks.TRANSFORM, Operation.MIGRATE),
    (marks.CREATE | marks.ADD, Operation.CREATE),
    (marks.EDIT, Operation.MODIFY),
    (marks.REVIEW, Operation.VERIFY),
    (marks.LIVE_OPERATION, Operation.DEPLOY),
    (marks.DESTROY_VERB, Operation.DELETE),
)
"""The first that occurs names the operation."""


def _operation(mask: int, *, read_only: bool) -> Operation:
    if read_only:
        return Operation.EXPLAIN_ONLY if mask & marks.EXPLAIN else Operation.READ_ONLY
    return next((operation for concept, operation in _OPERATIONS if mask & concept), Operation.UNKNOWN)


_INTENTS: Final = (
    (marks.FIX | marks.INVESTIGATE, Intent.DEBUG),
    (marks.TRANSFORM, Intent.REFACTOR),
    (marks.CREATE, Intent.GENERATE_CODE),
    (marks.ADD | marks.EDIT, Intent.EDIT_CODE),
    (marks.REVIEW, Intent.EXPLAIN),
)
"""The first that occurs names the intent."""


def _intent(said: Said, mask: int, shown: Shown, *, read_only: bool, text_work: bool) -> Intent:
    if not said.sentences:
        return Intent.FIX_FAILURE if shown.kinds else Intent.CHAT
    if text_work:
        return Intent.SUMMARIZE
    if read_only:
        return Intent.EXPLAIN
    if shown.kinds or (mask & marks.FAILURE_WORD and mask & (marks.FIX | marks.INVESTIGATE)):
        return Intent.FIX_FAILURE
    if _designs(mask) and mask & (marks.ARCH | marks.TRADE_OFF):
        return Intent.PLAN_MIGRATION if mask & marks.TRANSFORM else Intent.DESIGN_ARCHITECTURE
    if mask & marks.REVIEW_HEAD and mask & (marks.EXPLOITED | marks.SECRET | marks.OTHERS):
        return Intent.SECURITY_REVIEW
    return next((intent for concept, intent in _INTENTS if mask & concept), Intent.UNKNOWN)


def _designs(mask: int) -> bool:
    return bool(mask & marks.DESIGN_HEAD) or (bool(mask & marks.DESIGN) and not mask & marks.EDIT)
