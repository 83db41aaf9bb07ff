"""The row limit written into a query, servers found in it, the answer cut: parts that run in askers."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, Store

from kg.serving.problem import ServingError
from kg.serving.sparql import bounding, cutting, refusal, tidying
from kg.serving.sparql.cache import Cache, Kept
from kg.serving.sparql.question import question

ALLOWED = ("http://ok/sparql",)


@pytest.mark.parametrize(("text", "limited"), [
    ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }\nLIMIT 11"),
    ("SELECT * { ?s ?p ?o } # }", "SELECT * { ?s ?p ?o } # }\nLIMIT 11"),
    ("SELECT * { ?s ?p ?o } LIMIT 5", "SELECT * { ?s ?p ?o } LIMIT 5"),
    ("SELECT * { ?s ?p ?o } LIMIT 10", "SELECT * { ?s ?p ?o } LIMIT 10"),
    ("SELECT * { ?s ?p ?o } LIMIT 0010", "SELECT * { ?s ?p ?o } LIMIT 0010"),
    ("SELECT * { ?s ?p ?o } limit 11 OFFSET 3", "SELECT * { ?s ?p ?o } limit 11 OFFSET 3"),
    ("SELECT * { ?s ?p ?o } LIMIT 999999999999999999999999", "SELECT * { ?s ?p ?o } LIMIT 11"),
    ("SELECT * { ?s ?p ?o } OFFSET 3 LIMIT #4\n 50", "SELECT * { ?s ?p ?o } OFFSET 3 LIMIT #4\n 11"),
    ("SELECT * { ?s ?p ?o } VALUES ?s { 1 }", "SELECT * { ?s ?p ?o }  LIMIT 11 VALUES ?s { 1 }"),
    ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 50 } }", "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 50 } }\nLIMIT 11"),
    ("SELECT * { ?s ?p ' LIMIT 5 } ' }", "SELECT * { ?s ?p ' LIMIT 5 } ' }\nLIMIT 11"),
    ("SELECT (EXISTS { ?a ?b ?c } AS ?x) { ?s ?p ?o } HAVING EXISTS { { SELECT * { ?s ?p ?o } LIMIT 5 } }",
     "SELECT (EXISTS { ?a ?b ?c } AS ?x) { ?s ?p ?o } HAVING EXISTS { { SELECT * { ?s ?p ?o } LIMIT 5 } }\nLIMIT 11"),
    ("PREFIX limit: <> SELECT * { ?s limit:a ?limit } ORDER BY ?limit",
     "PREFIX limit: <> SELECT * { ?s limit:a ?limit } ORDER BY ?limit\nLIMIT 11"),
    ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
    ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"),
])  # fmt: skip
def test_a_limit_is_written_into_the_query_itself(text: str, limited: str) -> None:
    kind = re.findall("SELECT|ASK|CONSTRUCT", text)[0]
    assert bounding.bounded(text, kind, 10, (), strict=False).text == limited


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o } LIMIT", "SELECT * { ?s ?p ?o } LIMIT x", "SELECT *", "", "}", "{ { LIMIT"])
def test_what_is_no_query_stays_for_the_parser(text: str) -> None:
    with pytest.raises(SyntaxError):
        Store().query(bounding.bounded(text, "SELECT", 10, (), strict=False).text)


def test_from_is_found_at_the_top_only() -> None:
    assert bounding.bounded("SELECT * FROM <http://e/g> { ?s ?p ?o }", "SELECT", 10, (), strict=False).dataset
    assert not bounding.bounded("SELECT * { ?s <http://e/FROM> 'FROM' } # FROM", "SELECT", 10, (), strict=False).dataset


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://bad/sparql> { ?s ?p ?o } }",
    "SELECT * { service silent <http://bad/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE #c\n <http://ok/sparql/> { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <http://bad> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX x: <http://ok/> SELECT * { SERVICE x:sparql { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://ok/sparql> { SERVICE <http://bad/> { ?s ?p ?o } } }",
    # IRI or comparison? In the second reading the string ends earlier, and SERVICE is a keyword.
    "PREFIX b: <http://e/> SELECT * { FILTER(?a<b:c('>x')) { SERVICE <http://bad/> { ?s ?p '' } } }",
])  # fmt: skip
def test_another_server_is_not_asked(text: str) -> None:
    with pytest.raises(ServingError) as caught:
        bounding.bounded(text, "SELECT", 10, ALLOWED, strict=True)
    assert caught.value.code == "KG826"


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://ok/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT # comment\n<http://ok/sparql> { ?s ?p ?o } }",
    "SELECT * { ?service <http://e/service> 'SERVICE <http://bad/>' } # SERVICE <http://bad/>",
])  # fmt: skip
def test_an_allowed_server_is_asked(text: str) -> None:
    assert bounding.bounded(text, "SELECT", 10, ALLOWED, strict=True).text.startswith(text)


ROW = st.tuples(*[st.one_of(st.none(), st.text(alphabet=st.sampled_from("ab{}[],\"\\\r\n\t<>&:'é"), max_size=8))] * 2)


@given(st.lists(ROW, max_size=12), st.sampled_from(["json", "xml", "csv", "tsv"]), st.integers(min_value=1, max_value=12))
def test_a_cut_table_has_the_first_rows(rows: list[tuple[str | None, str | None]], form: str, limit: int) -> None:
    values = " ".join("(" + " ".join("UNDEF" if value is None else str(Literal(value)) for value in row) + ")" for row in rows)
    known = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
    query = f"SELECT * {{ VALUES (?a ?b) {{ {values} }} }}"
    whole = Store().query(query).serialize(format=known[form]) or b""
    first = Store().query(f"{query} LIMIT {limit}").serialize(format=known[form]) or b""
    content, cut = cutting.cut(whole, form, limit, "http://e/?a&b")
    assert cut is (len(rows) > limit)
    if not cut:
        assert content == whole
    elif form == "json":
        read = json.loads(content)
        assert read["head"].pop("link") == ["http://e/?a&b"]
        assert read == json.loads(first)
    elif form == "xml":
        assert content.replace(b'<link href="http://e/?a&amp;b"/>', b"") == first
        ElementTree.fromstring(content)
    else:
        assert content == first


def test_a_row_of_no_variables_is_a_row() -> None:
    whole = Store().query("SELECT * { { } UNION { } UNION { } }").serialize(format=QueryResultsFormat.JSON) or b""
    content, cut = cutting.cut(whole, "json", 2, "n")
    assert cut
    assert json.loads(content)["results"]["bindings"] == [{}, {}]


def test_prefixes_are_sorted_and_used() -> None:
    text = b'@prefix b: <http://b/> .\n@prefix c: <http://c/> .\n@prefix a: <http://a/> .\na:x b:y "c" .\n'
    assert tidying.tidy(text, "ttl") == b'@prefix a: <http://a/> .\n@prefix b: <http://b/> .\na:x b:y "c" .\n'
    assert tidying.tidy(b"<http://a/x> <http://b/y> 1 .\n", "nt") == b"<http://a/x> <http://b/y> 1 .\n"
    xml = b'<?xml version="1.0"?>\n<rdf:RDF xmlns:b="http://b/" xmlns:rdf="R" xmlns:c="http://c/"><b:y/></rdf:RDF>'
    assert tidying.tidy(xml, "rdf") == b'<?xml version="1.0"?>\n<rdf:RDF xmlns:b="http://b/" xmlns:rdf="R"><b:y/></rdf:RDF>'


@pytest.mark.parametrize(("text", "kind"), [
    ("SELECT * {}", "SELECT"),
    ("\ufeff# a comment\n\nask{}", "ASK"),
    ("BASE <http://e/> PREFIX : <#> prefix a.b: <http://e/> CONSTRUCT WHERE {}", "CONSTRUCT"),
    ("PREFIX#x\na:#y\n<http://e/>#z\nDESCRIBE a:b", "DESCRIBE"),
    ('VERSION "1.2" SELECT * {}', "SELECT"),
    ("PREFIX select: <http://e/> ASK {}", "ASK"),
])  # fmt: skip
def test_the_kind_of_a_query(text: str, kind: str) -> None:
    assert question(text).kind == kind


@pytest.mark.parametrize(("text", "code"), [
    ("", "KG820"), ("  # SELECT", "KG820"), ("SELECTED * {}", "KG820"), ("PREFIX a <http://e/> SELECT * {}", "KG820"),
    ("x" * 200_001, "KG829"), ("ё" * 100_001, "KG829"),
    ("PREFIX a: <http://e/> insert data {}", "KG822"), ("LOAD <http://e/>", "KG822"), ("WITH <http://e/> DELETE {}", "KG822"),
])  # fmt: skip
def test_what_is_no_question(text: str, code: str) -> None:
    with pytest.raises(ServingError) as caught:
        question(text)
    assert caught.value.code == code


def test_words_of_others_stay_on_one_line() -> None:
    assert refusal.quoted("a\r\nSet-Cookie: b\x00\x1b[31m\u2028" + "c" * 200, 40) == "a  Set-Cookie: b  [31m " + "c" * 17 + "…"
    error = refusal.syntax("error at 3:7: expected \r\nx")
    assert (error.line, error.column, error.why) == (3, 7, "expected   x")


def test_the_cache_has_an_end() -> None:
    cache = Cache(32_000)
    for number in range(100):
        cache.put(str(number), Kept(b"x" * 1000, False))
        cache.get("0")
    assert cache.size <= 32_000
    assert cache.get("0") is not None  # used all the time
    assert cache.get("1") is None
    cache.put("large", Kept(b"x" * 2001, False))
    assert cache.get("large") is None
    cache.put("0", Kept(b"y", True))
    assert cache.get("0") == Kept(b"y", True)
