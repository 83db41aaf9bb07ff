"""Shapes graphs: where ours lie, what a shape is called, which nodes it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH

from kg.errors import ValidationError
from kg.validation import graphs
from kg.vocabulary import resources, vocabulary

REQUIREMENT = rdflib.URIRef(vocabulary().prefixes["hrm"] + "requirement")


@dataclass(frozen=True, slots=True)
class Shapes:
    """A shapes graph. ``version`` is its owl:versionInfo, '' where it has none."""

    graph: rdflib.Graph
    version: str

    def names(self, node: rdflib.term.Node | None) -> dict[str, str]:
        """Names of a shape or constraint by language: sh:name, rdfs:label, or what its IRI ends with."""
        if node is None:
            return {}
        found = {
            (text.language or "en"): str(text)
            for prop in (RDFS.label, SH.name)
            for text in self.graph.objects(node, prop)
            if isinstance(text, rdflib.Literal)
        }
        return found or {"en": local_name(str(node))}

    def requirement(self, *nodes: rdflib.term.Node | None) -> str:
        """The number of the requirement, of the first node that has one."""
        for node in nodes:
            number = self.graph.value(node, REQUIREMENT) if node is not None else None
            if number is not None:
                return str(number)
        return ""

    def messages(self, *nodes: rdflib.term.Node | None) -> dict[str, str]:
        """The message templates by language, of the first node that has any."""
        for node in nodes:
            found = {
                (text.language or ""): str(text)
                for text in (self.graph.objects(node, SH.message) if node is not None else ())
                if isinstance(text, rdflib.Literal)
            }
            if found:
                return found
        return {}

    def focus_nodes(self, data: rdflib.Graph) -> set[rdflib.term.Node]:
        """Every node of ``data`` that a target of these shapes names (SHACL 1.0, section 2.1.3)."""
        found: set[rdflib.term.Node] = set()
        for shape in set(self.graph.subjects()):
            if not any(str(value) == "true" for value in self.graph.objects(shape, SH.deactivated)):
                found |= self.targets_of(shape, data)
        return found

    def targets_of(self, shape: rdflib.term.Node, data: rdflib.Graph) -> set[rdflib.term.Node]:
        """The focus nodes of one shape; a class target takes instances of its subclasses too."""
        found = set(self.graph.objects(shape, SH.targetNode))
        classes = set(self.graph.objects(shape, SH.targetClass))
        if (shape, RDF.type, RDFS.Class) in self.graph or (shape, RDF.type, OWL.Class) in self.graph:
            classes.add(shape)
        for cls in classes:
            for sub in data.transitive_subjects(RDFS.subClassOf, cls):
                found.update(data.subjects(RDF.type, sub))
        for prop in self.graph.objects(shape, SH.targetSubjectsOf):
            found.update(data.subjects(prop, None))
        for prop in self.graph.objects(shape, SH.targetObjectsOf):
            found.update(data.objects(None, prop))
        return found


def local_name(iri: str) -> str:
    """What stands after the last slash or hash."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def load(paths: Iterable[Path] = ()) -> Shapes:
    """Shapes from files or folders; without any, ours. Our prefix map is always at hand for sh:prefixes.

    Raises :class:`ValidationError`: KG604 when nothing in the files is a shape, and as :func:`kg.validation.graphs.read`.
    """
    graph = graphs.read(resources.root() / "ontology" / "prefixes.ttl")
    given = list(paths) or [resources.root() / "shapes"]
    for file in _files(given):
        graphs.read(file, graph)
    if not any(True for kind in (SH.NodeShape, SH.PropertyShape) for _ in graph.subjects(RDF.type, kind)) and not any(
        True for target in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf) for _ in graph.subjects(target)
    ):
        raise ValidationError("KG604", "there is no shape in the shapes graph", mend="check --shapes", file=given[0])
    version = next((str(v) for s in graph.subjects(RDF.type, OWL.Ontology) for v in graph.objects(s, OWL.versionInfo)), "")
    return Shapes(graph, version)


def explain(requirement: str) -> str | None:
    """Cause and repair of a requirement of our shapes by its number: names and messages; None when there is none."""
    shapes = load()
    for node in sorted(shapes.graph.subjects(REQUIREMENT, rdflib.Literal(requirement.upper())), key=str):
        names, messages = shapes.names(node), shapes.messages(node)
        lines = [
            f"{requirement.upper()} {names.get('en', local_name(str(node)))}",
            *(names[tag] for tag in sorted(names) if tag != "en"),
            "",
        ]
        lines += [messages[tag] for tag in sorted(messages)]
        return "\n".join([*lines, "", f"Shape: {node}; all requirements: shapes/README.md"]) + "\n"
    return None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("*.ttl")) if path.is_dir() else [path]
