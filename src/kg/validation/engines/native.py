"""Core constraints by the native engine (package ``shacl``, Rust): text in, findings out. Nothing else of the project imports it.

The engine is young and pinned. What it is known to get wrong never reaches a user, for it is not asked: messages, severities, targets of
classes, deactivation and SPARQL are ours; regular expressions are translated (:mod:`kg.validation.patterns`); blank shapes get names before
it sees them. Blank nodes of the data are found again through a probe shape, which has a result for each. A result costs the engine 10 KB:
of many blank nodes (a list of a million members) only those are probed that results are about. It sees the source's own text, so literals
keep their lexical forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shacl
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import ValidationError
from kg.validation.data import Data
from kg.validation.engines.native_shapes import BROKEN, LABEL, PROBED, SHAPE, VALUE, Writer, name
from kg.validation.paths import NIL
from kg.validation.report import Finding
from kg.validation.structure import TARGETS, Shape, Structure, is_blank, sh

NAME = f"shacl {shacl.__version__}"
PROBE = NamedNode("urn:kg:validation:probe")
_PROBED_AT_ONCE = 20_000
"""Blank nodes that are probed without asking which of them matter."""
_LABELLED, _NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|_:([^\s<>"]+)'), re.compile(r"[0-9]+$")


def run(
    data: Data, structure: Structure, broken: Mapping[Any, Iterable[Any]], aimed: Mapping[Any, Iterable[Any]] | None = None
) -> list[Finding]:
    """The findings of all Core constraints on data (all graphs together).

    ``broken`` names, for shapes that others refer to, the nodes that break a SPARQL-based constraint of them: for those the reference
    fails. ``aimed`` names all focus nodes of some property shapes, whatever applies them (:mod:`native_values`). Raises
    :class:`ValidationError` KG605 when the engine refuses the shapes or the data.
    """
    if not structure.shapes:
        return []
    lines = Writer(structure, broken, data, aimed).lines()
    marked = "".join(f"{node} {BROKEN} {name(shape)} .\n" for shape, nodes in broken.items() for node in nodes if is_blank(node))
    if len(data.labels) <= _PROBED_AT_ONCE:
        return list(_findings(_asked(lines + (_probe(LABEL) if data.labels else ""), *data.native(marked)), structure))
    plain = _asked(lines, *data.native(marked))
    if not (met := _blanks(plain)):
        return list(_findings(plain, structure))
    guessed = _guessed(met, data)
    some = "".join(f'_:{label} {PROBED} "{label}" .\n' for label in guessed)
    results = _asked(lines + _probe(PROBED), *data.native(marked + some))
    if not met <= {result.focus_node for result in results if _is_probe(result)}:  # the guess was wrong
        results = _asked(lines + _probe(LABEL), *data.native(marked))
    return list(_findings(results, structure))


def failing(data: Data, structure: Structure, shapes: Iterable[Shape], values: Iterable[bytes]) -> dict[Any, set[bytes]] | None:
    """Which of some values (as :mod:`kg.validation.lines` has them) break property shapes that look at each by itself.

    Each has a subject with its number: the engine may write a value otherwise. None where it refuses them: :func:`run` says why.
    """
    listed, named = list(values), {str(name(shape.node)): shape.node for shape in shapes}
    text = b"@prefix v: <%b> .\n" % VALUE.encode() + b"".join([b"v:%d v: %b .\n" % (n, value) for n, value in enumerate(listed)])
    try:
        results = _asked(Writer(structure, {}, data).by_value(named.values()), text.decode("utf-8"), "turtle")
    except ValidationError:
        return None
    found: dict[Any, set[bytes]] = {}
    for result in results:
        number = int(result.focus_node.strip("<>").removeprefix(VALUE))
        found.setdefault(named[result.source_shape], set()).add(listed[number])
    return found


def _blanks(results: list[Any]) -> set[str]:
    """The engine's names of blank nodes that results are about."""
    return {text for result in results for text in (result.focus_node, result.value) if text is not None and text.startswith("_:")}


def _guessed(names: set[str], data: Data) -> list[str]:
    """The labels that stand for the engine's names, which end with a number: as the nodes appear in its text, from 0. It may be wrong."""
    labels = frozenset(data.labels)
    order = list(dict.fromkeys(match[1] for match in _LABELLED.finditer(data.native()[0]) if match[1] in labels))
    numbers = {int(match[0]) for name in names if (match := _NUMBER.search(name))}
    return [order[number] for number in sorted(numbers) if number < len(order)]


def _is_probe(result: Any) -> bool:
    return (result.source_shape or "").startswith(f"<{PROBE.value}")


def _asked(shapes: str, text: str, form: str) -> list[Any]:
    """The engine's results."""
    try:
        compiled = shacl.Shapes.from_text(shapes, "ntriples")
        return list(compiled.validate_text(text, form).results)
    except ValueError as error:
        raise ValidationError("KG605", "the native engine refuses the shapes or the data", why=" ".join(str(error).split())) from error


def refusal(pattern: str, flags: str) -> str:
    """Why the engine does not take a regular expression (of :func:`kg.validation.patterns.translated`), in one line; '' where it does."""
    shape = NamedNode(SHAPE)
    triples = [Triple(shape, TARGETS[2], PROBE), Triple(shape, sh("pattern"), Literal(pattern)), Triple(shape, sh("flags"), Literal(flags))]
    try:
        shacl.Shapes.from_text((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8"), "ntriples")
    except ValueError as error:
        said = str(error).rsplit("error: ", 1)[-1].rsplit("sh:pattern: ", 1)[-1]
        return " ".join(said.split()).rstrip(".")
    return ""


def _probe(marked: NamedNode) -> str:
    """A shape with a result for each node that is marked: the engine's name of it, and as value the source's label."""
    inner = NamedNode(PROBE.value + "ed")
    of = ((PROBE, TARGETS[2], marked), (PROBE, sh("property"), inner), (inner, sh("path"), marked), (inner, sh("in"), NIL))
    return "".join(f"{subject} {predicate} {object_} .\n" for subject, predicate, object_ in of)


def _findings(results: list[Any], structure: Structure) -> Iterator[Finding]:
    shapes = {str(name(node)): shape for node, shape in structure.shapes.items()}
    found = [result for result in results if not _is_probe(result)]
    probes = [result for result in results if _is_probe(result)]
    terms = _terms({text for result in (*found, *probes) for text in (result.focus_node, result.value) if text is not None})
    blanks = {terms[probe.focus_node]: BlankNode(terms[probe.value].value) for probe in probes}
    for result in found:
        shape = shapes[result.source_shape]
        path = shape.path
        if result.component == "ClosedConstraintComponent" and result.path:
            path = NamedNode(result.path.strip("<>"))
        focus = terms[result.focus_node]
        value = None if result.value is None else terms[result.value]
        yield Finding(
            focus=blanks.get(focus, focus),
            path=path,
            value=blanks.get(value, value),
            component=result.component_iri,
            severity=shape.severity,
            shape=shape.node,
        )


def _terms(texts: Iterable[str]) -> dict[str, Any]:
    """Terms from N-Triples syntax."""
    listed = sorted(texts)
    lines = "".join(f"<urn:x> <urn:x:{number}> {text} .\n" for number, text in enumerate(listed))
    found = {int(q.predicate.value[6:]): q.object for q in parse(lines.encode(), format=RdfFormat.N_TRIPLES)}
    return {text: found[number] for number, text in enumerate(listed)}
