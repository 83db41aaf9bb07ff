"""The Markdown of the codebook: complete, well-formed, every link leads somewhere; the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import codebook
from kg.codebook import book, crosswalk
from kg.codebook.graph import LANGUAGES, Graph
from kg.codebook.lists import LISTS
from kg.codebook.markdown import code, plain, table
from kg.codebook.texts import Texts
from kg.errors import BuildError, VocabularyError
from kg.mapping.terms import VOID
from kg.vocabulary import resources, vocabulary
from kg.vocabulary.terms import Indicator

V = vocabulary()
GRAPH = Graph(resources.root())
SOURCES = sorted(Path(codebook.__file__).parent.glob("*.py"))
OPEN_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("codebook") / "out"
    written = codebook.write(target)
    assert {path.relative_to(target).as_posix() for path in written} == {path.name for path in target.iterdir()}
    return target


@pytest.fixture(scope="module", params=LANGUAGES)
def text(request: pytest.FixtureRequest, folder: Path) -> tuple[str, str]:
    """Language and codebook."""
    return request.param, (folder / f"codebook.{request.param}.md").read_text(encoding="utf-8")


def block(text: str, anchor: str) -> str:
    """What stands between an anchor and the next one."""
    start = text.index(f'<a id="{anchor}"></a>')
    return text[start : text.find("<a id=", start + 1)]


def cells(line: str) -> int:
    return len(OPEN_PIPE.findall(line)) - 1


def tables_of(text: str) -> list[list[str]]:
    found: list[list[str]] = []
    before = ""
    for line in text.splitlines():
        if line.startswith("|"):
            if not before.startswith("|"):
                found.append([])
            found[-1].append(line)
        before = line
    return found


@pytest.mark.parametrize("indicator", V.indicators.values(), ids=V.indicators)
def test_every_indicator_says_all_that_the_vocabulary_says(indicator: Indicator, text: tuple[str, str]) -> None:
    language, whole = text
    own = block(whole, f"indicator-{indicator.code}")
    for tag in LANGUAGES:
        assert plain(indicator.labels[tag]) in own
        words = GRAPH.words(indicator.iri, tag)
        assert all(f"`{t}`" in own for t in words.alternatives)
        assert all(f"`{t}`" in own for t in words.templates if t.lower() != words.label.lower())
    assert f"<{indicator.iri}>" in own
    assert f"`{indicator.code}`" in own
    assert plain(GRAPH.definition(indicator.iri, language)) in own
    for note in GRAPH.notes(indicator.iri, language):
        assert plain(note) in own
    assert Texts(GRAPH, language).head("comparability") in own
    answers = [a for a in V.answers.values() if indicator.scale and a.scale == indicator.scale]
    assert all(f"| {plain(a.labels[language])} |" in own and f"`{a.code}`" in own for a in answers)
    for part in V.parts.values():
        assert (f"(`{part.code}`)" in own) == (part.indicator == indicator.code)
    for facet in V.facets(indicator.code):
        assert f"(#indicator-{facet.code})" in own


def test_every_scale_has_its_answers_in_order(text: tuple[str, str]) -> None:
    language, whole = text
    for scale in dict.fromkeys(a.scale for a in V.answers.values()):
        own = block(whole, f"scale-{scale}")
        answers = sorted((a for a in V.answers.values() if a.scale == scale), key=lambda a: a.rank or 0)
        rows = [line for line in own.splitlines() if line.startswith("| ") and f"`{scale}." in line]
        assert len(rows) == len(answers)
        for row, answer in zip(rows, answers, strict=True):
            assert f"`{answer.code}`" in row
            assert all(plain(answer.labels[tag]) in row for tag in LANGUAGES)
            assert row.startswith(f"| {answer.rank} |" if answer.rank else f"| {plain(answer.labels[language])} |")
            attested = Texts(GRAPH, language).truth(answer.iri, "attested")
            assert row.endswith(f"| {attested} |")
        for indicator in V.indicators.values():
            assert (f"(#indicator-{indicator.code})" in own) == (indicator.scale == scale)


@pytest.mark.parametrize("name", ["groups", "units", "multipliers", "reasons", "standings", "roles", "sections", "languages"])
def test_every_term_of_the_other_lists_is_there(name: str, text: tuple[str, str]) -> None:
    for term in getattr(V, name).values():
        row = f"`{term.code}` |"
        assert any(row in line and all(plain(term.labels[t]) in line for t in LANGUAGES) for line in text[1].splitlines()), term.code


def test_tables_are_well_formed(text: tuple[str, str]) -> None:
    found = tables_of(text[1])
    chapters = len({i.section for i in V.indicators.values()}) + len({a.scale for a in V.answers.values()}) + len(LISTS) + 1
    assert len(found) == chapters + sum(i.kind in ("Assessment", "ReportedStanding") for i in V.indicators.values())
    for lines in found:
        assert len(lines) > 2
        assert re.fullmatch(r"\|( -{3}:? \|)+", lines[1]), lines[1]
        assert {cells(line) for line in lines} == {cells(lines[0])}, lines[0]
        assert cells(lines[0]) > 1


def test_links_lead_to_one_place(text: tuple[str, str]) -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', text[1])
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r"\]\(#([^)]+)\)", text[1])) <= set(anchors)


def test_no_place_of_a_template_is_left_and_no_other_language_slips_in(text: tuple[str, str]) -> None:
    language, whole = text
    outside = re.sub(r"`[^`]*`", "", whole)
    assert re.findall(r"\{\w+\}", outside) == []
    assert " \n" not in whole
    assert "\n\n\n" not in whole
    if language == "en":
        plain_text = "\n".join(line for line in outside.splitlines() if not line.startswith(("|", "- **Label", "  - **Russian")))
        labels = {form for i in V.indicators.values() for form in [i.labels["ru"]]}
        assert [line for line in plain_text.splitlines() if re.search("[а-яё]", line) and not any(x in line for x in labels)] == []


def test_files_end_with_one_line_feed(folder: Path) -> None:
    for path in folder.iterdir():
        data = path.read_bytes()
        assert data.endswith(b"\n"), path.name
        assert not data.endswith(b"\n\n"), path.name
        assert b"\r" not in data, path.name
        assert not data.startswith(b"\xef\xbb\xbf"), path.name


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path, folder: Path) -> None:
    program = "import sys, pathlib, kg.codebook as c; c.write(pathlib.Path(sys.argv[1]))"
    for seed in ("1", "4711"):
        target = tmp_path / seed
        subprocess.run([sys.executable, "-c", program, target], check=True, env=os.environ | {"PYTHONHASHSEED": seed}, timeout=120)
        assert {p.name: p.read_bytes() for p in target.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_the_manifest_names_what_was_read_and_written(folder: Path) -> None:
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    for name in ("ontology/codebook.ttl", "ontology/vocab/indicators.ttl", "data/reference/instruments.tsv", "crosswalk.csv"):
        assert f'"{name}"' in manifest
    assert hashlib.sha256((folder / "codebook.ru.md").read_bytes()).hexdigest() in manifest
    assert "terms.csv" in manifest


# ------------------------------------------------------------------ the folder


def test_an_earlier_codebook_is_replaced(tmp_path: Path) -> None:
    first = codebook.write(tmp_path / "out")
    first[0].write_text("old", encoding="utf-8")
    codebook.write(tmp_path / "out")
    assert first[0].stat().st_size > 10_000
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert all(path.is_file() for path in codebook.write(tmp_path))


@pytest.mark.parametrize("beside", [False, True], ids=["folder of others", "file beside a codebook"])
def test_files_of_others_are_refused_and_stay(tmp_path: Path, beside: bool) -> None:
    if beside:
        codebook.write(tmp_path)
    (tmp_path / "graph.nq").write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(BuildError) as caught:
        codebook.write(tmp_path)
    assert caught.value.code == "KG501"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="the output is a file"):
        codebook.write(tmp_path / "out")


# ------------------------------------------------------------------ the words


def test_every_text_is_used_and_in_both_languages() -> None:
    scheme = f"{V.base}vocab/codebook"
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    texts = GRAPH.in_scheme(scheme)
    assert len(texts) > 80
    for iri in [scheme, *texts]:
        for language in LANGUAGES:
            assert GRAPH.label(iri, language)
            assert GRAPH.definition(iri, language).endswith((".", ")")), iri
        name = iri.rpartition("/")[2]
        assert iri == scheme or f'"{name}"' in source or GRAPH.one(iri, VOID + "uriSpace"), name
        places = [set(re.findall(r"\{(\w+)\}", GRAPH.definition(iri, language))) for language in LANGUAGES]
        assert places[0] == places[1], name


def test_a_missing_text_or_value_is_an_error() -> None:
    with pytest.raises(VocabularyError, match="codebook/nothing"):
        Texts(GRAPH, "en").head("nothing")
    with pytest.raises(VocabularyError, match="unknown place"):
        Texts(GRAPH, "en").say("whole")


def test_comparability_follows_the_vocabulary() -> None:
    whole = book.write(GRAPH, "en", crosswalk.rows(GRAPH))
    texts = Texts(GRAPH, "en")
    for indicator in V.indicators.values():
        own = block(whole, f"indicator-{indicator.code}")
        said = {name: texts.say(name) in own for name in ("ranked", "not-ranked", "persons")}
        ranked = [a.rank for a in V.answers.values() if indicator.scale and a.scale == indicator.scale]
        assert said["ranked"] == any(ranked), indicator.code
        assert said["not-ranked"] == (bool(ranked) and not any(ranked)), indicator.code
        assert said["persons"] == (indicator.unit == "person"), indicator.code
        money = all(plain(u.labels["en"]) in own for u in V.units.values() if u.currency)
        assert money == indicator.money, indicator.code
    assert "depositary record of `OPCAT`:" in block(whole, "indicator-opcat-standing")
    assert "no depositary record of `IstanbulProtocol` (soft law)" in block(whole, "indicator-istanbul-protocol")


def test_the_package_is_where_the_layers_have_it() -> None:
    allowed = ("codebook", "errors", "mapping", "model", "storage", "vocabulary")
    for path in SOURCES:
        for name in re.findall(r"^\s*(?:from|import) kg\.?(\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert name in allowed, (path.name, name)
    assert Path(kg.__file__).parent in SOURCES[0].parents


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a|b", "a|b"), ("<bodies> [x]_*`", "\\<bodies\\> \\[x\\]\\_\\*\\`"), ("a \n b", "a b"), ("\\", "\\\\")],
)
def test_plain_text_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_pipes_in_cells_are_escaped() -> None:
    assert table(["a", "b"], [["x|y", code("{p|q}")]])[2] == "| x\\|y | `{p\\|q}` |"
    assert cells(table(["a", "b"], [["x\\|y", "\\\\|"]])[2]) == 2
    assert code("a`b") == "``a`b``"
