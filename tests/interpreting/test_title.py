"""The state that a document's title names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import inputs
from kg.building.sources import Options
from kg.interpreting import interpret
from kg.model import Problem
from kg.reading import text

BODY = (Path(__file__).parents[1] / "corpus" / "KGZ-2023" / "document.txt").read_text(encoding="utf-8")


def told(title: str, area: str) -> list[Problem]:
    reading = interpret(text.document(f"{title}\n{BODY}".encode(), "document.txt"), language="ru", area=area)
    assert reading.ledger.closes
    return [problem for problem in reading.problems if problem.code == "KG220"]


@pytest.mark.parametrize(
    "title", ["Кыргызстан", "КЫРГЫЗСТАН", "«Кыргызстан»", "Кыргызстан, 2024", "Kyrgyzstan", "Страна\tКыргызстан", "Страна: Кыргызстан"]
)
def test_another_state_is_told_with_its_line(title: str) -> None:
    (problem,) = told(f"Профиль\n{title}", "KAZ")
    assert (problem.line, problem.severity) == (2, "Warning")
    assert "(KGZ), and KAZ is declared" in problem.text


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("Кыргызстан", "KGZ"),
        ("Кыргызстан", ""),
        ("Казахстан\nКыргызстан", "KAZ"),
        ("Центр прав человека, Кыргызстан", "KAZ"),
        ("Границы Кыргызстана", "KAZ"),
        ("Атлантида", "KAZ"),
    ],
)
def test_what_is_not_certain_is_not_told(title: str, area: str) -> None:
    assert told(title, area) == []


def test_a_state_below_the_first_heading_is_no_title() -> None:
    assert told("", "KAZ") == []
    reading = interpret(text.document(f"{BODY}\nКыргызстан\n".encode(), "document.txt"), language="ru", area="KAZ")
    assert not [problem for problem in reading.problems if problem.code == "KG220"]


def test_a_validation_counts_it_as_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "profile.txt"
    file.write_text(f"Кыргызстан\n{BODY}", encoding="utf-8")
    gathered = inputs.gather([file], Options(state="KAZ", edition="2024"))
    (result,) = [one for one in gathered.unread if one.requirement == "KG220"]
    assert result.severity == "Warning"
    assert result.place is not None
    assert (result.place.line, result.place.words) == (1, "Кыргызстан")
    assert result.next_step["en"].startswith("read the title page")
