"""The OpenRouter key: found at start, and followed while its file changes. A file without a usable key changes nothing."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.gateway.core.env_file import KEY_PREFIX, KeyRefused, checked, find
from services.gateway.watch.file_poll import Seen, look
from shared import log
from shared.config.model import OpenRouter

logger = log.get("api_key")

FILE_OVERRIDE: Final = "DISPATCH_API_KEY_FILE"
"""Environment variable that names another key file than router.yaml does."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What may be told about a key."""

    present: bool
    prefix_valid: bool
    length: int
    reload_count: int
    last_reload_unix: float


class ApiKeyWatch:
    """Knows the current key; `tick` looks at the file again."""

    def __init__(self, settings: OpenRouter) -> None:
        """Take the file's key, or the environment's when the file has none."""
        self._seen = Seen()
        self._settings = settings
        self.reload_count = 0
        self.last_reload_unix = 0.0
        self.key = ""
        self._read(now=0.0, at_start=True)
        if not self.key:
            self.key = self._usable(os.environ.get(settings.api_key_env, "").strip(), f"${settings.api_key_env}")

    def tick(self, settings: OpenRouter, now: float) -> str:
        """Re-read the file if it changed and return the key to use; `now` in unix seconds."""
        if settings.api_key_file != self._settings.api_key_file or settings.api_key_env != self._settings.api_key_env:
            self._seen = Seen()
        self._settings = settings
        self._read(now=now, at_start=False)
        return self.key

    def facts(self) -> KeyFacts:
        """For stats and logs."""
        return KeyFacts(
            bool(self.key), self.key.startswith(KEY_PREFIX), len(self.key), self.reload_count, self.last_reload_unix
        )

    def _read(self, *, now: float, at_start: bool) -> None:
        seen = look(Path(os.environ.get(FILE_OVERRIDE) or self._settings.api_key_file))
        if seen == self._seen:
            return
        self._seen = seen
        if seen.data is None:
            if not at_start:
                logger.warning("api_key_kept", extra={"reason": seen.error})
            return
        value = find(seen.data.decode("utf-8", "replace"), self._settings.api_key_env)
        if value is None and at_start:
            return
        key = self._usable(value or "", "the key file")
        if key and key != self.key:
            self.key = key
            if not at_start:
                self.reload_count += 1
                self.last_reload_unix = now
                logger.info("api_key_reloaded", extra={"api_key_length": len(key)})

    def _usable(self, value: str, where: str) -> str:
        """The value if it can be a key; else "" and a warning that tells why and keeps the value to itself."""
        try:
            key = checked(value)
        except KeyRefused as refusal:
            if value or where == "the key file":
                logger.warning("api_key_refused", extra={"where": where, "reason": str(refusal)})
            return ""
        if not key.startswith(KEY_PREFIX):
            logger.warning("api_key_prefix_unusual", extra={"where": where, "expected_prefix": KEY_PREFIX})
        return key
