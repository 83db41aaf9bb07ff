"""Rows that repeat each other: what agrees is an Info, what differs a Warning with both values and both lines."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from kg.interpreting import interpret
from kg.interpreting.repetition import differ
from kg.model import Assessment, Figure, Problem
from kg.reading import text

BODY = "Орган расследования сообщений о пытках и жестоком обращении\n"


def told(rows: str) -> list[Problem]:
    """The problems of rows below a heading; the first row stands in line 2."""
    return list(interpret(text.document((BODY + rows).encode(), "document.txt"), language="ru", area="KAZ").problems)


def seen(rows: str) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.line, problem.severity) for problem in told(rows)]


def test_other_values_of_one_thing_are_a_warning_with_both_values_and_both_lines() -> None:
    (problem,) = told("Передано в суд\t60\nНаселение\t5\nПередано в суд\t61\n")
    assert (problem.code, problem.line, problem.severity) == ("KG221", 4, "Warning")
    assert problem.text == "row 'Передано в суд' states '61', and line 2 states '60' of the same thing (sent-to-court); both are kept"


def test_equal_values_are_an_info() -> None:
    assert seen("Передано в суд\t60\nПередано в суд\t60\n") == [("KG217", 3, "Info")]


def test_every_row_is_compared_with_the_first() -> None:
    assert seen("Передано в суд\t60\nПередано в суд\t61\nПередано в суд\t60\n") == [("KG221", 3, "Warning"), ("KG217", 4, "Info")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 (Антикоррупционная служба)", "90 (прокуратура)"),  # two bodies
        ("100 (Антикоррупционная служба)", "90"),  # a body, and all
        ("100", "Нет данных"),  # no value is no other value
    ],
)
def test_values_of_different_things_are_an_info(one: str, other: str) -> None:
    assert seen(f"Численность следователей\t{one}\nЧисленность следователей\t{other}\n") == [("KG217", 3, "Info")]


def test_one_body_with_two_values_is_a_warning() -> None:
    row = "Численность следователей\t{} (Антикоррупционная служба)\n"
    assert seen(row.format(100) + row.format(90)) == [("KG221", 3, "Warning")]


def test_answers_that_differ_are_a_warning() -> None:
    label = "Уведомление родственников"
    rows = f"{label}\tГарантия закреплена, но на практике применяется выборочно\n{label}\tГарантия не закреплена\n"
    found = interpret(text.document(f"Наличие процессуальных гарантий\n{rows}".encode(), "document.txt"), language="ru", area="KAZ")
    assert [type(fact.content) for fact in found.facts] == [Assessment, Assessment]
    assert [(p.code, p.severity) for p in found.problems] == [("KG221", "Warning")]


def test_only_the_part_that_differs_is_told() -> None:
    label = "Осужденные, том числе"
    (problem,) = told(f"{label}\t100: 10 женщин, 5 подростков\n{label}\t100: 10 женщин, 6 подростков\n")
    assert (problem.code, problem.line) == ("KG221", 3)
    assert re.search(r"states '6 подростков', and line 2 states '5 подростков'", problem.text)


def figure(value: str | None, lower: str | None = None, upper: str | None = None) -> Figure:
    numbers = (None if number is None else Decimal(number) for number in (value, lower, upper))
    return Figure(*numbers, "persons")


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (figure("60"), figure("60"), False),
        (figure("60"), figure("61"), True),
        (figure("13.57", "13.565", "13.575"), figure("13.6", "13.55", "13.65"), False),
        (figure("13.57", "13.565", "13.575"), figure("13.58", "13.575", "13.585"), True),
        (figure(None, "5000", "7000"), figure("6000"), False),
        (figure(None, "5000", "7000"), figure("7001"), True),
        (figure(None, "5000", "7000"), figure(None, "6000", "8000"), True),
    ],
)
def test_a_rounded_number_stands_for_its_interval(one: Figure, other: Figure, differs: bool) -> None:
    assert differ(one, other) is differ(other, one) is differs
