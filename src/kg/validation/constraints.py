"""SPARQL-based constraints (SHACL 1.0, section 5) on pyoxigraph, for the class of shapes described here.

pySHACL parses and plans a query anew for every focus node: 27 of the 28 CPU seconds that our shapes took on one profile. This
module takes a ``sh:sparql`` constraint over when its shape is a node shape with targets of its own and no other shape refers to it, and
its SELECT uses neither ``$PATH`` nor ``$shapesGraph`` nor ``$currentShape``. ``$this`` is pre-bound by substitution, node by node. Any
other ``sh:sparql`` or SPARQL-based component leaves the whole run to pySHACL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rdflib
from pyoxigraph import NamedNode, Quad, Store, Variable
from rdflib.namespace import OWL, SH

from kg.errors import ValidationError
from kg.validation import graphs
from kg.validation.shapes import Shapes

_PREBOUND = re.compile(r"[$?](PATH|shapesGraph|currentShape)\b")
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
Found = tuple[rdflib.term.Node, rdflib.term.Node, dict[str, Any]]
"""A result: shape, constraint, and the solution's terms by variable name."""


def taken(shapes: Shapes) -> list[tuple[rdflib.term.Node, rdflib.term.Node]] | None:
    """The (shape, constraint) pairs of a shapes graph, or None when one of them is not of the class described above."""
    graph = shapes.graph
    pairs = sorted(graph.subject_objects(SH.sparql), key=str)
    referred = {
        o for _, p, o in graph if p in (SH.node, SH.property, SH["not"], SH.qualifiedValueShape) or str(p).endswith("rdf-syntax-ns#first")
    }
    for shape, constraint in pairs:
        select = graph.value(constraint, SH.select)
        targeted = any((shape, target, None) in graph for target in _TARGETS)
        if not targeted or shape in referred or (shape, SH.path, None) in graph or select is None or _PREBOUND.search(str(select)):
            return None
    return None if (None, SH.ask, None) in graph or (None, SH.validator, None) in graph else pairs


def without(shapes: Shapes) -> Shapes:
    """The shapes graph without its ``sh:sparql`` constraints."""
    graph = rdflib.Graph()
    for triple in shapes.graph:
        if triple[1] != SH.sparql:
            graph.add(triple)
    return Shapes(graph, shapes.version)


def run(data: rdflib.Graph, shapes: Shapes, pairs: list[tuple[rdflib.term.Node, rdflib.term.Node]]) -> Iterator[Found]:
    """Every solution of every constraint for every focus node. Raises :class:`ValidationError` KG605 for a query that cannot be run."""
    store = Store()
    store.bulk_extend(Quad(graphs.oxigraph(s), graphs.oxigraph(p), graphs.oxigraph(o)) for s, p, o in data)
    this = Variable("this")
    for shape, constraint in pairs:
        if _off(shapes, shape) or _off(shapes, constraint):
            continue
        query = _prefixes(shapes, constraint) + str(shapes.graph.value(constraint, SH.select))
        for focus in sorted(shapes.targets_of(shape, data), key=str):
            try:
                solutions: Any = store.query(query, substitutions={this: graphs.oxigraph(focus)})
            except (SyntaxError, RuntimeError) as error:
                raise ValidationError("KG605", f"the query of {constraint} cannot be run", why=str(error).splitlines()[0]) from error
            names = [variable.value for variable in solutions.variables]
            for solution in solutions:
                bound = {name: graphs.term(solution[name]) for name in names if solution[name] is not None}
                yield shape, constraint, {**bound, "this": focus}


def _off(shapes: Shapes, node: rdflib.term.Node) -> bool:
    return any(str(value) == "true" for value in shapes.graph.objects(node, SH.deactivated))


def _prefixes(shapes: Shapes, constraint: rdflib.term.Node) -> str:
    """PREFIX lines of ``sh:prefixes``, ontologies imported by it included (section 5.2.1)."""
    waiting, seen, lines = list(shapes.graph.objects(constraint, SH.prefixes)), set(), {}
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        waiting += shapes.graph.objects(ontology, OWL.imports)
        for declared in shapes.graph.objects(ontology, SH.declare):
            lines[str(shapes.graph.value(declared, SH.prefix))] = NamedNode(str(shapes.graph.value(declared, SH.namespace)))
    return "".join(f"PREFIX {prefix}: {namespace}\n" for prefix, namespace in sorted(lines.items(), key=lambda pair: pair[0]))
