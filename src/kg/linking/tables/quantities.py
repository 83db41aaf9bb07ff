"""What the title of a column says of its numbers: that they are shares, counts, degrees of a scale, or codes.

The words are those of ``ontology/tables/quantities.tsv``: ``share`` (per cent, rate, ratio, score: never a count; with the local name of
its unit where one of the vocabulary is named), ``count``, ``scale`` and ``codes`` (the numbers tell why there is no value).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from kg.linking.tables import wording
from kg.linking.words import folded
from kg.vocabulary import vocabulary
from kg.vocabulary.loading import read_table

SHARE, COUNT, SCALE, CODES = "share", "count", "scale", "codes"


@lru_cache(10_000)
def said(title: str) -> frozenset[str]:
    """The kinds of quantity that a title names; empty where it names none."""
    return frozenset(kind for kind, _, _ in _found(title))


def share(title: str) -> bool:
    """Whether a title says that its numbers are a share, a rate, a ratio or a score, and so no counts."""
    return SHARE in said(title)


def unit(title: str) -> str:
    """The IRI of the unit of the vocabulary that a title names, '' for none, or for more than one."""
    named = {unit for kind, unit, _ in _found(title) if kind == SHARE and unit}
    return vocabulary().units[named.pop()].iri if len(named) == 1 else ""


@cache
def shares() -> frozenset[str]:
    """The IRIs of the indicators that are shares themselves: by their labels, or because their unit is no whole one and no money."""
    known = vocabulary()
    found = set()
    for one in known.indicators.values():
        usual = known.units.get(one.unit or "")
        if any(map(share, one.labels.values())) or (usual is not None and not usual.whole and not usual.currency):
            found.add(one.iri)
    return frozenset(found)


def whole(iri: str) -> bool:
    """Whether a unit, by its IRI, counts whole things only."""
    return any(one.whole for one in vocabulary().units.values() if one.iri == iri)


def _found(title: str) -> Iterator[tuple[str, str, str]]:
    plain = f" {folded(title)} "
    for kind, named, words, sign in _words():
        if (words and f" {words} " in plain) or (sign and sign in title):
            yield kind, named, words or sign


@cache
def _words() -> tuple[tuple[str, str, str, str], ...]:
    """Kind, unit, folded words, and the sign where a wording has no letters."""
    rows = read_table(wording.folder() / "quantities.tsv")
    return tuple((row["kind"], row["unit"], folded(row["wording"]), "" if folded(row["wording"]) else row["wording"]) for row in rows)
