"""The description for programs: valid, made of the questions alone, and true of what the service does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.querying.question import library as all_questions
from kg.serving import negotiation
from kg.serving.library import arguments
from kg.serving.sparql.forms import OF

QUESTIONS = all_questions()
ASKING = {one.name for one in QUESTIONS if one.service}
SCHEMATHESIS = "schemathesis==4.32.5"


@pytest.fixture(scope="module")
def document(library: Any) -> dict[str, Any]:
    said: dict[str, Any] = library.get("/openapi.json").json()
    return said


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_description_is_openapi(library: Any, language: str) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    answer = library.get(f"/openapi.json?lang={language}")
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    assert said["openapi"] == "3.1.0"
    assert [str(error) for error in OpenAPIV31SpecValidator(said).iter_errors()] == []
    title = said["paths"]["/queries/facets"]["get"]["summary"]
    assert title == next(question.title[language] for question in QUESTIONS if question.name == "facets")


def test_every_question_and_parameter_is_described(document: dict[str, Any]) -> None:
    paths = {path.removeprefix("/queries/") for path in document["paths"] if path.startswith("/queries/") and "{" not in path}
    assert paths == {question.name for question in QUESTIONS}
    for question in QUESTIONS:
        for method in ("get", "post"):
            operation = document["paths"][f"/queries/{question.name}"][method]
            if method == "get":
                names = [one["name"] for one in operation["parameters"] if "name" in one]
                schemas = {one["name"]: one["schema"] for one in operation["parameters"] if "name" in one}
            else:
                schemas = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]
                names = list(schemas)
            assert names == [*question.parameters, "format", *(["lang"] if method == "post" else [])]
            assert method == "post" or {"$ref": "#/components/parameters/lang"} in operation["parameters"]
            for name, parameter in question.parameters.items():
                assert list(map(str, schemas[name]["default"])) == arguments.default(parameter)
            assert schemas["format"]["enum"] == [*(form.name for form in OF["SELECT"]), "html", "table"]


@pytest.mark.check  # a long run
def test_what_is_described_is_served(library: Any, document: dict[str, Any]) -> None:
    """Each question is asked as a program would ask it that knows nothing but the description."""
    for path, methods in document["paths"].items():
        if not path.startswith("/queries/") or "{" in path:
            continue
        operation = methods["get"]
        given = {
            one["name"]: ",".join(map(str, one["schema"]["default"]))
            for one in operation["parameters"]
            if "default" in one.get("schema", {})
        }
        for media in operation["responses"]["200"]["content"]:
            answer = library.get(path, media, params=given)
            if path.rpartition("/")[2] in ASKING:  # this server may ask no other
                assert answer.status_code == 403
                assert "KG826" in answer.text
                assert "403" in operation["responses"]
                continue
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"].partition(";")[0] == media


def test_known_terms_are_told_and_taken(library: Any, document: dict[str, Any]) -> None:
    (area, instrument) = document["paths"]["/queries/treaty-acts"]["get"]["parameters"][:2]
    for parameter, some in ((area, "KAZ"), (instrument, "OPCAT")):
        known = parameter["schema"]["items"]["anyOf"][0]
        assert some in known["enum"]
        assert f"{some}: " in known["description"]
        for name in known["enum"]:
            assert library.get("/queries/treaty-acts", params={parameter["name"]: name}).status_code == 200


def test_errors_are_described_as_they_are(library: Any, document: dict[str, Any]) -> None:
    responses = document["paths"]["/queries/index-of-states"]["get"]["responses"]
    for query, accept in (("year=x", "*/*"), ("yaer=1", "*/*"), ("", "image/png")):
        answer = library.get(f"/queries/index-of-states?{query}", accept)
        assert responses[str(answer.status_code)] == {"$ref": "#/components/responses/Problem"}
        schema = document["components"]["schemas"]["Problem"]
        assert set(schema["required"]) <= set(answer.json()) <= set(schema["properties"])


def test_what_stands_beside_the_library_is_described(document: dict[str, Any]) -> None:
    assert {"/sparql", "/validate", "/queries", "/queries/{name}.rq", "/openapi.json"} <= set(document["paths"])
    assert {"/query", "/why", "/search"} <= set(document["paths"])
    fields = document["paths"]["/validate"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert {"data", "shapes", "fail_on"} <= set(fields)
    assert fields["format"]["enum"] == list(negotiation.FORMS)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_people_can_read_it_too(library: Any, document: dict[str, Any], language: str) -> None:
    page = library.page("/openapi", language)
    for path in document["paths"]:
        assert f" {path}</code></h2>" in page
    assert "<script" not in page


@pytest.mark.check
def test_schemathesis_finds_nothing(library: Any, tmp_path: Path) -> None:
    """Requests made of the description; whether wrong ones are refused is not asked, for an empty field is taken as none."""
    own = tmp_path / "venv"  # of its own: it brings a plugin for pytest and much else
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for command in ([sys.executable, "-m", "venv", own], [own / "bin" / "pip", "install", "--quiet", SCHEMATHESIS]):
        subprocess.run(command, check=True, capture_output=True, env=alone, timeout=600)
    command = [
        own / "bin" / "schemathesis",
        "run",
        f"{library.address}/openapi.json",
        "--include-path-regex",
        "^/(queries|openapi)",
        "--max-examples",
        "4",
    ]
    command += ["--phases", "examples,fuzzing", "--generation-deterministic", "--exclude-checks", "negative_data_rejection", "--no-color"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, env=alone, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
