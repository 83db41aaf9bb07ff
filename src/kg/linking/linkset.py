"""Mapping sets as RDF: the links themselves, and a VoID link set for each list that they lead to (https://www.w3.org/TR/void/, 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.linking import resources
from kg.linking.mapping_set import Link, MappingSet
from kg.linking.subjects import Subjects
from kg.mapping.terms import BASE, DCT, PROV, TYPE, VOID, iri, own, text, typed

GRAPH = f"{BASE}graph/alignments"
"""The named graph of what no table and no vocabulary says already."""


def links(sets: Iterable[MappingSet]) -> list[tuple[str, str, str]]:
    """Subject, predicate, object of every mapping, each once, sorted."""
    return sorted({(link.subject, link.predicate, link.object) for one in sets for link in one.mappings})


def quads(sets: Iterable[MappingSet], subjects: Subjects) -> Iterator[str]:
    """The lines of the graph: links that ``subjects`` do not hold, and the link sets of all."""
    everything = list(sets)
    end = f" <{GRAPH}> .\n"
    held = {one[:3] for one in subjects.links()}
    for subject, predicate, object_ in links(everything):
        if (subject, predicate, object_) not in held:
            yield f"{iri(subject)} {iri(predicate)} {iri(object_)}{end}"
    # Two sets may lead to the same list, which is described once.
    for line in dict.fromkeys(line for one in everything for line in _described(one)):
        yield line + end


def _described(one: MappingSet) -> Iterator[str]:
    """A link set for each list and relation, as parts of the mapping set."""
    whole = iri(one.metadata["mapping_set_id"])
    yield f"{whole} {TYPE} <{VOID}Dataset>"
    yield f"{whole} <{DCT}title> {text(str(one.metadata['mapping_set_title']), 'en')}"
    yield f"{whole} <{DCT}license> {iri(str(one.metadata['license']))}"
    for source in one.sources:
        yield f"{whole} <{PROV}wasDerivedFrom> {iri(source)}"
    for (code, predicate), count in sorted(Counter(_target(link) for link in one.mappings).items()):
        s = own(f"linkset/{one.name}-{code}-{predicate.rpartition('#')[2].rpartition('/')[2]}")
        target = own(f"linkset/target/{code}")
        yield f"{whole} <{VOID}subset> {s}"
        yield f"{s} {TYPE} <{VOID}Linkset>"
        yield f"{s} <{VOID}linkPredicate> {iri(predicate)}"
        yield f"{s} <{VOID}subjectsTarget> {own('catalogue')}"
        yield f"{s} <{VOID}objectsTarget> {target}"
        yield f"{s} <{VOID}triples> {typed(str(count), 'integer')}"
        yield f"{target} {TYPE} <{VOID}Dataset>"
        yield f"{target} <{VOID}uriSpace> {text(resources.schemes()[code].space)}"


def _target(link: Link) -> tuple[str, str]:
    scheme = resources.scheme(link.object)
    return scheme.code if scheme else "", link.predicate
