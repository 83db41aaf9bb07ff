"""Quads of a release by pattern: everything that documents hold comes from here. No query of anybody is run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg.mapping.terms import BASE, DCAT, DCT, HRM, QB, RDF, RDFS, SKOS

LABELS = tuple(NamedNode(iri) for iri in (SKOS + "prefLabel", RDFS + "label", DCT + "title"))
"""What names a thing, the best first."""
_TYPE, _TEXT, _DEFINED = NamedNode(RDF + "type"), NamedNode(HRM + "text"), NamedNode(RDFS + "isDefinedBy")
_PART, _LISTED, _DATA_SET = NamedNode(DCT + "isPartOf"), NamedNode(DCAT + "dataset"), NamedNode(QB + "DataSet")
SORTED = 5000
"""Up to so many links are put in order before they are cut into pages; more stay in the order of the store."""
_NODES = 10_000
"""Blank nodes that one description may reach."""
_CACHED = 4096


class Lookup:
    """Lookups in a store that never changes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.count = lru_cache(_CACHED)(self._count)

    def known(self, iri: str) -> bool:
        """Whether an IRI occurs anywhere in the graphs: as subject, object, predicate or name of a graph."""
        node = named(iri)
        if node is None:
            return False
        patterns = ((node, None, None), (None, None, node), (None, node, None))
        return any(next(self.store.quads_for_pattern(*one), None) for one in patterns) or self.is_graph(iri)

    def is_graph(self, iri: str) -> bool:
        """Whether it names a graph."""
        return self.store.contains_named_graph(NamedNode(iri))

    def graph(self, iri: str) -> list[Quad]:
        """A whole named graph."""
        return list(self.store.quads_for_pattern(None, None, None, NamedNode(iri)))

    def values(self, iri: str, predicate: str | NamedNode) -> list[NamedNode | Literal]:
        """What a property of a thing says, blank nodes left out, each once, in the order of the store."""
        quads = self.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate) if isinstance(predicate, str) else predicate, None)
        return list(dict.fromkeys(quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)))

    def subjects(self, predicate: str, text: str) -> list[str]:
        """What has a property with a plain string as its value, sorted."""
        quads = self.store.quads_for_pattern(None, NamedNode(predicate), Literal(text))
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})

    def types(self, iri: str) -> list[str]:
        """The classes of a thing, sorted."""
        return sorted(value.value for value in self.values(iri, _TYPE) if isinstance(value, NamedNode))

    def text(self, iri: str) -> str | None:
        """The stored text of a source; None for what is none."""
        return next((value.value for value in self.values(iri, _TEXT) if isinstance(value, Literal)), None)

    def about(self, iri: str) -> list[Quad]:
        """All quads with a thing as subject, blank nodes closed (https://www.w3.org/submissions/CBD/, without reifications)."""
        found: list[Quad] = []
        waiting: list[NamedNode | BlankNode] = [NamedNode(iri)]
        seen: set[NamedNode | BlankNode] = set(waiting)
        while waiting and len(seen) < _NODES:
            for quad in self.store.quads_for_pattern(waiting.pop(), None, None):
                found.append(quad)
                if isinstance(quad.object, BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    waiting.append(quad.object)
        return found

    def defined(self, iri: str) -> list[str]:
        """The hash IRIs that an IRI is the namespace of and that say so (rdfs:isDefinedBy), sorted."""
        quads = self.store.quads_for_pattern(None, _DEFINED, NamedNode(iri))
        return sorted(
            {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{iri}#")}
        )

    def parts(self, iri: str) -> tuple[str, ...]:
        """A thing, and the data sets that are its parts: what points at them belongs to it."""
        quads = self.store.quads_for_pattern(None, _PART, NamedNode(iri))
        subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        is_set = (
            {one for one in islice(sorted(subjects), SORTED) if _DATA_SET.value in self.types(one)} if len(subjects) <= SORTED else set()
        )
        return (iri, *sorted(is_set))

    def catalogues(self, iri: str) -> set[str]:
        """The catalogues that list a data set."""
        quads = self.store.quads_for_pattern(None, _LISTED, NamedNode(iri))
        return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}

    def pointing(self, targets: tuple[str, ...], start: int, stop: int) -> list[Quad]:
        """The links to some things, from one number to another; a subject that is ``target#...`` is no link."""
        links = self._pointing(targets)
        if self.count(targets) <= SORTED:
            order: dict[object, int] = {NamedNode(target): number for number, target in enumerate(targets)}
            links = iter(
                sorted(links, key=lambda link: (link.predicate.value, order[link.object], str(link.subject), str(link.graph_name)))
            )
        return list(islice(links, start, stop))

    def _count(self, targets: tuple[str, ...]) -> int:
        """How many links there are, exactly."""
        return sum(1 for _ in self._pointing(targets))

    def _pointing(self, targets: tuple[str, ...]) -> Iterator[Quad]:
        for target in targets:
            for quad in self.store.quads_for_pattern(None, None, NamedNode(target)):
                if not (isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{target}#")):
                    yield quad

    def summaries(self, iris: Iterable[str], predicates: Iterable[NamedNode]) -> Iterator[Quad]:
        """What some properties say of some things."""
        chosen = tuple(predicates)
        for iri in iris:
            node = NamedNode(iri)
            for predicate in chosen:
                yield from self.store.quads_for_pattern(node, predicate, None)


def named(iri: str) -> NamedNode | None:
    """An IRI as a term; None for what is no IRI."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def ours(iri: str) -> bool:
    """Whether an IRI stands under our base."""
    return iri.startswith(BASE)
