"""From a partner's table to what linking it gains: counts add up, places are right, nothing is called a contradiction that is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import gaining
from kg.errors import KgError
from kg.gaining import Gain, asking, page, saying, structured, text, wording
from kg.linking.tables import run
from kg.linking.tables.result import Request
from kg.querying import question
from kg.vocabulary.texts import SAY

pytestmark = pytest.mark.check  # long runs

TABLES = Path(__file__).resolve().parents[1] / "linking" / "tables"
SCHEMA = json.loads((Path(gaining.__file__).parent / "gain.schema.json").read_text(encoding="utf-8"))
TERM = "https://w3id.org/hrmkg/vocab/table/"
BASE = "https://w3id.org/hrmkg/vocab/"


def linked(folder: Path, table: Path | str, name: str = "table.csv", **columns: tuple[str, str, str]) -> Path:
    """A table with its mapping, as a partner corrects it: column → indicator, relation and unit ('' for none)."""
    path = folder / (table.name if isinstance(table, Path) else name)
    if isinstance(table, Path):
        shutil.copy(table, path)
    else:
        path.write_text(table, encoding="utf-8")
    run.run(Request(path, namespace=f"https://example.org/{path.stem}/"))
    mapping = path.with_name(f"{path.name}-metadata.json")
    document = json.loads(mapping.read_text(encoding="utf-8"))
    for column in document["tableSchema"]["columns"]:
        if said := columns.get(column["name"]):
            column[f"{TERM}indicator"] = {"@id": f"{BASE}indicator/{said[0]}"}
            column[f"{TERM}relation"] = {"@id": f"http://www.w3.org/2004/02/skos/core#{said[1]}Match"}
            if said[2]:
                column[f"{TERM}unit"] = {"@id": f"{BASE}unit/{said[2]}"}
    mapping.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def counts(gain: Gain) -> tuple[int, int, int, int]:
    """agrees, contradicts, differs unless rounded, not comparable; every report is valid, and its counts add up."""
    said = json.loads(structured.write(gain))
    jsonschema.validate(said, SCHEMA)
    values, records = said["values"], said["records"]
    assert records["observations"] == records["met"] + records["alone"]["count"]
    assert records["alone"]["count"] == sum(one["count"] for one in records["alone"]["reasons"])
    assert values["notComparable"]["count"] == sum(one["count"] for one in values["notComparable"]["reasons"])
    for file in said["files"]:
        if "rows" in file:
            assert file["rows"]["all"] == sum(count for name, count in file["rows"].items() if name != "all")
            unlinked = sum(one["count"] for one in file["unlinked"]) + file["unlinkedMore"]
            assert unlinked == file["rows"]["all"] - file["rows"]["linked"]
    for one in said["questions"]:
        assert one["together"] == one["ours"] + one["gained"] - one["lost"]
    return values["agrees"]["count"], values["contradicts"]["count"], values["rounded"]["count"], values["notComparable"]["count"]


def reasons(gain: Gain) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in structured.document(gain)["records"]["alone"]["reasons"]:
        found[one["why"]["en"]] = found.get(one["why"]["en"], 0) + one["count"]
    return found


def test_the_population_of_the_world_bank_agrees_as_a_whole(build: Path, tmp_path: Path) -> None:
    found = gaining.gain([linked(tmp_path, TABLES / "world-bank-population.csv", value=("population", "close", "person"))], build)
    # Ten years of the real profile, which states none, stand beside it and are compared with none.
    assert counts(found) == (90, 0, 0, 10)
    assert (found.findings.observations, found.findings.met, found.findings.alone) == (90, 90, [])
    assert found.exit_code == 0
    assert not [one for one in found.asked if one.disturbed]
    # Nothing of the partner's stands alone, and one figure of ours does: that of the profile, which states no year.
    gaining_ones = {one.question.name for one in found.asked if one.gained}
    assert gaining_ones == {"partner-beside-ours", "partner-contradictions"}


def test_a_value_that_contradicts_is_shown_with_both_sources_and_none_preferred(build: Path, tmp_path: Path) -> None:
    rows = "Country code,Year,Residents\nKAZ,2019,19209555\nKAZ,2020,12345678\nKAZ,2021,19700000\nKAZ,2022,20034609.4\n"
    found = gaining.gain([linked(tmp_path, rows, residents=("population", "close", "person"))], build)
    agrees, contradicts, rounded, _ = counts(found)
    # 20034609.4 persons are none: a value with decimals is no count, and so no contradiction.
    assert (agrees, contradicts, rounded) == (1, 1, 1)
    assert found.exit_code == 1
    said = structured.document(found)["values"]["contradicts"]["pairs"]
    first = next(one for one in said if one["theirs"]["year"] == 2020)
    assert (first["theirs"]["value"], first["ours"]["value"]) == ("12345678", "19482117")
    assert first["theirs"]["place"] == {"file": "table.csv", "row": 3, "column": 3, "title": "Residents"}
    assert first["ours"]["source"] == "https://w3id.org/hrmkg/reference/population"
    assert first["theirs"]["source"] == "Residents"
    apart = structured.document(found)["values"]["notComparable"]["pairs"]
    other = next(one for one in apart if one["theirs"]["year"] == 2022 and one["ours"]["from"] == 2022)
    assert other["why"]["en"] == "theirs has decimals and our unit counts whole ones"
    assert (other["theirs"]["lower"], other["theirs"]["upper"]) == ("20034609.35", "20034609.45")


@pytest.mark.check  # a long run
@pytest.mark.parametrize(
    ("relation", "unit", "why"),
    [
        ("related", "person", "linked as related only"),
        ("broad", "person", "linked as broader or narrower only"),
        ("close", "", "their unit is not stated"),
        ("close", "KZT", "the units differ"),
    ],
)
def test_another_concept_or_unit_is_no_contradiction(build: Path, tmp_path: Path, relation: str, unit: str, why: str) -> None:
    rows = "Country code,Year,Residents\nKAZ,2020,12345678\n"
    found = gaining.gain([linked(tmp_path, rows, residents=("population", relation, unit))], build)
    agrees, contradicts, rounded, apart = counts(found)
    assert (agrees, contradicts, rounded) == (0, 0, 0)
    assert apart == 2  # the reference table, and the profile, which states no year
    assert {one["why"]["en"] for one in structured.document(found)["values"]["notComparable"]["reasons"]} == {why}
    assert found.exit_code == 0


def test_the_terror_scale_is_related_and_its_missing_values_are_located(build: Path, tmp_path: Path) -> None:
    table = linked(tmp_path, TABLES / "invented-terror-scale.csv", invented_a=("prohibition", "related", ""))
    found = gaining.gain([table], build)
    assert counts(found)[:3] == (0, 0, 0)
    assert reasons(found) == {"the indicator is only related": 24, "the indicator is not linked": 25}
    (file,) = structured.document(found)["files"]
    assert [(one["column"], one["count"], one["markers"], one["first"]["row"]) for one in file["missing"]] == [
        ("INVENTED_A", 3, ["66", "77", "99"], 3),
        ("INVENTED_S", 2, ["66", "88"], 9),
    ]
    assert sum(one["count"] for one in file["unlinked"]) == 12


def test_the_prison_brief_says_each_row_that_is_not_linked(build: Path, tmp_path: Path) -> None:
    table = linked(tmp_path, TABLES / "invented-prison-brief.csv", invented_prison_population=("prison-population", "close", "person"))
    found = gaining.gain([table], build)
    assert counts(found) == (0, 0, 0, 1)
    assert reasons(found) == {
        "we say nothing of this state and indicator": 5,  # one with a cell beside it that cannot be read
        "our document states no year": 1,
        "the indicator is not linked": 6,
    }
    said = text.write(found, "en")
    assert "invented-prison-brief.csv:8:1, Country: 'Kazakstan' in column 'Country' is no state of the graph" in said
    assert "Kyrgyzstan, 2022, Prison population: 9876 (Invented prison population; invented-prison-brief.csv:4:3" in said
    source = "Kazakhstan, torture prevention profile, edition 2022, line 10 of the document, https://w3id.org/hrmkg/source/"
    assert f"“40 842”, no year ({source}" in said
    russian = text.write(found, "ru")
    assert "наш документ, в котором год не указан, не сравнивается" in russian.lower()
    assert "Тюремное население" in russian


def test_a_table_without_a_mapping_has_to_be_seen_by_a_person_first(build: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text("Country,Year,V\nKazakhstan,2020,1\n", encoding="utf-8")
    with pytest.raises(KgError) as caught:
        gaining.gain([path], build)
    assert caught.value.code == "KG733"
    assert sorted(tmp_path.iterdir()) == [path]


def test_nothing_is_written_beside_the_table(build: Path, tmp_path: Path) -> None:
    table = linked(tmp_path, "Country code,Year,Residents\nKAZ,2020,1\n", residents=("population", "close", "person"))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    gaining.gain([table], build)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_empty_file_gains_nothing_and_says_so(build: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("", encoding="utf-8")
    found = gaining.gain([path], build)
    assert counts(found) == (0, 0, 0, 0)
    assert "there is nothing to compare" in text.write(found, "en")
    assert not any(one.gained or one.disturbed for one in found.asked)


def test_rows_that_disturb_ours_are_flagged(build: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.ttl"
    path.write_text(
        "@prefix own: <https://example.org/own/> . @prefix hrm: <https://w3id.org/hrmkg/ontology#> .\n"
        "own:act a hrm:TreatyAct ; hrm:area <https://w3id.org/hrmkg/area/KAZ> ; hrm:confidence 'seen in source' .\n",
        encoding="utf-8",
    )
    found = gaining.gain([path], build)
    disturbed = {one.question.name for one in found.asked if one.disturbed}
    assert "dates-of-acts" in disturbed
    assert found.exit_code == 1
    assert "Your data change what this question answers without them" in text.write(found, "en")


def test_a_file_in_our_name_is_refused(build: Path, tmp_path: Path) -> None:
    path = tmp_path / "ours.ttl"
    path.write_text("<https://w3id.org/hrmkg/area/KAZ> <urn:p> 1 .", encoding="utf-8")
    with pytest.raises(KgError) as caught:
        gaining.gain([path], build)
    assert caught.value.code == "KG731"


@pytest.mark.check  # a long run
def test_the_order_of_files_does_not_matter_and_two_runs_give_the_same_bytes(build: Path, tmp_path: Path) -> None:
    one = linked(tmp_path, "Country code,Year,Residents\nKAZ,2020,1\n", "one.csv", residents=("population", "close", "person"))
    two = linked(tmp_path, "Country code,Year,Prisoners\nKAZ,2020,2\n", "two.csv", prisoners=("prison-population", "close", "person"))
    found = [gaining.gain(paths, build) for paths in ([one, two], [two, one], [one, two, one])]
    for write in (structured.write, text.write, page.write):
        assert len({write(gain, "en") for gain in found}) == 1


def test_the_page_has_both_languages_asks_for_nothing_and_escapes(build: Path, tmp_path: Path) -> None:
    table = linked(tmp_path, 'Country code,Year,"<script>alert(1)</script>"\nKAZ,2020,1\nXXX,2020,1\n')
    drawn = page.write(gaining.gain([table], build), "ru")
    assert drawn.startswith("<!DOCTYPE html>")
    assert '<html lang="ru">' in drawn
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert 'content="default-src &#39;none&#39;; style-src &#39;sha256-' in drawn
    assert not [mark for mark in (" src=", "@import", "<link", "url(") if mark in drawn]
    assert drawn.count('lang="en"') == drawn.count('lang="ru"') - 1  # the page's own
    assert str(tmp_path) not in drawn


def test_every_reason_of_the_questions_has_a_next_step() -> None:
    steps = {name for name in wording.TEXTS.all(SAY) if name.startswith("next-")}
    asked = {"partner-contradictions", "partner-only", "partner-acts-beside-ours"}
    said = "\n".join(one.sparql for one in question.library() if one.name in asked)
    for name in steps:
        assert any(wording.slug(words) == name.removeprefix("next-") for words in said.split('"')), name
    for words in said.split('"'):
        if wording.slug(words) in {"linked-as-related-only", "the-units-differ", "we-have-other-years-only"}:
            assert wording.step(words)["ru"]


@pytest.mark.check  # a long run
def test_the_command_writes_three_forms(build: Path, tmp_path: Path, kg: Any) -> None:
    table = linked(tmp_path, "Country code,Year,Residents\nKAZ,2020,12345678\n", residents=("population", "close", "person"))
    for form, start in (("text", "What linking gains you"), ("html", "<!DOCTYPE html>"), ("json", "{")):
        done = kg("gain", table, "--store", build, "--format", form, "-o", tmp_path / f"gain.{form}")
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
        assert (tmp_path / f"gain.{form}").read_text(encoding="utf-8").startswith(start)


# Comparing as bags


class _Ask:
    """Answers every query with the rows that it was made with."""

    def __init__(self, found: list[tuple[str, int]]) -> None:
        self.found = found

    def __call__(self, _: str) -> Any:
        from pyoxigraph import Store

        values = " ".join(f'("{name}" {number})' for name, number in self.found) or '("none" UNDEF)'
        keep = "FILTER(BOUND(?n))"
        return Store().query(f"SELECT ?name ?n {{ VALUES (?name ?n) {{ {values} }} {keep} }}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ours=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=6),
    theirs=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=6),
)
def test_rows_are_compared_as_bags(ours: list[tuple[str, int]], theirs: list[tuple[str, int]]) -> None:
    one = question.find("coverage")
    for found in asking.asked([one], _Ask(ours), _Ask(theirs)):
        assert (found.ours, found.together) == (len(ours), len(theirs))
        assert found.together == found.ours + found.gained - found.lost
        assert min(found.gained, found.changed, found.lost) >= 0
        assert (not found.disturbed and not found.gained) == (sorted(ours) == sorted(theirs))


def test_the_sections_have_headings() -> None:
    assert all(wording.head(name)["ru"] for name in ("files", "gained", "changed", "values", "contradictions", "rounding"))
    assert saying.amount({"value": "1", "lower": None, "upper": None, "unit": None}) == {"en": "1", "ru": "1"}
