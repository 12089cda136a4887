"""`dispatch route`: one prompt or one request file to a decision, offline."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.route import add_arguments, describe, engine_of, request_of, run

LEVELS = """
levels:
  easy: {model: vendor/small}
  medium: {model: vendor/small}
  hard: {model: vendor/large}
  critical: {model: vendor/largest}
"""


def route(*argv: str, config: Path | None = None) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(argv, argparse.Namespace(config=config)))


def test_a_prompt_gets_level_model_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert route("Write a Rust function that parses ISO dates") == 0
    first, *reasons = capsys.readouterr().out.splitlines()
    assert first.startswith("medium  ->  deepseek/deepseek-v4-flash")
    assert any("default:ordinary_work=>medium" in reason for reason in reasons)


def test_the_models_are_those_of_the_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "router.yaml"
    config.write_text(LEVELS)
    assert route("hello", config=config) == 0
    assert "easy  ->  vendor/small" in capsys.readouterr().out


def test_a_config_that_is_not_there_means_the_defaults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert route("hello", config=tmp_path / "missing.yaml") == 0
    assert "deepseek/deepseek-v4-flash" in capsys.readouterr().out


def test_explain_shows_scores_frame_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert route("Add a unit test for the tokenizer", "--explain") == 0
    said = capsys.readouterr().out
    for block in ("scores ", "frame ", "intent ", "failure_evidence ", "intelligence.enabled"):
        assert f"\n{block}" in said


def test_json_is_the_whole_decision(capsys: pytest.CaptureFixture[str]) -> None:
    assert route("hello", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["level"], found["model"]) == ("easy", "deepseek/deepseek-v4-flash")
    assert {"scores", "reasons", "frame", "analysis", "intelligence", "confidence"} <= set(found)
    assert "explanation" not in found


def test_a_dash_reads_the_prompt_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello!"))
    assert route("-") == 0
    assert capsys.readouterr().out.startswith("easy")


def test_a_request_file_is_judged_with_its_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "body.json"
    messages = [
        {"role": "user", "content": "Write a CSV parser in Kotlin, with tests for quotes and line ends"},
        {"role": "assistant", "content": "Done."},
        {"role": "user", "content": "continue"},
    ]
    file.write_text(json.dumps({"model": "x", "messages": messages}))
    assert route("--file", str(file), "--explain") == 0
    said = capsys.readouterr().out
    assert said.startswith("medium")
    assert "continues the task before it: go_on" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ("[]", "no `messages` array"),
        ('{"messages": {}}', "no `messages` array"),
        (None, "No such file"),
    ],
    ids=["broken JSON", "no object", "messages that are no array", "no file"],
)
def test_a_bad_file_is_one_line_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    file = tmp_path / "body.json"
    if text is not None:
        file.write_text(text)
    assert route("--file", str(file)) == 1
    error = capsys.readouterr().err
    assert error.startswith("dispatch: ")
    assert "body.json" in error
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("argv", [[], ["hello", "--file", "x.json"]], ids=["neither", "both"])
def test_a_prompt_or_a_file_is_wanted_and_not_both(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert route(*argv) == 1
    assert "one of them" in capsys.readouterr().err


def test_a_bad_config_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "router.yaml"
    config.write_text(LEVELS + "patterns: [{id: a, dimension: risk, weight: 1, regex: '('}]\n")
    assert route("hello", config=config) == 1
    assert "patterns" in capsys.readouterr().err


def tool(name: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name}}


@pytest.mark.parametrize(
    ("tools", "has_tools", "names"),
    [
        ([tool("bash"), tool("read")], True, ("bash", "read")),
        ([], False, ()),
        ("bash", False, ()),
        ([{"type": "web_search"}, 7, tool(None)], True, ()),
    ],
    ids=["named functions", "an empty list is none", "no list is none", "tools without a name"],
)
def test_tools_are_told_apart_from_their_names(tools: Any, has_tools: bool, names: tuple[str, ...]) -> None:
    request = request_of({"messages": [], "tools": tools})
    assert (request.has_tools, request.tool_names) == (has_tools, names)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"type": "json_schema", "json_schema": {"strict": True}}, "json_schema_strict"),
        ({"type": "json_schema", "json_schema": {"strict": "yes"}}, "json_schema"),
        ({"type": "json_schema"}, "json_schema"),
        ({"type": "json_object"}, "json_object"),
        ({"type": 3}, ""),
        ("json", ""),
        (None, ""),
    ],
    ids=[
        "a strict schema",
        "strict must be true",
        "a schema without its body",
        "an object",
        "a type that is no text",
        "no object",
        "none",
    ],
)
def test_the_response_format_is_named(given: Any, found: str) -> None:
    assert request_of({"messages": [], "response_format": given}).response_format == found


def test_a_body_without_messages_is_refused() -> None:
    with pytest.raises(ValueError, match="messages"):
        request_of({"messages": None})


def test_an_offline_request_touches_no_session() -> None:
    request = request_of({"messages": []}, explain=True, profile="cheap")
    assert (request.stateless, request.session_key, request.explain, request.profile) == (True, "", True, "cheap")


def test_without_explain_there_is_only_the_level_and_its_reasons() -> None:
    engine, snapshot = engine_of(None)
    decision = engine.classify(request_of({"messages": [{"role": "user", "content": "hello"}]})).decision
    lines = list(describe(decision, snapshot, explain=False))
    assert len(lines) == 1 + len(decision.reasons)


def test_a_profile_of_the_config_is_used_and_an_unknown_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert route("Write a Rust function that parses ISO dates", "--profile", "cheap") == 0
    said = capsys.readouterr().out
    assert said.startswith("easy  ->")
    assert "profile:cheap=>easy" in said
    assert route("hello", "--profile", "nope") == 1
    assert "--profile: unknown profile; the config has: cheap, balanced, quality" in capsys.readouterr().err
