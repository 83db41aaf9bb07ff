"""Acts of ours, and records of the depositary, that a partner's files do not have: ours that theirs lacks.

**Which.** Of every file with dates of treaty acts: the states and the instruments that this file itself names, in observations or by exact
or close links of its concepts; a file on the Convention lacks nothing of its protocol. Of these an act of ours is listed that stands beside
no date of the partner in ``partner-acts-beside-ours``: forms of consent stand for each other there, and what is beside a date is not
lacking. A date that is only related to an act (an entry into force) is no date of it. A record is listed where it states that something was
done and neither we nor the partner have an act of it. Which act a status states, and which kinds of acts are forms of one, the vocabulary
says (``hrm:statesAct``, ``hrm:formOf``); the queries are those of ``queries/gain/``.

**What is not said.** An empty cell is no statement: nothing here is a contradiction, nothing is preferred, and the exit code is as without.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Any

from kg.gaining import inquiries
from kg.gaining.asking import Ask
from kg.mapping.terms import BASE

Cells = dict[str, str]
OTHER, NEITHER = "other", "neither"
"""Why: the partner has another act of the state and instrument, or no date of both together."""
_AREA, _INSTRUMENT = f"{BASE}area/", f"{BASE}instrument/"


def found(rows: Sequence[Cells], together: Ask) -> list[Cells]:
    """Rows with the columns of ours of ``partner-acts-beside-ours``, and ``why``; by state, instrument, act and day, each thing once.

    ``rows`` are the answer of that question over all states and instruments.
    """
    if not rows:
        return []
    named = _named({row["set"] for row in rows}, together)
    beside = [row for row in rows if row["relation"] != "related"]
    shown = {row["ours"] for row in beside if "ours" in row} | {row["thing"].value for row in together(inquiries.text("partner-repeated"))}
    dated = {(row["area"], row.get("instrumentName", "")) for row in rows}
    acts = _rows(together(inquiries.text("our-acts")))
    known = {(row["area"], row["instrument"], row["sort"]) for row in acts}
    lacked = [
        *acts,
        *(
            row
            for row in _rows(together(inquiries.text("our-records")))
            if _unknown(row, known) and ("sort" in row or _pair(row) not in dated)
        ),
    ]
    found = {
        row["ours"]: {**row, "why": OTHER if _pair(row) in dated else NEITHER}
        for row in lacked
        if row["ours"] not in shown and (row["area"], row["instrument"]) in named
    }
    return sorted(found.values(), key=_order)


def _named(sets: Collection[str], together: Ask) -> set[tuple[str, str]]:
    """Every state of a file with every instrument of the same file, of the files in which the data sets are."""
    things: dict[str, set[str]] = {_file(row): set() for row in together(inquiries.text("partner-sets")) if row["set"].value in sets}
    for row in together(inquiries.text("partner-named")):
        if (file := _file(row)) in things:
            things[file].add(row["thing"].value)
    pairs: set[tuple[str, str]] = set()
    for named in things.values():
        pairs.update(product(_of(named, _AREA), _of(named, _INSTRUMENT)))
    return pairs


def _of(named: Iterable[str], kind: str) -> list[str]:
    return [one for one in named if one.startswith(kind)]


def _file(row: Any) -> str:
    """The file of a graph: what is a graph in a file is named behind ``#``."""
    return str(row["graph"].value).partition("#")[0]


def _rows(answer: Any) -> list[Cells]:
    names = [variable.value for variable in answer.variables]
    rows = [{name: row[name].value for name in names if row[name] is not None} for row in answer]
    return sorted((row for row in rows if row["ours"].startswith(BASE)), key=lambda row: sorted(row.items()))


def _unknown(record: Cells, known: set[tuple[str, str, str]]) -> bool:
    """Whether no act of ours is what a record states; of a record that states no kind of act, whether there is none at all."""
    return not any(
        (area, about) == (record["area"], record["instrument"]) and record.get("sort", sort) == sort for area, about, sort in known
    )


def _pair(row: Cells) -> tuple[str, str]:
    return row["area"], row["instrumentName"]


def _order(row: Cells) -> tuple[str, ...]:
    return row["areaName"], row["instrumentName"], row.get("ourAct", ""), row.get("ourEarliest", ""), row["ours"]
