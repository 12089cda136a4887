"""What is at stake: risk as structure. An event counts its independent signals: what happens, to which asset, how live, to whom.

Law: an event must be said to be so. A question for knowledge, a hypothesis, a closed story, a quotation, or the subject
of something that is written or built, is no event. Staging, sandboxes and laptops have none.
"""

from collections.abc import Sequence
from typing import Final

from services.classifier.core import marks
from services.classifier.core.facts import Signals, Stakes
from services.classifier.core.reading import Sentence
from services.classifier.core.said import Said, is_knowledge, union
from services.classifier.core.shown import Outcomes, Shown


def assess(said: Said, shown: Shown, outcomes: Outcomes) -> Stakes:
    """The stakes of a frame."""
    mask = said.mask
    production = bool(mask & marks.PROD)
    safe = bool(mask & marks.NONPROD) and not production
    signals = Signals() if safe or _is_subject(said) else _signals(said, shown, outcomes)
    return Stakes(
        signals=signals,
        destructive_action=bool(mask & marks.DESTROY_COMMAND or (mask & marks.DESTROY_VERB and mask & marks.STORE)),
        customer_impact=bool(mask & marks.PEOPLE) and (signals.outage + signals.access + signals.money) > 0,
        production_context=production,
        nonproduction=bool(mask & marks.NONPROD),
    )


def _signals(said: Said, shown: Shown, outcomes: Outcomes) -> Signals:
    return Signals(
        outage=_outage(said, shown),
        leak=_leak(said),
        access=_access(said),
        money=_money(said),
        destruction=_destruction(said),
        loss=_loss(said),
        live_failure=_live_failure(said, outcomes, shown),
    )


_HAPPENING: Final = marks.DOWN | marks.LEAK | marks.LOSS | marks.MONEY_WRONG | marks.DESTROY_VERB | marks.SEES


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
    """`Add a check so that ...`: what follows is what it shall do, not what is."""
    return bool(item.mask & marks.STARTS and item.mask & marks.BUILDING) and not item.mask & marks.NOW


def _is_pure_question(item: Sentence) -> bool:
    """A question about the thing, not a report with `what do we do?` behind it."""
    if not is_knowledge(item) or item.mask & marks.NOW:
        return False
    return bool(item.mask & marks.INTERROGATIVE) or not item.mask & _HAPPENING


def _over(said: Said) -> bool:
    """The story is closed, and nothing speaks of now."""
    closed = any(item.mask & marks.CLOSED for item in said.sentences)
    return closed and not any(item.mask & marks.NOW and not item.mask & marks.CLOSED for item in said.sentences)


def _outage(said: Said, shown: Shown) -> int:
    """People cannot use a live service: said to be so, and somebody is concerned."""
    real = _asserted(said)
    down = [item for item in real if item.mask & marks.DOWN]
    mask = union(real)
    if _over(said):
        return 0
    if not down:
        return 2 * _is_trouble(real, mask)
    weight = len(down) >= 2 or bool(shown.kinds) or bool(mask & marks.NOW)
    if mask & marks.PROD:
        return 2 + weight
    return 2 if mask & (marks.PEOPLE | marks.MONEY) and weight else 1


def _is_trouble(real: Sequence[Sentence], mask: int) -> bool:
    """Something is wrong, live, now, and for people: all of it said, and none of it ordered or asked."""
    wrong = marks.BUG | marks.FAILURE_WORD | marks.EXPLOITED | marks.LOSS
    told = any(item.mask & wrong and not item.mask & marks.STARTS for item in real)
    return told and all(mask & concept for concept in (marks.PROD, marks.NOW, marks.PEOPLE))


def _leak(said: Said) -> int:
    """A secret is where it should not be."""
    real = _asserted(said)
    mask = union(real)
    if not (mask & marks.SECRET or said.secrets) or _over(said):
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


def _access(said: Said) -> int:
    """Somebody reaches what is another's, or what should be guarded."""
    real = _asserted(said, conditional=True)
    found = [
        item for item in real if item.mask & marks.OTHERS and item.mask & marks.SEES and not item.mask & marks.PREVENTED
    ]
    mask = union(real)
    open_door = bool(mask & marks.UNGUARDED)
    if open_door and not found and not _over(said):
        return (
            int(
                sum(
                    bool(mask & concept)
                    for concept in (marks.PUBLIC, marks.PROD, marks.PEOPLE, marks.EXPLOITED, marks.SECRET, marks.STORE)
                )
                >= 2
            )
            * 2
        )
    hacked = [
        item
        for item in real
        if item.mask & marks.EXPLOITED and item.mask & (marks.PROD | marks.NOW | marks.PEOPLE | marks.STORE)
    ]
    if _over(said) or not (found or hacked):
        return 0
    second = bool(mask & marks.PEOPLE) + bool(mask & marks.PROD) + bool(mask & marks.NOW) + bool(mask & marks.EXPLOITED)
    return 1 + min(second, 2)


def _money(said: Said) -> int:
    """Money moves wrongly."""
    real = _asserted(said, conditional=True)
    wrong = [item for item in real if item.mask & marks.MONEY_WRONG]
    if not wrong or _over(said):
        return 0
    mask = union(real)
    return 1 + bool(mask & marks.PEOPLE) + bool(mask & (marks.PROD | marks.NOW))


def _destruction(said: Said) -> int:
    """Something is to be destroyed, or was: the act, the asset, and whether it is live."""
    best = 0
    mask = union(said.real)
    for item in said.real:
        if _is_pure_question(item) or (item.mask & marks.CONDITIONAL and not item.mask & marks.NOW):
            continue
        command = bool(item.mask & marks.DESTROY_COMMAND)
        verb = bool(item.mask & marks.DESTROY_VERB)
        strong = command or (verb and item.mask & marks.STORE)
        weak = verb and item.mask & marks.ASSET
        live_here = bool(item.mask & marks.PROD)
        live = live_here or (bool(mask & marks.PROD) and bool(strong))
        edits = bool(item.mask & marks.TINY) and not command and not item.mask & marks.STORE
        edits = edits or (bool(item.mask & marks.INTERFACE) and not command and bool(item.mask & marks.STARTS))
        if edits:
            continue
        if strong and live:
            best = max(best, 2 + bool(mask & (marks.LOSS | marks.IRREVERSIBLE | marks.PEOPLE)))
        elif (weak and live_here and mask & (marks.LOSS | marks.IRREVERSIBLE | marks.NOW | marks.PEOPLE)) or (
            strong and mask & (marks.LOSS | marks.IRREVERSIBLE) and mask & marks.PEOPLE
        ):
            best = max(best, 2)
        elif strong or weak:
            best = max(best, 1 if live_here or mask & (marks.LOSS | marks.IRREVERSIBLE) else 0)
    return best


def _loss(said: Said) -> int:
    """Data is gone, broken or split."""
    real = _asserted(said)
    lost = [item for item in real if item.mask & marks.LOSS]
    if not lost or _over(said):
        return 0
    mask = union(real)
    happened = bool(mask & marks.NOW)
    assets = bool(mask & marks.ASSET)
    context = bool(mask & marks.PROD) + bool(mask & marks.PEOPLE)
    if not assets or not (happened or mask & marks.DESTROY_VERB or mask & marks.DESTROY_COMMAND):
        return 0
    return 1 + min(context, 2)


def _live_failure(said: Said, outcomes: Outcomes, shown: Shown) -> int:
    """An operation on a live system broke while it ran."""
    mask = union(said.real)
    operates = bool(mask & marks.LIVE_OPERATION) or (
        bool(mask & marks.PROD) and bool(mask & (marks.RUN | marks.PARTIAL))
    )
    if not (operates and mask & marks.PROD):
        return 0
    broke = bool(outcomes.failures) or bool(mask & marks.PARTIAL) or (bool(shown.kinds) and bool(mask & marks.PARTIAL))
    return 1 + bool(broke) if broke else 0
