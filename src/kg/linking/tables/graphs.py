"""Rows of RDF: one a subject that is an observation (``qb:Observation``) or is about an area; a column a property.

The statements go through a store on disk, so that subjects may stand anywhere in the file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.errors import InputError
from kg.linking.tables.mapping import Dialect
from kg.linking.tables.row import Row
from kg.mapping.terms import QB, RDF

SUBJECT = "subject"
"""The name of the column of the rows' IRIs."""
_TYPE = NamedNode(RDF + "type")
_OBSERVATION = NamedNode(QB + "Observation")
_STRUCTURE = frozenset({QB + "dataSet", RDF + "type"})


def rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """A row of the properties, then one a subject, sorted; several values of a property stand in one cell, parted by ``|``.

    Raises :class:`InputError` KG890 for what is not RDF or has no such subject.
    """
    form = RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    assert form is not None, "source knows the endings"
    with tempfile.TemporaryDirectory() as place:
        store = Store(place)
        try:
            with path.open("rb") as file:
                store.bulk_load(file, form, base_iri="urn:base:")
        except SyntaxError as error:
            raise InputError("KG890", "the file is not RDF", why=str(error.msg), file=path, line=error.lineno) from error
        yield from _table(store, path)
        store.flush()


def _table(store: Store, path: Path) -> Iterator[Row]:
    observed = f"?s a <{_OBSERVATION.value}>"
    if not store.query(f"ASK {{ {observed} }}", use_default_graph_as_union=True):
        observed = "?s ?p ?o"
    order = f"SELECT DISTINCT ?s {{ {observed} }} ORDER BY ?s"
    used = f"SELECT DISTINCT ?p {{ {{ SELECT DISTINCT ?s {{ {observed} }} }} ?s ?p ?o }} ORDER BY ?p"
    found = [row["p"].value for row in store.query(used, use_default_graph_as_union=True)]  # type: ignore[union-attr]
    properties = [iri for iri in found if iri not in _STRUCTURE]
    if not properties:
        raise InputError("KG890", "the graph has no rows", why="nothing in it has a property", file=path)
    yield Row(0, [SUBJECT, *properties])
    answer = store.query(order, use_default_graph_as_union=True)
    for number, row in enumerate(answer, 1):  # type: ignore[arg-type]
        subject = row["s"]
        cells: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(subject, None, None):
            if isinstance(quad.object, NamedNode | Literal):
                cells.setdefault(quad.predicate.value, []).append(quad.object.value)
        values = [" | ".join(sorted(set(cells.get(iri, ())))) for iri in properties]
        yield Row(number, [subject.value if isinstance(subject, NamedNode) else str(subject), *values])
