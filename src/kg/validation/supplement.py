"""Core constraints that the native engine gets wrong, asked as SPARQL in its place.

* ``sh:closed`` on property shapes (SHACL 1.0, section 4.8.1): the native engine looks at the focus node, not at the value nodes.
* Ranges whose bound is a string, language-tagged or not, or an xsd:anyURI (section 4.3): the native engine compares all of these by their
  text, where SPARQL only compares strings with strings.
* Ranges, ``sh:lessThan`` and ``sh:lessThanOrEquals`` (sections 4.5.3, 4.5.4) and ``sh:datatype xsd:decimal`` (section 4.1.2), but only
  where the data have a literal that it takes wrong (:mod:`kg.validation.peculiar`): then values are asked for, and judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.validation import datatypes, literals, locating, order, paths, peculiar
from kg.validation.data import Data
from kg.validation.paths import RDF, SH
from kg.validation.report import Finding
from kg.validation.structure import Shape, Structure, sh

_CLOSED = (sh("closed"), sh("ignoredProperties"))
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXTS = (_XSD + "string", _XSD + "anyURI", RDF + "langString")
_RANGES = {sh("minExclusive"): ">", sh("minInclusive"): ">=", sh("maxExclusive"): "<", sh("maxInclusive"): "<="}
_PAIRS = {sh("lessThan"): "<", sh("lessThanOrEquals"): "<="}
_DATATYPE, _DECIMAL = sh("datatype"), NamedNode(peculiar.DECIMAL)
_ASKED = frozenset({*_CLOSED, *_RANGES, *_PAIRS, _DATATYPE})
Judge = Callable[[Finding], Iterator[Finding]]
"""The results that a solution of a query comes to."""


def takes(shape: Shape, predicate: NamedNode, value: Any, data: Data) -> bool:
    """Whether a parameter of a shape is asked here, and is not for the native engine."""
    if predicate in _CLOSED:
        return shape.path is not None
    if predicate in _RANGES:
        return isinstance(value, Literal) and (_text(value) or peculiar.number(value) or bool(peculiar.numbers(data)))
    if predicate in _PAIRS and shape.path is not None:
        return bool(peculiar.numbers(data)) or peculiar.texts(data, [*paths.predicates(shape.path), value]) or _from_literals(shape)
    return predicate == _DATATYPE and value == _DECIMAL and any(one.datatype == _DECIMAL for one in peculiar.numbers(data))


def applies(shape: Shape, structure: Structure, data: Data) -> bool:
    """Whether a shape has a constraint that is asked here."""
    graph = structure.graph
    some = _ASKED.intersection(graph.predicates(shape.node))
    return any(takes(shape, predicate, value, data) for predicate in some for value in graph.objects(shape.node, predicate))


def queries(shape: Shape, structure: Structure, targets: str, data: Data) -> Iterator[tuple[str, str, Judge]]:
    """The component and a SELECT of ``this``, ``value`` and perhaps ``path`` for each such constraint, and what a solution comes to."""
    nodes = f"{{ {targets} }} BIND (?this AS ?node)"
    if shape.path is not None:
        nodes = f"{{ {targets} }} ?this {paths.sparql(shape.path)} ?node"
    nodes = f"{{ SELECT DISTINCT ?this ?node WHERE {{ {nodes} }} }}"
    graph = structure.graph
    if shape.path is not None and any(value.value in ("true", "1") for value in graph.objects(shape.node, _CLOSED[0])):
        allowed = {member for listed in graph.objects(shape.node, _CLOSED[1]) for member in graph.members(listed)}
        allowed |= {structure.shapes[node].path for node in shape.properties}
        named = ", ".join(sorted(str(node) for node in allowed if isinstance(node, NamedNode)))
        kept = f"FILTER (?path NOT IN ({named}))" if named else ""
        yield (
            f"{SH}ClosedConstraintComponent",
            f"SELECT DISTINCT ?this ?node ?path ?value WHERE {{ {nodes} ?node ?path ?value . {kept} }}",
            _each,
        )
    every = f"SELECT ?this (?node AS ?value) WHERE {{ {nodes} }}"
    for predicate, operator in _RANGES.items():
        for bound in graph.objects(shape.node, predicate):
            if takes(shape, predicate, bound, data):
                if _text(bound):
                    where = f"{nodes} FILTER (!COALESCE(?node {operator} {bound}, false))"
                    yield _component(predicate), f"SELECT ?this (?node AS ?value) WHERE {{ {where} }}", _each
                else:
                    meets = partial(_in_range, operator=operator, bound=bound)
                    yield _component(predicate), every, _Values(data, shape, meets)
    for predicate, operator in _PAIRS.items():
        for other in graph.objects(shape.node, predicate):
            if takes(shape, predicate, other, data):
                where = f"{nodes} ?this {other} ?other"
                judge = _Values(data, shape, partial(_before, operator=operator), other)
                yield _component(predicate), f"SELECT ?this (?node AS ?value) ?other WHERE {{ {where} }}", judge
    if any(takes(shape, _DATATYPE, value, data) for value in graph.objects(shape.node, _DATATYPE)):
        yield _component(_DATATYPE), every, _Values(data, shape, _decimal)


def _text(bound: Literal) -> bool:
    return bound.datatype.value in _TEXTS


def _component(predicate: NamedNode) -> str:
    name = predicate.value.removeprefix(SH)
    return f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"


def _from_literals(shape: Shape) -> bool:
    """Whether a path may have no step, and so lead from a literal to itself."""

    def short(path: paths.AnyPath) -> bool:
        return isinstance(path, paths.Path) and (path.operator in "*?" or any(short(part) for part in path.members))

    return shape.path is not None and short(shape.path)


def _each(finding: Finding) -> Iterator[Finding]:
    yield finding


def _in_range(value: Any, _: Any, *, operator: str, bound: Literal) -> bool:
    return order.holds(value, operator, bound)


def _before(value: Any, other: Any, *, operator: str) -> bool:
    return order.holds(value, operator, other)


def _decimal(value: Any, _: Any) -> bool:
    return isinstance(value, Literal) and value.datatype == _DECIMAL and datatypes.valid(value.value, peculiar.DECIMAL)


class _Values:
    """Judges values by Python. The store says 300 for 300 of xsd:byte: what has no value in the source meets nothing, whatever it says.

    A result is given in the store's form, so that it gets all forms of the source later; only of a value that meets the constraint in the
    store's form, those that do not are given as they stand in the source.
    """

    def __init__(self, data: Data, shape: Shape, meets: Callable[[Any, Any], bool], other: NamedNode | None = None) -> None:
        self._meets, self._other = meets, other
        self._path = shape.path
        self._sources = locating.Sources(data)
        self._outside = {literals.normal(one) for one in peculiar.numbers(data) if peculiar.outside(one)} if data.faithful else set()

    def __call__(self, finding: Finding) -> Iterator[Finding]:
        value, other = finding.value, finding.bindings.get("other")
        if not self._meets(value, other) or (self._other is not None and self._forms(finding.focus, self._other, other)):
            yield finding
            return
        path = self._path if isinstance(self._path, NamedNode) else None
        for form in self._forms(finding.focus if path is not None else None, path, value):
            yield replace(finding, value=form, focus=form if self._path is None else finding.focus)

    def _forms(self, focus: Any, predicate: NamedNode | None, value: Any) -> list[Literal]:
        """The forms of a value in the source that its datatype does not have."""
        if value not in self._outside:
            return []
        return [form for form in self._sources.forms(focus, predicate, value) if peculiar.outside(form)]
