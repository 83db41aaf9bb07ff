"""Makes the folder of a codebook: beside its place, switched in whole, and never over files of others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.codebook import book, crosswalk, tables
from kg.codebook.graph import LANGUAGES, Graph
from kg.errors import BuildError
from kg.mapping import table
from kg.storage import folder as folders
from kg.storage import manifest
from kg.vocabulary import resources

MANIFEST = "manifest.json"


def files() -> list[str]:
    """The names of all files of a codebook, in the order in which :func:`write` returns them."""
    books = [f"codebook.{language}.md" for language in LANGUAGES]
    return [*books, "indicators.csv", "answers.csv", "terms.csv", "crosswalk.csv", MANIFEST]


def write(folder: Path) -> list[Path]:
    """Writes codebook, tables and crosswalk to ``folder``; returns the paths of all files.

    The same vocabulary gives the same bytes. An earlier codebook is replaced; raises :class:`BuildError` KG501 where ``folder`` is a
    file or holds anything else, KG502 where it cannot be written, :class:`VocabularyError` where a label or a text is missing.
    """
    folder = Path(folder)
    _refuse_others(folder)
    root = resources.root()
    graph = Graph(root)
    rows = crosswalk.rows(graph)
    with folders.making(folder) as part:
        for language in LANGUAGES:
            (part / f"codebook.{language}.md").write_text(book.write(graph, language, rows), encoding="utf-8", newline="\n")
        _csv(part / "indicators.csv", tables.INDICATORS, tables.indicators(graph))
        _csv(part / "answers.csv", tables.ANSWERS, tables.answers(graph))
        _csv(part / "terms.csv", tables.TERMS, tables.terms(graph))
        _csv(part / "crosswalk.csv", tables.CROSSWALK, tables.crosswalk(graph, rows))
        read = [*graph.files, *sorted((root / "data" / "reference").glob("*.tsv"))]
        manifest.write(part, {path.relative_to(root).as_posix(): path for path in read})
    return [folder / name for name in files()]


def _csv(path: Path, columns: list[str], rows: Iterable[tables.Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table.write(file, ([row.get(column, "") for column in columns] for row in rows), columns)


def _refuse_others(folder: Path) -> None:
    """What :func:`kg.storage.folder.making` does not look for: a build, or files put beside an earlier codebook."""
    if folder.is_dir() and folders.is_ours(folder):
        others = sorted(path.name for path in folder.iterdir() if path.name not in files())
        if others:
            raise BuildError(
                "KG501",
                "the output folder holds other files than a codebook",
                why=f"such as {others[0]}",
                mend="name another folder with -o",
                file=folder,
            )
