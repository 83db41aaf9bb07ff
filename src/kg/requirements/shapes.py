"""The shapes as requirements: every node with a number, the node shape it belongs to, and its constraint parameters as they were read.

Shapes graphs here are ours: named shapes, one number a check, two languages (``shapes/README.md``); nothing is validated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import VocabularyError
from kg.mapping.terms import RDF, RDFS
from kg.requirements.path import FORMS, PropertyPath
from kg.vocabulary.loading import local_name, vocabulary

SH = "http://www.w3.org/ns/shacl#"
Node = NamedNode | BlankNode | Literal
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_SAID = ("name", "message", "severity", "path", "property", "sparql", "deactivated", "order", "group", *TARGETS)


@dataclass(frozen=True)
class Requirement:
    """A numbered check. ``names``, ``why`` and ``messages`` are by language; ``shape`` is the node shape whose targets it is about."""

    number: str
    iri: str
    shape: str
    severity: str
    names: dict[str, str] = field(repr=False)
    why: dict[str, str] = field(repr=False)
    messages: dict[str, str] = field(repr=False)
    path: PropertyPath | None = field(repr=False)
    select: str = field(repr=False)

    @property
    def local(self) -> str:
        """The local name of the check, by which examples are found."""
        return local_name(self.iri)


class Shapes:
    """The shapes of one file; what it refers to in other files is looked up in ``others``."""

    def __init__(self, file: Path) -> None:
        self.name = file.stem
        self._nodes: dict[Node, dict[str, list[Node]]] = {}
        self.others: list[Shapes] = []
        parser = parse(path=str(file), format=RdfFormat.TURTLE)
        try:
            for quad in parser:
                if isinstance(quad.subject, NamedNode | BlankNode) and isinstance(quad.object, NamedNode | BlankNode | Literal):
                    self._nodes.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
        except SyntaxError as error:
            raise VocabularyError("KG406", f"not Turtle: {error.msg}", file=file, line=error.lineno) from error
        self.prefixes: dict[str, str] = dict(parser.prefixes)

    def values(self, node: Node, name: str) -> list[Node]:
        """The values of a property given as IRI or as local name in the namespace of SHACL."""
        return self._about(node).get(name if ":" in name else SH + name, [])

    def _about(self, node: Node) -> dict[str, list[Node]]:
        return next((own._nodes[node] for own in (self, *self.others) if node in own._nodes), {})

    def texts(self, node: Node, *names: str) -> dict[str, str]:
        """Texts by language."""
        return {v.language or "": v.value for name in names for v in self.values(node, name) if isinstance(v, Literal)}

    def members(self, node: Node) -> list[Node]:
        """The members of a list."""
        found: list[Node] = []
        while firsts := self.values(node, RDF + "first"):
            found += firsts
            node = self.values(node, RDF + "rest")[0]
        return found

    def targeted(self) -> list[NamedNode]:
        """The node shapes that have targets, in the order of the file."""
        return [n for n in self._nodes if isinstance(n, NamedNode) and any(self.values(n, target) for target in TARGETS)]

    def targets(self, shape: str) -> dict[str, list[str]]:
        """The IRIs of the targets of a node shape by kind of target."""
        found = {kind: [v.value for v in self.values(NamedNode(shape), kind)] for kind in TARGETS}
        return {kind: iris for kind, iris in found.items() if iris}

    def parameters(self, node: Node) -> dict[str, list[Node]]:
        """The constraint parameters of a shape by local name, in the order of the file."""
        found = {name.removeprefix(SH): values for name, values in self._about(node).items() if name.startswith(SH)}
        return {name: values for name, values in found.items() if name not in _SAID}

    def path(self, node: Node) -> PropertyPath:
        """The path that a node stands for."""
        if isinstance(node, NamedNode):
            return PropertyPath("", predicate=node.value)
        if members := self.members(node):
            return PropertyPath("/", tuple(map(self.path, members)))
        for alternative in self.values(node, "alternativePath"):
            return PropertyPath("|", tuple(map(self.path, self.members(alternative))))
        for name, form in FORMS.items():
            for inner in self.values(node, name):
                return PropertyPath(form, (self.path(inner),))
        raise VocabularyError("KG403", f"{node} in shapes/{self.name}.ttl is no property path", mend="see SHACL 1.0, section 2.3.1")

    def requirements(self) -> list[Requirement]:
        """Every numbered check, by number."""
        number = vocabulary().prefixes["hrm"] + "requirement"
        found = [self._requirement(shape, check, number) for shape in self.targeted() for check in self._checks(shape, number)]
        return sorted(found, key=lambda requirement: requirement.number)

    def _checks(self, shape: NamedNode, number: str) -> Iterator[NamedNode]:
        for node in (shape, *self.values(shape, "property"), *self.values(shape, "sparql")):
            if isinstance(node, NamedNode) and self.values(node, number):
                yield node

    def _requirement(self, shape: NamedNode, check: NamedNode, number: str) -> Requirement:
        severity = next((v.value for node in (check, shape) for v in self.values(node, "severity")), SH + "Violation")
        paths = [self.path(node) for node in self.values(check, "path")]
        return Requirement(
            self.values(check, number)[0].value,
            check.value,
            shape.value,
            local_name(severity),
            self.texts(check, RDFS + "label", "name"),
            self.texts(check, RDFS + "comment"),
            self.texts(check, "message"),
            paths[0] if paths else None,
            next((v.value for v in self.values(check, "select")), ""),
        )


def read(root: Path) -> dict[str, Shapes]:
    """Every file of ``root``/shapes by its name without ending."""
    found = {file.stem: Shapes(file) for file in sorted((root / "shapes").glob("*.ttl"))}
    for own in found.values():
        own.others = [other for other in found.values() if other is not own]
    return found
