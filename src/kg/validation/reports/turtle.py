"""The standard's validation report (SHACL 1.0, section 3.6) in Turtle.

Results stand in order, terms are as the engine gave them; blank nodes are numbered in the order in which they come: ``report``, ``r1`` …
for results, ``p1`` … for paths (one path a shape, as in a shapes graph), ``b1`` … for those of data and shapes.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.mapping import turtle
from kg.mapping.terms import DCT, HRM, PROV, RDF, RDFS, XSD
from kg.validation import baseline, paths
from kg.validation.paths import SH
from kg.validation.report import Report, Result, Term
from kg.validation.reports import groups, signs
from kg.validation.reports.words import LANGUAGES

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
LOCATION = NamedNode(PROV + "atLocation")
VALUE_COUNT = NamedNode(baseline.VALUE_COUNT)
Node = NamedNode | BlankNode | Literal


def write(report: Report, *, language: str = ",".join(LANGUAGES), own_terms: bool = False, **_: object) -> str:
    """The report as Turtle, with the messages in every language whatever ``language`` is.

    Results about a number of values have it as ``hrm:valueCount``: without it a later run with ``--baseline`` could not tell one value
    too many from two.
    ``own_terms`` adds to each result what the standard has no term for: ``hrm:requirement``; ``prov:atLocation`` for the place in the RDF
    source and the passage of the document (its words as ``prov:value``); ``hrm:waiver`` (reason as ``dct:description``, ``dct:date``,
    ``dct:creator``, place); ``hrm:known true`` for what was in the baseline.
    """
    return turtle.write(_Graph(own_terms).triples(report))


class _Graph:
    """Gives blank nodes their numbers."""

    def __init__(self, own_terms: bool) -> None:
        self.own_terms = own_terms
        self.renamed: dict[str, BlankNode] = {}
        self.made: dict[str, int] = {}
        self.paths: dict[tuple[str, str], Node] = {}

    def fresh(self, kind: str) -> BlankNode:
        self.made[kind] = self.made.get(kind, 0) + 1
        return BlankNode(f"{kind}{self.made[kind]}")

    def named(self, term: Term) -> Node:
        """A term of data or shapes, blank nodes under their new names."""
        if isinstance(term, NamedNode | Literal):
            return term
        if term.value not in self.renamed:
            self.renamed[term.value] = self.fresh("b")
        return self.renamed[term.value]

    def triples(self, report: Report) -> Iterator[Triple]:
        whole = BlankNode("report")
        yield Triple(whole, TYPE, NamedNode(SH + "ValidationReport"))
        yield Triple(whole, NamedNode(SH + "conforms"), boolean(report.conforms))
        nodes = [self.fresh("r") for _ in report.results]
        yield from (Triple(whole, NamedNode(SH + "result"), node) for node in nodes)
        for node, result in zip(nodes, report.results, strict=True):
            yield from self.result(node, result)

    def result(self, node: BlankNode, result: Result) -> Iterator[Triple]:
        finding = result.finding
        later: list[Triple] = []
        yield Triple(node, TYPE, NamedNode(SH + "ValidationResult"))
        yield Triple(node, NamedNode(SH + "focusNode"), self.named(finding.focus))
        yield Triple(node, NamedNode(SH + "resultSeverity"), NamedNode(finding.severity))
        yield Triple(node, NamedNode(SH + "sourceConstraintComponent"), NamedNode(finding.component))
        yield Triple(node, NamedNode(SH + "sourceShape"), self.named(finding.shape))
        if finding.constraint is not None:
            yield Triple(node, NamedNode(SH + "sourceConstraint"), self.named(finding.constraint))
        if finding.path is not None:
            key = (str(finding.shape), str(finding.path))
            if key not in self.paths:
                self.paths[key], later = paths.write(finding.path, lambda: self.fresh("p"))
            yield Triple(node, NamedNode(SH + "resultPath"), self.paths[key])
        if finding.value is not None:
            yield Triple(node, NamedNode(SH + "value"), self.named(finding.value))
        if result.value_count is not None:
            yield Triple(node, VALUE_COUNT, Literal(result.value_count))
        for language, words in sorted(result.messages.items()):
            yield Triple(node, NamedNode(SH + "resultMessage"), text(words, language))
        if self.own_terms:
            for predicate, value, more in self.own(result):
                yield Triple(node, predicate, value)
                later += more
        yield from later

    def own(self, result: Result) -> Iterator[tuple[NamedNode, Node, list[Triple]]]:
        """What the standard has no term for: predicate, value, and the triples that describe the value."""
        if result.requirement:
            yield NamedNode(HRM + "requirement"), text(result.requirement), []
        if result.spot:
            yield self.location(groups.spot(result.spot))
        if result.place:
            yield self.location(groups.place(result), result.place.words)
        if result.known:
            yield NamedNode(HRM + "known"), boolean(True), []
        if result.waiver:
            waiver, node = result.waiver, self.fresh("w")
            predicate, where, more = self.location(groups.kept(waiver))
            said = [
                Triple(node, NamedNode(DCT + "description"), text(waiver.reason)),
                Triple(node, NamedNode(DCT + "date"), Literal(waiver.date, datatype=NamedNode(XSD + "date"))),
                Triple(node, NamedNode(DCT + "creator"), text(waiver.by)),
                Triple(node, predicate, where),
            ]
            yield NamedNode(HRM + "waiver"), node, said + more

    def location(self, label: str, words: str = "") -> tuple[NamedNode, Node, list[Triple]]:
        node = self.fresh("l")
        said = [Triple(node, TYPE, NamedNode(PROV + "Location")), Triple(node, LABEL, text(label))]
        return LOCATION, node, said + ([Triple(node, NamedNode(PROV + "value"), text(words))] if words else [])


def boolean(value: bool) -> Literal:
    """A boolean."""
    return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))


def text(words: str, language: str = "") -> Literal:
    """A text; without its language where the tag is none of BCP 47, for then Turtle cannot hold it."""
    words = signs.encodable(words)
    try:
        return Literal(words, language=language) if language else Literal(words)
    except ValueError:
        return Literal(words)
