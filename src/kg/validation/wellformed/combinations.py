"""Properties of one shape taken together: in the wrong sort of shape, without their companions, contradicting each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import BlankNode, Literal

from kg.validation.paths import SH
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import RDFS, ShapesGraph
from kg.validation.wellformed.lexicon import of_kind

_NEEDS = {
    "flags": (("pattern",), "flags without a pattern check nothing"),
    "ignoredProperties": (("closed",), "without sh:closed no property is forbidden"),
    "qualifiedValueShape": (("qualifiedMinCount", "qualifiedMaxCount"), "without a number nothing is counted"),
    "qualifiedMinCount": (("qualifiedValueShape",), "it is not said of which values"),
    "qualifiedMaxCount": (("qualifiedValueShape",), "it is not said of which values"),
    "qualifiedValueShapesDisjoint": (("qualifiedValueShape",), "it is not said of which values"),
}
_ORDERED = (("minCount", "maxCount"), ("minLength", "maxLength"), ("qualifiedMinCount", "qualifiedMaxCount"))


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort."""
    property_only = [entry.iri for entry in of_kind("parameter") if "property-shape" in entry.on]
    for node in graph.shapes:
        triples = graph.out.get(node, {})
        doubtful = node in graph.doubtful
        if SH + "path" not in triples and not doubtful:
            yield from _scope(graph, node, [iri for iri in property_only if iri in triples])
        if not doubtful:
            yield from _companions(graph, node, triples)
        yield from _order(graph, node)
        if isinstance(node, BlankNode) and graph.is_a(node, RDFS + "Class"):
            what, why = f"{graph.name(node)} is a blank node", "it is a class too, and nothing can be an instance of a class without a name"
            yield graph.fault("KG614", "implicit-targetClass-nodeKind", node, what, why, "name it with an IRI")


def _scope(graph: ShapesGraph, node: Term, used: list[str]) -> Iterator[Fault]:
    for iri in used:
        term = iri[len(SH) :]
        what, why = f"{graph.name(node)} has sh:{term} and no sh:path", "only a property shape may have it"
        mend = "write sh:property [ sh:path …; … ], or add the sh:path"
        yield graph.fault("KG614", f"{term}-scope", node, what, why, mend, term=term)


def _companions(graph: ShapesGraph, node: Term, triples: dict[str, list[Term]]) -> Iterator[Fault]:
    for term, (companions, why) in _NEEDS.items():
        if SH + term in triples and not any(SH + other in triples for other in companions):
            needed = " or ".join(f"sh:{other}" for other in companions)
            what = f"{graph.name(node)} has sh:{term} without {needed}"
            # The standard lets the three stand idly on a node shape (its test core/node/qualified-001 does).
            fatal = not term.startswith("qualified") or SH + "path" in triples
            code = "KG616" if fatal else "KG618"
            yield graph.fault(code, f"{term}-alone", node, what, why, f"add {needed}", term=term, fatal=fatal)


def _order(graph: ShapesGraph, node: Term) -> Iterator[Fault]:
    for low, high in _ORDERED:
        least, most = _number(graph.objects(node, low)), _number(graph.objects(node, high))
        if least is not None and most is not None and least > most:
            what = f"{graph.name(node)} has sh:{low} {least} and sh:{high} {most}"
            yield graph.fault("KG618", f"{low}-order", node, what, "nothing can meet both", "mend one of them", term=low, fatal=False)


def _number(values: list[Term]) -> Decimal | None:
    """The first number; not as an int, which refuses more than 4300 digits."""
    return next((Decimal(v.value) for v in values if isinstance(v, Literal) and v.value.isdecimal()), None)
