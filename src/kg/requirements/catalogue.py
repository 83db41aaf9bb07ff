"""All requirements with their examples, chapter by chapter: what the pages, texts and tables are written from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.codebook.graph import LANGUAGES, Graph
from kg.errors import VocabularyError
from kg.requirements import examples, shapes
from kg.requirements.examples import Change, Examples
from kg.requirements.notation import Notation
from kg.requirements.shapes import Requirement, Shapes
from kg.requirements.texts import Texts
from kg.requirements.trial import Bench, Outcome
from kg.vocabulary.loading import local_name

CHAPTER = "chapter-"


@dataclass(frozen=True)
class Entry:
    """A requirement; ``passes`` are lines of the valid example ('' where nothing in it is looked at), ``fails`` what breaks it."""

    requirement: Requirement
    passes: str
    fails: tuple[tuple[Change, Outcome], ...]


@dataclass(frozen=True)
class Chapter:
    """A file of shapes with its examples and its requirements by number."""

    shapes: Shapes
    examples: Examples
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The name of the file without ending; texts of the chapter and its anchor are found by it."""
        return self.shapes.name


class Catalogue:
    """Everything under ``root``, read once; ``texts`` by language."""

    def __init__(self, root: Path) -> None:
        self.graph = Graph(root)
        self._shapes = shapes.read(root)
        prefixes = {prefix: space for own in self._shapes.values() for prefix, space in own.prefixes.items()}
        self.texts = {tag: Texts(self.graph, tag, Notation(prefixes | self.graph.vocabulary.prefixes)) for tag in LANGUAGES}
        bench = Bench(root)
        self.chapters = [self._chapter(root, bench, name) for name in self._names()]
        self.files = [
            *(root / "shapes" / f"{name}.ttl" for name in self._shapes),
            *(file for chapter in self.chapters for file in chapter.examples.files),
        ]

    def _names(self) -> list[str]:
        """The files of shapes in the order of their texts; raises :class:`VocabularyError` KG403 for one without a text."""
        scheme = f"{self.graph.vocabulary.base}vocab/requirements"
        texts = [local_name(iri) for iri in self.graph.in_scheme(scheme)]
        ordered = [text.removeprefix(CHAPTER) for text in texts if text.startswith(CHAPTER)]
        for name in self._shapes:
            if name not in ordered:
                raise VocabularyError("KG403", f"ontology/requirements.ttl has no text:{CHAPTER}{name}", mend="add it in both languages")
        return [name for name in ordered if name in self._shapes]

    def _chapter(self, root: Path, bench: Bench, name: str) -> Chapter:
        own, found = self._shapes[name], examples.find(root, name)
        return Chapter(own, found, tuple(_entry(bench, own, found, requirement) for requirement in own.requirements()))


def _entry(bench: Bench, own: Shapes, found: Examples, requirement: Requirement) -> Entry:
    changes = found.changes.get(requirement.local, [])
    if not changes:
        raise VocabularyError("KG403", f"{requirement.number} has no example that fails", mend="see shapes/README.md")
    fails = tuple((change, bench.try_out(own, requirement, found, change)) for change in changes)
    passes = found.about(set(fails[0][1].nodes))
    if not passes:
        passes = found.about(set(bench.targets(own, requirement.shape, found.triples)[:1]))
    return Entry(requirement, passes, fails)
