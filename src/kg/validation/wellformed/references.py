"""What is applied and what is not: targets, references between shapes, shapes without constraints, circles, imports.

A shape that nothing applies passes in silence, and so does a reference to a shape that is not there: SHACL takes it for an empty shape.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation.paths import FIRST, SH
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import OWL, RDFS, ShapesGraph
from kg.validation.wellformed.lexicon import of_kind


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort."""
    targets = [entry.iri for entry in of_kind("target")]
    parameters = frozenset(entry.iri for entry in of_kind("parameter"))
    referred = _referred(graph)
    declared = {value for node in graph.having("component") for value in graph.objects(node, "parameter")}
    vague = not all(isinstance(path, NamedNode) for node in declared for path in graph.objects(node, "path"))  # of the graph's own
    for node in graph.shapes:
        triples = graph.out.get(node, {})
        if node in graph.doubtful:
            continue
        aimed = any(iri in triples for iri in targets)
        targeted = aimed or graph.is_a(node, RDFS + "Class")
        if _off(graph, node):
            what, why = f"{graph.name(node)} is deactivated", "sh:deactivated is true: it checks nothing"
            yield graph.fault("KG618", "deactivated", node, what, why, "", term="deactivated", fatal=False)
        if not targeted and node not in referred:
            yield _unapplied(graph, node)
        if not vague and not _constrained(graph, triples, parameters):
            if aimed and not _off(graph, node):
                what, why = f"{graph.name(node)} has a target and no constraint", "nothing is checked of its nodes"
                yield graph.fault("KG616", "no-constraint", node, what, why, "add a constraint, or take the shape out")
            elif not targeted and ((node in referred and any(iri.startswith(SH) for iri in triples)) or node in graph.classes):
                yield from _empty(graph, node)
        yield from _incomplete(graph, node, triples)
    yield from _missing(graph)
    yield from _circles(graph)
    yield from _unlinked(graph)
    yield from _beyond(graph)


def _off(graph: ShapesGraph, node: Term) -> bool:
    return any(isinstance(value, Literal) and value.value in ("true", "1") for value in graph.objects(node, "deactivated"))


def _referred(graph: ShapesGraph) -> set[Term]:
    """Nodes that a shape refers to; what stands for a list, values of custom parameters and of misspelt properties may be meant so."""
    found = {one.other for one in graph.references}
    lists = [entry.iri for entry in of_kind("parameter") if entry.value == "list:shape"]
    for triples in graph.out.values():
        for iri in (*lists, *graph.custom):
            found.update(triples.get(iri, ()))
    for one in graph.references:
        if not isinstance(one.other, Literal) and FIRST.value in graph.out.get(one.other, {}):
            found.update(graph.list_of(one.other) or ())
    return found | graph.doubtful


def _unapplied(graph: ShapesGraph, node: Term) -> Fault:
    why, mend = "it has no target and no shape refers to it: nothing applies it", "give it a target, or name it in sh:node or sh:property"
    if graph.is_a(node, OWL + "Class"):
        why = "it is an owl:Class: SHACL takes only an rdfs:Class for its own target"
        mend = "make it an rdfs:Class too, or give it sh:targetClass"
    listed = any(predicate == FIRST.value for _, predicate in graph.into.get(node, ()))
    if listed:  # libraries of shapes keep lists ready, such as dash:StringOrHTML
        why, mend = "it stands in a list that no shape names", "name the list in sh:or, sh:and or sh:xone"
    return graph.fault(
        "KG618" if listed else "KG616", "unapplied", node, f"{graph.name(node)} is never applied", why, mend, fatal=not listed
    )


def _constrained(graph: ShapesGraph, triples: dict[str, list[Term]], parameters: frozenset[str]) -> bool:
    return not parameters.isdisjoint(triples) or any(iri in triples for iri in graph.custom)


def _empty(graph: ShapesGraph, node: Term) -> Iterator[Fault]:
    """A shape that is referred to and constrains nothing: as a property of a closed shape it has a use."""
    if not any(graph.objects(user, "closed") for user, _ in graph.into.get(node, ())):
        what, why = f"{graph.name(node)} has no constraint", "whatever refers to it checks nothing by it"
        yield graph.fault("KG618", "empty", node, what, why, "add a constraint, or leave it so if that is meant", fatal=False)


def _incomplete(graph: ShapesGraph, node: Term, triples: dict[str, list[Term]]) -> Iterator[Fault]:
    """A custom constraint without all of its mandatory parameters does not apply (section 6.2)."""
    for component in dict.fromkeys(component for iri in triples for component in graph.custom.get(iri, ())):
        for parameter in graph.objects(component, "parameter"):
            optional = any(getattr(value, "value", "") in ("true", "1") for value in graph.objects(parameter, "optional"))
            for path in graph.objects(parameter, "path"):
                if not optional and isinstance(path, NamedNode) and path.value not in triples:
                    what = f"{graph.name(node)} lacks {graph.name(path)}"
                    why = f"{graph.name(component)} applies only to shapes that have all its mandatory parameters"
                    yield graph.fault("KG618", "parameter-incomplete", node, what, why, "add it, or take the others out", fatal=False)


def _missing(graph: ShapesGraph) -> Iterator[Fault]:
    for shape, term, other in graph.references:
        if isinstance(other, Literal) or other in graph.doubtful or shape in graph.ignored:
            continue
        if (
            any(iri.startswith(SH) for iri in graph.out.get(other, {}))
            or graph.is_a(other, "NodeShape")
            or graph.is_a(other, "PropertyShape")
        ):
            continue
        if any(iri in graph.custom for iri in graph.out.get(other, {})):
            continue
        if FIRST.value in graph.out.get(other, {}):
            what, why = f"sh:{term} of {graph.name(shape)} is a list", "it takes a shape: nothing is checked by a list"
            yield graph.fault("KG614", f"{term}-node", shape, what, why, "write the shapes one after the other, with commas", term=term)
            continue
        what, why = f"sh:{term} of {graph.name(shape)} names {graph.name(other)}", "there is no such shape here: nothing is checked by it"
        if term == "property" and isinstance(other, NamedNode) and other in graph.out:
            # Published profiles are cut into files so (DCAT-AP 3.0.1, ranges.ttl): it is described here, its path elsewhere.
            why, mend = "it is described here and has no sh:path: nothing is checked by it", "load the file that has the rest of it"
            yield graph.fault("KG618", "reference-empty", shape, what, why, mend, term=term, fatal=False)
            continue
        yield graph.fault("KG616", "reference-missing", shape, what, why, "check the name, or load the file that has the shape", term=term)


def _circles(graph: ShapesGraph) -> Iterator[Fault]:
    """Shapes that refer to themselves, directly or through others: SHACL 1.0, section 3.4.3, leaves their meaning open."""
    onward: dict[Term, list[Term]] = {}
    for shape, _, other in graph.references:
        if not isinstance(other, Literal):
            onward.setdefault(shape, []).append(other)
    while True:
        _trim(onward)
        if not onward:
            return
        names = {node: (isinstance(node, BlankNode), graph.name(node)) for node in onward}
        here = min(onward, key=names.__getitem__)
        walk: list[Term] = []
        while here not in walk:
            walk.append(here)
            here = min(onward[here], key=names.__getitem__)
        circle = walk[walk.index(here) :]
        start = circle.index(min(circle, key=names.__getitem__))
        circle = circle[start:] + circle[:start]
        way = " → ".join(names[node][1] for node in (*circle, circle[0]))
        what, why = f"{names[circle[0]][1]} refers to itself", f"{way}; the standard leaves open what that means"
        yield graph.fault(
            "KG617", "recursion", circle[0], what, why, "break the circle, for instance with a path such as [ sh:zeroOrMorePath … ]"
        )
        for node in circle:
            onward.pop(node, None)


def _trim(onward: dict[Term, list[Term]]) -> None:
    """Takes away, again and again, what leads nowhere and what nothing leads to: only circles, and what joins them, stay."""
    while True:
        reached = {other for others in onward.values() for other in others}
        dead = [node for node, others in onward.items() if node not in reached or not any(other in onward for other in others)]
        if not dead:
            break
        for node in dead:
            del onward[node]
    for node, others in onward.items():
        onward[node] = [other for other in others if other in onward]


def _unlinked(graph: ShapesGraph) -> Iterator[Fault]:
    """Constraints that no shape has."""
    linked = {value for triples in graph.out.values() for value in triples.get(SH + "sparql", ())}
    for node in graph.having("constraint"):
        if node not in linked and node not in graph.doubtful:
            what, why = f"{graph.name(node)} is a sh:SPARQLConstraint", "no shape has it under sh:sparql: nothing runs it"
            yield graph.fault("KG616", "unapplied", node, what, why, "name it in sh:sparql of a shape")


def _beyond(graph: ShapesGraph) -> Iterator[Fault]:
    """What a shapes graph may say of graphs around it, and is not followed here."""
    for node in graph.subjects(OWL + "imports"):
        for value in graph.objects(node, OWL + "imports"):
            if isinstance(value, NamedNode) and value not in graph.out and not value.value.startswith(SH[:-1]):
                what, why = f"{graph.name(node)} imports {graph.name(value)}", "nothing is ever fetched, and nothing of it is here"
                yield graph.fault(
                    "KG618", "import", node, what, why, "give its file too, if it has shapes", term=OWL + "imports", fatal=False
                )
    for node in graph.subjects("entailment"):
        for value in graph.objects(node, "entailment"):
            what, why = f"{graph.name(node)} asks for {graph.name(value)}", "no entailment regime is supported: data are taken as they are"
            yield graph.fault(
                "KG613", "entailment", node, what, why, "take sh:entailment out and give the inferred triples as data", term="entailment"
            )
    for node in graph.subjects("shapesGraph"):
        what, why = f"{graph.name(node)} names a shapes graph", "it is not followed: the shapes are those that were given"
        yield graph.fault("KG618", "shapesGraph", node, what, why, "give its file too", term="shapesGraph", fatal=False)
