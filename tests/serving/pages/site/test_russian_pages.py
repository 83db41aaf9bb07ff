"""Every page of the site in Russian: no English word where a reader sees it, but for those that ``latin_words.txt`` allows.

Text of programs (``code``, ``pre``) does not count, nor do quotations in blocks (messages about invented examples) and an option that is
called as what it sends; a text in another language counts unless the page says beside it which language that is, or quotes it. Tokens with
digits or signs inside, and two or three capital letters, are codes, numbers and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from pyoxigraph import NamedNode
from site_served import Site, words

from kg.explaining import explanations
from kg.mapping.terms import BASE, RDF
from kg.querying import question
from kg.requirements import page as requirements
from kg.serving.pages.frame import MORE, NAVIGATION

ALLOWED = frozenset(
    word
    for line in Path(__file__).with_name("latin_words.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for word in line.split()
)
SILENT = "//script | //style | //code | //pre | //kbd | //samp | //textarea | //blockquote"
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
MARK = "язык:"
"""How a page says that a text is in another language (``text:frame-tongue``)."""
_EDGE = "\"'“”„«»()[].,;:!…—–·*•→←"
_TOKEN = re.compile(r"[^\s()\[\]«»“”„\"…—–·,;|→←]+")
_CODE = re.compile(r"[0-9/:@_#=~\\`<>{}?]|[A-Za-z]\.[A-Za-z]|^[A-Z]{2,3}$")
_LATIN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_ROMAN = re.compile(r"[IVXLC]+")
FIXED = (
    *(one.path for one in (*NAVIGATION, *MORE)),
    *(
        "index",
        "compare?area=KAZ&area=KGZ",
        f"requirements/{requirements.file('ru')}",
        "sparql",
        "search?q=пытки",
        "area/KAZZ",
        "nothing/here",
    ),
    *("queries?q=zzzz", "queries/no-such-1", "queries/treaty-acts?area=XXX", f"cite?of={BASE}profile/antitorture/KAZ/2022"),
    *("query?question=treaty-acts", "query?query=SELECT"),
)


def test_every_page_is_in_russian(real_site: Site) -> None:
    found = [(path, *one) for path in (*FIXED, *_questions(), *_things(real_site)) for one in english(_page(real_site, path))]
    assert not found, "\n".join(f"{path}: {word} ({text})" for path, word, text in found)


def test_every_explanation_is_in_russian(real_site: Site) -> None:
    for code in explanations():
        page = _page(real_site, f"explain/{code}")
        (text,) = page.xpath("//pre[@class='prose']")
        assert text.get("lang") == "ru", code
        assert re.search("[а-яё]", words(text).split(". ")[0])
        assert not list(english(page)), code


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("<p>Значение: stated</p>", ["stated"]),
        ("<p>Право, The law и <code>SELECT</code>, area/KAZ, IV-9, 7930329456db, treaties.un.org</p>", ["The", "law"]),
        ("<p title='Copy it'>да</p>", ["Copy", "it"]),
        ("<p>Слова <span lang='en'>seen in source</span></p>", ["seen", "in", "source"]),
        ("<p>Слова <span lang='en'>seen in source</span> <span class='tag'>(язык: английский)</span> <q lang='en'>of</q></p>", []),
        ("<table><tr><th>а</th><th>б (язык: английский)</th></tr><tr><td lang='en'>one</td><td lang='en'>two</td></tr></table>", ["one"]),
        ("<p>Том XVIII, KAZ, файл CSV, UNTC-scrape и gap-формата</p>", ["UNTC-scrape", "gap"]),
        ("<select><option>any</option><option>not known</option></select>", ["not", "known"]),
    ],
)
def test_english_words_are_found(said: str, expected: list[str]) -> None:
    page = lxml.html.document_fromstring(f"<html lang='ru'><body>{said}</body></html>")
    assert [word for word, _ in english(page)] == expected


def test_every_allowed_word_is_allowed_once() -> None:
    lines = Path(__file__).with_name("latin_words.txt").read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert len(listed) == len(set(listed))


def english(page: Any) -> Iterator[tuple[str, str]]:
    """The Latin words of a page that are not allowed, each with the text that it stands in."""
    spoken = [one for one in page.xpath("//*[@lang]") if not one.get("lang").startswith("ru")]
    chosen = [one for one in page.xpath("//option") if one.get("value") == words(one)]
    titled = [one for one in page.xpath("//title") if MARK in words(one)]
    for silent in (*page.xpath(SILENT), *filter(_told, spoken), *chosen, *titled):
        if silent.getparent() is not None:
            silent.drop_tree()
    texts = [text for text in page.itertext() if text.strip()]
    texts += [text for name in ATTRIBUTES for text in page.xpath(f"//@{name}")]
    for text in texts:
        for token in _TOKEN.findall(text):
            plain = token.strip(_EDGE)
            if _CODE.search(plain):
                continue
            for word in _LATIN.findall(plain):
                if word not in ALLOWED and not _ROMAN.fullmatch(word):
                    yield word, " ".join(text.split())[:120]


def _told(element: Any) -> bool:
    """Whether a page says that an element is in another language, or quotes it, or leads to the page in that language."""
    if element.tag == "q" or element.get("hreflang"):
        return True
    if any(MARK in words(one) for one in (element.getnext(), element.getprevious()) if one is not None):
        return True
    if element.tag == "td":
        heads = element.xpath("ancestor::table[1]//tr[1]/th")
        number = len(element.xpath("preceding-sibling::*"))
        return MARK in words(element) or (number < len(heads) and MARK in words(heads[number]))
    return False


def _page(site: Site, path: str) -> Any:
    answer = site.client.get(f"/{path}", params={**_fields(path), "lang": "ru"}, headers={"accept": "text/html"}, follow_redirects=True)
    assert answer.headers["content-type"].startswith("text/html"), path
    page = lxml.html.document_fromstring(answer.text)
    assert page.get("lang") == "ru", path
    return page


def _fields(path: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(path).query)


def _questions() -> list[str]:
    return [f"queries/{one.name}" for one in question.library()]


def _things(site: Site) -> list[str]:
    """The first and the last thing of every class that is dereferenced."""
    kinds: dict[str, list[str]] = {}
    for quad in site.release.store.quads_for_pattern(None, NamedNode(RDF + "type"), None, None):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(BASE):
            kinds.setdefault(quad.object.value, []).append(quad.subject.value)
    chosen = {one.partition("#")[0] for found in kinds.values() for one in (min(found), max(found))}
    return sorted(one.removeprefix(BASE) for one in chosen)
