"""The real server as a process, a client, and what the tests send."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

COMMAND = Path(sys.executable).with_name("kg")
DATA = """@prefix e: <http://example.org/> .
e:x a e:C .
e:y a e:C ;
  e:p "bc" .
"""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:pattern "^a" ] .
"""


def sparql(select: str) -> str:
    """Shapes with one sh:sparql."""
    constraint = f'a sh:SPARQLConstraint ; sh:message "no" ; sh:select """PREFIX e: <http://example.org/> {select}"""'
    return f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql [ {constraint} ] .
"""


class Served(NamedTuple):
    """A server that runs: its process, address and a client."""

    process: subprocess.Popen[str]
    address: str
    client: httpx.Client

    def post(self, data: str | bytes = DATA, shapes: str | bytes | None = SHAPES, *, accept: str = "*/*", **fields: str) -> httpx.Response:
        """Sends a form with texts as a page does."""
        parts: list[tuple[str, tuple[str | None, str | bytes]]] = [("data", (None, data))]
        parts += [("shapes", (None, shapes))] if shapes is not None else []
        parts += [(name, (None, value)) for name, value in fields.items()]
        return self.client.post("/validate", files=parts, headers={"Accept": accept})

    def ask(self, select: str, data: str = DATA) -> httpx.Response:
        """Checks data by shapes with one ``sh:sparql``."""
        return self.post(data, sparql(select))

    def problem(self, answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
        """The problem details of an answer, which are whole and hold no trace."""
        said: dict[str, Any] = answer.json()
        assert (said["code"], said["status"], answer.status_code) == (code, status, status), said
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "detail", "what"} <= set(said)
        assert "Traceback" not in answer.text
        assert str(Path(__file__).resolve().parents[2]) not in answer.text
        return said

    def below(self) -> list[tuple[int, str]]:
        """All processes below the server, with their states."""
        return children(self.process.pid)

    def alive(self) -> None:
        """The service still answers."""
        answer = self.post(format="json")
        assert answer.status_code == 200, answer.text
        assert len(answer.json()["results"]) == 2


def children(pid: int) -> list[tuple[int, str]]:
    """All processes below one, with their states."""
    below: dict[int, list[tuple[int, str]]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        below.setdefault(int(said[1]), []).append((int(folder.name), said[0]))
    found, waiting = [], [pid]
    while waiting:
        for child in below.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child[0])
    return found


def started(*options: str) -> Served:
    process = subprocess.Popen(
        [COMMAND, "serve", "--only", "validate", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"(http://127\.0\.0\.1:[0-9]+)/\n", line)
    assert found, line + (process.stderr.read() if process.stderr and process.poll() is not None else "")
    return Served(process, found[1], httpx.Client(base_url=found[1], timeout=120, trust_env=False, headers={"Connection": "close"}))


def ended(served: Served) -> str:
    """Ends a server and gives what it said on standard error: exit code 0, no child left."""
    served.client.close()
    below = served.below()
    served.process.send_signal(signal.SIGTERM)
    out, errors = served.process.communicate(timeout=20)
    assert (served.process.returncode, out) == (0, ""), errors
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid, _ in below) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid, _ in below if Path(f"/proc/{pid}").exists()] == []
    return errors


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers; what a failing test leaves is killed."""
    servers: list[Served] = []

    def start(*options: str) -> Served:
        servers.append(started(*options))
        return servers[-1]

    yield start
    for served in servers:
        served.client.close()
        if served.process.poll() is None:
            served.process.kill()
            served.process.communicate()


@pytest.fixture(scope="session")
def end() -> Callable[[Served], str]:
    return ended


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """One server with small limits for all tests that leave it as it was."""
    served = started("--time-limit", "5", "--memory-limit", "512", "--size-limit", "4")
    yield served
    errors = ended(served)
    assert "Traceback" not in errors, errors


class Ear(NamedTuple):
    """A local port, and who connected to it."""

    address: str
    heard: list[str]


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listens on a local port that nothing may connect to."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                heard.append("connected")
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield Ear(f"http://127.0.0.1:{listening.getsockname()[1]}", heard)
        listening.shutdown(socket.SHUT_RDWR)
