"""RDF that is older than the table or the mapping beside it is told, and a table is no RDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg as package
from kg.errors import KgError, StaleWarning
from kg.linking.tables import run
from kg.linking.tables.result import Request
from kg.querying import partners

ROWS = "Country code,Year,Residents\nKAZ,2020,12345678\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "pop.csv"
    path.write_text(ROWS, encoding="utf-8")
    run.run(Request(path, namespace="https://example.org/pop/"))
    return path


def stale(build: Path, table: Path, form: str = "ttl") -> list[str]:
    with partners.beside(build, [table.with_name(f"pop.csv-data.{form}")]) as union:
        return [line.partition("pop.csv-data.")[2] for line in union.stale]


def opened(build: Path, rdf: Path) -> tuple[list[str], int]:
    with package.open(build, beside=[rdf]) as both:
        return both.notes, len(both.query("partner-only", {"area": "any", "indicator": "any"}))


def test_rdf_that_was_just_made_is_told_as_new_in_both_forms(build: Path, table: Path) -> None:
    assert stale(build, table) == []
    run.run(Request(table))
    assert stale(build, table) == [], "the mapping is now one that was obeyed"
    run.run(Request(table, form="nq"))
    assert stale(build, table, "nq") == []


@pytest.mark.parametrize("name", ["pop.csv", "pop.csv-metadata.json"])
def test_a_table_or_a_mapping_that_changed_is_named_with_what_to_run(build: Path, table: Path, name: str, kg: Any) -> None:
    changed = table.with_name(name)
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert stale(build, table) == [f"ttl was made of another {name} than the one beside it, and answers as that was; run: kg link pop.csv"]
    done = kg("query", "partner-only", "--store", build, "--with", f"{table}-data.ttl", "--format", "json")
    assert done.returncode == 0
    assert f"was made of another {name}" in done.stderr
    (note,) = json.loads(done.stdout)["notes"]
    assert f"another {name}" in note


@pytest.mark.parametrize("name", ["pop.csv", "pop.csv-metadata.json"])
def test_python_is_warned_as_the_command_line_is(build: Path, table: Path, name: str) -> None:
    rdf = table.with_name("pop.csv-data.ttl")
    with package.open(build, beside=rdf) as both:  # a warning would be an error
        assert both.notes == []
    changed = table.with_name(name)
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    told = f"{rdf} was made of another {name} than the one beside it, and answers as that was; run: kg link pop.csv"
    with pytest.warns(StaleWarning) as caught:
        notes, rows = opened(build, rdf)
    assert (notes, rows) == ([told], 1), "it is answered from as it is"
    assert [str(one.message) for one in caught] == [told]
    assert caught[0].filename == __file__


def test_files_that_are_not_beside_it_are_not_compared(build: Path, table: Path) -> None:
    table.unlink()
    assert stale(build, table) == []


def test_a_table_is_no_rdf_and_it_is_said_what_to_run(build: Path, table: Path) -> None:
    with pytest.raises(KgError, match=r"run kg link pop\.csv and give pop\.csv-data\.ttl") as caught, partners.beside(build, [table]):
        raise AssertionError("it was taken")
    assert caught.value.code == "KG602"
