"""The questions on the invented corpus: golden answers on two engines, each row of which says what ``expected.csv`` says.

The nine documents of ``tests/corpus`` and two small ones beside the answers, which hold what the nine do not: zeros, and rows left out.
After a question has changed: ``python tests/querying/test_corpus_answers.py NAME ...`` writes its answers anew, to be checked row by row.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_questions import Bag, bag, cell

from kg import building
from kg.querying import binding, execution, question

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = TESTS / "queries" / "corpus"
DOCUMENTS = [TESTS / "corpus", GOLDEN / "profiles"]
PARAMETERS: dict[str, dict[str, str]] = tomllib.loads((GOLDEN / "parameters.toml").read_text(encoding="utf-8"))
NAMES = sorted(PARAMETERS)
PASSAGE = re.compile(r"https://w3id\.org/hrmkg/source/([0-9a-f]{16})/(\d+)-(\d+)")
UNREAD = {"not readable", "label only similar to a known one"}
SLOW: set[str] = set()
"""Questions that rdflib answers slowly on many profiles: it is asked about one state, in a graph that holds its profiles only."""
ONE = "TJK"

Row = dict[str, str]


def build_corpus(target: Path) -> Path:
    outcome = building.run(DOCUMENTS, target, building.Options("invented", None, None, None, False))
    assert outcome.exit_code == 0, outcome.left_out
    return target


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the invented documents, without the shapes' verdict."""
    return build_corpus(tmp_path_factory.mktemp("invented") / "build")


@pytest.fixture(scope="module")
def datasets(corpus: Path) -> Iterator[tuple[Any, Any]]:
    """The graph in rdflib: all of it, and without the profiles of other states than ONE."""
    import rdflib

    lines = (corpus / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    profile = "<https://w3id.org/hrmkg/graph/profile/invented/"
    few = [line for line in lines if profile not in line or f"{profile}{ONE}/" in line]
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = True
    whole, part = (rdflib.Dataset(default_union=True).parse(data="".join(some), format="nquads") for some in (lines, few))
    yield whole, part
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The documents by the first digits of their hash; none has a byte order mark or another line end."""
    documents = [path.read_bytes() for folder in DOCUMENTS for path in sorted(folder.glob("*/document.txt"))]
    return {hashlib.sha256(data).hexdigest()[:16]: data.decode("utf-8") for data in documents}


@pytest.fixture(scope="module")
def expected() -> dict[tuple[str, int, int], list[Row]]:
    """What a lawyer reads, by the first digits of the document's hash and the offsets."""
    found: dict[tuple[str, int, int], list[Row]] = {}
    for file in sorted(path for folder in DOCUMENTS for path in folder.glob("*/expected.csv")):
        digest = hashlib.sha256((file.parent / "document.txt").read_bytes()).hexdigest()[:16]
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault((digest, int(row["start"]), int(row["end"])), []).append(row)
    return found


@pytest.fixture(scope="module")
def unread(corpus: Path) -> set[str]:
    """The statements of the build whose words the reader did not read: gaps that state no value, for a reason of UNREAD."""
    reasons = execution.local("SELECT ?s ?why { ?s a hrm:Gap ; hrm:reason/skos:prefLabel ?why . FILTER(LANG(?why) = 'en') }", corpus)
    return {row["s"].value for row in reasons if row["why"].value in UNREAD}


def golden(name: str) -> tuple[list[str], list[Row]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def asked(name: str, **other: str) -> str:
    return binding.bind(question.find(name), PARAMETERS[name] | other)


def answer(name: str, build: Path, **other: str) -> tuple[list[str], list[Row]]:
    found = execution.local(asked(name, **other), build)
    names = [variable.value for variable in found.variables]
    return names, [{n: row[n].value for n in names if row[n] is not None} for row in found]


def told(given: tuple[list[str], list[Row]]) -> tuple[list[str], Bag]:
    return given[0], bag(given[1])


def test_at_least_fifteen_questions_have_an_answer_on_the_invented_corpus() -> None:
    assert len(NAMES) >= 15
    assert sorted(path.stem for path in GOLDEN.glob("*.csv")) == NAMES
    assert set(NAMES) <= {each.name for each in question.library()}


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_golden_one(name: str, corpus: Path) -> None:
    kept = golden(name)
    assert kept[1], "a golden answer is not empty"
    assert told(answer(name, corpus)) == told(kept)


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # rdflib's own N-Quads parser
@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gives_the_same_rows(name: str, datasets: tuple[Any, Any], corpus: Path) -> None:
    only = {"area": ONE} if name in SLOW else {}
    found = datasets[name in SLOW].query(asked(name, **only))
    names = [str(variable) for variable in found.vars]
    rows = [{n: str(value) for n, value in zip(names, row, strict=True) if value is not None} for row in found]
    assert told((names, rows)) == told(answer(name, corpus, **only) if only else golden(name))


@pytest.mark.parametrize("name", ["compare-states", "coverage", "prison-population"])
def test_zero_gap_and_not_stated_are_told_apart(name: str) -> None:
    assert {"zero", "gap", "not stated"} <= {row["state"] for row in golden(name)[1]}


def says(row: Row, read: Row) -> bool:
    """Whether a row of an answer and a row of ``expected.csv`` about the same words say the same."""
    if any(row.get(name, read[name]) != read[name] for name in ("edition", "line")):
        return False
    if "state" in row and (row["state"] == "gap") != (read["kind"] == "gap"):
        return False
    if row.get("state") == "zero" and cell(read["value"]) != 0:
        return False
    return all(cell(row[name]) == cell(read[name]) for name in ("value", "lower", "upper") if name in row)


@pytest.mark.parametrize("name", [name for name in NAMES if "passage" in question.find(name).columns])
def test_a_row_says_what_was_read_in_its_passage(
    name: str, texts: dict[str, str], expected: dict[tuple[str, int, int], list[Row]], unread: set[str]
) -> None:
    """Its words stand there, and it says of them what a lawyer reads; words that are not readable have no value."""
    wrong = []
    for row in golden(name)[1]:
        place = PASSAGE.fullmatch(row["passage"])
        if place is None:
            assert not row["passage"]
            assert not row.get("value")
            continue
        key = place[1], int(place[2]), int(place[3])
        printed = texts[key[0]][key[1] : key[2]]
        gap = (row.get("statement") in unread or not UNREAD.isdisjoint(row.values())) and not row.get("value")
        if row.get("printed", printed) != printed or not (gap or any(says(row, read) for read in expected.get(key, []))):
            wrong.append(row)
    assert wrong == []


def small(build: Path, constraint: str, size: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Value, indicator and group of what a constraint of the shapes tells, and of what the question lists as of a size."""
    text = (TESTS.parent / "shapes" / "privacy.ttl").read_text(encoding="utf-8").partition(f"hsh:{constraint} a ")[2]
    select = text.partition('sh:select """')[2].partition('"""')[0]
    told = sorted((row["value"].value, row["indicatorEn"].value, row["groupEn"].value) for row in execution.local(select, build))
    asked = execution.local(binding.bind(question.find("small-counts"), {"area": "any"}), build)
    rows = [row for row in asked if row["size"].value == size]
    return told, sorted((row["value"].value, row["indicator"].value, row["group"].value) for row in rows)


def test_the_small_counts_are_those_that_the_shapes_tell(corpus: Path) -> None:
    told, listed = small(corpus, "Count-small", "small")
    assert told == listed
    assert told
    assert small(corpus, "Count-remainder", "small remainder") == ([], [])


def test_a_small_remainder_is_that_of_the_shapes(tmp_path: Path) -> None:
    shutil.copytree(TESTS.parent / "data" / "profiles" / "antitorture" / "KAZ-2022", tmp_path / "KAZ-2022")
    file = tmp_path / "KAZ-2022" / "document.txt"
    text = file.read_text(encoding="utf-8")
    assert text.count("34 842: 1 844") == 1
    file.write_text(text.replace("34 842: 1 844", "1 847: 1 844"), encoding="utf-8")
    outcome = building.run([tmp_path / "KAZ-2022"], tmp_path / "build", building.Options("invented", None, None, None, False))
    assert outcome.exit_code == 0
    told, listed = small(tmp_path / "build", "Count-remainder", "small remainder")
    assert told == listed == [("3", "Convicted prisoners", "women")]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = build_corpus(Path(folder) / "build")
        for one in sys.argv[1:]:
            columns, lines = answer(one, made)
            with (GOLDEN / f"{one}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(lines)
