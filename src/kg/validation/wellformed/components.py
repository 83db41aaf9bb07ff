"""Constraint components of the graph's own: parameters and validators (SHACL 1.0, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.validation.report import Term, local_name
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import ShapesGraph
from kg.validation.wellformed.queries import Use, query

_RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})
_PLACES = ("nodeValidator", "propertyValidator", "validator")


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort."""
    used: set[Term] = set()
    for component in graph.having("component"):
        if component in graph.doubtful or _only_a_class(graph, component):
            continue
        name = graph.name(component)
        if not isinstance(component, NamedNode):
            what, why = f"{name} is a constraint component", "results name the component by its IRI"
            yield graph.fault("KG614", "component-nodeKind", component, what, why, "name it with an IRI")
        yield from _parameters(graph, component)
        names = tuple(sorted(_names(graph, component)))
        validators = [(place, node) for place in _PLACES for node in graph.objects(component, place)]
        used.update(node for _, node in validators)
        if not validators:
            used_by_shapes = any(component in graph.custom.get(iri, ()) for shape in graph.shapes for iri in graph.out.get(shape, {}))
            what, why = f"{name} has no validator", "its constraints check nothing"
            mend, code = "add sh:validator, sh:nodeValidator or sh:propertyValidator", "KG616" if used_by_shapes else "KG618"
            yield graph.fault(code, "validator-missing", component, what, why, mend, fatal=used_by_shapes)
        for place, node in validators:
            yield from _validator(graph, component, place, node, names)
    for node in graph.having("validator"):
        if node not in used and node not in graph.doubtful and graph.objects(node, "ask") + graph.objects(node, "select"):
            what, why = f"{graph.name(node)} is a validator", "no constraint component has it: nothing runs it"
            yield graph.fault("KG616", "unapplied", node, what, why, "name it in sh:validator of its component")


def _only_a_class(graph: ShapesGraph, node: Term) -> bool:
    """A class of components is no component, even where a metaclass makes it one."""
    return isinstance(node, NamedNode) and node.value in graph.above


def _names(graph: ShapesGraph, component: Term) -> Iterator[str]:
    for parameter in graph.objects(component, "parameter"):
        for path in graph.objects(parameter, "path"):
            if isinstance(path, NamedNode):
                yield local_name(path.value)


def _parameters(graph: ShapesGraph, component: Term) -> Iterator[Fault]:
    name, parameters = graph.name(component), graph.objects(component, "parameter")
    optional = [p for p in parameters if any(getattr(v, "value", "") in ("true", "1") for v in graph.objects(p, "optional"))]
    if len(optional) == len(parameters):
        what, why = f"{name} has no mandatory parameter", "without one no shape can ask for it"
        yield graph.fault("KG614", "parameter-missing", component, what, why, "add sh:parameter [ sh:path … ]", term="parameter")
    for parameter in parameters:
        if isinstance(parameter, Literal) or parameter in graph.doubtful:
            continue
        paths = graph.objects(parameter, "path")
        if len(paths) != 1 or not isinstance(paths[0], NamedNode):
            what, why = f"a parameter of {name} has no IRI as its sh:path", "the sh:path of a parameter is the property that shapes use"
            yield graph.fault("KG614", "parameter-path", parameter, what, why, "give it one sh:path, an IRI", term="path" if paths else "")
            continue
        local = local_name(paths[0].value)
        if local in _RESERVED or not re.fullmatch(r"\w+", local):
            what = f"a parameter of {name} is {graph.name(paths[0])}"
            reserved = local in _RESERVED
            why = f"${local} means something else already" if reserved else f"“{local}” is no name of a SPARQL variable"
            rule = "parameter-name-not-in" if reserved else "parameter-name-VARNAME"
            yield graph.fault("KG614", rule, parameter, what, why, "use a property with another local name", term="path")


def _validator(graph: ShapesGraph, component: Term, place: str, node: Term, names: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(node, Literal) or node in graph.ignored:
        return
    name = graph.name(node)
    asks, selects = bool(graph.objects(node, "ask")), bool(graph.objects(node, "select"))
    if place == "validator" and selects and not asks:
        what, why = f"{name} is a sh:validator with sh:select", "sh:validator takes sh:ask, and would never run it"
        yield graph.fault("KG615", "validator-class", node, what, why, "name it in sh:nodeValidator or sh:propertyValidator", term="select")
        return
    if place != "validator" and asks and not selects:
        what = f"{name} is a sh:{place} with sh:ask"
        why = "SHACL 1.2 takes sh:select there, and engines differ in what they make of sh:ask; here it is asked for each value"
        yield graph.fault("KG618", "validator-class", node, what, why, "name it in sh:validator", term="ask", fatal=False)
    if asks and selects:
        what, why = f"{name} has sh:ask and sh:select", "one of the two would never run"
        yield graph.fault("KG615", "validator-class", node, what, why, "make two validators of it", term="select")
        return
    term = "ask" if asks or place == "validator" else "select"
    values = (*names, "value") if term == "ask" else names
    messages = [*graph.objects(node, "message"), *graph.objects(component, "message")]
    yield from query(graph, node, Use(term, values, place == "propertyValidator"), messages)
