"""The wire between gateway and classifier."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.level import Level
from shared.protocol import (
    VERSION,
    ClassifyReply,
    ClassifyRequest,
    Decision,
    FrameReport,
    ProtocolError,
    ReplyStatus,
    Scores,
    decode_reply,
    decode_request,
    encode,
)

REQUEST = ClassifyRequest(
    request_id="0123456789abcdef",
    reply_to="gateway-1",
    deadline_unix_ms=1_700_000_000_000,
    config_digest="d" * 32,
    session_key="s" * 32,
    task_key="t" * 16,
    profile="cheap",
    has_tools=True,
    tool_names=("bash", "edit"),
    response_format="json_schema_strict",
    stateless=True,
    explain=True,
    messages=b'[{"role":"user","content":"\\ud83d \xff"}]',
)
REPLY = ClassifyReply(
    request_id="0123456789abcdef",
    decision=Decision(
        level=Level.HARD,
        confidence=0.5,
        scores=Scores(complexity=1.5, total=2.25),
        reasons=("floor:compile_error=>hard",),
        frame=FrameReport(latest_user_index=3, continuation_reasons=("again",)),
        explanation=b"{}",
    ),
    worker="worker-1",
)


def test_a_request_arrives_as_it_was_sent_with_the_messages_byte_for_byte() -> None:
    assert decode_request(encode(REQUEST)) == REQUEST


def test_a_reply_arrives_as_it_was_sent() -> None:
    assert decode_reply(encode(REPLY)) == REPLY


def test_a_reply_without_a_decision_says_what_became_of_the_request() -> None:
    reply = ClassifyReply(request_id="a", status=ReplyStatus.UNKNOWN_CONFIG)
    assert decode_reply(encode(reply)) == reply


@pytest.mark.parametrize("value", [REQUEST, REPLY], ids=["request", "reply"])
def test_another_version_is_refused(value: ClassifyRequest | ClassifyReply) -> None:
    decode = decode_request if isinstance(value, ClassifyRequest) else decode_reply
    with pytest.raises(ProtocolError, match=f"version {VERSION + 1}, expected {VERSION}"):
        decode(encode(msgspec.structs.replace(value, version=VERSION + 1)))


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(encode(REQUEST)[:-1], id="a request cut short"),
        pytest.param(encode(REPLY), id="a reply"),
        pytest.param(encode(REQUEST) + b"\x00", id="bytes behind the request"),
        pytest.param(b"\x9e\x01\xa1\xff", id="a text that is not UTF-8"),
        pytest.param(encode(REQUEST)[:1] + b"\x91" * 200_000, id="nested without end"),
        pytest.param(b"\x91" * 200_000, id="an array of arrays of arrays"),
    ],
)
def test_what_is_no_request_is_refused(payload: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_request(payload)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_protocol_error(payload: bytes) -> None:
    for decode in (decode_request, decode_reply):
        with suppress(ProtocolError):
            decode(payload)


@given(st.integers(0, len(encode(REQUEST)) - 1), st.integers(0, 255))
def test_no_damaged_byte_raises_anything_but_protocol_error(place: int, byte: int) -> None:
    damaged = bytearray(encode(REQUEST))
    damaged[place] = byte
    with suppress(ProtocolError):
        decode_request(bytes(damaged))
