"""Labels of terms of ours, to stand beside the short names by which results show them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain

from pyoxigraph import NamedNode

from kg.validation.report import Texts
from kg.vocabulary import texts, vocabulary

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@cache
def _known() -> dict[str, Texts]:
    """IRI → label by language: classes and properties, then the closed lists."""
    found = {iri: label for (iri, prop), label in texts.literals("hrm.ttl").items() if prop == _LABEL}
    ours = vocabulary()
    lists: Iterable[Iterable[object]] = (
        getattr(ours, name).values()
        for name in ("indicators", "parts", "answers", "standings", "groups", "units", "reasons", "roles", "areas", "instruments")
    )
    for term in chain.from_iterable(lists):
        iri, label = getattr(term, "iri", ""), getattr(term, "labels", {})
        if iri and label:
            found[iri] = label
    return found


def label(term: object) -> Texts:
    """The label of a node by language; {} for what is none of ours."""
    return _known().get(term.value, {}) if isinstance(term, NamedNode) else {}
