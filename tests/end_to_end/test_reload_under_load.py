"""A config changed while requests run: none is lost, none mixes two configs, running ones keep theirs."""

import json
import threading

from tests.conftest import StackFactory
from tests.fakes.openrouter import Exchange, ScriptedOpenRouter, chunk, events, head
from tests.fakes.processes import dispatch_config, until


def test_every_request_is_wholly_of_one_config(start_stack: StackFactory) -> None:
    """Two configs whose pattern and model carry the same name: an answer that mixes them would show both."""
    stack = start_stack(classifiers=2)
    listen = f"127.0.0.1:{stack.gateway.address[1]}"

    def config(name: str) -> dict[str, object]:
        levels = {level: {"model": f"{name}/{level}"} for level in ("easy", "medium", "hard", "critical")}
        marker = {"id": "marker", "regex": "zebra", "dimension": "complexity", "weight": 5, "reason": f"seen by {name}"}
        return dispatch_config(stack.base_url, listen, {"levels": levels, "patterns": [marker]})

    configs = {name: config(name) for name in ("red", "blue")}
    stack.gateway.write_config(configs["red"])
    until(lambda: (stack.client.chat().header("x-dispatch-model") or "").startswith("red"), what="red")
    seen: list[tuple[int, str, str]] = []
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            answer = stack.client.chat(messages=[{"role": "user", "content": "write a zebra function"}])
            headers = (answer.header("x-dispatch-model") or "", answer.header("x-dispatch-reasons") or "")
            seen.append((answer.status, *headers))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for name in ("blue", "red") * 4:
            stack.gateway.write_config(configs[name])
            until(lambda name=name: seen and seen[-1][1].startswith(name), what=f"{name} is used")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert {status for status, _, _ in seen} == {200}
    for _, model, reasons in seen:
        colour = model.partition("/")[0]
        assert f"seen by {colour}" in reasons, (model, reasons)
    assert {model.partition("/")[0] for _, model, _ in seen} == {"red", "blue"}


def test_a_running_stream_keeps_its_config(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    stack = start_stack(classifiers=0)
    gate = openrouter.gate()
    sent = events(("one", "two"))

    async def slow(exchange: Exchange) -> None:
        await exchange.send(head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")]))
        await exchange.send(chunk(sent[0]))
        await exchange.wait(gate)
        await exchange.send(b"".join(map(chunk, sent[1:])) + b"0\r\n\r\n")

    openrouter.queue(slow)
    connection = stack.client.connect()
    body = json.dumps({"model": "dispatch/easy", "stream": True, "messages": []}).encode()
    connection.request("POST", "/v1/chat/completions", body=body)
    answer = connection.read_head()
    connection.read_body(answer, at_least=1)
    digest = stack.gateway.health()["config"]["digest"]
    stack.gateway.config_path.write_bytes(stack.gateway.config_path.read_bytes() + b"\n# changed\n")
    until(lambda: stack.gateway.health()["config"]["digest"] != digest, what="the reload")
    gate.open()
    connection.read_body(answer)
    assert answer.body == b"".join(sent)
