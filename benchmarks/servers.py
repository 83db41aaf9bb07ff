"""Servers that are measured: started as processes, asked over one connection, their processor time and memory read from /proc.

Time is that of a server with all processes below it, in nanoseconds (``schedstat`` of each thread); a process that ends meanwhile counts
with what was last seen of it.
"""

from __future__ import annotations

import contextlib
import http.client
import signal
import subprocess
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JSON = "application/sparql-results+json"
SEEN = 20
"""Requests after which the processes are looked at again."""
_READY = 120.0


@dataclass
class Server:
    """A server that runs; ``path`` is that of its endpoint."""

    process: subprocess.Popen[Any]
    host: str
    port: int
    path: str
    _seen: dict[tuple[int, str], int] = field(default_factory=dict)

    def connection(self, source: str = "127.0.0.1") -> http.client.HTTPConnection:
        """A connection from an address of the loopback."""
        return http.client.HTTPConnection(self.host, self.port, timeout=120, source_address=(source, 0))

    def ask(self, connection: http.client.HTTPConnection, query: str) -> tuple[int, bytes, float]:
        """Status, body and seconds of a query."""
        began = time.perf_counter()
        connection.request("GET", f"{self.path}?{urllib.parse.urlencode({'query': query})}", headers={"Accept": f"{JSON}, */*;q=0.1"})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, body, time.perf_counter() - began

    def cpu(self) -> float:
        """CPU seconds so far."""
        for pid in self.tree():
            for task in Path(f"/proc/{pid}/task").glob("*"):
                with contextlib.suppress(OSError):
                    self._seen[pid, task.name] = int((task / "schedstat").read_text().split()[0])
        return sum(self._seen.values()) / 1e9

    def tree(self) -> list[int]:
        """The server and all processes below it."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    found += map(int, children.read_text().split())
        return found

    def resident(self) -> dict[int, int]:
        """Bytes of data in memory that each process has to itself (``RssAnon``)."""
        found = {}
        for pid in self.tree():
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
                found[pid] = next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("RssAnon")), 0)
        return found


@contextlib.contextmanager
def running(command: Sequence[object], port: int, path: str) -> Iterator[Server]:
    """A server from a command, until the block ends; ready when it answers a query."""
    with open("/dev/null", "wb") as nothing:
        process = subprocess.Popen(list(map(str, command)), stdout=nothing, stderr=nothing)
    server = Server(process, "127.0.0.1", port, path)
    try:
        deadline = time.monotonic() + _READY
        while not _answers(server):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{' '.join(map(str, command))} does not answer")
            time.sleep(0.1)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(server: Server) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(server.connection()) as connection:
        return server.ask(connection, "ASK {}")[0] == 200
    return False


def plain(port: int, store: str) -> None:
    """The peer without isolation: the same web server and engine, every query in the server's own process, nothing limited or kept."""
    import uvicorn
    from pyoxigraph import QueryResultsFormat, Store
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    opened = Store.read_only(store)

    async def answer(request: Request) -> Response:
        found = opened.query(request.query_params["query"], use_default_graph_as_union=True)
        return Response(found.serialize(format=QueryResultsFormat.JSON), media_type=JSON)

    app = Starlette(routes=[Route("/sparql", answer)])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="critical", access_log=False)


if __name__ == "__main__":
    import sys

    plain(int(sys.argv[1]), sys.argv[2])
