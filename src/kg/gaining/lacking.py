"""Acts of ours, and records of the depositary, that a partner's files do not have: ours that theirs lacks.

**Which.** Of every file with dates of treaty acts: the states and the instruments that this file itself names, in observations or by exact
or close links of its concepts; a file on the Convention lacks nothing of its protocol. Of these an act of ours is listed that stands beside
no date of the partner in ``partner-acts-beside-ours``: forms of consent stand for each other there, and what is beside a date is not
lacking. A date that is only related to an act (an entry into force) is no date of it. A record is listed where it states that something was
done and neither we nor the partner have an act of it.

**What is not said.** An empty cell is no statement: nothing here is a contradiction, nothing is preferred, and the exit code is as without.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Any

from kg.gaining.asking import Ask
from kg.mapping.terms import BASE

Cells = dict[str, str]
OTHER, NEITHER = "other", "neither"
"""Why: the partner has another act of the state and instrument, or no date of both together."""
_AREA, _INSTRUMENT = f"{BASE}area/", f"{BASE}instrument/"
_PREFIXES = """
PREFIX hrm: <https://w3id.org/hrmkg/ontology#> PREFIX status: <https://w3id.org/hrmkg/vocab/record-status/>
PREFIX actkind: <https://w3id.org/hrmkg/vocab/act-kind/> PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
# The graphs of partners' files are named so (kg.querying.partners).
_FILES = """SELECT DISTINCT ?graph ?set WHERE { GRAPH ?graph { ?theirs qb:dataSet ?set } FILTER(STRSTARTS(STR(?graph), "arcp://")) }"""
_NAMED = """SELECT DISTINCT ?graph ?thing WHERE {
  GRAPH ?graph { { ?theirs dimension:refArea ?thing } UNION { ?concept skos:exactMatch ?thing } UNION { ?concept skos:closeMatch ?thing } }
  FILTER(STRSTARTS(STR(?graph), "arcp://")) }"""
_REPEATED = """SELECT DISTINCT ?thing WHERE { GRAPH ?graph { ?thing hrm:area ?area ; hrm:instrument ?instrument }
  FILTER(STRSTARTS(STR(?graph), "arcp://")) }"""
_LABELS = """?area a hrm:Area ; rdfs:label ?areaName . FILTER(LANG(?areaName) = "en")
  ?instrument a hrm:Instrument ; rdfs:label ?instrumentName . FILTER(LANG(?instrumentName) = "en")"""
# A partner may use our classes for things of its own, which are no records of the depositary.
_RECORD = """?record hrm:area ?area ; hrm:instrument ?instrument ; a hrm:DepositaryRecord ; hrm:recordStatus ?recorded .
  FILTER(STRSTARTS(STR(?record), "https://w3id.org/hrmkg/"))
  ?recorded skos:prefLabel ?status . FILTER(LANG(?status) = "en")
  OPTIONAL { ?record hrm:asOf ?year . BIND(SUBSTR(STR(?year), 1, 4) AS ?asOf) }"""
# What stands for each other is as in the question.
_ACTS = f"""SELECT DISTINCT * WHERE {{
  ?ours a hrm:TreatyAct ; hrm:area ?area ; hrm:instrument ?instrument ; hrm:kind ?kind .
  ?kind skos:prefLabel ?ourAct . FILTER(LANG(?ourAct) = "en")
  BIND(IF(?kind IN (actkind:ratification, actkind:accession), actkind:consent-to-be-bound, ?kind) AS ?sort)
  OPTIONAL {{ ?ours hrm:evidence ?ourSource }}
  OPTIONAL {{ ?ours hrm:earliest ?ourEarliest ; hrm:latest ?ourLatest }}
  OPTIONAL {{ ?ours hrm:dateKind ?code .
    OPTIONAL {{ ?term hrm:code ?code ; skos:prefLabel ?label . FILTER(LANG(?label) = "en" && STRSTARTS(STR(?term), "{BASE}")) }}
    BIND(COALESCE(STR(?label), ?code) AS ?dateKind) }}
  OPTIONAL {{ {_RECORD} }}
  {_LABELS} }}"""
_RECORDS = f"""SELECT DISTINCT * WHERE {{ {_RECORD}
  FILTER(?recorded NOT IN (status:no-action, status:no-reservation-on-record, status:not-verified))
  BIND(?record AS ?ours)
  OPTIONAL {{ ?record hrm:evidence ?ourSource }}
  OPTIONAL {{ VALUES (?recorded ?sort) {{ (status:party actkind:consent-to-be-bound) (status:signatory actkind:signature)
    (status:declaration-made actkind:declaration) (status:denounced actkind:denunciation) (status:ceased actkind:cessation) }} }}
  {_LABELS} }}"""


def found(rows: Sequence[Cells], together: Ask) -> list[Cells]:
    """Rows with the columns of ours of ``partner-acts-beside-ours``, and ``why``; by state, instrument, act and day, each thing once.

    ``rows`` are the answer of that question over all states and instruments.
    """
    if not rows:
        return []
    named = _named({row["set"] for row in rows}, together)
    beside = [row for row in rows if row["relation"] != "related"]
    shown = {row["ours"] for row in beside if "ours" in row} | {row["thing"].value for row in together(_PREFIXES + _REPEATED)}
    dated = {(row["area"], row.get("instrumentName", "")) for row in rows}
    acts = _rows(together(_PREFIXES + _ACTS))
    known = {(row["area"], row["instrument"], row["sort"]) for row in acts}
    lacked = [
        *acts,
        *(row for row in _rows(together(_PREFIXES + _RECORDS)) if _unknown(row, known) and ("sort" in row or _pair(row) not in dated)),
    ]
    found = {
        row["ours"]: {**row, "why": OTHER if _pair(row) in dated else NEITHER}
        for row in lacked
        if row["ours"] not in shown and (row["area"], row["instrument"]) in named
    }
    return sorted(found.values(), key=_order)


def _named(sets: Collection[str], together: Ask) -> set[tuple[str, str]]:
    """Every state of a file with every instrument of the same file, of the files in which the data sets are."""
    things: dict[str, set[str]] = {_file(row): set() for row in together(_PREFIXES + _FILES) if row["set"].value in sets}
    for row in together(_PREFIXES + _NAMED):
        if (file := _file(row)) in things:
            things[file].add(row["thing"].value)
    pairs: set[tuple[str, str]] = set()
    for named in things.values():
        pairs.update(product(_of(named, _AREA), _of(named, _INSTRUMENT)))
    return pairs


def _of(named: Iterable[str], kind: str) -> list[str]:
    return [one for one in named if one.startswith(kind)]


def _file(row: Any) -> str:
    """The file of a graph: what is a graph in a file is named behind ``#``."""
    return str(row["graph"].value).partition("#")[0]


def _rows(answer: Any) -> list[Cells]:
    names = [variable.value for variable in answer.variables]
    rows = [{name: row[name].value for name in names if row[name] is not None} for row in answer]
    return sorted((row for row in rows if row["ours"].startswith(BASE)), key=lambda row: sorted(row.items()))


def _unknown(record: Cells, known: set[tuple[str, str, str]]) -> bool:
    """Whether no act of ours is what a record states; of a record that states no kind of act, whether there is none at all."""
    return not any(
        (area, about) == (record["area"], record["instrument"]) and record.get("sort", sort) == sort for area, about, sort in known
    )


def _pair(row: Cells) -> tuple[str, str]:
    return row["area"], row["instrumentName"]


def _order(row: Cells) -> tuple[str, ...]:
    return row["areaName"], row["instrumentName"], row.get("ourAct", ""), row.get("ourEarliest", ""), row["ours"]
