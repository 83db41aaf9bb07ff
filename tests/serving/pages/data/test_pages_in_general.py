"""All pages of the data: nothing gets out of its place, links keep the language, answers have tags, questions have bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages_served import Served

from kg.serving import texts
from kg.serving.pages.rows import Rows

PAGES = (
    "profile/antitorture/KAZ/2022.html", "area/KAZ.html", "area/POL.html", "vocab/indicator/prison-population.html",
    "vocab/indicator/lawyer-notification.html", "vocab/indicator/istanbul-protocol.html", "instrument/CAT.html",
    "instrument/CAT-art22.html", "instrument/IstanbulProtocol.html", "index", "compare", "states", "indicators", "instruments",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere_and_keep_the_language(real: Served, path: str) -> None:
    tree = real.tree(path, "ru")
    ids = set(tree.xpath("//@id"))
    assert len(ids) == len(tree.xpath("//@id"))
    for href in tree.xpath("//main//a/@href"):
        if href.startswith("#"):
            assert href[1:] in ids, href
        elif href.startswith(real.address) and not re.search(r"\.(ttl|nt|trig|jsonld|rdf|nq)$", href):
            assert "lang=ru" in href, href


@pytest.mark.check  # a long run
@pytest.mark.parametrize("path", PAGES[:3])
def test_what_is_linked_is_there(real: Served, path: str) -> None:
    hrefs = {href.partition("#")[0] for href in real.tree(path).xpath("//main//a/@href") if href.startswith(real.address)}
    hrefs = {href for href in hrefs if not any(part in href for part in ("/source/", "/explain/", "/cite?"))}
    for href in sorted(hrefs)[:150]:
        assert real.client.get(href, headers={"accept": "text/html"}).status_code == 200, href


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_an_address_where_a_name_belongs(real: Served, path: str) -> None:
    for language in ("en", "ru"):
        tree = real.tree(path, language)
        for element in tree.xpath("//main//code | //main//p[@class='copy']"):  # a citation ends with the address of what it cites
            element.drop_tree()
        assert "http" not in tree.xpath("string(//main)"), path
        assert not re.search(r"\b(hrm|ind|inst|area|skos|dct|scale):\w", tree.xpath("string(//main)"))


def test_a_page_that_the_client_has_is_not_sent_again(real: Served) -> None:
    for path in ("index", "compare?area=KAZ&indicator=prison-population", "states", "area/KAZ.html"):
        first = real.client.get(path, headers={"accept": "text/html"})
        again = real.client.get(path, headers={"accept": "text/html", "if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    tags = {real.client.get(path).headers["etag"] for path in ("index", "index?lang=ru", "compare", "compare?area=KAZ", "states")}
    assert len(tags) == 5


def test_pages_have_no_script_no_inline_style_and_ask_nobody(real: Served) -> None:
    for path in PAGES:
        assert not real.tree(path).xpath("//script | //@style | //@onclick | //img | //iframe | //link[@rel='stylesheet']")


HOSTILE = """
<area/XXX> a <ontology#Area> ; <http://www.w3.org/2000/01/rdf-schema#label> "<script>alert(1)</script>"@en ;
  <http://www.w3.org/2004/02/skos/core#exactMatch> <javascript:alert%281%29> .
<profile/x/XXX/1> a <ontology#CountryProfile> ; <ontology#area> <area/XXX> ; <ontology#edition> "</dd><img src=x>" ; <ontology#series> "x" ;
  <http://purl.org/dc/terms/publisher> "<b>who</b>" .
<vocab/indicator/i> a <ontology#Indicator> ;
  <ontology#section> <vocab/section/s> ; <ontology#position> 1 ; <ontology#valueKind> <ontology#Figure> .
<profile/x/XXX/1/i> a <ontology#Gap> ; <http://purl.org/dc/terms/isPartOf> <profile/x/XXX/1> ; <ontology#indicator> <vocab/indicator/i> ;
  <ontology#reason> <vocab/gap-reason/r> ; <ontology#asPrinted> "</q><script>x</script>\\u202E" ;
  <http://www.w3.org/ns/prov#wasDerivedFrom> <source/0123456789abcdef/0-3> .
<instrument/I> a <ontology#Treaty>, <ontology#Instrument> ; <ontology#adopted> "<i>" .
<index-score/s> a <ontology#IndexScore> ; <ontology#area> <area/XXX> ; <ontology#year> 2020 ; <ontology#missingReason> "<u>" .
"""


def test_nothing_of_a_graph_gets_out_of_its_place(serve: Callable[..., Served]) -> None:
    site = serve(quads=HOSTILE)
    paths = ("area/XXX.html", "profile/x/XXX/1.html", "vocab/indicator/i.html", "instrument/I.html", "index", "states", "indicators")
    for path in (*paths, "instruments", "compare?area=XXX&indicator=i"):
        answer = site.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200, path
        for bad in ("<script", "<img", "<b>", "<i>", "<u>", 'href="javascript', "\u202e"):
            assert bad not in answer.text, (path, bad)


def test_a_release_with_nothing_has_pages_all_the_same(serve: Callable[..., Served]) -> None:
    site = serve(quads="<x> <y> <z> .")
    for path in ("index", "compare", "states", "indicators", "instruments"):
        assert site.client.get(path).status_code == 200, path


def test_a_parameter_that_is_no_iri_is_not_asked() -> None:
    asked: list[str] = []

    def ask(query: str) -> bytes:
        asked.append(query)
        return b'{"head": {"vars": ["area"]}, "results": {"bindings": []}}'

    rows = Rows(ask)
    with pytest.raises(ValueError, match="IRI"):
        rows.of("profiles", area="http://x> } DELETE { <y")
    assert asked == []
    assert rows.of("profiles", area="http://x/y") == ()
    assert "VALUES ?area { <http://x/y> }" in asked[0]
    rows.of("profiles", area=["http://x/y"])
    assert len(asked) == 1  # kept
    with pytest.raises(AssertionError):
        rows.of("profiles", nothing="http://x/y")


def test_every_word_of_these_pages_is_there_in_both_languages_and_used(root: Path) -> None:
    folder = root / "src" / "kg" / "serving" / "pages" / "templates"
    written = "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.jinja")))
    named = set(re.findall(r'"(read-[a-zA-Z0-9-]*)"', written))
    stems = {name for name in named if name.endswith("-")}
    source = (root / "ontology" / "serving.ttl").read_text(encoding="utf-8")
    known = set(re.findall(r"^text:(read-[a-zA-Z0-9-]+) a ", source, re.MULTILINE))
    for name in known:
        assert name in named or any(name.startswith(stem) for stem in stems), f"{name} is used nowhere"
    for name in named - stems:
        assert name in known, name
    for name in known:
        said: Any = {}
        for told in (texts.head, texts.say):
            try:
                said = told(name)
            except Exception:  # noqa: BLE001, S112 - it has one of the two, or places to fill
                continue
            assert set(said) == {"en", "ru"}, name
