"""Twenty hostile queries on the real server: each one ends with an error, in time, within its memory; others are answered meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from live import Live, live, waiting

LIMIT, MARGIN, MEMORY = 2.0, 3.0, 256
"""Seconds of a query; how much later its error may be there on a machine that is busy; megabytes."""
QUERIES = sorted(Path(__file__).with_name("hostile").glob("*.rq"))
NORMAL = "SELECT ?s { ?s ?p ?o } LIMIT 3"


@pytest.fixture(scope="module")
def release(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The statements of the reference tables and the vocabulary, stored as a build is."""
    from pyoxigraph import RdfFormat, Store

    folder = tmp_path_factory.mktemp("hostile")
    store = Store(str(folder / "store"))
    for file in sorted((root / "ontology").rglob("*.ttl")):
        store.bulk_load(path=str(file), format=RdfFormat.TURTLE)
    assert len(store) > 5000
    store.flush()
    del store
    (folder / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(release: Path) -> Iterator[Live]:
    with live(release, "--time-limit", LIMIT, "--memory-limit", MEMORY, "--workers", 3) as served:
        yield served
        ended = served.end()
        assert (ended.code, ended.errors) == (0, "")


@pytest.fixture(scope="module")
def patient(release: Path) -> Iterator[Live]:
    """A server on which a query reaches its memory, not its time, on a busy machine too: who takes long lets others go first."""
    with live(release, "--time-limit", 30, "--memory-limit", MEMORY, "--workers", 3) as served:
        yield served


@pytest.mark.check
def test_hostile_queries(server: Live, ear: Any) -> None:
    assert len(QUERIES) == 20
    before, most, ended = server.resident(), [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            most.append(server.resident())

    def ask(file: Path) -> tuple[str, httpx.Response, float]:
        query = file.read_text(encoding="utf-8").replace("{ear}", ear.address)
        with server.client() as client:
            began = time.monotonic()
            answer = client.get("/sparql", params={"query": query})
            return file.stem, answer, time.monotonic() - began

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with ThreadPoolExecutor(2) as threads, server.client("127.0.0.2") as other:
            asked = [threads.submit(ask, file) for file in QUERIES]
            answered = 0
            while not all(one.done() for one in asked):
                assert other.get("/sparql", params={"query": f"{NORMAL} # {answered}"}).status_code == 200
                answered += 1
                time.sleep(0.05)
    finally:
        ended.set()
        watching.join()
    for name, answer, seconds in (one.result() for one in asked):
        assert answer.headers["content-type"] == "application/problem+json", name
        assert answer.json()["code"] in (("KG826",) if name.startswith("service") else ("KG823", "KG824")), name
        assert seconds < LIMIT + MARGIN, name
    assert answered > 50
    assert max(most) - before < 2 * MEMORY * 2**20 + 50 * 2**20  # one client holds at most two of three
    assert ear.heard == []
    assert waiting(lambda: server.resident() < before + 100 * 2**20)


@pytest.mark.parametrize(("accept", "kind"), [
    ("application/sparql-results+json, */*;q=0.1", "application/problem+json"),
    ("text/plain", "text/plain; charset=utf-8"),
    ("text/html", "text/html; charset=utf-8"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["cross-product-distinct", "service"])
def test_the_error_is_in_the_clients_format(patient: Live, ear: Any, name: str, accept: str, kind: str) -> None:
    query = next(file for file in QUERIES if file.stem == name).read_text(encoding="utf-8").replace("{ear}", ear.address)
    with patient.client() as client:
        answer = client.post("/sparql", data={"query": query, "format": ""}, headers={"Accept": f"{accept}, application/json;q=0.1"})
    assert (answer.headers["content-type"], answer.status_code // 100) in ((kind, 4), (kind, 5))
    assert ("KG826" if name == "service" else "KG824") in answer.text
    assert ear.heard == []
