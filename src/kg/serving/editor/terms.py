"""What the editor completes: prefixes, and the terms of a release with their labels and classes.

Which properties and classes the data use, and how often, is what the release says of itself (VoID partitions, ``kg.mapping.partition``):
nothing is counted here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.mapping.catalogue import CATALOGUE
from kg.mapping.terms import RDFS, SKOS, TYPE, VOID
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


def partitions(release: Release, part: str, term: str, number: str) -> dict[str, int]:
    """What the release says of the properties or classes that it uses: IRI → how often; nothing where it says nothing."""
    told = {name: _said(release, name) for name in (part, term, number)}
    nodes = [f"_:{node}" for _, node in told[part]]
    iris, counts = (dict(told[name]) for name in (term, number))
    return {iris[node]: int(counts[node]) for node in nodes if node in iris and node in counts}


def _said(release: Release, name: str) -> list[tuple[str, str]]:
    """Subject and object of each statement of VoID with a property."""
    found = release.store.quads_for_pattern(None, NamedNode(VOID + name), None, NamedNode(CATALOGUE))
    return [(str(quad.subject), str(getattr(quad.object, "value", quad.object))) for quad in found]


def listed(release: Release) -> dict[str, Any]:
    """All of it: the terms of the partitions, and what has a label. For a thread.

    A term is a list: how it is written, its kind, the label of its first class in each language, how often it is used as class or property
    (0 for others), its label in each language.
    """
    asserted = {
        CLASS: partitions(release, "classPartition", "class", "entities"),
        PROPERTY: partitions(release, "propertyPartition", "property", "triples"),
    }
    used = asserted[CLASS] | asserted[PROPERTY]
    labels: dict[str, dict[str, str]] = {}
    for predicate in _CALLED:
        for quad in release.store.quads_for_pattern(None, NamedNode(predicate), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.language:
                labels.setdefault(quad.subject.value, {}).setdefault(quad.object.language, quad.object.value)
    classes = {iri: _classes(release, iri) for iri in labels}
    graphs = {graph.value for graph in release.store.named_graphs() if isinstance(graph, NamedNode)}
    prefixes = vocabulary().prefixes

    def kind(iri: str) -> str:
        if iri in asserted[PROPERTY] or any(one.endswith("Property") for one in classes.get(iri, ())):
            return PROPERTY
        if iri in asserted[CLASS] or any(one in _CLASSES for one in classes.get(iri, ())):
            return CLASS
        return GRAPH if iri in graphs else INDIVIDUAL

    def told(iri: str) -> list[Any]:
        of = next((labels[one] for one in classes.get(iri, ()) if one in labels), {})
        names = labels.get(iri, {})
        spoken = [[found.get(tag) or found.get("en", "") for tag in negotiation.LANGUAGES] for found in (of, names)]
        return [short(iri, prefixes), kind(iri), *spoken[0], used.get(iri, 0), *spoken[1]]

    known = sorted({*labels, *asserted[CLASS], *asserted[PROPERTY], *graphs}, key=lambda iri: (-used.get(iri, 0), iri))
    terms = sorted(known[:MOST])
    return {
        "release": release.id,
        "languages": list(negotiation.LANGUAGES),
        "prefixes": dict(prefixes),
        "terms": [told(iri) for iri in terms],
    }


def _classes(release: Release, iri: str) -> list[str]:
    found = release.store.quads_for_pattern(NamedNode(iri), NamedNode(TYPE[1:-1]), None, None)
    return sorted({quad.object.value for quad in found if isinstance(quad.object, NamedNode)})
