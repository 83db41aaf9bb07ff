"""Dates of treaty acts in a gain: what agrees, contradicts, cannot be compared or stands alone, both sides with their source."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg import gaining
from kg.gaining import Gain, acts, page, structured, text, wording
from kg.linking.tables import run
from kg.linking.tables.result import Request
from kg.querying import question

SCHEMA = json.loads((Path(gaining.__file__).parent / "gain.schema.json").read_text(encoding="utf-8"))
TABLE = """Country,CAT ratification,OPCAT ratification,CAT signature
KAZ,1998-08-26,2008-10-22,1997-01-01
BLR,1987-03-14,2010,1985
ARM,1994,2006,
POL,1989,14.09.2005,
"""


def linked(folder: Path, table: str) -> Path:
    path = folder / "acts.csv"
    path.write_text(table, encoding="utf-8")
    run.run(Request(path, namespace="https://example.org/acts/"))
    return path


def counts(gain: Gain) -> dict[str, int]:
    """Pairs by list; the document is valid, and reasons and lists add up."""
    said = json.loads(structured.write(gain))
    jsonschema.validate(said, SCHEMA)
    found = {name: one["count"] for name, one in said["acts"].items() if isinstance(one, dict)}
    for name in ("dateOnly", "notComparable", "alone", "lacking"):
        assert sum(reason["count"] for reason in said["acts"][name]["reasons"]) == found[name]
    return {"dates": said["acts"]["dates"], "agrees": said["acts"]["agrees"], **found}


def pair(gain: Gain, name: str, area: str) -> dict[str, Any]:
    (found,) = [one for one in structured.document(gain)["acts"][name]["pairs"] if one["area"].endswith(area)]
    return dict(found)


@pytest.fixture(scope="module")
def found(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Gain:
    """What the table gains."""
    return gaining.gain([linked(tmp_path_factory.mktemp("acts"), TABLE)], build)


def test_both_sides_are_shown_with_source_and_year(found: Gain) -> None:
    assert counts(found) == {"dates": 10, "agrees": 4, "contradicts": 2, "dateOnly": 2, "notComparable": 1, "alone": 1, "lacking": 3}
    assert found.exit_code == 1
    contradictions = structured.document(found)["acts"]["contradicts"]["pairs"]
    ours, recorded = sorted(contradictions, key=lambda one: one["ours"]["act"] is None)
    assert (ours["theirs"]["date"], ours["ours"]["earliest"], ours["ours"]["latest"]) == ("1987-03-14", "1987-03-13", "1987-03-13")
    assert ours["theirs"]["place"] == {"file": "acts.csv", "row": 3, "column": 2, "title": "CAT ratification"}
    assert ours["theirs"]["source"] == "CAT ratification"
    assert "treaties/4-9.csv" in ours["ours"]["source"]
    assert (ours["ours"]["status"]["en"], ours["ours"]["asOf"]) == ("party", 2022)
    # The depositary lists no act of the state, as of 2022; the partner has one of 2010.
    assert (recorded["theirs"]["date"], recorded["ours"]["status"]["ru"], recorded["ours"]["asOf"]) == ("2010", "действий нет", 2022)
    assert recorded["ours"]["thing"].endswith("record/BLR-OPCAT")


def test_kinds_of_acts_in_a_column_are_compared_as_those_in_titles(build: Path, tmp_path: Path, found: Gain) -> None:
    head, *rows = [line.split(",") for line in TABLE.splitlines()]
    cells = [(state, *title.split(), date) for state, *dates in rows for title, date in zip(head[1:], dates, strict=True) if date]
    rows_of_acts = "".join(f"{state},{treaty},{kind},{date}\n" for state, treaty, kind, date in cells)
    # What follows an act is not compared with one.
    table = f"Country,Treaty,Action,Date\n{rows_of_acts}KAZ,OPCAT,Entry into force,2008-11-21\n"
    again = gaining.gain([linked(tmp_path, table)], build)
    before = counts(found)
    assert counts(again) == {**before, "dates": before["dates"] + 1, "notComparable": before["notComparable"] + 1}
    assert (again.findings.observations, again.findings.alone, again.findings.pairs) == (0, [], {})


def test_another_form_of_consent_is_no_contradiction(found: Gain) -> None:
    same_day = pair(found, "dateOnly", "KAZ")
    assert (same_day["theirs"]["act"]["en"], same_day["ours"]["act"]["en"]) == ("ratification", "accession")
    other_day = pair(found, "notComparable", "ARM")
    assert other_day["why"]["en"] == "another form of consent, on another day"
    alone = pair(found, "alone", "KAZ")
    assert (alone["why"]["en"], alone["theirs"]["act"]["en"], alone["ours"]["status"]["en"]) == (
        "we have no act of this kind",
        "signature",
        "party",
    )


def test_what_is_newer_than_our_record_is_no_contradiction(build: Path, tmp_path: Path) -> None:
    # The record of Belarus is as of 2022: no action.
    titles = "Country,OPCAT ratification,OPCAT accession,Succession to OPCAT,OPCAT signature"
    found = gaining.gain([linked(tmp_path, f"{titles}\nBLR,2022-06-01,2023-01-01,2024,2021-12-31\n")], build)
    assert counts(found) == {"dates": 4, "agrees": 0, "contradicts": 1, "dateOnly": 0, "notComparable": 3, "alone": 0, "lacking": 0}
    said = structured.document(found)["acts"]
    assert [reason["why"]["en"] for reason in said["notComparable"]["reasons"]] == ["within or after the year of our record"]
    assert [one["theirs"]["date"] for one in said["contradicts"]["pairs"]] == ["2021-12-31"]


def test_an_entry_into_force_is_not_compared_with_an_act(build: Path, tmp_path: Path) -> None:
    found = gaining.gain([linked(tmp_path, "Country,Entry into force of OPCAT\nKAZ,2008-11-21\n")], build)
    assert (counts(found)["notComparable"], counts(found)["contradicts"]) == (1, 0)


def test_dates_of_acts_are_no_values_and_the_report_says_what_it_did(found: Gain) -> None:
    assert (found.findings.observations, found.findings.alone, found.findings.pairs) == (0, [], {})
    for language, said in (
        ("en", "are compared with our acts and with the depositary's records"),
        ("ru", "сравниваются с нашими действиями"),
    ):
        report = text.write(found, language)
        assert said in report
        assert wording.head("act-contradictions")[language] in report
        assert "acts.csv:3:2, CAT ratification" in report
    assert "there is nothing to compare" not in text.write(found, "en")
    assert "Договорные действия рядом с нашими" in page.write(found, "ru")


def test_every_reason_of_the_question_has_a_next_step() -> None:
    said = question.find(acts.QUESTION).sparql
    verdicts = {acts.AGREES, acts.DATE, acts.CONTRADICTS, acts.APART, acts.ALONE}
    reasons = set(re.findall(r'"([a-z]+(?:,? [a-z]+)+)"', said.partition("SELECT")[2])) - verdicts
    assert len(reasons) == 15
    for why in reasons:
        assert wording.step(why)["ru"] != wording.step(why)["en"]
        assert wording.spoken(why)["ru"] != why
