"""Which of our things a written name means, and when that is certain.

A candidate is a *match* only where a name or code is **equal** and exactly one thing bears it among those that the type and the properties
leave: what is merely similar is proposed and never matches. Codes and acronyms need a type or an agreeing property, roles and homonyms an
agreeing property (:class:`kg.linking.entity.Need`). A property that contradicts takes the match away.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from pyoxigraph import Store

from kg.linking.comparing import EQUAL, Fit, by_name, with_conditions, with_types
from kg.linking.entity import Need
from kg.linking.graph import property_iri
from kg.linking.index import Index
from kg.linking.names import CODES
from kg.linking.query import Candidate, Query
from kg.mapping.terms import HRM

MOST = 50
"""Candidates of one query."""
_IDENTIFYING = frozenset(HRM + code for code in CODES)


class Release(Protocol):
    """What has a store: a release that is served."""

    @property
    def store(self) -> Store:
        """The store, read-only."""


class Reconciler:
    """Reconciles with the things of a store, or of a release that has one; they are read when they are first needed."""

    def __init__(self, source: Store | Release) -> None:
        self._source = source

    @cached_property
    def index(self) -> Index:
        """The things and their names."""
        return Index(self._source if isinstance(self._source, Store) else self._source.store)

    def reconcile(self, query: Query) -> list[Candidate]:
        """The candidates, the likeliest first; at most one is a match, and then it is the first."""
        if query.text:
            fits = list(by_name(query.text, self.index, only_id=query.id).values())
        else:
            fits = [Fit(entity) for entity in self.index.entities.values()]
        left = [fit for fit in fits if with_types(fit, query) and with_conditions(fit, query, self.index)]
        if not query.text:
            left = [fit for fit in left if fit.agreeing]
        certain = self._certain(left, query)
        left.sort(key=lambda fit: (fit is not certain, -fit.score, -fit.whole, fit.entity.id))
        limit = min(max(query.limit, 1), MOST)
        return [
            Candidate(fit.entity, EQUAL if fit is certain else min(fit.score, EQUAL), fit is certain, fit.said()) for fit in left[:limit]
        ]

    def _certain(self, left: list[Fit], query: Query) -> Fit | None:
        if query.text:
            equal = [fit for fit in left if fit.need is not None and not fit.contradicting]
        else:
            codes = [one.property for one in query.conditions if one.quantifier != "none" and property_iri(one.property) in _IDENTIFYING]
            equal = [fit for fit in left if not fit.contradicting and any(fit.features.get(f"property:{one}") for one in codes)]
        if len(equal) != 1:
            return None
        one = equal[0]
        beside = Need.PROPERTY if one.agreeing else Need.TYPE if one.features.get("type") else Need.NOTHING
        return one if (one.need or Need.NOTHING) <= beside else None
