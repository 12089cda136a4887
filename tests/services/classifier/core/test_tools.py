"""What kind of tool a call is: looking, editing, running, unknown."""

import json

import pytest

from services.classifier.core.messages import Call
from services.classifier.core.tools import command_of, kind_of, only_shows


def shell(command: str, name: str = "bash") -> Call:
    return Call("1", name, json.dumps({"command": command}))


NAMES = [
    ("read", "look"),
    ("ReadFile", "look"),
    ("list_directory", "look"),
    ("mcp__github__search_issues", "look"),
    ("TodoWrite", "look"),
    ("todo_update", "look"),
    ("webfetch", "look"),
    ("websearch", "look"),
    ("write_stdin", "run"),
    ("developer__text_editor", "edit"),
    ("web_fetch", "look"),
    ("str_replace_editor", "edit"),
    ("apply_patch", "edit"),
    ("MultiEdit", "edit"),
    ("write_to_file", "edit"),
    ("run_terminal_cmd", "run"),
    ("execute_command", "run"),
    ("PythonInterpreter", "run"),
    ("runTests", "run"),
    ("ask_followup_question", "unknown"),
    ("", "unknown"),
    ("12345", "unknown"),
    ("読む", "unknown"),
]


@pytest.mark.parametrize(("name", "kind"), NAMES, ids=[f"{name} is {kind}" for name, kind in NAMES])
def test_a_tool_is_told_by_its_name(name: str, kind: str) -> None:
    assert kind_of(Call("1", name, "{}")) == kind


SHOWS = [
    "cat src/failed_jobs.rb",
    "cd /srv && ls -la",
    "grep -rn ERROR . | head -20",
    "git log --oneline -5",
    "git --no-pager diff HEAD~1",
    "sudo tail -n 100 /var/log/syslog",
    "RUST_LOG=debug head Cargo.toml",
    "kubectl -n web logs deploy/api",
    "/usr/bin/env which node",
    "echo panic; pwd",
    "systemctl status nginx",
    "bash -lc 'cat src/failed_jobs.rb'",
    'sh -c "ls && pwd"',
    "/bin/zsh -lc rg -n ERROR",
    "Get-Content src/failed.cs | Select-String Error",
    'powershell.exe -NoProfile -Command "Get-ChildItem"',
    "type failed.log",
]


@pytest.mark.parametrize("command", SHOWS)
def test_a_command_that_only_prints_what_is_there_looks(command: str) -> None:
    assert only_shows(command)
    assert kind_of(shell(command)) == "look"


ACTS = [
    "cargo test --workspace",
    "cat setup.sh && ./setup.sh",
    "git log -1; git push",
    "ls || make",
    "bash -c 'npm ci'",
    "docker compose up -d",
    "pytest -q | tail -5",
    "FOO=1 BAR=2 mvn verify",
    "timeout 60 go vet ./...",
    "(mix test)",
    "kubectl apply -f web.yaml",
    "git commit -m 'show log'",
    "bash -lc 'cat a.py && pytest'",
    "pwsh -Command 'dotnet test'",
    "bash setup.sh",
    "bash -lc",
]


@pytest.mark.parametrize("command", ACTS)
def test_a_command_with_one_step_that_does_something_runs(command: str) -> None:
    assert not only_shows(command)
    assert kind_of(shell(command)) == "run"


COMMANDS = [
    ('{"command": "make test"}', "make test"),
    ('{"cmd":"ls"}', "ls"),
    ('{"command": ["go", "test", "./..."]}', "go test ./..."),
    ('{"command": ["bash", "-lc", "sed -n 1,9p a.py"]}', "bash -lc sed -n 1,9p a.py"),
    (r'{"command": "echo \"hi\"\nls"}', 'echo "hi"\nls'),
    ('{"code": "print(1)"}', "print(1)"),
    ('{"path": "a.py"}', ""),
    ('{"command": 7}', ""),
    ('{"command": "never closed', ""),
    ("not JSON at all", ""),
    ("", ""),
    ('{"command": []}', ""),
]


@pytest.mark.parametrize(("arguments", "command"), COMMANDS, ids=[arguments for arguments, _ in COMMANDS])
def test_the_command_is_read_from_the_arguments(arguments: str, command: str) -> None:
    assert command_of(Call("1", "bash", arguments)) == command


@pytest.mark.parametrize("arguments", ["", "{", '{"command": ""}', '{"script_file": "x.sh"}'])
def test_a_shell_without_a_readable_command_is_taken_to_run_something(arguments: str) -> None:
    assert kind_of(Call("1", "shell", arguments)) == "run"


def test_huge_arguments_are_read_at_their_opening_only() -> None:
    assert command_of(Call("1", "bash", json.dumps({"env": "x" * 1_000_000, "command": "make"}))) == ""
    assert kind_of(shell("\\" * 100_000)) == "run"
