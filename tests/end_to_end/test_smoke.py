"""The script that an operator runs against an instance: silent about what is well, loud about what is not."""

import shutil
import subprocess

import pytest

from tests.conftest import StackFactory
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import ROOT, Stack, free_port

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed here")


def smoke(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "scripts" / "smoke.sh"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def url(stack: Stack) -> str:
    return f"http://127.0.0.1:{stack.gateway.address[1]}"


def test_a_healthy_instance_passes_and_is_asked_for_answers_only_on_request(
    stack: Stack, openrouter: ScriptedOpenRouter
) -> None:
    done = smoke(url(stack))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "FAILED" not in done.stdout
    assert "skipped an answer of OpenRouter" in done.stdout
    assert not openrouter.requests
    done = smoke("--chat", f"{url(stack)}/")
    assert done.returncode == 0, done.stdout
    assert [request.json.get("stream", False) for request in openrouter.requests] == [False, True]


def test_a_simulated_instance_is_asked_for_answers(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=1)
    gateway = stack.add_gateway(options=("--simulate",)).ready()
    stack.until_judging()
    done = smoke(f"http://127.0.0.1:{gateway.address[1]}")
    assert done.returncode == 0, done.stdout
    assert "ok      an answer is streamed" in done.stdout


def test_what_is_wrong_is_named(start_stack: StackFactory) -> None:
    """Nobody judges, and nobody answers."""
    stack = start_stack(classifiers=0)
    done = smoke(url(stack))
    assert done.returncode == 1
    assert "FAILED  a request is judged: expected 200 with" in done.stdout
    assert done.stdout.count("FAILED") == 1
    nobody = smoke(f"http://127.0.0.1:{free_port()}")
    assert nobody.returncode == 1
    assert nobody.stdout.count("got no answer") == 10


@pytest.mark.parametrize("arguments", [("--help",), ("a", "b")])
def test_wrong_arguments_are_told_the_right_ones(arguments: tuple[str, ...]) -> None:
    done = smoke(*arguments)
    assert done.returncode == 2
    assert "usage: scripts/smoke.sh [URL]" in done.stderr
