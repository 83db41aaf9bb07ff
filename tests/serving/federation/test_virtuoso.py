"""Our release and a partner's graph in Virtuoso, asked together: over HTTP, at a terminal, from Python."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from virtuoso import ROWS, Virtuoso, virtuoso

import kg as api
from live import Live, live

pytestmark = pytest.mark.check

GRAPH = "https://example.org/invented/graph"
NAME = "partner-server-beside-ours"
TABLE = "https://w3id.org/hrmkg/vocab/table/"
WORDS = """
@prefix p: <http://partner/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://e/a> p:number "40842.50"^^xsd:decimal, "12345678901234567890.123456789"^^xsd:decimal, "0.1"^^xsd:decimal, "-7"^^xsd:integer ;
  p:name "Тюрьмы: «ё» \\"q\\" \\\\ \\n, Қазақстан"@ru, "plain", "typed"^^xsd:string ; p:year "2021"^^xsd:gYear ; p:of [ p:name "blank" ] .
"""


@pytest.fixture(scope="module")
def partners(kg: Any, root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The invented table put through ``kg link``, its column linked to our prison population as a partner would."""
    folder = tmp_path_factory.mktemp("linked")
    table = Path(shutil.copy(root / "tests" / "linking" / "tables" / "invented-prison-brief.csv", folder))
    kg("link", table, "--namespace", "https://example.org/invented/")
    mapping = folder / f"{table.name}-metadata.json"
    said = json.loads(mapping.read_text(encoding="utf-8"))
    columns = {column["name"]: column for column in said["tableSchema"]["columns"]}
    columns["invented_prison_population"] |= {
        f"{TABLE}indicator": {"@id": "https://w3id.org/hrmkg/vocab/indicator/prison-population"},
        f"{TABLE}relation": {"@id": "http://www.w3.org/2004/02/skos/core#closeMatch"},
    }
    mapping.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    done = kg("link", table, "--namespace", "https://example.org/invented/")
    assert "INVENTED" in table.read_text(encoding="utf-8-sig")
    data = (folder / f"{table.name}-data.ttl").read_text(encoding="utf-8")
    assert "prison-population" in data, done.stdout
    return data


@pytest.fixture(scope="module")
def server(partners: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as one:
        one.load(partners, GRAPH)
        one.load(WORDS, "http://partner/words")
        yield one


@pytest.fixture(scope="module")
def ours(build: Path, server: Virtuoso) -> Iterator[Live]:
    with live(build, "--allow-service", server.address, "--workers", 2) as one:
        yield one


def ask(ours: Live, query: str) -> httpx.Response:
    with ours.client() as client:
        return client.post("/sparql", data={"query": query})


def rows(ours: Live, query: str) -> list[dict[str, Any]]:
    answer = ask(ours, query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]["bindings"]
    return found


def test_it_is_virtuoso(server: Virtuoso) -> None:
    assert server.ask("ASK {}").headers["server"].startswith("Virtuoso/07.")


def test_the_question_over_http(ours: Live, server: Virtuoso) -> None:
    with ours.client() as client:
        answer = client.get(f"/queries/{NAME}", params={"endpoint": server.address, "format": "csv"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-kg-services"] == f"<{server.address}>"
    assert answer.headers["cache-control"] == "no-store"
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["theirYear"], row["theirValue"], row["ourValue"], row["relation"]) for row in found] == [
        ("2022", "31234", "40842", "close")
    ]
    (row,) = found
    assert row["theirs"].startswith("https://example.org/invented/observation/Kazakhstan/")
    assert row["passage"].startswith("https://w3id.org/hrmkg/source/")
    assert row["printed"] == "40 842"
    assert row["endpoint"] == server.address


def test_the_question_at_a_terminal_and_from_python(kg: Any, build: Path, server: Virtuoso) -> None:
    asked = ("query", NAME, "--store", build, "--param", f"endpoint={server.address}", "--param", "area=any", "--format", "csv")
    refused = kg(*asked)
    assert (refused.returncode, refused.stderr[:5]) == (2, "KG826")
    done = kg(*asked, "--allow-service", server.address)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"KG837: other servers were asked: <{server.address}>")
    assert [row["theirValue"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["31234"]
    found = api.query(NAME, {"endpoint": server.address}, store=build, allow_services=[server.address])
    assert [(row["theirValue"], row["ourValue"]) for row in found] == [(31234, 40842)]
    assert found.services == {server.address: True}


def test_exact_numbers_and_words_come_unharmed(ours: Live, server: Virtuoso) -> None:
    found = rows(ours, f"SELECT ?o {{ SERVICE <{server.address}> {{ <http://e/a> <http://partner/number> ?o }} }}")
    assert {Decimal(row["o"]["value"]) for row in found} == {
        Decimal("40842.5"), Decimal("12345678901234567890.123456789"), Decimal("0.1"), Decimal(-7),
    }  # fmt: skip
    assert {row["o"]["datatype"].rpartition("#")[2] for row in found} == {"decimal", "integer"}
    found = rows(ours, f"SELECT ?o {{ SERVICE <{server.address}> {{ <http://e/a> <http://partner/name> ?o }} }}")
    assert {(row["o"]["value"], row["o"].get("xml:lang", "")) for row in found} == {
        ('Тюрьмы: «ё» "q" \\ \n, Қазақстан', "ru"), ("plain", ""), ("typed", ""),
    }  # fmt: skip


def test_strings_with_and_without_a_type_are_one_for_us(ours: Live, server: Virtuoso) -> None:
    """Virtuoso 7 keeps them apart (RDF 1.0), and would not find the one by the other; we join them on our side."""
    alone = '{ ?s <http://partner/name> "typed" }'
    assert server.ask(f"SELECT ?s {alone}").json()["results"]["bindings"] == []
    query = f'SELECT * {{ VALUES ?o {{ "typed" "plain" }} SERVICE <{server.address}> {{ <http://e/a> <http://partner/name> ?o }} }}'
    assert len(rows(ours, query)) == 2


def test_blank_nodes_of_it_are_named(ours: Live, server: Virtuoso) -> None:
    (row,) = rows(ours, f"SELECT * {{ SERVICE <{server.address}> {{ ?s <http://partner/of> ?b . ?b <http://partner/name> ?n }} }}")
    assert row["n"]["value"] == "blank"
    assert "/.well-known/genid/" in row["b"]["value"]


def test_functions_of_its_own_are_its_business(ours: Live, server: Virtuoso) -> None:
    query = f"""SELECT ?n {{ SERVICE <{server.address}> {{
      ?s <http://partner/name> ?x . FILTER(?x = 'plain') BIND(<bif:length>(?x) AS ?n) }} }}"""
    assert [row["n"]["value"] for row in rows(ours, query)] == ["5"]


def test_many_of_ours_are_handed_over(ours: Live, server: Virtuoso) -> None:
    theirs = f"GRAPH <{GRAPH}> {{ ?theirs <http://purl.org/linked-data/sdmx/2009/dimension#refArea> ?area }}"
    query = f"SELECT ?area (COUNT(?theirs) AS ?n) {{ ?area a hrm:Area SERVICE <{server.address}> {{ {theirs} }} }} GROUP BY ?area"
    found = {row["area"]["value"].rpartition("/")[2]: int(row["n"]["value"]) for row in rows(ours, query)}
    assert found["KAZ"] == 2
    assert set(found) >= {"KAZ", "KGZ", "MDA", "RUS"}


def test_an_answer_that_it_cuts_is_an_error(ours: Live, server: Virtuoso) -> None:
    answer = ask(ours, f"SELECT * {{ SERVICE <{server.address}> {{ ?a ?b ?c . ?d ?e ?f }} }}")
    said = answer.json()
    assert (answer.status_code, said["code"]) == (502, "KG836")
    assert str(ROWS) in said["why"]


def test_what_it_does_not_take_is_an_error(ours: Live, server: Virtuoso) -> None:
    said = ask(ours, f"SELECT * {{ SERVICE <{server.address}> {{ ?s (<http://e/p>*/^<http://e/q>){{0}} ?o }} }}").json()
    assert said["code"] in ("KG820", "KG834")
    silent = rows(ours, f"SELECT * {{ SERVICE SILENT <{server.address}> {{ ?s ?p ?o . FILTER(<http://e/nothing>(?o)) }} }}")
    assert silent == [{}]


@pytest.mark.parametrize("pattern", [
    "?s <http://partner/name> ?n FILTER(LANG(?n) = 'ru')",
    "{ ?s <http://partner/name> ?n } UNION { ?s <http://partner/year> ?n }",
    "?s <http://partner/year> ?y OPTIONAL { ?s <http://partner/none> ?n }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s <http://partner/name> ?x } GROUP BY ?s",
    "?s <http://partner/year> ?y BIND(STR(?y) AS ?n)",
    "?s <http://partner/year> ?y FILTER NOT EXISTS { ?s <http://partner/none> ?n }",
])  # fmt: skip
def test_patterns_with_what_is_handed_over(ours: Live, server: Virtuoso, pattern: str) -> None:
    """Each asked with our VALUES behind it gives the rows it gives without."""
    bare = server.ask(f"SELECT * {{ {pattern} }}").json()["results"]["bindings"]
    mine = [row for row in bare if row["s"]["value"] == "http://e/a"]
    assert mine
    assert len(
        rows(ours, f"SELECT * {{ VALUES ?s {{ <http://e/a> <http://e/other> }} SERVICE <{server.address}> {{ {pattern} }} }}")
    ) == len(mine)
