"""The page: escaped, whole without script and network, in two languages, readable by all."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from made_reports import EX, HOSTILE, finding, report, result
from pyoxigraph import Literal

from kg.validation.report import Place, Report
from kg.validation.reports import page, signs


@pytest.fixture(scope="module")
def text(report: Report) -> str:
    return page.write(report, language="en")


@pytest.fixture(scope="module")
def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_hostile_strings_are_text(tree: html.HtmlElement) -> None:
    """Each stands as text, and none made an element or an attribute: the elements are those of the template."""
    said = spaced(tree.find("body").text_content())
    assert all(spaced(signs.visible(word)) in said for word in HOSTILE)
    assert Counter(e.tag for e in tree.iter() if isinstance(e.tag, str))["script"] == 1
    assert not [e for e in tree.iter() if any(name.startswith("on") or name in ("style", "srcdoc") for name in e.attrib)]
    template = (page.TEMPLATES / "page.html.jinja").read_text(encoding="utf-8")
    assert {e.tag for e in tree.iter()} <= set(re.findall(r"<([a-z][a-z0-9]*)", template))


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8")))
def test_any_string_is_text(hostile: str) -> None:
    one = result(finding(value=Literal(hostile)), messages={"en": hostile}, place=Place(hostile, 1, hostile), name={hostile: hostile})
    tree = html.document_fromstring(page.write(report(one)))
    expected = signs.visible(hostile)
    (article,) = tree.iter("article")
    assert article.get("data-document") == expected
    assert article.find("figure/blockquote/p").text_content() == expected
    if hostile:
        assert article.find("p[@class='message']").text_content() == expected
    assert len(list(tree.iter("script"))) == 1


def test_nothing_outside_is_asked_for(text: str, tree: html.HtmlElement) -> None:
    assert not re.findall(r"url\(|@import|fetch\(|XMLHttp|innerHTML|eval\(", re.sub(r"<main.*</main>", "", text, flags=re.DOTALL))
    assert [e.get("href") for e in tree.iter() if e.get("href")] == ["#results"]
    assert not [e for e in tree.iter() if e.get("src") or e.get("action")]


def test_the_policy_allows_this_style_and_script_alone(tree: html.HtmlElement) -> None:
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for tag in ("style", "script"):
        (element,) = tree.iter(tag)
        own = base64.b64encode(hashlib.sha256(element.text_content().encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{own}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert len(tree.xpath("//meta[@http-equiv]/preceding-sibling::*")) == 1, "only the charset stands before the policy"


def test_it_works_without_script(tree: html.HtmlElement) -> None:
    assert [e.get("id") for e in tree.iter() if "hidden" in e.attrib] == ["filters"]


def test_every_result_says_all(tree: html.HtmlElement, report: Report) -> None:
    articles = list(tree.iter("article"))
    assert len(articles) == len(report.results)
    first = spaced(articles[0].text_content())
    for word in (
        "Violation",
        "data/with space.ttl:12:5",
        "There must be an answer.",
        "Должен быть ответ.",
        "document.txt:40",
        "hrm:answer",
    ):
        assert word in first
    assert "«42 000»" in first
    assert '- hrm:value "1,5" .' in first
    waived = next(a for a in articles if a.get("data-state") == "waived")
    assert "(data office, 2024-03-01; about.toml:7)" in waived.text_content()
    body = spaced(tree.find("body").text_content())
    assert "25 of 90 predicates are constrained by no shape" in body
    assert "ab" * 32 in body


def test_filters_offer_what_is_there(tree: html.HtmlElement, report: Report) -> None:
    for name in ("severity", "state", "shape", "document"):
        (select,) = tree.xpath(f"//select[@data-by='{name}']")
        offered = [option.get("value").removeprefix("=") for option in select][1:]
        assert len(offered) == len(set(offered))
        assert set(offered) == {article.get(f"data-{name}") for article in tree.iter("article")}
        assert all(json.loads(option.get("data-texts")) for option in select)


@pytest.mark.parametrize(("language", "lang", "checked"), [("en", "en", "0"), ("ru", "ru", "0"), ("ru,en", "ru", ""), ("de", "de", "0")])
def test_languages(report: Report, language: str, lang: str, checked: str) -> None:
    tree = html.document_fromstring(page.write(report, language=language))
    assert tree.get("lang") == lang
    assert [e.get("value") for e in tree.xpath("//input[@name='language']") if "checked" in e.attrib] == [checked]
    count = len(tree.xpath("//input[@name='language']")) - 1
    css = "".join(tree.xpath("//style/text()"))
    for number in range(count):
        for place in ("header:has(#say-{0}:checked) ~ *", "header:has(#say-{0}:checked)", ":root:has(#say-{0}:checked) .skip"):
            assert f"{place.format(number)} .t:not(.for-{number})" in css
        for heading in tree.xpath("//h1|//h2|//dt|//legend"):
            assert len(heading.xpath(f".//span[contains(concat(@class, ' '), 'for-{number} ')]")) == 1
    assert {e.get("lang") for e in tree.xpath("//h1/span")} == {"en", "ru"}
    assert all("lang" in e.attrib for e in tree.xpath("//span[contains(@class, 't ')]"))


def test_it_can_be_read_by_all(tree: html.HtmlElement) -> None:
    assert [len(list(tree.iter(tag))) for tag in ("main", "h1", "header", "footer", "title")] == [1, 1, 1, 1, 1]
    levels = [int(e.tag[1]) for e in tree.iter() if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in tree.xpath("//select|//input[@type='search']"):
        assert tree.xpath(f"//label[@for='{control.get('id')}']")
    assert all(th.get("scope") in ("col", "row") for th in tree.iter("th"))
    assert tree.xpath("//*[@role='status']")
    assert tree.xpath("//body/*[1]/@href") == ["#results"]


def luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_aa() -> None:
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for borders of controls (1.4.11); in the light, in the dark and on paper."""
    css = (page.TEMPLATES / "page.css").read_text(encoding="utf-8")
    palettes = [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{([^}]*)\}", css)]
    assert len(palettes) == 3
    for palette in palettes:
        for name in palette.keys() - {"ground", "card", "rule"}:
            for ground in ("ground", "card"):
                light, dark = sorted((luminance(palette[name]), luminance(palette[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= (3 if name == "line" else 4.5), (name, ground)


def test_a_page_without_results(report: Report) -> None:
    text = page.write(Report((), 3, "e", ""))
    tree = html.document_fromstring(text)
    assert "The data conform" in tree.find("body").text_content()
    assert not list(tree.iter("script", "form"))


def test_a_strange_severity_counts_as_grave() -> None:
    tree = html.document_fromstring(page.write(report(result(finding(severity=EX + 'Fa"tal><b')))))
    (article,) = tree.iter("article")
    assert article.get("class") == "result other"
    assert article.get("data-severity") == 'Fa"tal><b'
