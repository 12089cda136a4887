"""Sections 5 and 6 through the whole stack: where the active task begins, and what evidence does. `/debug/route` shows the decision."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.level import Level
from tests.conftest import StackFactory
from tests.fakes.client import Client
from tests.fakes.processes import Stack

Messages = list[dict[str, Any]]

TRACE = 'Traceback (most recent call last):\n  File "/app/cart.py", line 10, in total\n    return a + b\nTypeError: unsupported operand\n'
FAILED = "=== FAILURES ===\nFAILED tests/test_cart.py::test_total - TypeError\n=== 1 failed, 3 passed in 0.12s ==="
COMPILE = "src/a.ts(3,5): error TS2304: Cannot find name 'x'."


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


def said(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def called(command: str, output: str, name: str = "bash") -> Messages:
    function = {"name": name, "arguments": json.dumps({"command": command})}
    call = {"id": "c1", "type": "function", "function": function}
    return [{"role": "assistant", "tool_calls": [call]}, {"role": "tool", "tool_call_id": "c1", "content": output}]


def route(client: Client, messages: Messages | str, headers: Any = (), **fields: Any) -> dict[str, Any]:
    """The decision, explained."""
    body = {"messages": [user(messages)] if isinstance(messages, str) else messages, **fields}
    got = client.send("POST", "/debug/route", json.dumps(body).encode(), headers)
    assert got.status == 200, got.body
    shown: dict[str, Any] = got.json
    assert "classifier_unavailable" not in shown["reasons"]
    return shown


TASK = [user("Write a parser for the config file in config.py"), said("Done.")]
HARD_PAST = [user(f"Fix this:\n```\n{TRACE}{FAILED}\n```"), *called("pytest", FAILED), said("Fixed.")]


# --- the active task ---


def test_a_new_turn_starts_its_own_frame_and_the_hard_past_is_left_out(client: Client) -> None:
    shown = route(client, [*HARD_PAST, user("What is the capital of France?")])
    frame = shown["frame"]
    assert (frame["latest_user_index"], frame["task_boundary_index"], frame["continuation_detected"]) == (4, 4, False)
    assert frame["excluded_prior_hard_context"] is True
    assert frame["prior_level_ignored_for_routing"] is True
    assert (frame["included_messages"], frame["excluded_messages"]) == (1, 4)
    assert shown["level"] == "easy"
    assert shown["level"] == route(client, "What is the capital of France?")["level"]


CONTINUATIONS = [
    "same error still happens", "try again", "tests still failing", "the patch did not apply", "carry on", "go back to what you tried before",
    "es funktioniert immer noch nicht", "même erreur", "sigue fallando", "还是不行", "まだ失敗します", "continua dando erro",
    "всё ещё падает", "hala çalışmıyor", "여전히 실패해요", "لا يزال يفشل",
]  # fmt: skip


@pytest.mark.parametrize("words", CONTINUATIONS)
def test_a_continuation_reaches_back_to_its_task_in_the_languages_people_write(client: Client, words: str) -> None:
    frame = route(client, [user("What is 2 + 2?"), said("4"), *TASK, user(words)])["frame"]
    assert (frame["latest_user_index"], frame["task_boundary_index"], frame["continuation_detected"]) == (4, 2, True)
    assert frame["continuation_reasons"]


def test_a_chain_of_continuations_reaches_back_to_its_first_task(client: Client) -> None:
    messages = [*TASK, user("still failing"), said("x"), user("try again"), said("y"), user("same error still happens")]
    frame = route(client, messages)["frame"]
    assert (frame["latest_user_index"], frame["task_boundary_index"]) == (6, 0)


def test_without_a_new_turn_the_frame_is_the_last_instruction_and_what_follows(client: Client) -> None:
    messages = [
        *TASK,
        user("Add a test for the parser in test_config.py."),
        *called("pytest", "ok"),
        *called("ls", "config.py"),
    ]
    frame = route(client, messages)["frame"]
    assert (frame["latest_user_index"], frame["task_boundary_index"], frame["included_messages"]) == (2, 2, 5)


def test_without_a_user_message_the_frame_is_everything(client: Client) -> None:
    frame = route(client, [{"role": "system", "content": "s"}, said("hi")])["frame"]
    assert (frame["latest_user_index"], frame["task_boundary_index"], frame["included_messages"]) == (-1, -1, 2)


def test_the_task_key_comes_from_the_header_or_from_the_boundary_message(client: Client) -> None:
    derived = route(client, TASK)["frame"]
    assert derived["task_key_source"] == "derived_from_boundary_user"
    assert re.fullmatch(r"[0-9a-f]{16}", derived["task_key"])
    spaced = [user("  Write  a PARSER for the config file in config.py\n")]
    assert route(client, spaced)["frame"]["task_key"] == derived["task_key"], "blanks and case are normalised"
    long = [user("word " * 200 + "one end")], [user("word " * 200 + "another end")]
    keys = {route(client, messages)["frame"]["task_key"] for messages in long}
    assert len(keys) == 1, "the first 512 characters count"
    given = route(client, TASK, [("X-Dispatch-Task-Id", "task-7")])["frame"]
    assert given["task_key_source"] == "header"
    assert re.fullmatch(r"[0-9a-f]{16}", given["task_key"])
    assert "task-7" not in str(given)


def test_text_parts_are_read_like_a_text(client: Client) -> None:
    words = "Users of one account see the invoices of another customer in production; two customers reported it."
    plain = route(client, words)
    for kind in ("text", "input_text"):
        parts = route(client, [user([{"type": kind, "text": words}])])
        assert (parts["level"], parts["reasons"]) == (plain["level"], plain["reasons"])
    other = route(client, [user([{"type": "image_url", "text": words}])])
    assert other["level"] == "easy"


def test_what_a_client_puts_around_the_words_is_not_the_users(client: Client) -> None:
    reminder = f"<system-reminder>\n{TRACE}{FAILED}\nproduction is down\n</system-reminder>"
    words = "Rename the variable a to b in cart.py"
    plain = route(client, words)
    assert (
        route(client, [user([{"type": "text", "text": words}, {"type": "text", "text": reminder}])])["level"]
        == plain["level"]
    )
    attached = (
        f'Called the Read tool with the following input: {{"filePath":"/x.log"}}\n<file>\n00001| {FAILED}\n</file>\n'
    )
    assert (
        route(client, [user([{"type": "text", "text": attached}, {"type": "text", "text": words}])])["level"]
        == plain["level"]
    )


def test_a_fixed_continue_after_a_compaction_goes_on_with_the_task(client: Client) -> None:
    messages = [
        *TASK,
        user("Continue if you have next steps, or stop and ask for clarification if you are unsure how to proceed."),
    ]
    frame = route(client, messages)["frame"]
    assert (frame["continuation_detected"], frame["task_boundary_index"]) == (True, 0)


def test_arguments_of_the_agent_are_not_the_users_words(client: Client) -> None:
    base = [user("Rename the variable a to b in cart.py")]
    plain = route(client, base, tools=[{"type": "function"}])["level"]
    agent = [*base, *called("echo 'production is down, all customers get errors, drop table users'", "done")]
    assert route(client, agent, tools=[{"type": "function"}])["level"] == plain


# --- evidence decides ---

TOPICS = ["auth", "payment", "production", "security", "database", "secrets", "migration"]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_alone_lifts_nothing(client: Client, topic: str) -> None:
    for words in (f"What does the word {topic} mean?", f"Rename the {topic} helper to {topic}_helper in utils.py."):
        assert Level(route(client, words)["level"]).rank <= Level.MEDIUM.rank


def test_length_alone_lifts_nothing(client: Client) -> None:
    filler = "The quick brown fox jumps over the lazy dog. " * 4_000
    assert route(client, f"Explain this text. {filler}")["level"] in ("easy", "medium")
    assert route(client, [user("Say hello."), said(filler), user("And now say goodbye.")])["level"] == "easy"


GATES = {
    "concrete_secret_leak": "Our production AWS key AKIAIOSFODNN7EXAMPLE was pushed to the public GitHub repo and someone is already using it. What do we do?",
    "destructive_data_operation": "Someone ran DROP TABLE orders on the production database and the rows are gone, restore the data now.",
    "concrete_access_violation": "A customer just reported that she can open another customer's invoices in production by changing the id in the URL. Several users can see data of other accounts.",
    "concrete_transaction_impact": "Customers were charged twice for the same order in production since this morning, 312 duplicate payments.",
    "concrete_outage_evidence": "Production is down, all customers get 503 since 10:02 and the error rate is 100%.",
}


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_opens_on_concrete_signals_and_makes_critical(client: Client, gate: str) -> None:
    shown = route(client, GATES[gate])
    assert shown["level"] == "critical"
    assert f"gate:{gate}=>critical" in shown["reasons"]
    assert shown["analysis"]["critical_gates"] == [gate]


LOSS = "We lost two days of customer orders in production after the disk failed and the backups are empty."


def test_data_that_is_lost_for_good_opens_a_gate_of_its_own(start_stack: StackFactory) -> None:
    """It mostly comes with destruction or an outage, whose gates stand before it: they are switched off here."""
    others = ["destructive_data_operation", "concrete_outage_evidence", "concrete_transaction_impact"]
    stack = start_stack(config={"rules": {"disabled": others}})
    shown = route(stack.client, LOSS)
    assert (shown["level"], shown["analysis"]["critical_gates"]) == ("critical", ["irreversible_action"])


def test_a_rule_can_be_switched_off(start_stack: StackFactory) -> None:
    stack = start_stack(config={"rules": {"disabled": ["concrete_outage_evidence"]}})
    assert route(stack.client, GATES["concrete_outage_evidence"])["analysis"]["critical_gates"] == []
    assert route(stack.client, GATES["concrete_secret_leak"])["level"] == "critical"


@pytest.mark.parametrize(
    "words",
    ["Explain what DROP TABLE does.", "Write a test that our API key check rejects an empty key.", "What is a data leak?",
     "How do I design a page that says production is down?", "Add a payment button to the page."],
)  # fmt: skip
def test_no_gate_opens_on_one_signal(client: Client, words: str) -> None:
    shown = route(client, words)
    assert shown["analysis"]["critical_gates"] == []
    assert shown["level"] in ("easy", "medium")


FLOORS: dict[str, tuple[str, Callable[[], tuple[Messages | str, dict[str, Any]]]]] = {
    "concrete_failure_evidence": ("hard", lambda: (f"Fix this:\n```\n{TRACE}{FAILED}\n```", {})),
    "compile_error_alone": ("medium", lambda: (f"I get this, fix it:\n{COMPILE}", {})),
    "repeated_failure": ("hard", lambda: (f"I tried your fix and it still fails with the same error, for the third time.\n{FAILED}", {})),
    "multi_file_scope": ("hard", lambda: ("Rename the User class to Account across all 40 files of the repository and keep the imports consistent.", {})),
    "architecture_reasoning_complexity": ("hard", lambda: (
        "Design the architecture for splitting our monolith into services: compare event sourcing and CRUD, trade-offs, "
        "zero-downtime migration strategy, constraints: 5k rps, multi-region.", {})),
    "strict_schema_with_tools": ("hard", lambda: ("Extract the deployment plan from plan.md and validate every step.", {
        "tools": [{"type": "function", "function": {"name": "read"}}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": {}}}})),
}  # fmt: skip


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_holds_on_its_evidence(client: Client, floor: str) -> None:
    level, build = FLOORS[floor]
    messages, fields = build()
    shown = route(client, messages, **fields)
    assert f"floor:{floor}=>{level}" in shown["reasons"]
    assert Level(shown["level"]).rank >= Level(level).rank


def test_an_explanation_loses_its_floors_and_a_toy_one_level(client: Client) -> None:
    assert route(client, f"Explain what this stack trace means, do not change anything:\n{TRACE}{FAILED}")["level"] in (
        "easy",
        "medium",
    )
    assert route(client, f"This is a toy demo on my laptop: fix the bug\n{TRACE}{FAILED}")["level"] == "medium"


def test_what_an_agent_only_read_is_no_failure(client: Client) -> None:
    base = [user("Summarise the log file for me.")]
    shown = route(
        client, [*base, *called("", f"00001| {TRACE}00002| {FAILED}", name="read")], tools=[{"type": "function"}]
    )
    assert shown["level"] in ("easy", "medium")


def test_nothing_failed_is_no_failure(client: Client) -> None:
    base = [user("Run the tests.")]
    shown = route(
        client, [*base, *called("pytest", "=== 12 passed, 0 failed in 0.1s ===")], tools=[{"type": "function"}]
    )
    assert "test_failure" not in shown["analysis"]["evidence"]


def test_the_tools_that_agents_always_send_are_no_difficulty(client: Client) -> None:
    tools = [{"type": "function", "function": {"name": name}} for name in ("bash", "read", "edit", "write", "grep")]
    words = "Rename the variable a to b in cart.py"
    assert route(client, words, tools=tools)["level"] == route(client, words)["level"]


def test_a_greeting_in_front_lowers_no_work(client: Client) -> None:
    words = f"Fix this:\n```\n{TRACE}{FAILED}\n```"
    assert route(client, f"Hi there! {words}")["level"] == route(client, words)["level"] == "hard"


def test_messages_are_judged_one_by_one(start_stack: StackFactory) -> None:
    pattern = {"id": "split", "regex": r"needle\s+hay", "dimension": "risk", "weight": 60, "reason": "found"}
    stack = start_stack(config={"patterns": [pattern]})
    whole = route(stack.client, "please look for needle hay in here")
    assert "+risk: found" in whole["reasons"]
    split = route(stack.client, [user("please look for needle"), said("ok"), user("hay, and try again")])
    assert "+risk: found" not in split["reasons"]


# --- points ---


@pytest.fixture(scope="module")
def scored(shared_openrouter: Any) -> Iterator[Stack]:
    """Patterns whose points are plain to see; the length policy is out of the way."""
    from tests.fakes.processes import RedisServer

    def pattern(name: str, dimension: str, weight: float, **fields: Any) -> dict[str, Any]:
        return {
            "id": name,
            "regex": f"\\b{name}\\b",
            "dimension": dimension,
            "weight": weight,
            "reason": name,
            **fields,
        }

    patterns = [
        pattern("twenty", "complexity", 20), pattern("twentyfive", "complexity", 25), pattern("thirtyfive", "risk", 35),
        pattern("fifty", "risk", 50), pattern("minus", "downgrade", 10), pattern("drop", "agent_pressure", 10, per_match=True, cap=30),
        pattern("alone", "complexity", 3, requires_not=["twenty"]), {"id": "pair", "requires": ["twenty", "minus"], "dimension": "risk", "weight": 5, "reason": "pair"},
        {"id": "tooled", "match_tools": ["deploy"], "dimension": "risk", "weight": 7, "reason": "tooled"},
        {"id": "formed", "match_response_format": "json_schema", "dimension": "complexity", "weight": 9, "reason": "formed"},
    ]  # fmt: skip
    config = {"patterns": patterns, "intelligence": {"length": {"max_level_without_evidence": "critical"}}}
    server = RedisServer()
    try:
        stack = Stack(shared_openrouter.base_url, server, config=config)
        yield stack
        stack.stop()
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("words", "scores"),
    [
        ("xx twenty xx", {"complexity": 20, "total": 20}),
        ("xx TWENTY xx", {"complexity": 20, "total": 20}),
        ("xx twenty twentyfive xx", {"complexity": 40, "total": 40}),
        ("xx twenty minus xx", {"complexity": 20, "downgrade": 10, "risk": 5, "total": 15}),
        ("xx drop xx", {"agent_pressure": 10, "total": 8}),
        ("xx drop drop drop drop drop xx", {"agent_pressure": 30, "total": 24}),
        ("xx alone xx", {"complexity": 3, "total": 3}),
        ("xx alone twenty xx", {"complexity": 20, "total": 20}),
        ("xx fifty thirtyfive xx", {"risk": 60, "total": 60}),
    ],
)
def test_points_are_capped_weighed_and_summed(scored: Stack, words: str, scores: dict[str, float]) -> None:
    found = route(scored.client, words)["scores"]
    assert {name: value for name, value in found.items() if value} == scores


def test_patterns_ask_for_tools_and_formats(scored: Stack) -> None:
    assert route(scored.client, "xx", tools=[{"function": {"name": "deploy"}}])["scores"]["risk"] == 7
    assert route(scored.client, "xx", tools=[{"function": {"name": "other"}}])["scores"]["risk"] == 0
    assert route(scored.client, "xx", response_format={"type": "json_schema"})["scores"]["complexity"] == 9


@pytest.mark.parametrize(
    ("words", "level"),
    [("xx twenty twentyfive xx", "medium"), ("xx thirtyfive xx", "hard"), ("xx fifty xx", "critical")],
)
def test_thresholds_make_levels_of_points(scored: Stack, words: str, level: str) -> None:
    assert route(scored.client, words)["level"] == level


def test_nothing_goes_above_medium_without_evidence(start_stack: StackFactory) -> None:
    points = [
        {"id": f"p{n}", "regex": "needle", "dimension": dimension, "weight": 30}
        for n, dimension in enumerate(("complexity", "risk"))
    ]
    stack = start_stack(config={"patterns": points})
    shown = route(stack.client, "please look for the needle in here")
    assert shown["scores"]["total"] > 45
    assert (shown["level"], "capped_at_medium_without_evidence" in shown["reasons"]) == ("medium", True)
    stack.client.chat(json.dumps({"messages": [user("please look for the needle in here")]}).encode())
    from tests.fakes.processes import until

    until(lambda: stack.gateway.stats()["length_capped_count"] == 1, what="it is counted")


def test_a_decision_names_what_fired(client: Client) -> None:
    shown = route(client, f"Fix this:\n```\n{TRACE}{FAILED}\n```")
    assert any(reason.startswith("intent:") for reason in shown["reasons"])
    assert "evidence:stack_trace" in shown["reasons"]
    assert any(re.fullmatch(r"\+(complexity|risk|agent_pressure|downgrade): .+", reason) for reason in shown["reasons"])
    analysis = shown["analysis"]
    assert {"stack_trace", "test_failure"} <= set(analysis["evidence"])
    assert (analysis["intent"], analysis["agent_state"]) == ("fix_failure", analysis["agent_state"])


def test_the_same_request_is_decided_alike_by_every_worker_and_every_time(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2, classifiers=2)
    for messages in ([*HARD_PAST, user("it still fails")], TASK, [user(GATES["concrete_outage_evidence"])]):
        seen = set()
        for number in range(12):
            shown = route(stack.gateways[number % 2].client, messages)
            del shown["request_id"]
            seen.add(json.dumps(shown, sort_keys=True))
        assert len(seen) == 1
    assert all(process.log("engine_compiled") for process in stack.classifiers), "both workers judged"
