"""The standard's validation report (SHACL 1.0, section 3.6) in Turtle.

Results stand in order, terms are as the engine gave them; blank nodes are numbered in the order in which they come: ``report``, ``r1`` …
for results, ``d1`` … for those that give details of them (``sh:detail``, :mod:`kg.validation.details`), ``b1`` … for those of data and
shapes, ``p1`` … for paths of which the shapes graph is not at hand (one path a shape).

A blank focus node, value, shape, constraint or path comes with what its graph says of it (:mod:`kg.validation.reports.copies`), so that the
graph is pySHACL's own, but for ``sh:resultMessage`` and terms of ours, wherever the results are the same. Language tags are to be compared
without regard to case: pyoxigraph writes them in lower case, which RDF 1.1 (section 3.3) allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.mapping import turtle
from kg.mapping.terms import DCT, HRM, PROV, RDF, RDFS, XSD
from kg.validation import baseline, paths
from kg.validation.paths import SH
from kg.validation.report import Report, Result, Term
from kg.validation.reports import groups, imprint, signs
from kg.validation.reports.copies import Copies
from kg.validation.reports.words import LANGUAGES, say
from kg.validation.structure import Index

if TYPE_CHECKING:
    from kg.validation.anonymous import Anonymous
    from kg.validation.details import Detail

TYPE = NamedNode(RDF + "type")
LABEL, COMMENT = NamedNode(RDFS + "label"), NamedNode(RDFS + "comment")
LOCATION = NamedNode(PROV + "atLocation")
VALUE_COUNT = NamedNode(baseline.VALUE_COUNT)
_PATH = NamedNode(SH + "path")
_IMPRINT = {
    name: NamedNode(HRM + own) for name, own in zip(imprint.FIELDS, ("dataHash", "shapesHash", "shapesVersion", "engine"), strict=True)
}
Node = NamedNode | BlankNode | Literal


def write(report: Report, *, language: str = ",".join(LANGUAGES), own_terms: bool = False, **_: object) -> str:
    """The report as Turtle, with the messages in every language whatever ``language`` is.

    The report has the hashes of data and shapes, the version of the shapes and the engine, as far as they are known (``hrm:dataHash``,
    ``hrm:shapesHash``, ``hrm:shapesVersion``, ``hrm:engine``).

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
        self.blanks: Anonymous | None = None
        self.copies: dict[int, Copies] = {}
        self.renamed: dict[str, BlankNode] = {}
        self.made: dict[str, int] = {}
        self.paths: dict[tuple[str, str], Node] = {}

    def fresh(self, kind: str) -> BlankNode:
        self.made[kind] = self.made.get(kind, 0) + 1
        return BlankNode(f"{kind}{self.made[kind]}")

    def named(self, term: Term, graph: Index | None) -> tuple[Node, list[Triple]]:
        """A term of data or shapes, blank nodes under their new names and with the triples that describe them, where the graph is known."""
        if isinstance(term, NamedNode | Literal):
            return term, []
        if graph is not None:
            return self.copies.setdefault(id(graph), Copies(graph, lambda: self.fresh("b"))).node(term)
        if term.value not in self.renamed:
            self.renamed[term.value] = self.fresh("b")
        return self.renamed[term.value], []

    def path(self, shape: Term, path: paths.AnyPath) -> tuple[Node, list[Triple]]:
        """The path of a result of a shape: the shape's own node where it is a blank one."""
        if not isinstance(path, paths.Path):
            return path, []
        node = self.blanks.shapes.object(shape, _PATH) if self.blanks else None
        if self.blanks and isinstance(node, BlankNode):
            return self.named(node, self.blanks.shapes)
        key = (str(shape), str(path))
        if key in self.paths:
            return self.paths[key], []
        self.paths[key], triples = paths.write(path, lambda: self.fresh("p"))
        return self.paths[key], triples

    def terms(self, result: Result) -> Iterator[tuple[str, tuple[Node, list[Triple]]]]:
        """The terms of a result by the names of their predicates, with the triples that describe them."""
        finding, blanks = result.finding, self.blanks
        shapes = blanks.shapes if blanks else None

        def of_data(term: Term) -> tuple[Node, list[Triple]]:
            return self.named(term, blanks.of(term) if blanks and isinstance(term, BlankNode) else None)

        yield "focusNode", of_data(finding.focus)
        yield "resultSeverity", (NamedNode(finding.severity), [])
        yield "sourceConstraintComponent", (NamedNode(finding.component), [])
        yield "sourceShape", self.named(finding.shape, shapes)
        if finding.constraint is not None:
            yield "sourceConstraint", self.named(finding.constraint, shapes)
        if finding.path is not None:
            yield "resultPath", self.path(finding.shape, finding.path)
        if finding.value is not None:
            yield "value", of_data(finding.value)

    def triples(self, report: Report) -> Iterator[Triple]:
        self.blanks = report.blanks
        whole = BlankNode("report")
        yield Triple(whole, TYPE, NamedNode(SH + "ValidationReport"))
        yield Triple(whole, NamedNode(SH + "conforms"), boolean(report.conforms))
        yield from (Triple(whole, _IMPRINT[name], text(said)) for name, said in imprint.of(report).items() if said)
        nodes = [self.fresh("r") for _ in report.results]
        yield from (Triple(whole, NamedNode(SH + "result"), node) for node in nodes)
        details = report.details.of(report.results) if report.details else [()] * len(nodes)
        for node, result, inner in zip(nodes, report.results, details, strict=True):
            yield from self.result(node, result, inner)
        if any(copies.cut for copies in self.copies.values()):
            yield from (Triple(whole, COMMENT, text(words, language)) for language, words in sorted(say("copies-cut").items()))

    def result(self, node: BlankNode, result: Result, details: Sequence[Detail] = ()) -> Iterator[Triple]:
        later: list[Triple] = []
        yield Triple(node, TYPE, NamedNode(SH + "ValidationResult"))
        for name, (term, described) in self.terms(result):
            yield Triple(node, NamedNode(SH + name), term)
            later += described
        if result.value_count is not None:
            yield Triple(node, VALUE_COUNT, Literal(result.value_count))
        for language, words in sorted(result.messages.items()):
            yield Triple(node, NamedNode(SH + "resultMessage"), text(words, language))
        if self.own_terms:
            for predicate, value, more in self.own(result):
                yield Triple(node, predicate, value)
                later += more
        inner = [(self.fresh("d"), detail) for detail in details]
        yield from (Triple(node, NamedNode(SH + "detail"), own) for own, _ in inner)
        yield from later
        for own, detail in inner:
            yield from self.result(own, detail.result, detail.details)

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
