"""What a release holds, and a first page with plain lists of it for where no other is given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from pyoxigraph import NamedNode

from kg.mapping.terms import BASE, HRM, RDF
from kg.serving.release import Release
from kg.serving.things import forms, metadata
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names
from kg.serving.things.page import draw
from kg.serving.things.view import View

_CLASSES = (
    "CountryProfile", "Indicator", "Scale", "Instrument", "Area", "Body", "Figure", "Assessment", "ReportedStanding", "Designation",
    "Narrative", "Gap", "TreatyAct", "DepositaryRecord", "IndexScore", "PopulationEstimate",
)  # fmt: skip
_LISTED = 200
ENDPOINTS = ("sparql", "queries", "validate")
"""What else the server answers, below the base URL."""


class Home:
    """The first page of a release."""

    def __init__(self, release: Release, lookup: Lookup, names: Names) -> None:
        self.release = release
        self.lookup = lookup
        self.names = names

    def page(self, language: str) -> str:
        """The page in a language."""
        view = View(self.release, self.names, language)
        return draw(
            "home.html.jinja",
            language,
            self.release,
            classes=[(view.ref(iri), count) for iri, count in self.counts.items() if count],
            profiles=[view.ref(iri) for iri in self.profiles],
            graphs=[view.ref(iri) for iri in self.graphs],
            endpoints=[self.release.base_url + name for name in ENDPOINTS],
            catalogue=view.ref(metadata.CATALOGUE),
            forms={name: forms.FORMS[name].media[0] for name in forms.RDF},
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many things each class has."""
        return {HRM + name: sum(1 for _ in self._things(HRM + name)) for name in _CLASSES}

    @cached_property
    def triples(self) -> int:
        """How many quads the release holds."""
        return len(self.lookup.store)

    @property
    def profiles(self) -> list[str]:
        """The profiles, as many as a page lists."""
        return sorted(islice(self._things(HRM + "CountryProfile"), _LISTED))

    @property
    def graphs(self) -> list[str]:
        """The named graphs, as many as a page lists."""
        return sorted(islice((graph.value for graph in self.lookup.store.named_graphs() if graph.value.startswith(BASE)), _LISTED))

    def _things(self, kind: str) -> Iterator[str]:
        quads = self.lookup.store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(kind))
        return (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
