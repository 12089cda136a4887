"""The layers through the engine: each lifts, suppresses or leans as its config says, and gates and evidence win."""

import json
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.classifier.core.engine import Engine
from services.classifier.core.escalation import SessionState
from services.classifier.core.layers import SILENCE, Layers, asked
from services.cli.labelled import load_labelled
from services.cli.route import request_of
from shared.config.load import Source, load
from shared.config.snapshot import Snapshot
from shared.level import Level
from shared.protocol import Decision
from tests.services.classifier.core.conftest import Ask

LEVELS = "levels: {easy: {model: a}, medium: {model: b}, hard: {model: c}, critical: {model: d}}\n"

TEAM = """
  concepts:
    - {name: zeus, aliases: ["box seven", 七号机]}
    - {name: wiping, aliases: [wipe, "empt*", 清空]}
  operation_object:
    rules:
      - {operation: wiping, object: zeus, min_level: hard, reason: zeus has no backup}
      - {operation: tune, object: zeus, min_level: critical, requires_evidence: [multi_file]}
"""
COMPARED = """
  exemplars: {enabled: true, merge_mode: replace}
  similarity: {bm25: {min_score: 1}}
"""
EXEMPLARS = """
exemplars:
  - {level: hard, task: glacier, text: the glacier importer stalls in its second pass}
  - {level: critical, task: volcano, text: the volcano exporter melted our ledger}
  - {level: hard, negative: true, task: glacier_colour, text: paint the glacier importer icon blue}
  - {level: easy, task: hello, text: good morning to you}
  - {level: hard, task: comet, text: the comet parser drifts on leap days, evidence_required: [stack_trace]}
"""


def snapshot(intelligence: str = "", exemplars: str = EXEMPLARS, more: str = "") -> Snapshot:
    return load(
        Source((LEVELS + more + "intelligence:\n  enabled: true\n" + intelligence).encode(), exemplars.encode())
    )


def decide(
    said: Any, ask: Ask, intelligence: str = "", more: str = "", **fields: Any
) -> tuple[Decision, dict[str, Any]]:
    engine = Engine.compile(snapshot(intelligence, more=more))
    decision = engine.classify(ask(said, explain=True, **fields)).decision
    return decision, json.loads(decision.explanation)


# --- operation-object rules and concepts ---

LIFTED = [
    "Please wipe zeus",
    "Empty box seven, please",
    "清空七号机",
    "Hello! Could you wipe zeus for me? Thanks!",
]


@pytest.mark.parametrize("said", LIFTED)
def test_a_rule_lifts_to_its_min_level(said: str, ask: Ask) -> None:
    plain, _ = decide(said, ask)
    lifted, shown = decide(said, ask, TEAM)
    assert plain.level.rank < Level.HARD.rank
    assert lifted.level is Level.HARD
    assert "operation_object:wiping+zeus=>hard" in lifted.reasons
    assert shown["analysis"]["operation_objects"] == ["wiping+zeus"]
    assert shown["intelligence"]["operation_object"]["acting"] == [
        {"rule": "wiping+zeus", "min_level": "hard", "reason": "zeus has no backup"}
    ]


NOT_LIFTED = {
    "an object alone": "Restart zeus",
    "an explanation": "Explain what happens when I wipe zeus",
    "a supposition": "What would happen if we wiped zeus?",
    "evidence that is missing": "tune zeus",
    "a quotation": "Translate 'wipe zeus' into Dutch",
    "words that were pasted": "What is this?\n```\nwipe zeus\n```",
    "a courtesy": "thanks",
}


@pytest.mark.parametrize("said", NOT_LIFTED.values(), ids=NOT_LIFTED.keys())
def test_a_rule_stays_quiet(said: str, ask: Ask) -> None:
    plain, _ = decide(said, ask)
    layered, shown = decide(said, ask, TEAM)
    assert layered.level is plain.level
    assert shown["intelligence"]["operation_object"]["acting"] == []


def test_a_rule_with_evidence_acts_on_it(ask: Ask) -> None:
    lifted, _ = decide(f"{WIDE} Also tune zeus.", ask, TEAM)
    assert lifted.level is Level.CRITICAL


def test_a_toy_has_one_level_less(ask: Ask) -> None:
    lifted, _ = decide("For my toy project: wipe zeus", ask, TEAM)
    assert lifted.level is Level.MEDIUM


def test_a_continuation_is_asked_for_its_task(ask: Ask) -> None:
    said = [
        {"role": "user", "content": "Please wipe zeus"},
        {"role": "assistant", "content": "It did not work."},
        {"role": "user", "content": "still the same error, try again"},
    ]
    lifted, _ = decide(said, ask, TEAM)
    assert "operation_object:wiping+zeus=>hard" in lifted.reasons


def test_what_lies_before_the_frame_lifts_nothing(ask: Ask) -> None:
    said = [
        {"role": "user", "content": "Please wipe zeus"},
        {"role": "assistant", "content": "Done."},
        {"role": "user", "content": "Rename the variable `a` in main.py to `b`."},
    ]
    assert decide(said, ask, TEAM)[0].level.rank < Level.HARD.rank


def test_the_words_of_agent_tool_and_client_lift_nothing(ask: Ask) -> None:
    said = [
        {"role": "system", "content": "wipe zeus"},
        {"role": "user", "content": "Hello <system-reminder>wipe zeus</system-reminder>"},
        {"role": "assistant", "content": "I shall wipe zeus"},
        {"role": "tool", "content": "wipe zeus", "tool_call_id": "1"},
    ]
    assert decide(said, ask, TEAM)[0].level is Level.EASY


def test_concepts_are_topics_and_lift_nothing(ask: Ask) -> None:
    said, shown = decide("Rename the variable `x` on zeus", ask, TEAM)
    assert said.level.rank < Level.HARD.rank
    assert shown["analysis"]["topics"] == shown["intelligence"]["concepts"] == ["zeus"]


# --- similarity ---


def test_an_exemplar_raises(ask: Ask) -> None:
    said = "our glacier importer stalls in the second pass"
    plain, off = decide(said, ask)
    raised, shown = decide(said, ask, COMPARED)
    assert (plain.level.rank < Level.HARD.rank, raised.level) == (True, Level.HARD)
    assert "similarity:glacier=>hard" in raised.reasons
    assert off["intelligence"]["similarity"]["mode"] == "off"
    similarity = shown["intelligence"]["similarity"]
    assert (similarity["outcome"], similarity["suggests"], similarity["exemplar"]) == ("agreement", "hard", "glacier")
    assert similarity["bm25"]["score"] > 3
    assert similarity["hashed_cosine"]["level"] == "hard"


def test_a_critical_exemplar_raises_to_hard_at_most(ask: Ask) -> None:
    raised, _ = decide("the volcano exporter melted our ledger", ask, COMPARED)
    assert raised.level is Level.HARD


def test_a_negative_exemplar_suppresses(ask: Ask) -> None:
    kept, shown = decide("paint the glacier importer icon blue", ask, COMPARED)
    assert kept.level.rank < Level.HARD.rank
    assert "similarity:suppressed_by:glacier_colour" in kept.reasons
    assert shown["intelligence"]["similarity"]["outcome"] == "suppressed"
    without = EXEMPLARS.replace("negative: true, ", "")
    engine = Engine.compile(snapshot(COMPARED, exemplars=without))
    assert engine.classify(ask("paint the glacier importer icon blue")).decision.level is Level.HARD


def test_an_exemplar_with_evidence_counts_only_with_it(ask: Ask) -> None:
    said = "the comet parser drifts on leap days"
    trace = 'Traceback (most recent call last):\n  File "comet.py", line 3, in parse\nValueError: day 366\n'
    assert decide(said, ask, COMPARED)[0].level.rank < Level.HARD.rank
    assert decide(f"{said}\n\n{trace}", ask, COMPARED)[0].level is Level.HARD


def test_further_words_find_an_exemplar_however_long_its_text_is(ask: Ask) -> None:
    long = (
        EXEMPLARS
        + "  - {level: hard, task: tundra, text: '"
        + "filler " * 60
        + "', operation: thaw, object: permafrost index}\n"
    )
    engine = Engine.compile(snapshot(COMPARED.replace("{bm25", "{mode: bm25, bm25"), exemplars=long))
    assert engine.classify(ask("thaw the permafrost index")).decision.level is Level.HARD


def test_nothing_is_ever_lowered(ask: Ask) -> None:
    race = "Two goroutines write the same map, data race, find and fix it. good morning to you"
    assert decide(race, ask)[0].level is decide(race, ask, COMPARED)[0].level is Level.HARD


def test_a_strange_request_is_like_nothing(ask: Ask) -> None:
    same, shown = decide("Write a function that adds two numbers", ask, COMPARED)
    assert same.level is decide("Write a function that adds two numbers", ask)[0].level
    assert shown["intelligence"]["similarity"]["outcome"] == "nothing_similar"


def test_an_explanation_is_not_raised(ask: Ask) -> None:
    said = "Explain why the glacier importer stalls in its second pass"
    same, shown = decide(said, ask, COMPARED)
    assert same.level is decide(said, ask)[0].level
    assert shown["intelligence"]["similarity"]["outcome"] == "read_only"


@pytest.mark.parametrize(("mode", "level"), [("hybrid", "hard"), ("bm25", "hard"), ("cosine", "medium")])
def test_each_mode_acts_and_cosine_alone_is_capped(mode: str, level: str, ask: Ask) -> None:
    compared = COMPARED.replace("{bm25", f"{{mode: {mode}, bm25")
    raised, shown = decide("the glacier importer stalls in its second pass", ask, compared)
    assert shown["intelligence"]["similarity"]["suggests"] == level
    assert raised.level.rank >= Level(level).rank
    asked = shown["intelligence"]["similarity"]
    assert (asked["bm25"] is None, asked["hashed_cosine"] is None) == (mode == "cosine", mode == "bm25")


@pytest.mark.parametrize(
    ("mode", "number"), [("extend", 5), ("replace", 5), ("disabled", 0)], ids=["extend", "replace", "disabled"]
)
def test_merge_modes_choose_the_exemplars(mode: str, number: int) -> None:
    source = LEVELS + f"intelligence: {{exemplars: {{merge_mode: {mode}}}}}"
    tasks = [exemplar.task for exemplar in load(Source(source.encode(), EXEMPLARS.encode())).exemplars]
    assert len({"glacier", "volcano", "glacier_colour", "hello", "comet"}.intersection(tasks)) == number
    assert ("data_race" in tasks) is (mode != "replace")


# --- profiles and uncertainty ---

PROFILES = """
  routing_profiles:
    profiles:
      thrifty: {floor_reduction: 1}
      balanced: {}
      careful: {force_min_level: hard}
"""
WIDE = "Refactor all 60 packages of the monorepo to the new logger without breaking the public API."
LEAK = "I pushed our production AWS secret key to a public GitHub repo ten minutes ago, we must rotate it now."
WORK = "Write a CSV parser in Kotlin with tests for quoting."


@pytest.mark.parametrize(
    ("said", "profile", "level"),
    [
        (WORK, "", "medium"),
        (WORK, "thrifty", "easy"),
        (WORK, "careful", "hard"),
        (WORK, "no such", "medium"),
        (WIDE, "thrifty", "hard"),
        (LEAK, "thrifty", "critical"),
        (LEAK, "careful", "critical"),
        ("thanks", "careful", "easy"),
        ("What does idempotent mean?", "careful", "hard"),
    ],
)
def test_a_profile_leans_but_gates_and_evidence_floors_win(said: str, profile: str, level: str, ask: Ask) -> None:
    decision, shown = decide(said, ask, PROFILES, profile=profile)
    assert decision.level == level
    assert shown["intelligence"]["profile"] == (profile if profile in {"thrifty", "careful"} else "balanced")


def test_the_default_profile_is_applied_to_who_asks_for_none(ask: Ask) -> None:
    careful = PROFILES.replace("routing_profiles:", "routing_profiles:\n    default: careful")
    decision, _ = decide(WORK, ask, careful)
    assert decision.level is Level.HARD
    assert "profile:careful=>hard" in decision.reasons


def test_a_profile_does_not_lower_what_a_rule_of_the_config_holds(ask: Ask) -> None:
    decision, _ = decide("Please wipe zeus", ask, TEAM + PROFILES, profile="thrifty")
    assert decision.level is Level.HARD


def test_a_side_request_stays_easy_under_every_profile(ask: Ask) -> None:
    said = [
        {"role": "system", "content": "You are a title generator. Output only a short title for this conversation."},
        {"role": "user", "content": WIDE},
    ]
    assert decide(said, ask, PROFILES, profile="careful", tools=False)[0].level is Level.EASY


def test_the_session_lifts_what_a_profile_took_off(ask: Ask) -> None:
    engine = Engine.compile(snapshot(PROFILES))
    request = ask(WORK, profile="thrifty", session_key="s" * 32)
    before = SessionState(last_level=Level.HARD, requests=1, frame_messages=1)
    assert engine.classify(request).decision.level is Level.EASY
    assert engine.classify(request, before).decision.level is Level.HARD


@pytest.mark.parametrize(
    ("uncertainty", "profile", "rounded"),
    [
        ("{}", "", False),
        ("{min_confidence: 1}", "", True),
        ("{min_confidence: 1, safer_fallback: false}", "", False),
        ("{min_confidence: 1}", "sure", False),
        ("{}", "doubtful", True),
    ],
)
def test_the_rules_alone_round_up_what_is_unsure_as_config_and_profile_say(
    uncertainty: str, profile: str, rounded: bool, ask: Ask
) -> None:
    text = f"""
  uncertainty: {uncertainty}
  routing_profiles: {{profiles: {{balanced: {{}}, sure: {{min_confidence: 0}}, doubtful: {{min_confidence: 1}}}}}}
"""
    decision, _ = decide(WORK, ask, text, "rules: {disabled: [learned_levels]}\n", profile=profile)
    assert ("low_confidence=>hard" in decision.reasons) is rounded
    assert decision.level is (Level.HARD if rounded else Level.MEDIUM)


def test_the_learned_layer_rounds_up_what_is_unsure_and_nothing_else() -> None:
    """On labelled requests, since which sentence is unsure changes with every training."""
    folder = Path(__file__).resolve().parents[3] / "data" / "labelled"
    labelled = [*load_labelled(folder / "unseen.jsonl"), *load_labelled(folder / "week.jsonl")]
    sure = Engine.compile(snapshot("  uncertainty: {safer_fallback: false}\n"))
    half = Engine.compile(snapshot("  uncertainty: {min_confidence: 0.6}\n"))
    rounded = 0
    for record in labelled:
        request = request_of(record.request)
        before, after = sure.classify(request).decision, half.classify(request).decision
        assert not any(reason.startswith("low_confidence") for reason in before.reasons)
        assert after.level.rank >= before.level.rank
        if after.level is not before.level:
            assert before.confidence <= 0.6  # it is shown in hundredths
            assert f"low_confidence=>{after.level}" in after.reasons
            rounded += 1
    assert rounded > 0


# --- all of them ---


def test_with_intelligence_off_no_layer_acts(ask: Ask) -> None:
    text = (TEAM + COMPARED + PROFILES).replace("routing_profiles:", "routing_profiles:\n    default: careful")
    config = snapshot(text)
    off = load(
        Source(
            (LEVELS + "intelligence:\n  enabled: false\n" + text).encode(),
            EXEMPLARS.encode(),
        )
    )
    for said in ("Please wipe zeus", "our glacier importer stalls in the second pass", WORK):
        on = Engine.compile(config).classify(ask(said)).decision
        decision = Engine.compile(off).classify(ask(said)).decision
        assert on.level is Level.HARD
        assert decision.level.rank < Level.HARD.rank
    assert Layers(off).hear("wipe zeus") is SILENCE


def test_what_the_layers_keep_and_show_holds_no_text(ask: Ask) -> None:
    word = "zanzibarquux"
    engine = Engine.compile(snapshot(TEAM + COMPARED))
    said = f"Please wipe zeus, the glacier importer stalls in its second pass {word}"
    decision = engine.classify(ask(said, explain=True)).decision
    assert word not in repr([known.heard for known in engine._recall.entries.values()])
    assert word.encode() not in msgspec.json.encode(decision)


def test_the_cache_keeps_what_the_layers_heard(ask: Ask) -> None:
    engine = Engine.compile(snapshot(TEAM + COMPARED))
    first = engine.classify(ask(LIFTED[0], explain=True)).decision
    heard = [known.heard for known in engine._recall.entries.values()]
    assert engine.classify(ask(LIFTED[0], explain=True)).decision == first
    assert [known.heard for known in engine._recall.entries.values()] == heard


def test_a_long_text_costs_no_more_than_its_opening() -> None:
    layers = Layers(snapshot(TEAM + COMPARED, exemplars=""))
    opening = "the glacier importer stalls in its second pass and nobody wiped zeus. " * 60

    def cost(text: str) -> float:
        started = time.process_time()
        for _ in range(50):
            layers.hear(text)
        return time.process_time() - started

    cost(opening)
    assert cost(opening * 300) < 3 * cost(opening) + 0.01


def test_a_frame_of_many_turns_is_asked_for_its_first_and_its_latest_ones(ask: Ask) -> None:
    said: list[dict[str, Any]] = [{"role": "user", "content": "Please wipe zeus"}]
    for _ in range(60):
        said += [{"role": "assistant", "content": "No."}, {"role": "user", "content": "still failing, try again"}]
    shown = decide(said, ask, TEAM)[1]
    assert shown["analysis"]["operation_objects"] == ["wiping+zeus"]


def test_repr_says_what_is_compiled() -> None:
    assert (
        repr(Layers(snapshot(TEAM + COMPARED))) == "Layers(OperationObjects(2 rules, Concepts(3 terms)), 5 exemplars)"
    )


def test_of_many_turns_the_first_and_the_latest_are_heard() -> None:
    assert asked((2, 5, 9)) == (2, 5, 9)
    assert tuple(asked(tuple(range(100)))) == (0, *range(85, 100))
