"""Whether a turn goes on with the task before it: what the rules say of the turn, its structure, and its words, weighed.

Most turns that go on are short, bring no object of their own and say nothing that a list of phrases could hold, so what is
asked here is the opposite too: does it start something new?
"""

from typing import Final

from services.classifier.core import turn
from services.classifier.core.conversation import LOOKED_BACK, Conversation, back, shares_names
from services.classifier.core.learned import WEIGHTS, Feature, Spoken, bits, flag, holding, sigmoid
from services.classifier.core.reading import NO_SUBJECT, Reading
from services.classifier.core.vocabulary import VOCABULARY

_FIRST: Final = holding(f"first:{name}" for name in VOCABULARY.names)
_SAID: Final = holding(f"said:{name}" for name in VOCABULARY.names)
_BEFORE: Final = ("hard_defect", "down", "money_wrong", "failure_word", "counted_scope", "whole", "do_transform")
_BEFORE_BITS: Final = tuple((f"before:{name}", VOCABULARY.bits[name]) for name in _BEFORE)
_COMMON: Final = VOCABULARY.of(
    "prod", "store_asset", "secret_noun", "money", "people", "perf", "hard_defect", "arch", "down"
)
_WORDS: Final = (2, 4, 6, 9, 13, 18, 26, 40)
SENTENCES: Final = 3
"""Sentences of a turn whose words are weighed."""


def probability(readings: Conversation, before: int, at: int) -> float:
    """That the turn at `at` goes on with the task of the turn at `before`."""
    asked = features(readings, before, at) + of_subjects(readings, before, at)
    return sigmoid(WEIGHTS.turn_logit(asked, spoken(readings[at])))


def of_subjects(readings: Conversation, before: int, at: int) -> list[Feature]:
    """Whether the turn speaks of what was spoken of, and what the agent said last."""
    own = readings.subject(at).topics
    task = readings.subject(before).topics
    known, last = set(task), NO_SUBJECT
    for index in range(max(before + 1, at - LOOKED_BACK), at):
        subject = readings.subject(index)
        known |= subject.topics
        if subject is not NO_SUBJECT:
            last = subject
    old = len(own & known)
    new = len(own) - old
    found: list[Feature] = [
        ("topics_known", min(old, 4) / 2),
        (f"topics_new{min(new, 8)}", 1.0),
        ("topics_new", min(new, 10) / 5),
        ("topics_share", old / max(len(own), 1)),
    ]
    flag(found, "topics_any", old > 0)
    flag(found, "topics_none", not own)
    flag(found, "topics_of_user", bool(own & task))
    flag(found, "agent_asks", last.asks)
    flag(found, "agent_brief", last.brief)
    flag(found, "agent_silent", last is NO_SUBJECT)
    return found


def spoken(reading: Reading) -> list[Spoken]:
    """The words of a turn, as they are weighed."""
    return [item.spoken for item in turn.content(reading.sentences)[:SENTENCES]]


def features(readings: Conversation, before: int, at: int) -> list[Feature]:
    """The features of a turn in its place."""
    reading = readings[at]
    said = turn.content(reading.sentences)
    found: list[Feature] = []
    reason = turn.continuation(reading)
    if reason:
        found.append((f"rule:{reason}", 1.0))
    if said:
        found += bits(said[0].mask, _FIRST)
        mask = 0
        for item in said:
            mask |= item.mask
        found += bits(mask, _SAID)
        first = said[0]
        flag(found, "asks", said[-1].asks)
        flag(found, "first_asks", first.asks)
        flag(found, "names", any(item.named for item in said))
        flag(found, "first_names", first.named)
        flag(found, "new_work", turn.is_new_work(first))
        flag(found, "leans_back", turn.leans_back(reading, said))
        flag(found, "for_knowledge", turn.asks_for_knowledge(first))
        flag(found, "opens_with_courtesy", turn.is_courtesy(reading.sentences[0]))
        found.append(("sentences", min(len(said), 4) / 2))
    else:
        found.append(("says_nothing", 1.0))
    found.append((f"words{sum(reading.words > edge for edge in _WORDS)}", 1.0))
    flag(found, "pasted", reading.pasted)
    flag(found, "fails", reading.evidence.failing)
    flag(found, "fails_inline", reading.inline.failing)
    return found + _place(readings, before, at)


def _place(readings: Conversation, before: int, at: int) -> list[Feature]:
    """What the turn has in common with what came before."""
    reading, found = readings[at], list[Feature]()
    names = readings.names(at)
    near = shares_names(readings, at, before, at)
    far = not near and shares_names(readings, at, 0, before)
    flag(found, "names_of_task", near)
    flag(found, "names_of_earlier", far)
    flag(found, "names_new", bool(names) and not near and not far)
    found.append(("names_count", min(len(names), 4) / 2))
    last_run = next(back(readings, "tool", before, at), -1)
    flag(found, "agent_failed", last_run >= 0 and readings[last_run].evidence.failing)
    flag(found, "agent_worked", last_run >= 0)
    mask = readings[before].mask
    flag(found, "before_failed", readings[before].evidence.failing)
    for name, bit in _BEFORE_BITS:
        flag(found, name, bool(mask & bit))
    found.append(("concepts_of_task", min((mask & reading.mask & _COMMON).bit_count(), 3) / 2))
    return found
