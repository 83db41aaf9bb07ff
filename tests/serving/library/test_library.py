"""The questions as an API: found, asked, bound, negotiated, and told when they cannot be."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from kg.querying.question import library as all_questions
from kg.serving import texts
from kg.serving.library import answer, arguments
from kg.vocabulary import vocabulary

COMMAND = Path(sys.executable).with_name("kg")
BASE = vocabulary().base
QUESTIONS = all_questions()
ASKED = [one for one in QUESTIONS if not one.service]
"""Those that ask no other server: tests/serving/federation has one for the others."""
SH = "http://www.w3.org/ns/shacl#"


def asked(build: Path, name: str, form: str, *parameters: str) -> str:
    """What ``kg query`` says."""
    said = [part for one in parameters for part in ("--param", one)]
    done = subprocess.run(
        [COMMAND, "query", name, "--store", build, "--format", form, *said], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


# ---------------------------------------------------------------- the list


def test_the_list_tells_every_question(library: Any) -> None:
    said = library.get("/queries").json()
    assert (said["release"], said["catalogue"]) == (library.release.id, f"{BASE}catalogue")
    assert [one["name"] for one in said["questions"]] == [question.name for question in QUESTIONS]
    one = next(one for one in said["questions"] if one["name"] == "acts-between-dates")
    assert one["iri"] == f"{BASE}queries/acts-between-dates"
    assert library.get(one["url"]).status_code == library.get(one["query"]).status_code == 200
    assert {given["name"]: (given["type"], given["default"]) for given in one["parameters"]} == {
        "from": ("date", "2022-01-01"),
        "to": ("date", "2023-12-31"),
        "area": ("iri", "any"),
        "instrumentIri": ("iri", "any"),
    }
    assert {column["name"]: column.get("unit") for column in one["columns"]}["earliest"] == "date"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_of_the_list_names_every_question(library: Any, language: str) -> None:
    page = library.page("/queries", language)
    for question in QUESTIONS:
        assert f'href="{library.address}/queries/{question.name}?lang={language}"' in page
        assert question.title[language].split("«")[0].split('"')[0] in page.replace("&#39;", "'")
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("prison population", {"prison-population", "prisoners-per-100000"}),
        ("ТЮРЕМНОЕ население", {"prison-population", "prisoners-per-100000"}),
        ("заключенн", {"prisoners-per-100000"}),  # written with the other letter there
        ("treaty-acts", {"treaty-acts"}),
    ],
)
def test_search_finds_words_in_both_languages(library: Any, words: str, names: set[str]) -> None:
    found = {one["name"] for one in library.get("/queries", params={"q": words}).json()["questions"]}
    assert names <= found
    assert len(found) < len(QUESTIONS)


def test_search_by_reader_and_for_nothing(library: Any) -> None:
    lawyers = {one["name"] for one in library.get("/queries?for=lawyer").json()["questions"]}
    assert lawyers == {question.name for question in QUESTIONS if "lawyer" in question.readers}
    page = library.page("/queries?q=zzzz%22%3E%3Cscript%3E")
    assert "Shown: 0 of" in page
    assert '"zzzz&#34;&gt;&lt;script&gt;"' in page


def test_the_list_as_rdf(library: Any) -> None:
    answer = library.get("/queries", "text/turtle")
    triples = set(parse(answer.content, format=RdfFormat.TURTLE))
    assert len({t.subject for t in triples}) == len(QUESTIONS)
    assert set(parse(library.get("/queries?format=jsonld").content, format=RdfFormat.JSON_LD)) == {*parse_quads(triples)}


def parse_quads(triples: set[Any]) -> set[Any]:
    from pyoxigraph import Quad

    return {Quad(t.subject, t.predicate, t.object) for t in triples}


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_answers_are_those_of_the_command(library: Any, build: Path, form: str) -> None:
    media = {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv"}
    got = library.get("/queries/treaty-acts?area=KAZ,KGZ", media.get(form, "text/tab-separated-values"))
    assert got.status_code == 200
    assert got.headers["content-type"].startswith(media.get(form, "text/tab-separated-values"))
    assert got.text.replace("\r\n", "\n").rstrip("\n") == asked(build, "treaty-acts", form, "area=KAZ,KGZ").rstrip("\n")
    assert library.get(f"/queries/treaty-acts?area=KAZ,KGZ&format={form}").text == got.text


@pytest.mark.parametrize("name", ["treaty-acts", "prison-population", "scales"])
def test_a_terminal_gets_what_the_command_prints(library: Any, build: Path, name: str) -> None:
    got = library.get(f"/queries/{name}", "text/plain")
    assert got.headers["content-type"] == "text/plain; charset=utf-8"
    assert got.text == asked(build, name, "table")
    assert library.get(f"/queries/{name}?format=table").text == got.text


@pytest.mark.parametrize("question", ASKED, ids=lambda one: one.name)
def test_every_question_answers_as_its_golden_answer_and_has_a_page(library: Any, root: Path, question: Any) -> None:
    got = library.get(f"/queries/{question.name}", "text/csv")
    rows = list(csv.reader(io.StringIO(got.text)))
    golden = list(csv.reader(io.StringIO((root / "tests" / "queries" / f"{question.name}.csv").read_text(encoding="utf-8"))))
    golden = golden[:1] if question.beside else golden  # the golden answer is that beside a partner's file, and here is none
    assert rows == golden
    for language in ("en", "ru"):
        page = library.page(f"/queries/{question.name}", language)
        assert (f"kg query {question.name} --with" in page) == question.beside
        assert page.count("<tr>") == len(golden) if len(golden) > 1 else "<tr>" not in page
        assert f"{texts.say('library-rows', count=len(golden) - 1)[language]}" in page or len(golden) == 1


@pytest.mark.parametrize(
    "query",
    ["area=KAZ&area=KGZ", "area=KAZ,KGZ", "area=area:KAZ,area:KGZ", f"area={BASE}area/KAZ&area=KGZ", "area=KAZ%2C+KGZ"],
)
def test_values_are_bound_however_they_are_written(library: Any, query: str) -> None:
    rows = list(csv.reader(io.StringIO(library.get(f"/queries/treaty-acts?{query}", "text/csv").text)))
    assert {row[0] for row in rows[1:]} == {"Kazakhstan", "Kyrgyzstan"}


def test_any_leaves_a_parameter_open(library: Any, build: Path) -> None:
    got = library.get("/queries/treaty-acts?area=any", "text/csv").text
    assert got.replace("\r\n", "\n") == asked(build, "treaty-acts", "csv", "area=any")
    beside = library.get("/queries/treaty-acts?area=any&area=KAZ", "text/csv").text  # its box was ticked before
    assert beside.replace("\r\n", "\n") == asked(build, "treaty-acts", "csv", "area=KAZ")


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_a_form_is_as_good_as_an_address(library: Any, kind: str) -> None:
    fields = {"area": "KGZ", "format": "csv"}
    sent = {"data": fields} if kind == "urlencoded" else {"files": [(name, (None, value)) for name, value in fields.items()]}
    got = library.client.post("/queries/treaty-acts", **sent)
    assert got.text == library.get("/queries/treaty-acts?area=KGZ", "text/csv").text
    assert library.client.post("/queries/treaty-acts?area=KGZ&format=csv").text == got.text


def test_head_says_what_get_would(library: Any) -> None:
    for accept in ("text/csv", "text/html", "text/turtle"):
        got, head = library.get("/queries/facets", accept), library.client.head("/queries/facets", headers={"Accept": accept})
        assert (head.status_code, head.headers["etag"]) == (200, got.headers["etag"])
        assert head.headers["content-type"] == got.headers["content-type"]


def test_what_is_known_is_not_sent_again(library: Any) -> None:
    for path, accept in (
        ("/queries/facets?area=KAZ", "text/csv"),
        ("/queries/facets?area=KAZ", "text/html"),
        ("/queries/facets", "text/turtle"),
        ("/queries/facets.rq", "*/*"),
        ("/queries", "*/*"),
        ("/openapi.json", "*/*"),
    ):
        first = library.get(path, accept)
        tag = first.headers["etag"]
        again = library.get(path, accept, headers={"If-None-Match": f'W/"x", {tag}'})
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert library.get(path, accept, headers={"If-None-Match": '"x"'}).status_code == 200
    pages = {
        library.get(f"/queries/facets?area={area}&lang={language}", "text/html").headers["etag"]
        for area in ("KAZ", "KGZ")
        for language in ("en", "ru")
    }
    assert len(pages) == 4


def test_pages_of_elsewhere_may_ask(library: Any) -> None:
    for path in ("/queries", "/queries/facets", "/queries/facets.rq", "/openapi.json"):
        assert library.get(path).headers["access-control-allow-origin"] == "*"
        preflight = library.client.options(path, headers={"Origin": "http://e", "Access-Control-Request-Method": "GET"})
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, "*")
    assert "Accept-Language" in library.get("/queries/facets").headers["vary"]


# ---------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize(
    ("name", "near"), [("prison-populatio", "prison-population"), ("PRISON-POPULATION", "prison-population"), ("treatyacts", "treaty-acts")]
)
def test_an_unknown_name_is_told_with_those_like_it(library: Any, name: str, near: str) -> None:
    said = library.problem(library.get(f"/queries/{name}"), "KG702", 404)
    assert repr(near) in said["mend"]
    library.problem(library.get(f"/queries/{name}.rq"), "KG702", 404)
    for language in ("en", "ru"):
        page = library.page(f"/queries/{name}", language)
        assert f'<a href="{library.address}/queries/{near}?lang={language}">' in page.partition("<form")[0]
        assert texts.clause("KG702", said["why"], language) in page
    assert library.get(f"/queries/{name}", "text/html").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2F..%2Fpyproject",
        "%2e%2e%2fREADME.md",
        "..%5c..%5cx",
        "%2Fetc%2Fpasswd",
        "facets.rq.rq",
        "facets%00",
        "facets%0d%0aSet-Cookie:a=b",
        "x" * 3000,
    ],
)
def test_names_are_looked_up_in_the_library_only(library: Any, name: str) -> None:
    for ending in ("", ".rq"):
        for accept in ("*/*", "text/html", "text/turtle"):
            answer = library.get(f"/queries/{name}{ending}", accept)
            assert answer.status_code == 404
            assert "set-cookie" not in answer.headers
            assert len(answer.content) < 100_000
            assert "root:" not in answer.text
            assert "[build-system]" not in answer.text


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("prison-population?aera=KAZ", "KG703", "did you mean 'area'?"),
        ("scales?area=KAZ", "KG703", "its parameters are: scale"),
        ("index-of-states?year=abc", "KG704", "'abc' is no integer for ?year; such as 2023"),
        ("index-of-states?year=", "KG704", "'' is no integer for ?year"),
        ("index-of-states?year=2018", "KG704", "'2018' is no known value of ?year"),
        ("parties-on-date?date=2023-02-30", "KG704", "is no date for ?date"),
        ("prison-population?area=Kazakstan", "KG704", "did you mean 'KAZ'"),
        ("prison-population?area=KAZZ", "KG704", "did you mean 'KAZ'"),
        ("prison-population?area=area:", "KG704", "no known value of ?area"),
        ("prison-population?area=no:KAZ", "KG704", "is no iri for ?area"),
        ("prison-population?area=%3Chttp://e/%3E", "KG704", "is no iri for ?area"),
        ("prison-population?area=KAZ%20%7D%20SELECT", "KG704", "is no iri for ?area"),
        ("prison-population?area=KAZ%EF%BF%BF", "KG704", "is no iri for ?area"),
        ("treaty-acts?instrument=KAZ", "KG704", "no known value of ?instrument"),
        ("treaty-acts?instrument=CTA", "KG704", "did you mean 'CAT'"),
        (
            "treaty-acts?area=XXX",
            "KG704",
            "the release holds ARM, BLR, KAZ, KGZ, MDA, POL, RUS, TJK, UKR; all are listed at queries/treaty-acts",
        ),
        ("value-and-sentence?indicator=zzz", "KG704", "the release holds 41; all are listed at queries/value-and-sentence"),
        ("acts-between-dates?from=01.02.2022", "KG704", "is no date for ?from; write it as YYYY-MM-DD, such as 2022-01-01"),
        ("prison-population?area=" + ",".join(["KAZ"] * 201), "KG850", "at most 200 values"),
        ("sentences-with-a-word?word=" + "x" * 2001, "KG850", "2000 characters"),
    ],
)
def test_a_wrong_parameter_is_a_clear_sentence(library: Any, path: str, code: str, words: str) -> None:
    for accept in ("*/*", "text/csv"):
        assert words in library.problem(library.get(f"/queries/{path}", accept), code, 400)["detail"]
    page = library.page(f"/queries/{path}", "ru")
    assert library.get(f"/queries/{path}", "text/html").status_code == 400
    assert 'role="alert"' in page
    assert re.search('class="lead" lang="ru">[^<]*[а-я]', page)
    assert texts.say("english")["ru"] not in page
    assert "<table" not in page
    assert "<form" in page


def test_words_may_hold_any_sign(library: Any) -> None:
    for sign in ("\x85", "\x1d", "\u2028", "\x0b", "\x03", '"', "\\", "}", "\t", "\U0001fffe"):
        answer = library.get("/queries/sentences-with-a-word", "text/csv", params={"word": f"a{sign}b"})
        assert answer.status_code == 200, answer.text
        assert library.get("/queries/sentences-with-a-word", "text/html", params={"word": f"a{sign}b"}).status_code == 200


def test_an_iri_of_elsewhere_is_asked_for(library: Any) -> None:
    answer = library.get("/queries/prison-population?area=http://example.org/x", "text/csv")
    assert (answer.status_code, answer.text.count("\n")) == (200, 1)


@pytest.mark.parametrize(("query", "accept"), [("?format=ttl", "*/*"), ("?format=exe", "*/*"), ("", "image/png"), ("", "text/html;q=0")])
def test_forms_that_there_are_not(library: Any, query: str, accept: str) -> None:
    library.problem(library.get(f"/queries/facets{query}", accept), "KG806", 406)
    library.problem(library.get(f"/queries{'?format=exe' if query else ''}", accept), "KG806", 406)


def test_a_body_that_is_no_form(library: Any) -> None:
    answer = library.client.post("/queries/facets", content="SELECT *", headers={"Content-Type": "application/sparql-query"})
    assert "sparql" in library.problem(answer, "KG852", 415)["mend"]
    many = "&".join("area=KAZ" for _ in range(100))
    answer = library.client.post("/queries/facets", content=many, headers={"Content-Type": "application/x-www-form-urlencoded"})
    library.problem(answer, "KG807", 400)
    huge = "area=" + "x" * (2 << 20)
    answer = library.client.post("/queries/facets", content=huge, headers={"Content-Type": "application/x-www-form-urlencoded"})
    library.problem(answer, "KG801", 413)


def test_no_question_has_a_parameter_that_the_address_means_otherwise() -> None:
    assert {name for question in QUESTIONS for name in question.parameters} & set(arguments.RESERVED) == set()


@pytest.mark.parametrize("question", ASKED, ids=lambda one: one.name)
def test_defaults_said_are_defaults_unsaid(library: Any, question: Any) -> None:
    given = {name: ",".join(arguments.default(one)) for name, one in question.parameters.items()}
    bound = library.get(f"/queries/{question.name}", "text/csv", params=given)
    assert bound.text == library.get(f"/queries/{question.name}", "text/csv").text


# ---------------------------------------------------------------- the text, and what a question is


def test_the_text_runs_as_it_is(library: Any, build: Path, tmp_path: Path) -> None:
    got = library.get("/queries/treaty-acts.rq?area=KGZ")
    assert got.headers["content-type"].startswith("application/sparql-query")
    (tmp_path / "own.rq").write_text(got.text, encoding="utf-8")
    assert asked(build, str(tmp_path / "own.rq"), "csv") == asked(build, "treaty-acts", "csv", "area=KGZ")
    assert library.get("/queries/treaty-acts.rq").text == (next(q for q in QUESTIONS if q.name == "treaty-acts")).sparql
    library.problem(library.get("/queries/treaty-acts.rq?area=<"), "KG704", 400)
    library.problem(library.get("/queries/treaty-acts.rq", "image/png"), "KG806", 406)


@pytest.mark.parametrize("path", ["/queries/treaty-acts.rq", "/queries/treaty-acts"])
def test_a_question_as_rdf(library: Any, path: str) -> None:
    forms = {"text/turtle": RdfFormat.TURTLE, "application/ld+json": RdfFormat.JSON_LD, "application/n-triples": RdfFormat.N_TRIPLES}
    forms |= {"application/rdf+xml": RdfFormat.RDF_XML}
    graphs = []
    for media, form in forms.items():
        got = library.get(path, media)
        assert got.headers["content-type"].startswith(media)
        graphs.append({(str(t.predicate), str(t.object)) for t in parse(got.content, format=form)})
    assert all(graph == graphs[0] for graph in graphs)
    said: dict[str, set[str]] = {}
    for predicate, value in graphs[0]:
        said.setdefault(predicate, set()).add(value)
    assert said["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"] == {f"<{SH}SPARQLExecutable>", f"<{SH}SPARQLSelectExecutable>"}
    assert said["<https://schema.org/target>"] == {f"<{library.address}/sparql>"}
    assert said["<https://schema.org/keywords>"] == {
        f'"{reader}"' for reader in next(q for q in QUESTIONS if q.name == "treaty-acts").readers
    }
    assert len(said["<http://www.w3.org/2000/01/rdf-schema#comment>"]) == 2
    (text,) = (
        t.object.value
        for t in parse(library.get(path, "text/turtle").content, format=RdfFormat.TURTLE)
        if t.predicate.value == f"{SH}select"
    )
    rows = library.client.post("/sparql", data={"query": text}, headers={"Accept": "text/csv"}).text
    assert rows == library.get("/queries/treaty-acts", "text/csv").text


# ---------------------------------------------------------------- the page


def test_the_form_has_a_field_for_every_parameter(library: Any, root: Path) -> None:
    page = library.page("/queries/acts-between-dates?area=KGZ", "ru")
    assert re.search('<input type="date" id="p-from" name="from" value="2022-01-01" required', page)
    assert re.search('<input type="checkbox" name="area" value="KGZ" checked> Кыргызстан', page)
    assert re.search('<input type="checkbox" name="area" value="KAZ"> Казахстан', page)
    assert re.search('<select id="p-instrumentIri" name="instrumentIri">\n<option value="any" selected>', page)
    assert '<option value="CAT">Конвенция против пыток' in page
    page = library.page("/queries/index-of-states")
    table = (root / "data" / "reference" / "index-scores.tsv").read_text(encoding="utf-8").splitlines()
    years = sorted({row["year"] for row in csv.DictReader(table, delimiter="\t")})
    box = '<input type="checkbox" name="year" value="([^"]*)"'
    assert re.findall(box, page) == ["any", *years]  # a closed list: those that the release holds
    assert re.findall(f"{box} checked>", page) == ["2023"]
    assert re.findall(f"{box} checked>", library.page("/queries/index-of-states?year=2022,2023")) == ["2022", "2023"]
    page = library.page("/queries/small-counts")
    assert re.search('<input type="number" id="p-limit" name="limit" value="9" required autocomplete="off" step="1"', page)
    page = library.page("/queries/small-counts?limit=5,9")
    assert re.search('<input type="text" id="p-limit" name="limit" value="5,9"', page)
    page = library.page("/queries/treaty-acts?instrument=CAT&instrument=inst:OPCAT")
    assert page.count("selected>") == 2
    assert '<option value="OPCAT" selected>' in page
    page = library.page("/queries/sentences-with-a-word?word=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert "<script" not in page


def test_the_table_has_titles_units_labels_and_links(library: Any) -> None:
    page = library.page("/queries/treaty-acts?area=KAZ", "ru")
    assert '<th scope="col">Не ранее, <span class="unit">дата</span></th>' in page
    assert "Казахстан</bdi>" in page  # a label that the query asks for in English
    assert re.search(f'<a href="{library.address}/instrument/CAT" title="{BASE}instrument/CAT">Конвенция против пыток', page)
    assert library.release.id in page
    assert f"{BASE}queries/treaty-acts?area=KAZ" in page
    assert "VALUES ?area { &lt;https://w3id.org/hrmkg/area/KAZ&gt; }" in page
    for form in ("json", "xml", "csv", "tsv"):
        address = f"{library.address}/queries/treaty-acts?area=KAZ&amp;lang=ru&amp;format={form}"
        assert f'<a href="{address}">{form.upper()}</a>' in page
        assert library.get(address.replace("&amp;", "&")).status_code == 200
    assert f'<link rel="alternate" hreflang="en" href="{library.address}/queries/treaty-acts?area=KAZ&amp;lang=en">' in page


def test_no_rows_is_said_to_be_no_zero(library: Any) -> None:
    page = library.page("/queries/sentences-with-a-word?word=zzzzzz")
    assert "No rows: the release has nothing that fits these parameters. That is no zero." in page
    assert "<table" not in page


def test_commands_are_quoted(library: Any) -> None:
    page = library.page("/queries/sentences-with-a-word?word=$(reboot)%60x%60'")
    assert "--param &#39;word=$(reboot)`x`&#39;&#34;&#39;&#34;&#39;&#39;" in page
    assert (
        f"curl -H &#39;Accept: text/csv&#39; &#39;{library.address}/queries/sentences-with-a-word?word=%24%28reboot%29%60x%60%27&#39;"
        in page
    )


def test_every_unit_of_the_questions_is_worded() -> None:
    units = {said["unit"] for question in QUESTIONS for said in question.columns.values() if "unit" in said}
    assert len(units) > 15
    assert {unit for unit in units if answer.unit(unit, "en") != unit} == set()
    assert {unit for unit in units if answer.unit(unit, "ru") == unit} <= {"ISO 4217"}


# ---------------------------------------------------------------- other kinds of questions, hostile data, limits

HOSTILE = """<http://e/s> <http://e/says> "<script>alert(1)</script>\\u202e\\r\\nSet-Cookie: a=b" .
<http://e/s> <http://e/leads> "javascript:alert(1)" .
<http://e/s> <http://e/leads> <javascript:alert(1)> .
<http://e/s> <http://e/leads> "https://e/%22onclick" .
<BASEarea/X> <http://www.w3.org/2000/01/rdf-schema#label> "<b>\\"X\\"</b>"@en .
<BASEarea/X> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <BASEontology#Area> .
""".replace("BASE", BASE)
PARAMETER = """#+ title: {en: "T <i>"}
#+ description: {en: D}
#+ parameters:
#+   area:
#+     type: iri
#+     default: area:X
#+     title: {en: "<u>State"}
#+   ratio:
#+     type: decimal
#+     default: 1.5
"""
TEXTS = {
    "hostile": PARAMETER + "SELECT * { VALUES ?area { area:X } VALUES ?ratio { 1.5 } ?s ?p ?o }",
    "graph": "#+ title: {en: G}\nCONSTRUCT { ?s <http://e/p> ?o } WHERE { ?s <http://e/says> ?o }",
    "truth": "#+ title: {en: A}\nASK { ?s <http://e/says> ?o }",
    "endless": "SELECT * { " + " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(8)) + " FILTER(STRLEN(STR(?s0)) + STRLEN(STR(?o7)) = 1) }",
    "many": 'SELECT ?n (CONCAT(?x, ?x) AS ?y) { VALUES ?x { "x" } ' + "VALUES ?n { " + " ".join(map(str, range(1500))) + " } }",
}


def test_what_is_hostile_is_shown_as_text(made: Callable[..., Any]) -> None:
    one = made(TEXTS, HOSTILE)
    page = one.page("/queries/hostile")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\u202e" in page
    assert 'href="javascript' not in page
    assert '<a href="https://e/%22onclick">' in page
    assert "&lt;b&gt;&#34;X&#34;&lt;/b&gt; <code>X</code>" in page
    assert "<legend>&lt;u&gt;State</legend>" in page
    assert "<title>T &lt;i&gt; · " in page
    for form in ("json", "csv", "tsv", "xml"):
        assert "set-cookie" not in one.get(f"/queries/hostile?format={form}").headers


def test_a_decimal_cannot_be_blown_up(made: Callable[..., Any]) -> None:
    one = made(TEXTS, HOSTILE)
    assert one.get("/queries/hostile?ratio=2.5", "text/csv").status_code == 200
    one.problem(one.get("/queries/hostile?ratio=1E%2B999999999"), "KG704", 400)


def test_constructs_and_asks(made: Callable[..., Any]) -> None:
    one = made(TEXTS, HOSTILE)
    got = one.get("/queries/graph", "text/turtle")
    assert [t.predicate.value for t in parse(got.content, format=RdfFormat.TURTLE)] == ["http://e/p"]
    assert one.get("/queries/graph", "application/n-triples").text.startswith("<http://e/s> <http://e/p>")
    one.problem(one.get("/queries/graph?format=csv"), "KG806", 406)
    assert "&lt;http://e/p&gt;" in one.page("/queries/graph")
    assert f"{SH}SPARQLConstructExecutable" in one.get("/queries/graph.rq", "application/n-triples").text
    assert json.loads(one.get("/queries/truth").text)["boolean"] is True
    assert '<p class="truth">yes</p>' in one.page("/queries/truth")
    assert f"{SH}SPARQLAskExecutable" in one.get("/queries/truth", "application/n-triples").text


def test_limits_hold_for_pages_too(made: Callable[..., Any]) -> None:
    one = made(TEXTS, "".join(f"<http://e/{n}> <http://e/p> <http://e/{n}> .\n" for n in range(300)), time=1.0, rows=1200)
    one.problem(one.get("/queries/endless", "text/csv"), "KG823", 504)
    page = one.get("/queries/endless", "text/html")
    assert page.status_code == 504
    assert 'role="alert"' in page.text
    assert "KG823" in page.text
    page = one.page("/queries/many")
    assert "Rows: 1200; the first 1000 are shown, the files have all." in page
    assert "cut at the row limit" in page
    assert page.count("<tr>") == 1001


def test_an_answer_that_is_no_page(made: Callable[..., Any]) -> None:
    size = 100_000
    text = f"SELECT ?n ?y {{ VALUES ?n {{ {' '.join(map(str, range(100)))} }} ?s <http://e/long> ?y }}"
    one = made({"long": text}, f'<http://e/s> <http://e/long> "{"x" * size}" .\n')
    assert len(one.get("/queries/long", "text/csv").content) > 100 * size
    page = one.get("/queries/long", "text/html")
    assert page.status_code == 422
    assert "KG851" in page.text
    assert one.get("/queries/long?format=json").status_code == 200  # the process is free again


# ---------------------------------------------------------------- the language of an answer


@pytest.mark.parametrize(
    "media", ["text/csv", "text/tab-separated-values", "application/sparql-results+json", "application/sparql-results+xml"]
)
def test_an_answer_speaks_the_language_that_is_asked_for(library: Any, media: str) -> None:
    english = library.get("/queries/prison-population", media)
    asked = library.get("/queries/prison-population?lang=ru", media)
    preferred = library.get("/queries/prison-population", media, headers={"Accept-Language": "ru, en;q=0.5"})
    assert asked.content == preferred.content != english.content
    assert (english.headers["content-language"], asked.headers["content-language"]) == ("en", "ru")
    assert {"Accept", "Accept-Language"} <= set(asked.headers["vary"].replace(" ", "").split(","))
    assert english.headers["etag"] != asked.headers["etag"]
    assert "Тюремное население" in asked.text
    assert "Prison population" not in asked.text
    assert english.content == library.get("/queries/prison-population?lang=en", media, headers={"Accept-Language": "ru"}).content


def test_a_terminal_and_a_form_are_answered_in_the_language_too(library: Any) -> None:
    assert "Тюремное население" in library.get("/queries/prison-population?lang=ru", "text/plain").text
    sent = library.client.post("/queries/prison-population", data={"area": "KAZ", "lang": "ru"}, headers={"Accept": "text/csv"})
    assert "сообщается" in sent.text


def test_the_page_prints_the_query_that_it_ran(library: Any) -> None:
    for name in ("prison-population", "treaty-acts", "provenance", "not-stated"):
        for language in ("en", "ru"):
            page = html.unescape(re.search("<details>.*?<code>(.*?)</code>", library.page(f"/queries/{name}", language), re.DOTALL)[1])
            text = library.get(f"/queries/{name}.rq?lang={language}", "text/plain").text
            assert page.strip() == "\n".join(line for line in text.split("\n") if not line.startswith("#+")).strip()
            rows = library.client.post("/sparql", data={"query": page}, headers={"Accept": "text/csv"}).text
            assert rows == library.get(f"/queries/{name}?lang={language}", "text/csv").text
            assert ('= "ru"' in page) == (language == "ru")


def test_a_russian_page_leads_to_russian_answers_and_to_the_editor(library: Any) -> None:
    page = html.unescape(library.page("/queries/treaty-acts?area=KAZ", "ru"))
    assert f'href="{library.address}/query?question=treaty-acts&p-area=KAZ&lang=ru"' in page
    assert f"{library.address}/queries/treaty-acts.rq?area=KAZ&lang=ru" in page
    assert "kg query treaty-acts --param area=KAZ --lang ru" in page
    assert f"'{library.address}/queries/treaty-acts?area=KAZ&lang=ru'" in page
    assert "--lang" not in library.page("/queries/treaty-acts?area=KAZ")


def test_words_of_another_language_say_so(library: Any) -> None:
    page = library.page("/queries/treaty-acts?area=KAZ", "ru")
    assert re.search('<th scope="col"[^>]*>Свидетельство <span class="unit">\\(язык: английский\\)</span></th>', page)
    assert 'lang="en"' in page
    assert "сдача на хранение" in page
    english = library.page("/queries/prison-population")
    assert re.search('<th scope="col"[^>]*>Words of the document <span class="unit">\\(in Russian\\)</span></th>', english)
