"""Every shape by example: a valid example of each file gives nothing, each invalid one exactly one result, from its own shape.

Examples are found by glob (shapes/README.md): ``tests/shapes/STEM/valid.ttl``, and beside it ``invalid.NAME[.WHY].ru``, an update that
changes one thing. All shapes run over every example, with ontology, vocabulary and reference tables around it.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph
import pyshacl
import pytest
import rdflib
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib.namespace import RDF, RDFS, SH
from rdflib.plugins.sparql import prepareQuery

from kg.interpreting import interpret
from kg.mapping import catalogue, profile, reference
from kg.reading import sidecar
from kg.reading.text import read
from kg.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
SHAPES = sorted((ROOT / "shapes").glob("*.ttl"))
VALID = sorted((ROOT / "tests" / "shapes").glob("*/valid.ttl"))
INVALID = sorted((ROOT / "tests" / "shapes").glob("*/invalid.*.ru"))
HSH = rdflib.Namespace("https://w3id.org/hrmkg/shapes#")
HRM = rdflib.Namespace("https://w3id.org/hrmkg/ontology#")
ONTOLOGY = rdflib.URIRef("https://w3id.org/hrmkg/ontology")
NOTED = ("Count-small", "Gaps-noted", "Gaps-similar")  # one Info a small count of persons, one a gap: told of each, in every example
prepared = functools.lru_cache(maxsize=None)(prepareQuery)

Found = list[tuple[str, str, str]]


class Graph(rdflib.Graph):
    """A graph that parses a query once: pySHACL asks the same query of every focus node, and parsing is nine tenths of its time."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        return super().query(prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs)


def triples(quads: Iterable[str]) -> Graph:
    """The union of quads in N-Quads lines."""
    return add(Graph(), pyoxigraph.parse("".join(quads).encode(), format=pyoxigraph.RdfFormat.N_QUADS))


def add(graph: Graph, quads: Iterable[Any]) -> Graph:
    def term(node: Any) -> Any:
        if isinstance(node, pyoxigraph.NamedNode):
            return rdflib.URIRef(node.value)
        if isinstance(node, pyoxigraph.BlankNode):
            return rdflib.BNode(node.value)
        datatype = None if node.language or node.datatype.value.endswith("#string") else node.datatype.value
        return rdflib.Literal(node.value, lang=node.language, datatype=datatype)

    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


@pytest.fixture(scope="session", autouse=True)
def _literals_as_written() -> Iterable[None]:
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="session", autouse=True)
def _queries_looked_through_once() -> Iterable[None]:
    """pySHACL looks a query through for what must not be in it at every focus node, a third of its time: once a query is enough."""
    look: Any = SPARQLQueryHelper.check_invalid_sparql
    seen: set[tuple[str, bool, tuple[str, ...]]] = set()

    def once(helper: Any, text: str, valuenode: Any = None, extravars: Any = None) -> bool:
        key = (text, valuenode is None, tuple(extravars or ()))
        if key not in seen:
            look(helper, text, valuenode=valuenode, extravars=extravars)
            seen.add(key)
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SPARQLQueryHelper, "check_invalid_sparql", once)
        yield


@pytest.fixture(scope="session")
def shapes(_literals_as_written: None) -> rdflib.Graph:
    graph = rdflib.Graph().parse(ROOT / "ontology" / "prefixes.ttl")
    for file in SHAPES:
        graph.parse(file)
    return graph


@pytest.fixture(scope="session")
def context(_literals_as_written: None) -> Graph:
    return triples([*catalogue.ontology(ROOT), *reference.quads(ROOT / "data" / "reference")])


def example(valid: Path, update: Path | None = None) -> rdflib.Graph:
    graph = rdflib.Graph().parse(valid)
    if update is not None:
        before = set(graph)
        graph.update(update.read_text(encoding="utf-8"))
        assert set(graph) != before, "the update changes nothing"
    return graph


def local(node: Any) -> str:
    return re.split("[#/]", str(node))[-1]


def restricted(shapes: rdflib.Graph, data: Graph, nodes: set[Any]) -> rdflib.Graph:
    """The same shapes, each aimed at those of its focus nodes that are among ``nodes``.

    Otherwise every run would validate the reference tables again. pySHACL's own ``focus_nodes`` also skips the value nodes of nested
    shapes (sh:not, sh:or), so it cannot be used.
    """
    classes = {node: {c for t in data.objects(node, RDF.type) for c in data.transitive_objects(t, RDFS.subClassOf)} for node in nodes}
    properties = {node: set(data.predicates(node)) for node in nodes}
    for other in (SH.targetObjectsOf, SH.target, SH.targetNode):
        assert not any(shapes.triples((None, other, None))), "a target that this test does not know"
    aimed: dict[Any, set[Any]] = {}
    for predicate, had in ((SH.targetClass, classes), (SH.targetSubjectsOf, properties)):
        for shape, target in shapes.subject_objects(predicate):
            if found := {node for node in nodes if target in had[node]}:
                aimed.setdefault(shape, set()).update(found)
    return reachable(shapes, aimed)


def reachable(shapes: rdflib.Graph, aimed: dict[Any, set[Any]]) -> rdflib.Graph:
    """The shapes that have a target, and what they refer to: a shape without one gives nothing and takes time to read."""
    waiting, seen, kept = list(aimed), set(), rdflib.Graph()
    while waiting:
        shape = waiting.pop()
        if shape not in seen:
            seen.add(shape)
            for triple in shapes.triples((shape, None, None)):
                if triple[1] not in (SH.targetClass, SH.targetSubjectsOf):
                    kept.add(triple)
                    waiting.append(triple[2])
            for node in aimed.get(shape, ()):
                kept.add((shape, SH.targetNode, node))
    return kept


def validate(data: Graph, shapes: rdflib.Graph) -> Found:
    """Severity, source (constraint or shape) and focus node of each result."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True, do_owl_imports=False)
    assert isinstance(report, rdflib.Graph), report
    return sorted(
        (
            local(report.value(result, SH.resultSeverity)),
            local(report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)),
            str(report.value(result, SH.focusNode)),
        )
        for result in set(report.objects(None, SH.result))
    )


def results(graph: rdflib.Graph, context: Graph, shapes: rdflib.Graph) -> Found:
    """The results on an example, the Info of its gaps and small counts set apart: there must be one of each, and no other.

    The example is added to the shared context and taken out again: copying the context would be a third of the time.
    """
    added = [triple for triple in graph if triple not in context]
    for triple in added:
        context.add(triple)
    try:
        found = validate(context, restricted(shapes, context, set(graph.subjects())))
    finally:
        for triple in added:
            context.remove(triple)
    assert [result[1:] for result in found if result[1] in NOTED] == noted(graph, context)
    return [result for result in found if result[1] not in NOTED]


def noted(graph: rdflib.Graph, context: Graph) -> list[tuple[str, str]]:
    """Check and node of each gap and each small count of persons of an example."""
    persons = {unit for unit, personal in context.subject_objects(HRM.personal) if str(personal) == "true"}
    small = {
        figure
        for figure, number in graph.subject_objects(HRM.value)
        if 1 <= Decimal(str(number)) <= 9 and set(graph.objects(figure, HRM.unit)) & persons
    }
    similar = set(graph.subjects(HRM.reason, rdflib.URIRef("https://w3id.org/hrmkg/vocab/gap-reason/similar-label")))
    gaps = [(NOTED[2] if gap in similar else NOTED[1], str(gap)) for gap in graph.subjects(RDF.type, HRM.Gap)]
    return sorted([(NOTED[0], str(figure)) for figure in small] + gaps)


def severity(shapes: rdflib.Graph, name: str) -> str:
    """The severity of the results of a shape or constraint: its own, or for a constraint that of its shape."""
    holder = shapes.value(predicate=SH.sparql, object=HSH[name]) or HSH[name]
    return local(shapes.value(holder, SH.severity) or SH.Violation)


def checked(shapes: rdflib.Graph) -> set[Any]:
    """Everything that makes results of its own: property shapes, SPARQL constraints, node shapes with constraints of their own."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetNode, SH.targetObjectsOf)
    structure = {SH.property, SH.sparql, SH.severity, SH.message, SH.name, SH.deactivated, *targets}
    aimed = {shape for target in targets for shape in shapes.subjects(target)}
    own = {s for s in aimed for p in shapes.predicates(s) if p.startswith(str(SH)) and p not in structure}
    return own | set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql))


def label(path: Path) -> str:
    return f"{path.parent.name}-{path.stem.removeprefix('invalid.')}"


@pytest.mark.parametrize("valid", VALID, ids=lambda path: path.parent.name)
def test_a_valid_example_gives_no_result(valid: Path, context: Graph, shapes: rdflib.Graph) -> None:
    assert results(example(valid), context, shapes) == []


@pytest.mark.parametrize("update", INVALID, ids=label)
def test_an_invalid_example_gives_one_result(update: Path, context: Graph, shapes: rdflib.Graph) -> None:
    graph = example(update.with_name("valid.ttl"), update)
    name = update.name.split(".")[1]
    if name in NOTED:
        assert results(graph, context, shapes) == []
        assert [check for check, _ in noted(graph, context)] == [name]
        return
    assert [result[:2] for result in results(graph, context, shapes)] == [(severity(shapes, name), name)]


def test_every_file_of_shapes_has_a_valid_example() -> None:
    assert [path.stem for path in SHAPES] == [path.parent.name for path in VALID]


def test_every_check_has_an_invalid_example_beside_its_own_file() -> None:
    examples = {(path.parent.name, path.name.split(".")[1]) for path in INVALID}
    expected = set()
    for file in SHAPES:
        here = rdflib.Graph().parse(file)
        expected |= {(file.stem, local(node)) for node in checked(here)}
    assert examples == expected


def test_every_shape_and_constraint_has_an_iri(shapes: rdflib.Graph) -> None:
    named = {s for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint) for s in shapes.subjects(RDF.type, kind)}
    assert checked(shapes) <= named
    assert all(isinstance(node, rdflib.URIRef) and node in HSH for node in named)


def test_every_check_is_named_numbered_and_told_in_both_languages(shapes: rdflib.Graph) -> None:
    numbers = Counter(str(number) for node in checked(shapes) for number in shapes.objects(node, HRM.requirement))
    assert len(numbers) == len(checked(shapes))
    assert set(numbers.values()) == {1}
    assert all(re.fullmatch(r"[A-Z]{3}-[0-9]{2}", number) for number in numbers)
    for node in checked(shapes):
        names = [*shapes.objects(node, SH.name), *shapes.objects(node, RDFS.label)]
        assert sorted(name.language for name in names) == ["en", "ru"], node
        messages = {message.language: str(message) for message in shapes.objects(node, SH.message)}
        assert sorted(messages) == ["en", "ru"], node
        assert len(list(shapes.objects(node, SH.message))) == 2, node


def test_every_placeholder_of_a_message_is_filled(shapes: rdflib.Graph) -> None:
    for node in checked(shapes):
        select = str(shapes.value(node, SH.select) or "")
        known = set(re.findall(r"[?$](\w+)", select.partition("WHERE")[0])) if select else {"this", "value"}
        for message in shapes.objects(node, SH.message):
            assert set(re.findall(r"\{[?$](\w+)\}", message)) <= known, (node, message)


def prologue(shapes: rdflib.Graph) -> str:
    return "".join(
        f"PREFIX {shapes.value(d, SH.prefix)}: <{shapes.value(d, SH.namespace)}>\n" for d in shapes.objects(ONTOLOGY, SH.declare)
    )


def test_queries_use_the_one_prefix_map_and_plain_patterns(shapes: rdflib.Graph) -> None:
    for constraint in shapes.objects(None, SH.sparql):
        assert list(shapes.objects(constraint, SH.prefixes)) == [ONTOLOGY]
        assert not re.search(r"\b(MINUS|VALUES|SERVICE|GRAPH)\b", str(shapes.value(constraint, SH.select))), constraint


@pytest.fixture(scope="session")
def store(context: Graph) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(context.serialize(format="nt", encoding="utf-8"), pyoxigraph.RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize("update", INVALID, ids=label)
def test_the_other_engine_finds_the_same(update: Path, store: pyoxigraph.Store, shapes: rdflib.Graph) -> None:
    query = shapes.value(HSH[update.name.split(".")[1]], SH.select)
    if query is None:
        return  # a Core check
    graph = example(update.with_name("valid.ttl"), update)
    lines = graph.serialize(format="nt", encoding="utf-8")
    added = [q for q in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES) if pyoxigraph.Quad(*q.triple) not in store]
    store.extend(pyoxigraph.Quad(*quad.triple) for quad in added)
    try:
        rows = [
            row
            for node in set(graph.subjects())
            for row in store.query(prologue(shapes) + query, substitutions={pyoxigraph.Variable("this"): pyoxigraph.NamedNode(str(node))})
        ]
    finally:
        for quad in added:
            store.remove(pyoxigraph.Quad(*quad.triple))
    assert len(rows) == 1


def test_the_requirements_are_in_the_readme(shapes: rdflib.Graph) -> None:
    table = (ROOT / "shapes" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([A-Z]{3}-[0-9]{2}) \| `([\w-]+)` \| .* \| \w+ \|$", table, re.MULTILINE))
    assert rows == {str(shapes.value(node, HRM.requirement)): local(node) for node in checked(shapes)}


@pytest.fixture(scope="session")
def real(context: Graph) -> Graph:
    folder = ROOT / "data" / "profiles" / "antitorture" / "KAZ-2022"
    about = sidecar.read(folder / "about.toml", vocabulary())
    reading = interpret(read(folder / "document.txt"), area=about.area, language=about.language)
    data = Graph()
    data += context
    data += triples([*profile.quads(reading, about), *catalogue.bodies(catalogue.mentioned(reading.facts))])
    data += triples(catalogue.catalogue([about], ROOT / "data" / "reference"))
    return data


def test_the_real_graph_has_one_warning_and_three_gaps(real: Graph, shapes: rdflib.Graph) -> None:
    stem = "https://w3id.org/hrmkg/profile/antitorture/KAZ/2022/"
    assert validate(real, shapes) == [
        ("Info", "Gaps-noted", stem + "administrative-detainees"),
        ("Info", "Gaps-noted", stem + "police-officers"),
        ("Info", "Gaps-noted", stem + "share-of-torture-cases"),
        ("Warning", "Consistency-court", stem + "sent-to-court"),
    ]


def test_the_warning_names_both_operands(real: Graph, shapes: rdflib.Graph) -> None:
    node = rdflib.URIRef("https://w3id.org/hrmkg/profile/antitorture/KAZ/2022/sent-to-court")
    _, report, _ = pyshacl.validate(real, shacl_graph=restricted(shapes, real, {node}), inference="none", inplace=True)
    messages = sorted(str(message) for message in report.objects(None, SH.resultMessage))
    assert len(messages) == 2
    for message in messages:
        assert "60" in message
        assert "21" in message


def test_the_known_languages_are_those_of_the_vocabulary(shapes: rdflib.Graph) -> None:
    listed = rdflib.collection.Collection(shapes, shapes.value(HSH.IsInKnownLanguage, SH.languageIn))
    assert sorted(map(str, listed)) == sorted(vocabulary().languages)
