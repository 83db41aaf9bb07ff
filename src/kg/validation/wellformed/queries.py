"""SPARQL in shapes graphs: prefix declarations, ``sh:sparql`` constraints and validators (SHACL 1.0, sections 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.validation.paths import SH
from kg.validation.report import Term
from kg.validation.wellformed import expressions
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import OWL, XSD, ShapesGraph
from kg.validation.wellformed.lexicon import lexicon, nearest
from kg.validation.wellformed.sparql import Objection, Query
from kg.validation.wellformed.terms import unknown

_ALWAYS = frozenset({"this", "shapesGraph", "currentShape"})
_AT_ONCE = frozenset({"query-service", "query-from", "query-as", "query-minus", "query-values"})
_CODES = {"nesting": "KG623", expressions.NOTE: "KG618"}
_SAID = re.compile(r"\{[?$](\w+)\}")


class Use(NamedTuple):
    """How a query is used: the property that holds it, the variables that are pre-bound, and whether $PATH may stand in it."""

    term: str
    values: tuple[str, ...]
    """Pre-bound besides $this: parameters and, for ASK, $value."""
    path: bool


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort; validators are those that a component of the graph has."""
    yield from _declarations(graph)
    for node in graph.having("constraint"):
        owners = [shape for shape, predicate in graph.into.get(node, ()) if predicate == SH + "sparql"]
        on_path = bool(owners) and all(graph.objects(shape, "path") for shape in owners)
        messages = [*graph.objects(node, "message"), *(m for shape in owners for m in graph.objects(shape, "message") if shape != node)]
        yield from query(graph, node, Use("select", (), on_path), messages)


def query(graph: ShapesGraph, node: Term, use: Use, messages: list[Term]) -> Iterator[Fault]:
    """Faults of the one query that a node must hold; of its messages, which may name only variables that are bound."""
    values, name = graph.objects(node, use.term), graph.name(node)
    if not values and node not in graph.doubtful:
        what, why = f"{name} has no sh:{use.term}", "there is nothing to run"
        yield graph.fault("KG615", f"{use.term}-count", node, what, why, f"add the query as sh:{use.term}")
    prefixes, clashes = _prefixes(graph, node)
    for prefix in clashes:
        what, why = f"{name} knows two namespaces for the prefix {prefix}:", "a prefix stands for one"
        yield graph.fault("KG615", "prefixes-duplicates", node, what, why, "rename one of them", term="prefixes")
    for value in values:
        if isinstance(value, Literal) and value.datatype.value == XSD + "string":
            asked = Query.of(value.value, prefixes)
            for found in _objections(asked, use):
                if found.kind == "prefix-undeclared" and (
                    node in graph.doubtful or not graph.doubtful.isdisjoint(graph.having("declaration"))
                ):
                    continue  # the declaration is misspelt: said already
                what = f"in the query of {name}, line {found.line}: {found.what}"
                code = _CODES.get(found.kind, "KG615")
                fatal = found.kind != expressions.NOTE
                yield graph.fault(code, found.kind, node, what, found.why, found.mend, term=use.term, fatal=fatal, line=found.line)
            yield from _terms(graph, node, asked, use)
            if asked.form:
                yield from _messages(graph, node, asked, use, messages)


def _objections(asked: Query, use: Use) -> Iterator[Objection]:
    if deep := asked.nesting():
        yield deep
        return
    bound = _ALWAYS | {"PATH", *use.values}
    refused = [one for one in asked.restrictions(bound, ()) if one.kind in _AT_ONCE]
    wrong = None if any(one.kind == "query-service" for one in refused) else asked.parse()
    if wrong and not refused:
        yield wrong._replace(kind="ask-sparql") if use.term == "ask" and wrong.kind == "select-query-valid" else wrong
    yield from refused
    if wrong or not asked.form:
        return
    yield from expressions.objections(asked)
    expected = use.term.upper()
    if asked.form != expected:
        yield Objection(
            f"{use.term}-query-form", f"it is a query of the form {asked.form}", f"sh:{use.term} takes {expected}", "rewrite it", 1
        )
        return
    if asked.variables is not None and "this" not in asked.variables:
        why = "every result is about $this"
        yield Objection("select-query-this", "it does not project $this", why, "write SELECT $this …", asked.line(asked.tokens[0]))
    yield from (one for one in asked.restrictions(bound, ("this", *use.values)) if one.kind == "query-subselect")
    place = asked.uses("PATH")
    if place and not use.path:
        why = "only a property shape has a path to put there"
        yield Objection("PATH-scope", "it uses $PATH", why, "write the property itself, or move it to a property shape", asked.line(place))
    elif place and asked.path_misplaced():
        why = "the path of the shape is written there: it may only be a predicate of a triple pattern"
        yield Objection("PATH-position", "$PATH is no predicate there", why, "use $PATH as in $this $PATH ?value", asked.line(place))


def _terms(graph: ShapesGraph, node: Term, asked: Query, use: Use) -> Iterator[Fault]:
    for iri, line in asked.names(SH):
        name = iri[len(SH) :]
        if name and name not in lexicon():
            yield unknown(graph, node, iri, SH + use.term, nearest(name, predicate=name[0].islower()), line)


def _messages(graph: ShapesGraph, node: Term, asked: Query, use: Use, messages: list[Term]) -> Iterator[Fault]:
    """A message that names a variable which no solution binds is printed with a hole."""
    bound = {*_ALWAYS, "PATH", "path", "value", *use.values, *(asked.variables or ())}
    for name in sorted({name for message in messages if isinstance(message, Literal) for name in _SAID.findall(message.value)} - bound):
        what, why = f"the message of {graph.name(node)} names ?{name}", "the query does not project it"
        yield graph.fault("KG618", "message-variable", node, what, why, "project it, or take it out", term="message", fatal=False)


def _prefixes(graph: ShapesGraph, node: Term) -> tuple[dict[str, str], list[str]]:
    """Prefixes with their namespaces, ontologies imported by the value of sh:prefixes included (section 5.2.1); and the contradictions."""
    ontologies = tuple(graph.objects(node, "prefixes"))
    if ontologies in graph.prefixes:
        return graph.prefixes[ontologies]
    waiting, seen = list(ontologies), set()
    found: dict[str, set[str]] = {}
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        waiting += graph.objects(ontology, OWL + "imports")
        for declared in graph.objects(ontology, "declare"):
            for prefix in graph.objects(declared, "prefix"):
                for namespace in graph.objects(declared, "namespace"):
                    if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                        found.setdefault(prefix.value, set()).add(namespace.value)
    clashes = sorted(prefix for prefix, names in found.items() if len(names) > 1)
    # A namespace that is no IRI has its own fault: the query is parsed as if it were one.
    graph.prefixes[ontologies] = {p: next(filter(_absolute, sorted(names)), "urn:x:") for p, names in found.items()}, clashes
    return graph.prefixes[ontologies]


def _declarations(graph: ShapesGraph) -> Iterator[Fault]:
    for node in graph.having("declaration"):
        for term in ("prefix", "namespace"):
            if not graph.objects(node, term) and node not in graph.doubtful:
                owner = next((subject for subject, predicate in graph.into.get(node, ()) if predicate == SH + "declare"), node)
                what = f"a prefix declaration of {graph.name(owner)} has no sh:{term}"
                mend = 'write [ sh:prefix "…" ; sh:namespace "…"^^xsd:anyURI ]'
                yield graph.fault("KG615", f"{term}-count", node, what, "a declaration has both", mend)
        for value in graph.objects(node, "namespace"):
            if isinstance(value, Literal) and not _absolute(value.value):
                what, why = f"sh:namespace of {graph.name(node)} is {graph.name(value)}", "it is no absolute IRI"
                yield graph.fault("KG615", "namespace-iri", node, what, why, "write the whole IRI", term="namespace")


def _absolute(iri: str) -> bool:
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri):
        return False
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True
