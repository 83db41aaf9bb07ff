"""``kg validate -``: RDF and documents from standard input and from pipes, with places; files whose ending names no form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pyoxigraph import RdfFormat, parse, serialize

COMMAND = Path(sys.executable).with_name("kg")
HEAD = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] .\n"
DATA = "@prefix ex: <http://example.org/> .\nex:a a ex:C ;\n   ex:p 1 .\n"
FORMS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "n3": RdfFormat.N3,
}


def text(form: str) -> bytes:
    if form == "ttl":
        return DATA.encode()
    made = serialize(parse(DATA.encode(), format=RdfFormat.TURTLE), format=FORMS[form])
    assert made
    if form == "nq":  # with a graph, so that it is no N-Triples
        made = b"".join(line.removesuffix(b" .") + b" <http://example.org/g> .\n" for line in made.splitlines())
    if form == "trig":
        made = b"@prefix ex: <http://example.org/> .\nex:g {\n" + DATA.partition("\n")[2].encode() + b"}\n"
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("piped")
    (made / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return made


def validate(folder: Path, given: bytes, *arguments: object, ours: bool = False) -> CompletedProcess[str]:
    shapes = [] if ours else ["--shapes", "shapes.ttl"]
    command = [str(COMMAND), "validate", *map(str, arguments), *shapes]
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, timeout=120, check=False)
    return CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read(folder: Path, form: str, said: bool) -> None:
    """Recognised or said: the same results. Places are those of the text, which is called stdin."""
    done = validate(folder, text(form), "-", "--format", "json", *(["--input-format", form] if said else []))
    assert done.returncode == 1, done.stderr
    (result,) = json.loads(done.stdout)["results"]
    assert result["value"] == "1"
    if form == "n3" and said:  # no places are known in N3, from a file neither
        return
    assert result["spot"]["file"] == "stdin"
    lines = text(form).decode().split("\n")
    assert "1" in lines[result["spot"]["line"] - 1]


def test_lines_and_columns(folder: Path) -> None:
    done = validate(folder, DATA.encode(), "-")
    assert "stdin:3:9" in done.stdout
    assert "stdin:3:9" in validate(folder, b"\xef\xbb\xbf" + DATA.encode(), "-").stdout
    done = validate(folder, b"\n\n" + DATA.encode(), "-", "--format", "sarif")
    (location,) = json.loads(done.stdout)["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "stdin"
    assert location["physicalLocation"]["region"]["startLine"] == 5


def test_it_is_one_body_of_data_with_files(folder: Path) -> None:
    (folder / "type.ttl").write_text("<http://example.org/a> a <http://example.org/C> .\n", encoding="utf-8")
    done = validate(folder, b"<http://example.org/a> <http://example.org/p> 1 .\n", "-", "type.ttl")
    assert (done.returncode, "stdin:1:" in done.stdout) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("given", "options", "said"),
    [
        (b"@prefix ex: <http://e/> .\nex:a ex:p\n ex:b c .", [], "KG603 stdin:3:7: not well-formed Turtle: "),
        (b"@prefix ex: <http://e/> .\nex:g { ex:a ex:p c }", [], "KG603 stdin:2:18: not well-formed TriG: "),
        (b"<http://e/a> <http://e/b> <http://e/c> <http://e/g> .\nx", [], "KG603 stdin:2:1: not well-formed N-Quads: "),
        (b'{"@id": "x",,}', [], "KG603 stdin:1:13: not well-formed JSON-LD: "),
        (b"<?xml version='1.0'?>\n<a>", [], "KG603 stdin:2:"),
        (DATA.encode(), ["--input-format", "nt"], "KG603 stdin:1:1: not well-formed N-Triples: "),
        (b'<http://e/a> <http://e/b> "\xff" .', [], "KG603 stdin:1:"),
        (b"Population\t5\n", [], "KG306 stdin: "),
        (b"A sentence.\n", ["--input-format", "txt", "--state", "KAZ", "--edition", "1"], "KG106 stdin: "),
        (b"", [], "KG606: "),
        (b"[" * 600 + b"{}", ["--input-format", "jsonld"], "KG623 stdin:1:501: "),
    ],
)
def test_what_is_broken_has_a_place(folder: Path, given: bytes, options: list[str], said: str) -> None:
    done = validate(folder, given, "-", *options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith(said)


def test_it_is_read_once(folder: Path) -> None:
    done = validate(folder, DATA.encode(), "-", "-")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("KG625 stdin: ")


def test_it_is_closed(folder: Path) -> None:
    command = f"{COMMAND} validate - --shapes shapes.ttl <&-"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, "KG603 stdin: standard input cannot be read; pipe a text into it\n")


def test_a_document(folder: Path, document: Path) -> None:
    options = ["--state", "KAZ", "--edition", "2022"]
    piped = validate(folder, document.read_bytes(), "-", *options, ours=True)
    named = validate(folder, b"", document, ours=True)
    assert piped.returncode == named.returncode
    assert piped.stdout.splitlines()[0] == named.stdout.splitlines()[0]
    assert "stdin:42" in piped.stdout
    said = validate(folder, document.read_bytes(), "-", "--input-format", "txt", *options, ours=True)
    assert said.stdout == piped.stdout


def test_a_named_pipe(folder: Path) -> None:
    """As shells make them of ``<(command)``."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(DATA.encode(),))
    writer.start()
    done = validate(folder, b"", "pipe")
    writer.join(timeout=10)
    assert (done.returncode, "pipe:3:9" in done.stdout) == (1, True), done.stderr


def test_a_file_whose_ending_names_no_form(folder: Path, document: Path) -> None:
    (folder / "export.dat").write_bytes(text("nt"))
    assert validate(folder, b"", "export.dat").stderr.startswith("KG602 export.dat: ")
    done = validate(folder, b"", "export.dat", "--input-format", "nt")
    assert (done.returncode, "export.dat:" in done.stdout) == (1, True), done.stderr
    (folder / "data.ttl").write_text(DATA, encoding="utf-8")
    assert validate(folder, b"", "data.ttl", "--input-format", "nt").returncode == 1, "the ending is believed"
    (folder / "profile.dat").write_bytes(document.read_bytes())
    options = ["--input-format", "txt", "--state", "KAZ", "--edition", "2022"]
    assert "profile.dat:42" in validate(folder, b"", "profile.dat", *options, ours=True).stdout


def test_with_a_limit_of_time(folder: Path) -> None:
    one, other = validate(folder, DATA.encode(), "-"), validate(folder, DATA.encode(), "-", "--time-limit", "60")
    assert (one.returncode, one.stdout) == (other.returncode, other.stdout)
    assert one.returncode == 1
