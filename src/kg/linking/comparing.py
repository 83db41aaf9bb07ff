"""How far a thing fits what is asked: by its names, its type and what its properties say. Each comparison is a feature of the score."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal
from rapidfuzz import fuzz, process

from kg.linking.entity import Entity, Need
from kg.linking.graph import property_iri
from kg.linking.index import Called, Index
from kg.linking.query import Condition, Feature, Query
from kg.linking.words import folded, latin, ordered
from kg.mapping.terms import HRM

EQUAL, ALIKE, NEEDING = 100.0, 97.0, 90.0
"""Scores of a name that is equal, of one in another order or alphabet, and of one that needs more beside it."""
_SIMILAR = 0.89
"""What is only similar stays below everything that is equal."""
_LIKE, _PROPOSED = 75, 60
"""Of 100: below, two names have nothing to do with each other; and so many similar names are looked at."""
_PROPERTIES = 0.3
"""The share of properties in a score."""
_SILENT = 0.25
"""What a property that says nothing counts beside a name that is only similar: so little that a thing whose name is equal, and of which
the property says otherwise, still comes first."""


@dataclass(slots=True)
class Fit:
    """What is known of a thing and a query so far."""

    entity: Entity
    score: float = 0.0
    need: Need | None = None
    """What the best equal name needs; None where no name is equal."""
    features: dict[str, bool | float] = field(default_factory=dict)
    agreeing: int = 0
    contradicting: int = 0
    whole: float = 0.0
    """How like a name is from its beginning to its end (0-100): parts the things that a part of a name makes equally likely."""

    def equal(self, called: Called, feature: str, score: float) -> None:
        """A name is equal in a way."""
        self.features[f"{feature}:{called.name.kind}" if feature == "name" else feature] = True
        self.need = called.name.need if self.need is None else min(self.need, called.name.need)
        self.score = max(self.score, score if called.name.need == Need.NOTHING else NEEDING)

    def said(self) -> tuple[Feature, ...]:
        """The features in the order of their names."""
        return tuple(Feature(name, value) for name, value in sorted(self.features.items()))


def by_name(text: str, index: Index, *, only_id: bool = False) -> dict[str, Fit]:
    """IRI → how a name fits, for everything that bears it or one like it."""
    found: dict[str, Fit] = {}
    asked = folded(text)
    exact = index.exact.get(asked, []) + _number(asked, index)
    if only_id:
        exact = [one for one in exact if one.name.kind in ("id", "key")]
    for called in exact:
        _fit(found, called).equal(called, "name", EQUAL)
    if only_id or not asked:
        return found
    for called in index.reordered.get(ordered(asked), []) if " " in asked else []:
        _fit(found, called).equal(called, "words", ALIKE)
    for called in index.latin.get(asked, []):
        _fit(found, called).equal(called, "latin", ALIKE)
    for form in filter(None, (asked, latin(asked))):
        for name, likeness, _ in process.extract(form, index.texts.keys(), scorer=fuzz.WRatio, limit=_PROPOSED, score_cutoff=_LIKE):
            for called in index.texts[name]:
                fit = _fit(found, called)
                similar = round(max(likeness, float(fit.features.get("similarity", 0))), 1)
                fit.features["similarity"] = similar
                fit.score = max(fit.score, round(similar * _SIMILAR, 1))
                fit.whole = max(fit.whole, fuzz.ratio(form, name))
    return found


def _number(asked: str, index: Index) -> list[Called]:
    """Whose M49 code it is with other leading zeros."""
    if not asked.isascii() or not asked.isdigit() or len(asked) > 3:
        return []
    return [one for one in index.exact.get(asked.zfill(3), []) if one.name.kind == "m49"] if len(asked) < 3 else []


def _fit(found: dict[str, Fit], called: Called) -> Fit:
    return found.setdefault(called.entity.iri, Fit(called.entity))


def with_types(fit: Fit, query: Query) -> bool:
    """Whether the type asked for leaves the thing among the candidates; a type that is only wished for is a feature."""
    if not query.types:
        return True
    held = [kind.removeprefix(HRM) in fit.entity.types for kind in query.types]  # an identifier, or the whole IRI (schemaSpace)
    agrees = all(held) if query.strictness == "all" else any(held)
    fit.features["type"] = agrees
    return agrees or query.strictness == "should"


def with_conditions(fit: Fit, query: Query, index: Index) -> bool:
    """Whether no required property says otherwise; counts those that agree and those that contradict."""
    silent = 0
    for condition in query.conditions:
        said = _holds(fit.entity, condition, index)
        if said is not None:
            fit.features[f"property:{condition.property}"] = said
            fit.agreeing += said
            fit.contradicting += not said
        silent += said is None
        if condition.required and not said:
            return False
    weighed = silent if query.text and fit.need is None else 0
    known = fit.agreeing + fit.contradicting + weighed
    if known:
        whole = 100.0 * (fit.agreeing + _SILENT * weighed) / known
        fit.score = round((1 - _PROPERTIES) * fit.score + _PROPERTIES * whole if query.text else whole, 1)
    return True


def _holds(entity: Entity, condition: Condition, index: Index) -> bool | None:
    """Whether a property says what is asked; None where it says nothing."""
    iri = property_iri(condition.property)
    held: set[str] = set()
    for value in index.graph.values(entity.iri, iri) if iri else ():
        held |= {folded(value.value), _unpadded(value.value)}
        if not isinstance(value, Literal) and value.value in index.entities:
            other = index.entities[value.value]
            held |= {folded(name.text) for name in other.names if name.need != Need.PROPERTY} | {folded(other.id)}
    if not held:
        return None
    each = [folded(one) in held or _unpadded(one) in held for one in condition.values]
    if condition.quantifier == "none":
        return not any(each)
    return all(each) if condition.quantifier == "all" else any(each)


def _unpadded(text: str) -> str:
    """A number without leading zeros; another text folded."""
    return text.lstrip("0") if text.isascii() and text.isdigit() and text.strip("0") else folded(text)
