"""What a worker judges before its first request: specimens of what agents send, so that RE2's automata are built for them.

They are built as texts need them, and the first texts of a process take several times as long as later ones.
"""

import json
from importlib.resources import files

from services.classifier.core.engine import Engine
from shared.config.load import default
from shared.protocol import ClassifyRequest


def up() -> None:
    """Judge the specimens by the packaged config: one with the same patterns finds their automaton warm, too."""
    engine = Engine.compile(default())
    for prompt in specimens():
        messages = json.dumps([{"role": "user", "content": prompt}]).encode()
        engine.judge(
            ClassifyRequest(request_id="", reply_to="", deadline_unix_ms=0, config_digest="", messages=messages)
        )


def specimens() -> list[str]:
    """Prompts: with outputs of many tools, in several languages, with code."""
    return files("services.classifier").joinpath("specimens.txt").read_text(encoding="utf-8").split("\n\f\n")
