"""What clients write is data: nothing of it runs, nothing of it gets into headers, logs or other servers."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

EVIL = "SELECT ?o { <http://e/evil> <http://e/says> ?o }"
MARKUP = "<script>alert(1)</script>"


def test_literals_are_data_in_every_form(server: Any) -> None:
    for form in ("json", "xml", "csv", "tsv"):
        answer = server.get(EVIL, format=form)
        assert "set-cookie" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert MARKUP not in server.get(EVIL, format="xml").text


@pytest.mark.parametrize(
    "query", [f"SELECT * {{ {MARKUP}", MARKUP, f"SELECT * {{ ?s ?p ?o }} {MARKUP}", "SELECT * { BIND(<http://e/f'\"&>(1) AS ?x) }"]
)
def test_an_error_page_holds_no_markup_of_the_client(server: Any, query: str) -> None:
    page = server.get(query, headers={"Accept": "text/html,*/*;q=0.1"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page.text
    assert "'unsafe" not in page.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["query", "format", "default-graph-uri", "update", "lang"])
def test_no_line_break_gets_into_a_header(server: Any, name: str) -> None:
    evil = "x\r\nSet-Cookie: a=b\r\n\r\n<script>"
    for params in ({name: evil}, {"query": "ASK {}", name: evil}):
        answer = server.client.get("/sparql", params=params)
        assert "set-cookie" not in answer.headers
        assert answer.status_code < 500


def test_long_addresses_and_bodies_are_refused(server: Any) -> None:
    server.problem(server.get("ASK {} #" + "x" * 50_000), "KG829", 414)
    server.problem(server.client.post("/sparql", data={"query": "ASK {} #" + "x" * 200_000}), "KG829", 413)
    server.problem(server.client.post("/sparql", data={"query": "ASK {}", "x": "x" * 900_000}), "KG829", 413)
    server.problem(server.client.get("/sparql", params=[("query", "ASK {}"), *[("x", "y")] * 600]), "KG821", 400)
    server.problem(server.client.get("/sparql", params=[("query", "ASK {}"), *[("default-graph-uri", "http://e/g")] * 201]), "KG821", 400)
    server.alive()


@pytest.mark.parametrize("query", [b"query=%FF", b"query=ASK%20%7B%7D&default-graph-uri=%C3%28", b"query=%ED%A0%80"])
def test_broken_utf8(server: Any, query: bytes) -> None:
    server.problem(server.client.get("/sparql?" + query.decode()), "KG821", 400)


def test_no_word_of_a_query_is_run_as_a_path_or_module(server: Any) -> None:
    for graph in ("file:///etc/passwd", "http://127.0.0.1:1/x"):
        answer = server.client.get("/sparql", params={"query": f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}", "format": "csv"})
        assert answer.text in ("o,p,s\r\n", "s,p,o\r\n")


RUSSIAN = re.compile("[а-яё]{3}")
REFUSED: list[tuple[str, dict[str, Any], dict[str, str], bytes]] = [
    ("GET", {"query": "SELECT * {"}, {}, b""),
    ("GET", {"query": "SELCT"}, {}, b""),
    ("GET", {"query": ""}, {}, b""),
    ("GET", {"query": ["ASK {}", "ASK {}"]}, {}, b""),
    ("GET", {"query": "ASK {}", "format": "ttl"}, {}, b""),
    ("GET", {"query": "ASK {}", "default-graph-uri": "x"}, {}, b""),
    ("GET", {"query": "ASK {}", "default-graph-uri": ["http://e/"] * 201}, {}, b""),
    ("GET", {"x": ["y"] * 501}, {}, b""),
    ("GET", {"query": "CLEAR ALL"}, {}, b""),
    ("GET", {"update": "CLEAR ALL"}, {}, b""),
    ("GET", {"query": "ASK { SERVICE <http://e/> {} }"}, {}, b""),
    ("GET", {"query": "ASK { SERVICE ?x {} }"}, {}, b""),
    ("GET", {"query": "ASK { FILTER(<http://e/f>(1)) }"}, {}, b""),
    ("POST", {}, {"Content-Type": "application/sparql-query"}, b"ASK { FILTER(" + b"!" * 90_000 + b"1) }"),
    ("GET", {"query": "ASK {} #" + "x" * 50_000}, {}, b""),
    ("PUT", {}, {}, b""),
    ("POST", {}, {}, b"ASK {}"),
    ("POST", {}, {"Content-Type": "text/plain"}, b"ASK {}"),
    ("POST", {}, {"Content-Type": "application/sparql-query; charset=x"}, b"ASK {}"),
    ("POST", {}, {"Content-Type": "application/sparql-query"}, b"\xff"),
    ("POST", {}, {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}, b"x"),
    ("POST", {"query": "ASK {}"}, {"Content-Type": "application/sparql-query"}, b"ASK {}"),
]


@pytest.mark.parametrize(("method", "params", "headers", "content"), REFUSED)
def test_every_fault_is_told_in_russian(server: Any, method: str, params: Any, headers: dict[str, str], content: bytes) -> None:
    answer = server.client.request(method, "/sparql", params=params, headers=headers | {"Accept-Language": "ru"}, content=content)
    said = answer.json()
    assert answer.headers["content-language"] == "ru"
    for clause in ("what", "why", "mend"):
        from_the_engine = clause == "why" and said["code"] == "KG827"
        assert clause not in said or from_the_engine or RUSSIAN.search(said[clause]), said


# ---------------------------------------------------------------- other servers


class Other(BaseHTTPRequestHandler):
    """A SPARQL server that remembers who asked."""

    heard: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        """One row, for whatever is asked."""
        type(self).heard.append(self.path)
        body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "far"}}]}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def other() -> Iterator[tuple[str, list[str]]]:
    Other.heard = []
    with HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql", Other.heard
        server.shutdown()


def test_only_allowed_servers_are_asked(serve: Any, other: tuple[str, list[str]]) -> None:
    address, heard = other
    closed = serve(askers=2)
    query = f"SELECT ?x {{ SERVICE <{address}> {{ ?s ?p ?x }} }}"
    said = closed.problem(closed.get(query), "KG826", 403)
    assert address in said["what"]
    assert heard == []
    served = serve(services=frozenset({address}), askers=2)
    answer = served.get(query, format="csv")
    assert answer.text == "x\r\nfar\r\n", answer.text
    assert "etag" not in answer.headers
    assert len(heard) == 1
    served.problem(served.get(query.replace("/sparql", "/sparql2")), "KG826", 403)
    served.problem(served.get(query.replace(f"<{address}>", "?y")), "KG826", 403)
    assert len(heard) == 1
    description = served.client.get("/sparql").text
    assert "BasicFederatedQuery" in description


def test_an_asker_has_no_network() -> None:
    """Whatever a query hides: there is no interface but a loopback that is down."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        from kg.serving import sandbox

        isolated = sandbox.isolate()
        try:
            with socket.create_connection(("127.0.0.1", 1), timeout=2):
                reached = b"connected"
        except ConnectionRefusedError:
            reached = b"refused"  # by a host that was reached
        except OSError:
            reached = b"nothing"
        theirs.sendall(b"%d %s" % (isolated, reached))
        os._exit(0)
    os.waitpid(child, 0)
    said = ours.recv(100)
    ours.close()
    theirs.close()
    assert said in (b"1 nothing", b"0 refused")  # not every system permits it; askers are strict there
