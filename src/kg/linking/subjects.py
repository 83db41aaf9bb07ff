"""What may be linked: the things of the ontology, the vocabulary and the reference tables, with their classes, labels and links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.mapping import catalogue, reference
from kg.mapping.terms import BASE, DCT, HRM, RDF, RDFS, SKOS

OWL = "http://www.w3.org/2002/07/owl#"
SAME = OWL + "sameAs"
EXACT, CLOSE, RELATED = SKOS + "exactMatch", SKOS + "closeMatch", SKOS + "relatedMatch"
BROAD, NARROW = SKOS + "broadMatch", SKOS + "narrowMatch"
SUBJECT = DCT + "subject"
LINKS = (SAME, OWL + "equivalentClass", OWL + "equivalentProperty", EXACT, CLOSE, BROAD, NARROW, RELATED, SUBJECT)
"""The properties that are links to things of elsewhere."""
_LABELS = (SKOS + "prefLabel", RDFS + "label")


class Held(NamedTuple):
    """A link that a graph holds: IRIs of subject, predicate, object, and of the graph."""

    subject: str
    predicate: str
    object: str
    graph: str


class Subjects:
    """The graphs that belong to no profile, under the root of a checkout or an installation."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def quads(self) -> list[Quad]:
        """All quads of ontology, vocabulary and reference tables."""
        lines = [*catalogue.ontology(self.root), *reference.quads(self.root / "data" / "reference")]
        return list(parse("".join(lines), format=RdfFormat.N_QUADS))

    @cached_property
    def classes(self) -> dict[str, set[str]]:
        """IRI of a thing → its classes; local names of ours, IRIs of others."""
        found: dict[str, set[str]] = {}
        for quad in self.quads:
            if quad.predicate.value == RDF + "type" and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found.setdefault(quad.subject.value, set()).add(quad.object.value.removeprefix(HRM))
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """IRI → English label."""
        found = {}
        for quad in self.quads:
            if quad.predicate.value in _LABELS and isinstance(quad.object, Literal) and quad.object.language == "en":
                found[getattr(quad.subject, "value", "")] = quad.object.value
        return found

    def topics(self) -> set[str]:
        """The subject headings of elsewhere that a reference table lists: no single thing is one of them."""
        return {iri for iri in self.classes if not iri.startswith(BASE) and "Concept" in {c.rpartition("#")[2] for c in self.classes[iri]}}

    def links(self) -> Iterator[Held]:
        """The links that these graphs hold."""
        for quad in self.quads:
            subject, object_, graph = quad.subject, quad.object, quad.graph_name
            if not (isinstance(subject, NamedNode) and isinstance(object_, NamedNode) and isinstance(graph, NamedNode)):
                continue
            if quad.predicate.value in LINKS and subject.value.startswith(BASE) and not object_.value.startswith(BASE):
                yield Held(subject.value, quad.predicate.value, object_.value, graph.value)
