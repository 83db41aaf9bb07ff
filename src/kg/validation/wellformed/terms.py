"""Terms of the SHACL namespace in every position: unknown, of an extension that is not supported, in the wrong place.

A misspelt term is the fault that an engine cannot see: SHACL takes any triple, so that ``sh:minCuont 1`` constrains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode

from kg.validation.paths import RDF, SH
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import TYPE, ShapesGraph
from kg.validation.wellformed.lexicon import STATUS, Entry, lexicon, nearest

_ALMOST = re.compile(r"(https?://(?:www\.)?w3\.org/(?:ns/)?shacl(?:[#/:]|(?=\w*$)))", re.IGNORECASE)
_EXPECTED = {SH + "nodeKind": ("nodekind",), SH + "severity": ("severity",), RDF + "type": ("class",)}
_SEEN_AS = {
    "shape": "a shape",
    "constraint": "a constraint under sh:sparql",
    "validator": "a validator",
    "component": "a constraint component",
    "parameter": "a parameter of a constraint component",
    "declaration": "a prefix declaration under sh:declare",
}


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort. Marks the nodes of the graph that are doubtful, or inside something unsupported: it must run first."""
    faults = list(_unsupported(graph))
    strange: dict[str, list[tuple[Term, str, str]]] = {}
    for node, triples in graph.out.items():
        if node in graph.ignored:
            continue
        if isinstance(node, NamedNode):
            faults += _named(graph, node, node, "")
        for predicate, values in triples.items():
            if predicate.startswith(SH):
                faults += _predicate(graph, node, predicate)
            elif predicate[:4] == "http" and (almost := _ALMOST.match(predicate)):
                graph.doubtful.update((node, *values))
                strange.setdefault(almost[1], []).append((node, predicate, predicate))
            for value in values:
                if isinstance(value, NamedNode):
                    if predicate == TYPE and not value.value.startswith(SH) and (almost := _ALMOST.match(value.value)):
                        graph.doubtful.update((node, value))
                        strange.setdefault(almost[1], []).append((node, value.value, predicate))
                    faults += _named(graph, node, value, predicate)
    yield from faults
    for namespace, places in strange.items():
        yield _namespace(graph, namespace, places)
    yield from _misplaced(graph)


def _unsupported(graph: ShapesGraph) -> Iterator[Fault]:
    entries = {entry.iri: entry for entry in lexicon().values() if not entry.supported}
    typed = [
        (node, entries[kind.value])
        for node, triples in graph.out.items()
        for kind in triples.get(TYPE, ())
        if isinstance(kind, NamedNode) and kind.value in entries
    ]
    used = [(node, entries[name]) for node, triples in graph.out.items() for name in triples if name in entries]
    for node, _ in typed:
        _ignore(graph, node)
    for node, entry in used:
        for value in graph.objects(node, entry.term):
            if isinstance(value, BlankNode):
                _ignore(graph, value)
    reached = {value for node, entry in used for value in graph.objects(node, entry.term)}
    for node, entry in typed:
        if node not in reached:
            yield _no(graph, node, entry, f"{graph.name(node)} is a sh:{entry.term}", "type")
    for node, entry in used:
        if node not in graph.ignored:
            graph.doubtful.add(node)
            graph.doubtful.update(graph.objects(node, entry.term))
            yield _no(graph, node, entry, f"{graph.name(node)} has sh:{entry.term}", entry.term)


def _no(graph: ShapesGraph, node: Term, entry: Entry, what: str, term: str) -> Fault:
    return graph.fault(
        "KG613",
        "unsupported",
        node,
        what,
        f"it belongs to {STATUS[entry.status]}, and is not supported: nothing would be done with it",
        "say it with SHACL Core or sh:sparql, or take it out",
        term=TYPE if term == "type" else term,
        fatal=entry.kind != "property",
    )


def _ignore(graph: ShapesGraph, node: Term) -> None:
    """A node and the blank nodes below it are of no further concern."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here not in graph.ignored:
            graph.ignored.add(here)
            waiting += [value for values in graph.out.get(here, {}).values() for value in values if isinstance(value, BlankNode)]


def _predicate(graph: ShapesGraph, node: Term, predicate: str) -> Iterator[Fault]:
    entry = lexicon().get(predicate[len(SH) :])
    if entry is None:
        graph.doubtful.update((node, *graph.out[node][predicate]))
        yield unknown(graph, node, predicate, predicate, nearest(predicate[len(SH) :], predicate=True))
    elif not entry.predicate:
        graph.doubtful.update((node, *graph.out[node][predicate]))
        meant = nearest(entry.term, predicate=True)
        yield graph.fault(
            "KG612",
            "term-position",
            node,
            f"{graph.name(node)} has sh:{entry.term} as a property",
            "it is none, so that the triple constrains nothing",
            f"did you mean sh:{meant}?" if meant else "use a property of SHACL",
            term=entry.term,
        )


def _named(graph: ShapesGraph, node: Term, value: NamedNode, predicate: str) -> Iterator[Fault]:
    """Faults of an IRI as subject (no predicate) or object."""
    iri = value.value
    if not iri.startswith(SH):
        return
    name = iri[len(SH) :]
    entry = lexicon().get(name)
    if entry is None and name:
        graph.doubtful.update((node, value))
        yield unknown(graph, node, iri, predicate, nearest(name, predicate=False, kinds=_EXPECTED.get(predicate, ())))
    elif entry and predicate == TYPE and entry.kind != "class":
        graph.doubtful.add(node)
        meant = nearest(name, predicate=False, kinds=("class",))
        yield graph.fault(
            "KG612",
            "term-position",
            node,
            f"the class of {graph.name(node)} is sh:{name}",
            "that is no class of SHACL",
            f"did you mean sh:{meant}?" if meant else "write sh:NodeShape or sh:PropertyShape",
            term=TYPE,
        )


def unknown(graph: ShapesGraph, node: Term, iri: str, predicate: str, meant: str | None, line: int | None = None) -> Fault:
    """The fault of a term that SHACL does not have; ``meant`` the term that is near, ``line`` the line inside a query."""
    name = iri[len(SH) :]
    datum = node not in graph.shapes and graph.datum(node)  # in data beside the shapes it stands in no shape's way
    where = f"the query of {graph.name(node)}" if line else graph.name(node)
    what = f"{where} has sh:{name}" if iri == predicate or line else f"sh:{name} stands in a triple of {where}"
    return graph.fault(
        "KG612",
        "term",
        node,
        what if predicate else f"sh:{name} is described here",
        "there is no such term in SHACL, so that an engine would pass over it in silence",
        f"did you mean sh:{meant}?" if meant else "see the list of terms in the SHACL Recommendation",
        term=predicate,
        fatal=not datum,
        line=line,
    )


def _namespace(graph: ShapesGraph, namespace: str, places: list[tuple[Term, str, str]]) -> Fault:
    """One fault for all triples of a namespace that is almost that of SHACL: it is one wrong line of a file."""
    node, iri, predicate = min(places, key=lambda place: (isinstance(place[0], BlankNode), graph.name(place[0]), place[1:]))
    return graph.fault(
        "KG612",
        "namespace",
        node,
        f"<{iri}> stands in a triple of {graph.name(node)}" + (f", and its like in {len(places) - 1} more" if len(places) > 1 else ""),
        f"the namespace of SHACL is <{SH}> to the letter, and not <{namespace}>: an engine would see no shape in it",
        "mend the prefix at the top of the file",
        term=predicate,
    )


def _misplaced(graph: ShapesGraph) -> Iterator[Fault]:
    entries = [
        (entry, entry.iri) for entry in lexicon().values() if entry.supported and entry.on and entry.kind in ("executable", "property")
    ]
    for entry, iri in entries:
        for node in graph.subjects(iri):
            roles = graph.roles.get(node, set()) | ({"shape"} if node in graph.shapes else set())
            if roles.isdisjoint(entry.on) and not graph.foreign(node):
                graph.doubtful.add(node)
                if entry.term == "severity" and "constraint" in roles:
                    yield _severity(graph, node)
                    continue
                yield graph.fault(
                    "KG616" if entry.kind == "executable" else "KG618",
                    "misplaced",
                    node,
                    f"{graph.name(node)} has sh:{entry.term}",
                    "it counts only on " + " or ".join(_SEEN_AS[role] for role in sorted(entry.on)) + ", and this is none",
                    "connect the node with its shape, or move the property to where it counts",
                    term=entry.term,
                    fatal=entry.kind == "executable",
                )


def _severity(graph: ShapesGraph, node: Term) -> Fault:
    """A severity that somebody gave to one query: results have that of the shape (SHACL 1.0, section 2.1.4)."""
    what, why = f"{graph.name(node)} has sh:severity", "it has no effect: results have the severity of the shape"
    mend = "write it at the shape, or make a shape of its own with this query"
    return graph.fault("KG618", "misplaced", node, what, why, mend, term="severity", fatal=False)
