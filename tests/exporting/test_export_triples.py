"""The tables are read back by ``csvw`` into the same triples, and what they do not carry is listed."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import csv2rdf
import pytest
from csvw import CSVW, TableGroup
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg import exporting
from kg.errors import QueryError
from kg.exporting import Exported
from kg.mapping.terms import BASE, HRM, PROV, RDF, RDFS, XSD

GRAPH = NamedNode("https://example.org/graph")


def read(path: Path, form: RdfFormat) -> set[Triple]:
    return {Triple(one.subject, one.predicate, one.object) for one in parse(path=str(path), format=form)}


def named(triple: Triple) -> bool:
    return not isinstance(triple.subject, BlankNode) and not isinstance(triple.object, BlankNode)


def store(folder: Path, *triples: tuple[str, str, NamedNode | Literal]) -> Path:
    """A build with a profile statement and what is given."""
    folder.mkdir()
    held = Store(str(folder / "store"))
    held.extend(Quad(NamedNode(s), NamedNode(p), o, GRAPH) for s, p, o in triples)
    held.flush()
    return folder


def cells(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_tables_give_the_graph_back(whole: Path, made: Exported) -> None:
    graph = read(whole / "graph.nq", RdfFormat.N_QUADS)
    rest = read(made.folder / "rest.nt", RdfFormat.N_TRIPLES)
    back = Counter(csv2rdf.triples(made.folder))
    assert set(back.values()) == {1}, "no triple stands in two tables"
    assert set(back) | {one for one in rest if named(one)} == {one for one in graph if named(one)}
    assert not set(back) & rest
    assert (made.triples, made.rest, made.carried) == (len(graph), len(rest), len(back))
    assert len(graph) > 12_000


def test_the_rest_is_blank_nodes_and_empty_texts_and_nothing_else(whole: Path, made: Exported) -> None:
    rest = read(made.folder / "rest.nt", RdfFormat.N_TRIPLES)
    graph = read(whole / "graph.nq", RdfFormat.N_QUADS)
    empty = {one for one in graph if isinstance(one.object, Literal) and not one.object.value}
    assert {one.predicate.value for one in empty} == {HRM + "asPrinted"}, "a row whose value is left empty in the document"
    assert {one for one in rest if named(one)} == empty
    assert len(rest) == len([one for one in graph if not named(one)]) + len(empty)
    with_predicate = {one.predicate.value.rpartition("#")[2] for one in rest if not named(one)}
    assert with_predicate <= {
        *("first", "rest", "type", "members", "component", "declare", "prefix", "namespace"),
        *("attribute", "dimension", "measure", "componentAttachment", "componentRequired"),
        *("classPartition", "propertyPartition", "class", "property", "entities", "triples"),
    }


def test_csvw_finds_the_tables_valid(made: Exported) -> None:
    found = CSVW(str(made.folder / "csv-metadata.json"), validate=True, strict=True)
    assert found.is_valid, [str(one.message) for one in found.warnings]


def test_every_value_is_the_number_of_the_graph(made: Exported) -> None:
    """The readable columns carry no triples: they must say what the technical table says."""
    exact = {(row["thing"], row["relation"]): row["whole_number"] or row["decimal_number"] for row in cells(made.folder, "rdf/numbers.csv")}
    columns = {"value": "value", "lower": "lowerBound", "upper": "upperBound"}
    said = {
        (f"profile/{row['id']}", name): row[column]
        for row in cells(made.folder, "figures.csv")
        for column, name in columns.items()
        if row[column]
    }
    said |= {(f"index-score/{row['id']}", "score"): row["score"] for row in cells(made.folder, "index_scores.csv") if row["score"]}
    assert said == exact
    assert said["profile/antitorture/KAZ/2022/caseload", "value"] == "13.57"


def test_every_statement_has_a_row(whole: Path, made: Exported) -> None:
    names = ("figures", "assessments", "standings", "designations", "narratives", "gaps")
    rows = [row for name in names for row in cells(made.folder, f"{name}.csv")]
    facts = cells(whole, "facts.csv")
    assert len(rows) == len(facts) > 200
    by_name = {(fact["area"], fact["edition"], fact["statement"]): fact for fact in facts}
    passages = {row["id"]: row for row in cells(made.folder, "passages.csv")}
    for row in rows:
        fact = by_name[row["area"], row["edition"], row["id"].rpartition("/")[2]]
        assert row.get("indicator", "") == fact["indicator"]
        assert (row["as_printed_en"] or row["as_printed_ru"]) == fact["as_printed"]
        assert (row.get("value", ""), row.get("lower", ""), row.get("unit", "")) == (fact["value"], fact["lower"], fact["unit"])
        place = passages[row["passage"]]
        assert (place["start"], place["end"], place["line"]) == (fact["start"], fact["end"], fact["line"])
        assert place["words"] == fact["as_printed"]


def test_pandas_reads_the_tables(made: Exported) -> None:
    import pandas

    figures = pandas.read_csv(made.folder / "figures.csv", dtype=str, keep_default_na=False)
    indicators = pandas.read_csv(made.folder / "indicators.csv", dtype=str, keep_default_na=False)
    named_ = figures.merge(indicators[["id", "label_en"]], left_on="indicator", right_on="id", suffixes=("", "_of_indicator"))
    assert len(named_) == len(figures)
    row = named_[named_["id"] == "antitorture/KAZ/2022/prison-population"].iloc[0]
    assert (row["value"], row["unit"], row["label_en"]) == ("40842", "person", "Prison population")
    areas = pandas.read_csv(made.folder / "areas.csv", dtype=str, keep_default_na=False)
    assert set(areas[areas["id"] == "ARM"]["m49"]) == {"051"}


# what a cell can hold, and what it cannot

THING = BASE + "record/X"
KIND = (THING, RDF + "type", NamedNode(HRM + "DepositaryRecord"))
HELD = [
    Literal('«Он сказал: "нет"»,\nа потом\n\n ушёл; \t ', language="ru"),
    Literal("=1+1", language="en"),
    Literal("#не примечание", language="ru"),
    Literal('=HYPERLINK("http://x")'),
    Literal(" spaces "),
    Literal("1238.10"),
    Literal("NA"),
    Literal("-0.5", datatype=NamedNode(XSD + "decimal")),
    Literal("1234567890123456789012345.678", datatype=NamedNode(XSD + "decimal")),
    Literal("0", datatype=NamedNode(XSD + "integer")),
    Literal("-9223372036854775808", datatype=NamedNode(XSD + "integer")),
    Literal("0099-12-31", datatype=NamedNode(XSD + "date")),
    Literal("2022", datatype=NamedNode(XSD + "gYear")),
    Literal("false", datatype=NamedNode(XSD + "boolean")),
    NamedNode("https://example.org/a%20b?c=d&e=(f)#g"),
]
NOT_HELD = [
    Literal(""),
    Literal("a\rb"),
    Literal("x" * 131_073),
    Literal("abc", language="kk"),
    Literal("2022-01-01T00:00:00Z", datatype=NamedNode(XSD + "dateTime")),
    Literal("2022-13-01", datatype=NamedNode(XSD + "date")),
    Literal("123456789012345678901234567.89", datatype=NamedNode(XSD + "decimal")),  # csvw would round it
    Literal("-170141183460469231731687303715884105728", datatype=NamedNode(XSD + "integer")),
    Literal("nonsense", datatype=NamedNode(XSD + "integer")),
    NamedNode("https://example.org/Қазақстан"),
    NamedNode("https://example.org/a/../b"),
    NamedNode("urn:isbn:1"),
]


def test_what_a_cell_holds_comes_back_and_what_it_cannot_hold_is_listed(tmp_path: Path) -> None:
    says = "https://example.org/says"
    build = store(tmp_path / "build", KIND, *((THING, says, one) for one in (*HELD, *NOT_HELD)))
    made = exporting.export(build, tmp_path / "tables")
    back = {one.object for one in csv2rdf.triples(made.folder) if one.predicate.value == says}
    rest = {one.object for one in read(made.folder / "rest.nt", RdfFormat.N_TRIPLES)}
    assert back == set(HELD)
    assert rest == set(NOT_HELD)


def test_a_formula_stays_a_text(tmp_path: Path) -> None:
    statement, passage = BASE + "profile/s/KAZ/1/narrative.1", NamedNode(BASE + "source/0123456789abcdef/0-4")
    build = store(
        tmp_path / "build",
        (statement, RDF + "type", NamedNode(HRM + "Narrative")),
        (statement, HRM + "asPrinted", Literal("=1+1", language="en")),
        (statement, PROV + "wasDerivedFrom", passage),
    )
    made = exporting.export(build, tmp_path / "tables")
    (row,) = cells(made.folder, "narratives.csv")
    assert row["as_printed_en"] == "=1+1"
    (place,) = cells(made.folder, "passages.csv")
    assert (place["line"], place["words"]) == ("", ""), "of a text that is not there nothing is said"


def test_two_values_for_one_cell_are_refused(tmp_path: Path) -> None:
    years = [(THING, HRM + "asOf", Literal(year, datatype=NamedNode(XSD + "gYear"))) for year in ("2021", "2022")]
    build = store(tmp_path / "build", KIND, *years)
    with pytest.raises(QueryError, match=r"^KG721: .*record/X has 2 values where records.csv has one cell, as_of: 2021, 2022"):
        exporting.export(build, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_a_thing_without_a_class_that_its_table_gives_all_rows_has_no_row(tmp_path: Path) -> None:
    profile = BASE + "profile/s/KAZ/1"
    build = store(tmp_path / "build", (profile, RDF + "type", NamedNode(HRM + "CountryProfile")), (profile, RDFS + "label", Literal("x")))
    made = exporting.export(build, tmp_path / "tables")
    assert cells(made.folder, "profiles.csv") == []
    assert len(list(csv2rdf.triples(made.folder))) == 2


def test_csvw_reads_numbers_exactly(made: Exported) -> None:
    group = TableGroup.from_file(made.folder / "csv-metadata.json")
    figures = {row["id"]: row for row in group.tabledict["figures.csv"]}
    assert figures["antitorture/KAZ/2022/caseload"]["lower"] == Decimal("13.565")
    assert figures["antitorture/KAZ/2022/law-enforcement-budget.KZT"]["upper"] == Decimal(342550000000)


def test_the_metadata_give_titles_in_two_languages_and_the_rights_that_are_declared(made: Exported) -> None:
    said = json.loads((made.folder / "csv-metadata.json").read_text(encoding="utf-8"))
    tables = {table["url"]: table for table in said["tables"]}
    for table in tables.values():
        assert {one["@language"] for one in table["dc:title"]} == {"en", "ru"}
        for column in table["tableSchema"]["columns"]:
            if not column.get("virtual"):
                assert column["titles"]["en"][0] == column["titles"]["ru"][0] == column["name"]
                assert re.search("[А-я]", column["titles"]["ru"][-1]) or column["name"] in ("id", "iso2", "iso3", "m49", "sha256"), (
                    table["url"],
                    column,
                )
    assert tables["acts.csv"]["dc:license"] == {"@id": "http://creativecommons.org/licenses/by/4.0/"}
    assert tables["population.csv"]["dc:license"] == {"@id": "http://opendatacommons.org/licenses/pddl/1-0/"}
    assert "dc:license" not in tables["index_scores.csv"], "no licence statement was seen"
    assert tables["index_scores.csv"]["dc:source"]
