"""What the tests of the judgement have in common: one engine of the packaged config, and short ways to ask it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.classifier.core.engine import Engine
from shared.config.load import default
from shared.protocol import ClassifyRequest, Decision

Ask = Callable[..., ClassifyRequest]
Judge = Callable[..., Decision]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The packaged rules."""
    return Engine.compile(default())


@pytest.fixture(scope="session")
def ask() -> Ask:
    """A classify request of a prompt or of messages."""

    def ask(said: str | list[Any], *, tools: bool = True, **fields: Any) -> ClassifyRequest:
        messages = [{"role": "user", "content": said}] if isinstance(said, str) else said
        return ClassifyRequest(
            request_id="r",
            reply_to="g",
            deadline_unix_ms=0,
            config_digest="",
            has_tools=tools,
            messages=json.dumps(messages).encode(),
            **fields,
        )

    return ask


@pytest.fixture(scope="session")
def judge(engine: Engine, ask: Ask) -> Judge:
    """The decision on a prompt or on messages."""

    def judge(said: str | list[Any], **fields: Any) -> Decision:
        return engine.classify(ask(said, **fields)).decision

    return judge
