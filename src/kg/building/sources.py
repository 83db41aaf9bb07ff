"""What there is to build: documents under the paths given, and what is declared about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.model import About
from kg.reading import sidecar
from kg.vocabulary import vocabulary

SIDECAR, DOCUMENT = sidecar.NAME, "document.txt"


@dataclass(frozen=True, slots=True)
class Source:
    """A document to build: where it is, its path in ledgers and manifests, and its sidecar if it has one."""

    path: Path
    shown: str
    sidecar: Path | None


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line declares for documents without a sidecar."""

    series: str = "antitorture"
    state: str | None = None
    edition: str | None = None
    language: str | None = None
    validate: bool = True


def discover(paths: Iterable[Path]) -> list[Source]:
    """The documents under the paths given, ordered by their shown path.

    Raises KG101 for a path that does not exist, KG108 for none at all.
    """
    found: dict[Path, tuple[str, Path | None]] = {}
    for path in paths:
        if not path.exists():
            raise InputError("KG101", "there is no such file or folder", file=path)
        for file in [path] if path.is_file() else sorted(_documents(path)):
            beside = file.parent / SIDECAR
            shown = file.name if path.is_file() else file.relative_to(path).as_posix()
            found.setdefault(file.resolve(), (shown, beside if beside.is_file() else None))
    if not found:
        raise InputError(
            "KG108",
            "there is no document",
            why=f"no folder holds {DOCUMENT} and no .txt file is there",
            mend="give a document or a profile folder",
        )
    taken = Counter(shown for shown, _ in found.values())
    sources = []
    for file, (name, declared_in) in found.items():
        shown = name
        while taken[shown] > 1 and len(Path(shown).parts) < len(file.parts) - 1:
            shown = Path(*file.parts[-len(Path(shown).parts) - 1 :]).as_posix()
        sources.append(Source(file, shown, declared_in))
    return sorted(sources, key=lambda source: source.shown)


def _documents(root: Path) -> Iterator[Path]:
    """Documents of profile folders, folders with a sidecar and no document (an error later), and loose text files."""
    for file in root.rglob("*.txt"):
        if not any(part.startswith(".") for part in file.relative_to(root).parts):
            yield file
    for beside in root.rglob(SIDECAR):
        if not any(beside.parent.glob("*.txt")) and not any(beside.parent.glob("*.tsv")):
            yield beside.parent / DOCUMENT


def declared(source: Source, options: Options) -> About:
    """The declarations of a document: its sidecar, or the options. Raises KG306 when neither says what it is a profile of."""
    names = vocabulary()
    if source.sidecar:
        return sidecar.read(source.sidecar, names, str(Path(source.shown).with_name(SIDECAR)))
    missing = [name for name in ("state", "edition") if getattr(options, name) is None]
    if missing:
        raise InputError(
            "KG306",
            f"the {' and '.join(missing)} of the document {'are' if len(missing) > 1 else 'is'} not declared",
            why=f"there is no {SIDECAR} beside it",
            mend=f"write one, or give {' '.join(f'--{name}' for name in missing)}",
            file=source.shown,
        )
    return sidecar.checked(
        names,
        source.shown,
        series=options.series,
        state=options.state or "",
        edition=options.edition or "",
        language=options.language,
    )
