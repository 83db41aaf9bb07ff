"""The reconciliation service of the real build in an application of its own, asked without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from kg.serving import application
from kg.serving.problem import ServingError
from kg.serving.reconciliation import Reconciliation
from kg.serving.release import Release

HOST = "http://data.example/"


class Service(NamedTuple):
    """The service and how to ask it."""

    routes: Reconciliation
    client: httpx.AsyncClient
    runner: asyncio.Runner

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self.runner.run(self.client.request(method, path, **more))

    def get(self, path: str, **parameters: str) -> httpx.Response:
        return self.ask("GET", f"{path}?{urlencode(parameters)}" if parameters else path)

    def json(self, path: str, **parameters: str) -> Any:
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()

    def old(self, queries: Any, **headers: str) -> Any:
        """A batch of 0.2 by POST."""
        answer = self.ask("POST", "/reconcile", data={"queries": json.dumps(queries)}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def draft(self, queries: list[Any], path: str = "/reconcile/match", **headers: str) -> Any:
        """A batch of the draft."""
        answer = self.ask("POST", path, json={"queries": queries}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def problem(self, answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
        said: dict[str, Any] = answer.json()
        assert (said["code"], answer.status_code) == (code, status), said
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Traceback" not in answer.text
        return said


@pytest.fixture(scope="session")
def service(build: Path) -> Iterator[Service]:
    routes = Reconciliation(Release(build, HOST))
    app = Starlette(
        routes=routes.routes(), middleware=[Middleware(application.Careful)], exception_handlers={ServingError: application._failed}
    )
    with asyncio.Runner() as runner:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST)
        yield Service(routes, client, runner)
        runner.run(client.aclose())
