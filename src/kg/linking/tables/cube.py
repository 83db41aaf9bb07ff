"""Linked rows as RDF Data Cube observations in the partner's namespace (W3C, The RDF Data Cube Vocabulary, 16 January 2014).

Each measure is a data set of its own, so that a missing value is a missing observation and every constraint of section 11 can hold.
Dimensions are ``sdmx-dimension:refArea`` (a state of the graph), ``sdmx-dimension:refPeriod``, and the partner's own for instrument,
indicator and other keys. Written keys stay as concepts of the partner with ``skos:notation``; a number or day that is written otherwise
than its literal keeps its text as an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.linking.tables import acts, measures, origin, template
from kg.linking.tables.mapping import Column
from kg.linking.tables.outcome import Judge, Judged
from kg.linking.tables.proposal import AREA, PERIOD
from kg.mapping.terms import DCT, QB, RDF, RDFS, SKOS, XSD, iri, text, typed

PREFIXES = {
    "qb": QB,
    "skos": SKOS,
    "rdfs": RDFS,
    "dct": DCT,
    "xsd": XSD,
    "sdmx-dimension": AREA.removesuffix("refArea"),
}
FORMS = ("ttl", "nq")
_REMEMBERED = 50_000
Pairs = Sequence[tuple[str, str]]
_LOCAL_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")
_LOCAL = {"state": "area", "year": "period"}


class Cube:
    """Makes the text of the output. ``form`` is ``ttl`` or ``nq``; the graph of N-Quads is ``graph`` in the partner's namespace."""

    def __init__(self, judge: Judge, form: str) -> None:
        self._judge, self.mapping = judge, judge.mapping
        self._space = self.mapping.namespace
        self.turtle = form == "ttl"
        self._prefixes = {**PREFIXES, "own": f"{self._space}property/"}
        self._end = f" <{self._space}graph> .\n"
        self._type = self._name(RDF + "type")
        self._area, self._period = self._name(AREA), self._name(PERIOD)
        self._written = self._name(f"{self._space}property/written")
        self._own = [self._name(column.property) for _, column in judge.keys]
        self._terms: list[template.Expand] = [template.compiled(c.value, judge.names) for _, c in judge.keys]
        self._measures = {at: self._name(c.property) for at, c, _ in judge.values}
        self._between = " ;\n    "
        self._instruments = {at: self._instrument(c) for at, c, _ in judge.values if c.instrument}
        first, gap = f"{self._type} {self._name(QB + 'Observation')}", self._between if self.turtle else "\n"
        data_set = self._name(QB + "dataSet")
        self._sets = {at: f"{first}{gap}{data_set} {iri(f'{self._space}dataset/{c.dataset}')}" for at, c, _ in judge.values}
        self._said: list[dict[str, str]] = [{} for _ in judge.keys]
        self.concepts: dict[str, tuple[str, str]] = {}
        """IRI of a concept of the partner → its kind and what is written."""

    def expander(self, number: int) -> template.Expand:
        """The template of the concepts of a key column."""
        return self._terms[number]

    def head(self) -> str:
        """What stands above everything."""
        if not self.turtle:
            return ""
        return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in self._prefixes.items()) + "\n"

    def observations(self, judged: Judged, cells: Sequence[str], number: int, without: frozenset[int] = frozenset()) -> Iterator[str]:
        """The observations of a linked row, but for the columns in ``without``."""
        said = [
            self._said[n].get(cells[at]) or self._say(n, at, column, judged.keys[n].literal, cells, number)
            for n, (at, column) in enumerate(self._judge.keys)
        ]
        for value in judged.values:
            at = value.column
            if at in without:
                continue
            parts = [self._sets[at], *said, f"{self._measures[at]} {value.literal}"]
            if value.period:
                parts.append(f"{self._period} {typed(value.period, 'gYear')}")
            if at in self._instruments:
                parts.append(self._instruments[at])
            if value.written:
                parts.append(f"{self._written} {text(value.written)}")
            yield self._joined(f"<{self._judge.about[at](cells, number)}>", parts)

    def _say(self, n: int, at: int, column: Column, literal: str, cells: Sequence[str], number: int) -> str:
        """What every observation with a written key says about it; remembered where the key alone decides."""
        concept = self._terms[n](cells, number)
        self.concepts.setdefault(concept, (column.name, cells[at]))
        parts = [f"{self._own[n]} <{concept}>"]
        if column.role in ("state", "year"):
            parts.insert(0, f"{self._area if column.role == 'state' else self._period} {literal}")
        found = self._between.join(parts) if self.turtle else "\n".join(parts)
        if template.of_one(column.value, column.name) and len(self._said[n]) < _REMEMBERED:
            self._said[n][cells[at]] = found
        return found

    def structure(self) -> Iterator[str]:
        """The data sets and their structures; each component is named, so that the same table gives the same bytes."""
        used: dict[str, Column] = {}
        for _, column, _ in self._judge.values:
            used.setdefault(column.dataset, column)
        for name, column in used.items():
            data_set, structure = iri(f"{self._space}dataset/{name}"), iri(f"{self._space}structure/{name}")
            title = text(column.title if not column.period else self.mapping.title or name)
            described = [self._is("DataSet"), self._pair(RDFS + "label", title), self._pair(QB + "structure", structure)]
            if column.unit:
                described.append(self._pair(measures.UNIT, iri(column.unit)))
            yield self._statement(data_set, described)
            parts = list(self._components(column))
            components = [(self._name(QB + "component"), iri(f"{self._space}structure/{name}/{part}")) for part, _, _ in parts]
            yield self._statement(structure, [self._is("DataStructureDefinition"), *components])
            for part, kind, property_ in parts:
                pairs = [self._pair(QB + kind, iri(property_))]
                if kind == "attribute":
                    pairs.append(self._pair(QB + "componentRequired", typed("false", "boolean")))
                if part == "unit":
                    pairs.append(self._pair(QB + "componentAttachment", iri(QB + "DataSet")))
                yield self._statement(iri(f"{self._space}structure/{name}/{part}"), pairs)
        yield from self._properties(used.values())

    def made_of(self, files: Iterable[tuple[str, str]]) -> Iterator[str]:
        """What the output was made of: names of contents (:mod:`kg.linking.tables.origin`) and of files."""
        given = list(files)
        yield self._statement(iri(f"{self._space}table"), [self._pair(origin.DERIVED, iri(content)) for content, _ in given])
        for content, name in given:
            yield self._statement(iri(content), [self._pair(origin.LABEL, text(name))])

    def terms(self, links: dict[str, tuple[str, str]]) -> Iterator[str]:
        """The partner's concepts: what was written, and what it is linked to (IRI → predicate, object)."""
        for concept, (name, written) in self.concepts.items():
            scheme = iri(f"{self._space}list/{name}")
            pairs = [
                (self._type, self._name(SKOS + "Concept")),
                self._pair(SKOS + "notation", text(written)),
                self._pair(SKOS + "inScheme", scheme),
            ]
            if concept in links:
                pairs.append((self._name(links[concept][0]), iri(links[concept][1])))
            yield self._statement(f"<{concept}>", pairs)
        for concept, column in {acts.concept(c, self._space): c for _, c, _ in self._judge.values if c.instrument}.items():
            pairs = [(self._type, self._name(SKOS + "Concept")), self._pair(RDFS + "label", text(column.instrument.rpartition("/")[2]))]
            yield self._statement(f"<{concept}>", [*pairs, self._pair(f"{SKOS}exactMatch", iri(column.instrument))])
        linked = {measures.concept(c, self._space): c for _, c, _ in self._judge.values if c.indicator or c.act}
        for concept, column in linked.items():
            label = text(column.dataset if column.period else column.title or column.name)
            pairs = [(self._type, self._name(SKOS + "Concept")), self._pair(RDFS + "label", label)]
            yield self._statement(f"<{concept}>", [*pairs, self._pair(column.relation, iri(column.indicator or column.act))])
        for name in dict.fromkeys(name for name, _ in self.concepts.values()):
            title = next(column.title or name for column in self.mapping.columns if column.name == name)
            pairs = [(self._type, self._name(SKOS + "ConceptScheme")), self._pair(RDFS + "label", text(title))]
            yield self._statement(iri(f"{self._space}list/{name}"), pairs)

    def _components(self, column: Column) -> Iterator[tuple[str, str, str]]:
        for _, key in self._judge.keys:
            if key.role in ("state", "year"):
                yield _LOCAL[key.role], "dimension", AREA if key.role == "state" else PERIOD
                yield f"{_LOCAL[key.role]}-written", "attribute", key.property
            else:
                yield key.name, "dimension", key.property
        if column.period:
            yield "period", "dimension", PERIOD
        if column.instrument:
            yield "instrument", "dimension", acts.dimension(self._space)
        yield "measure", "measure", column.property
        yield "written", "attribute", f"{self._space}property/written"
        if column.unit:
            yield "unit", "attribute", measures.UNIT

    def _properties(self, columns: Iterable[Column]) -> Iterator[str]:
        resource = iri(RDFS + "Resource")
        described: dict[str, tuple[str, str, str]] = {}
        concepts: dict[str, str] = {}
        periods = any(column.period for _, column, _ in self._judge.values)
        for _, key in self._judge.keys:
            if key.role in ("state", "year"):
                described[AREA if key.role == "state" else PERIOD] = ("DimensionProperty", "", resource)
                described[key.property] = ("AttributeProperty", key.title, "")
            else:
                described[key.property] = ("DimensionProperty", key.title, resource)
        if periods:
            described[PERIOD] = ("DimensionProperty", "", resource)
        for column in columns:
            described[column.property] = (
                "MeasureProperty",
                column.title if not column.period else column.dataset,
                resource if column.datatype == "any" else iri(XSD + column.datatype),
            )
            if column.unit:
                described[measures.UNIT] = ("AttributeProperty", "", "")
            if column.instrument:
                described[acts.dimension(self._space)] = ("DimensionProperty", "", resource)
            if column.indicator or column.act:
                concepts[column.property] = measures.concept(column, self._space)
        described[f"{self._space}property/written"] = ("AttributeProperty", "", "")
        for property_, (kind, label, range_) in described.items():
            pairs = [self._is(kind)]
            if label:
                pairs.append(self._pair(RDFS + "label", text(label)))
            if range_:
                pairs.append(self._pair(RDFS + "range", range_))
            if property_ in concepts:
                pairs.append(self._pair(QB + "concept", iri(concepts[property_])))
            yield self._statement(iri(property_), pairs)

    def _instrument(self, column: Column) -> str:
        return f"{self._name(acts.dimension(self._space))} <{acts.concept(column, self._space)}>"

    def _is(self, kind: str) -> tuple[str, str]:
        return self._type, self._name(QB + kind)

    def _pair(self, predicate: str, value: str) -> tuple[str, str]:
        return self._name(predicate), value

    def _name(self, full: str) -> str:
        if self.turtle:
            if full == RDF + "type":
                return "a"
            for prefix, space in self._prefixes.items():
                if full.startswith(space) and _LOCAL_NAME.fullmatch(full.removeprefix(space)):
                    return f"{prefix}:{full.removeprefix(space)}"
        return iri(full)

    def _statement(self, subject: str, pairs: Pairs) -> str:
        return self._joined(subject, [f"{predicate} {value}" for predicate, value in pairs])

    def _joined(self, subject: str, parts: Sequence[str]) -> str:
        if self.turtle:
            return f"{subject} {self._between.join(parts)} .\n"
        end = self._end
        return f"{subject} " + f"{end}{subject} ".join("\n".join(parts).split("\n")) + end
