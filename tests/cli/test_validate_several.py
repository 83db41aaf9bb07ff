"""``kg validate`` where several inputs are broken: each is told with its place, in every form that tells an error at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from lxml import etree

Run = Callable[..., CompletedProcess[str]]
EX = "http://example.org/"
HEAD = f"@prefix ex: <{EX}> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
RDF = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>\n"
FILES = {
    "shapes.ttl": HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .\n",
    "good.nt": f"<{EX}a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}C> .\n",
    "at.ttl": HEAD + "ex:a ex:b 'x'@ .\n",
    "tag.rdf": f"{RDF}<e:a></e:b></rdf:RDF>\n",
    "comma.jsonld": '{"@id": "http://e/a",,}\n',
    "middle.nt": f'<{EX}a> <{EX}b> "x .\n',
}
PLACES = {"at.ttl": (3, 15), "tag.rdf": (2, 8), "comma.jsonld": (1, 22), "middle.nt": (1, 47)}
BROKEN = tuple(PLACES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("several")
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "latin.nt").write_bytes(f'<{EX}a> <{EX}b> "'.encode() + b'\xff" .\n')
    (made / "entities.rdf").write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/x">]>\n' + RDF + "</rdf:RDF>", encoding="utf-8")
    (made / "some.xyz").write_text("", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def validate(kg: Run, folder: Path) -> Run:
    def run(*arguments: object, shapes: str = "shapes.ttl") -> CompletedProcess[str]:
        return kg("validate", *arguments, "--shapes", shapes, cwd=folder)

    return run


def told(done: CompletedProcess[str]) -> list[tuple[str, str]]:
    """Code and place of every line of standard error, which holds nothing else."""
    assert (done.returncode, done.stdout) == (2, "")
    found = [re.fullmatch(r"(KG\d{3}) (\S+): (\S.*)", line) for line in done.stderr.splitlines()]
    assert all(found), done.stderr
    return [(match[1], match[2]) for match in found if match]


def test_every_file_is_told_with_place_and_repair(validate: Run) -> None:
    done = validate("good.nt", *BROKEN)
    found = {name: (int(line), int(column)) for _, place in told(done) for name, line, column in [place.split(":")]}
    assert found == PLACES
    assert list(found) == list(PLACES), "in the order given"
    for line in done.stderr.splitlines():
        assert line.startswith("KG603 ")
        assert re.search("; the parser [^;]*says: ", line)
        assert line.count("; ") >= 2, "what, why, how to mend"


def test_the_order_of_the_files_changes_no_error(validate: Run) -> None:
    one, other = validate(*BROKEN, "good.nt"), validate("good.nt", *reversed(BROKEN))
    assert one.stderr.splitlines() == other.stderr.splitlines()[::-1]


def test_lines_are_told_too(validate: Run) -> None:
    """Files of lines are used as they are, and looked at by other code."""
    assert [place.partition(":")[0] for _, place in told(validate("good.nt", "latin.nt", "middle.nt"))] == ["latin.nt", "middle.nt"]


def test_a_file_given_twice_is_told_once(validate: Run) -> None:
    assert len(told(validate("at.ttl", "at.ttl"))) == 1


def test_what_cannot_even_be_opened_is_told_with_them(validate: Run) -> None:
    found = told(validate("at.ttl", "none.ttl", "some.xyz", "entities.rdf", "middle.nt"))
    assert [(code, place.partition(":")[0]) for code, place in found] == [
        ("KG601", "none.ttl"),
        ("KG602", "some.xyz"),
        ("KG809", "entities.rdf"),
        ("KG603", "at.ttl"),
        ("KG603", "middle.nt"),
    ]


def test_a_folder(validate: Run) -> None:
    found = {place.partition(":")[0] for _, place in told(validate("."))}
    assert found == {*BROKEN, "latin.nt", "entities.rdf"}


def test_shapes_and_data(validate: Run) -> None:
    found = told(validate("at.ttl", "--shapes", "tag.rdf", "--shapes", "none.ttl", shapes="comma.jsonld"))
    assert [place.partition(":")[0] for _, place in found] == ["none.ttl", "tag.rdf", "comma.jsonld", "at.ttl"]
    found = told(validate("at.ttl", "--shapes", "tag.rdf"))
    assert [place.partition(":")[0] for _, place in found] == ["tag.rdf", "at.ttl"]


def test_documents(validate: Run, tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    one, two = make_profile(tmp_path / "one"), make_profile(tmp_path / "two", edition="2023")
    (one / "document.txt").write_bytes("Основные проблемы\n\nа\x1bб\n".encode())
    (two / "about.toml").write_text('series = "antitorture"\nstate = "ATL"\n', encoding="utf-8")
    done = validate(tmp_path, "at.ttl")
    found = told(done)
    assert {place.partition(":")[0] for _, place in found} == {str(one / "document.txt"), str(two / "about.toml"), "at.ttl"}
    assert "KG103" in [code for code, _ in found]


def test_russian(validate: Run) -> None:
    done = validate(*BROKEN, "--lang", "ru")
    assert [place.partition(":")[0] for _, place in told(done)] == list(BROKEN)
    assert all("говорит: " in line for line in done.stderr.splitlines())


def test_sarif(validate: Run) -> None:
    done = validate(*BROKEN, "--format", "sarif")
    (invocation,) = json.loads(done.stdout)["runs"][0]["invocations"]
    found = {}
    for one in invocation["toolExecutionNotifications"]:
        (location,) = (place["physicalLocation"] for place in one["locations"])
        found[location["artifactLocation"]["uri"]] = (location["region"]["startLine"], location["region"]["startColumn"])
    assert found == PLACES
    assert [one["message"]["text"] for one in invocation["toolExecutionNotifications"]] == done.stderr.splitlines()


def test_json(validate: Run) -> None:
    said = json.loads(validate(*BROKEN, "--format", "json").stdout)
    found = [said["error"], *said["others"]]
    assert {one["file"]: (one["line"], one["column"]) for one in found} == PLACES
    assert all(one["code"] == "KG603" and one["what"] and one["why"] and one["mend"] for one in found)
    assert set(json.loads(validate("at.ttl", "--format", "json").stdout)) == {"error"}


def test_junit(validate: Run) -> None:
    done = validate(*BROKEN, "--format", "junit")
    root = etree.fromstring(done.stdout.encode("utf-8"))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "0", "4")
    assert [suite.get("name") for suite in root] == list(BROKEN)
    assert [error.get("message") for error in root.iter("error")] == done.stderr.splitlines()


def test_from_python(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg
    from kg.errors import ValidationError

    monkeypatch.chdir(folder)
    with pytest.raises(ValidationError) as raised:
        kg.validate(list(BROKEN), shapes="shapes.ttl")
    assert tuple(error.file for error in raised.value.all) == BROKEN
    assert raised.value.__notes__ == [str(error) for error in raised.value.more]
