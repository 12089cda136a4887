"""Whether a turn goes on with the task before it: what the rules say of the turn, its structure, and its words, weighed.

Most turns that go on are short, bring no object of their own and say nothing that a list of phrases could hold, so what is
asked here is the opposite too: does it start something new?
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Final

from services.classifier.core import turn
from services.classifier.core.conversation import LOOKED_BACK, Conversation, back, shares_names
from services.classifier.core.learned import WEIGHTS, Feature, Spoken, bits, flags, holding
from services.classifier.core.reading import NO_SUBJECT, Reading
from services.classifier.core.vocabulary import VOCABULARY

_FIRST: Final = holding(f"first:{name}" for name in VOCABULARY.names)
_SAID: Final = holding(f"said:{name}" for name in VOCABULARY.names)
_BOTH: Final = holding(f"both:{name}" for name in VOCABULARY.names)
_BEFORE: Final = holding(f"before:{name}" for name in VOCABULARY.names)
_ASKED_BEFORE: Final = VOCABULARY.of(
    "hard_defect", "down", "money_wrong", "loss", "prod", "people", "failure_word", "bug_word", "counted_scope", "whole"
) | VOCABULARY.of("do_create", "do_fix", "do_edit", "do_transform", "do_explain", "question")
"""Concepts of a task that say what may be said next."""
_COMMON: Final = VOCABULARY.of(
    "prod", "store_asset", "secret_noun", "money", "people", "perf", "hard_defect", "arch", "down"
)
_WORDS: Final = (2, 4, 6, 9, 13, 18, 26, 40)
SENTENCES: Final = 3
"""Sentences of a turn whose words are weighed."""


_LIKELY: Final = math.log(0.4 / 0.6)
"""The logit of 40 %, below one half: to lose a task costs more than to drag an old one along. (Held out by author: with 35 % no
task more is kept, and more old ones are dragged along.)"""
_NAMED: Final = ("names_of_task", "names_of_earlier", "names_new")
_MOST_NAMES: Final = 4
_MOST_KNOWN: Final = 4
_MOST_NEW: Final = 10
_MOST_STEPS: Final = 8
_ABOUT: Final = (
    "topics_share",
    "topics_any",
    "topics_none",
    "topics_of_user",
    "agent_asks",
    "agent_brief",
    "agent_silent",
)


def _bounds(highest: Mapping[str, float], one_of: Iterable[str] = ()) -> tuple[float, float]:
    """The least and the most that features add to a logit: each from 0 to its highest value, and of some others one."""
    shares = [WEIGHTS.turn_share([feature]) for feature in highest.items()]
    choices = [WEIGHTS.turn_share([(name, 1.0)]) for name in one_of]
    least = min(choices, default=0.0) + sum(min(share, 0.0) for share in shares)
    most = max(choices, default=0.0) + sum(max(share, 0.0) for share in shares)
    return least, most


_NAMES: Final = _bounds({"names_count": _MOST_NAMES / 2}, ("no names", *_NAMED))
_SUBJECTS: Final = _bounds(
    {"topics_known": _MOST_KNOWN / 2, "topics_new": _MOST_NEW / 5, **dict.fromkeys(_ABOUT, 1.0)},
    (f"topics_new{number}" for number in range(_MOST_STEPS + 1)),
)


_FAILURES: Final = _bounds(
    dict.fromkeys(("rule:new_failure", "fails", "fails_inline", "agent_failed", "before_failed"), 1.0)
)


def goes_on(readings: Conversation, before: int, at: int) -> bool:
    """Whether the turn at `at` is likely to go on with the task of the turn at `before`.

    Failures take long to find, subjects and names are looked for in many messages: each is asked for only where it can change
    the answer.
    """
    logit = WEIGHTS.turn_logit(_of_turn(readings, before, at), spoken(readings[at]))
    for look, least, most in _LOOKS:
        if not logit + least < _LIKELY <= logit + most:
            break
        logit += WEIGHTS.turn_share(look(readings, before, at))
    return logit >= _LIKELY


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
        ("topics_known", min(old, _MOST_KNOWN) / 2),
        (f"topics_new{min(new, _MOST_STEPS)}", 1.0),
        ("topics_new", min(new, _MOST_NEW) / 5),
        ("topics_share", old / max(len(own), 1)),
    ]
    return found + flags(
        ("topics_any", old > 0),
        ("topics_none", not own),
        ("topics_of_user", bool(own & task)),
        ("agent_asks", last.asks),
        ("agent_brief", last.brief),
        ("agent_silent", last is NO_SUBJECT),
    )


def spoken(reading: Reading) -> list[Spoken]:
    """The words of a turn, as they are weighed."""
    return [item.spoken for item in reading.content[:SENTENCES]]


def features(readings: Conversation, before: int, at: int) -> list[Feature]:
    """The features of a turn in its place."""
    return [feature for look in (_of_turn, _of_failures, _of_names) for feature in look(readings, before, at)]


def _of_turn(readings: Conversation, before: int, at: int) -> list[Feature]:
    reading = readings[at]
    said = reading.content
    found: list[Feature] = []
    reason = turn.by_words(reading)[0] if reading.pasted else turn.continuation(readings, at)
    if reason:
        found.append((f"rule:{reason}", 1.0))
    if said:
        found += bits(said[0].mask, _FIRST)
        mask = 0
        for item in said:
            mask |= item.mask
        found += bits(mask, _SAID)
        first = said[0]
        found += flags(
            ("asks", said[-1].asks),
            ("first_asks", first.asks),
            ("names", any(item.named for item in said)),
            ("first_names", first.named),
            ("new_work", turn.is_new_work(first)),
            ("leans_back", turn.leans_back(reading)),
            ("for_knowledge", turn.asks_for_knowledge(first)),
            ("opens_with_courtesy", reading.sentences[0].courtesy and not turn.greets(reading)),
            ("closes_with_courtesy", reading.sentences[-1].courtesy),
            ("takes_leave", turn.takes_leave(reading)),
        )
        found.append(("sentences", min(len(said), 4) / 2))
    else:
        found.append(("says_nothing", 1.0))
    found.append((f"words{bisect_left(_WORDS, reading.words)}", 1.0))
    return found + flags(("pasted", reading.pasted)) + _place(readings, before, at)


def _place(readings: Conversation, before: int, at: int) -> list[Feature]:
    """What the agent did before the turn, what the task is, and what both speak of."""
    mask = readings[before].mask
    both = mask & readings[at].mask
    found = bits(mask & _ASKED_BEFORE, _BEFORE) + bits(both, _BOTH)
    found.append(("concepts_of_task", min((both & _COMMON).bit_count(), 3) / 2))
    return found + flags(("agent_worked", _last_run(readings, before, at) >= 0))


def _last_run(readings: Conversation, before: int, at: int) -> int:
    return next(back(readings, "tool", before, at), -1)


def _of_failures(readings: Conversation, before: int, at: int) -> list[Feature]:
    """What the turn shows, what the agent's last run came to, and what the turn before it showed."""
    run, shown = _last_run(readings, before, at), readings.findings(at)
    return flags(
        ("rule:new_failure", readings[at].pasted and turn.by_words(readings[at])[1] and shown.failing),
        ("fails", shown.evidence.failing),
        ("fails_inline", shown.inline.failing),
        ("agent_failed", run >= 0 and readings.findings(run).evidence.failing),
        ("before_failed", readings.findings(before).evidence.failing),
    )


def _of_names(readings: Conversation, before: int, at: int) -> list[Feature]:
    """What the turn names, and who named it before."""
    count = min(len(readings.names(at)), _MOST_NAMES)
    if not count:
        return [("names_count", 0.0)]
    near = shares_names(readings, at, before, at)
    far = not near and shares_names(readings, at, 0, before)
    name = "names_of_task" if near else "names_of_earlier" if far else "names_new"
    return [(name, 1.0), ("names_count", count / 2)]


_LOOKS: Final = (
    (of_subjects, _SUBJECTS[0] + _FAILURES[0] + _NAMES[0], _SUBJECTS[1] + _FAILURES[1] + _NAMES[1]),
    (_of_failures, _FAILURES[0] + _NAMES[0], _FAILURES[1] + _NAMES[1]),
    (_of_names, *_NAMES),
)
"""What is asked one after the other, with the least and the most that it and the others behind it can add."""
