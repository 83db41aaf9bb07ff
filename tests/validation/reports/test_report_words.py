"""The report's own words are complete in both languages; the nearest text is picked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from made_reports import EX, finding, full, report, result

from kg.errors import VocabularyError
from kg.validation import reports
from kg.validation.report import Waiver
from kg.validation.reports import words
from kg.vocabulary.texts import HEAD, SAY, literals

FOLDER = Path(reports.__file__).parent


def test_every_text_is_there_in_every_language_with_the_same_places() -> None:
    for name, said in literals("reports.ttl").items():
        assert set(said) == set(words.LANGUAGES), name
        places = {tag: sorted(re.findall(r"\{\w+\}", text)) for tag, text in said.items()}
        assert places["en"] == places["ru"], name


def test_every_text_is_used() -> None:
    program = "\n".join(p.read_text(encoding="utf-8") for p in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*")])
    computed = {"violation", "violations", "warning", "warnings", "info", "infos", "other", "others"}
    computed |= {"waived", "known", "open", "conforms", "severity", "state", "shape", "document"}
    names = {*words.TEXTS.all(HEAD), *words.TEXTS.all(SAY)}
    assert len(names) > 50
    assert [name for name in sorted(names - computed) if f'"{name}"' not in program] == []


@pytest.mark.parametrize(
    ("tags", "language", "expected"),
    [
        (("en", "ru"), "ru", "ru"),
        (("en", "ru"), "RU", "ru"),
        (("en-GB", "ru"), "en", "en-GB"),
        (("en", "ru"), "en-US", "en"),
        (("", "ru"), "de", ""),
        (("ru", "fr"), "de", "fr"),
        ((), "de", ""),
    ],
)
def test_the_nearest_text_is_picked(tags: tuple[str, ...], language: str, expected: str) -> None:
    assert words.pick({tag: f"text {tag}" for tag in tags}, language).language == expected


def test_languages_asked_for() -> None:
    assert words.spoken("ru, en,ru") == ("ru", "en")
    assert words.spoken("") == ("en",)
    assert [said.language for said in words.chosen({"en": "a", "ru": "b"}, ("ru", "fr", "en"))] == ["ru", "en"]


def test_values_are_not_filled_again() -> None:
    said = words.say("waiver", reason="{by}", by="{date}", date="{where}", where="x")
    assert said["en"] == "{by} ({date}, {where}; x)"


def test_unknown_texts_and_places_are_errors() -> None:
    with pytest.raises(VocabularyError, match="KG403"):
        words.head("nothing")
    with pytest.raises(VocabularyError, match="KG403"):
        words.say("violation")


def test_the_summary() -> None:
    assert reports.summary(report()) == "3 nodes checked: 0 violations, 0 warnings, 0 info"
    assert reports.summary(report(), "ru") == "проверено узлов: 3: нарушений: 0, предупреждений: 0, к сведению: 0"
    assert reports.summary(report(result())) == "3 nodes checked: 1 violation, 0 warnings, 0 info"
    strange = result(finding(severity=EX + "Fatal"))
    waived = result(waiver=Waiver("r", "2024-01-01", "b", "f", 1))
    said = reports.summary(report(strange, waived, result(known=True)))
    assert said == "3 nodes checked: 0 violations, 0 warnings, 0 info, 1 of another severity, 1 waived, 1 known already"


def test_the_summary_counts_all() -> None:
    counts = words.counts(full())
    assert sum(counts.values()) == len(full().results)
