"""The active task: what goes on with the task before it, in many languages, and what starts a new one."""

import json
from typing import Any

import pytest

from services.classifier.core.engine import Engine
from services.classifier.core.frame import find
from services.classifier.core.messages import Message
from services.cli.route import request_of
from shared.config.load import Source, load
from shared.level import Level
from tests.services.classifier.core.conftest import Ask, Judge
from tests.services.classifier.core.told import Told, run
from tests.services.classifier.core.told import user as said

LEVELS = "levels: {easy: {model: v/s}, medium: {model: v/s}, hard: {model: v/l}, critical: {model: v/x}}\n"


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def agent(text: str, *calls: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    made = [
        {"id": id_, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for id_, name, arguments in calls
    ]
    return {"role": "assistant", "content": text, **({"tool_calls": made} if made else {})}


def result(id_: str, text: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": id_, "content": text}


RACE = [
    user(
        "Two consumers in our Kafka group sometimes process the same message after a rebalance. Find the cause and make it exactly-once."
    ),
    agent("", ("c1", "bash", {"command": "mvn -q test -Dtest=RebalanceTest"})),
    result(
        "c1",
        "Tests run: 8, Failures: 2, Errors: 0, Skipped: 0\n[ERROR] RebalanceTest.noDuplicates expected:<1> but was:<2>\n\tat com.acme.RebalanceTest.noDuplicates(RebalanceTest.java:77)",
    ),
    agent("I moved the commit after the handler. Please run it on your side."),
]
PORT = [
    user("Port all 64 Jasmine specs to Vitest, folder by folder, keep every assertion."),
    agent("Started with src/core, 12 specs are ported and green."),
]
OUTAGE = [
    user("Production checkout is failing for all customers since 10:15, payment service logs show connection refused."),
    agent("", ("c1", "bash", {"command": "kubectl logs deploy/payment --tail=5"})),
    result("c1", "ERROR connection refused: vault:8200"),
    agent("Vault was sealed after the node restart. I unsealed it."),
]
SIDEBAR = [
    user("make the sidebar 20px wider"),
    agent("", ("c1", "edit", {"filePath": "a.css"})),
    result("c1", "Edit applied"),
    agent("Done."),
]
PARSER = [
    user("Fix the failing date parser test."),
    agent("", ("c1", "bash", {"command": "npx jest date"})),
    result(
        "c1",
        "FAIL src/date.test.ts\n  ● parses ISO week\n    Expected: 1\n    Received: 53\nTests:       1 failed, 9 passed, 10 total",
    ),
    agent("Changed the year boundary."),
]

FAILS_AGAIN = [
    "no, still duplicates",
    "same failure here",
    "I get exactly the same thing again",
    "that made it worse",
    "it failed again on the 12th try",
    "hmm, the duplicates are back",
    "nope",
    "this doesn't work either",
    "the test is still red",
    "not fixed",
    "look deeper please, that was not it",
    "try another approach",
    "still getting two messages after rebalance",
    "your change broke the build",
    "now 3 tests fail",
    "revert that and try something else",
    "please try once more",
    "Still flaky :(",
    "nothing changed",
    "that didn't do the trick",
    "sigue pasando",
    "no funcionó",
    "immer noch derselbe Fehler",
    "hat nicht geholfen",
    "geht immer noch nicht",
    "ça ne marche toujours pas",
    "même résultat",
    "non funziona ancora",
    "stesso problema",
    "всё равно дублируется",
    "не помогло",
    "то же самое",
    "还是不行",
    "问题还在",
    "没有用",
    "まだ直っていません",
    "同じ結果です",
    "変わりません",
    "여전히 안 됩니다",
    "똑같은 오류가 나요",
    "해결이 안 됐어요",
    "continua com o mesmo erro",
    "não resolveu",
    "ainda duplica",
    "aún falla",
    "rien n'a changé",
    "nichts hat sich geändert",
]
GOES_ON = [
    "continue",
    "ok go on",
    "next folder please",
    "do the rest",
    "and the others?",
    "keep going until all specs are ported",
    "finish the remaining ones",
    "proceed",
    "carry on with src/api",
    "yes please continue",
    "go ahead",
    "what's next? continue",
    "finish up",
    "resume where you stopped",
    "now the same for src/ui",
    "the other folders too please",
    "go",
    "continúa",
    "sigue con el resto",
    "mach weiter",
    "weiter bitte",
    "continue s'il te plaît",
    "la suite",
    "continua",
    "vai avanti",
    "продолжай",
    "дальше",
    "继续",
    "继续吧",
    "接着做",
    "続けてください",
    "次お願いします",
    "계속해 주세요",
    "계속",
    "prossegue",
    "pode continuar",
    "termina el resto",
    "und jetzt die restlichen Ordner",
    "fais le reste",
    "completa il resto",
    "残りもお願いします",
    "나머지도 해줘",
    "剩下的也改了吧",
    "а остальные?",
]


@pytest.mark.parametrize("turn", FAILS_AGAIN)
def test_a_task_that_failed_again_is_judged_as_that_task(judge: Judge, turn: str) -> None:
    decision = judge([*RACE, user(turn)])
    assert (decision.level, decision.frame.task_boundary_index) == ("hard", 0)


@pytest.mark.parametrize("turn", GOES_ON)
def test_going_on_is_judged_as_the_task_that_goes_on(judge: Judge, turn: str) -> None:
    decision = judge([*PORT, user(turn)])
    assert (decision.level, decision.frame.task_boundary_index) == ("hard", 0)


@pytest.mark.parametrize(
    "turn",
    [
        "still down",
        "customers still can't pay",
        "no change, same errors",
        "immer noch nicht erreichbar",
        "sigue sin funcionar",
        "まだ落ちています",
        "还是报错",
        "it came back after 2 minutes, then failed again",
    ],
)
def test_an_outage_that_goes_on_stays_critical(judge: Judge, turn: str) -> None:
    assert judge([*OUTAGE, user(turn)]).level == "critical"


@pytest.mark.parametrize(
    "turn",
    [
        "a bit more",
        "5px less please",
        "still too narrow",
        "and the right one as well",
        "same for the header",
        "looks better, now make it grey",
    ],
)
def test_going_on_with_something_small_stays_small(judge: Judge, turn: str) -> None:
    assert judge([*SIDEBAR, user(turn)]).level in {"easy", "medium"}


@pytest.mark.parametrize("turn", ["still red", "fails again", "now another test fails: ● formats week", "same error"])
def test_a_small_failure_that_comes_back_is_hard(judge: Judge, turn: str) -> None:
    assert judge([*PARSER, user(turn)]).level == "hard"


NEW_TASKS = [
    "thanks!",
    "ok, thank you",
    "What's the default port of Kafka?",
    "Now rename the class Foo to Bar",
    "Please add a line to the changelog: 'fix duplicate messages'",
    "new task: write a function that slugifies a string",
    "forget that. what does `git bisect` do?",
    "can you explain what a partition is, in two sentences?",
    "Commit this with a good message",
    "Add a --verbose flag to the CLI",
    "alright, that's done. Change the button label to Save",
    "How many tests do we have in this repo?",
    "write a commit message for the change",
    "Bitte benenne die Datei test.js in index.test.js um",
    "otra cosa: cambia el título a 'Inicio'",
    "ありがとうございます",
    "次のタスク: READMEの誤字を直してください",
    "what time zone does cron use?",
    "is there a linter for Dockerfiles?",
    "ok let's do something else: bump the version to 1.4.2",
    "this issue template has a typo in the title",
    "In the tutorial, the link to the previous step is wrong",
    "What is the same pattern called in Vue?",
]


@pytest.mark.parametrize("turn", NEW_TASKS)
@pytest.mark.parametrize("before", [RACE, PORT, OUTAGE], ids=["after a race", "after a migration", "after an outage"])
def test_a_small_new_turn_after_hard_work_is_cheap(judge: Judge, before: list[Any], turn: str) -> None:
    decision = judge([*before, user(turn)])
    assert decision.level in {"easy", "medium"}
    assert not decision.frame.continuation_detected


def test_a_hard_new_turn_after_small_work_is_hard(judge: Judge) -> None:
    turn = "Now the big one: move all 58 reducers to slices, the public action types must stay stable."
    decision = judge([*SIDEBAR, user(turn)])
    assert (decision.level, decision.frame.task_boundary_index) == ("hard", len(SIDEBAR))


def test_a_chain_of_turns_reaches_back_to_its_task(judge: Judge) -> None:
    messages = [*PORT, user("go on"), agent("src/api is done."), user("ok"), agent("Good."), user("next folder")]
    decision = judge(messages)
    assert (decision.frame.task_boundary_index, decision.frame.latest_user_index) == (0, len(messages) - 1)
    assert decision.frame.continuation_reasons == ("go_on", "acknowledgement")


def test_by_the_rules_alone_a_bare_new_error_continues_only_what_it_shares_a_name_with(ask: Ask) -> None:
    """With the learned layer one that names nothing known may go on too: nine of ten do, in what blind authors wrote."""
    rules = Engine.compile(load(Source((LEVELS + "rules: {disabled: [learned_turns]}").encode())))
    before = [user("Add paging to the repository."), agent("Added `ArticleRepo.page`.")]
    own = ask([*before, user("AttributeError: 'ArticleRepo' object has no attribute 'page'")])
    other = ask([*before, user("error: src/vorbis_decoder.c:77:1: unknown type name 'ogg_page'")])
    related, foreign = (rules.classify(request).decision for request in (own, other))
    assert related.frame.continuation_reasons == ("new_failure",)
    assert not foreign.frame.continuation_detected


def test_what_lies_before_the_frame_is_told_but_not_judged(judge: Judge) -> None:
    frame = judge([*RACE, user("rename foo to bar in a.py")], explain=True).frame
    assert frame.excluded_prior_hard_context
    assert frame.prior_level_ignored_for_routing
    assert (frame.included_messages, frame.excluded_messages) == (1, len(RACE))


def test_without_a_user_everything_is_judged(judge: Judge) -> None:
    frame = judge([{"role": "assistant", "content": "hello"}, result("x", "done")]).frame
    assert (frame.latest_user_index, frame.task_boundary_index, frame.included_messages) == (-1, -1, 2)


def test_a_fixed_sentence_after_a_compaction_continues_the_task(judge: Judge) -> None:
    messages = [
        user("What did we do so far?"),
        agent("Summary."),
        user("Continue if you have next steps, or stop and ask for clarification if you are unsure how to proceed."),
    ]
    frame = judge(messages).frame
    assert (frame.continuation_reasons, frame.task_boundary_index) == (("client_continue",), 0)


@pytest.mark.parametrize(
    ("goal", "level"),
    [
        ("Customers are charged twice in production right now, find the race in the checkout.", Level.CRITICAL),
        ("Find the data race that loses messages under load.", Level.HARD),
        ("Add CSV export to the orders page.", Level.MEDIUM),
    ],
    ids=["critical", "hard", "medium"],
)
def test_after_a_compaction_the_task_is_as_hard_as_before(judge: Judge, goal: str, level: Level) -> None:
    summary = f"## Goal\n{goal}\n\n## Accomplished\n- read the code\n\n## Next steps\n- the tests"
    go_on = "Continue if you have next steps, or stop and ask for clarification if you are unsure how to proceed."
    assert judge([user("What did we do so far?"), agent(summary), user(go_on)]).level is level


def test_the_task_key_stays_while_the_task_goes_on(judge: Judge) -> None:
    first = judge(RACE).frame
    later = judge([*RACE, user("still red")]).frame
    other = judge([*RACE, user("rename foo to bar in a.py")]).frame
    assert first.task_key == later.task_key != other.task_key
    assert (len(first.task_key), first.task_key_source) == (16, "derived_from_boundary_user")


def test_the_task_key_of_the_client_wins(engine: Engine, ask: Ask) -> None:
    frame = engine.read(ask("hello", task_key="00112233aabbccdd")).frame
    assert (frame.task_key, frame.task_key_source) == ("00112233aabbccdd", "header")


def test_a_turn_of_nothing_but_client_furniture_is_no_turn(judge: Judge) -> None:
    frame = judge(
        [user("rename foo to bar"), agent("Done."), user("<system-reminder>Plan mode.</system-reminder>")]
    ).frame
    assert frame.latest_user_index == 0


def test_of_a_long_history_only_the_turns_in_question_are_read() -> None:
    messages = [
        said("Port the importer to Rust."),
        Message("assistant", ("Done.",)),
        run("3 failed, 9 passed in 0.4s\n"),
    ]
    told = Told(*messages * 30, said("What does SIGPIPE mean?"))
    assert find(told).start == len(told.roles) - 1
    assert told.read == {"user": 2}


CODE = "\n".join(f"total = total + {number}" for number in range(300))
"""5 KB."""


def test_of_many_large_pastes_the_latest_and_those_of_the_task_are_looked_at() -> None:
    turns = [said(f"Still failing:\n\n```py\n{CODE}\nrow = {number}\n```") for number in range(6)]
    told = Told(said(f"Fix the cart\n\n```\n{CODE}\n```"), *turns, said("still"))
    frame = find(told)
    assert frame.turns == tuple(range(8))
    assert frame.far == {1, 2, 3, 4}
    assert find(Told(said("Fix the cart"), *[said(f"still red {number}") for number in range(50)])).far == frozenset()


def test_a_paste_of_a_far_turn_is_not_searched_for_the_reason() -> None:
    failed = f"```log\n{CODE}\n3 failed, 9 passed in 0.4s\n```"
    told = Told(said("Fix the cart"), *[said(f"on my machine, run {number}\n\n{failed}") for number in range(6)])
    assert find(told, lambda before, at: True).reasons == ("new_failure", "learned")
    assert told.searched == {"user": 2}


@pytest.mark.parametrize(("turn", "lifted"), [(1, False), (6, True)], ids=["far", "near"])
def test_what_a_far_turn_says_counts_and_not_what_it_pasted(turn: int, lifted: bool) -> None:
    pastes = [f"```py\n{CODE}\nrow = {number}\n```" for number in range(7)]
    pastes[turn] = f"```log\n12:01:07 WARN octarine\n{CODE}\n```"
    turns = [user("Fix the cart, it fails"), *[user(f"still failing, puce\n\n{paste}") for paste in pastes[1:]]]
    patterns = ", ".join(f"{{id: {word}, dimension: risk, weight: 7, regex: {word}}}" for word in ("puce", "octarine"))
    engine = Engine.compile(load(Source(f"{LEVELS}patterns: [{patterns}]\n".encode())))
    decision = engine.classify(request_of({"messages": turns})).decision
    assert "+risk: puce" in decision.reasons
    assert ("+risk: octarine" in decision.reasons) is lifted


@pytest.mark.parametrize(
    "turn", ["Didn't help. This is what I get on my machine:", "Nope. Look at this:", "继续。输出如下:"]
)
def test_who_says_that_it_goes_on_may_show_what_came_of_it(judge: Judge, turn: str) -> None:
    pasted = "\n".join(f"12:00:{second:02} INFO worker[3] handled job {second} in 40 ms" for second in range(40))
    decision = judge([*RACE, user(f"{turn}\n\n```\n{pasted}\n```")])
    assert (decision.level, decision.frame.task_boundary_index) == ("hard", 0)


def test_what_is_sent_again_before_anybody_answered_is_said_once() -> None:
    assert find(Told(said("Fix the cart"), said("still red"), said("still red"))).turns == (0, 2)
    assert find(Told(said("Fix the cart"), said("still red"), said("still black"))).turns == (0, 1, 2)
    told = Told(said("Fix the cart"), said("still red"), Message("assistant", ("Now?",)), said("still red"))
    assert find(told).turns == (0, 1, 3)


def test_a_request_that_is_sent_again_after_an_answer_is_said_once_unless_it_shows_a_failure() -> None:
    answer = Message("assistant", ("I moved it.",))
    task = said("Move the cart into a service of its own, 14 call sites keep working")
    assert find(Told(task, answer, task), lambda before, at: True).turns == (2,)
    assert find(Told(task, answer, said("go on"), answer, task), lambda before, at: True).turns == (2, 4)
    red = said("FAILED tests/test_cart.py::test_total - KeyError: 'x'")
    assert find(Told(red, answer, red), lambda before, at: True).turns == (0, 2)
    assert find(Told(red, red), lambda before, at: True).turns == (1,)
