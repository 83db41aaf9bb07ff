"""What there is: the states with their editions, the indicators by section, the instruments by kind with how many states are bound."""

from __future__ import annotations

from typing import NamedTuple

from kg.mapping.terms import SKOS
from kg.serving.pages import reading
from kg.serving.pages.instrument import CLASSES, KINDS, Tally, tally
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.voice import Voice


class Listed(NamedTuple):
    """An instrument with the states counted by record; ``tally`` is None for a manual: no depositary."""

    iri: str
    tally: Tally | None


def states(rows: Rows, voice: Voice) -> str:
    """The page of all states."""
    editions: dict[str, list[Row]] = {}
    for row in rows.of("profiles"):
        editions.setdefault(row["area"], []).extend([row] if row["profile"] else [])
    order = sorted(editions, key=voice.words)
    return reading.draw("states.html.jinja", voice, place="states", order=order, editions=editions)


def indicators(rows: Rows, voice: Voice) -> str:
    """The page of all indicators, in the order of the document."""
    sections: dict[str, list[Row]] = {}
    for row in rows.of("indicators"):
        sections.setdefault(row["section"], []).append(row)
    meanings = {row["indicator"]: voice.definition(row["indicator"], SKOS + "definition") for row in rows.of("indicators")}
    return reading.draw("indicators.html.jinja", voice, place="indicators", sections=sections, meanings=meanings)


def instruments(rows: Rows, voice: Voice) -> str:
    """The page of all instruments, by kind and name."""
    records, acts = _by_instrument(rows.of("records")), _by_instrument(rows.of("acts"))
    areas = {row["area"] for row in rows.of("profiles")}
    kinds: dict[str, list[Listed]] = {KINDS[one]: [] for one in CLASSES}
    for row in rows.of("instruments"):
        kind, iri = KINDS[row["class"]], row["instrument"]
        told = None if kind == "manual" else tally(tuple(records.get(iri, ())), tuple(acts.get(iri, ())), areas)
        kinds[kind].append(Listed(iri, told))
    for members in kinds.values():
        members.sort(key=lambda one: voice.words(one.iri))
    return reading.draw("instruments.html.jinja", voice, place="instruments", kinds=kinds)


def _by_instrument(found: tuple[Row, ...]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in found:
        grouped.setdefault(row["instrument"], []).append(row)
    return grouped
