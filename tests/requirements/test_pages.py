"""The pages of requirements: every requirement whole in both languages, links that lead somewhere, nothing from outside, the same bytes."""

from __future__ import annotations

import csv
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg import requirements
from kg.codebook.graph import LANGUAGES
from kg.errors import BuildError
from kg.requirements import book, page, table
from kg.requirements.catalogue import Catalogue, Chapter, Entry
from kg.requirements.notation import as_html, as_markdown, as_plain, code
from kg.vocabulary import resources

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Catalogue(resources.root())
ENTRIES = [(chapter, entry) for chapter in CATALOGUE.chapters for entry in chapter.entries]
NUMBERS = [entry.requirement.number for _, entry in ENTRIES]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("requirements") / "out"
    written = requirements.write(target)
    assert sorted(written) == sorted(path for path in target.rglob("*") if path.is_file())
    return target


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request: pytest.FixtureRequest, folder: Path) -> tuple[str, str, str]:
    """Language, HTML, Markdown."""
    language = request.param
    named = (page.file(language), f"requirements.{language}.md")
    return language, *((folder / name).read_text(encoding="utf-8") for name in named)


class Tree(HTMLParser):
    """Every start tag with its attributes; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def article(text: str, number: str) -> str:
    start = text.index(f'<article id="{number}">')
    return text[start : text.index("</article>", start)]


def block(text: str, number: str) -> str:
    start = text.index(f'<a id="{number}"></a>')
    return text[start : text.find("<a id=", start + 1)]


def test_every_numbered_check_of_the_shapes_is_there_once() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shapes").glob("*.ttl"))
    assert sorted(NUMBERS) == sorted(re.findall(r'hrm:requirement "([A-Z]+-[0-9]+)"', text))
    assert len(set(NUMBERS)) == len(NUMBERS)


@pytest.mark.parametrize(("chapter", "entry"), ENTRIES, ids=NUMBERS)
def test_every_requirement_is_told_whole(chapter: Chapter, entry: Entry, pages: tuple[str, str, str]) -> None:
    language, whole, markdown = pages
    one, own, lines = entry.requirement, article(whole, entry.requirement.number), block(markdown, entry.requirement.number)
    texts = CATALOGUE.texts[language]
    said = [one.names[language], one.why[language], texts.head(f"severity-{one.severity}"), texts.target(chapter.shapes, one.shape)]
    for text in (*said, code(texts.notation.iri(one.iri))):
        assert as_html(text) in own
        assert as_markdown(text) in lines
    assert set(one.names) == set(one.why) == set(one.messages) == set(LANGUAGES)
    assert len({*one.why.values()}) == len(LANGUAGES)
    assert entry.passes, "an example that passes"
    assert f"<pre>{html.escape(entry.passes, quote=False)}</pre>" in own
    assert entry.passes in lines
    assert entry.fails, "an example that fails"
    for change, outcome in entry.fails:
        shown = change.lines(chapter.examples.notation)
        assert shown
        assert "\n".join(shown) in lines
        assert all(html.escape(line, quote=False) in own for line in shown)
        for message in outcome.messages.values():
            assert html.escape(message, quote=False) in own
            assert as_markdown(message) in lines
            assert not re.search(r"\{[?$]\w+\}", message)
    if one.select:
        assert html.escape(page.dedented(one.select), quote=False) in own
        assert page.dedented(one.select) in lines


def test_every_reason_is_a_reason_of_its_own() -> None:
    reasons = [entry.requirement.why[tag] for _, entry in ENTRIES for tag in LANGUAGES]
    twice = {reason for reason in reasons if reasons.count(reason) > 1}
    assert twice == set()
    assert all(reason.endswith(".") for reason in reasons)


def test_demands_come_from_the_parameters(folder: Path) -> None:
    with (folder / "requirements.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["number"]: row for row in csv.DictReader(file)}
    assert rows["FIG-07"]["demands_en"] == "How many values: exactly 1; Of the class: unit (hrm:Unit)"
    assert "integer" in rows["FIG-01"]["demands_en"]
    assert "Not below 0" in rows["FIG-01"]["demands_en"]
    assert "^[A-Z]{3}$" in rows["REF-20"]["demands_ru"]
    assert "hrm:SoftLaw" in rows["REF-14"]["demands_en"], "a shape that stands in another file"
    assert "hrm:periodEnd" in rows["PRO-08"]["demands_en"]
    assert rows["NAR-01"]["demands_en"] == "There is no value"
    assert all(row[f"demands_{tag}"] for row in rows.values() for tag in LANGUAGES)


def test_the_table_has_a_row_a_requirement(folder: Path) -> None:
    with (folder / "requirements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == table.COLUMNS
    assert [row[0] for row in rows[1:]] == NUMBERS
    optional = {table.COLUMNS.index("path")}
    assert all(cell for row in rows[1:] for n, cell in enumerate(row) if n not in optional)
    assert not any("\ue000" in cell for row in rows for cell in row)


def test_html_nests_and_every_link_leads_somewhere(folder: Path) -> None:
    trees = {path.name: Tree(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
    assert set(trees) == {page.file(tag) for tag in LANGUAGES}
    anchors = {name: [a["id"] for _, a in tree.tags if "id" in a] for name, tree in trees.items()}
    for name, tree in trees.items():
        assert len(anchors[name]) == len(set(anchors[name]))
        assert set(NUMBERS) <= set(anchors[name])
        for tag, attributes in tree.tags:
            if tag == "a":
                file, _, anchor = (attributes["href"] or "").partition("#")
                assert (file or name) in trees, attributes
                assert not anchor or anchor in anchors[file or name], attributes
            for pointer in ("aria-labelledby", "aria-describedby"):
                assert set((attributes.get(pointer) or "").split()) <= set(anchors[name])


def test_nothing_is_asked_of_the_network_and_scripts_only_filter(pages: tuple[str, str, str]) -> None:
    language, whole, _ = pages
    tree = Tree(whole)
    assert tree.tags[0] == ("html", {"lang": language})
    for tag, attributes in tree.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed"}
        assert not {"src", "srcset", "action", "ping"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    styles = "".join(re.findall(r"<style>(.*?)</style>", whole, re.DOTALL))
    assert "@import" not in styles
    assert "url(" not in styles
    script = whole[whole.index("<script>") :]
    assert not re.search(r"fetch|XMLHttpRequest|import|https?:", script)
    assert whole.index("<script>") > whole.rindex("</article>")
    assert whole.count("\ue000") == whole.count("\ue001") == 0


def test_each_page_leads_to_the_same_requirement_in_the_other_language(folder: Path) -> None:
    for language in LANGUAGES:
        whole = (folder / page.file(language)).read_text(encoding="utf-8")
        for tag in LANGUAGES:
            if tag != language:
                assert f'<a href="{page.file(tag)}" hreflang="{tag}" lang="{tag}">' in whole
                assert all(f'href="{page.file(tag)}#{number}"' in whole for number in NUMBERS)


def test_links_and_diagrams_of_the_markdown_are_there(folder: Path, pages: tuple[str, str, str]) -> None:
    _, _, text = pages
    anchors = set(re.findall(r'<a id="([\w-]+)"></a>', text))
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors
    assert set(NUMBERS) <= anchors
    drawn = re.findall(r"!\[(.+)\]\((.+)\)", text)
    assert len(drawn) == len(CATALOGUE.chapters)
    assert all((folder / path).is_file() for _, path in drawn)
    assert text.count("```") % 2 == 0


@pytest.mark.parametrize("chapter", CATALOGUE.chapters, ids=lambda chapter: chapter.name)
def test_a_diagram_shows_every_requirement_and_says_so_in_words(chapter: Chapter, folder: Path) -> None:
    svg = "{http://www.w3.org/2000/svg}"
    for language in LANGUAGES:
        drawn = ET.fromstring((folder / "diagrams" / f"{chapter.name}.{language}.svg").read_text(encoding="utf-8"))
        texts = [node.text or "" for node in drawn.iter(f"{svg}text")]
        description = drawn.findtext(f"{svg}desc") or ""
        width = float(drawn.attrib["width"])
        height = float(drawn.attrib["height"])
        for entry in chapter.entries:
            assert entry.requirement.number in texts
            assert entry.requirement.number in description
        for node in drawn.iter(f"{svg}rect"):
            assert float(node.attrib["x"]) + float(node.attrib["width"]) <= width
            assert float(node.attrib["y"]) + float(node.attrib["height"]) <= height
        whole = (folder / page.file(language)).read_text(encoding="utf-8")
        assert all(f">{html.escape(text, quote=False)}</text>" in whole for text in texts)


def test_the_same_bytes_every_time(folder: Path, tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from kg import requirements; requirements.write(Path(sys.argv[1]))"
    for seed in ("0", "77"):
        target = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Almaty"}
        subprocess.run([sys.executable, "-c", script, str(target)], check=True, env=environment)
        for path in folder.rglob("*"):
            if path.is_file():
                assert (target / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_the_manifest_names_what_went_in_and_came_out(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for path in [*(ROOT / "shapes").glob("*.ttl"), ROOT / "ontology" / "requirements.ttl"]:
        assert said["inputs"][path.relative_to(ROOT).as_posix()] == hashlib.sha256(path.read_bytes()).hexdigest()
    valid = ROOT / "tests" / "shapes" / "figure" / "valid.ttl"
    assert said["inputs"]["shapes/examples/figure/valid.ttl"] == hashlib.sha256(valid.read_bytes()).hexdigest()
    assert set(said["outputs"]) == {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}


def test_only_a_folder_of_its_own_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    requirements.write(out)
    requirements.write(out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        requirements.write(out)
    assert caught.value.code == "KG501"
    assert "notes.txt" in str(caught.value)
    (out / "notes.txt").rename(out / "diagrams" / "notes.txt")
    with pytest.raises(BuildError):
        requirements.write(out)
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.md").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError):
        requirements.write(other)
    assert (other / "mine.md").read_text(encoding="utf-8") == "mine"


def test_the_words_of_the_page_are_all_used() -> None:
    text = (ROOT / "ontology" / "requirements.ttl").read_text(encoding="utf-8")
    names = re.findall(r"^text:([\w-]+) a skos:Concept", text, re.MULTILINE)
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(requirements.__file__).parent.glob("*.py"))
    loose = ("chapter-", "severity-", "demand-", "path-", "file-", "target")
    assert [name for name in names if not name.startswith(loose) and f'"{name}"' not in sources and f"'{name}'" not in sources] == []


def test_code_in_a_text_becomes_code() -> None:
    text = f"a < b {code('x < `y`')} | c"
    assert as_html(text) == "a &lt; b <code>x &lt; `y`</code> | c"
    assert as_plain(text) == "a < b x < `y` | c"
    assert as_markdown(text) == "a \\< b `` x < `y` `` | c"
    assert book.write(CATALOGUE, LANGUAGES[0]).endswith("\n")


def test_the_command_writes_the_pages_and_explains(kg: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    done = kg("shapes", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.splitlines()][:2] == [page.file(tag) for tag in LANGUAGES]
    assert all(Path(line).is_file() for line in done.stdout.splitlines())
    again = kg("codebook", "-o", tmp_path / "out")
    assert again.returncode == 2
    assert (tmp_path / "out" / "index.html").is_file()
    said = kg("explain", "CON-04")
    assert said.stdout == requirements.explain("CON-04")


def test_a_requirement_is_explained_in_both_languages() -> None:
    said = requirements.explain("con-04")
    assert said is not None
    one = next(entry.requirement for _, entry in ENTRIES if entry.requirement.number == "CON-04")
    for tag in LANGUAGES:
        assert one.names[tag] in said
        assert one.why[tag] in said
        assert one.messages[tag] in said
    assert "hsh:" not in said.splitlines()[-1]
    assert one.iri in said
    assert all(requirements.explain(number) for number in NUMBERS[:3])
    assert requirements.explain("CON-99") is None
    assert requirements.explain("") is None
