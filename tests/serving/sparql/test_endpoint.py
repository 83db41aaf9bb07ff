"""The endpoint as clients meet it: three ways to ask, all forms, the dataset, CORS, ETags, the description."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, parse, parse_query_results
from starlette.requests import Request

from kg.serving.release import Release
from kg.serving.sparql.endpoint import Bounds, Endpoint

SELECT = "SELECT ?o { <http://e/a> <http://e/p> ?o }"
CONSTRUCT = "CONSTRUCT { ?s <http://e/q> ?o } { ?s <http://e/p> ?o }"
VALUE = 'x}},{"\n,"y'
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
GRAPHS = {
    "ttl": "text/turtle; charset=utf-8",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "rdf": "application/rdf+xml",
}


@pytest.mark.parametrize("form", TABLES)
def test_tables_in_every_form_by_name_and_by_accept(server: Any, form: str) -> None:
    by_name = server.get(SELECT, format=form)
    by_accept = server.get(SELECT, headers={"Accept": TABLES[form].partition(";")[0]})
    assert by_name.content == by_accept.content
    assert by_name.headers["content-type"] == by_accept.headers["content-type"] == TABLES[form]
    assert by_name.headers["vary"] == "Accept"
    if form == "csv":
        assert list(csv.reader(io.StringIO(by_name.text, newline=""))) == [["o"], [VALUE]]
    else:
        known = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[form]
        (row,) = parse_query_results(by_name.content, format=known)
        assert row["o"].value == VALUE


@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://e/b>"])
def test_graphs_in_every_form_by_name_and_by_accept(server: Any, form: str, query: str) -> None:
    by_name = server.get(query, format=form)
    by_accept = server.get(query, headers={"Accept": GRAPHS[form].partition(";")[0]})
    assert by_name.content == by_accept.content
    assert by_name.headers["content-type"] == by_accept.headers["content-type"] == GRAPHS[form]
    triples = {(q.subject.value, q.predicate.value, q.object.value) for q in parse(by_name.content, format=RdfFormat.from_extension(form))}
    expected = {("http://e/b", "http://e/q", "http://e/a"), ("http://e/a", "http://e/q", VALUE)}
    assert triples == (expected if query == CONSTRUCT else {("http://e/b", "http://e/p", "http://e/a")})


@pytest.mark.parametrize(("accept", "kind", "media"), [
    ("*/*", "SELECT", "application/sparql-results+json"),
    ("", "SELECT", "application/sparql-results+json"),
    ("application/json", "SELECT", "application/sparql-results+json"),
    ("application/json", "CONSTRUCT", "application/ld+json"),
    ("application/xml", "SELECT", "application/sparql-results+xml"),
    ("application/xml", "CONSTRUCT", "application/rdf+xml"),
    ("text/csv;q=0.5, text/tab-separated-values", "SELECT", "text/tab-separated-values; charset=utf-8"),
    ("text/html, text/csv;q=0.1", "SELECT", "text/csv; charset=utf-8"),
    ("text/turtle, application/sparql-results+xml", "SELECT", "application/sparql-results+xml"),
    ("text/turtle, application/sparql-results+xml", "CONSTRUCT", "text/turtle; charset=utf-8"),
    ("application/rdf+xml;q=0.9, */*;q=0.1", "CONSTRUCT", "application/rdf+xml"),
    ("text/plain", "CONSTRUCT", "application/n-triples"),
])  # fmt: skip
def test_the_form_that_the_client_likes_best(server: Any, accept: str, kind: str, media: str) -> None:
    answer = server.get(SELECT if kind == "SELECT" else CONSTRUCT, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)


@pytest.mark.parametrize(("query", "more"), [
    (SELECT, {"headers": {"Accept": "text/turtle"}}),
    (SELECT, {"headers": {"Accept": "image/png"}}),
    (SELECT, {"headers": {"Accept": "application/sparql-results+json;q=0"}}),
    (SELECT, {"format": "ttl"}),
    (CONSTRUCT, {"format": "csv"}),
    (SELECT, {"format": "nonsense"}),
])  # fmt: skip
def test_no_acceptable_form(server: Any, query: str, more: dict[str, Any]) -> None:
    assert "text/" in server.problem(server.get(query, **more), "KG806", 406)["mend"]


def test_ask_in_json_and_xml(server: Any) -> None:
    for query, said in (("ASK { ?s <http://e/p> ?o }", True), ("ASK { ?s <http://e/none> ?o }", False)):
        assert server.get(query).json()["boolean"] is said
        found = ElementTree.fromstring(server.get(query, format="xml").text)
        assert [child.text for child in found if child.tag.endswith("boolean")] == [str(said).lower()]


def test_three_ways_to_ask(server: Any) -> None:
    said = server.get(SELECT).json()
    assert server.client.post("/sparql", data={"query": SELECT}).json() == said
    direct = {"Content-Type": "application/sparql-query"}
    assert server.client.post("/sparql", content=SELECT, headers=direct).json() == said
    assert server.client.post("/sparql?format=csv", content=SELECT, headers=direct).text.startswith("o\r\n")
    assert server.client.post("/sparql", data={"query": SELECT, "format": "csv"}).text.startswith("o\r\n")
    utf8 = {"Content-Type": "Application/SPARQL-Query; Charset=UTF-8"}
    assert (
        server.client.post("/sparql", content="SELECT ('ё' AS ?x) {}".encode(), headers=utf8).json()["results"]["bindings"][0]["x"]["value"]
        == "ё"
    )


@pytest.mark.parametrize(("params", "triples"), [
    ([], 3 + 150),
    ([("default-graph-uri", "http://e/g1")], 1),
    ([("default-graph-uri", "http://e/g1"), ("default-graph-uri", "http://e/g2")], 3),
    ([("named-graph-uri", "http://e/g1")], 0),
    ([("default-graph-uri", "http://e/none")], 0),
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_default_graph(server: Any, method: str, params: list[tuple[str, str]], triples: int) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    if method == "GET":
        answer = server.client.get("/sparql", params=[("query", query), ("format", "csv"), *params])
    else:
        headers = {"Content-Type": "application/sparql-query"}
        answer = server.client.post("/sparql", params=[("format", "csv"), *params], content=query, headers=headers)
    assert answer.text == f"n\r\n{triples}\r\n"


def test_named_graphs_are_those_of_the_protocol_before_those_of_the_query(server: Any) -> None:
    query = "SELECT DISTINCT ?g FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }"
    assert server.get(query, format="csv").text.split() == ["g", "http://e/g1"]
    params = {"query": query, "format": "csv", "named-graph-uri": "http://e/g2"}
    assert server.client.get("/sparql", params=params).text.split() == ["g", "http://e/g2"]


def test_from_is_not_the_union_of_all(server: Any) -> None:
    assert server.get("SELECT (COUNT(*) AS ?n) FROM <http://e/g2> { ?s ?p ?o }", format="csv").text == "n\r\n2\r\n"
    assert server.get("SELECT (COUNT(*) AS ?n) FROM NAMED <http://e/g2> { ?s ?p ?o }", format="csv").text == "n\r\n0\r\n"


def test_prefixes_of_the_vocabulary_are_known(server: Any) -> None:
    assert server.get("ASK { FILTER(STR(hrm:Gap) = 'https://w3id.org/hrmkg/ontology#Gap') }").json()["boolean"] is True
    assert server.get("ASK { FILTER(STR(<area/KAZ>) = 'https://w3id.org/hrmkg/area/KAZ') }").json()["boolean"] is True
    assert server.get("PREFIX hrm: <http://e/> ASK { hrm:b ?p ?o }").json()["boolean"] is True


@pytest.mark.parametrize(("method", "params", "headers", "content", "code", "status"), [
    ("GET", [("query", "SELECT * {")], {}, b"", "KG820", 400),
    ("GET", [("query", "")], {}, b"", "KG820", 400),
    ("GET", [("query", "SELECT * { ?s ?p ?o } LIMIT 1 LIMIT 2")], {}, b"", "KG820", 400),
    ("GET", [("query", "SELECT * {} ; ASK {}")], {}, b"", "KG820", 400),
    ("GET", [("query", "ASK {}"), ("query", "ASK {}")], {}, b"", "KG821", 400),
    ("GET", [("query", "ASK {}"), ("default-graph-uri", "no iri")], {}, b"", "KG821", 400),
    ("GET", [("update", "CLEAR ALL")], {}, b"", "KG822", 403),
    ("GET", [("query", "CLEAR ALL")], {}, b"", "KG822", 403),
    ("GET", [("query", "PREFIX e: <http://e/> # SELECT\nINSERT DATA { e:a e:a e:a }")], {}, b"", "KG822", 403),
    ("POST", [], {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", "KG822", 403),
    ("POST", [], {"Content-Type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL", "KG822", 403),
    ("POST", [], {"Content-Type": "application/x-www-form-urlencoded"}, b"", "KG821", 400),
    ("POST", [("query", "ASK {}")], {"Content-Type": "application/sparql-query"}, b"ASK {}", "KG821", 400),
    ("POST", [], {"Content-Type": "text/plain"}, b"ASK {}", "KG821", 415),
    ("POST", [], {}, b"ASK {}", "KG821", 415),
    ("POST", [], {"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"), "KG821", 415),
    ("POST", [], {"Content-Type": "application/sparql-query"}, b"ASK { <a:\xff> ?p ?o }", "KG821", 400),
    ("POST", [], {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}, b"\x1f\x8b", "KG821", 415),
    ("PUT", [("query", "ASK {}")], {}, b"", "KG821", 405),
    ("DELETE", [], {}, b"", "KG821", 405),
])  # fmt: skip
def test_what_is_refused(server: Any, method: str, params: Any, headers: Any, content: bytes, code: str, status: int) -> None:
    answer = server.client.request(method, "/sparql", params=params, headers=headers, content=content)
    server.problem(answer, code, status)
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_fault_is_placed_in_the_words_of_the_client(server: Any) -> None:
    said = server.problem(server.get("SELECT *\nWHERE { ?s ?p }"), "KG820", 400)
    assert (said["line"], said["column"]) == (2, 15)
    said = server.problem(server.get("SELECT * { ?s ?p ?o"), "KG820", 400)  # though a LIMIT is written behind it
    assert (said["line"], said["column"]) == (1, 10)
    assert said["why"] == "“{” is opened here and never closed"
    said = server.problem(server.get("SELECT *\n{ ?s foo:p ?o }", headers={"Accept-Language": "ru"}), "KG820", 400)
    assert (said["line"], said["column"], said["why"]) == (2, 6, "префикс foo: нигде не объявлен")
    assert said["mend"].endswith("PREFIX foo: <https://…>")
    said = server.problem(server.get("PREFIX e: <http://e/>\n  SELCT * { ?s ?p ?o }"), "KG820", 400)
    assert (said["line"], said["column"]) == (2, 3)


def test_an_error_in_the_form_of_the_client(server: Any) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = server.get("SELECT * {", headers={"Accept": browser, "Accept-Language": "ru"})
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert 'lang="ru"' in page.text
    text = server.get("SELECT * {", headers={"Accept": "text/plain, */*;q=0.1"})
    assert text.headers["content-type"].startswith("text/plain")
    assert text.text.startswith("KG820: ")
    server.problem(server.get("SELECT * {", headers={"Accept": "text/csv"}), "KG820", 400)


def test_cors(server: Any) -> None:
    preflight = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for headers in (preflight, {}):
        answer = server.client.options("/sparql", headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "POST" in answer.headers["access-control-allow-methods"]
        assert "Content-Type" in answer.headers["access-control-allow-headers"]
        assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    for answer in (server.get(SELECT), server.client.get("/sparql"), server.client.post("/sparql", data={"query": SELECT})):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers


def test_an_answer_that_the_client_has_is_not_sent(server: Any) -> None:
    first = server.get(SELECT)
    tag = first.headers["etag"]
    assert tag.startswith('"')  # a strong one
    for said in (tag, f'"other", {tag}', f"W/{tag}"):
        again = server.get(SELECT, headers={"If-None-Match": said})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert server.get(SELECT, headers={"If-None-Match": '"other"'}).status_code == 200
    assert server.get(SELECT, format="csv").headers["etag"] != tag
    assert server.get(f"{SELECT} LIMIT 1").headers["etag"] != tag
    assert server.client.get("/sparql", params={"query": SELECT, "default-graph-uri": "http://e/g1"}).headers["etag"] != tag
    assert server.client.post("/sparql", data={"query": SELECT}, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?x) {}", "SELECT (NOW() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}",
                                   "SELECT (bnode() AS ?x) {}", "CONSTRUCT { [] <http://e/p> 1 } {}"])  # fmt: skip
def test_what_changes_is_not_kept(server: Any, query: str) -> None:
    first, second = server.get(query), server.get(query)
    assert first.status_code == second.status_code == 200
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.content != second.content


def test_head_says_what_get_would(server: Any) -> None:
    got = server.get(SELECT)
    said = server.client.head("/sparql", params={"query": SELECT})
    assert (said.status_code, said.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "access-control-allow-origin"):
        assert said.headers[name] == got.headers[name]
    assert server.client.head("/sparql", params={"query": "SELECT * {"}).status_code == 400
    assert server.client.head("/sparql").headers["content-type"].startswith("text/turtle")


SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("form", GRAPHS)
def test_the_service_describes_itself(server: Any, form: str) -> None:
    answer = server.client.get("/sparql", headers={"Accept": GRAPHS[form].partition(";")[0]})
    assert answer.headers["content-type"] == GRAPHS[form]
    found = list(parse(answer.content, format=RdfFormat.from_extension(form)))
    said = {(q.predicate.value, q.object.value) for q in found if q.subject == NamedNode(f"{server.address}/sparql")}
    assert (f"{SD}endpoint", f"{server.address}/sparql") in said
    assert (f"{SD}supportedLanguage", f"{SD}SPARQL11Query") in said
    assert (f"{SD}feature", f"{SD}UnionDefaultGraph") in said
    assert (f"{SD}feature", f"{SD}BasicFederatedQuery") not in said
    assert {o.rpartition("/")[2] for p, o in said if p == f"{SD}resultFormat"} >= {"SPARQL_Results_JSON", "Turtle", "RDF_XML"}
    assert {q.object.value for q in found if q.predicate.value == f"{SD}name"} == {"http://e/g1", "http://e/g2", "http://e/many"}


def test_the_description_is_not_sent_twice(server: Any) -> None:
    first = server.client.get("/sparql")
    again = server.client.get("/sparql", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    server.problem(server.client.get("/sparql", headers={"Accept": "image/png"}), "KG806", 406)


def test_a_browser_gets_a_form_that_needs_no_script(server: Any) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = server.client.get("/sparql", headers={"Accept": browser, "Accept-Language": "ru-RU,ru"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page.text
    assert 'action="/sparql"' in page.text
    assert 'name="query"' in page.text
    assert "Запрос" in page.text
    assert "Query" in server.client.get("/sparql", params={"lang": "en"}, headers={"Accept": browser}).text
    assert "form-action 'self'" in page.headers["content-security-policy"]


def test_the_interface_for_other_rooms(build: Path) -> None:
    """``respond`` is what named queries use: a name for the file, the form of the request."""

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def asked() -> Any:
        endpoint = Endpoint(Release(build, "http://e/"), Bounds(askers=1))
        await endpoint.open()
        try:
            return await endpoint.respond(Request(scope, receive), SELECT, name='a "b"\r\nc/../d')
        finally:
            await endpoint.close()

    scope = {"type": "http", "method": "GET", "headers": [(b"accept", b"text/csv")], "query_string": b"", "client": ("c", 1), "path": "/"}
    answer = asyncio.run(asked())
    assert answer.headers["content-disposition"] == 'inline; filename="a-b-c-..-d.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.body.startswith(b"o\r\n")
