"""The `openai` Python SDK works against Dispatch as against OpenAI."""

from collections.abc import Iterator

import openai
import pytest

from tests.fakes.openrouter import ScriptedOpenRouter, answer, error, event, events, stream
from tests.fakes.processes import Stack

MESSAGES: list[openai.types.chat.ChatCompletionMessageParam] = [{"role": "user", "content": "Say hello."}]


@pytest.fixture
def sdk(stack: Stack) -> Iterator[openai.OpenAI]:
    host, port = stack.gateway.address
    with openai.OpenAI(base_url=f"http://{host}:{port}/v1", api_key="placeholder", max_retries=0, timeout=15) as client:
        yield client


def test_a_completion(sdk: openai.OpenAI) -> None:
    got = sdk.chat.completions.create(model="dispatch/easy", messages=MESSAGES)
    assert got.choices[0].message.content == "Hello"
    assert got.model == "fake/easy"
    assert got.usage is not None
    assert got.usage.total_tokens == 15


def test_a_stream(sdk: openai.OpenAI, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(stream(events(["Grüße", ", ", "世界 🌍"])))
    chunks = list(sdk.chat.completions.create(model="dispatch/auto", messages=MESSAGES, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "Grüße, 世界 🌍"
    assert chunks[-1].usage is not None


def test_raw_headers(sdk: openai.OpenAI) -> None:
    raw = sdk.chat.completions.with_raw_response.create(
        model="dispatch/auto", messages=MESSAGES, extra_headers={"X-Dispatch-Level": "hard"}
    )
    assert raw.headers["X-Dispatch-Level"] == "hard"
    assert raw.parse().model == "fake/hard"


def test_models(sdk: openai.OpenAI) -> None:
    listed = [model.id for model in sdk.models.list()]
    assert listed == ["dispatch/auto", "dispatch/easy", "dispatch/medium", "dispatch/hard", "dispatch/critical"]
    for model in listed:
        assert sdk.models.retrieve(model).id == model
    with pytest.raises(openai.NotFoundError):
        sdk.models.retrieve("dispatch/none")


def test_errors_are_the_sdks_own(sdk: openai.OpenAI, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(answer(error(429, "slow down"), status="429 Too Many Requests", headers=[("Retry-After", "3")]))
    with pytest.raises(openai.RateLimitError) as limited:
        sdk.chat.completions.create(model="dispatch/auto", messages=MESSAGES)
    assert limited.value.response.headers["Retry-After"] == "3"
    with pytest.raises(openai.BadRequestError) as refused:
        sdk.chat.completions.create(model="dispatch/auto", messages=None)  # type: ignore[arg-type, call-overload]
    assert refused.value.type == "invalid_request_error"


def test_a_cut_stream_raises(sdk: openai.OpenAI, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(stream([event("Hel"), event("lo")], end="reset"))
    got = []
    with pytest.raises(Exception, match=r"peer closed|incomplete|reset|disconnected|Connection"):
        got.extend(sdk.chat.completions.create(model="dispatch/auto", messages=MESSAGES, stream=True))


def test_leaving_a_stream_early(sdk: openai.OpenAI, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(stream([event("Hel")], end="hang"))
    with sdk.chat.completions.create(model="dispatch/auto", messages=MESSAGES, stream=True) as chunks:
        assert next(iter(chunks)).choices[0].delta.content == "Hel"
    assert openrouter.last.gone.wait(5)
