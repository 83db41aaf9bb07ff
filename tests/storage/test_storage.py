"""The folder of a build and its store: written once, switched in whole, never over what others made."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg import __version__
from kg.errors import BuildError, QueryError
from kg.storage import folder, manifest, store
from kg.storage.output import Output


def test_manifest_names_every_file_but_itself_and_the_store(build: Path, root: Path) -> None:
    said = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    assert set(said) == {"generator", "version", "inputs", "outputs"}
    assert (said["generator"], said["version"]) == ("hrmkg", __version__)
    files = {p.relative_to(build).as_posix(): p for p in build.rglob("*") if p.is_file()}
    expected = {
        n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in files.items() if n != "manifest.json" and not n.startswith("store/")
    }
    assert said["outputs"] == expected
    assert {"graph.nq", "facts.csv", "ledger.json"} <= set(expected)


def test_manifest_names_every_input_by_a_relative_path(build: Path, root: Path) -> None:
    inputs = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    parts = ("ontology", "shapes", "data/reference")
    own = [p for part in parts for p in (root / part).rglob("*") if p.suffix in (".ttl", ".tsv", ".toml")]
    # words of generated texts; a build does not read them
    for name in (
        "codebook.ttl",
        "emptiness.ttl",
        "repairs.ttl",
        "requirements.ttl",
        "serving.ttl",
        "gain.ttl",
        "context.tsv",
        "sidecar.toml",
    ):
        own = [path for path in own if path != root / "ontology" / name]
    own.remove(root / "shapes" / "survivors.toml")  # which mutants the shapes need not catch
    # how tables of others are read, and tables of ours written
    own = [path for path in own if path.parent not in (root / "ontology" / "tables", root / "ontology" / "export")]
    own.append(root / "data" / "withdrawn.tsv")
    expected = {p.relative_to(root).as_posix(): p for p in own}
    for name in ("about.toml", "document.txt"):
        there = root / "data" / "profiles" / "antitorture" / "KAZ-2022" / name
        expected[f"documents/profiles/antitorture/KAZ-2022/{name}"] = there
    assert inputs == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in expected.items()}
    assert str(root) not in json.dumps(inputs)


def test_manifest_knows_content_and_not_time(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "1"), ("c", "2")):
        made = tmp_path / name
        (made / "store").mkdir(parents=True)
        (made / "graph.nq").write_text(text)
        (made / "store" / "x").write_text(name)
        manifest.write(made, {"in": made / "graph.nq"})
    a, b, c = ((tmp_path / name / "manifest.json").read_bytes() for name in "abc")
    assert a == b != c


def test_the_store_holds_exactly_the_graph(build: Path) -> None:
    held = Store.read_only(str(build / "store"))
    quads = list(parse(path=str(build / "graph.nq"), format=RdfFormat.N_QUADS))
    assert len(quads) == len(held) == (build / "graph.nq").read_bytes().count(b"\n")
    named = [q for q in quads if "BlankNode" not in type(q.subject).__name__ + type(q.object).__name__]
    assert [q for q in named if q not in held] == []
    assert len(named) > 0.9 * len(quads)


@pytest.mark.parametrize(
    "lines",
    [
        ["<urn:a> <urn:b> <urn:c> <urn:g> .\n"] * 2,
        ['<urn:a> <urn:b> "07"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .\n'],
        ["<urn:a> <urn:b> <urn:c d> <urn:g> .\n"],
        ["<urn:a> <urn:b> <no scheme> <urn:g> .\n"],
        ["<urn:a> <urn:b> .\n"],
    ],
    ids=["a quad twice", "a literal that is not canonical", "an IRI with a space", "a relative IRI", "no quad"],
)
def test_a_store_that_differs_from_the_graph_is_refused(tmp_path: Path, lines: list[str]) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("".join(lines))
    with pytest.raises(BuildError) as caught:
        store.load(graph, tmp_path / "store")
    assert caught.value.code == "KG503"


def test_a_store_is_loaded_and_opened(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    assert store.load(graph, tmp_path / "store") == 1
    assert len(store.open_build(tmp_path)) == len(store.open_build(tmp_path / "store")) == 1


@pytest.mark.parametrize("bad", [False, True])
def test_of_a_large_graph_lines_are_looked_up_all_over_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: bool) -> None:
    monkeypatch.setattr(store, "EVERY_QUAD", 10)
    graph = tmp_path / "graph.nq"
    number = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    lines = [f"<urn:a{n}> <urn:b> {number.format(f'0{n}' if bad and n > 9000 else n)} <urn:g> .\n" for n in range(10_000)]
    graph.write_text("".join(lines))
    if bad:
        with pytest.raises(BuildError) as caught:
            store.load(graph, tmp_path / "store", len(lines))
        assert caught.value.code == "KG503"
    else:
        assert store.load(graph, tmp_path / "store", len(lines)) == len(lines)
    sampled = store._sample(graph, len(lines)).decode().splitlines(keepends=True)
    assert 90 < len(sampled) <= 100
    assert set(sampled) < set(lines)


def test_fewer_quads_than_were_written_are_refused(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    with pytest.raises(BuildError, match=r"holds 1 quads and graph\.nq 2 lines"):
        store.load(graph, tmp_path / "store", 2)


def test_an_output_is_hashed_and_counted_while_it_is_written(tmp_path: Path) -> None:
    with Output(tmp_path / "out.txt") as output:
        assert output.write("строка\n") == 7
        output.writelines(line for line in ("a\nb", "", "\n"))
        assert (output.lines, output.path) == (3, tmp_path / "out.txt")
    data = (tmp_path / "out.txt").read_bytes()
    assert data == "строка\na\nb\n".encode()
    assert output.sha256 == hashlib.sha256(data).hexdigest()


def test_the_manifest_takes_hashes_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    manifest.write(tmp_path, {"in": "0" * 64}, {"a.txt": "1" * 64})
    said = json.loads((tmp_path / "manifest.json").read_text())
    assert said["inputs"] == {"in": "0" * 64}
    assert said["outputs"] == {"a.txt": "1" * 64, "b.txt": hashlib.sha256(b"b").hexdigest()}


def test_a_folder_without_a_store_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(QueryError) as caught:
        store.open_build(tmp_path)
    assert caught.value.code == "KG701"


def ours(path: Path, text: str = "old") -> Path:
    path.mkdir()
    (path / "manifest.json").write_text(json.dumps({"generator": folder.GENERATOR}))
    (path / "graph.nq").write_text(text)
    return path


def listing(path: Path) -> list[str]:
    return sorted(p.name for p in path.iterdir())


def test_the_new_folder_is_switched_in_whole(tmp_path: Path) -> None:
    target = ours(tmp_path / "build")
    (target / "only-old.txt").write_text("")
    with folder.making(target) as part:
        (part / "graph.nq").write_text("new")
        assert (target / "graph.nq").read_text() == "old"
    assert listing(target) == ["graph.nq"]
    assert (target / "graph.nq").read_text() == "new"
    assert listing(tmp_path) == ["build"]


def test_a_new_target_is_made_with_its_parents(tmp_path: Path) -> None:
    with folder.making(tmp_path / "a" / "b") as part:
        (part / "x").write_text("")
    assert listing(tmp_path / "a" / "b") == ["x"]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    with folder.making(tmp_path / "build") as part:
        (part / "x").write_text("")
    assert listing(tmp_path / "build") == ["x"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("any"), KeyboardInterrupt()])
def test_whatever_fails_the_earlier_folder_stays(tmp_path: Path, error: BaseException) -> None:
    target = ours(tmp_path / "build")
    expected = BuildError if isinstance(error, OSError) else type(error)

    def fail() -> None:
        with folder.making(target) as part:
            (part / "graph.nq").write_text("new")
            raise error

    with pytest.raises(expected) as caught:
        fail()
    if isinstance(caught.value, BuildError):
        assert caught.value.code == "KG502"
        assert "No space left" in str(caught.value)
    assert (target / "graph.nq").read_text() == "old"
    assert listing(tmp_path) == ["build"]


@pytest.mark.parametrize(
    "content",
    [
        {"notes.txt": "mine"},
        {"manifest.json": "{}"},
        {"manifest.json": '{"generator": "another"}'},
        {"manifest.json": "[]"},
        {"manifest.json": "not json"},
        {".hidden": ""},
    ],
    ids=str,
)
def test_what_is_not_ours_is_never_touched(tmp_path: Path, content: dict[str, str]) -> None:
    target = tmp_path / "build"
    target.mkdir()
    for name, text in content.items():
        (target / name).write_text(text)
    with pytest.raises(BuildError) as caught, folder.making(target):
        pytest.fail("a folder was made")
    assert caught.value.code == "KG501"
    assert {p.name: p.read_text() for p in target.iterdir()} == content
    assert listing(tmp_path) == ["build"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine")
    with pytest.raises(BuildError) as caught, folder.making(tmp_path / "build"):
        pytest.fail("a folder was made")
    assert caught.value.code == "KG501"
    assert (tmp_path / "build").read_text() == "mine"


def test_what_a_killed_build_left_is_removed_and_a_running_one_is_not(tmp_path: Path) -> None:
    dead = tmp_path / ".build.part-999999999"
    alive = tmp_path / f".build.part-{os.getppid()}"
    other = tmp_path / ".another.part-999999999"
    for left in (dead, alive, other):
        left.mkdir()
    with folder.making(tmp_path / "build"):
        pass
    assert listing(tmp_path) == sorted([alive.name, other.name, "build"])


def test_something_else_of_ours_is_not_replaced(tmp_path: Path) -> None:
    def make(name: str, holds: str) -> None:
        with folder.making(tmp_path / "out", holds=holds) as part:
            (part / name).write_text(name)
            manifest.write(part, {})

    make("book.md", "")
    with pytest.raises(BuildError) as caught:
        make("graph.nq", "graph.nq")
    assert caught.value.code == "KG501"
    assert "no graph.nq" in str(caught.value)
    assert (tmp_path / "out" / "book.md").read_text() == "book.md"
    make("graph.nq", "")
    make("graph.nq", "graph.nq")
    assert listing(tmp_path) == ["out"]
