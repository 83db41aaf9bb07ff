"""The Oxigraph store of a build. The thin adapter over pyoxigraph: no other room opens a store."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Store, parse

from kg.errors import BuildError, QueryError

EVERY_QUAD = 200_000
"""Up to so many quads each is looked up in the store after loading; above, about every hundredth."""
_STRINGS = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


def load(graph: Path, folder: Path, lines: int | None = None) -> int:
    """Loads ``graph`` (N-Quads) into a new store in ``folder``, checks the store against it and returns the number of quads.

    ``lines`` is how many lines were written to ``graph``; they are counted when nobody did. IRIs are not validated once more (a tenth of
    the time): :mod:`kg.mapping` makes them safe by construction and its tests parse them strictly; so is every quad that is looked up.
    Raises :class:`BuildError` KG503 when the store does not hold what the file says.
    """
    try:
        store = Store(str(folder))
        store.bulk_load(path=str(graph), format=RdfFormat.N_QUADS, lenient=True)
        store.flush()
        del store  # a store that is open for writing goes on to merge its files while it is looked at
        store = Store.read_only(str(folder))
        lines = _count(graph) if lines is None else lines
        held = len(store)
        if held != lines:
            raise _differs(f"the store holds {held} quads and graph.nq {lines} lines", graph)
        for quad in parse(_sample(graph, lines), format=RdfFormat.N_QUADS):
            if _named(quad) and not _held(quad, store):
                raise _differs(f"the store lacks {quad}", graph)
    except SyntaxError as error:
        raise _differs(f"graph.nq is not N-Quads: {error}", graph) from error
    return lines


def _differs(what: str, graph: Path) -> BuildError:
    why = "a quad was written twice, a literal is not in its canonical form or an IRI is not valid"
    return BuildError("KG503", what, why=why, file=graph)


def _count(graph: Path) -> int:
    with graph.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(partial(file.read, 1 << 20), b""))


def _sample(graph: Path, lines: int) -> bytes:
    """The whole file; above :data:`EVERY_QUAD` lines about every hundredth: the next after as many bytes as a hundred hold on average."""
    if lines <= EVERY_QUAD:
        return graph.read_bytes()
    step = max(100 * graph.stat().st_size // lines, 1)
    found: list[bytes] = []
    with graph.open("rb") as file:
        while file.readline():  # what is left of the line in which a step ends
            found.append(file.readline())
            file.seek(step, os.SEEK_CUR)
    return b"".join(found)


def _named(quad: Quad) -> bool:
    """Whether a quad holds no blank node: those are named anew by every parser and only counted."""
    return not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)


def _held(quad: Quad, store: Store) -> bool:
    """Whether the store gives the quad back with the same words.

    It looks numbers and dates up by value and rewrites them (07 becomes 7): for those, what it gives is compared.
    """
    value = quad.object
    if not isinstance(value, Literal) or value.datatype.value in _STRINGS:
        return quad in store
    found = store.quads_for_pattern(quad.subject, quad.predicate, value, quad.graph_name)
    return any(str(other) == str(quad) for other in found)


def open_build(folder: Path) -> Store:
    """The store of a build, read-only: ``folder`` is a build or its ``store``. Raises :class:`QueryError` KG701 when there is none."""
    for candidate in (folder / "store", folder):
        if (candidate / "CURRENT").is_file():
            try:
                return Store.read_only(str(candidate))
            except OSError as error:
                raise QueryError("KG701", "the store cannot be opened", why=str(error), file=folder) from error
    raise QueryError("KG701", "there is no build", mend="make one with: kg build", file=folder)
