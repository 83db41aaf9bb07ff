"""What an earlier report had is known; what is new is not, whatever the names of blank nodes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ValidationError
from kg.validation import baseline
from kg.validation.paths import SH
from kg.validation.paths import Path as Complex
from kg.validation.report import Finding, Report, Result
from kg.validation.reports import turtle

EX = "http://example.org/"
Marks = Callable[..., list[bool]]


def result(focus: Any = "a", shape: Any = "s", **changes: object) -> Result:
    """A result; names of nodes are IRIs, those that begin with _ blank nodes."""
    fields = {
        "focus": term(focus),
        "path": NamedNode(EX + "p"),
        "value": Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        "component": SH + "DatatypeConstraintComponent",
        "severity": SH + "Violation",
        "shape": term(shape),
    }
    return Result(Finding(**(fields | changes)), {}, "", {"en": "m"}, {}, {})  # type: ignore[arg-type]


def term(name: Any) -> NamedNode | BlankNode:
    if not isinstance(name, str):
        return name
    return BlankNode(name[1:]) if name.startswith("_") else NamedNode(EX + name)


def report(*results: Result) -> Report:
    return Report(results, 1, "e", "")


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    """Which results of a second list are known by a report of the first."""

    def of(old: list[Result], new: list[Result], *, change: tuple[str, str] = ("", "")) -> list[bool]:
        file = tmp_path / "old.ttl"
        file.write_text(turtle.write(report(*old), own_terms=True).replace(*change), encoding="utf-8")
        return [r.known for r in baseline.known(report(*new), file).results]

    return of


def test_the_same_report_is_known_whole(marks: Marks) -> None:
    path = Complex("/", (NamedNode(EX + "p"), Complex("^", (NamedNode(EX + "q"),))))
    same = [result(), result("_x"), result(shape="_y"), result(path=path), result(path=None, value=None), result(value=BlankNode("z"))]
    assert all(marks(same, same))


@pytest.mark.parametrize(
    "changes",
    [
        {"focus": NamedNode(EX + "b")},
        {"path": NamedNode(EX + "q")},
        {"path": None},
        {"path": Complex("*", (NamedNode(EX + "p"),))},
        {"value": Literal("1.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))},
        {"value": Literal("1.50")},
        {"value": None},
        {"component": SH + "ClassConstraintComponent"},
        {"severity": SH + "Info"},
        {"shape": NamedNode(EX + "t")},
    ],
)
def test_what_differs_in_one_thing_is_new(marks: Marks, changes: dict[str, object]) -> None:
    assert marks([result()], [result(**changes), result()]) == [False, True]


def test_as_many_are_known_as_there_were(marks: Marks) -> None:
    assert marks([result("_1"), result("_2")], [result("_a"), result("_b"), result("_c")]) == [True, True, False]


def test_blank_shapes_equal_any(marks: Marks) -> None:
    assert marks([result(shape="_1")], [result()]) == [True]
    assert marks([result()], [result(shape="_9")]) == [True]
    assert marks([result(shape="t"), result(shape="_1")], [result(shape="_9"), result(shape="t")]) == [True, True]
    assert marks([result(shape="t")], [result(shape="_9"), result(shape="t")]) == [False, True], "a named shape takes its equal first"
    assert marks([result("_x")], [result("a")]) == [False], "a blank focus node equals blank ones only"


def test_a_report_without_source_shapes(marks: Marks) -> None:
    gone = ("\tsh:sourceShape <http://example.org/s> ;\n", "")
    assert marks([result()], [result(), result(shape="t")], change=gone) == [True, False]


def test_a_path_that_is_not_described(marks: Marks) -> None:
    path = Complex("*", (NamedNode(EX + "p"),))
    bare = ("_:p1 sh:zeroOrMorePath <http://example.org/p> .", "")
    assert marks([result(path=path)], [result(path=path), result()], change=bare) == [True, False]


def test_language_tags_have_no_case(marks: Marks) -> None:
    assert marks([result(value=Literal("a", language="en-gb"))], [result(value=Literal("a", language="en-GB"))]) == [True]


def test_a_number_of_values_is_part_of_a_result(marks: Marks) -> None:
    def counted(count: int | None, **changes: object) -> Result:
        same = result(value=None, component=SH + "MaxCountConstraintComponent", **changes)
        return dataclasses.replace(same, value_count=count)

    assert marks([counted(2)], [counted(3)]) == [False]
    assert marks([counted(2)], [counted(3), counted(2)]) == [False, True]
    assert marks([counted(2)], [counted(2, shape="_x")]) == [True]
    assert marks([counted(0)], [counted(0)]) == [True], "none is a number too"
    assert marks([counted(None)], [counted(3), counted(2)]) == [True, False], "an earlier report without numbers knows any"
    assert marks([counted(2), counted(None)], [counted(3), counted(2)]) == [True, True], "what has its equal takes it first"


def test_a_baseline_without_numbers_of_values_is_told(tmp_path: Path) -> None:
    file = tmp_path / "old.ttl"
    for old, notes in ((None, 1), (2, 0)):
        file.write_text(turtle.write(report(dataclasses.replace(result(), value_count=old))), encoding="utf-8")
        said = baseline.known(report(dataclasses.replace(result(), value_count=2)), file)
        assert (said.results[0].known, len(said.notes)) == (True, notes)
        assert not notes or "(1)" in said.notes[0]["ru"]


@given(st.lists(st.sampled_from("st_"), max_size=5), st.lists(st.sampled_from("st_"), max_size=5))
def test_no_matching_knows_more(tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str]) -> None:
    """Compared with every way to pair the results."""

    def named(shapes: list[str]) -> list[Result]:
        return [result(shape=f"_{n}" if shape == "_" else shape) for n, shape in enumerate(shapes)]

    def most(rest: list[str], left: list[str]) -> int:
        if not rest:
            return 0
        first, others = rest[0], rest[1:]
        found = most(others, left)
        for n, other in enumerate(left):
            if first == other or "_" in (first, other):
                found = max(found, 1 + most(others, left[:n] + left[n + 1 :]))
        return found

    file = tmp_path_factory.mktemp("old") / "old.ttl"
    file.write_text(turtle.write(report(*named(old))), encoding="utf-8")
    assert sum(r.known for r in baseline.known(report(*named(new)), file).results) == most(new, old)


def test_marks_of_an_earlier_comparison_go(marks: Marks) -> None:
    assert marks([], [dataclasses.replace(result(), known=True)]) == [False]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<a> <b> <c> .", "KG611"),
        ("", "KG611"),
        ("[] a <http://www.w3.org/ns/shacl#ValidationReport> ; <http://www.w3.org/ns/shacl#result> [] .", "KG611"),
        ('[] a <http://www.w3.org/ns/shacl#ValidationReport> ; <http://www.w3.org/ns/shacl#result> "x" .', "KG611"),
        ("<a> <b>", "KG603"),
        ("\x00", "KG603"),
    ],
)
def test_what_is_no_report(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "old.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError, match=code) as caught:
        baseline.known(report(result()), file)
    assert caught.value.file == str(file)


def test_no_such_file(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.ttl", tmp_path):
        with pytest.raises(ValidationError, match="KG601"):
            baseline.known(report(), path)


def test_a_report_without_results_knows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "old.ttl"
    file.write_text(turtle.write(report()), encoding="utf-8")
    assert not baseline.known(report(result()), file).results[0].known
