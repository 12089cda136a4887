"""Messages as what they are: the results and answers of agents that have no tool calls."""

import json
import time
from typing import Any

import pytest

from services.classifier.core.clients import calls_of, read, recapped
from services.classifier.core.messages import Message
from services.classifier.core.tools import kind_of

DETAILS = "<environment_details>\n# Current Mode\nACT MODE\n</environment_details>"
RED = "2 failed, 30 passed in 3.11s"


def message(role: str, *texts: str) -> Message:
    content: Any = texts[0] if len(texts) == 1 else [{"type": "text", "text": text} for text in texts]
    return read(json.dumps({"role": role, "content": content}).encode())


RESULTS = [
    ("a run of Cline's", ("[execute_command for 'pytest -q'] Result:", RED, DETAILS), "run"),
    ("a look of Cline's", ("[execute_command for 'cat a.log'] Result:", RED, DETAILS), "look"),
    ("a file that Roo read", ("[read_file for 'src/a.py'] Result:\n\n" + RED,), "look"),
    ("an edit of Cline's", ("[replace_in_file for 'src/a.py'] Result:", RED), "edit"),
    ("one that holds the details", (f"[execute_command for 'make'] Result:\n{RED}\n{DETAILS}",), "run"),
    ("a search", ("[search_files for 'raise' in '*.py'] Result:", RED), "look"),
    ("a command of Aider's", (f"I ran this command:\n\npytest\n\nAnd got this output:\n\n{RED}\n",), "run"),
    (
        "a command of Aider's, with what it says to its model",
        (
            f"I ran this command:\n\nmake test\n\nAnd got this output:\n\n{RED}\n\nTo suggest changes to a file you MUST return it.",
        ),
        "run",
    ),
    ("a look of Aider's", (f"I ran this command:\n\ngit log\n\nAnd got this output:\n\n{RED}\n",), "look"),
]


@pytest.mark.parametrize(("texts", "kind"), [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS])
def test_a_result_that_is_sent_as_the_user_s_is_a_result(texts: tuple[str, ...], kind: str) -> None:
    found = message("user", *texts)
    assert found.role == "tool"
    assert [kind_of(call) for call in found.calls if call.id == found.call_id] == [kind]
    assert "".join(found.texts).strip() == RED


WRITTEN = [f"<returncode>1</returncode>\n<output>\n{RED}\n</output>", f"OBSERVATION:\n{RED}", f"EXECUTION RESULT of [bash]:\n{RED}"]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN, ids=["mini-SWE-agent", "SWE-agent", "OpenHands"])
def test_a_result_of_a_command_in_the_agent_s_text_belongs_to_it(text: str) -> None:
    found = message("user", text)
    (call,) = calls_of(message("assistant", "THOUGHT: look\n\n```bash\ncat a.log\n```"))
    assert (found.role, found.calls, found.call_id) == ("tool", (), call.id)
    assert kind_of(call) == "look"
    assert RED in "".join(found.texts)


def test_a_command_is_what_the_agent_s_text_ends_with() -> None:
    assert calls_of(message("assistant", "Run this:\n\n```bash\nmake\n```\n\nThen tell me.")) == ()
    assert calls_of(message("assistant", "```python\nprint(1)\n```")) == ()
    (call,) = calls_of(message("assistant", "```\nls\n```\nor\n```sh\nmake test\n```\n"))
    assert kind_of(call) == "run"


SAID = "still charges twice"
ANSWERS = [
    (
        "feedback of Cline's",
        "user",
        (
            "[attempt_completion] Result:",
            "The user has provided feedback on the results. Consider their input to continue the task, and then attempt completion again.\n"
            f"<feedback>\n{SAID}\n</feedback>",
            DETAILS,
        ),
    ),
    ("an answer", "user", (f"[ask_followup_question for 'Which?'] Result:\n\n<answer>\n{SAID}\n</answer>", DETAILS)),
    (
        "a command that was denied",
        "user",
        (
            "[execute_command for 'rm -rf build'] Result:",
            f"The user denied this operation and provided the following feedback:\n<feedback>\n{SAID}\n</feedback>",
        ),
    ),
    ("an answer in the result of a tool", "tool", (f"<answer>\n{SAID}\n</answer>",)),
    ("words in the result of a tool", "tool", (f"<user_message>\n{SAID}\n</user_message>",)),
]


@pytest.mark.parametrize(("role", "texts"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_the_user_s_words_in_a_result_are_the_user_s(role: str, texts: tuple[str, ...]) -> None:
    found = message(role, *texts)
    assert (found.role, found.texts) == ("user", (SAID,))


QUIET = [
    ("user", f"[web] Result: {RED}"),
    ("user", "Observation:\nProduction is down"),
    ("user", "I updated the files. Now run the tests and mend what breaks"),
    ("user", "Format error: customers can't pay since the new date format"),
    ("user", f"I ran this command: pytest and got this output: {RED}"),
    ("user", "<feedback>\nfrom customers\n</feedback>"),
    ("tool", "<form>\n<answer>\n42\n</answer>\n</form>"),
    ("tool", "a page with </feedback> in it"),
    ("assistant", "[execute_command for 'make'] Result: none yet"),
]


@pytest.mark.parametrize(("role", "text"), QUIET)
def test_what_only_looks_alike_is_what_it_was_sent_as(role: str, text: str) -> None:
    assert message(role, text) == Message(role, (text,))


def test_what_a_client_says_by_itself_is_no_turn() -> None:
    for text in (
        "I have *added these files to the chat* so you can go ahead and edit them.",
        "I updated the files.",
        "[ERROR] You did not use a tool in your previous response! Please retry.",
        "[TASK RESUMPTION] x",
        "This is the Gemini CLI. We are setting up the context for our chat.",
    ):
        found = message("user", text, DETAILS)
        assert (found.role, found.texts) == ("tool", ())


def raws(*texts: str) -> list[bytes]:
    """Of the user and the agent in turn."""
    return [
        json.dumps({"role": ("user", "assistant")[at % 2], "content": text}).encode() for at, text in enumerate(texts)
    ]


GO_ON = "Continue if you have next steps, or stop and ask for clarification if you are unsure how to proceed."
SUMMARY = "## Goal\nMend the race in the checkout.\n\n## Next\nThe unique constraint."


@pytest.mark.parametrize("asked", ["What did we do so far?", "Summarize our session for the next agent"])
def test_after_a_compaction_the_summary_is_what_the_user_says(asked: str) -> None:
    first, second, third = map(read, recapped(raws(asked, SUMMARY, GO_ON)))
    assert (first.role, first.texts) == ("user", (SUMMARY,))
    assert (second.role, second.texts, third.texts) == ("assistant", (SUMMARY,), (GO_ON,))


def test_after_a_compaction_by_hand_the_user_goes_on_in_words_of_their_own() -> None:
    first, *_, last = map(read, recapped(raws("What did we do so far?", SUMMARY, "still red")))
    assert (first.texts, last.texts) == ((SUMMARY,), ("still red",))


TALKS = [
    ("another question", ("Which tests fail?", "None.", GO_ON)),
    ("no answer yet", ("Which?", "That.", "What did we do so far?")),
    ("no going on", ("Give me a summary of it", "We mended it.", "Thanks!")),
    ("a task that speaks of a summary", ("Write a summary of the design. " * 20, "Done.", GO_ON)),
    ("nothing before", (GO_ON,)),
]


@pytest.mark.parametrize("texts", [row[1] for row in TALKS], ids=[row[0] for row in TALKS])
def test_without_a_compaction_everyone_says_what_they_said(texts: tuple[str, ...]) -> None:
    assert recapped(raws(*texts)) == raws(*texts)


def test_a_summary_that_an_agent_without_calls_wrote_stands_for_the_task() -> None:
    found = message("user", "[summarize_task] Result:\n" + SUMMARY, DETAILS)
    assert (found.role, found.texts[0].strip()) == ("user", SUMMARY)


def test_the_user_s_words_in_what_a_client_says_are_the_user_s() -> None:
    found = message(
        "user", "[TASK RESUMPTION] It was interrupted.\n<user_message>\nstill red\n</user_message>", DETAILS
    )
    assert (found.role, found.texts[0].strip()) == ("user", "still red")


HOSTILE = [
    "[a_tool for '" * 30_000,
    "[TASK RESUMPTION]" + "<user_message>" * 30_000,
    "[a_tool] Result:" + "feedback <feedback>" * 20_000 + "</feedback>",
    "<returncode>1</returncode>" * 15_000,
    "OBSERVATION:\n" + "<environment_details>" * 20_000,
    "input <answer>" * 20_000 + "</feedback>",
    "[execute_command for 'x'] Result:" + ("input" + " " * 5_000) * 60 + "</answer>",
    "```bash\n" * 40_000,
    "I ran this command:\n\n" * 20_000,
    " " * 300_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:12]) for text in HOSTILE])
@pytest.mark.parametrize("role", ["user", "tool", "assistant"])
def test_a_hostile_message_is_read_in_bounded_time(role: str, text: str) -> None:
    started = time.process_time()
    calls_of(message(role, text))
    assert time.process_time() - started < 1
