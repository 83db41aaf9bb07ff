"""The search over the real build behind a client."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from kg.serving import application
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.search import Search


@pytest.fixture(scope="session")
def client(build: Path) -> Iterator[httpx.Client]:
    """Serves the build in a thread, at the address that its links name."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        search = Search(Release(build, f"{address}/"))
        asyncio.run(search.open())
        app = Starlette(
            routes=search.routes(),
            middleware=[Middleware(application.Careful)],
            exception_handlers={ServingError: application._failed},
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        with httpx.Client(base_url=address, timeout=60, trust_env=False, headers={"Accept": "*/*"}) as one:
            yield one
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
