"""Every IRI of ours that occurs in the graph of the real build is an address, and no address means two things."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.serving.pages import frame
from kg.serving.things.forms import FORMS

BASE = "https://w3id.org/hrmkg/"


def iris(store: Any) -> set[str]:
    found: set[str] = set()
    for quad in store:
        terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
        terms += [quad.object.datatype] if isinstance(quad.object, Literal) else []
        found.update(term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(BASE))
    return found


@pytest.fixture(scope="session")
def known(real: Any) -> list[str]:
    found = sorted(iris(real.things.release.store))
    assert len(found) > 1000
    return found


def test_no_iri_needs_what_a_path_cannot_hold(known: list[str]) -> None:
    assert [iri for iri in known if "?" in iri or iri.count("#") > 1 or ("#" in iri and not iri.startswith(f"{BASE}ontology#"))] == []


def test_documents_and_things_have_different_addresses(known: list[str], real: Any) -> None:
    """Names have dots (``law-enforcement-budget.EUR``), so that a document could have the address of a thing."""
    things = {iri.partition("#")[0] for iri in known}
    both = {(thing, f"{thing}.{form}") for thing in things for form in FORMS if f"{thing}.{form}" in things}
    distributions = {
        (q.subject.value, q.object.value)
        for q in real.things.release.store.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/dcat#distribution"), None)
    }
    assert both == distributions
    addresses = [f"{thing}.{form}" for thing in things for form in FORMS]
    assert len(addresses) == len(set(addresses))


def test_a_thing_hides_a_form_and_no_form_hides_a_thing(made: Any) -> None:
    client = made("<x> <p> 1 . <x.ttl> <p> 2 . <x.ttl.html> <p> 3 .")
    assert client.get("/x", "text/turtle").status == 406
    assert client.get("/x", "*/*").headers["location"] == "http://data.example/x.jsonld"
    assert client.get("/x.ttl", "text/turtle").headers["location"] == "http://data.example/x.ttl.ttl"
    assert client.get("/x.ttl", "text/html").status == 406
    assert "x.ttl" not in client.get("/x.jsonld").headers["link"]


def test_every_iri_is_dereferenced(known: list[str], live: httpx.Client) -> None:
    """Over HTTP: thing → 303 → Turtle that names it; a namespace document at once."""
    base = str(live.base_url)
    by_path: dict[str, set[NamedNode]] = {}
    for iri in known:
        by_path.setdefault(iri.partition("#")[0].removeprefix(BASE), set()).add(NamedNode(iri))
    failed = []
    for path, expected in by_path.items():
        answer = live.get(f"/{path}", headers={"Accept": "text/turtle"})
        if path != "ontology":
            failed += (
                [] if (answer.status_code, answer.headers.get("location")) == (303, f"{base}{path}.ttl") else [(path, answer.status_code)]
            )
            answer = live.get(f"/{path}.ttl")
        terms = {term for quad in parse(answer.content, format=RdfFormat.TURTLE) for term in (quad.subject, quad.predicate, quad.object)}
        failed += [] if answer.status_code == 200 and expected <= terms else [(path, answer.status_code)]
    assert failed == []
    assert sum(map(len, by_path.values())) == len(known)


class Page(HTMLParser):
    """Ids, links and open elements of a page."""

    VOID = ("meta", "link", "br", "img", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.links += [said["href"] or ""] if tag == "a" else []
        self.wrong += [name for name in said if name in ("style", "onclick", "onload")] + ([tag] if tag == "script" else [])
        self.open += [] if tag in self.VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


BESIDE = {f"http://data.example/{one.path}" for one in (*frame.NAVIGATION, *frame.MORE) if one.path}
"""Pages of other parts, which are not served here."""


def test_every_iri_has_a_page(known: list[str], real: Any) -> None:
    for thing in sorted({iri.partition("#")[0] for iri in known}):
        answer = real.get(f"/{thing.removeprefix(BASE)}.html")
        assert (answer.status, answer.type) == (200, "text/html"), thing
        assert thing in answer.text
        assert "Traceback" not in answer.text
        assert answer.text.endswith("</html>")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_are_well_formed_and_their_links_lead_somewhere(known: list[str], real: Any, language: str) -> None:
    things = sorted({iri.partition("#")[0] for iri in known})[:: 8 if language == "en" else 40]
    answered: dict[str, bool] = {}
    for thing in [*things, f"{BASE}profile/antitorture/KAZ/2022", f"{BASE}ontology"]:
        page = Page(real.get(f"/{thing.removeprefix(BASE)}.html?lang={language}").text)
        assert (page.wrong, len(page.ids)) == ([], len(set(page.ids))), thing
        for link in page.links:
            target = link.partition("#")[0]
            if target.startswith("http://data.example/") and target.partition("?")[0] not in BESIDE and target not in answered:
                answered[target] = real.get(target).status in (200, 301, 303)
    assert {link for link, fine in answered.items() if not fine} == set()
    assert len(answered) > 200
