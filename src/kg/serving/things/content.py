"""What a statement says, in words of a language: value, unit and interval, an answer, a standing, or why there is no value."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kg.mapping.terms import BASE, DCT, HRM
from kg.serving import numerals, texts
from kg.serving.things import passage
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names

_EVERYBODY = (f"{BASE}vocab/group/all", f"{BASE}body/any")
_CODED = ("answer", "standing")
_HASH = "sha256:"


class Content(NamedTuple):
    """Words of a statement; '' for what it does not have. ``zero``: the document prints a zero. ``counted``: it has a number.

    ``lower`` and ``upper`` are the bounds of a rounded number; those of a printed range are its ``value``.
    """

    value: str
    unit: str
    lower: str
    upper: str
    scope: str
    zero: bool
    counted: bool
    gap: bool


class Row(NamedTuple):
    """The line of a document in which a passage stands: its number, from 1, its words, those of the passage's cell (tabs part
    cells), the SHA-256 of the document, '' where none is known."""

    line: int
    text: str
    cell: str
    hash: str


def content(iri: str, names: Names, language: str) -> Content:
    """What a statement says."""
    lookup = names.lookup
    stored, low, high, unit, scope, reason = (
        _one(iri, name, lookup) for name in ("value", "lowerBound", "upperBound", "unit", "scope", "reason")
    )
    coded = next((found for name in _CODED if (found := _one(iri, name, lookup))), "")
    low, high, value = (numerals.written(one, language) for one in (low, high, stored))
    ranged = bool(low and high) and not value
    said = value or (f"{low}\u2013{high}" if ranged else "") or (names.of(coded or reason, language).words if coded or reason else "")
    return Content(
        said,
        names.of(unit, language).words if unit else "",
        "" if ranged else low,
        "" if ranged else high,
        names.of(scope, language).words if scope and scope not in _EVERYBODY else "",
        _zero(stored),
        bool(value) or ranged,
        bool(reason),
    )


def phrase(said: Content, language: str) -> str:
    """The same in a line: value, unit, interval; the reason behind the word for a gap."""
    if said.gap:
        return f"{texts.head('read-gap')[language]} {said.value}"
    parts = [said.value, said.unit] if said.counted else [said.value]
    if said.lower and said.upper:
        parts.append(texts.say("read-interval", lower=said.lower, upper=said.upper)[language])
    return ", ".join(part for part in parts if part)


def row(place: passage.Place, lookup: Lookup) -> Row | None:
    """The line of the document in which a passage begins; None where the text is not stored or is shorter."""
    text = lookup.text(place.source)
    if text is None or place.end > len(text):
        return None
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    known = next((one.value for one in lookup.values(place.source, DCT + "identifier") if one.value.startswith(_HASH)), "")
    words = text[start : end if end >= 0 else len(text)]
    cell = words[words.rfind("\t", 0, place.start - start) + 1 :].partition("\t")[0]
    return Row(text.count("\n", 0, place.start) + 1, words.replace("\t", " ").strip(), cell.strip(), known.removeprefix(_HASH))


def _one(iri: str, name: str, lookup: Lookup) -> str:
    return next((one.value for one in lookup.values(iri, HRM + name)), "")


def _zero(stored: str) -> bool:
    try:
        return bool(stored) and Decimal(stored) == 0
    except InvalidOperation:  # of another graph: what is no number is no zero
        return False
