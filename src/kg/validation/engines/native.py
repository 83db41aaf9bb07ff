"""Core constraints by the native engine (package ``shacl``, Rust): text in, findings out. Nothing else of the project imports it.

The engine is young and pinned. What it is known to get wrong never reaches a user, for it is not asked: messages, severities, targets of
classes, deactivation and SPARQL are ours; blank shapes get names before it sees them, and blank nodes of the data are found again through
a probe shape. It sees the source's own text, so literals keep their lexical forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shacl
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import ValidationError
from kg.validation import supplement
from kg.validation.data import LABEL as MARK
from kg.validation.data import Data
from kg.validation.paths import FIRST, NIL, RDF, REST, SH
from kg.validation.report import Finding
from kg.validation.structure import LISTS, REFERENCES, TARGETS, TYPE, Shape, Structure, is_blank, sh

NAME = f"shacl {shacl.__version__}"
LABEL, PROBE = NamedNode(MARK), NamedNode("urn:kg:validation:probe")
BROKEN = NamedNode("urn:kg:validation:broken")
_SHAPE = "urn:kg:validation:shape:"
_DROPPED = {
    sh(name)
    for name in [
        "sparql",
        "prefixes",
        "declare",
        "prefix",
        "namespace",
        "message",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
        "severity",
        "deactivated",
        "select",
        "ask",
        "parameter",
        "optional",
        "validator",
        "nodeValidator",
        "propertyValidator",
        "labelTemplate",
    ]
}
_CLASS_PATH = (NamedNode(RDF + "type"), NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"))


def run(data: Data, structure: Structure, broken: Mapping[Any, Iterable[Any]]) -> list[Finding]:
    """The findings of all Core constraints on data (all graphs together).

    ``broken`` names, for shapes that others refer to, the nodes that break a SPARQL-based constraint of them: for those the reference
    fails. Raises :class:`ValidationError` KG605 when the engine refuses the shapes or the data.
    """
    if not structure.shapes:
        return []
    lines = _Writer(structure, broken).lines(bool(data.labels))
    marked = "".join(f"{node} {BROKEN} {_name(shape)} .\n" for shape, nodes in broken.items() for node in nodes if is_blank(node))
    try:
        compiled = shacl.Shapes.from_text(lines, "ntriples")
        text, form = data.native
        report = compiled.validate_text(f"{text}\n{marked}" if marked else text, form)
    except ValueError as error:
        raise ValidationError("KG605", "the native engine refuses the shapes or the data", why=str(error).splitlines()[0]) from error
    return list(_findings(report.results, structure))


def _name(shape: Any) -> NamedNode:
    return NamedNode(_SHAPE + shape.value) if is_blank(shape) else shape


class _Writer:
    """The shapes graph as the native engine gets it."""

    def __init__(self, structure: Structure, broken: Mapping[Any, Iterable[Any]]) -> None:
        self.structure = structure
        self.broken = broken
        self.triples: list[Triple] = []
        self.fresh = 0
        self.quiet = self._quiet()

    def _quiet(self) -> set[Any]:
        """Shapes that never report: reached through references only. Their sh:class is written as a path, which the engine walks faster."""
        loud, waiting = set(), [shape for shape in self.structure.shapes.values() if shape.targeted]
        while waiting:
            shape = waiting.pop()
            if shape.node not in loud:
                loud.add(shape.node)
                waiting += [self.structure.shapes[node] for node in shape.properties]
        return set(self.structure.shapes) - loud

    def blank(self) -> BlankNode:
        self.fresh += 1
        return BlankNode(f"kg{self.fresh}")

    def add(self, subject: Any, predicate: NamedNode, object_: Any) -> None:
        self.triples.append(Triple(subject, predicate, object_))

    def list(self, members: Iterable[Any]) -> Any:
        cells = [(self.blank(), member) for member in members]
        for number, (cell, member) in enumerate(cells):
            self.add(cell, FIRST, member)
            self.add(cell, REST, cells[number + 1][0] if number + 1 < len(cells) else NIL)
        return cells[0][0] if cells else NIL

    def lines(self, probed: bool) -> str:
        """N-Triples of the whole; ``probed``: with the shape that tells the engine's blank nodes."""
        used = set()
        for shape in self.structure.shapes.values():
            if not shape.deactivated:
                self.shape(shape)
                used |= set(shape.references)
            elif shape.path is None:
                self.add(_name(shape.node), TYPE, sh("NodeShape"))
            else:
                self.add(_name(shape.node), TYPE, sh("PropertyShape"))
                self.add(_name(shape.node), sh("path"), self.copy(self.structure.graph.object(shape.node, sh("path"))))
        for node in sorted(used & set(self.broken), key=str):
            self.wrapper(node)
        if probed:
            self.add(PROBE, TARGETS[2], LABEL)
            self.add(PROBE, sh("property"), NamedNode(PROBE.value + "ed"))
            self.add(NamedNode(PROBE.value + "ed"), sh("path"), LABEL)
            self.add(NamedNode(PROBE.value + "ed"), sh("in"), NIL)
        return (serialize(self.triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")

    def wrapper(self, node: Any) -> None:
        """What references point to in place of a shape with broken nodes: the shape, and not one of them."""
        wrapped = NamedNode(_name(node).value + "#whole")
        conditions: list[Any] = [_name(node)]
        named = [term for term in self.broken[node] if not is_blank(term)]
        for negated in ((sh("in"), self.list(named)), (sh("hasValue"), None)):
            inner, outer = self.blank(), self.blank()
            self.add(outer, sh("not"), inner)
            if negated[1] is not None:
                self.add(inner, *negated)
            else:
                prop = self.blank()
                self.add(inner, sh("property"), prop)
                self.add(prop, sh("path"), BROKEN)
                self.add(prop, sh("hasValue"), _name(node))
            conditions.append(outer)
        self.add(wrapped, sh("and"), self.list(conditions))

    def referred(self, node: Any) -> Any:
        return NamedNode(_name(node).value + "#whole") if node in self.broken else _name(node)

    def shape(self, shape: Shape) -> None:
        graph, node = self.structure.graph, _name(shape.node)
        dropped = _DROPPED | self.structure.component_parameters
        self.add(node, TYPE, sh("NodeShape" if shape.path is None else "PropertyShape"))
        for cls in shape.classes:
            self.add(node, TARGETS[0], cls)
        for predicate in graph.predicates(shape.node):
            for value in graph.objects(shape.node, predicate):
                if predicate in dropped or predicate == TARGETS[0] or not predicate.value.startswith(SH):
                    continue
                if supplement.takes(shape, predicate, value):
                    continue  # asked as SPARQL
                if predicate in LISTS:
                    self.add(node, predicate, self.list(self.referred(member) for member in graph.members(value)))
                elif predicate in REFERENCES:
                    self.add(node, predicate, self.referred(value))
                elif predicate == sh("property"):
                    self.add(node, predicate, _name(value))
                elif predicate == sh("class") and shape.node in self.quiet:
                    self.instance(node, value)
                elif predicate in (sh("in"), sh("languageIn")):
                    self.add(node, predicate, self.list(graph.members(value)))
                elif predicate == sh("ignoredProperties"):
                    self.add(node, predicate, self.list([*graph.members(value), LABEL, BROKEN]))
                elif predicate == sh("path") and is_blank(value):
                    self.add(node, predicate, self.copy(value))
                else:
                    self.add(node, predicate, value)
        if shape.path is None and graph.objects(shape.node, sh("closed")) and not graph.objects(shape.node, sh("ignoredProperties")):
            self.add(node, sh("ignoredProperties"), self.list([LABEL, BROKEN]))

    def instance(self, node: Any, cls: Any) -> None:
        prop, star = self.blank(), self.blank()
        self.add(star, sh("zeroOrMorePath"), _CLASS_PATH[1])
        if isinstance(cls, NamedNode | BlankNode):
            inner = self.blank()
            self.add(inner, sh("property"), prop)
            self.add(prop, sh("path"), self.list([_CLASS_PATH[0], star]))
            self.add(prop, sh("hasValue"), cls)
            self.add(node, sh("node"), inner)

    def copy(self, node: Any) -> Any:
        """A path's nodes, under names of our own."""
        if not is_blank(node):
            return node
        named = self.blank()
        for predicate in self.structure.graph.predicates(node):
            for value in self.structure.graph.objects(node, predicate):
                self.add(named, predicate, self.copy(value))
        return named


def _findings(results: Iterable[Any], structure: Structure) -> Iterator[Finding]:
    shapes = {str(_name(node)): shape for node, shape in structure.shapes.items()}
    found = [result for result in results if not (result.source_shape or "").startswith(f"<{PROBE.value}")]
    probes = [result for result in results if (result.source_shape or "").startswith(f"<{PROBE.value}")]
    terms = _terms({text for result in (*found, *probes) for text in (result.focus_node, result.value) if text is not None})
    blanks = {terms[probe.focus_node]: BlankNode(terms[probe.value].value) for probe in probes}
    for result in found:
        shape = shapes[result.source_shape]
        path = shape.path
        if result.component == "ClosedConstraintComponent" and result.path:
            path = NamedNode(result.path.strip("<>"))
        focus = terms[result.focus_node]
        value = None if result.value is None else terms[result.value]
        yield Finding(
            focus=blanks.get(focus, focus),
            path=path,
            value=blanks.get(value, value),
            component=result.component_iri,
            severity=shape.severity,
            shape=shape.node,
        )


def _terms(texts: Iterable[str]) -> dict[str, Any]:
    """Terms from N-Triples syntax."""
    listed = sorted(texts)
    lines = "".join(f"<urn:x> <urn:x:{number}> {text} .\n" for number, text in enumerate(listed))
    found = {int(q.predicate.value[6:]): q.object for q in parse(lines.encode(), format=RdfFormat.N_TRIPLES)}
    return {text: found[number] for number, text in enumerate(listed)}
