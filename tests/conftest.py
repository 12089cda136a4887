"""What tests have in common: a real Valkey, a scripted OpenRouter, and Dispatch as real processes between them."""

from collections.abc import Callable, Iterator

import pytest

from tests.fakes.client import Client
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import RedisServer, Stack


@pytest.fixture(scope="session")
def shared_valkey() -> Iterator[RedisServer]:
    """One Valkey for the whole session; `valkey` is the same one, emptied."""
    server = RedisServer()
    yield server
    server.stop()


@pytest.fixture
def valkey(shared_valkey: RedisServer) -> RedisServer:
    """An empty Valkey for tests of stores. Not for tests that stop or suspend it."""
    shared_valkey.flush()
    return shared_valkey


@pytest.fixture(scope="session")
def shared_openrouter() -> Iterator[ScriptedOpenRouter]:
    """One scripted OpenRouter for the whole session."""
    with ScriptedOpenRouter() as server:
        yield server


@pytest.fixture
def openrouter(shared_openrouter: ScriptedOpenRouter) -> Iterator[ScriptedOpenRouter]:
    """A scripted OpenRouter without scripts or memories of the test before."""
    shared_openrouter.reset()
    yield shared_openrouter
    shared_openrouter.reset()


@pytest.fixture(scope="session")
def shared_stack(shared_openrouter: ScriptedOpenRouter) -> Iterator[Stack]:
    """One gateway, one classifier and a Valkey of their own, for all tests that break none of them."""
    server = RedisServer()
    try:
        stack = Stack(shared_openrouter.base_url, server)
        yield stack
        stack.stop()
    finally:
        server.stop()


@pytest.fixture
def stack(shared_stack: Stack, openrouter: ScriptedOpenRouter) -> Iterator[Stack]:
    """The shared stack with a fresh OpenRouter behind it; the test must leave all of it alive."""
    yield shared_stack
    for process in shared_stack.processes:
        assert process.alive, f"{process.name} died:\n{process.stderr[-3000:]}"


@pytest.fixture
def client(stack: Stack) -> Client:
    """Requests to the shared gateway."""
    return stack.client


StackFactory = Callable[..., Stack]


@pytest.fixture
def start_stack(openrouter: ScriptedOpenRouter) -> Iterator[StackFactory]:
    """A factory of stacks that a test may break; each with a Redis of its own unless one is given.

    `start_stack(gateways=2, classifiers=0, config={...}, redis_binary=...)`.
    """
    stacks: list[Stack] = []
    servers: list[RedisServer] = []

    def start(*, redis_server: RedisServer | None = None, redis_binary: str | None = None, **options: object) -> Stack:
        server = redis_server or RedisServer(redis_binary)
        if server is not redis_server:
            servers.append(server)
        base_url = str(options.pop("base_url", openrouter.base_url))
        stack = Stack(base_url, server, **options)  # type: ignore[arg-type]
        stacks.append(stack)
        return stack

    yield start
    try:
        for stack in stacks:
            stack.stop()
    finally:
        for stack in stacks:
            stack.kill()
        for server in servers:
            server.stop()
