"""The page of queries as a browser without scripts has it, its files and terms, and what it says of mistakes."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.querying.emptiness import mistake
from kg.querying.question import library
from kg.serving.editor import files, terms
from kg.vocabulary import vocabulary

ACTS = "SELECT ?state (COUNT(?act) AS ?acts) { ?act a hrm:TreatyAct ; hrm:area ?state } GROUP BY ?state ORDER BY DESC(?acts) ?state"
MANY = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 450"
YASQE = files.FOLDER / "yasqe"


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_has_a_form_and_the_whole_library(editor: Any, language: str) -> None:
    page = editor.page(lang=language)
    assert f'<form method="post" action="{editor.address}/query"' in page
    for question in library():
        assert f'href="{editor.address}/query?question={question.name}&lang={language}"' in page
    assert re.search(r"<textarea[^>]*>\nPREFIX hrm: ", page)
    assert re.search(r'<div id="answer" tabindex="-1">\s*</div>', page)  # nothing runs unasked


def test_nothing_runs_that_is_not_of_this_server(editor: Any) -> None:
    answer = editor.get(ACTS)
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", answer.text)
    assert all(
        address.startswith(editor.address) for address in re.findall(r'<(?:script|link)[^>]*(?:src|href)="(http[^"]*)"', answer.text)
    )


def test_an_answer_has_labels_names_and_every_download(editor: Any) -> None:
    page = editor.page(ACTS)
    assert f'<a href="{editor.address}/area/KAZ">Kazakhstan</a> <span class="iri">area:KAZ</span>' in page
    assert "Казахстан</a>" in editor.page(ACTS, lang="ru")
    links = dict(re.findall(r'<a href="([^"]*&format=[^"]*)" type="[^"]*" download="query\.(\w+)"', page))
    assert set(links.values()) == {"srj", "srx", "csv", "tsv", "rq"}
    for address, ending in links.items():
        answer = editor.client.get(address)
        assert answer.headers["content-disposition"] == f'inline; filename="query.{ending}"'
        direct = editor.client.get("/sparql", params={"query": ACTS, "format": {"srj": "json", "srx": "xml"}.get(ending, ending)})
        assert answer.text == (ACTS if ending == "rq" else direct.text)


def test_a_sent_query_gets_an_address_and_a_long_one_none(editor: Any) -> None:
    sent = editor.client.post("/query", data={"query": ACTS.replace(" {", "\r\n{"), "lang": "ru"})
    assert sent.status_code == 303
    shown = editor.client.get(sent.headers["location"])
    assert "Строк: 9." in shown.text
    long = ACTS + "\n" + "# long\n" * 2000
    answer = editor.client.post("/query", data={"query": long, "lang": "en"})
    assert answer.status_code == 200
    assert "Rows: 9." in answer.text
    assert 'download="' not in answer.text
    assert '<button type="submit" name="format" value="csv"' in answer.text
    table = editor.client.post("/query", data={"query": long, "format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.reader(io.StringIO(table.text)))) == 10


def test_rows_are_paged_by_links(editor: Any) -> None:
    first = editor.page(MANY)
    assert (first.count("<tr>"), "1–200 of 450" in first) == (201, True)
    on = re.search(r'<a href="([^"]*)" rel="next"', first)
    assert on
    last = editor.client.get(re.search(r'<a href="([^"]*)" rel="next"', editor.client.get(on[1]).text)[1].replace("&amp;", "&")).text  # type: ignore[index]
    assert (last.count("<tr>"), "401–450 of 450" in last, 'rel="next"' in last) == (51, True, False)
    assert "1–200 of 450" in editor.page(MANY, start="100000")  # there are no such rows


def test_a_cut_answer_says_so(made: Callable[..., Any]) -> None:
    one = made("".join(f'<http://e/s> <http://e/p> "{n}" .\n' for n in range(30)), rows=20)
    page = one.answer("SELECT ?o { ?s ?p ?o }")
    assert "Rows: 20." in page
    assert "cut at 20 rows" in page
    assert "cut at" not in one.answer("SELECT ?o { ?s ?p ?o } LIMIT 20")


def test_truth_and_graphs_are_shown(editor: Any) -> None:
    assert editor.answer("ASK { ?s a hrm:Area }").startswith("Answer yes Take the answer")
    assert editor.answer("ASK { ?s a hrm:TreatyAct ; hrm:area area:XXX }").startswith("Answer no Why zero rows?")
    page = editor.page("CONSTRUCT { ?s a hrm:Area } { ?s a hrm:Area }")
    assert [f">{name}</th>" in page for name in ("Subject", "Predicate", "Object")] == [True] * 3
    assert page.count("<tr>") == 10
    assert "a hrm:Area" in page.partition("<summary>Turtle</summary>")[2]
    assert 'download="query.nq"' in page


def test_words_of_data_and_queries_are_only_words(made: Callable[..., Any]) -> None:
    one = made(
        '<http://e/<s> <http://e/p> "x" .\n'.replace("<s>", "s>") + '<http://e/s> <http://e/q> "</textarea><script>alert(1)</script>" .\n'
    )
    query = "SELECT ?o { ?s ?p ?o } # </textarea><script>alert(2)</script>"
    for text in (one.get(query).text, one.get(query + " }").text, one.get("", q="<script>alert(3)</script>").text):
        assert not re.search(r"<script>", text)
    assert one.get(f"{query}\u202e\ufeff").text.count("\u202e") > 0  # a text field gives back what it was given


# ---------------------------------------------------------------- the library


def test_a_question_is_taken_and_asked_with_parameters(editor: Any) -> None:
    page = editor.page(question="treaty-acts")
    assert '<input type="hidden" name="question" value="treaty-acts">' in page
    assert re.search(r'name="p-area" value="KAZ" checked> Kazakhstan', page)
    assert re.search(r'<div id="answer" tabindex="-1">\s*</div>', page)
    asked = editor.get(question="treaty-acts", run="1", **{"p-area": "KGZ", "p-instrument": "any"})
    assert "area/KGZ>" in asked.text.replace("&gt;", ">").partition("<textarea")[2].partition("</textarea>")[0]
    assert "Kyrgyzstan" in asked.text
    assert re.search(r'<th scope="col"[^>]*>State</th>', asked.text)  # titles of the library
    assert 'name="p-area" value="KGZ" checked' in asked.text


def test_search_in_the_library(editor: Any) -> None:
    page = editor.page(q="тюремное население")
    assert "question=prison-population" in page
    assert "question=treaty-acts" not in page


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"question": "treaty-act"}, 404, "did you mean 'treaty-acts'"),
        ({"question": "treaty-acts", "p-area": "KZA", "run": "1"}, 400, "'KZA' is no known value of ?area"),
        ({"question": "treaty-acts", "p-aera": "KAZ"}, 400, "did you mean 'area'"),
    ],
)
def test_a_wrong_question_is_told(editor: Any, fields: dict[str, str], status: int, words: str) -> None:
    page = editor.page(status=status, **fields)
    assert words in page
    assert ('name="p-area"' in page) == (fields["question"] == "treaty-acts")


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("query", "name", "words", "place"),
    [
        ("SELECT * {\n  ?s ?p ?o\n", "unclosed", "{", (1, 10)),
        ("SELECT * {\n  ?s ?p ?o .\nORDER BY ?s", "unclosed", "{", (1, 10)),
        ("SELECT * {\n  ?s ?p ?o ) }", "unopened", ")", (2, 12)),
        ("SELECT * {\n  ?s ?p 'it }\n}", "quote", "'", (2, 9)),
        ("SELECT * { ?s ?p ?o . FILTER(?o = '}') ", "unclosed", "{", (1, 10)),
        ("SELECT * { ?s ?p ?o # }\n", "unclosed", "{", (1, 10)),
        ("SELECT * {\n ?s ?p ?o ?x\n}", "here", "}", (3, 1)),
        ("SELECT * {\n ?s hrm:x hrm:y hrm:z }", "here", "hrm:z", (2, 17)),
        ("SELECT * {\n  FILTR(?s > 1)\n}", "here", "FILTR(?s", (2, 3)),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "ungrouped", "", None),
        ("SELECT * { ?s ?p ?o } LIMIT", "end", "", (1, 28)),
    ],
)
def test_mistakes_are_told_in_plain_words(editor: Any, query: str, name: str, words: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(SyntaxError) as raised:
        Store().query(query, prefixes=vocabulary().prefixes)
    found = mistake(query, raised.value.msg, vocabulary().prefixes)
    assert (found.kind, found.words) == (name, words)
    for language, clause in found.clause.items():  # at the endpoint in the same words
        problem = editor.client.get("/sparql", params={"query": query}, headers={"Accept-Language": language}).json()
        assert (problem["line"], problem["column"]) == (found.line, found.column)
        assert (problem["why"], problem["mend"]) == (clause, found.mend[language])
    if place:
        assert (found.line, found.column) == place
    page = editor.page(query, 400)
    assert f'data-line="{found.line}" data-column="{found.column}"' in page
    assert f'<tr class="here"><th scope="row">{found.line}</th>' in page
    for language, said in (("en", "Line"), ("ru", "Строка")):
        assert f"{said} {found.line}, " in editor.answer(query, 400, lang=language)


def test_an_unknown_prefix_is_named_and_mended(editor: Any) -> None:
    page = editor.page("SELECT ?s {\n  ?s a hmr:Area\n}", 400)
    assert 'data-line="2" data-column="8"' in page
    assert "Nothing declares the prefix hmr:" in page
    assert '<input type="hidden" name="query" value="SELECT ?s {\n  ?s a hrm:Area\n}">' in page


def test_limits_and_updates_are_told_on_the_page(made: Callable[..., Any]) -> None:
    one = made("".join(f"<http://e/{n}> <http://e/p> <http://e/{n % 7}> .\n" for n in range(400)), time=0.5)
    assert "KG823" in one.page("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 504)
    assert "would change the data" in one.page("DELETE WHERE { ?s ?p ?o }", 403)


def test_an_answer_too_large_for_a_page_is_a_file(made: Callable[..., Any]) -> None:
    one = made("".join(f'<http://e/s> <http://e/p> "{n}{"x" * 100_000}" .\n' for n in range(100)))
    assert "KG860" in one.page("SELECT * { ?s ?p ?o }", 422)
    assert len(one.get("SELECT * { ?s ?p ?o }", format="csv").content) > 10_000_000


# ---------------------------------------------------------------- files and terms


def test_the_vendored_editor_is_what_it_is_said_to_be() -> None:
    with (YASQE / "files.tsv").open(encoding="utf-8", newline="") as read:
        told = list(csv.DictReader(read, dialect="excel-tab"))
    assert {row["file"] for row in told} == {file.name for file in YASQE.glob("*.min.*")} == {"yasqe.min.js", "yasqe.min.css"}
    for row in told:
        content = (YASQE / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert (row["package"], row["licence"]) == ("@zazuko/yasqe", "MIT")
        assert len(content) < 1_000_000
    assert "MIT" in (YASQE / "LICENSE").read_text(encoding="utf-8")
    assert "url(" not in (YASQE / "yasqe.min.css").read_text(encoding="utf-8")


def test_files_are_kept_for_ever_under_their_hash(editor: Any) -> None:
    path = f"/query/files/{files.digest()}/yasqe/yasqe.min.js"
    assert path in editor.page()
    answer = editor.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (answer.headers["content-type"], answer.headers["content-encoding"]) == ("text/javascript; charset=utf-8", "gzip")
    assert answer.content == (YASQE / "yasqe.min.js").read_bytes()
    assert int(answer.headers["content-length"]) < 200_000
    assert editor.client.get(path, headers={"Accept-Encoding": "identity"}).content == gzip.decompress(files.packed("yasqe/yasqe.min.js"))
    assert editor.client.get("/query/files/0000/editor.js").headers["cache-control"] == "no-cache"
    for path in ("none.js", "%2e%2e/files.py", "yasqe/README.md"):
        assert editor.client.get(f"/query/files/{files.digest()}/{path}").status_code == 404


def test_every_script_asks_this_server_only() -> None:
    for name, content in files.contents().items():
        if not name.startswith("yasqe/"):
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", content.decode()), name


def test_terms_have_labels_in_both_languages(editor: Any) -> None:
    address = f"/query/terms/{editor.editor.release.id}.json"
    answer = editor.client.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    said = answer.json()
    assert said["prefixes"] == vocabulary().prefixes
    found = {row[0]: row[1:] for row in said["terms"]}
    kind, of, russian_of, used, label, russian = found["area:KAZ"]
    assert (kind, of, russian_of, label, russian, used) == ("individual", "area", "государство", "Kazakhstan", "Казахстан", 0)
    assert (found["hrm:TreatyAct"][0], found["hrm:area"][0], found["skos:prefLabel"][0]) == ("class", "property", "property")
    assert found["graph:ontology"][0] == "graph"
    for name, pattern in (("hrm:TreatyAct", "?x a hrm:TreatyAct"), ("hrm:area", "?x hrm:area ?y")):
        rows = editor.client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", "format": "csv"}).text
        assert found[name][3] == int(rows.split()[1]) > 10
    assert editor.client.get("/query/terms/0000.json").status_code == 404


def test_properties_and_classes_are_those_that_the_release_says_it_has(made: Callable[..., Any]) -> None:
    void, catalogue = "http://rdfs.org/ns/void#", "https://w3id.org/hrmkg/graph/catalogue"
    data = "<http://e/s> <http://e/unsaid> <http://e/o> .\n<http://e/s> a <http://e/Unsaid> .\n".replace(
        " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    )
    for part, term, number, iri in (
        ("propertyPartition", "property", "triples", "http://e/said"),
        ("classPartition", "class", "entities", "http://e/Said"),
    ):
        node = f"_:{term}"
        data += f"<https://w3id.org/hrmkg/catalogue> <{void}{part}> {node} <{catalogue}> .\n{node} <{void}{term}> <{iri}> <{catalogue}> .\n"
        data += f'_:{term} <{void}{number}> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <{catalogue}> .\n'
    one = made(data)
    found = {row[0]: row[1:] for row in one.client.get(f"/query/terms/{one.editor.release.id}.json").json()["terms"]}
    assert (found["<http://e/said>"][0], found["<http://e/said>"][3]) == ("property", 7)
    assert (found["<http://e/Said>"][0], found["<http://e/Said>"][3]) == ("class", 7)
    assert "<http://e/unsaid>" not in found


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("http://e/a#b", "p:b"),
        ("http://e/a#b.c", "p:b.c"),
        ("http://e/a#b.", "<http://e/a#b.>"),
        ("http://e/a#b/c", "<http://e/a#b/c>"),
        ("http://e/x", "q:x"),
        ("http://f/x", "<http://f/x>"),
    ],
)
def test_names_are_written_as_sparql_takes_them(iri: str, written: str) -> None:
    assert terms.short(iri, {"p": "http://e/a#", "q": "http://e/"}) == written


def test_no_word_of_the_page_is_in_the_code() -> None:
    for file in [*files.FOLDER.parent.glob("*.py"), *files.FOLDER.glob("*.js"), *(files.FOLDER.parent / "templates").iterdir()]:
        assert not re.search("[\u0400-\u04ff]", Path(file).read_text(encoding="utf-8")), file


def test_a_number_that_counts_nothing_is_explained_and_a_zero_of_the_data_is_not(editor: Any) -> None:
    page = editor.page("SELECT (COUNT(?x) AS ?n) WHERE { ?x a hrm:Gapp }")
    assert ('id="why"' in page, "hrm:Gapp" in page, "hrm:Gap<" in page or "hrm:Gap " in page) == (True, True, True)
    assert 'id="why"' in editor.page("SELECT (MAX(?v) AS ?most) { ?x hrm:valuee ?v }")
    assert 'id="why"' not in editor.page("SELECT (COUNT(?x) AS ?n) { ?x a hrm:TreatyAct }")
    assert 'id="why"' not in editor.page("SELECT (COUNT(?none) AS ?n) { ?x a hrm:TreatyAct }")
    assert 'id="why"' not in editor.page("SELECT ?n { BIND(0 AS ?n) }")


def test_numbers_have_the_signs_of_the_language_and_files_those_of_machines(editor: Any) -> None:
    scores = "SELECT ?year ?score { ?s a hrm:IndexScore ; hrm:area area:BLR ; hrm:year ?year ; hrm:score ?score FILTER(?year = 2023) }"
    page = editor.page(scores, lang="ru")
    assert 'data-value="-93.83"' in page
    assert ">\u221293,83<" in page
    assert ">2023<" in page
    assert "-93.83" in editor.get(scores, lang="ru", format="csv").text


def test_a_gap_is_told_before_anything_else(editor: Any) -> None:
    withheld = "SELECT ?s ?v WHERE { ?s hrm:indicator ind:police-officers ; hrm:value ?v }"
    told = editor.answer(withheld, lang="ru")
    assert "данные закрыты" in told
    assert "МВД закрыла данные" in told
    assert "Министерство внутренних дел" in told
    found = editor.why(withheld)
    assert found["culprits"][0]["cause"] == "gap"
    assert "hrm:reason ?reason" in found["suggestions"][0]["query"]
    assert all("caseload" not in one["query"] for one in found["suggestions"])
