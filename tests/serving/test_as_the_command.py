"""The service says what ``kg validate`` says: terms that are not there, profile documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DECLARED = {"state": "KAZ", "edition": "2022"}


@pytest.fixture
def commanded(kg: Any, tmp_path: Path) -> Any:
    """The results of the command on a file."""

    def run(name: str, content: bytes, *arguments: str) -> Any:
        (tmp_path / name).write_bytes(content)
        done = kg("validate", name, *arguments, "--format", "json", cwd=tmp_path)
        assert done.stderr == "", done.stderr
        return json.loads(done.stdout)

    return run


def same(answer: Any, report: Any) -> None:
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert len(said["results"]) > 0
    assert said["results"] == report["results"]


def test_terms_that_are_not_there_are_told(server: Any, root: Path, commanded: Any) -> None:
    valid = (root / "tests" / "shapes" / "figure" / "valid.ttl").read_text(encoding="utf-8")
    data = valid.replace("hrm:value ", "hrm:valeu ").encode()
    assert data != valid.encode()
    answer = server.client.post("/validate", files={"data": ("mine.ttl", data), "format": (None, "json"), "language": (None, "en")})
    same(answer, commanded("mine.ttl", data, "--lang", "en"))
    (told,) = [result for result in answer.json()["results"] if result["requirement"] == "KG622"]
    assert "did you mean" in json.dumps(told)
    assert "mine.ttl" in json.dumps(told)


def test_a_document_is_checked_as_the_command_checks_it(server: Any, document: Path, commanded: Any) -> None:
    content = document.read_bytes()
    fields = {name: (None, value) for name, value in ({"format": "json", "language": "en"} | DECLARED).items()}
    answer = server.client.post("/validate", files={"data": ("document.txt", content)} | fields)
    same(answer, commanded("document.txt", content, "--state", "KAZ", "--edition", "2022", "--lang", "en"))
    lines = [result["line"] for result in answer.json()["results"] if result["document"] == "document.txt"]
    assert len(lines) > 3


@pytest.mark.parametrize("form", ["html", "text", "csv", "ttl", "sarif", "junit"])
def test_a_document_in_every_form(server: Any, document: Path, form: str) -> None:
    answer = server.post(document.read_text(encoding="utf-8"), shapes=None, format=form, language="ru", **DECLARED)
    assert answer.status_code == 200, answer.text
    assert "GAP-07" in answer.text or "vocab/gap-reason/" in answer.text


@pytest.mark.parametrize("how", ["file", "pasted", "body", "form", "binary"])
def test_a_document_is_recognised(server: Any, document: Path, how: str) -> None:
    content = document.read_bytes()
    asked = DECLARED | {"format": "json"}
    if how == "file":
        answer = server.client.post("/validate", params=asked, files={"data": ("any.txt", content)})
    elif how in ("pasted", "form"):
        answer = server.post(content, shapes=None, **asked, **({"data_form": "txt"} if how == "form" else {}))
    else:
        headers = {"Content-Type": "text/plain" if how == "body" else "application/x-www-form-urlencoded"}
        answer = server.client.post("/validate", params=asked, content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    assert "GAP-07" in answer.text


def test_a_document_needs_state_and_edition(server: Any, document: Path) -> None:
    content = document.read_text(encoding="utf-8")
    said = server.problem(server.post(content, shapes=None), "KG306", 422)
    assert ("state and edition" in said["what"], "data_form" in said["mend"]) == (True, True)
    assert "state" not in server.problem(server.post(content, shapes=None, state="KAZ"), "KG306", 422)["what"]
    server.problem(server.post(content, shapes=None, state="XYZ", edition="1"), "KG304", 422)
    server.problem(server.post(content, shapes=None, state="KAZ", edition="/"), "KG303", 422)


def test_one_document_at_a_time(server: Any, document: Path) -> None:
    files = [("data", (f"{n}.txt", document.read_bytes())) for n in range(2)]
    server.problem(server.client.post("/validate", params=DECLARED, files=files), "KG807", 400)


def test_text_that_is_no_profile(server: Any) -> None:
    assert server.post("Shopping\t1\nMilk\t2\n", shapes=None, **DECLARED).json()["code"] in ("KG104", "KG106")
    server.problem(server.post('{"a": "b"}', shapes=None, data_form="txt", **DECLARED), "KG106", 422)
    server.problem(server.post("Shopping\t1\n\0", shapes=None, data_form="txt", **DECLARED), "KG103", 422)


def test_rdf_in_a_text_file_is_rdf(server: Any) -> None:
    shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:S> a sh:NodeShape ; sh:targetClass <a:C> ; sh:nodeKind sh:BlankNode ."
    for data in ("# a comment\n<a:x>\ta\t<a:C> .", "<a:x> a <a:C> .", "PREFIX a: <a:>\na:x\ta\ta:C ."):
        for name in ("x.txt", None):
            answer = server.client.post("/validate", files={"data": (name, data), "shapes": (None, shapes), "format": (None, "json")})
            assert len(answer.json()["results"]) == 1, answer.text
    server.problem(server.client.post("/validate", files={"data": ("x.txt", "@prefix a: <a:\na:x\ta\ta:C .")}), "KG603", 422)
