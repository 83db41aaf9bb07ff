"""The pages of states, indicators and instruments, of comparisons and scores: what stands beside what, and what is never merged."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pages_served import BASE, Served, words

STATES = {"ARM", "BLR", "KAZ", "KGZ", "MDA", "POL", "RUS", "TJK", "UKR"}


def cells(tree: Any, caption: str) -> dict[str, list[Any]]:
    """The cells of the rows of the table in a section, by the words of their heads."""
    rows = tree.xpath(f'//section[@aria-labelledby="{caption}"]//table/tbody/tr[th and td]')
    return {words(row.find("th")): row.findall("td") for row in rows}


def table(root: Path, name: str) -> list[dict[str, str]]:
    with (root / "data" / "reference" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


# ------------------------------------------------------------------ indicator


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_indicator_shows_every_state_and_edition(invented: Served, language: str) -> None:
    tree, labels = invented.tree("vocab/indicator/prison-population.html", language), invented.labels(language)
    editions = tree.xpath('//section[@aria-labelledby="states"]/dl/div')
    profiles = {(row["area"], row["edition"]) for row in invented.facts()}
    silent = STATES - {area for area, _ in profiles}
    assert len(editions) == len(profiles) + len(silent)
    for area, edition in profiles:
        name = labels[f"{BASE}area/{area}"]
        rows = invented.facts(area=area, edition=edition, indicator="prison-population")
        shown = [one for one in editions if words(one.find("dt")).startswith(name) and words(one.find("dt")).endswith(f" {edition}")]
        assert shown, (area, edition)
        text = " ".join(words(one) for one in shown)
        for row in rows:
            assert " ".join(row["as_printed"].split()) in text
            if row["reason"]:
                assert labels[f"{BASE}vocab/gap-reason/{row['reason']}"] in text
        if not rows:
            assert {"en": "not stated", "ru": "не сообщается"}[language] in text
    for area in silent:
        [shown] = [one for one in editions if words(one.find("dt")) == labels[f"{BASE}area/{area}"]]
        assert words(shown.find("dd")) == {"en": "no profile", "ru": "профиля нет"}[language]


def test_a_chart_draws_values_and_intervals_and_nothing_for_gaps_or_silence(invented: Served) -> None:
    for name in ("prison-population", "law-enforcement-budget", "administrative-detainees", "cases-opened"):
        tree = invented.tree(f"vocab/indicator/{name}.html")
        charts = tree.xpath('//table[@class="chart"]')
        assert charts
        for chart in charts:
            for line in chart.xpath("./tbody/tr"):
                drawn = [one.get("class") for one in line.xpath(".//*[local-name()='svg']/*") if one.get("class") != "grid"]
                value = line.findall("td")[-1]
                if value.xpath('.//*[@class="gap" or @class="unstated"]'):
                    assert drawn == [], words(line)
                else:
                    assert drawn, words(line)


def test_a_chart_has_one_unit_and_its_marks_stand_where_the_values_are(invented: Served) -> None:
    tree, labels = invented.tree("vocab/indicator/law-enforcement-budget.html"), invented.labels("en")
    units = {row["unit"] for row in invented.facts(indicator="law-enforcement-budget") if row["unit"]}
    charts = {words(chart.find("caption")): chart for chart in tree.xpath('//table[@class="chart"]')}
    assert set(charts) == {f"unit: {labels[f'{BASE}vocab/unit/{unit}']}" for unit in units}
    for chart in charts.values():
        ticks = chart.xpath(".//thead//*[local-name()='text']")
        end = Decimal(ticks[-1].text.replace(",", ""))
        for line in chart.xpath("./tbody/tr"):
            for mark in line.xpath('.//*[@class="value"]'):
                value = Decimal(words(line.xpath('.//*[@class="figure"]')[0]).replace(",", ""))
                assert abs(Decimal(mark.get("cx").rstrip("%")) - value / end * 100) < Decimal("0.01")
    [interval] = charts["unit: Belarusian rouble"].xpath('.//*[@class="interval"]')
    assert Decimal(interval.get("width").rstrip("%")) == (Decimal(100_000_000) / Decimal(1_500_000_000) * 100).quantize(Decimal("0.01"))


def test_an_indicator_says_with_what_it_compares(invented: Served) -> None:
    text = words(invented.tree("vocab/indicator/prison-population.html").xpath('//section[@aria-labelledby="compares"]')[0])
    assert "compare states of different size by a rate" in text
    tree = invented.tree("vocab/indicator/cases-opened.html")
    assert "Not the official number of registrations" in words(tree.xpath('//p[@class="empty"]')[0])


# ------------------------------------------------------------------ instrument


def test_records_have_their_year_and_silence_is_no_record(real: Served, root: Path) -> None:
    labels = real.labels("en")
    for name in ("CAT", "OPCAT", "CAT-art20", "CAT-art21", "CAT-art22", "OPCAT-art24", "ICCPR-OP1-procedure"):
        rows = [row for row in table(root, "records") if row["instrument"] == name and row["confidence"] != "memory"]
        shown = cells(real.tree(f"instrument/{name}.html"), "states")
        for row in rows:
            text = words(shown[labels[f"{BASE}area/{row['area']}"]][2])
            assert labels[f"{BASE}vocab/record-status/{row['status']}"] in text
            assert (f"as of {row['as_of']}" if row["as_of"] else "as of an unknown date") in text
        for area in STATES - {row["area"] for row in rows}:
            assert words(shown[labels[f"{BASE}area/{area}"]][2]) == "no record here; not checked in these data"


def test_counts_name_the_years_they_are_of(real: Served, root: Path) -> None:
    labels = real.labels("en")
    rows = [row for row in table(root, "records") if row["instrument"] == "OPCAT"]
    shown = cells(real.tree("instrument/OPCAT.html"), "counts")
    for status in {row["status"] for row in rows}:
        years = sorted(row["as_of"] for row in rows if row["status"] == status)
        number, known = shown[labels[f"{BASE}vocab/record-status/{status}"]]
        assert words(number) == str(len(years))
        assert words(known) == (years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CAT-art20", {"no reservation on record": "7", "opted out": "1", "opt-out withdrawn": "1"}),
        ("CAT-art21", {"acts known, status not checked in these data": "3", "not checked in these data": "6"}),
        ("OPCAT-art24", {"postponement": "1", "not checked in these data": "8"}),
        ("ICCPR-OP1-procedure", {"reservation": "1", "declaration or reservation text": "3", "not checked in these data": "5"}),
    ],
)
def test_a_procedure_is_counted_by_its_own_records_on_its_page_and_in_the_list(real: Served, name: str, expected: dict[str, str]) -> None:
    shown = cells(real.tree(f"instrument/{name}.html"), "counts")
    assert {said: words(row[0]) for said, row in shown.items()} == expected
    [listed] = real.tree("instruments").xpath(f'//dl/div[dt/a[contains(@href, "/instrument/{name}")]]/dd')
    pieces = [piece.partition(" as of ")[0] for piece in words(listed).split("; ")]
    assert dict(piece.split(": ") for piece in pieces) == expected


def test_acts_are_those_of_the_procedure_and_the_treaty_stands_apart(real: Served) -> None:
    shown = cells(real.tree("instrument/CAT-art20.html"), "states")
    assert words(shown["Poland"][1]).startswith("reservation 1989-07-26")
    assert words(shown["Ukraine"][1]).startswith("withdrawal")
    assert words(shown["Poland"][2]).startswith("opted out as of 2015")
    assert words(shown["Poland"][4]).startswith("party as of 2022")
    assert len(cells(real.tree("instrument/CAT-art22.html"), "states")["Poland"]) == 4


def test_acts_stand_with_their_dates_as_printed_and_a_year_is_an_interval(real: Served, root: Path) -> None:
    labels = real.labels("en")
    rows = [row for row in table(root, "acts") if row["instrument"] == "CAT-art22" and row["confidence"] != "memory"]
    assert any(row["date_kind"] == "year only" for row in rows)
    assert any(row["earliest"] == row["latest"] != "" for row in rows)
    shown = cells(real.tree("instrument/CAT-art22.html"), "states")
    for row in rows:
        drawing, acts = shown[labels[f"{BASE}area/{row['area']}"]][:2]
        assert row["date_as_printed"] in words(acts)
        marks = [one.get("class") for one in drawing.xpath(".//*") if one.get("class") in ("year", "dot", "ring", "cross")]
        if row["date_kind"] == "year only":
            assert marks == ["year"]
            assert "only the year is known" in words(acts)
        elif row["earliest"]:
            assert "year" not in marks
            assert marks


def test_a_report_stands_beside_the_record_and_is_compared(invented: Served) -> None:
    shown = cells(invented.tree("instrument/OPCAT.html"), "states")
    assert "differs from the record" in words(shown["Moldova"][3])
    assert "agrees with the record" in words(shown["Armenia"][3])
    assert words(shown["Moldova"][2]).startswith("party as of 2015")
    assert words(shown["Moldova"][3]).startswith("signed ")
    assert words(shown["Kazakhstan"][3]) == "no profile"
    art22 = cells(invented.tree("instrument/CAT-art22.html"), "states")
    assert "cannot compare" in words(art22["Armenia"][3])
    assert "not verified" in words(art22["Armenia"][2])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_manual_is_never_ratified(invented: Served, language: str) -> None:
    tree = invented.tree("instrument/IstanbulProtocol.html", language)
    assert not tree.xpath('//section[@aria-labelledby="counts"]')
    text = words(tree.xpath('//section[@aria-labelledby="states"]')[0])
    for word in ("ratif", "record", "ратифи", "депозитар"):
        assert word not in text.lower()
    assert {"en": "implemented", "ru": "имплементирован"}[language] in text


# ------------------------------------------------------------------ area


def test_a_state_has_its_profiles_treaties_scores_population_and_identifiers(real: Served, root: Path) -> None:
    tree, labels = real.tree("area/KAZ.html"), real.labels("en")
    assert tree.xpath('//section[@aria-labelledby="profiles"]//li/a/@href') == [f"{real.address}profile/antitorture/KAZ/2022?lang=en"]
    treaties = cells(tree, "treaties")
    for row in table(root, "records"):
        if row["area"] == "KAZ" and row["confidence"] != "memory":
            text = " ".join(words(cell) for cell in treaties[labels[f"{BASE}instrument/{row['instrument']}"]])
            assert labels[f"{BASE}vocab/record-status/{row['status']}"] in text
    population = cells(tree, "population")
    for row in table(root, "population"):
        if row["area"] == "KAZ":
            assert words(population[row["year"]][0]) == f"{int(row['value']):,}"
    codes = words(tree.xpath('//section[@aria-labelledby="identifiers"]')[0])
    for code in ("KAZ", "KZ", "398", "wikidata.org: Q232"):
        assert code in codes


def test_a_state_without_a_profile_says_so(real: Served) -> None:
    tree = real.tree("area/POL.html")
    assert words(tree.xpath('//section[@aria-labelledby="profiles"]')[0]).endswith("no profile")
    assert "not stated" not in words(tree.xpath('//section[@aria-labelledby="treaties"]')[0])


@pytest.mark.parametrize(("area", "missing"), [("POL", {"ECHR", "CAT-art22"}), ("KAZ", {"CRC-OPAC", "CRC-OPSC", "ICCPR-art41", "ECHR"})])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_instrument_is_left_out_of_a_state_and_what_was_not_checked_says_so(
    real: Served, root: Path, area: str, missing: set[str], language: str
) -> None:
    tree, labels = real.tree(f"area/{area}.html", language), real.labels(language)
    treaties = cells(tree, "treaties")
    said = {"en": "not checked in these data", "ru": "в этих данных не проверялось"}[language]
    recorded = {row["instrument"] for row in table(root, "records") if row["area"] == area and row["confidence"] != "memory"}
    for row in table(root, "instruments"):
        shown = treaties[labels[f"{BASE}instrument/{row['key']}"]]
        if row["kind"] != "soft-law":
            assert (said in words(shown[2])) == (row["key"] not in recorded), row["key"]
    assert missing <= {row["key"] for row in table(root, "instruments")} - recorded
    [hint] = tree.xpath('//section[@aria-labelledby="treaties"]/p[@class="hint"]')
    assert {"en": "never means “not a party”", "ru": "никогда не значит «не участвует»"}[language] in words(hint)


def test_a_status_stands_with_its_source_its_confidence_and_a_caution_where_it_is_old(real: Served, root: Path) -> None:
    rows = [row for row in table(root, "records") if row["confidence"] != "memory"]
    newest = max(int(row["as_of"]) for row in rows if row["as_of"])
    labels = real.labels("en")
    for page, key, by in (("area/KAZ", "area", "instrument"), ("instrument/RomeStatute", "instrument", "area")):
        shown = cells(real.tree(f"{page}.html"), "treaties" if key == "area" else "states")
        mine = [row for row in rows if row[key] == page.partition("/")[2]]
        assert any(int(row["as_of"] or newest) <= newest - 5 for row in mine)
        for row in mine:
            cell = shown[labels[f"{BASE}{by}/{row[by]}"]][2]
            text, below = words(cell), cell.getparent().getnext()
            assert below.get("class") == "sources", row["key"]
            assert " ".join(row["source"].split()) in words(below), row["key"]
            assert row["confidence"] in words(below)
            old = bool(row["as_of"]) and int(row["as_of"]) <= newest - 5
            caution = f"as of {row['as_of']}, while other sources here reach {newest}: no proof for later years"
            assert (caution in text) == old, row["key"]
            assert ("Inferred from absence" in text) == (row["status"] in ("no-action", "no-reservation-on-record")), row["key"]


# ------------------------------------------------------------------ scores


@pytest.mark.parametrize("language", ["en", "ru"])
def test_contradictions_stand_side_by_side_with_their_sources(real: Served, language: str) -> None:
    tree = real.tree("index", language)
    [apart] = tree.xpath("//article")
    heading = {"en": "Kazakhstan, 2023", "ru": "Казахстан, 2023"}[language]
    assert words(apart.find("h3")) == heading
    sides = [words(one) for one in apart.xpath('.//div[@class="sides"]/div')]
    point = "." if language == "en" else ","
    assert [words(one) for one in apart.xpath('.//*[@class="figure"]')] == [f"132{point}51", f"122{point}51"]
    assert "fifth" in sides[0]
    assert "civicsolidarity.org fifth annual" in sides[0]
    assert "sixth" in sides[1]
    row = next(one for one in tree.xpath('//section[@aria-labelledby="all-values"]//tbody/tr') if heading[:9] in words(one))
    assert f"132{point}51" in words(row)
    assert f"122{point}51" in words(row)


def test_every_score_is_there_and_a_missing_one_says_why(real: Served, root: Path) -> None:
    tree, labels = real.tree("index"), real.labels("en")
    years = [words(one) for one in tree.xpath('//section[@aria-labelledby="all-values"]//thead//th')][1:]
    shown = cells(tree, "all-values")
    rows = [row for row in table(root, "index-scores") if row["confidence"] != "memory"]
    for row in rows:
        text = words(shown[labels[f"{BASE}area/{row['area']}"]][years.index(row["year"])])
        said = row["value"].replace("-", "\u2212") if row["value"] else row["missing_reason"]
        assert said in text, row["key"]
        assert row["value"] or "Gap:" in text
    empty = {(area, year) for area in shown for year in years} - {(labels[f"{BASE}area/{row['area']}"], row["year"]) for row in rows}
    assert all(words(shown[area][years.index(year)]) == "not stated" for area, year in empty)


def test_no_line_leads_through_a_contradiction_or_a_missing_year(real: Served) -> None:
    figures = {words(one.find("figcaption")): one for one in real.tree("index").xpath("//figure")}
    kazakhstan = figures["Kazakhstan"]
    assert len(kazakhstan.xpath('.//*[@class="ring"]')) == 2
    assert len(kazakhstan.xpath('.//*[@class="between"]')) == 1
    assert len(kazakhstan.xpath('.//*[@class="stroke"]')) == 3  # 2019 to 2022; none touches 2023
    assert not figures["Poland"].xpath('.//*[@class="stroke"]')


# ------------------------------------------------------------------ comparison


ASKED = "area=KAZ&area=KGZ&area=UKR&indicator=prison-population&indicator=international-decisions&indicator=lawyer-notification"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_states_stand_side_by_side_with_their_words(invented: Served, language: str) -> None:
    tree, labels = invented.tree(f"compare?{ASKED}&lang={language}", language), invented.labels(language)
    heads = [words(one) for one in tree.xpath('//table[contains(@class, "compared")]/thead//th')][1:]
    assert heads == [labels[f"{BASE}area/{area}"] for area in ("KAZ", "KGZ", "UKR")]
    lines = tree.xpath('//table[contains(@class, "compared")]/tbody/tr')
    for line, indicator in zip(lines, ("prison-population", "international-decisions", "lawyer-notification"), strict=True):
        assert words(line.find("th")).startswith(labels[f"{BASE}vocab/indicator/{indicator}"])
        cell = dict(zip(("KAZ", "KGZ", "UKR"), line.findall("td"), strict=True))
        assert words(cell["KAZ"]) == {"en": "no profile", "ru": "профиля нет"}[language]
        for area in ("KGZ", "UKR"):
            links = cell[area].xpath('.//a[@class="quoted"]/@href')
            facts = invented.facts(area=area, indicator=indicator)
            assert len(links) == len(facts)
            for row in facts:
                assert f"{invented.address}source/{row['source_sha256'][:16]}/{row['start']}-{row['end']}?lang={language}#words" in links


def test_the_form_works_without_scripts_and_keeps_what_was_chosen(invented: Served) -> None:
    tree = invented.tree(f"compare?{ASKED}&lang=en")
    form = tree.xpath("//form[@method='get']")[0]
    assert form.get("action") == f"{invented.address}compare"
    chosen = [(one.get("name"), one.get("value")) for one in form.xpath(".//input[@checked]")]
    assert chosen == [
        ("area", "KAZ"), ("area", "KGZ"), ("area", "UKR"),
        ("indicator", "prison-population"), ("indicator", "international-decisions"), ("indicator", "lawyer-notification"),
    ]  # fmt: skip
    again = invented.client.get("compare", params=[*chosen, ("lang", "en")])
    assert words(tree.find(".//table")) in " ".join(again.text.split()) or "compared" in again.text
    assert not tree.xpath("//script")
    assert ("ru", f"?{ASKED}&lang=ru") in [(one.get("hreflang"), one.get("href")) for one in tree.xpath("//nav//a[@hreflang]")]


@pytest.mark.parametrize("named", ["KAZ", "kaz", "area:KAZ", "https://w3id.org/hrmkg/area/KAZ"])
def test_a_state_may_be_named_in_several_ways(real: Served, named: str) -> None:
    tree = real.tree(f"compare?area={named}&indicator=ind:prison-population&lang=en")
    assert "40,842" in words(tree.find(".//table"))


def test_what_is_not_known_is_said_and_not_asked(real: Served) -> None:
    tree = real.tree("compare?area=KAZ&area=XXX&indicator=prison-population&indicator=%3E%20}%20DROP%3Cscript%3E&lang=en")
    problem = words(tree.xpath('//*[@class="problem"]')[0])
    assert "XXX" in problem
    assert "DROP<script>" in problem
    assert not tree.xpath("//script")
    assert "40,842" in words(tree.find(".//table"))


def test_too_many_are_cut_and_that_is_said(real: Served) -> None:
    names = [one.get("value") for one in real.tree("compare").xpath('//input[@name="indicator"]')]
    assert len(names) > 30
    tree = real.tree("compare?area=KAZ&" + "&".join(f"indicator={name}" for name in names) + "&lang=en")
    assert "At most" in words(tree.xpath('//*[@class="problem"]')[0])
    assert len(tree.xpath('//table[contains(@class, "compared")]/tbody/tr')) == 30


def test_states_alone_are_compared_and_indicators_ask_for_states(real: Served) -> None:
    assert real.tree("compare?area=KAZ&lang=en").find(".//table") is not None
    tree = real.tree("compare?indicator=prison-population&lang=en")
    assert tree.find(".//table") is None
    assert "at least one state and one indicator" in words(tree)


# ------------------------------------------------------------------ lists


def test_lists_lead_to_every_page(real: Served) -> None:
    for path, count, below in (("states", 9, "area/"), ("indicators", 41, "vocab/indicator/"), ("instruments", 33, "instrument/")):
        for language in ("en", "ru"):
            links = {href.partition("?")[0] for href in real.tree(path, language).xpath("//main//a/@href")}
            assert len([one for one in links if one.startswith(real.address + below)]) == count


def test_a_list_of_instruments_counts_by_record_with_its_years(real: Served) -> None:
    tree = real.tree("instruments")
    items = {words(one.find("dt")): words(one.find("dd")) for one in tree.xpath("//dl/div")}
    [told] = [said for name, said in items.items() if name.startswith("Optional Protocol to the Convention against Torture")]
    assert told == "party: 6 as of 2015–2022; no action: 3 as of 2022"
    assert any(said.endswith("; not checked in these data: 8") for said in items.values())
    manuals = tree.xpath('//section[@aria-labelledby="kind-manual"]//dd')
    assert {words(one) for one in manuals} == {""}
