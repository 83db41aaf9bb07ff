"""Passages as a table: where the words of each statement begin and end, and what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.mapping.terms import BASE, HRM, PROV

_PASSAGE = re.compile(rf"{re.escape(BASE)}source/([0-9a-f]{{16}})/(\d+)-(\d+)")


def rows(store: Store) -> Iterator[list[str]]:
    """Passage, source, start, end, line, words, in the order of the texts. Offsets are code points, the end excluded.

    A passage outside its text, or of a text that the build does not hold, has neither line nor words.
    """
    found: set[tuple[str, int, int]] = set()
    for quad in store.quads_for_pattern(None, NamedNode(PROV + "wasDerivedFrom"), None, None):
        match = _PASSAGE.fullmatch(quad.object.value) if isinstance(quad.object, NamedNode) else None
        if match:
            found.add((match[1], int(match[2]), int(match[3])))
    texts: dict[str, str] = {}
    for source, start, end in sorted(found):
        if source not in texts:
            texts = {source: _text(source, store)}
        text = texts[source]
        inside = 0 <= start <= end <= len(text) and bool(text)
        line, words = (str(text.count("\n", 0, start) + 1), text[start:end]) if inside else ("", "")
        yield [f"{source}/{start}-{end}", source, str(start), str(end), line, words]


def _text(source: str, store: Store) -> str:
    held = next(store.quads_for_pattern(NamedNode(f"{BASE}source/{source}"), NamedNode(HRM + "text"), None, None), None)
    return held.object.value if held and isinstance(held.object, Literal) else ""
