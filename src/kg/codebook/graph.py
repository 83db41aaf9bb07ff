"""The Turtle of ontology, vocabulary and codebook as nodes, with what :class:`kg.vocabulary.Vocabulary` leaves out: definitions, notes.

Subjects and values keep the order of the files; an absent value is ``''`` or ``[]``.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import VocabularyError
from kg.mapping.terms import RDF, RDFS, SKOS, VOID
from kg.vocabulary import Vocabulary
from kg.vocabulary.loading import load, local_name

OWL = "http://www.w3.org/2002/07/owl#"
LANGUAGES = ("en", "ru")
_LABELS = (SKOS + "prefLabel", RDFS + "label")
_DEFINITIONS = (SKOS + "definition", RDFS + "comment")
_ALTERNATIVES = (SKOS + "altLabel", SKOS + "hiddenLabel")


class Value(NamedTuple):
    """An object of a triple: text or IRI, with the language tag of a text."""

    text: str
    language: str
    is_iri: bool


class Words(NamedTuple):
    """How documents of a language say a term: the preferred label, alternative labels, templates."""

    label: str
    alternatives: list[str]
    templates: list[str]


class Graph:
    """All triples about named resources under ``root``/ontology; ``vocabulary`` are the typed terms of the same folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.vocabulary: Vocabulary = load(root)
        self.hrm = self.vocabulary.prefixes["hrm"]
        self._nodes: dict[str, dict[str, list[Value]]] = {}
        self._source: dict[str, str] = {}
        for file in self.files:
            self._read(file)
        self._by_class = self._index(RDF + "type")
        self._by_scheme = self._index(SKOS + "inScheme")

    @cached_property
    def files(self) -> list[Path]:
        """The Turtle files, in the order in which they are read."""
        folder = self.root / "ontology"
        return [*sorted(folder.glob("*.ttl")), *sorted((folder / "vocab").glob("*.ttl"))]

    def _read(self, file: Path) -> None:
        try:
            for triple in parse(path=str(file), format=RdfFormat.TURTLE):
                if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                    language = triple.object.language or "" if isinstance(triple.object, Literal) else ""
                    value = Value(triple.object.value, language, isinstance(triple.object, NamedNode))
                    self._source.setdefault(triple.subject.value, file.relative_to(self.root).as_posix())
                    self._nodes.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(value)
        except SyntaxError as error:
            raise VocabularyError("KG406", f"not Turtle: {error.msg}", file=file, line=error.lineno) from error

    def _index(self, predicate: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for iri in self._nodes:
            for value in self.values(iri, predicate):
                found.setdefault(value.text, []).append(iri)
        return found

    def source(self, iri: str) -> str:
        """The file that first says something about a resource, relative to the root."""
        return self._source[iri]

    def terms(self) -> list[str]:
        """IRIs of the terms of all closed lists, in the order of the files."""
        return [iri for iri in self._nodes if self.classes(iri) and (self.values(iri, SKOS + "inScheme") or iri in self._by_scheme)]

    def of_class(self, name: str) -> list[str]:
        """IRIs of the resources of a class of our ontology, in the order of the files."""
        return self._by_class.get(self.hrm + name, [])

    def in_scheme(self, scheme: str) -> list[str]:
        """IRIs of the terms of a concept scheme, in the order of the files."""
        return self._by_scheme.get(scheme, [])

    def classes(self, iri: str) -> list[str]:
        """Local names of the classes of our ontology that a resource has."""
        return [local_name(v.text) for v in self.values(iri, RDF + "type") if v.text.startswith(self.hrm)]

    def knows(self, iri: str) -> bool:
        """Whether anything is said about a resource."""
        return iri in self._nodes

    def values(self, iri: str, predicate: str) -> list[Value]:
        """The values of a property given as full IRI or, for ours, as local name."""
        full = predicate if ":" in predicate else self.hrm + predicate
        return self._nodes.get(iri, {}).get(full, [])

    def one(self, iri: str, predicate: str) -> str:
        """The first value of a property."""
        return next((v.text for v in self.values(iri, predicate)), "")

    def codes(self, iri: str, predicate: str) -> list[str]:
        """The local names of the values of a property."""
        return [local_name(v.text) for v in self.values(iri, predicate)]

    def true(self, iri: str, predicate: str) -> bool:
        """Whether a boolean property is true."""
        return self.one(iri, predicate) == "true"

    def in_language(self, iri: str, predicates: tuple[str, ...], language: str) -> list[str]:
        """The texts of some properties in a language."""
        return [v.text for p in predicates for v in self.values(iri, p) if v.language == language]

    def label(self, iri: str, language: str) -> str:
        """The preferred label; raises :class:`VocabularyError` KG403 where there is none."""
        found = self.in_language(iri, _LABELS, language)
        if not found:
            raise VocabularyError("KG403", f"<{iri}> has no label in {language!r}", mend="add skos:prefLabel or rdfs:label")
        return found[0]

    def definition(self, iri: str, language: str) -> str:
        """The definition; raises :class:`VocabularyError` KG403 where there is none."""
        found = self.in_language(iri, _DEFINITIONS, language)
        if not found:
            raise VocabularyError("KG403", f"<{iri}> has no definition in {language!r}", mend="add skos:definition or rdfs:comment")
        return found[0]

    def notes(self, iri: str, language: str) -> list[str]:
        """The scope notes: how a term is easily misread."""
        return self.in_language(iri, (SKOS + "scopeNote",), language)

    def words(self, iri: str, language: str) -> Words:
        """How documents say the term."""
        templates = self.in_language(iri, (self.hrm + "wording",), language)
        return Words(self.label(iri, language), self.in_language(iri, _ALTERNATIVES, language), templates)

    def short(self, iri: str) -> str:
        """An IRI with a prefix of ours, or any other text as it is."""
        spaces = {space: prefix for prefix, space in self.vocabulary.prefixes.items() if iri.startswith(space)}
        space = max(spaces, key=len, default="")
        return f"{spaces[space]}:{iri.removeprefix(space)}" if space else iri

    def external_list(self, external: str) -> str | None:
        """The code of the external list whose void:uriSpace begins an IRI; the longest wins."""
        spaces = {v.text: local_name(iri) for iri in self._nodes for v in self.values(iri, VOID + "uriSpace")}
        fitting = [space for space in spaces if external.startswith(space)]
        return spaces[max(fitting, key=len)] if fitting else None
