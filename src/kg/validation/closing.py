"""``sh:closed`` on property shapes (SHACL 1.0, section 4.8.1), asked as SPARQL: the native engine looks at the focus node, not at the values."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.validation import paths
from kg.validation.structure import Shape, Structure, sh

_CLOSED, _IGNORED = sh("closed"), sh("ignoredProperties")
PARAMETERS = frozenset((_CLOSED, _IGNORED))


def applies(shape: Shape, structure: Structure) -> bool:
    """Whether a shape is a closed property shape."""
    return shape.path is not None and any(value.value in ("true", "1") for value in structure.graph.objects(shape.node, _CLOSED))


def query(shape: Shape, structure: Structure, targets: str) -> str:
    """A SELECT of ``this``, ``node``, ``path`` and ``value``: one solution for each triple of a value node that is not allowed."""
    allowed = {member for listed in structure.graph.objects(shape.node, _IGNORED) for member in structure.graph.members(listed)}
    allowed |= {structure.shapes[node].path for node in shape.properties}
    named = ", ".join(sorted(str(node) for node in allowed if isinstance(node, NamedNode)))
    where = f"{{ SELECT DISTINCT ?this ?node WHERE {{ {{ {targets} }} ?this {paths.sparql(shape.path or sh('path'))} ?node }} }}"
    kept = f"FILTER (?path NOT IN ({named}))" if named else ""
    return f"SELECT DISTINCT ?this ?node ?path ?value WHERE {{ {where} ?node ?path ?value . {kept} }}"
