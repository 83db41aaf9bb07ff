"""POST /validate and its page: what is sent, in which forms, and what comes back."""

from __future__ import annotations

import csv
import gzip
import html.parser
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

RDF = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
MEDIA = {
    "ttl": "text/turtle",
    "json": "application/json",
    "text": "text/plain",
    "html": "text/html",
    "csv": "text/csv",
    "sarif": "application/sarif+json",
    "junit": "application/xml",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@pytest.mark.parametrize("by", ["accept", "format"])
@pytest.mark.parametrize("name", MEDIA)
def test_every_form_by_accept_and_by_name(server: Any, name: str, by: str) -> None:
    answer = server.post(accept=MEDIA[name]) if by == "accept" else server.post(accept="text/csv", format=name)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == MEDIA[name]
    assert answer.headers["validation-verdict"] == "fail"
    assert answer.headers["validation-conforms"] == "false"
    if name in RDF:
        results = [q for q in parse(answer.content, format=RDF[name]) if q.predicate.value.endswith("#focusNode")]
        assert {q.object.value for q in results} == {"http://example.org/x", "http://example.org/y"}
    elif name in ("json", "sarif"):
        assert json.loads(answer.text)
    elif name == "junit":
        assert ElementTree.fromstring(answer.text).tag in ("testsuites", "testsuite")
    elif name == "csv":
        assert len(list(csv.reader(io.StringIO(answer.text)))) == 3
    else:
        assert "example.org" in answer.text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/csv;q=0.2, application/json;q=0.7", "application/json"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/turtle;q=0, */*;q=0.1", "application/json"),
        ("text/csv;q=oops, text/plain", "text/plain"),
    ],
)
def test_accept_is_weighed(server: Any, accept: str, media: str) -> None:
    assert server.post(accept=accept).headers["content-type"].startswith(media)


def test_no_acceptable_form_is_406_with_the_list(server: Any) -> None:
    said = server.problem(server.post(accept="image/png"), "KG806", 406)
    assert all(media in said["mend"] for media in MEDIA.values())


WAYS = [(form, how) for form in ("ttl", "nt", "rdf", "jsonld") for how in ("type", "filename", "field", "recognised")]
WAYS.remove(("nt", "recognised"))  # N-Triples are Turtle


@pytest.mark.parametrize(("form", "how"), WAYS)
def test_data_in_every_form(server: Any, form: str, how: str) -> None:
    content: Any = parse_and_write(RDF[form])
    if how == "type":
        query = {"format": "json", "shapes": "ours"}
        answer = server.client.post("/validate", params=query, content=content, headers={"Content-Type": MEDIA[form]})
        server.problem(answer, "KG606", 422)  # ours say nothing of these data, which were read
        return
    files = [("data", (f"some.{form}" if how == "filename" else None, content)), ("shapes", (None, SHAPES)), ("format", (None, "json"))]
    if how == "field":
        files.append(("data_form", (None, form)))
    answer = server.client.post("/validate", files=files)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["results"]) == 2


DATA = "@prefix e: <http://example.org/> .\ne:x a e:C .\ne:y a e:C ;\n  e:p 'bc' .\n"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:pattern "^a" ] .
"""


def parse_and_write(form: RdfFormat) -> bytes:
    from pyoxigraph import serialize

    return serialize(parse(DATA, format=RdfFormat.TURTLE), format=form) or b""


def test_plain_body_by_shapes_of_a_name(server: Any, root: Path) -> None:
    data = (root / "tests" / "shapes" / "figure" / "valid.ttl").read_bytes()
    for name in ("ours", "figure"):
        answer = server.client.post(
            f"/validate?shapes={name}", content=data, headers={"Content-Type": "text/turtle", "Accept": "application/json"}
        )
        assert answer.status_code == 200, answer.text
    said = server.problem(
        server.client.post("/validate?shapes=theirs", content=data, headers={"Content-Type": "text/turtle"}), "KG807", 400
    )
    assert "ours" in said["mend"]


def test_several_files_are_checked_together(server: Any) -> None:
    one, other = DATA.partition("e:y")[0], "@prefix e: <http://example.org/> . e:y a e:C ; e:p 'bc' ."
    files = [
        ("data", ("one.ttl", one)),
        ("data", (None, other)),
        ("data", ("", b"")),
        ("shapes", ("s.ttl", SHAPES)),
        ("format", (None, "json")),
    ]
    said = server.client.post("/validate", files=files).json()
    assert len(said["results"]) == 2
    assert "one.ttl" in json.dumps(said)


def test_fail_on_makes_a_status(server: Any) -> None:
    assert server.post().status_code == 200
    assert server.post(fail_on="violation").status_code == 422
    weak = SHAPES.replace("sh:minCount 1", "sh:severity sh:Warning ; sh:minCount 1")
    answer = server.post(shapes=weak, fail_on="violation")
    assert (answer.status_code, answer.headers["validation-verdict"], answer.headers["validation-conforms"]) == (200, "pass", "false")
    assert server.post(shapes=weak, fail_on="warning").status_code == 422
    server.problem(server.post(fail_on="fatal"), "KG807", 400)


def test_gzip_bodies_are_unpacked(server: Any) -> None:
    headers = {"Content-Type": "text/turtle", "Content-Encoding": "gzip"}
    server.problem(server.client.post("/validate", content=gzip.compress(DATA.encode()), headers=headers), "KG606", 422)
    server.problem(server.client.post("/validate", content=gzip.compress(DATA.encode())[:-9], headers=headers), "KG807", 400)
    server.problem(server.client.post("/validate", content=b"plain", headers=headers), "KG807", 400)
    headers["Content-Encoding"] = "br"
    server.problem(server.client.post("/validate", content=b"x", headers=headers), "KG805", 415)


def test_bad_requests_are_said(server: Any) -> None:
    server.problem(server.client.post("/validate", content=b""), "KG807", 400)
    server.problem(server.client.post("/validate", content=b"x", headers={"Content-Type": "image/png"}), "KG805", 415)
    server.problem(server.client.post("/validate", content=b"x", headers={"Content-Type": "multipart/form-data"}), "KG807", 400)
    server.problem(server.client.post("/validate", content=b"x", headers={"Content-Type": "multipart/form-data; boundary=b"}), "KG807", 400)
    server.problem(server.client.post("/validate", files={"other": "x"}), "KG807", 400)
    server.problem(server.post(format="pdf"), "KG807", 400)
    server.problem(server.post(data_form="pdf"), "KG805", 415)
    server.problem(server.client.get("/nothing"), "KG807", 404)
    server.problem(server.client.delete("/validate"), "KG807", 405)
    server.alive()


def test_urlencoded_forms_are_taken(server: Any) -> None:
    answer = server.client.post("/validate", data={"data": DATA, "shapes": SHAPES, "format": "json"})
    assert len(answer.json()["results"]) == 2


def test_broken_rdf_says_file_line_column(server: Any) -> None:
    files = [("data", ("mine.ttl", "<a:a> <a:b> <a:c> .\n<a:a> <a:b> .\n")), ("shapes", (None, SHAPES))]
    said = server.problem(server.client.post("/validate", files=files), "KG603", 422)
    assert (said["file"], said["line"], type(said["column"])) == ("mine.ttl", 2, int)
    said = server.problem(server.post(shapes="@prefix broken"), "KG603", 422)
    assert (said["file"], said["line"]) == ("shapes", 1)


def test_data_and_shapes_in_each_others_place(server: Any) -> None:
    said = server.problem(server.post(SHAPES, DATA), "KG604", 422)
    assert "changed places" in said["mend"]
    assert "not one shape" in server.problem(server.post(DATA, DATA), "KG604", 422)["why"]
    assert "are shapes" in server.problem(server.post(SHAPES, SHAPES), "KG606", 422)["why"]
    server.problem(server.post("# nothing", SHAPES), "KG606", 422)


def test_problems_as_page_and_text(server: Any) -> None:
    text = server.post("broken", accept="text/plain")
    assert text.text.startswith("KG603 data:1:1: ")
    page = server.post("broken <script>", accept="text/html", language="ru")
    assert page.status_code == 422
    assert page.headers["content-language"] == "ru"
    assert "KG603" in page.text
    assert "<script" not in page.text
    assert 'href="/explain/KG603' in page.text
    assert "Cause" in server.client.get("/explain/kg603").text
    for said in ("CON-04", "gap-7"):  # of the shapes: as `kg explain` says it, in the language of the page
        text = server.client.get(f"/explain/{said}?lang=ru").text
        assert text.splitlines()[0].startswith(said.upper().replace("-7", "-07"))
        assert "(warning)" not in text
        assert server.client.get(f"/explain/{said}?lang=en").headers["content-language"] == "en"
    server.problem(server.client.get("/explain/CON-99", headers={"Accept": "application/json"}), "KG807", 404)
    server.problem(server.client.get("/explain/KG999", headers={"Accept": "application/json"}), "KG807", 404)


def test_get_says_what_there_is(server: Any) -> None:
    said = server.client.get("/validate", headers={"Accept": "application/json"}).json()
    assert said["shapes"][0] == "ours"
    assert len(said["shapes"]) > 5
    assert said["formats"] == MEDIA
    assert said["limits"] == {"seconds": 5, "memory_mb": 512, "upload_mb": 4}
    assert server.client.get("/health").text == "ok\n"
    there = server.client.get("/")
    assert (there.status_code, there.headers["location"]) == (303, "/validate")


class Page(html.parser.HTMLParser):
    """Looks for what a page must and must not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_is_a_plain_form_with_labels(server: Any, language: str) -> None:
    answer = server.client.get("/validate", headers={"Accept": "text/html", "Accept-Language": f"{language}-XX, en;q=0.5"})
    page = Page(answer.text)
    assert page.all("html") == [{"lang": language}]
    assert answer.headers["content-language"] == language
    assert not page.all("script")
    (form,) = page.all("form")
    assert (form["method"], form["action"], form["enctype"]) == ("post", "/validate", "multipart/form-data")
    labelled = {label["for"] for label in page.all("label")}
    fields = [field for tag in ("textarea", "select", "input") for field in page.all(tag) if field.get("type") != "hidden"]
    assert {field["id"] for field in fields} == labelled
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {found for _, a in page.tags if (found := a.get("aria-describedby"))} <= set(ids)
    other = "ru" if language == "en" else "en"
    assert Page(server.client.get(f"/validate?lang={other}").text).all("html") == [{"lang": other}]


def test_both_languages_say_everything(root: Path) -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for triple in parse(path=str(root / "ontology" / "serving.ttl"), format=RdfFormat.TURTLE):
        if getattr(triple.object, "language", None):
            assert triple.object.value.strip()
            found.setdefault((triple.subject.value, triple.predicate.value), set()).add(triple.object.language)
    assert len(found) > 60
    assert {key for key, languages in found.items() if languages != {"en", "ru"}} == set()


def test_headers_keep_browsers_careful(server: Any) -> None:
    answers = [server.client.get("/validate"), server.client.get("/nothing"), server.client.get("/health"), server.post(accept="text/html")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


def test_a_page_allows_its_own_style_and_script_only(server: Any) -> None:
    import base64
    import hashlib

    answer = server.post(accept="text/html")
    for kind in ("style", "script"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", answer.text, re.DOTALL)
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in answer.headers["content-security-policy"]


def test_hostile_texts_are_escaped(server: Any) -> None:
    evil = "<script>alert(1)</script>"
    data = f'@prefix e: <http://example.org/> . e:x a e:C ; e:p "{evil}" .'
    files = [("data", (f"{evil}\x1b[2J.ttl", data)), ("shapes", (None, SHAPES)), ("format", (None, "html"))]
    answer = server.client.post("/validate", files=files)
    assert answer.status_code == 200
    assert evil not in answer.text
    assert "\x1b" not in answer.text
    for path in (f"/validate?lang={evil}", f"/explain/{evil}", f"/validate?format={evil}"):
        assert evil not in server.client.get(path, headers={"Accept": "text/html"}).text


def test_the_report_leads_back_to_the_form(server: Any) -> None:
    page = Page(server.post(accept="text/html", language="ru").text)
    assert "/validate?lang=ru" in [link.get("href") for link in page.all("a")]
    assert page.all("html") == [{"lang": "ru"}]


def test_a_page_shows_the_lines_where_results_stand(server: Any) -> None:
    page = server.post(DATA, accept="text/html").text
    shown = re.findall(r'<tr class="here"><th scope="row">(\d+)</th><td><code><bdi>(.*?)</bdi>', page)
    assert shown == [("2", "e:x a e:C ."), ("4", "  e:p &#39;bc&#39; .")]
    assert "data:2:1" in page
    wrong = server.post("<a:a> <a:b> <a:c> .\n<a:a> <a:b> .\n<a:d> a <a:e> .\n", accept="text/html").text
    assert '<tr class="here"><th scope="row">2</th>' in wrong
    assert "excerpt" not in server.post("broken", accept="application/json").text


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_places_in_every_form(server: Any, form: str) -> None:
    files = [("data", (f"mine.{form}", parse_and_write(RDF[form]))), ("shapes", (None, SHAPES)), ("format", (None, "text"))]
    assert len(re.findall(rf"mine\.{form}:\d+:\d+", server.client.post("/validate", files=files).text)) == 2


def test_a_misspelt_term_of_the_shapes_is_told_with_a_proposal(server: Any) -> None:
    shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:NodeShap ; sh:targetClass <urn:a> ; sh:minCnt 1 ."
    assert "did you mean" in server.problem(server.post(shapes=shapes), "KG612", 422)["detail"]
