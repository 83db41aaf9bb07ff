"""States side by side: a table of indicators and states, each cell what the profiles say, with the words of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.mapping.terms import BASE
from kg.serving.pages import reading
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.statement import Statement, Statements
from kg.serving.pages.voice import Voice
from kg.serving.release import Release

AREAS, INDICATORS = 12, 30
"""States and indicators that a table may have."""
_KINDS = {"area": f"{BASE}area/", "indicator": f"{BASE}vocab/indicator/"}
_PREFIXES = {"area": "area:", "indicator": "ind:"}
_SHOWN = 40


class Cell(NamedTuple):
    """What one edition says of one indicator; ``profile`` is '' for a state without a profile."""

    profile: str
    edition: str
    statements: tuple[Statement, ...]


class Line(NamedTuple):
    """An indicator with the cells of each state, in the order of the states."""

    indicator: str
    note: str
    cells: tuple[tuple[Cell, ...], ...]


class Chosen(NamedTuple):
    """What was asked for: IRIs that are known, in the order of the request, and names that are not; ``over``: some are too many."""

    iris: tuple[str, ...]
    unknown: tuple[str, ...]
    over: bool


class Comparison:
    """Draws comparisons."""

    def __init__(self, release: Release, rows: Rows) -> None:
        self.release = release
        self.rows = rows
        self.statements = Statements(release, rows)

    def __call__(self, voice: Voice, areas: Sequence[str], indicators: Sequence[str], here: dict[str, str]) -> str:
        """The page with the form, and the table where states and indicators are chosen."""
        profiles, known = self.rows.of("profiles"), self.rows.of("indicators")
        states = sorted({row["area"] for row in profiles}, key=voice.words)
        area = chosen("area", areas, states, AREAS)
        every = [row["indicator"] for row in known]
        # States alone are compared by the first indicators of the vocabulary.
        indicator = chosen("indicator", indicators or (every[:INDICATORS] if area.iris else ()), every, INDICATORS)
        sections: dict[str, list[str]] = {}
        for row in known:
            sections.setdefault(row["section"], []).append(row["indicator"])
        lines = self._lines(profiles, area.iris, indicator.iris, known) if area.iris and indicator.iris else []
        return reading.draw(
            "comparison.html.jinja",
            voice,
            place="",
            here=here,
            area=area,
            indicator=indicator,
            states=states,
            sections=sections,
            lines=lines,
            reported={row["area"] for row in profiles if row["profile"]},
            limits={"areas": AREAS, "indicators": INDICATORS},
        )

    def _lines(self, profiles: Iterable[Row], areas: tuple[str, ...], indicators: tuple[str, ...], known: Iterable[Row]) -> list[Line]:
        found: dict[tuple[str, str], list[Statement]] = {}
        for one in self.statements.of_indicators(*indicators):
            found.setdefault((one.row["profile"], one.row["indicator"]), []).append(one)
        editions = {area: [row for row in profiles if row["area"] == area] for area in areas}
        units = {row["indicator"]: row["unit"] for row in known}
        return [
            Line(
                indicator,
                units.get(indicator, ""),
                tuple(
                    tuple(Cell(row["profile"], row["edition"], tuple(found.get((row["profile"], indicator), ()))) for row in editions[area])
                    for area in areas
                ),
            )
            for indicator in indicators
        ]


def chosen(kind: str, said: Sequence[str], known: Iterable[str], most: int) -> Chosen:
    """The IRIs that a request names: by local name (``KAZ``), with prefix (``area:KAZ``), or whole."""
    names, found, unknown = set(known), [], []
    for one in dict.fromkeys(name.strip() for many in said for name in many.split(",") if name.strip()):
        iri = one if one.startswith(BASE) else _KINDS[kind] + one.removeprefix(_PREFIXES[kind])
        upper = _KINDS[kind] + one.removeprefix(_PREFIXES[kind]).upper()
        match = next((name for name in (iri, upper) if name in names), "")
        found.append(match) if match else unknown.append(one[:_SHOWN])
    kept = tuple(dict.fromkeys(found))
    return Chosen(kept[:most], tuple(unknown[:most]), len(kept) > most)
