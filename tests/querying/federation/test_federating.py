"""Queries with SERVICE: the same solutions as an engine that sends SERVICE itself, by few requests that any server understands."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, RdfFormat, Store

from kg.errors import QueryError
from kg.querying.federation import alone, clause, federating
from kg.querying.federation.answer import GENID
from kg.validation.queries import tokens

OURS = """
@prefix e: <http://e/> .
e:a e:ours 1 ; e:label "a" . e:b e:ours 2 ; e:label "b" . e:d e:ours 4 ; e:knows e:a .
"""
PREFIXES = "PREFIX e: <http://e/> PREFIX p: <http://partner/> "
QUERIES = [
    "SELECT * { SERVICE <@> { ?s p:value ?v } }",
    "SELECT * { ?s e:ours ?o SERVICE <@> { ?s p:value ?v } }",
    "SELECT * { ?s e:ours ?o . SERVICE <@> { ?s p:value ?v } ?s e:label ?l }",
    "SELECT * { ?s e:ours ?o OPTIONAL { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { ?s e:ours ?o OPTIONAL { ?s e:label ?l SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { ?s e:ours ?o OPTIONAL { ?s e:knows ?k OPTIONAL { SERVICE <@> { ?k p:value ?v } } } }",
    "SELECT * { ?s e:ours ?o FILTER EXISTS { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { ?s e:ours ?o FILTER NOT EXISTS { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { ?s e:ours ?o FILTER(?v > ?o) SERVICE <@> { ?s p:value ?v } }",
    "SELECT * { ?s e:ours ?o FILTER(BOUND(?v) && EXISTS { ?s e:label ?l }) OPTIONAL { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { ?s e:ours ?o OPTIONAL { ?s e:knows ?k } SERVICE <@> { ?k p:value ?v } }",
    "SELECT * { ?s e:ours ?o MINUS { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { { ?s e:ours ?o } UNION { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT * { ?s e:ours ?o { ?s e:label ?l } UNION { SERVICE <@> { ?s p:value ?v } } }",
    "SELECT ?s (SUM(?v) AS ?all) { ?s e:ours ?o SERVICE <@> { ?s p:value ?v } } GROUP BY ?s HAVING (SUM(?v) > 1)",
    "SELECT * { ?s e:ours ?o SERVICE <@> { SELECT ?s (MAX(?x) AS ?v) { ?s p:value ?x } GROUP BY ?s } }",
    "SELECT * { ?s e:ours ?o SERVICE <@> { SELECT ?s ?v { ?s p:value ?v } ORDER BY ?v LIMIT 2 } }",
    "SELECT * { ?s e:ours ?o . BIND(?s AS ?t) { SELECT ?t ?v { SERVICE <@> { ?t p:value ?v } } } }",
    "SELECT * { SERVICE <@> { ?s p:value ?v } SERVICE <@> { ?s p:of ?w . ?w p:name ?n } }",
    "SELECT * { ?s e:ours ?o SERVICE <@> { ?s p:value ?v OPTIONAL { ?s p:name ?n } FILTER(?v > 1) } }",
    "SELECT * { ?s e:ours ?o SERVICE SILENT <@> { ?s p:value ?v } }",
    "SELECT * { SERVICE <@> { ?s ?p ?v FILTER(LANG(?v) = 'ru') } }",
    "SELECT * { VALUES ?s { e:nobody } ?s e:ours ?o SERVICE <@> { ?s p:value ?v } }",
    "SELECT * { ?s e:label ?l SERVICE <@> { ?s p:value ?v BIND('a' AS ?l) } }",
    "SELECT * { ?s e:ours ?o SERVICE <@> { <http://e/b> p:value 0 } }",
    "SELECT * { SERVICE <@> { { <http://e/b> p:value 0 } UNION { <http://e/b> p:of ?w } } }",
    "ASK { SERVICE <@> { <http://e/b> p:value 0 } }",
    "ASK { SERVICE <@> { <http://e/b> p:value 1 } }",
    "CONSTRUCT { ?s e:v ?v } { ?s e:ours ?o SERVICE <@> { ?s p:value ?v } }",
    "SELECT * { ?s e:ours ?o # SERVICE <http://evil/> { }\n SERVICE # silent {\n<@> # {\n { ?s p:value ?v # }\n } }",
    "SELECT (CONCAT('SERVICE <http://evil/> {', STR(?v)) AS ?x) { SERVICE <@> { ?s p:value ?v } }",
]


@pytest.fixture
def ours() -> Store:
    store = Store()
    store.load(OURS.encode(), format=RdfFormat.TURTLE)
    return store


def bag(found: Any) -> Any:
    """Solutions whatever their order; blank nodes, and what we name them, are all one."""
    if isinstance(found, bool):
        return found
    if not hasattr(found, "variables"):
        return found if not hasattr(found, "__iter__") else Counter(map(str, found))
    names = [variable.value for variable in found.variables]

    def shown(term: Any) -> str:
        return "blank" if isinstance(term, BlankNode) or GENID in str(term) else str(term)

    return Counter(tuple((name, shown(row[name])) for name in names) for row in found)


def asked(ours: Store, query: str, *allowed: str) -> Any:
    return ours.query(alone.joined(PREFIXES + query, allowed, ours.query, seconds=5).text)


@pytest.mark.parametrize("query", QUERIES)
def test_the_solutions_are_those_of_an_engine_that_asks_itself(ours: Store, other: Any, query: str) -> None:
    text = query.replace("@", other.address)
    # This engine sends SERVICE over the network; a sub-select's LIMIT with bindings is the same for both, as neither hands them into it.
    expected = ours.query(PREFIXES + text)
    found = asked(ours, text, other.address)
    if query.startswith("ASK"):
        assert bool(found) is bool(expected)
    else:
        assert bag(found) == bag(expected)


@pytest.mark.parametrize("query", QUERIES)
def test_few_requests_are_sent(ours: Store, other: Any, query: str) -> None:
    for number in range(300):
        ours.update(f"INSERT DATA {{ <http://e/n{number}> <http://e/ours> {number} }}")
    asked(ours, query.replace("@", other.address), other.address)
    assert len(other.queries) <= 4 * query.count("<@>")


def test_what_we_know_is_handed_over_in_portions(ours: Store, other: Any) -> None:
    for number in range(247):
        ours.update(f"INSERT DATA {{ <http://e/n{number}> <http://e/ours> {number} }}")
    found = asked(ours, f"SELECT * {{ ?s e:ours ?o SERVICE <{other.address}> {{ ?s p:value ?v }} }}", other.address)
    assert len(list(found)) == 2
    assert [query.count("<http://e/") for query in other.queries] == [100, 100, 50]
    other.queries.clear()
    for number in range(2000):
        ours.update(f"INSERT DATA {{ <http://e/m{number}> <http://e/ours> {number} }}")
    found = asked(ours, f"SELECT * {{ ?s e:ours ?o SERVICE <{other.address}> {{ ?s p:value ?v }} }}", other.address)
    assert len(list(found)) == 2
    assert len(other.queries) == 1
    assert "VALUES" not in other.queries[0]


def test_literals_are_not_handed_over(ours: Store, other: Any) -> None:
    """Servers differ in which literals are equal."""
    asked(ours, f"SELECT * {{ ?x e:label ?n SERVICE <{other.address}> {{ ?s p:name ?n }} }}", other.address)
    assert len(other.queries) == 1
    assert "VALUES" not in other.queries[0]


def test_a_server_that_a_variable_names(ours: Store, other: Any) -> None:
    query = f"SELECT * {{ VALUES ?e {{ <{other.address}> }} ?s e:ours ?o SERVICE ?e {{ ?s p:value ?v }} }}"
    rows = list(asked(ours, query, other.address))
    assert {row["e"].value for row in rows} == {other.address}
    assert len(rows) == 2
    ours.update(f"INSERT DATA {{ <http://e/set> <http://e/at> <{other.address}> }}")
    assert len(list(asked(ours, "SELECT * { ?set e:at ?e . ?s e:ours ?o SERVICE ?e { ?s p:value ?v } }", other.address))) == 2
    assert len(list(asked(ours, "SELECT * { ?set e:at ?e SERVICE ?e { ?s p:value ?v . OPTIONAL { ?s p:at ?e } } }", other.address))) == 3


@pytest.mark.parametrize(("query", "code"), [
    ("SELECT * { ?s e:ours ?o SERVICE ?e { ?s p:value ?v } }", "KG826"),
    ("SELECT * { OPTIONAL { ?s e:none ?e } SERVICE ?e { ?s p:value ?v } }", "KG826"),
    ("SELECT * { VALUES ?e { <@> <http://evil/> } SERVICE SILENT ?e { ?s p:value ?v } }", "KG826"),
    ("SELECT * { VALUES ?e { <http://evil/> } SERVICE ?e { ?s p:value ?v } }", "KG826"),
    ("SELECT * { BIND('<@>' AS ?e) SERVICE ?e { ?s p:value ?v } }", "KG826"),
    ("SELECT * { SERVICE <@> { ?s p:value ?v } SERVICE SILENT <http://evil/> { ?s p:value ?v } }", "KG826"),
    ("SELECT * { SERVICE <@x> { ?s p:value ?v } }", "KG826"),
    ("SELECT * { SERVICE <sparql> { ?s p:value ?v } }", "KG826"),
    ("SELECT * { SERVICE e:x { ?s p:value ?v } }", "KG826"),
    ("SELECT * { SERVICE <@> { SERVICE <@> { ?s p:value ?v } } }", "KG835"),
    ("SELECT * { " + "SERVICE <@> { ?s p:value ?v } " * 21 + "}", "KG835"),
    ("SELECT * { VALUES ?e { <@> <e:1> <e:2> <e:3> <e:4> <e:5> } SERVICE ?e { ?s p:value ?v } }", "KG835"),
    ("SELECT * { SERVICE <@> { ?s p:value ?v }", "KG705"),
    ("SELECT * { SERVICE <@> ?s p:value ?v }", "KG835"),
    ("SELECT * { SERVICE <@> { ?s p:value ?v } } GROUP", "KG705"),
])  # fmt: skip
def test_nothing_is_sent_for_a_query_that_is_refused(ours: Store, other: Any, query: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        asked(ours, query.replace("@", other.address), other.address)
    assert caught.value.code == code
    assert other.queries == []


def test_a_dataset_of_the_query_holds_for_what_stands_before(other: Any) -> None:
    ours = Store()
    ours.update(
        "INSERT DATA { GRAPH <http://g/1> { <http://e/a> <http://e/ours> 1 } GRAPH <http://g/2> { <http://e/b> <http://e/ours> 2 } }"
    )
    for query, names in {
        "SELECT * FROM <http://g/1> { ?s e:ours ?o SERVICE <@> { ?s p:value ?v } }": ["a"],
        "SELECT * FROM NAMED <http://g/2> { GRAPH ?g { ?s e:ours ?o SERVICE <@> { ?s p:value ?v } } }": ["b"],
        "SELECT * { GRAPH <http://g/1> { { ?s e:ours ?o SERVICE <@> { ?s p:value ?v } } } }": ["a"],
    }.items():
        other.queries.clear()
        rows = list(asked(ours, query.replace("@", other.address), other.address))
        assert [row["s"].value for row in rows] == [f"http://e/{name}" for name in names], query
        assert [query.count("(<http://e/") for query in other.queries] == [1], query


def test_a_request_declares_what_it_uses_and_nothing_else(ours: Store, other: Any) -> None:
    query = "BASE <http://e/> PREFIX q: <none> PREFIX p: <http://partner/> SELECT * { SERVICE <@> { <a> p:value ?v . FILTER(?v < 99999) } }"
    alone.joined(query.replace("@", other.address), [other.address], ours.query)
    assert other.queries == ["BASE <http://e/>\nPREFIX p: <http://partner/>\nSELECT ?v\nWHERE { <a> p:value ?v . FILTER(?v < 99999) }\n"]
    assert other.heads[0]["accept"].startswith("application/sparql-results+json")
    assert not {"cookie", "authorization", "referer"} & set(other.heads[0])


def test_a_line_stays_on_its_line(ours: Store, other: Any) -> None:
    query = f"{PREFIXES}SELECT * {{\n SERVICE <{other.address}> {{\n ?s p:value ?v\n }}\n ?s e:ours ?o }}"
    joined = alone.joined(query, [other.address], ours.query)
    assert joined.text.splitlines()[4] == " ?s e:ours ?o }"
    assert joined.asked == {other.address: True}


def test_a_name_of_the_other_server_is_no_variable_of_ours(ours: Store) -> None:
    """What it says of variables that were not asked for is not taken."""
    from kg.querying.federation import answer
    from kg.querying.federation.errand import Fetched

    content = b'{"head":{"vars":["s","o"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/a"},"o":{"type":"literal","value":"forged"}}]}}'
    assert answer.rows(Fetched("json", content), ["s"], "http://base/") == [(answer.NamedNode("http://e/a"),)]


@pytest.mark.parametrize("term", [
    {"type": "uri", "value": "http://e/> } UNION { ?s ?p ?o } #"},
    {"type": "uri", "value": "relative"},
    {"type": "literal", "value": "x", "xml:lang": "en> . }"},
    {"type": "literal", "value": "x", "datatype": "http://e/> . }"},
    {"type": "literal", "value": 5},
    {"type": "literal"},
    {"type": "triple", "value": {}},
    "x",
])  # fmt: skip
def test_terms_are_checked_before_they_are_written(term: Any) -> None:
    import json

    from kg.querying.federation import answer
    from kg.querying.federation.errand import Fetched, UnansweredError

    content = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": term}]}}).encode()
    with pytest.raises(UnansweredError, match="no table"):
        answer.rows(Fetched("json", content), ["s"], "http://base/")


@pytest.mark.parametrize(
    "value", ['"', "\\", '"""', "\n\r\t", "'", "} SERVICE <http://evil/> {", "«ё»", "\U0001f600", "\x00", "\u2028", ") ("]
)
def test_any_text_of_another_server_comes_back_as_it_was(value: str) -> None:
    import json

    from kg.querying.federation import answer
    from kg.querying.federation.errand import Fetched

    content = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "literal", "value": value}}]}}).encode()
    rows = answer.rows(Fetched("json", content), ["s"], "http://base/")
    found = list(Store().query(f"SELECT * {{ {answer.written(['s'], rows)} }}"))
    assert [row["s"] for row in found] == [Literal(value)]


def test_what_a_parser_sees_keeps_every_place() -> None:
    text = "SELECT * {\n SERVICE SILENT <http://e/x> { ?s ?p ?o } SERVICE ?e { ?s ?p ?o } }"
    found = federating.local(text)
    assert len(found) == len(text)
    assert "SERVICE" not in found
    assert found.split() == ["SELECT", "*", "{", "{", "?s", "?p", "?o", "}", "{", "?s", "?p", "?o", "}", "}"]


def test_clauses_are_read() -> None:
    text = "SELECT * { ?a ?b ?c FILTER(?c > 1) FILTER NOT EXISTS { ?a ?x ?y } SERVICE SILENT <http://e/x> { ?s ?p { } } }"
    (one,) = clause.clauses(text, tokens(text), {}, "http://base/")
    assert (one.silent, one.target, one.variable) == (True, "http://e/x", "")
    assert text[one.start : one.end] == "SERVICE SILENT <http://e/x> { ?s ?p { } }"
    assert [text[first:last] for first, last in one.left_out] == ["FILTER(?c > 1)", "FILTER NOT EXISTS { ?a ?x ?y }"]
