"""What a statement is about and rests on: the profile that it is a part of, its state and edition, the words of its row."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal

from kg.mapping.terms import DCT, HRM, PROV, QB
from kg.serving.things import passage
from kg.serving.things.lookup import Lookup


class Words(NamedTuple):
    """Words of a document and their language."""

    text: str
    language: str


class Origin(NamedTuple):
    """A profile with its state, edition and period ('' for what is not declared); label and words as printed, None where there are none.

    ``passage`` is '' where there is none.
    """

    profile: str
    area: str
    edition: str
    label: Words | None
    printed: Words | None
    passage: str
    start: str
    end: str


def profile(iri: str, lookup: Lookup) -> str:
    """The profile that a thing is a part of, itself or by its data set; '' for a thing of none."""
    sets = [iri, *(one.value for one in lookup.values(iri, QB + "dataSet"))]
    wholes = (whole.value for one in sets for whole in lookup.values(one, DCT + "isPartOf"))
    return next((whole for whole in wholes if HRM + "CountryProfile" in lookup.types(whole)), "")


def of(iri: str, lookup: Lookup) -> Origin | None:
    """The origin of a thing; None for what is a part of no profile."""
    whole = profile(iri, lookup)
    if not whole:
        return None
    told = {
        name: next((one.value for one in lookup.values(whole, HRM + name)), "") for name in ("area", "edition", "periodStart", "periodEnd")
    }
    source = next((one.value for one in lookup.values(iri, PROV + "wasDerivedFrom") if passage.place(one.value)), "")
    label, printed = (_words(iri, name, lookup) for name in ("labelAsPrinted", "asPrinted"))
    return Origin(whole, told["area"], told["edition"], label, printed, source, told["periodStart"], told["periodEnd"])


def _words(iri: str, name: str, lookup: Lookup) -> Words | None:
    found = (one for one in lookup.values(iri, HRM + name) if isinstance(one, Literal))
    return next((Words(one.value, one.language or "") for one in found), None)
