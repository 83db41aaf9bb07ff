"""The examples of a file of shapes: the lines of ``valid.ttl`` about a node, and what each ``invalid.*.ru`` beside it changes.

Examples lie under ``tests/shapes`` in a checkout and under ``shapes/examples`` in an installed package; ``shapes/README.md`` says how to
write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.errors import VocabularyError
from kg.mapping.terms import RDF
from kg.requirements.notation import Notation

FOLDERS = ("shapes/examples", "tests/shapes")


@dataclass(frozen=True)
class Change:
    """One invalid example: the triples that it takes from the valid one and adds to it, in order."""

    file: Path
    removed: tuple[Triple, ...] = field(repr=False)
    added: tuple[Triple, ...] = field(repr=False)

    @property
    def check(self) -> str:
        """The local name of the check that it breaks."""
        return self.file.name.split(".")[1]

    def subjects(self) -> list[str]:
        """The subjects of the change, in order."""
        return list(dict.fromkeys(t.subject.value for t in (*self.removed, *self.added) if isinstance(t.subject, NamedNode)))

    def lines(self, notation: Notation) -> list[str]:
        """The change as lines of a diff."""
        return [f"{sign} {notation.triple(t)}" for sign, part in (("-", self.removed), ("+", self.added)) for t in part]


class Examples:
    """The examples in ``folder``: ``prefixes`` (lines) and ``triples`` of the valid one, ``changes`` by check, the plain one first."""

    def __init__(self, folder: Path) -> None:
        valid = folder / "valid.ttl"
        if not valid.is_file():
            raise VocabularyError("KG403", f"the shapes {folder.name!r} have no valid example", mend="see shapes/README.md", file=valid)
        text = valid.read_text(encoding="utf-8")
        parser = parse(text, format=RdfFormat.TURTLE)
        self.files = [valid, *sorted(folder.glob("invalid.*.ru"), key=lambda path: path.name.split("."))]
        self.triples = [quad.triple for quad in parser]
        self.prefixes = [line for line in text.splitlines() if line.startswith("@prefix")]
        self.notation = Notation(dict(parser.prefixes))
        self.blocks = list(_blocks(text))
        self.changes: dict[str, list[Change]] = {}
        for file in self.files[1:]:
            change = self._change(file)
            self.changes.setdefault(change.check, []).append(change)
        for changes in self.changes.values():
            changes.sort(key=lambda change: (change.file.name.count("."), change.file.name))

    def _change(self, file: Path) -> Change:
        store = Store()
        store.extend(Quad(*triple) for triple in self.triples)
        store.update(file.read_text(encoding="utf-8"))
        after = {quad.triple for quad in store}
        before = set(self.triples)
        return Change(file, tuple(sorted(before - after, key=_order)), tuple(sorted(after - before, key=_order)))

    def after(self, change: Change) -> list[Triple]:
        """The triples of an invalid example."""
        gone = set(change.removed)
        return [triple for triple in self.triples if triple not in gone] + list(change.added)

    def about(self, subjects: set[str]) -> str:
        """The lines of the valid example about some subjects, in the order of the file."""
        return "\n\n".join(text for subject, text in self.blocks if subject in subjects)


def find(root: Path, name: str) -> Examples:
    """The examples of a file of shapes under ``root``; raises :class:`VocabularyError` KG403 where there are none."""
    folders = [root / folder / name for folder in FOLDERS]
    return Examples(next((folder for folder in folders if folder.is_dir()), folders[0]))


def _order(triple: Triple) -> tuple[str, bool, str]:
    """By subject, its class first."""
    return str(triple.subject), triple.predicate.value != RDF + "type", str(triple)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Subject and text of each statement of a Turtle file that is written as ours are: a stop ends a line, subjects start one."""
    head = "".join(line + "\n" for line in text.splitlines() if line.startswith("@prefix"))
    block: list[str] = []
    for line in text.splitlines():
        if line.startswith(("@prefix", "#")) or not (line.strip() or block):
            continue
        block.append(line)
        if line.rstrip().endswith("."):
            try:
                quads = list(parse(head + "\n".join(block), format=RdfFormat.TURTLE))
            except SyntaxError:
                continue  # the stop stands inside a text
            subjects = [quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)]
            yield subjects[0] if subjects else "", "\n".join(block)
            block = []
