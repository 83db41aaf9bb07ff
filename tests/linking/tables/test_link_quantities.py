"""What a title says of its numbers: a share is no count, 99 may be counted, a bad cell is one cell, a state elsewhere needs no decision."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from linked import Link

from kg.linking.tables import account, naming, quantities
from kg.linking.tables.result import Request
from kg.vocabulary import vocabulary
from kg.vocabulary.loading import read_table

TERM, BASE = "https://w3id.org/hrmkg/vocab/table/", "https://w3id.org/hrmkg/vocab/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
Correct = Callable[..., None]


def told(done: Any) -> str:
    return account.text(done.result, Request(done.path))


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Prison population rate (per 100,000 of national population)", "per-100000-inhabitants"),
        ("Prison population per 100 000", "per-100000-inhabitants"),
        ("Pre-trial detainees / remand prisoners (%)", "percent"),
        ("Prison population, per cent", "percent"),
        ("Prison population ratio", ""),
        ("Prison population per capita", ""),
        ("Torture complaints index", ""),
        ("Тюремное население на 100 000 жителей", "per-100000-inhabitants"),
        ("Доля подследственных, %", "percent"),
        ("Уровень тюремного населения", ""),
        ("Индекс тюремного населения", ""),
    ],
)
def test_a_share_is_proposed_as_no_count_and_in_no_unit_of_counts(link: Link, title: str, unit: str) -> None:
    done = link(f'country,year,"{title}"\nKazakhstan,2019,210.5\nPoland,2019,190\n')
    column = done.result.mapping.columns[2]
    assert (column.role, column.indicator, column.unit) == ("value", "", "")
    assert "vocab/indicator/" not in told(done)
    assert "unit/person" not in told(done)
    assert "a share, a rate, a ratio or a score: it is not proposed" in told(done)
    assert quantities.unit(title) == (f"{BASE}unit/{unit}" if unit else "")


def test_a_share_is_proposed_for_an_indicator_that_is_one(link: Link) -> None:
    done = link("country,year,Share of torture cases\nKazakhstan,2019,49\n")
    assert done.result.mapping.columns[2].indicator == f"{BASE}indicator/share-of-torture-cases"
    assert link("country,year,Prison population\nKazakhstan,2019,49\n", "count.csv").result.mapping.columns[2].indicator


def test_a_share_in_persons_is_asked_about_with_its_true_unit(link: Link, correct: Correct) -> None:
    table = 'country,year,"Prison population rate (per 100,000)"\nKazakhstan,2019,210\n'
    link(table)

    def change(unit: str) -> Callable[[dict[str, Any]], None]:
        said = {"indicator": f"{BASE}indicator/prison-population", "relation": f"{SKOS}relatedMatch", "unit": f"{BASE}unit/{unit}"}
        terms = {f"{TERM}{key}": {"@id": value} for key, value in said.items()}
        return lambda document: document["tableSchema"]["columns"][2].update(terms)

    correct(change("person"))
    assert f'which counts whole things; name the true unit, such as "{TERM}unit": {{"@id": "{BASE}unit/per-100000-inhabitants"}}' in told(
        link(table)
    )
    correct(change("per-100000-inhabitants"))
    done = link(table)
    assert "name the true unit" not in told(done)
    query = f"ASK {{ ?set <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> <{BASE}unit/per-100000-inhabitants> }}"
    assert done.store.query(query)


def test_every_word_of_quantities_is_known_and_its_unit_too() -> None:
    for row in read_table(quantities.wording.folder() / "quantities.tsv"):
        assert row["kind"] in {quantities.SHARE, quantities.COUNT, quantities.SCALE, quantities.CODES}
        assert not row["unit"] or row["unit"] in vocabulary().units
        assert row["kind"] in quantities.said(row["wording"]), row["wording"]


# Missing values


def rows(*values: object) -> str:
    return "".join(f"Kazakhstan,{2000 + at},{value}\n" for at, value in enumerate(values))


def observed(done: Any) -> list[str]:
    return sorted(quad.object.value for quad in done.store if quad.predicate.value.endswith(done.result.mapping.columns[2].name))


@pytest.mark.parametrize("title", ["Torture complaints", "Жалобы на пытки", "Visits", "Alpha"])
def test_what_may_have_been_counted_stays_a_value_and_is_asked_about(link: Link, correct: Correct, title: str) -> None:
    table = f"country,year,{title}\n{rows(0, 1, 4, 2, 99, 88)}"
    done = link(table)
    assert observed(done) == ["0", "1", "2", "4", "88", "99"]
    assert f"column '{title}': 99 stands 1×, in rows 6; it is kept as a value" in told(done)
    line = '"null": ["", "88", "99"]'
    assert f"if 88 99 stand for missing values, {line}; if they were counted, nothing" in told(done)
    correct(lambda document: document["tableSchema"]["columns"][2].update(json.loads("{" + line + "}")))
    again = link(table)
    assert observed(again) == ["0", "1", "2", "4"]
    assert "88 99" not in told(again)


@pytest.mark.parametrize(("title", "name"), [("Score", "t.csv"), ("Балл", "t.csv"), ("INVENTED_A", "terror-scale.csv")])
def test_on_a_scale_such_numbers_are_missing(link: Link, title: str, name: str) -> None:
    done = link(f"country,year,{title}\n{rows(1, 2, 5, 3, 66, 99)}", name)
    assert done.result.missing == 2
    assert observed(done) == ["1", "2", "3", "5"]


def test_counts_in_a_table_of_a_scale_and_codes_of_missing_values_are_their_content(link: Link) -> None:
    assert link(f"country,year,Complaints\n{rows(1, 2, 99)}", "scale.csv").result.missing == 0
    assert link(f"country,year,Score\n{rows(1, 25, 999)}").result.missing == 0, "no bounded scale"
    codes = link(f"country,year,NA_Status_A\n{rows(0, 66, 88, 99)}", "scale-codes.csv")
    assert codes.result.missing == 0
    assert "stands" not in told(codes)


def test_a_negative_marker_beside_counts_is_missing(link: Link) -> None:
    assert link(f"country,year,Complaints\n{rows(0, 3, -99)}").result.missing == 1
    assert link(f"country,year,Change\n{rows(-2, 3, -99)}", "change.csv").result.missing == 0


# Cells


def test_a_bad_cell_is_listed_and_the_good_ones_beside_it_are_kept(link: Link) -> None:
    good = "".join(f"Kazakhstan,{year},1.5,2\n" for year in range(2000, 2010))
    done = link(f"country,year,Rate,Complaints\n{good}Poland,2019,2.5,many\nUkraine,2019,bad,worse\n")
    assert done.counts == (10, 0, 0, 2)
    assert done.result.values == 21
    assert [(row["line"], row["column"], row["written"]) for row in done.unlinked] == [
        ("12", "Complaints", "many"),
        ("13", "Rate", "bad"),
        ("13", "Complaints", "worse"),
    ]
    area = "?o <http://purl.org/linked-data/sdmx/2009/dimension#refArea> <https://w3id.org/hrmkg/area/"
    assert done.store.query(f"ASK {{ {area}POL> ; ?m 2.5 }}")
    assert not done.store.query(f"ASK {{ {area}UKR> }}")
    assert done.result.exit_code == 1
    assert "whose other values are kept: 1\n" in told(done)


def test_days_stay_days(link: Link) -> None:
    done = link("country,year,Complaints\nKazakhstan,2022-01-01,1\nKazakhstan,31.12.2022,2\nPoland,2022,3\n")
    found = done.store.query("SELECT ?p { ?o <http://purl.org/linked-data/sdmx/2009/dimension#refPeriod> ?p } ORDER BY STR(?p)")
    assert [(row["p"].value, row["p"].datatype.value.rpartition("#")[2]) for row in found] == [
        ("2022", "gYear"),
        ("2022-01-01", "date"),
        ("2022-12-31", "date"),
    ]


# States


def test_states_elsewhere_need_no_decision_and_what_is_like_ours_does(link: Link, correct: Correct) -> None:
    table = "country,year,Complaints\nKazakhstan,2019,1\nCongo,2019,2\nGermany,2019,3\nKorea,2019,4\n"
    done = link(table)
    assert done.result.exit_code == 0
    assert done.result.settled == 3
    assert "is none of the 9 states that we have data on (ARM, BLR, KAZ, KGZ, MDA, POL, RUS, TJK, UKR)" in told(done)
    assert "data/reference/areas.tsv" in told(done)
    assert "accept one" not in told(done)
    assert f"{TERM}decision" not in told(done)
    assert f"{TERM}decision" not in json.dumps(done.metadata)
    other = link("country,year,Complaints\nKazakhstan,2019,1\nKazakstan,2020,2\n", "other.csv")
    assert other.result.exit_code == 1
    assert '"@id": "https://w3id.org/hrmkg/area/KAZ"' in told(other)


def test_a_code_of_no_state_may_be_a_slip(link: Link) -> None:
    assert link("iso3,year,Complaints\nKAZ,2019,1\nPOL,2019,1\nDEU,2019,2\n", "codes.csv").result.exit_code == 0
    done = link("iso3,year,Complaints\nKAZ,2019,1\nPOL,2019,1\nKAX,2019,2\n", "slip.csv")
    assert done.result.exit_code == 1
    assert '{"@id": "<IRI>"}' in told(done)


def test_an_example_is_never_a_wrong_fact(link: Link) -> None:
    rows = "Kazakhstan,long ago,Length of beards,1\nPoland,2019,Prison population,2\nArmenia,2020,Population,3\n"
    done = link(f"country,year,indicator,value\n{rows}")
    said = told(done)
    assert "area/ARM" not in said
    assert '"2022"' not in said
    assert f'"{TERM}accepted": "YYYY"' in said or f'"{TERM}accepted": {{"@id": "<IRI>"}}' in said


def test_codes_of_another_list_are_what_the_reconciliation_knows() -> None:
    real = naming.installed()
    known = {code: real.state(code, "cow").iri.rpartition("/")[2] for code in ("KZK", "KYR", "MLD")}
    assert known == {"KZK": "KAZ", "KYR": "KGZ", "MLD": "MDA"}
    assert real.state("RUM", "cow").outcome == "unmatched", "no source names this code"
    assert real.state("POL", "cow").outcome == "unmatched", "a code of ISO is none of another list"
