"""Terms as text of cells, where the text gives the very same term back; None where it would not.

What a reader makes of a cell is W3C, "Generating RDF from Tabular Data on the Web" (csv2rdf, 17 December 2015), section 4.6.1: a literal of
the column's datatype or language, or the IRI that the column's template expands to (RFC 6570, ``{+name}``: what is neither reserved nor
unreserved is percent-encoded there, and an IRI that this would change is not put into a cell).
"""

from __future__ import annotations

import datetime
import re

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.exporting.layout import Column
from kg.mapping.terms import XSD

LONGEST = 131_072
"""Characters of a cell. Python's csv, and all that reads with it, refuses longer ones."""
DIGITS = 28
"""Significant digits of a number in a cell that is a triple: csvw rounds longer ones, as Python's decimal context does."""
_EXPANDS = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_DOTS = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|//")
_ABSOLUTE = re.compile(r"https?://[^/?#]+/")
_FORMS = {
    "string": re.compile(r"[^\x00\r]+"),
    "anyURI": re.compile(r"[^\x00-\x20]+"),
    "integer": re.compile(r"0|-?[1-9][0-9]*"),
    "decimal": re.compile(r"(?!-0$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYear": re.compile(r"[0-9]{4}"),
}
"""Those lexical forms that every reader gives back as they are."""

Term = NamedNode | BlankNode | Literal | Triple


def text(term: Term, column: Column) -> str | None:
    """The cell of a term in a column."""
    found = _iri(term, column.stem) if not column.datatype and not column.language else _literal(term, column)
    return None if found is None or (column.only and found not in column.only) else found


def _iri(term: Term, stem: str) -> str | None:
    if not isinstance(term, NamedNode) or not term.value.startswith(stem):
        return None
    rest = term.value[len(stem) :]
    path = _ABSOLUTE.sub("", rest) if not stem and _ABSOLUTE.match(rest) else rest if stem else ""
    safe = _EXPANDS.fullmatch(rest) and not _DOTS.search(path)
    return rest if safe and (stem or _ABSOLUTE.match(rest)) else None


def _literal(term: Term, column: Column) -> str | None:
    if not isinstance(term, Literal) or len(term.value) > LONGEST:
        return None
    if column.language:
        return term.value if term.language == column.language and _FORMS["string"].fullmatch(term.value) else None
    if term.language:
        return None
    kind = term.datatype.value.removeprefix(XSD)
    wanted = ("integer", "decimal") if column.datatype == "number" else (column.datatype,)
    if kind in ("integer", "decimal") and column.datatype != "number" and len(term.value.strip("-").replace(".", "").lstrip("0")) > DIGITS:
        return None
    if kind not in wanted or not _FORMS[kind].fullmatch(term.value) or (kind == "date" and not _day(term.value)):
        return None
    return term.value


def _day(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
