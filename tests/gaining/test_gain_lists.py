"""What a gain lists: agreements with both sources by name, days as days, each question once, and commands that name real files."""

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

TERM, BASE = "https://w3id.org/hrmkg/vocab/table/", "https://w3id.org/hrmkg/vocab/"
SCHEMA = json.loads((Path(gaining.__file__).parent / "gain.schema.json").read_text(encoding="utf-8"))
ROWS = "Country code,Year,Residents\nKAZ,2020,19482117\n"
ROWS += "KAZ,31.12.2021,12345678\nKAZ,2022-01-01,20034609\nKAZ,2022,1.5\nKAZ,1999,14900001\nKAZ,2019,\n"


@pytest.fixture(scope="module")
def found(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Gain:
    path = tmp_path_factory.mktemp("gain") / "people.csv"
    path.write_text(ROWS, encoding="utf-8")
    run.run(Request(path, namespace="https://example.org/people/"))
    mapping = path.with_name("people.csv-metadata.json")
    document = json.loads(mapping.read_text(encoding="utf-8"))
    said = {
        "indicator": f"{BASE}indicator/population",
        "relation": "http://www.w3.org/2004/02/skos/core#closeMatch",
        "unit": f"{BASE}unit/person",
    }
    document["tableSchema"]["columns"][2] |= {f"{TERM}{name}": {"@id": value} for name, value in said.items()}
    mapping.write_text(json.dumps(document), encoding="utf-8")
    return gaining.gain([path], build)


@pytest.fixture(scope="module")
def said(found: Gain) -> dict[str, Any]:
    document = json.loads(structured.write(found))
    jsonschema.validate(document, SCHEMA)
    return dict(document)


def test_agreements_are_listed_with_both_sources_by_name(found: Gain, said: dict[str, Any]) -> None:
    agrees = said["values"]["agrees"]
    assert agrees["count"] == len(agrees["pairs"]) == 1
    (pair,) = agrees["pairs"]
    assert pair["theirs"]["place"] == {"file": "people.csv", "row": 2, "column": 3, "title": "Residents"}
    assert (pair["theirs"]["value"], pair["ours"]["value"]) == ("19482117", "19482117")
    assert pair["ours"]["source"] == "https://w3id.org/hrmkg/reference/population"
    assert "World Bank SP.POP.TOTL" in pair["ours"]["title"]["en"]
    assert "Всемирный банк" in pair["ours"]["title"]["ru"]
    assert "World Bank" in pair["ours"]["publisher"]["en"]
    for written in (text.write(found, "en"), page.write(found, "en")):
        assert "Agreements" in written
        assert "ours 19482117 person, 2020 (Population, total (World Bank SP.POP.TOTL), 2015-2024, https://w3id.org/" in written


def test_a_statement_of_a_document_names_the_document_and_the_line(found: Gain, said: dict[str, Any]) -> None:
    pair = next(one for one in said["values"]["notComparable"]["pairs"] if one["ours"]["passage"])
    assert pair["ours"]["title"]["en"] == "Kazakhstan, torture prevention profile, edition 2022"
    document = Path(__file__).resolve().parents[2] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt"
    assert "19 126 000" in document.read_text(encoding="utf-8").split("\n")[pair["ours"]["line"] - 1].replace("\xa0", " ")
    assert f"line {pair['ours']['line']} of the document" in text.write(found, "en")


def test_a_day_stays_a_day_and_contradicts_no_year(found: Gain, said: dict[str, Any]) -> None:
    assert said["values"]["contradicts"] == {"count": 0, "pairs": []}
    assert found.exit_code == 0
    apart = [one for one in said["values"]["notComparable"]["pairs"] if one["why"]["en"] == "theirs is of one day and ours of a year"]
    assert sorted((one["theirs"]["day"], one["theirs"]["year"], one["ours"]["from"]) for one in apart) == [
        ("2021-12-31", 2021, 2021),
        ("2022-01-01", 2022, 2022),
    ]
    for written in (text.write(found, "en"), page.write(found, "ru")):
        assert "2021-12-31" in written
        assert "2022-01-01" in written


def test_a_value_with_decimals_is_no_count(said: dict[str, Any]) -> None:
    why = {one["theirs"]["value"]: one["why"]["en"] for one in said["values"]["notComparable"]["pairs"] if one["ours"]["from"] == 2022}
    assert why["1.5"] == "theirs has decimals and our unit counts whole ones"


def test_each_question_is_told_once_and_what_stands_alone_is_no_gain(found: Gain, said: dict[str, Any]) -> None:
    names = [one["name"] for one in said["questions"] if one["gained"]]
    assert sorted(names) == sorted(set(names))
    assert {"partner-beside-ours", "partner-contradictions"} <= set(names)
    assert not {"ours-only", "partner-only"} & {one["name"] for one in said["questions"]}
    assert text.write(found, "en").count("What does a partner say beside what we say?") == 1


def test_what_to_do_names_the_real_files_and_blanks_have_a_name(found: Gain) -> None:
    written = text.write(found, "en")
    assert "kg query partner-beside-ours --with people.csv-data.ttl" in written
    assert "(empty cell)" in written
    assert "()" not in written
    assert "--with people.csv-data.ttl" in text.write(found, "ru")
