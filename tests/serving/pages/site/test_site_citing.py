"""Citations of a release, a profile and a statement, in every form."""

from __future__ import annotations

import re

import pytest
from site_served import Site, words

STATEMENT = "profile/antitorture/KAZ/2022/police-officers"
BASE = "https://w3id.org/hrmkg/"


@pytest.mark.parametrize("of", [STATEMENT, f"{BASE}{STATEMENT}", f"/{STATEMENT}"])
def test_a_statement_is_cited_with_its_passage(real_site: Site, of: str) -> None:
    page = words(real_site.tree(f"cite?of={of}"))
    release = real_site.release.id
    wanted = (
        f"Police officers. Kazakhstan, torture prevention profile, edition 2022. Version 0.1.0, release {release}. <{BASE}{STATEMENT}>."
    )
    assert wanted in page
    assert f"Derived from <{BASE}source/5950666d4bcb592c/646-664>." in page
    assert "МВД закрыла данные" in page


def test_an_address_of_this_server_is_cited_by_its_name(real_site: Site) -> None:
    assert f"<{BASE}{STATEMENT}>" in words(real_site.tree(f"cite?of={real_site.address}{STATEMENT}"))


def test_what_is_not_there_is_not_cited(real_site: Site) -> None:
    page = words(real_site.tree("cite?of=profile/nothing"))
    assert "This release holds nothing of that address" in page
    assert f"<{BASE}profile/nothing>" not in page
    assert "<script>" not in real_site.get("cite?of=<script>alert(1)</script>").text


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
