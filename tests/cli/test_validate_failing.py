"""``kg validate`` when it cannot: a file is there all the same, in the words that were asked for; a changed number of values is new."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from lxml import etree

Run = Callable[..., CompletedProcess[str]]
HEAD = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P , ex:L .\n"
    "ex:P a sh:PropertyShape ; sh:path ex:inmates ; sh:maxCount 1 .\n"
    "ex:L a sh:PropertyShape ; sh:path ex:name ; sh:uniqueLang true .\n"
    "ex:I a sh:NodeShape ; sh:targetClass ex:Absent ; sh:nodeKind sh:IRI .\n"
)
FILES = {
    "shapes.ttl": HEAD + SHAPES,
    "dangling.ttl": HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:or ( ex:Gone ex:Gone2 ) .\n",
    "two.ttl": HEAD + "ex:a a ex:C ; ex:inmates 1, 2 .\n",
    "three.ttl": HEAD + "ex:a a ex:C ; ex:inmates 1, 2, 3 .\n",
    "names.ttl": HEAD + "ex:a a ex:C ; ex:name 'a'@en, 'b'@en, 'c'@fr .\n",
    "more-names.ttl": HEAD + "ex:a a ex:C ; ex:name 'a'@en, 'b'@en, 'c'@fr, 'd'@en .\n",
    "other-names.ttl": HEAD + "ex:a a ex:C ; ex:name 'a'@en, 'b'@en, 'c'@fr, 'd'@ru .\n",
    "none-there.ttl": HEAD + "ex:a a ex:Other .\n",
    "broken.ttl": HEAD + "ex:a a ex:b\nex:c ex:d ex:e .\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("failing")
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def validate(kg: Run, folder: Path) -> Run:
    def run(*arguments: object, shapes: str = "shapes.ttl") -> CompletedProcess[str]:
        return kg("validate", *arguments, "--shapes", shapes, cwd=folder)

    return run


def test_a_changed_number_of_values_is_new(validate: Run, folder: Path) -> None:
    assert validate("two.ttl", "--format", "ttl", "-o", "old.ttl").returncode == 1
    assert validate("two.ttl", "--baseline", "old.ttl").returncode == 0
    done = validate("three.ttl", "--baseline", "old.ttl")
    assert (done.returncode, "known already" in done.stdout) == (1, False), done.stdout
    said = json.loads(validate("three.ttl", "--baseline", "old.ttl", "--format", "json").stdout)
    assert [(r["value_count"], r["known"]) for r in said["results"]] == [(3, False)]

    lines = (folder / "old.ttl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "uncounted.ttl").write_text("".join(line for line in lines if "valueCount" not in line), encoding="utf-8")
    done = validate("three.ttl", "--baseline", "uncounted.ttl")
    assert done.returncode == 0
    assert "does not say how many values there were" in done.stdout
    assert "does not say how many values" not in validate("two.ttl", "--baseline", "old.ttl").stdout


def test_one_more_value_of_a_repeated_language_is_new(validate: Run) -> None:
    assert validate("names.ttl", "--format", "ttl", "-o", "names-old.ttl").returncode == 1
    assert validate("names.ttl", "--baseline", "names-old.ttl").returncode == 0
    assert validate("more-names.ttl", "--baseline", "names-old.ttl").returncode == 1
    assert validate("other-names.ttl", "--baseline", "names-old.ttl").returncode == 0


def test_what_saw_no_node_is_skipped(validate: Run) -> None:
    root = etree.fromstring(validate("two.ttl", "--format", "junit").stdout.encode("utf-8"))
    skipped = {case.get("classname"): [e.get("message") for e in case.iter("skipped")] for case in root.iter("testcase")}
    assert skipped["http://example.org/I"] == ["not checked: no node of the data was looked at"]
    assert skipped["http://example.org/S"] == []
    root = etree.fromstring(validate("none-there.ttl", "--format", "junit", "--allow-empty").stdout.encode("utf-8"))
    cases = list(root.iter("testcase"))
    assert cases
    assert all(case.find("skipped") is not None for case in cases)


@pytest.mark.parametrize(("shapes", "code"), [("shapes.ttl", "KG603"), ("dangling.ttl", "KG616")])
@pytest.mark.parametrize("form", ["sarif", "json", "junit"])
def test_a_file_is_written_all_the_same(validate: Run, folder: Path, form: str, shapes: str, code: str) -> None:
    data = "broken.ttl" if code == "KG603" else "two.ttl"
    plain = validate(data, shapes=shapes)
    (folder / "x").unlink(missing_ok=True)
    done = validate(data, "--format", form, "-o", "x", shapes=shapes)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", plain.stderr)
    text = (folder / "x").read_text(encoding="utf-8")
    assert code in text
    assert data in text or shapes in text
    assert validate(data, "--format", form, "--time-limit", "60", shapes=shapes).stdout == text
    if form == "sarif":
        assert json.loads(text)["runs"][0]["invocations"][0]["executionSuccessful"] is False
    elif form == "json":
        assert json.loads(text)["error"]["line"] > 0
    else:
        assert etree.fromstring(text.encode("utf-8")).get("errors") == "1"


@pytest.mark.parametrize("form", ["text", "html", "csv", "ttl"])
def test_the_other_forms_write_nothing(validate: Run, folder: Path, form: str) -> None:
    done = validate("broken.ttl", "--format", form, "-o", "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert not (folder / "nothing").exists()


def test_a_file_that_cannot_be_written(validate: Run) -> None:
    done = validate("broken.ttl", "--format", "sarif", "-o", "none/x.sarif")
    assert [line[:5] for line in done.stderr.splitlines()] == ["KG621", "KG603"]
    done = validate("two.ttl", "--format", "sarif", "-o", "none/x.sarif")
    assert (done.returncode, [line[:5] for line in done.stderr.splitlines()]) == (2, ["KG621"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("missing.ttl", "KG601 missing.ttl: такого файла нет"),
        ("broken.ttl", "KG603 broken.ttl:3:12: это не правильный Turtle: "),
        ("none-there.ttl", "KG606: ничего не было проверено; ни одна цель форм"),
    ],
)
def test_errors_are_said_in_russian(validate: Run, data: str, said: str) -> None:
    done = validate(data, "--lang", "ru")
    assert done.returncode == 2
    assert done.stderr.startswith(said), done.stderr
    assert " or say " not in done.stderr
    assert validate(data, "--lang", "ru,en").stderr == done.stderr
    assert validate(data, "--lang", "en,ru").stderr == validate(data).stderr != done.stderr


def test_the_language_of_a_document_is_not_that_of_errors(kg: Callable[..., subprocess.CompletedProcess[str]], folder: Path) -> None:
    done = kg("facts", "missing.txt", "--lang", "ru", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == kg("facts", "missing.txt", cwd=folder).stderr


def test_a_language_without_words_is_said(validate: Run) -> None:
    done = validate("two.ttl", "--lang", "fr")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--lang: a report has no words of its own in fr" in done.stderr
    for tags in ("ru", "en,fr", "ru-RU", "EN"):
        assert not validate("two.ttl", "--lang", tags).stderr
