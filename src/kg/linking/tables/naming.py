"""Written states, indicators and instruments → things of the graph (by :mod:`kg.linking.reconciliation`), held to how a column has them."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pyoxigraph import Store

from kg.linking import resources as alignments
from kg.linking.comparing import EQUAL
from kg.linking.query import Candidate, Query
from kg.linking.reconciliation import Reconciler
from kg.linking.subjects import Subjects
from kg.linking.tables import quantities, wording
from kg.linking.tables.row import Texts
from kg.linking.words import folded
from kg.vocabulary import resources
from kg.vocabulary.loading import read_table

_BY = {"name:iso3": "alpha-3", "name:iso2": "alpha-2", "name:m49": "m49", "name:id": "iri", "name:exactMatch": "iri"}
_NO_NAMES = frozenset({*_BY, "name:key", "similarity", "type"})
_NUMBER = "name:depositaryNumber"
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
    outside: bool = False
    """Of a state: nothing of the graph is like it."""
    relation: str = ""
    """Of a kind of act: how closely the word says it (IRI of a SKOS relation)."""


class Naming:
    """Looks up written names; each is reconciled once, as far as fifty thousand are remembered."""

    def __init__(self, reconciler: Reconciler) -> None:
        self._reconciler = reconciler
        self.state = lru_cache(50_000)(self._state)
        self.indicator = lru_cache(50_000)(self._indicator)
        self.instrument = lru_cache(50_000)(self._instrument)

    @cached_property
    def indicators(self) -> frozenset[str]:
        """The IRIs of the indicators."""
        return frozenset(one.iri for one in self._reconciler.index.entities.values() if "Indicator" in one.types)

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The IRIs of the instruments."""
        return frozenset(one.iri for one in self._reconciler.index.entities.values() if "Instrument" in one.types)

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
            return Found("ambiguous", meanings=meanings, outside=self._elsewhere(meanings))
        candidates = self._reconciler.reconcile(Query(text, types=("Area",), limit=_MOST))
        if candidates and candidates[0].match:
            how = _kinds(candidates[0])
            # What the reconciliation knows of these codes are names beside those of ISO (``ontology/alignments/names.tsv``).
            if codes == "any" or codes in how or (codes == "cow" and "names" in how):
                return Found("linked", candidates[0].entity.iri, codes if codes in how else how[0])
        if codes == "cow":
            return Found("unmatched")
        # What is only similar to a code is another code.
        found = self._open(candidates, _LIKELY if codes in ("names", "any") else EQUAL)
        # Three letters that are no code of any state may be a slip, and are for a person to see.
        return found._replace(outside=not found.candidates and (codes != "alpha-3" or text in _listed()))

    def _elsewhere(self, meanings: Texts) -> bool:
        """Whether none of the things that an ambiguous name may mean is in the graph; each begins with its code."""
        codes = {part.split()[0] for text in meanings.values() for part in text.split("|") if part.split()}
        return not any(iri.rpartition("/")[2] in codes for iri in self.states)

    def _indicator(self, text: str) -> Found:
        candidates = self._measured(text)
        if candidates and candidates[0].match:
            return Found("linked", candidates[0].entity.iri, "names")
        return self._open(candidates)

    def _instrument(self, text: str) -> Found:
        # The depositary numbers treaties; their procedures have no number of their own.
        treaties = self._reconciler.reconcile(Query(text, types=("Treaty",), limit=_MOST))
        numbered = [one for one in treaties if any(feature.id == _NUMBER and feature.value for feature in one.features)]
        if len(numbered) == 1:
            return Found("linked", numbered[0].entity.iri, "number")
        candidates = self._reconciler.reconcile(Query(text, types=("Instrument",), limit=_MOST))
        if candidates and candidates[0].match:
            return Found("linked", candidates[0].entity.iri, "names")
        return self._open(candidates)

    def alike(self, text: str) -> tuple[tuple[str, str], ...]:
        """The indicators (IRI, English label) whose names are like a text, and not only like some letters of it."""
        return tuple((one.entity.iri, one.entity.label("en")[0]) for one in self._measured(text) if one.score >= _LIKE)

    def _measured(self, text: str) -> list[Candidate]:
        """The indicators that a text may mean; a share, a rate or a score is no count, whatever it is a share of."""
        found = self._reconciler.reconcile(Query(text, types=("Indicator",), limit=_MOST))
        return [one for one in found if one.entity.iri in quantities.shares()] if quantities.share(text) else found

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
def _listed() -> frozenset[str]:
    """The alpha-3 codes of ISO 3166-1, of any state or territory."""
    return frozenset(row["alpha3"] for row in read_table(alignments.folder() / "iso-3166-1.tsv"))


@cache
def installed() -> Naming:
    """Of the vocabulary and reference tables of the checkout or installation (0.3 s once a process)."""
    store = Store()
    store.extend(Subjects(resources.root()).quads)
    return Naming(Reconciler(store))
