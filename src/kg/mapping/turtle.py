"""Turtle with the same bytes every time: the serialiser declares prefixes in no fixed order, so they are put in order here."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize

from kg.vocabulary import vocabulary


def write(triples: Iterable[Triple]) -> str:
    """Triples, in the order given, as Turtle with those of our prefixes that they use."""
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=vocabulary().prefixes)
    lines = (data or b"").decode("utf-8").splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    body = "".join(lines[count:])
    used = [line for line in sorted(lines[:count]) if f"{line.split()[1]}" in body]
    return "".join([*used, "\n" if used else "", body.lstrip("\n")])
