"""Makes the folder of the pages: beside its place, switched in whole, and never over files of others."""

from __future__ import annotations

from pathlib import Path

from kg.codebook.graph import LANGUAGES
from kg.errors import BuildError
from kg.mapping import table as csv
from kg.requirements import book, diagram, page, table
from kg.requirements.catalogue import Catalogue
from kg.storage import folder as folders
from kg.storage import manifest
from kg.vocabulary import resources

MANIFEST, DIAGRAMS, TABLE = "manifest.json", "diagrams", "requirements.csv"
TEXTS = [*(page.file(tag) for tag in LANGUAGES), *(f"requirements.{tag}.md" for tag in LANGUAGES), TABLE]


def write(out: Path) -> list[Path]:
    """Writes pages, Markdown, table and diagrams of all requirements to ``out``; returns the paths of all files.

    The same shapes, examples and vocabulary give the same bytes. An earlier folder of this kind is replaced; raises :class:`BuildError`
    KG501 where ``out`` is a file or holds anything else, KG502 where it cannot be written, :class:`VocabularyError` KG403 where a text, a
    reason or an example is missing.
    """
    out = Path(out)
    _refuse_others(out)
    root = resources.root()
    catalogue = Catalogue(root)
    with folders.making(out, TABLE) as part:
        (part / DIAGRAMS).mkdir()
        for language, texts in catalogue.texts.items():
            _put(part / page.file(language), page.write(catalogue, language))
            _put(part / f"requirements.{language}.md", book.write(catalogue, language))
            for chapter in catalogue.chapters:
                _put(part / DIAGRAMS / f"{chapter.name}.{language}.svg", diagram.draw(chapter, texts, alone=True))
        with (part / TABLE).open("w", encoding="utf-8", newline="") as file:
            csv.write(file, table.rows(catalogue), table.COLUMNS)
        manifest.write(part, {_name(root, path): path for path in (*catalogue.graph.files, *catalogue.files)})
    drawn = sorted(path.name for path in (out / DIAGRAMS).iterdir())
    return [*(out / name for name in TEXTS), *(out / DIAGRAMS / name for name in drawn), out / MANIFEST]


def _name(root: Path, path: Path) -> str:
    """The name of an input: an example has the same one in a checkout and in an installed package."""
    return path.relative_to(root).as_posix().replace("tests/shapes/", "shapes/examples/", 1)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _refuse_others(folder: Path) -> None:
    """What :func:`kg.storage.folder.making` does not look for: a build or a codebook, or files put beside earlier pages."""
    if not (folder.is_dir() and folders.is_ours(folder)):
        return
    others = [path.name for path in folder.iterdir() if path.name not in (*TEXTS, DIAGRAMS, MANIFEST)]
    others += [path.name for path in folder.glob(f"{DIAGRAMS}/*") if path.suffix != ".svg"]
    if others:
        raise BuildError(
            "KG501",
            "the output folder holds other files than the pages of the requirements",
            why=f"such as {min(others)}",
            mend="name another folder with -o",
            file=folder,
        )
