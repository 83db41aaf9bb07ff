"""Looks at a shapes graph before anything is validated with it, so that no shape passes in silence.

``depth`` finds what is nested too deeply for all others; ``terms`` misspelt and unsupported terms (``shacl.tsv`` lists them), ``values``,
``paths``, ``combinations`` and ``components`` the ill-formed shapes of SHACL 1.0, appendix C, ``queries``, ``sparql``, ``grouping`` and
``expressions`` faulty queries, ``references`` what nothing applies, what is not there and what runs in a circle. ``likeness`` tells shapes
from data. pyoxigraph only: importing it costs a few milliseconds.
"""

from __future__ import annotations

from pyoxigraph import Store

from kg.validation.wellformed import combinations, components, depth, paths, queries, references, terms, values
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import ShapesGraph
from kg.validation.wellformed.likeness import Likeness, looks_like

__all__ = ["Fault", "Likeness", "check", "looks_like"]


def check(store: Store) -> list[Fault]:
    """Every fault of the shapes graph in the default graph of a store, fatal ones first, then by code and words."""
    graph = ShapesGraph(store)
    if found := list(depth.check(graph)):
        return found
    found = list(terms.check(graph))  # first: it marks what the others need not look at
    for part in (values, paths, combinations, references, queries, components):
        found += part.check(graph)
    return sorted(found, key=lambda fault: fault.order)
