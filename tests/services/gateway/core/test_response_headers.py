"""What of upstream's headers passes, and what Dispatch adds: plain ASCII on one line, and never a forged one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.core.response_headers import (
    REASONS_LIMIT,
    VALUE_LIMIT,
    decision_headers,
    error_headers,
    reasons_value,
    text_value,
    upstream_headers,
)
from services.gateway.core.upstream_error import UpstreamError
from shared.config.snapshot import Target
from shared.level import Level
from shared.protocol import Decision, Scores

TARGET = Target(model="vendor/model", model_json=b'"vendor/model"', provider={}, provider_json=b"{}", profile="p")


@pytest.mark.parametrize(
    "name",
    ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
     "Transfer-Encoding", "Upgrade", "Content-Length", "X-Dispatch-Level", "x-dispatch-request-id", "X-DISPATCH-ANYTHING"],
)  # fmt: skip
@pytest.mark.parametrize("is_stream", [True, False])
def test_hop_by_hop_framing_and_forged_headers_stay_behind(name: str, is_stream: bool) -> None:
    passed = upstream_headers([(name.encode(), b"x"), (b"X-Kept", b"y")], is_stream=is_stream)
    assert name.lower().encode() not in dict(passed)
    assert dict(passed)[b"x-kept"] == b"y"


def test_what_connection_names_stays_behind_too() -> None:
    received = [
        (b"Connection", b"close, X-Hop"),
        (b"x-HOP", b"1"),
        (b"connection", b" Other "),
        (b"Other", b"2"),
        (b"Z", b"3"),
    ]
    assert upstream_headers(received, is_stream=False) == [(b"z", b"3")]


def test_everything_else_passes_in_order_repeated_ones_too() -> None:
    received = [
        (b"Content-Type", b"application/json"),
        (b"Set-Cookie", b"a=1"),
        (b"Set-Cookie", b"b=2"),
        (b"Retry-After", b"17"),
        (b"X-Generation-Id", b"gen-1"),
        (b"Content-Encoding", b"br"),
        (b"Cache-Control", b"private"),
        (b"X-Odd", b"caf\xe9"),
    ]
    assert upstream_headers(received, is_stream=False) == [(name.lower(), value) for name, value in received]


def test_a_stream_is_never_cached_or_buffered_on_its_way() -> None:
    received = [(b"Cache-Control", b"public"), (b"X-Accel-Buffering", b"yes"), (b"Content-Type", b"text/event-stream")]
    passed = upstream_headers(received, is_stream=True)
    assert passed == [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-cache"),
        (b"x-accel-buffering", b"no"),
    ]


@pytest.mark.parametrize("value", [b"a\r\nX-Evil: 1", b"a\nb", b"a\rb", b"a\x00b"])
def test_a_value_that_would_break_the_head_is_dropped(value: bytes) -> None:
    assert upstream_headers([(b"X-Bad", value)], is_stream=False) == []


def test_a_decision_is_told_with_one_decimal_per_score() -> None:
    decision = Decision(
        level=Level.HARD,
        scores=Scores(complexity=40, risk=12.34, agent_pressure=0.05, downgrade=3, total=49.99),
        reasons=("floor:multi_file_scope=>hard", "intent:refactor"),
    )
    assert decision_headers(decision, TARGET) == [
        (b"x-dispatch-level", b"hard"),
        (b"x-dispatch-model", b"vendor/model"),
        (b"x-dispatch-score-total", b"50.0"),
        (b"x-dispatch-score-complexity", b"40.0"),
        (b"x-dispatch-score-risk", b"12.3"),
        (b"x-dispatch-score-agent-pressure", b"0.1"),
        (b"x-dispatch-reasons", b"floor:multi_file_scope=>hard, intent:refactor"),
    ]


def test_a_forced_decision_says_by_whom() -> None:
    decision = Decision(level=Level.EASY, forced_by="model-alias:dispatch/easy")
    assert decision_headers(decision, TARGET)[-1] == (b"x-dispatch-forced-by", b"model-alias:dispatch/easy")


def test_an_error_is_told_field_by_field() -> None:
    error = UpstreamError(
        status=429, code="429", type="rate_limit_exceeded", provider="P", provider_code="rl", is_byok=True, retry_after="3",
        message="never in a header", raw="nor this",
    )  # fmt: skip
    assert error_headers(error) == [
        (b"x-dispatch-upstream-status", b"429"),
        (b"x-dispatch-upstream-error-code", b"429"),
        (b"x-dispatch-upstream-error-type", b"rate_limit_exceeded"),
        (b"x-dispatch-upstream-provider", b"P"),
        (b"x-dispatch-upstream-provider-code", b"rl"),
        (b"x-dispatch-upstream-is-byok", b"true"),
        (b"x-dispatch-upstream-retry-after", b"3"),
        (b"x-dispatch-upstream-retryable", b"true"),
    ]


def test_what_an_error_does_not_say_has_no_header() -> None:
    assert error_headers(UpstreamError(status=500)) == [
        (b"x-dispatch-upstream-status", b"500"),
        (b"x-dispatch-upstream-retryable", b"unknown"),
    ]


@pytest.mark.parametrize(
    ("reasons", "value"),
    [
        pytest.param([], b"", id="none"),
        pytest.param(["a", "b"], b"a, b", id="a comma list"),
        pytest.param(["a,b", "c"], b"a;b, c", id="a comma inside a reason"),
        pytest.param(["", "a", " ", ""], b"a", id="empty reasons leave no empty places"),
        pytest.param(["größe"], b"gr??e", id="other scripts"),
        pytest.param(["a\r\nX-Evil: 1"], b"a??X-Evil: 1", id="a line break"),
    ],
)
def test_reasons_are_a_comma_list_of_plain_ascii(reasons: list[str], value: bytes) -> None:
    assert reasons_value(reasons) == value


def test_reasons_end_with_a_whole_one_within_the_limit() -> None:
    reasons = [f"reason-number-{number:03d}" for number in range(200)]
    value = reasons_value(reasons)
    assert REASONS_LIMIT - 25 < len(value) <= REASONS_LIMIT
    assert value.decode().split(", ") == reasons[: value.count(b",") + 1]


printable = set(range(0x20, 0x7F))


@given(st.text())
def test_any_text_becomes_a_safe_value(text: str) -> None:
    value = text_value(text)
    assert set(value) <= printable
    assert len(value) <= VALUE_LIMIT
    assert value == value.strip()


@given(st.lists(st.text(max_size=300), max_size=30))
def test_any_reasons_become_a_safe_value(reasons: list[str]) -> None:
    value = reasons_value(reasons)
    assert set(value) <= printable
    assert len(value) <= REASONS_LIMIT
    assert value == value.strip()


header_names = st.sampled_from([b"Connection", b"X-Dispatch-Model", b"content-length", b"Trailer", b"A", b"b"])


@given(st.lists(st.tuples(header_names | st.binary(max_size=5), st.binary(max_size=8)), max_size=6), st.booleans())
def test_no_headers_of_upstream_raise_or_slip_through(received: list[tuple[bytes, bytes]], is_stream: bool) -> None:
    for name, value in upstream_headers(received, is_stream=is_stream):
        assert name == name.lower()
        assert not name.startswith(b"x-dispatch-")
        assert name not in (b"connection", b"content-length", b"trailer", b"transfer-encoding")
        assert not set(value) & set(b"\r\n\0")


@given(st.builds(UpstreamError, status=st.integers(100, 999), code=st.text(), type=st.text(), provider=st.text(), retry_after=st.text()))  # fmt: skip
def test_no_error_makes_an_unsafe_header(error: UpstreamError) -> None:
    for _, value in error_headers(error):
        assert set(value) <= printable
