"""The real server on the real build, as a process, and what ``kg query`` answers."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

COMMAND = Path(sys.executable).with_name("kg")
HERE = Path(__file__).resolve().parent
Rows = list[tuple[str, ...]]


class Served(NamedTuple):
    """A server that runs, and the build that it serves."""

    address: str
    build: Path

    @property
    def sparql(self) -> str:
        return f"{self.address}/sparql"

    def text(self, name: str, *parameters: str) -> str:
        """The query of a question as the server gives it out."""
        import httpx

        answer = httpx.get(f"{self.address}/queries/{name}.rq", params="&".join(parameters), trust_env=False, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.text

    def expected(self, name: str, *parameters: str) -> Rows:
        """The rows of ``kg query``, names first, in order."""
        said = [part for one in parameters for part in ("--param", one)]
        command = [COMMAND, "query", name, "--store", self.build, "--format", "csv", *said]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
        return rows(done.stdout)


def rows(text: str) -> Rows:
    """The rows of a CSV text."""
    return [tuple(row) for row in csv.reader(io.StringIO(text))]


@pytest.fixture(scope="session")
def server(build: Path) -> Iterator[Served]:
    """``kg serve`` of the real build on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", build, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.fullmatch(r"(http://127\.0\.0\.1:[0-9]+)/\n", line)
        assert found, line + (process.stderr.read() if process.stderr and process.poll() is not None else "")
        yield Served(found[1], build)
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="session")
def comunica(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], list[str]]:
    """Asks with Comunica: endpoint and query → lines of JSON. It is installed from its lock; node and npm are needed."""
    folder = tmp_path_factory.mktemp("comunica")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    shutil.copy(HERE / "ask.mjs", folder / "ask.mjs")

    def ask(endpoint: str, query: str) -> list[str]:
        asked = subprocess.run(
            ["node", "ask.mjs", endpoint], input=query, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False
        )
        assert asked.returncode == 0, asked.stderr[-2000:]
        return asked.stdout.splitlines()

    return ask
