"""Why nothing was checked: what the shapes look at, what the data hold, and which of the two are written alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ValidationError
from kg.validation.data import Data
from kg.validation.naming import Names
from kg.validation.paths import RDF
from kg.validation.report import local_name
from kg.validation.shapes import Shapes

FEW = 3
_LIKE = 75
_TYPE = NamedNode(RDF + "type")


def error(data: Data, used: Shapes) -> ValidationError:
    """KG606 for data of which no node is a target: the targets of the shapes, the classes of the data, and what was probably meant.

    Nodes that shapes name are targets whatever the data hold, so that there are none here.
    """
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
    held = f"instances of {_listed(classes, names, first)}" if classes else "no instance of any class" if properties else "no triple"
    meant = f"{_alike(*pairs[0], names)}: write the same IRI in both" if pairs else "check that data and shapes belong together"
    return ValidationError(
        "KG606",
        "nothing was checked",
        why=f"no target of the shapes names a node of the data: the shapes look at {looked}, the data have {held}",
        mend=f"{meant}, or say --allow-empty",
    )


def _named(nodes: Iterable[Any]) -> list[str]:
    """The IRIs, each once, in the order of their names."""
    return sorted({node.value for node in nodes if isinstance(node, NamedNode)})


def _listed(iris: list[str], names: Names, first: set[str]) -> str:
    """The first few, before all those that are alike to others."""
    more = f" and {len(iris) - FEW} more" if len(iris) > FEW else ""
    return ", ".join(map(names.iri, sorted(iris, key=lambda iri: iri not in first)[:FEW])) + more


def _alike(target: str, found: str, names: Names) -> str:
    """The two, whole where they differ in their namespaces only."""
    whole = local_name(target) == local_name(found)
    return f"<{target}> and <{found}> are alike" if whole else f"{names.iri(target)} and {names.iri(found)} are alike"


def _near(targets: list[str], found: list[str]) -> tuple[str, str] | None:
    """The target and the name in the data that are most alike, by their ends and then as a whole; None where no two are."""
    from rapidfuzz import fuzz, process  # only data that nothing looks at pay for it

    ends = {iri: local_name(iri).casefold() for iri in found}
    best = (0.0, 0.0, "", "")
    for target in targets:
        for _, score, iri in process.extract(local_name(target).casefold(), ends, scorer=fuzz.ratio, limit=FEW, score_cutoff=_LIKE):
            if iri != target:
                best = max(best, (score, fuzz.ratio(target, iri), target, iri))
    return best[2:] if best[0] else None
