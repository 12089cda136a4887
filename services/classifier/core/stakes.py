"""What is at stake: risk as structure. An event counts its independent signals: what happens, to which asset, how live, to whom.

Law: an event must be said to be so. A question for knowledge, a hypothesis, a closed story, a quotation, or the subject
of something that is written or built, is no event. Staging, sandboxes and laptops have none.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.classifier.core import marks
from services.classifier.core.events import EVENT, EVENTS
from services.classifier.core.facts import Signals, Stakes
from services.classifier.core.reading import Sentence
from services.classifier.core.said import Said, is_knowledge, near, union
from services.classifier.core.shown import Outcomes, Shown


def assess(said: Said, shown: Shown, outcomes: Outcomes) -> Stakes:
    """The stakes of a frame."""
    real = _without_told(said)
    told = len(said.real) - len(real)
    said = msgspec.structs.replace(said, real=real) if told else said
    mask = said.mask
    production = bool(mask & marks.PROD)
    safe = _is_staged(said) or (bool(mask & marks.NONPROD) and (not production or bool(mask & marks.SPARED)))
    dangerous = bool(said.secrets) or any(item.mask & EVENT for item in said.real)
    signals = Signals() if safe or not dangerous or _is_subject(said) else _signals(said, shown, outcomes)
    return Stakes(
        signals=signals,
        destructive_action=bool(mask & marks.DESTROY_COMMAND or (mask & marks.DESTROY_VERB and mask & marks.STORE)),
        customer_impact=bool(mask & marks.PEOPLE) and (signals.outage + signals.access + signals.money) > 0,
        production_context=production,
        nonproduction=bool(mask & marks.NONPROD),
        told=told,
    )


def _without_told(said: Said) -> tuple[Sentence, ...]:
    """What is so, without the sentences that only tell of an event."""
    once = twice = 0
    for item in said.spoken:
        twice |= once & item.mask
        once |= item.mask
    return tuple(
        [
            item
            for item in said.real
            if not item.mask & EVENT
            or item.mask & marks.NO_COPY
            or EVENTS.are_real(item.reality, twice | once & ~item.mask)
        ]
    )


def _is_staged(said: Said) -> bool:
    """A drill, a game day, a chaos experiment, in which nothing is ordered to be destroyed."""
    destroys = marks.DESTROY_COMMAND | marks.DESTROY_VERB
    ordered = any(
        item.mask & marks.STARTS and item.mask & marks.RUN_HEAD and item.mask & destroys for item in said.real
    )
    return bool(said.mask & marks.STAGED) and not said.mask & marks.UNSTAGED and not ordered


def _signals(said: Said, shown: Shown, outcomes: Outcomes) -> Signals:
    real = _asserted(said)
    vulnerable = _asserted(said, conditional=True)
    closed = _is_over(said)
    over = closed or bool(said.mask & marks.SPARED)
    return Signals(
        outage=0 if over else _outage(real, shown),
        leak=0 if closed else _leak(said, real),
        access=0 if over else _access(vulnerable),
        money=0 if over else _money(vulnerable),
        destruction=_destruction(said),
        loss=0 if over else _loss(real),
        live_failure=_live_failure(said, outcomes),
    )


_HAPPENING: Final = marks.DOWN | marks.LEAK | marks.LOSS | marks.MONEY_WRONG | marks.DESTROY_VERB | marks.SEES


_EVENT: Final = marks.DOWN | marks.LEAK | marks.LOSS | marks.MONEY_WRONG | marks.OTHERS | marks.EXPLOITED | marks.PEOPLE


def _is_subject(said: Said) -> bool:
    """The dangerous thing is what is written about or built for, not what happens."""
    first = said.first
    if first is None:
        return False
    if first.mask & marks.TEXT_WORK:
        return True
    if not first.mask & marks.BUILDING or not first.mask & (marks.BUILT | marks.TINY):
        return False
    destroys = first.mask & marks.RUN_HEAD and first.mask & (marks.DESTROY_COMMAND | marks.DESTROY_VERB)
    happens = any(item is not first and item.mask & marks.NOW and item.mask & _HAPPENING for item in said.real)
    return not destroys and not happens


def _asserted(said: Said, *, conditional: bool = False) -> list[Sentence]:
    """Sentences that say what is so: no questions for knowledge, no hypotheses, nothing that is over."""
    return [
        item
        for item in said.real
        if not _is_pure_question(item)
        and not _orders_building(item)
        and (conditional or not item.mask & marks.CONDITIONAL or item.mask & (marks.PROD | marks.NOW))
    ]


def _orders_building(item: Sentence) -> bool:
    """`Add a check so that ...`, `sort the Breach menu`: what follows is what it shall do, or what something is called, not what is."""
    if not item.mask & marks.STARTS or item.mask & marks.NOW:
        return False
    names = item.mask & marks.EDIT and item.mask & (marks.TINY | marks.INTERFACE)
    return bool(item.mask & marks.BUILDING or (names and not item.mask & _TOLD))


_TOLD: Final = marks.LEAK | marks.MONEY_WRONG | marks.OTHERS | marks.FIX | marks.INVESTIGATE | marks.REMEDY


def _is_pure_question(item: Sentence) -> bool:
    """A question about the thing, not a report with `what do we do?` behind it."""
    if item.asks and item.head & marks.CONDITIONAL:
        return True
    if not is_knowledge(item) or item.mask & marks.NOW:
        return False
    asks_meaning = item.asks and item.mask & marks.EXPLAIN and not item.mask & _EVENT
    return bool(item.mask & marks.INTERROGATIVE or asks_meaning) or not item.mask & _HAPPENING


def _is_over(said: Said) -> bool:
    """The story is closed, and nothing speaks of now."""
    closed = any(item.mask & marks.CLOSED for item in said.sentences)
    return closed and not any(_speaks_of_now(item) for item in said.sentences)


def _speaks_of_now(item: Sentence) -> bool:
    """`Now I want a query` is an order, not what happens now."""
    orders = item.mask & marks.WORK and not item.mask & marks.EVENT
    return bool(item.mask & marks.NOW) and not item.mask & marks.CLOSED and not orders


_NEAR: Final = 3
"""Sentences before and behind an event that may speak of it."""


def _around(real: Sequence[Sentence], event: int) -> int:
    """All concepts of the sentences that hold an event, and of those around them."""
    found = 0
    for at, item in enumerate(real):
        if item.mask & event:
            found |= union(near(real, at, _NEAR))
    return found


def _outage(real: Sequence[Sentence], shown: Shown) -> int:
    """People cannot use a live service: said to be so, and somebody is concerned."""
    down = [item for item in real if item.mask & marks.DOWN and not _shall_be(item)]
    if not down:
        return 2 * _is_trouble(real, union(real))
    mask = _around(real, marks.DOWN)
    weight = len(down) >= 2 or bool(shown.kinds) or bool(mask & marks.NOW)
    if mask & marks.PROD:
        return 2 + weight
    builds = "compile" in shown.kinds
    return 2 if mask & (marks.PEOPLE | marks.MONEY) and weight and not builds else 1


def _is_trouble(real: Sequence[Sentence], mask: int) -> bool:
    """Something is wrong, live, now, and for people: all of it said, and none of it ordered or asked."""
    wrong = marks.BUG | marks.FAILURE_WORD | marks.EXPLOITED | marks.LOSS
    told = any(item.mask & wrong and not item.mask & marks.STARTS for item in real)
    return told and all(mask & concept for concept in (marks.PROD, marks.NOW, marks.PEOPLE))


def _leak(said: Said, real: Sequence[Sentence]) -> int:
    """A secret is where it should not be."""
    mask = union(real)
    if not (mask & marks.SECRET or said.secrets):
        return 0
    out = [item for item in real if _gets_out(item, bool(said.secrets))]
    apart = mask & marks.LEAK and mask & marks.PUBLIC and mask & marks.SECRET
    if not out and not apart:
        return 0
    second = (marks.PUBLIC, marks.KEY_MATERIAL, marks.REMEDY, marks.PROD, marks.EXPLOITED, marks.PEOPLE)
    return 1 + min(sum(bool(mask & concept) for concept in second) + bool(said.secrets), 2)


def _gets_out(item: Sentence, shaped: bool) -> bool:
    """A secret where it should not be. An order to do something with a secret says so only with a word of leaking."""
    if not (item.mask & (marks.SECRET | marks.KEY_MATERIAL) or shaped):
        return False
    if _shows_personal_data(item):
        return True
    if item.mask & marks.STARTS:
        return bool(item.mask & marks.LEAK) and bool(item.mask & (marks.PUBLIC | marks.NOW | marks.EXPLOITED))
    where = marks.PUBLIC | marks.VENUE | marks.NOW | marks.KEY_MATERIAL | marks.PROD
    return bool(item.mask & marks.LEAK and item.mask & where) or bool(item.mask & (marks.PUBLIC | marks.EXPLOITED))


def _shows_personal_data(item: Sentence) -> bool:
    """People see what nobody should see, and it is so now."""
    live = item.mask & (marks.NOW | marks.PROD) and item.mask & marks.PEOPLE
    return bool(item.mask & marks.PII and item.mask & marks.SEES and live)


def _shall_be(item: Sentence) -> bool:
    """It says what shall be, or what something is like: a demand, a design, a plan."""
    if item.mask & marks.PREVENTED:
        return True
    return bool(item.mask & _PLANS) and not item.mask & (marks.NOW | marks.BUG | marks.FAILURE_WORD)


_PLANS: Final = marks.CONSTRAINT | marks.KEEP | marks.ARCH | marks.TRANSFORM | marks.COUNTED
_OPEN_TO: Final = (marks.PUBLIC, marks.PROD, marks.PEOPLE, marks.EXPLOITED, marks.STORE)


def _access(real: Sequence[Sentence]) -> int:
    """Somebody reaches what is another's, or what should be guarded."""
    mask = union(real)
    seen = any(item.mask & marks.OTHERS and item.mask & marks.SEES and not _shall_be(item) for item in real)
    if not seen and mask & marks.UNGUARDED:
        return 2 if _how_many(mask, _OPEN_TO) > 1 else 0
    hacked = any(
        item.mask & marks.EXPLOITED and item.mask & (marks.PROD | marks.NOW | marks.PEOPLE | marks.STORE)
        for item in real
    )
    if not seen and not hacked:
        return 0
    mask = _around(real, marks.OTHERS | marks.EXPLOITED)
    return 1 + min(_how_many(mask, (marks.PEOPLE, marks.PROD, marks.NOW, marks.EXPLOITED)), 2)


def _how_many(mask: int, concepts: tuple[int, ...]) -> int:
    return sum(bool(mask & concept) for concept in concepts)


def _money(real: Sequence[Sentence]) -> int:
    """Money moves wrongly."""
    wrong = [item for item in real if item.mask & marks.MONEY_WRONG]
    if not wrong:
        return 0
    mask = _around(real, marks.MONEY_WRONG)
    return 1 + bool(mask & marks.PEOPLE) + bool(mask & (marks.PROD | marks.NOW))


def _destruction(said: Said) -> int:
    """Something is to be destroyed, or was: the act, the asset, and whether it is live."""
    mask = union(said.real)
    acts = [item for item in said.real if _is_act(item) and not _edits_text(item)]
    return max((_weight_of_act(item, mask) for item in acts), default=0)


def _is_act(item: Sentence) -> bool:
    """Ordered or done, not asked about and not a condition."""
    return not _is_pure_question(item) and (not item.mask & marks.CONDITIONAL or bool(item.mask & marks.NOW))


def _edits_text(item: Sentence) -> bool:
    """What is removed is a word, a button or a line, whatever it is called."""
    if item.mask & marks.DESTROY_COMMAND:
        return False
    small = item.mask & marks.TINY and not item.mask & marks.STORE
    return bool(small or (item.mask & marks.INTERFACE and item.mask & marks.STARTS))


_FOR_GOOD: Final = marks.LOSS | marks.IRREVERSIBLE


def _weight_of_act(item: Sentence, mask: int) -> int:
    """Signals of one act; `mask` is all that is said around it."""
    verb = item.mask & marks.DESTROY_VERB
    strong = bool(item.mask & marks.DESTROY_COMMAND or (verb and item.mask & marks.STORE))
    weak = bool(verb and item.mask & marks.ASSET)
    live_here = bool(item.mask & marks.PROD)
    if strong and (live_here or mask & marks.PROD):
        return 2 + bool(mask & (_FOR_GOOD | marks.PEOPLE))
    if weak and live_here and mask & (_FOR_GOOD | marks.NOW | marks.PEOPLE):
        return 2
    if strong and mask & _FOR_GOOD and mask & marks.PEOPLE:
        return 2
    if (strong or weak) and mask & marks.NO_COPY:
        return 2
    return int((strong or weak) and bool(live_here or mask & _FOR_GOOD))


def _loss(real: Sequence[Sentence]) -> int:
    """Data is gone, broken or split."""
    lost = [item for item in real if item.mask & marks.LOSS]
    if not lost:
        return 0
    mask = _around(real, marks.LOSS)
    happened = bool(mask & marks.NOW)
    assets = bool(mask & marks.ASSET)
    context = bool(mask & marks.PROD) + bool(mask & marks.PEOPLE)
    if not assets or not (happened or mask & marks.DESTROY_VERB or mask & marks.DESTROY_COMMAND):
        return 0
    return 1 + min(context, 2)


def _live_failure(said: Said, outcomes: Outcomes) -> int:
    """An operation on a live system broke while it ran."""
    mask = union(said.real)
    operates = mask & (marks.LIVE_OPERATION | marks.RUN | marks.PARTIAL)
    broke = outcomes.failures or mask & marks.PARTIAL
    return 2 if mask & marks.PROD and operates and broke else 0
