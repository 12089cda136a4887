"""Features of a frame: concepts, facts and rules by name, the same whatever harmless thing stands around them."""

import json
import re
from typing import Any

import pytest

from services.classifier.core import detectors
from services.classifier.core.engine import Engine
from services.classifier.core.facts import Facts
from services.classifier.core.features import of_rules, step
from tests.services.classifier.core.conftest import Ask

TASK = "Since 09:40 customers on prod see the invoices of other companies. Find out why, and stop it."
HISTORY = [
    {"role": "user", "content": "The suite fails with a stack trace, find the race."},
    {"role": "assistant", "content": "It is fixed."},
]


def facts_of(engine: Engine, ask: Ask, messages: Any, *, tools: bool = True) -> Facts:
    request = ask(messages, tools=tools)
    read = engine.read(request)
    return detectors.detect(read.messages, read.found, has_tools=tools, response_format="")


AROUND: list[tuple[str, Any, bool]] = [
    ("no tools", TASK, False),
    ("a system prompt", [{"role": "system", "content": "Never drop tables."}, {"role": "user", "content": TASK}], True),
    ("an old conversation", [*HISTORY, {"role": "user", "content": TASK}], True),
    ("courtesies", f"Hi! {TASK}\n\nThanks!", True),
    ("a report at the end", f"{TASK}\n\nWhen you are done, explain the cause in one sentence.", True),
]


@pytest.mark.parametrize(("said", "tools"), [row[1:] for row in AROUND], ids=[row[0] for row in AROUND])
def test_what_stands_around_a_task_changes_no_feature(engine: Engine, ask: Ask, said: Any, tools: bool) -> None:
    alone = facts_of(engine, ask, TASK)
    around = facts_of(engine, ask, said, tools=tools)
    assert around.features == alone.features
    assert around.spoken == alone.spoken


def test_a_name_is_never_text(engine: Engine, ask: Ask) -> None:
    facts = facts_of(engine, ask, "Rename Zanzibar_Quokka to Wombat in src/zoo/quokka.py, ключ sk-live-12345")
    names = json.dumps([name for name, _ in facts.features])
    assert not re.search(r"zanzibar|quokka|wombat|sk-live|ключ", names, re.IGNORECASE)


def test_facts_and_rules_are_named(engine: Engine, ask: Ask) -> None:
    names = {name for name, _ in facts_of(engine, ask, TASK).features}
    assert {"said:prod", "said:people", "said:others_data", "signal:access"} <= names
    assert of_rules(("multi_file_scope",), "irreversible_action") == (
        ("floor:multi_file_scope", 1.0),
        ("gate:irreversible_action", 1.0),
    )


def test_steps() -> None:
    assert [step(value, 0, 1, 4) for value in (0, 1, 2, 5)] == [0, 1, 2, 3]
