"""What can be given to be validated: files, folders, builds, stores, endpoints, documents; and what cannot."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pyoxigraph import RdfFormat

from kg import inputs
from kg.building.sources import Options
from kg.errors import InputError, KgError, QueryError, ValidationError
from kg.validation.data import Data

EX = "http://example.org/"
TURTLE = f"@prefix ex: <{EX}> .\nex:a ex:p ex:b .\n"
NO = Options()


def write(file: Path, text: str = TURTLE) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def triples(found: inputs.Inputs) -> int:
    return len(Data(found.sources).store)


def test_files(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.ttl"), write(tmp_path / "two.NT", f"<{EX}c> <{EX}p> <{EX}b> .\n")
    found = inputs.gather([one, str(two)], NO)
    assert [(source.name, source.form, source.lines) for source in found.sources] == [
        (str(one), RdfFormat.TURTLE, True),
        (str(two), RdfFormat.N_TRIPLES, True),
    ]
    assert triples(found) == 2
    assert found.faithful
    assert not found.notes


def test_a_folder_of_rdf(tmp_path: Path) -> None:
    for name in ("b.ttl", "a.TTL", "deep/c.trig", ".hidden/d.ttl", ".e.ttl", "notes.md", "table.csv"):
        write(tmp_path / name)
    found = inputs.gather([tmp_path], NO)
    assert [Path(source.name).name for source in found.sources] == ["a.TTL", "b.ttl", "c.trig"]
    assert not found.documents


def test_a_folder_of_profiles(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    make_profile(tmp_path / "one")
    make_profile(tmp_path / "two", edition="2023")
    found = inputs.gather([tmp_path], NO)
    (source,) = found.sources
    assert not source.lines
    assert len(found.documents) == 1, "the same text, told once"
    assert found.faithful
    assert b"KAZ/2022" in source.content
    assert b"KAZ/2023" in source.content


def test_a_folder_of_both(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    write(tmp_path / "more.ttl")
    make_profile(tmp_path / "one")
    assert [source.lines for source in inputs.gather([tmp_path], NO).sources] == [True, False]


def test_a_build_and_its_store(build: Path) -> None:
    whole = inputs.gather([build], NO)
    assert [Path(source.name).name for source in whole.sources] == ["graph.nq"]
    assert [Path(path).name for path in whole.documents.values()] == ["document.txt"]
    assert whole.faithful
    stored = inputs.gather([build / "store"], NO)
    assert not stored.faithful
    assert not stored.sources[0].lines
    assert [set(note) for note in stored.notes] == [{"en", "ru"}]
    assert str(build / "store") in stored.notes[0]["en"]
    assert triples(stored) == triples(whole)


def test_what_the_reader_of_a_build_was_not_certain_of_is_told(build: Path, tmp_path: Path) -> None:
    """A build holds no results of its reader: who validates it must not think that there were none."""
    listed = [problem["code"] for entry in json.loads((build / "ledger.json").read_text())["documents"] for problem in entry["problems"]]
    (note,) = inputs.gather([build], NO).notes
    assert listed == ["KG212"]
    assert "(1; by code: KG212: 1)" in note["en"]
    assert "(1; по кодам: KG212: 1)" in note["ru"]
    copy = Path(shutil.copytree(build, tmp_path / "copy"))
    (copy / "report.txt").unlink(missing_ok=True)
    assert f"listed in {copy / 'ledger.json'}." in inputs.gather([copy], NO).notes[0]["en"]
    (copy / "report.txt").write_text("", encoding="utf-8")
    assert f"listed in {copy / 'report.txt'}, {copy / 'ledger.json'}." in inputs.gather([copy], NO).notes[0]["en"]
    several = {"documents": [{"path": "x", "sha256": "0" * 64, "problems": [{"code": "KG213"}, {"code": "KG210"}, {"code": "KG213"}]}]}
    (copy / "ledger.json").write_text(json.dumps(several), encoding="utf-8")
    assert "(3; by code: KG210: 1, KG213: 2)" in inputs.gather([copy], NO).notes[0]["en"]
    (copy / "ledger.json").write_text(json.dumps({"documents": [{"path": "x", "sha256": "0" * 64, "problems": []}]}), encoding="utf-8")
    assert not inputs.gather([copy], NO).notes


@pytest.mark.parametrize("ledger", ["", "[]", "{", '{"documents": [{"path": "x"}]}', '{"documents": 5}'])
def test_a_build_whose_ledger_is_broken(tmp_path: Path, ledger: str) -> None:
    write(tmp_path / "graph.nq", f"<{EX}a> <{EX}p> <{EX}b> .\n")
    write(tmp_path / "ledger.json", ledger)
    with pytest.raises(ValidationError) as raised:
        inputs.gather([tmp_path], NO)
    assert (raised.value.code, raised.value.file) == ("KG607", str(tmp_path / "ledger.json"))


def test_a_store_that_is_broken(tmp_path: Path) -> None:
    write(tmp_path / "CURRENT", "MANIFEST-99\n")
    with pytest.raises(ValidationError) as raised:
        inputs.gather([tmp_path], NO)
    assert raised.value.code == "KG607"


def test_a_document_with_its_sidecar(document: Path) -> None:
    found = inputs.gather([document], NO)
    assert list(found.documents.values()) == [str(document)]
    assert b"antitorture/KAZ/2022" in found.sources[0].content


def test_a_document_without(tmp_path: Path, document: Path) -> None:
    alone = Path(shutil.copy(document, tmp_path / "alone.txt"))
    with pytest.raises(KgError) as raised:
        inputs.gather([alone], NO)
    assert "--state" in str(raised.value)
    found = inputs.gather([alone], Options(state="KGZ", edition="2031"))
    assert b"antitorture/KGZ/2031" in found.sources[0].content


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (b"\xff\xfe\x00", "KG103", None),
        (b"", "KG102", None),
        ("Население\t5\n".encode("cp1251"), "KG103", 1),
        (b"<http://e/a> <http://e/b> <http://e/c> .\n", "KG104", None),
    ],
)
def test_documents_that_cannot_be_read(
    tmp_path: Path, make_profile: Callable[..., Path], change: bytes, code: str, line: int | None
) -> None:
    folder = make_profile(tmp_path / "in")
    (folder / "document.txt").write_bytes(change)
    for argument in (folder, folder / "document.txt"):
        with pytest.raises(InputError) as raised:
            inputs.gather([argument], NO)
        assert (raised.value.code, raised.value.line) == (code, line)
        assert raised.value.file == str(folder / "document.txt")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.ttl", "KG601"),
        ("none", "KG601"),
        ("none.txt", "KG101"),
        ("some.xyz", "KG602"),
        ("some", "KG602"),
        ("empty", "KG607"),
        ("useless", "KG607"),
    ],
)
def test_what_is_none(tmp_path: Path, name: str, code: str) -> None:
    for file in ("some.xyz", "some", "useless/notes.md"):
        write(tmp_path / file)
    (tmp_path / "empty").mkdir()
    with pytest.raises(KgError) as raised:
        inputs.gather([tmp_path / name], NO)
    assert raised.value.code == code
    assert name in str(raised.value)


def test_waivers_of_sidecar_and_file(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    text = '\n[[waiver]]\nrequirement = "CON-04"\nreason = "r"\ndate = 2026-11-01\nby = "Secretariat"\n'
    folder = make_profile(tmp_path / "in")
    with (folder / "about.toml").open("a", encoding="utf-8") as sidecar:
        sidecar.write(text)
    file = write(tmp_path / "waivers.toml", text)
    one, two = inputs.gather([folder], NO, [file]).waivers
    assert one.profile.endswith("antitorture/KAZ/2022")
    assert one.file.endswith("about.toml")
    assert (two.profile, two.file, two.waived.line) == ("", str(file), 2)


# ---------------------------------------------------------------- endpoints


@contextmanager
def endpoint(status: int, kind: str, body: bytes) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append(parse_qs(sent)["query"][0])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_endpoint() -> None:
    with endpoint(200, "text/turtle", (TURTLE + "ex:b ex:p _:x , [ ex:p 1.50 ] .").encode()) as (url, asked):
        found = inputs.gather([url], NO)
    assert "CONSTRUCT" in asked[0]
    assert not found.faithful
    assert url in found.notes[0]["ru"]
    assert not found.sources[0].lines
    assert triples(found) == 4


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "text/html", b"<html><body>Welcome</body></html>"),
        (200, "text/turtle", TURTLE.encode() + b"ex:c ex:p nothing"),
        (200, "text/turtle", b'<http://e/a> <http://e/b> "\xff" .'),
        (500, "text/plain", b"no"),
        (404, "text/plain", b"no"),
        (400, "text/plain", b"no such query"),
    ],
)
def test_an_endpoint_that_gives_no_graph(status: int, kind: str, body: bytes) -> None:
    with endpoint(status, kind, body) as (url, _), pytest.raises(QueryError) as raised:
        inputs.gather([url], NO)
    assert raised.value.code in ("KG705", "KG708")


def test_no_endpoint() -> None:
    with endpoint(200, "text/plain", b"") as (url, _):
        pass
    with pytest.raises(QueryError) as raised:
        inputs.gather([url], NO)
    assert raised.value.code == "KG708"
