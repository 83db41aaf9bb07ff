"""What a document holds: the thing with its blank nodes, a page of what points at it, and labels of everything that is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, Triple

from kg.mapping.terms import HRM, RDF
from kg.serving.things import passage
from kg.serving.things.lookup import LABELS, Lookup

PAGE = 100
"""Links to a thing that stand in one document, and things of a graph on one page."""
LAST = 100
"""Pages that a thing has at most: the store counts through all links before a page, and a query is the way to the rest."""
_LABELLED = 2000
"""Things that get labels in one document."""
_SUMMARY = tuple(NamedNode(iri) for iri in (RDF + "type", HRM + "indicator", HRM + "group", HRM + "asPrinted"))
"""What a document says of the things that point at its own, beside their labels."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of ``iri``.

    ``things`` are those whose own quads are here: ``iri``, the hash IRIs below a namespace, or all of a graph. ``pointing`` are the links
    of this page of ``total`` links; ``beside`` are labels and summaries of what is named; ``made`` was not stored.
    """

    iri: str
    things: tuple[str, ...]
    own: tuple[Quad, ...]
    pointing: tuple[Quad, ...]
    beside: tuple[Quad, ...]
    made: tuple[Triple, ...]
    types: tuple[str, ...]
    page: int
    total: int
    graph: bool = False
    passage: passage.Passage | None = None
    text: str | None = None
    graphs: tuple[str, ...] = field(default=())

    @property
    def quads(self) -> Iterator[Quad]:
        """Everything that comes from the store."""
        yield from self.own
        yield from self.pointing
        yield from self.beside

    @property
    def pages(self) -> int:
        """How many pages there are; at least one, at most :data:`LAST`."""
        return min(max(1, -(-self.total // PAGE)), LAST)

    @property
    def beyond(self) -> int:
        """How many links stand on no page."""
        return max(0, self.total - self.pages * PAGE)


def describe(iri: str, lookup: Lookup, page: int = 1, found: passage.Passage | None = None) -> Description:
    """The description of a thing that exists. ``found`` is the passage, where it is one."""
    is_graph = lookup.is_graph(iri)
    page = min(page, LAST + 1)
    if is_graph:
        own = lookup.graph(iri)
        things = sorted({quad.subject.value for quad in own if isinstance(quad.subject, NamedNode)})
        targets: tuple[str, ...] = ()
        total, pointing = len(things), []
    else:
        things = [iri, *lookup.defined(iri)]
        own = list(dict.fromkeys(quad for one in things for quad in lookup.about(one)))
        targets = lookup.parts(iri)
        total = lookup.count(targets)
        pointing = lookup.pointing(targets, (page - 1) * PAGE, page * PAGE)
    made = tuple(found.triples(iri)) if found else ()
    beside = [] if is_graph else _beside([*own, *pointing], made, lookup)
    sources = [*own, *pointing] if iri in {quad.subject.value for quad in own if isinstance(quad.subject, NamedNode)} else pointing
    return Description(
        iri,
        tuple(things),
        tuple(own),
        tuple(pointing),
        tuple(beside),
        made,
        (passage.RESOURCE,) if found else tuple(lookup.types(iri)),
        page,
        total,
        is_graph,
        found,
        None if found else lookup.text(iri),
        (iri,) if is_graph else _graphs(own or sources),
    )


def _beside(quads: list[Quad], made: Iterable[Triple], lookup: Lookup) -> list[Quad]:
    """Summaries of the subjects, then labels of all that is named, none of which is among ``quads`` already."""
    subjects = dict.fromkeys(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    summaries = list(lookup.summaries(subjects, _SUMMARY))
    terms = (term for one in (*quads, *summaries) for term in (one.subject, one.predicate, one.object))
    rest = (term for one in made for term in (one.subject, one.predicate, one.object))
    known = dict.fromkeys(term.value for term in (*terms, *rest) if isinstance(term, NamedNode))
    labels = lookup.summaries(list(known)[:_LABELLED], LABELS)
    there = set(quads)
    return [quad for quad in dict.fromkeys((*summaries, *labels)) if quad not in there]


def _graphs(quads: Iterable[Quad]) -> tuple[str, ...]:
    return tuple(sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}))
