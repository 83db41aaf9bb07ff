"""What a partner gives: RDF files and folders as they are, and tables, linked anew under the mapping beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.linking.tables import metadata, run
from kg.linking.tables.result import Request, Result

_RDF = frozenset((".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld", ".n3"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file, what came of linking it, and the RDF that was made."""

    path: Path
    result: Result
    data: Path


@dataclass(frozen=True, slots=True)
class Given:
    """``rdf`` are the files and folders to be asked, those of ``tables`` among them."""

    tables: tuple[Table, ...]
    rdf: tuple[Path, ...]


def taken(paths: Iterable[Path], place: Path) -> Given:
    """Takes the files; what is made of tables is written into ``place``, beside which nothing is written.

    Raises :class:`InputError` KG890 for a table that cannot be used, KG891 and KG892 for its mapping, KG733 for one without a mapping.
    """
    tables, rdf = [], []
    for number, path in enumerate(sorted(dict.fromkeys(paths))):
        if path.is_dir() or (path.suffix.lower() in _RDF and not metadata.beside(path).exists()):
            rdf.append(path)
            continue
        tables.append(_linked(path, place / str(number)))
    return Given(tuple(tables), (*rdf, *(table.data for table in tables)))


def _linked(path: Path, folder: Path) -> Table:
    if path.is_file() and not metadata.beside(path).exists():
        mend = f"run kg link {path.name}, look at the mapping that it writes, and run this again"
        why = "a person has to see what its columns were taken for"
        raise InputError("KG733", "the table is not linked yet", why=why, mend=mend, file=path)
    result = run.run(Request(path, output=folder))
    return Table(path, result, next(file for file in result.files if file.name.endswith("-data.ttl")))
