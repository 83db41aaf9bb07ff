"""The frame of all pages: navigation, languages, foot, style and policy; the same wherever a page comes from."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import unquote, urljoin

import pytest
from site_served import Site, picked, words

from kg.serving.pages.frame import MORE, NAVIGATION

PLACES = [one.path for one in (*NAVIGATION, *MORE)]
KINDS = [
    *PLACES, "area/KAZ.html", "profile/antitorture/KAZ/2022.html", "profile/antitorture/KAZ/2022/police-officers.html", "ontology.html",
    "queries/treaty-acts", "explain/KG101", "no-such-page", "sparql", "source/5950666d4bcb592c/255-261.html", "compare", "index",
    "instrument/CAT.html", "vocab/indicator/population.html", "graph/reference/acts.html", "queries/no-such-question",
]  # fmt: skip
"""One page of every kind."""


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_stands_in_the_frame(real_site: Site, path: str, language: str) -> None:
    answer = real_site.get(path, language)
    missing = path.startswith("no-such") or path.endswith("no-such-question")
    assert answer.status_code == (404 if missing else 200)
    page = real_site.tree(path, language, answer.status_code)
    assert page.get("lang") == language
    addresses = [link.get("href").partition("?")[0].removeprefix(real_site.address).lstrip("/") for link in picked(page, "header.site a")]
    assert set(addresses) >= {one.path for one in NAVIGATION}
    foot = picked(page, "footer.site")[0]
    assert {link.get("href").partition("?")[0].removeprefix(real_site.address).lstrip("/") for link in picked(foot, "a")} >= {
        one.path for one in MORE
    }
    assert real_site.release.id in words(foot)
    assert picked(page, "a.skip")[0].get("href") == "#main"
    assert len(picked(page, "main#main h1")) == 1
    assert words(picked(page, "title")[0]).endswith({"en": "· Human rights profiles", "ru": "· Профили прав человека"}[language])


@pytest.mark.parametrize("path", KINDS)
def test_every_style_of_a_page_is_allowed_by_its_policy(real_site: Site, path: str) -> None:
    answer = real_site.get(path)
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert styles
    policy = answer.headers["content-security-policy"]
    for style in styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy.partition("style-src")[2].partition(";")[0]
    assert "unsafe" not in policy
    assert "style=" not in answer.text


def test_the_place_of_a_page_is_marked_in_the_navigation(real_site: Site) -> None:
    for one in (*NAVIGATION, *MORE):
        marked = picked(real_site.tree(one.path), "nav [aria-current=page]")
        assert [link.get("href").partition("?")[0].removeprefix(real_site.address).lstrip("/") for link in marked] == [one.path], one


@pytest.mark.parametrize("path", ["cite?of=profile/antitorture/KAZ/2022", "queries/treaty-acts?area=KAZ", "validate", "compare?area=KAZ"])
def test_the_switch_of_languages_keeps_the_address(real_site: Site, path: str) -> None:
    page = real_site.tree(path, "en")
    (other,) = picked(page, "header.site a[hreflang=ru]")
    there = real_site.client.get(urljoin(f"{real_site.address}{path}", other.get("href")), headers={"accept": "text/html"})
    assert '<html lang="ru">' in there.text
    for field in path.partition("?")[2].split("&"):
        assert field in unquote(str(there.url))


def test_pages_keep_their_policy_when_they_are_unchanged(real_site: Site) -> None:
    for path in ("quality", "cite", "requirements/index.html", ""):
        first = real_site.get(path)
        again = real_site.get(path, **{"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
        assert "style-src" in again.headers["content-security-policy"]


def test_a_page_that_answers_what_was_sent_has_no_switch_of_languages(real_site: Site) -> None:
    answer = real_site.client.post("/validate", content=b"<not rdf", headers={"accept": "text/html", "content-type": "text/turtle"})
    assert answer.status_code >= 400
    assert 'class="languages"' not in answer.text
    assert "footer" in answer.text


@pytest.mark.check  # a long run
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_link_of_the_pages_leads_somewhere(real_site: Site, language: str) -> None:
    answered: dict[str, int] = {}
    for path in ["", *(one.path for one in MORE), "about"]:
        page = real_site.tree(path, language)
        for link in picked(page, "a[href]"):
            target, _, fragment = link.get("href").partition("#")
            if not target:
                assert picked(page, f'[id="{fragment}"]'), (path, fragment)
            elif target.startswith(real_site.address) and target not in answered:
                answered[target] = real_site.client.get(target, headers={"accept": "text/html"}, follow_redirects=True).status_code
    assert {target: status for target, status in answered.items() if status != 200} == {}
    assert len(answered) > 300


def test_what_is_described_of_editor_and_search_is_served(real_site: Site) -> None:
    document = real_site.client.get("/openapi.json").json()
    query = "SELECT * { ?s a <http://example.org/nothing> }"
    for path, fields in (("/query", {"query": query}), ("/why", {"query": query}), ("/search", {"q": "Kazakhstan"})):
        operation = document["paths"][path]["get"]
        assert set(fields) <= {one.get("name") for one in operation["parameters"]}
        for media in operation["responses"]["200"]["content"]:
            if path == "/query" and media != "text/html":
                continue  # by its field format alone
            answer = real_site.client.get(path, params=fields, headers={"accept": media})
            assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media), path
    enum = next(one["schema"]["enum"] for one in document["paths"]["/query"]["get"]["parameters"] if one.get("name") == "format")
    described = document["paths"]["/query"]["get"]["responses"]["200"]["content"]
    for form in ("html", "csv", "json", "rq"):
        answer = real_site.client.get("/query", params={"query": query, "format": form})
        assert form in enum
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] in described
    assert real_site.client.get("/search", params={"q": "x", "kind": "nothing"}).status_code == 400
