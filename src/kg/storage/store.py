"""The Oxigraph store of a build. The thin adapter over pyoxigraph: no other room opens a store."""

from __future__ import annotations

from functools import partial
from itertools import islice
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, Store, parse

from kg.errors import BuildError, QueryError

EVERY_QUAD = 200_000
"""Up to so many quads each is looked up in the store after loading; above, every hundredth."""


def load(graph: Path, folder: Path) -> int:
    """Loads ``graph`` (N-Quads) into a new store in ``folder``, checks the store against it and returns the number of quads.

    Raises :class:`BuildError` KG503 when the store does not hold what the file says.
    """
    store = Store(str(folder))
    store.bulk_load(path=str(graph), format=RdfFormat.N_QUADS)
    store.flush()
    held = len(store)
    step = 1 if held <= EVERY_QUAD else 100
    with graph.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(partial(file.read, 1 << 20), b""))
        file.seek(0)
        sample = list(islice(file, step - 1, None, step))
    missing = None
    if held == lines:
        quads = parse(b"".join(sample), format=RdfFormat.N_QUADS)
        missing = next((quad for quad in quads if _named(quad) and not _held(quad, store)), None)
    del store
    if held != lines or missing is not None:
        raise BuildError(
            "KG503",
            f"the store holds {held} quads and graph.nq {lines} lines" if held != lines else f"the store lacks {missing}",
            why="a quad was written twice or a literal is not in its canonical form",
            file=graph,
        )
    return lines


def _named(quad: Quad) -> bool:
    """Whether a quad holds no blank node: those are named anew by every parser and only counted."""
    return not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)


def _held(quad: Quad, store: Store) -> bool:
    """Whether the store gives the quad back with the same words: it looks literals up by value and rewrites them (07 becomes 7)."""
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name)
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
