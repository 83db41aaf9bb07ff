"""The page of a profile: all that the document says is there, in its order, with its words; and what it does not say is told apart."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pages_served import BASE, COMMAND, Served, words

PROFILE = "profile/antitorture/KAZ/2022"
PAGE = f"{PROFILE}.html"
PREFIXES = {"answer": "vocab/scale/", "reason": "vocab/gap-reason/", "standing": "vocab/standing/", "unit": "vocab/unit/"}


def spoken(number: str, language: str) -> str:
    """A number as a person writes it, by other means than the page's."""
    whole, point, rest = number.partition(".")
    if language == "en":
        return f"{int(whole):,}{point}{rest}"
    grouped = f"{int(whole):,}".replace(",", " ") if len(whole) > 4 else whole
    return grouped + ("," if point else "") + rest


def said(tree: Any, statement: str) -> Any:
    found = tree.xpath(f'//*[@id="said-{statement}"]')
    assert len(found) == 1, statement
    return found[0]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_statement_is_there_with_its_value_and_its_words(real: Served, language: str) -> None:
    tree, labels = real.tree(PAGE, language), real.labels(language)
    facts = real.facts()
    assert len(facts) == 55
    assert len(tree.xpath('//*[starts-with(@id, "said-")]')) == 55
    for row in facts:
        shown = said(tree, row["statement"])
        text = words(shown)
        source = f"{BASE}source/{row['source_sha256'][:16]}/{row['start']}-{row['end']}"
        [link] = shown.xpath('.//a[@class="quoted"]')
        assert link.get("href") == f"{source.replace(BASE, real.address)}?lang={language}#words", row["statement"]
        assert words(link.find("q")) == " ".join(row["as_printed"].split())
        if row["value"]:
            assert shown.xpath('string(.//*[@class="figure"])').replace("\u00a0", " ") == spoken(row["value"], language)
            assert f"{labels[BASE + PREFIXES['unit'] + row['unit']]}" in text
            for bound in (row["lower"], row["upper"]):
                assert spoken(bound, language) in text.replace("\u00a0", " ") if bound else True
        for column in ("answer", "standing", "reason"):
            if row[column]:
                assert labels[BASE + PREFIXES[column] + row[column]] in text, row["statement"]
        if row["group"] not in ("", "all"):
            assert labels[f"{BASE}vocab/group/{row['group']}"] in text
        if row["instrument"]:
            assert labels[f"{BASE}instrument/{row['instrument']}"] in text


def test_a_value_opens_its_words_in_the_document(real: Served) -> None:
    tree = real.tree(PAGE)
    for row in real.facts():
        [link] = said(tree, row["statement"]).xpath('.//a[@class="quoted"]')
        passage = real.tree(link.get("href").partition("#")[0].removeprefix(real.address))
        assert passage.xpath('string(//mark[@id="words"])') == row["as_printed"]


def test_sections_and_statements_stand_in_the_order_of_the_document(real: Served) -> None:
    tree = real.tree(PAGE)
    starts = {row["statement"]: int(row["start"]) for row in real.facts()}
    sections = [
        [starts[one.get("id").removeprefix("said-")] for one in part.xpath('.//*[starts-with(@id, "said-")]')]
        for part in tree.xpath('//section[contains(@class, "part")]')
    ]
    assert [len(part) for part in sections if part]
    assert [part[0] for part in sections] == sorted(part[0] for part in sections)
    items = [
        [starts[one.get("id").removeprefix("said-")] for one in item.xpath('.//*[starts-with(@id, "said-")]')]
        for item in tree.xpath('//dl[@class="statements"]/div')
    ]
    assert all(item == sorted(item) for item in items)
    headings = [words(one) for one in tree.xpath("//section[contains(@class, 'part')]/h2")]
    assert headings[:3] == ["Main problems", "General data", "Judgments and decisions that record torture"]


@pytest.mark.parametrize(("language", "word"), [("en", "Warning"), ("ru", "Предупреждение")])
def test_the_warning_stands_at_its_value_and_nowhere_else(real: Served, language: str, word: str) -> None:
    tree = real.tree(PAGE, language)
    [finding] = tree.xpath('//*[contains(@class, "finding")]')
    assert finding in list(said(tree, "sent-to-court").iter())
    text = words(finding)
    assert text.startswith(f"{word} CON-04.")
    assert "60" in text
    assert "21" in text
    assert finding.xpath(".//a/@href") == [f"{real.address}explain/CON-04?lang={language}"]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("state", ["BLR/2019", "UKR/2020", "TJK/2021", "ARM/2022"])
def test_zero_gap_and_silence_differ_in_words_and_form(invented: Served, state: str, language: str) -> None:
    area, edition = state.split("/")
    tree = invented.tree(f"profile/invented/{state}.html", language)
    facts = invented.facts(area=area, edition=edition)
    zero, gap, unstated = (
        {"en": "zero, printed as such", "ru": "ноль, так и напечатано"}[language],
        {"en": "Gap:", "ru": "Пробел:"}[language],
        {"en": "not stated", "ru": "не сообщается"}[language],
    )
    for row in facts:
        shown = said(tree, row["statement"])
        is_zero = row["value"] != "" and Decimal(row["value"]) == 0
        assert bool(shown.xpath('.//*[@class="zero"]')) == (zero in words(shown)) == is_zero, row["statement"]
        assert bool(shown.xpath('.//*[@class="gap"]')) == (gap in words(shown)) == (row["kind"] == "gap"), row["statement"]
        assert not shown.xpath('.//*[@class="unstated"]')
    stated = {row["indicator"] for row in facts if row["indicator"]}
    known = {iri.removeprefix(f"{BASE}vocab/indicator/") for iri in indicators(invented)}
    silent = {item.get("id") for item in tree.xpath('//dl[@class="statements"]/div[@class="silent"]')}
    assert silent == known - stated
    for name in silent:
        [item] = tree.xpath(f'//*[@id="{name}"]')
        assert words(item.find("dd")) == unstated
        assert not item.xpath('.//*[@class="gap" or @class="zero" or @class="figure"]')
    listed = {link.get("href") for link in tree.xpath('//section[@aria-labelledby="silence"]//a[starts-with(@href, "#")]')}
    assert listed == {f"#{name}" for name in silent}


def indicators(site: Served) -> set[str]:
    from pyoxigraph import Store

    store = Store.read_only(str(site.folder / "store"))
    found: Any = store.query("SELECT ?i WHERE { GRAPH ?g { ?i a <https://w3id.org/hrmkg/ontology#Indicator> } }")
    return {row["i"].value for row in found}


def test_there_are_zeros_gaps_and_silence_to_tell_apart(invented: Served) -> None:
    trees = [invented.tree(f"profile/invented/{state}.html") for state in ("BLR/2019", "UKR/2020", "TJK/2021", "ARM/2022")]
    for kind in ("zero", "gap"):
        assert any(tree.xpath(f'//dl[@class="statements"]//*[@class="{kind}"]') for tree in trees), kind
    assert any(tree.xpath('//div[@class="silent"]') for tree in trees)


def test_a_gap_says_why_and_by_whom(real: Served) -> None:
    tree = real.tree(PAGE)
    police = said(tree, "police-officers")
    assert words(police.xpath('.//*[@class="gap"]')[0]) == "Gap: data withheld, by Ministry of Internal Affairs (Kazakhstan)"
    assert "the document gives no value" in words(police)
    assert "was not read for certain" in words(said(tree, "share-of-torture-cases"))
    assert "the document gives no value" not in words(said(tree, "share-of-torture-cases"))


def test_an_answer_has_its_place_on_the_scale_in_words_and_in_a_drawing(real: Served) -> None:
    tree = real.tree(PAGE)
    [row] = real.facts(answer="definition.partly")
    shown = said(tree, row["statement"])
    assert "place 3 of 4 from the worst, “No definition”, to the best, “Compliant”" in words(shown)
    marks = shown.xpath('.//*[local-name()="svg"]/*[local-name()="circle"]/@class')
    assert marks == ["there", "there", "here", "there"]
    unranked = next(row for row in real.facts(kind="assessment") if row["answer"].startswith("investigating-body."))
    assert "they have no order" in words(said(tree, unranked["statement"]))
    assert not said(tree, unranked["statement"]).xpath('.//*[local-name()="svg"]')


def test_small_counts_of_persons_are_flagged(invented: Served) -> None:
    tree = invented.tree("profile/invented/ARM/2022.html")
    flagged = {
        one.get("id").removeprefix("said-") for one in tree.xpath('//*[starts-with(@id, "said-")]') if one.xpath('.//*[@class="small"]')
    }
    persons = {
        row["statement"]
        for row in invented.facts(area="ARM", edition="2022", unit="person")
        if row["value"] and 0 < Decimal(row["value"]) <= 9
    }
    assert flagged == persons
    assert len(persons) >= 2


def test_a_body_that_limits_a_figure_stands_beside_it(real: Served) -> None:
    text = words(said(real.tree(PAGE), "investigators"))
    assert "only: Anti-Corruption Service (Kazakhstan)" in text
    assert "data of: Anti-Corruption Service (Kazakhstan), Ministry of Internal Affairs (Kazakhstan)" in words(
        said(real.tree(PAGE), "torture-complaints.from-detention")
    )


def test_what_nobody_declared_is_unknown(real: Served) -> None:
    tree = real.tree(PAGE)
    about = {words(row.find("dt")): words(row.find("dd")) for row in tree.xpath('//dl[@class="about"]/div')}
    assert about["State"] == "Kazakhstan"
    assert about["Edition"] == "2022 a label of this project, not a year"
    for name in ("Published by", "Published on", "Period from", "Period to", "The period rests on", "Rights in the document"):
        assert about[name] == "unknown"
    assert "sha256:5950666d4bcb592c3aec25022d2f7e0ccb37ac707ddaa9ea19fa68c82f2d26ad" in about["Source text"]
    assert "http://publications" not in words(tree)


def test_what_somebody_declared_is_said(make_profile: Callable[..., Path], tmp_path: Path, serve: Callable[..., Served]) -> None:
    folder = make_profile(tmp_path / "in" / "KAZ-2022")
    more = (
        'publisher = "An organisation"\npublished = 2023-05-01\nsource = "https://example.org/a.pdf"\nrights = "All rights reserved"\n'
        '[period]\nstart = 2022-01-01\nend = 2022-12-31\nbasis = "declared by the publisher"\n'
    )
    sidecar = folder / "about.toml"
    sidecar.write_text(sidecar.read_text(encoding="utf-8").replace("[note]", more + "\n[note]", 1), encoding="utf-8")
    tree = serve(tmp_path / "in").tree(PAGE)
    about = {words(row.find("dt")): words(row.find("dd")) for row in tree.xpath('//dl[@class="about"]/div')}
    assert about["Published by"] == "An organisation"
    assert about["Published on"] == "2023-05-01"
    assert (about["Period from"], about["Period to"]) == ("2022-01-01", "2022-12-31")
    assert about["The period rests on"] == "declared by the publisher"
    assert about["Rights in the document"] == "All rights reserved"
    assert tree.xpath('//dl[@class="about"]//a[@href="https://example.org/a.pdf"]')


def test_the_page_says_how_to_cite_and_where_the_data_are(real: Served) -> None:
    tree = real.tree(PAGE)
    cite = words(tree.xpath('//section[@aria-labelledby="cite"]')[0])
    assert f"https://w3id.org/hrmkg/{PROFILE}" in cite
    assert "CC BY 4.0" in cite
    assert "quotations" in cite
    forms = tree.xpath('//section[@aria-labelledby="forms"]//a/@href')
    assert f"{real.address}{PROFILE}.ttl" in forms
    assert f"{real.address}{PROFILE}.nq" in forms
    for href in forms:
        assert real.client.get(href).status_code == 200
    data = said(tree, "prison-population").xpath('.//a[@class="datum"]/@href')
    assert data == [f"{real.address}{PROFILE}/prison-population?lang=en"]


def test_the_thing_still_answers_with_data_and_with_the_page(real: Served) -> None:
    assert real.client.get(PROFILE, headers={"accept": "text/turtle"}).headers["content-type"].startswith("text/turtle")
    answer = real.client.get(PROFILE, headers={"accept": "text/html"})
    assert str(answer.url).endswith(f"{PROFILE}.html")
    assert "<h2" in answer.text
    again = real.client.get(f"{PROFILE}.html", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "profile", ["invented/BLR/2019", "invented/TJK/2021", "invented/UKR/2023", "invented/RUS/2018", "invented/ARM/2022"]
)
def test_silence_is_that_of_the_question_not_stated(invented: Served, profile: str) -> None:
    command = [COMMAND, "query", "not-stated", "--param", "area=any", "--store", invented.folder, "--format", "csv"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=60)
    rows = [row for row in csv.DictReader(done.stdout.splitlines()) if row["profile"].endswith(profile)]
    assert rows
    labels = invented.labels("en")
    tree = invented.tree(f"profile/{profile}.html")
    wanted = {labels[row["iri"]] for row in rows if row["sort"] == "3 instrument"}
    shown = tree.xpath('//section[@aria-labelledby="silence"]//li[a[starts-with(@href, "http")]]')
    assert {words(one.find("a")) for one in shown} == wanted
    silent = {row["iri"] for row in rows if row["sort"] == "1 indicator"}
    told = {" ".join(words(one).split()) for one in tree.xpath('//dl[@class="statements"]//dd[not(@id)]/p')}
    for row in rows:
        if row["sort"] == "2 part" and not any(row["iri"].startswith(f"{one}.") for one in silent):
            assert any(f"{labels[str(row['iri'])]}: not stated" in one for one in told), row["iri"]


def test_a_treaty_that_a_profile_does_not_name_may_be_one_of_all_core_conventions(real: Served) -> None:
    said = "Действуют все профильные конвенции ООН"
    silence = real.tree("profile/antitorture/KAZ/2022.html").xpath('//section[@aria-labelledby="silence"]')[0]
    assert "does not mention" not in words(silence)
    for one in silence.xpath('.//li[a[starts-with(@href, "http")]]'):
        assert "not stated by name" in words(one)
    general = silence.xpath('.//p[@class="general"]')
    assert [said in words(one) for one in general] == [True]
    assert general[0].xpath('.//a[contains(@href, "/profile/antitorture/KAZ/2022/core-conventions?")]')
    rows = [row for row in real.tree("area/KAZ.html").xpath("//tr") if row.xpath('.//a[contains(@href, "/instrument/CAT?")]')]
    assert rows
    assert "not stated by name" in words(rows[0])
    # Which treaties are core nobody says: the sentence stands once, above the table, and at no row of a protocol or of another treaty.
    [treaties] = real.tree("area/KAZ.html").xpath('//section[@aria-labelledby="treaties"]')
    assert words(treaties).count(said) == 1
    assert said in words(treaties.xpath('./p[@class="general"]')[0])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_heading_that_the_document_does_not_have_is_marked_as_ours(real: Served, root: Path, language: str) -> None:
    document = (root / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in document.split("\n")]
    russian = real.labels("ru")
    printed = {row["statement"]: row["section"] for row in real.facts()}
    tree, marked = real.tree(PAGE, language), 0
    for section in tree.xpath('//section[contains(@class, "part")]'):
        local = section.find("h2").get("id").removeprefix("section-")
        own = russian[f"{BASE}vocab/section/{local}"]
        ours = section.xpath('./p[contains(@class, "ours")]')
        assert bool(ours) == (own not in lines), local
        for one in section.xpath('.//*[starts-with(@id, "said-")]'):
            heading = printed[one.get("id").removeprefix("said-")]
            assert heading in words(ours[0]) if ours else heading == own, one.get("id")
        marked += bool(ours)
    assert marked == 1
    assert {"en": "The project’s heading", "ru": "Заголовок проекта"}[language] in words(tree)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_part_of_a_row_stands_with_the_whole_row(real: Served, language: str) -> None:
    tree = real.tree(PAGE, language)
    whole = said(tree, "oversight-mechanism").xpath('.//span[contains(@class, "whole")]')
    row = "Создан и работает на всей территории республики, финансирование стабильное. Фактически — управляется властями."
    assert [row in words(one) for one in whole] == [True]
    assert not said(tree, "definition").xpath('.//span[contains(@class, "whole")]')  # the row says nothing else


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_says_what_a_number_without_an_interval_is(real: Served, language: str) -> None:
    legend = {"en": "zeros at its end may be the document’s rounding", "ru": "нули в его конце могут быть округлением"}[language]
    assert legend in words(real.tree(PAGE, language))
