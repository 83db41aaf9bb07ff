"""From a focus node to the line of the document it was derived from, by the graph alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.validation.data import Data
from kg.validation.report import Place
from kg.vocabulary.prefixes import prefixes

TEXT = NamedNode(prefixes()["hrm"] + "text")
DERIVED = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")


_NUMBER = re.compile(r"[0-9]{1,9}")


class Passages:
    """The places of nodes; ``documents`` maps source IRIs to paths. A text is taken from the store once."""

    def __init__(self, data: Data, documents: Mapping[str, str]) -> None:
        self.data = data
        self.documents = documents
        self._texts: dict[str, str | None] = {}

    def place(self, focus: Any) -> Place | None:
        """Document, line and words of the passage a node was derived from; None where it has no passage of a stored text.

        A cell left empty has a line and no words.
        """
        if not isinstance(focus, NamedNode):
            return None
        found = [passage.value for passage in self.data.objects(focus, DERIVED) if isinstance(passage, NamedNode)]
        for passage in sorted(found):
            source, _, offsets = passage.rpartition("/")
            start, dash, end = offsets.partition("-")
            text = self._text(source) if dash and _NUMBER.fullmatch(start) and _NUMBER.fullmatch(end) else None
            if text is not None and int(start) <= int(end) <= len(text):
                words = " ".join(text[int(start) : int(end)].split())
                return Place(self.documents.get(source, source), text.count("\n", 0, int(start)) + 1, words)
        return None

    def _text(self, source: str) -> str | None:
        if source not in self._texts:
            self._texts[source] = None
            try:
                texts = self.data.objects(NamedNode(source), TEXT)
            except ValueError:  # the passage's IRI begins with no IRI
                return None
            for words in (text.value for text in texts if isinstance(text, Literal)):
                self._texts[source] = words
        return self._texts[source]
