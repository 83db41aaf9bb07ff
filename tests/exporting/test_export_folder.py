"""The folder of an export: deterministic, described, never over files of others; the command."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pyoxigraph import RdfFormat, parse

from kg import exporting
from kg.errors import BuildError, QueryError, VocabularyError
from kg.exporting import Exported, layout
from kg.mapping import reference
from kg.vocabulary import resources

Run = Callable[..., CompletedProcess[str]]


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_build_gives_the_same_bytes(whole: Path, made: Exported, tmp_path: Path) -> None:
    again = exporting.export(whole, tmp_path / "again")
    assert content(again.folder) == content(made.folder)
    assert content(exporting.export(whole, tmp_path / "again").folder) == content(made.folder), "an earlier export is replaced"


def test_files_are_rfc_4180(made: Exported) -> None:
    for path in made.folder.rglob("*.csv"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        header = data.partition(b"\r\n")[0].decode("ascii")
        assert re.fullmatch(r"[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*", header), path


def test_the_description_names_every_column_in_both_languages(made: Exported) -> None:
    for name in ("README.md", "README.ru.md"):
        said = (made.folder / name).read_text(encoding="utf-8")
        assert "{" not in said
        assert f"{made.carried}" in said
        for table in layout.tables():
            section = said.partition(f"### {table.file}\n")[2].partition("\n### ")[0]
            for column in table.columns:
                assert re.search(rf"^\| `{column.name}` \| [^|]+ \|", section, re.MULTILINE), (name, table.name, column.name)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


REFERENCE = [table for table in layout.tables() if any(one.startswith("reference/") for one in table.of)]


@pytest.mark.parametrize("table", REFERENCE, ids=lambda table: table.name)
def test_each_row_of_reference_data_names_its_source(table: layout.Table, whole: Path, made: Exported) -> None:
    (name,) = (one for one in table.of if one.startswith("reference/"))
    declared = reference.tables(resources.root() / "data" / "reference")[name.removeprefix("reference/")]
    licence = "" if declared["licence"] == "unknown" else declared["licence"]
    wanted = (declared["source"], declared["source_ru"], licence)
    key = table.key.stem
    ours = {quad.subject.value for quad in parse(path=str(whole / "graph.nq"), format=RdfFormat.N_QUADS) if name in quad.graph_name.value}
    found = rows(made.folder, table.file)
    for row in found:
        of_the_table = f"{key}{row['id']}" in ours
        assert (row["source_en"], row["source_ru"], row["source_license"]) == (wanted if of_the_table else ("", "", ""))
        assert of_the_table or table.name == "bodies"
    assert any(row["source_en"] for row in found)


def test_the_description_names_the_source_of_every_table(made: Exported) -> None:
    for language, name in (("en", "README.md"), ("ru", "README.ru.md")):
        said = (made.folder / name).read_text(encoding="utf-8")
        for table in layout.tables():
            line = re.search(rf"^\| \[`{table.file}`\].*\|([^|]*)\|$", said, re.MULTILINE)
            assert line, table.name
            assert line[1].strip(), (language, table.name)
    assert "SP.POP.TOTL" in (made.folder / "README.md").read_text(encoding="utf-8")


def test_no_column_is_described_by_its_name_alone() -> None:
    for table in layout.tables():
        if table.name.startswith(("codes/", "rdf/")):
            continue
        for column in table.columns:
            for language in ("en", "ru"):
                assert len(column.notes.get(language, "")) > 10, (table.name, column.name, language)
    figures = {column.name: column for table in layout.tables() if table.name == "figures" for column in table.columns}
    for name in ("recognition", "subset_of", "same_amount_as", "part_of", "data_set"):
        assert "Empty: " in figures[name].notes["en"]
        assert "Пусто: " in figures[name].notes["ru"]


@pytest.mark.parametrize("name", ["nothing", "file"])
def test_without_a_build(kg: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    done = kg("export", tmp_path / name, "-o", tmp_path / "tables")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"KG701 {tmp_path / name}: there is no build; make one with: kg build\n"
    assert not (tmp_path / "tables").exists()


def test_another_folder_of_ours_or_of_others_is_not_overwritten(whole: Path, made: Exported, tmp_path: Path) -> None:
    before = content(whole)
    with pytest.raises(BuildError, match="KG501"):
        exporting.export(whole, whole)
    assert content(whole) == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "figures.csv").write_text("mine")
    with pytest.raises(BuildError, match="KG501"):
        exporting.export(whole, tmp_path / "mine")
    assert (tmp_path / "mine" / "figures.csv").read_text() == "mine"
    with pytest.raises(QueryError, match="KG701"):
        exporting.export(made.folder, tmp_path / "tables")


def test_the_command_says_what_it_wrote(kg: Run, whole: Path, tmp_path: Path) -> None:
    done = kg("export", whole, "-o", tmp_path / "tables")
    assert (done.returncode, done.stderr) == (0, "")
    said = dict(reversed(line.split(maxsplit=1)) for line in done.stdout.splitlines()[:-2])
    assert {Path(name).name for name in said} >= {"figures.csv", "gaps.csv", "acts.csv"}
    for name, count in said.items():
        assert Path(name).is_file()
        assert int(count) >= 0
    assert re.fullmatch(r"\d+ of \d+ triples are in the tables, the others in \S+rest\.nt", done.stdout.splitlines()[-2])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("nothing\tid\t@id\tbase:\t\t\t\t\t\t", "the columns of 'nothing' have no table"),
        ("gaps\tid\thrm:reason\treason:\t\t\t\t\t\t", "two columns of one name"),
        ("gaps\tReason\thrm:reason\treason:\t\t\t\t\t\t", "'Reason' is no name of a column"),
        ("gaps\twhy\thrm:reason\tnowhere:\t\t\t\t\t\t", "'nowhere:' is no name with a known prefix"),
        ("gaps\twhy\thrm:reason\treason:\tnowhere\t\t\t\t\t", "gaps.why refers to a table 'nowhere' that is not there"),
    ],
)
def test_a_wrong_list_of_columns_is_told(row: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ontology" / "export"
    folder.mkdir(parents=True)
    ours = resources.root() / "ontology" / "export"
    for name in ("tables.tsv", "columns.tsv", "origins.tsv"):
        (folder / name).write_text((ours / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "columns.tsv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    layout.labels()
    monkeypatch.setattr(layout.resources, "root", lambda: tmp_path)
    with pytest.raises(VocabularyError, match=f"KG407 .*{re.escape(why)}"):
        layout.tables.__wrapped__()
