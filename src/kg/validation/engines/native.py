"""Core constraints by the native engine (package ``shacl``, Rust): text in, findings out. Nothing else of the project imports it.

The engine is young and pinned. What it is known to get wrong never reaches a user, for it is not asked: messages, severities, targets of
classes, deactivation and SPARQL are ours; regular expressions are translated (:mod:`kg.validation.patterns`); blank shapes get names before
it sees them. Blank nodes of the data are found again through a probe shape, which has a result for each. A result costs the engine 10 KB:
of many blank nodes (a list of a million members) only those are probed that results are about. It sees the source's own text, so literals
keep their lexical forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shacl
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import ValidationError
from kg.validation import patterns, supplement
from kg.validation.data import LABEL as MARK
from kg.validation.data import Data
from kg.validation.escapes import UnfitError
from kg.validation.paths import FIRST, NIL, RDF, REST, SH
from kg.validation.report import Finding
from kg.validation.structure import LISTS, REFERENCES, TARGETS, TYPE, Shape, Structure, is_blank, sh

NAME = f"shacl {shacl.__version__}"
LABEL, PROBE, PROBED = NamedNode(MARK), NamedNode("urn:kg:validation:probe"), NamedNode("urn:kg:validation:probe:label")
BROKEN = NamedNode("urn:kg:validation:broken")
_PROBED_AT_ONCE = 20_000
"""Blank nodes that are probed without asking which of them matter."""
_LABELLED, _NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|_:([^\s<>"]+)'), re.compile(r"[0-9]+$")
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
        "flags",
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
    lines = _Writer(structure, broken, data).lines()
    marked = "".join(f"{node} {BROKEN} {_name(shape)} .\n" for shape, nodes in broken.items() for node in nodes if is_blank(node))
    if len(data.labels) <= _PROBED_AT_ONCE:
        return list(_findings(_asked(lines + (_probe(LABEL) if data.labels else ""), data, marked), structure))
    plain = _asked(lines, data, marked)
    if not (met := _blanks(plain)):
        return list(_findings(plain, structure))
    guessed = _guessed(met, data)
    some = "".join(f'_:{label} {PROBED} "{label}" .\n' for label in guessed)
    results = _asked(lines + _probe(PROBED), data, marked + some)
    if not met <= {result.focus_node for result in results if _is_probe(result)}:  # the guess was wrong
        results = _asked(lines + _probe(LABEL), data, marked)
    return list(_findings(results, structure))


def _blanks(results: list[Any]) -> set[str]:
    """The engine's names of blank nodes that results are about."""
    return {text for result in results for text in (result.focus_node, result.value) if text is not None and text.startswith("_:")}


def _guessed(names: set[str], data: Data) -> list[str]:
    """The labels that stand for the engine's names, which end with a number: as the nodes appear in its text, from 0. It may be wrong."""
    labels = frozenset(data.labels)
    order = list(dict.fromkeys(match[1] for match in _LABELLED.finditer(data.native[0]) if match[1] in labels))
    numbers = {int(match[0]) for name in names if (match := _NUMBER.search(name))}
    return [order[number] for number in sorted(numbers) if number < len(order)]


def _is_probe(result: Any) -> bool:
    return (result.source_shape or "").startswith(f"<{PROBE.value}")


def _asked(shapes: str, data: Data, more: str) -> list[Any]:
    """The engine's results."""
    try:
        compiled = shacl.Shapes.from_text(shapes, "ntriples")
        text, form = data.native
        return list(compiled.validate_text(f"{text}\n{more}" if more else text, form).results)
    except ValueError as error:
        raise ValidationError("KG605", "the native engine refuses the shapes or the data", why=" ".join(str(error).split())) from error


def refusal(pattern: str, flags: str) -> str:
    """Why the engine does not take a regular expression (of :func:`kg.validation.patterns.translated`), in one line; '' where it does."""
    shape = NamedNode(_SHAPE)
    triples = [Triple(shape, TARGETS[2], PROBE), Triple(shape, sh("pattern"), Literal(pattern)), Triple(shape, sh("flags"), Literal(flags))]
    try:
        shacl.Shapes.from_text((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8"), "ntriples")
    except ValueError as error:
        said = str(error).rsplit("error: ", 1)[-1].rsplit("sh:pattern: ", 1)[-1]
        return " ".join(said.split()).rstrip(".")
    return ""


def _probe(marked: NamedNode) -> str:
    """A shape with a result for each node that is marked: the engine's name of it, and as value the source's label."""
    inner = NamedNode(PROBE.value + "ed")
    of = ((PROBE, TARGETS[2], marked), (PROBE, sh("property"), inner), (inner, sh("path"), marked), (inner, sh("in"), NIL))
    return "".join(f"{subject} {predicate} {object_} .\n" for subject, predicate, object_ in of)


def _name(shape: Any) -> NamedNode:
    return NamedNode(_SHAPE + shape.value) if is_blank(shape) else shape


def _whole(shape: Any) -> NamedNode:
    """The name of a shape together with what is asked as SPARQL; a name may end with a fragment already."""
    return NamedNode(f"{_SHAPE}whole:{_name(shape).value}")


class _Writer:
    """The shapes graph as the native engine gets it."""

    def __init__(self, structure: Structure, broken: Mapping[Any, Iterable[Any]], data: Data) -> None:
        self.structure = structure
        self.broken = broken
        self.data = data
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

    def lines(self) -> str:
        """N-Triples of the whole."""
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
        return (serialize(self.triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")

    def wrapper(self, node: Any) -> None:
        """What references point to in place of a shape with broken nodes: the shape, and not one of them."""
        wrapped = _whole(node)
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
        return _whole(node) if node in self.broken else _name(node)

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
                if supplement.takes(shape, predicate, value, self.data):
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
                    self.add(node, predicate, self.list([*graph.members(value), LABEL, PROBED, BROKEN]))
                elif predicate == sh("path") and is_blank(value):
                    self.add(node, predicate, self.copy(value))
                elif predicate == sh("pattern"):
                    self.pattern(node, value, graph.object(shape.node, sh("flags")))
                else:
                    self.add(node, predicate, value)
        if shape.path is None and graph.objects(shape.node, sh("closed")) and not graph.objects(shape.node, sh("ignoredProperties")):
            self.add(node, sh("ignoredProperties"), self.list([LABEL, PROBED, BROKEN]))

    def pattern(self, node: Any, pattern: Any, flags: Any) -> None:
        """A regular expression of XPath as one of Rust; unchanged where it means the same in both."""
        try:
            expression = patterns.translated(pattern.value, flags.value if flags is not None else "")
        except UnfitError as error:
            what = "a shape has a sh:pattern that the engine cannot run"
            raise ValidationError("KG605", what, why=f'"{pattern.value}": {error}', mend=error.mend) from error
        self.add(node, sh("pattern"), pattern if expression.text == pattern.value else Literal(expression.text))
        if expression.flags:
            self.add(node, sh("flags"), Literal(expression.flags))

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


def _findings(results: list[Any], structure: Structure) -> Iterator[Finding]:
    shapes = {str(_name(node)): shape for node, shape in structure.shapes.items()}
    found = [result for result in results if not _is_probe(result)]
    probes = [result for result in results if _is_probe(result)]
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
