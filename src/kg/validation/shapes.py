"""Shapes graphs: where ours lie, what they are made of, checked before they are used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import ValidationError, together
from kg.validation import data, source, titles, wording
from kg.validation.naming import Names
from kg.validation.paths import SH
from kg.validation.report import Texts
from kg.validation.source import Source
from kg.validation.structure import OWL, RDFS, TYPE, Structure, sh
from kg.vocabulary import resources
from kg.vocabulary.prefixes import prefixes

if TYPE_CHECKING:
    from kg.validation.wellformed import Fault

REQUIREMENT = NamedNode(prefixes()["hrm"] + "requirement")
_LABEL, _VERSION = NamedNode(RDFS + "label"), NamedNode(OWL + "versionInfo")


@dataclass(frozen=True)
class Shapes:
    """A shapes graph, checked. ``ours`` says that it is this project's own, whose context is known.

    ``unread`` are notes on what was not read of the folders it was read from.
    """

    sources: tuple[Source, ...]
    ours: bool = False
    unread: tuple[Texts, ...] = ()

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Its quads, blank nodes named by file and order. Raises :class:`ValidationError` KG603 for each file that is not well-formed."""
        try:
            return tuple(quad for number, given in enumerate(self.sources) for quad in source.named(source.quads(given), number))
        except ValidationError as error:
            raise together([error, *source.broken(self.sources)]) from error.__cause__

    @cached_property
    def structure(self) -> Structure:
        """Its shapes. Raises :class:`ValidationError` KG605."""
        return Structure(self.quads)

    @cached_property
    def version(self) -> str:
        """The owl:versionInfo of its ontology node, '' where it has none."""
        graph = self.structure.graph
        nodes = graph.subjects(TYPE, NamedNode(OWL + "Ontology"))
        return next((text.value for node in nodes for text in graph.objects(node, _VERSION)), "")

    @cached_property
    def hash(self) -> str:
        """SHA-256 over its files' bytes, each after its length."""
        digest = hashlib.sha256()
        for given in self.sources:
            digest.update(f"{len(given.content)}\n".encode() + given.content)
        return digest.hexdigest()

    def names(self, *nodes: object) -> dict[str, str]:
        """Names by language of the first of some nodes that has any: sh:name, rdfs:label; else the end of the first IRI, or the title."""
        for node in nodes:
            found = self.structure.texts(node, sh("name"), _LABEL) if node is not None else {}
            if found:
                return {language or "en": text for language, text in found.items()}
        for node in nodes:
            if isinstance(node, NamedNode):
                return {"en": local_name(node.value)}
        return {"en": self.titles.get(nodes[-1], "shape")}

    @cached_property
    def titles(self) -> dict[object, str]:
        """The titles of shapes that are blank nodes, no two the same."""
        return titles.titles(self.structure, Names(self.sources))

    def requirement(self, *nodes: object) -> str:
        """The number of the requirement, of the first node that has one."""
        for node in nodes:
            number = self.structure.graph.object(node, REQUIREMENT) if node is not None else None
            if isinstance(number, Literal):
                return number.value
        return ""

    @cached_property
    def named(self) -> frozenset[str]:
        """What a waiver can name: the numbers of requirements, the IRIs of shapes and of their SPARQL-based constraints."""
        structure = self.structure
        numbers = {number.value for node in structure.graph.subjects(REQUIREMENT) for number in structure.graph.objects(node, REQUIREMENT)}
        nodes = {*structure.shapes, *(node for shape in structure.shapes.values() for node in shape.sparql)}
        return frozenset(numbers | {node.value for node in nodes if isinstance(node, NamedNode)})

    def check(self) -> None:
        """Looks at the shapes graph before anything is validated with it (:mod:`kg.validation.wellformed`).

        Raises :class:`ValidationError`: KG612 to KG617 the first fatal fault, with its place and how many more there are; KG604 no shape at
        all, or data in place of shapes.
        """
        from kg.validation import wellformed

        faults = [fault for fault in self._faults if fatal(fault)]
        if faults:
            raise self._error(faults)
        likeness = wellformed.looks_like(self._store)
        if likeness.kind in ("data", "empty"):
            file = self.sources[-1].name if self.sources else None
            mend = "check --shapes: data and shapes may have changed places"
            raise ValidationError("KG604", "there is no shape in the shapes graph", why=likeness.reason, mend=mend, file=file)

    @cached_property
    def notes(self) -> tuple[Texts, ...]:
        """What was not read, and what is odd about the graph and leaves no constraint unchecked, or only one that is not there."""
        if self.ours:
            return ()
        odd = (wording.note("shapes-graph", said=str(fault)) for fault in self._faults if not fatal(fault))
        return (*self.unread, *odd)

    @cached_property
    def _store(self) -> Store:
        store = Store()
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in self.quads)
        return store

    @cached_property
    def _faults(self) -> list[Fault]:
        from kg.validation import wellformed  # only shapes of others pay for it

        return list(wellformed.check(self._store))

    def _error(self, faults: list[Fault]) -> ValidationError:
        from kg.validation import locating

        first, more = faults[0], len(faults) - 1
        path = NamedNode(first.predicate) if first.predicate else None
        value = next((quad.object for quad in self.quads if (quad.subject, quad.predicate) == (first.node, path)), None)
        spot = locating.Sources(data.Data(self.sources)).spot(first.node, path, value)
        why = first.why if first.line is None else f"{first.why} (line {first.line} of the query)".strip()
        mend = f"{first.mend} (and {more} more fault{'s' if more > 1 else ''} of the shapes)" if more else first.mend
        if spot is None:
            return ValidationError(first.code, first.what, why=why, mend=mend, file=self.sources[-1].name)
        return ValidationError(first.code, first.what, why=why, mend=mend, file=spot.file, line=spot.line, column=spot.column)


def fatal(fault: Fault) -> bool:
    """Whether a fault stops validation. A property shape that is named and not there is told only: published profiles have many."""
    return fault.fatal and not (fault.kind == "reference-missing" and fault.predicate == SH + "property")


def local_name(iri: str) -> str:
    """What stands after the last slash or hash."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


@lru_cache(maxsize=1)
def ours() -> Shapes:
    """This project's shapes. They are checked by the tests, not at every run."""
    root = resources.root()
    files = [root / "ontology" / "prefixes.ttl", *sorted((root / "shapes").glob("*.ttl"))]
    return Shapes(tuple(source.source(file) for file in files), ours=True)


def load(paths: Iterable[Path] = ()) -> Shapes:
    """Shapes from files or folders, checked; without any, ours. Our prefix map is always at hand for sh:prefixes.

    Of a folder and the folders in it every file is read that is RDF by its ending; the others are told in :attr:`Shapes.unread`. Raises
    :class:`ValidationError` as :meth:`Shapes.check` and :func:`kg.validation.source.source`, for each file that is broken.
    """
    given = list(paths)
    if not given:
        return ours()
    from kg.validation import unread

    sources, errors = [source.source(resources.root() / "ontology" / "prefixes.ttl")], []
    notes: list[Texts] = []
    for path in given:
        found = source.files(path) if path.is_dir() else [path]
        left = unread.files(path, "", found) if path.is_dir() else []
        if not found:
            held = f"; it holds {', '.join(left[: unread.FEW])}" if left else ""
            why = f"the folder has no RDF file ({', '.join(source.ENDINGS)}){held}"
            errors.append(ValidationError("KG604", "there is no shape", why=why, file=path))
        notes += unread.notes(path, left, "unread-shapes")
        more, wrong = source.sources(found)
        sources += more
        errors += wrong
    if errors:
        raise together([*errors, *source.broken(sources)])
    loaded = Shapes(tuple(sources), unread=tuple(notes))
    loaded.check()
    return loaded
