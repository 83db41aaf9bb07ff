"""Citations of a release, a profile and a statement, in every form."""

from __future__ import annotations

import re

import pytest
from site_served import Site, words

PROFILE = "profile/antitorture/KAZ/2022"
STATEMENT = f"{PROFILE}/police-officers"
HASH = "5950666d4bcb592c3aec25022d2f7e0ccb37ac707ddaa9ea19fa68c82f2d26ad"
BASE = "https://w3id.org/hrmkg/"


@pytest.mark.parametrize("of", [STATEMENT, f"{BASE}{STATEMENT}", f"/{STATEMENT}"])
def test_a_statement_is_cited_with_its_passage(real_site: Site, of: str) -> None:
    page = words(real_site.tree(f"cite?of={of}"))
    release = real_site.release.id
    title = "Police officers: Gap: data withheld. Kazakhstan, torture prevention profile, edition 2022."
    wanted = f"{title} Version 0.1.0, release {release}. <{BASE}{STATEMENT}>."
    assert wanted in page
    assert f"Derived from <{BASE}source/5950666d4bcb592c/646-664>." in page
    assert f"Words of the document: “МВД закрыла данные”, line 17; SHA-256 of the document: {HASH}." in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_sum_in_two_currencies_has_two_citations(real_site: Site, language: str) -> None:
    titles = {}
    for unit in ("EUR", "KZT"):
        text = real_site.client.get("/cite.ris", params={"of": f"{PROFILE}/law-enforcement-budget.{unit}", "lang": language}).text
        titles[unit] = next(line for line in text.split("\r\n") if line.startswith("TI"))
        assert HASH in text
        assert {"en": "line 14", "ru": "строка 14"}[language] in text
        assert {"en": "733 718 937 EUR" if unit == "EUR" else "342,5 млрд. тенге", "ru": "слова документа"}[language] in (
            text if language == "en" else text.lower()
        )
    assert {"en": "733,718,937, euro", "ru": "733\u00a0718\u00a0937, евро"}[language] in titles["EUR"].lower()
    assert {"en": "between 342,450,000,000 and 342,550,000,000", "ru": "от 342\u00a0450\u00a0000\u00a0000 до"}[language] in " ".join(
        titles.values()
    )
    assert titles["EUR"] != titles["KZT"]


@pytest.mark.parametrize("form", ["bib", "ris", "cff"])
@pytest.mark.parametrize("of", ["nonsense", "KAZ/2022/caseload", "profile/nothing"])
def test_a_file_of_what_is_not_there_is_not_that_of_the_release(real_site: Site, form: str, of: str) -> None:
    answer = real_site.client.get(f"/cite.{form}", params={"of": of, "lang": "ru"})
    assert answer.status_code == 404
    assert "@misc" not in answer.text
    assert "ссылаться не на что" in answer.text
    assert real_site.client.get(f"/cite.{form}").status_code == 200


@pytest.mark.parametrize("form", ["bib", "ris", "cff"])
def test_the_notes_of_a_citation_follow_the_language(real_site: Site, form: str) -> None:
    text = real_site.client.get(f"/cite.{form}", params={"of": STATEMENT, "lang": "ru"}).text
    assert "слова документа — цитаты" in text
    for english in ("Derived from", "Release ", "Cite this", "quotations"):
        assert english not in text


@pytest.mark.parametrize("path", [PROFILE, "area/KAZ", "indicator-page"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_of_things_are_cited_as_the_page_of_citations_does(real_site: Site, path: str, language: str) -> None:
    path = "vocab/indicator/caseload" if path == "indicator-page" else path
    cited = words(real_site.tree(f"cite?of={path}", language).xpath('//section[@aria-labelledby="citation"]/p[@class="copy"]')[0])
    page = real_site.tree(f"{path}.html", language)
    assert words(page.xpath('//section[@aria-labelledby="cite"]/p[@class="copy"]')[0]) == cited


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_statement_says_value_unit_interval_words_period_and_source_first(real_site: Site, language: str) -> None:
    page = real_site.tree(f"{PROFILE}/cost-per-prisoner.KZT.html", language)
    heads = [words(one) for one in page.xpath('(//dl[@class="about"])[1]/div/dt')]
    assert (
        heads[:7]
        == {
            "en": ["Value", "Unit", "Interval", "Words in the document", "The whole row", "Period", "Source text"],
            "ru": ["Значение", "Единица", "Интервал", "Слова в документе", "Строка целиком", "Период", "Исходный текст"],
        }[language]
    )
    about = words(page.xpath('(//dl[@class="about"])[1]')[0])
    assert {"en": "578,000", "ru": "578\u00a0000".replace("\u00a0", " ")}[language] in about
    assert {"en": "577,500 to 578,500", "ru": "577 500 до 578 500"}[language] in about.replace("\u00a0", " ")
    assert "Бюджет на содержание одного заключенного в год 1 238,14 EUR (578 тыс. тенге)" in about
    assert {"en": "not stated", "ru": "период не указан"}[language] in about
    assert HASH in about
    assert "xsd:integer" not in words(page)
    zero = words(real_site.tree(f"{PROFILE}/international-decisions.html", language).xpath('(//dl[@class="about"])[1]')[0])
    assert {"en": "0 zero, printed as such", "ru": "0 ноль, так и напечатано"}[language] in zero
    assert {"en": "taken exactly as printed", "ru": "взято точно, как напечатано"}[language] in zero


def test_an_address_of_this_server_is_cited_by_its_name(real_site: Site) -> None:
    assert f"<{BASE}{STATEMENT}>" in words(real_site.tree(f"cite?of={real_site.address}{STATEMENT}"))


def test_what_is_not_there_is_not_cited(real_site: Site) -> None:
    page = words(real_site.tree("cite?of=profile/nothing", status=404))
    assert "This release holds nothing of that address" in page
    assert f"<{BASE}profile/nothing>" not in page
    for wanted in ("nonsense", "<script>alert(1)</script>"):
        answer = real_site.get(f"cite?of={wanted}&lang=en")
        assert answer.status_code == 404
        assert "etag" not in answer.headers
        assert "<script>" not in answer.text
    assert [real_site.get(f"cite?of={one}&lang=en").status_code for one in ("", STATEMENT)] == [200, 200]


def test_bibtex_is_balanced_and_names_the_release(real_site: Site) -> None:
    text = real_site.client.get("/cite.bib", params={"of": STATEMENT}).text
    assert re.match(r"@misc\{hrmkg-[0-9a-f]{16}-profile-antitorture-KAZ-2022-police-officers,\n", text)
    assert text.count("{") == text.count("}")
    assert rf"\url{{{BASE}{STATEMENT}}}" in text
    assert real_site.release.id in text


def test_ris_has_the_tags_that_managers_read(real_site: Site) -> None:
    answer = real_site.client.get("/cite.ris", params={"of": "profile/antitorture/KAZ/2022", "lang": "ru"})
    lines = answer.text.split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "TI  - Казахстан, профиль по предупреждению пыток, издание 2022" in lines
    assert answer.headers["content-type"].startswith("application/x-research-info-systems")


def test_cff_is_yaml_of_that_format(real_site: Site) -> None:
    text = real_site.client.get("/cite.cff", params={"of": STATEMENT}).text
    lines = dict(line.split(": ", 1) for line in text.splitlines() if line[:1].isalpha() and ": " in line)
    assert lines["cff-version"] == "1.2.0"
    assert lines["type"] == '"dataset"'
    assert lines["url"] == f'"{BASE}{STATEMENT}"'
    assert "authors:\n  - name:" in text
    assert '    value: "https://w3id.org/hrmkg/source/5950666d4bcb592c/646-664"' in text


def test_signs_of_tex_are_written_as_themselves() -> None:
    from kg.serving.pages.citing import Citation, write

    text = write(Citation("100 % of {this} & _that_ \\ #1", "https://e/x_y", "r"), "bib")
    assert r"100 \% of \{this\} \& \_that\_ \textbackslash{} \#1" in text


def test_the_release_is_cited_where_nothing_is_named(real_site: Site) -> None:
    page = words(real_site.tree("cite", "ru"))
    assert f"выпуск {real_site.release.id}. <{BASE}catalogue>." in page
    assert "Казахстан, профиль по предупреждению пыток, издание 2022" in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_of_a_statement_says_whose_it_is_and_cites_it_as_the_page_of_citations(real_site: Site, language: str) -> None:
    page = real_site.tree(f"{STATEMENT}.html", language)
    about = page.xpath('//dl[@class="about"]')[0]
    assert about.xpath('.//a[contains(@href, "/area/KAZ?")]')
    assert about.xpath('.//a[contains(@href, "/profile/antitorture/KAZ/2022?")]')
    assert "2022" in words(about)
    assert "МВД закрыла данные" in words(about.xpath('.//a[contains(@href, "/source/5950666d4bcb592c/646-664?")]')[0])
    cited = words(real_site.tree(f"cite?of={STATEMENT}", language).xpath('//section[@aria-labelledby="citation"]/p[@class="copy"]')[0])
    assert words(page.xpath('//section[@aria-labelledby="cite"]/p[@class="copy"]')[0]) == cited


@pytest.mark.parametrize("path", [f"{STATEMENT}.html", f"cite?of={STATEMENT}"])
def test_the_licence_leaves_out_the_words_of_the_document(real_site: Site, path: str) -> None:
    assert "the words of the document are quotations" in words(real_site.tree(path))


@pytest.mark.parametrize("form", ["bib", "ris", "cff"])
def test_files_of_citations_name_the_exception(real_site: Site, form: str) -> None:
    assert "the words of the document are quotations" in real_site.client.get(f"/cite.{form}", params={"of": STATEMENT}).text
