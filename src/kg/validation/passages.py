"""From a focus node to the line of the document it was derived from, by the graph alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode

from kg.validation.data import Data
from kg.validation.report import Place
from kg.vocabulary import vocabulary

TEXT = NamedNode(vocabulary().prefixes["hrm"] + "text")
DERIVED = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")


def place(data: Data, focus: Any, documents: Mapping[str, str]) -> Place | None:
    """Document, line and words of the passage a node was derived from; ``documents`` maps source IRIs to paths.

    None where the node has no passage of a stored text.
    """
    if not isinstance(focus, NamedNode):
        return None
    for quad in sorted(data.store.quads_for_pattern(focus, DERIVED, None), key=str):
        source, _, offsets = str(getattr(quad.object, "value", "")).rpartition("/")
        start, dash, end = offsets.partition("-")
        if not (source and dash and start.isdigit() and end.isdigit()):
            continue
        text = next((found.object.value for found in data.store.quads_for_pattern(_named(source), TEXT, None)), None)
        if text is not None:
            line = text.count("\n", 0, int(start)) + 1
            return Place(documents.get(source, source), line, " ".join(text[int(start) : int(end)].split()))
    return None


def _named(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return NamedNode("urn:kg:validation:none")
