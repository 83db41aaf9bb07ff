"""``kg validate -o FILE``: the ending says the form, ``--format`` goes before it, and what is no ending of a form holds text."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
HEAD = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"


@pytest.fixture(scope="module")
def validate(kg: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("endings")
    (folder / "shapes.ttl").write_text(HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:closed true .\n", encoding="utf-8")
    (folder / "data.ttl").write_text(HEAD + "ex:a a ex:C .\n", encoding="utf-8")
    (folder / "broken.ttl").write_text(HEAD + "ex:a a ex:b\nex:c ex:d ex:e .\n", encoding="utf-8")

    def run(*arguments: object, output: str, data: str = "data.ttl") -> CompletedProcess[str]:
        done = kg("validate", data, "--shapes", "shapes.ttl", "-o", output, *arguments, cwd=folder)
        file = folder / output
        written = file.read_text(encoding="utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        return CompletedProcess(done.args, done.returncode, written, done.stderr)

    return run


@pytest.mark.parametrize(
    ("output", "form"),
    [
        ("o.html", "html"),
        ("o.csv", "csv"),
        ("o.JSON", "json"),
        ("o.ttl", "ttl"),
        ("o.sarif", "sarif"),
        ("o.sarif.json", "sarif"),
        ("o.xml", "junit"),
        ("o.txt", "text"),
        ("o.report", "text"),
        ("o", "text"),
    ],
)
def test_the_ending_says_the_form(validate: Run, output: str, form: str) -> None:
    done = validate(output=output)
    assert (done.returncode, bool(done.stdout)) == (1, True), done.stderr
    assert done.stdout == validate("--format", form, output="same").stdout


def test_what_is_said_goes_before_the_ending(validate: Run) -> None:
    assert validate("--format", "csv", output="o.json").stdout == validate(output="o.csv").stdout
    assert validate("--format", "text", output="o.json").stdout == validate(output="o").stdout


def test_an_error_is_written_in_the_form_of_the_ending(validate: Run) -> None:
    for output, form in (("o.sarif", "sarif"), ("o.json", "json"), ("o.xml", "junit")):
        done = validate(output=output, data="broken.ttl")
        assert (done.returncode, "KG603" in done.stdout) == (2, True)
        assert done.stdout == validate("--format", form, output="same", data="broken.ttl").stdout
    assert not validate(output="o.html", data="broken.ttl").stdout
