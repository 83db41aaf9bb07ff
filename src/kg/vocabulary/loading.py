"""Reads ``ontology/`` and the reference tables of areas and instruments into a :class:`Vocabulary`.

Turtle is parsed by pyoxigraph (3 ms to import): reading facts must not pay for rdflib.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import VocabularyError
from kg.vocabulary import resources
from kg.vocabulary.prefixes import base, declared
from kg.vocabulary.terms import (
    Answer,
    Area,
    GapReason,
    Group,
    Indicator,
    Instrument,
    Language,
    Multiplier,
    Part,
    Role,
    Section,
    Standing,
    Term,
    Unit,
    Wording,
)

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
T = TypeVar("T", bound=Term)
Node = dict[str, list[NamedNode | Literal]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every closed list of the project, by code. Look-ups by :meth:`term`; ``prefixes`` maps prefix to namespace."""

    prefixes: dict[str, str]
    indicators: dict[str, Indicator]
    parts: dict[str, Part]
    answers: dict[str, Answer]
    standings: dict[str, Standing]
    groups: dict[str, Group]
    units: dict[str, Unit]
    multipliers: dict[str, Multiplier]
    reasons: dict[str, GapReason]
    roles: dict[str, Role]
    sections: dict[str, Section]
    languages: dict[str, Language]
    areas: dict[str, Area]
    instruments: dict[str, Instrument]
    titles: dict[str, str]
    """Title templates of profiles by language."""
    descriptions: dict[str, str]
    """Descriptions of profiles by language."""
    relations: dict[str, tuple[Wording, ...]]
    """Wordings of the properties ``scope``, ``dataFrom``, ``answersTo`` (and ``answersTo.single``, ``body.single``: for one body)."""

    @property
    def base(self) -> str:
        """The base IRI under which everything of the project stands."""
        return base(self.prefixes)

    def term(self, terms: dict[str, T], code: str, *, what: str = "term") -> T:
        """The term of a closed list; raises :class:`VocabularyError` KG403 for an unknown code, naming the near ones."""
        try:
            return terms[code]
        except KeyError:
            known = ", ".join(sorted(terms)[:12]) + (" ..." if len(terms) > 12 else "")
            raise VocabularyError("KG403", f"unknown {what} {code!r}", why=f"known are {known}") from None

    def facets(self, indicator: str) -> list[Indicator]:
        """The indicators whose values stand in the same row as ``indicator``."""
        return [i for i in self.indicators.values() if i.facet_of == indicator]


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a TSV of ``data/reference``: no quoting, one header line. Raises KG405 with line for a row of another width."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows)
        for number, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise VocabularyError(
                    "KG405",
                    f"the row has {len(row)} cells and the header {len(header)}",
                    mend="a cell holds no tab and no line end",
                    file=path,
                    line=number,
                )
            yield dict(zip(header, row, strict=True))


def _nodes(files: list[Path]) -> dict[str, Node]:
    nodes: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for file in files:
        try:
            for triple in parse(path=str(file), format=RdfFormat.TURTLE):
                nodes[getattr(triple.subject, "value", "")][triple.predicate.value].append(triple.object)
        except SyntaxError as error:
            raise VocabularyError("KG406", f"not Turtle: {error.msg}", file=file, line=error.lineno) from error
    return nodes


class _Reader:
    """Typed access to the nodes of the vocabulary while it is loaded."""

    def __init__(self, nodes: dict[str, Node], hrm: str) -> None:
        self.nodes = nodes
        self.hrm = hrm

    def of_class(self, name: str) -> list[tuple[str, Node]]:
        iri = self.hrm + name
        return [(s, n) for s, n in self.nodes.items() if any(t.value == iri for t in n.get(RDF_TYPE, ()))]

    def one(self, node: Node, name: str) -> str | None:
        values = node.get(self.hrm + name)
        return values[0].value if values else None

    def code(self, node: Node, name: str) -> str | None:
        value = self.one(node, name)
        return None if value is None else local_name(value)

    def values(self, node: Node, name: str) -> tuple[str, ...]:
        return tuple(value.value for value in node.get(self.hrm + name, ()))

    def unit(self, term: tuple[str, str, dict[str, str], tuple[Wording, ...]], node: Node) -> Unit:
        currency = any(kind.value == self.hrm + "Currency" for kind in node[RDF_TYPE])
        return Unit(*term, currency, self.one(node, "wholeNumbers") == "true", self.wordings(node, "localWording"))

    def wordings(self, node: Node, name: str = "") -> tuple[Wording, ...]:
        """The wordings of a term: labels and hrm:wording, or those of one property of ours."""
        found = []
        own = (self.hrm + name,) if name else (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", self.hrm + "wording")
        for prop in own:
            for text in node.get(prop, ()):
                if isinstance(text, Literal):
                    found.append(Wording(text.value, text.language or "", prop.endswith("prefLabel")))
        return tuple(found)

    def texts(self, term: str, name: str) -> dict[str, str]:
        values = self.nodes[self.hrm + term].get(self.hrm + name, ())
        return {t.language or "": t.value for t in sorted(values, key=str) if isinstance(t, Literal)}

    def labels(self, node: Node) -> dict[str, str]:
        return {t.language or "": t.value for t in node.get(SKOS + "prefLabel", ()) if isinstance(t, Literal)}

    def terms(self, name: str, make: Callable[[tuple[str, str, dict[str, str], tuple[Wording, ...]], Node], T]) -> dict[str, T]:
        found = {}
        for iri, node in self.of_class(name):
            term = make((local_name(iri), iri, self.labels(node), self.wordings(node)), node)
            found[term.code] = term
        return found


def local_name(iri: str) -> str:
    """What stands after the last slash or hash of an IRI."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the installed project, read once a process (about 20 ms)."""
    return load(resources.root())


def load(root: Path) -> Vocabulary:
    """Reads ``ontology/`` and ``data/reference/{areas,instruments}.tsv`` under ``root``; raises :class:`VocabularyError`."""
    prefixes = declared(resources.prefix_file(root))
    read = _Reader(_nodes(resources.ontology_files(root)), prefixes["hrm"])
    one, code = read.one, read.code
    return Vocabulary(
        prefixes=prefixes,
        indicators=read.terms(
            "Indicator",
            lambda t, n: Indicator(
                *t,
                kind=code(n, "valueKind") or "",
                section=code(n, "section") or "",
                section_required=one(n, "sectionRequired") == "true",
                unit=code(n, "unit"),
                money=code(n, "unitType") == "Currency",
                scale=code(n, "scale"),
                instrument=code(n, "instrument"),
                named_means=code(n, "namedMeans"),
                may_name=frozenset(map(local_name, read.values(n, "mayName"))),
                facet_of=next((local_name(b.value) for b in n.get(SKOS + "broader", ())), None),
                component_of=code(n, "componentOf"),
                position=int(one(n, "position") or 0),
            ),
        ),
        parts=read.terms(
            "Part",
            lambda t, n: Part(*t, local_name(n[SKOS + "broader"][0].value), code(n, "group") or "", read.wordings(n, "leaningWording")),
        ),
        answers=read.terms(
            "Answer",
            lambda t, n: Answer(
                *t,
                local_name(n[SKOS + "inScheme"][0].value),
                int(r) if (r := one(n, "rank")) else None,
                int(one(n, "minimumBodies") or 0),
                one(n, "negates") == "true",
            ),
        ),
        standings=read.terms("Standing", lambda t, n: Standing(*t, code(n, "standingFor") or "")),
        groups=read.terms("Group", lambda t, n: Group(*t, one(n, "partOfTotal") == "true")),
        units=read.terms("Unit", read.unit) | read.terms("Currency", read.unit),
        multipliers=read.terms("Multiplier", lambda t, n: Multiplier(*t, int(one(n, "factor") or 1))),
        reasons=read.terms(
            "GapReason",
            lambda t, n: GapReason(*t, any(b.value.endswith("/by-reader") for b in n.get(SKOS + "broader", ()))),
        ),
        roles=read.terms("Role", lambda t, n: Role(*t, code(n, "bodyClass") or "")),
        sections=read.terms("Section", lambda t, n: Section(*t, one(n, "holdsNarratives") == "true")),
        languages={
            language.tag: language
            for language in read.terms(
                "Language",
                lambda t, n: Language(
                    *t,
                    tag=one(n, "tag") or "",
                    authority=next((e.value for e in n.get(SKOS + "exactMatch", ())), ""),
                    decimal_mark=one(n, "decimalMark") or "",
                    grouping_marks=read.values(n, "groupingMark"),
                    abbreviations=frozenset(read.values(n, "abbreviation")),
                    connectors=read.values(n, "connector"),
                    conjunctions=read.values(n, "conjunction"),
                    body_words=read.values(n, "bodyWord"),
                    body_word_forms=read.values(n, "bodyWordForm"),
                    body_complements=read.values(n, "bodyComplement"),
                    qualifiers=read.values(n, "qualifier"),
                    modifier_endings=read.values(n, "modifierEnding"),
                    name_particles=frozenset(read.values(n, "nameParticle")),
                ),
            ).values()
        },
        areas={row["key"]: _area(row, prefixes["area"]) for row in read_table(root / "data" / "reference" / "areas.tsv")},
        instruments={row["key"]: _instrument(row, prefixes["inst"]) for row in read_table(root / "data" / "reference" / "instruments.tsv")},
        titles=read.texts("CountryProfile", "titleTemplate"),
        descriptions=read.texts("CountryProfile", "descriptionTemplate"),
        relations={
            **{name: read.wordings(read.nodes[read.hrm + name]) for name in ("scope", "dataFrom", "answersTo")},
            "body.single": read.wordings(read.nodes[read.hrm + "body"], "singleWording"),
            "answersTo.single": read.wordings(read.nodes[read.hrm + "answersTo"], "singleWording"),
        },
    )


def _area(row: dict[str, str], namespace: str) -> Area:
    return Area(
        row["key"],
        namespace + row["key"],
        {"en": row["name_en"], "ru": row["name_ru"]},
        (),
        m49=row["m49"],
        currency=row["currency"],
        country_authority=row["eu_country_uri"],
        adjectives={key.removeprefix("forms_"): tuple(text.split(" | ")) for key, text in row.items() if key.startswith("forms_") and text},
    )


def _instrument(row: dict[str, str], namespace: str) -> Instrument:
    labels = {key.removeprefix("name_"): text for key, text in row.items() if key in ("name_en", "name_ru") and text}
    wordings = [Wording(text, language, True) for language, text in labels.items()]
    for key, text in row.items():
        if key.startswith("wordings_") and text:
            wordings += [Wording(t, key.removeprefix("wordings_"), False) for t in text.split(" || ")]
    kind = {"treaty": "Treaty", "protocol": "Protocol", "procedure": "Procedure", "soft-law": "SoftLaw"}[row["kind"]]
    return Instrument(row["key"], namespace + row["key"], labels, tuple(wordings), kind)
