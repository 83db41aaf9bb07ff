"""Tables described by CSVW → triples: the annotated table (rows of typed cells) is what the package ``csvw`` reads, triples are made here.

``csvw`` converts to JSON only. This is W3C, "Generating RDF from Tabular Data on the Web" (17 December 2015), section 4.6, in minimal mode
(only what cells say; no description of tables and rows): for each row and column that is not suppressed, the subject is the column's
aboutUrl, the predicate its propertyUrl, the object its valueUrl, else a literal (section 4.6.1) with the datatype or language of the
column; null cells give nothing, virtual columns what they say. Not there, because no table of ours uses it: lists in a cell, and columns
without aboutUrl or propertyUrl. Lexical forms are made anew from the typed values, so that a cell which csvw takes for another is seen.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from csvw import TableGroup
from pyoxigraph import Literal, NamedNode, Triple

XSD = "http://www.w3.org/2001/XMLSchema#"


def triples(folder: Path) -> Iterator[Triple]:
    """All triples of the tables, with repetitions."""
    group = TableGroup.from_file(folder / "csv-metadata.json")
    for table in group.tables:
        schema = table.tableSchema
        for number, row in enumerate(table.iterdicts(strict=True), 1):
            for column in schema.columns:
                yield from _cell(table, column, row, number)


def _cell(table: Any, column: Any, row: dict[str, Any], number: int) -> Iterator[Triple]:
    value = None if column.virtual else row[column.name]
    if column.inherit("suppressOutput") or (value is None and not column.virtual):
        return
    subject = table.expand(column.inherit("aboutUrl"), row, number)
    predicate = table.expand(column.inherit("propertyUrl"), row, number)
    target = column.inherit("valueUrl")
    if target:
        yield Triple(NamedNode(subject), NamedNode(predicate), NamedNode(table.expand(target, row, number)))
        return
    base = column.inherit("datatype").base
    language = column.inherit("lang")
    if base != "string":
        said = Literal(lexical(value), datatype=NamedNode(XSD + base))
    else:
        said = Literal(value, language=language) if language not in (None, "und") else Literal(value)
    yield Triple(NamedNode(subject), NamedNode(predicate), said)


def lexical(value: Any) -> str:
    """The canonical form (XML Schema 1.1, part 2) of what csvw read."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)
