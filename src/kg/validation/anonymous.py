"""What data and shapes say of their blank nodes: a report that names one must say what it is, for its label means nothing elsewhere.

The blank nodes of a finding are known by the names that :mod:`kg.validation.source` gives them; a name that both graphs use is, as focus
node or value, the data's. Nothing is read before something is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kg.validation.data import Data
from kg.validation.structure import Index, Structure


class Anonymous:
    """The blank nodes of data and of the shapes graph that they were validated by."""

    def __init__(self, data: Data, structure: Structure) -> None:
        self._data = data
        self.shapes = structure.graph
        """The shapes graph."""

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """A report that is pickled or copied whole goes without: the data stay where they are."""
        return type(None), ()

    @cached_property
    def data(self) -> Index:
        """The triples of the data whose subject is a blank node, in their lexical forms and in the order of the source.

        Raises :class:`ValidationError` as :func:`kg.validation.source.quads`.
        """
        return Index(quad for quad in self._quads() if isinstance(quad.subject, BlankNode))

    def _quads(self) -> Iterator[Quad]:
        if self._data.lines is None:
            return self._data.quads()
        return parse(self._data.lines.unnamed(), format=RdfFormat.N_TRIPLES)

    def of(self, node: Any) -> Index:
        """The graph that a blank focus node or value is one of: a query can name a node of the shapes graph (``$currentShape``)."""
        return self.data if node.value in self._labels or not self.shapes.predicates(node) else self.shapes

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(self._data.labels)
