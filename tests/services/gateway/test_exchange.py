"""One exchange over plain ASGI: the body within its limits, the answer, and a client that leaves."""

import asyncio
import gzip
import json
import zlib
from typing import Any

import pytest

from services.gateway import exchange as module
from services.gateway.core.local_error import (
    InvalidRequest,
    LocalError,
    RequestTimeout,
    RequestTooLarge,
    UnsupportedEncoding,
)
from services.gateway.exchange import GUNZIP_BYTES, ClientLeft, Exchange
from shared.config.model import Server

DISCONNECT = {"type": "http.disconnect"}


def part(body: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


class Client:
    """The other end: sends the given messages, then nothing until it leaves; keeps what it is sent."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.messages = list(messages)
        self.leaving = asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        self.got: list[dict[str, Any]] = []
        self.left: asyncio.Future[None] | None = None
        """What the server's protocol tells of the connection; tests of leaving set it."""

    def leave(self) -> None:
        """Close the connection."""
        assert self.left is not None
        self.left.set_result(None)
        self.leaving.set()

    async def receive(self) -> dict[str, Any]:
        if self.messages:
            return self.messages.pop(0)
        await self.leaving.wait()
        return DISCONNECT

    async def send(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        self.got.append(message)

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.got if message["type"] == "http.response.body")

    @property
    def ended(self) -> bool:
        return bool(self.got) and not self.got[-1].get("more_body", True)


def exchange(client: Client, version: str = "1.1", **headers: str) -> Exchange:
    pairs = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "http_version": version, "headers": pairs, "state": {"client_left": client.left}}
    return Exchange(scope, client.receive, client.send, replica="replica-1")


def test_an_exchange_has_an_id_of_16_hex_characters_that_its_record_shares() -> None:
    ids = {exchange(Client()).request_id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(found) == 16 and int(found, 16) >= 0 for found in ids)
    one = exchange(Client())
    assert (one.record.request_id, one.record.replica, one.record.status) == (one.request_id, "replica-1", 0)


def test_headers_are_found_in_any_case_and_missing_ones_are_empty() -> None:
    one = exchange(Client(), x_odd="caf\xe9")
    assert (one.header("X-Odd"), one.header("x-odd"), one.header("X-Missing")) == ("caf\xe9", "caf\xe9", "")


@pytest.mark.parametrize(("version", "resets"), [("1.0", 1), ("1.1", 0), ("2", 0)])
def test_only_a_client_of_http_1_0_needs_a_reset_to_see_an_abort(version: str, resets: int) -> None:
    done: list[bool] = []
    one = exchange(Client(), version)
    one._scope["state"] = {"reset": lambda: done.append(True)}
    one.abort()
    assert len(done) == resets


@pytest.mark.parametrize("cut", range(6))
async def test_a_body_in_any_pieces_is_put_together(cut: int) -> None:
    client = Client(part(b"hello"[:cut], more=True), part(b"", more=True), part(b"hello"[cut:]))
    one = exchange(client)
    assert await one.body(Server()) == b"hello"
    assert one.record.body_bytes == 5


async def test_a_body_without_its_fields_is_empty() -> None:
    assert await exchange(Client({"type": "http.request"})).body(Server()) == b""


async def test_a_body_up_to_the_limit_is_taken_and_one_byte_more_is_refused_without_reading_the_rest() -> None:
    limits = Server(max_body_size=10)
    assert await exchange(Client(part(b"x" * 10))).body(limits) == b"x" * 10
    client = Client(part(b"x" * 10, more=True), part(b"x", more=True), part(b"unread"))
    with pytest.raises(RequestTooLarge, match=r"server\.max_body_size \(10 bytes\)"):
        await exchange(client).body(limits)
    assert len(client.messages) == 1


async def test_a_declared_length_over_the_limit_is_refused_before_anything_is_read() -> None:
    client = Client(part(b"x"))
    with pytest.raises(RequestTooLarge):
        await exchange(client, content_length="11").body(Server(max_body_size=10))
    assert len(client.messages) == 1


@pytest.mark.parametrize("declared", ["", "abc", "-5", "\xb2", "1.5"])
async def test_a_declared_length_that_is_no_number_is_not_believed(declared: str) -> None:
    assert await exchange(Client(part(b"x")), content_length=declared).body(Server()) == b"x"


async def test_a_client_that_leaves_while_it_sends_is_noticed() -> None:
    with pytest.raises(ClientLeft):
        await exchange(Client(part(b"x", more=True), DISCONNECT)).body(Server())


async def test_a_body_that_does_not_arrive_in_time_is_refused() -> None:
    with pytest.raises(RequestTimeout, match=r"within 0\.01 seconds"):
        await exchange(Client(part(b"x", more=True))).body(Server(read_timeout_seconds=0.01))


async def test_a_read_timeout_of_zero_is_no_limit() -> None:
    one = exchange(client := Client(part(b"x", more=True)))
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(one.body(Server(read_timeout_seconds=0)))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not reading.done()
        client.messages.append(part(b"y"))
        client.leaving.set()
        reading.cancel()


DEEP = gzip.compress(b"x" * 1000)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " x-gzip "])
async def test_a_gzip_body_is_decoded(encoding: str) -> None:
    one = exchange(Client(part(DEEP)), content_encoding=encoding)
    assert await one.body(Server()) == b"x" * 1000


@pytest.mark.parametrize("encoding", ["", "identity", "Identity"])
async def test_identity_is_no_encoding(encoding: str) -> None:
    assert await exchange(Client(part(DEEP)), content_encoding=encoding).body(Server()) == DEEP


async def test_the_decoded_size_counts_against_the_limit() -> None:
    limits = Server(max_body_size=1000)
    assert await exchange(Client(part(DEEP)), content_encoding="gzip").body(limits) == b"x" * 1000
    bomb = gzip.compress(b"x" * 1001)
    with pytest.raises(RequestTooLarge):
        await exchange(Client(part(bomb)), content_encoding="gzip").body(limits)


@pytest.mark.parametrize(
    "size", [0, 1, GUNZIP_BYTES - 1, GUNZIP_BYTES, GUNZIP_BYTES + 1, 3 * GUNZIP_BYTES, 3 * GUNZIP_BYTES + 300]
)
@pytest.mark.parametrize("level", [0, 1, 9])
async def test_a_gzip_body_of_any_size_is_whole_and_others_get_their_turn(size: int, level: int) -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.get_running_loop().create_task(count())
    text = b"ab" * (size // 2) + b"c" * (size % 2)
    limits = Server(max_body_size=size + 2000)
    assert await exchange(Client(part(gzip.compress(text, level))), content_encoding="gzip").body(limits) == text
    other.cancel()
    assert turns >= size // GUNZIP_BYTES


async def test_a_gzip_bomb_is_not_unpacked() -> None:
    import tracemalloc

    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    tracemalloc.start()
    try:
        with pytest.raises(RequestTooLarge):
            await exchange(Client(part(bomb)), content_encoding="gzip").body(Server(max_body_size=1 << 20))
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        pytest.param("br", b"x", "must be gzip or identity", id="another encoding"),
        pytest.param("gzip, gzip", DEEP, "must be gzip or identity", id="two encodings"),
        pytest.param("gzip", b"{}", "not valid gzip", id="no gzip at all"),
        pytest.param("gzip", b"", "ends too early", id="nothing"),
        pytest.param("gzip", DEEP[:-9], "ends too early", id="cut short"),
        pytest.param("gzip", DEEP[:-8] + b"\0" * 8, "not valid gzip", id="a wrong sum"),
        pytest.param("gzip", DEEP + DEEP, "goes on behind its end", id="two members"),
        pytest.param("gzip", DEEP + b"x", "goes on behind its end", id="something behind the end"),
        pytest.param("gzip", zlib.compress(b"x"), "not valid gzip", id="zlib for gzip"),
    ],
)
async def test_an_encoding_that_can_not_be_read_is_refused(encoding: str, body: bytes, reason: str) -> None:
    with pytest.raises(UnsupportedEncoding, match=reason):
        await exchange(Client(part(body)), content_encoding=encoding).body(Server())


async def read(one: Exchange) -> None:
    await one.body(Server())


async def test_an_answer_is_head_body_and_end_with_the_headers_of_every_answer() -> None:
    one = exchange(client := Client(part(b"")))
    one.extra_headers = [(b"x-dispatch-request-id", b"id")]
    await read(one)
    assert not one.answer_begun
    await one.json(200, b'{"a":1}')
    assert client.got == [
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", b"7"),
                (b"x-dispatch-request-id", b"id"),
            ],
        },
        {"type": "http.response.body", "body": b'{"a":1}', "more_body": False},
    ]
    assert (one.record.status, one.record.answer_bytes, one.answer_begun) == (200, 7, True)


async def test_an_answer_without_content_declares_no_length() -> None:
    one = exchange(client := Client(part(b"")))
    await read(one)
    await one.answer(204, b"", [])
    assert client.got[0]["headers"] == []


async def test_pieces_are_counted_and_sent_as_they_are() -> None:
    one = exchange(client := Client(part(b"")))
    await read(one)
    await one.start(200, [])
    await one.write(b"one")
    await one.write(b"two")
    await one.end()
    assert (client.body, client.ended, one.record.answer_bytes) == (b"onetwo", True, 6)


async def test_a_refusal_is_json_with_the_request_id_and_is_recorded() -> None:
    one = exchange(client := Client(part(b"")))
    await read(one)
    await one.refuse(InvalidRequest("no good"))
    assert client.got[0]["status"] == 400
    assert json.loads(client.body) == {
        "error": {"message": "no good", "type": "invalid_request_error", "code": "invalid_request", "param": None},
        "request_id": one.request_id,
    }
    assert (one.record.status, one.record.local_error) == (400, "invalid_request_error")


async def test_a_refused_upload_is_read_on_so_that_the_client_sees_the_refusal() -> None:
    client = Client(part(b"x" * 99, more=True), part(b"more", more=True), part(b"last"))
    one = exchange(client)
    with pytest.raises(RequestTooLarge):
        await one.body(Server(max_body_size=10))
    await one.refuse(LocalError("too large"))
    assert client.messages == []
    assert client.ended


async def test_a_body_that_is_too_large_and_complete_is_not_waited_for() -> None:
    one = exchange(client := Client(part(b"x" * 99)))
    with pytest.raises(RequestTooLarge):
        await one.body(Server(max_body_size=10))
    async with asyncio.timeout(1.0):
        await one.refuse(LocalError("too large"))
    assert client.ended


@pytest.mark.parametrize("leaves", [True, False], ids=["it leaves", "it stalls"])
async def test_an_upload_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch, leaves: bool) -> None:
    monkeypatch.setattr(module, "LINGER_S", 0.01)
    one = exchange(client := Client(part(b"x" * 99, more=True)))
    if leaves:
        client.leaving.set()
    with pytest.raises(RequestTooLarge):
        await one.body(Server(max_body_size=10))
    await one.refuse(LocalError("too large"))
    assert client.ended


async def test_a_client_that_does_not_read_is_left_after_the_write_timeout() -> None:
    one = exchange(client := Client(part(b"")))
    await read(one)
    await one.start(200, [])
    client.reading.clear()
    one.write_timeout_s = 0.01
    with pytest.raises(ClientLeft):
        await one.write(b"x")


async def test_without_a_write_timeout_a_stalled_client_is_waited_for() -> None:
    one = exchange(client := Client(part(b"")))
    client.reading.clear()
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(one.write(b"x"))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not writing.done()
        client.reading.set()
    assert client.body == b"x"


def present(*messages: dict[str, Any]) -> Client:
    """A client whose leaving is told."""
    client = Client(*messages)
    client.left = asyncio.get_running_loop().create_future()
    return client


async def test_a_client_that_leaves_ends_the_block_at_once() -> None:
    one = exchange(client := present(part(b"")))
    await read(one)
    cleaned: list[str] = []

    async def serve() -> None:
        with one.until_client_leaves():
            client.leave()
            try:
                await asyncio.Event().wait()
            finally:
                cleaned.append("closed")

    with pytest.raises(ClientLeft):
        await serve()
    assert cleaned == ["closed"]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0)


async def test_a_client_that_had_left_before_is_noticed() -> None:
    one = exchange(client := present(part(b"")))
    await read(one)
    client.leave()
    with pytest.raises(ClientLeft), one.until_client_leaves():
        await asyncio.Event().wait()


async def test_a_client_that_leaves_after_the_block_disturbs_nothing() -> None:
    one = exchange(client := present(part(b"")))
    await read(one)
    with one.until_client_leaves():
        client.leave()
    await asyncio.sleep(0)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_a_fault_inside_the_block_stays_what_it_is() -> None:
    one = exchange(present(part(b"")))
    await read(one)
    with pytest.raises(ValueError, match="mine"), one.until_client_leaves():
        raise ValueError("mine")


async def test_a_server_that_stops_is_not_taken_for_a_client_that_left() -> None:
    """Also when both happen at once: the cancellation that came from outside goes on."""
    one = exchange(client := present(part(b"")))
    await read(one)
    waiting = asyncio.Event()

    async def serve() -> None:
        with one.until_client_leaves():
            waiting.set()
            await asyncio.Event().wait()

    for leaves_too in (False, True):
        waiting.clear()
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(serve())
            await waiting.wait()
            await asyncio.sleep(0)
            if leaves_too:
                client.leave()
                await asyncio.sleep(0)
            serving.cancel()
        assert serving.cancelled(), leaves_too
