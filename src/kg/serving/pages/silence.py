"""What a profile does not state: parts of totals, treaties and manuals by name. As the question not-stated has it: no zero and no gap."""

from __future__ import annotations

from collections.abc import Iterable

from kg.mapping.terms import BASE, HRM
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.statement import Statement

_CORE = f"{BASE}vocab/indicator/core-conventions"
"""The indicator whose rows speak of all core conventions and name none."""


def parts(rows: Rows, statements: Iterable[Statement]) -> dict[str, list[str]]:
    """The parts that are not stated, by the indicator of their total; none of a total that is not stated itself, or was not read."""
    found = list(statements)
    stated = {(one.row["indicator"], one.row["group"]) for one in found}
    unread = {one.row["indicator"] for one in found if one.by_reader}
    silent: dict[str, list[str]] = {}
    for row in rows.of("parts"):
        whole = row["whole"]
        if whole not in unread and (whole, row["group"]) not in stated and any(known == whole for known, _ in stated):
            silent.setdefault(whole, []).append(row["part"])
    return silent


def instruments(rows: Rows, statements: Iterable[Statement]) -> list[str]:
    """The treaties and manuals of which a profile states nothing by name; a row without a value may have named that of its indicator."""
    named: set[str] = set()
    gaps: set[str] = set()
    for one in statements:
        if one.state == "standing":
            named.add(one.row["instrument"])
        elif one.state == "gap":
            gaps.add(one.row["indicator"])
    named |= {row["instrument"] for row in rows.of("namings") if row["indicator"] in gaps}
    known = rows.of("instruments")
    named |= {row["through"] for row in known if row["instrument"] in named}
    return [row["instrument"] for row in known if row["instrument"] not in named and row["class"] != HRM + "Procedure"]


def general(rows: Rows, profiles: Iterable[str]) -> list[Row]:
    """What profiles state of all core conventions together: it may be about a treaty that they do not name."""
    known = set(profiles)
    return [row for row in rows.of("indicator-statements", indicator=_CORE) if row["profile"] in known]
