"""A validation from data to verdict: the context that our shapes need, the engine, the count of what was checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, parse

from kg.errors import ValidationError
from kg.mapping import catalogue, reference
from kg.validation import engine, graphs, shapes
from kg.validation.report import Report
from kg.vocabulary import resources, vocabulary


def context() -> rdflib.Graph:
    """Ontology, vocabulary and reference tables: what a profile's shapes look things up in."""
    graph = rdflib.Graph()
    for file in resources.ontology_files():
        graphs.read(file, graph)
    lines = "".join(reference.quads(resources.root() / "data" / "reference"))
    # A body is a role in a state: every one that a document could name is known.
    lines += "".join(catalogue.bodies((area, role) for area in vocabulary().areas for role in vocabulary().roles))
    return graphs.add(graph, parse(lines, format=RdfFormat.N_QUADS))


def validate_files(files: Iterable[Path], shape_paths: Iterable[Path] = ()) -> Report:
    """The verdict on RDF files together, by our shapes or others. With ours, the vocabulary is added as context and not itself reported.

    Raises :class:`ValidationError`: KG606 when no shape names a node of the files, and as the modules it uses.
    """
    shape_paths = list(shape_paths)
    data = rdflib.Graph()
    for file in files:
        graphs.read(file, data)
    own = set(data.subjects())
    used = shapes.load(shape_paths)
    whole = data
    if not shape_paths:
        whole = context()
        whole += data
    return verdict(whole, used, own if not shape_paths else None)


def validate_quads(nquads: Iterable[str], documents: dict[str, str]) -> Report:
    """The verdict of our shapes on N-Quads lines that hold their context themselves; ``documents``: source IRI → path shown."""
    data = graphs.add(rdflib.Graph(), parse("".join(nquads), format=RdfFormat.N_QUADS))
    return verdict(data, shapes.load(), None, documents)


def verdict(
    data: rdflib.Graph,
    used: shapes.Shapes,
    own: set[rdflib.term.Node] | None,
    documents: dict[str, str] | None = None,
) -> Report:
    """Runs the engine; ``own`` limits what is counted and reported to nodes of the user's data."""
    focus: set[rdflib.term.Node] = set(used.focus_nodes(data))
    if own is not None:
        focus &= own
    if not focus:
        raise ValidationError(
            "KG606",
            "nothing was checked",
            why="no target of the shapes names a node of the data",
            mend="check that data and shapes belong together",
        )
    names = {str(node) for node in own} if own is not None else None
    results = engine.run(data, used, documents or {})
    kept = tuple(r for r in results if names is None or r.focus in names)
    return Report(kept, len(focus), engine.NAME, used.version)
