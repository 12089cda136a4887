"""The byte-preserving rewrite: only the values of top-level `model` and `provider` change.

Plan: collect (start, end, replacement) over the original body; the result is the untouched pieces around them, so that no
body is copied. Repeated `model` or `provider` keys: the last one counts and stays, the earlier ones go, comma included.
"""

import msgspec

from services.gateway.core.chat_request import ChatRequest, Member
from shared.config.snapshot import Target

Edit = tuple[int, int, bytes]


def splice(chat: ChatRequest, target: Target) -> list[bytes | memoryview]:
    """The pieces of the body for upstream: the target's model, the client's provider with the target's fields over it."""
    edits = [*_replace(chat, "model", target.model_json), *_provider_edits(chat, target)]
    missing = b"".join(
        name + value + b","
        for name, value in ((b'"model":', target.model_json), (b'"provider":', target.provider_json))
        if name[1:-2].decode() not in chat.values and value != b"{}"
    )
    if missing:
        edits.append((chat.open_brace + 1, chat.open_brace + 1, missing))
    return _apply(chat.body, sorted(edits))


def _provider_edits(chat: ChatRequest, target: Target) -> list[Edit]:
    """Keep the client's `provider` byte for byte when the level sets nothing; merge per field otherwise."""
    if "provider" not in chat.values:
        return []
    if not target.provider:
        return _replace(chat, "provider", chat.value("provider"))
    return _replace(chat, "provider", _merged(chat.value("provider"), target.provider))


def _merged(client: bytes, ours: dict[str, bytes]) -> bytes:
    """The client's fields in their order, ours in place of equals and behind the rest. A client value that is no object gives way."""
    try:
        fields = msgspec.json.decode(client or b"{}", type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fields = {}
    return _object({name: bytes(value) for name, value in fields.items()} | ours)


def _object(fields: dict[str, bytes]) -> bytes:
    return b"{" + b",".join(msgspec.json.encode(name) + b":" + value for name, value in fields.items()) + b"}"


def _replace(chat: ChatRequest, name: str, value: bytes) -> list[Edit]:
    """Edits that leave one key of this name, with this value; none when the body has no such key."""
    places = [index for index, member in enumerate(chat.members) if member.name == name]
    if not places:
        return []
    edits = [_removal(chat.members, index) for index in places[:-1]]
    start, end = chat.members[places[-1]].value
    return [*edits, (start, end, value)]


def _removal(members: tuple[Member, ...], index: int) -> Edit:
    """From this key to the next one: there always is a next one, since the last of a name is never removed."""
    return members[index].key_start, members[index + 1].key_start, b""


def _apply(body: bytes, edits: list[Edit]) -> list[bytes | memoryview]:
    pieces: list[bytes | memoryview] = []
    view, at = memoryview(body), 0
    for start, end, replacement in edits:
        pieces += (view[at:start], replacement)
        at = end
    return [*pieces, view[at:]]
