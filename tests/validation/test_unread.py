"""Files of a folder of data or shapes that are not read are told in the report, in both languages; what explains a folder is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from kg import inputs, verdict
from kg.building.sources import Options
from kg.errors import ValidationError
from kg.validation import source
from kg.validation.reports import FORMS
from kg.vocabulary import clauses

HEAD = "@prefix e: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = HEAD + "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:nodeKind sh:IRI ."


def folder(root: Path, *names: str) -> Path:
    for name in ("good.ttl", *names):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(HEAD + "e:a a e:C .", encoding="utf-8")
    return root


def told(root: Path) -> list[str]:
    return [note["en"] for note in inputs.gather([root], Options()).notes]


@pytest.mark.parametrize(
    "name", ["x.owl", "sub/y.json", "z.xml", "d.ttl.gz", "e.zip", "f.hdt", "table.csv", "noending", "loose.tsv", "a.txt"]
)
def test_what_is_not_read_is_told(tmp_path: Path, name: str) -> None:
    (note,) = told(folder(tmp_path, name))
    assert note.startswith(f"Not everything in {tmp_path} was read: 1 of its files")
    assert note.endswith(f"checked: {name}.")


@pytest.mark.parametrize(
    "name",
    ["more.trig", ".hidden", ".git/x.owl", "README", "readme.txt", "sub/notes.MD", "LICENSE", "Licence.txt", "COPYING", "CITATION.cff"],
)
def test_what_needs_no_mention(tmp_path: Path, name: str) -> None:
    assert told(folder(tmp_path, name)) == []


def test_what_lies_beside_a_profile_document(tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    profile = make_profile(tmp_path / "one")
    (profile / "more.tsv").write_text("a\tb\n", encoding="utf-8")
    assert told(tmp_path) == []
    (profile / "more.owl").write_text("", encoding="utf-8")
    assert told(tmp_path)[0].endswith("checked: one/more.owl.")


def test_ten_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    (note,) = told(folder(tmp_path, *(f"x{n:02}.owl" for n in range(13))))
    assert ": 13 of its files" in note
    assert note.endswith("x08.owl, x09.owl, and 3 more.")
    assert "x10.owl" not in note


def test_a_linked_folder_is_not_entered_and_told(tmp_path: Path) -> None:
    folder(tmp_path / "other")
    root = folder(tmp_path / "root")
    (root / "link").symlink_to(tmp_path / "other")
    assert told(root)[0].endswith("checked: link/.")


def test_a_folder_with_nothing_else_is_an_error_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "x.owl").write_text("", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"KG607.*it holds x\.owl"):
        inputs.gather([tmp_path], Options())


@pytest.mark.parametrize(("language", "said"), [("en", "Not everything in"), ("ru", "прочитано не всё")])
@pytest.mark.parametrize("form", ["text", "html", "json", "sarif"])
def test_every_form_of_report_tells_it(tmp_path: Path, form: str, language: str, said: str) -> None:
    root = folder(tmp_path / "in", "x.owl")
    (tmp_path / "s.ttl").write_text(SHAPES, encoding="utf-8")
    report = verdict.of([root], verdict.Request(shapes=(tmp_path / "s.ttl",)))
    written = FORMS[form](report, language=language)
    assert "x.owl" in written
    assert said in written.encode().decode("unicode_escape") if "\\u04" in written else said in " ".join(written.split())


# ---------------------------------------------------------------- folders of shapes

SHAPE = "e:{0} a sh:NodeShape ; sh:targetClass e:C ; sh:message '{0}' ; sh:property [ sh:path e:{0} ; sh:minCount 1 ] .\n"


def shape(name: str, form: RdfFormat) -> bytes:
    written = serialize(parse((HEAD + SHAPE.format(name)).encode(), format=RdfFormat.TURTLE), format=form)
    assert written
    return written


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """A folder of shapes that has a file of every ending, some of them further down."""
    root = tmp_path / "shapes"
    for ending in source.ENDINGS:
        form = RdfFormat.from_extension(ending[1:])
        assert form
        name = ending[1:]
        file = root / ("deep/er" if name in ("nt", "jsonld") else "") / (f"{name}{ending}" if name != "rdf" else "rdf.RDF")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(shape(name, form))
    return root


def test_every_ending_of_rdf_is_read_as_shapes(tmp_path: Path, shapes: Path) -> None:
    """Shapes that are passed over in silence look as if the data had met them."""
    (shapes / ".hidden").mkdir()
    (shapes / ".hidden" / "no.ttl").write_bytes(shape("no", RdfFormat.TURTLE))
    root = folder(tmp_path / "in")
    report = verdict.of([root], verdict.Request(shapes=(shapes,)))
    assert {result.path.rpartition("/")[2].rstrip(">") for result in report.results} == {ending[1:] for ending in source.ENDINGS}
    assert not report.notes
    assert report.shapes_hash == verdict.of([root], verdict.Request(shapes=(shapes,))).shapes_hash


def test_what_is_not_read_of_shapes_is_told(tmp_path: Path, shapes: Path) -> None:
    root = folder(tmp_path / "in")
    for name in ("README.md", "about.toml", "deep/more.owl", "x.shacl"):
        (shapes / name).write_text("", encoding="utf-8")
    (note,) = verdict.of([root], verdict.Request(shapes=(shapes,))).notes
    assert note["en"] == (
        f"Not everything in the shapes folder {shapes} was read: 3 of its files have no ending of RDF, "
        "so no shape in them was applied: about.toml, deep/more.owl, x.shacl."
    )
    assert "deep/more.owl" in note["ru"]
    for number in range(10):
        (shapes / f"{number}.txt").write_text("", encoding="utf-8")
    (note,) = verdict.of([root], verdict.Request(shapes=(shapes,))).notes
    assert ": 13 of its files" in note["en"]
    assert note["en"].endswith("8.txt, 9.txt, and 3 more.")


def test_a_folder_without_shapes_names_what_it_holds(tmp_path: Path) -> None:
    root, empty = folder(tmp_path / "in"), tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ValidationError, match=r"KG604 .*empty: there is no shape; the folder has no RDF file \(\.ttl, .*\)$"):
        verdict.of([root], verdict.Request(shapes=(empty,)))
    (empty / "s.shacl").write_text(SHAPES, encoding="utf-8")
    with pytest.raises(ValidationError, match=r"it holds s\.shacl$") as raised:
        verdict.of([root], verdict.Request(shapes=(empty,)))
    assert "в папке нет файлов RDF" in str(clauses.spoken(raised.value, "ru"))
