"""What a partner is told to write next: the file, the column, the line, which then does what was said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from linked import Link

from kg.linking.tables import account
from kg.linking.tables.result import Request

POPULATION = "https://w3id.org/hrmkg/vocab/indicator/prison-population"
LINE = re.compile(r'\("name": "(\w+)"\): [^\n]*?(?:entry|,) ("https[^\n]*?)(?:; or|\n)')
Correct = Callable[[Callable[[dict[str, Any]], None]], None]


def told(done: Any, language: str = "en") -> str:
    """The account of a run."""
    return account.text(done.result, Request(done.path, language=language))


def measure(done: Any, name: str) -> Any:
    """What the mapping says of the indicator of a column."""
    column = next(one for one in done.metadata["tableSchema"]["columns"] if one["name"] == name)
    return column.get("https://w3id.org/hrmkg/vocab/table/indicator")


@pytest.mark.parametrize(
    ("title", "name"), [("Prison population", "prison_population"), ("Численность заключённых", "chislennost_zaklyuchennykh")]
)
def test_a_title_that_names_an_indicator_proposes_it_with_the_reason(link: Link, title: str, name: str) -> None:
    done = link(f"country,year,{title}\nPoland,2019,5\n")
    assert measure(done, name) == {"@id": POPULATION}
    assert f"'{title}' is a name of our indicator 'Prison population': linked as close" in told(done)
    assert f'column \'{title}\' ("name": "{name}"): its unit' in told(done)
    assert '{"@id": "https://w3id.org/hrmkg/vocab/unit/person"}' in told(done)
    assert "skos:closeMatch\tind:prison-population" in done.file("links.sssom.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["Prisoners", "Тюремное население, чел."])
def test_what_is_only_similar_is_proposed_and_not_taken(link: Link, title: str) -> None:
    done = link(f'country,year,"{title}"\nPoland,2019,5\n')
    assert measure(done, done.result.mapping.columns[2].name) is None
    assert "ind:" not in done.file("links.sssom.tsv").read_text(encoding="utf-8").partition("object_id")[2]
    for language, said in (("en", "what is only similar is not linked"), ("ru", "не связывается")):
        assert POPULATION in told(done, language)
        assert said in told(done, language)


def test_the_line_that_is_told_does_what_it_says(link: Link, correct: Correct) -> None:
    done = link("country,year,Prisoners\nPoland,2019,5\nUkrayne,2019,6\nUkrayne,2020,7\nZembla,2020,7\n")
    said = told(done)
    assert f"Next: write into {done.path}-metadata.json, and run kg link {done.path.name} again" in said
    lines = {
        key: json.loads("{" + line + "}")
        for key, line in re.findall(r'\("name": "(\w+)"\): [^\n]*?(?:entry|,) ("https[^\n]*?)(?:; or|\n)', said)
    }
    assert set(lines) == {"country", "prisoners"}

    def change(document: dict[str, Any]) -> None:
        for column in document["tableSchema"]["columns"]:
            column |= lines.get(column["name"], {})

    correct(change)
    again = link(done.path)
    assert again.counts == (3, 1, 0, 0)
    assert lines["country"]["https://w3id.org/hrmkg/vocab/table/decision"][0]["https://w3id.org/hrmkg/vocab/table/accepted"][
        "@id"
    ].endswith("/UKR")
    named = lines["prisoners"]["https://w3id.org/hrmkg/vocab/table/indicator"]["@id"].rpartition("/")[2]
    assert f"closeMatch\tind:{named}" in again.file("links.sssom.tsv").read_text(encoding="utf-8")
    assert "Next: " in told(again), "its unit"
    assert "Ukrayne" not in told(again)
    assert again.result.exit_code == 0, "Zembla is none of ours and needs no decision"


def test_a_column_that_is_settled_needs_no_advice(link: Link) -> None:
    assert "Next: " not in told(link("country,year,Length of beards\nPoland,2019,5\n"))


def test_missing_values_are_counted_with_their_rows(link: Link) -> None:
    rows = "".join(f"Poland,{year},{'..' if year % 2 else 5},{6 if year != 2003 else 'n/a'}\n" for year in range(2000, 2016))
    said = told(link(f"country,year,a,b\n{rows}"))
    assert "missing values, which make no observation: 9" in said
    assert "missing in column 'a': 8, in rows 3, 5, 7, 9, 11 …" in said
    assert "missing in column 'b': 1, in rows 5\n" in said
