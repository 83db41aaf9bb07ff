"""What is written alike: IRIs by their last parts, texts, variables. Scores of rapidfuzz; 100 is the same but for case and marks."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

from kg.querying.emptiness.term import local, space

ALIKE = 72
"""From which score (0-100) something is proposed."""
_SHORT = 60
"""The same for words of up to four letters, of which one letter is much."""


def iris(wanted: str, pool: Iterable[str]) -> list[tuple[float, str]]:
    """IRIs like one, best first: the same but for scheme, case and final sign; the same last part elsewhere; a last part written alike."""
    found = []
    for iri in set(pool):
        score = _score(wanted, iri)
        if score >= (_SHORT if len(local(wanted)) <= 4 and space(wanted) == space(iri) else ALIKE):
            found.append((score, iri))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _score(wanted: str, iri: str) -> float:
    if _plain(wanted) == _plain(iri):
        return 100.0
    one, other = local(wanted), local(iri)
    beside = fuzz.ratio(space(wanted), space(iri)) / 100
    if one.casefold() == other.casefold():
        return 97.0 + beside
    return words(one, other) * 0.95 + beside


def words(one: str, other: str) -> float:
    """How alike two words are, marks and case aside; a letter out of place counts little."""
    left, right = utils.default_process(one), utils.default_process(other)
    score = fuzz.ratio(left, right)
    if sorted(left) == sorted(right) and left:
        score = max(score, 88.0)  # letters swapped
    if left and right and (left in right or right in left) and min(len(left), len(right)) >= 4:
        score = max(score, 76.0)
    return float(score)


def texts(wanted: str, pool: Iterable[str]) -> list[tuple[float, str]]:
    """Texts like one, best first."""
    scored = ((100.0 if wanted.strip().casefold() == text.casefold() else words(wanted, text) * 0.98, text) for text in set(pool))
    return sorted(((score, text) for score, text in scored if score >= ALIKE), key=lambda pair: (-pair[0], pair[1]))


def names(wanted: str, known: Iterable[str], most: int = 5) -> list[str]:
    """Names or labels written like one, best first: those within a slip or two, then those that have words in common.

    A slip is a letter wrong, missing or too much, or two neighbours swapped (optimal string alignment). From ``CTA`` to ``CAT`` it is one:
    in a code of three letters the share of letters in common tells little. A slip is borne for each four letters begun.
    """
    folded = wanted.casefold()
    choices = {one: one.casefold() for one in sorted(set(known))}
    slips = {one: OSA.distance(folded, plain) for one, plain in choices.items()}
    close = [one for one in choices if slips[one] <= (len(folded) + 3) // 4 and slips[one] < len(folded)]
    close.sort(key=lambda one: (slips[one], sorted(choices[one]) != sorted(folded), one))
    hits = process.extract(folded, choices, scorer=fuzz.WRatio, limit=most, score_cutoff=_SHORT)
    return list(dict.fromkeys([*close, *(one for _, _, one in hits)]))[:most]


def _plain(iri: str) -> str:
    return iri.partition("://")[2].removeprefix("www.").rstrip("/#").casefold().replace("#", "/")


def named(pool: Iterable[object]) -> list[str]:
    """The IRIs among terms."""
    return [term.value for term in pool if isinstance(term, NamedNode)]
