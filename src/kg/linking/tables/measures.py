"""What a column of values measures: its link to an indicator of the graph, and its unit.

A measure is a property, and SKOS relates concepts: the concept that the measure stands for (``qb:concept``) is linked. The unit is
``sdmx-attribute:unitMeasure``, attached to the data set of the column (``qb:componentAttachment``), which has one measure (W3C, The RDF
Data Cube Vocabulary, 16 January 2014).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.linking.tables import quantities, wording
from kg.linking.tables.mapping import Column, Mapping, dated
from kg.linking.tables.naming import Naming
from kg.mapping.terms import BASE, SKOS
from kg.vocabulary import vocabulary

UNIT = "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure"
RELATIONS = tuple(f"{SKOS}{name}Match" for name in ("exact", "close", "related", "broad", "narrow"))
"""SKOS Reference, section 10; values are compared over the first two only."""


def concept(column: Column, space: str) -> str:
    """The IRI of the concept that a column of values measures; columns of one data set (a wide table) have one."""
    return f"{space}measure/{column.dataset}"


def named(mapping: Mapping, naming: Naming) -> Mapping:
    """The mapping with columns of values linked, as close, whose title is a name of an indicator. The unit is for a person to say."""
    columns = []
    for column in mapping.columns:
        found = (
            naming.indicator(column.title) if column.role == "value" and column.title and not column.period and not dated(column) else None
        )
        likely = alike(column, naming)
        if found is not None and found.outcome == "linked" and not likely:
            reason = wording.TEXTS.say("reason-measure", column=column.title, indicator=naming.label(found.iri))
            column = replace(column, indicator=found.iri, relation=f"{SKOS}closeMatch", reasons=(*column.reasons, reason))
        elif likely:
            told = ", ".join(f"{label} ({iri})" for iri, label in likely)
            reason = wording.TEXTS.say("reason-measure-alike", column=column.title, candidates=told)
            column = replace(column, reasons=(*column.reasons, reason))
        elif _share(column):
            column = replace(column, reasons=(*column.reasons, wording.TEXTS.say("reason-measure-share", column=column.title)))
        columns.append(column)
    return replace(mapping, columns=tuple(columns))


def alike(column: Column, naming: Naming) -> tuple[tuple[str, str], ...]:
    """The indicators (IRI, label) that the title of a column of values is only similar to; a share of something is not that thing."""
    if column.role != "value" or not column.title or column.period or column.indicator or dated(column):
        return ()
    return () if naming.indicator(column.title).outcome == "linked" else naming.alike(column.title)


def usual(column: Column) -> str:
    """The unit (IRI) that is named as an example for a column of values, '' where none is: one of counts never for a share."""
    if named := quantities.unit(column.title):
        return named
    known = vocabulary()
    indicator = next((one for one in known.indicators.values() if one.iri == column.indicator), None)
    unit = known.units.get((indicator.unit if indicator else None) or "")
    return "" if unit is None or (unit.whole and quantities.share(column.title)) else unit.iri


def doubtful(column: Column) -> bool:
    """Whether a column whose title says a share is said to be in a unit of which there are whole ones only."""
    return quantities.share(column.title) and quantities.whole(column.unit)


def faults(column: Column, naming: Naming) -> Iterator[tuple[str, str]]:
    """What a column says wrongly of its indicator, relation or unit, and how to mend it."""
    where = f"column {column.name!r}"
    if column.role != "value" and (column.indicator or column.relation or column.unit or column.act or column.instrument):
        yield f"{where} names an indicator, a unit or an act and is no value", "give it the role value, or decide about its written values"
    if bool(column.indicator or column.act) != bool(column.relation):
        what = f"{where} names an indicator or an act without a relation, or the reverse"
        yield what, f"name both; the relation is such as {RELATIONS[1]}"
    if column.indicator and column.indicator not in naming.indicators:
        yield f"{where} measures {column.indicator}, which is no indicator of the graph", f"such as {BASE}vocab/indicator/population"
    if column.relation and column.relation not in RELATIONS:
        yield f"{where} has the relation {column.relation}", f"known are {', '.join(RELATIONS)}"
    if column.unit and column.unit not in {unit.iri for unit in vocabulary().units.values()}:
        yield f"{where} is in {column.unit}, which is no unit of the vocabulary", f"such as {BASE}vocab/unit/person"


def differing(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Columns of one data set that say different things of their measure."""
    said: dict[str, Column] = {}
    for _, column in mapping.of("value"):
        first = said.setdefault(column.dataset, column)
        if _said(first) != _said(column):
            both = f"the columns {first.name!r} and {column.name!r} are one data set"
            yield f"{both} and differ in indicator, relation, unit, act or instrument", "say the same of both"


def _share(column: Column) -> bool:
    return column.role == "value" and not column.period and not dated(column) and not column.indicator and quantities.share(column.title)


def _said(column: Column) -> tuple[str, ...]:
    return column.indicator, column.relation, column.unit, column.act, column.instrument
