"""The state of config reloads in this process: transitions, and when a failure is to be logged again.

Law: values only; the time of an event is an argument, in unix seconds.
"""

from dataclasses import dataclass, replace
from typing import Final

ERROR_LIMIT: Final = 500
LOG_AGAIN_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class ReloadState:
    """What became of the reloads so far. `error` is empty while the file on disk is the one in use."""

    error: str = ""
    first_failure_unix: float = 0.0
    last_failure_unix: float = 0.0
    last_success_unix: float = 0.0
    consecutive_failures: int = 0
    logged_unix: float = 0.0

    @property
    def failing(self) -> bool:
        """The file on disk is not what is in use."""
        return bool(self.error)

    def failed(self, problems: list[str], now: float) -> "ReloadState":
        """A reload was refused: remember why, cut to ERROR_LIMIT characters."""
        error = "; ".join(problems)[:ERROR_LIMIT] or "unknown"
        same = error == self.error
        return replace(
            self,
            error=error,
            first_failure_unix=self.first_failure_unix if self.failing else now,
            last_failure_unix=now,
            consecutive_failures=self.consecutive_failures + 1,
            logged_unix=self.logged_unix if same else 0.0,
        )

    def succeeded(self, now: float) -> "ReloadState":
        """The file on disk is in use again, or for the first time."""
        return ReloadState(last_failure_unix=self.last_failure_unix, last_success_unix=now)

    def should_log(self, now: float) -> bool:
        """A new failure at once, the same one again every LOG_AGAIN_S seconds."""
        return self.failing and now - self.logged_unix >= LOG_AGAIN_S

    def logged(self, now: float) -> "ReloadState":
        """The failure was written to the log."""
        return replace(self, logged_unix=now)
