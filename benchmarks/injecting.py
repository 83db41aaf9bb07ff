"""Violations put into the N-Quads of a build, each labelled with the requirement that it breaks and its focus node.

A document (a named graph) gets one violation at most; documents and operators take turns in order, so the same file gives the same
violations. Operators are as the invalid examples of ``tests/shapes``, which show that each gives one result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

HRM, DCT, PROV = "https://w3id.org/hrmkg/ontology#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/prov#"
QB, RDF, XSD = "http://purl.org/linked-data/cube#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"
GRAPH = "<https://w3id.org/hrmkg/graph/profile/"


class Label(NamedTuple):
    """The result that an injection gives."""

    requirement: str
    focus: str


class Node(NamedTuple):
    """A node of a document: IRI in brackets, objects by predicate."""

    iri: str
    objects: dict[str, list[str]]

    def is_a(self, kind: str) -> bool:
        return f"<{HRM}{kind}>" in self.objects.get(RDF + "type", ())


class Operator(NamedTuple):
    """Which nodes it takes, and the triple patterns that it takes out and puts in (predicate, object; None for any)."""

    requirement: str
    fits: Callable[[Node], bool]
    out: tuple[str, ...]
    new: Callable[[Node], list[tuple[str, str]]]


def _named(kind: str, name: str) -> Callable[[Node], bool]:
    return lambda node: node.is_a(kind) and node.iri.endswith(f"/{name}>")


def _kind(kind: str, predicate: str) -> Callable[[Node], bool]:
    return lambda node: node.is_a(kind) and predicate in node.objects


def _nothing(_: Node) -> list[tuple[str, str]]:
    return []


def _one(predicate: str, term: str) -> Callable[[Node], list[tuple[str, str]]]:
    return lambda _: [(predicate, term)]


def _longer(node: Node) -> list[tuple[str, str]]:
    number = int(node.objects[DCT + "extent"][0].split('"')[1])
    return [(DCT + "extent", f'"{number + 1}"^^<{XSD}integer>')]


def _hash(node: Node) -> list[tuple[str, str]]:
    given = node.objects[DCT + "identifier"][0]
    return [(DCT + "identifier", given[:-2] + ("1" if given[-2] == "0" else "0") + '"')]


_BAN = _named("Assessment", "prohibition")
# Not compared with anything else; without bounds, as another value would lie outside of them, too.
_PEOPLE: Callable[[Node], bool] = lambda node: (  # noqa: E731
    node.is_a("Figure") and node.iri.endswith("/police-officers>") and HRM + "lowerBound" not in node.objects
)
_ONE_BODY: Callable[[Node], bool] = lambda node: (  # noqa: E731
    node.is_a("Designation")
    and len(node.objects.get(HRM + "body", ())) == 1
    and HRM + "answersTo" in node.objects
    and HRM + "bodyAsPrinted" not in node.objects
)
# A gap of an empty row has an empty passage, which only its reason allows.
_WORDED_GAP: Callable[[Node], bool] = lambda node: (  # noqa: E731
    node.is_a("Gap") and not any(words.startswith('""') for words in node.objects.get(HRM + "asPrinted", ('""',)))
)
OPERATORS = (
    Operator("FIG-07", _PEOPLE, (HRM + "unit",), _nothing),
    Operator("SRC-08", _kind("SourceDocument", DCT + "extent"), (DCT + "extent",), _longer),
    Operator("FIG-09", _PEOPLE, (HRM + "group",), _nothing),
    Operator("FIG-12", _PEOPLE, (HRM + "value",), _one(HRM + "value", f'"3000.5"^^<{XSD}decimal>')),
    Operator("FIG-10", _PEOPLE, (HRM + "scope",), _nothing),
    Operator("FIG-01", _PEOPLE, (HRM + "value",), _one(HRM + "value", f'"-3"^^<{XSD}integer>')),
    Operator("ASM-02", _BAN, (HRM + "answer",), _one(HRM + "answer", "<https://w3id.org/hrmkg/vocab/scale/guarantee.full>")),
    Operator("ASM-01", _BAN, (HRM + "answer",), _nothing),
    Operator("ASM-03", _BAN, (HRM + "group",), _nothing),
    Operator("SRC-12", _PEOPLE, (HRM + "asPrinted",), _one(HRM + "asPrinted", '"1000"@ru')),
    Operator("STA-09", _BAN, (HRM + "labelAsPrinted",), _nothing),
    Operator("SRC-04", _kind("SourceDocument", DCT + "language"), (DCT + "language",), _one(DCT + "language", '"ru"')),
    Operator("SRC-05", _kind("SourceDocument", DCT + "format"), (DCT + "format",), _nothing),
    Operator("SRC-07", _kind("SourceDocument", DCT + "identifier"), (DCT + "identifier",), _hash),
    Operator("DES-03", _ONE_BODY, (HRM + "answersTo",), lambda node: [(HRM + "answersTo", node.objects[HRM + "body"][0])]),
    Operator("PRO-06", _kind("CountryProfile", DCT + "license"), (DCT + "license",), _one(DCT + "license", '"CC BY 4.0"')),
    Operator("STA-02", _kind("Narrative", HRM + "asPrinted"), (HRM + "asPrinted",), _nothing),
    Operator("GAP-01", _WORDED_GAP, (HRM + "reason",), _nothing),
    Operator("PRI-05", _BAN, (HRM + "labelAsPrinted",), _one(HRM + "labelAsPrinted", '"nobody@example.org"@ru')),
    Operator("STA-05", _BAN, (), _one(PROV + "wasAttributedTo", "<https://w3id.org/hrmkg/body/KAZ-prosecution>")),
)


def injected(lines: Iterable[str], labels: list[Label]) -> Iterator[str]:
    """The lines with violations in every document that has a node for the operator whose turn it is; ``labels`` is filled."""
    number = 0
    for graph, group in groupby(lines, key=_graph):
        found = list(group)
        if graph.startswith(GRAPH):
            found = _broken(found, graph, OPERATORS[number % len(OPERATORS)], labels)
            number += 1
        yield from found


def _graph(line: str) -> str:
    return line[line.rfind(" <", 0, -3) + 1 : -3]


def _broken(lines: list[str], graph: str, operator: Operator, labels: list[Label]) -> list[str]:
    nodes: dict[str, Node] = {}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        node = nodes.setdefault(subject, Node(subject, {}))
        node.objects.setdefault(predicate[1:-1], []).append(rest[: rest.rfind(" <", 0, -3)])
    chosen = next((node for node in nodes.values() if operator.fits(node)), None)
    if chosen is None:
        return lines
    labels.append(Label(operator.requirement, chosen.iri[1:-1]))
    dropped = tuple(f"{chosen.iri} <{predicate}> " for predicate in operator.out)
    kept = [line for line in lines if not dropped or not line.startswith(dropped)]
    return [*kept, *(f"{chosen.iri} <{predicate}> {term} {graph} .\n" for predicate, term in operator.new(chosen))]
