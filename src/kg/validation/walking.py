"""Where a property path leads in triples (SPARQL 1.1, section 18.4), for few nodes at a time: terms stay as the source has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.validation.paths import AnyPath
from kg.validation.structure import Index


def values(triples: Index, path: AnyPath | None, node: Any, *, turned: bool = True) -> dict[Any, None]:
    """The nodes that a path leads to from a node, each once, in order; without a path the node itself.

    ``turned`` False walks ``^(a/b)`` as ``^a/^b``, which is not what it means.
    """
    return {node: None} if path is None else _from(triples, path, {node: None}, turned, inverse=False)


def _from(triples: Index, path: AnyPath, nodes: Iterable[Any], turned: bool, *, inverse: bool) -> dict[Any, None]:
    if isinstance(path, NamedNode):
        return _step(triples, path, nodes, inverse=inverse)
    inside = path.members[0]
    if path.operator == "^":
        return _from(triples, inside, nodes, turned, inverse=not inverse)
    if path.operator == "/":
        for part in reversed(path.members) if inverse and turned else path.members:
            nodes = _from(triples, part, nodes, turned, inverse=inverse)
        return dict.fromkeys(nodes)
    if path.operator == "|":
        return {node: None for part in path.members for node in _from(triples, part, nodes, turned, inverse=inverse)}

    def one(found: Iterable[Any]) -> dict[Any, None]:
        return _from(triples, inside, found, turned, inverse=inverse)

    start = dict.fromkeys(nodes)
    if path.operator == "?":
        return {**start, **one(start)}
    return _closed(one, start if path.operator == "*" else one(start))


def _closed(step: Callable[[Iterable[Any]], dict[Any, None]], found: dict[Any, None]) -> dict[Any, None]:
    waiting = found
    while waiting:
        waiting = {node: None for node in step(waiting) if node not in found}
        found = {**found, **waiting}
    return found


def _step(triples: Index, predicate: NamedNode, nodes: Iterable[Any], *, inverse: bool) -> dict[Any, None]:
    if inverse:
        return {subject: None for node in nodes for subject in triples.subjects(predicate, node)}
    return {value: None for node in nodes if not isinstance(node, Literal) for value in triples.objects(node, predicate)}
