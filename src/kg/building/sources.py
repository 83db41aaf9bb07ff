"""What there is to build: documents under the paths given, and what is declared about each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.building.options import Options
from kg.errors import InputError
from kg.model import About
from kg.reading import place, sidecar, unfinished
from kg.vocabulary import vocabulary

SIDECAR, DOCUMENT = sidecar.NAME, "document.txt"


@dataclass(frozen=True, slots=True)
class Source:
    """A document to build: where it is, its path in ledgers and manifests, and its sidecar if it has one."""

    path: Path
    shown: str
    sidecar: Path | None

    @property
    def sidecar_shown(self) -> str:
        """The sidecar's path as messages and manifests give it."""
        folder, slash, _ = self.shown.rpartition("/")
        return f"{folder}{slash}{SIDECAR}"


def discover(paths: Iterable[Path]) -> list[Source]:
    """The documents under the paths given, ordered by their shown path.

    Raises KG101 for a path that does not exist, KG108 for none at all.
    """
    found: dict[Path, tuple[str, Path | None]] = {}
    for path in paths:
        if not path.exists():
            raise InputError("KG101", "there is no such file or folder", file=path)
        if path.is_file():
            beside = path.parent / SIDECAR
            found.setdefault(path.resolve(), (path.name, beside if beside.is_file() else None))
            continue
        base = path.resolve()
        for name, has_sidecar in sorted(_documents(path), key=lambda found: found[0].split("/")):
            file = base / name  # resolved as folders that are links are not entered: only the file itself can be one
            found.setdefault(file.resolve() if file.is_symlink() else file, (name, (path / name).parent / SIDECAR if has_sidecar else None))
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


def _documents(root: Path) -> Iterator[tuple[str, bool]]:
    """Documents of profile folders, folders with a sidecar and no document (an error later), and loose text files; nothing hidden.

    Paths within ``root`` with slashes, and whether a sidecar is beside the document.
    """
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = folder[len(os.fspath(root)) :].lstrip(os.sep).replace(os.sep, "/")
        stem = f"{inside}/" if inside else ""
        has_sidecar = SIDECAR in files and os.path.isfile(os.path.join(folder, SIDECAR))
        texts = [name for name in (*files, *folders) if name.endswith(".txt")]
        for name in texts:
            if not name.startswith("."):
                yield stem + name, has_sidecar
        if has_sidecar and not texts and not any(name.endswith(".tsv") for name in files):
            yield stem + DOCUMENT, True


def declared(source: Source, options: Options, data: bytes | None) -> About:
    """The declarations of a document: ``data``, which its sidecar holds, or the options.

    Raises KG306 when neither says what it is a profile of, KG309 when the sidecar is still to be filled in, KG312 when the folder is
    named after another profile, and as :func:`kg.reading.sidecar.parse`.
    """
    names = vocabulary()
    if data is not None:
        about = sidecar.parse(data, names, source.sidecar_shown)
        _agreeing(source, about, data)
        unfinished.refuse(data, source.sidecar_shown)
        return about
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


def _agreeing(source: Source, about: About, data: bytes) -> None:
    """Raises KG312 where the folder is named ``STATE-EDITION`` (data/profiles/README.md), and the sidecar says another state or edition.

    A folder is named so where what stands before its first hyphen is the code of a state that the vocabulary knows. Any other name says
    nothing, and is not compared.
    """
    folder = Path(os.path.abspath(source.sidecar or source.path)).parent.name
    state, hyphen, edition = folder.partition("-")
    if not (hyphen and edition) or state not in vocabulary().areas:
        return
    for field, said, named in (("state", about.area, state), ("edition", about.edition, edition)):
        if said != named:
            found = place.of(data, field)
            raise InputError(
                "KG312",
                f"the sidecar says {field} {said!r}, and its folder is named {folder}",
                why="one of the two is wrong, and a document must not pass for that of another state or edition",
                mend=f'write {field} = "{named}", or name the folder {about.area}-{about.edition}, as the document itself says',
                file=source.sidecar_shown,
                line=found.line if found else None,
                column=found.column if found else None,
            )
