"""What is asked and what is answered, beyond any version of the protocol (Reconciliation Service API, "Reconciliation Queries")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.linking.entity import Entity

USUAL = 5
"""Candidates where a query does not say how many."""
Quantifier = Literal["any", "all", "none"]
Strictness = Literal["any", "should", "all"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a property must say: ``values`` as text (an id for another thing); ``required``: who says otherwise is no candidate."""

    property: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: Quantifier = "any"


@dataclass(frozen=True, slots=True)
class Query:
    """A written name, with what is known beside it. ``id``: the text must be the identifier of the thing."""

    text: str = ""
    types: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limit: int = USUAL
    strictness: Strictness = "any"
    id: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """Why a candidate has its score: ``name`` (equal, the kind of name says which), ``similarity`` (0-100), ``type``, ``property`` …"""

    id: str
    value: bool | float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant. ``score`` is 0-100; ``match``: it is meant, without doubt."""

    entity: Entity
    score: float
    match: bool
    features: tuple[Feature, ...] = field(default=())
