"""Rows of a sheet of an XLSX workbook (openpyxl, read-only: streamed). A formula stands for its stored value; one without is a fault."""

from __future__ import annotations

import contextlib
import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.linking.tables.mapping import Dialect
from kg.linking.tables.row import Row

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_PIECE = 1 << 20


def rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """The rows, headers too; ``Row.faults`` KG897 where a formula has no stored value. Raises :class:`InputError` KG890."""
    with _opened(path, values=True) as book, contextlib.ExitStack() as also:
        sheet = _sheet(book, dialect.sheet, path)
        written: Any = repeat(())
        if _has_formulas(path):
            written = _sheet(also.enter_context(_opened(path, values=False)), dialect.sheet, path).iter_rows(values_only=True)
        for number, (values, texts) in enumerate(zip(sheet.iter_rows(values_only=True), written, strict=False), 1):
            faults = {at: "KG897" for at, text in enumerate(texts) if _is_formula(text) and values[at] is None}
            cells = [texts[at] if at in faults else text(value) for at, value in enumerate(values)]
            yield Row(number, [getattr(cell, "text", cell) for cell in cells], faults)


def first_sheet(path: Path) -> str:
    """The name of the first sheet with cells. Raises as :func:`rows`."""
    with _opened(path, values=True) as book:
        for sheet in book.worksheets:
            if any(value is not None for row in sheet.iter_rows(max_row=50, values_only=True) for value in row):
                return str(sheet.title)
    raise InputError("KG890", "the workbook is empty", why="no sheet has a cell", file=path)


def text(value: object) -> str:
    """A cell as text: whole numbers without a point, days as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _is_formula(value: object) -> bool:
    return (isinstance(value, str) and value.startswith("=")) or type(value).__name__ in ("ArrayFormula", "DataTableFormula")


@contextlib.contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Any]:
    try:
        import openpyxl
    except ImportError as error:
        mend = "pip install 'hrmkg[link]', or save the sheet as CSV"
        raise InputError("KG890", "XLSX cannot be read", why="openpyxl is not installed", mend=mend, file=path) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that it does not know are no concern of a reader of values
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=values)
        except Exception as error:  # a damaged archive fails in many ways
            mend = "open it in a spreadsheet program and save it as XLSX or CSV"
            raise InputError("KG890", "the workbook cannot be read", why=str(error), mend=mend, file=path) from error
        try:
            yield book
        finally:
            book.close()


def _sheet(book: Any, name: str, path: Path) -> Any:
    if name not in book.sheetnames:
        raise InputError("KG890", f"the workbook has no sheet {name!r}", why=f"it has {', '.join(book.sheetnames)}", file=path)
    sheet = book[name]
    sheet.reset_dimensions()  # what a file says of its size is not always true
    return sheet


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as file:
                    before = b""
                    while piece := file.read(_PIECE):
                        if _FORMULA.search(before[-16:] + piece):
                            return True
                        before = piece
    return False
