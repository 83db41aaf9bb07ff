"""The folder of an export: deterministic, described, never over files of others; the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kg import exporting
from kg.errors import BuildError, QueryError, VocabularyError
from kg.exporting import Exported, layout
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
        ("nothing\tid\t@id\tbase:\t\t\t\t", "the columns of 'nothing' have no table"),
        ("gaps\tid\thrm:reason\treason:\t\t\t\t", "two columns of one name"),
        ("gaps\tReason\thrm:reason\treason:\t\t\t\t", "'Reason' is no name of a column"),
        ("gaps\twhy\thrm:reason\tnowhere:\t\t\t\t", "'nowhere:' is no name with a known prefix"),
        ("gaps\twhy\thrm:reason\treason:\tnowhere\t\t\t", "gaps.why refers to a table 'nowhere' that is not there"),
    ],
)
def test_a_wrong_list_of_columns_is_told(row: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ontology" / "export"
    folder.mkdir(parents=True)
    ours = resources.root() / "ontology" / "export"
    for name in ("tables.tsv", "columns.tsv"):
        (folder / name).write_text((ours / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "columns.tsv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    layout.labels()
    monkeypatch.setattr(layout.resources, "root", lambda: tmp_path)
    with pytest.raises(VocabularyError, match=f"KG407 .*{re.escape(why)}"):
        layout.tables.__wrapped__()
