"""A build and partners' files in one store, and the questions put to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store

from kg.querying import execution
from kg.querying.partners import file, origin, voice
from kg.querying.partners.file import Partner
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

_IN_MEMORY = 64 << 20
"""Bytes of files; what is larger goes through a temporary folder, so that memory does not grow with it."""
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Held:
    """What of a file is in the union: its statements, those that the build says too, those that use our classes or properties."""

    partner: Partner
    statements: int
    repeated: int
    ours: int


@dataclass(frozen=True, slots=True)
class Union:
    """Asks both together. ``store`` has the merge as its default graph, each triple once, and every source as named graphs."""

    store: Store
    held: tuple[Held, ...]

    @property
    def stale(self) -> list[str]:
        """A sentence for each file beside partners' RDF that has changed since the RDF was made of it."""
        return [
            f"{one.partner.name} was made of another {name} than the one beside it, and answers as that was; run: kg link {table}"
            for one in self.held
            for name, table in origin.changed(one.partner, self.store)
        ]

    def ask(self, query: str) -> Any:
        """The answer, as :mod:`kg.querying.emptiness` asks. Raises what pyoxigraph raises."""
        return self.store.query(query, prefixes=vocabulary().prefixes)

    def answer(self, query: str, *, name: str = "query") -> execution.Answer:
        """The answer. Raises :class:`kg.errors.QueryError`: KG705 not SPARQL, KG707 failed while running."""
        return execution.asked(self.ask, query, name=name)


@contextmanager
def beside(folder: Path, paths: Iterable[Path]) -> Iterator[Union]:
    """The build in ``folder`` beside the files or folders, for as long as the block lasts. The build is only read.

    Raises :class:`kg.errors.QueryError`: KG701 no build, KG731 a file that speaks in our name, KG732 a folder without RDF;
    :class:`kg.errors.ValidationError` KG601 to KG603 for a file that is missing, of no known form, or not well-formed (line, column).
    """
    build = open_build(folder)
    partners = file.found(paths)
    for partner in partners:
        voice.check(partner, build)
    large = sum(len(partner.content) for partner in partners) > _IN_MEMORY
    with tempfile.TemporaryDirectory(prefix="kg-union-", ignore_cleanup_errors=True) as place:
        store = Store(place) if large else Store()
        store.bulk_load(build.dump(format=RdfFormat.N_QUADS) or b"", format=RdfFormat.N_QUADS, lenient=True)
        held = [_load(partner, store, build) for partner in partners]
        store.update(_MERGE)
        yield Union(store, tuple(held))


def _load(partner: Partner, store: Store, build: Store) -> Held:
    counts = [0, 0, 0]

    def counted() -> Iterator[Quad]:
        for quad in partner.quads():
            counts[0] += 1
            counts[1] += next(build.quads_for_pattern(quad.subject, quad.predicate, quad.object, None), None) is not None
            counts[2] += voice.terms(quad)
            yield quad

    store.bulk_extend(counted())
    return Held(partner, *counts)
