"""The mapping as CSVW metadata beside the file (W3C, Metadata Vocabulary for Tabular Data, 17 December 2015).

What CSVW cannot say (the role of a column, how states are written, why, what was decided about a value) stands as annotations whose names
are IRIs of ours (section 3.3, common properties); ``ontology/tables/texts.ttl`` defines each. Of a table with several columns of values
each value is an observation of its own, and virtual columns repeat the keys for it (section 5.6): they follow from the other columns and
are not read back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.linking.tables import acts
from kg.linking.tables.mapping import KEYS, Column, Decision, Mapping, dated
from kg.linking.tables.wording import term
from kg.mapping.terms import QB

SUFFIX = "-metadata.json"
CONTEXT = "http://www.w3.org/ns/csvw"


def beside(path: Path) -> Path:
    """Where the metadata of a file are looked for (Model for Tabular Data, section 5.3: ``{+url}-metadata.json``)."""
    return path.with_name(path.name + SUFFIX)


def text(mapping: Mapping) -> str:
    """The JSON, indented, members in a fixed order."""
    return json.dumps(document(mapping), ensure_ascii=False, indent=1) + "\n"


def document(mapping: Mapping) -> dict[str, Any]:
    """The metadata document."""
    values = mapping.of("value")
    several = len(values) > 1
    columns = [_column(column, mapping, several) for column in mapping.columns]
    for _, column in values:
        columns.extend(_virtual(column, mapping, several))
    schema: dict[str, Any] = {"columns": columns}
    if mapping.about and not several:
        schema = {"aboutUrl": mapping.about, **schema}
    head: dict[str, Any] = {"@context": [CONTEXT, {"@language": "en"}], "url": mapping.url, "dc:title": mapping.title}
    if mapping.licence:
        head["dc:license"] = {"@id": mapping.licence}
    head |= {term("namespace"): mapping.namespace, term("form"): mapping.dialect.form}
    if mapping.dialect.sheet:
        head[term("sheet")] = mapping.dialect.sheet
    if mapping.dialect.form in ("delimited", "workbook"):
        head["dialect"] = _dialect(mapping)
    return {**head, "tableSchema": schema}


def _dialect(mapping: Mapping) -> dict[str, Any]:
    dialect = mapping.dialect
    signs = {"encoding": dialect.encoding, "delimiter": dialect.delimiter, "quoteChar": dialect.quote}
    return {
        **(signs if dialect.form == "delimited" else {}),
        "header": bool(dialect.header_rows),
        "headerRowCount": dialect.header_rows,
        "skipRows": dialect.skip_rows,
        "trim": True,
    }


def _column(column: Column, mapping: Mapping, several: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name}
    if column.title:
        found["titles"] = column.title
    found["datatype"] = _datatype(column)
    found["null"] = list(column.null) if len(column.null) != 1 else column.null[0]
    if column.role == "none" or (several and column.role in KEYS):
        found["suppressOutput"] = True
    for name, value in (("propertyUrl", column.property), ("valueUrl", column.value)):
        if value:
            found[name] = value
    if several and column.about:
        found["aboutUrl"] = column.about
    found[term("role")] = column.role
    for name, value in (("codes", column.codes), ("period", column.period), ("dataset", column.dataset)):
        if value:
            found[term(name)] = value
    links = (("indicator", column.indicator), ("act", column.act), ("instrument", column.instrument), ("relation", column.relation))
    for name, value in (*links, ("unit", column.unit)):
        if value:
            found[term(name)] = {"@id": value}
    if column.reasons:
        found[term("reason")] = [{"@value": said, "@language": tag} for texts in column.reasons for tag, said in sorted(texts.items())]
    if column.decisions:
        found[term("decision")] = [_decision(one) for one in column.decisions.values()]
    return found


def _datatype(column: Column) -> Any:
    if dated(column):
        return {"base": column.datatype, "format": column.form} if column.form else column.datatype
    plain = column.decimal == "." and not column.group
    bounds = {name: value for name, value in (("minimum", column.minimum), ("maximum", column.maximum)) if value}
    if column.datatype == "string" or (plain and not bounds):
        return column.datatype
    # A number without groups has no groupChar: the default of CSVW is none.
    form = {} if plain else {"format": {"decimalChar": column.decimal, **({"groupChar": column.group} if column.group else {})}}
    return {"base": column.datatype, **form, **bounds}


def _decision(one: Decision) -> dict[str, Any]:
    found: dict[str, Any] = {term("written"): one.written}
    if one.accepted is not None:
        found[term("accepted")] = _reference(one.accepted)
    if one.nothing:
        found[term("nothing")] = True
    for name, values in (("rejected", one.rejected), ("candidate", one.candidates)):
        if values:
            found[term(name)] = [_reference(value) for value in values]
    if one.relation:
        found[term("relation")] = {"@id": one.relation}
    return found


def _reference(value: str) -> Any:
    return {"@id": value} if ":" in value else value


def _virtual(column: Column, mapping: Mapping, several: bool) -> Iterator[dict[str, Any]]:
    """What every observation of a column says beside its value."""
    fixed = {"type": ("rdf:type", QB + "Observation"), "dataset": ("qb:dataSet", f"{mapping.namespace}dataset/{column.dataset}")}
    if column.period:
        fixed["period"] = (f"{mapping.namespace}property/period", f"{mapping.namespace}period/{column.period}")
    if column.instrument:
        fixed["instrument"] = (acts.dimension(mapping.namespace), acts.concept(column, mapping.namespace))
    if several:
        fixed |= {key.name: (key.property, key.value) for role in KEYS for _, key in mapping.of(role)}
    for name, (predicate, value) in fixed.items():
        also = {"aboutUrl": column.about} if several else {}
        yield {"name": f"{column.name}.{name}", "virtual": True, **also, "propertyUrl": predicate, "valueUrl": value}
