"""Which shape an engine's refusal is about: engines name a node of the shapes graph, and people need a shape, a file and a line."""

from __future__ import annotations

import re
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ValidationError
from kg.validation import locating
from kg.validation.data import Data
from kg.validation.naming import Names
from kg.validation.shapes import Shapes
from kg.validation.structure import Structure, sh

_NODE = re.compile(r"_:(\w+)|<([^<>\s]+)>")
_VALIDATORS = [sh(name) for name in ("validator", "nodeValidator", "propertyValidator")]
_HOLDING = [sh(name) for name in ("select", "ask", "pattern", "path")]


def placed(error: ValidationError, used: Shapes) -> ValidationError:
    """An error of an engine with the title of the shape in place of a blank node, and where it stands; as it is where it names no node."""
    found = _NODE.search(error.what)
    if error.file is not None or found is None:
        return error
    node: Any = BlankNode(found[1]) if found[1] else NamedNode(found[2])
    graph = used.structure.graph
    if not graph.predicates(node):
        return error
    what = error.what if found[2] else error.what.replace(found[0], _title(node, used))
    held = next((one for one in _HOLDING if graph.objects(node, one)), None)
    spot = locating.Sources(Data(used.sources)).spot(node, held, graph.object(node, held) if held else None)
    if spot is None:
        return ValidationError(error.code, what, why=error.why, mend=error.mend, file=used.sources[-1].name)
    return ValidationError(error.code, what, why=error.why, mend=error.mend, file=spot.file, line=spot.line, column=spot.column)


def _title(node: Any, used: Shapes) -> str:
    """A blank node by what it belongs to."""
    structure: Structure = used.structure
    names = Names(used.sources)
    if node in structure.shapes:
        return used.names(node)["en"]
    owner = next((shape.node for shape in structure.shapes.values() if node in shape.sparql), None)
    if owner is not None:
        return f"sh:sparql of {names.iri(owner.value) if isinstance(owner, NamedNode) else used.names(owner)['en']}"
    component = next((subject for one in _VALIDATORS for subject in structure.graph.subjects(one, node)), None)
    return f"a validator of {names.iri(component.value)}" if isinstance(component, NamedNode) else "a query of the shapes"
