"""Constraint components of a shapes graph's own (SHACL 1.0, section 6): which apply to a shape, with which parameters and validator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode

from kg.errors import ValidationError
from kg.validation.report import local_name
from kg.validation.structure import Shape, Structure, sh


def of(shape: Shape, structure: Structure) -> Iterator[tuple[NamedNode, dict[str, Any]]]:
    """Each component that a shape declares, with its parameters by variable name (section 6.2.1, the local name of the predicate).

    A component of one parameter applies once for each value; one of several, once for each combination.
    """
    for component, parameters in structure.components.items():
        values = {predicate: structure.graph.objects(shape.node, predicate) for predicate, _ in parameters}
        if not any(values.values()) or any(not optional and not values[predicate] for predicate, optional in parameters):
            continue
        combined: list[dict[str, Any]] = [{}]
        for predicate, _ in parameters:
            if values[predicate]:
                name = local_name(predicate.value)
                combined = [{**before, name: value} for before in combined for value in values[predicate]]
        for bound in combined:
            yield component, bound


def validator(component: NamedNode, shape: Shape, structure: Structure) -> tuple[Any, str]:
    """The validator for the kind of shape, and ``ask`` or ``select`` (section 6.2.3). Raises :class:`ValidationError` KG605 without one."""
    graph = structure.graph
    kind = sh("nodeValidator" if shape.path is None else "propertyValidator")
    for node in (*graph.objects(component, kind), *graph.objects(component, sh("validator"))):
        for form in ("ask", "select"):
            if graph.object(node, sh(form)) is not None:
                return node, form
    raise ValidationError("KG605", f"the constraint component {component} has no SPARQL validator for {shape.node}")
