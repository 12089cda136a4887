"""A gateway inside the test's own loop: the real application and stores, a real Valkey, the simulator for OpenRouter."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.gateway.app import Gateway
from services.gateway.runtime import Runtime
from shared.config.load import default_text, load_file


@dataclass
class InProcess:
    """The runtime, a client to it, and its config file."""

    runtime: Runtime
    http: httpx.AsyncClient
    config: Path


@asynccontextmanager
async def gateway(folder: Path, redis_url: str, *, edit: tuple[tuple[str, str], ...] = ()) -> AsyncIterator[InProcess]:
    """Started and stopped as by the lifespan; `edit` replaces pieces of the packaged router.yaml."""
    config = folder / "router.yaml"
    text = default_text("router.yaml").decode().replace("/dispatch.env", str(folder / "key.env"))
    for old, new in edit:
        assert old in text, old
        text = text.replace(old, new)
    config.write_text(text)
    runtime = Runtime(config, load_file(config), redis_url=redis_url, simulate=True)
    async with runtime.open():
        transport = httpx.ASGITransport(Gateway(runtime), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            yield InProcess(runtime, http, config)
