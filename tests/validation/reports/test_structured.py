"""JSON: every field, in a fixed order."""

from __future__ import annotations

import dataclasses
import json

from made_reports import HOSTILE, finding, full, report, result
from pyoxigraph import BlankNode, Literal

from kg.validation.report import Report, Result
from kg.validation.reports import structured


def test_every_field_is_there(report: Report) -> None:
    said = json.loads(structured.write(report))
    assert set(said) >= {f.name for f in dataclasses.fields(Report) if f.compare} | {"conforms", "counts", "waived", "known"}
    assert (said["checked"], said["waived"], said["known"]) == (1200, 6, 1)
    assert said["counts"] == {"info": 5, "warning": 1, "violation": 2}
    first, second, third, fourth = said["results"][:4]
    assert set(first) >= {f.name for f in dataclasses.fields(Result)} - {"finding", "place"}
    assert first["spot"] == {"file": "data/with space.ttl", "line": 12, "column": 5, "what": "triple"}
    assert (first["document"], first["line"]) == ("antitorture/KAZ-2022/document.txt", 40)
    assert first["cause"] == {"en": "The row has no value.", "ru": "В строке нет значения."}
    assert first["repair"]["patch"].startswith("--- data.ttl\n")
    assert first["value"] is None
    assert second["value_kind"] == {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert third["waiver"]["by"] == "data office"
    assert third["path"].startswith("<https://w3id.org/hrmkg/ontology#answer>/(")
    assert (fourth["known"], fourth["counts"], fourth["requirement"]) == (True, False, None)
    assert said["coverage"]["idle"] == ["https://w3id.org/hrmkg/shapes#Gap"]
    assert said["sources"] == list(report.sources)
    assert said["notes"][0]["ru"] == "Примечание <i>."


def test_strings_come_back(report: Report) -> None:
    said = json.loads(structured.write(report))
    assert [r["messages"][""] for r in said["results"][-len(HOSTILE) :]] == list(HOSTILE)


def test_keys_have_one_order() -> None:
    turned = full()
    other = dataclasses.replace(turned, results=tuple(dataclasses.replace(r, name=dict(reversed(r.name.items()))) for r in turned.results))
    assert structured.write(turned) == structured.write(other)


def test_kinds_of_values() -> None:
    said = json.loads(structured.write(report(*(result(finding(value=v)) for v in (BlankNode("x"), Literal("a", language="en"))))))
    assert [r["value_kind"] for r in said["results"]] == [{"type": "bnode"}, {"type": "literal", "language": "en"}]
