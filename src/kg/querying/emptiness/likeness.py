"""A constant beside the terms that would give rows in its place: which of them was meant, or that there is none for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.querying.emptiness import nearness
from kg.querying.emptiness.probing import Prober
from kg.querying.emptiness.term import NUMERIC, XSD, Term, local, space

_LABELLED = 300
"""So many IRIs are looked at for a label."""
_COMMON = "http://www.w3.org/2004/02/skos/core#Concept", "http://www.w3.org/2002/07/owl#NamedIndividual"


class Meant(NamedTuple):
    """A cause (of :mod:`diagnosis`) and the terms that may have been meant, best first."""

    cause: str
    terms: list[Any]


def meant(term: Term, values: list[Any], prober: Prober, *, known: bool) -> Meant | None:
    """What was meant by a constant; ``known``: the data hold this IRI. None for an IRI of another kind than all values."""
    literals = [value for value in values if isinstance(value, Literal)]
    nodes = [value for value in values if isinstance(value, NamedNode)]
    return _text(term, literals, nodes, prober) if term.kind == "literal" else _iri(term, literals, nodes, prober, known=known)


def _text(term: Term, literals: list[Any], nodes: list[Any], prober: Prober) -> Meant:
    same = [value for value in literals if value.value == term.value]
    if same:
        return Meant("language" if term.language or any(value.language for value in same) else "datatype", _first(same, term))
    number = number_of(term.value)
    equal = [value for value in literals if number is not None and value.datatype.value in NUMERIC and number_of(value.value) == number]
    if equal:
        return Meant("datatype", equal)
    folded = term.value.strip().casefold()
    alike = [value for value in literals if value.value.strip().casefold() == folded]
    if alike:
        return Meant("case", _first(alike, term))
    if nodes:
        called = [node for node in nodes if local(node.value).casefold() == folded] or labelled(term.value, nodes, prober)
        near = [NamedNode(iri) for _, iri in nearness.iris(space(nodes[0].value) + term.value.replace(" ", "-"), (n.value for n in nodes))]
        if called or not literals:
            return Meant("text-for-iri", called or near)
    kin = [value for value in literals if (value.datatype, value.language) == (NamedNode(term.datatype), term.language or None)]
    if term.datatype == XSD + "string" or term.language:
        near_texts = [text for _, text in nearness.texts(term.value, (v.value for v in literals)) if number is None]
        if near_texts:
            return Meant("text", [v for text in near_texts[:3] for v in _first([v for v in literals if v.value == text], term)])
    if kin:
        return Meant("value", sorted(kin, key=lambda value: _distance(value.value, term.value)))
    textual = term.language or any(value.language for value in literals)
    return Meant("language" if textual else "datatype", sorted(literals, key=lambda value: _distance(value.value, term.value)))


def _iri(term: Term, literals: list[Any], nodes: list[Any], prober: Prober, *, known: bool) -> Meant | None:
    name = local(term.value).casefold()
    alike = [value for value in literals if value.value.strip().casefold() == name]
    if literals and (alike or not nodes):
        return Meant("iri-for-text", alike or literals[:3])
    pool = [node.value for node in nodes]
    if not known:
        near = [iri for _, iri in nearness.iris(term.value, pool)]
        called = [node.value for node in labelled(local(term.value).replace("_", " ").replace("-", " "), nodes, prober)]
        return Meant("name", [NamedNode(iri) for iri in dict.fromkeys([*called, *near])])
    if nodes and _kin(term, nodes, prober):
        return Meant("value", [NamedNode(iri) for iri in _like(term.value, pool)])
    return None


def _like(wanted: str, pool: list[str]) -> list[str]:
    beside = [iri for iri in sorted(pool) if space(iri) == space(wanted)]
    return beside or sorted(pool)


def _kin(term: Term, nodes: list[Any], prober: Prober) -> bool:
    """Whether an IRI stands under the same address as one of the others, or has a class in common with one."""
    if any(space(node.value) == space(term.value) for node in nodes):
        return True
    some = " ".join(f"<{node.value}>" for node in nodes[:20])
    common = ", ".join(f"<{iri}>" for iri in _COMMON)
    found = prober.put(f"SELECT * WHERE {{ VALUES ?o {{ {some} }} <{term.value}> a ?c . ?o a ?c FILTER(?c NOT IN ({common})) }} LIMIT 1")
    return isinstance(found, list) and bool(found)


def labelled(words: str, nodes: list[Any], prober: Prober) -> list[Any]:
    """Those of the IRIs that something literal calls by these words, case aside."""
    if not nodes or len(nodes) > _LABELLED:
        return []
    listed = " ".join(f"<{node.value}>" for node in nodes)
    wanted = str(Literal(words.strip()))
    found = prober.put(
        f"SELECT DISTINCT ?x WHERE {{ VALUES ?x {{ {listed} }} ?x ?p ?l FILTER(isLiteral(?l) && LCASE(STR(?l)) = LCASE({wanted})) }}"
    )
    return [row[0] for row in found] if isinstance(found, list) else []


def _first(values: list[Any], term: Term) -> list[Any]:
    """Texts of the same language before others, plain ones before typed ones."""
    return sorted(values, key=lambda value: ((value.language or "") != term.language, bool(value.language), str(value)))


def number_of(text: str) -> Decimal | None:
    """A number, or None."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _distance(one: str, other: str) -> tuple[float, str]:
    a, b = number_of(one), number_of(other)
    return (float(abs(a - b)) if a is not None and b is not None else 100 - nearness.words(one, other), one)


def examples(values: list[Any], most: int = 3) -> Iterator[Any]:
    """A few values, in a fixed order."""
    yield from sorted(values, key=str)[:most]
