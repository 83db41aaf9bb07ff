"""The words of the page in one language: labels of ontology and vocabulary, headings and sentences of ``ontology/requirements.ttl``."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.codebook.graph import Graph
from kg.codebook.texts import Texts as Words
from kg.errors import VocabularyError
from kg.mapping.terms import RDFS, SKOS
from kg.requirements.notation import Notation, code
from kg.requirements.path import FORMS, PropertyPath
from kg.requirements.shapes import Requirement, Shapes

LISTED = 6


class Texts(Words):
    """Words in ``language``; what they return is text with marked code (:mod:`kg.requirements.notation`)."""

    def __init__(self, graph: Graph, language: str, notation: Notation) -> None:
        super().__init__(graph, language, markup=False)
        self.notation = notation

    def iri(self, name: str) -> str:
        """The IRI of a text; raises :class:`VocabularyError` KG403 for an unknown one."""
        iri = f"{self.graph.vocabulary.base}vocab/requirements/{name}"
        if not self.graph.knows(iri):
            raise VocabularyError("KG403", f"ontology/requirements.ttl has no <{iri}>", mend="add it in both languages")
        return iri

    def own(self, texts: dict[str, str], requirement: Requirement, what: str) -> str:
        """A text of a requirement; raises :class:`VocabularyError` KG403 where it is missing."""
        if self.language not in texts:
            raise VocabularyError("KG403", f"{requirement.number} has no {what} in {self.language!r}", mend="see shapes/README.md")
        return texts[self.language]

    def named(self, iri: str) -> str:
        """The label of a class, property, datatype or term without its code; '' where it has none."""
        found = self.graph.in_language(iri, (SKOS + "prefLabel", RDFS + "label"), self.language)
        return found[0] if found else ""

    def known(self, iri: str) -> str:
        """The label with the code in brackets, or the code alone."""
        short, name = code(self.notation.iri(iri)), self.named(iri)
        return f"{name} ({short})" if name else short

    def label(self, iri: str) -> str:
        """The label, or the short IRI where there is none."""
        return self.named(iri) or self.notation.iri(iri)

    def path(self, path: PropertyPath) -> str:
        """A path in words: steps joined by an arrow, alternatives by commas."""
        if not path.operator:
            return self.label(path.predicate)
        parts = [self.path(part) for part in path.members]
        if path.operator == "|":
            return self.shortened(parts)
        return " → ".join(parts) if path.operator == "/" else self.say("path-" + _NAMES[path.operator], path=parts[0])

    def shape(self, shapes: Shapes, shape: str) -> str:
        """The name of a node shape."""
        return shapes.texts(NamedNode(shape), RDFS + "label").get(self.language) or self.notation.iri(shape)

    def target(self, shapes: Shapes, shape: str, *, codes: bool = True) -> str:
        """What a node shape looks at, in words."""
        write = self.known if codes else self.label
        said = []
        for kind, iris in shapes.targets(shape).items():
            said.append(self.say(kind, targets=self.shortened([write(iri) for iri in iris])))
        return "; ".join(said)

    def shortened(self, parts: Iterable[str]) -> str:
        """The first parts joined by commas, and how many there are more."""
        listed = list(parts)
        more = [self.say("more", count=str(len(listed) - LISTED))] if len(listed) > LISTED + 1 else []
        return ", ".join([*(listed[:LISTED] if more else listed), *more])


_NAMES = dict(zip(FORMS.values(), ("inverse", "zero-or-more", "one-or-more", "zero-or-one"), strict=True))
