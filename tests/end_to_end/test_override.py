"""The client's own choice of a level: header, then alias, then the judgement."""

import json

import pytest

from tests.fakes.client import Client
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Stack, until


@pytest.mark.parametrize(
    ("model", "level"),
    [
        ("dispatch/easy", "easy"),
        ("dispatch/critical", "critical"),
        ("  Dispatch/HARD ", "hard"),
        ("dispatch/dispatch/hard", "hard"),
        ("DISPATCH/dispatch/Dispatch/easy", "easy"),
    ],
)
def test_an_alias_forces_a_level(client: Client, openrouter: ScriptedOpenRouter, model: str, level: str) -> None:
    got = client.chat(model=model)
    assert got.header("X-Dispatch-Forced-By") == f"model-alias:dispatch/{level}"
    assert (got.header("X-Dispatch-Level"), openrouter.last.model) == (level, f"fake/{level}")


@pytest.mark.parametrize(
    "model", ["dispatch/auto", "dispatch/dispatch/auto", "gpt-5.6", "easy", "dispatch/other", "", 7, None]
)
def test_any_other_model_is_judged(client: Client, model: object) -> None:
    got = client.chat(model=model)
    assert got.status == 200
    assert "x-dispatch-forced-by" not in got.names


@pytest.mark.parametrize("value", ["critical", " CRITICAL ", "Critical"])
def test_the_header_beats_the_alias(client: Client, value: str) -> None:
    got = client.chat(model="dispatch/easy", headers=[("X-Dispatch-Level", value)])
    assert got.header("X-Dispatch-Level") == "critical"
    assert got.header("X-Dispatch-Forced-By") == "header:X-Dispatch-Level"


@pytest.mark.parametrize("value", ["", "auto", "extreme", "hard,easy", "\xfc" * 10, "x" * 5_000])
def test_an_unknown_level_is_ignored(client: Client, value: str) -> None:
    got = client.chat(headers=[("X-Dispatch-Level", value)])
    assert got.status == 200
    assert "x-dispatch-forced-by" not in got.names
    assert (
        client.chat(model="dispatch/easy", headers=[("X-Dispatch-Level", value)]).header("X-Dispatch-Level") == "easy"
    )


def test_a_forced_request_is_recorded_and_counted(stack: Stack) -> None:
    before = stack.gateway.stats()["requests_total"]
    got = stack.client.chat(headers=[("X-Dispatch-Level", "critical")])

    def record() -> object:
        answer = stack.client.get(f"/debug/request?id={got.request_id}")
        return answer.json if answer.status == 200 else None

    found = until(record)
    assert isinstance(found, dict)
    assert (found["level"], found["forced_by"]) == ("critical", "header:X-Dispatch-Level")
    until(lambda: stack.gateway.stats()["requests_total"] == before + 1)


def test_the_explanation_follows_the_same_rules(client: Client) -> None:
    body = json.dumps({"model": "dispatch/hard", "messages": [{"role": "user", "content": "hi"}]}).encode()
    got = client.send("POST", "/debug/route", body)
    assert (got.status, got.json["level"], got.json["model"]) == (200, "hard", "fake/hard")
    assert client.send("POST", "/debug/route", body, [("X-Dispatch-Level", "easy")]).json["level"] == "easy"
