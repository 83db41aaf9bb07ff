"""OpenLink Virtuoso 7 (Debian's virtuoso-opensource-7) as the server of a partner: a process on free ports, in its own folder."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

ROWS = 1000
"""Rows at which it cuts answers."""
SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


class Virtuoso(NamedTuple):
    """A server that runs."""

    address: str
    port: int
    folder: Path

    def load(self, turtle: str, graph: str) -> None:
        """Puts Turtle into a graph."""
        (self.folder / "data.ttl").write_text(turtle, encoding="utf-8")
        self.run(f"DB.DBA.TTLP(file_to_string_output('{self.folder}/data.ttl'), '', '{graph}', 0)")

    def run(self, statement: str) -> None:
        """Runs a statement of its own language."""
        command = ["isql-vt", f"127.0.0.1:{self.port}", "dba", "dba", "VERBOSE=OFF", "PROMPT=OFF", f"exec={statement};"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr

    def ask(self, query: str) -> httpx.Response:
        """What it answers by itself."""
        return httpx.post(self.address, data={"query": query}, headers={"Accept": "application/sparql-results+json"}, trust_env=False)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """A server in a folder, ended cleanly. Where Debian's package is missing this fails: nothing here is skipped."""
    port, http = _free(), _free()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, port=port, http=http, rows=ROWS), encoding="utf-8")
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", str(settings)], cwd=folder, stdout=said, stderr=said)
    one = Virtuoso(f"http://127.0.0.1:{http}/sparql", port, folder)
    try:
        deadline = time.monotonic() + 120
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if one.ask("ASK {}").status_code == 200:
                    break
            assert process.poll() is None, (folder / "said").read_text(errors="replace")
            assert time.monotonic() < deadline, (folder / "said").read_text(errors="replace")
            time.sleep(0.2)
        yield one
        process.terminate()
        assert process.wait(60) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
