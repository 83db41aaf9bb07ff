"""The licence of each named graph: who compiled it, from what, how large it is."""

from __future__ import annotations

from dataclasses import dataclass

from kg.mapping.terms import BASE, DCT
from kg.serving import texts
from kg.serving.pages.asked import Asked
from kg.serving.pages.rows import Row
from kg.serving.things.names import Name

KINDS = ("profile", "reference", "other")
"""Kinds of graphs, in the order of the page."""
_WORDED = ("alignments", "bodies", "catalogue", "ontology", "vocabulary")
"""Graphs of the last kind that have words (``text:licences-graph-NAME``)."""
_WHOLE = ("catalogue", "ontology")
"""What licenses a graph that is no data set of its own."""


@dataclass(frozen=True, slots=True)
class Held:
    """A named graph: what it is of, its licence ('' where none was seen), publisher, where it comes from, what is said of it, its quads."""

    graph: str
    subject: str
    kind: str
    words: str
    licence: str
    publisher: str
    origin: Name
    document: str
    note: Name
    quads: int


def page(asked: Asked) -> str:
    """The page."""
    held = graphs(asked)
    return asked.draw("licences", "licences", groups=[(kind, [one for one in held if one.kind == kind]) for kind in KINDS], held=held)


def graphs(asked: Asked) -> list[Held]:
    """The named graphs of the release, by their IRIs."""
    sets: dict[str, list[Row]] = {}
    for row in asked.rows.of("graphs"):
        sets.setdefault(row["set"], []).append(row)
    return [_held(row["graph"], int(row["quads"]), sets, asked) for row in asked.rows.of("graph-sizes")]


def _held(graph: str, quads: int, sets: dict[str, list[Row]], asked: Asked) -> Held:
    subject = graph.replace(f"{BASE}graph/", BASE, 1)
    kind = next((name for name in KINDS if subject.startswith(f"{BASE}{name}/")), KINDS[-1])
    rows = sets.get(subject, [])
    named = {name: next((row[name] for row in rows if row[name]), "") for name in ("licence", "publisher", "document")}
    if not rows:
        named["licence"] = _own(subject, asked)
    origin, note = (asked.voice.said(subject, DCT + name) for name in ("source", "description"))
    local = subject.removeprefix(BASE)
    words = texts.head(f"licences-graph-{local}")[asked.language] if local in _WORDED else ""
    return Held(graph, subject, kind, words, **named, origin=origin, note=note, quads=quads)


def _own(subject: str, asked: Asked) -> str:
    """The licence of a graph of ours that is no data set: that of its subject, else that of the catalogue."""
    for iri in (subject, *(BASE + name for name in _WHOLE)):
        for value in asked.names.lookup.values(iri, "http://purl.org/dc/terms/license"):
            return value.value
    return ""
