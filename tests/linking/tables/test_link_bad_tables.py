"""Bad input: each fault is told, counted and located, the good rows are kept, and the counts add up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from linked import Link

from kg.errors import InputError, KgError
from kg.linking.tables.remainder import harmless

HEADER = "iso3,year,value\n"
POL = "https://w3id.org/hrmkg/area/POL"


def test_no_header(link: Link) -> None:
    done = link("KAZ,2019,5\nPOL,2020,6\nUKR,2021,7\n")
    assert done.roles() == {"column_1": "state", "column_2": "year", "column_3": "value"}
    assert done.counts == (3, 0, 0, 0)
    assert any("no row is a header" in note["en"] for note in done.result.notes)
    assert done.metadata["dialect"]["headerRowCount"] == 0
    assert link("KAZ,2019,5\nPOL,2020,6\nUKR,2021,7\n").counts == (3, 0, 0, 0)


@pytest.mark.parametrize(
    ("table", "titles"),
    [
        (
            "Country,Year,Prison,\n,,Total,Women\nPoland,2020,5,1\nUkraine,2020,6,2\n",
            ["Country", "Year", "Prison / Total", "Prison / Women"],
        ),
        ("Country,Population,\n,2019,2020\nPoland,5,1\nUkraine,6,2\n", ["Country", "Population / 2019", "Population / 2020"]),
    ],
)
def test_merged_header_rows(link: Link, table: str, titles: list[str]) -> None:
    done = link(table)
    assert [column.title for column in done.result.mapping.columns] == titles
    assert done.counts == (2, 0, 0, 0)
    assert done.result.values == 4
    assert any("two rows" in note["en"] for note in done.result.notes)
    again = link(table)
    assert not again.result.proposed
    assert again.result.values == 4


def test_a_wide_table_has_a_period_a_column(link: Link) -> None:
    done = link("Country,Code,2019,2020 [YR2020]\nPoland,POL,5,1\nUkraine,UKR,6,..\n")
    periods = [column.period for _, column in done.result.mapping.of("value")]
    assert periods == ["2019", "2020"]
    assert done.result.values == 3
    query = 'ASK { ?o ?p "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> ; ?q <https://w3id.org/hrmkg/area/POL> }'
    assert done.store.query(query)


def test_mixed_encodings(link: Link) -> None:
    rows = ["Страна;Год;Число".encode(), "Казахстан;2019;5".encode(), "Польша;2019;6".encode(), "Украина;2019;7".encode("cp1251")]
    done = link(b"\n".join(rows) + b"\n")
    assert done.counts == (2, 0, 0, 1)
    assert [(row["line"], row["column"], row["code"]) for row in done.unlinked] == [("4", "Страна", "KG897")]
    assert any("lines in another encoding than utf-8, whose rows are listed: 1" in note["en"] for note in done.result.notes)


def test_mostly_another_encoding(link: Link) -> None:
    rows = ["Страна;Год;Число", "Казахстан;2019;5", "Польша;2019;6", "Беларусь;2019;6", "Таджикистан;2019;6"]
    done = link(b"\n".join(row.encode("cp1251") for row in rows) + "\nУкраина;2019;7\n".encode())
    assert done.result.encoding is not None
    assert done.result.encoding.name == "windows-1251"
    assert done.counts == (4, 0, 0, 1)
    assert done.unlinked[0]["line"] == "6"


@pytest.mark.parametrize("name", ["Congo", "Korea", "Georgia", "Конго", "корея"])
def test_ambiguous_names(link: Link, name: str) -> None:
    done = link(f"country,year,value\nPoland,2019,1\n{name},2019,2\n")
    assert done.counts == (1, 0, 1, 0)
    (row,) = done.unlinked
    assert (row["line"], row["column"], row["code"], row["outcome"]) == ("3", "country", "KG894", "ambiguous")
    assert " | " in row["candidates"]


@pytest.mark.parametrize(
    ("written", "outcome", "year"),
    [
        *[("2019", "linked", "2019"), ("2019 г.", "linked", "2019"), ("2019 год", "linked", "2019"), ("2019.0", "linked", "2019")],
        *[("2019/20", "ambiguous", ""), ("FY 2019", "ambiguous", ""), ("FY2019", "ambiguous", ""), ("2018-2019 гг.", "ambiguous", "")],
        *[("31.12.2019", "linked", "2019-12-31"), ("2019-12-31", "linked", "2019-12-31"), ("32.12.2019", "bad", ""), ("soon", "bad", "")],
        *[("0019", "bad", ""), ("", "bad", ""), ("99999", "bad", "")],
    ],
)
def test_years_as_text(link: Link, written: str, outcome: str, year: str) -> None:
    done = link(f"{HEADER}KAZ,2018,1\nPOL,2019,2\nKAZ,{written},3\n")
    assert done.result.counts[outcome] == (3 if outcome == "linked" else 1)
    if year:
        assert any(quad.object.value == year for quad in done.store if quad.predicate.value.endswith("refPeriod"))  # type: ignore[union-attr]
    else:
        assert done.unlinked[0]["line"] == "4"
        assert done.unlinked[0]["column"] == "year"


@pytest.mark.parametrize(
    ("cells", "values", "sure"),
    [
        (["1,5", "2,25"], ["1.5", "2.25"], True),
        (["1 234,5", "12"], ["1234.5", "12"], True),
        (["1\u00a0234,5", "12"], ["1234.5", "12"], True),
        (["1.234.567", "2.000,5"], ["1234567", "2000.5"], True),
        (["1,234,567", "2,000.5"], ["1234567", "2000.5"], True),
        (["-1,234,567", "\u22125"], ["-1234567", "-5"], True),
        (["1'234'567", "12"], ["1234567", "12"], True),
        (["1,234", "2,345"], ["1.234", "2.345"], False),
        (["1.5E+03", "7"], ["1500", "7"], True),
    ],
)
def test_decimal_commas_and_thousands(link: Link, cells: list[str], values: list[str], sure: bool) -> None:
    done = link("iso3;year;value\n" + "".join(f'KAZ;{2000 + at};"{cell}"\n' for at, cell in enumerate(cells)))
    measure = f"{done.result.mapping.namespace}property/value"
    found = [quad.object.value for quad in done.store.quads_for_pattern(None, None, None) if quad.predicate.value == measure]  # type: ignore[union-attr]
    assert sorted(map(float, found)) == sorted(map(float, values))
    reasons = " ".join(texts["en"] for _, column in done.result.mapping.of("value") for texts in column.reasons)
    assert ("two ways" in reasons) is not sure


def test_a_leading_zero_parts_no_thousands(link: Link) -> None:
    done = link("iso3;year;value\nKAZ;2019;0,125\nPOL;2019;0,250\n")
    assert "two ways" not in str([column.reasons for _, column in done.result.mapping.of("value")])
    assert done.result.mapping.columns[2].decimal == ","


def test_what_is_like_a_code_is_no_candidate(link: Link) -> None:
    done = link("iso2,year,value\nKZ,2019,1\nNA,2019,2\nDZ,2019,2\nPoland,2019,2\n")
    assert {row["written"]: row["candidates"] for row in done.unlinked} == {"NA": "", "DZ": "", "Poland": POL}


def test_titles_above_a_wide_table(link: Link) -> None:
    """The export of the World Development Indicators: lines about the file, then a header with a column a year."""
    head = (
        '"Data Source","Invented",\n\n"Last Updated Date","2026-01-01",\n\n"Country Name","Country Code","Indicator Name","2019","2020",\n'
    )
    done = link(head + '"Armenia","ARM","Population, total","5","6",\n"Aruba","ABW","Population, total","5","",\n')
    assert done.roles() == {
        "Country Name": "none",
        "Country Code": "state",
        "Indicator Name": "indicator",
        "2019": "value",
        "2020": "value",
    }
    assert done.counts == (1, 1, 0, 0)
    assert done.unlinked[0]["line"] == "7"
    assert done.result.values == 2


def test_answers_in_words_are_values_where_the_title_says_so(link: Link) -> None:
    done = link("country,year,answer\nPoland,2019,yes\nKazakhstan,2019,no\n")
    assert done.result.values == 2


def test_the_same_numbers_in_a_table_with_points_are_thousands(link: Link) -> None:
    done = link('iso3,year,value,rate\nKAZ,2000,"1,234",1.5\nKAZ,2001,"2,345",2.5\n')
    (style,) = {(column.decimal, column.group) for _, column in done.result.mapping.of("value") if column.name == "value"}
    assert style == (".", ",")


def test_duplicate_keys(link: Link) -> None:
    rows = ["KAZ,2019,5", "POL,2019,6", "KAZ,2019,7", "UKR,2019,8", "POL,2019,6.0", "UKR,2020,8"]
    done = link(HEADER + "\n".join(rows) + "\n")
    assert done.counts == (4, 0, 0, 2)
    assert [(row["line"], row["code"]) for row in done.unlinked] == [("2", "KG896"), ("4", "KG896")]
    assert "row 2" in done.unlinked[1]["why"]
    assert done.result.values == 3
    assert any("values that repeat an earlier row and are written once: 1," in note["en"] for note in done.result.counted)
    assert not any("KAZ" in str(quad.subject) and "observation" in str(quad.subject) for quad in done.store)


def test_two_spellings_of_one_state_are_one_key(link: Link) -> None:
    done = link("country,year,value\nKyrgyzstan,2019,5\nKyrgyz Republic,2019,6\n")
    assert done.counts == (0, 0, 0, 2)


def test_a_column_that_tells_twins_apart_becomes_a_key(link: Link) -> None:
    done = link("iso3,year,sex,value\nKAZ,2019,women,5\nKAZ,2019,men,7\nPOL,2019,women,5\nPOL,2019,men,9\n")
    assert done.roles()["sex"] == "dimension"
    assert done.counts == (4, 0, 0, 0)


def test_formulas_in_csv_stay_text(link: Link) -> None:
    formula = '=HYPERLINK("http://example.org/?"&A1)'
    quoted = '"' + formula.replace('"', '""') + '"'
    done = link(f"country,year,value,note\nPoland,2019,5,{quoted}\n{quoted},2019,6,x\nUkraine,2019,-7,@SUM(A1)\n")
    assert done.counts == (2, 1, 0, 0)
    assert any(note["en"].startswith("cells that begin like a formula and are kept as text: 3,") for note in done.result.counted)
    text = done.file("unlinked.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ',"=HYPERLINK' not in text
    assert ",=" not in text


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-2+3*cmd|' /C calc'!A0", "@A1", "\t=1", "\r=1"])
def test_what_would_be_a_formula_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+1,5", "-1 234", "x=1", "", "5"])
def test_numbers_and_words_stay(cell: str) -> None:
    assert harmless(cell) == cell


def test_rows_of_another_width(link: Link) -> None:
    done = link(HEADER + "KAZ,2019,5\nPOL,2019\nUKR,2019,5,6\nBLR,2019,5,\n")
    assert done.counts == (2, 0, 0, 2)
    assert [(row["line"], row["code"], row["column"]) for row in done.unlinked] == [("3", "KG897", ""), ("4", "KG897", "")]


def test_a_cell_of_several_lines_keeps_the_places_right(link: Link) -> None:
    done = link('iso3,year,value,note\nKAZ,2019,5,"a\nb\nc"\nPOL,2019,many,d\nUKR,2019,5,e\nBLR,2019,5,f\nRUS,2019,5,f\nMDA,2019,5,f\n')
    assert [(row["line"], row["written"]) for row in done.unlinked] == [("5", "many")]


def test_missing_words_and_bad_numbers(link: Link) -> None:
    rows = ["KAZ,2019,n/a", "POL,2019,нет данных", "UKR,2019,7", "BLR,2019,many", "RUS,2019,1", "MDA,2019,2", "ARM,2019,3", "TJK,2019,4"]
    done = link(HEADER + "\n".join(rows) + "\n")
    assert done.counts == (7, 0, 0, 1)
    assert done.result.missing == 2
    assert done.unlinked[0]["written"] == "many"


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n,,\n", "iso3,year,value\n", "\ufeff"])
def test_an_empty_file(link: Link, content: str) -> None:
    with pytest.raises(InputError, match="KG890"):
        link(content)


def test_a_table_without_a_state_leaves_a_mapping_to_correct(link: Link, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"KG890.*no column is the state"):
        link("city,year,value\nParis,2019,5\nRome,2019,6\n")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["table.csv", "table.csv-metadata.json"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("table.pdf", b"%PDF-1.7"),
        ("table", b"iso3,year\n"),
        ("table.csv", b"iso3,year\0value\nKAZ,2019\n"),
        ("table.csv", b'iso3,year\nKAZ,"' + b"x" * 1_100_000),
        ("table.xlsx", b"PK not a workbook"),
        ("table.json", b"{}"),
        ("table.json", b'[{"iso3": "KAZ"'),
        ("table.json", b"[1, 2]"),
        ("table.ttl", b"<a> <b> "),
        ("table.ttl", b""),
    ],
)
def test_what_is_no_table(link: Link, tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(KgError, match="KG890") as caught:
        link(content, name)
    assert str(tmp_path / name) in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_cannot_be_written(link: Link, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(KgError, match="KG501"):
        link(HEADER + "KAZ,2019,5\n", output=tmp_path / "taken")


def test_counts_add_up_and_every_row_is_listed(link: Link) -> None:
    states = ["KAZ", "Congo", "Atlantis", "POL", ""]
    years = ["2019", "2019/20", "never"]
    values = ["1", "x", ""]
    rows = [(s, y, v) for s in states for y in years for v in values]
    body = "".join(f"{s},{y},{v}\n" for s, y, v in rows)
    done = link("country,year,value\n" + "Poland,2001,1\n" * 1 + body)
    found = done.result.counts
    assert sum(found.values()) == done.result.rows == len(rows) + 1
    listed = Counter(row["outcome"] for row in done.unlinked)
    assert {name: found[name] for name in ("unmatched", "ambiguous", "bad")} == listed
    assert sum(group.count for group in done.result.groups) == len(done.unlinked)
