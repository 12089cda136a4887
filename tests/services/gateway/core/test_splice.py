"""Only the values of top-level `model` and `provider` change; every other byte is the client's."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.gateway.core.chat_request import parse
from services.gateway.core.splice import splice
from shared.config.snapshot import Target


def target(provider: dict[str, Any] | None = None, model: str = "vendor/m") -> Target:
    fields = {name: json.dumps(value).encode() for name, value in (provider or {}).items()}
    whole = b"{" + b",".join(json.dumps(name).encode() + b":" + value for name, value in fields.items()) + b"}"
    return Target(model=model, model_json=json.dumps(model).encode(), provider=fields, provider_json=whole, profile="")


NONE = target()
DENY = target({"data_collection": "deny"})


def spliced(body: bytes, to: Target = NONE) -> bytes:
    return b"".join(splice(parse(body), to))


@pytest.mark.parametrize(
    ("body", "to", "result"),
    [
        pytest.param(b'{"model":"x","messages":[]}', NONE, b'{"model":"vendor/m","messages":[]}', id="the model is replaced"),
        pytest.param(b'{ "model" : "x" , "messages" : [ ] }\n', NONE, b'{ "model" : "vendor/m" , "messages" : [ ] }\n', id="white space stays"),
        pytest.param(b'{"mod\\u0065l":"x","messages":[]}', NONE, b'{"mod\\u0065l":"vendor/m","messages":[]}', id="an escaped key stays escaped"),
        pytest.param(b'{"messages":[]}', NONE, b'{"model":"vendor/m","messages":[]}', id="a missing model is inserted"),
        pytest.param(b'{ "messages":[]}', DENY, b'{"model":"vendor/m","provider":{"data_collection":"deny"}, "messages":[]}', id="a missing provider is inserted"),
        pytest.param(b'{"messages":[],"model":null}', NONE, b'{"messages":[],"model":"vendor/m"}', id="a model that is no text is replaced"),
        pytest.param(b'{"model":"x","messages":[],"provider":{ "order" : ["a"] }}', NONE, b'{"model":"vendor/m","messages":[],"provider":{ "order" : ["a"] }}', id="the provider stays byte for byte when the level sets none"),
        pytest.param(b'{"model":"x","messages":[],"provider":null}', NONE, b'{"model":"vendor/m","messages":[],"provider":null}', id="null stays null when the level sets none"),
        pytest.param(b'{"model":"x","messages":[],"provider":null}', DENY, b'{"model":"vendor/m","messages":[],"provider":{"data_collection":"deny"}}', id="null gives way to what the level sets"),
        pytest.param(b'{"model":"x","messages":[],"provider":{"sort":"price","data_collection":"allow","zdr":true}}', DENY, b'{"model":"vendor/m","messages":[],"provider":{"sort":"price","data_collection":"deny","zdr":true}}', id="a field that the level sets replaces the client's in its place"),
        pytest.param(b'{"model":"x","messages":[],"provider":{"sort":1.0,"max_price":{"p" : 1e400}}}', DENY, b'{"model":"vendor/m","messages":[],"provider":{"sort":1.0,"max_price":{"p" : 1e400},"data_collection":"deny"}}', id="the client's other fields keep their spelling"),
        pytest.param(b'{"model":"x","messages":[],"provider":[1]}', DENY, b'{"model":"vendor/m","messages":[],"provider":{"data_collection":"deny"}}', id="a provider that is no object gives way"),
        pytest.param(b'{"model":"x","messages":[],"provider":{}}', DENY, b'{"model":"vendor/m","messages":[],"provider":{"data_collection":"deny"}}', id="an empty provider is filled"),
        pytest.param(b'{"model":"x","messages":[],"provider":{"zdr":true,"zdr":false}}', DENY, b'{"model":"vendor/m","messages":[],"provider":{"zdr":false,"data_collection":"deny"}}', id="the last of the client's repeated fields counts"),
        pytest.param(b'{"model":"a", "n":1, "model":"b" ,"messages":[]}', NONE, b'{"n":1, "model":"vendor/m" ,"messages":[]}', id="of two models the last one stays"),
        pytest.param(b'{"model":"a","model":"a","model":"a","messages":[]}', NONE, b'{"model":"vendor/m","messages":[]}', id="of three equal models one stays"),
        pytest.param(b'{"provider":{"a":1},"model":1,"provider":{"b":2},"model":2,"messages":[]}', NONE, b'{"provider":{"b":2},"model":"vendor/m","messages":[]}', id="of two providers the last one stays as it was"),
        pytest.param(b'{"provider":1,"model":2,"messages":[],"provider":{"b":2},"model":3}', DENY, b'{"messages":[],"provider":{"b":2,"data_collection":"deny"},"model":"vendor/m"}', id="repeated keys in a row go together"),
        pytest.param(b'{"messages":[{"model":"x","provider":{}}],"metadata":{"model":"y"}}', DENY, b'{"model":"vendor/m","provider":{"data_collection":"deny"},"messages":[{"model":"x","provider":{}}],"metadata":{"model":"y"}}', id="deeper keys of the same name are not touched"),
        pytest.param(b'{"messages":["\xff\\ud83d\\/"],"seed":123456789012345678901234567890,"model":"x"}', NONE, b'{"messages":["\xff\\ud83d\\/"],"seed":123456789012345678901234567890,"model":"vendor/m"}', id="odd texts and numbers stay"),
    ],
)  # fmt: skip
def test_two_values_change_and_nothing_else(body: bytes, to: Target, result: bytes) -> None:
    assert spliced(body, to) == result


def test_a_model_name_with_quotes_and_other_scripts_is_written_as_json() -> None:
    assert json.loads(spliced(b'{"messages":[]}', target(model='a"b\\ü')))["model"] == 'a"b\\ü'


# An independent, slow reader of JSON: tokens of the top level by hand, for the property below.


def reference(body: str, to: Target) -> str:
    """What splice promises, built member by member: each is (text before the value, value, text behind it)."""
    open_brace = body.index("{")
    head, at, members = body[: open_brace + 1], open_brace + 1, []
    decoder = json.JSONDecoder()
    while True:
        start = at
        while body[at] in " \t\r\n":
            at += 1
        if body[at] == "}":
            tail = body[start:]
            break
        name, end = decoder.raw_decode(body, at)
        at = end
        while body[at] in " \t\r\n":
            at += 1
        at += 1  # the colon
        while body[at] in " \t\r\n":
            at += 1
        value_start = at
        _, at = decoder.raw_decode(body, at)
        value_end = at
        while body[at] in " \t\r\n":
            at += 1
        comma = body[at] == ","
        at += comma
        members.append((name, body[start:value_start], body[value_start:value_end], body[value_end:at]))
        if not comma:
            tail = body[at:]
            break
    last = {name: index for index, (name, *_) in enumerate(members)}
    out = ""
    if "model" not in last:
        out += f'"model":{to.model_json.decode()},'
    if "provider" not in last and to.provider:
        out += f'"provider":{provider_text("{}", to)},'
    for index, (name, before, value, behind) in enumerate(members):
        if name in ("model", "provider") and index != last[name]:
            # the key goes with its comma; the blanks before it stay, those before the next key go
            blanks = before[: len(before) - len(before.lstrip(" \t\r\n"))]
            following = members[index + 1]
            key = following[1].lstrip(" \t\r\n")
            members[index + 1] = (following[0], blanks + key, following[2], following[3])
            continue
        if name == "model":
            value = to.model_json.decode()
        elif name == "provider" and to.provider:
            value = provider_text(value, to)
        out += before + value + behind
    return head + out + tail


def provider_text(client: str, to: Target) -> str:
    """Merged by Python's json; spelling of the fields is compared by value only where the level sets some."""
    fields = json.loads(client)
    merged = (fields if isinstance(fields, dict) else {}) | {n: json.loads(v) for n, v in to.provider.items()}
    return "\x00" + json.dumps(merged) + "\x00"


def same(result: str, expected: str) -> None:
    """Equal byte for byte outside the merged provider, equal by value inside."""
    before, *rest = expected.split("\x00")
    if not rest:
        assert result == expected
        return
    merged, after = rest
    assert result.startswith(before)
    assert result.endswith(after)
    inside = result[len(before) : len(result) - len(after)]
    assert list(json.loads(inside).items()) == list(json.loads(merged).items())


blank = st.text(" \t\r\n", max_size=2)
numbers = st.sampled_from(
    ["0", "-0", "1.0", "1e400", "-1E-7", "1E+2", "123456789012345678901234567890", "0.10", "1.50e05"]
)


@st.composite
def json_strings(draw: st.DrawFn, value: str | None = None) -> str:
    """One of the many spellings of a text."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=5)) if value is None else value
    out = []
    for char in text:
        code = ord(char)
        spellings = []
        if code >= 0x20 and char not in '"\\':
            spellings.append(char)
        if code < 0x10000:
            spellings += [f"\\u{code:04x}", f"\\u{code:04X}"]
        else:
            high, low = 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)
            spellings.append(f"\\u{high:04x}\\u{low:04X}")
        if char in '"\\/':
            spellings.append("\\" + char)
        out.append(draw(st.sampled_from(spellings)))
    return '"' + "".join(out) + '"'


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[str], names: st.SearchStrategy[str]) -> str:
    pieces = [
        draw(blank) + draw(names) + draw(blank) + ":" + draw(blank) + draw(inner) + draw(blank)
        for _ in range(draw(st.integers(0, 3)))
    ]
    return "{" + (",".join(pieces) or draw(blank)) + "}"


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    pieces = [draw(blank) + draw(inner) + draw(blank) for _ in range(draw(st.integers(0, 3)))]
    return "[" + (",".join(pieces) or draw(blank)) + "]"


lone = st.sampled_from(['"\\ud83d"', '"x\\uDFFFy"', '"\\ud800\\ud800"'])
values = st.recursive(
    st.sampled_from(["null", "true", "false"]) | numbers | json_strings() | lone,
    lambda inner: objects(inner, json_strings()) | arrays(inner),
    max_leaves=5,
)
provider_names = st.sampled_from(["order", "data_collection", "zdr", "weird"]).flatmap(lambda name: json_strings(name))
providers = objects(numbers | json_strings(), provider_names)


@st.composite
def bodies(draw: st.DrawFn) -> str:
    pieces = []
    for kind in [*draw(st.lists(st.sampled_from(["model", "provider", "other", "messages"]), max_size=5)), "messages"]:
        if kind == "messages":
            value = draw(arrays(values))
        elif kind == "provider":
            value = draw(providers | st.sampled_from(["null", "[]", '"x"', "1.0"]))
        else:
            value = draw(values)
        key = draw(json_strings() if kind == "other" else json_strings(kind))
        pieces.append(draw(blank) + key + draw(blank) + ":" + draw(blank) + value + draw(blank))
    rotation = draw(st.integers(0, len(pieces)))
    pieces = pieces[rotation:] + pieces[:rotation]
    return draw(blank) + "{" + ",".join(pieces) + "}" + draw(blank)


@given(bodies(), st.sampled_from([NONE, DENY, target({"only": ["a"], "zdr": True})]))
@example('{"model":1,"model":1,"messages":[]}', DENY)
@example('{"provider":{"zdr":1},"provider":{"order":2} ,"messages":[]}', NONE)
def test_any_object_keeps_every_byte_but_the_two_values(body: str, to: Target) -> None:
    parsed: dict[str, Any] = json.loads(body)
    if not isinstance(parsed["messages"], list):
        return
    result = spliced(body.encode("utf-8"), to).decode("utf-8")
    same(result, reference(body, to))
    read = json.loads(result)
    assert read["model"] == to.model
    provider = parsed.get("provider")
    if to.provider:
        ours = {name: json.loads(value) for name, value in to.provider.items()}
        assert read["provider"] == (provider if isinstance(provider, dict) else {}) | ours
    else:
        assert read.get("provider", "absent") == parsed.get("provider", "absent")
    changed = ("model", "provider")
    assert {k: v for k, v in read.items() if k not in changed} == {k: v for k, v in parsed.items() if k not in changed}
    keys = [name for name, _ in json.loads(result, object_pairs_hook=list)]
    assert keys.count("model") == 1
    assert keys.count("provider") <= 1


@given(bodies(), st.sampled_from([NONE, DENY]))
def test_splicing_twice_changes_nothing_more(body: str, to: Target) -> None:
    once = spliced(body.encode("utf-8"), to)
    assert spliced(once, to) == once
