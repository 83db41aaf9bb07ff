"""The terms of the SHACL namespace, read once from ``shacl.tsv``.

A row a term: ``kind`` (class, parameter, target, path, executable, property, result, nodekind, severity, individual), ``status`` (``core``
and ``sparql``: the Recommendation of 2017; ``af``: Advanced Features; ``js``: JavaScript Extensions; ``1.2``: drafts of SHACL 1.2), the
roles of the subjects it may stand ``on`` (empty: any), what its ``value`` must be, and ``max``, how many values there may be.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from kg.validation.paths import SH

TABLE = Path(__file__).with_name("shacl.tsv")
PREDICATES = frozenset({"parameter", "target", "path", "executable", "property", "result"})
STATUS = {
    "af": "SHACL Advanced Features, a note and no standard",
    "js": "the JavaScript Extensions of SHACL, which run foreign code",
    "1.2": "SHACL 1.2, which is a draft",
}


class Entry(NamedTuple):
    """A row of the table."""

    term: str
    kind: str
    status: str
    on: frozenset[str]
    value: str
    at_most: int | None

    @property
    def iri(self) -> str:
        """The whole name."""
        return SH + self.term

    @property
    def supported(self) -> bool:
        """Whether the Recommendation has it: SHACL Core or SHACL-SPARQL."""
        return self.status in ("core", "sparql")

    @property
    def predicate(self) -> bool:
        """Whether it is a property."""
        return self.kind in PREDICATES


@functools.cache
def lexicon() -> dict[str, Entry]:
    """Every term by its local name."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {
        term: Entry(term, kind, status, frozenset(on.split()), value, int(most) if most else None)
        for term, kind, status, on, value, most in rows
    }


@functools.cache
def of_kind(*kinds: str) -> tuple[Entry, ...]:
    """The supported terms of some kinds, in the order of the table."""
    return tuple(entry for entry in lexicon().values() if entry.kind in kinds and entry.supported)


def nearest(name: str, *, predicate: bool, kinds: tuple[str, ...] = ()) -> str | None:
    """The term that was probably meant: of the same sort where one is near, else any; None when nothing is."""
    from rapidfuzz import fuzz, process  # only a shapes graph with a fault pays for the import

    entries = [e for e in lexicon().values() if e.supported and e.kind != "result"]
    near = [e for e in entries if (e.kind in kinds if kinds else e.predicate is predicate)]
    for among, scorer in ((near, fuzz.ratio), (near, fuzz.WRatio), (list(lexicon().values()), fuzz.ratio)):
        best = process.extractOne(name.casefold(), [entry.term.casefold() for entry in among], scorer=scorer, score_cutoff=70)
        if best:
            return among[best[2]].term
    return None
