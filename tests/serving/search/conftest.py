"""The search over the real build behind a client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from in_thread import joined, port, running
from kg.serving.release import Release
from kg.serving.search import Search


@pytest.fixture(scope="session")
def client(build: Path) -> Iterator[httpx.Client]:
    """Serves the build in a thread, at the address that its links name."""
    with port() as (listening, address):
        search = Search(Release(build, f"{address}/"))
        asyncio.run(search.open())
        with (
            running(joined(search), listening),
            httpx.Client(base_url=address, timeout=60, trust_env=False, headers={"Accept": "*/*"}) as one,
        ):
            yield one
