"""What a column of values measures: said by a person or by a title that is a name, written as links and unit, refused where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from linked import Link

from kg.errors import InputError
from kg.linking import mapping_set

ROWS = "Country code,Year,Residents\nKAZ,2020,1\nPOL,2020,2\n"
TERM = "https://w3id.org/hrmkg/vocab/table/"
IND, UNIT, SKOS = "https://w3id.org/hrmkg/vocab/indicator/", "https://w3id.org/hrmkg/vocab/unit/", "http://www.w3.org/2004/02/skos/core#"
HEAD = f"PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX skos: <{SKOS}> "


def said(indicator: str, relation: str, unit: str = "", column: int = 2) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        column_ = document["tableSchema"]["columns"][column]
        for name, value in (("indicator", indicator), ("relation", relation), ("unit", unit)):
            if value:
                column_[f"{TERM}{name}"] = {"@id": value}

    return change


def test_what_a_person_says_is_linked_by_the_concept_of_the_measure(link: Link, correct: Callable[..., None]) -> None:
    assert link(ROWS).result.mapping.columns[2].indicator == ""
    correct(said(f"{IND}population", f"{SKOS}closeMatch", f"{UNIT}person"))
    done = link(ROWS)
    query = f"""ASK {{ ?o a qb:Observation ; qb:dataSet ?set ; ?m ?v . ?m a qb:MeasureProperty ;
        qb:concept ?c . ?c skos:closeMatch <{IND}population> .
        ?set <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> <{UNIT}person> }}"""
    assert done.store.query(HEAD + query)
    assert done.result.checked is not None
    assert not done.result.checked.results
    (found,) = [one for one in mapping_set.read(done.file("links.sssom.tsv")).mappings if one.object == f"{IND}population"]
    assert (found.predicate, found.justification) == (f"{SKOS}closeMatch", "semapv:ManualMappingCuration")


def test_a_title_that_is_a_name_is_linked_as_close_and_its_unit_is_left_to_a_person(link: Link) -> None:
    done = link(ROWS.replace("Residents", "Prison population"))
    column = done.result.mapping.columns[2]
    assert (column.indicator, column.relation, column.unit) == (f"{IND}prison-population", f"{SKOS}closeMatch", "")
    assert "name its unit" in column.reasons[-1]["en"]
    (found,) = [one for one in mapping_set.read(done.file("links.sssom.tsv")).mappings if one.object.startswith(IND)]
    assert found.justification == "semapv:LexicalMatching"
    assert not done.store.query(HEAD + "ASK { ?set <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> ?u }")


def test_a_title_that_is_only_similar_is_not_linked(link: Link) -> None:
    assert link(ROWS.replace("Residents", "Prison populations of today")).result.mapping.columns[2].indicator == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (said(f"{IND}nothing", f"{SKOS}closeMatch"), "no indicator of the graph"),
        (said(f"{IND}population", "http://www.w3.org/2002/07/owl#sameAs"), "has the relation"),
        (said(f"{IND}population", ""), "without a relation"),
        (said("", f"{SKOS}closeMatch"), "without a relation"),
        (said(f"{IND}population", f"{SKOS}closeMatch", f"{UNIT}parsec"), "no unit of the vocabulary"),
        (said(f"{IND}population", f"{SKOS}closeMatch", column=0), "is no value"),
    ],
)
def test_what_is_wrong_is_refused(link: Link, correct: Callable[..., None], change: Callable[[dict[str, Any]], None], words: str) -> None:
    link(ROWS)
    correct(change)
    with pytest.raises(InputError, match=words) as caught:
        link(ROWS)
    assert caught.value.code == "KG891"


def test_columns_of_years_say_the_same(link: Link, correct: Callable[..., None]) -> None:
    rows = "Country code,2019,2020\nKAZ,1,2\n"
    link(rows)
    correct(said(f"{IND}population", f"{SKOS}closeMatch", column=1))
    with pytest.raises(InputError, match="are one data set and differ"):
        link(rows)
    correct(said(f"{IND}population", f"{SKOS}closeMatch", column=2))
    assert link(rows).store.query(HEAD + f"ASK {{ ?m qb:concept ?c . ?c skos:closeMatch <{IND}population> }}")
