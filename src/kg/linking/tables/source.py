"""A file as a table, whatever it is written in: which form it has, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.linking.tables import delimited, encoding, graphs, records, workbook
from kg.linking.tables.mapping import Dialect
from kg.linking.tables.row import Row

ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ".tab"), "delimited"),
    **dict.fromkeys((".xlsx", ".xlsm"), "workbook"),
    ".json": "records",
    **dict.fromkeys((".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld", ".n3"), "graph"),
}
_READERS: dict[str, Callable[[Path, Dialect], Iterator[Row]]] = {
    "delimited": delimited.rows,
    "workbook": workbook.rows,
    "records": records.rows,
    "graph": graphs.rows,
}


def rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """All rows that are not blank, headers too, one at a time, without the white space around cells (CSVW dialect: trim).

    Raises :class:`InputError` KG890 as the readers do.
    """
    for number, cells, faults in _READERS[dialect.form](path, dialect):
        trimmed = [cell.strip() for cell in cells]
        if any(trimmed):
            yield Row(number, trimmed, faults)


def recognise(path: Path, sheet: str = "") -> tuple[Dialect, encoding.Encoding | None]:
    """How a file is written, headers left open. Raises :class:`InputError` KG890 for one that cannot be read or is of no known form."""
    form = ENDINGS.get(path.suffix.lower())
    known = ", ".join(sorted(ENDINGS))
    if form is None:
        raise InputError("KG890", f"a file {path.suffix or 'without an ending'} is no table", mend=f"known endings: {known}", file=path)
    try:
        if not path.is_file() or not path.stat().st_size:
            why = "it is empty" if path.is_file() else "there is no such file"
            raise InputError("KG890", "the table cannot be read", why=why, file=path)
        if form == "workbook":
            return Dialect(form, sheet=sheet or workbook.first_sheet(path)), None
        if form == "graph":
            return Dialect(form), None
        found = encoding.recognise(path)
    except OSError as error:
        raise InputError("KG890", "the table cannot be read", why=error.strerror or str(error), file=path) from error
    dialect = Dialect(form, found.name, mixed=found.how == "mixed")
    return (replace(dialect, delimiter=delimited.delimiter(path, found.name)) if form == "delimited" else dialect), found
