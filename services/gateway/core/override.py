"""Who decides the level: the header first, then the model alias, then the classifier."""

from typing import Final

from shared.level import LEVELS, Level, parse_level
from shared.protocol import Decision

HEADER: Final = "X-Dispatch-Level"
PREFIX: Final = "dispatch/"
ALIASES: Final = ("dispatch/auto", *(f"dispatch/{level}" for level in LEVELS))
"""The model names that `/v1/models` lists."""


def alias_level(model: str) -> Level | None:
    """The level that a model name forces: `dispatch/hard`, case, blanks and repeated prefixes forgiven."""
    *prefixes, name = (part.strip() for part in model.lower().split("/"))
    if not prefixes or any(f"{prefix}/" != PREFIX for prefix in prefixes):
        return None
    return parse_level(name)


def forced_decision(header: str, model: str) -> Decision | None:
    """The decision that the client made itself; None when the classifier shall decide."""
    if level := parse_level(header):
        return _forced(level, f"header:{HEADER}")
    if level := alias_level(model):
        return _forced(level, f"model-alias:{PREFIX}{level}")
    return None


def _forced(level: Level, by: str) -> Decision:
    return Decision(level=level, reasons=(f"forced:{by}=>{level}",), forced_by=by)
