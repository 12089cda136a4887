"""What a task is about, in the explanation: fields of work, taking back, a diff. It moves no level."""

import json
from typing import Any

import pytest

from services.classifier.core.about import about_of
from services.classifier.core.engine import Engine
from services.classifier.core.facts import Asked, Domain, EvidenceKind, Facts, Operation
from services.classifier.core.spans import part
from tests.services.classifier.core.conftest import Ask

DIFF = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n-x = 1\n+x = 2\n"


def about(*texts: str, facts: Facts | None = None) -> Any:
    return about_of(facts or Facts(domains=(Domain.UNKNOWN,), evidence=(EvidenceKind.NONE,)), [part(texts)])


def test_what_names_no_field_is_of_none() -> None:
    assert about("Make it faster").domains == (Domain.UNKNOWN,)


def test_the_domains_of_the_facts_come_first_and_once() -> None:
    facts = Facts(domains=(Domain.DATABASE,), evidence=(EvidenceKind.NONE,))
    assert about("Test the README", "test it", facts=facts).domains == (Domain.DATABASE, Domain.TESTS, Domain.DOCS)


@pytest.mark.parametrize(
    "text", ["Roll back the last deploy", "revert that commit", "mach das rückgängig", "回滚上一个版本"]
)
def test_taking_back_is_an_operation(text: str) -> None:
    assert about(text).operation is Operation.ROLLBACK


def test_a_question_about_taking_back_takes_nothing_back() -> None:
    reading = Facts(asked=Asked(read_only=True, operation=Operation.EXPLAIN_ONLY), domains=(), evidence=())
    assert about("What does revert do?", facts=reading).operation is Operation.EXPLAIN_ONLY


def test_a_diff_that_is_shown_is_evidence() -> None:
    assert about(f"Review this:\n\n{DIFF}").evidence == (EvidenceKind.DIFF,)
    assert about(f"Review this:\n\n```diff\n{DIFF}```").evidence == (EvidenceKind.DIFF,)
    assert about("Review this:\n\n- one thing\n+ another").evidence == (EvidenceKind.NONE,)


def test_an_explanation_shows_it_and_decides_the_same(engine: Engine, ask: Ask) -> None:
    said = f"Roll back this change of the login test:\n\n```diff\n{DIFF}```"
    shown, plain = (engine.classify(ask(said, explain=explain)).decision for explain in (True, False))
    analysis = json.loads(shown.explanation)["analysis"]
    assert (analysis["operation"], "diff" in analysis["evidence"]) == ("rollback", True)
    assert {"tests", "auth"} <= set(analysis["domains"])
    assert (shown.level, shown.scores, shown.reasons) == (plain.level, plain.scores, plain.reasons)
    assert plain.explanation == b""
