"""What the pages say of a failing example is what validation says: an independent engine gives the same node for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib.namespace import SH

from kg.errors import VocabularyError
from kg.mapping import catalogue, reference
from kg.requirements import examples, shapes
from kg.requirements.examples import Examples
from kg.requirements.trial import Bench

ROOT = Path(__file__).resolve().parents[2]
BENCH = Bench(ROOT)
SHAPES = shapes.read(ROOT)
CORE = [
    (name, one.number, change.file)
    for name, own in SHAPES.items()
    for one in own.requirements()
    if not one.select
    for change in examples.find(ROOT, name).changes[one.local]
]


@pytest.fixture(scope="module")
def context() -> rdflib.Graph:
    graph = rdflib.Graph()
    lines = "".join([*catalogue.ontology(ROOT), *reference.quads(ROOT / "data" / "reference")]).encode()
    triples = (quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))
    return graph.parse(data=pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", format="nt")


@pytest.fixture(scope="module")
def core() -> rdflib.Graph:
    """The shapes without targets, and without their queries, which the bench asks itself."""
    graph = rdflib.Graph()
    for file in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(file)
    for predicate in (SH.sparql, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode):
        graph.remove((None, predicate, None))
    return graph


@pytest.mark.parametrize(("name", "number", "file"), CORE, ids=[f"{n}-{f.stem}" for _, n, f in CORE])
def test_the_focus_node_of_a_core_check_is_that_of_an_engine(
    name: str, number: str, file: Path, context: rdflib.Graph, core: rdflib.Graph
) -> None:
    own, found = SHAPES[name], examples.find(ROOT, name)
    one = next(one for one in own.requirements() if one.number == number)
    change = next(change for change in found.changes[one.local] if change.file == file)
    outcome = BENCH.try_out(own, one, found, change)
    nodes = {outcome.focus, *BENCH.targets(own, one.shape, found.after(change))}
    aims = [(rdflib.URIRef(one.shape), SH.targetNode, rdflib.URIRef(node)) for node in nodes]
    lines = pyoxigraph.serialize(found.after(change), format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    added = [triple for triple in rdflib.Graph().parse(data=lines, format="nt") if triple not in context]
    for graph, triples in ((core, aims), (context, added)):
        for triple in triples:
            graph.add(triple)
    try:
        _, report, _ = pyshacl.validate(context, shacl_graph=core, inference="none", inplace=True)
    finally:
        for graph, triples in ((core, aims), (context, added)):
            for triple in triples:
                graph.remove(triple)
    assert isinstance(report, rdflib.Graph)
    results = [r for r in report.objects(None, SH.result) if report.value(r, SH.sourceShape) == rdflib.URIRef(one.iri)]
    assert {str(report.value(result, SH.focusNode)) for result in results} == {outcome.focus}


def test_an_example_that_breaks_nothing_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "figure"
    shutil.copytree(ROOT / "tests" / "shapes" / "figure", folder)
    harmless = folder / "invalid.Figure-content.ru"
    harmless.write_text("INSERT DATA { <https://example.org/a> <https://example.org/b> 1 }", encoding="utf-8")
    found, own = Examples(folder), SHAPES["figure"]
    one = next(one for one in own.requirements() if one.local == "Figure-content")
    with pytest.raises(VocabularyError, match="does not break FIG-04"):
        BENCH.try_out(own, one, found, found.changes["Figure-content"][0])


def test_shapes_without_examples_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no valid example"):
        examples.find(tmp_path, "figure")


def test_the_nodes_that_take_part_are_shown() -> None:
    own, found = SHAPES["consistency"], examples.find(ROOT, "consistency")
    one = next(one for one in own.requirements() if one.number == "CON-04")
    change = found.changes[one.local][0]
    outcome = BENCH.try_out(own, one, found, change)
    assert outcome.focus.endswith("/sent-to-court")
    assert any(node.endswith("/cases-opened") for node in outcome.nodes)
    assert "60" in outcome.messages["en"]
    assert "p:cases-opened a hrm:Figure" in found.about(set(outcome.nodes))


def test_the_lines_of_the_valid_example_are_all_found() -> None:
    for name in SHAPES:
        found = examples.find(ROOT, name)
        subjects = {triple.subject.value for triple in found.triples if isinstance(triple.subject, pyoxigraph.NamedNode)}
        assert {subject for subject, _ in found.blocks} == subjects
