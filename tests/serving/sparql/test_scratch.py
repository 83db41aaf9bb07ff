"""The scratch store: behind a token, never citable, updates that are killed leave what was committed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from kg.serving.problem import ServingError
from kg.serving.scratch import updating
from kg.serving.scratch.routes import Scratch, token
from kg.serving.sparql.askers import Bounds

UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}
HTML_PART = b"--x\r\nContent-Type: text/html\r\n\r\n\r\n--x--\r\n"
ENDLESS = """INSERT DATA { GRAPH <http://e/never> { <http://e/a> <http://e/p> 1 } } ;
INSERT { GRAPH <http://e/never> { ?a ?b ?l } } WHERE { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l }
  FILTER(STRLEN(STR(?a)) + STRLEN(STR(?l)) + STRLEN(STR(?f)) = 1) }"""


def graphs(served: Any) -> dict[str, int]:
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    rows = served.client.get("/scratch/sparql", params={"query": query}).json()["results"]["bindings"]
    return {row["g"]["value"]: int(row["n"]["value"]) for row in rows}


def updated(served: Any, text: str, **params: str) -> None:
    answer = served.client.post("/scratch/update", content=text, headers=UPDATE, params=params)
    assert (answer.status_code, answer.content) == (204, b""), answer.text


def problem(answer: Any, code: str, status: int) -> dict[str, Any]:
    said: dict[str, Any] = answer.json()
    assert (said["code"], answer.status_code) == (code, status), said
    assert "Traceback" not in answer.text
    return said


def uncitable(answer: Any) -> None:
    assert answer.headers["x-kg-citable"] == "no"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers
    assert "etag" not in answer.headers


@pytest.mark.parametrize("said", [None, "Bearer", "Bearer wrong", "Basic open sesame", "Bearer open sesam", "bearer OPEN SESAME"])
@pytest.mark.parametrize(("method", "path"), [("GET", "sparql?query=ASK+%7B%7D"), ("POST", "update"), ("GET", "store?default"),
                                              ("PUT", "store/x"), ("DELETE", "store/x"), ("OPTIONS", "sparql")])  # fmt: skip
def test_nothing_without_the_token(closed: Any, method: str, path: str, said: str | None) -> None:
    answer = closed.client.request(method, f"/scratch/{path}", headers={"Authorization": said or ""})
    problem(answer, "KG830", 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "sesame" not in answer.text
    uncitable(answer)


def test_without_a_token_it_is_not_served() -> None:
    for environment in ({}, {"KG_TOKEN": ""}, {"KG_TOKEN": "  "}):
        with pytest.raises(ServingError, match="KG811"):
            token(environment)
    assert token({"KG_TOKEN": "abc"}) == "abc"


def test_it_writes_into_no_other_folder(tmp_path: Path) -> None:
    build = stored_build(tmp_path / "build")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for folder in (build, build / "store", tmp_path / "mine", tmp_path / "file"):
        with pytest.raises(ServingError, match="KG811"):
            asyncio.run(Scratch(folder, "http://e/", Bounds(), "token").open())
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["notes.txt"]


def stored_build(folder: Path) -> Path:
    (folder / "store").mkdir(parents=True)
    (folder / "store" / "CURRENT").write_text("", encoding="utf-8")
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    return folder


def test_update_and_query(emptied: Any) -> None:
    served = emptied
    updated(served, "INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 'ё' } }")
    answer = served.client.post("/scratch/update", data={"update": "INSERT DATA { GRAPH <http://e/h> { <http://e/a> <http://e/p> 2 } }"})
    assert answer.status_code == 204
    uncitable(answer)
    assert graphs(served) == {"http://e/g": 1, "http://e/h": 1}
    found = served.client.get("/scratch/sparql", params={"query": "SELECT ?o { GRAPH <http://e/g> { ?s ?p ?o } }", "format": "csv"})
    assert found.text == "o\r\nё\r\n"
    uncitable(found)
    updated(served, "DROP GRAPH <http://e/g>")
    assert graphs(served) == {"http://e/h": 1}


def test_what_was_committed_is_there_when_it_starts_again(scratch: Any) -> None:
    served = scratch()
    updated(served, "INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
    served.endpoint.kill()
    assert graphs(scratch()) == {"http://e/g": 1}


def test_a_runaway_update_is_killed_and_leaves_nothing(scratch: Any) -> None:
    served = scratch(time=2)
    values = " ".join(f"<http://e/n{number}> <http://e/p> {number} ." for number in range(400))
    updated(served, f"INSERT DATA {{ GRAPH <http://e/g> {{ {values} }} }}")
    before = time.monotonic()
    problem(served.client.post("/scratch/update", content=ENDLESS, headers=UPDATE), "KG823", 504)
    assert time.monotonic() - before < 4
    assert graphs(served) == {"http://e/g": 400}
    updated(served, "INSERT DATA { GRAPH <http://e/h> { <http://e/a> <http://e/p> 1 } }")
    assert graphs(served) == {"http://e/g": 400, "http://e/h": 1}


@pytest.mark.parametrize(("content", "params", "code", "status"), [
    ("INSERT DATA {", {}, "KG820", 400),
    ("LOAD <http://127.0.0.1:1/x>", {}, "KG822", 403),
    ("CLEAR ALL ; LOAD SILENT <http://127.0.0.1:1/x> INTO GRAPH <http://e/g>", {}, "KG822", 403),
    ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }", {}, "KG826", 403),
    ("INSERT { ?s ?p ?o } USING <http://e/g> WHERE { ?s ?p ?o }", {"using-graph-uri": "http://e/h"}, "KG821", 400),
    ("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {"using-named-graph-uri": "http://e/h"}, "KG821", 400),
    ("CLEAR ALL", {"using-graph-uri": "no iri"}, "KG821", 400),
    ("CLEAR GRAPH <http://e/none>", {}, "KG831", 422),
    ("CLEAR ALL", {"update": "CLEAR ALL"}, "KG821", 400),
])  # fmt: skip
def test_what_an_update_may_not_be(emptied: Any, content: str, params: dict[str, str], code: str, status: int) -> None:
    served = emptied
    updated(served, "INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
    answer = served.client.post("/scratch/update", content=content, headers=UPDATE, params=params)
    problem(answer, code, status)
    uncitable(answer)
    assert graphs(served) == {"http://e/g": 1}


def test_an_update_by_get_is_none(emptied: Any) -> None:
    served = emptied
    answer = served.client.get("/scratch/update", params={"update": "CLEAR ALL"})
    problem(answer, "KG821", 405)
    assert answer.headers["allow"] == "POST, OPTIONS"
    problem(served.client.get("/scratch/sparql"), "KG821", 400)
    problem(served.client.post("/scratch/sparql", data={"update": "CLEAR ALL"}), "KG822", 403)


@pytest.mark.parametrize(("text", "expected"), [
    ("DELETE WHERE { GRAPH ?g { ?s ?p 1 } }", {"http://e/g": 1, "http://e/h": 1}),
    ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", {"http://e/h": 1}),
    ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } {SELECT * WHERE { ?a ?p 1 } } }", {"http://e/g": 2, "http://e/h": 1}),
])  # fmt: skip
def test_the_dataset_of_the_request(emptied: Any, text: str, expected: dict[str, int]) -> None:
    served = emptied
    updated(served, "INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 . <http://e/b> <http://e/p> 2 } "
                    "GRAPH <http://e/h> { <http://e/a> <http://e/p> 1 } }")  # fmt: skip
    updated(served, text, **{"using-named-graph-uri": "http://e/g"})
    assert graphs(served) == expected


def test_where_in_words_is_left_alone() -> None:
    text = "INSERT { ?s ?p 'WHERE {' } # WHERE\nWHERE { ?s ?p ?o }"
    said = updating.prepared(text, ["http://e/g"], ["http://e/h"], (), strict=False)
    assert said == "INSERT { ?s ?p 'WHERE {' } # WHERE\n USING <http://e/g> USING NAMED <http://e/h> WHERE { ?s ?p ?o }"


# ---------------------------------------------------------------- graphs


@pytest.mark.parametrize(
    ("path", "name"),
    [("/scratch/store?default", ""), ("/scratch/store?graph=http%3A%2F%2Fe%2Fg", "http://e/g"), ("/scratch/store/a/b%20c", None)],
)
def test_graphs_are_put_read_added_to_and_dropped(emptied: Any, path: str, name: str | None) -> None:
    served = emptied
    first = served.client.put(path, content="<http://e/a> <http://e/p> 1, [] .", headers=TURTLE)
    assert first.status_code == (204 if name == "" else 201)
    uncitable(first)
    if name is None:
        assert first.headers["location"] == f"{served.address}{path}"
        assert list(graphs(served)) == [f"{served.address}{path}"]
    assert served.client.post(path, content="<http://e/a> <http://e/p> 2 .", headers=TURTLE).status_code == 204
    for accept, form in (("text/turtle", "ttl"), ("application/rdf+xml", "rdf"), ("application/ld+json", "jsonld"), ("*/*", "ttl")):
        got = served.client.get(path, headers={"Accept": accept})
        assert len(list(parse(got.content, format=RdfFormat.from_extension(form)))) == 3
        uncitable(got)
    said = served.client.head(path)
    assert (said.status_code, said.content, said.headers["content-type"]) == (200, b"", "text/turtle; charset=utf-8")
    assert served.client.put(path, content="<http://e/b> <http://e/p> <> .", headers=TURTLE).status_code == 204
    assert b"http://e/a" not in served.client.get(path).content
    assert served.client.delete(path).status_code == 204
    if name != "":
        problem(served.client.get(path), "KG832", 404)
        problem(served.client.delete(path), "KG832", 404)
        assert served.client.head(path).status_code == 404


def test_a_post_to_the_store_makes_a_graph(emptied: Any) -> None:
    served = emptied
    answer = served.client.post("/scratch/store", content="<> <http://e/p> 1 .", headers=TURTLE)
    assert answer.status_code == 201
    location = answer.headers["location"]
    assert location.startswith(f"{served.address}/scratch/store/")
    assert f"<{location}> <http://e/p> 1" in served.client.get(location).text


@pytest.mark.parametrize(("method", "path", "headers", "content", "code", "status"), [
    ("PUT", "?default", {}, b"", "KG821", 415),
    ("PUT", "?default", {"Content-Type": "text/html"}, b"", "KG821", 415),
    ("PUT", "?default", TURTLE, b"<http://e/a> <http://e/p>", "KG833", 400),
    ("PUT", "?default", TURTLE, b"<http://e/a> <http://e/p> '\xff' .", "KG833", 400),
    ("PUT", "", TURTLE, b"", "KG821", 400),
    ("GET", "", {}, b"", "KG821", 400),
    ("DELETE", "", {}, b"", "KG821", 400),
    ("GET", "?default&graph=http%3A%2F%2Fe%2Fg", {}, b"", "KG821", 400),
    ("GET", "?graph=http%3A%2F%2Fe%2Fg&graph=http%3A%2F%2Fe%2Fh", {}, b"", "KG821", 400),
    ("GET", "?graph=g%3E%20%7D%20%3B%20DROP%20ALL", {}, b"", "KG821", 400),
    ("PUT", "?graph=http%3A%2F%2Fe%2Fg%3E%20%7B%7D%20%7D%20%3B%20DROP%20ALL%20%23", TURTLE, b"", "KG821", 400),
    ("GET", "?default", {"Accept": "image/png"}, b"", "KG806", 406),
    ("PATCH", "?default", TURTLE, b"", "KG821", 405),
    ("PUT", "?default", TURTLE, b"#" * (21 << 20), "KG829", 413),
    ("POST", "?default", {"Content-Type": "multipart/form-data; boundary=x"}, HTML_PART, "KG821", 415),
])  # fmt: skip
def test_what_the_store_refuses(
    emptied: Any, method: str, path: str, headers: dict[str, str], content: bytes, code: str, status: int
) -> None:
    served = emptied
    updated(served, "INSERT DATA { <http://e/a> <http://e/p> 1 }")
    answer = served.client.request(method, f"/scratch/store{path}", headers=headers, content=content or None)
    problem(answer, code, status)
    uncitable(answer)
    assert b"http://e/a" in served.client.get("/scratch/store?default").content
