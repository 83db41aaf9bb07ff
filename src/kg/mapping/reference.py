"""The reference tables → N-Quads, a named graph a table.

What rests on memory is carried in the tables and not published (``confidence`` or ``NAME_confidence`` is ``memory``); an empty cell is
unknown and gives no quad. Sources: see ``data/reference/README.md``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.mapping.terms import BASE, DCT, LABEL, ORG, RDFS, SKOS, TYPE, hrm, iri, number, own, text, typed
from kg.model import tidy
from kg.vocabulary.loading import read_table

Row = dict[str, str]
MEMORY = "memory"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLASSES = {
    "treaty": ("Treaty",),
    "protocol": ("Treaty", "Protocol"),
    "procedure": ("Procedure",),
    "soft-law": ("SoftLaw",),
}
_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"


def about(folder: Path) -> dict[str, Any]:
    """What ``about.toml`` says of the catalogue and of its tables."""
    return tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))


def tables(folder: Path) -> dict[str, dict[str, Any]]:
    """What ``about.toml`` says of each table, in the order of names."""
    declared: dict[str, dict[str, Any]] = about(folder)["tables"]
    return dict(sorted(declared.items()))


def graph_iri(table: str) -> str:
    """The IRI of a table's named graph, without brackets."""
    return f"{BASE}graph/reference/{table}"


def quads(folder: Path) -> Iterator[str]:
    """The lines of all tables that have a mapping, table by table, row by row."""
    for table in tables(folder):
        if table in MAPPINGS:
            end = f" <{graph_iri(table)}> .\n"
            for row in read_table(folder / f"{table}.tsv"):
                if row.get("confidence") != MEMORY:
                    for line in MAPPINGS[table](row):
                        yield line + end


def cell(row: Row, name: str) -> str:
    """A cell's text, '' where it is empty or rests on memory."""
    return "" if row.get(f"{name}_confidence") == MEMORY else row.get(name, "")


def _labels(s: str, row: Row) -> Iterator[str]:
    for language in ("en", "ru"):
        if row.get(f"name_{language}"):
            yield f"{s} {LABEL} {text(row[f'name_{language}'], language)}"


def _literals(s: str, row: Row, names: dict[str, str]) -> Iterator[str]:
    for column, name in names.items():
        if cell(row, column):
            yield f"{s} {hrm(name)} {text(cell(row, column))}"


def _dates(s: str, row: Row, names: dict[str, str]) -> Iterator[str]:
    for column, name in names.items():
        if _DATE.fullmatch(cell(row, column)):
            yield f"{s} {hrm(name)} {typed(cell(row, column), 'date')}"


def _links(s: str, row: Row, names: dict[str, tuple[str, str]]) -> Iterator[str]:
    for column, (predicate, stem) in names.items():
        for value in filter(None, cell(row, column).split(" | ")):
            yield f"{s} <{predicate}> {iri(stem + value)}"


def area(row: Row) -> Iterator[str]:
    """A state and its identifiers elsewhere."""
    s = own("area/" + row["key"])
    yield f"{s} {TYPE} {hrm('Area')}"
    yield from _labels(s, row)
    if row["official_ru"]:
        yield f"{s} <{SKOS}altLabel> {text(row['official_ru'], 'ru')}"
    yield from _literals(s, row, {"iso_alpha2": "iso2", "iso_alpha3": "iso3", "m49": "m49", "evidence": "evidence"})
    match, close = SKOS + "exactMatch", SKOS + "closeMatch"
    yield from _links(
        s,
        row,
        {
            "wikidata_qid": (match, _WIKIDATA),
            "un_geoarea_uri": (match, ""),
            "eu_country_uri": (match, ""),
            "unbis_uri": (close, ""),
            "eurovoc_uri": (close, ""),
        },
    )
    if row["geonames_id"]:
        yield f"{s} <{match}> {iri(_GEONAMES + row['geonames_id'] + '/')}"


def instrument(row: Row) -> Iterator[str]:
    """A treaty, procedure or soft-law text, with every identifier that was verified."""
    s = own("instrument/" + row["key"])
    for name in ("Instrument", *_CLASSES[row["kind"]]):
        yield f"{s} {TYPE} {hrm(name)}"
    yield from _labels(s, row)
    if row["parent"]:
        yield f"{s} {hrm('parent')} {own('instrument/' + row['parent'])}"
    if row["accepted_through"]:
        yield f"{s} {hrm('acceptedThrough')} {own('instrument/' + row['accepted_through'])}"
        yield f"{s} {hrm('acceptedBy')} {text(row['accepted_through_kind'])}"
    yield from _dates(s, row, {"opened": "opened", "adopted": "adopted", "entry_into_force": "entryIntoForce"})
    yield from _literals(
        s,
        row,
        {
            "untc_mtdsg_no": "depositaryNumber",
            "unts_registration_no": "untsRegistration",
            "unts_citation": "untsCitation",
            "un_symbol": "unSymbol",
            "cets_no": "cetsNumber",
            "evidence": "evidence",
            "confidence": "confidence",
        },
    )
    see, subject = RDFS + "seeAlso", DCT + "subject"
    yield from _links(
        s,
        row,
        {
            "wikidata_qid": (SKOS + "exactMatch", _WIKIDATA),
            "untc_url": (see, ""),
            "ohchr_url": (see, ""),
            "unbis_subject_uri": (subject, ""),
            "eurovoc_uri": (subject, ""),
        },
    )


def act(row: Row) -> Iterator[str]:
    """A treaty act; its date is an interval, and its kind says what the date is."""
    s = own("act/" + row["key"])
    yield f"{s} {TYPE} {hrm('TreatyAct')}"
    yield f"{s} {hrm('area')} {own('area/' + row['area'])}"
    yield f"{s} {hrm('instrument')} {own('instrument/' + row['instrument'])}"
    yield f"{s} {hrm('kind')} {own('vocab/act-kind/' + row['kind'])}"
    yield from _dates(s, row, {"earliest": "earliest", "latest": "latest", "effective": "effective"})
    names = {
        "date_as_printed": "dateAsPrinted",
        "date_kind": "dateKind",
        "source": "evidence",
        "confidence": "confidence",
    }
    yield from _literals(s, row, names)


def record(row: Row) -> Iterator[str]:
    """A depositary record: the status and the year it was known."""
    s = own("record/" + row["key"])
    yield f"{s} {TYPE} {hrm('DepositaryRecord')}"
    yield f"{s} {hrm('area')} {own('area/' + row['area'])}"
    yield f"{s} {hrm('instrument')} {own('instrument/' + row['instrument'])}"
    yield f"{s} {hrm('recordStatus')} {own('vocab/record-status/' + row['status'])}"
    if row["as_of"]:
        yield f"{s} {hrm('asOf')} {typed(row['as_of'], 'gYear')}"
    yield from _dates(s, row, {"in_force_until": "inForceUntil"})
    yield from _literals(s, row, {"status_as_printed": "statusAsPrinted", "source": "evidence", "confidence": "confidence"})


def national_body(area_: str, role: str, labels: dict[str, str], body_class: str) -> Iterator[str]:
    """A body that a document named, resolved by role and state."""
    s = own(f"body/{area_}-{role}")
    yield f"{s} {TYPE} {hrm('Body')}"
    yield f"{s} {TYPE} <{ORG}{body_class}>"
    yield f"{s} {hrm('role')} {own('vocab/role/' + role)}"
    yield f"{s} {hrm('area')} {own('area/' + area_)}"
    for language, label in labels.items():
        yield f"{s} {LABEL} {text(label, language)}"


def international_body(row: Row) -> Iterator[str]:
    """A treaty body, court or organisation beyond the states."""
    s = own("body/" + row["key"])
    yield f"{s} {TYPE} {hrm('Body')}"
    yield f"{s} {TYPE} <{ORG}Organization>"
    yield from _labels(s, row)
    for instrument_ in filter(None, row["monitors"].replace(" | ", " ").split()):
        yield f"{s} {hrm('monitors')} {own('instrument/' + instrument_)}"
    yield from _literals(s, row, {"evidence": "evidence", "confidence": "confidence"})
    links = {"wikidata_qid": (SKOS + "exactMatch", _WIKIDATA), "url": (RDFS + "seeAlso", ""), "eurovoc_uri": (SKOS + "closeMatch", "")}
    yield from _links(s, row, links | {"unbis_uri": (DCT + "subject", "")})


def index_score(row: Row) -> Iterator[str]:
    """A published score of the index, or why it is missing; every edition's own value, none preferred."""
    s = own("index-score/" + row["key"])
    yield f"{s} {TYPE} {hrm('IndexScore')}"
    yield f"{s} {hrm('area')} {own('area/' + row['area'])}"
    yield f"{s} {hrm('year')} {typed(row['year'], 'integer')}"
    if row["value"]:
        yield f"{s} {hrm('score')} {number(tidy(Decimal(row['value'])))}"
    yield from _literals(
        s, row, {"missing_reason": "missingReason", "edition": "publishedIn", "source": "evidence", "confidence": "confidence"}
    )
    for language, column in (("en", "note"), ("ru", "note_ru")):
        if row[column]:
            yield f"{s} <{SKOS}note> {text(row[column], language)}"


def population(row: Row) -> Iterator[str]:
    """A state's population in a year (World Bank SP.POP.TOTL)."""
    s = own("population/" + row["key"])
    yield f"{s} {TYPE} {hrm('PopulationEstimate')}"
    yield f"{s} {hrm('area')} {own('area/' + row['area'])}"
    yield f"{s} {hrm('year')} {typed(row['year'], 'integer')}"
    yield f"{s} {hrm('inhabitants')} {typed(row['value'], 'integer')}"


def subject(row: Row) -> Iterator[str]:
    """A subject of the UNBIS thesaurus that instruments, bodies and areas are about."""
    s = iri(row["uri"])
    yield f"{s} {TYPE} <{SKOS}Concept>"
    for language in ("en", "ru"):
        yield f"{s} <{SKOS}prefLabel> {text(row[f'label_{language}'], language)}"


MAPPINGS: dict[str, Callable[[Row], Iterator[str]]] = {
    "areas": area,
    "instruments": instrument,
    "acts": act,
    "records": record,
    "bodies": international_body,
    "index-scores": index_score,
    "population": population,
    "subjects": subject,
}
