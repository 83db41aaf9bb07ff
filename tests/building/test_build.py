"""A build as a whole: what it writes, what it leaves out, and that the earlier one stays until the new one is whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kg import building
from kg.building.documents import Documents

Run = Callable[..., CompletedProcess[str]]
SH = "http://www.w3.org/ns/shacl#"


def test_the_real_profile_has_one_warning_and_three_gaps(validated: tuple, root: Path) -> None:
    import rdflib

    real = validated.real
    assert (real.code, real.err) == (0, "")
    assert {p.name for p in real.folder.iterdir()} == {
        *("graph.nq", "facts.csv", "ledger.json", "report.ttl", "report.txt", "manifest.json", "store", "withdrawn.tsv")
    }
    assert "0 violations, 1 warning, 3 info" in real.out
    report = rdflib.Graph().parse(real.folder / "report.ttl")
    found = {
        (str(report.value(r, rdflib.URIRef(SH + "resultSeverity"))).removeprefix(SH), str(report.value(r, rdflib.URIRef(SH + "focusNode"))))
        for r in report.objects(None, rdflib.URIRef(SH + "result"))
    }
    stem = "https://w3id.org/hrmkg/profile/antitorture/KAZ/2022/"
    assert found == {
        ("Warning", stem + "sent-to-court"),
        ("Info", stem + "administrative-detainees"),
        ("Info", stem + "police-officers"),
        ("Info", stem + "share-of-torture-cases"),
    }
    (conforms,) = report.objects(None, rdflib.URIRef(SH + "conforms"))
    assert conforms.toPython() is False, "any result makes sh:conforms false, whatever its severity"


def test_the_warning_names_both_numbers_and_every_result_its_line(validated: tuple) -> None:
    said = (validated.real.folder / "report.txt").read_text(encoding="utf-8")
    warning = said[said.index("WARNING") : said.index("INFO")]
    assert re.search(r"\b60\b.*\b21\b|\b21\b.*\b60\b", warning)
    assert re.search(r"[А-я]", warning)
    verdict = said.partition("Not read or not certain")[0]
    assert sorted(map(int, re.findall(r"document\.txt:(\d+)", verdict))) == [13, 17, 36, 42]


def test_validation_changes_neither_graph_nor_facts(validated: tuple, build: Path) -> None:
    for name in ("graph.nq", "facts.csv", "ledger.json"):
        assert (validated.real.folder / name).read_bytes() == (build / name).read_bytes()


def test_bad_documents_are_left_out_and_listed_the_others_built(validated: tuple) -> None:
    many = validated.many
    assert many.code == 1
    ledger = json.loads((many.folder / "ledger.json").read_text(encoding="utf-8"))
    assert [entry["path"] for entry in ledger["documents"]] == ["good/document.txt"]
    graph = (many.folder / "graph.nq").read_text(encoding="utf-8")
    assert "/profile/antitorture/KAZ/2022>" in graph
    for edition in ("violating", "twin", "cp1251"):
        assert f"/KAZ/{edition}" not in graph
        assert f",KAZ,{edition}," not in (many.folder / "facts.csv").read_text(encoding="utf-8")
    lines = many.err.splitlines()
    assert len(lines) == 4
    assert any(re.match(r"KG103 cp1251/document\.txt:5:1: ", line) for line in lines)
    for one, other in (("twin-a", "twin-b"), ("twin-b", "twin-a")):
        assert any(line.startswith(f"KG307 {one}/document.txt: ") and f"{other}/document.txt" in line for line in lines)
    assert any(re.match(r"\S+ violating/document\.txt:33(:\d+)?: .*Ministry of Internal Affairs", line) for line in lines)


def test_the_verdict_of_what_was_left_out_is_not_lost(validated: tuple) -> None:
    said = (validated.many.folder / "report.txt").read_text(encoding="utf-8")
    assert "1 violation" in said
    assert "violating/document.txt:33" in said


def test_the_report_lists_what_was_left_out_and_why(validated: tuple) -> None:
    said = (validated.many.folder / "report.txt").read_text(encoding="utf-8")
    listed = said.partition("Documents left out (4; the build holds nothing of them):\n")[2].partition("\n\n")[0]
    assert listed.splitlines() == validated.many.err.splitlines()
    assert "left out" not in (validated.real.folder / "report.txt").read_text(encoding="utf-8")


def test_the_manifest_of_a_build_with_bad_documents_holds(validated: tuple) -> None:
    said = json.loads((validated.many.folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(said["outputs"]) == {"facts.csv", "graph.nq", "ledger.json", "report.ttl", "report.txt", "withdrawn.tsv"}


def test_when_none_is_left_nothing_is_published_and_the_report_is_printed(validated: tuple) -> None:
    none = validated.none
    assert none.code == 1
    before = none.folder.with_name("none.before").read_text(encoding="utf-8")
    assert (none.folder / "manifest.json").read_text(encoding="utf-8") == before
    assert "1 violation" in none.out
    assert "Ministry of Internal Affairs" in none.out
    assert "violating/document.txt:33" in none.out
    assert [p.name for p in none.folder.parent.iterdir() if ".part" in p.name] == []


def test_ledger(build: Path, document: Path) -> None:
    ledger = json.loads((build / "ledger.json").read_text(encoding="utf-8"))
    assert set(ledger) == {"documents"}
    (entry,) = ledger["documents"]
    assert set(entry) == {
        *("path", "sha256", "characters", "blank", "heading", "label", "value", "remainder", "rows", "statements", "problems")
    }
    text = document.read_text(encoding="utf-8")
    left = sum(len(re.sub(r"\s", "", r["text"])) for r in entry["remainder"])
    assert entry["characters"] == len(text) == entry["blank"] + entry["heading"] + entry["label"] + entry["value"] + left
    assert entry["blank"] == sum(sign.isspace() for sign in text)
    assert (entry["rows"], entry["statements"], entry["remainder"]) == (37, 55, [])
    assert [(p["code"], p["line"]) for p in entry["problems"]] == [("KG212", 36)]
    assert all(set(p) == {"code", "line", "text"} for p in entry["problems"])


def test_a_remainder_in_the_ledger_points_at_its_words(kg: Run, tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    place = make_profile(tmp_path / "in", change=("Население\t19 126 000", "Население\t19 126 000\nСовсем другая строка\tчто-то"))
    done = kg("build", place, "-o", tmp_path / "out", "--no-validate")
    assert (done.returncode, done.stderr) == (0, "")
    (entry,) = json.loads((tmp_path / "out" / "ledger.json").read_text(encoding="utf-8"))["documents"]
    assert entry["remainder"]
    text = (place / "document.txt").read_text(encoding="utf-8")
    for left in entry["remainder"]:
        assert set(left) == {"line", "start", "end", "text"}
        assert text[left["start"] : left["end"]] == left["text"]
        assert left["line"] == 10
    assert any(p["line"] == 10 for p in entry["problems"])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, make_profile: Callable[..., Path]) -> Path:
    base = tmp_path_factory.mktemp("two")
    make_profile(base / "a", edition="b")
    make_profile(base / "b", edition="a", change=("40 842", "40 843"))
    make_profile(base / "c", state="KGZ", edition="c")
    return base


def test_same_input_same_bytes(kg: Run, tmp_path: Path, two: Path, make_profile: Callable[..., Path]) -> None:
    copy = tmp_path / "Another name" / "данные"
    copy.mkdir(parents=True)
    for name, change in (
        ("c", {"state": "KGZ", "edition": "c"}),
        ("b", {"edition": "a", "change": ("40 842", "40 843")}),
        ("a", {"edition": "b"}),
    ):
        make_profile(copy / name, **change)
    runs = [
        ([two], {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"}, tmp_path),
        ([copy], {"PYTHONHASHSEED": "4294967295", "LC_ALL": "C.UTF-8", "TZ": "Asia/Almaty"}, two),
        ([copy / "a", copy / "c", copy / "b"], {"PYTHONHASHSEED": "7", "LC_ALL": "POSIX", "TZ": "America/St_Johns"}, tmp_path),
        ([copy / "c", copy / "b", copy / "a"], {"PYTHONHASHSEED": "8"}, copy),
    ]
    made = []
    for number, (paths, env, cwd) in enumerate(runs):
        done = kg("build", *paths, "-o", tmp_path / str(number), "--no-validate", cwd=cwd, env=env)
        assert (done.returncode, done.stderr) == (0, "")
        made.append(tmp_path / str(number))
    first, other, *ordered = [(folder / "manifest.json").read_bytes() for folder in made]
    assert first == other
    assert ordered[0] == ordered[1]
    assert (made[0] / "graph.nq").read_bytes() == (made[2] / "graph.nq").read_bytes()


def test_the_verdict_is_the_same_bytes(validated: tuple, tmp_path: Path, kg: Run, root: Path) -> None:
    """The results of one shape are compared here; the whole verdict twice would take as long as all other tests."""
    said = []
    for number, seed in enumerate(("0", "12345")):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = kg(
            *("validate", validated.real.folder / "graph.nq", "--shapes", root / "shapes" / "gaps.ttl", "--format", "ttl"),
            cwd=folder,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo" if number else "UTC"},
        )
        assert done.stderr == ""
        said.append(done.stdout)
    assert said[0] == said[1]
    assert said[0].count("sh:ValidationResult") == 3


def test_a_locale_without_cyrillic_changes_nothing(kg: Run, tmp_path: Path, build: Path) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = kg("build", "data", "-o", tmp_path / "out", "--no-validate", "--account", env=env)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    assert (tmp_path / "out" / "manifest.json").read_bytes() == (build / "manifest.json").read_bytes()


def test_a_second_build_replaces_the_first(kg: Run, tmp_path: Path, two: Path) -> None:
    for path, words in ((two / "a", "40 842"), (two / "b", "40 843")):
        assert kg("build", path, "-o", tmp_path / "out", "--no-validate").returncode == 0
        assert words in (tmp_path / "out" / "facts.csv").read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_one_document_by_several_paths_is_built_once(kg: Run, tmp_path: Path, two: Path) -> None:
    done = kg("build", two, two / "a", two / "a" / "document.txt", "-o", tmp_path / "out", "--no-validate", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["profiles"] == ["antitorture/KAZ/a", "antitorture/KAZ/b", "antitorture/KGZ/c"]


def test_discover_orders_by_shown_path_and_keeps_shown_paths_apart(two: Path) -> None:
    shown = [source.shown for source in building.sources.discover([two / "c", two / "a"])]
    assert shown == ["a/document.txt", "c/document.txt"]
    assert [s.shown for s in building.sources.discover([two / "b"])] == ["document.txt"]


def test_same_catalogue_for_every_profile(kg: Run, tmp_path: Path, two: Path) -> None:
    assert kg("build", two, "-o", tmp_path / "out", "--no-validate").returncode == 0
    graph = (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert len(graph) == len(set(graph))
    listed = [
        line.split()[2] for line in graph if line.startswith("<https://w3id.org/hrmkg/catalogue> <http://www.w3.org/ns/dcat#dataset>")
    ]
    stem = "https://w3id.org/hrmkg/profile/antitorture/"
    assert {name for name in listed if "/profile/" in name} == {f"<{stem}{p}>" for p in ("KAZ/a", "KAZ/b", "KGZ/c")}
    graphs = {line.rsplit(" ", 2)[1] for line in graph}
    assert {g for g in graphs if "/graph/profile/" in g} == {
        f"<https://w3id.org/hrmkg/graph/profile/antitorture/{p}>" for p in ("KAZ/a", "KAZ/b", "KGZ/c")
    }


def test_discover_enters_no_hidden_folder_and_follows_links_of_files(tmp_path: Path, two: Path) -> None:
    for name in (".hidden/document.txt", "empty/about.toml", "table/about.toml", "table/rows.tsv", "loose.txt", "a.txt/notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "link.txt").symlink_to(two / "a" / "document.txt")
    (tmp_path / "folder").symlink_to(two)
    found = {source.shown: source for source in building.sources.discover([tmp_path])}
    assert sorted(found) == ["a.txt", "empty/document.txt", "link.txt", "loose.txt"]
    assert found["link.txt"].path == (two / "a" / "document.txt").resolve()
    assert found["empty/document.txt"].sidecar == tmp_path / "empty" / "about.toml"
    assert found["empty/document.txt"].sidecar_shown == "empty/about.toml"


def test_a_document_that_changes_during_a_build_is_left_out(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    place = make_profile(tmp_path / "in")
    documents = Documents(building.sources.discover([place]), building.Options())
    assert len(list(documents.readings())) == len(list(documents.readings())) == 1
    (place / "document.txt").write_text((place / "document.txt").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert list(documents.readings()) == []
    ((shown, why),) = documents.left_out
    assert shown == "document.txt"
    assert why.startswith("KG101 document.txt: the document changed while it was built")
