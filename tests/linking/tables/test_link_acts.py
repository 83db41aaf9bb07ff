"""Columns of dates of treaty acts: recognised by their titles, read without guessing, and written with instrument and act."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linked import Link, Linked

from kg.errors import InputError
from kg.linking.tables import acts, day, metadata, naming, wording

OWN = "https://example.org/acts/"
TERM = "https://w3id.org/hrmkg/vocab/table/"
KIND = "https://w3id.org/hrmkg/vocab/act-kind/"
INST = "https://w3id.org/hrmkg/instrument/"
DATES = """
PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
SELECT ?area ?instrument ?kind ?date WHERE {
  ?measure a qb:MeasureProperty ; qb:concept ?concept . ?concept ?relation ?kind . FILTER(STRSTARTS(STR(?kind), "%s"))
  ?o a qb:Observation ; dimension:refArea ?area ; ?measure ?date .
  OPTIONAL {
    ?dimension a qb:DimensionProperty . ?o ?dimension ?about .
    ?about skos:exactMatch ?instrument . FILTER(STRSTARTS(STR(?instrument), "%s"))
  }
}"""


def dates(done: Linked) -> set[tuple[str, str, str, str]]:
    """state, instrument, act and date of every observation."""
    found = done.store.query(DATES % (KIND, INST))
    return {tuple("" if cell is None else cell.value.rpartition("/")[2] for cell in row) for row in found}  # type: ignore[misc]


LONG = """State,Treaty,Signature,Ratification/Accession
Kazakhstan,CAT,,1998-08-26
Kazakhstan,OPCAT,25.09.2007,22.10.2008
Belarus,IV-9,1985-12-19,1987
Ukraine,МПГПП,n/a,1973
Poland,Convention against Torture,13.01.1986,26/07/1989
"""


def test_a_long_table_names_the_instrument_in_a_column(link: Link) -> None:
    done = link(LONG, namespace=OWN)
    assert done.counts == (5, 0, 0, 0)
    assert done.roles() == {"State": "state", "Treaty": "instrument", "Signature": "value", "Ratification/Accession": "value"}
    assert dates(done) == {
        ("KAZ", "CAT", "consent-to-be-bound", "1998-08-26"),
        ("KAZ", "OPCAT", "signature", "2007-09-25"),
        ("KAZ", "OPCAT", "consent-to-be-bound", "2008-10-22"),
        ("BLR", "CAT", "signature", "1985-12-19"),
        ("BLR", "CAT", "consent-to-be-bound", "1987"),
        ("UKR", "ICCPR", "consent-to-be-bound", "1973"),
        ("POL", "CAT", "signature", "1986-01-13"),
        ("POL", "CAT", "consent-to-be-bound", "1989-07-26"),
    }
    written = {row["w"].value for row in done.store.query(f"SELECT ?w {{ ?o <{OWN}property/written> ?w }}")}
    assert written == {"25.09.2007", "22.10.2008", "13.01.1986", "26/07/1989"}
    links = done.file("links.sssom.tsv").read_text(encoding="utf-8")
    assert "own:instrument/IV-9\tIV-9\tskos concept\tskos:exactMatch\tinst:CAT" in links
    assert "own:measure/signature\tSignature\tskos concept\tskos:closeMatch\tactkind:signature\tsignature" in links
    assert done.result.checked is not None
    again = link(LONG)
    assert (again.result.proposed, dates(again)) == (False, dates(done))


def test_a_wide_table_names_it_in_the_titles_of_columns(link: Link) -> None:
    done = link(
        "Country,OPCAT ratification,Signature of the CAT,Entry into force of OPCAT\nKAZ,2008-10-22,,2008-11-21\nBLR,,1985,\n", namespace=OWN
    )
    assert dates(done) == {
        ("KAZ", "OPCAT", "ratification", "2008-10-22"),
        ("KAZ", "OPCAT", "consent-to-be-bound", "2008-11-21"),
        ("BLR", "CAT", "signature", "1985"),
    }
    said = {column["name"]: column for column in done.metadata["tableSchema"]["columns"]}
    assert said["opcat_ratification"][f"{TERM}instrument"] == {"@id": f"{INST}OPCAT"}
    assert said["opcat_ratification"][f"{TERM}act"] == {"@id": f"{KIND}ratification"}
    # What follows an act is no act.
    assert said["entry_into_force_of_opcat"][f"{TERM}relation"] == {"@id": "http://www.w3.org/2004/02/skos/core#relatedMatch"}
    assert said["signature_of_the_cat"]["datatype"] == "gYear"
    assert dates(link(done.path)) == dates(done)


def test_the_title_of_the_table_names_it_too(link: Link) -> None:
    table = (
        "Факультативный протокол к Конвенции против пыток: участие государств;;\n"
        "Страна;Дата подписания;Дата ратификации или присоединения\n"
        "Казахстан;25.09.2007;22.10.2008\nУкраина;;2006\n"
    )
    done = link(table, namespace=OWN)
    assert dates(done) == {
        ("KAZ", "OPCAT", "signature", "2007-09-25"),
        ("KAZ", "OPCAT", "consent-to-be-bound", "2008-10-22"),
        ("UKR", "OPCAT", "consent-to-be-bound", "2006"),
    }
    said = {column["titles"]: column for column in done.metadata["tableSchema"]["columns"] if "titles" in column}
    assert said["Дата подписания"]["datatype"] == {"base": "date", "format": "d.M.yyyy"}


def test_cells_of_dates_in_a_workbook(link: Link, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Country", "OPCAT", None])
    sheet.append([None, "Signature", "Ratification"])
    sheet.merge_cells("B1:C1")
    sheet.append(["KAZ", datetime.date(2007, 9, 25), datetime.datetime.fromisoformat("2008-10-22T00:00:00")])
    sheet.append(["POL", datetime.date(2004, 4, 5), 2005])
    book.save(tmp_path / "t.xlsx")
    done = link(tmp_path / "t.xlsx", namespace=OWN)
    assert dates(done) == {
        ("KAZ", "OPCAT", "signature", "2007-09-25"),
        ("KAZ", "OPCAT", "ratification", "2008-10-22"),
        ("POL", "OPCAT", "signature", "2004-04-05"),
        ("POL", "OPCAT", "ratification", "2005"),
    }


AMBIGUOUS = "Country,OPCAT ratification\nKAZ,22/10/2008\nPOL,03/04/2005\nUKR,05/05/2006\n"


def test_a_day_that_may_be_two_is_told_and_not_guessed(link: Link) -> None:
    done = link(AMBIGUOUS, namespace=OWN)
    assert done.counts == (2, 0, 1, 0)
    assert {row[3] for row in dates(done)} == {"2008-10-22", "2006-05-05"}
    (left,) = done.unlinked
    assert (left["code"], left["written"], left["candidates"]) == ("KG894", "03/04/2005", "2005-03-04 | 2005-04-03")
    (step,) = done.result.steps
    assert '"format": "dd/MM/yyyy"' in step["en"]
    assert "03/04/2005" in step["ru"]


@pytest.mark.parametrize(("form", "meant"), [("dd/MM/yyyy", "2005-04-03"), ("MM/dd/yyyy", "2005-03-04")])
def test_the_format_of_the_mapping_says_which_is_meant(link: Link, correct: Any, form: str, meant: str) -> None:
    table = "Country,OPCAT ratification\nPOL,03/04/2005\n"
    link(table, namespace=OWN)
    correct(lambda document: document["tableSchema"]["columns"][1].update(datatype={"base": "date", "format": form}))
    done = link(table)
    assert (done.counts, {row[3] for row in dates(done)}) == ((1, 0, 0, 0), {meant})


def test_a_decision_about_one_day_is_kept_and_repeated(link: Link, correct: Any) -> None:
    link(AMBIGUOUS, namespace=OWN)

    def decide(document: dict[str, Any]) -> None:
        (open_one,) = document["tableSchema"]["columns"][1][f"{TERM}decision"]
        assert open_one[f"{TERM}candidate"] == ["2005-03-04", "2005-04-03"]
        open_one[f"{TERM}accepted"] = "2005-04-03"

    correct(decide)
    for _ in range(2):
        assert ("POL", "OPCAT", "ratification", "2005-04-03") in dates(link(AMBIGUOUS))


@pytest.mark.parametrize("cell", ["31.02.2005", "long ago", "26/08/98", "2005-13-01", "1066", "13/13/2005"])
def test_what_is_no_day_and_no_year_is_bad(link: Link, cell: str) -> None:
    rows = "".join(f"{state},2001-01-0{n}\n" for n, state in enumerate(("KAZ", "KGZ", "POL", "UKR", "ARM"), 1))
    done = link(f"Country,OPCAT ratification\n{rows}BLR,{cell}\n", namespace=OWN)
    assert done.counts == (5, 0, 0, 1)
    assert [(row["code"], row["written"]) for row in done.unlinked] == [("KG895", cell)]


def test_an_instrument_that_is_not_ours_waits_for_a_decision(link: Link, correct: Any) -> None:
    table = "State,Treaty,Date of ratification\nKAZ,OPCAT,2008-10-22\nKAZ,Strange Pact,1999-01-01\n"
    done = link(table, namespace=OWN)
    assert done.counts == (1, 1, 0, 0)
    assert [(row["code"], row["column"]) for row in done.unlinked] == [("KG893", "Treaty")]
    correct(lambda document: document["tableSchema"]["columns"][1][f"{TERM}decision"][0].update({f"{TERM}nothing": True}))
    again = link(table)
    assert again.counts == (2, 0, 0, 0)
    assert ("KAZ", "", "ratification", "1999-01-01") in dates(again)


def test_two_dates_of_one_act_are_two_rows_that_contradict(link: Link) -> None:
    done = link("State,Treaty,Ratification\nKAZ,OPCAT,2008-10-22\nKAZ,ФПКПП,2009-10-22\nPOL,OPCAT,2005\n", namespace=OWN)
    assert done.counts == (1, 0, 0, 2)
    assert {row["code"] for row in done.unlinked} == {"KG896"}


def test_an_act_without_an_instrument_says_what_to_write(link: Link, correct: Any) -> None:
    table = "Country,Date of ratification\nKAZ,2008-10-22\n"
    done = link(table, namespace=OWN)
    assert dates(done) == {("KAZ", "", "ratification", "2008-10-22")}
    (step,) = done.result.steps
    assert f'"{TERM}instrument"' in step["en"]
    correct(lambda document: document["tableSchema"]["columns"][1].update({f"{TERM}instrument": {"@id": f"{INST}OPCAT"}}))
    again = link(table)
    assert (dates(again), again.result.steps) == ({("KAZ", "OPCAT", "ratification", "2008-10-22")}, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({f"{TERM}act": {"@id": f"{KIND}wedding"}}, "no kind of act of the vocabulary"),
        ({f"{TERM}instrument": {"@id": f"{INST}Nothing"}}, "no instrument of the graph"),
        ({f"{TERM}indicator": {"@id": "https://w3id.org/hrmkg/vocab/indicator/population"}}, "names an act and an indicator"),
        ({"datatype": "integer"}, "dates of acts and the datatype 'integer'"),
        ({"datatype": {"base": "date", "format": "yy.MM.dd"}}, "dates in the format 'yy.MM.dd'"),
        ({f"{TERM}role": "none"}, "is no value"),
        ({f"{TERM}decision": [{f"{TERM}written": "x", f"{TERM}accepted": "yesterday"}]}, "which is no day and no year"),
    ],
)
def test_a_mapping_that_says_wrong_things_of_an_act_is_refused(link: Link, correct: Any, change: dict[str, Any], said: str) -> None:
    link("Country,OPCAT ratification\nKAZ,2008-10-22\n", namespace=OWN)
    correct(lambda document: document["tableSchema"]["columns"][1].update(change))
    with pytest.raises(InputError, match="KG891") as caught:
        link("Country,OPCAT ratification\nKAZ,2008-10-22\n")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "act", "instrument"),
    [
        ("OPCAT ratification", "ratification", "OPCAT"),
        ("CAT / Date of accession", "accession", "CAT"),
        ("Ратификация Факультативного протокола", "ratification", ""),
        ("Дата присоединения к КПП", "accession", "CAT"),
        ("Ratification, accession(a), succession(d)", "consent-to-be-bound", ""),
        ("Ratification of the International Covenant on Civil and Political Rights", "ratification", "ICCPR"),
        ("Prison population", "", ""),
        ("CAT and CED: ratification", "ratification", ""),
    ],
)
def test_what_a_title_says(text: str, act: str, instrument: str) -> None:
    found = acts.title(text, naming.installed())
    assert (found.act.removeprefix(KIND), found.instrument.removeprefix(INST)) == (act, instrument)


@pytest.mark.parametrize("text", ["Signature and ratification of OPCAT", "CAT and CED: ratification", "Ratification of the constitution"])
def test_a_title_that_says_two_things_or_another_is_not_taken(link: Link, text: str) -> None:
    done = link(f'Country,"{text}"\nKAZ,2008-10-22\n', namespace=OWN)
    assert dates(done) == set()


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2100, 12, 31)))
def test_every_day_is_read_back(one: datetime.date) -> None:
    assert day.parse(one.isoformat()).value == one.isoformat()
    assert day.parse(one.strftime("%d.%m.%Y")).value == one.isoformat()
    for sign in "/-":
        assert day.parse(one.strftime(f"%d{sign}%m{sign}%Y"), "dd/MM/yyyy").value == one.isoformat()
        assert day.parse(one.strftime(f"%m{sign}%d{sign}%Y"), "MM/dd/yyyy").value == one.isoformat()
        unsaid = day.parse(one.strftime(f"%d{sign}%m{sign}%Y"))
        assert one.isoformat() in (unsaid.value, *unsaid.candidates)
        assert bool(unsaid.datatype) == (one.day > 12 or one.day == one.month)


def test_the_kinds_are_those_of_the_vocabulary() -> None:
    assert f"{KIND}ratification" in wording.kinds_of_acts()
    assert metadata.SUFFIX == "-metadata.json"
