"""How deep shapes and paths of a shapes graph are nested: looked at first, for whatever reads them follows them on the stack.

The native engine takes paths 64 deep and references between shapes 47 deep; of what it takes nothing is refused here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal

from kg.validation.paths import FIRST, REST, SH
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import ShapesGraph

_REFERENCES = dict.fromkeys((SH + name for name in ("not", "node", "qualifiedValueShape", "and", "or", "xone")), 1)
_MEMBERS = dict.fromkeys((FIRST.value, REST.value), 0)
_PATHS = dict.fromkeys((f"{SH}{name}Path" for name in ("inverse", "zeroOrMore", "oneOrMore", "zeroOrOne")), 1)
_PARTS = {SH + "alternativePath": 0, FIRST.value: 1, REST.value: 0}


class _Bound(NamedTuple):
    """How much each predicate adds, how much is taken, and what is said of more."""

    steps: Mapping[str, int]
    deepest: int
    what: str
    mend: str


_FLATTER = "write the path flatter: two sh:inversePath are none, ( a ( b c ) ) is ( a b c )"
_BOUNDS = (
    _Bound(_PATHS | _PARTS, 64, "the parts of a property path are nested more than", _FLATTER),
    _Bound(
        _REFERENCES | _MEMBERS | {SH + "property": 0},
        47,
        "shapes in sh:not, sh:node, sh:and and their like are nested more than",
        "write the shapes flatter",
    ),
    _Bound(
        _REFERENCES | _MEMBERS | {SH + "property": 1},
        400,
        "shapes in sh:property and their like are nested more than",
        "write the shapes flatter",
    ),
)


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """The first fault of this sort; with it, nothing else of the shapes graph can be looked at."""
    for bound in _BOUNDS:
        found = _beyond(graph, bound)
        if found is not None:
            node, predicate = found
            what, why = f"{bound.what} {bound.deepest} deep", "no engine follows them safely"
            yield Fault("KG623", "nesting", node, what, why, bound.mend, node, predicate)
            return


def _beyond(graph: ShapesGraph, bound: _Bound) -> tuple[Term, str] | None:
    """Subject and predicate of the first triple that leads too deep. Circles, which others tell, are cut somewhere."""
    steps = bound.steps
    below = {
        node: [(p, other) for p in triples if p in steps for other in triples[p] if not isinstance(other, Literal)]
        for node, triples in graph.out.items()
    }
    above: dict[Term, int] = {}
    for edges in below.values():
        for _, other in edges:
            above[other] = above.get(other, 0) + 1
    depth = dict.fromkeys(below, 0)
    ready = [node for node in below if not above.get(node)]
    circles = iter(sorted((node for node in below if above.get(node)), key=_order))
    done: set[Term] = set()
    while True:
        node = ready.pop() if ready else next(circles, None)
        if node is None:
            return None
        if node in done:
            continue
        done.add(node)
        for predicate, other in below[node]:
            if other in done:
                continue
            depth[other] = max(depth.get(other, 0), depth[node] + steps[predicate])
            if depth[other] > bound.deepest:
                return node, predicate
            above[other] -= 1
            if not above[other] and other in below:
                ready.append(other)


def _order(node: Term) -> tuple[bool, str]:
    return isinstance(node, BlankNode), str(node)
