"""What reaches OpenRouter is the client's body, byte for byte, but for the values of `model` and `provider`."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.client import Client
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Stack

HARD = [("X-Dispatch-Level", "hard")]
DENY = b'{"data_collection":"deny"}'


def sent(client: Client, openrouter: ScriptedOpenRouter, body: bytes) -> bytes:
    before = len(openrouter.requests)
    answer = client.chat(body, HARD)
    assert answer.status == 200, answer.body
    return openrouter.wait_for(before + 1).body


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            b'{"model":"dispatch/auto","messages":[],"provider":{}}',
            b'{"model":"fake/hard","messages":[],"provider":{"data_collection":"deny"}}',
            id="plain",
        ),
        pytest.param(
            b' \r\n\t{ "messages" : [ ] ,\n  "model" :\t"x" ,  "provider" : { } } \n ',
            b' \r\n\t{ "messages" : [ ] ,\n  "model" :\t"fake/hard" ,  "provider" : {"data_collection":"deny"} } \n ',
            id="white-space",
        ),
        pytest.param(
            b'{"n":[1.0,1e400,-0.0,123456789012345678901234567890,1E+2],"model":"x","messages":[],"provider":null}',
            b'{"n":[1.0,1e400,-0.0,123456789012345678901234567890,1E+2],"model":"fake/hard","messages":[],"provider":'
            + DENY
            + b"}",
            id="numbers",
        ),
        pytest.param(
            b'{"model":"a","messages":[{"role":"user","content":"model","model":"inner","provider":{"order":["x"]}}],"model":"b","provider":{}}',
            b'{"messages":[{"role":"user","content":"model","model":"inner","provider":{"order":["x"]}}],"model":"fake/hard","provider":'
            + DENY
            + b"}",
            id="repeated-model",
        ),
        pytest.param(
            b'{"mod\\u0065l":"a","messages":[],"provider":{"order":["z"],"data_collection":"allow"}}',
            b'{"mod\\u0065l":"fake/hard","messages":[],"provider":{"order":["z"],"data_collection":"deny"}}',
            id="escaped-key",
        ),
        pytest.param(
            '{"messages":[{"role":"user","content":"\\ud83c\\udf0d 🌍 \\/ \\u0000 ü"}],"model":1,"provider":{}}'.encode(),
            '{"messages":[{"role":"user","content":"\\ud83c\\udf0d 🌍 \\/ \\u0000 ü"}],"model":"fake/hard","provider":'.encode()
            + DENY
            + b"}",
            id="escapes",
        ),
        pytest.param(
            b'{"messages":[],"model":{"a":[1,{"b":"}"}]},"provider":{},"stream":false}',
            b'{"messages":[],"model":"fake/hard","provider":{"data_collection":"deny"},"stream":false}',
            id="model-is-an-object",
        ),
    ],
)
def test_only_two_values_change(client: Client, openrouter: ScriptedOpenRouter, before: bytes, after: bytes) -> None:
    assert sent(client, openrouter, before) == after


@pytest.mark.parametrize(
    "body", [b'{"messages":[]}', b'{ "messages" : [] , "x":"1.0" }', b'{"stream":false,"messages":[{}]}']
)
def test_missing_model_and_provider_are_inserted(client: Client, openrouter: ScriptedOpenRouter, body: bytes) -> None:
    got = sent(client, openrouter, body)
    decoded = json.loads(got)
    assert decoded == {**json.loads(body), "model": "fake/hard", "provider": {"data_collection": "deny"}}
    assert body.strip(b" {}") in got, "what the client wrote is still there in one piece"


def test_the_clients_other_provider_fields_stay(client: Client, openrouter: ScriptedOpenRouter) -> None:
    body = b'{"messages":[],"model":"x","provider":{"order":["b","a"],"max_price":{"prompt":1.0},"data_collection":"allow"}}'
    got = json.loads(sent(client, openrouter, body))["provider"]
    assert got == {"order": ["b", "a"], "max_price": {"prompt": 1.0}, "data_collection": "deny"}


def test_a_level_without_provider_settings_leaves_the_clients_as_it_was(
    start_stack: Any, openrouter: ScriptedOpenRouter
) -> None:
    stack: Stack = start_stack(classifiers=0, config={"levels": {"hard": {"model": "bare/model", "provider": None}}})
    body = b'{"messages":[],"model":"x", "provider" : { "order" : ["a" ], "x":1.0 } }'
    assert sent(stack.client, openrouter, body) == body.replace(b'"x", ', b'"bare/model", ')
    assert sent(stack.client, openrouter, b'{"messages":[],"provider":null,"model":"x"}') == (
        b'{"messages":[],"provider":null,"model":"bare/model"}'
    )
    assert "provider" not in json.loads(sent(stack.client, openrouter, b'{"messages":[]}'))


BLANK = st.text(alphabet=" \t\r\n", max_size=3)
NUMBER = st.sampled_from(["0", "-0.0", "1.0", "1e400", "1E-7", "3.14159265358979323846264338327950288", "9" * 40])
TEXT = st.text(max_size=12).map(lambda text: json.dumps(text)) | st.text(max_size=12).filter(
    lambda text: not any(0xD800 <= ord(char) < 0xE000 for char in text)
).map(lambda text: json.dumps(text, ensure_ascii=False))
SCALAR = NUMBER | TEXT | st.sampled_from(["true", "false", "null", '"\\ud83d\\ude00"', '"}{][,:\\""'])


def _array(items: Any) -> Any:
    return st.builds(
        lambda blank, values: "[" + blank + f"{blank},".join(values) + "]", BLANK, st.lists(items, max_size=3)
    )


def _object(items: Any) -> Any:
    member = st.builds(lambda key, one, two, value: f"{key}{one}:{two}{value}", TEXT, BLANK, BLANK, items)
    return st.builds(lambda blank, members: "{" + blank + ",".join(members) + "}", BLANK, st.lists(member, max_size=3))


VALUE = st.recursive(SCALAR, lambda items: _array(items) | _object(items), max_leaves=6)


@st.composite
def odd_bodies(draw: Any) -> tuple[str, str]:
    """A body and what must become of it: members in any order, any blanks, any spelling."""
    other = [f"k{n}" for n in range(draw(st.integers(0, 3)))]
    members = [
        ("model", draw(VALUE)),
        ("provider", draw(st.sampled_from(["null", "{}", '{ "data_collection" :"allow" }', "7"]))),
    ]
    members += [("messages", draw(_array(VALUE))), *((name, draw(VALUE)) for name in other)]
    members = draw(st.permutations(members))
    new = {"model": '"fake/hard"', "provider": DENY.decode()}
    before, after = [], []
    for name, value in members:
        lead, middle, end = draw(BLANK), draw(BLANK), draw(BLANK)
        before.append(f'{lead}"{name}"{middle}:{middle}{value}{end}')
        after.append(f'{lead}"{name}"{middle}:{middle}{new.get(name, value)}{end}')
    outer = draw(BLANK)
    return (outer + "{" + ",".join(before) + "}" + outer, outer + "{" + ",".join(after) + "}" + outer)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(odd_bodies())
def test_whatever_the_body_only_two_values_change(
    client: Client, openrouter: ScriptedOpenRouter, body: tuple[str, str]
) -> None:
    before, after = body
    assert sent(client, openrouter, before.encode()) == after.encode()
    openrouter.requests.clear()


def test_a_large_body_arrives_whole(client: Client, openrouter: ScriptedOpenRouter) -> None:
    text = "def f(x):\n    return x  # übung\n" * 300_000
    body = json.dumps({"messages": [{"role": "user", "content": text}], "model": "x", "provider": {}}).encode()
    assert len(body) > 9_000_000
    expected = body.replace(b'"model": "x"', b'"model": "fake/hard"').replace(b'"provider": {}', b'"provider": ' + DENY)
    assert sent(client, openrouter, body) == expected


def test_a_body_that_comes_in_chunks_and_slowly_is_the_same_body(
    client: Client, openrouter: ScriptedOpenRouter
) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": "hi " * 200}], "model": "x", "provider": {}}).encode()
    with client.connect() as connection:
        connection.request("POST", Client.CHAT, b"", [("Transfer-Encoding", "chunked"), *HARD])
        for at in range(0, len(body), 50):
            part = body[at : at + 50]
            connection.send(b"%x\r\n%s\r\n" % (len(part), part))
        connection.send(b"0\r\n\r\n")
        assert connection.read().status == 200
    assert openrouter.last.json == {**json.loads(body), "model": "fake/hard", "provider": {"data_collection": "deny"}}
    assert openrouter.last.header("Content-Length") == str(len(openrouter.last.body))
