"""Passages of stored texts: ``source/<hash>/255-261`` is two offsets in code points, the end excluded; its words are found on the spot.

Selectors: Web Annotation Data Model, sections 4.2.1 (FragmentSelector; RFC 5147 for plain text), 4.2.4 (quote), 4.2.5 (position).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.mapping.terms import BASE, DCT, RDF, XSD

OA = "http://www.w3.org/ns/oa#"
RESOURCE = OA + "SpecificResource"
"""The class of a passage."""
RFC5147 = "http://tools.ietf.org/rfc/rfc5147"
"""The IRI by which the Web Annotation Data Model names the specification of its fragments (section 4.2.1)."""
AROUND = 32
"""Code points before and after the words that a quote selector holds."""
SHOWN = 100_000
"""Code points before and after the words that a page shows."""
_NUMBER = r"(0|[1-9][0-9]{0,8})"
_PASSAGE = re.compile(rf"({re.escape(BASE)}source/[0-9a-f]{{16}})/{_NUMBER}-{_NUMBER}")


class Place(NamedTuple):
    """A source and two offsets in it."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a stored text; ``text`` is the whole text."""

    place: Place
    text: str

    @property
    def exact(self) -> str:
        """The words."""
        return self.text[self.place.start : self.place.end]

    @property
    def prefix(self) -> str:
        """The words before."""
        return self.text[max(self.place.start - AROUND, 0) : self.place.start]

    @property
    def suffix(self) -> str:
        """The words behind."""
        return self.text[self.place.end : self.place.end + AROUND]

    def shown(self) -> tuple[str, str, bool]:
        """What a page shows before and after the words, and whether that is all."""
        before, after = max(self.place.start - SHOWN, 0), self.place.end + SHOWN
        return self.text[before : self.place.start], self.text[self.place.end : after], before == 0 and after >= len(self.text)

    def triples(self, iri: str) -> Iterator[Triple]:
        """The passage as a specific resource with three selectors."""
        node = NamedNode(iri)
        yield Triple(node, NamedNode(RDF + "type"), NamedNode(RESOURCE))
        yield Triple(node, NamedNode(OA + "hasSource"), NamedNode(self.place.source))
        said: dict[str, dict[str, NamedNode | Literal]] = {
            "TextPositionSelector": {OA + "start": _natural(self.place.start), OA + "end": _natural(self.place.end)},
            "TextQuoteSelector": {
                OA + "exact": Literal(self.exact),
                OA + "prefix": Literal(self.prefix),
                OA + "suffix": Literal(self.suffix),
            },
            "FragmentSelector": {
                RDF + "value": Literal(f"char={self.place.start},{self.place.end}"),
                DCT + "conformsTo": NamedNode(RFC5147),
            },
        }
        for kind, properties in said.items():
            selector = BlankNode(kind)
            yield Triple(node, NamedNode(OA + "hasSelector"), selector)
            yield Triple(selector, NamedNode(RDF + "type"), NamedNode(OA + kind))
            for predicate, value in properties.items():
                yield Triple(selector, NamedNode(predicate), value)


def place(iri: str) -> Place | None:
    """What an IRI says; None for one that is not of a passage. Offsets have no leading zeros."""
    match = _PASSAGE.fullmatch(iri)
    return Place(match[1], int(match[2]), int(match[3])) if match else None


def _natural(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "nonNegativeInteger"))
