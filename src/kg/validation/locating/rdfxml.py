"""RDF/XML: the elements of a file with their offsets, in the order in which the parser gives their triples.

Each event of XML may give several triples, and the parser gives those of one event last first. The place of a literal is that of its text
or attribute value, the place of another object that of its element or attribute value, the place of a subject that of its element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from pyoxigraph import Literal, parse

from kg.validation.locating.index import Indexed
from kg.validation.locating.turtle import NotFollowed, Spans

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ATTRIBUTE = re.compile(rb"""[\s"']([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SYNTAX = {RDF + name for name in ("ID", "about", "nodeID", "bagID", "resource", "datatype", "parseType", "type")}
Found = tuple[str, bool, Spans]  # predicate, whether a literal, place


@dataclass
class _Open:
    """An open element: ``node``, ``property``, ``collection``, ``literal`` or ``other``."""

    kind: str
    at: int
    predicate: str = ""
    subject: int = -1
    object: int = -1
    text: int = -1
    reified: bool = False
    members: list[int] = field(default_factory=list)


class RdfXml(Indexed):
    """RDF/XML."""

    def _walk(self) -> Iterator[tuple[Any, Spans]]:
        data = self.data
        triples = iter(parse(data, self.form, base_iri=self.base))
        for predicate, literal, at in _Walk(data).found:
            quad = next(triples, None)
            if quad is None or isinstance(quad.object, Literal) != literal or quad.predicate.value != (predicate or quad.predicate.value):
                raise NotFollowed("reason-order")
            yield quad, at
        if next(triples, None) is not None:
            raise NotFollowed("reason-order")


class _Walk:
    """All triples of a document, by the events of XML."""

    def __init__(self, data: bytes) -> None:
        self.found: list[Found] = []
        self._data = data
        self._open: list[_Open] = []
        self._parser = parser = expat.ParserCreate(namespace_separator="\n")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise NotFollowed("reason-unreadable") from error

    def _start(self, name: str, pairs: Any) -> None:
        name, at = name.replace("\n", ""), self._parser.CurrentByteIndex
        above = self._open[-1] if self._open else None
        if above is not None and above.kind == "other":
            self._open.append(_Open("other", at))
            return
        attributes = self._attributes(at, pairs)
        new: list[Found] = []
        if above is None and name == RDF + "RDF":
            self._open.append(_Open("root", at))
        elif above is not None and above.kind == "node":
            self._property(name, at, above.at, attributes, new)
        else:
            new += _literals(attributes, at)
            if RDF + "type" in attributes:
                new.append((RDF + "type", False, (at, *attributes[RDF + "type"][1:])))
            if name != RDF + "Description":
                new.append((RDF + "type", False, (at, at + 1, at + 1)))
            if above is not None and above.kind == "property":
                above.object = at
            elif above is not None and above.kind == "collection":
                above.members.append(at)
            self._open.append(_Open("node", at))
        self.found += reversed(new)

    def _property(self, name: str, at: int, subject: int, attributes: dict[str, tuple[str, int, int]], new: list[Found]) -> None:
        kind = attributes.get(RDF + "parseType", ("", 0, 0))[0]
        opened = _Open("property", at, "" if name == RDF + "li" else name, subject, reified=RDF + "ID" in attributes)
        if not kind:
            target = attributes.get(RDF + "resource") or attributes.get(RDF + "nodeID")
            literals = _literals(attributes, at)
            if target or literals:
                opened.object = target[1] if target else at
                opened.text = target[2] if target else at
                new += literals
                if RDF + "type" in attributes:
                    new.append((RDF + "type", False, (at, *attributes[RDF + "type"][1:])))
        elif kind == "Resource":
            self._give(opened, False, at, at, new)
            opened.kind = "node"
        else:
            opened.kind = "collection" if kind == "Collection" else "other"
            opened.text = 0 if kind == "Literal" else -1
        self._open.append(opened)

    def _end(self, name: str) -> None:
        closed, at = self._open.pop(), self._parser.CurrentByteIndex
        new: list[Found] = []
        if closed.kind == "property" and closed.object >= 0:
            self._give(closed, False, closed.object, max(closed.text, closed.object), new)
        elif closed.kind == "property":
            start = closed.text if closed.text >= 0 else at
            if start == at and self._data[closed.at : at].endswith(b"/>"):
                start = at = closed.at
            self._give(closed, True, start, at, new)
        elif closed.kind == "collection":
            for member in reversed(closed.members):
                new += [(RDF + "first", False, (member, member, member)), (RDF + "rest", False, (member, at, at))]
            self._give(closed, False, closed.members[0] if closed.members else at, at, new)
        elif closed.kind == "other" and closed.text == 0:
            self._give(closed, True, closed.at, at, new)
        self.found += reversed(new)

    def _give(self, opened: _Open, literal: bool, start: int, end: int, new: list[Found]) -> None:
        if opened.reified:
            for part in ("type", "subject", "predicate", "object"):
                new.append((RDF + part, literal and part == "object", (opened.at, start, end)))
        new.append((opened.predicate, literal, (opened.subject, start, end)))

    def _characters(self, text: str) -> None:
        if self._open and self._open[-1].kind == "property" and self._open[-1].text < 0 and self._open[-1].object < 0:
            self._open[-1].text = self._parser.CurrentByteIndex

    def _attributes(self, at: int, pairs: Any) -> dict[str, tuple[str, int, int]]:
        """Attributes by IRI, with value and the offsets of its text."""
        spans: list[tuple[int, int]] = []
        position = at
        while len(spans) < len(pairs) // 2 and (match := _ATTRIBUTE.search(self._data, position)) is not None:
            if not match[1].startswith(b"xmlns"):
                spans.append(match.span(2) if match[2] is not None else match.span(3))
            position = match.end() - 1
        names = [pair.replace("\n", "") for pair in pairs[::2]]
        return {name: (value, *span) for name, value, span in zip(names, pairs[1::2], spans, strict=False)}


def _literals(attributes: dict[str, tuple[str, int, int]], at: int) -> list[Found]:
    xml = "http://www.w3.org/XML/1998/namespace"
    return [
        (name, True, (at, start, end)) for name, (_, start, end) in attributes.items() if name not in _SYNTAX and not name.startswith(xml)
    ]
