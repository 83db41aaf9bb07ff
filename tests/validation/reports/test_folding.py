"""Of many results a page lists some, and says of how many."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import html
from made_reports import EX, HSH, finding, report, result
from pyoxigraph import NamedNode

from kg.validation.paths import SH
from kg.validation.report import Result, Spot
from kg.validation.reports import folding, groups, labels, page


def many(count: int, rules: int = 1) -> list[Result]:
    """Results of so many rules in turn; every hundredth is a warning, and they stand in seven files."""
    return [
        result(
            finding(
                focus=NamedNode(f"{EX}{n}"),
                shape=NamedNode(f"{HSH}S{n % rules}"),
                severity=SH + ("Warning" if n % 100 == 99 else "Violation"),
            ),
            requirement=f"X-{n % rules}",
            spot=Spot(f"{n % 7}.ttl", n + 1, 1),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "most"),
    [([], 100), ([3], 100), ([20_000], 100), ([100] * 5, 100), ([100] * 10, 50), ([1] * 400 + [500], 100), ([9] * 499, 1), ([9] * 9999, 1)],
)
def test_the_most_of_a_rule(counts: list[int], most: int) -> None:
    assert folding.most(counts) == most


def test_every_kind_is_listed_and_the_order_kept() -> None:
    results = many(20_000)
    listed = folding.listed(results, 100)
    assert len(listed) == 100
    assert [results.index(one) for one in listed] == sorted(results.index(one) for one in listed)
    kinds = Counter((one.severity, groups.where(one)) for one in listed)
    assert len(kinds) == 14
    assert max(kinds.values()) - min(kinds.values()) <= 1
    assert folding.listed(results[:100], 100) == results[:100]


@pytest.mark.parametrize(
    ("language", "more", "rest"), [("en", "and 1900 more of this shape", "500 of 10000"), ("ru", "и ещё 1900", "500 из 10000")]
)
def test_the_page_says_what_it_leaves_out(language: str, more: str, rest: str) -> None:
    whole = report(*many(5000, 5), *many(5000, 5))
    text = page.write(whole, language=language)
    assert len(text.encode()) < 2_000_000
    tree = html.document_fromstring(text)
    assert len(list(tree.iter("article"))) == 500
    assert [len(list(group.iter("article"))) for group in tree.xpath("//section[@class='group']")] == [100] * 5
    assert [group.xpath("string(h3/small)") for group in tree.xpath("//section[@class='group']")] == ["2000"] * 5
    (folded,) = tree.xpath("//p[@class='folded']")
    assert rest in folded.text_content()
    assert [code.text for code in folded.iter("code")] == ["--format csv", "--format json", "--format ttl", "--all"]
    said = [p.text_content() for p in tree.xpath("//p[@class='more']")]
    assert len(said) == 5
    assert all(more in one for one in said)
    offered = tree.xpath("//select[@data-by='document']/option/@value")
    assert sorted(offered) == ["", *(f"={n}.ttl" for n in range(7))]


def test_a_page_of_a_service_names_no_option_of_the_command() -> None:
    (folded,) = html.document_fromstring(page.write(report(*many(200)), home="/validate", back={"en": "Back"})).xpath(
        "//p[@class='folded']"
    )
    assert "--" not in folded.text_content()


def test_all_are_listed_where_all_are_asked_for_or_fit() -> None:
    for text, count in ((page.write(report(*many(700)), whole=True), 700), (page.write(report(*many(100))), 100)):
        tree = html.document_fromstring(text)
        assert len(list(tree.iter("article"))) == count
        assert not tree.xpath("//p[@class='folded' or @class='more']")


def test_labels_stand_beside_short_names() -> None:
    withheld = NamedNode("https://w3id.org/hrmkg/vocab/gap-reason/withheld")
    assert labels.label(withheld)["ru"] == "данные закрыты"
    assert labels.label(NamedNode(EX + "x")) == {}
    assert labels.label(None) == {}
    tree = html.document_fromstring(page.write(report(result(finding(value=withheld)))))
    assert tree.xpath("//dd[code/bdi='reason:withheld']/span[@class='label']/span[@lang='en']/text()") == ["data withheld"]
