"""The API key file while requests run: a rotation loses none, a bad file keeps the key, and no output ever holds one."""

import threading
from pathlib import Path

import pytest

from tests.conftest import StackFactory
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Stack, environment, until

OLD, NEW = "sk-or-v1-OLDCANARY", "sk-or-v1-NEWCANARY"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "dispatch.env"
    path.write_text(f"OPENROUTER_API_KEY={OLD}\n")
    return path


def start(start_stack: StackFactory, key_file: Path) -> Stack:
    return start_stack(
        classifiers=0,
        config={"openrouter": {"api_key_file": str(key_file)}},
        env=environment(OPENROUTER_API_KEY="sk-or-v1-ENVCANARY"),
    )


def sent_key(stack: Stack, openrouter: ScriptedOpenRouter) -> str:
    assert stack.client.chat(model="dispatch/easy").status == 200
    return (openrouter.last.header("authorization") or "").removeprefix("Bearer ")


def test_a_rotation_under_load_loses_no_request(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, key_file: Path
) -> None:
    stack = start(start_stack, key_file)
    statuses: list[int] = []
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            statuses.append(stack.client.chat(model="dispatch/easy").status)

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(statuses) > 20, what="some load")
        for key in (NEW, OLD, NEW):
            key_file.write_text(f"OPENROUTER_API_KEY={key}\n")
            until(lambda key=key: sent_key(stack, openrouter) == key, what="the new key is used")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(statuses) == {200}
    assert stack.gateway.stats()["api_key_reload_count"] == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'export OPENROUTER_API_KEY="{NEW}"\r\n', NEW),
        (f"# a comment\n\nOTHER=1\nOPENROUTER_API_KEY='{NEW}'  # why\n", NEW),
        (f"\ufeffOPENROUTER_API_KEY = {NEW}\n", NEW),
        ("OPENROUTER_API_KEY=own-proxy-key\n", "own-proxy-key"),
        ("", OLD),
        ("OPENROUTER_API_KEY=\n", OLD),
        ("OPENROUTER_API_KEY=sk-or-\x07bell\n", OLD),
        ("OPENROUTER_API_KEY=sk-or-v1-schlüssel\n", OLD),
        (None, OLD),
    ],
    ids=["export, quotes, CRLF", "comments and blanks", "byte order mark", "another prefix is taken with a warning",
         "emptied", "empty value", "a control character", "not ASCII", "deleted"],
)  # fmt: skip
def test_the_file_is_read_as_people_write_it_and_a_bad_one_keeps_the_key(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, key_file: Path, text: str | None, expected: str
) -> None:
    stack = start(start_stack, key_file)
    assert sent_key(stack, openrouter) == OLD
    events = len(stack.gateway.log())
    if text is None:
        key_file.unlink()
    else:
        key_file.write_bytes(text.encode())
    until(
        lambda: (
            sent_key(stack, openrouter) == expected
            and any(entry["event"].startswith("api_key_") for entry in stack.gateway.log()[events:])
        ),
        what="the file was read",
    )
    stats = stack.gateway.stats()
    assert stats["api_key_length"] == len(expected)
    assert stats["api_key_reload_count"] == (expected != OLD)
    shown = str(stats) + str(stack.gateway.health()) + stack.logs()
    assert "CANARY" not in shown
    assert b"CANARY" not in stack.redis.memory()


def test_rewriting_the_same_key_is_no_reload(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, key_file: Path
) -> None:
    stack = start(start_stack, key_file)
    key_file.write_text(f"# again\nexport OPENROUTER_API_KEY={OLD}\n")
    key_file.write_text(f"# again\nexport OPENROUTER_API_KEY={NEW}\n")
    until(lambda: sent_key(stack, openrouter) == NEW, what="the new key")
    key_file.write_text(f"OPENROUTER_API_KEY={NEW}\n# the same\n")
    key_file.write_text(f"OPENROUTER_API_KEY={OLD}\n")
    until(lambda: sent_key(stack, openrouter) == OLD, what="the old key")
    assert stack.gateway.stats()["api_key_reload_count"] == 2
