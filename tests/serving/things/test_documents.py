"""What documents hold: everything about a thing, what points at it, words for both, and what the document says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.serving.things.description import PAGE
from kg.serving.things.forms import FORMS, RDF

BASE = "https://w3id.org/hrmkg/"
HRM = BASE + "ontology#"
OA = "http://www.w3.org/ns/oa#"
A = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PROFILE = "profile/antitorture/KAZ/2022"
SOURCE = "source/5950666d4bcb592c"


def triples(body: bytes, form: str = "ttl") -> set[Triple]:
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in parse(body, format=FORMS[form].rdf)}


def said(body: bytes, subject: str, predicate: str) -> set[str]:
    return {t.object.value for t in triples(body) if t.subject == NamedNode(subject) and t.predicate == NamedNode(predicate)}


def canonical(found: set[Triple]) -> set[str]:
    dataset = Dataset(Quad(one.subject, one.predicate, one.object) for one in found)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def test_all_quads_of_a_thing_and_their_graphs(real: Any) -> None:
    store = real.things.release.store
    for path in ("area/KAZ", f"{PROFILE}/prison-population", "instrument/CAT", "act/KAZ-CAT-accession", "body/KAZ-president"):
        stored = set(store.quads_for_pattern(NamedNode(BASE + path), None, None))
        assert stored
        given = set(parse(real.get(f"/{path}.trig").body, format=RdfFormat.TRIG))
        assert stored <= given
        own = {quad for quad in given if str(quad.graph_name) != "DEFAULT" and quad.subject == NamedNode(BASE + path)}
        assert own == stored


@pytest.mark.parametrize(
    "path",
    [
        *(
            "area/KAZ",
            PROFILE,
            f"{PROFILE}/prison-population",
            "instrument/CAT",
            "act/KAZ-CAT-accession",
            "body/KAZ-president",
            "population/KAZ-2022",
        ),
        *(f"{SOURCE}/255-261", SOURCE, "vocab/indicator", "vocab/indicator/prison-population", "reference/acts", "ontology", "catalogue"),
    ],
)
def test_json_begins_with_what_was_asked_for(real: Any, path: str) -> None:
    answer = real.get(f"/{path}.jsonld")
    said = json.loads(answer.body)
    nodes = said.get("@graph", [said])
    thing = BASE + path
    for name, space in said["@context"].items():
        if isinstance(space, str) and thing.startswith(space) and nodes[0]["id"].startswith(f"{name}:"):
            assert nodes[0]["id"] == f"{name}:{thing.removeprefix(space)}"
            break
    else:
        assert nodes[0]["id"] == thing
    others = [node["id"] for node in nodes[1:]]
    assert nodes[0]["id"] not in others
    assert answer.body == real.get(f"/{path}.jsonld").body


def test_nothing_is_made_up(real: Any) -> None:
    """What stands in a named graph of TriG stands there in the store."""
    store = real.things.release.store
    for path in ("area/KAZ", PROFILE, "vocab/indicator", "reference/acts"):
        given = [quad for quad in parse(real.get(f"/{path}.trig").body, format=RdfFormat.TRIG) if str(quad.graph_name) != "DEFAULT"]
        assert given
        assert [quad for quad in given if quad not in store] == []


@pytest.mark.parametrize("path", ["area/KAZ", PROFILE, f"{SOURCE}/255-261", "ontology", "catalogue", f"graph/{PROFILE}", SOURCE])
def test_every_form_says_the_same_with_the_same_bytes(real: Any, path: str) -> None:
    metadata = {NamedNode(f"{BASE}{path}.{form}") for form in FORMS}
    found = {}
    forms = [form for form in RDF if (path, form) != (PROFILE, "nq")]  # which is the distribution of the profile
    for form in forms:
        answer = real.get(f"/{path}.{form}")
        assert answer.body == real.get(f"/{path}.{form}").body
        found[form] = canonical({one for one in triples(answer.body, form) if one.subject not in metadata})
    assert len(found["ttl"]) > 5
    for form in forms:
        assert found[form] == found["ttl"], form


def test_a_document_says_what_it_is(real: Any) -> None:
    body, document = real.get("/area/KAZ.ttl").body, f"{BASE}area/KAZ.ttl"
    assert said(body, document, "http://xmlns.com/foaf/0.1/primaryTopic") == {f"{BASE}area/KAZ"}
    assert said(body, document, "http://rdfs.org/ns/void#inDataset") == {f"{BASE}catalogue"}
    assert said(body, document, "http://www.w3.org/ns/dcat#version") == {real.things.release.id}
    assert said(body, document, "http://purl.org/dc/terms/license") == {"http://creativecommons.org/licenses/by/4.0/"}
    assert said(body, document, "http://www.w3.org/ns/prov#wasDerivedFrom") == {f"{BASE}graph/reference/areas"}


def test_iris_are_canonical_whatever_the_host(real: Any) -> None:
    for form in RDF:
        body = real.get(f"/{PROFILE}.{form}").text
        assert "data.example" not in body
        if form == "jsonld":  # its context says what kg: is
            assert f'"kg": "{BASE}"' in body
            assert f'"id": "kg:{PROFILE}"' in body
        else:
            assert f"{BASE}{PROFILE}" in body
    page = real.get(f"/{PROFILE}.html").text
    assert 'href="http://data.example/area/KAZ"' in page
    assert f'href="{BASE}' not in page


def test_a_profile_lists_its_statements_with_words(real: Any) -> None:
    store = real.things.release.store
    printed = NamedNode(HRM + "asPrinted")
    statements = {q.subject for q in store.quads_for_pattern(None, printed, None, NamedNode(f"{BASE}graph/{PROFILE}"))}
    assert len(statements) == 55
    found = triples(real.get(f"/{PROFILE}.ttl").body)
    assert {one.subject for one in found if one.predicate == printed} == statements
    labels = {one.object for one in found if one.subject == NamedNode(f"{BASE}vocab/indicator/prison-population")}
    assert Literal("Prison population", language="en") in labels
    assert Literal("Тюремное население", language="ru") in labels


def test_blank_nodes_are_closed(made: Callable[..., Any]) -> None:
    quads = """<graph/g> { <x> <ontology#p> [ <ontology#q> [ <ontology#r> "deep" ] ; <ontology#s> _:c ] .
        _:c <ontology#t> _:c . _:other <ontology#q> 1 }"""
    found = triples(made(quads).get("/x.ttl").body)
    assert {one.object.value for one in found if one.predicate == NamedNode(HRM + "r")} == {"deep"}
    assert [one for one in found if one.predicate == NamedNode(HRM + "t") and one.subject == one.object]
    assert not [one for one in found if isinstance(one.object, Literal) and one.object.value == "1" and one.predicate.value == HRM + "q"]


def test_bytes_do_not_depend_on_the_names_of_blank_nodes(made: Callable[..., Any]) -> None:
    quads = "<graph/g> { <x> <ontology#p> [ <ontology#q> 1 ] , [ <ontology#q> 2 ] , [ <ontology#q> 3 ] }"
    one, other = made(quads), made(quads)
    for form in RDF:
        assert one.get(f"/x.{form}").body == other.get(f"/x.{form}").body


def test_links_to_a_thing_are_counted_exactly_and_paged(made: Callable[..., Any]) -> None:
    count = 2 * PAGE + 7
    quads = "<graph/g> { " + " ".join(f"<y/{n}> <ontology#p> <x> ." for n in range(count)) + " <x> <ontology#label> 'x' }"
    client = made(quads)
    seen: list[str] = []
    path, pages = "/x.ttl", 0
    while path:
        answer = client.get(path)
        assert answer.status == 200
        document = BASE + path.removeprefix("http://data.example").removeprefix("/")
        assert said(answer.body, document, "http://a9.com/-/spec/opensearch/1.1/totalResults") == {str(count)}
        links = [t.subject.value for t in triples(answer.body) if t.object == NamedNode(BASE + "x") and t.predicate.value == HRM + "p"]
        assert len(links) <= PAGE
        seen += links
        following = answer.links("next")
        assert said(answer.body, document, "http://www.w3.org/1999/xhtml/vocab#next") == {
            BASE + one.removeprefix("http://data.example/") for one, _ in following
        }
        path, pages = (following[0][0] if following else ""), pages + 1
    assert pages == 3
    assert sorted(seen) == sorted(f"{BASE}y/{n}" for n in range(count))
    for wrong in ("4", "0", "-1", "x", "1e9", "99999999999", "%0d"):
        assert client.get(f"/x.ttl?page={wrong}").status == 404
    page = client.get("/x.html?page=2").text
    assert f"Links from other things: {count}." in page
    assert 'href="http://data.example/x.html?page=3&amp;lang=en"' in page
    assert client.get("/x.html?page=2").links("prev") == [("http://data.example/x.html?page=1", "")]


def test_many_links_stay_in_the_order_of_the_store(made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serving.things.lookup.SORTED", 50)
    client = made("<graph/g> { " + " ".join(f"<y/{n}> <ontology#p> <x> ." for n in range(PAGE + 20)) + " }")
    pages = [
        {
            t.subject
            for t in triples(client.get(f"/x.ttl?page={n}").body)
            if t.object == NamedNode(BASE + "x") and t.predicate.value == HRM + "p"
        }
        for n in (1, 2)
    ]
    assert (len(pages[0]), len(pages[1]), len(pages[0] | pages[1])) == (PAGE, 20, PAGE + 20)


def test_pages_come_to_an_end_and_say_so(made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serving.things.description.LAST", 2)
    client = made("<graph/g> { " + " ".join(f"<y/{n}> <ontology#p> <x> ." for n in range(3 * PAGE + 1)) + " }")
    assert client.get("/x.ttl?page=2").links("next") == []
    assert client.get("/x.ttl?page=3").status == client.get("/x.ttl?page=9999999").status == 404
    page = client.get("/x.html").text
    assert f"Links from other things: {3 * PAGE + 1}. On no page: {PAGE + 1}; a query gives them." in page


def test_a_graph_is_given_whole(real: Any) -> None:
    for path in (f"graph/{PROFILE}", "graph/reference/acts", "graph/vocabulary"):
        stored = {(q.subject, q.predicate, q.object) for q in real.things.lookup.graph(BASE + path)}
        graph = NamedNode(BASE + path)
        given = {
            (q.subject, q.predicate, q.object)
            for q in parse(real.get(f"/{path}.nq").body, format=RdfFormat.N_QUADS)
            if q.graph_name == graph
        }
        assert canonical({Triple(*one) for one in stored}) == canonical({Triple(*one) for one in given})
    assert real.get("/graph/reference/acts.ttl?page=2").status == 404
    assert real.get("/graph/reference/acts.html?page=2").status == 200


def test_a_distribution_is_the_graph_and_nothing_else(real: Any) -> None:
    answer = real.get(f"/{PROFILE}.nq")
    given = set(parse(answer.body, format=RdfFormat.N_QUADS))
    assert given == set(real.things.lookup.graph(f"{BASE}graph/{PROFILE}"))
    assert ("http://data.example/" + PROFILE, "") in answer.links("collection")
    assert f"http://data.example/{PROFILE}.nq.ttl" in [target for target, _ in answer.links("describedby")]
    described = real.get(f"/{PROFILE}.nq", "text/turtle", follow=True).body
    assert said(described, f"{BASE}{PROFILE}.nq", "http://www.w3.org/ns/dcat#accessURL") == {f"{BASE}{PROFILE}.nq"}


def test_the_ontology_holds_all_its_terms(real: Any) -> None:
    answer = real.get("/ontology", "text/turtle")
    assert answer.headers["content-location"] == "http://data.example/ontology.ttl"
    given = {one.subject.value for one in triples(answer.body) if isinstance(one.subject, NamedNode) and one.subject.value.startswith(HRM)}
    declared = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    terms = {quad.subject.value for quad in real.things.release.store.quads_for_pattern(None, declared, NamedNode(BASE + "ontology"))}
    assert len(terms) > 100
    assert given >= terms
    page = real.get("/ontology", "text/html").text
    assert all(f'id="{term.removeprefix(HRM)}"' in page for term in terms)


def test_the_catalogue_is_dcat_and_void(real: Any) -> None:
    body, iri = real.get("/", "text/turtle", follow=True).body, f"{BASE}catalogue"
    void = "http://rdfs.org/ns/void#"
    assert {f"{BASE}{PROFILE}", f"{BASE}reference/acts"} <= said(body, iri, "http://www.w3.org/ns/dcat#dataset")
    assert said(body, iri, void + "uriSpace") == {BASE}
    assert said(body, iri, void + "triples") == {str(len(real.things.release.store))}
    assert said(body, iri, void + "sparqlEndpoint") == {"http://data.example/sparql"}
    assert len(said(body, iri, void + "feature")) == len(RDF)
    assert real.get("/.well-known/void", "text/turtle", follow=True).body == body
    assert {len(said(body, iri, void + part)) > 30 for part in ("propertyPartition", "classPartition")} == {True}


def test_what_says_no_licence_has_none(real: Any) -> None:
    for path, expected in (
        (SOURCE, 0),
        (f"{SOURCE}/255-261", 0),
        ("index-score/ARM-2019-sixth", 0),
        ("population/ARM-2015", 1),
        (PROFILE, 1),
    ):
        answer = real.get(f"/{path}.ttl")
        assert len(answer.links("license")) == expected, path
        assert len(said(answer.body, f"{BASE}{path}.ttl", "http://purl.org/dc/terms/license")) == expected, path
    assert real.get("/population/ARM-2015.ttl").links("license") == [("http://opendatacommons.org/licenses/pddl/1-0/", "")]


def test_a_source_as_text_is_the_stored_text(real: Any, document: Path) -> None:
    answer = real.get(f"/{SOURCE}.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.body == document.read_bytes()
    assert hashlib.sha256(answer.body).hexdigest().startswith(SOURCE.partition("/")[2])


def test_every_passage_answers_with_its_words(real: Any, document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    derived = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    passages = sorted({q.object.value for q in real.things.release.store.quads_for_pattern(None, derived, None) if "-" in q.object.value})
    assert len(passages) > 50
    for iri in passages:
        start, end = map(int, iri.rpartition("/")[2].split("-"))
        assert real.get(iri.replace(BASE, "/") + ".txt").text == text[start:end]
        found = triples(real.get(iri.replace(BASE, "/") + ".ttl").body)
        values = {one.predicate.value.removeprefix(OA): one.object.value for one in found}
        assert (values["start"], values["end"], values["exact"]) == (str(start), str(end), text[start:end])
        assert text[:start].endswith(values["prefix"])
        assert text[end:].startswith(values["suffix"])
        assert values["hasSource"] == BASE + SOURCE
        assert Literal(f"char={start},{end}") in {one.object for one in found}
        kinds = {one.object.value.removeprefix(OA) for one in found if one.predicate == A and one.object.value.startswith(OA)}
        assert kinds == {"SpecificResource", "TextPositionSelector", "TextQuoteSelector", "FragmentSelector"}
        assert NamedNode("http://tools.ietf.org/rfc/rfc5147") in {one.object for one in found}


def test_offsets_are_code_points(made: Callable[..., Any]) -> None:
    text = "a\U0001f600б\U00010348\nв"
    client = made(f'<graph/g> {{ <source/0123456789abcdef> <ontology#text> "{text}" }}'.replace("\n", "\\n"))
    for start, end in ((0, 6), (1, 2), (2, 4), (6, 6)):
        assert client.get(f"/source/0123456789abcdef/{start}-{end}.txt").text == text[start:end]
    said = client.get("/source/0123456789abcdef/2-7", "application/json")
    assert (said.status, "the text has 6 characters, and the passage ends at 7" in said.text) == (404, True)
    assert client.get("/source/0123456789abcdef/99999999999999999999-999999999999999999999").status == 404
