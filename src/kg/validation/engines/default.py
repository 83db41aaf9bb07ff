"""The default engine: Core constraints by the native engine, SPARQL-based ones on pyoxigraph, each where it is exact.

No constraint is evaluated twice and none is left to pySHACL. Values found by SPARQL come back in the lexical form of the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from kg.validation import literals, locating, paths
from kg.validation.data import Data
from kg.validation.engines import native, native_values
from kg.validation.report import Finding
from kg.validation.sparql import Evaluation
from kg.validation.structure import Structure

NAME = f"{native.NAME}, sh:sparql on pyoxigraph {pyoxigraph.__version__}"


def run(data: Data, structure: Structure) -> list[Finding]:
    """All findings. Raises :class:`ValidationError` KG605."""
    return evaluate(data, Evaluation(data, structure))


def evaluate(data: Data, evaluation: Evaluation) -> list[Finding]:
    """All findings, by an evaluation that the caller goes on to use."""
    found = list(evaluation.findings())
    named = _rewritten_targets(evaluation.structure)
    typed = (node for finding in found for node in (finding.focus, finding.value) if literals.typed(node))
    if any(node in named or (data.faithful and node in data.reworded) for node in typed):
        found = list(_in_source_forms(found, data, evaluation.structure, named))
    broken = _broken(evaluation)
    aimed = native_values.aimed(evaluation, broken, partial(native.failing, data, evaluation.structure))
    return [*native.run(data, evaluation.structure, broken, aimed), *found]


def _broken(evaluation: Evaluation) -> dict[Any, list[Any]]:
    """Broken nodes, literals in every form that the sources have them in: the native engine sees the sources' words."""
    broken, data = evaluation.broken(), evaluation.data
    if not any(node in data.reworded for nodes in broken.values() for node in nodes if literals.typed(node)):
        return broken
    sources = locating.Sources(data)

    def forms(node: Any) -> list[Any]:
        return [*sources.forms(None, None, node), node] if literals.typed(node) and node in data.reworded else [node]

    return {shape: list(dict.fromkeys(form for node in nodes for form in forms(node))) for shape, nodes in broken.items()}


def _rewritten_targets(structure: Structure) -> frozenset[Any]:
    """What a store makes of those literals of sh:targetNode that it writes in other words."""
    named = (node for shape in structure.shapes.values() for node in shape.nodes if literals.typed(node))
    return frozenset(literals.normal(node) for node in named if literals.normal(node) != node)


def _in_source_forms(found: list[Finding], data: Data, structure: Structure, named: frozenset[Any]) -> Iterator[Finding]:
    """A store has made ``1.5`` of ``1.50``: gives values back as they stand in the source; a value that stands there in two forms, twice.

    A form is looked for at the focus and path, then at the focus, then anywhere; there only one that is the only one is taken. A literal
    that is a focus node is given back in each form that it has as a target (``named``: those that a store rewrites) or as an object of the
    predicates that lead to the shape.
    """
    sources = locating.Sources(data)
    for finding in found:
        value: Any = finding.value
        if literals.typed(finding.focus) and (finding.focus in named or finding.focus in data.reworded):
            for form in _focus_forms(finding, data, structure) or [finding.focus]:
                yield replace(finding, focus=form, value=form if value == finding.focus else value)
            continue
        if value not in data.reworded:
            yield finding
            continue
        path = finding.path if isinstance(finding.path, NamedNode) else None
        forms = sources.forms(finding.focus, path, value) if path is not None else []
        forms = forms or sources.forms(finding.focus, None, value)
        if not forms:
            forms = sources.forms(None, None, value)
            forms = forms if len(forms) == 1 else []
        for form in forms or [value]:
            yield finding if form == value else replace(finding, value=form)


def _focus_forms(finding: Finding, data: Data, structure: Structure) -> list[Any]:
    leading, waiting, seen = set[NamedNode](), [finding.shape], set[Any]()
    targets: list[Literal] = []
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            shape = structure.shapes[node]
            targets += [one for one in shape.nodes if isinstance(one, Literal)]
            above = [structure.shapes[other] for other in (*shape.parents, *shape.users)]
            leading |= {*shape.objects_of, *(p for other in above if other.path is not None for p in paths.predicates(other.path))}
            waiting += [other.node for other in above if other.path is None]
    objects = (quad.object for quad in data.quads() if quad.predicate in leading)
    return literals.same((*targets, *(term for term in objects if isinstance(term, Literal))), finding.focus)
