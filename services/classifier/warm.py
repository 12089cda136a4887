"""What a worker judges before its first request: specimens of what agents send, so that RE2's automata are built for them.

They are built as texts need them, and the first texts of a process take several times as long as later ones. Memory, too, is
fetched from the system when it is first needed.
"""

import json
from importlib.resources import files
from typing import Final

from services.classifier.core.engine import Engine
from shared.config.load import default
from shared.protocol import ClassifyRequest

_RAN: Final = {"id": "made", "type": "function", "function": {"name": "bash", "arguments": '{"command": "make"}'}}


def up() -> None:
    """Judge each of the specimens, and then 180 KB of them at once, by the packaged config: one with the same patterns finds their automaton warm, too."""
    engine = Engine.compile(default())
    prompts = specimens()
    for prompt in prompts:
        _judge(engine, {"role": "user", "content": prompt})
    whole = "\n".join(prompts)
    _judge(
        engine,
        {"role": "user", "content": whole},
        {"role": "assistant", "content": "", "tool_calls": [_RAN]},
        {"role": "tool", "tool_call_id": _RAN["id"], "content": whole * 2},
    )


def _judge(engine: Engine, *messages: dict[str, object]) -> None:
    engine.judge(
        ClassifyRequest(
            request_id="", reply_to="", deadline_unix_ms=0, config_digest="", messages=json.dumps(messages).encode()
        )
    )


def specimens() -> list[str]:
    """Prompts: with outputs of many tools, in several languages, with code."""
    return files("services.classifier").joinpath("specimens.txt").read_text(encoding="utf-8").split("\n\f\n")
