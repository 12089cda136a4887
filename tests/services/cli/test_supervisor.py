"""Children of every kind: that crash, that won't start, that won't end, whose supervisor is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from services.cli import supervisor
from services.cli.supervisor import (
    ChildFailed,
    Program,
    StopAsked,
    Stops,
    Supervisor,
    TooLate,
    crashes_in_a_row,
    ending,
    pause_s,
)

FOR_EVER = "import signal; signal.pause()"
DEAF = "import signal, pathlib, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); pathlib.Path(sys.argv[1]).touch(); signal.pause()"


def program(name: str, code: str, *arguments: str, grace_s: float = 5.0, hurried_grace_s: float = 0.0) -> Program:
    command = (sys.executable, "-c", code, *arguments)
    return Program(name, command, grace_s=lambda: grace_s, hurried_grace_s=hurried_grace_s)


@pytest.fixture
def stops() -> Stops:
    return Stops()


@pytest.fixture
def children(stops: Stops) -> Iterator[Supervisor]:
    children = Supervisor(stops)
    yield children
    stops.asked = 2
    children.stop()


def until(children: Supervisor, holds: Callable[[], bool]) -> None:
    children.wait_until(holds, limit_s=10.0, what="it did not happen")


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def note(text: str) -> str:
    """Code that appends one line to the file it is given."""
    return f"import sys; open(sys.argv[1], 'a').write({text!r} + chr(10)); "


def test_pauses_double_from_a_fifth_of_a_second_to_five_seconds() -> None:
    assert [pause_s(count) for count in range(1, 8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_a_child_that_lived_half_a_minute_is_not_crashing_in_a_row() -> None:
    assert crashes_in_a_row(4, lived_s=29.9) == 5
    assert crashes_in_a_row(4, lived_s=30.0) == 1


def test_an_ending_is_told_in_words() -> None:
    assert [ending(0), ending(3), ending(-9)] == ["exit 0", "exit 3", "SIGKILL"]


def test_a_crashed_child_is_started_again(children: Supervisor, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    children.start([program("crashing", note("start") + "sys.exit(3)", str(starts))])
    until(children, lambda: len(lines(starts)) >= 2)


def test_a_child_that_keeps_crashing_ends_everything_with_its_name(
    children: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_S", 0.001)
    monkeypatch.setattr(supervisor, "MOST_CRASHES", 3)
    children.start([program("crashing", "raise SystemExit(3)")])
    with pytest.raises(ChildFailed, match=r"crashing ended 3 times in a row \(exit 3 the last time\)"):
        until(children, lambda: False)


def test_exit_1_before_anything_worked_is_not_tried_again(children: Supervisor, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    children.start([program("gateway-1", note("start") + "sys.exit(1)", str(starts))])
    with pytest.raises(ChildFailed, match="gateway-1 could not start"):
        until(children, lambda: False)
    assert lines(starts) == ["start"]


def test_exit_1_of_a_child_that_had_worked_is_a_crash_like_any_other(children: Supervisor, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    children.start([program("gateway-1", note("start") + "sys.exit(1)", str(starts))])
    children.settled()
    until(children, lambda: len(lines(starts)) >= 2)


def test_waiting_ends_with_what_did_not_happen(children: Supervisor) -> None:
    children.start([program("idle", FOR_EVER)])
    with pytest.raises(TooLate, match=r"the gateway did not answer within 0\.1 s"):
        children.wait_until(lambda: False, limit_s=0.1, what="the gateway did not answer")


def test_a_stop_signal_ends_the_waiting(children: Supervisor, stops: Stops) -> None:
    with stops.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StopAsked):
            until(children, lambda: False)


def test_the_signals_are_given_back(stops: Stops) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]
    with stops.listening():
        pass
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)] == before


def test_groups_are_stopped_in_reverse_each_one_wholly_before_the_next(children: Supervisor, tmp_path: Path) -> None:
    """A gateway that still drains needs its classifier, and both need Redis."""
    ends = tmp_path / "ends"
    polite = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    time.sleep(float(sys.argv[3])); open(sys.argv[1], 'a').write(sys.argv[2] + chr(10)); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "open(sys.argv[1] + '.ready', 'a').write('ready' + chr(10))\n"
        "signal.pause()\n"
    )
    for name, slow_s in (("valkey", "0"), ("classifier", "0"), ("gateway", "0.3")):
        children.start([program(name, polite, str(ends), name, slow_s)])
    until(children, lambda: len(lines(tmp_path / "ends.ready")) == 3)
    children.stop()
    assert lines(ends) == ["gateway", "classifier", "valkey"]


def test_a_child_that_ignores_sigterm_is_killed_after_its_grace(children: Supervisor, tmp_path: Path) -> None:
    children.start([program("deaf", DEAF, str(tmp_path / "ready"), grace_s=0.2)])
    until(children, (tmp_path / "ready").exists)
    (pid,) = children.pids
    children.stop()
    assert not psutil.pid_exists(pid)


def test_a_second_stop_signal_kills_who_may_be_killed_at_once(
    children: Supervisor, stops: Stops, tmp_path: Path
) -> None:
    children.start([program("deaf", DEAF, str(tmp_path / "ready"), grace_s=600.0)])
    until(children, (tmp_path / "ready").exists)
    stops.asked = 2
    begun_s = time.monotonic()
    children.stop()
    assert time.monotonic() - begun_s < 2.0


def test_a_child_is_out_of_reach_of_the_terminal(children: Supervisor) -> None:
    children.start([program("idle", FOR_EVER)])
    (pid,) = children.pids
    assert os.getsid(pid) == pid


def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    script = (
        "import signal, sys\n"
        "from services.cli.supervisor import Program, Stops, Supervisor\n"
        "children = Supervisor(Stops())\n"
        f"children.start([Program('idle', (sys.executable, '-c', {FOR_EVER!r}))])\n"
        "print(children.pids[0], flush=True)\n"
        "signal.pause()\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert owner.stdout is not None
    child = psutil.Process(int(owner.stdout.readline()))
    owner.kill()
    owner.wait()
    owner.stdout.close()
    gone, _ = psutil.wait_procs([child], timeout=5)
    assert gone == [child]
