"""Acts and records of ours that a partner's files lack: only of states and instruments that each file names, and never a contradiction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg import gaining
from kg.gaining import Gain, page, structured, text
from kg.linking.tables import run
from kg.linking.tables.result import Request

SCHEMA = json.loads((Path(gaining.__file__).parent / "gain.schema.json").read_text(encoding="utf-8"))
BASE = "https://w3id.org/hrmkg/"
PREFIXES = f"""@prefix qb: <http://purl.org/linked-data/cube#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix hrm: <{BASE}ontology#> . @prefix inst: <{BASE}instrument/> . @prefix own: <https://example.org/own/> .
own:about a qb:DimensionProperty . own:declared a qb:MeasureProperty ; qb:concept own:declaration .
own:declaration skos:closeMatch <{BASE}vocab/act-kind/declaration> .
own:CAT skos:exactMatch inst:CAT . own:procedure skos:exactMatch inst:ICCPR-OP1-procedure .
"""


def linked(folder: Path, table: str, name: str = "acts.csv") -> Path:
    path = folder / name
    path.write_text(table, encoding="utf-8")
    run.run(Request(path, namespace=f"https://example.org/{path.stem}/"))
    return path


def lacked(gain: Gain) -> dict[str, Any]:
    """The list; the document is valid, its counts add up, and nothing stands both in it and beside a date of the partner."""
    said = json.loads(structured.write(gain))
    jsonschema.validate(said, SCHEMA)
    found = said["acts"]["lacking"]
    assert sum(reason["count"] for reason in found["reasons"]) == found["count"] == len(found["acts"])
    beside = {row["ours"] for row in gain.findings.acts if "ours" in row and row["relation"] != "related"}
    assert not beside & {one["ours"]["thing"] for one in found["acts"]}
    return dict(found)


def named(gain: Gain) -> list[str]:
    return [one["ours"]["thing"].removeprefix(BASE) for one in lacked(gain)["acts"]]


def test_a_file_on_one_treaty_lacks_nothing_of_another(build: Path, tmp_path: Path) -> None:
    found = gaining.gain([linked(tmp_path, "Country,CAT ratification\nPOL,1989-07-26\nKAZ,1998\nARM,1993\n")], build)
    # Accession stands beside ratification; of the two without a signature we have none either.
    assert named(found) == ["act/POL-CAT-signature"]
    (one,) = lacked(found)["acts"]
    assert (one["state"]["ru"], one["area"], one["ours"]["act"]["ru"]) == ("Польша", f"{BASE}area/POL", "подписание")
    assert (one["ours"]["earliest"], one["ours"]["latest"], one["ours"]["status"]["en"]) == ("1986-01-13", "1986-01-13", "party")
    assert "treaties/4-9.csv" in one["ours"]["source"]
    assert one["why"]["en"] == "you have a date of this state and instrument, and none of this act"


def test_what_theirs_lacks_is_no_contradiction_and_is_told_in_both_languages(build: Path, tmp_path: Path) -> None:
    found = gaining.gain(
        [linked(tmp_path, "Country,CAT ratification,OPCAT ratification\nUKR,1987-02-24,\nPOL,1989-07-26,2005-09-14\n")], build
    )
    assert named(found) == [
        "act/POL-CAT-signature",
        "act/POL-OPCAT-signature",
        "act/UKR-CAT-signature",
        "act/UKR-OPCAT-ratification",
        "act/UKR-OPCAT-signature",
    ]
    assert [(reason["count"], reason["why"]["en"][:8]) for reason in lacked(found)["reasons"]] == [(3, "you have"), (2, "you name")]
    assert structured.document(found)["acts"]["contradicts"]["count"] == 0
    assert found.exit_code == 0
    for language, head, line in (
        (
            "en",
            "Treaty acts: ours that theirs lacks",
            "ratification, 2006-09-19 (deposit); depositary's record: party, as of 2022; source of ours: ",
        ),
        ("ru", "Договорные действия: есть у нас, нет у вас", "ратификация, 2006-09-19 (сдача на хранение); запись депозитария: участник, "),
    ):
        for written in (text.write(found, language), page.write(found, language).replace("&#39;", "'")):
            assert head in written
            assert line in written


@pytest.mark.check
def test_states_and_instruments_of_two_files_are_not_crossed(build: Path, tmp_path: Path) -> None:
    one = linked(tmp_path, "Country,CAT ratification\nPOL,1989-07-26\n", "one.csv")
    two = linked(tmp_path, "Country,OPCAT ratification\nUKR,2006-09-19\n", "two.csv")
    assert named(gaining.gain([one, two], build)) == ["act/POL-CAT-signature", "act/UKR-OPCAT-signature"]
    # What one file lacks and the other has is lacking nowhere.
    three = linked(tmp_path, "Country,CAT signature\nPOL,1986-01-13\n", "three.csv")
    assert named(gaining.gain([one, three], build)) == []


@pytest.mark.check
def test_an_entry_into_force_is_no_date_of_the_act(build: Path, tmp_path: Path) -> None:
    found = gaining.gain([linked(tmp_path, "Country,Entry into force of OPCAT\nKAZ,2008-11-21\n")], build)
    assert named(found) == ["act/KAZ-OPCAT-ratification", "act/KAZ-OPCAT-signature"]
    assert {reason["why"]["en"][:15] for reason in lacked(found)["reasons"]} == {"you have a date"}


def test_a_record_of_the_depositary_stands_where_we_have_no_act(build: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    rows = [("MDA", "CAT"), ("UKR", "procedure")]
    path.write_text(
        PREFIXES
        + "".join(
            f"own:{area} a qb:Observation ; qb:dataSet _:set ; dimension:refArea <{BASE}area/{area}> ; own:about own:{about} ;"
            ' own:declared "1993-05-12"^^xsd:date .\n'
            for area, about in rows
        )
        # Things of the partner's own, with our classes, are none of ours.
        + f"own:act a hrm:TreatyAct ; hrm:area <{BASE}area/MDA> ; hrm:instrument inst:CAT ; hrm:kind <{BASE}vocab/act-kind/signature> .\n"
        f"own:record a hrm:DepositaryRecord ; hrm:area <{BASE}area/UKR> ; hrm:instrument inst:CAT ;"
        f" hrm:recordStatus <{BASE}vocab/record-status/denounced> .\n",
        encoding="utf-8",
    )
    found = gaining.gain([path], build)
    assert named(found) == [
        "act/MDA-CAT-accession",
        "record/MDA-ICCPR-OP1-procedure",
        "act/UKR-CAT-ratification",
        "act/UKR-CAT-signature",
    ]
    record = lacked(found)["acts"][1]["ours"]
    assert (record["act"], record["earliest"], record["status"]["en"]) == (None, None, "declaration or reservation text")
    assert {one["ours"]["status"]["en"] for one in lacked(found)["acts"][2:]} == {"party"}
    assert "no such act; depositary's record: declaration or reservation text" in text.write(found, "en")


@pytest.mark.check
def test_a_partner_without_dates_of_acts_lacks_none(build: Path, tmp_path: Path) -> None:
    found = gaining.gain([linked(tmp_path, "Country code,Year,Residents\nKAZ,2020,19482117\n")], build)
    assert lacked(found) == {"count": 0, "reasons": [], "acts": []}
    assert "ours that theirs lacks" not in text.write(found, "en")
