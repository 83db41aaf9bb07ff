"""The triples of a build, as tables are made of them: by subject and property, each marked as carried once a cell holds it.

The graphs are merged: a table of CSVW has no place for their names, and a triple that stands in two graphs is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from kg.exporting.layout import TABLE, Column, Table
from kg.mapping import reference
from kg.mapping.terms import BASE, RDF
from kg.vocabulary import vocabulary

Object = NamedNode | BlankNode | Literal
_TYPE = RDF + "type"


class Content:
    """What is still to be carried. ``total`` is how many triples there are."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._left: dict[str, dict[str, set[Object]]] = {}
        self._blank: set[Triple] = set()
        self._classes: dict[str, set[str]] = {}
        for quad in store:
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
                self._blank.add(Triple(quad.subject, quad.predicate, quad.object))
                continue
            self._left.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, set()).add(quad.object)
            if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
                self._classes.setdefault(quad.object.value, set()).add(quad.subject.value)
        self.total = self.left + len(self._blank)

    @property
    def left(self) -> int:
        """Triples without blank nodes that nothing carries yet."""
        return sum(len(objects) for said in self._left.values() for objects in said.values())

    def things(self, table: Table) -> list[str]:
        """The IRIs of those things that have a row, in order."""
        wanted = table.classes[:1] or table.kinds
        return sorted({thing for name in wanted for thing in self._classes.get(name, ())})

    def values(self, thing: str, property_: str) -> set[Object]:
        """The objects of a thing and property that nothing carries yet."""
        return self._left.get(thing, {}).get(property_, set())

    def carry(self, thing: str, property_: str, value: Object) -> None:
        """Marks a triple as carried."""
        self._left[thing][property_].discard(value)

    @property
    def properties(self) -> set[str]:
        """The properties of triples that nothing carries yet."""
        return {property_ for said in self._left.values() for property_, objects in said.items() if objects}

    def said(self, wanted: Set[str]) -> Iterator[tuple[str, str, list[Object]]]:
        """Subjects and those of their properties that are wanted, with what is left of their objects, in order."""
        for thing in sorted(self._left):
            for property_ in sorted(wanted & self._left[thing].keys()):
                if objects := self._left[thing][property_]:
                    yield thing, property_, sorted(objects, key=str)

    def derived(self, column: Column, table: Table) -> dict[str, set[Object]]:
        """What a derived column repeats, by the thing of its row."""
        if not column.derived.startswith(TABLE):
            return self._along(column)
        prefix, _, local = column.derived.removeprefix(TABLE).partition(":")
        property_ = NamedNode(vocabulary().prefixes[prefix] + local)
        found: dict[str, set[Object]] = {}
        for name in (one.removeprefix("reference/") for one in table.of if one.startswith("reference/")):
            declared = {quad.object for quad in self.store.quads_for_pattern(NamedNode(f"{BASE}reference/{name}"), property_, None, None)}
            said: set[Object] = {one for one in declared if isinstance(one, NamedNode | Literal)}
            for quad in self.store.quads_for_pattern(None, NamedNode(_TYPE), None, NamedNode(reference.graph_iri(name))):
                if isinstance(quad.subject, NamedNode):
                    found[quad.subject.value] = said
        return found

    def _along(self, column: Column) -> dict[str, set[Object]]:
        """What stands at the end of the path of a derived column, by the thing at its beginning."""
        query = f"SELECT DISTINCT ?thing ?value WHERE {{ ?thing {column.derived} ?value }}"
        rows = self.store.query(query, use_default_graph_as_union=True, prefixes=vocabulary().prefixes)
        assert isinstance(rows, QuerySolutions)
        found: dict[str, set[Object]] = {}
        for row in rows:
            thing, value = row["thing"], row["value"]
            if isinstance(thing, NamedNode) and isinstance(value, NamedNode | BlankNode | Literal):
                found.setdefault(thing.value, set()).add(value)
        return found

    def rest(self) -> list[Triple]:
        """The triples that nothing carries."""
        named = [Triple(NamedNode(s), NamedNode(p), one) for s, p, objects in self.said(self.properties) for one in objects]
        return [*named, *self._blank]
