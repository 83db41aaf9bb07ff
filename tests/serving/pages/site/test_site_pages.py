"""What the pages about a release say, held against its files."""

from __future__ import annotations

import json
import re

import pytest
from pyoxigraph import NamedNode
from site_served import Site, picked, words

from kg.mapping.terms import HRM, RDF


def test_the_first_page_shows_states_as_tiles(many_site: Site, real_site: Site) -> None:
    tiles = {words(picked(tile, "h3")[0]): words(tile) for tile in picked(many_site.tree(""), ".tile")}
    assert len(tiles) == 9
    assert "Edition 2022 statements: 55, gaps: 3" in tiles["Kazakhstan"]
    assert tiles["Ukraine"].index("Edition 2023") < tiles["Ukraine"].index("Edition 2020")
    alone = picked(real_site.tree("", "ru"), ".tile")
    assert [words(picked(tile, "h3")[0]) for tile in alone][:1] == ["Казахстан"]
    assert next(words(tile) for tile in alone if "none" in tile.get("class")).endswith("Профиля в этом выпуске нет")
    assert sum("none" in tile.get("class") for tile in alone) == len(alone) - 1


def test_the_first_page_lists_the_editions_of_the_release(many_site: Site) -> None:
    rows = [[words(cell) for cell in picked(row, "th, td")] for row in picked(many_site.tree(""), ".editions tbody tr")]
    assert len(rows) == 10
    assert ["Kazakhstan, torture prevention profile, edition 2022", "55", "3"] in rows
    years = [re.search(r"[0-9]{4}", row[0])[0] for row in rows]  # type: ignore[index]
    assert years == sorted(years, reverse=True)


def test_the_home_still_answers_in_rdf(real_site: Site) -> None:
    answer = real_site.client.get("/", headers={"accept": "text/turtle"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{real_site.address}catalogue.ttl")


def test_quality_accounts_for_every_character(many_site: Site) -> None:
    ledger = json.loads((many_site.release.folder / "ledger.json").read_text(encoding="utf-8"))["documents"]
    table = picked(many_site.tree("quality"), "section[aria-labelledby=read] tbody tr")
    assert len(table) == len(ledger)
    for row, entry in zip(table, ledger, strict=True):
        cells = [int(words(cell).replace(",", "")) for cell in picked(row, "td")]
        assert cells[0] == entry["characters"]
        assert sum(cells[1:6]) == entry["characters"]
        assert cells[6:] == [entry["rows"], entry["statements"]]


def test_quality_tells_gaps_warnings_and_doubts_with_their_lines(many_site: Site) -> None:
    page = many_site.tree("quality")
    head, *rows = picked(page, "section[aria-labelledby=gaps] tr")
    names = [words(cell) for cell in picked(head, "th")]
    kazakhstan = dict(zip(names, [words(cell) for cell in picked(rows[0], "th, td")], strict=True))
    assert (kazakhstan["data withheld"], kazakhstan["not readable"], kazakhstan["no data"], kazakhstan["All"]) == ("1", "1", "1", "3")
    document = picked(page, "section[aria-labelledby=document-5950666d4bcb592c]")[0]
    assert "42 Cases sent to court 60 cases were sent to court" in words(document)
    assert picked(document, "a[href*='requirements'][href$='#CON-04']")
    assert re.search(r"36 'Доля дел по пыткам .* KG212", words(document))
    assert any("Polise officers" in words(one) and "93 %" in words(one) for one in picked(page, "table.lines tr"))


def test_quality_lists_what_was_left_out(partial_site: Site, real_site: Site) -> None:
    left = picked(partial_site.tree("quality"), "section[aria-labelledby=left] li")
    assert len(left) == 1
    assert "bad/document.txt" in words(left[0])
    assert "No document was left out" in words(real_site.tree("quality"))


def test_the_codebook_has_every_indicator_and_scale_at_an_anchor(real_site: Site) -> None:
    page = real_site.tree("codebook")
    entry = picked(page, "#indicator-prison-population")[0]
    said = words(entry)
    assert "Persons deprived of liberty" in said
    assert re.search(r"Unit.* person", said)
    assert "Comparability" in said
    assert "Source" in said
    known = real_site.release.store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(HRM + "Indicator"))
    assert len(picked(page, "article[id^=indicator-]")) == len({quad.subject for quad in known}) > 40
    assert picked(page, "article[id^=scale-]")
    assert picked(page, "#term-gapreason-withheld")
    ids = [one.get("id") for one in picked(page, "[id]")]
    assert len(ids) == len(set(ids))
    assert "Сопоставимость" in words(picked(real_site.tree("codebook", "ru"), "#indicator-prison-population")[0])


def test_the_vocabulary_defines_every_term_with_an_example(real_site: Site) -> None:
    page = real_site.tree("vocabulary")
    gap = picked(page, "#Gap")[0]
    assert "No value, and why" in words(gap)
    assert picked(gap, "dd a[href*='/profile/']")
    assert not [words(one) for one in picked(page, "article > p") if not words(one)]
    assert picked(page, "a[href*='ontology.ttl']")
    assert len(picked(page, "section[aria-labelledby^=scheme-]")) >= 12
    assert "данные закрыты" in words(real_site.tree("vocabulary", "ru"))


def test_requirements_lead_to_the_pages_of_the_shapes(real_site: Site) -> None:
    page = real_site.tree("requirements", "ru")
    rows = picked(page, "table.requirements tbody tr")
    assert len({row.get("id") for row in rows}) == len(rows) > 150
    assert picked(page, "#CON-04 a")[0].get("href").endswith("requirements/index.ru.html#CON-04")
    whole = real_site.client.get("/requirements/index.ru.html")
    assert 'id="CON-04"' in whole.text
    assert real_site.client.get("/requirements/../manifest.json").status_code == 404
    assert real_site.get("requirements/nothing").status_code == 404
    assert real_site.client.get("/requirements/requirements.csv").headers["content-type"].startswith("text/csv")


def test_errata_say_what_was_withdrawn_and_how_to_report(empty_site: Site, real_site: Site) -> None:
    row = words(picked(empty_site.tree("errata", "ru"), "tbody tr")[0])
    assert row.startswith("2026-01-02 https://w3id.org/hrmkg/profile/antitorture/KAZ/1999/population Строка прочитана неверно.")
    page = words(real_site.tree("errata"))
    assert "Nothing has been withdrawn so far" in page
    assert "How to report an error" in page


def test_licences_name_every_graph(real_site: Site) -> None:
    page = real_site.tree("licences")
    rows = [words(row) for row in picked(page, "tbody tr")]
    graphs = {graph.value for graph in real_site.release.store.named_graphs()}
    assert len(rows) == len(graphs)
    assert sum(int(words(picked(row, "td.number")[0]).replace(",", "")) for row in picked(page, "tbody tr")) == len(real_site.release.store)
    (population,) = [row for row in rows if row.startswith("Population, total")]
    assert "PDDL 1.0" in population
    assert "World Bank" in population
    (scores,) = [row for row in rows if row.startswith("Anti-torture index scores")]
    assert "no licence statement was seen" in scores
    assert not any("http://creativecommons" in row for row in rows)


@pytest.mark.parametrize(
    ("path", "said"),
    [("", "This release holds no profile"), ("quality", "This release holds no document"), ("licences", "no named graph")],
)
def test_an_empty_release_explains_itself(empty_site: Site, path: str, said: str) -> None:
    assert said in words(empty_site.tree(path))
    assert empty_site.get(path, "ru").status_code == 200
