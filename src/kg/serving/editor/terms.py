"""What the editor completes: prefixes, and the terms of a release with their labels, classes, and how often they are used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.mapping.terms import RDFS, SKOS, TYPE
from kg.serving import negotiation
from kg.serving.release import Release
from kg.vocabulary import vocabulary

CLASS, PROPERTY, INDIVIDUAL, GRAPH = "class", "property", "individual", "graph"
MOST = 20_000
"""Terms that are sent; of more, those that are used most."""
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_CALLED = (SKOS + "prefLabel", RDFS + "label")
_CLASSES = (vocabulary().prefixes["owl"] + "Class", RDFS + "Class")


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI as it stands in a query: with the longest prefix that fits, else in angle brackets."""
    fits = [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    for namespace, prefix in sorted(fits, key=lambda fit: -len(fit[0])):
        if _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def listed(release: Release) -> dict[str, Any]:
    """All of it. One pass over the release: for a thread.

    A term is a list: how it is written, its kind, the label of its first class in each language, how often it is used as class, property or
    object, its label in each language.
    """
    labels: dict[str, dict[str, str]] = {}
    classes: dict[str, list[str]] = {}
    used: Counter[str] = Counter()
    asserted: dict[str, set[str]] = {CLASS: set(), PROPERTY: set()}
    for quad in release.store.quads_for_pattern(None, None, None, None):
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        used[predicate] += 1
        asserted[PROPERTY].add(predicate)
        if isinstance(value, NamedNode):
            used[value.value] += 1
            if predicate == TYPE[1:-1]:
                asserted[CLASS].add(value.value)
                if isinstance(subject, NamedNode):
                    classes.setdefault(subject.value, []).append(value.value)
        elif isinstance(value, Literal) and value.language and predicate in _CALLED and isinstance(subject, NamedNode):
            labels.setdefault(subject.value, {}).setdefault(value.language, value.value)
    graphs = {graph.value for graph in release.store.named_graphs() if isinstance(graph, NamedNode)}
    prefixes = vocabulary().prefixes

    def kind(iri: str) -> str:
        if iri in asserted[PROPERTY] or any(one.endswith("Property") for one in classes.get(iri, ())):
            return PROPERTY
        if iri in asserted[CLASS] or any(one in _CLASSES for one in classes.get(iri, ())):
            return CLASS
        return GRAPH if iri in graphs else INDIVIDUAL

    def told(iri: str) -> list[Any]:
        of = next((labels[one] for one in sorted(classes.get(iri, ())) if one in labels), {})
        names = labels.get(iri, {})
        spoken = [[found.get(tag) or found.get("en", "") for tag in negotiation.LANGUAGES] for found in (of, names)]
        return [short(iri, prefixes), kind(iri), *spoken[0], used[iri], *spoken[1]]

    known = sorted({*labels, *asserted[CLASS], *asserted[PROPERTY], *graphs}, key=lambda iri: (-used[iri], iri))
    terms = sorted(known[:MOST])
    return {
        "release": release.id,
        "languages": list(negotiation.LANGUAGES),
        "prefixes": dict(prefixes),
        "terms": [told(iri) for iri in terms],
    }
