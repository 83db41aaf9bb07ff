"""A shapes graph as structure: shapes with their targets, parameters, references and paths (SHACL 1.0, section 2).

Works on pyoxigraph terms in the lexical form of the source. Nothing is checked here (:mod:`kg.validation.wellformed` does), only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.validation import paths
from kg.validation.paths import RDF, SH, AnyPath

RDFS, OWL = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#"
TYPE = NamedNode(RDF + "type")


@cache
def sh(name: str) -> NamedNode:
    """A term of the SHACL namespace."""
    return NamedNode(SH + name)


TARGETS = tuple(sh(name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
LISTS = (sh("and"), sh("or"), sh("xone"))
REFERENCES = (sh("node"), sh("not"), sh("qualifiedValueShape"))
PARAMETERS = frozenset(
    sh(name)
    for name in [
        "and",
        "class",
        "closed",
        "datatype",
        "disjoint",
        "equals",
        "flags",
        "hasValue",
        "ignoredProperties",
        "in",
        "languageIn",
        "lessThan",
        "lessThanOrEquals",
        "maxCount",
        "maxExclusive",
        "maxInclusive",
        "maxLength",
        "minCount",
        "minExclusive",
        "minInclusive",
        "minLength",
        "node",
        "nodeKind",
        "not",
        "or",
        "pattern",
        "property",
        "qualifiedMaxCount",
        "qualifiedMinCount",
        "qualifiedValueShape",
        "qualifiedValueShapesDisjoint",
        "sparql",
        "uniqueLang",
        "xone",
    ]
)


class Index:
    """Quads by subject and predicate, as they were read; graph names are left out."""

    def __init__(self, quads: Iterable[Any]) -> None:
        self.triples: list[tuple[Any, NamedNode, Any]] = []
        self._objects: dict[Any, dict[NamedNode, list[Any]]] = {}
        self._subjects: dict[NamedNode, dict[Any, list[Any]]] = {}
        for quad in quads:
            s, p, o = quad.subject, quad.predicate, quad.object
            objects = self._objects.setdefault(s, {}).setdefault(p, [])
            if o not in objects:
                objects.append(o)
                self._subjects.setdefault(p, {}).setdefault(o, []).append(s)
                self.triples.append((s, p, o))

    def objects(self, subject: Any, predicate: NamedNode) -> list[Any]:
        """The objects of a subject and predicate, in the order of the source."""
        return self._objects.get(subject, {}).get(predicate, [])

    def object(self, subject: Any, predicate: NamedNode) -> Any | None:
        """The first object, None without."""
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, object_: Any = None) -> list[Any]:
        """The subjects of a predicate, with an object or any."""
        found = self._subjects.get(predicate, {})
        return found.get(object_, []) if object_ is not None else list(dict.fromkeys(s for subjects in found.values() for s in subjects))

    def predicates(self, subject: Any) -> list[NamedNode]:
        """The predicates of a subject."""
        return list(self._objects.get(subject, {}))

    def quads_for_pattern(self, subject: Any, predicate: Any, _object: Any, _graph: Any, /) -> Iterator[Quad]:
        """As a store has it, for subject and predicate."""
        return (Quad(subject, predicate, object_) for object_ in self.objects(subject, predicate))

    def members(self, node: Any) -> list[Any]:
        """The members of an RDF list."""
        return paths.members(self, node)


@dataclass(slots=True)
class Shape:
    """A shape; ``path`` is None for node shapes. ``parents`` apply it by ``sh:property``, ``users`` by other references."""

    node: Any
    path: AnyPath | None
    deactivated: bool
    severity: str
    classes: tuple[NamedNode, ...]
    nodes: tuple[Any, ...]
    subjects_of: tuple[NamedNode, ...]
    objects_of: tuple[NamedNode, ...]
    properties: tuple[Any, ...]
    references: tuple[Any, ...]
    sparql: tuple[Any, ...]
    parents: list[Any] = field(default_factory=list)
    users: list[Any] = field(default_factory=list)

    @property
    def targeted(self) -> bool:
        """Whether it has a target of its own."""
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)


class Structure:
    """The shapes of a shapes graph, in the order of their names. Raises KG605 for paths and lists that are none."""

    def __init__(self, quads: Iterable[Any]) -> None:
        self.graph = Index(quads)
        self._prefixes: dict[tuple[Any, ...], dict[str, str]] = {}
        self.shapes: dict[Any, Shape] = {node: self._shape(node) for node in sorted(self._nodes(), key=str)}
        for shape in self.shapes.values():
            for node in shape.properties:
                self.shapes[node].parents.append(shape.node)
            for node in shape.references:
                self.shapes[node].users.append(shape.node)

    def _nodes(self) -> set[Any]:
        """Section 2.1: typed as shape, with a target or a parameter, or referred to where a shape is expected."""
        graph = self.graph
        found: set[Any] = set()
        for kind in ("NodeShape", "PropertyShape"):
            found.update(graph.subjects(TYPE, sh(kind)))
        for predicate in (*TARGETS, *PARAMETERS, *self.component_parameters):
            found.update(graph.subjects(predicate))
        for predicate in (sh("property"), *REFERENCES):
            found.update(o for s in graph.subjects(predicate) for o in graph.objects(s, predicate))
        for predicate in LISTS:
            found.update(m for s in graph.subjects(predicate) for o in graph.objects(s, predicate) for m in graph.members(o))
        declarations = {o for s in graph.subjects(sh("parameter")) for o in graph.objects(s, sh("parameter"))}
        return {node for node in found if not isinstance(node, Literal)} - declarations

    def _shape(self, node: Any) -> Shape:
        graph = self.graph
        path = graph.object(node, sh("path"))
        classes = list(graph.objects(node, TARGETS[0]))
        if any(kind in graph.objects(node, TYPE) for kind in self._class_kinds):
            classes.append(node)  # implicit class target, section 2.1.3.3
        references = [o for predicate in REFERENCES for o in graph.objects(node, predicate)]
        references += [m for predicate in LISTS for o in graph.objects(node, predicate) for m in graph.members(o)]
        severity = graph.object(node, sh("severity"))
        return Shape(
            node=node,
            path=None if path is None else paths.read(graph, path),
            deactivated=self.off(node),
            severity=SH + "Violation" if severity is None else severity.value,
            classes=tuple(dict.fromkeys(classes)),
            nodes=tuple(graph.objects(node, TARGETS[1])),
            subjects_of=tuple(graph.objects(node, TARGETS[2])),
            objects_of=tuple(graph.objects(node, TARGETS[3])),
            properties=tuple(graph.objects(node, sh("property"))),
            references=tuple(references),
            sparql=tuple(graph.objects(node, sh("sparql"))),
        )

    @cached_property
    def _class_kinds(self) -> set[Any]:
        """rdfs:Class, its subclasses in the shapes graph, and owl:Class, whose axioms a shapes graph seldom repeats."""
        kinds, waiting = set(), [NamedNode(RDFS + "Class"), NamedNode(OWL + "Class")]
        while waiting:
            kind = waiting.pop()
            if kind not in kinds:
                kinds.add(kind)
                waiting += self.graph.subjects(NamedNode(RDFS + "subClassOf"), kind)
        return kinds

    @cached_property
    def components(self) -> dict[Any, tuple[tuple[NamedNode, bool], ...]]:
        """Constraint components of the shapes graph's own (section 6.2): their parameters as (predicate, optional)."""
        found = {}
        for component in sorted(self.graph.subjects(sh("parameter")), key=str):
            declared = [
                (predicate, any(value.value in ("true", "1") for value in self.graph.objects(parameter, sh("optional"))))
                for parameter in self.graph.objects(component, sh("parameter"))
                for predicate in self.graph.objects(parameter, sh("path"))
                if isinstance(predicate, NamedNode)
            ]
            found[component] = tuple(sorted(declared, key=str))
        return found

    @cached_property
    def component_parameters(self) -> set[NamedNode]:
        """Every parameter of a component of the shapes graph's own."""
        return {predicate for parameters in self.components.values() for predicate, _ in parameters}

    def off(self, node: Any) -> bool:
        """Whether a shape or constraint is deactivated."""
        return any(value.value in ("true", "1") for value in self.graph.objects(node, sh("deactivated")))

    def texts(self, node: Any, *predicates: NamedNode) -> dict[str, str]:
        """The literals of the first predicate that has any, by language ('' for none), several of a language in lines."""
        for predicate in predicates:
            found: dict[str, str] = {}
            for text in self.graph.objects(node, predicate):
                if isinstance(text, Literal):
                    language = text.language or ""
                    found[language] = f"{found[language]}\n{text.value}" if language in found else text.value
            if found:
                return found
        return {}

    def prologue(self, node: Any) -> str:
        """PREFIX lines of ``sh:prefixes``, imported ontologies included (section 5.2.1)."""
        return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(self.prefixes(node).items()))

    def prefixes(self, node: Any) -> dict[str, str]:
        """Prefixes and namespaces of ``sh:prefixes``."""
        ontologies = tuple(self.graph.objects(node, sh("prefixes")))
        if ontologies not in self._prefixes:
            self._prefixes[ontologies] = self._declared(ontologies)
        return self._prefixes[ontologies]

    def _declared(self, ontologies: tuple[Any, ...]) -> dict[str, str]:
        waiting, seen, lines = list(ontologies), set(), {}
        while waiting:
            ontology = waiting.pop()
            if ontology not in seen:
                seen.add(ontology)
                waiting += self.graph.objects(ontology, NamedNode(OWL + "imports"))
                for declared in self.graph.objects(ontology, sh("declare")):
                    prefix, namespace = self.graph.object(declared, sh("prefix")), self.graph.object(declared, sh("namespace"))
                    if prefix is not None and namespace is not None:
                        lines[prefix.value] = namespace.value
        return lines


def is_blank(node: Any) -> bool:
    """Whether a term is a blank node."""
    return isinstance(node, BlankNode)
