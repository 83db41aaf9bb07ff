"""The same rows in every form of file; workbooks with formulas; and tables of a million rows in memory that does not grow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from linked import Link

from kg.errors import InputError

ROWS = [("KAZ", "2019", "5"), ("POL", "2020", "6.5"), ("UKR", "2021", "7"), ("XYZ", "2021", "8")]
SDMX = "http://purl.org/linked-data/sdmx/2009/dimension#"
OWN = "https://example.org/data/"


def csv_with(delimiter: str) -> bytes:
    return "".join(delimiter.join(row) + "\r\n" for row in (("iso3", "year", "value"), *ROWS)).encode()


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["iso3", "year", "value"])
    for state, year, value in ROWS:
        sheet.append([state, int(year), float(value)])
    book.save(path)


TURTLE = "".join(
    f"<urn:o:{at}> a <http://purl.org/linked-data/cube#Observation> ; <urn:p:iso3> '{s}' ; <urn:p:value> {v} ; <urn:p:year> '{y}' .\n"
    for at, (s, y, v) in enumerate(ROWS)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", csv_with(",")),
        ("t.tsv", csv_with("\t")),
        ("t.csv", csv_with(";")),
        ("t.csv", csv_with("|")),
        ("t.csv", b"\xef\xbb\xbf" + csv_with(",")),
        ("t.csv", csv_with(";").decode().encode("utf-16")),
        ("t.json", json.dumps([dict(zip(("iso3", "year", "value"), row, strict=True)) for row in ROWS]).encode()),
        ("t.json", json.dumps({"data": [{"iso3": s, "year": int(y), "value": float(v)} for s, y, v in ROWS]}).encode()),
        ("t.ttl", TURTLE.encode()),
        ("t.xlsx", b""),
    ],
)
def test_the_same_rows_in_every_form(link: Link, tmp_path: Path, name: str, content: bytes) -> None:
    if name == "t.xlsx":
        workbook(tmp_path / name)
        content = (tmp_path / name).read_bytes()
    done = link(content, name, namespace=OWN)
    assert done.counts == (3, 1, 0, 0)
    query = f"SELECT ?a ?y ?v {{ ?o <{SDMX}refArea> ?a ; <{SDMX}refPeriod> ?y ; <{OWN}property/value> ?v }}"
    found = {(row["a"].value[-3:], row["y"].value, float(row["v"].value)) for row in done.store.query(query)}
    assert found == {(s, y, float(v)) for s, y, v in ROWS[:3]}
    again = link(content, name)
    assert (again.counts, again.result.proposed) == (done.counts, False)


def test_states_in_rdf_may_be_iris_of_lists(link: Link) -> None:
    areas = ("http://metadata.un.org/sdg/codes/geoArea/398", "https://w3id.org/hrmkg/area/POL", "http://www.wikidata.org/entity/Q212")
    done = link("".join(f"<urn:o:{at}> <urn:p:place> <{iri}> ; <urn:p:n> {at} .\n" for at, iri in enumerate(areas)), "t.ttl")
    assert done.roles()["urn:p:place"] == "state"
    assert done.counts == (3, 0, 0, 0)


def test_m49_with_and_without_zeros(link: Link) -> None:
    done = link("m49,year,value\n51,2019,1\n051,2020,2\n398,2019,3\n")
    assert done.counts == (3, 0, 0, 0)


def test_numbers_are_no_codes_only_because_some_are(link: Link) -> None:
    done = link("country,year,cases\nPoland,2019,616\nUkraine,2019,804\nKazakhstan,2019,12\n")
    assert done.roles() == {"country": "state", "year": "year", "cases": "value"}


def test_a_formula_stands_for_its_stored_value_or_is_told(link: Link, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    workbook(path)
    book = openpyxl.load_workbook(path)
    book["Data"]["C3"] = "=1+2"  # openpyxl calculates nothing: no value is stored
    book.save(path)
    done = link(path)
    assert done.counts == (2, 1, 0, 1)
    row = next(row for row in done.unlinked if row["outcome"] == "bad")
    assert (row["line"], row["column"], row["code"], row["written"]) == ("3", "value", "KG897", "'=1+2")
    _store_value(path)
    path.with_name("t.xlsx-metadata.json").unlink()
    assert link(path).counts == (3, 1, 0, 0)


def _store_value(path: Path) -> None:
    """Puts the value 3 beside the formula, as a spreadsheet program does."""
    import re
    import zipfile

    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in files if name.startswith("xl/worksheets/"))
    changed = re.sub(rb"<f>1\+2</f><v\s*/>|<f>1\+2</f><v></v>", b"<f>1+2</f><v>3</v>", files[name])
    assert changed != files[name]
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in (files | {name: changed}).items():
            archive.writestr(each, content)


def test_merged_cells_and_titles_in_a_workbook(link: Link, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["An invented table"])
    sheet.append(["Country", "Year", "Prison", None])
    sheet.append([None, None, "Total", "Women"])
    sheet.merge_cells("C2:D2")
    sheet.append(["Poland", 2019, 5, 1])
    sheet.append(["Ukraine", 2019, 6, 2])
    book.save(path)
    done = link(path)
    assert list(done.roles()) == ["Country", "Year", "Prison / Total", "Prison / Women"]
    assert (done.counts, done.result.values) == ((2, 0, 0, 0), 4)
    again = link(path)
    assert (again.result.proposed, again.counts, again.result.values) == (False, (2, 0, 0, 0), 4)


def test_another_sheet_and_none(link: Link, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    workbook(path)
    with pytest.raises(InputError, match=r"KG890.*'Gone'"):
        link(path, sheet="Gone")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(InputError, match=r"KG890.*empty"):
        link(tmp_path / "empty.xlsx")


def table(path: Path, rows: int) -> None:
    states = ("ARM", "BLR", "KAZ", "KGZ", "MDA", "POL", "RUS", "TJK", "UKR", "CAN")
    with path.open("w", encoding="utf-8") as file:
        file.write("iso3,year,site,value\n")
        file.writelines(f"{states[at % 10]},{1900 + at // 10 % 100},s{at // 1000},{at}\n" for at in range(rows))


PEAK = "import resource, sys\nfrom kg import cli\ncode = cli.main(['link', sys.argv[1], '--format', 'nq'])\n"
PEAK += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\nsys.exit(code)"


def test_memory_does_not_grow_with_rows(tmp_path: Path) -> None:
    peaks = []
    for rows in (25_000, 150_000):
        path = tmp_path / f"{rows}.csv"
        table(path, rows)
        ran = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, encoding="utf-8", check=False, timeout=300)
        assert ran.returncode == 0, ran.stderr
        assert f"rows: {rows} = {rows * 9 // 10} linked + {rows // 10} unmatched + 0 ambiguous + 0 bad" in ran.stdout
        peaks.append(int(ran.stdout.splitlines()[-1]))
    assert peaks[1] < 1.1 * peaks[0], peaks
