"""A description as a page sees it: sections of rows, each a property with its values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.mapping.terms import HRM, PROV, RDF, XSD
from kg.serving import numerals
from kg.serving.release import Release
from kg.serving.things.address import uri
from kg.serving.things.description import PAGE, Description
from kg.serving.things.lookup import LABELS
from kg.serving.things.names import Name, Names, short
from kg.serving.things.passage import place
from kg.validation.reports.signs import cut

VALUES = 200
"""Values of one property that a page shows."""
_LONGEST = 1500
"""Code points of a literal that a page shows."""
_DEEPEST = 6
_DERIVED = PROV + "wasDerivedFrom"
_SAID = ("value", "answer", "standing", "reason", "unit", "lowerBound", "upperBound", "asPrinted", "labelAsPrinted", "scope")
_FIRST = (RDF + "type", *(label.value for label in LABELS), *(HRM + name for name in _SAID), _DERIVED)
_NUMBERS = (XSD + "integer", XSD + "decimal")
"""Numbers are written in the signs of the language; other datatypes stand beside what is stored, and RDF has it all."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing that is named: where it is ('' where no link is safe), its name, its IRI abbreviated."""

    iri: str
    href: str
    name: Name
    short: str


@dataclass(frozen=True, slots=True)
class Words:
    """A literal; ``more`` says that it goes on. ``code`` is what is stored where the text is the label of a code."""

    text: str
    language: str
    datatype: str
    more: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A property, its values, and how many more there are. A value can be rows: those of a blank node."""

    property: Ref
    values: tuple[Ref | Words | tuple[Row, ...], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Section:
    """What a document says of one thing. ``anchor`` is the fragment of a hash IRI."""

    thing: Ref
    anchor: str
    classes: tuple[Ref, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Things that point here by one property."""

    property: Ref
    things: tuple[tuple[Ref, str], ...]


class View:
    """Makes what pages show, in one language."""

    def __init__(self, release: Release, names: Names, language: str) -> None:
        self.release = release
        self.names = names
        self.language = language

    def ref(self, iri: str) -> Ref:
        """A thing by its name; only http leads anywhere."""
        href = uri(self.release.url(iri)) if iri.startswith(("http://", "https://")) else ""
        return Ref(iri, href, self.names.of(iri, self.language), short(iri))

    def sections(self, found: Description) -> list[Section]:
        """The things that are described; of a graph those of this page."""
        things = found.things[(found.page - 1) * PAGE : found.page * PAGE] if found.graph else found.things
        by_subject: dict[NamedNode | BlankNode, list[Quad | Triple]] = {}
        said: tuple[Quad | Triple, ...] = (*found.own, *found.made)
        for one in said:
            if isinstance(one.subject, NamedNode | BlankNode):
                by_subject.setdefault(one.subject, []).append(one)
        return [self._section(thing, by_subject) for thing in things]

    def pointing(self, found: Description) -> list[Group]:
        """What points at the thing, by property; a statement with its words as printed."""
        by_property: dict[str, list[str]] = {}
        for quad in found.pointing:
            if isinstance(quad.subject, NamedNode):
                by_property.setdefault(quad.predicate.value, []).append(quad.subject.value)
        return [
            Group(self.ref(predicate), tuple((self.ref(one), self._printed(one)) for one in sorted(dict.fromkeys(things), key=self._order)))
            for predicate, things in by_property.items()
        ]

    def _order(self, iri: str) -> tuple[int, str]:
        """Statements in the order of their document, others by name."""
        source = next((found for value in self.names.lookup.values(iri, _DERIVED) if (found := place(value.value))), None)
        return (source.start if source else -1, self.names.of(iri, self.language).words)

    def _printed(self, iri: str) -> str:
        return next((cut(value.value, _LONGEST) for value in self.names.lookup.values(iri, HRM + "asPrinted")), "")

    def _section(self, thing: str, by_subject: dict[NamedNode | BlankNode, list[Quad | Triple]]) -> Section:
        statements = by_subject.get(NamedNode(thing), [])
        classes = tuple(self.ref(kind) for kind in self.names.lookup.types(thing))
        rows = self._rows(statements, by_subject, 0)
        return Section(self.ref(thing), thing.partition("#")[2], classes, rows)

    def _rows(
        self, statements: Iterable[Quad | Triple], by_subject: dict[NamedNode | BlankNode, list[Quad | Triple]], depth: int
    ) -> tuple[Row, ...]:
        by_property: dict[str, dict[NamedNode | BlankNode | Literal, None]] = {}
        for one in statements:
            if isinstance(one.object, NamedNode | BlankNode | Literal):
                by_property.setdefault(one.predicate.value, {})[one.object] = None
        properties = {iri: self.ref(iri) for iri in by_property}
        order = sorted(properties, key=lambda iri: (_FIRST.index(iri) if iri in _FIRST else len(_FIRST), properties[iri].name.words, iri))
        rows = []
        for iri in order:
            values = sorted(by_property[iri], key=self._rank)
            made = tuple(self._value(iri, value, by_subject, depth) for value in values[:VALUES])
            rows.append(Row(properties[iri], made, len(values) - len(made)))
        return tuple(rows)

    def _rank(self, value: NamedNode | BlankNode | Literal) -> tuple[int, str, str]:
        if isinstance(value, Literal):
            return (int(value.language not in (self.language, None)), value.language or "", value.value)
        return (2, "", self.names.of(value.value, self.language).words if isinstance(value, NamedNode) else str(value))

    def _value(
        self,
        predicate: str,
        value: NamedNode | BlankNode | Literal,
        by_subject: dict[NamedNode | BlankNode, list[Quad | Triple]],
        depth: int,
    ) -> Ref | Words | tuple[Row, ...]:
        if isinstance(value, NamedNode):
            return self.ref(value.value)
        if isinstance(value, BlankNode):
            return self._rows(by_subject.get(value, ()), by_subject, depth + 1) if depth < _DEEPEST else ()
        if value.datatype.value in _NUMBERS:
            return Words(numerals.written(value.value, self.language), "", "", False)
        if value.language or value.datatype.value != XSD + "string":
            datatype = "" if value.language else short(value.datatype.value)
            return Words(cut(value.value, _LONGEST), value.language or "", datatype, len(value.value) > _LONGEST)
        shown = self.names.plain(predicate, value.value, self.language)
        own = "" if shown.language == self.language else shown.language
        code = value.value if shown.words != value.value else ""
        return Words(cut(shown.words, _LONGEST), own, "", len(shown.words) > _LONGEST, code)
