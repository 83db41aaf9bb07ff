"""Clients that exist get from the server the rows that ``kg query`` gives."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

QUESTIONS = ("treaty-acts", "prison-population", "parties-on-date", "sentences-with-a-word", "withheld-and-missing")
"""Questions whose answers hold IRIs, words in two languages, numbers, dates and empty cells."""
XSD = "http://www.w3.org/2001/XMLSchema#"


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("name", QUESTIONS)
def test_sparqlwrapper(server: Any, name: str) -> None:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    names, *expected = server.expected(name)
    for method in ("GET", POST):
        client = SPARQLWrapper(server.sparql)
        client.setQuery(server.text(name))
        client.setReturnFormat(JSON)
        client.setMethod(method)
        said: Any = client.query().convert()
        assert said["head"]["vars"] == list(names)
        found = [tuple(row[column]["value"] if column in row else "" for column in names) for row in said["results"]["bindings"]]
        assert found == expected


@pytest.mark.parametrize("name", QUESTIONS)
def test_sparqlstore_of_rdflib(server: Any, name: str) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    names, *expected = server.expected(name)
    found = rdflib.Graph(SPARQLStore(server.sparql, returnFormat="json")).query(server.text(name))
    assert [str(variable) for variable in found.vars or ()] == list(names)
    assert [tuple("" if term is None else str(term) for term in row) for row in found] == expected
    numbers = [term for row in found for term in row if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.integer]
    assert all(isinstance(number.toPython(), int) for number in numbers)


def test_sparqlstore_finds_triples(server: Any) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(server.sparql))
    area = rdflib.URIRef("https://w3id.org/hrmkg/area/KAZ")
    labels = {str(label) for label in graph.objects(area, rdflib.RDFS.label)}
    assert "Kazakhstan" in labels
    assert len(labels) == 2


def curl(*arguments: str) -> str:
    program = shutil.which("curl")
    assert program, "curl is not installed"
    done = subprocess.run(
        [program, "--silent", "--show-error", "--fail-with-body", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.check
@pytest.mark.parametrize("name", QUESTIONS)
def test_curl(server: Any, name: str) -> None:
    expected = [list(row) for row in server.expected(name)]
    query = f"query={server.text(name)}"
    accept = ("--header", "Accept: text/csv")
    assert table(curl(*accept, f"{server.address}/queries/{name}")) == expected
    assert table(curl(*accept, "--data-urlencode", query, server.sparql)) == expected
    assert table(curl(*accept, "--get", "--data-urlencode", query, server.sparql)) == expected
    body = ("--header", "Content-Type: application/sparql-query", "--data-binary", server.text(name))
    assert table(curl(*accept, "--compressed", *body, server.sparql)) == expected


@pytest.mark.check
def test_curl_with_parameters(server: Any) -> None:
    expected = [list(row) for row in server.expected("treaty-acts", "area=KAZ,KGZ", "instrument=inst:CAT")]
    got = curl(
        "--get",
        *("--data", "area=KAZ", "--data", "area=KGZ", "--data-urlencode", "instrument=inst:CAT", "--data", "format=csv"),
        f"{server.address}/queries/treaty-acts",
    )
    assert table(got) == expected


@pytest.mark.check
@pytest.mark.parametrize("name", QUESTIONS)
def test_comunica(server: Any, comunica: Callable[[str, str], list[str]], name: str) -> None:
    names, *expected = server.expected(name)
    told = [json.loads(line) for line in comunica(server.sparql, server.text(name))]
    assert Counter(tuple(row[column][1] if column in row else "" for column in names) for row in told) == Counter(expected)
    assert {term[0] for row in told for term in row.values()} <= {"NamedNode", "Literal"}
    # Language tags are lost by Comunica 4.5 itself: its reader of JSON hands them to a factory that takes them otherwise.
    answer = httpx.get(f"{server.address}/queries/{name}", headers={"Accept": "application/json"}, trust_env=False, timeout=60).json()
    literals = [term for row in answer["results"]["bindings"] for term in row.values() if term["type"] == "literal"]
    typed = Counter(term.get("datatype", f"{XSD}string") for term in literals if "xml:lang" not in term)
    assert Counter(term[2] for row in told for term in row.values() if term[0] == "Literal" and term[2]) == typed
