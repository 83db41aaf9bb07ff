"""A shapes graph as :mod:`kg.validation.engines.native` gets it: what the engine takes wrong is left out or written otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import ValidationError
from kg.validation import patterns, supplement
from kg.validation.data import LABEL as MARK
from kg.validation.data import Data
from kg.validation.escapes import UnfitError
from kg.validation.paths import FIRST, NIL, RDF, REST, SH
from kg.validation.structure import LISTS, REFERENCES, TARGETS, TYPE, Shape, Structure, is_blank, sh

LABEL, PROBED = NamedNode(MARK), NamedNode("urn:kg:validation:probe:label")
BROKEN = NamedNode("urn:kg:validation:broken")
SHAPE, VALUE = "urn:kg:validation:shape:", "urn:kg:validation:value:"
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


def name(shape: Any) -> NamedNode:
    """The IRI that a shape has for the engine."""
    return NamedNode(SHAPE + shape.value) if is_blank(shape) else shape


def _whole(shape: Any) -> NamedNode:
    """The name of a shape together with what is asked as SPARQL; a name may end with a fragment already."""
    return NamedNode(f"{SHAPE}whole:{name(shape).value}")


class Writer:
    """The shapes graph as the native engine gets it."""

    def __init__(
        self, structure: Structure, broken: Mapping[Any, Iterable[Any]], data: Data, aimed: Mapping[Any, Iterable[Any]] | None = None
    ) -> None:
        self.structure = structure
        self.broken = broken
        self.data = data
        self.aimed = aimed or {}
        self._dropped = _DROPPED | structure.component_parameters
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

    def _blank(self) -> BlankNode:
        self.fresh += 1
        return BlankNode(f"kg{self.fresh}")

    def _add(self, subject: Any, predicate: NamedNode, object_: Any) -> None:
        self.triples.append(Triple(subject, predicate, object_))

    def _list(self, members: Iterable[Any]) -> Any:
        cells = [(self._blank(), member) for member in members]
        for number, (cell, member) in enumerate(cells):
            self._add(cell, FIRST, member)
            self._add(cell, REST, cells[number + 1][0] if number + 1 < len(cells) else NIL)
        return cells[0][0] if cells else NIL

    def lines(self) -> str:
        """N-Triples of the whole."""
        used = set()
        for node, nodes in self.aimed.items():
            for target in nodes:
                self._add(name(node), TARGETS[1], target)
        for shape in self.structure.shapes.values():
            if not shape.deactivated:
                self._shape(shape)
                used |= set(shape.references)
            elif shape.path is None:
                self._add(name(shape.node), TYPE, sh("NodeShape"))
            else:
                self._add(name(shape.node), TYPE, sh("PropertyShape"))
                self._add(name(shape.node), sh("path"), self._copy(self.structure.graph.object(shape.node, sh("path"))))
        for node in sorted(used & set(self.broken), key=str):
            self._wrapper(node)
        return self._text()

    def by_value(self, nodes: Iterable[Any]) -> str:
        """N-Triples of property shapes that look at each value by itself, aimed at subjects that have one each."""
        below: dict[Any, None] = {}
        for node in nodes:
            self._shape(replace(self.structure.shapes[node], path=NamedNode(VALUE)))
            self._add(name(node), TARGETS[2], NamedNode(VALUE))
            below |= dict.fromkeys(self.structure.graph.objects(node, sh("not")))
        for node in below:
            self._shape(self.structure.shapes[node])
        return self._text()

    def _text(self) -> str:
        return (serialize(self.triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")

    def _wrapper(self, node: Any) -> None:
        """What references point to in place of a shape with broken nodes: the shape, and not one of them."""
        wrapped = _whole(node)
        conditions: list[Any] = [name(node)]
        named = [term for term in self.broken[node] if not is_blank(term)]
        for negated in ((sh("in"), self._list(named)), (sh("hasValue"), None)):
            inner, outer = self._blank(), self._blank()
            self._add(outer, sh("not"), inner)
            if negated[1] is not None:
                self._add(inner, *negated)
            else:
                prop = self._blank()
                self._add(inner, sh("property"), prop)
                self._add(prop, sh("path"), BROKEN)
                self._add(prop, sh("hasValue"), name(node))
            conditions.append(outer)
        self._add(wrapped, sh("and"), self._list(conditions))

    def _referred(self, node: Any) -> Any:
        return _whole(node) if node in self.broken else name(node)

    def _shape(self, shape: Shape) -> None:
        graph, node = self.structure.graph, name(shape.node)
        self._add(node, TYPE, sh("NodeShape" if shape.path is None else "PropertyShape"))
        for cls in shape.classes:
            self._add(node, TARGETS[0], cls)
        for predicate in graph.predicates(shape.node):
            for value in graph.objects(shape.node, predicate):
                if predicate in self._dropped or predicate == TARGETS[0] or not predicate.value.startswith(SH):
                    continue
                if supplement.takes(shape, predicate, value, self.data):
                    continue  # asked as SPARQL
                if predicate in LISTS:
                    self._add(node, predicate, self._list(self._referred(member) for member in graph.members(value)))
                elif predicate in REFERENCES:
                    self._add(node, predicate, self._referred(value))
                elif predicate == sh("property"):
                    if value not in self.aimed:
                        self._add(node, predicate, name(value))
                elif predicate == sh("class") and shape.node in self.quiet:
                    self._instance(node, value)
                elif predicate in (sh("in"), sh("languageIn")):
                    self._add(node, predicate, self._list(graph.members(value)))
                elif predicate == sh("ignoredProperties"):
                    self._add(node, predicate, self._list([*graph.members(value), LABEL, PROBED, BROKEN]))
                elif predicate == sh("path") and shape.path == NamedNode(VALUE):
                    self._add(node, predicate, shape.path)
                elif predicate == sh("path") and is_blank(value):
                    self._add(node, predicate, self._copy(value))
                elif predicate == sh("pattern"):
                    self.pattern(node, value, graph.object(shape.node, sh("flags")))
                else:
                    self._add(node, predicate, value)
        if shape.path is None and graph.objects(shape.node, sh("closed")) and not graph.objects(shape.node, sh("ignoredProperties")):
            self._add(node, sh("ignoredProperties"), self._list([LABEL, PROBED, BROKEN]))

    def pattern(self, node: Any, pattern: Any, flags: Any) -> None:
        """A regular expression of XPath as one of Rust; unchanged where it means the same in both."""
        try:
            expression = patterns.translated(pattern.value, flags.value if flags is not None else "")
        except UnfitError as error:
            what = "a shape has a sh:pattern that the engine cannot run"
            raise ValidationError("KG605", what, why=f'"{pattern.value}": {error}', mend=error.mend) from error
        self._add(node, sh("pattern"), pattern if expression.text == pattern.value else Literal(expression.text))
        if expression.flags:
            self._add(node, sh("flags"), Literal(expression.flags))

    def _instance(self, node: Any, cls: Any) -> None:
        if isinstance(cls, NamedNode | BlankNode):
            inner, prop, path = self._blank(), self._blank(), _CLASS_PATH[0]
            if self._has_subclasses(cls):
                star = self._blank()
                self._add(star, sh("zeroOrMorePath"), _CLASS_PATH[1])
                path = self._list([path, star])
            self._add(inner, sh("property"), prop)
            self._add(prop, sh("path"), path)
            self._add(prop, sh("hasValue"), cls)
            self._add(node, sh("node"), inner)

    def _has_subclasses(self, cls: Any) -> bool:
        """Whether a class may have subclasses in the data; only plain lines tell fast that it has none."""
        column = self.data.lines.columns.get(str(_CLASS_PATH[1]).encode()) if self.data.lines is not None else None
        return self.data.lines is None or (column is not None and str(cls).encode() in column.objects)

    def _copy(self, node: Any) -> Any:
        """A path's nodes, under names of our own."""
        if not is_blank(node):
            return node
        named = self._blank()
        for predicate in self.structure.graph.predicates(node):
            for value in self.structure.graph.objects(node, predicate):
                self._add(named, predicate, self._copy(value))
        return named
