"""The answers of the questions that compare with a partner, sorted: what contradicts, what cannot be compared, what stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal

from kg.gaining import acts, asking, inquiries, lacking, sources
from kg.gaining.asking import ANY, Ask, Kept

Cells = dict[str, str]
"""A row of an answer: column → text; what is unbound is missing."""
CONTRADICTS, ROUNDED, APART, AGREES = "contradicts", "differs, unless one is rounded", "not comparable", "agrees"
MOST = 200
"""Entries of a list, those that agree aside."""
FIRST = 5
"""Records that are shown of each reason."""
_CLOSE = ("exact", "close")


@dataclass
class Findings:
    """``pairs`` by verdict: rows of ``partner-contradictions`` and, agreeing, of ``partner-beside-ours``, with what ``sources`` adds.

    ``alone`` are rows of ``partner-only``, one an observation; ``ours_alone`` counts rows of ``ours-only`` by data set, indicator and
    reason. ``observations`` = ``met`` (we have the same state, indicator and year) + ``alone``.
    """

    pairs: dict[str, list[Cells]] = field(default_factory=dict)
    alone: list[Cells] = field(default_factory=list)
    ours_alone: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    observations: int = 0
    acts: list[Cells] = field(default_factory=list)
    """Rows of ``partner-acts-beside-ours``; their dates are none of the ``observations``."""
    lacking: list[Cells] = field(default_factory=list)
    """Acts and records of ours that the partner does not have (:mod:`kg.gaining.lacking`)."""

    @property
    def met(self) -> int:
        """Observations that have a counterpart."""
        return self.observations - len(self.alone)

    def shown(self) -> frozenset[str]:
        """The observations of the partner that a report shows, and whose places are looked for."""
        lists = [rows if verdict == AGREES else rows[:MOST] for verdict, rows in self.pairs.items()]
        reasons: dict[tuple[str, str], list[Cells]] = {}
        for row in self.alone:
            reasons.setdefault((row["why"], row["theirSource"]), []).append(row)
        dated: dict[str, list[Cells]] = {}
        for row in self.acts:
            dated.setdefault(row["verdict"], []).append(row)
        lists += [rows[:FIRST] for rows in reasons.values()] + [rows[:MOST] for rows in dated.values()]
        return frozenset(row["theirs"] for rows in lists for row in rows)


def found(together: Ask, kept: Kept | None = None) -> Findings:
    """Asks over all states, indicators and instruments; ``kept`` are rows that were asked for already (:func:`kg.gaining.asking.asked`)."""
    found = Findings(acts=_rows(acts.QUESTION, together, kept))
    found.lacking = lacking.found(found.acts, together)
    (counted,) = together(inquiries.text("observation-count"))
    found.observations = int(counted["n"].value)
    if not found.observations:
        return found
    for row in _rows("partner-contradictions", together, kept):
        found.pairs.setdefault(row["verdict"], []).append(row)
    beside = _rows("partner-beside-ours", together, kept)
    if agreeing := [row for row in beside if row["verdict"] == AGREES]:
        found.pairs[AGREES] = agreeing
    met = {row["theirs"] for row in beside if _same_year(row)}
    alone: dict[str, Cells] = {}
    for row in _rows("partner-only", together, kept):
        if row["theirs"] not in met:
            alone.setdefault(row["theirs"], row)
    found.alone = list(alone.values())
    sources.told([row for rows in (*found.pairs.values(), found.alone) for row in rows], together)
    found.ours_alone = Counter((row["theirSource"], row["indicatorName"], row["why"]) for row in _rows("ours-only", together, kept))
    return found


def _same_year(row: Cells) -> bool:
    years = [row.get(name) for name in ("ourFrom", "theirYear", "ourTo")]
    return row["relation"] in _CLOSE and None not in years and int(years[0] or 0) <= int(years[1] or 0) <= int(years[2] or 0)


def _rows(name: str, ask: Ask, kept: Kept | None) -> list[Cells]:
    one = asking.partner(name)
    answer: Iterable[dict[str, Any]] = asking.rows(one, dict.fromkeys(one.parameters, ANY), ask, kept=kept)
    found = [{column: _text(term) for column, term in row.items()} for row in answer]
    for row in found:
        row.setdefault("theirSource", row["set"])
    return found


def _text(term: Any) -> str:
    return term.value if isinstance(term, Literal) or hasattr(term, "value") else str(term)
