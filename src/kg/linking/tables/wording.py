"""The data that drive the reading of tables (``ontology/tables``): headers, missing values, periods, ambiguous names, sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.linking.tables.row import Texts
from kg.linking.words import folded
from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table
from kg.vocabulary.texts import HEAD, Wording, literals

TEXTS = Wording("tables/texts.ttl", "table")
"""The sentences, in every language of the project."""


def folder() -> Path:
    """``ontology/tables`` of a checkout or an installation."""
    return resources.root() / "ontology" / "tables"


def term(name: str) -> str:
    """The IRI of an annotation of a mapping: ``ontology/tables/texts.ttl`` says what each means."""
    return f"{vocabulary().base}vocab/table/{name}"


@cache
def headers() -> dict[str, str]:
    """Folded header → the kind of column that is called so; of dates ``act:KIND`` or ``act:KIND:RELATION``."""
    return {folded(row["wording"]): row["kind"] for row in read_table(folder() / "headers.tsv")}


@cache
def joining() -> frozenset[str]:
    """Words that stand between the name of an instrument and that of an act, and say nothing themselves."""
    return frozenset(folded(row["wording"]) for row in read_table(folder() / "joining.tsv"))


@cache
def kinds_of_acts() -> dict[str, Texts]:
    """IRI of a kind of treaty act → its labels."""
    start = f"{vocabulary().base}vocab/act-kind/"
    return {
        iri: texts for (iri, predicate), texts in literals("vocab/depositary.ttl").items() if predicate == HEAD and iri.startswith(start)
    }


@cache
def missing(kind: str) -> frozenset[str]:
    """Markers of missing values: ``word`` or ``number``."""
    return frozenset(row["marker"] for row in read_table(folder() / "missing.tsv") if row["kind"] == kind)


@cache
def ambiguous() -> dict[str, Texts]:
    """Folded name of several states → what it may mean, by language, parted by ``|``."""
    found: dict[str, Texts] = {}
    for row in read_table(folder() / "ambiguous.tsv"):
        found[folded(row["name"])] = {key.removeprefix("meanings_"): text for key, text in row.items() if key.startswith("meanings_")}
    return found


@cache
def periods() -> tuple[tuple[str, str], ...]:
    """Templates of written periods (``{year}``, ``{next}`` stand for numbers) and what each is: ``year``, ``span`` or ``fiscal``."""
    return tuple((row["pattern"], row["calendar"]) for row in read_table(folder() / "periods.tsv"))


@cache
def dates() -> tuple[tuple[str, str], ...]:
    """Templates of days whose month is a word (``{day}``, ``{month}``, ``{year}``) and the language of each."""
    return tuple((row["pattern"], row["language"]) for row in read_table(folder() / "dates.tsv"))


@cache
def months(language: str) -> tuple[tuple[int, str], ...]:
    """Further names of months (from 1) of a language, beside those of its locale data."""
    return tuple((int(row["month"]), row["wording"]) for row in read_table(folder() / "months.tsv") if row["language"] == language)


@cache
def act_dates() -> frozenset[str]:
    """Folded titles that say of a column only that it has dates: those of the acts that another column names."""
    return frozenset(folded(row["wording"]) for row in read_table(folder() / "act-dates.tsv"))
