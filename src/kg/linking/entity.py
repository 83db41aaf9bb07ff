"""What written names are reconciled with: states, indicators, instruments, bodies and profiles of a store, with their names and codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class Need(IntEnum):
    """What must stand beside a name that is equal, before it decides."""

    NOTHING = 0
    TYPE = 1
    """A type or a property that agrees: codes and acronyms, and names that mean something only in their place."""
    PROPERTY = 2
    """A property that agrees: a role is another body in every state; a homonym names things of elsewhere too."""


class Name(NamedTuple):
    """A name or code: as written, its language ('' for a code), which kind of name it is, and what it needs."""

    text: str
    language: str
    kind: str
    need: Need = Need.NOTHING


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing: ``id`` is its IRI below the base; ``types`` are local names of classes, the widest first; texts by language."""

    id: str
    iri: str
    types: tuple[str, ...]
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    names: tuple[Name, ...] = field(repr=False)

    def label(self, language: str) -> tuple[str, str]:
        """Its label and the language that it is in."""
        for tag in (language, "en", *sorted(self.labels)):
            if tag in self.labels:
                return self.labels[tag], tag
        return self.id, ""

    def description(self, language: str) -> str:
        """What it is, '' where nothing says so."""
        return self.descriptions.get(language) or self.descriptions.get("en", "")


class Kind(NamedTuple):
    """A class that things are reconciled with, and the class that it is part of ('' for none)."""

    id: str
    broader: str


KINDS = (
    Kind("Area", ""),
    Kind("Indicator", ""),
    Kind("Instrument", ""),
    Kind("Treaty", "Instrument"),
    Kind("Protocol", "Treaty"),
    Kind("Procedure", "Instrument"),
    Kind("SoftLaw", "Instrument"),
    Kind("Body", ""),
    Kind("CountryProfile", ""),
)
"""The types, in the order in which they are offered; a class of ``ontology/hrm.ttl`` each."""
