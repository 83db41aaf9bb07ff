"""States of which the data hold nothing: their codes are right, and nothing that is written alike was meant."""

from __future__ import annotations

from functools import cache

from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table


def code(iri: str) -> str:
    """The code of ISO 3166-1 (alpha-3) that an IRI of a state ends in; '' for any other IRI."""
    namespace = vocabulary().prefixes["area"]
    found = iri.removeprefix(namespace) if iri.startswith(namespace) else ""
    return found if found in _codes() else ""


@cache
def _codes() -> frozenset[str]:
    rows = read_table(resources.root() / "ontology" / "alignments" / "iso-3166-1.tsv")
    return frozenset(row["alpha3"] for row in rows)
