"""Reference tables → quads: what rests on memory is not published, an empty cell says nothing, a date is an interval."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, parse, serialize

from kg.mapping import reference

BASE = "https://w3id.org/hrmkg/"
HRM = BASE + "ontology#"
DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
FOLDER = {"areas": "area", "instruments": "instrument", "acts": "act", "records": "record"}


def table(root: Path, name: str) -> list[dict[str, str]]:
    with (root / "data" / "reference" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def lines(root: Path) -> list[str]:
    return list(reference.quads(root / "data" / "reference"))


@pytest.fixture(scope="module")
def said(lines: list[str]) -> dict[str, list[tuple[str, Any]]]:
    """Predicate and object by the end of the subject's IRI."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for quad in parse("".join(lines), format=RdfFormat.N_QUADS):
        found.setdefault(quad.subject.value.removeprefix(BASE), []).append((quad.predicate.value, quad.object))
    return found


def values(said: dict[str, list[tuple[str, Any]]], subject: str, name: str) -> list[Any]:
    return [o for p, o in said.get(subject, []) if p == HRM + name]


def test_every_line_is_one_canonical_quad(lines: list[str]) -> None:
    for line in lines:
        assert serialize(parse(line, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS) == line.encode("utf-8")
    dataset = Dataset(parse("".join(lines), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert sorted(serialize(dataset, format=RdfFormat.N_QUADS).decode().splitlines(keepends=True)) == sorted(lines)


def test_no_line_twice(lines: list[str]) -> None:
    assert [line for line, times in Counter(lines).items() if times > 1] == []


@pytest.mark.parametrize("name", FOLDER)
def test_a_table_is_a_graph_and_each_row_that_is_not_memory_a_resource(root: Path, lines: list[str], name: str) -> None:
    quads = [q for q in parse("".join(lines), format=RdfFormat.N_QUADS) if q.graph_name.value == f"{BASE}graph/reference/{name}"]
    rows = table(root, name)
    published = {row["key"] for row in rows if row["confidence"] != "memory"}
    assert {q.subject.value.removeprefix(f"{BASE}{FOLDER[name]}/") for q in quads} == published
    assert published


def memory_cells(root: Path) -> Iterator[tuple[str, str, str, str]]:
    for name in FOLDER:
        for row in table(root, name):
            for column, confidence in row.items():
                cell = column.removesuffix("_confidence")
                if column != cell and confidence == "memory" and row[cell]:
                    yield FOLDER[name] + "/" + row["key"], name, cell, row[cell]


def test_cells_that_rest_on_memory_are_not_published(root: Path, said: dict[str, list[tuple[str, Any]]]) -> None:
    cells = list(memory_cells(root))
    assert len(cells) >= 10, "the tables hold cells from memory: without them this test shows nothing"
    for subject, _, column, value in cells:
        held = {o.value for p, o in said.get(subject, []) if not p.endswith("#evidence")}
        ends = {h for h in held if h == value or h.endswith("/" + value)}
        # The same text may be known from a source under another column.
        other = {v for n in FOLDER for r in table(root, n) if f"{FOLDER[n]}/{r['key']}" == subject for c, v in r.items() if c != column}
        assert not ends or value in other, f"{subject} says {value!r} ({column})"


def test_rows_that_rest_on_memory_are_not_published(root: Path, said: dict[str, list[tuple[str, Any]]]) -> None:
    rows = [f"{FOLDER[n]}/{row['key']}" for n in FOLDER for row in table(root, n) if row["confidence"] == "memory"]
    assert rows, "the tables hold rows from memory: without them this test shows nothing"
    assert [row for row in rows if row in said] == []


def test_no_empty_literal(lines: list[str]) -> None:
    assert [line for line in lines if ' ""' in line] == []


def test_an_act_can_end(said: dict[str, list[tuple[str, Any]]]) -> None:
    act = "act/BLR-ICCPR-OP1-denunciation"
    assert values(said, act, "kind") == [NamedNode(BASE + "vocab/act-kind/denunciation")]
    assert values(said, act, "area") == [NamedNode(BASE + "area/BLR")]
    assert values(said, act, "instrument") == [NamedNode(BASE + "instrument/ICCPR-OP1")]
    day = [Literal("2022-11-08", datatype=DATE)]
    assert values(said, act, "earliest") == values(said, act, "latest") == day
    assert values(said, act, "effective") == [Literal("2023-02-08", datatype=DATE)]
    assert values(said, "act/BLR-ICCPR-OP1-accession", "earliest") == [Literal("1992-09-30", datatype=DATE)]
    record = "record/BLR-ICCPR-OP1"
    assert values(said, record, "recordStatus") == [NamedNode(BASE + "vocab/record-status/denounced")]
    assert values(said, record, "inForceUntil") == [Literal("2023-02-08", datatype=DATE)]


@pytest.mark.parametrize("act", ["KAZ-CRPD-ratification", "KAZ-CAT-art22-declaration", "BLR-CRPD-consent-to-be-bound"])
def test_a_year_is_an_interval(said: dict[str, list[tuple[str, Any]]], act: str) -> None:
    (printed,) = values(said, f"act/{act}", "dateAsPrinted")
    assert len(printed.value) == 4
    assert values(said, f"act/{act}", "earliest") == [Literal(f"{printed.value}-01-01", datatype=DATE)]
    assert values(said, f"act/{act}", "latest") == [Literal(f"{printed.value}-12-31", datatype=DATE)]
    assert values(said, f"act/{act}", "dateKind") == [Literal("year only")]


def test_a_date_that_no_source_gives_is_no_interval(said: dict[str, list[tuple[str, Any]]]) -> None:
    assert said["act/KAZ-OPCAT-art24-declaration"]
    assert values(said, "act/KAZ-OPCAT-art24-declaration", "earliest") == []


def test_no_action_is_a_record_and_no_act(root: Path, said: dict[str, list[tuple[str, Any]]]) -> None:
    assert values(said, "record/KAZ-ICMW", "recordStatus") == [NamedNode(BASE + "vocab/record-status/no-action")]
    assert [subject for subject in said if subject.startswith("act/KAZ-ICMW")] == []


def test_complaints_are_accepted_through_another_instrument(said: dict[str, list[tuple[str, Any]]]) -> None:
    assert values(said, "instrument/ICCPR-OP1-procedure", "acceptedThrough") == [NamedNode(BASE + "instrument/ICCPR-OP1")]
    types = {o.value.removeprefix(HRM) for p, o in said["instrument/IstanbulProtocol"] if p.endswith("#type")}
    assert types == {"Instrument", "SoftLaw"}


def test_codes_keep_their_leading_zeros(said: dict[str, list[tuple[str, Any]]]) -> None:
    assert values(said, "area/ARM", "m49") == [Literal("051")]


def test_subjects_are_never_the_same_thing(lines: list[str]) -> None:
    assert [line for line in lines if "owl#sameAs" in line] == []
    linked = [line for line in lines if "exactMatch" in line and "/instrument/" in line]
    assert linked
    assert [line for line in linked if "wikidata" not in line] == []
