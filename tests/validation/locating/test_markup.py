"""RDF/XML and JSON-LD: each triple at the element or value it comes from, or a reason why not."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.mapping import jsonld
from kg.validation.data import Data
from kg.validation.locating import Sources
from kg.validation.report import Spot
from kg.validation.source import Source

E = "http://e.org/"
XML = """<?xml version="1.0"?>
<!-- <e:no/> -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/" xml:base="http://e.org/" xml:lang="ru">
  <e:T rdf:about="a" e:x="1" e:y='2' rdf:type="http://e.org/U">
    <e:p><rdf:Description rdf:nodeID="k"><e:q>ы<!-- c --></e:q></rdf:Description></e:p>
    <e:r rdf:resource="z"/>
    <e:s rdf:parseType="Collection"><rdf:Description rdf:about="m"/><e:N/></e:s>
    <e:t rdf:parseType="Resource"><e:u>1</e:u></e:t><rdf:li>l</rdf:li><rdf:li>m</rdf:li>
    <e:v e:w="5" e:w2="6"/>
    <e:xl rdf:parseType="Literal">a<b><e:not/></b></e:xl>
    <e:id rdf:ID="st">x</e:id><e:em/><e:em2></e:em2>
    <e:i rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">07</e:i>
    <e:empty rdf:parseType="Collection"/>
  </e:T>
  <rdf:Description rdf:ID="frag"><e:p>
    <e:N><e:q>deep</e:q></e:N>
  </e:p></rdf:Description>
</rdf:RDF>
"""


def sources(text: str, form: RdfFormat) -> tuple[Sources, Data]:
    data = Data([Source("x", text.encode(), form)])
    return Sources(data), data


def located(text: str, form: RdfFormat) -> list[tuple[Any, str]]:
    """Each triple with the text at its place."""
    asked, data = sources(text, form)
    found = []
    for quad in set(data.quads()):
        spot = asked.spot(quad.subject, quad.predicate, quad.object)
        assert spot is not None, (quad, asked.reasons)
        assert spot.what == "triple"
        found.append((quad, text.split("\n")[spot.line - 1][spot.column - 1 :]))
    return found


def test_every_triple_of_rdf_xml() -> None:
    found = located(XML, RdfFormat.RDF_XML)
    assert len(found) == 33
    for quad, text in found:
        name = quad.predicate.value.removeprefix(E)
        if isinstance(quad.object, Literal) and quad.object.value and name != "xl":
            assert text.startswith("07" if name == "i" else quad.object.value)
        elif isinstance(quad.object, BlankNode):
            assert text.startswith(("<", "</"))


def test_a_literal_and_a_resource_of_rdf_xml() -> None:
    asked, _ = sources(XML, RdfFormat.RDF_XML)
    a = NamedNode(E + "a")
    assert asked.spot(a, NamedNode(E + "r"), NamedNode(E + "z")) == Spot("x", 6, 24)
    assert asked.spot(a, NamedNode(E + "y"), Literal("2", language="ru")) == Spot("x", 4, 35)
    assert asked.spot(a, NamedNode(E + "none"), None) == Spot("x", 4, 3, "subject")
    assert asked.forms(a, NamedNode(E + "i"), Literal(7)) == [Literal("07", datatype=Literal(7).datatype)]


nodes = st.sampled_from([NamedNode(E + name) for name in "abc"] + [BlankNode("k"), BlankNode("l")])
values = st.one_of(nodes, st.builds(Literal, st.text("ab <&\"'\nы", max_size=5)), st.builds(Literal, st.integers(0, 99)))
triples = st.lists(st.builds(Triple, nodes, st.sampled_from([NamedNode(E + name) for name in "pqr"]), values), max_size=8)


@settings(max_examples=80, deadline=None)
@given(triples)
def test_random_graphs_in_xml_and_json(data: list[Triple]) -> None:
    for form in (RdfFormat.RDF_XML, RdfFormat.JSON_LD):
        written: bytes = serialize(data, format=form, prefixes={"e": E})
        located(written.decode(), form)


@settings(max_examples=50, deadline=None)
@given(triples)
def test_random_graphs_as_rdflib_writes_them(data: list[Triple]) -> None:
    graph = rdflib.Graph()
    graph.parse(data=serialize(data, format=RdfFormat.N_TRIPLES), format="nt")
    graph.bind("e", E)
    for name, form in (("xml", RdfFormat.RDF_XML), ("pretty-xml", RdfFormat.RDF_XML), ("json-ld", RdfFormat.JSON_LD)):
        text = graph.serialize(format=name)
        if form is RdfFormat.RDF_XML and "\r" in text:
            continue
        located(text, form)


JSON = """{"@context": {"e": "http://e.org/", "p": "e:p", "r": {"@id": "e:r", "@type": "@id"}, "id": "@id",
  "i": {"@id": "e:i", "@type": "e:I"},
  "l": {"@id": "e:l", "@container": "@list"}, "@language": "en"},
 "@graph": [
  {"p": ["ы", 1, 1.5, true, {"@value": "y", "@language": "RU"}, {"e:q": 1}], "@id": "e:a", "i": "4", "@type": ["e:T", "e:U"],
   "r": ["e:b", {"@id": "c"}], "l": [1, {"e:x": 2}], "e:k": {"@list": []}, "unknown": "dropped", "e:set": {"@set": ["a", null]}},
  {"e:z": {"@id": "_:b1", "e:t": "\\u0444"}, "id": "zz"}
 ]}"""


def test_every_triple_of_json_ld() -> None:
    found = located(JSON, RdfFormat.JSON_LD)
    assert len(found) == 22
    for quad, text in found:
        if isinstance(quad.object, Literal) and quad.object.value in ("ы", "4", "a"):
            assert json.loads(text[:3] if text[:1] == '"' else text[:1]) == quad.object.value


def test_our_own_json_ld_is_located() -> None:
    """Language maps, other names of keywords, several types: what ``kg.mapping.jsonld`` writes."""
    stem = "https://w3id.org/hrmkg/"
    said = [
        Triple(NamedNode(stem + "profile/x"), NamedNode(stem + f"ontology#{name}"), value)
        for name, value in (
            ("value", Literal("13.57", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
            ("asPrinted", Literal("ы", language="ru")),
            ("wording", Literal("a", language="en")),
            ("wording", Literal("b", language="en")),
            ("wording", Literal("в", language="ru")),
        )
    ]
    kinds = [stem + "ontology#Figure", "http://www.w3.org/ns/prov#Entity", "http://e.org/T"]
    said += [Triple(said[0].subject, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode(kind)) for kind in kinds]
    text = jsonld.write(said)
    found = located(text, RdfFormat.JSON_LD)
    assert {str(quad.object) for quad, _ in found} == {str(one.object) for one in said}
    for quad, words in found:
        if isinstance(quad.object, Literal) and quad.object.language:
            assert words.startswith(f'"{quad.object.value}"')


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"@context": "http://127.0.0.1:9/c", "@id": "e:a", "e:w": 1}, "reason-jsonld-remote"),
        ({"@context": [{"e": E}, "http://127.0.0.1:9/c"], "@id": "e:a", "e:w": 1}, "reason-jsonld-remote"),
    ],
)
def test_contexts_that_are_not_followed(change: dict[str, Any], reason: str) -> None:
    asked = sources(json.dumps(change), RdfFormat.JSON_LD)[0]
    assert asked.spot(NamedNode(E + "a"), None, None) is None
    assert asked.reasons == {"x": reason}


WORDS = {
    "e": E,
    "back": {"@reverse": "e:back"},
    "backs": {"@reverse": "e:back", "@type": "@id"},
    "tag": {"@id": "e:tag", "@container": "@language"},
    "by": {"@id": "e:by", "@container": "@index"},
    "raw": {"@id": "e:raw", "@type": "@json"},
    "own": {"@id": "e:own", "@context": {"inner": "e:inner"}},
    "Kind": {"@id": "e:Kind", "@context": {"inner": "e:inner"}},
    "nothing": None,
}


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ('"e:p": 1, "e:p": 3', 2),
        ('"@type": "e:T", "e:p": 1, "@type": "e:U"', 3),
        ('"e:p": {"@id": "e:x", "e:q": 1, "e:q": 2}', 3),
        ('"@reverse": {"e:w": [{"@id": "e:b", "e:z": 1}, {"@id": "e:c"}], "e:v": {"e:k": 1}}', 5),
        ('"back": {"@id": "e:b", "e:z": 1}', 2),
        ('"backs": ["e:b", "e:c"]', 2),
        ('"@included": [{"@id": "e:b", "e:z": 1}]', 1),
        ('"@index": "x"', 0),
        ('"@graph": [{"@id": "e:b", "e:z": 1}]', 1),
    ],
)
def test_names_that_stand_twice_and_what_leads_back_have_places(between: str, found: int) -> None:
    text = f'{{"@context": {json.dumps(WORDS)}, "@id": "e:a", "e:first": {{"e:k": 0}},\n{between},\n"e:last": {{"e:k": 9}}}}'
    placed = located(text, RdfFormat.JSON_LD)
    assert len(placed) == found + 4


@pytest.mark.parametrize(
    ("between", "lost"),
    [
        ('"by": {"one": {"@id": "e:b"}, "two": ["x"]}', 2),
        ('"raw": {"k": [1, 2]}', 1),
        ('"own": {"@id": "e:b", "inner": 5}', 2),
        ('"e:p": {"@id": "e:b", "@type": "Kind", "inner": 5}', 3),
        ('"e:p": {"@id": "e:b", "by": {"one": {"e:k": 1}}, "e:q": 1}', 2),
        ('"@nest": {"e:z": 1, "e:y": {"e:k": 1}}', 3),
        ('"tag": {"@none": "b", "en": "c"}', 2),
        ('"nothing": {"e:z": 1}', 0),
        ('"e:p": {"@list": [["x"], "y"]}', None),
    ],
)
def test_only_what_stands_in_what_is_not_followed_has_no_place(between: str, lost: int | None) -> None:
    text = f'{{"@context": {json.dumps(WORDS)}, "@id": "e:a", "e:first": {{"e:k": 0}},\n{between},\n"e:last": [{{"e:k": 9}}, "end"]}}'
    asked, data = sources(text, RdfFormat.JSON_LD)
    a = NamedNode(E + "a")
    assert asked.spot(a, NamedNode(E + "last"), Literal("end")) == Spot("x", 3, 24)
    assert asked.reasons == {}, "nothing was asked that cannot be told"
    quads = list(dict.fromkeys(data.quads()))
    spots = [asked.spot(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert {spot.line for spot in spots if spot} <= {1, 2, 3}
    if lost is not None:
        assert sum(spot is None for spot in spots) == lost
    assert asked.reasons == ({} if lost == 0 else {"x": "reason-part"})


def test_a_large_context_is_not_read_for_ever() -> None:
    words = WORDS | {f"word{number}": f"e:word{number}" for number in range(300)}
    members = [{"@id": f"e:{number}", "raw": [number], "e:k": 1} for number in range(500)]
    text = json.dumps({"@context": words, "@graph": members})
    assert sources(text, RdfFormat.JSON_LD)[0].spot(NamedNode(E + "7"), None, None) is None
    few = json.dumps({"@context": words, "@graph": members[:50]})
    assert sources(few, RdfFormat.JSON_LD)[0].spot(NamedNode(E + "7"), NamedNode(E + "none"), None) is not None


def test_the_subject_of_what_has_no_place_is_still_found() -> None:
    text = f'{{"@context": {json.dumps(WORDS)}, "@id": "e:a",\n"raw": [1],\n"e:last": 1}}'
    asked, _ = sources(text, RdfFormat.JSON_LD)
    assert asked.spot(NamedNode(E + "a"), NamedNode(E + "missing"), None) == Spot("x", 1, 1, "subject")


@pytest.mark.parametrize("text", ["{", "[1,,2]", '{"a" 1}', "{}x", "nul"])
def test_broken_json(text: str) -> None:
    asked = sources(text, RdfFormat.JSON_LD)[0]
    assert asked.spot(NamedNode(E + "a"), None, None) is None
    assert asked.reasons
