"""The search on the web: the form and what was found, JSON, suggestions, the description for browsers; nothing sent breaks a page."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from kg.searching import KINDS
from kg.serving import texts
from kg.vocabulary import vocabulary

BASE = vocabulary().base
PAGE = {"Accept": "text/html"}


def home(client: httpx.Client) -> str:
    return f"{str(client.base_url).rstrip('/')}/"


class Page(HTMLParser):
    """The elements of a page: names with attributes, texts of marks, links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._inside: list[str] = []
        self.feed(text)
        assert self._inside == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["mark"]:
            self.marked.append(data)

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def page(client: httpx.Client, **fields: str) -> Page:
    answer = client.get("/search", params=fields, headers=PAGE)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_form_is_plain(client: httpx.Client, language: str) -> None:
    found = page(client, lang=language)
    (form,) = found.of("form")
    assert (form["method"], form["action"]) == ("get", f"{home(client)}search")
    fields = {one["name"] for one in (*found.of("input"), *found.of("select"))}
    assert fields == {"q", "kind", "area", "lang"}
    assert found.of("script") == []
    assert found.of("html") == [{"lang": language}]
    labelled = {one["for"] for one in found.of("label")}
    assert labelled == {one["id"] for one in (*found.of("input"), *found.of("select")) if "id" in one}
    assert [one["value"] for one in found.of("option")][: len(KINDS) + 1] == ["", *KINDS]


def test_the_policy_allows_its_style_and_no_script(client: httpx.Client) -> None:
    said = client.get("/search", headers=PAGE).headers["content-security-policy"]
    assert said.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in said


def test_hits_are_grouped_by_kind_and_marked(client: httpx.Client) -> None:
    found = page(client, q="пыток", lang="ru")
    sections = [one["aria-labelledby"].removeprefix("kind-") for one in found.of("section") if one.get("class") == "kind"]
    said = client.get("/search", params={"q": "пыток", "limit": "200"}).json()
    assert sections == list(dict.fromkeys(hit["kind"] for hit in said["hits"]))
    assert {word.lower() for word in found.marked} >= {"пыток"}
    links = {one.get("href") for one in found.of("a")}
    assert f"{home(client)}body/CAT-Committee" in links
    kinds = [parse_qs(urlsplit(str(link)).query).get("kind") for link in links]
    assert all([kind] in kinds for kind in sections)


def test_a_statement_leads_to_its_passage(client: httpx.Client) -> None:
    links = {one.get("href") for one in page(client, q="40 842").of("a")}
    assert f"{home(client)}profile/antitorture/KAZ/2022/prison-population" in links
    assert any(re.fullmatch(rf"{home(client)}source/[0-9a-f]{{16}}/255-261", str(link)) for link in links)


def test_pages_of_a_kind_lead_to_each_other_and_hold_everything(client: httpx.Client) -> None:
    total = client.get("/search", params={"q": "казахстан", "kind": "statement"}).json()["total"]
    assert total > 40
    address, seen = "/search?q=казахстан&kind=statement&lang=ru", []
    for number in range(1, 10):
        answer = client.get(address, headers=PAGE)
        found = Page(answer.text)
        seen += [one["href"] for one in found.of("a") if f"{home(client)}profile/antitorture/KAZ/2022/" in str(one["href"])]
        turns = {one["rel"]: one["href"] for one in found.of("a") if "rel" in one}
        assert ("prev" in turns) == (number > 1)
        assert all(f'<{link}>; rel="{name}"' in answer.headers["link"] for name, link in turns.items())
        if "next" not in turns:
            break
        address = str(turns["next"])
    assert len(seen) == len(set(seen)) == total


def test_the_other_language_asks_the_same(client: httpx.Client) -> None:
    found = page(client, q="prison", kind="statement", area="KAZ", lang="en")
    (other,) = [one["href"] for one in found.of("a") if one.get("hreflang") == "ru"]
    asked = parse_qs(urlsplit(str(other)).query)
    assert asked == {"q": ["prison"], "kind": ["statement"], "area": ["KAZ"], "lang": ["ru"]}
    chosen = {one["value"] for one in found.of("option") if "selected" in one}
    assert chosen == {"statement", "KAZ"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("query", "word"),
    [("rfpf[cnfy", "search-taken-layout"), ("kazahstan", "search-taken-letters"), ("казакстан", "search-taken-near")],
)
def test_what_was_read_otherwise_is_said(client: httpx.Client, language: str, query: str, word: str) -> None:
    text = client.get("/search", params={"q": query, "lang": language}, headers=PAGE).text
    assert texts.say(word, typed=query, taken="казахстан")[language] in text
    assert (texts.say("search-similar")[language] in text) == (word == "search-taken-near")


def test_nothing_found_is_said(client: httpx.Client) -> None:
    text = client.get("/search", params={"q": "zimbabwe", "lang": "ru"}, headers=PAGE).text
    assert texts.say("search-none")["ru"] in text


def test_every_kind_has_a_word_in_both_languages() -> None:
    for kind in KINDS:
        assert set(texts.head(f"search-kind-{kind}")) == {"en", "ru"}


# ---------------------------------------------------------------- JSON


def test_programs_get_json(client: httpx.Client) -> None:
    answer = client.get("/search", params={"q": "Казахстан", "limit": "3", "lang": "ru"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    said = answer.json()
    assert said["hits"][0]["iri"] == f"{BASE}area/KAZ"
    assert said["hits"][0]["url"] == f"{home(client)}area/KAZ"
    assert (len(said["hits"]), said["limit"], said["offset"]) == (3, 3, 0)
    assert said["total"] == sum(said["kinds"].values())
    following = client.get(said["nextPage"]).json()
    assert following["offset"] == 3
    assert client.get(following["prevPage"]).json() == said
    assert client.get("/search?q=x&format=json", headers=PAGE).headers["content-type"] == "application/json"


def test_an_answer_is_validated_by_its_tag(client: httpx.Client) -> None:
    first = client.get("/search", params={"q": "пытки"}, headers=PAGE)
    again = client.get("/search", params={"q": "пытки"}, headers=PAGE | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/search", params={"q": "пытки"}).status_code == 200


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("KG870", {"kind": "person"}),
        ("KG871", {"area": "Atlantis"}),
        ("KG872", {"page": "0"}),
        ("KG872", {"page": "x"}),
        ("KG872", {"page": "٣"}),
        ("KG872", {"limit": "9" * 5000}),
        ("KG872", {"limit": "999999"}),
    ],
)
def test_what_cannot_be_is_told_in_both_languages(client: httpx.Client, code: str, fields: dict[str, str]) -> None:
    for language in ("en", "ru"):
        answer = client.get("/search", params={"q": "x", "lang": language} | fields)
        said = answer.json()
        assert (answer.status_code, said["code"]) == (400, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert bool(re.search("[а-я]", said["what"])) == (language == "ru")
        assert len(answer.text) < 3000


def test_no_other_form_and_no_other_method(client: httpx.Client) -> None:
    assert client.get("/search", headers={"Accept": "image/png"}).status_code == 406
    assert client.post("/search", data={"q": "x"}).status_code == 405


# ---------------------------------------------------------------- suggestions and the description


def test_suggestions_have_the_form_that_browsers_read(client: httpx.Client) -> None:
    answer = client.get("/suggest", params={"q": "каз", "lang": "ru"})
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    query, names, kinds, addresses = answer.json()
    assert (query, names[0], kinds[0], addresses[0]) == ("каз", "Казахстан", "Государства", f"{home(client)}area/KAZ")
    assert len(names) == len(kinds) == len(addresses) <= 8
    assert client.get("/suggest").json() == ["", [], [], []]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_description_follows_opensearch(client: httpx.Client, language: str) -> None:
    answer = client.get("/opensearch.xml", params={"lang": language})
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    root = ElementTree.fromstring(answer.content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert root.tag == f"{{{space['o']}}}OpenSearchDescription"
    assert 0 < len(root.findtext("o:ShortName", "", space)) <= 16
    assert 0 < len(root.findtext("o:Description", "", space)) <= 1024
    example = root.find("o:Query[@role='example']", space)
    assert example is not None
    for url in root.findall("o:Url", space):
        template = url.attrib["template"].replace("{searchTerms}", example.attrib["searchTerms"]).replace("{startPage?}", "1")
        shown = client.get(template, headers={"Accept": url.attrib["type"]})
        assert shown.status_code == 200
        assert shown.headers["content-type"].partition(";")[0] == url.attrib["type"]
        assert "{" not in template
    assert client.get("/search", params={"q": example.attrib["searchTerms"]}).json()["total"]


def test_pages_lead_to_the_description(client: httpx.Client) -> None:
    (link,) = [one for one in page(client).of("link") if one["rel"] == "search"]
    assert client.get(str(link["href"])).status_code == 200


# ---------------------------------------------------------------- what may be sent


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onfocus='alert(1)",
        "{{ 7 * 7 }}{% for %}",
        "a\x00b",
        '"""" NEAR( AND OR * ^ :',
        "(a+)+$" * 100,
        "x" * 10_000,
        "пытки " * 1_500,
        "\u202e\u0301" * 50,
        "¦",
        "💥",
    ],
    ids=range(12),
)
def test_nothing_that_is_sent_breaks_a_page(client: httpx.Client, query: str) -> None:
    started = time.process_time()
    found = page(client, q=query)
    assert time.process_time() - started < 1
    assert found.of("script") == found.of("img") == []
    assert not any(name.startswith("on") for _, attributes in found.elements for name in attributes)
    usual = {tag for plain in ("пытки", "казакстан", "zimbabwe") for tag, _ in page(client, q=plain).elements}
    assert {tag for tag, _ in found.elements} <= usual
    for path in ("/search", "/suggest"):
        answer = client.get(path, params={"q": query})
        assert answer.status_code == 200
        answer.json()


def test_bytes_that_are_no_text_are_no_fault(client: httpx.Client) -> None:
    for path in ("/search?q=%FF%FE%ED%A0%80", "/suggest?q=%FF", "/search?q=%00&area=&kind=&page=&limit="):
        assert client.get(path).status_code == 200
        assert client.get(path, headers=PAGE).status_code == 200
