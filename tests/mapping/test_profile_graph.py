"""One reading → the profile's graph: canonical bytes, and the content that was worked out by hand."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg import __version__
from kg.interpreting import interpret
from kg.mapping import profile
from kg.model import About, Reading
from kg.reading import sidecar, text
from kg.vocabulary import vocabulary

BASE = "https://w3id.org/hrmkg/"
HRM = BASE + "ontology#"
GRAPH = BASE + "graph/profile/antitorture/KAZ/2022"
PROFILE = BASE + "profile/antitorture/KAZ/2022"
SOURCE = BASE + "source/5950666d4bcb592c"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
EXPECTED = Path(__file__).with_name("KAZ-2022.expected.ttl")


@pytest.fixture(scope="module")
def about(document: Path) -> About:
    return sidecar.read(document.with_name("about.toml"), vocabulary())


@pytest.fixture(scope="module")
def reading(document: Path, about: About) -> Reading:
    return interpret(text.read(document), language=about.language, area=about.area)


@pytest.fixture(scope="module")
def lines(reading: Reading, about: About) -> list[str]:
    return "".join(profile.quads(reading, about)).splitlines(keepends=True)


def read(lines: list[str]) -> list[object]:
    return list(parse("".join(lines), format=RdfFormat.N_QUADS))


def test_every_line_is_one_canonical_quad(lines: list[str]) -> None:
    for line in lines:
        quads = read([line])
        assert len(quads) == 1, line
        assert serialize(quads, format=RdfFormat.N_QUADS) == line.encode("utf-8")


def test_rdfc_canonicalisation_changes_no_byte(lines: list[str]) -> None:
    dataset = Dataset(read(lines))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = serialize(dataset, format=RdfFormat.N_QUADS).decode("utf-8").splitlines(keepends=True)
    assert sorted(canonical) == sorted(lines)


def test_no_line_twice(lines: list[str]) -> None:
    assert [line for line, times in Counter(lines).items() if times > 1] == []


def test_at_most_540_quads_in_one_named_graph(lines: list[str]) -> None:
    assert 500 < len(lines) <= 540
    assert {quad.graph_name.value for quad in read(lines)} == {GRAPH}


def test_the_same_reading_gives_the_same_bytes(lines: list[str], reading: Reading, about: About) -> None:
    assert "".join(profile.quads(reading, about)) == "".join(lines)


def test_says_exactly_what_was_worked_out_by_hand(lines: list[str]) -> None:
    hand = EXPECTED.read_text(encoding="utf-8").replace("VERSION", __version__)
    hand = hand.partition("@prefix")[1] + hand.partition("@prefix")[2]
    expected = {str(Triple(t.subject, t.predicate, t.object)) for t in parse(hand, format=RdfFormat.TURTLE)}
    found = {str(Triple(q.subject, q.predicate, q.object)) for q in read(lines) if q.predicate.value != HRM + "text"}
    assert found - expected == set()
    assert expected - found == set()


def test_the_stored_text_is_the_document(lines: list[str], document: Path) -> None:
    stored = [q for q in read(lines) if q.predicate.value == HRM + "text"]
    assert [q.subject.value for q in stored] == [SOURCE]
    assert stored[0].object == Literal(document.read_text(encoding="utf-8"))


def test_each_statement_quotes_the_text_at_its_passage(lines: list[str], document: Path) -> None:
    words = document.read_text(encoding="utf-8")
    quads = read(lines)
    printed = {q.subject.value: q.object.value for q in quads if q.predicate.value == HRM + "asPrinted"}
    passages = {q.subject.value: q.object.value for q in quads if q.predicate.value.endswith("#wasDerivedFrom")}
    assert len(printed) == 55
    for statement, quoted in printed.items():
        place = re.fullmatch(re.escape(SOURCE) + r"/(\d+)-(\d+)", passages[statement])
        assert place, passages[statement]
        assert words[int(place[1]) : int(place[2])] == quoted


def test_each_statement_is_of_one_kind_and_its_name_has_no_slash(lines: list[str]) -> None:
    kinds = {HRM + n for n in ("Figure", "Assessment", "ReportedStanding", "Designation", "Narrative", "Gap")}
    found = [(q.subject.value, q.object.value) for q in read(lines) if q.predicate.value == TYPE and q.object.value in kinds]
    assert Counter(kind.removeprefix(HRM) for _, kind in found) == {
        "Figure": 22,
        "Assessment": 20,
        "ReportedStanding": 4,
        "Designation": 3,
        "Narrative": 3,
        "Gap": 3,
    }
    assert len({statement for statement, _ in found}) == len(found)
    assert all(s.startswith(PROFILE + "/") and "/" not in s.removeprefix(PROFILE + "/") for s, _ in found)


def test_only_values_and_answers_are_observations(lines: list[str]) -> None:
    quads = read(lines)
    in_cube = {q.subject.value for q in quads if q.predicate.value == "http://purl.org/linked-data/cube#dataSet"}
    part_of = {q.subject.value for q in quads if q.predicate.value == "http://purl.org/dc/terms/isPartOf"} - {
        PROFILE + "/figures",
        PROFILE + "/assessments",
    }
    observed = {q.subject.value for q in quads if q.predicate.value in (HRM + "value", HRM + "answer")}
    assert in_cube == observed
    assert not in_cube & part_of
    assert len(in_cube | part_of) == 55


@pytest.mark.parametrize(
    ("statement", "value", "lower", "upper", "datatype"),
    [
        ("population", "19126000", None, None, "integer"),
        ("international-decisions", "0", None, None, "integer"),
        ("law-enforcement-budget.KZT", "342500000000", "342450000000", "342550000000", "integer|decimal"),
        ("cost-per-prisoner.EUR", "1238.14", "1238.135", "1238.145", "decimal"),
        ("cost-per-prisoner.KZT", "578000", "577500", "578500", "integer|decimal"),
        ("caseload", "13.57", "13.565", "13.575", "decimal"),
    ],
)
def test_numbers(lines: list[str], statement: str, value: str, lower: str | None, upper: str | None, datatype: str) -> None:
    about_it = {q.predicate.value: q.object for q in read(lines) if q.subject.value == f"{PROFILE}/{statement}"}
    for name, expected in (("value", value), ("lowerBound", lower), ("upperBound", upper)):
        held = about_it.get(HRM + name)
        assert (held.value if held else None) == expected
        assert held is None or held.datatype.value.rpartition("#")[2] in datatype.split("|")


def test_two_currencies_are_two_figures_of_one_amount(lines: list[str]) -> None:
    same = {(q.subject.value, q.object.value) for q in read(lines) if q.predicate.value == HRM + "sameAmountAs"}
    assert same == {(f"{PROFILE}/{n}.KZT", f"{PROFILE}/{n}.EUR") for n in ("law-enforcement-budget", "cost-per-prisoner")}


def test_children_with_mothers_are_no_subset(lines: list[str]) -> None:
    parts = {q.subject.value.removeprefix(PROFILE + "/") for q in read(lines) if q.predicate.value == HRM + "subsetOf"}
    assert parts == {"convicted-prisoners.women", "convicted-prisoners.juveniles", "torture-complaints.from-detention"}


def test_no_value_twice_as_gap_and_value(lines: list[str]) -> None:
    quads = read(lines)
    gaps = {q.subject.value for q in quads if q.predicate.value == HRM + "reason"}
    assert gaps == {f"{PROFILE}/{n}" for n in ("administrative-detainees", "police-officers", "share-of-torture-cases")}
    assert not gaps & {q.subject.value for q in quads if q.predicate.value in (HRM + "value", HRM + "answer")}


def test_what_is_unknown_has_no_quad(lines: list[str]) -> None:
    said = {q.predicate.value for q in read(lines) if q.subject.value == PROFILE}
    assert not said & {HRM + n for n in ("periodStart", "periodEnd", "periodBasis")}
    assert not {p for p in said if p.endswith(("publisher", "issued", "/source", "/rights"))}


def test_what_is_declared_is_said_with_its_type(reading: Reading, about: About) -> None:
    declared = dataclasses.replace(
        about,
        publisher="Коалиция «X»",
        published="2022-05-31",
        period_start="2021-01-01",
        period_end="2021-12-31",
        period_basis="page 2",
        source="https://example.org/a b",
        rights='all "rights"\n\\',
    )
    quads = list(parse("".join(profile.quads(reading, declared)), format=RdfFormat.N_QUADS))
    objects = {q.object for q in quads if q.subject == NamedNode(PROFILE)}
    xsd = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert {Literal(str(date(2021, 1, 1)), datatype=xsd), Literal(str(date(2021, 12, 31)), datatype=xsd)} <= objects
    held = {o.value for o in objects}
    assert {"Коалиция «X»", "2022-05-31", "page 2", "https://example.org/a b", 'all "rights"\n\\'} <= held


def test_another_profile_is_another_graph(reading: Reading, about: About) -> None:
    other = dataclasses.replace(about, edition="2024")
    assert {q.graph_name.value for q in read(list(profile.quads(reading, other)))} == {GRAPH.replace("2022", "2024")}


def test_graph_and_facts_agree_on_statements(build: Path) -> None:
    with (build / "facts.csv").open(encoding="utf-8", newline="") as file:
        named = {row["statement"] for row in csv.DictReader(file)}
    lines = (build / "graph.nq").read_text(encoding="utf-8").splitlines()
    kept = {re.match(rf"<{PROFILE}/([^>]+)> <{HRM}asPrinted>", line) for line in lines}
    assert {match[1] for match in kept if match} == named
