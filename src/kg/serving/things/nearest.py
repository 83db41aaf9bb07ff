"""The existing IRIs that a path that names nothing is most like. Bounded: a few thousand names, compared once each."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from pyoxigraph import NamedNode

from kg.mapping.terms import BASE
from kg.serving.things.lookup import Lookup

MOST = 5
"""So many are proposed."""
_LIKE = 72
"""Of 100: below, two names have nothing to do with each other."""
_NAMES, _READ, _LENGTH = 20_000, 200, 200
"""Names that are compared; those read for a path above the one asked for; characters of a path that are compared."""
_PROFILES = f"{BASE}graph/profile/"


class Nearest:
    """Proposals, from the names of a store."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup

    def to(self, path: str) -> list[str]:
        """Up to :data:`MOST` IRIs, the likest first: those below the path, then those written alike."""
        from rapidfuzz import fuzz, process

        asked = path[:_LENGTH].strip("/").casefold()
        names = self._names | self._below(path)
        inside = list(islice((name for fold, name in names.items() if fold.startswith(f"{asked}/")), MOST)) if asked else []
        hits = process.extract(asked, list(names), scorer=fuzz.ratio, limit=MOST, score_cutoff=_LIKE)
        return [BASE + name for name in dict.fromkeys([*inside, *(names[fold] for fold, _, _ in hits)])][:MOST]

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of all profiles and of what stands in graphs of no profile."""
        found: dict[str, None] = {}
        for graph in islice(self.lookup.store.named_graphs(), _NAMES):
            if graph.value.startswith(_PROFILES):
                found[BASE + "profile/" + graph.value.removeprefix(_PROFILES)] = None
            elif len(found) < _NAMES:
                quads = self.lookup.store.quads_for_pattern(None, None, None, graph)
                found |= dict.fromkeys(q.subject.value for q in islice(quads, 10 * _NAMES) if isinstance(q.subject, NamedNode))
            found[graph.value] = None
        return _by_fold(found)

    def _below(self, path: str) -> dict[str, str]:
        """What stands in the graph of the profile that the path lies below."""
        parts = path[:_LENGTH].split("/")
        for length in range(len(parts), 0, -1):
            graph = f"{BASE}graph/{'/'.join(parts[:length])}"
            if parts[0] == "profile" and self.lookup.known(graph):
                quads = self.lookup.store.quads_for_pattern(None, None, None, NamedNode(graph))
                return _by_fold(dict.fromkeys(q.subject.value for q in islice(quads, 10 * _READ) if isinstance(q.subject, NamedNode)))
        return {}


def _by_fold(iris: dict[str, None]) -> dict[str, str]:
    """Names below the base by their case-folded form; hash IRIs are not addresses."""
    own = sorted(iri.removeprefix(BASE) for iri in iris if iri.startswith(BASE) and "#" not in iri)
    return {name.casefold(): name for name in own}
