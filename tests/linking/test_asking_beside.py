"""Suggestions for a few letters, and the values of properties."""

from __future__ import annotations

from kg.linking import extension, suggestion
from kg.linking.reconciliation import Reconciler


def test_things_by_the_beginning_of_a_name(real: Reconciler) -> None:
    def ids(prefix: str, **more: object) -> list[str]:
        return [one.id for one in suggestion.entities(prefix, real.index, **more)]  # type: ignore[arg-type]

    assert ids("Kazakhs", kind="Area") == ["area/KAZ"]
    assert ids("Казахс", kind="Area") == ["area/KAZ"]
    assert ids("kirgiz", kind="Area") == ["area/KGZ"]
    assert ids("Federation", kind="Area") == ["area/RUS"]
    assert ids("area/UKR") == ["area/UKR"]
    assert ids("nothing like it") == []
    assert len(ids("", kind="Area")) == 9
    everything = [name for cursor in range(0, 120, suggestion.MOST) for name in ids("", cursor=cursor)]
    assert len(ids("")) == suggestion.MOST
    assert sorted(everything) == sorted(one.id for one in real.index.entities.values())


def test_types_and_properties(real: Reconciler) -> None:
    types = suggestion.types("", real.index)
    assert [(one.id, one.broader) for one in types[:4]] == [("Area", ""), ("Indicator", ""), ("Instrument", ""), ("Treaty", "Instrument")]
    assert all(one.labels.get("en") and one.labels.get("ru") for one in types)
    assert [one.id for one in suggestion.types("treat", real.index)] == ["Treaty"]
    assert "iso3" in {one.id for one in suggestion.properties("iso", real.index, kind="Area")}
    assert suggestion.properties("iso", real.index, kind="Body") == []
    assert [one.label("ru") for one in suggestion.properties("m49", real.index)] == ["UN M49"]
    assert {one.id for one in suggestion.properties("skos:exact", real.index)} == {"skos:exactMatch"}


def test_values_of_properties(real: Reconciler) -> None:
    asked = [
        ("iso3", 0),
        ("skos:exactMatch", 0),
        ("rdfs:label", 1),
        ("adopted", 0),
        ("monitors", 0),
        ("edition", 0),
        ("nothing", 0),
        ("position", 0),
    ]
    ids = ["area/KAZ", "instrument/CAT", "body/SPT", "https://w3id.org/hrmkg/area/ARM", "unknown", "vocab/indicator/population"]
    found = extension.extend(ids, asked, real.index)
    rows = {key: dict(zip((name for name, _ in asked), row, strict=True)) for key, row in found.rows.items()}
    assert list(rows) == ids
    assert rows["area/KAZ"]["iso3"] == [("str", "KAZ", "")]
    assert len(rows["area/KAZ"]["skos:exactMatch"]) == 4
    assert ("str", "http://www.wikidata.org/entity/Q232", "") in rows["area/KAZ"]["skos:exactMatch"]
    assert rows["area/KAZ"]["rdfs:label"] == [("str", "Kazakhstan", "en")]
    assert rows["instrument/CAT"]["adopted"] == [("date", "1984-12-10T00:00:00", "")]
    assert [cell.value.id for cell in rows["body/SPT"]["monitors"]] == ["instrument/OPCAT"]  # type: ignore[union-attr]
    assert rows["https://w3id.org/hrmkg/area/ARM"]["iso3"] == [("str", "ARM", "")]
    assert rows["vocab/indicator/population"]["position"] == [("int", 1, "")]
    assert rows["unknown"] == {name: [] for name, _ in asked}
    assert [one.label("en") for one in found.properties][:1] == ["ISO 3166-1 alpha-3"]


def test_proposed_properties_are_those_that_things_have(real: Reconciler) -> None:
    assert {"iso3", "m49", "skos:exactMatch", "rdfs:label"} <= {one.id for one in extension.proposed("Area", real.index)}
    assert "cetsNumber" not in {one.id for one in extension.proposed("Area", real.index)}
    assert extension.proposed("Unheard", real.index) == []
