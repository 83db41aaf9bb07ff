"""The CSV files and the crosswalk: a row a term, every external code, nothing that rests on memory."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg import codebook
from kg.codebook import crosswalk
from kg.codebook.graph import Graph
from kg.mapping import reference
from kg.mapping.terms import DCT, SKOS
from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table

V = vocabulary()
ROOT = resources.root()
REFERENCE = ROOT / "data" / "reference"
GRAPH = Graph(ROOT)
TABLES = ("areas", "instruments", "bodies")
NO_CODES = {
    "areas": {"key", "name_en", "name_ru", "official_ru", "forms_ru", "forms_en", "evidence", "confidence", "notes"},
    "bodies": {"key", "name_en", "name_ru", "type", "monitors", "evidence", "confidence", "notes"},
    "instruments": {
        *("key", "kind", "name_en", "name_ru", "wordings_ru", "wordings_en", "parent", "opened", "adopted", "entry_into_force"),
        *("accepted_through_kind", "accepted_through", "unbis_relation", "eurovoc_relation", "evidence", "confidence", "notes"),
    },
}
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("codebook") / "out"
    codebook.write(target)
    return target


def read(folder: Path, name: str) -> Rows:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("name", ["indicators.csv", "answers.csv", "terms.csv", "crosswalk.csv"])
def test_a_table_is_rfc_4180(folder: Path, name: str) -> None:
    data = (folder / name).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(data), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(set(rows[0])) == len(rows[0])
    assert len({tuple(row) for row in rows}) == len(rows)
    again = io.StringIO()
    csv.writer(again, lineterminator="\n").writerows(rows)
    assert again.getvalue() == data


def test_indicators_stand_in_order_each_before_its_parts(folder: Path) -> None:
    rows = read(folder, "indicators.csv")
    by_place = sorted(V.indicators.values(), key=lambda i: (list(V.sections).index(i.section), i.position))
    expected = [c for i in by_place for c in (i.code, *(p.code for p in V.parts.values() if p.indicator == i.code))]
    assert [row["code"] for row in rows] == expected
    for row in rows:
        if row["class"] == "Part":
            part = V.parts[row["code"]]
            assert (row["part_of"], row["group"], row["facet_of"]) == (part.indicator, part.group, "")
        else:
            indicator = V.indicators[row["code"]]
            assert (row["section"], row["value_kind"]) == (indicator.section, indicator.kind)
            assert (row["unit"] or None, row["scale"] or None) == (indicator.unit, indicator.scale)
            assert (row["facet_of"] or None, row["component_of"] or None) == (indicator.facet_of, indicator.component_of)
        for column in ("iri", "label_en", "label_ru", "definition_en", "definition_ru", "comparability_en", "comparability_ru"):
            assert row[column], (row["code"], column)
        assert "](#" not in row["comparability_en"]


def test_every_answer_is_a_row(folder: Path) -> None:
    rows = read(folder, "answers.csv")
    assert {row["code"] for row in rows} == set(V.answers)
    for row in rows:
        answer = V.answers[row["code"]]
        assert (row["scale"], row["rank"], row["label_ru"]) == (answer.scale, str(answer.rank or ""), answer.labels["ru"])
        assert row["attested"] in ("true", "false")
        assert row["scale_ranked"] == ("true" if answer.rank else "false")


def test_every_other_term_is_a_row(folder: Path) -> None:
    rows = read(folder, "terms.csv")
    names = ("groups", "units", "multipliers", "reasons", "standings", "roles", "sections", "languages")
    expected = {term.iri for name in names for term in getattr(V, name).values()}
    expected |= {iri for name in ("Scale", "RecordStatus", "ActKind", "IndicatorType") for iri in GRAPH.of_class(name)}
    assert [row["iri"] for row in rows] == list(dict.fromkeys(row["iri"] for row in rows))
    assert {row["iri"] for row in rows} == expected


def test_no_closed_list_is_forgotten(folder: Path) -> None:
    known = {row["iri"] for name in ("indicators", "answers", "terms") for row in read(folder, f"{name}.csv")}
    assert set(GRAPH.terms()) == known


@pytest.mark.parametrize("table", TABLES)
def test_every_external_code_is_in_the_crosswalk(folder: Path, table: str) -> None:
    rows = read(folder, "crosswalk.csv")
    prefix = {"areas": "area", "instruments": "inst", "bodies": "body"}[table]
    looked_at = 0
    for row in read_table(REFERENCE / f"{table}.tsv"):
        own = [r for r in rows if r["iri"] == V.prefixes[prefix] + row["key"]]
        for column, value in row.items():
            if column in NO_CODES[table] or column.endswith("_confidence"):
                continue
            held = {text for r in own for text in (r["code"], r["link"])}
            if column in ("currency", "eu_currency_uri"):
                held = {text for r in rows if r["kind"] == "currency" for text in (r["code"], r["link"])}
            memory = "memory" in (row["confidence"], row.get(f"{column}_confidence"))
            for code in filter(None, value.split(" | ")):
                looked_at += 1
                if not memory:
                    assert code in held, (table, row["key"], column)
                else:
                    columns = crosswalk.TABLES[table][1]
                    assert not [r for r in own if r["code"] == code and r["scheme"] == scheme_name(columns[column][0])]
    assert looked_at > 20


def scheme_name(code: str) -> str:
    return GRAPH.label(f"{V.base}vocab/codebook/{code}", "en")


def test_nothing_rests_on_memory(folder: Path) -> None:
    for row in read(folder, "crosswalk.csv"):
        assert "memory" not in row["confidence"].split("; ")
        assert row["confidence"] or row["source"].startswith("ontology/")


def test_relations_are_those_of_the_graph(folder: Path) -> None:
    said = {(row["iri"], row["link"]): row["relation"] for row in read(folder, "crosswalk.csv") if row["link"]}
    names = {SKOS + "exactMatch": {"exactMatch"}, SKOS + "closeMatch": {"closeMatch"}, DCT + "subject": {"subject", "exactMatch"}}
    found = 0
    for line in reference.quads(REFERENCE):
        subject, predicate, target = (part.strip("<>") for part in line.split(" ", 3)[:3])
        if predicate in names and subject.startswith(V.base):
            found += 1
            assert said[subject, target] in names[predicate], line
    assert found > 100


def test_the_code_of_a_treaty_is_not_that_of_its_procedure(folder: Path) -> None:
    rows = [r for r in read(folder, "crosswalk.csv") if r["scheme"] == scheme_name("untc-mtdsg")]
    own = [r["code"] for r in rows if r["relation"] == "notation"]
    assert len(set(own)) == len(own)
    for row in rows:
        key = row["iri"].rpartition("/")[2]
        assert (row["relation"] == "isPartOf") == (V.instruments[key].kind == "Procedure"), key


def test_known_codes(folder: Path) -> None:
    rows = {(r["iri"].removeprefix(V.base), r["scheme"], r["code"]): r for r in read(folder, "crosswalk.csv")}
    assert rows["area/ARM", "M49", "051"]["relation"] == "notation"
    assert rows["area/KAZ", "GeoNames", "1522867"]["link"] == "https://sws.geonames.org/1522867/"
    assert rows["instrument/ECHR", "EuroVoc", "5326"]["relation"] == "exactMatch"
    assert rows["instrument/CAT", "UNBIS Thesaurus", "1006559"]["confidence"] == "derived by label join"
    assert rows["vocab/unit/KZT", "ISO 4217", "KZT"]["kind"] == "currency"
    assert rows["vocab/gap-reason/withheld", "SDMX observation status", "Q"]["kind"] == "gap-reason"
    assert not [key for key in rows if key[0] == "instrument/CERD" and key[1] == "UN document symbol"]


def test_kinds_schemes_and_relations_are_closed(folder: Path) -> None:
    rows = read(folder, "crosswalk.csv")
    assert {r["relation"] for r in rows} <= {"exactMatch", "closeMatch", "subject", "notation", "isPartOf", "seeAlso"}
    assert {r["kind"] for r in rows} >= {"area", "instrument", "body", "currency", "language", "gap-reason"}
    assert len({(r["iri"], r["scheme"], r["code"]) for r in rows}) == len(rows)
