"""From a focus node to the line of the document it was derived from, by the graph alone."""

from __future__ import annotations

import rdflib
from rdflib.namespace import PROV

from kg.validation.report import Place
from kg.vocabulary import vocabulary

TEXT = rdflib.URIRef(vocabulary().prefixes["hrm"] + "text")


def place(data: rdflib.Graph, focus: rdflib.term.Node | None, documents: dict[str, str]) -> Place | None:
    """Document, line and words of the passage a node was derived from; ``documents`` maps source IRIs to paths.

    None where the node has no passage of a stored text.
    """
    for passage in sorted(data.objects(focus, PROV.wasDerivedFrom), key=str):
        source, _, offsets = str(passage).rpartition("/")
        start, dash, end = offsets.partition("-")
        text = data.value(rdflib.URIRef(source), TEXT)
        if text is not None and dash and start.isdigit() and end.isdigit():
            words = str(text)
            line = words.count("\n", 0, int(start)) + 1
            return Place(documents.get(source, source), line, " ".join(words[int(start) : int(end)].split()))
    return None
