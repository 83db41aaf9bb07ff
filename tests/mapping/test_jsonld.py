"""JSON-LD with plain keys: expanded again by three processors it is the same triples, and it is what the standard's compaction makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld as pyld
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg import building
from kg.errors import VocabularyError
from kg.mapping import context, jsonld
from kg.mapping.terms import BASE, DCT, HRM, RDF, RDFS, SKOS, XSD
from kg.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
S = BASE + "profile/x"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    """Everything of a build of the real document and two invented ones, English and Russian."""
    folder = tmp_path_factory.mktemp("jsonld") / "build"
    inputs = [ROOT / "data", *(ROOT / "tests" / "corpus" / name for name in ("POL-2023", "MDA-2024"))]
    assert building.run(inputs, folder, building.Options(validate=False)).published
    quads = parse(path=str(folder / "graph.nq"), format=RdfFormat.N_QUADS)
    return list({Triple(one.subject, one.predicate, one.object) for one in quads})


def same(triples: Any) -> set[str]:
    """A graph with its blank nodes named by RDFC-1.0: two are isomorphic where these are equal."""
    dataset = Dataset(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def by_oxigraph(text: str) -> set[str]:
    return same(parse(text, format=RdfFormat.JSON_LD))


def by_pyld(text: str) -> set[str]:
    return same(parse(pyld.to_rdf(json.loads(text), {"format": "application/n-quads"}), format=RdfFormat.N_QUADS))


def by_rdflib(text: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    found = rdflib.Graph().parse(data=text, format="json-ld").serialize(format="nt")
    return same(parse(found, format=RdfFormat.N_TRIPLES))


def no_fetch(url: str, options: object = None) -> dict[str, Any]:
    raise AssertionError(f"{url} is fetched")


@pytest.fixture(autouse=True)
def _offline() -> None:
    pyld.set_document_loader(no_fetch)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
def test_three_processors_give_the_same_triples(graph: list[Triple], monkeypatch: pytest.MonkeyPatch) -> None:
    text = jsonld.write(graph)
    expected = same(graph)
    assert len(expected) == len(graph) > 9_000
    assert by_oxigraph(text) == expected
    assert by_pyld(text) == expected
    assert by_rdflib(text, monkeypatch) == expected


def test_the_same_triples_give_the_same_bytes(graph: list[Triple]) -> None:
    assert jsonld.write(graph) == jsonld.write(reversed(graph)) == jsonld.write([*graph, *graph])
    assert context.document() == context.document()


def unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in sorted(value.items()) if key != "@context"}
    if isinstance(value, list):
        return sorted((unordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def test_it_is_what_the_compaction_algorithm_makes_with_the_whole_context(graph: list[Triple]) -> None:
    text = json.loads(jsonld.write(graph))
    whole = json.loads(context.document())["@context"]
    assert unordered(pyld.compact(text, whole)) == unordered(text)
    assert by_oxigraph(json.dumps({**text, "@context": whole})) == same(graph), "the part inline says what the whole says"


def test_the_context_of_a_document_is_a_part_of_the_whole(graph: list[Triple]) -> None:
    one = json.loads(jsonld.write([triple for triple in graph if triple.subject == NamedNode(BASE + "area/KAZ")]))
    whole = json.loads(context.document())["@context"]
    assert one["@context"].items() <= whole.items()
    assert len(one["@context"]) < 20
    assert one["id"] == "kg:area/KAZ"
    assert one["type"] == "Area"
    assert one["label"] == {"en": "Kazakhstan", "ru": "Казахстан"}


def test_plain_keys(graph: list[Triple]) -> None:
    nodes = {node["id"]: node for node in json.loads(jsonld.write(graph))["@graph"]}
    figure = nodes["kg:profile/antitorture/KAZ/2022/prison-population"]
    assert figure["type"] == "Figure"
    assert figure["value"] == 40842
    assert figure["unit"] == "kg:vocab/unit/person"
    assert figure["indicator"] == "kg:vocab/indicator/prison-population"
    assert figure["asPrinted"] == {"ru": "40 842"}
    assert nodes["kg:profile/antitorture/KAZ/2022/caseload"]["value"] == {"type": "xsd:decimal", "@value": "13.57"}
    assert nodes["kg:profile/antitorture/KAZ/2022"]["area"] == "kg:area/KAZ"
    assert nodes["kg:act/KAZ-OPCAT-ratification"]["earliest"].count("-") == 2
    ours = {key for node in nodes.values() for key in node if key.startswith("hrm:")}
    assert ours == set(), "every property of ours has a plain key"


def test_no_json_number_has_a_point(graph: list[Triple]) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is a JSON number with a point or exponent")

    json.loads(jsonld.write(graph), parse_float=refuse)
    json.loads(context.document(), parse_float=refuse)


# the context


def test_every_term_of_the_ontology_has_a_key_and_no_two_have_one() -> None:
    whole = json.loads(context.document())["@context"]
    ours = {name: said for name, said in whole.items() if (said if isinstance(said, str) else said["@id"]).startswith(HRM)}
    triples = parse(path=str(ROOT / "ontology" / "hrm.ttl"), format=RdfFormat.TURTLE)
    defined = {one.subject.value for one in triples if one.predicate.value == RDFS + "isDefinedBy"}
    assert {said if isinstance(said, str) else said["@id"] for name, said in ours.items() if name != "hrm"} == defined
    assert whole["earliest"] == {"@id": HRM + "earliest", "@type": XSD + "date"}
    assert whole["area"] == {"@id": HRM + "area", "@type": "@id"}
    assert whole["asPrinted"] == {"@id": HRM + "asPrinted", "@container": "@language"}
    assert whole["dataFrom"] == {"@id": HRM + "dataFrom", "@type": "@id", "@container": "@set"}
    assert whole["value"] == HRM + "value", "a type would make a decimal of a whole number"
    iris = [said if isinstance(said, str) else said["@id"] for name, said in whole.items() if name not in ("id", "type")]
    assert len(iris) == len(set(iris))


def test_no_prefix_hides_a_key() -> None:
    whole = json.loads(context.document())["@context"]
    for name, iri in vocabulary().prefixes.items():
        assert whole.get(name, iri) == iri or name in {term.name for term in context.terms().values()}
    assert whole["unit"] == {"@id": HRM + "unit", "@type": "@id"}, "the key, not the prefix of the same name"


def test_it_says_its_version() -> None:
    said = json.loads(context.document())
    (version,) = (
        one.object.value
        for one in parse(path=str(ROOT / "ontology" / "hrm.ttl"), format=RdfFormat.TURTLE)
        if one.predicate.value.endswith("#versionInfo")
    )
    assert said["owl:versionInfo"] == version
    assert said["id"] == "kg:context.jsonld"


def test_two_things_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ontology").mkdir()
    ours = (ROOT / "ontology" / "context.tsv").read_text(encoding="utf-8")
    context.terms()
    monkeypatch.setattr(context.resources, "root", lambda: tmp_path)
    monkeypatch.setattr(context.resources, "ontology_files", lambda: [ROOT / "ontology" / "prefixes.ttl", ROOT / "ontology" / "hrm.ttl"])
    for row, why in (
        ("value\tdct:value\t\t", "KG408: the term 'value' of the JSON-LD context would mean"),
        ("id\tdct:identifier2\t\t", "KG408: the term 'id' "),
        ("kg\tdct:kg\t\t", "KG408: the term 'kg' "),
        ("x\tnowhere:x\t\t", "KG408 .*context.tsv:.*'nowhere:x' has no known prefix"),
    ):
        (tmp_path / "ontology" / "context.tsv").write_text(f"{ours}{row}\n", encoding="utf-8")
        with pytest.raises(VocabularyError, match=why):
            context.terms.__wrapped__()


# what nobody's ontology foresees


def lit(value: str, datatype: str = "", language: str = "") -> Literal:
    return Literal(value, language=language) if language else Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


HOSTILE = [
    *(
        NamedNode(iri)
        for iri in ("urn:x:y", "skos:note", "kg:x", BASE, BASE + "/x", HRM + "value", "https://example.org/a b".replace(" ", "%20"))
    ),
    BlankNode("b1"),
    lit(""),
    lit("@id"),
    lit("kg:area/KAZ"),
    lit('"\\\n\t<b>'),
    lit("x", language="ru"),
    lit("", language="ru"),
    lit("x", language="en-gb"),
    *(lit(text, XSD + "integer") for text in ("0", "-7", "007", "+1", "-0", str(2**53), str(2**53 - 1), "9" * 40, "1e3")),
    *(lit(text, XSD + "decimal") for text in ("0.10", "1", "13.57", "-0.0", "9" * 40 + ".1")),
    *(lit(text, XSD + "double") for text in ("1.0E0", "1", "NaN")),
    *(lit(text, XSD + "boolean") for text in ("true", "false", "1")),
    lit("2024-05-31", XSD + "date"),
    lit("2024", XSD + "gYear"),
    lit("https://example.org/", XSD + "anyURI"),
    lit("x", "urn:x:datatype"),
]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    "predicate",
    [
        *(HRM + name for name in ("value", "area", "body", "earliest", "asPrinted", "year", "asOf", "attested", "Figure", "nothing")),
        *(RDF + "type", RDFS + "label", SKOS + "altLabel", SKOS + "exactMatch", DCT + "source", "urn:x:p", "https://example.org/p"),
    ],
)
def test_any_value_of_any_property_comes_back(predicate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = [value for value in HOSTILE if predicate != RDF + "type" or not isinstance(value, Literal)]
    beside = Triple(NamedNode(S), NamedNode(HRM + "series"), lit("s"))
    for value in values:
        triples = [Triple(NamedNode(S), NamedNode(predicate), value), beside]
        assert by_oxigraph(jsonld.write(triples)) == same(triples), value
    triples = [Triple(NamedNode(S), NamedNode(predicate), value) for value in values]
    assert by_oxigraph(jsonld.write(triples)) == same(triples)
    # PyLD writes all doubles anew, in another form.
    exact = [one for one in triples if not isinstance(one.object, Literal) or one.object.datatype.value != XSD + "double"]
    assert by_pyld(jsonld.write(exact)) == same(exact)


def test_a_property_named_like_a_key_and_a_class_are_told_apart() -> None:
    triples = [
        Triple(NamedNode(S), NamedNode("https://example.org/value"), lit("1")),
        Triple(NamedNode(S), NamedNode(RDF + "type"), NamedNode("https://example.org/Figure")),
        Triple(NamedNode("kg:x"), NamedNode(HRM + "body"), NamedNode(HRM + "body")),
    ]
    text = jsonld.write(triples)
    assert by_oxigraph(text) == by_pyld(text) == same(triples)


def test_nothing_said() -> None:
    assert by_oxigraph(jsonld.write([])) == set()


def test_our_reader_fetches_no_context() -> None:
    with pytest.raises(SyntaxError):
        list(parse('{"@context": "https://w3id.org/hrmkg/context.jsonld", "id": "x", "value": 1}', format=RdfFormat.JSON_LD))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0", 0),
        ("-7", -7),
        (str(2**53 - 1), 2**53 - 1),
        (str(2**53), {"type": "xsd:integer", "@value": str(2**53)}),  # a double of JavaScript would lose its last digit
        ("007", {"type": "xsd:integer", "@value": "007"}),
    ],
)
def test_a_whole_number_is_a_json_number_where_every_reader_keeps_it(text: str, shown: object) -> None:
    said = json.loads(jsonld.write([Triple(NamedNode(S), NamedNode(HRM + "value"), lit(text, XSD + "integer"))]))
    assert said["value"] == shown


def test_the_node_that_is_asked_for_goes_first(graph: list[Triple]) -> None:
    plain = json.loads(jsonld.write(graph))
    ids = [node["id"] for node in plain["@graph"]]
    for thing, name in (("area/KAZ", "area:KAZ"), ("nothing", "")):
        text = jsonld.write(graph, BASE + thing)
        assert text == jsonld.write(reversed(graph), BASE + thing)
        found = [node["id"] for node in json.loads(text)["@graph"]]
        wanted = [one for one in ids if name and one.endswith(thing)]
        assert found == [*wanted, *(one for one in ids if one not in wanted)]
        assert bool(wanted) == bool(name)
        assert by_oxigraph(text) == same(graph)
