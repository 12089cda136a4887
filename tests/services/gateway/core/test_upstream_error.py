"""Errors of OpenRouter in every shape that it has sent, and whether a retry makes sense."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.core.upstream_error import (
    MESSAGE_LIMIT,
    RAW_LIMIT,
    Answer,
    UpstreamError,
    find_error,
    from_answer,
    from_object,
    read_answer,
)


def body(error: Any, **more: Any) -> bytes:
    return json.dumps({"error": error, **more}).encode()


def test_the_older_shape_is_read_whole() -> None:
    error = {
        "code": 429,
        "message": "slow down",
        "metadata": {
            "error_type": "rate_limit_exceeded",
            "provider_name": "DeepInfra",
            "provider_code": "rl_1",
            "is_byok": False,
            "raw": "the provider's words",
        },
    }
    assert from_answer(read_answer(body(error)), status=429, retry_after="17") == UpstreamError(
        status=429,
        code="429",
        type="rate_limit_exceeded",
        message="slow down",
        provider="DeepInfra",
        provider_code="rl_1",
        is_byok=False,
        retry_after="17",
        raw="the provider's words",
    )


def test_the_newer_shape_without_a_code_is_read() -> None:
    error = {
        "message": "no capacity",
        "error_type": "provider_overloaded",
        "http_status": 503,
        "availability": {"code": "capacity_exhausted", "retryable": True, "retry_after": 5},
    }
    found = from_answer(read_answer(body(error)), status=503)
    assert found is not None
    assert (found.code, found.type, found.retry_after) == ("503", "provider_overloaded", "5")


@pytest.mark.parametrize(
    ("error", "field", "value"),
    [
        pytest.param({"availability": {"code": "no_endpoints"}}, "type", "no_endpoints", id="availability alone names the type"),
        pytest.param({"type": "invalid_request_error"}, "type", "invalid_request_error", id="the type of OpenAI's shape"),
        pytest.param({"metadata": {"error_type": "a"}, "error_type": "b", "type": "c"}, "type", "a", id="metadata comes first"),
        pytest.param({"code": 0, "http_status": 500}, "code", "0", id="a code of zero is a code"),
        pytest.param({"code": "server_error"}, "code", "server_error", id="a code that is a text"),
        pytest.param({"code": None, "http_status": 502}, "code", "502", id="null for a code"),
        pytest.param({"code": True}, "code", "", id="a code that is a truth"),
        pytest.param({"code": {"a": 1}}, "code", '{"a":1}', id="a code that is an object"),
        pytest.param({"message": ["a"]}, "message", '["a"]', id="a message that is a list"),
        pytest.param({"metadata": "words"}, "provider", "", id="metadata that is a text"),
        pytest.param({"metadata": {"is_byok": "yes"}}, "is_byok", None, id="a truth that is a text"),
        pytest.param({"metadata": {"is_byok": True}}, "is_byok", True, id="a truth"),
        pytest.param({"metadata": {"raw": {"error": "x"}}}, "raw", '{"error":"x"}', id="raw that is an object"),
        pytest.param({"metadata": {"provider_code": 1305}}, "provider_code", "1305", id="a provider code that is a number"),
        pytest.param({"message": "m" * 5000}, "message", "m" * MESSAGE_LIMIT, id="a long message is cut"),
        pytest.param({"metadata": {"raw": "r" * 5000}}, "raw", "r" * RAW_LIMIT, id="long raw words are cut"),
        pytest.param({"code": "c" * 500}, "code", "c" * 64, id="a long code is cut"),
        pytest.param({"message": "key sk-or-v1-0123456789abcdef is bad"}, "message", "key sk-*** is bad", id="a key is never kept"),
        pytest.param({"metadata": {"raw": "x" * 290 + "sk-or-v1-0123456789abcdef"}}, "raw", "x" * 290 + "sk-***", id="nor half a key at the cut"),
        pytest.param("plain words", "message", "plain words", id="an error that is a text"),
        pytest.param(["a"], "message", "", id="an error that is a list"),
        pytest.param(5, "message", "", id="an error that is a number"),
    ],
)  # fmt: skip
def test_a_field_of_any_shape_is_read(error: Any, field: str, value: object) -> None:
    found = from_answer(read_answer(body(error)), status=400)
    assert found is not None
    assert getattr(found, field) == value


def test_the_header_s_retry_after_wins_over_the_body_s() -> None:
    found = from_answer(read_answer(body({"availability": {"retry_after": 5}})), status=429, retry_after="9")
    assert found is not None
    assert found.retry_after == "9"


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>502 Bad Gateway</html>", b"{}", b"null", b"[]", b'{"error":null}', b'{"error":"\xff"}', b"[" * 9000],
    ids=["empty", "HTML", "an object", "null", "a list", "no error", "not UTF-8", "nested without end"],
)
def test_a_bad_status_is_an_error_whatever_its_body(answer: bytes) -> None:
    found = from_answer(read_answer(answer), status=502)
    assert found is not None
    assert (found.status, found.code, found.type, found.embedded) == (502, "", "", False)


@pytest.mark.parametrize(
    ("answer", "embedded"),
    [
        pytest.param({"choices": [{"finish_reason": "stop"}]}, False, id="an answer"),
        pytest.param({"error": {}, "choices": []}, False, id="an empty error"),
        pytest.param({"choices": [{"finish_reason": "stop", "error": None}]}, False, id="no error in a choice"),
        pytest.param({"choices": {"finish_reason": "error"}}, False, id="choices of another shape"),
        pytest.param({"choices": ["error"]}, False, id="a choice that is a text"),
        pytest.param({"error": {"code": 400}}, True, id="an error on top"),
        pytest.param({"choices": [{"finish_reason": "stop"}, {"finish_reason": "error"}]}, True, id="the finish reason of a later choice"),
        pytest.param({"choices": [{"error": {"code": 502}, "finish_reason": "error"}]}, True, id="an error in a choice"),
    ],
)  # fmt: skip
def test_an_error_inside_a_200_is_noticed(answer: Any, embedded: bool) -> None:
    found = from_answer(read_answer(json.dumps(answer).encode()), status=200)
    assert (found is not None) is embedded
    if found is not None:
        assert (found.embedded, found.status) == (True, 200)


@pytest.mark.parametrize(
    ("error", "retryable"),
    [(UpstreamError(status=status), "true") for status in (408, 429, 502, 503, 504)]
    + [(UpstreamError(status=status), "false") for status in (400, 401, 402, 403, 404, 412, 413, 422)]
    + [(UpstreamError(status=status), "unknown") for status in (500, 501, 505, 524, 529, 418, 200)]
    + [
        (UpstreamError(status=500, type="provider_overloaded"), "true"),
        (UpstreamError(status=529, type="context_length_exceeded"), "false"),
        (UpstreamError(status=400, type="rate_limit_exceeded"), "false"),
        (UpstreamError(status=200, code="429"), "true"),
        (UpstreamError(status=200, code="403", type="timeout"), "false"),
        (UpstreamError(status=200, code="server_error", type="timeout"), "true"),
        (UpstreamError(status=200, code="529", type="unmapped"), "unknown"),
        (UpstreamError(status=200, code="²"), "unknown"),
        (UpstreamError(status=200, code="９９"), "unknown"),
        (UpstreamError(status=200, type="payload_too_large"), "false"),
        (UpstreamError(status=200, type="image_not_found"), "false"),
        (UpstreamError(status=200, type="model_not_found"), "false"),
        (UpstreamError(status=200, type="temporarily_unavailable"), "true"),
    ],
    ids=lambda value: f"{value.status} {value.code} {value.type}" if isinstance(value, UpstreamError) else value,
)  # fmt: skip
def test_a_retry_is_judged_by_status_then_embedded_code_then_type(error: UpstreamError, retryable: str) -> None:
    assert error.retryable == retryable


@pytest.mark.parametrize(
    ("error", "limited"),
    [
        (UpstreamError(status=429, code="429", type="rate_limit_exceeded"), True),
        (UpstreamError(status=200, code="429"), True),
        (UpstreamError(status=200, type="rate_limit_exceeded"), True),
        (UpstreamError(status=503, type="provider_overloaded"), False),
    ],
)
def test_a_rate_limit_is_one_however_it_says_so(error: UpstreamError, limited: bool) -> None:
    assert error.is_rate_limit is limited


def test_an_answer_that_is_no_object_is_empty() -> None:
    for answer in (b"", b"null", b"[1]", b'"x"', b"{", b'{"model":"\xff"}'):
        assert read_answer(answer) == Answer()
    assert find_error(Answer()) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["code", "message", "metadata", "error_type", "availability", "raw", "is_byok", "retry_after", "x"]),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


@given(values)
def test_no_error_object_raises_and_texts_stay_short(error: Any) -> None:
    found = from_object(error, status=200, embedded=True)
    assert found.retryable in ("true", "false", "unknown")
    for text in (found.code, found.type, found.provider, found.provider_code, found.retry_after):
        assert len(text) <= 64


@given(st.binary(max_size=80))
def test_no_body_raises(answer: bytes) -> None:
    for whole in (answer, b'{"error":' + answer + b"}", b'{"error":{"code":' + answer + b"}}"):
        assert from_answer(read_answer(whole), status=500) is not None
