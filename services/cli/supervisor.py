"""Child processes with an owner and an end: started in order, restarted with back-off, stopped in the reverse order.

Law: one thread, one loop; nothing here knows what the children do. No child outlives its supervisor: each asks the kernel
for SIGTERM when the supervisor dies, even by SIGKILL (Linux; elsewhere a killed supervisor leaves its children to you).
Children have a session of their own, so that a terminal's Ctrl-C reaches the supervisor alone, which then stops them in order.
"""

import contextlib
import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from shared import log

logger = log.get("supervisor")

FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 5.0
SETTLED_S: Final = 30.0
"""A child that lived this long is no longer counted as crashing in a row."""
MOST_CRASHES: Final = 10
"""So many crashes in a row end everything."""
UPKEEP_S: Final = 10.0
FAULT_OF_THE_OPERATOR: Final = 1
"""Exit code of a child that says its config or key is at fault: another try would say the same."""

_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TICK_S: Final = 0.25
_PR_SET_PDEATHSIG: Final = 1
_libc: Final = ctypes.CDLL(None) if sys.platform == "linux" else None


class StopAsked(Exception):
    """The operator asked for the end while something was being waited for."""


class ChildFailed(Exception):
    """A child can't be kept running; the message is one line for the operator."""


class TooLate(ChildFailed):
    """What was waited for did not happen in time, though every child runs."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `grace_s`: how long it may take to end after SIGTERM; `hurried_grace_s`: the same after a second Ctrl-C."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    """On top of the supervisor's own."""
    inherited: tuple[int, ...] = ()
    """File descriptors that the child gets under the same number."""
    grace_s: Callable[[], float] = lambda: 10.0
    hurried_grace_s: float = 0.0
    says_why: str = "above"
    """Where its own messages are to be found."""


def pause_s(crashes_in_a_row: int) -> float:
    """Wait before the next start: 0.2 s after the first crash, doubling up to 5 s."""
    return min(FIRST_PAUSE_S * 2.0 ** (crashes_in_a_row - 1), LONGEST_PAUSE_S)


def crashes_in_a_row(before: int, *, lived_s: float) -> int:
    """The count after one more crash; a child that had settled starts anew at 1."""
    return 1 if lived_s >= SETTLED_S else before + 1


class Child:
    """One program and its present process."""

    def __init__(self, program: Program) -> None:
        """Start it."""
        self.program = program
        self.crashes = 0
        self.settled = False
        """True once it was seen to work; until then exit 1 is final."""
        self.due_s: float | None = None
        """When to start it again, monotonic; None while it runs."""
        self._spawn()

    def __repr__(self) -> str:
        """Child(gateway-1, pid 4711)."""
        return f"Child({self.program.name}, pid {self.process.pid})"

    def _spawn(self) -> None:
        self.started_s = time.monotonic()
        self.due_s = None
        self.process = subprocess.Popen(
            self.program.command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env={**os.environ, **self.program.environment},
            pass_fds=self.program.inherited,
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509 - this process has one thread
        )

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self.process.poll() is None

    def look(self, now_s: float) -> None:
        """Notice an end, or start again when it is time. Raises `ChildFailed` when there is no sense in another try."""
        if self.due_s is not None:
            if now_s >= self.due_s:
                self._spawn()
                logger.info("child_restarted", extra={"child": self.program.name, "pid": self.process.pid})
            return
        code = self.process.poll()
        if code is None:
            return
        if code == FAULT_OF_THE_OPERATOR and not self.settled:
            raise ChildFailed(f"{self.program.name} could not start; see its message {self.program.says_why}")
        self.crashes = crashes_in_a_row(self.crashes, lived_s=now_s - self.started_s)
        if self.crashes >= MOST_CRASHES:
            raise ChildFailed(f"{self.program.name} ended {self.crashes} times in a row ({ending(code)} the last time)")
        self.due_s = now_s + pause_s(self.crashes)
        facts = {"child": self.program.name, "ending": ending(code), "crashes_in_a_row": self.crashes}
        logger.warning("child_ended", extra={**facts, "restart_in_s": round(self.due_s - now_s, 3)})

    def send(self, number: signal.Signals) -> None:
        """A signal, if there is still someone to get it."""
        self.due_s = None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)


def ending(code: int) -> str:
    """An exit code in words: `exit 1`, `SIGKILL`."""
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


class Stops:
    """Counts the stop signals (Ctrl-C, SIGTERM, SIGHUP) and wakes whoever waits, for children that end as well."""

    def __init__(self) -> None:
        """Nothing is asked for yet."""
        self.asked = 0
        self._reader: socket.socket | None = None

    @contextlib.contextmanager
    def listening(self) -> Iterator["Stops"]:
        """Take the signals over; give them back at the end."""
        self._reader, writer = socket.socketpair()
        for end in (self._reader, writer):
            end.setblocking(False)
        nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        wanted = [number for number in _STOP_SIGNALS if number is not signal.SIGHUP or not nohup]
        before = {number: signal.signal(number, self._count) for number in wanted}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield self
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            self._reader.close()
            writer.close()
            self._reader = None

    def _count(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def wait(self, limit_s: float) -> None:
        """Return at the next signal while listening, or after `limit_s` seconds."""
        ready, _, _ = select.select([self._reader] if self._reader else [], [], [], max(limit_s, 0.0))
        for reader in ready:
            with contextlib.suppress(BlockingIOError):
                reader.recv(4096)


class Supervisor:
    """Groups of children: a group is started as one and stopped as one, the last group first."""

    def __init__(self, stops: Stops) -> None:
        """No children yet."""
        self._stops = stops
        self._groups: list[list[Child]] = []

    def __repr__(self) -> str:
        """Supervisor([[Child(valkey, pid 1)], [Child(gateway-1, pid 2)]])."""
        return f"Supervisor({self._groups})"

    def start(self, programs: Sequence[Program]) -> None:
        """Start a group."""
        group: list[Child] = []
        self._groups.append(group)  # first, so that a start that fails half-way leaves nothing unowned
        for program in programs:
            group.append(Child(program))
            logger.info("child_started", extra={"child": program.name, "pid": group[-1].process.pid})

    def wait_until(self, holds: Callable[[], bool], *, limit_s: float, what: str) -> None:
        """Keep the children running until `holds`. Raises `StopAsked`, `ChildFailed`, or `TooLate`."""
        end_s = time.monotonic() + limit_s
        while not holds():
            self._look()
            if self._stops.asked:
                raise StopAsked
            if time.monotonic() >= end_s:
                raise TooLate(f"{what} within {limit_s:g} s")
            self._stops.wait(0.02)

    def settled(self) -> None:
        """Everything works: from now on any end of a child is a crash that is tried again."""
        for child in self._children():
            child.settled = True

    def run(self, upkeep: Callable[[], None] = lambda: None) -> None:
        """Keep the children running until a stop is asked for, `upkeep` every 10 seconds. Raises `ChildFailed`."""
        due_s = time.monotonic() + UPKEEP_S
        while not self._stops.asked:
            self._look()
            if time.monotonic() >= due_s:
                upkeep()
                due_s = time.monotonic() + UPKEEP_S
            self._stops.wait(min(_TICK_S, self._next_start_s()))

    def stop(self) -> None:
        """End all groups, the last one first. A further stop signal hurries."""
        while self._groups:
            self._stop_group(self._groups[-1])
            self._groups.pop()

    @property
    def pids(self) -> list[int]:
        """Process ids, in the order of the starts."""
        return [child.process.pid for child in self._children()]

    def _children(self) -> list[Child]:
        return [child for group in self._groups for child in group]

    def _look(self) -> None:
        now_s = time.monotonic()
        for child in self._children():
            child.look(now_s)

    def _next_start_s(self) -> float:
        now_s = time.monotonic()
        return min((child.due_s - now_s for child in self._children() if child.due_s is not None), default=_TICK_S)

    def _stop_group(self, group: list[Child]) -> None:
        begun_s = time.monotonic()
        patience_s = {id(child): child.program.grace_s() for child in group}
        for child in group:
            child.send(signal.SIGTERM)
        while running := [child for child in group if child.running]:
            hurried = self._stops.asked > 1
            for child in running:
                limit_s = child.program.hurried_grace_s if hurried else patience_s[id(child)]
                if time.monotonic() - begun_s >= limit_s:
                    child.send(signal.SIGKILL)
                    logger.warning("child_killed", extra={"child": child.program.name, "after_s": round(limit_s, 3)})
                    child.process.wait()
            self._stops.wait(0.05)
        logger.info("group_stopped", extra={"children": [child.program.name for child in group]})


def _die_with_parent(parent: int) -> Callable[[], None]:
    """What the child does between fork and exec: tie its life to the supervisor's, deaf to no signal that says so."""

    def tie() -> None:
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before the kernel was asked
                os._exit(FAULT_OF_THE_OPERATOR)

    return tie
