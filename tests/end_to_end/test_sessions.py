"""Sessions, end to end: two gateways and two classifiers on one Redis remember a task's failures, and nothing else.

The contract's section 6.7. Each test has session ids of its own, so that all of them share one fleet.
"""

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared import redis_keys
from shared.level import Level
from tests.conftest import StackFactory
from tests.fakes.client import Answer, Client
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import RedisServer, Stack, until

CAPTURES = Path(__file__).parents[1] / "data" / "opencode"
Messages = list[dict[str, Any]]
Headers = list[tuple[str, str]]

BASH = [{"type": "function", "function": {"name": "bash", "parameters": {"type": "object"}}}]
TASK: Messages = [
    {"role": "system", "content": "You are a coding agent."},
    {"role": "user", "content": "The test in test_cart.py fails, fix it."},
]


def step(number: int, command: str, output: str) -> Messages:
    """One call of the agent and its result."""
    function = {"name": "bash", "arguments": json.dumps({"command": command})}
    call = {"id": f"call-{number}", "type": "function", "function": function}
    return [
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": f"call-{number}", "content": output},
    ]


def failing(number: int) -> Messages:
    """A test run that fails, in its own way each time."""
    shown = f"=== FAILURES ===\nE   AssertionError: assert 1 == {number}\n=== 1 failed, 3 passed in 0.1{number}s ==="
    return step(number, "pytest", shown)


def passing(number: int) -> Messages:
    """A test run that succeeds."""
    return step(number, "pytest", f"=== {number} passed in 0.1s ===")


def looking(number: int) -> Messages:
    """A step that shows neither failure nor success."""
    return step(number, "ls src", f"cart.py\nprices_{number}.py")


def failed(times: int) -> Messages:
    """The task after so many failed runs."""
    return [*TASK, *(message for number in range(2, 2 + times) for message in failing(number))]


def fresh() -> str:
    """A session id that no other test has, in OpenCode's form."""
    return f"ses_{secrets.token_hex(10)}"


def chat(client: Client, messages: Messages, session: str = "", **headers: str) -> Answer:
    """One agent step."""
    sent = [(name.replace("_", "-"), value) for name, value in headers.items()]
    sent += [("x-session-id", session)] if session else []
    answer = client.chat({"model": "dispatch/auto", "tools": BASH, "messages": messages}, sent)
    assert answer.status == 200
    assert "classifier_unavailable" not in (answer.header("X-Dispatch-Reasons") or "")
    return answer


def level(answer: Answer) -> str:
    return answer.header("X-Dispatch-Level") or ""


def by_session(answer: Answer) -> str:
    """What the session asked for, such as "failures=3=>critical"; empty when it had no say."""
    found = re.search(r"session:(failures=\S+?)(?:,|$)", answer.header("X-Dispatch-Reasons") or "")
    return found[1] if found else ""


def states(server: RedisServer) -> dict[bytes, list[Any]]:
    """Every stored state by its key."""
    with server.client() as redis:
        keys = list(redis.scan_iter(match=f"{redis_keys.TAG}:session:*", count=1000))
        return {key: msgspec.msgpack.decode(value) for key in keys if (value := redis.get(key))}


@pytest.fixture(scope="module")
def shared_fleet(shared_openrouter: ScriptedOpenRouter) -> Iterator[Stack]:
    server = RedisServer()
    try:
        stack = Stack(shared_openrouter.base_url, server, gateways=2, classifiers=2)
        yield stack
        stack.stop()
    finally:
        server.stop()


@pytest.fixture
def fleet(shared_fleet: Stack, openrouter: ScriptedOpenRouter) -> Iterator[Stack]:
    """Two gateways, two classifiers; the test must leave all of them alive."""
    yield shared_fleet
    assert all(process.alive for process in shared_fleet.processes)


@pytest.fixture
def turns(fleet: Stack) -> Callable[[], Client]:
    """The gateways in turn, as a balancer hands them out."""
    numbers = count()
    return lambda: fleet.gateways[next(numbers) % 2].client


# --- failures of the past ---


def test_the_third_failure_of_a_task_makes_it_critical_whichever_gateway_is_asked(
    turns: Callable[[], Client],
) -> None:
    session = fresh()
    seen = [chat(turns(), failed(times), session) for times in range(4)]
    assert [level(answer) for answer in seen[2:]] == ["hard", "critical"]
    assert by_session(seen[3]) == "failures=3=>critical"
    assert level(seen[1]) in ("easy", "medium")


def test_two_failures_are_enough_for_hard_where_the_second_frame_alone_would_not_be(
    turns: Callable[[], Client],
) -> None:
    """A task id ties frames together that each show one failure only."""
    session, once = fresh(), failed(1)
    other = [*TASK[:1], {"role": "user", "content": "Change the label of the button."}, *failing(7)]
    alone = chat(turns(), other, fresh())
    assert level(alone) in ("easy", "medium")
    chat(turns(), once, session, X_Dispatch_Task_Id="checkout")
    second = chat(turns(), other, session, X_Dispatch_Task_Id="checkout")
    assert (level(second), by_session(second)) == ("hard", "failures=2=>hard")


def recorded(fleet: Stack, request_id: str) -> Any:
    """What /debug/request shows of it; None while the gateway that served it has not written it."""
    answer = fleet.client.get(f"/debug/request?id={request_id}")
    return answer.json if answer.status == 200 else None


def test_an_escalation_is_recorded_and_counted(fleet: Stack, turns: Callable[[], Client]) -> None:
    fleet.gateways[1].stats()  # writes what it has counted so far
    before = fleet.gateways[0].stats()["session_escalations"]
    session = fresh()
    answers = [chat(turns(), failed(times), session) for times in range(1, 4)]
    records = [until(lambda: recorded(fleet, answer.request_id), what="its record") for answer in answers]  # noqa: B023 - called at once
    assert (records[2]["session_escalated"], records[2]["level"]) == (True, "critical")
    assert [record["session_escalated"] for record in records] == [False, False, True]
    until(lambda: fleet.gateway.stats()["session_escalations"] == before + 1, what="one escalation is counted")


def test_without_a_session_id_nothing_is_remembered(fleet: Stack, turns: Callable[[], Client]) -> None:
    before = states(fleet.redis)
    for times in range(1, 4):
        assert by_session(chat(turns(), failed(times))) == ""
    assert states(fleet.redis) == before


def one_failure(number: int) -> Messages:
    """A frame of its own that shows one failure."""
    return [*TASK[:1], {"role": "user", "content": f"Change label {number} of the button."}, *failing(number)]


def clean(number: int) -> Messages:
    """A frame of its own that shows none."""
    return [*TASK[:1], {"role": "user", "content": f"Rename the variable red{number} to colour."}]


WORKED_OFF = [
    pytest.param([one_failure(1), clean(1), one_failure(2)], "", id="a clean request takes a failure back"),
    pytest.param([one_failure(1), clean(1), one_failure(2), one_failure(3)], "failures=2=>hard", id="and only one"),
    pytest.param([one_failure(1), one_failure(2), clean(1), clean(2), one_failure(3)], "", id="two clean ones in a row take two back"),
    pytest.param([one_failure(1), one_failure(2), clean(1), clean(1), one_failure(3)], "failures=2=>hard", id="the same clean one twice takes one back"),
]  # fmt: skip


@pytest.mark.parametrize(("requests", "demanded"), WORKED_OFF)
def test_a_clean_request_works_a_failure_off(
    turns: Callable[[], Client], requests: list[Messages], demanded: str
) -> None:
    session = fresh()
    seen = [chat(turns(), messages, session, X_Dispatch_Task_Id="release") for messages in requests]
    assert by_session(seen[-1]) == demanded


# --- nothing counts twice ---


def test_the_same_frame_sent_again_counts_once(fleet: Stack, turns: Callable[[], Client]) -> None:
    session = fresh()
    known = set(states(fleet.redis))
    answers = [chat(turns(), failed(1), session) for _ in range(8)]
    assert len({level(answer) for answer in answers}) == 1
    assert [by_session(answer) for answer in answers] == [""] * 8
    (state,) = (value for key, value in states(fleet.redis).items() if key not in known)
    assert state[0] == 1, "one failure, seen eight times"


def test_an_agent_that_resends_its_history_with_every_step_counts_a_failure_once(
    fleet: Stack, turns: Callable[[], Client]
) -> None:
    session, messages = fresh(), failed(1)
    known = set(states(fleet.redis))
    for number in range(20, 28):
        messages = [*messages, *looking(number)]
        assert by_session(chat(turns(), messages, session)) == ""
    (state,) = (value for key, value in states(fleet.redis).items() if key not in known)
    assert state[0] == 1


def test_the_same_request_many_times_at_once_counts_once(fleet: Stack) -> None:
    session = fresh()
    known = set(states(fleet.redis))
    together(lambda number: chat(fleet.gateways[number % 2].client, failed(1), session), 24)
    (state,) = (value for key, value in states(fleet.redis).items() if key not in known)
    assert state[0] == 1


# --- whose state it is ---


@pytest.mark.parametrize("name", ["x-session-id", "x-session-affinity", "X-Dispatch-Session-Id"])
def test_the_headers_that_clients_send_already_name_the_session(turns: Callable[[], Client], name: str) -> None:
    session = fresh()
    seen = [chat(turns(), failed(times), **{name: session}) for times in range(1, 4)]
    assert by_session(seen[2]) == "failures=3=>critical"


def test_the_first_configured_header_that_is_there_counts(fleet: Stack, turns: Callable[[], Client]) -> None:
    known = set(states(fleet.redis))
    ours, theirs = fresh(), fresh()
    chat(turns(), failed(1), theirs, X_Dispatch_Session_Id=ours)
    chat(turns(), failed(1), X_Dispatch_Session_Id=ours)
    assert len(set(states(fleet.redis)) - known) == 1
    chat(turns(), failed(1), theirs)
    assert len(set(states(fleet.redis)) - known) == 2


def test_opencodes_own_requests_share_one_session(fleet: Stack, turns: Callable[[], Client]) -> None:
    known = set(states(fleet.redis))
    session = fresh()
    for name in ("main-first", "main-tool-result"):
        replay(turns(), name, session)
    assert len(set(states(fleet.redis)) - known) == 1, "one session, one task"


HOSTILE = [
    ("a:b", "c"), ("a", "b:c"), ("a", "b"), ("A", "b"), ("a b", ""), ("a", "b "), ("{dispatch}", "queue"),
    ("*", "?"), ("a\\", "b"), ("a/../b", "c"), ("a" * 3_000, "b"), ("a" * 3_001, "b"), ("\xfc", "b"), ("\xdc", "b"),
]  # fmt: skip


def test_no_two_ids_share_a_state_whatever_they_contain(fleet: Stack, turns: Callable[[], Client]) -> None:
    known = set(states(fleet.redis))
    mark = fresh()
    for session, task in HOSTILE:
        task_id = {"X_Dispatch_Task_Id": mark + task} if task.strip() else {}
        chat(turns(), failed(1), f"{session}|{mark}", **task_id)
    found = {key: value for key, value in states(fleet.redis).items() if key not in known}
    assert len(found) == len({(session, task.strip()) for session, task in HOSTILE})
    assert all(value[0] == 1 for value in found.values())
    shape = re.compile(rf"{re.escape(redis_keys.TAG)}:session:[0-9a-f]{{32}}:[0-9a-f]{{16}}".encode())
    assert all(shape.fullmatch(key) for key in found), "ids are hashed before they are stored"
    assert mark.encode() not in fleet.redis.memory()


def test_two_tasks_of_a_session_do_not_add_up(turns: Callable[[], Client]) -> None:
    session = fresh()
    for task in ("one", "two", "three", "four"):
        assert by_session(chat(turns(), failed(1), session, X_Dispatch_Task_Id=task)) == ""


# --- the level of a task ---


def test_the_level_of_a_task_never_drops_while_its_frame_grows(turns: Callable[[], Client]) -> None:
    session, messages = fresh(), failed(0)
    ranks = []
    for number, more in enumerate((failing, failing, failing, passing, looking, looking, passing, looking), start=2):
        messages = [*messages, *more(number)]
        ranks.append(Level(level(chat(turns(), messages, session))).rank)
    assert ranks == sorted(ranks)
    assert ranks[-1] == Level.CRITICAL.rank


def test_a_new_task_of_the_same_session_starts_afresh(turns: Callable[[], Client]) -> None:
    session = fresh()
    for times in range(1, 4):
        hard = chat(turns(), failed(times), session)
    assert level(hard) == "critical"
    question = [*failed(3), {"role": "assistant", "content": "Done."}]
    question += [{"role": "user", "content": "What is the capital of France?"}]
    assert level(chat(turns(), question, session)) == "easy"


# --- what leaves no trace ---


def replay(client: Client, name: str, session: str) -> Answer:
    """One of OpenCode's captured requests under another session id."""
    request = json.loads((CAPTURES / f"{name}.json").read_text())["request"]
    known = {"content-length", "x-session-id", "x-session-affinity"}
    headers = [(key, value) for key, value in request["headers"] if key.lower() not in known]
    answer = client.chat(request["body"], [*headers, ("x-session-id", session), ("x-session-affinity", session)])
    assert answer.status == 200
    return answer


@pytest.mark.parametrize("name", ["title", "compaction-summary"])
def test_a_side_request_leaves_no_trace(fleet: Stack, turns: Callable[[], Client], name: str) -> None:
    session, before = fresh(), states(fleet.redis)
    assert level(replay(turns(), name, session)) == "easy"
    assert states(fleet.redis) == before
    for times in range(1, 4):
        last = chat(turns(), failed(times), session)
        between = states(fleet.redis)
        assert level(replay(turns(), name, session)) == "easy"
        assert states(fleet.redis) == between
    assert level(last) == "critical", "and it works nothing off"


def test_an_explained_request_sees_the_session_and_changes_nothing(fleet: Stack, turns: Callable[[], Client]) -> None:
    session = fresh()
    for times in range(1, 3):
        chat(turns(), failed(times), session)
    before = states(fleet.redis)
    body = json.dumps({"tools": BASH, "messages": failed(3)}).encode()
    for _ in range(3):
        shown = turns().send("POST", "/debug/route", body, [("x-session-id", session)]).json
        assert shown["level"] == "critical"
        assert shown["frame"]["session_state_used"] != "none"
    assert states(fleet.redis) == before
    without = turns().send("POST", "/debug/route", body).json
    assert without["frame"]["session_state_used"] == "none"
    assert level(chat(turns(), failed(3), session)) == "critical"


def test_a_forced_request_leaves_no_trace(fleet: Stack, turns: Callable[[], Client]) -> None:
    before = states(fleet.redis)
    chat(turns(), failed(1), fresh(), X_Dispatch_Level="hard")
    assert states(fleet.redis) == before


# --- lifetime and number ---


def test_a_state_lives_an_hour_from_its_last_use_and_is_then_forgotten(
    fleet: Stack, turns: Callable[[], Client]
) -> None:
    session, known = fresh(), set(states(fleet.redis))
    for times in range(1, 3):
        chat(turns(), failed(times), session)
    (key,) = set(states(fleet.redis)) - known
    with fleet.redis.client() as redis:
        assert 3_590_000 < redis.pttl(key) <= 3_600_000
        redis.pexpire(key, 60_000)
        chat(turns(), failed(2), session)
        assert redis.pttl(key) > 3_590_000, "use renews it"
        redis.pexpire(key, 1)
        until(lambda: not redis.exists(key), what="the hour is over")
    assert by_session(chat(turns(), failed(3), session)) == ""


def test_only_so_many_states_are_kept_and_the_newest_of_them(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2, classifiers=2, config={"intelligence": {"session": {"max_entries": 5}}})
    sessions = [fresh() for _ in range(12)]
    for number, session in enumerate(sessions):
        for times in (1, 2):
            chat(stack.gateways[number % 2].client, failed(times), session)
    assert len(states(stack.redis)) == 5
    with stack.redis.client() as redis:
        assert redis.zcard(redis_keys.SESSION_ORDER) == 5
    assert by_session(chat(stack.client, failed(3), sessions[-1])) == "failures=3=>critical"
    assert by_session(chat(stack.client, failed(3), sessions[0])) == ""


def test_sessions_can_be_switched_off(start_stack: StackFactory) -> None:
    stack = start_stack(config={"intelligence": {"session": {"enabled": False}}})
    session = fresh()
    for times in range(1, 4):
        assert by_session(chat(stack.client, failed(times), session)) == ""
    assert states(stack.redis) == {}


# --- several workers ---


def together(work: Callable[[int], Any], number: int) -> list[Any]:
    """The results of `number` calls at the same time."""
    results: list[Any] = [None] * number
    faults: list[BaseException] = []

    def run(index: int) -> None:
        try:
            results[index] = work(index)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults, faults[0]
    return results


PLANS = [
    [failing, failing, failing, passing],
    [looking, failing, looking, failing, failing],
    [failing, passing, looking, failing],
    [looking, looking, passing],
]


def conversation(stack: Stack, index: int) -> list[tuple[str, str, str]]:
    """One session, step by step over the gateways in turn; what was decided each time."""
    session, messages, seen = fresh(), [*TASK], []
    for number, more in enumerate(PLANS[index % len(PLANS)] * 2, start=2):
        messages = [*messages, *more(number)]
        answer = chat(stack.gateways[(index + number) % len(stack.gateways)].client, messages, session)
        seen.append((level(answer), answer.header("X-Dispatch-Reasons") or "", by_session(answer)))
    return seen


def test_interleaved_sessions_on_two_workers_end_as_on_one(fleet: Stack, start_stack: StackFactory) -> None:
    alone = start_stack(gateways=1, classifiers=1)
    expected = [conversation(alone, index) for index in range(len(PLANS))]
    before = [len(fleet.classifiers[index].log("engine_compiled")) for index in range(2)]
    seen = together(lambda index: conversation(fleet, index), 12)
    for index, found in enumerate(seen):
        assert found == expected[index % len(PLANS)], f"session {index}"
    assert all(before) or all(process.log("engine_compiled") for process in fleet.classifiers), "both workers judged"


def test_a_session_outlives_its_workers(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=1, classifiers=2)
    session = fresh()
    for times in range(1, 3):
        chat(stack.client, failed(times), session)
    for process in stack.classifiers[:2]:
        process.kill()
    stack.add_classifier()
    stack.until_judging()
    assert by_session(chat(stack.client, failed(3), session)) == "failures=3=>critical"
