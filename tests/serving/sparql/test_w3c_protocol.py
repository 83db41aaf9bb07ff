"""The requests of the W3C for the SPARQL 1.1 Protocol, and its tests of the service description.

``make conformance`` names the folder with the supplied suites in KG_SUITES. Queries go to ``/sparql`` of a release that holds the data of
the suite; updates, and the queries that look at what they did, go to the scratch store.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
GRAPHS = "http://kasei.us/2009/09/sparql/data/"
TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
RDF_FORMS = (
    "text/turtle",
    "application/rdf+xml",
    "application/n-triples",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
)
MEDIA = {"boolean": TABLES[:2], "tabular": TABLES, "RDF": RDF_FORMS}
pytestmark = pytest.mark.conformance


def folder() -> Path:
    return Path(os.environ["KG_SUITES"]) / "sparql11"


def protocol() -> dict[str, tuple[Graph, Any]]:
    if "KG_SUITES" not in os.environ:
        return {}
    path = folder() / "protocol" / "manifest.ttl"
    graph = Graph().parse(path)
    whole = graph.value(predicate=RDF.type, object=MF.Manifest)
    return {str(entry).rpartition("#")[2]: (graph, entry) for entry in Collection(graph, graph.value(whole, MF.entries))}


KNOWN = protocol()


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, stored_in: Callable[..., Path]) -> Path:
    lines = []
    for file in sorted((folder() / "protocol").glob("data*.nt")):
        graph = f"<{GRAPHS}{file.stem}.rdf>"
        lines += [f"{line.rstrip().removesuffix('.')} {graph} ." for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return stored_in(tmp_path_factory.mktemp("suite"), "\n".join(lines) + "\n")


def requests(graph: Graph, test: Any) -> Iterator[tuple[httpx.Request, Any]]:
    """The requests of a test, their paths as the manifest has them, with what is expected."""
    for node in Collection(graph, graph.value(graph.value(test, MF.action), HT.requests)):
        headers = {}
        for header in Collection(graph, graph.value(node, HT.headers)) if graph.value(node, HT.headers) else ():
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
        body = graph.value(node, HT.body)
        content = str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding))) if body else b""
        url = f"http://www.example{graph.value(node, HT.absolutePath)}"
        yield httpx.Request(str(graph.value(node, HT.methodName)), url, headers=headers, content=content), graph.value(node, HT.resp)


def right(graph: Graph, expected: Any, answer: httpx.Response) -> None:
    wanted = {str(status).rpartition("StatusCode")[2][:1] for status in graph.objects(expected, MF.expectedStatus)}
    assert str(answer.status_code)[0] in wanted, answer.text
    form = graph.value(expected, MF.expectedFormat)
    if form is not None:
        assert answer.headers["content-type"].partition(";")[0] in MEDIA[str(form)]
    boolean = graph.value(expected, MF.expectedBoolean)
    if boolean is not None:
        assert answer.json()["boolean"] is bool(boolean), answer.text


def aimed(request: httpx.Request, name: str) -> str:
    """Where a request goes here, with its parameters."""
    update = "update" in name
    media = request.headers.get("content-type", "")
    looks = media.startswith("application/sparql-query") or b"query=" in request.url.query
    path = "/sparql" if not update else "/scratch/sparql" if looks else "/scratch/update"
    query = request.url.query.decode()
    return f"{path}?{query}" if query else path


@pytest.mark.parametrize("name", KNOWN or ["the suite"])
def test_protocol(name: str, suite: Path, serve: Any, scratch: Any) -> None:
    graph, test = KNOWN[name]
    served = scratch() if "update" in name else serve(folder=suite, askers=1)
    for request, expected in requests(graph, test):
        answer = served.client.request(
            request.method, aimed(request, name), headers=dict(request.headers) | served.credentials, content=request.content
        )
        right(graph, expected, answer)


def test_there_are_34() -> None:
    assert len(KNOWN) == 34


def stores() -> dict[str, tuple[Graph, Any]]:
    """The tests of the Graph Store HTTP Protocol; those of ``http-rdf-update`` are the same in prose, and deprecated in favour of these."""
    found: dict[str, tuple[Graph, Any]] = {}
    if "KG_SUITES" in os.environ:
        for part in ("direct", "indirect"):
            graph = Graph().parse(folder() / "graph-store-protocol" / f"manifest-{part}.ttl")
            whole = graph.value(predicate=RDF.type, object=MF.Manifest)
            found |= {str(entry).rpartition("#")[2]: (graph, entry) for entry in Collection(graph, graph.value(whole, MF.entries))}
    return found


STORES = stores()


@pytest.mark.parametrize("name", STORES or ["the suite"])
def test_graph_store(name: str, scratch: Any) -> None:
    graph, test = STORES[name]
    served = scratch()
    locations: dict[str, str] = {}

    def here(text: str) -> str:
        for template, location in locations.items():
            text = text.replace(quote(template, safe=""), quote(location, safe="")).replace(template, location)
        return text

    for request, expected in requests(graph, test):
        target = here(request.url.raw_path.decode())
        path = target if target.startswith("http") else f"/scratch/store{target.removeprefix('/gsp')}"
        content = here(request.content.decode()).encode()
        if "multipart" in request.headers.get("content-type", ""):  # the manifest has no carriage returns
            content = b"\r\n".join(line.strip() for line in content.strip().splitlines()) + b"\r\n"
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
        answer = served.client.request(request.method, path, headers=headers, content=content)
        wanted = [str(status).rpartition("#")[2] for status in graph.objects(expected, MF.expectedStatus)]
        codes = {"Created": "201", "NoContent": "204", "NotFound": "404", "OK": "200"}
        allowed = {codes.get(status, status.removeprefix("StatusCode")[:1]) for status in wanted}
        assert not allowed or any(str(answer.status_code).startswith(start) for start in allowed), (request, answer.text)
        template = graph.value(expected, MF.expectedLocation)
        if template is not None:
            locations[str(template)] = answer.headers["location"]
        body = graph.value(expected, HT.body)
        if body is not None and request.method != "HEAD":
            right_graph = Graph().parse(data=here(str(graph.value(body, CNT.chars))), format="turtle", publicID=str(request.url))
            found = Graph().parse(data=answer.text, format="turtle", publicID=str(request.url))
            assert isomorphic(found, right_graph), answer.text


SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_service_description(suite: Path, serve: Any) -> None:
    """``returns-rdf``, ``has-endpoint-triple`` and ``conforms-to-schema`` (SPARQL 1.1 Service Description, sections 2 and 3)."""
    served = serve(folder=suite, askers=1)
    answer = served.client.get("/sparql")
    assert answer.headers["content-type"].partition(";")[0] in RDF_FORMS
    found = Graph().parse(data=answer.text, format="turtle")
    (service,) = found.subjects(RDF.type, SD.Service)
    assert (service, SD.endpoint, URIRef(f"{served.address}/sparql")) in found
    ranges = {SD.defaultDataset: SD.Dataset, SD.defaultGraph: SD.Graph, SD.namedGraph: SD.NamedGraph}
    for predicate, kind in ranges.items():
        objects = list(found.objects(predicate=predicate))
        assert objects
        assert all((one, RDF.type, kind) in found for one in objects)
    known = {URIRef(f"{SD}{name}") for name in ("UnionDefaultGraph", "BasicFederatedQuery")}
    assert set(found.objects(service, SD.feature)) <= known
    assert set(found.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    for entry in found.subjects(RDF.type, SD.NamedGraph):
        assert isinstance(found.value(entry, SD.name), URIRef)
    assert {str(name) for name in found.objects(predicate=SD.name)} == {f"{GRAPHS}data{number}.rdf" for number in (1, 2, 3)}
