"""Settings of a Redis that keep prompt text out of its files and diagnostic logs: what Dispatch's own servers are started with.

A question waits in memory for milliseconds; no snapshot, rewritten append-only file, log of slow or large commands or
crash report shall hold a piece of it for longer.
"""

from collections.abc import Mapping
from typing import Final

SETTINGS: Final = (
    ("save", ""),
    ("auto-aof-rewrite-percentage", "0"),
    ("slowlog-log-slower-than", "-1"),  # keeps 128 bytes of each argument
    ("commandlog-request-larger-than", "-1"),  # the same of large commands, since Valkey 8.1
    ("commandlog-reply-larger-than", "-1"),
    ("hide-user-data-from-log", "yes"),  # a crash report shows the command of that moment
)
"""Name and the value that keeps no text."""
ASKED: Final = (*(name for name, _ in SETTINGS), "appendonly")
"""The settings to ask a server for."""


def exposing(found: Mapping[str, str]) -> dict[str, str]:
    """Of a server's own settings, those to change, each with the right value; a setting that the server does not know is fine."""
    change = {name: wanted for name, wanted in SETTINGS if found.get(name, wanted) != wanted}
    if found.get("appendonly") == "no":  # no file that could be rewritten
        change.pop("auto-aof-rewrite-percentage", None)
    return change
