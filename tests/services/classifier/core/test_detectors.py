"""A frame to its facts: courtesies, side requests, languages not understood, domains, scope, evidence."""

from typing import Any

import pytest

from services.classifier.core.detectors import detect
from services.classifier.core.facts import Domain, EvidenceKind, Facts, Scope
from services.classifier.core.frame import find
from services.classifier.core.messages import Message
from tests.services.classifier.core.told import Told, run, user

RED = "FAILED tests/test_cart.py::test_total\n3 failed, 9 passed in 0.4s\n"
TRACE = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'"


def system(text: str) -> Message:
    return Message("system", (text,))


def facts(*said: str | Message, has_tools: bool = True, response_format: str = "") -> Facts:
    told = Told(*(user(item) if isinstance(item, str) else item for item in said))
    return detect(told, find(told), has_tools=has_tools, response_format=response_format)


FIRES: list[tuple[str, tuple[Any, ...], bool]] = [
    ("a title generator", (system("You are a title generator."), "Refactor all 60 packages"), False),
    (
        "a title asked for by the client",
        ("Generate a title for this conversation:\n\nRefactor all 60 packages",),
        False,
    ),
    ("a name", (system("Propose a git branch name for the user's request. Output the name only."), "Fix it"), False),
    ("a verdict", (system('Decide if the command is read-only. Reply "yes" or "no".'), "zpool destroy tank"), False),
    ("a word", (system("Analizza il messaggio. Scrivi un gerundio, solo la parola."), "trova il deadlock"), False),
    ("paths", (system("Extract file paths touched by the command output. One per line."), "rm -rf /srv"), False),
    (
        "a hand-over",
        (user("We run out of context. Write what the next session needs to know. Payments are down."),),
        False,
    ),
    ("a title generator with tools", (system("You are a title generator."), "Refactor all 60 packages"), True),
    (
        "no work to be done",
        (
            system("One of bug, feature, chore. You classify what people report, you never help with it."),
            "Prod is down",
        ),
        False,
    ),
    (
        "notes for another agent",
        (system("Compress the transcript: goal, files, open points. Do not continue the work."), "All suites fail"),
        False,
    ),
    *[
        (
            f"a chore of {client}",
            (f"{order}\n\n<chat_history>\nUSER: Production is down for all customers\n</chat_history>",),
            False,
        )
        for client, order in [
            (
                "Open WebUI: a title",
                "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Output:\nJSON",
            ),
            (
                "Open WebUI: tags",
                "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history, along with 1-3 more specific tags.",
            ),
            (
                "Open WebUI: questions",
                "### Task:\nSuggest 3-5 relevant follow-up questions that the user might naturally ask next, based on the chat history, to help.",
            ),
            (
                "Open WebUI: queries",
                "### Task:\nAnalyze the chat history to determine the necessity of generating search queries, in the given language.",
            ),
            (
                "LibreChat",
                "Provide a concise, 5-word-or-less title for the conversation, using title case conventions.",
            ),
            ("Continue", "Given the following... please reply with a title for the chat that is 3-4 words in length."),
            (
                "Cline",
                '<explicit_instructions type="summarize_task">\nThe current conversation is rapidly running out of context. '
                "Now, your urgent task is to create a comprehensive detailed summary of the conversation so far.\n</explicit_instructions>",
            ),
            ("Roo Code", "Generate an enhanced version of this prompt (reply with only the enhanced prompt):"),
            ("Gemini CLI", "Based strictly on that response, determine who should logically speak next."),
        ]
    ],
    *[
        (f"a title or a summary in {language}", (system(prompt), "Production is down for all customers"), False)
        for language, prompt in [
            ("Spanish", "Escribe un título para esta conversación."),
            ("German", "Fasse das bisherige Gespräch in fünf Punkten zusammen."),
            ("French", "Donne un titre de 40 caractères maximum, uniquement le titre."),
            ("Italian", "Scrivi solo il titolo della conversazione."),
            ("Portuguese", "Gere um título curto para a conversa, apenas o título."),
            ("Russian", "Изложи суть диалога одним заголовком, не более 6 слов."),
            ("Chinese", "为这段对话生成标题,只输出标题。"),
            ("Japanese", "会話のタイトルを10文字以内で作成してください。"),
            ("Korean", "대화 제목을 20자 이내로 작성하세요."),
        ]
    ],
]


@pytest.mark.parametrize(("said", "tools"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_side_request_is_known(said: tuple[Any, ...], tools: bool) -> None:
    assert facts(*said, has_tools=tools).side_request


STAYS_QUIET: list[tuple[str, tuple[Any, ...], bool]] = [
    (
        "an agent with tools",
        (system("You are an agent in a terminal. " * 12 + "Suggest follow-up questions."), "Refactor all 60 packages"),
        True,
    ),
    ("work without tools", ("Write a function that makes titles",), False),
    ("work on tags", ("Generate tags for the conversation list when a thread is saved, and index them",), False),
    (
        "a session that goes on",
        (
            "This session is being continued from a previous conversation that ran out of context.\nMend the race in the hub.",
        ),
        False,
    ),
    (
        "an assistant with conventions",
        (system("You are a coding assistant. Commit messages in English, only the main branch."), "Fix it"),
        False,
    ),
    ("a tone", (system("You are a helpful assistant. Answer only in German."), "Fix the race"), False),
    ("a name asked of an agent", (system("Output the branch name only."), "Fix the race"), True),
    *[
        (f"a prompt of somebody's own: {prompt}", (system(prompt), "Production is down for all customers"), tools)
        for tools in (False, True)
        for prompt in (
            "Reply only in German. Do not use tools.",
            "You are a senior engineer. Answer only in English. Never answer before you have read the code.",
            "You are a coding assistant. Name variables in English and do not continue without asking.",
            "You are a coding assistant. Short summaries only, and do not help with anything else.",
        )
    ],
    (
        "an agent that waits",
        (system("You are an agent. Do not start the task before you have a plan."), "Fix the race"),
        True,
    ),
    ("a prompt that forbids", (system("Do not use tools that write."), "Fix the race"), False),
    (
        "a long prompt",
        (
            system("".join(f"Answer user {number}. " for number in range(40)) + "End with a summary of the session."),
            "Fix it",
        ),
        False,
    ),
    ("an agent's own prompt", (system("You are a coding agent in a terminal."), "Write a parser"), False),
]


@pytest.mark.parametrize(("said", "tools"), [row[1:] for row in STAYS_QUIET], ids=[row[0] for row in STAYS_QUIET])
def test_work_is_no_side_request(said: tuple[Any, ...], tools: bool) -> None:
    assert not facts(*said, has_tools=tools).side_request


@pytest.mark.parametrize("text", ["Hi!", "Thank you so much!", "Danke!", "Bonjour", "谢谢"])
def test_nothing_but_a_courtesy_is_one(text: str) -> None:
    assert facts(text).courtesy


@pytest.mark.parametrize("text", ["Hi! Fix the cart.", f"Hi!\n\n{TRACE}", "Thanks, now write the docs"])
def test_a_courtesy_with_work_is_none(text: str) -> None:
    assert not facts(text).courtesy


def test_a_picture_is_no_courtesy() -> None:
    assert not facts(Message("user", (), media=True)).courtesy


def test_a_failed_run_after_thanks_is_no_courtesy() -> None:
    assert not facts("Thanks!", run(RED)).courtesy


def test_a_language_that_the_rules_do_not_speak_is_known_as_such() -> None:
    assert facts(
        "Mangyaring tingnan kung bakit hindi gumagana ang aking programa kapag maraming tao ang gumagamit nito"
    ).unread
    assert not facts("Please look at why my program does not work when many people use it").unread


DOMAINS = [
    ("Is there an API key in the config?", Domain.SECRETS),
    ("The refund of the payment is shown twice", Domain.PAYMENT),
    ("Add an index to the Postgres database", Domain.DATABASE),
    ("Deploy it to production", Domain.DEPLOYMENT),
    ("mm", Domain.UNKNOWN),
]


@pytest.mark.parametrize(("text", "domain"), DOMAINS, ids=[f"{domain}: {text}" for text, domain in DOMAINS])
def test_a_domain_is_named(text: str, domain: Domain) -> None:
    assert domain in facts(text).domains


SCOPES = [
    ("Refactor the whole code base", Scope.REPO_WIDE),
    ("Rename the field in 14 files", Scope.MULTI_FILE),
    ("Fix the typo", Scope.TINY),
    ("Design an architecture for a multi-tenant event bus, weigh the trade-offs", Scope.SYSTEM_DESIGN),
    ("Write a parser", Scope.UNKNOWN),
]


@pytest.mark.parametrize(("text", "scope"), SCOPES, ids=[f"{scope}: {text}" for text, scope in SCOPES])
def test_a_scope_is_named(text: str, scope: Scope) -> None:
    assert facts(text).scope is scope


EVIDENCE: list[tuple[str, tuple[Any, ...], str, set[EvidenceKind]]] = [
    ("a pasted trace", (f"Fix this\n\n{TRACE}",), "", {EvidenceKind.STACK_TRACE}),
    ("a pasted test run", (f"Fix this\n\n{RED}",), "", {EvidenceKind.TEST_FAILURE}),
    ("pasted code", ("Review this\n\n```go\nfunc main() {}\n```",), "", {EvidenceKind.CODE_BLOCK}),
    (
        "a red run",
        ("Fix it", run(RED)),
        "",
        {EvidenceKind.TEST_FAILURE, EvidenceKind.TOOL_ERROR, EvidenceKind.TOOL_CALLS},
    ),
    ("two red runs", ("Fix it", run(RED), run(RED)), "", {EvidenceKind.REPEATED_FAILURE}),
    ("a schema", ("Write a parser",), "json_schema_strict", {EvidenceKind.JSON_SCHEMA}),
    ("nothing", ("Write a parser",), "json_object", {EvidenceKind.NONE}),
]


@pytest.mark.parametrize(("said", "form", "kinds"), [row[1:] for row in EVIDENCE], ids=[row[0] for row in EVIDENCE])
def test_evidence_is_named(said: tuple[Any, ...], form: str, kinds: set[EvidenceKind]) -> None:
    assert kinds <= set(facts(*said, response_format=form).evidence)


def test_topics_are_named_and_are_at_no_stake() -> None:
    found = facts("Fix the typo on the production payment page")
    assert found.domains
    assert found.stakes.signals.strongest == 0


def test_a_frame_without_messages_has_facts() -> None:
    found = facts()
    assert found.domains == (Domain.UNKNOWN,)
    assert found.courtesy
