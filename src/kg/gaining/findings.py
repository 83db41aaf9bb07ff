"""The answers of the questions that compare with a partner, sorted: what contradicts, what cannot be compared, what stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal

from kg.gaining import asking
from kg.gaining.asking import ANY, Ask

Cells = dict[str, str]
"""A row of an answer: column → text; what is unbound is missing."""
CONTRADICTS, ROUNDED, APART, AGREES = "contradicts", "differs, unless one is rounded", "not comparable", "agrees"
_CLOSE = ("exact", "close")
_OBSERVATIONS = """
PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?o qb:dataSet ?s ; dimension:refArea ?a . ?m a qb:MeasureProperty . ?o ?m ?v }
"""


@dataclass
class Findings:
    """``pairs`` by verdict: rows of ``partner-contradictions`` (their columns), and the number of pairs that agree.

    ``alone`` are rows of ``partner-only``, one an observation; ``ours_alone`` counts rows of ``ours-only`` by data set, indicator and
    reason. ``observations`` = ``met`` (we have the same state, indicator and year) + ``alone``.
    """

    pairs: dict[str, list[Cells]] = field(default_factory=dict)
    agrees: int = 0
    alone: list[Cells] = field(default_factory=list)
    ours_alone: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    observations: int = 0

    @property
    def met(self) -> int:
        """Observations that have a counterpart."""
        return self.observations - len(self.alone)


def found(together: Ask) -> Findings:
    """Asks over all states and indicators."""
    found = Findings()
    (counted,) = together(_OBSERVATIONS)
    found.observations = int(counted["n"].value)
    if not found.observations:
        return found
    for row in _rows("partner-contradictions", together):
        found.pairs.setdefault(row["verdict"], []).append(row)
    beside = _rows("partner-beside-ours", together)
    found.agrees = sum(row["verdict"] == AGREES for row in beside)
    met = {row["theirs"] for row in beside if _same_year(row)}
    alone: dict[str, Cells] = {}
    for row in _rows("partner-only", together):
        if row["theirs"] not in met:
            alone.setdefault(row["theirs"], row)
    found.alone = list(alone.values())
    found.ours_alone = Counter((row["theirSource"], row["indicatorName"], row["why"]) for row in _rows("ours-only", together))
    return found


def _same_year(row: Cells) -> bool:
    years = [row.get(name) for name in ("ourFrom", "theirYear", "ourTo")]
    return row["relation"] in _CLOSE and None not in years and int(years[0] or 0) <= int(years[1] or 0) <= int(years[2] or 0)


def _rows(name: str, ask: Ask) -> list[Cells]:
    answer: Iterable[dict[str, Any]] = asking.rows(asking.partner(name), {"area": ANY, "indicator": ANY}, ask)
    found = [{column: _text(term) for column, term in row.items()} for row in answer]
    for row in found:
        row.setdefault("theirSource", row["set"])
    return found


def _text(term: Any) -> str:
    return term.value if isinstance(term, Literal) or hasattr(term, "value") else str(term)
