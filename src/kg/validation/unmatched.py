"""Why nothing, or a path not, was checked: what the shapes look at, what the data hold, and which of the two are written alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import ValidationError
from kg.validation import wording
from kg.validation.data import Data
from kg.validation.naming import Names
from kg.validation.paths import RDF
from kg.validation.report import Texts, local_name
from kg.validation.shapes import Shapes
from kg.validation.structure import sh

if TYPE_CHECKING:
    from kg.validation.wellformed import Likeness

FEW = 3
_SHORT, _LONG = 5, 9
"""Letters of a name in which one letter can be a slip, and in which two can."""
_SURE = 85
"""How alike a path and a property must be (of 100) for a note that nothing else gave rise to."""
_NUMBER = re.compile("[0-9]+")
_TYPE = NamedNode(RDF + "type")


def error(data: Data, used: Shapes) -> ValidationError:
    """KG606 for data of which no node is a target: the targets of the shapes, the classes of the data, and what was probably meant.

    Nodes that shapes name are targets whatever the data hold, so that there are none here.
    """
    likeness = _likeness(data)
    if likeness.kind == "shapes":
        why, mend = f"the data are shapes: {likeness.reason}", "give them with --shapes and the data before it, or say --allow-empty"
        return ValidationError("KG606", "nothing was checked", why=why, mend=mend)
    names = Names((*used.sources, *data.sources))
    shapes = [shape for shape in used.structure.shapes.values() if not shape.deactivated]
    wanted = _named(cls for shape in shapes for cls in shape.classes)
    predicates = _named(predicate for shape in shapes for predicate in (*shape.subjects_of, *shape.objects_of))
    typed, properties = set(), set()
    for quad in (quad for _, content in data.own for quad in parse(content, format=RdfFormat.N_QUADS)):
        properties.add(quad.predicate)
        if quad.predicate == _TYPE:
            typed.add(quad.object)
    classes = _named(typed)
    pairs = [pair for pair in (_near(wanted, classes), _near(predicates, _named(properties))) if pair]
    first = {iri for pair in pairs for iri in pair}
    kinds = (("instances of", wanted), ("users of", predicates))
    looked = next((f"{kind} {_listed(targets, names, first)}" for kind, targets in kinds if targets), "nothing")
    held = f"instances of {_listed(classes, names, first)}" if classes else "no triple"
    if properties and not classes:
        held = f"no instance of any class, only users of {_listed(_named(properties), names, first)}"
    meant = f"{_alike(*pairs[0], names)}: write the same IRI in both" if pairs else "check that data and shapes belong together"
    return ValidationError(
        "KG606",
        "nothing was checked",
        why=f"no target of the shapes names a node of the data: the shapes look at {looked}, the data have {held}",
        mend=f"{meant}, or say --allow-empty",
    )


def _likeness(data: Data) -> Likeness:
    from kg.validation import wellformed  # only data that nothing looks at pay for it

    store = Store()
    for _, content in data.own:
        store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in parse(content, format=RdfFormat.N_QUADS))
    return wellformed.looks_like(store)


def notes(data: Data, used: Shapes) -> list[Texts]:
    """Notes on paths of others' shapes that occur nowhere in the data, where a property of the same namespace does that is written alike.

    Only predicates of property shapes that are in force and demand no value (``sh:minCount``, section 4.2.1): without a value every such
    shape is content. Names that differ in numbers only (``p1``, ``p2``) are not alike.
    """
    if used.ours:
        return []
    silent = _silent(used)
    held = _predicates(data) if silent else set()
    found: dict[tuple[str, str], Texts] = {}
    names = Names((*used.sources, *data.sources))
    for path, shape in silent:
        near = None if path in held else _sure(path, held)
        if near is not None and (path, near) not in found:
            title = names.iri(shape.value) if isinstance(shape, NamedNode) else used.names(shape)["en"]
            found[path, near] = wording.note("path-like", shape=title, path=names.iri(path), near=names.iri(near))
    return [found[pair] for pair in sorted(found)]


def _silent(used: Shapes) -> list[tuple[str, Any]]:
    """The predicates that property shapes in force take as path and demand no value of, each with its shape, in order."""
    shapes, graph = used.structure.shapes, used.structure.graph
    waiting = [shape for shape in shapes.values() if shape.targeted and not shape.deactivated]
    seen, found = set(), []
    while waiting:
        shape = waiting.pop()
        if shape.node in seen or shape.deactivated:
            continue
        seen.add(shape.node)
        waiting += [shapes[node] for node in (*shape.properties, *shape.references)]
        if isinstance(shape.path, NamedNode) and not any(least.value.strip("+0") for least in graph.objects(shape.node, sh("minCount"))):
            found.append((shape.path.value, shape.node))
    return sorted(found, key=lambda pair: (pair[0], str(pair[1])))


def _predicates(data: Data) -> set[str]:
    if data.lines is not None:
        return {iri[1:-1].decode() for iri in data.lines.columns}
    return {solution["p"].value for solution in data.query("SELECT DISTINCT ?p { ?s ?p ?o }")}


def _sure(path: str, held: Iterable[str]) -> str | None:
    """The property that a path is likely to mean: of the same namespace, its name written very much alike."""
    from rapidfuzz import fuzz, process  # only a path that is nowhere in the data pays for it

    end = local_name(path)
    ends = {iri: local_name(iri) for iri in sorted(held) if iri.removesuffix(local_name(iri)) == path.removesuffix(end)}
    alike = {iri: name.casefold() for iri, name in ends.items() if _NUMBER.sub("", name) != _NUMBER.sub("", end)}
    best = process.extractOne(end.casefold(), alike, scorer=fuzz.ratio, score_cutoff=_SURE)
    return str(best[2]) if best else None


def _named(nodes: Iterable[Any]) -> list[str]:
    """The IRIs, each once, in the order of their names."""
    return sorted({node.value for node in nodes if isinstance(node, NamedNode)})


def _listed(iris: list[str], names: Names, first: set[str]) -> str:
    """The first few, before all those that are alike to others."""
    more = f" and {len(iris) - FEW} more" if len(iris) > FEW else ""
    return ", ".join(map(names.iri, sorted(iris, key=lambda iri: iri not in first)[:FEW])) + more


def _alike(target: str, found: str, names: Names) -> str:
    """What is near about the two; whole where they differ in their namespaces only."""
    if local_name(target) == local_name(found):
        return f"<{target}> and <{found}> have the same name in two namespaces"
    return f"{names.iri(target)} and {names.iri(found)} are alike"


def _near(targets: list[str], found: list[str]) -> tuple[str, str] | None:
    """The target and the name in the data that are nearest, the first of several in their order; None where no two are near.

    Near are the same name in two namespaces, and in one namespace names that a slip of the pen tells apart.
    """
    pairs = [(distance, target, iri) for target in targets for iri in found if (distance := _slips(target, iri)) is not None]
    return min(pairs)[1:] if pairs else None


def _slips(target: str, found: str) -> int | None:
    """How many letters (added, left out, wrong, or two in each other's place) tell two IRIs apart; None where they are not near.

    One in names of five letters and more, two in names of nine and more that begin alike. Names that differ in numbers are two names.
    """
    from rapidfuzz.distance import OSA  # only data that nothing looks at pay for it

    one, other = local_name(target), local_name(found)
    if one == other:
        return None if target == found else 0
    if target.removesuffix(one) != found.removesuffix(other) or _NUMBER.sub("", one) == _NUMBER.sub("", other):
        return None
    one, other = one.casefold(), other.casefold()
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < _SHORT else 2 if shorter >= _LONG and one[0] == other[0] else 1
    distance = int(OSA.distance(one, other, score_cutoff=allowed))
    return distance + 1 if distance <= allowed else None
