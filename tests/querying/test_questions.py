"""The library of questions: what each declares, its golden answer on two engines, and that the answer follows the facts."""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyoxigraph import Literal as OxLiteral

from kg.errors import QueryError
from kg.querying import binding, execution, partners, question

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = sorted((ROOT / "queries" / "questions").glob("*.rq"))
GOLDEN = ROOT / "tests" / "queries"
PARTNER = GOLDEN / "partner.ttl"
# What asks another server is tested with one: tests/serving/federation.
NAMES = [path.stem for path in QUESTIONS if not question.read(path).service]
# A shape of answer: a bag of rows, a row its bound cells. Numbers compare by value, whatever their type.
Bag = Counter[frozenset[tuple[str, Any]]]


def cell(value: str) -> Any:
    try:
        return Decimal(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value
    except InvalidOperation:
        return value


def golden(name: str) -> tuple[list[str], Bag]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), bag(rows)


def bag(rows: list[dict[str, str]]) -> Bag:
    return Counter(frozenset((name, cell(value)) for name, value in row.items() if value) for row in rows)


class Found(NamedTuple):
    """An answer that outlives what gave it."""

    variables: list[Any]
    solutions: list[Any]

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        return iter(self.solutions)


@functools.cache  # several tests look at each answer
def asked_of(name: str, build: Path) -> Found:
    """The answer of a build; to a question that compares with a partner's data, of the build beside an invented file of a partner."""
    asked = question.find(name)
    if not asked.beside:
        found = execution.local(asked.sparql, build)
        return Found(found.variables, list(found))
    with partners.beside(build, [PARTNER]) as union:
        found = union.answer(asked.sparql)
        return Found(found.variables, list(found))


def answer(name: str, build: Path) -> tuple[list[str], Bag]:
    found = asked_of(name, build)
    names = [variable.value for variable in found.variables]
    rows = [{n: row[n].value for n in names if row[n] is not None} for row in found]
    return names, bag(rows)


@pytest.fixture(scope="module")
def dataset(build: Path) -> Any:
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = True
    yield rdflib.Dataset(default_union=True).parse(data=(build / "graph.nq").read_text(encoding="utf-8"), format="nquads")
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="module")
def union(dataset: Any) -> Any:
    import rdflib

    both = rdflib.Dataset(default_union=True)
    both.addN(dataset.quads((None, None, None, None)))
    both.graph("urn:partner").parse(PARTNER)
    return both


def test_there_are_at_least_eight_questions_and_nothing_else() -> None:
    assert len(NAMES) >= 8
    assert sorted(p.stem for p in GOLDEN.glob("*.csv")) == sorted(p.stem for p in GOLDEN.glob("*.change")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_described_in_both_languages(name: str) -> None:
    asked = question.find(name)
    for texts in (asked.title, asked.description, *(p.title for p in asked.parameters.values())):
        assert set(texts) == {"en", "ru"}
        assert re.search("[А-я]", texts["ru"])
        assert not re.search("[А-я]", texts["en"])
    assert asked.readers
    assert set(asked.readers) <= set(question.READERS)


@pytest.mark.parametrize("name", NAMES)
def test_its_parameters_have_a_type_and_a_default(name: str) -> None:
    asked = question.find(name)
    header = yaml_header(asked.sparql)
    assert asked.parameters
    for parameter in asked.parameters.values():
        assert parameter.kind in question.KINDS
        assert parameter.default
        assert str(header["parameters"][parameter.name]["default"]) == parameter.default, "the header says what the query says"


@pytest.mark.parametrize("name", NAMES)
def test_its_columns_are_those_of_the_query(name: str, build: Path) -> None:
    asked = question.find(name)
    found = asked_of(name, build)
    assert list(asked.columns) == [variable.value for variable in found.variables]
    for texts in asked.columns.values():
        assert {"en", "ru"} <= set(texts) <= {"en", "ru", "unit"}


def yaml_header(text: str) -> dict[str, Any]:
    import yaml

    header: dict[str, Any] = yaml.safe_load("\n".join(line[2:] for line in text.splitlines() if line.startswith("#+")))
    return header


@pytest.mark.parametrize("name", NAMES)
def test_it_names_numbers_with_units(name: str, build: Path) -> None:
    """A column of numbers has a unit, a label of the edition and a rank aside."""
    asked = question.find(name)
    for row in asked_of(name, build):
        for column, texts in asked.columns.items():
            value = row[column]
            if isinstance(value, OxLiteral) and value.datatype.value.endswith(("#integer", "#decimal")) and column != "rank":
                assert "unit" in texts, f"{column} of {name} has no unit"


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_golden_one(name: str, build: Path) -> None:
    expected = golden(name)
    assert expected[1], "a golden answer is not empty"
    assert answer(name, build) == expected


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # rdflib's own N-Quads parser
@pytest.mark.parametrize(
    "name",
    # With a partner's data rdflib takes many seconds for one question.
    [pytest.param(name, marks=[pytest.mark.check] if question.find(name).beside else []) for name in NAMES],
)
def test_rdflib_gives_the_same_rows(name: str, dataset: Any, union: Any) -> None:
    asked = question.find(name)
    found = (union if asked.beside else dataset).query(asked.sparql)
    names = [str(variable) for variable in found.vars]
    rows = [{n: str(value) for n, value in zip(names, row, strict=True) if value is not None} for row in found]
    assert (names, bag(rows)) == golden(name)


@pytest.mark.parametrize("name", NAMES)
def test_two_runs_give_the_same_order(name: str, build: Path) -> None:
    one, two = (
        [tuple(str(row[v.value]) for v in found.variables) for row in found]
        for found in (asked_of.__wrapped__(name, build) for _ in range(2))
    )
    assert one == two


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program and all that it reads."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("src", "ontology", "shapes", "queries", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_changes_when_a_fact_it_concerns_changes(name: str, checkout: Path, tmp_path: Path) -> None:
    change = tomllib.loads((GOLDEN / f"{name}.change").read_text(encoding="utf-8"))
    folder = "data/profiles/antitorture/KAZ-2022" if change["file"] == "document.txt" else "data/reference"
    file = checkout / folder / change["file"]
    text = file.read_text(encoding="utf-8")
    assert text.count(change["old"]) == 1, f"{change['old']!r} stands {text.count(change['old'])} times in {change['file']}"
    try:
        file.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
        environment = os.environ | {"PYTHONPATH": str(checkout / "src")}  # compiled once: the copy is ours
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", "build", "data", "-o", tmp_path / "build", "--no-validate"],
            cwd=checkout,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    finally:
        file.write_text(text, encoding="utf-8")
    names, found = answer(name, tmp_path / "build")
    expected = golden(name)
    assert names == expected[0]
    # Another source has another hash, and so other passages: they are not the change that counts.
    moved = re.compile(r"https://w3id\.org/hrmkg/source/|sha256:")

    def told(rows: Bag) -> Bag:
        return Counter(
            {frozenset((n, v) for n, v in row if not (isinstance(v, str) and moved.match(v))): times for row, times in rows.items()}
        )

    assert told(found) != told(expected[1])


# Of single questions


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        (
            "CAT-art22",
            {"KAZ": "consented; not checked", "MDA": "consented; not checked", "UKR": "consented; not checked", "TJK": "not known: not"},
        ),
        ("CAT-art21", {"KAZ": "consented; no record", "POL": "not known: no record"}),
        ("CAT-art20", {"POL": "not asked here", "UKR": "not asked here"}),
    ],
)
def test_a_declaration_consents_to_a_procedure_that_is_accepted_so(instrument: str, expected: dict[str, str], build: Path) -> None:
    asked = binding.bind(question.find("parties-on-date"), {"instrument": instrument, "date": "2020-01-01"})
    found = {row["area"].value.rpartition("/")[2]: row["verdict"].value for row in execution.local(asked, build)}
    for area, verdict in expected.items():
        assert found[area].startswith(verdict)


# Binding


def own(tmp_path: Path, kind: str, default: str) -> question.Question:
    file = tmp_path / "own.rq"
    file.write_text(
        f"#+ parameters: {{x: {{type: {kind}, default: '{default}'}}}}\nSELECT ?x WHERE {{ VALUES ?x {{ {default} }} }}", encoding="utf-8"
    )
    return question.read(file)


def test_without_values_the_query_runs_as_it_is(tmp_path: Path) -> None:
    asked = own(tmp_path, "iri", "area:KAZ")
    assert binding.bind(asked, {}) == asked.sparql


@pytest.mark.parametrize(
    ("kind", "default", "value", "expected"),
    [
        ("iri", "area:KAZ", "POL", "<https://w3id.org/hrmkg/area/POL>"),
        ("iri", "area:KAZ", "ind:population", "<https://w3id.org/hrmkg/vocab/indicator/population>"),
        ("iri", "area:KAZ", "POL, KGZ", "<https://w3id.org/hrmkg/area/POL> <https://w3id.org/hrmkg/area/KGZ>"),
        ("iri", "area:KAZ", "any", "UNDEF"),
        ("integer", "1", "007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1.5", "1E+2", '"100"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "UNDEF", "2022-01-31", '"2022-01-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("string", '"x"', 'a "b" \\', '"a \\"b\\" \\\\"'),
    ],
)
def test_a_value_becomes_a_term(tmp_path: Path, kind: str, default: str, value: str, expected: str) -> None:
    bound = binding.bind(own(tmp_path, kind, default), {"x": value})
    assert f"VALUES ?x {{ {expected} }}" in bound


@pytest.mark.parametrize("kind", question.KINDS)
def test_a_value_never_closes_its_block(tmp_path: Path, kind: str) -> None:
    asked = own(tmp_path, kind, "UNDEF")
    for value in ('" } #', "> } #", "1 } { ?s ?p ?o", "\n}", "2022-01-01 }", "ind:x } #", "https://e/x> } #"):
        try:
            bound = binding.bind(asked, {"x": value})
        except QueryError as error:
            if error.code != "KG704":
                raise
            continue
        assert kind == "string"
        literal = re.search(r'VALUES \?x \{ ("(?:[^"\\\n]|\\.)*") \}', bound)
        assert literal, bound
        assert bound.replace(literal[1], "UNDEF") == asked.sparql


def test_a_text_may_hold_a_comma_only_as_a_list(tmp_path: Path) -> None:
    assert 'VALUES ?x { "a" "b" }' in binding.bind(own(tmp_path, "string", "UNDEF"), {"x": "a,b"})


def test_csv_of_the_golden_answers_is_what_the_command_writes(build: Path, kg: Any) -> None:
    done = kg("query", "budgets", "--store", build, "--format", "csv")
    assert bag(list(csv.DictReader(io.StringIO(done.stdout)))) == golden("budgets")[1]
