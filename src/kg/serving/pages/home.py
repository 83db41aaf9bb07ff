"""The first page: what this is, the states with their profiles, the editions of the release, ways in."""

from __future__ import annotations

from dataclasses import dataclass

from kg.serving.pages.asked import Asked
from kg.serving.pages.rows import Row

WAYS = {
    "researcher": (("queries", "questions"), ("indicators", "indicators"), ("codebook", "codebook"), ("cite", "cite")),
    "partner": (("query", "sparql"), ("vocabulary", "vocabulary"), ("openapi", "openapi"), ("licences", "licences")),
    "validator": (("validate", "check"), ("requirements", "requirements"), ("quality", "quality")),
    "lawyer": (("states", "states"), ("instruments", "instruments"), ("search", "search"), ("errata", "errata")),
}
"""Where readers begin, by who they are: paths, and the names of their words (``text:frame-NAME``)."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A profile on the first page: its IRI, its label, how much it says."""

    profile: str
    edition: str
    statements: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A state and its editions, the latest first; none where the release holds no profile of it."""

    area: str
    name: str
    editions: tuple[Edition, ...]


def page(asked: Asked) -> str:
    """The page."""
    rows = asked.rows.of("profile-counts")
    tiles = [Tile(area, asked.voice.words(area), editions(rows, area)) for area in areas(asked)]
    tiles.sort(key=lambda tile: (not tile.editions, tile.name))
    latest = sorted(rows, key=lambda row: row["edition"], reverse=True)
    statements, gaps = (sum(int(row[name]) for row in rows) for name in ("statements", "gaps"))
    counts = {"states": sum(bool(tile.editions) for tile in tiles), "profiles": len(rows), "statements": statements, "gaps": gaps}
    return asked.draw("home", "home", tiles=tiles, latest=latest, counts=counts, ways=WAYS)


def editions(rows: tuple[Row, ...], area: str) -> tuple[Edition, ...]:
    """The editions of a state, the latest label first."""
    own = [row for row in rows if row["area"] == area]
    found = [Edition(row["profile"], row["edition"], int(row["statements"]), int(row["gaps"])) for row in own]
    return tuple(sorted(found, key=lambda one: one.edition, reverse=True))


def areas(asked: Asked) -> list[str]:
    """The states that the release knows, with a profile or without."""
    return list(dict.fromkeys(row["area"] for row in asked.rows.of("profiles")))
