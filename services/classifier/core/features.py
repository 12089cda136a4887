"""What the learned layer is asked about: concepts, facts, rules and structure by name. Never text, never length alone.

Two tasks: a frame to its level, and a turn to whether it goes on with the task before it. What must not change a level
(a system prompt, tools, courtesies, a report asked for at the end, text behind a long message) is in none of the features.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from services.classifier.core import marks
from services.classifier.core.facts import Facts
from services.classifier.core.frame import Frame
from services.classifier.core.learned import Feature, bits, flag, holding
from services.classifier.core.said import Said
from services.classifier.core.shown import Outcomes, Shown
from services.classifier.core.tables import VOCABULARY

_LEAD: Final = holding(f"said:{name}" for name in VOCABULARY.names)
_FIRST: Final = holding(f"first:{name}" for name in VOCABULARY.names)
_REAL: Final = holding(f"real:{name}" for name in VOCABULARY.names)
_LAST: Final = holding(f"last:{name}" for name in VOCABULARY.names)
_TOGETHER: Final = VOCABULARY.of(
    *[
        "prod",
        "nonprod",
        "people",
        "now",
        "closed",
        "hypothetical",
        "conditional",
        "destroy_command",
        "destroy_verb",
        "store_asset",
        "data_asset",
        "loss",
    ],
    *[
        "irreversible",
        "secret_noun",
        "pii",
        "leak_verb",
        "public",
        "remedy",
        "others_data",
        "sees",
        "exploited",
        "unguarded",
        "money_wrong",
        "money",
    ],
    *[
        "down",
        "outage_word",
        "failure_word",
        "bug_word",
        "question",
        "do_starts",
        "do_explain",
        "do_fix",
        "do_create",
        "do_add",
        "do_edit",
    ],
    *[
        "do_transform",
        "do_run",
        "counted_scope",
        "whole",
        "keep",
        "hard_defect",
        "intermittent",
        "perf",
        "measured",
        "trade_off",
        "constraint",
    ],
    *[
        "number",
        "arch",
        "tiny_object",
        "built_object",
        "tiny_change",
        "repeat",
        "still",
        "this_code",
        "interface",
        "toy",
        "small_scope",
    ],
)
"""Concepts that mean more, or less, beside another one: data that is lost in production, and in a tutorial."""
_MOST_TOGETHER: Final = 12
_TOGETHER_WEIGHS: Final = 0.5
_PAIRS: Final = {
    (left, right): (f"{left}+{right}", _TOGETHER_WEIGHS)
    for left, right in combinations((name for name, bit in VOCABULARY.bits.items() if bit & _TOGETHER), 2)
}
_WORDS: Final = (3, 6, 10, 16, 26, 45, 80)
_SIGNALS: Final = ("outage", "leak", "access", "money", "destruction", "loss", "live_failure")
_ASKED: Final = ("read_only", "tiny", "ordinary", "builds", "toy", "small")
_HARDNESS: Final = (
    "multi_file",
    "architecture",
    "hard_defect",
    "measured_performance",
    "trade_off_analysis",
    "strict_schema",
)


def step(value: int, *edges: int) -> int:
    """How many of the edges a value is above."""
    return sum(value > edge for edge in edges)


def of_frame(said: Said, shown: Shown, outcomes: Outcomes, frame: Frame, facts: Facts) -> tuple[Feature, ...]:
    """The features of a frame."""
    leads = said.spoken
    lead = real = 0
    for item in leads:
        lead |= item.mask
    found = bits(lead, _LEAD)
    found += _together(lead & _TOGETHER)
    for item in said.real:
        real |= item.mask
    found += bits(real & marks.EVENT, _REAL)
    if said.first:
        found += bits(said.first.mask, _FIRST)
        flag(found, "first_asks", said.first.asks)
        flag(found, "first_names", said.first.named)
    if leads:
        found += bits(leads[-1].mask, _LAST)
    flag(found, "last_asks", bool(leads) and leads[-1].asks)
    found.append(("sentences", min(len(leads), 6) / 3))
    found.append((f"words{step(sum(item.words for item in leads), *_WORDS)}", 1.0))
    found.append(("turns", float(min(len(frame.turns) - 1, 2))))
    found += [(f"goes_on:{reason}", 1.0) for reason in frame.reasons]
    found += _shown(said, shown, outcomes)
    found += _facts(facts)
    return tuple(found)


def _together(mask: int) -> list[Feature]:
    """What is said in one frame, two by two."""
    return list(map(_PAIRS.__getitem__, combinations(bits(mask, VOCABULARY.names)[:_MOST_TOGETHER], 2)))


def _shown(said: Said, shown: Shown, outcomes: Outcomes) -> list[Feature]:
    found = [(f"failed:{kind}", 1.0) for kind in sorted(shown.kinds)]
    found.append((f"kinds{min(len(shown.kinds), 3)}", 1.0))
    found.append((f"failed_tests{step(shown.failed_tests, 0, 1, 2, 5)}", 1.0))
    found.append((f"compile_errors{step(shown.errors, 0, 1, 4)}", 1.0))
    found.append((f"compile_files{step(shown.files, 0, 1)}", 1.0))
    found.append((f"failed_runs{min(len(outcomes.failures), 3)}", 1.0))
    found.append((f"runs{min(outcomes.runs, 3)}", 1.0))
    flag(found, "ended_well", outcomes.ended_well)
    flag(found, "pasted", said.pasted)
    flag(found, "pasted_log", shown.pasted_log)
    return found


def _facts(facts: Facts) -> list[Feature]:
    found: list[Feature] = []
    for name in _SIGNALS:
        value = getattr(facts.stakes.signals, name)
        if value:
            found.append((f"signal:{name}", min(value, 2) / 2))
    for name in _ASKED:
        flag(found, f"asked:{name}", getattr(facts.asked, name))
    for name in _HARDNESS:
        flag(found, f"hardness:{name}", getattr(facts.hardness, name))
    found.append((f"intent:{facts.asked.intent}", 1.0))
    found.append((f"operation:{facts.asked.operation}", 1.0))
    found.append((f"agent:{facts.failures.agent_state}", 1.0))
    flag(found, "repeated", facts.failures.repeated)
    flag(found, "failure_said", facts.failures.said)
    flag(found, "unread", facts.unread)
    return found


def of_rules(floors: Sequence[str], gate: str) -> tuple[Feature, ...]:
    """The rules that hold."""
    found = [(f"floor:{name}", 1.0) for name in floors]
    if gate:
        found.append((f"gate:{gate}", 1.0))
    return tuple(found)
