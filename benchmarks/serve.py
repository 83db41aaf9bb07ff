"""The endpoint beside others on the same data: CPU time and latency by size of the answer, and what twenty hostile queries do to it.

Peers: ``oxigraph serve-read-only`` on the same store, rdflib-endpoint on the same triples in memory, and the same web server and engine
without isolation (``servers.py``), from which it is seen what the processes of their own cost.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from measuring import HERE, environment, middle, rounds, spread, table, verdict
from servers import SEEN, Server, running

SIZES = {"1 kB": 1_000, "10 kB": 10_000, "100 kB": 100_000, "1 MB": 1_000_000}
REQUESTS = {"1 kB": 300, "10 kB": 200, "100 kB": 80, "1 MB": 30}
"""Requests a round."""
SLOW = 10
"""How many times fewer are sent to rdflib-endpoint."""
ISOLATION, CACHED = 1.0, 2.0
"""Milliseconds of CPU that are allowed."""
LIMIT, MARGIN, MEMORY = 2.0, 0.2, 256
"""Seconds of a query, how much later it may be dead, megabytes."""
QUIET, EVERY, OTHER = 12.0, 0.02, "127.0.0.2"
"""Seconds in which the other client is measured alone in each round, seconds between its questions, its address."""
AT_ONCE = 2
"""Hostile queries that run at the same time: so many of three askers one client may hold."""
HOSTILE = HERE.parent / "tests" / "serving" / "sparql" / "hostile"
KG, PLAIN = "kg serve", "the same without isolation"
_numbers = itertools.count(1)


def question(rows: int) -> str:
    """A query that no cache knows yet."""
    return f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {rows} # {next(_numbers)}"


class Sizes:
    """CPU seconds and latencies of a server for answers of the sizes."""

    def __init__(self, server: Server, rows: dict[str, int], fewer: int = 1) -> None:
        self.server, self.rows, self.fewer = server, rows, fewer
        self.taken: dict[str, list[float]] = {name: [] for name in [*SIZES, "cached"]}
        self.bytes: dict[str, float] = {}

    def measure(self, size: str) -> float:
        """CPU seconds a request."""
        count = max(3, REQUESTS["1 kB" if size == "cached" else size] // self.fewer)
        same = question(self.rows["10 kB"])
        with contextlib.closing(self.server.connection()) as connection:
            self.server.ask(connection, same if size == "cached" else question(self.rows[size]))
            began = self.server.cpu()
            for number in range(1, count + 1):
                status, body, seconds = self.server.ask(connection, same if size == "cached" else question(self.rows[size]))
                if status != 200:
                    raise SystemExit(f"status {status}: {body[:300]!r}")
                self.taken[size].append(seconds)
                self.bytes[size] = len(body)
                if not number % SEEN:
                    self.server.cpu()
            return (self.server.cpu() - began) / count


def sizes(servers: dict[str, Server], count: int) -> None:
    """Prints what answers of each size cost."""
    rows = _rows(servers[KG])
    measured = {name: Sizes(server, rows, SLOW if "rdflib" in name else 1) for name, server in servers.items()}
    ways = {(name, size): (lambda one=one, size=size: one.measure(size)) for size in SIZES for name, one in measured.items()}
    ways[KG, "cached"] = lambda: measured[KG].measure("cached")
    found = rounds(count, ways)
    cost = {way: 1000 * middle(seconds) for way, seconds in found.items()}
    lines = []
    for (name, size), milliseconds in cost.items():
        reached = measured[name].taken[size]
        ratio = cost[name, "10 kB" if size == "cached" else size] / cost[KG, size] if name != KG or size == "cached" else 1.0
        lines.append((
            f"{size}, {name}", f"{measured[name].bytes[size] / 1000:.1f}", f"{1000 / milliseconds:.0f}", f"{milliseconds:.2f}",
            spread(found[name, size]), f"{ratio:.2f}", f"{1000 * middle(reached):.1f}", f"{1000 * _late(reached):.1f}",
        ))  # fmt: skip
    table(("answer", "kB", "requests a CPU s", "CPU ms", "spread", "CPU to kg's", "ms, median", "ms, p99"), lines)
    for size in SIZES:
        extra = 1000 * middle([ours - theirs for ours, theirs in zip(found[KG, size], found[PLAIN, size], strict=True)])
        verdict(f"isolation costs {extra:.2f} ms CPU a request of {size}, at most {ISOLATION:g}", extra <= ISOLATION)
    verdict(f"a cached answer costs {cost[KG, 'cached']:.2f} ms CPU, at most {CACHED:g}", cost[KG, "cached"] <= CACHED)


def _rows(server: Server) -> dict[str, int]:
    """How many rows make an answer of each size."""
    with contextlib.closing(server.connection()) as connection:
        found = {}
        for name, size in SIZES.items():
            count = size // 300
            for _ in range(4):
                _, body, _ = server.ask(connection, question(max(1, count)))
                count = round(count * size / len(body)) or 1
            found[name] = count
        return found


def _late(seconds: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(seconds, n=100)[98]


class Watch:
    """Another client that asks all the time, round by round, and the greatest memory of any process of the server meanwhile."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.rounds: list[list[float]] = []
        self.failed = 0
        self.before = server.resident()
        self.grown = self.whole = 0

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """A round, as long as the block lasts."""
        self.rounds.append([])
        ended = threading.Event()
        threads = [threading.Thread(target=work, args=(ended,)) for work in (self._ask, self._weigh)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join()

    def _ask(self, ended: threading.Event) -> None:
        with contextlib.closing(self.server.connection(OTHER)) as connection:
            while not ended.wait(EVERY):
                status, _, seconds = self.server.ask(connection, question(3))
                self.rounds[-1].append(seconds)
                self.failed += status != 200

    @property
    def seconds(self) -> list[float]:
        """Of all rounds."""
        return [seconds for one in self.rounds for seconds in one]

    def _weigh(self, ended: threading.Event) -> None:
        usual = statistics.median(self.before.values())
        while not ended.wait(0.05):
            now = self.server.resident()
            self.grown = max(self.grown, *(size - self.before.get(pid, usual) for pid, size in now.items()))
            self.whole = max(self.whole, sum(now.values()))


def hostile(server: Server, count: int) -> None:
    """Prints what the hostile queries do, as one client sends them while another one asks; before each round the other one asks alone."""
    alone, beside = Watch(server), Watch(server)
    heard: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as ear:
        ear.settimeout(0.1)
        queries = {
            file.stem: file.read_text(encoding="utf-8").replace("{ear}", f"http://127.0.0.1:{ear.getsockname()[1]}")
            for file in sorted(HOSTILE.glob("*.rq"))
        }

        def ask(query: str) -> tuple[int, bytes, float]:
            with contextlib.closing(server.connection()) as connection:
                return server.ask(connection, query)

        answers: dict[str, tuple[int, bytes, float]] = {}
        for _ in range(count):
            with alone.watching():
                time.sleep(QUIET)
            with beside.watching(), ThreadPoolExecutor(AT_ONCE) as threads:
                for name, answer in zip(queries, threads.map(ask, queries.values()), strict=True):
                    answers[name] = max(answers.get(name, answer), answer, key=lambda one: (one[0] < 400, one[2]))  # the worst
        with contextlib.suppress(TimeoutError):
            heard.append(ear.accept())
    codes = {name: json.loads(body).get("code", "an answer") for name, (_, body, _) in answers.items()}
    table(("hostile query", "status", "code", "dead after s"), [(name, a[0], codes[name], f"{a[2]:.2f}") for name, a in answers.items()])
    latest = max(seconds for _, _, seconds in answers.values())
    ratios = [_late(loud) / _late(quiet) for quiet, loud in zip(alone.rounds, beside.rounds, strict=True)]
    rows = [
        (what, len(watch.seconds), f"{1000 * middle(watch.seconds):.1f}", f"{1000 * _late(watch.seconds):.1f}", watch.failed)
        for what, watch in (("alone", alone), ("beside the hostile one", beside))
    ]
    table(("another client", "questions", "ms, median", "ms, p99", "failed"), rows)
    errors = sum(status >= 400 for status, _, _ in answers.values())
    grown, whole = beside.grown / 2**20, beside.whole / 2**20
    verdict(f"each hostile query is an error: {errors} of {len(answers)}", errors == len(answers))
    verdict(f"each is dead within {LIMIT:g} + {MARGIN:g} s: the last after {latest:.2f}", latest <= LIMIT + MARGIN)
    verdict(f"memory of a process grows by at most {MEMORY} MB: {grown:.0f} (all together {whole:.0f})", grown <= MEMORY)
    said = f"{middle(ratios):.1f} x, rounds {', '.join(f'{ratio:.1f}' for ratio in ratios)}"
    verdict(f"p99 of another client at most doubled: {said}", middle(ratios) <= 2 and not beside.failed)
    verdict(f"no request leaves the server: {len(heard)}", not heard)


def built(place: Path, documents: int) -> Path:
    """A build of generated documents, and its triples beside it."""
    made, build = place / "documents", place / "build"
    subprocess.run([sys.executable, HERE / "documents.py", "-n", str(documents), "-o", made], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "kg.cli", "build", made, "-o", build, "--no-validate"], check=True, capture_output=True)
    from pyoxigraph import RdfFormat, parse, serialize

    triples = (quad.triple for quad in parse(path=build / "graph.nq", format=RdfFormat.N_QUADS))
    (place / "triples.nt").write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    return build


def free() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def load(when: str) -> None:
    """Prints how busy the machine is."""
    print(f"load of {os.cpu_count()} processors {when}: {', '.join(f'{one:.1f}' for one in os.getloadavg())} in 1, 5, 15 minutes\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="documents (default: 100)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true", help="without oxigraph and rdflib-endpoint, which need network once")
    parser.add_argument("--only", choices=("sizes", "hostile"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        place = Path(folder)
        build = built(place, options.n)
        print(f"\n{datetime.now(UTC):%Y-%m-%d}, {options.n} documents\n")
        load("before")

        def start(path: str, *command: object) -> Server:
            port = free()
            return stack.enter_context(running([str(part).replace("{port}", str(port)) for part in command], port, path))

        if options.only != "hostile":
            servers = {
                KG: start("/sparql", sys.executable, "-m", "kg.cli", "serve", build, "--port", "{port}"),
                PLAIN: start("/sparql", sys.executable, HERE / "servers.py", "{port}", build / "store"),
            }
            if not options.no_peers:
                bin = environment("serving", "rdflib-endpoint[cli]==0.6.*", "oxigraph==0.5.*").parent
                store = ("-l", build / "store", "--bind", "127.0.0.1:{port}", "--union-default-graph")
                servers["oxigraph serve"] = start("/query", bin / "oxigraph", "serve-read-only", *store)
                rdflib = ("serve", "--host", "127.0.0.1", "--port", "{port}", place / "triples.nt")
                servers["rdflib-endpoint"] = start("/", bin / "rdflib-endpoint", *rdflib)
            sizes(servers, options.rounds)
            stack.close()
        if options.only != "sizes":
            limits = ("--time-limit", LIMIT, "--memory-limit", MEMORY, "--workers", AT_ONCE + 1)
            count = max(1, options.rounds // 2 + 1)
            hostile(start("/sparql", sys.executable, "-m", "kg.cli", "serve", build, "--port", "{port}", *limits), count)
            load("after")


if __name__ == "__main__":
    main()
