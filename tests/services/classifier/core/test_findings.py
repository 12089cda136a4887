"""What one message shows: failures of what was run, pasted or told, and no text."""

import msgspec
import pytest

from services.classifier.core.findings import (
    NONE,
    Findings,
    of_tool,
    of_user,
    said_by_user,
    shown_by_tool,
    shown_by_user,
)
from services.classifier.core.spans import part
from tests.services.classifier.core.test_grammar import outputs
from tests.services.classifier.core.told import run

TRACE = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'"
RED = "FAILED tests/test_cart.py::test_total\n3 failed, 9 passed in 0.4s\n"
GREEN = "12 passed in 0.4s\n"


def user(text: str) -> Findings:
    return of_user(part((text,)))


def test_a_pasted_log_is_evidence() -> None:
    found = user(f"Fix this please\n\n{TRACE}")
    assert "trace" in found.evidence.kinds
    assert not found.inline.failing


def test_a_failure_told_in_a_sentence_is_inline() -> None:
    found = user("I get a KeyError: 'x' when I run it, 3 tests failed")
    assert found.inline.failing
    assert not found.evidence.failing


TELLS = [
    ("a failure that was told", "3 tests failed with KeyError: 'x'", True, True),
    ("a failure that was pasted", f"Fix this\n\n{TRACE}", True, True),
    ("a success that was pasted", f"Look:\n\n```\n{GREEN}```", False, True),
    ("code that was pasted", "Explain this:\n\n```py\nraise KeyError(name)\n```", False, False),
    ("nothing", "Add a page for the team", False, False),
]


@pytest.mark.parametrize(("text", "failing", "tells"), [row[1:] for row in TELLS], ids=[row[0] for row in TELLS])
def test_a_message_tells_how_something_went(text: str, failing: bool, tells: bool) -> None:
    found = user(text)
    assert (found.failing, found.tells) == (failing, tells)


KINDS = [("run", True), ("unknown", True), ("look", False), ("edit", False)]


@pytest.mark.parametrize(("kind", "failing"), KINDS, ids=[f"{kind}: {failing}" for kind, failing in KINDS])
def test_a_result_is_evidence_only_of_what_was_run(kind: str, failing: bool) -> None:
    assert of_tool(run(RED), kind).evidence.failing is failing


def test_a_failed_edit_is_a_failed_patch() -> None:
    said = "Error: oldString not found in content"
    assert "patch" in of_tool(run(said), "edit").evidence.kinds
    assert shown_by_tool(run(said), "edit") == b""


def test_patterns_see_what_was_run_and_not_what_was_read() -> None:
    assert shown_by_tool(run(RED), "run") == RED.encode()
    assert shown_by_tool(run(RED), "look") == b""


def test_patterns_see_what_a_user_says_and_the_logs_but_no_code() -> None:
    parted = part((f"Fix this please\n\n{TRACE}\n\n```py\nraise Oddity(name)\n```",))
    shown = shown_by_user(parted)
    assert b"Fix this" not in shown
    assert b"KeyError" in shown
    assert b"Oddity" not in shown
    assert said_by_user(parted) == b"Fix this please"


@pytest.mark.parametrize(
    "form", ["{}", "Please mend it.\n\n{}", "```\n{}\n```", "still:\n\n```sh\n{}\n```\n\nany idea?"],
    ids=["bare", "below a request", "in a fence", "in a fence between words"],
)  # fmt: skip
def test_what_failed_for_a_tool_failed_where_it_is_pasted(form: str) -> None:
    """Of labelled outputs; those that show code, of which a few speak of failures, are not counted."""
    texts = [text.decode() for text in outputs() if of_tool(run(text.decode()), "run").failing]
    texts = [text for text in texts if not part((f"```\n{text}\n```",)).others]
    seen = [user(form.format(text)).failing for text in texts]
    assert len(seen) > 60
    assert sum(seen) >= 0.97 * len(seen)


def test_findings_hold_no_text() -> None:
    secret = "hunter2-Zanzibar"
    for found in (user(f"3 tests failed with KeyError: {secret}"), of_tool(run(RED + secret), "run")):
        assert found.failing
        assert secret not in repr(msgspec.to_builtins(found))


@pytest.mark.parametrize("text", ["", " ", "\x00", "\n" * 1000, "```", "<file>", "?", "\u200b", "a" * 300_000])
def test_where_nothing_is_shown_nothing_is_found(text: str) -> None:
    assert user(text) is NONE
    assert of_tool(run(text), "run") is NONE
