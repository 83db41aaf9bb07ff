"""pyshifty (Rust), beside the others for comparison: young and pinned, an optional extra.

It keeps the labels of blank nodes and the lexical forms of literals. Its reports say nothing of the constraint of an ``sh:sparql``, so this
is only known where a shape has one; paths, severities and messages are not taken from it. Blank nodes of the shapes get a label of their
own, as those of the data may have the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize
from shifty import _shifty

from kg.errors import ValidationError
from kg.validation.data import Data
from kg.validation.paths import SH
from kg.validation.report import Finding
from kg.validation.structure import TYPE, Index, Shape, Structure, is_blank, sh

NAME = f"pyshifty {version('pyshifty')}"
_PREFIX = "shape."


def run(data: Data, structure: Structure) -> list[Finding]:
    """All findings. Raises :class:`ValidationError` KG605 for what pyshifty refuses or says it leaves out."""
    if not structure.shapes:
        return []
    shapes = _lines(Triple(_renamed(s), p, _renamed(o)) for s, p, o in structure.graph.triples)
    given = _lines(Triple(quad.subject, quad.predicate, quad.object) for quad in data.quads())
    try:
        prepared = _shifty.PreparedValidator(shapes, None, "ntriples")
        # By position, as its public function has them: on the data alone, no inference, an error for what it would leave out.
        report = prepared.validate_w3c(given, None, "ntriples", "data", None, False, "info", False, "error", False)
    except (ValueError, RuntimeError) as error:
        raise ValidationError("KG605", "pyshifty refuses the shapes or the data", why=(str(error).splitlines() or [""])[0]) from error
    said = [*prepared.diagnostics, *report.diagnostics]
    if said:
        raise ValidationError("KG605", "pyshifty leaves out a part of the shapes", why=str(said[0]).splitlines()[0])
    return list(_findings(Index(parse(report._report_ntriples, format=RdfFormat.N_TRIPLES)), structure))


def _lines(triples: Iterator[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _renamed(node: Any) -> Any:
    return BlankNode(_PREFIX + node.value) if is_blank(node) else node


def _ours(node: Any) -> Any:
    """A node of the shapes graph under its own label again."""
    return BlankNode(node.value.removeprefix(_PREFIX)) if is_blank(node) else node


def _findings(report: Index, structure: Structure) -> Iterator[Finding]:
    details = {detail for result in report.subjects(sh("detail")) for detail in report.objects(result, sh("detail"))}
    for result in report.subjects(TYPE, sh("ValidationResult")):
        if result in details:
            continue
        node = _ours(report.object(result, sh("sourceShape")))
        component = report.object(result, sh("sourceConstraintComponent"))
        shape = structure.shapes.get(node)
        if component is None or shape is None:
            raise ValidationError("KG605", "pyshifty gives a result without a shape or a component", why=f"{node} {component}")
        path = report.object(result, sh("resultPath"))
        yield Finding(
            focus=report.object(result, sh("focusNode")),
            path=path if isinstance(path, NamedNode) else shape.path,
            value=report.object(result, sh("value")),
            component=component.value,
            severity=shape.severity,
            shape=node,
            constraint=_constraint(shape, structure) if component.value == SH + "SPARQLConstraintComponent" else None,
        )


def _constraint(shape: Shape, structure: Structure) -> Any:
    active = [node for node in shape.sparql if not structure.off(node)]
    return active[0] if len(active) == 1 else None
