"""One compiled config that judges requests: deterministic, bounded, quiet about texts, obedient to router.yaml."""

import dataclasses
import json
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from services.classifier.core.engine import Engine
from services.classifier.core.escalation import SessionState
from services.classifier.core.messages import MAX_MESSAGES
from shared.config.load import Source, default, load
from shared.config.snapshot import Snapshot
from shared.level import Level
from shared.protocol import ClassifyRequest
from tests.services.classifier.core.conftest import Ask, Judge

LEVELS = """
levels:
  easy: {model: vendor/small}
  medium: {model: vendor/small}
  hard: {model: vendor/large}
  critical: {model: vendor/largest}
"""
RED = "FAILED tests/test_cart.py::test_total\n3 failed, 9 passed in 0.4s\n"
WIDE = "Refactor all 60 packages of the monorepo to the new logger without breaking the public API."
LEAK = "I pushed our production AWS secret key to a public GitHub repo ten minutes ago, we must rotate it now."


def engine_of(text: str) -> Engine:
    return Engine.compile(load(Source((LEVELS + text).encode())))


def loop(task: str, *outputs: str) -> list[dict[str, Any]]:
    """A task and an agent that runs its tests again and again."""
    messages: list[dict[str, Any]] = [{"role": "user", "content": task}]
    for number, output in enumerate(outputs):
        call = {
            "id": f"c{number}",
            "type": "function",
            "function": {"name": "bash", "arguments": '{"command":"pytest"}'},
        }
        messages.append({"role": "assistant", "content": "", "tool_calls": [call]})
        messages.append({"role": "tool", "tool_call_id": f"c{number}", "content": output})
    return messages


def talk(*turns: str) -> list[dict[str, Any]]:
    """User turns, each but the last answered."""
    messages: list[dict[str, Any]] = []
    for turn in turns:
        messages += [{"role": "user", "content": turn}, {"role": "assistant", "content": "Done."}]
    return messages[:-1]


CONVERSATIONS: list[Any] = [
    "Hello!",
    "Write a CSV parser in Kotlin.",
    WIDE,
    LEAK,
    loop("Make the cart tests pass", RED, RED),
    talk(WIDE, "keep going"),
    "写一个解析 CSV 文件的函数",
]


@pytest.mark.parametrize("said", CONVERSATIONS, ids=range(len(CONVERSATIONS)))
def test_the_same_request_gives_the_same_decision_on_every_engine(engine: Engine, ask: Ask, said: Any) -> None:
    request = ask(said, explain=True)
    first = engine.classify(request).decision
    assert engine.classify(request).decision == first
    assert Engine.compile(default()).classify(request).decision == first


@pytest.mark.parametrize("entries", [0, 1, 3])
def test_the_cache_changes_no_decision_however_small_it_is(engine: Engine, ask: Ask, entries: int) -> None:
    snapshot = default()
    limits = msgspec.structs.replace(snapshot.config.classifier, message_cache_entries=entries)
    small = Engine(_with_config(snapshot, classifier=limits))
    for _ in range(2):
        for said in CONVERSATIONS:
            assert small.classify(ask(said)).decision == engine.classify(ask(said)).decision
    assert len(small._recall.entries) <= entries


def _with_config(snapshot: Snapshot, **sections: Any) -> Snapshot:
    return dataclasses.replace(snapshot, config=msgspec.structs.replace(snapshot.config, **sections))


def test_a_history_that_is_sent_again_is_read_from_the_cache(ask: Ask) -> None:
    engine = Engine.compile(default())
    long = [*loop("Make the cart tests pass", *[RED * 400] * 30)]
    started = time.process_time()
    first = engine.classify(ask(long)).decision
    cold = time.process_time() - started
    known = dict(engine._recall.entries)
    started = time.process_time()
    assert engine.classify(ask(long)).decision == first
    warm = time.process_time() - started
    assert {key: id(value) for key, value in engine._recall.entries.items()} == {
        key: id(value) for key, value in known.items()
    }
    assert warm < cold


def test_one_result_under_two_kinds_of_tool_is_read_twice(engine: Engine, ask: Ask) -> None:
    ran = loop("Make the cart tests pass", RED)
    looked = json.loads(json.dumps(ran).replace("pytest", "cat out.log"))
    assert engine.classify(ask(ran)).decision.level is Level.MEDIUM
    kinds = [engine.classify(ask(said, explain=True)).decision.explanation for said in (ran, looked, ran)]
    assert kinds[0] == kinds[2] != kinds[1]


def test_reasons_and_explanation_hold_no_text_of_the_request(engine: Engine, ask: Ask) -> None:
    word = "zanzibarquux"
    said = loop(f"{LEAK} It is called {word}. Fix {word}.py", f"E   AssertionError: {word}\nFAILED {word}.py::{word}\n")
    decision = engine.classify(ask(said, explain=True)).decision
    assert decision.reasons
    assert word.encode() not in msgspec.json.encode(decision).lower()
    assert all(reason.isascii() and "\n" not in reason for reason in decision.reasons)
    assert len(decision.reasons) <= 40


ANALYSIS = {
    "intent",
    "operation",
    "domains",
    "scope",
    "evidence",
    "risk",
    "agent_state",
    "floors",
    "critical_gates",
    "topics",
    "operation_objects",
    "context",
    "structural_complexity",
    "failure_evidence",
    "irreversibility",
    "topic_escalation",
    "length_policy",
}


@pytest.mark.parametrize("said", [[], *CONVERSATIONS], ids=range(len(CONVERSATIONS) + 1))
def test_the_explanation_has_every_field(engine: Engine, ask: Ask, said: Any) -> None:
    decision = engine.classify(ask(said, explain=True)).decision
    blocks = json.loads(decision.explanation)
    assert set(blocks) == {"analysis", "intelligence"}
    assert set(blocks["analysis"]) == ANALYSIS
    assert set(blocks["analysis"]["context"]) == {"chars", "messages", "size", "length_policy"}


def test_without_being_asked_nothing_is_explained(judge: Judge) -> None:
    assert judge(LEAK).explanation == b""


SECTIONS: list[tuple[str, str, str, Level]] = [
    ("a rule that is switched off", "rules: {disabled: [multi_file_scope, learned_levels]}", WIDE, Level.MEDIUM),
    (
        "a gate that is switched off",
        "rules: {disabled: [concrete_secret_leak, single_live_risk, learned_levels]}",
        LEAK,
        Level.MEDIUM,
    ),
    (
        "ordinary work switched off",
        "rules: {disabled: [ordinary_work, learned_levels]}",
        "Write a CSV parser in Kotlin.",
        Level.EASY,
    ),
    (
        "a pattern of one's own",
        "patterns: [{id: a, dimension: complexity, weight: 30, regex: narwhal}]",
        "A narwhal?",
        Level.MEDIUM,
    ),
    (
        "a threshold of one's own",
        "thresholds: {easy_max: 3}\npatterns: [{id: a, dimension: complexity, weight: 5, regex: narwhal}]",
        "A narwhal?",
        Level.MEDIUM,
    ),
    (
        "points alone are capped",
        "patterns: [{id: a, dimension: risk, weight: 60, regex: narwhal}]",
        "A narwhal?",
        Level.MEDIUM,
    ),
    (
        "a cap of one's own",
        "intelligence: {length: {max_level_without_evidence: critical}}\npatterns: [{id: a, dimension: risk, weight: 60, regex: narwhal}]",
        "A narwhal?",
        Level.CRITICAL,
    ),
    (
        "a pattern on tools",
        "patterns: [{id: a, dimension: complexity, weight: 30, match_tools: true}]",
        "A narwhal?",
        Level.MEDIUM,
    ),
]


@pytest.mark.parametrize(("text", "said", "level"), [row[1:] for row in SECTIONS], ids=[row[0] for row in SECTIONS])
def test_router_yaml_acts(ask: Ask, text: str, said: str, level: Level) -> None:
    assert engine_of(text).classify(ask(said)).decision.level is level


def test_a_pattern_is_named_by_its_reason_and_never_matches_across_two_messages(ask: Ask) -> None:
    own = engine_of("patterns: [{id: a, dimension: risk, weight: 7, regex: 'nar\\s*whal', reason: sea beast}]")
    assert "+risk: sea beast" in own.classify(ask("a nar whal")).decision.reasons
    parted = own.classify(
        ask([{"role": "user", "content": "a nar"}, {"role": "user", "content": "whal, again"}])
    ).decision
    assert parted.scores.risk == 0


def test_length_alone_lifts_nothing(judge: Judge) -> None:
    page = "\n\n".join(f"Chapter {number}. The keeper wrote down the wind and the tide." for number in range(3000))
    decision = judge(f"What is the title of this text?\n\n{page}")
    assert decision.level is Level.EASY
    assert not decision.length_capped


def test_the_cap_is_reported(ask: Ask) -> None:
    own = engine_of("patterns: [{id: a, dimension: risk, weight: 60, regex: narwhal}]")
    decision = own.classify(ask("A narwhal?")).decision
    assert decision.length_capped
    assert "capped_at_medium_without_evidence" in decision.reasons


def test_the_task_key_is_that_of_the_boundary_or_the_client_s(engine: Engine, ask: Ask) -> None:
    alone, continued = engine.task_key(ask(WIDE)), engine.task_key(ask(talk(WIDE, "keep going")))
    assert alone == continued
    assert len(alone) == 16
    assert engine.task_key(ask("Hello")) != alone
    assert engine.task_key(ask(WIDE, task_key="ab" * 8)) == "ab" * 8
    assert engine.classify(ask(WIDE)).decision.frame.task_key == alone


CHAINS = [
    ("one continuation", (WIDE, "keep going")),
    ("a chain of them", (WIDE, "still red", "try again", "weiter")),
    ("thanks in between", (WIDE, "thanks!", "carry on")),
    ("another language", (WIDE, "还是不行")),
]


@pytest.mark.parametrize("turns", [row[1] for row in CHAINS], ids=[row[0] for row in CHAINS])
def test_a_continuation_is_judged_as_the_task_it_continues(judge: Judge, turns: tuple[str, ...]) -> None:
    decision = judge(talk(*turns))
    assert decision.level.rank >= Level.HARD.rank
    assert decision.frame.task_boundary_index == 0
    assert decision.frame.continuation_detected


def test_a_new_task_leaves_the_old_one_behind(judge: Judge) -> None:
    decision = judge(
        talk("Production is down and customers can't log in right now.", "What is the difference between TCP and UDP?"),
        explain=True,
    )
    assert decision.level is Level.EASY
    assert decision.frame.excluded_prior_hard_context


def test_a_judgement_can_be_concluded_with_any_state_in_any_order(engine: Engine, ask: Ask) -> None:
    """What one conclusion adds does not stay in the judgement."""
    request = ask(loop("Make the cart tests pass", RED), session_key="ab" * 16)
    past = SessionState(failures=2, requests=2, evidence_hash="other", frame_messages=1)
    judged = engine.judge(request)
    for state in (past, None, past):
        assert engine.conclude(judged, state) == engine.classify(request, state)
    assert engine.conclude(judged, past) != engine.conclude(judged, None)


def test_a_session_is_stored_only_for_a_session_and_never_when_stateless(engine: Engine, ask: Ask) -> None:
    key = "ab" * 16
    assert engine.classify(ask(WIDE)).session is None
    assert engine.classify(ask(WIDE, session_key=key, stateless=True)).session is None
    stored = engine.classify(ask(WIDE, session_key=key)).session
    assert stored is not None
    assert (stored.last_level, stored.requests) == (Level.HARD, 1)


def test_failures_of_a_session_lift_and_are_counted_once(engine: Engine, ask: Ask) -> None:
    request = ask(loop("Make the cart tests pass", RED), session_key="ab" * 16)
    past = SessionState(failures=2, requests=2, evidence_hash="other", frame_messages=1)
    lifted = engine.classify(request, past)
    assert (lifted.decision.level, lifted.decision.session_escalated) == (Level.CRITICAL, True)
    assert lifted.decision.frame.session_state_used == "task"
    assert engine.classify(request, lifted.session).session == lifted.session


def test_a_side_request_touches_no_session(engine: Engine, ask: Ask) -> None:
    said = [{"role": "system", "content": "You are a title generator."}, {"role": "user", "content": WIDE}]
    outcome = engine.classify(ask(said, tools=False, session_key="ab" * 16), SessionState(failures=5, requests=5))
    assert (outcome.decision.level, outcome.session) == (Level.EASY, None)
    assert outcome.decision.frame.session_state_used == "none"


def raw(messages: bytes) -> ClassifyRequest:
    return ClassifyRequest(
        request_id="r", reply_to="g", deadline_unix_ms=0, config_digest="", messages=messages, explain=True
    )


MALFORMED = [
    b"",
    b"null",
    b"{}",
    b"[",
    b"[" * 100_000,
    b"\xff\xfe\x00",
    b"[null, 7, true, [], {}, NaN]",
    b'[{"role":"user","content":"\\ud800 fix it \xff"}]',
    b'[{"role":["user"],"content":{"a":1}},{"content":"no role"}]',
    b'[{"role":"tool","tool_call_id":"gone","content":"1 failed in 2s"}]',
    b'[{"role":"assistant","tool_calls":[{"id":7,"function":{"name":null,"arguments":[1]}}]}]',
    b'[{"role":"user","content":' + b"[" * 50_000 + b"]" * 50_000 + b"}]",
    b'[{"role":"user","content":"' + b"\\u0000" * 1000 + b'"}]',
    b'[{"role":"user","content":""},{"role":"user","content":[]},{"role":"user"}]',
]


@pytest.mark.parametrize("messages", MALFORMED, ids=[repr(messages[:40]) for messages in MALFORMED])
def test_whatever_arrives_is_judged_and_never_raises(engine: Engine, messages: bytes) -> None:
    decision = engine.classify(raw(messages)).decision
    assert decision.level in tuple(Level)
    json.loads(decision.explanation)


@pytest.mark.parametrize("fields", [{"response_format": "nonsense"}, {"profile": "nobody"}, {"tool_names": ("",)}])
def test_strange_fields_are_judged_too(judge: Judge, fields: dict[str, Any]) -> None:
    assert judge("Hello", **fields).level is Level.EASY


SHORT: list[tuple[str, Callable[[int], bytes]]] = [
    ("the same", lambda number: b'{"role":"user","content":"hi"}'),
    ("all different", lambda number: b'{"role":"user","content":"still failing %d"}' % number),
    ("numbers", lambda number: b"1"),
]


@pytest.mark.parametrize("make", [row[1] for row in SHORT], ids=[row[0] for row in SHORT])
def test_a_million_short_messages_are_judged_in_bounded_time(make: Callable[[int], bytes]) -> None:
    engine = Engine.compile(default())
    messages = b"[" + b",".join(map(make, range(1_000_000))) + b"]"
    started = time.process_time()
    decision = engine.classify(raw(messages)).decision
    assert time.process_time() - started < 5
    assert decision.frame.included_messages + decision.frame.excluded_messages == 1_000_000
    assert decision.frame.included_messages <= MAX_MESSAGES + 1


def test_an_engine_shows_its_patterns() -> None:
    assert repr(engine_of("")).startswith("Engine(PatternTable(")


def test_indices_count_the_messages_that_were_left_out(judge: Judge) -> None:
    long = [{"role": "user", "content": f"Write a parser for format {number}."} for number in range(MAX_MESSAGES + 50)]
    frame = judge(long).frame
    assert frame.latest_user_index == len(long) - 1
    assert frame.included_messages + frame.excluded_messages == len(long)


AS_TYPED = [
    ("critical", "prod is donw, nobody can log in"),
    ("critical", "help!! i just dropped the users table in production"),
    ("critical", "Help me, the payment service charges customers twice since the deploy"),
    ("critical", "[10:42] checkout returns 500 for everyone since the release"),
    ("critical", "URGENT: our AWS key is on GitHub, public repo, someone is already using it"),
    ("critical", "## Incident\n\nAll customers see each other's invoices since 14:00. Find out why and stop it."),
    (
        "critical",
        "Hi Claude,\n\nthe production databse is gone, I ran the migration with --force. Backups are from yesterday.\n\nThanks,\nMaria",
    ),
    ("critical", '{"task": "The live payments API double charges since this morning, find out why and stop it"}'),
    ("critical", "我们线上的数据库被误删了，帮我看看怎么恢复"),
    (
        "critical",
        "Note: production only. Customers cannot pay since the deploy an hour ago. Also fix the typo in the README.",
    ),
    ("hard", "help me find out why the cache returns stale values only under load, about one in fifty requests"),
    ("hard", "Feature request: migrate all 23 services from REST to gRPC, old clients must keep working"),
    (
        "hard",
        "In src/queue/worker.ts, jobs are sometimes processed twice when two workers start at the same time. Find the race and fix it.",
    ),
    ("hard", "I'd like you to design how we shard the orders table: 2 TB, 8k writes/s, no downtime"),
    ("hard", "#4127 memory grows by 200 MB a day in production until the pod is killed, find the leak"),
    (
        "hard",
        "Do the following:\n1. Move all 40 call sites of LegacyAuth to the new client\n2. keep the old cookies valid\n3. run the tests",
    ),
    ("hard", "ok so the deadlock is back, 3 of 40 runs hang in CI"),
    ("medium", "help me write a parser for INI files in Go with tests"),
    ("medium", "note that we use pnpm. Add pagination to the orders list, 25 per page"),
    ("medium", "bug: the date picker shows the wrong month when the locale is German"),
    ("medium", "Error: Cannot find module './cart' when I run npm start. It worked yesterday."),
    ("medium", "[frontend] add a dark mode toggle to the settings page"),
    ("medium", "/fix empty passwords are accepted on login, add a test"),
    (
        "medium",
        "### Task\n\nAdd an endpoint that returns the user's orders as CSV\n\n### Acceptance criteria\n- it works\n- tests pass",
    ),
    ("medium", "帮我给订单接口加上分页"),
    ("medium", "test_total fails with KeyError: 'price', fix it"),
    ("easy", "help me rename foo to bar in utils.py"),
    ("easy", "please fix the typo in the README"),
    ("easy", "what does SIGPIPE mean?"),
    ("easy", "TODO: bump the version to 1.4.2"),
    ("easy", "src/cart/index.ts\nrename total to sum"),
    ("easy", 'could you translate this to German: "Your cart is empty"'),
    ("easy", "I need some help. How do I undo the last commit in git?"),
    ("easy", "hey so what's the command to list open ports on linux"),
    ("easy", "thanks, that works!"),
    ("easy", "Remove the console.log in app.js\n\ncc @maria"),
]


@pytest.mark.parametrize(("level", "prompt"), AS_TYPED, ids=[prompt[:40] for _, prompt in AS_TYPED])
def test_a_prompt_as_people_type_it_has_its_level(judge: Judge, level: str, prompt: str) -> None:
    assert judge(prompt).level == level
