"""A verdict: notes, places, waivers of sidecars, and a build that keeps what is waived."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kg import verdict
from kg.building.sources import Options
from kg.errors import ValidationError
from kg.validation.reports import FORMS

EX = "http://example.org/"
HEAD = f"@prefix ex: <{EX}> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = HEAD + (
    "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P .\nex:P a sh:PropertyShape ; sh:path ex:p ; "
    "sh:minCount 1 ; sh:nodeKind sh:IRI .\n"
)
DATA = HEAD + "ex:a a ex:C .\nex:b a ex:C ;\n  ex:p 1 .\n"
VIOLATING = ("Органы подчиняются президенту (МВД – правительству)", "Органы подчиняются президенту (МВД – МВД)")
WAIVER = '\n[[waiver]]\nrequirement = "{}"\nreason = "Known."\ndate = 2026-11-01\nby = "Secretariat"\n'


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, verdict.Request]:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    return tmp_path, verdict.Request(shapes=(tmp_path / "shapes.ttl",))


def test_results_have_places(files: tuple[Path, verdict.Request]) -> None:
    folder, request = files
    report = verdict.of([folder / "data.ttl"], request)
    spots = {result.component: (result.spot.line, result.spot.column) for result in report.results if result.spot}
    assert spots == {"MinCountConstraintComponent": (3, 1), "NodeKindConstraintComponent": (5, 8)}
    assert report.engine.startswith("shacl ")
    assert report.checked == 2


def test_values_without_a_path_and_values_too_many_have_places(tmp_path: Path) -> None:
    rule = (
        f"sh:sparql [ a sh:SPARQLConstraint ; sh:select 'SELECT $this ?value {{ $this <{EX}p> ?value FILTER (lang(?value) = \"xx\") }}' ]"
    )
    shapes = f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {rule} ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] .\n"
    (tmp_path / "shapes.ttl").write_text(shapes, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(f'{HEAD}ex:a a ex:C ;\n  ex:p "x"@en ;\n  ex:p "y"@xx ;\n  ex:p "z"@en .\n', encoding="utf-8")
    report = verdict.of([tmp_path / "data.ttl"], verdict.Request(shapes=(tmp_path / "shapes.ttl",)))
    spots = {result.component: (result.spot.line, result.spot.column, result.spot.what) for result in report.results if result.spot}
    assert spots == {"SPARQLConstraintComponent": (5, 8, "triple"), "MaxCountConstraintComponent": (6, 8, "triple")}


def test_engines_give_the_same(files: tuple[Path, verdict.Request]) -> None:
    folder, request = files
    ours = verdict.of([folder / "data.ttl"], request)
    theirs = verdict.of([folder / "data.ttl"], verdict.Request(shapes=request.shapes, engine="pyshacl"))
    assert [(r.focus, r.component, r.messages) for r in ours.results] == [(r.focus, r.component, r.messages) for r in theirs.results]
    assert theirs.engine.startswith("pySHACL ")


def test_an_engine_that_is_not_known(files: tuple[Path, verdict.Request]) -> None:
    folder, request = files
    with pytest.raises(ValidationError) as raised:
        verdict.of([folder / "data.ttl"], verdict.Request(shapes=request.shapes, engine="none"))
    assert raised.value.code == "KG620"


def test_nothing_checked(files: tuple[Path, verdict.Request]) -> None:
    folder, request = files
    (folder / "other.ttl").write_text(HEAD + "ex:a a ex:Other .", encoding="utf-8")
    with pytest.raises(ValidationError) as raised:
        verdict.of([folder / "other.ttl"], request)
    assert raised.value.code == "KG606"
    report = verdict.of([folder / "other.ttl"], verdict.Request(shapes=request.shapes, allow_empty=True))
    assert (report.checked, report.results) == (0, ())
    assert any("nothing" in note["en"].lower() or "no " in note["en"].lower() for note in report.notes)


def test_waivers_are_listed_and_not_counted(files: tuple[Path, verdict.Request]) -> None:
    folder, request = files
    (folder / "waivers.toml").write_text(WAIVER.format(EX + "P") + WAIVER.format("CON-99"), encoding="utf-8")
    report = verdict.of([folder / "data.ttl"], verdict.Request(shapes=request.shapes, waivers=(folder / "waivers.toml",)))
    assert len(report.results) == 2
    assert report.counted == ()
    assert not report.conforms
    (note,) = (note["en"] for note in report.notes if "waivers.toml:8" in note["en"])
    assert "the waiver names CON-99, and the shapes have no requirement or shape of that name" in note


def test_a_document_that_violates(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    folder = make_profile(tmp_path / "in", change=VIOLATING)
    report = verdict.of([folder / "document.txt"], verdict.Request())
    (result,) = [result for result in report.results if result.severity == "Violation"]
    assert result.place is not None
    assert result.place.document.endswith("document.txt")
    lines = (folder / "document.txt").read_text(encoding="utf-8").splitlines()
    assert "МВД – МВД" in lines[result.place.line - 1]
    assert result.spot is None, "a graph in memory has no lines"
    with (folder / "about.toml").open("a", encoding="utf-8") as sidecar:
        sidecar.write(WAIVER.format(result.requirement))
    again = verdict.of([folder], verdict.Request())
    assert again.count("Violation") == 0
    assert [one.waiver.by for one in again.results if one.waiver] == ["Secretariat"]


def test_a_build_keeps_what_is_waived(kg: Callable[..., CompletedProcess[str]], tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    folder = make_profile(tmp_path / "in", change=VIOLATING)
    report = verdict.of([folder], verdict.Request())
    (violation,) = [result for result in report.results if result.severity == "Violation"]
    with (folder / "about.toml").open("a", encoding="utf-8") as sidecar:
        sidecar.write(WAIVER.format(violation.requirement).replace("reason", f'node = "{violation.focus.rpartition("/")[2]}"\nreason'))
        sidecar.write(WAIVER.format("CON-99"))
    done = kg("build", folder, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "graph.nq").is_file()
    told = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert "Secretariat" in told
    assert "Known." in told
    assert re.search(r"the waiver names CON-99, [^.]* did you mean CON-09,", " ".join(told.split()))


def test_what_was_not_read_is_a_result(tmp_path: Path) -> None:
    """A row that nobody knows, in a document, must not pass in silence."""
    real = (Path(__file__).parents[1] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt").read_text(encoding="utf-8")
    (tmp_path / "mine.txt").write_text(real.rstrip("\n") + "\nWidgets of an unknown kind\t17\n", encoding="utf-8")
    (tmp_path / "known.txt").write_text(real, encoding="utf-8")
    request = verdict.Request(documents=Options("mine", "KAZ", "2024"))
    known = verdict.of([tmp_path / "known.txt"], request).unrecognised
    assert known is not None
    report = verdict.of([tmp_path / "mine.txt"], request)
    (unread,) = [result for result in report.results if result.requirement == "KG210"]
    assert unread.severity == "Info"
    assert unread.place is not None
    assert (unread.place.line, unread.place.words) == (real.rstrip("\n").count("\n") + 2, "Widgets of an unknown kind\t17")
    assert report.unrecognised == known + 6, "the whole line is left"
    assert f"; {known + 6} words of the documents not recognised\n" in FORMS["text"](report, language="en").partition("\n")[0] + "\n"
    assert f"не распознано слов документов: {known + 6}" in FORMS["text"](report, language="ru").partition("\n")[0]
    assert json.loads(FORMS["json"](report))["unrecognised"] == known + 6
    assert "Widgets" in unread.messages["en"]
    assert unread.next_step["en"]
    assert report.fails("info")
    for form, write in FORMS.items():
        assert "Widgets" in write(report, language="en"), form
