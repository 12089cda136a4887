"""`Engine`: one compiled config that judges requests."""

from dataclasses import dataclass

from services.classifier.core.escalation import SessionState
from shared.config.snapshot import Snapshot
from shared.level import Level
from shared.protocol import ClassifyRequest, Decision, FrameReport


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision and the session state to store; None leaves the stored one as it is."""

    decision: Decision
    session: SessionState | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A request whose messages are parsed and whose active task is found."""

    frame: FrameReport


class Engine:
    """Judges requests by one config. Holds no state but a bounded cache of read messages."""

    @classmethod
    def compile(cls, snapshot: Snapshot, exemplars: bytes = b"") -> "Engine":
        """Build the tables of a config; raises `ValueError` when the exemplars are bad."""
        return cls()

    def read(self, request: ClassifyRequest) -> Reading:
        """Parse the messages and find the active task, so that its session state can be loaded."""
        return Reading(FrameReport(task_key="0" * 16))

    def task_key(self, request: ClassifyRequest) -> str:
        """Key of the active task."""
        return self.read(request).frame.task_key

    def classify(self, request: ClassifyRequest, session: SessionState | None = None, reading: Reading | None = None) -> Outcome:
        """Judge a request; pass the `reading` of the same request to parse it only once."""
        reading = reading or self.read(request)
        return Outcome(Decision(level=Level.MEDIUM, frame=reading.frame))
