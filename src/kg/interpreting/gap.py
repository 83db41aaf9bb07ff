"""Gaps by the source: a cell that says why there is no value."""

from __future__ import annotations

from kg.interpreting.bodies import match
from kg.interpreting.cell import EXACT, VARIANT, Cell, Found
from kg.model import Gap
from kg.vocabulary.lexicon import longest


def read(cell: Cell, indicator: str, suffix: str, group: str) -> Found | None:
    """The gap that the whole cell says, or None. An empty cell is a gap too: the label is there and nothing else."""
    if not cell.text:
        return Found(indicator, suffix, 0, 0, EXACT, Gap("left-empty", group))
    count = len(cell.words)
    if not count or cell.words[0][0].isdecimal():
        return None
    trie, patterns = cell.lexicon.reasons
    found = longest(trie, cell.words, 0)
    if found and found[1] == count:
        entry = found[0]
        return Found(indicator, suffix, cell.start(0), cell.end(-1), cell.quality(entry, 0, count), Gap(entry.term.code, group))
    for pattern in (*patterns.get(cell.words[-1], ()), *patterns.get("", ())):
        slots = match(pattern, cell, 0, count)
        if slots is not None:
            content = Gap(pattern.entry.term.code, group, tuple(slots["<bodies>"]))
            return Found(indicator, suffix, cell.start(0), cell.end(-1), VARIANT, content)
    return None
