"""The mapping that is proposed for a table that has none: each column with its role and the reasons for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.linking.tables import acts, heading, period, recognition, wording
from kg.linking.tables.mapping import CODES, KEYS, Column, Dialect, Mapping
from kg.linking.tables.naming import Naming
from kg.linking.tables.row import Texts
from kg.linking.tables.sample import Seen
from kg.linking.words import folded, latin

_IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S*[^\s/#:]")
_NAME = re.compile(r"[^a-z0-9]+")
_MOST_DIMENSION = 50
"""Distinct values of a column that may be a key beside state, year and indicator."""
_STATED = 10_000
_LOCAL = {"state": "area", "year": "period"}
PERIOD = "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod"
AREA = "http://purl.org/linked-data/sdmx/2009/dimension#refArea"


def propose(path: Path, dialect: Dialect, found: heading.Heading, seen: Sequence[Seen], naming: Naming, namespace: str) -> Mapping:
    """The mapping. It may lack a state: who runs it says so."""
    names = _names(seen)
    columns = [Column(name, one.title) for name, one in zip(names, seen, strict=True)]
    left = set(range(len(columns)))
    instrument = _best(columns, seen, left, "instrument", {at: recognition.instrument(seen[at], naming) for at in sorted(left)})
    above = found.above if instrument is None else None
    acts.propose(columns, seen, left, naming, above)
    acts.beside(columns, seen, left, naming, above)
    state = _state(columns, seen, naming, left)
    year = _best(columns, seen, left, "year", {at: recognition.year(seen[at]) for at in sorted(left)})
    wide = {} if year is not None else {at: at_year for at in sorted(left) if (at_year := _year_of(seen[at]))}
    _best(columns, seen, left, "indicator", {at: recognition.indicator(seen[at], naming) for at in sorted(left - set(wide))})
    _values(columns, seen, left, dialect, wide, path.stem)
    if state is not None:
        _dimension(columns, seen, left)
    for at in sorted(left):
        if not columns[at].reasons:
            columns[at] = replace(columns[at], reasons=(wording.TEXTS.say("reason-none", column=seen[at].title or names[at]),))
    written = replace(dialect, skip_rows=found.skip_rows, header_rows=found.header_rows)
    return addressed(Mapping(path.name, namespace, written, tuple(columns), title=path.stem))


def addressed(mapping: Mapping) -> Mapping:
    """The mapping with the templates and properties that its roles call for, in the namespace of the partner."""
    space = mapping.namespace
    keys = [column.name for column in mapping.columns if column.role in KEYS]
    values = mapping.of("value")
    about = f"{space}observation/" + ("/".join(f"{{{name}}}" for name in keys) or "{_row}")
    columns = []
    for column in mapping.columns:
        if column.role in KEYS:
            local = _LOCAL.get(column.role, column.role if column.role != "dimension" else column.name)
            column = replace(column, property=f"{space}property/{local}", value=f"{space}{local}/{{{column.name}}}")
        elif column.role == "value":
            several = "" if len(values) == 1 else f"/{column.name}"
            dataset = "value" if column.period else column.name
            column = replace(column, property=f"{space}property/{dataset}", about=about + several, dataset=dataset)
        columns.append(column)
    return replace(mapping, columns=tuple(columns), about=about)


def _names(seen: Sequence[Seen]) -> list[str]:
    found: list[str] = []
    for at, one in enumerate(seen, 1):
        plain = folded(re.split("[/#:]", one.title)[-1] if _IRI.fullmatch(one.title) else one.title)
        name = _NAME.sub("_", latin(plain) or plain).strip("_")
        name = name if name and (name[0].isalpha() or found) else f"column_{at}"
        name = name if name[:1].isalpha() else f"column_{name or at}"
        while name in found:
            name = f"{name}_{at}"
        found.append(name)
    return found


def _state(columns: list[Column], seen: Sequence[Seen], naming: Naming, left: set[int]) -> int | None:
    found = {at: state for at in sorted(left) if (state := recognition.state(seen[at], naming)) is not None}
    if not found:
        return None
    best = max(found, key=lambda at: (round(found[at].share, 3), found[at].known, -CODES.index(found[at].codes), -at))
    for at, state in found.items():
        if at == best:
            columns[at] = replace(columns[at], role="state", codes=state.codes, reasons=state.reasons)
        else:
            beside = wording.TEXTS.say("reason-beside", column=seen[at].title, used=seen[best].title)
            columns[at] = replace(columns[at], codes=state.codes, reasons=(*state.reasons, beside))
        left.discard(at)
    return best


def _best(
    columns: list[Column],
    seen: Sequence[Seen],
    left: set[int],
    role: str,
    found: dict[int, tuple[float, tuple[Texts, ...]] | None],
) -> int | None:
    scored = {at: one for at, one in found.items() if one is not None}
    if not scored:
        return None
    best = max(scored, key=lambda at: (scored[at][0], -at))
    columns[best] = replace(columns[best], role=role, reasons=scored[best][1])
    left.discard(best)
    for at in scored:
        if at != best and (role != "year" or seen[at].kind == "year"):
            beside = wording.TEXTS.say("reason-beside", column=seen[at].title, used=seen[best].title)
            columns[at] = replace(columns[at], reasons=(*scored[at][1], beside))
            left.discard(at)
    return best


def _year_of(seen: Seen) -> str:
    for text in (seen.title, *seen.parts):
        found = period.parse(text)
        if found.datatype == "gYear":
            return found.value
    return ""


def _values(columns: list[Column], seen: Sequence[Seen], left: set[int], dialect: Dialect, wide: dict[int, str], table: str) -> None:
    decimal = "," if dialect.form == "delimited" and dialect.delimiter == ";" else "."
    read = {at: found for at in sorted(left) if (found := recognition.values(seen[at], decimal, table)) is not None}
    certain = {found.style.decimal for found in read.values() if found.sure and found.style.group + found.style.decimal != "."}
    if len(certain) == 1 and certain != {decimal}:
        read |= {at: again for at in read if (again := recognition.values(seen[at], min(certain), table)) is not None}
    for at, found in read.items():
        if wide and at not in wide:
            continue
        columns[at] = replace(
            columns[at],
            role="value",
            datatype=found.datatype,
            decimal=found.style.decimal,
            group=found.style.group,
            null=found.null,
            period=wide.get(at, ""),
            reasons=found.reasons,
            asked=found.asked,
        )
        left.discard(at)
    if wide:
        # The columns of a wide table are one measure: one datatype.
        types = {columns[at].datatype for at in wide if columns[at].role == "value"}
        datatype = next((one for one in ("string", "decimal", "integer") if one in types), "integer")
        for at in wide:
            if columns[at].role == "value":
                columns[at] = replace(columns[at], datatype=datatype)


def _dimension(columns: list[Column], seen: Sequence[Seen], left: set[int]) -> None:
    """Columns without which keys repeat become keys, the one that tells most apart first."""
    keys = [at for at, column in enumerate(columns) if column.role in KEYS]
    while True:
        repeated = _repeated(seen, keys)
        choices = {
            at: _repeated(seen, [*keys, at])
            for at in sorted(left)
            if columns[at].role == "none"
            and 1 < len(seen[at].distinct) <= _MOST_DIMENSION
            and seen[at].kind != "none"
            and all(seen[at].cells)
        }
        best = min(choices, key=lambda at: (choices[at], at), default=None)
        if not repeated or best is None or choices[best] > repeated / 2:
            return
        reason = wording.TEXTS.say("reason-dimension", column=seen[best].title, count=repeated, left=choices[best])
        columns[best] = replace(columns[best], role="dimension", reasons=(reason,))
        keys.append(best)
        left.discard(best)


def _repeated(seen: Sequence[Seen], keys: Sequence[int]) -> int:
    """Rows of the sample whose key stands above already."""
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for key in zip(*(seen[at].cells[:_STATED] for at in keys), strict=True):
        counts[key] += 1
    return sum(count - 1 for count in counts.values())
