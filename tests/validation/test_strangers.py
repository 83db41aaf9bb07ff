"""Terms of our namespaces that the vocabulary does not have, in data of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import verdict

HEAD = """@prefix hrm: <https://w3id.org/hrmkg/ontology#> .
@prefix ind: <https://w3id.org/hrmkg/vocab/indicator/> .
@prefix ex: <https://example.org/> .
ex:figure a hrm:Figure .
"""


def told(tmp_path: Path, line: str) -> list[tuple[int, int, str]]:
    (tmp_path / "mine.ttl").write_text(HEAD + line, encoding="utf-8")
    report = verdict.of([tmp_path / "mine.ttl"], verdict.Request())
    found = [result for result in report.results if result.requirement == "KG622"]
    assert all(result.severity == "Warning" and set(result.messages) == {"en", "ru"} for result in found)
    return [(result.spot.line, result.spot.column, result.messages["en"]) for result in found if result.spot]


@pytest.mark.parametrize(
    ("line", "column", "near"),
    [
        ("ex:a hrm:valeu 5 .", 16, "ontology#value?"),
        ("ex:a a hrm:Figur .", 8, "ontology#Figure?"),
        ("ex:a hrm:indicator ind:prison-populaton .", 20, "indicator/prison-population?"),
    ],
)
def test_a_term_that_is_not_there_is_told_with_the_nearest(tmp_path: Path, line: str, column: int, near: str) -> None:
    ((row, place, message),) = told(tmp_path, line)
    assert (row, place) == (5, column)
    assert message.endswith(f"did you mean https://w3id.org/hrmkg/{'vocab/' if 'indicator/' in near else ''}{near}")


def test_how_often_a_term_is_used_and_where_first(tmp_path: Path) -> None:
    line = "\n".join(f"ex:a{number} hrm:valeu {number} ." for number in range(5)) + "\nex:b a hrm:Figur , hrm:Figur2 ."
    found = told(tmp_path, line)
    assert len(found) == 3
    value = next(message for _, _, message in found if "valeu" in message)
    file = tmp_path / "mine.ttl"
    assert value.endswith(f"It is used 5 times, first at {file}:5:17, {file}:6:17, {file}:7:17.")
    assert all("is used" not in message for _, _, message in found if "valeu" not in message)
    report = verdict.of([file], verdict.Request())
    (result,) = [one for one in report.results if one.requirement == "KG622" and "valeu" in one.messages["en"]]
    assert f"Встречается раз: 5, первые места: {file}:5:17" in result.messages["ru"]


@pytest.mark.parametrize(
    "line", ["ex:a hrm:value 5 .", "ex:a ex:valeu 5 .", "ind:new hrm:valueKind hrm:Figure . ex:a hrm:indicator ind:new ."]
)
def test_terms_of_ours_of_others_and_of_the_data_are_known(tmp_path: Path, line: str) -> None:
    assert told(tmp_path, line) == []


def test_our_own_documents_use_none() -> None:
    root = Path(__file__).parents[2]
    report = verdict.of([root / "data" / "profiles"], verdict.Request())
    assert [result.requirement for result in report.results if result.requirement == "KG622"] == []
