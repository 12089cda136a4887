"""Section 6, point 6, through the whole stack: rules of the team, exemplars and profiles change where a request goes."""

from typing import Any

import pytest

from tests.conftest import StackFactory
from tests.end_to_end.test_contract_judgement import route
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Stack, until

WORK = "Write a CSV parser in Kotlin with tests for quoting."
LEAK = "I pushed our production AWS secret key to a public GitHub repo ten minutes ago, we must rotate it now."
STALL = "our glacier importer stalls in the second pass"

TEAM: dict[str, Any] = {
    "concepts": [{"name": "zeus", "aliases": ["box seven"]}, {"name": "wiping", "aliases": ["wipe", "清空"]}],
    "operation_object": {"rules": [{"operation": "wiping", "object": "zeus", "min_level": "critical"}]},
}
COMPARED: dict[str, Any] = {"exemplars": {"enabled": True}, "similarity": {"bm25": {"min_score": 6}}}
PROFILES: dict[str, Any] = {
    "routing_profiles": {
        "default": "careful",
        "allow_header_override": True,
        "profiles": {"careful": {"force_min_level": "hard"}, "Thrifty": {"floor_reduction": 1}},
    }
}
EXEMPLARS = """
exemplars:
  - {level: hard, task: glacier, text: the glacier importer stalls in its second pass}
  - {level: hard, task: icon, negative: true, text: paint the icon of the glacier importer blue}
"""


def chat(stack: Stack, said: str, headers: Any = ()) -> str:
    """The level of a real request."""
    got = stack.client.chat(messages=[{"role": "user", "content": said}], headers=headers)
    assert got.status == 200, got.body
    return str(got.header("X-Dispatch-Level"))


def test_an_operation_object_rule_lifts_a_request_and_says_so(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(config={"intelligence": TEAM})
    assert chat(stack, "Please wipe box seven") == "critical"
    assert openrouter.last.model == "fake/critical"
    assert chat(stack, "请清空 zeus") == "critical"
    assert chat(stack, "Please restart box seven") in {"easy", "medium"}
    shown = route(stack.client, "Please wipe box seven")
    assert "operation_object:wiping+zeus=>critical" in shown["reasons"]
    assert shown["analysis"]["operation_objects"] == ["wiping+zeus"]
    assert shown["analysis"]["topics"] == shown["intelligence"]["concepts"] == ["zeus", "wiping"]


def test_exemplars_raise_and_suppress_and_an_edit_of_their_file_alone_is_picked_up(start_stack: StackFactory) -> None:
    stack = start_stack(config={"intelligence": COMPARED})
    beside = stack.gateway.folder / "exemplars.yaml"
    digest = stack.gateway.health()["config"]["digest"]
    assert chat(stack, STALL) in {"easy", "medium"}
    beside.write_text(EXEMPLARS)
    until(lambda: stack.gateway.health()["config"]["digest"] != digest, what="the exemplars are in use")
    stack.until_judging()
    assert chat(stack, STALL) == "hard"
    assert "similarity:glacier=>hard" in route(stack.client, STALL)["reasons"]
    painted = route(stack.client, "paint the icon of the glacier importer blue, it stalls")
    assert painted["level"] in {"easy", "medium"}
    assert painted["intelligence"]["similarity"]["outcome"] == "suppressed"
    assert painted["intelligence"]["similarity"]["exemplar"] == "icon"

    beside.write_text("exemplars: [{text: '', level: hard}]")
    until(lambda: stack.gateway.health()["status"] == "degraded", what="a bad file degrades")
    assert "exemplars.yaml: exemplars[0].text" in stack.gateway.health()["config"]["last_error"]
    assert stack.client.chat().status == 503
    beside.write_text(EXEMPLARS.replace("level: hard, task: glacier", "level: easy, task: glacier"))
    until(lambda: stack.gateway.health()["status"] == "ok", what="a mended file serves again")
    assert chat(stack, STALL) in {"easy", "medium"}


def test_the_default_profile_applies_and_a_header_chooses_another(start_stack: StackFactory) -> None:
    stack = start_stack(config={"intelligence": PROFILES})
    assert chat(stack, WORK) == "hard"
    assert chat(stack, WORK, [("X-Dispatch-Profile", "thrifty")]) == "easy"
    assert chat(stack, WORK, [("X-Dispatch-Profile", " Balanced ")]) == "medium"
    assert chat(stack, LEAK, [("X-Dispatch-Profile", "thrifty")]) == "critical", "gates win"
    assert "profile:careful=>hard" in route(stack.client, WORK)["reasons"]
    refused = stack.client.chat(headers=[("X-Dispatch-Profile", "nope")])
    assert (refused.status, refused.json["error"]["type"]) == (400, "invalid_request_error")
    assert "careful" in refused.json["error"]["message"]


@pytest.mark.parametrize("profile", ["cheap", "nope"])
def test_a_header_chooses_nothing_where_the_config_does_not_allow_it(stack: Stack, profile: str) -> None:
    assert chat(stack, WORK, [("X-Dispatch-Profile", profile)]) == "medium"


def test_a_bad_exemplars_file_stops_the_start_with_its_place(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0)
    second = stack.gateway.folder.parent / "gateway-2"
    second.mkdir()
    (second / "exemplars.yaml").write_text("exemplars: [{text: x y, level: brutal}]")
    gateway = stack.add_gateway()
    assert gateway.popen.wait(20) == 1
    assert "exemplars.yaml: exemplars[0].level: expected one of easy, medium, hard, critical" in gateway.stderr
    stack.gateways.remove(gateway)
