"""Broken queries and queries on absent data, each with what is to be found in its ``#+`` header.

``verdict``, ``cause``, ``culprit`` (the words of the first culprit; null: any of the query), ``repaired`` (words that the first suggestion
puts into the query; without it any suggestion will do).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.querying import emptiness
from kg.querying.emptiness.diagnosis import CAUSES

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.rq"))
ABSENT = sorted((HERE / "absent").glob("*.rq"))
FILES = pytest.mark.parametrize("file", [*BROKEN, *ABSENT], ids=lambda file: file.stem)

Found = Callable[[Path], emptiness.Diagnosis]


@pytest.fixture(scope="module")
def found(ask: emptiness.Ask) -> Found:
    known: dict[Path, emptiness.Diagnosis] = {}

    def why(file: Path) -> emptiness.Diagnosis:
        if file not in known:
            known[file] = emptiness.why(file.read_text(encoding="utf-8"), ask)
        return known[file]

    return why


def expected(file: Path) -> dict[str, Any]:
    lines = file.read_text(encoding="utf-8").splitlines()
    header: dict[str, Any] = yaml.safe_load("\n".join(line[3:] for line in lines if line.startswith("#+")))
    return header


def count(ask: emptiness.Ask, text: str) -> int:
    """Rows, triples, or 1 for a true ASK."""
    answer = ask(text)
    return int(bool(answer)) if type(answer).__name__ == "QueryBoolean" else len(list(answer))


def test_there_are_enough_of_every_kind() -> None:
    assert len(BROKEN) >= 40
    assert len(ABSENT) >= 6
    assert {expected(file)["verdict"] for file in BROKEN} == {"unknown", "apart"}
    assert {expected(file)["verdict"] for file in ABSENT} == {"absent"}
    met = {expected(file)["cause"] for file in (*BROKEN, *ABSENT)}
    elsewhere = {
        "dataset",
        "graphs",
        "filter",
        "state",
        "partner",
    }  # need another store, or an expression of which nothing can be said, or propose nothing: test_answering
    assert met | elsewhere == set(CAUSES)


@FILES
def test_verdict_cause_and_culprit(file: Path, found: Found) -> None:
    wanted, diagnosis = expected(file), found(file)
    first = diagnosis.culprits[0]
    assert (diagnosis.verdict, first.cause) == (wanted["verdict"], wanted["cause"])
    assert CAUSES[first.cause] == diagnosis.verdict
    assert wanted["culprit"] in (None, first.text)
    text = file.read_text(encoding="utf-8")
    assert text[first.place.start : first.place.end] == first.text
    assert text.splitlines()[first.place.line - 1][first.place.column - 1 :].startswith(first.text.splitlines()[0])
    assert diagnosis.complete


@FILES
def test_the_repair_is_the_one_that_was_needed(file: Path, found: Found) -> None:
    wanted, diagnosis = expected(file), found(file)
    assert diagnosis.suggestions
    if "repaired" in wanted:
        assert any(wanted["repaired"] in change.new for change in diagnosis.suggestions[0].changes)


@FILES
def test_every_suggestion_gives_the_rows_that_it_promises(file: Path, found: Found, ask: emptiness.Ask) -> None:
    text = file.read_text(encoding="utf-8")
    for suggestion in found(file).suggestions:
        assert suggestion.rows > 0
        given = count(ask, suggestion.query)
        computed = "COUNT(" in text and "GROUP BY" not in text
        if not computed and not text.partition("\n\n")[2].startswith(("ASK", "CONSTRUCT")):
            assert given == suggestion.rows or (suggestion.more and given >= suggestion.rows)
        assert given > 0


@FILES
def test_a_suggestion_changes_what_it_says_and_nothing_else(file: Path, found: Found) -> None:
    text = file.read_text(encoding="utf-8")
    for suggestion in found(file).suggestions:
        changed = text
        for change in sorted(suggestion.changes, key=lambda change: -change.place.start):
            assert changed[change.place.start : change.place.end] == change.old
            changed = changed[: change.place.start] + change.new + changed[change.place.end :]
        assert changed == suggestion.query != text


@FILES
def test_the_query_is_empty_and_its_parts_are_not(file: Path, found: Found, ask: emptiness.Ask) -> None:
    diagnosis = found(file)
    assert diagnosis.rows in (0, None)
    if diagnosis.verdict == "apart" and len(diagnosis.patterns) > 1:
        assert all(part.rows is None or part.rows > 0 for part in diagnosis.patterns)


@FILES
def test_it_costs_few_probes(file: Path, found: Found) -> None:
    assert found(file).probes <= 40


@FILES
def test_people_read_it_in_both_languages(file: Path, found: Found) -> None:
    for language in ("en", "ru"):
        told = emptiness.text(found(file), language)
        assert told.startswith(found(file).sentence[language])
        assert found(file).culprits[0].sentence[language] in told
