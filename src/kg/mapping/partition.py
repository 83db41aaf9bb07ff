"""What a graph holds, counted while it is written: its properties and classes as partitions (VoID, https://www.w3.org/TR/void/, 4.5).

The counts are those of the quads, the description's own among them: what a query counts over the named graphs. Of a triple that two graphs
hold each is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.mapping.catalogue import CATALOGUE
from kg.mapping.terms import TYPE, VOID, own, typed

_WHOLE = own("catalogue")
_PROPERTIES = ("propertyPartition", "property", "triples")
_CLASSES = ("classPartition", "class", "entities")


_QUAD = re.compile(f"[^ ]+ ({re.escape(TYPE)} [^ ]+|[^ ]+).*\n")
"""The predicate of a line, with the class if it is rdf:type. No subject or predicate holds a space."""


class Partitions:
    """Counts what is written."""

    def __init__(self) -> None:
        self._found: Counter[str] = Counter()

    def count(self, pieces: Iterable[str]) -> Iterator[str]:
        """Counts pieces of N-Quads, each of whole lines, while it gives them back."""
        found: list[str] = []
        for piece in pieces:
            found += _QUAD.findall(piece)
            yield piece
        self._found.update(found)

    def quads(self) -> Iterator[str]:
        """The description, in the catalogue's graph: the catalogue as a data set, a partition a property and a class, by IRI."""
        end = f" <{CATALOGUE}> .\n"
        properties: Counter[str] = Counter({TYPE: 1})
        classes: Counter[str] = Counter()
        for found, count in self._found.items():
            predicate, _, term = found.partition(" ")
            properties[predicate] += count
            if term:
                classes[term] += count
        classes[f"<{VOID}Dataset>"] += 1
        properties.update(dict.fromkeys((f"<{VOID}{name}>" for name in (*_PROPERTIES, *_CLASSES)), 0))
        for names, counted in ((_PROPERTIES, len(properties)), (_CLASSES, len(classes))):
            properties.update(dict.fromkeys((f"<{VOID}{name}>" for name in names), counted))
        yield f"{_WHOLE} {TYPE} <{VOID}Dataset>{end}"
        for (part, term, number), counts in ((_PROPERTIES, properties), (_CLASSES, classes)):
            for at, (iri, count) in enumerate(sorted(counts.items())):
                node = f"_:{part}{at}"
                yield f"{_WHOLE} <{VOID}{part}> {node}{end}"
                yield f"{node} <{VOID}{term}> {iri}{end}"
                yield f"{node} <{VOID}{number}> {typed(str(count), 'integer')}{end}"
