"""What the partner's terms are linked to, as a mapping set (SSSOM/TSV): one row a written value that was matched or decided."""

from __future__ import annotations

from typing import Any

from kg.linking import mapping_set
from kg.linking.tables import acts, measures, wording
from kg.linking.tables.cube import Cube
from kg.linking.tables.mapping import Mapping
from kg.linking.tables.naming import Naming
from kg.linking.tables.outcome import Judge, Judged
from kg.mapping.terms import SKOS
from kg.vocabulary import vocabulary

UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
"""The licence of a set whose maker has not named one."""
_BY_NAME = frozenset({"names", "any"})
_MEASURE = "measure"
"""How a column of values was found is not kept in a mapping: its title is a name of the indicator, or a person decided."""
_PREDICATES = {
    "state": SKOS + "exactMatch",
    "instrument": SKOS + "exactMatch",
    "act": SKOS + "closeMatch",
    "indicator": SKOS + "closeMatch",
}
"""A written state or instrument is that one; what another measures, or calls an act, is close to ours, and the same only where a person
says so."""


class Links:
    """Collects the links of linked rows; one a concept, so that its size is that of the lists and not of the table."""

    def __init__(self, judge: Judge, cube: Cube) -> None:
        self._judge, self._cube = judge, cube
        self.found: dict[str, tuple[str, str, str, str]] = {}
        """Concept → predicate, thing of the graph, how it was found, what is written."""
        self._linkable = [(n, at, column) for n, (at, column) in enumerate(judge.keys) if column.role in _PREDICATES]
        self._expand = {at: cube.expander(n) for n, at, _ in self._linkable}
        self._seen: set[tuple[int, str]] = set()
        for _, column, _ in judge.values:
            if column.instrument:
                written = column.title or column.name
                self.found.setdefault(
                    acts.concept(column, judge.mapping.namespace), (f"{SKOS}exactMatch", column.instrument, _MEASURE, written)
                )
            if column.indicator or column.act:
                concept = measures.concept(column, judge.mapping.namespace)
                self.found.setdefault(concept, (column.relation, column.indicator or column.act, _MEASURE, column.title or column.name))

    def add(self, judged: Judged, cells: list[str], number: int) -> None:
        """The links of a row."""
        for n, at, column in self._linkable:
            written = cells[at].strip()
            if (at, written) in self._seen:
                continue
            self._seen.add((at, written))
            key = judged.keys[n]
            if key.iri:
                decision = column.decisions.get(written)
                predicate = decision.relation if decision is not None and decision.relation else key.relation or _PREDICATES[column.role]
                self.found[self._expand[at](cells, number)] = (predicate, key.iri, key.how, written)

    def triples(self) -> dict[str, tuple[str, str]]:
        """Concept → predicate and thing of the graph."""
        return {concept: (predicate, thing) for concept, (predicate, thing, _, _) in self.found.items()}

    def text(self, mapping: Mapping, naming: Naming) -> str:
        """The mapping set. Raises :class:`kg.errors.VocabularyError` KG880 for a relation that no prefix fits."""
        rows = []
        for concept, (predicate, thing, how, written) in self.found.items():
            if how == _MEASURE:
                how = "names" if thing in _named(written, naming) else "decided"
            justification = (
                "LexicalMatching"
                if how in _BY_NAME
                else "ManualMappingCuration"
                if how == "decided"
                else "BackgroundKnowledgeBasedMatching"
            )
            rows.append(
                mapping_set.Link(
                    subject=concept,
                    subject_label=" ".join(written.split()),
                    subject_type="skos concept",
                    predicate=predicate,
                    object=thing,
                    object_label=naming.label(thing) or wording.kinds_of_acts().get(thing, {}).get("en", ""),
                    object_type="owl named individual" if thing in naming.states | naming.instruments else "skos concept",
                    justification=f"semapv:{justification}",
                    match_string=" ".join(written.split()) if how in _BY_NAME else "",
                )
            )
        return mapping_set.write(_metadata(mapping), rows)


def _named(title: str, naming: Naming) -> set[str]:
    """What the title of a column names: an indicator, or an act and an instrument."""
    said = acts.title(title, naming)
    return {naming.indicator(title).iri, said.act, said.instrument}


def _metadata(mapping: Mapping) -> dict[str, Any]:
    prefixes = vocabulary().prefixes
    return {
        "mapping_set_id": f"{mapping.namespace}links",
        "mapping_set_title": f"Links of {mapping.url}",
        "license": mapping.licence or UNSPECIFIED,
        "mapping_set_source": [f"{mapping.namespace}table"],
        "curie_map": {
            "own": mapping.namespace,
            "area": prefixes["area"],
            "ind": prefixes["ind"],
            "inst": prefixes["inst"],
            "actkind": prefixes["actkind"],
            "semapv": "https://w3id.org/semapv/vocab/",
            "skos": SKOS,
        },
    }
