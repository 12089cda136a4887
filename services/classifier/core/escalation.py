"""What the past of a session adds to a judgement, and what is remembered for the next one. Counts and hashes, never text."""

import msgspec

from shared.level import Level


class SessionState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of one task of one session."""

    failures: int = 0
    """Failure signals seen so far, less those that clean requests have worked off."""
    last_level: Level = Level.EASY
    last_risk: str = "none"
    evidence_hash: str = ""
    """Of the failure evidence that is already counted; 16 hex characters."""
    requests: int = 0
    """Judged requests of this task."""
    frame_messages: int = 0
    """Length of the frame at the last request: a longer one of the same task never lowers the level."""
