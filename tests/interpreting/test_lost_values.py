"""What was printed and could not be read is of severity Warning in a validation; a gap of the document's own is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import verdict
from kg.interpreting import interpret
from kg.reading import text

ROW = "В СИЗО\t6 000\n"
KNOWN = [("CON-04", 42), ("KG212", 36)]
"""The warnings of the real document as it is, with their lines."""


def warnings(folder: Path) -> list[tuple[str | None, int]]:
    report = verdict.of([folder / "document.txt"], verdict.Request())
    assert report.count("Violation") == 0
    return sorted((one.requirement, one.place.line) for one in report.results if one.severity == "Warning" and one.place)


def test_the_real_document(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    assert warnings(make_profile(tmp_path / "in")) == KNOWN


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ((ROW, ROW.replace("В СИЗО", "В СЗО")), ("KG211", 12)),
        (("34 842:", "34 84:"), ("KG212", 11)),
        (("13,57", "13.57.2"), ("KG212", 35)),
        ((ROW, ROW.replace("\t", " ")), ("KG213", 12)),
        (("53 осужденных подростка", "53 осужденных чего-то"), ("KG214", 11)),
    ],
)
def test_a_value_lost_in_reading(tmp_path: Path, make_profile: Callable[..., Path], change: tuple[str, str], lost: tuple[str, int]) -> None:
    assert warnings(make_profile(tmp_path / "in", change=change)) == sorted([*KNOWN, lost])


def test_rows_that_contradict_each_other(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    found = warnings(make_profile(tmp_path / "in", change=(ROW, ROW + ROW.replace("6", "7"))))
    assert found == [("CON-04", 43), ("KG212", 37), ("KG221", 13)]
    assert warnings(make_profile(tmp_path / "equal", change=(ROW, ROW + ROW))) == [("CON-04", 43), ("KG212", 37)]


@pytest.mark.parametrize("words", ["Нет данных", "МВД закрыла данные"])
def test_a_gap_of_the_document_is_no_warning(tmp_path: Path, make_profile: Callable[..., Path], words: str) -> None:
    assert warnings(make_profile(tmp_path / "in", change=(ROW, f"В СИЗО\t{words}\n"))) == KNOWN


def test_lines_of_the_title_are_no_rows() -> None:
    def told(title: str, below: str = "") -> list[tuple[str, int, str]]:
        words = f"{title}\nНаличие процессуальных гарантий\n{below}Население\t5\n"
        reading = interpret(text.document(words.encode(), "document.txt"), language="ru", area="KAZ")
        return [(one.code, one.line, one.severity) for one in reading.problems]

    assert told("Издание первое") == [("KG213", 1, "Info")]
    assert told("Передано в суд 60") == [("KG213", 1, "Warning")], "a row that lacks its tab"
    assert told("", "Издание первое\n") == [("KG213", 3, "Warning")]


def test_a_known_row_in_the_wrong_place_is_lost_and_an_unknown_one_may_be_new() -> None:
    words = "Наличие процессуальных гарантий\nНовый вопрос\t7\nБюджет\tПокрывает\nНаселение\t5\n"
    reading = interpret(text.document(words.encode(), "document.txt"), language="ru", area="KAZ")
    assert [(one.code, one.severity) for one in reading.problems] == [("KG210", "Info"), ("KG216", "Warning")]
