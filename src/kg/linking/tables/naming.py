"""Written states and indicators → things of the graph (:class:`kg.linking.reconciliation.Reconciler`), held to how a column writes them."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pyoxigraph import Store

from kg.linking.comparing import EQUAL
from kg.linking.query import Candidate, Query
from kg.linking.reconciliation import Reconciler
from kg.linking.subjects import Subjects
from kg.linking.tables import wording
from kg.linking.tables.row import Texts
from kg.linking.words import folded
from kg.vocabulary import resources

_BY = {"name:iso3": "alpha-3", "name:iso2": "alpha-2", "name:m49": "m49", "name:id": "iri", "name:exactMatch": "iri"}
_NO_NAMES = frozenset({*_BY, "name:key", "similarity", "type"})
_MOST = 3
_LIKE = 80.0
"""The least score of an indicator that a title is like: below, most share letters and no word."""
_LIKELY = 70.0
"""The least score of a candidate that is worth a look."""


class Found(NamedTuple):
    """``outcome``: ``linked``, ``unmatched`` or ``ambiguous``; ``how``: the codes or ``names``; ``meanings`` of an ambiguous name."""

    outcome: str
    iri: str = ""
    how: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    meanings: Texts | None = None


class Naming:
    """Looks up written names; each is reconciled once, as far as fifty thousand are remembered."""

    def __init__(self, reconciler: Reconciler) -> None:
        self._reconciler = reconciler
        self.state = lru_cache(50_000)(self._state)
        self.indicator = lru_cache(50_000)(self._indicator)

    @cached_property
    def indicators(self) -> frozenset[str]:
        """The IRIs of the indicators."""
        return frozenset(one.iri for one in self._reconciler.index.entities.values() if "Indicator" in one.types)

    @cached_property
    def states(self) -> frozenset[str]:
        """The IRIs of the states."""
        return frozenset(one.iri for one in self._reconciler.index.entities.values() if "Area" in one.types)

    def label(self, iri: str) -> str:
        """The English label of a thing, '' for none of ours."""
        entity = self._reconciler.index.by_id.get(iri)
        return entity.label("en")[0] if entity else ""

    def kinds(self, text: str) -> dict[str, str]:
        """How a text may be read as a state: codes (or ``names``) → IRI; empty for no state."""
        candidate = self._match(text, "Area")
        return {} if candidate is None else dict.fromkeys(_kinds(candidate), candidate.entity.iri)

    def _state(self, text: str, codes: str) -> Found:
        if codes == "m49":
            text = text.removesuffix(".0")
        if codes in ("names", "any") and (meanings := wording.ambiguous().get(folded(text))):
            return Found("ambiguous", meanings=meanings)
        if codes == "cow":
            return Found("unmatched")  # no reference table verifies these codes yet
        candidates = self._reconciler.reconcile(Query(text, types=("Area",), limit=_MOST))
        if candidates and candidates[0].match:
            how = _kinds(candidates[0])
            if codes == "any" or codes in how:
                return Found("linked", candidates[0].entity.iri, codes if codes in how else how[0])
        # What is only similar to a code is another code.
        return self._open(candidates, _LIKELY if codes in ("names", "any") else EQUAL)

    def _indicator(self, text: str) -> Found:
        candidates = self._reconciler.reconcile(Query(text, types=("Indicator",), limit=_MOST))
        if candidates and candidates[0].match:
            return Found("linked", candidates[0].entity.iri, "names")
        return self._open(candidates)

    def alike(self, text: str) -> tuple[tuple[str, str], ...]:
        """The indicators (IRI, English label) whose names are like a text, and not only like some letters of it."""
        candidates = self._reconciler.reconcile(Query(text, types=("Indicator",), limit=_MOST))
        return tuple((one.entity.iri, one.entity.label("en")[0]) for one in candidates if one.score >= _LIKE)

    def _match(self, text: str, kind: str) -> Candidate | None:
        found = self._reconciler.reconcile(Query(text, types=(kind,), limit=1))
        return found[0] if found and found[0].match else None

    def _open(self, candidates: list[Candidate], least: float = _LIKELY) -> Found:
        likely = tuple((one.entity.iri, one.entity.label("en")[0]) for one in candidates if one.score >= least)
        return Found("ambiguous" if sum(one.score >= 90 for one in candidates) > 1 else "unmatched", candidates=likely)


def _kinds(candidate: Candidate) -> list[str]:
    features = {feature.id for feature in candidate.features if feature.value}
    codes = [kind for feature, kind in _BY.items() if feature in features]
    return codes + (["names"] if features - _NO_NAMES else [])


@cache
def installed() -> Naming:
    """Of the vocabulary and reference tables of the checkout or installation (0.3 s once a process)."""
    store = Store()
    store.extend(Subjects(resources.root()).quads)
    return Naming(Reconciler(store))
