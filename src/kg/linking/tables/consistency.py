"""What a mapping says against itself, or against the file: refused before a row is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg.errors import InputError
from kg.linking.tables import acts, day, measures, number, period, template, wording
from kg.linking.tables.mapping import KEYS, Column, Mapping, dated
from kg.linking.tables.naming import Naming
from kg.mapping.terms import BASE

_ONE = {"state": "the state", "year": "the year", "instrument": "the instrument", "act": "the kind of act", "indicator": "the indicator"}
_NEVER = ' <>"|\\^`'
"""Signs that no IRI holds (RFC 3987, section 2.2)."""


def check(mapping: Mapping, naming: Naming, path: Path) -> None:
    """Raises :class:`InputError` KG891 for the first contradiction, KG892 for a namespace that is no partner's."""
    namespace(mapping.namespace, path)
    for what, mend in _faults(mapping, naming):
        raise InputError("KG891", what, mend=mend, file=path)


def namespace(given: str, path: Path | None = None) -> None:
    """Raises :class:`InputError` KG892 for a namespace of ours, or for what is no IRI that names can be put behind."""
    mend = "name one of your own that ends with / or # or :"
    if given.startswith(BASE):
        raise InputError("KG892", f"{given} is the namespace of this project", why="your data are yours", mend=mend, file=path)
    scheme, colon, rest = given.partition(":")
    if not colon or not rest or not scheme.isalnum() or any(sign in given for sign in _NEVER + "{}") or given[-1] not in "/#:":
        raise InputError("KG892", f"{given!r} is no namespace", mend=mend, file=path)


def against(mapping: Mapping, titles: Sequence[str], path: Path) -> None:
    """Compares the columns of a mapping with those of the file, one by one. Raises :class:`InputError` KG891."""
    said = [column.title for column in mapping.columns]
    mend = "the columns of the mapping are those of the file, in its order"
    if unknown := [title for title in said if title and title not in titles]:
        raise InputError("KG891", f"the mapping has a column {unknown[0]!r} and the file has none", mend=mend, file=path)
    if len(said) != len(titles):
        raise InputError("KG891", f"the mapping has {len(said)} columns and the file {len(titles)}", mend=mend, file=path)
    for at, (ours, theirs) in enumerate(zip(said, titles, strict=True), 1):
        if ours and ours != theirs:
            raise InputError("KG891", f"column {at} is {theirs!r} in the file and {ours!r} in the mapping", mend=mend, file=path)


def _faults(mapping: Mapping, naming: Naming) -> Iterator[tuple[str, str]]:
    for role, said in _ONE.items():
        several = [column.name for _, column in mapping.of(role)]
        if len(several) > 1:
            yield (
                f"the columns {' and '.join(several)} are both {said}",
                f"keep the role of one, and say none for the other{'s'[len(several) < 3 :]}",
            )
    if mapping.of("year") and any(column.period for _, column in mapping.of("value")):
        yield "there is a column of years, and columns of values have a period of their own", "keep one of both"
    bare = [column.name for _, column in mapping.of("value") if dated(column) and not column.act]
    if len(bare) > 1:
        yield f"the columns {' and '.join(bare)} are both the dates of the acts", "keep one, and say none for the others or name their act"
    names = {column.name: at for at, column in enumerate(mapping.columns)}
    for column in mapping.columns:
        for text in (column.about, column.value, mapping.about):
            if unknown := template.unknown(text, names):
                yield f"the template {text} names {unknown[0]!r}, and no column has that name", "use the name of a column, or _row"
        for text in filter(None, (column.property, column.about, column.value, mapping.about)):
            if ":" not in text or any(sign in text for sign in _NEVER):
                yield f"{text!r} of column {column.name!r} makes no IRI", f"such as {mapping.namespace}{column.name}"
        yield from _null(column, naming)
        yield from _decided(column, naming)
        yield from measures.faults(column, naming)
        yield from acts.faults(column, mapping, naming)
    yield from _observed(mapping)


def _null(column: Column, naming: Naming) -> Iterator[tuple[str, str]]:
    mend = "take it from null, or take back what says that it is a value"
    for marker in filter(None, column.null):
        if marker in column.decisions:
            yield f"{marker!r} stands for a missing value of column {column.name!r} and is decided about as a value", mend
        if column.role == "state" and naming.state(marker, column.codes).outcome == "linked":
            yield f"{marker!r} stands for a missing value of column {column.name!r} and for a state", mend
        if column.role == "year" and period.parse(marker).datatype:
            yield f"{marker!r} stands for a missing value of column {column.name!r} and for a year", mend
        if column.role == "value" and column.minimum + column.maximum:
            text = number.parse(marker, number.Style(column.decimal, column.group))
            if text is not None and _within(text, column):
                yield f"{marker!r} stands for a missing value of column {column.name!r} and lies between its minimum and maximum", mend


def _within(text: str, column: Column) -> bool:
    try:
        low = Decimal(column.minimum) if column.minimum else None
        high = Decimal(column.maximum) if column.maximum else None
    except InvalidOperation:
        return False
    return (low is None or low <= Decimal(text)) and (high is None or Decimal(text) <= high)


def _decided(column: Column, naming: Naming) -> Iterator[tuple[str, str]]:
    for one in column.decisions.values():
        where = f"the decision about {one.written!r} in column {column.name!r}"
        if one.accepted is None:
            continue
        if one.nothing or one.accepted in one.rejected:
            yield f"{where} accepts {one.accepted} and rejects it", "keep one of both"
        if column.role == "state" and one.accepted not in naming.states:
            yield f"{where} accepts {one.accepted}, which is no state of the graph", f"such as {BASE}area/KAZ"
        if column.role == "indicator" and one.accepted not in naming.indicators:
            yield f"{where} accepts {one.accepted}, which is no indicator of the graph", f"such as {BASE}vocab/indicator/population"
        if column.role == "act" and one.accepted not in wording.kinds_of_acts():
            yield f"{where} accepts {one.accepted}, which is no kind of act of the vocabulary", f"such as {BASE}vocab/act-kind/ratification"
        if column.role == "instrument" and one.accepted not in naming.instruments:
            yield f"{where} accepts {one.accepted}, which is no instrument of the graph", f"such as {BASE}instrument/CAT"
        if dated(column) and not day.parse(one.accepted).datatype:
            yield f"{where} accepts {one.accepted!r}, which is no day and no year", "such as 2005-04-03"
        if column.role == "year" and not period.parse(one.accepted).datatype:
            yield f"{where} accepts {one.accepted!r}, which is no year", "such as 2019"


def _observed(mapping: Mapping) -> Iterator[tuple[str, str]]:
    yield from measures.differing(mapping)
    seen: dict[tuple[str, str], str] = {}
    abouts: dict[str, str] = {}
    for _, column in mapping.of("value"):
        about = column.about or mapping.about
        if about in abouts:
            yield f"the values of {abouts[about]} and {column.name} are one observation", "give each column an aboutUrl of its own"
        abouts[about] = column.name
        if column.decimal == column.group or len(column.decimal) != 1:
            yield f"decimalChar and groupChar of column {column.name!r} are the same", "name two different signs"
        if not column.property:
            yield (
                f"column {column.name!r} is a value and has no propertyUrl",
                f"name its measure, such as {mapping.namespace}property/{column.name}",
            )
        if not (column.about or mapping.about):
            yield f"column {column.name!r} is a value and has no aboutUrl", "name a template for its observations"
        if column.property.startswith(BASE):
            yield f"the measure of column {column.name!r} stands in the namespace of this project", "mint it in yours"
        about = column.about or mapping.about
        if about and f"{{{template.ROW}}}" not in about and f"{{{template.SOURCE_ROW}}}" not in about:
            for key_column in (one for role in KEYS for _, one in mapping.of(role)):
                if f"{{{key_column.name}}}" not in about:
                    yield f"the template {about} leaves out the key {key_column.name!r}", "two rows would be one observation: put it in"
        key = column.dataset, column.period
        if key in seen:
            yield f"the columns {seen[key]} and {column.name} are one measure for one period", "give each a data set of its own"
        seen[key] = column.name
