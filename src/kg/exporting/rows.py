"""The rows of the tables, and what each carries."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.exporting import cells
from kg.exporting.content import Content, Object
from kg.exporting.layout import Column, Table
from kg.mapping.terms import RDF

Row = list[str]


def of_things(table: Table, content: Content) -> Iterator[Row]:
    """A row a thing. Raises :class:`QueryError` KG721 where a cell would have to hold two values."""
    derived = {column.name: content.derived(column, table) for column in table.columns if column.derived}
    for thing in content.things(table):
        key = cells.text(NamedNode(thing), table.key)
        if key is None or not all(NamedNode(name) in content.values(thing, RDF + "type") for name in table.classes):
            continue  # its triples stand in the tables that take all others
        for name in table.classes:
            content.carry(thing, RDF + "type", NamedNode(name))
        row = [key]
        for column in table.columns[1:]:
            held = derived[column.name].get(thing, set()) if column.derived else content.values(thing, column.predicate)
            found = _cell(thing, column, held, table)
            row.append(found[0] if found else "")
            if found and column.carries:
                content.carry(thing, column.predicate, found[1])
        yield row


def _cell(thing: str, column: Column, held: set[Object], table: Table) -> tuple[str, Object] | None:
    fitting = sorted(((text, value) for value in held if (text := cells.text(value, column)) is not None), key=lambda one: one[0])
    if column.only:
        fitting = sorted(fitting, key=lambda one: column.only.index(one[0]))[:1]
    if len(fitting) > 1:
        what = f"{thing} has {len(fitting)} values where {table.file} has one cell, {column.name}: {fitting[0][0]}, {fitting[1][0]}"
        raise QueryError("KG721", what, mend="check the build with kg validate; graph.nq holds all of them")
    return fitting[0] if fitting else None


def of_triples(table: Table, content: Content) -> Iterator[Row]:
    """A row a triple that nothing else carries: thing, property, and its value in the one column that it fits."""
    relation, values = table.columns[1], table.columns[2:]
    names = {one: cells.text(NamedNode(one), relation) for one in content.properties}
    for thing, property_, objects in content.said({one for one, name in names.items() if name is not None}):
        key, name = cells.text(NamedNode(thing), table.key), names[property_]
        if key is None or name is None:
            continue
        for value in objects:
            texts = [cells.text(value, column) for column in values]
            if any(text is not None for text in texts):
                content.carry(thing, property_, value)
                yield [key, name, *(text or "" for text in texts)]
