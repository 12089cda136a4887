"""One message must never be read as two, nor two as one: what a proxy in front might read otherwise is refused.

Every case is sent to the real gateway with a second request hidden in it. RFC 9112 sections 2.2, 3, 5, 6 and 7 say what is doubtful.
"""

import pytest

from tests.fakes.client import Answer, Client, End
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Stack

POST = b"POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
BODY = b'{"messages":[{"role":"user","content":"outer"}]}'
HIDDEN_BODY = b'{"messages":[{"role":"user","content":"smuggled"}]}'
HIDDEN = POST + b"Content-Length: %d\r\n\r\n%b" % (len(HIDDEN_BODY), HIDDEN_BODY)
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
LENGTH = b"Content-Length: %d\r\n" % len(BODY)


def with_headers(*lines: bytes, body: bytes = CHUNKED) -> bytes:
    """A chat completion with these headers, and another one behind it."""
    return POST + b"".join(lines) + b"\r\n" + body + HIDDEN


def in_chunks(size_line: bytes, data: bytes = BODY, end: bytes = b"\r\n0\r\n\r\n") -> bytes:
    """A chunked one with this line before its first chunk, and another one behind it."""
    return with_headers(b"Transfer-Encoding: chunked\r\n", body=size_line + data + end)


SIZE = b"%x" % len(BODY)
DOUBTFUL = {
    "length and chunks": with_headers(b"Content-Length: 4\r\n", b"Transfer-Encoding: chunked\r\n"),
    "chunks and length": with_headers(b"Transfer-Encoding: chunked\r\n", b"Content-Length: 4\r\n"),
    "an unknown coding": with_headers(LENGTH, b"Transfer-Encoding: xchunked\r\n"),
    "an unknown coding alone": with_headers(b"Transfer-Encoding: xchunked\r\n"),
    "chunked and then another": with_headers(b"Transfer-Encoding: chunked, identity\r\n"),
    "another and then chunked": with_headers(b"Transfer-Encoding: identity, chunked\r\n"),
    "chunked twice": with_headers(b"Transfer-Encoding: chunked, chunked\r\n"),
    "chunked in two headers": with_headers(b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: chunked\r\n"),
    "chunked, then identity in another header": with_headers(
        b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: identity\r\n"
    ),
    "chunked with a parameter": with_headers(b"Transfer-Encoding: chunked;q=1\r\n"),
    "chunked in quotes": with_headers(LENGTH, b'Transfer-Encoding: "chunked"\r\n', body=BODY),
    "chunked behind a vertical tab": with_headers(b"Transfer-Encoding: \x0bchunked\r\n"),
    "chunked behind a NUL": with_headers(b"Transfer-Encoding: \x00chunked\r\n"),
    "an empty coding": with_headers(LENGTH, b"Transfer-Encoding: \r\n", body=BODY),
    "a blank before the colon": with_headers(LENGTH, b"Transfer-Encoding : chunked\r\n"),
    "a tab before the colon": with_headers(LENGTH, b"Transfer-Encoding\t: chunked\r\n"),
    "a folded coding": with_headers(LENGTH, b"Transfer-Encoding:\r\n chunked\r\n"),
    "a folded length": with_headers(b"Content-Length:\r\n 4\r\n", body=BODY),
    "a blank before the first header": POST.replace(b"Host:", b" Host:") + LENGTH + b"\r\n" + BODY + HIDDEN,
    "a header without a colon": with_headers(LENGTH, b"Transfer-Encoding chunked\r\n"),
    "a header without a name": with_headers(LENGTH, b": chunked\r\n"),
    "a NUL in a name": with_headers(LENGTH, b"Transfer-\x00Encoding: chunked\r\n"),
    "a NUL in a value": with_headers(LENGTH, b"X-A: a\x00b\r\n", body=BODY),
    "a bare CR in a value": with_headers(LENGTH, b"X-A: a\rTransfer-Encoding: chunked\r\n", body=BODY),
    "a bare CR in the request line": b"GET /livez\rX HTTP/1.1\r\nHost: gateway\r\n\r\n" + HIDDEN,
    "two lengths": with_headers(LENGTH, b"Content-Length: 4\r\n", body=BODY),
    "a list of lengths": with_headers(b"Content-Length: %d, 4\r\n" % len(BODY), body=BODY),
    "a length with a sign": with_headers(b"Content-Length: +%d\r\n" % len(BODY), body=BODY),
    "a negative length": with_headers(b"Content-Length: -4\r\n", body=BODY),
    "a hexadecimal length": with_headers(b"Content-Length: 0x30\r\n", body=BODY),
    "a length with a gap": with_headers(b"Content-Length: 4 8\r\n", body=BODY),
    "a length with an underscore": with_headers(b"Content-Length: 4_8\r\n", body=BODY),
    "a length beyond 64 bits": with_headers(b"Content-Length: %d\r\n" % (2**64 + len(BODY)), body=BODY),
    "an empty length": with_headers(b"Content-Length: \r\n", body=BODY),
    "a length in other digits": with_headers("Content-Length: ٤٨\r\n".encode(), body=BODY),
    "a chunk size with a prefix": in_chunks(b"0x" + SIZE + b"\r\n"),
    "a chunk size with a sign": in_chunks(b"+" + SIZE + b"\r\n"),
    "a negative chunk size": in_chunks(b"-" + SIZE + b"\r\n"),
    "a chunk size with an underscore": in_chunks(b"3_0\r\n"),
    "a chunk size beyond 64 bits": in_chunks(b"1" + b"0" * 14 + SIZE + b"\r\n"),
    "an empty chunk size": in_chunks(b"\r\n"),
    "a chunk size that ends in LF": in_chunks(SIZE + b"\n"),
    "a chunk extension with LF in it": in_chunks(SIZE + b";a\nb\r\n"),
    "a chunk without an end": in_chunks(SIZE + b"\r\n", end=b"0\r\n\r\n"),
    "a chunk that ends in LF": in_chunks(SIZE + b"\r\n", end=b"\n0\r\n\r\n"),
    "a chunk that is longer than said": in_chunks(b"4\r\n"),
    "a length behind the last chunk": in_chunks(SIZE + b"\r\n", end=b"\r\n0\r\nContent-Length: 4\r\n\r\n"),
    "a chunked request of HTTP/1.0": with_headers(b"Transfer-Encoding: chunked\r\n", LENGTH).replace(
        b"HTTP/1.1", b"HTTP/1.0", 1
    ),
    "no Host": b"GET /livez HTTP/1.1\r\n\r\n" + HIDDEN,
    "two Hosts": b"GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + HIDDEN,
    "HTTP/0.9": b"GET /livez\r\n\r\n" + HIDDEN,
    "HTTP/2 with prior knowledge": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN,
    "a version that does not exist": b"GET /livez HTTP/1.9\r\nHost: gateway\r\n\r\n" + HIDDEN,
    "a version in small letters": b"GET /livez http/1.1\r\nHost: gateway\r\n\r\n" + HIDDEN,
    "a blank in the target": b"GET /livez /x HTTP/1.1\r\nHost: gateway\r\n\r\n" + HIDDEN,
    "a control character in the target": b"GET /livez\x01 HTTP/1.1\r\nHost: gateway\r\n\r\n" + HIDDEN,
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: gateway\r\n\r\n" + HIDDEN,
}


def conversation(client: Client, data: bytes) -> list[Answer]:
    """Everything the gateway answers to these bytes until it closes the connection."""
    answers = []
    with client.connect(limit_s=5) as connection:
        connection.send(data)
        while (answer := connection.read_head()).status:
            answers.append(connection.read_body(answer))
    return answers


@pytest.mark.parametrize("case", DOUBTFUL)
def test_what_could_be_read_in_two_ways_is_refused_and_ends_the_connection(
    stack: Stack, openrouter: ScriptedOpenRouter, case: str
) -> None:
    answers = conversation(stack.client, DOUBTFUL[case])
    assert len(answers) <= 1
    for got in answers:
        assert 400 <= got.status < 500 or got.status in (501, 505), got.body
        assert got.end is End.COMPLETE
        assert got.json["error"]["type"]
    assert not [request for request in openrouter.requests if b"smuggled" in request.body]
    assert not openrouter.requests
    assert stack.client.get("/livez").status == 200


PLAIN = {
    "a length": with_headers(LENGTH, body=BODY),
    "chunks": with_headers(b"Transfer-Encoding: chunked\r\n"),
    "chunks in capitals behind a tab": with_headers(b"transfer-encoding:\tCHUNKED \r\n"),
    "a chunk extension": in_chunks(SIZE + b";name=value\r\n"),
    "trailers that look like headers": in_chunks(
        SIZE + b"\r\n", end=b"\r\n0\r\nX-Dispatch-Level: critical\r\nHost: other\r\n\r\n"
    ),
    "a header that only looks like the coding": with_headers(LENGTH, b"Transfer_Encoding: chunked\r\n", body=BODY),
    "empty lines before the request": b"\r\n\r\n" + with_headers(LENGTH, body=BODY),
    "an offer to switch to HTTP/2": with_headers(
        LENGTH,
        b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
        body=BODY,
    ),
    "an offer of websockets": with_headers(
        LENGTH, b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n", body=BODY
    ),
}


@pytest.mark.parametrize("case", PLAIN)
def test_what_can_be_read_in_one_way_only_is_exactly_two_requests(
    stack: Stack, openrouter: ScriptedOpenRouter, case: str
) -> None:
    with stack.client.connect() as connection:
        connection.send(PLAIN[case])
        answers = [connection.read(), connection.read()]
    assert [got.status for got in answers] == [200, 200]
    assert [request.json["messages"][0]["content"] for request in openrouter.requests] == ["outer", "smuggled"]
    assert {got.header("X-Dispatch-Forced-By") for got in answers} == {None}
