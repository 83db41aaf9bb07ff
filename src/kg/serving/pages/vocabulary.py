"""Vocabulary and ontology as a page: classes, properties and concept schemes, with definitions, examples and where each is found as RDF."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping.terms import HRM, RDF, RDFS, SKOS
from kg.serving.pages.asked import Asked
from kg.serving.pages.rows import Row
from kg.validation.reports.signs import cut

_CLASS, _PROPERTY = "class", "property"
_CLASSES = ("http://www.w3.org/2002/07/owl#Class", RDFS + "Class")
_LOOKED = 50
"""Quads among which an example is chosen: the first by its IRI."""
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: what it is below, of what and to what it leads, and an example ('' where the release uses it nowhere)."""

    iri: str
    anchor: str
    name: str
    definition: str
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    example: str
    value: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme, its concepts as (IRI, name, definition)."""

    iri: str
    anchor: str
    name: str
    definition: str
    concepts: tuple[tuple[str, str, str], ...]


def page(asked: Asked) -> str:
    """The page."""
    rows: dict[str, list[Row]] = {}
    for row in asked.rows.of("terms"):
        rows.setdefault(row["term"], []).append(row)
    found: dict[str, list[Term]] = {_CLASS: [], _PROPERTY: []}
    for iri, said in rows.items():
        kind = _CLASS if any(row["kind"] in _CLASSES for row in said) else _PROPERTY
        found[kind].append(_term(asked, iri, said, kind))
    groups = [(kind, sorted(terms, key=lambda term: term.name.casefold())) for kind, terms in found.items()]
    return asked.draw("vocabulary", "vocabulary", groups=groups, schemes=_schemes(asked), ontology=HRM.removesuffix("#"))


def _term(asked: Asked, iri: str, rows: list[Row], kind: str) -> Term:
    above, domain, leads = (tuple(dict.fromkeys(row[name] for row in rows if row[name])) for name in ("above", "domain", "range"))
    example, value = _example(asked, iri, kind)
    words, meaning = (
        asked.voice.words(iri),
        asked.voice.definition(iri, RDFS + "comment") or asked.voice.definition(iri, SKOS + "definition"),
    )
    return Term(iri, iri.rpartition("#")[2], words, meaning, above, domain, leads, example, value)


def _example(asked: Asked, iri: str, kind: str) -> tuple[str, str]:
    """A thing of a class; or a thing that has a property, and the value."""
    store = asked.names.lookup.store
    pattern = (NamedNode(RDF + "type"), NamedNode(iri)) if kind == _CLASS else (NamedNode(iri), None)
    quads = islice(store.quads_for_pattern(None, *pattern), _LOOKED)
    found = min((quad for quad in quads if isinstance(quad.subject, NamedNode)), key=_order, default=None)
    if found is None:
        return "", ""
    assert isinstance(found.subject, NamedNode)
    if kind == _CLASS or not isinstance(found.object, Literal | NamedNode):
        return found.subject.value, ""
    value = found.object.value if isinstance(found.object, Literal) else asked.voice.words(found.object.value)
    return found.subject.value, cut(" ".join(value.split()), _LONGEST)


def _order(quad: Quad) -> tuple[str, str]:
    return (str(quad.subject), str(quad.object))


def _schemes(asked: Asked) -> list[Scheme]:
    found: dict[str, list[str]] = {}
    for row in asked.rows.of("schemes"):
        inside = found.setdefault(row["scheme"], [])
        inside += [row["concept"]] if row["concept"] and row["concept"] not in inside else []
    made = [_scheme(asked, iri, inside) for iri, inside in found.items()]
    return sorted(made, key=lambda scheme: scheme.name.casefold())


def _scheme(asked: Asked, iri: str, inside: list[str]) -> Scheme:
    voice = asked.voice
    concepts = [(one, voice.words(one), voice.definition(one, SKOS + "definition")) for one in inside]
    anchor = f"scheme-{iri.rstrip('/').rpartition('/')[2]}"
    ordered = tuple(sorted(concepts, key=lambda concept: concept[1].casefold()))
    return Scheme(iri, anchor, voice.words(iri), voice.definition(iri, SKOS + "definition"), ordered)
