"""What the learned layer is asked about: concepts, facts, rules and structure by name. Never text, never length alone.

Two tasks: a frame to its level, and a turn to whether it goes on with the task before it. What must not change a level
(a system prompt, tools, courtesies, a report asked for at the end, text behind a long message) is in none of the features.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations, compress
from typing import Final

from services.classifier.core import marks
from services.classifier.core.facts import AgentState, Facts, Intent, Operation
from services.classifier.core.frame import Frame
from services.classifier.core.learned import Feature, bits, flags, holding
from services.classifier.core.said import Said
from services.classifier.core.shown import Outcomes, Shown
from services.classifier.core.vocabulary import VOCABULARY

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


def _counted(name: str, most: int) -> tuple[Feature, ...]:
    """A feature for each number from 0 to `most`."""
    return holding(f"{name}{number}" for number in range(most + 1))


def step(value: int, *edges: int) -> int:
    """How many of the edges a value is above."""
    return bisect_left(edges, value)


_WORDS: Final = (3, 6, 10, 16, 26, 45, 80)
_WORD_STEPS: Final = _counted("words", len(_WORDS))
_KINDS: Final = _counted("kinds", 3)
_TESTS: Final = (0, 1, 2, 5)
_TEST_STEPS: Final = _counted("failed_tests", len(_TESTS))
_ERRORS: Final = (0, 1, 4)
_ERROR_STEPS: Final = _counted("compile_errors", len(_ERRORS))
_FILES: Final = (0, 1)
_FILE_STEPS: Final = _counted("compile_files", len(_FILES))
_FAILED_RUNS: Final = _counted("failed_runs", 3)
_RUNS: Final = _counted("runs", 3)
_SIGNALS: Final = ("outage", "leak", "access", "money", "destruction", "loss", "live_failure")
_SHOWN: Final = holding(["ended_well", "pasted", "pasted_log"])
_ASKED: Final = holding(f"asked:{name}" for name in ("read_only", "tiny", "ordinary", "builds", "toy", "small"))
_HARDNESS: Final = holding(
    f"hardness:{name}"
    for name in (
        "multi_file",
        "architecture",
        "hard_defect",
        "measured_performance",
        "trade_off_analysis",
        "strict_schema",
    )
)
_INTENTS: Final = {intent: (f"intent:{intent}", 1.0) for intent in Intent}
_OPERATIONS: Final = {operation: (f"operation:{operation}", 1.0) for operation in Operation}
_AGENT: Final = {state: (f"agent:{state}", 1.0) for state in AgentState}
_TOLD: Final = holding(["repeated", "failure_said", "unread"])


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
        found += flags(("first_asks", said.first.asks), ("first_names", said.first.named))
    if leads:
        found += bits(leads[-1].mask, _LAST)
    found += flags(("last_asks", bool(leads) and leads[-1].asks))
    found.append(("sentences", min(len(leads), 6) / 3))
    found.append(_WORD_STEPS[step(sum([item.words for item in leads]), *_WORDS)])
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
    found += (
        _KINDS[min(len(shown.kinds), 3)],
        _TEST_STEPS[step(shown.failed_tests, *_TESTS)],
        _ERROR_STEPS[step(shown.errors, *_ERRORS)],
        _FILE_STEPS[step(shown.files, *_FILES)],
        _FAILED_RUNS[min(len(outcomes.failures), 3)],
        _RUNS[min(outcomes.runs, 3)],
    )
    found += compress(_SHOWN, (outcomes.ended_well, said.pasted, shown.pasted_log))
    return found


def _facts(facts: Facts) -> list[Feature]:
    found: list[Feature] = []
    signals, asked, hardness, failures = facts.stakes.signals, facts.asked, facts.hardness, facts.failures
    if signals.strongest:
        values = ((name, getattr(signals, name)) for name in _SIGNALS)
        found += [(f"signal:{name}", min(value, 2) / 2) for name, value in values if value]
    found += compress(_ASKED, (asked.read_only, asked.tiny, asked.ordinary, asked.builds, asked.toy, asked.small))
    found += compress(
        _HARDNESS,
        (
            hardness.multi_file,
            hardness.architecture,
            hardness.hard_defect,
            hardness.measured_performance,
            hardness.trade_off_analysis,
            hardness.strict_schema,
        ),
    )
    found += _INTENTS[asked.intent], _OPERATIONS[asked.operation], _AGENT[failures.agent_state]
    found += compress(_TOLD, (failures.repeated, failures.said, facts.unread))
    return found


def of_rules(floors: Sequence[str], gate: str) -> tuple[Feature, ...]:
    """The rules that hold."""
    found = [(f"floor:{name}", 1.0) for name in floors]
    if gate:
        found.append((f"gate:{gate}", 1.0))
    return tuple(found)
