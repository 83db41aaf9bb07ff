"""Pages: what they say in which language, that nothing of a graph gets out of its place, and pages of other makers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from browser import Page as Window
from kg.serving.things.page import Shown

HRM = "https://w3id.org/hrmkg/ontology#"
PROFILE = "profile/antitorture/KAZ/2022"
SOURCE = "source/5950666d4bcb592c"


def test_the_language_is_that_of_the_client(real: Any) -> None:
    for query, accepted, expected in (
        ("", "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("", "de", "en"),
        ("?lang=ru", "en", "ru"),
        ("?lang=en", "ru", "en"),
        ("", "en;q=0.1, ru;q=0.2", "ru"),
    ):
        answer = real.get(f"/area/KAZ.html{query}", accept_language=accepted)
        assert answer.headers["content-language"] == expected
        assert f'<html lang="{expected}">' in answer.text
        assert ("<h1>Казахстан</h1>" if expected == "ru" else "<h1>Kazakhstan</h1>") in answer.text


def test_labels_stand_beside_iris(real: Any) -> None:
    page = real.get(f"/{PROFILE}/prison-population.html").text
    label = '<a href="http://data.example/vocab/indicator/prison-population">Prison population</a>'
    assert f'{label} <code class="iri">ind:prison-population</code>' in page
    assert '<a href="http://data.example/ontology#indicator">indicator</a>' in page
    assert '<span class="words" lang="ru">40 842</span>' in page
    assert f"https://w3id.org/hrmkg/{PROFILE}/prison-population</code>" in page
    assert f"release {real.things.release.id}" in page
    assert f'<a href="http://data.example/{PROFILE}/prison-population.ttl" type="text/turtle">' in page


def test_a_passage_is_marked_in_its_document(real: Any, document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    page = real.get(f"/{SOURCE}/255-261.html").text
    shown = re.search(r'<pre class="source" tabindex="0" lang="ru">\n(.*?)</pre>', page, re.DOTALL)
    assert shown
    before, _, rest = shown[1].partition('<mark id="words">')
    words, _, after = rest.partition("</mark>")
    assert (before, words, after) == (text[:255], "40 842", text[261:])
    assert 'href="#words"' in page


def test_a_long_text_is_shown_in_part(made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serving.things.passage.SHOWN", 10)
    client = made(f'<source/0123456789abcdef> a <ontology#SourceDocument> ; <ontology#text> "{"a" * 50}WORDS{"b" * 50}" .')
    page = client.get("/source/0123456789abcdef/50-55.html").text
    assert f'>\n{"a" * 10}<mark id="words">WORDS</mark>{"b" * 10}</pre>' in page
    assert "Only the part around the words is shown" in page
    assert f">\n{'a' * 10}</pre>" in client.get("/source/0123456789abcdef.html").text


HOSTILE = """<x> <http://www.w3.org/2000/01/rdf-schema#label> "<script>alert(1)</script>" , "\\u202Eevil\\u0001" ;
  <ontology#p> "</pre></table><img src=x onerror=alert(1)>"@en , <javascript:alert%281%29> , <http://evil.example/'onclick='> ;
  <ontology#p> <data:text/html,x> ;
  <ontology#q> "<b>"^^<http://evil.example/%3Cscript%3E> . <y> <ontology#p> <x> .
<source/0123456789abcdef> <ontology#text> "</pre><script>x</script>" ."""


def test_nothing_of_a_graph_gets_out_of_its_place(made: Callable[..., Any]) -> None:
    client = made(HOSTILE)
    for path in ("/x.html", "/y.html", "/source/0123456789abcdef.html", "/source/0123456789abcdef/0-9.html", "/", "/xx"):
        answer = client.get(path, "text/html")
        page = answer.text
        assert answer.status == (404 if path == "/xx" else 200)
        assert "<script" not in page
        assert "<img" not in page
        assert "\u202e" not in page
        assert 'href="javascript:' not in page
        assert 'href="data:' not in page
        assert page.count("</pre>") == page.count("<pre")
    assert "&lt;script&gt;" in client.get("/x.html").text
    assert client.get("/source/0123456789abcdef.txt").text == "</pre><script>x</script>"
    assert client.get("/source/0123456789abcdef.txt").headers["x-content-type-options"] == "nosniff"


def test_what_xml_cannot_hold(made: Callable[..., Any]) -> None:
    client = made('<x> <ontology#p> "a\\u0001" . <y> <ontology#12> "a" . <z> <ontology#p> "a\\u000Cb" .')
    for path in ("/x", "/y", "/z"):
        assert (client.get(f"{path}.rdf").status, "KG842" in client.get(f"{path}.rdf").text) == (406, True)
        assert client.get(f"{path}.ttl").status == client.get(f"{path}.jsonld").status == client.get(f"{path}.html").status == 200


def test_a_page_allows_its_own_style_only(real: Any) -> None:
    for path in ("/area/KAZ.html", f"/{SOURCE}/255-261.html", "/", "/nothing", "/ontology"):
        answer = real.get(path, "text/html")
        styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        assert styles
        policy = answer.headers["content-security-policy"]
        allowed = re.search(r"style-src ((?:'sha256-[A-Za-z0-9+/=]+' ?)+);", policy)
        assert allowed
        for style in styles:
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in allowed[1].split()
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "script" not in policy


def test_a_class_can_have_a_page_of_its_own(build: Path, runner: Any, real: Any) -> None:
    def of_area(shown: Shown) -> str:
        return f"{shown.language} {shown.names.of(shown.found.iri, shown.language).words} {shown.found.total}"

    client = type(real)(real.things.release, runner, pages={HRM + "Area": of_area})
    assert client.get("/area/KAZ.html", accept_language="ru").text.startswith("ru Казахстан ")
    assert "<table" in client.get("/instrument/CAT.html").text
    assert "<mark" in client.get(f"/{SOURCE}/255-261.html").text


def test_long_lists_are_cut_on_pages_and_whole_in_rdf(made: Callable[..., Any]) -> None:
    client = made("<x> <ontology#p> " + " , ".join(f'"v{n:04}"' for n in range(300)) + f' . <y> <ontology#p> "{"w" * 5000}" .')
    page = client.get("/x.html").text
    assert ("v0199" in page, "v0200" in page, "Not shown here: 100." in page) == (True, False, True)
    assert "v0299" in client.get("/x.ttl").text
    assert "(goes on)" in client.get("/y.html").text
    assert "w" * 5000 in client.get("/y.ttl").text


def test_the_first_page_leads_to_everything(real: Any) -> None:
    page = real.get("/", "text/html").text
    for path in (PROFILE, "catalogue", "ontology#Figure", "graph/reference/acts", "sparql", "queries", "validate"):
        assert f'href="http://data.example/{path}"' in page
    assert "Страновые профили" in real.get("/?lang=ru", "text/html").text


@pytest.mark.check
@pytest.mark.parametrize(
    "path",
    [f"{PROFILE}.html", f"{SOURCE}/255-261.html", "area/KAZ.html?lang=ru", "ontology.html", "", "area/KAZZ", f"graph/{PROFILE}.html"],
)
def test_pages_are_accessible(live: httpx.Client, page: Window, path: str) -> None:
    page.open(f"{live.base_url}{path}")
    assert page.violations() == []
    page.size(320, 700)
    assert page.run("document.documentElement.scrollWidth <= 320")
    assert [said for said in page.said if "404" not in said] == []
