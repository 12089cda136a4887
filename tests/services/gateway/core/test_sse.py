"""Usage, model and errors are seen in a stream however it is cut, and nothing else costs memory."""

import itertools
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.core.sse import LINE_LIMIT, SseObserver, Usage, read_usage

USAGE = {
    "prompt_tokens": 12,
    "completion_tokens": 3,
    "total_tokens": 15,
    "prompt_tokens_details": {"cached_tokens": 5},
    "cost": 0.25,
}


def event(text: str = "", **more: Any) -> bytes:
    choices = [{"index": 0, "delta": {"content": text}, "finish_reason": None}] if text else []
    return b"data: " + json.dumps({"id": "g", "model": "v/m", "choices": choices, **more}, ensure_ascii=False).encode()


STREAM = b"".join(
    (
        b": OPENROUTER PROCESSING\n\n",
        event("Grüße 🌍") + b"\r\n\r\n",
        event('an "error" and a "usage" inside a text, data: [DONE]') + b"\n\n",
        b"event: ping\nid: 7\nretry: 10\n\n",
        event(usage=USAGE, model="served/model") + b"\r\r",
        b"data: [DONE]\n\n",
    )
)
BROKEN = b"".join(
    (
        event("half") + b"\n\n",
        b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"error"}],"error":{"code":502,"message":"gone",'
        b'"metadata":{"error_type":"provider_unavailable","provider_name":"P"}}}\n\n',
    )
)
FOUND = Usage(prompt_tokens=12, completion_tokens=3, cached_tokens=5, cost=0.25)


def observed(*chunks: bytes) -> SseObserver:
    observer = SseObserver()
    for chunk in chunks:
        observer.feed(chunk)
    observer.finish()
    return observer


def findings(observer: SseObserver) -> tuple[object, ...]:
    return observer.usage, observer.error, observer.served_model, observer.done


@pytest.mark.parametrize("cut", range(len(STREAM) + 1))
def test_a_stream_cut_anywhere_says_the_same(cut: int) -> None:
    assert findings(observed(STREAM[:cut], STREAM[cut:])) == (FOUND, None, "served/model", True)


@pytest.mark.parametrize("cut", range(len(BROKEN) + 1))
def test_an_error_in_a_stream_cut_anywhere_is_seen(cut: int) -> None:
    error = observed(BROKEN[:cut], BROKEN[cut:]).error
    assert error is not None
    assert (error.status, error.code, error.type, error.provider) == (200, "502", "provider_unavailable", "P")
    assert error.embedded


def test_a_stream_byte_by_byte_says_the_same() -> None:
    assert findings(observed(*(STREAM[at : at + 1] for at in range(len(STREAM))))) == (
        FOUND,
        None,
        "served/model",
        True,
    )


@given(st.lists(st.integers(0, len(STREAM + BROKEN)), max_size=8))
def test_a_stream_in_any_pieces_says_the_same(cuts: list[int]) -> None:
    stream, places = BROKEN + STREAM, [0, *sorted(cuts), len(STREAM + BROKEN)]
    pieces = [stream[start:end] for start, end in itertools.pairwise(places)]
    assert findings(observed(*pieces)) == findings(observed(stream))


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n", b""], ids=["LF", "CR", "CRLF", "no line end at all"])
@pytest.mark.parametrize("space", [b"data: ", b"data:"], ids=["a blank", "no blank"])
def test_any_line_end_and_blank_is_understood(end: bytes, space: bytes) -> None:
    line = event(usage=USAGE).replace(b"data: ", space)
    assert observed(b"data: {}" + (end or b"\n") + line + end).usage == FOUND


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(event('{"error": {"code": 1}, "usage": {"prompt_tokens": 1}}') + b"\n", id="JSON inside a text"),
        pytest.param(b': {"error":{"code":1},"usage":{"prompt_tokens":1}} [DONE]\n', id="a comment"),
        pytest.param(b'event: {"error":{"code":1}}\n', id="an event's name"),
        pytest.param(event(usage=None, error=None) + b"\n", id="null for both"),
        pytest.param(event(usage=[], error={}) + b"\n", id="nothing in them"),
        pytest.param(event(usage="x")[:-1] + b"\n", id="JSON cut short"),
        pytest.param(b'data: ["error","usage"]\n', id="a list"),
        pytest.param(b'data: "error" "usage"\n', id="no JSON"),
        pytest.param(b'data: {"error":' + b"[" * 9000 + b"\n", id="nested without end"),
        pytest.param(b'data: {"error":"\xff"}\n', id="a text that is not UTF-8"),
        pytest.param(b'xdata: {"error":{"code":1}}\n', id="another field"),
        pytest.param(b"data: [DONE] \x00\n", id="almost the end"),
    ],
)
def test_what_says_nothing_is_not_mistaken(stream: bytes) -> None:
    observer = observed(stream)
    assert (observer.usage, observer.error, observer.done) == (None, None, False)


@pytest.mark.parametrize(
    ("choices", "error", "code", "kind"),
    [
        pytest.param([], {"code": "server_error", "message": "m"}, "server_error", "", id="a text for a code and no choices"),
        pytest.param([{"finish_reason": "error"}], None, "", "finish_reason_error", id="a finish reason alone"),
        pytest.param([{"finish_reason": "error", "error": {"code": 429}}], None, "429", "", id="an error in its choice"),
        pytest.param([{}], {"error_type": "timeout", "http_status": 504}, "504", "timeout", id="the newer shape"),
        pytest.param([{}], "plain words", "", "", id="an error that is a text"),
    ],
)  # fmt: skip
def test_an_embedded_error_of_any_shape_is_seen(choices: Any, error: Any, code: str, kind: str) -> None:
    found = observed(b"data: " + json.dumps({"choices": choices, "error": error}).encode() + b"\n\n").error
    assert found is not None
    assert (found.code, found.type, found.embedded, found.status) == (code, kind, True, 200)


def test_the_first_error_and_the_last_usage_count() -> None:
    stream = event(error={"code": 1}) + b"\n" + event(error={"code": 2}, usage={"prompt_tokens": 1}) + b"\n"
    observer = observed(stream + event(usage={"prompt_tokens": 2}) + b"\n")
    assert observer.error is not None
    assert observer.error.code == "1"
    assert observer.usage == Usage(prompt_tokens=2)


def test_a_model_name_is_kept_short_and_one_that_is_no_text_is_ignored() -> None:
    assert len(observed(event(usage=USAGE, model="m" * 5000) + b"\n").served_model) == 128
    assert observed(event(usage=USAGE, model=5) + b"\n").served_model == ""


@pytest.mark.parametrize(
    ("size", "usage"), [(LINE_LIMIT, FOUND), (LINE_LIMIT + 1, None)], ids=["at the limit", "over it"]
)
@pytest.mark.parametrize("chunk", [1 << 30, 1 << 18, 65_537], ids=["in one piece", "in a few", "in many"])
def test_a_line_up_to_the_limit_is_read_however_it_is_cut(size: int, usage: Usage | None, chunk: int) -> None:
    line = event(usage=USAGE, padding="x" * (size - len(event(usage=USAGE, padding=""))))
    assert len(line) == size
    stream = line + b"\n"
    pieces = [stream[at : at + chunk] for at in range(0, len(stream), chunk)]
    assert observed(*pieces).usage == usage


@pytest.mark.parametrize("tail", [b"", b'"}'], ids=["ends at a cut", "ends inside a piece"])
def test_a_line_without_end_is_forgotten_and_the_next_ones_are_read(tail: bytes) -> None:
    observer = SseObserver()
    for _ in range(8):
        observer.feed(b'data: {"usage":"' + b"x" * (LINE_LIMIT // 2))
        assert len(observer._rest) <= LINE_LIMIT
    observer.feed(tail + b"\n")
    observer.feed(event(usage=USAGE) + b"\n\n")
    assert observer.usage == FOUND


def test_a_long_line_that_ends_in_the_piece_with_the_next_event_does_not_hide_it() -> None:
    observer = observed(b"data: " + b"x" * (LINE_LIMIT + 1), b"y\n" + event(usage=USAGE) + b"\n")
    assert observer.usage == FOUND


def test_random_bytes_are_survived() -> None:
    source = random.Random(7)
    marks = [b'"error"', b'"usage"', b"data:", b"\n", b"\r", b"[DONE]", b"{", b"}", b":", b'"', b"\xff"]
    for _ in range(300):
        observed(*(b"".join(source.choices(marks, k=6)) for _ in range(6)))


@pytest.mark.parametrize(
    ("usage", "found"),
    [
        pytest.param(None, None, id="none"),
        pytest.param([], None, id="a list"),
        pytest.param({}, Usage(), id="an empty one"),
        pytest.param({"prompt_tokens": "5", "completion_tokens": True, "cost": "1"}, Usage(), id="texts and truths"),
        pytest.param({"prompt_tokens": -1, "completion_tokens": 1 << 60, "cost": -0.1}, Usage(), id="impossible numbers"),
        pytest.param({"prompt_tokens": 1, "cost": 2}, Usage(prompt_tokens=1, cost=2.0), id="a whole cost"),
        pytest.param({"cost": 0.5, "is_byok": True, "cost_details": {"upstream_inference_cost": 2}}, Usage(cost=2.5), id="a key of one's own at the provider"),
        pytest.param({"cost": 2.5, "is_byok": False, "cost_details": {"upstream_inference_cost": 2}}, Usage(cost=2.5), id="no key of one's own"),
        pytest.param({"cost": 0.5, "is_byok": True, "cost_details": [2]}, Usage(cost=0.5), id="details of another shape"),
        pytest.param({"cost": float("inf")}, Usage(), id="an infinite cost"),
        pytest.param({"prompt_tokens_details": {"cached_tokens": 4}}, Usage(cached_tokens=4), id="cached tokens"),
        pytest.param({"prompt_tokens_details": [4]}, Usage(), id="details of another shape"),
        pytest.param(USAGE, FOUND, id="a whole one"),
    ],
)  # fmt: skip
def test_usage_of_any_shape_is_read_or_left(usage: Any, found: Usage | None) -> None:
    assert read_usage(usage) == found
