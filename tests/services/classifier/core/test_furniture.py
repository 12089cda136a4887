"""What clients put around a user's words is taken off, and what the user marked is kept."""

import time

import pytest

from services.classifier.core.furniture import own_text

WORDS = "Rename foo to bar."
MARKED = [
    ("Cline", f"<task>\n{WORDS}\n</task>"),
    ("Roo Code", f"<user_message>\n{WORDS}\n</user_message>"),
    ("Cursor", f"<timestamp>today</timestamp>\n<user_query>\n{WORDS}\n</user_query>"),
    (
        "Copilot",
        '<attachments>\n<attachment id="a.py">\nraise Error\n</attachment>\n</attachments>\n<context>\nProduction is down.\n</context>\n'
        f"<reminderInstructions>\nNever stop.\n</reminderInstructions>\n<userRequest>\n{WORDS}\n</userRequest>",
    ),
    ("Claude Code", f"<command-name>/do</command-name>\n<command-args>{WORDS}</command-args>"),
    ("Zed", f"{WORDS}\n\n<context>\nThe following items were attached by the user. They are up-to-date.\n</context>"),
    (
        "Copilot CLI",
        f"<current_datetime>now</current_datetime>\n\n{WORDS}\n\n<reminder>\n<sql_tables>none</sql_tables>\n</reminder>",
    ),
    ("Goose", f"<info-msg>\nIt is now\n</info-msg>\n{WORDS}"),
    ("OpenHands", f"{WORDS}\n\n<RUNTIME_INFORMATION>\nToday is a day.\n</RUNTIME_INFORMATION>"),
    ("a harness", f"<pr_description>\n{WORDS}\n</pr_description>"),
    ("Codex", f"# Context from my IDE setup:\n\n## Open tabs:\n- a.py: src/a.py\n\n## My request for Codex:\n{WORDS}"),
    ("instructions of Codex", f"# AGENTS.md instructions for /srv\n{WORDS}"),
    ("a snapshot", f"<state_snapshot>\n    <overall_goal>\n        {WORDS}\n    </overall_goal>\n</state_snapshot>"),
    ("a prompt in parts", f"<instructions>\n{WORDS}\n</instructions>"),
    ("a question", f"<question>\n{WORDS}\n</question>"),
]


@pytest.mark.parametrize("text", [row[1] for row in MARKED], ids=[row[0] for row in MARKED])
def test_the_words_that_a_client_marks_are_the_user_s(text: str) -> None:
    own, _, files = own_text(text)
    assert own.strip() == WORDS
    assert files == []


def test_a_context_of_the_user_s_own_is_said() -> None:
    own, furniture, _ = own_text(f"<context>\nWe run three replicas.\n</context>\n{WORDS}")
    assert own.split() == f"We run three replicas. {WORDS}".split()
    assert not furniture


PLAIN = ["Add a <task> element to the schema", "Why is <question> empty?", "<div>a</div>", "x < y", "the <b>task</b>"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_tag_that_marks_nothing_is_a_word(text: str) -> None:
    assert own_text(text) == (text, False, [])


def test_a_part_is_marked_by_lines_of_its_own() -> None:
    text = "The response is <message>ok</message> here"
    assert own_text(text)[0] == text


def test_what_a_client_put_around_marks_nothing() -> None:
    own, furniture, _ = own_text(f"<system-reminder>use <task>x</task></system-reminder>{WORDS}")
    assert own.strip() == WORDS
    assert furniture


LABELS = ["Please solve this issue: ", "This session is being continued from a previous conversation that ran out of context.\n", "Another language model started to solve this problem and produced a summary. Here it is:\n\n", "### Task:\n", "Task: ", "User: ", "\n\nHuman: ", "# Task\n\n", "## Request \n", "[2031-11-25 10:04] ", "[Wed 2031-11-25 10:04 UTC] ", "@dispatch ", "@bot, ", "[2031-11-25 10:04] @bot Task: ", "[SHOP-812] ", "SHOP-812: ", "Please: ", "@src/app.py ", "RFC: ", "QA: ", "Step 2: ", "Task 3/7: ", "refactor(cart)!: ", "test: ", "#4127 ", "Plan: ", "quick one: ", "Just a small thing, ", "another quick question: ", "TL;DR: "]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_a_label_in_front_is_the_client_s(label: str) -> None:
    assert own_text(label + WORDS)[0] == WORDS


def test_a_sign_of_a_shell_in_front_of_prose_is_none() -> None:
    assert own_text("$ rename the flag of the importer")[0] == "rename the flag of the importer"


def test_rules_behind_the_words_are_the_client_s() -> None:
    for rules in (
        "# *SEARCH/REPLACE block* Rules:\n\nOnly ever return code",
        "# File editing rules:\n\nReturn edits",
        "You can execute bash commands and edit files to implement the necessary changes.\n\n## Workflow",
    ):
        assert own_text(f"{WORDS}\n\n{rules}")[0].strip() == WORDS


@pytest.mark.parametrize("left", ["[Image #1]", "[Pasted text #2 +31 lines]", "[Image]"])
def test_what_stands_for_something_pasted_is_no_word(left: str) -> None:
    assert own_text(f"{WORDS} {left}")[0].strip() == WORDS


SIGNED = [
    "\n\nCheers,\nAda",
    "\nThanks in advance!\nAda Lovelace",
    "\n\nViele Grüße\nAda",
    "\n\nСпасибо,\nАда",
    "\n-- \nAda Lovelace\nAnalytical Engines",
]


@pytest.mark.parametrize("end", SIGNED)
def test_the_end_of_a_letter_is_not_said(end: str) -> None:
    assert own_text(WORDS + end)[0] == WORDS


@pytest.mark.parametrize(
    "text",
    [
        f"{WORDS}\n\nThanks,\nit fails since the merge.",
        f"{WORDS}\n-- \n{'x' * 90}",
        f"{WORDS}\n--\nThen add a test",
        f"{WORDS}\n\nthanks\nand add a test",
        "Thanks\nAda",
    ],
)
def test_what_only_looks_like_the_end_of_a_letter_is_said(text: str) -> None:
    assert own_text(text)[0] == text


UNLABELLED = ["Tasks: three of them", "# Tasking\n\nx", "@acme/web fails", "[2031-11-25 10:04:31] local.ERROR: gone", "Users can't log in", "[web] broken", "UTF-8 is broken", "Please fix it", "#10 ERROR: process did not complete", "fix: the cart", "Tested: nothing", "$ npm test", "$ git commit -m 'fix the cart'", "$ make the docs\nbuilt"]  # fmt: skip


@pytest.mark.parametrize("text", UNLABELLED)
def test_what_is_said_is_no_label(text: str) -> None:
    assert own_text(text)[0] == text


HOSTILE = ["<task>" * 60_000, "<task></task>" * 30_000, "</task>" * 60_000, "<context>\n" * 40_000 + "</context>", "# Context from my IDE setup:" + "\n## My request for " * 20_000, "@" * 300_000, "Task: " * 60_000, " " * 300_000, "x" + "\n" * 300_000, "x" + "\n \n" * 100_000 + "cheers", "x\ncheers" + "\n" * 300_000 + "?", "x" + "\n--" * 100_000, "[Image " * 50_000]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:12]) for text in HOSTILE])
def test_a_hostile_text_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    own_text(text)
    assert time.process_time() - started < 1


def test_a_tag_is_known_by_its_whole_name() -> None:
    text = "Name the columns <file-name>, <content-type> and <path2>; <File>a.py</File> is the source"
    own, furniture, files = own_text(text)
    assert own.startswith("Name the columns <file-name>, <content-type> and <path2>; ")
    assert (furniture, files) == (False, ["a.py"])
