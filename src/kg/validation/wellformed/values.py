"""The values of SHACL's properties: node kind, datatype, number, lists, regular expressions (SHACL 1.0, appendix C).

What each property takes is in ``shacl.tsv``; kinds of faults are named as the standard names the syntax rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.validation.escapes import UnfitError
from kg.validation.paths import RDF, SH
from kg.validation.patterns import FLAGS, translated
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import XSD, ShapesGraph
from kg.validation.wellformed.lexicon import Entry, lexicon

_SUFFIX = {
    "iri": "nodeKind",
    "iri-or-literal": "nodeKind",
    "literal": "nodeKind",
    "resource": "nodeKind",
    "nodekind": "in",
} | dict.fromkeys(("shape", "node-shape", "property-shape"), "node")
_TOGETHER = frozenset({"closed", "ignoredProperties", "pattern", "flags"})
_GROUPS = 200
"""Groups of a regular expression in one another: the native engine takes 249, Python's library some 300."""
_WORD = re.compile(r"(?<!\\)(?:\\\\)*\\[wW]")
_NO_GROUP = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_DATATYPES = re.compile(
    "string|boolean|decimal|integer|double|float|date|time|dateTime|dateTimeStamp|gYear|gMonth|gDay|gYearMonth|gMonthDay|duration|byte|short|"
    "yearMonthDuration|dayTimeDuration|int|long|unsigned(Byte|Short|Int|Long)|non(Positive|Negative)Integer|(positive|negative)Integer|"
    "hexBinary|base64Binary|anyURI|language|normalizedString|token|NMTOKEN|Name|NCName|QName|NOTATION|ENTITY|ID|IDREF|any(Simple|Atomic)Type"
)


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort."""
    entries = {entry.iri: entry for entry in lexicon().values() if entry.supported and (entry.value or entry.at_most)}
    for node, triples in graph.out.items():
        if graph.foreign(node):
            continue
        for predicate, values in triples.items():
            entry = entries.get(predicate)
            if entry is None or entry.value == "path":
                continue
            if entry.at_most and len(values) > entry.at_most:
                yield _too_many(graph, node, entry, values)
            for value in values:
                if value not in graph.doubtful:
                    yield from _value(graph, node, entry, value)
        yield from _pattern(graph, node)


def _too_many(graph: ShapesGraph, node: Term, entry: Entry, values: list[Term]) -> Fault:
    kind = "multiple-parameters" if entry.term in _TOGETHER or entry.term.startswith("qualified") else f"{entry.term}-maxCount"
    mend = "say each in a shape of its own and join them with sh:and or sh:or" if entry.kind == "parameter" else "keep one"
    what = f"sh:{entry.term} of {graph.name(node)} has {len(values)} values"
    return graph.fault("KG614", kind, node, what, "it takes one", mend, term=entry.term)


_TESTS: dict[str, tuple[Callable[[Term], bool], str, str]] = {
    "iri": (lambda v: isinstance(v, NamedNode), "it takes an IRI", "write <…> or prefix:name"),
    "iri-or-literal": (lambda v: not isinstance(v, BlankNode), "it takes an IRI or a literal", "name the node with an IRI"),
    "literal": (lambda v: isinstance(v, Literal), "it takes a literal", "write a number, a date or a text"),
    "resource": (lambda v: not isinstance(v, Literal), "it takes a node", "write an IRI or […]"),
    "shape": (lambda v: not isinstance(v, Literal), "it takes a shape", "write the IRI of a shape, or a shape in […]"),
    "count": (
        lambda v: isinstance(v, Literal) and v.datatype.value == XSD + "integer" and bool(re.fullmatch(r"\+?\d+", v.value)),
        "it takes a whole number (xsd:integer) that is not below zero",
        "write it without quotation marks: 1",
    ),
    "boolean": (
        lambda v: isinstance(v, Literal) and v.datatype.value == XSD + "boolean" and v.value in ("true", "false", "1", "0"),
        "it takes an xsd:boolean",
        "write true or false without quotation marks",
    ),
    "string": (
        lambda v: isinstance(v, Literal) and v.datatype.value == XSD + "string",
        "it takes an xsd:string",
        'write "…" without language and datatype',
    ),
    "text": (
        lambda v: isinstance(v, Literal) and v.datatype.value in (XSD + "string", RDF + "langString"),
        "it takes a text, with or without language",
        'write "…" or "…"@en',
    ),
    "uri": (lambda v: isinstance(v, Literal) and v.datatype.value == XSD + "anyURI", "it takes an xsd:anyURI", 'write "…"^^xsd:anyURI'),
    "nodekind": (
        lambda v: isinstance(v, NamedNode) and v.value.startswith(SH) and _kind(v) == "nodekind",
        "it takes one of sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral, sh:IRIOrLiteral",
        "write one of these",
    ),
    "any": (lambda v: True, "", ""),
}


def _kind(value: NamedNode) -> str:
    entry = lexicon().get(value.value.removeprefix(SH))
    return entry.kind if entry else ""


def _value(graph: ShapesGraph, node: Term, entry: Entry, value: Term) -> Iterator[Fault]:
    """Faults of one value of a property."""
    term, kind = entry.term, entry.value
    if kind.startswith("list:"):
        yield from _list(graph, node, entry, value)
        return
    fits, why, mend = _TESTS["shape" if kind in ("node-shape", "property-shape") else kind or "any"]
    what = f"sh:{term} of {graph.name(node)} is {graph.name(value)}" if not fits(value) or term in ("datatype", "severity") else ""
    if not fits(value):
        plain = term == "namespace" and isinstance(value, Literal) and value.datatype.value == XSD + "string"
        rule = f"{term}-{_SUFFIX.get(kind, 'datatype')}"
        yield graph.fault("KG618" if plain else "KG614", rule, node, what, why, mend, term=term, fatal=not plain)
        return
    if kind in ("node-shape", "property-shape"):
        yield from _scope_of_reference(graph, node, entry, value)
    elif term == "datatype" and value.value.startswith(XSD) and not _DATATYPES.fullmatch(value.value[len(XSD) :]):
        why = "XML Schema has no such datatype: no value ever has it"
        yield graph.fault("KG614", "datatype-unknown", node, what, why, "check its spelling", term=term)
    elif term == "severity" and value.value.startswith(SH) and _kind(value) != "severity":
        why = "that is no severity"
        yield graph.fault("KG614", "severity-in", node, what, why, "write sh:Info, sh:Warning, sh:Violation or one of your own", term=term)


def _list(graph: ShapesGraph, node: Term, entry: Entry, value: Term) -> Iterator[Fault]:
    """Faults of a list and its members."""
    term, kind = entry.term, entry.value.removeprefix("list:")
    members = graph.list_of(value)
    if members is None:
        why, mend = "it takes a well-formed list", "write the members in round brackets: ( … )"
        yield graph.fault("KG614", f"{term}-node", node, f"sh:{term} of {graph.name(node)} is no list", why, mend, term=term)
        return
    if not members:
        why = "an empty list is always met: nothing is checked" if term == "and" else "an empty list allows nothing"
        what, fatal = f"the list of sh:{term} of {graph.name(node)} is empty", kind == "shape"
        mend, code = "write its members, or leave it out", "KG614" if fatal else "KG618"
        if term != "ignoredProperties":
            yield graph.fault(code, f"{term}-members", node, what, why, mend, term=term, fatal=fatal)
    fits, why, mend = _TESTS[kind]
    for member in members:
        if member not in graph.doubtful and not fits(member):
            rule = f"{term}-members-{_SUFFIX.get(kind, 'datatype')}"
            what = f"a member of sh:{term} of {graph.name(node)} is {graph.name(member)}"
            yield graph.fault("KG614", rule, node, what, why.replace("it takes", "each must be"), mend, term=term)


def _scope_of_reference(graph: ShapesGraph, node: Term, entry: Entry, value: Term) -> Iterator[Fault]:
    """sh:property takes property shapes, sh:node takes node shapes: with a path, without one."""
    property_shape = entry.value == "property-shape"
    has_path = bool(graph.objects(value, "path"))
    triples = graph.out.get(value, {})
    if has_path is property_shape or (property_shape and not any(name.startswith(SH) for name in triples)):
        return  # a node without any triple of SHACL is missing: said elsewhere
    why = (
        "that shape has no sh:path: sh:property takes a property shape"
        if property_shape
        else "that shape has a sh:path: it is no node shape"
    )
    mend = "give it a sh:path, or use sh:node" if property_shape else "use sh:property"
    what = f"sh:{entry.term} of {graph.name(node)} is {graph.name(value)}"
    yield graph.fault("KG614", f"{entry.term}-node", node, what, why, mend, term=entry.term)


def _pattern(graph: ShapesGraph, node: Term) -> Iterator[Fault]:
    """Rules pattern-regex and flags: what SPARQL's REGEX takes."""
    flags = next((v.value for v in graph.objects(node, "flags") if _TESTS["string"][0](v)), "")
    if not set(flags) <= FLAGS:
        what, why = f'sh:flags of {graph.name(node)} is "{flags}"', "SPARQL knows the flags s, m, i, x and q only"
        yield graph.fault("KG614", "flags-regex", node, what, why, "leave the others out", term="flags")
        return
    for value in graph.objects(node, "pattern"):
        if isinstance(value, Literal) and groups(value.value) > _GROUPS:
            what = f"groups of sh:pattern are nested more than {_GROUPS} deep"
            why, mend = "no engine follows them safely", "write it flatter"
            yield graph.fault("KG623", "nesting", node, what, why, mend, term="pattern")
            continue
        if isinstance(value, Literal) and _TESTS["string"][0](value):
            yield from _expression(graph, node, value, flags)


def _expression(graph: ShapesGraph, node: Term, value: Literal, flags: str) -> Iterator[Fault]:
    """Whether a regular expression is one of XPath and the engine has its equal; what is in it that XPath does not have."""
    what = f"sh:pattern of {graph.name(node)} is {graph.name(value)}"
    try:
        expression = translated(value.value, flags)
    except UnfitError as error:
        code, rule = ("KG613", "pattern-unsupported") if error.standard else ("KG614", "pattern-regex")
        why = f"it cannot be run: {error}" if error.standard else f"it is no regular expression of SPARQL: {error}"
        yield graph.fault(code, rule, node, what, why, error.mend, term="pattern")
        return
    reason = _refusal(expression.text, expression.flags)
    if reason:
        large = "size limit" in reason
        mend = "write smaller numbers of times, or several sh:pattern" if large else "mend it; in Turtle a backslash is written twice"
        code, rule = ("KG613", "pattern-unsupported") if large else ("KG614", "pattern-regex")
        yield graph.fault(code, rule, node, what, f"it cannot be run: {reason}", mend, term="pattern")
        return
    if _WORD.search(value.value) and "q" not in flags:
        why = r"SPARQL's \w takes symbols such as + and $ too and not the low line _, and other engines differ"
        yield graph.fault("KG618", "pattern-word", node, what, why, "name the signs in brackets", term="pattern", fatal=False)
    if expression.odd:
        why = f"SPARQL's REGEX does not have {', '.join(expression.odd)}: the engine takes it, others may not or may differ"
        yield graph.fault("KG618", "pattern-portable", node, what, why, "say it without", term="pattern", fatal=False)


def groups(pattern: str) -> int:
    """How deep the groups of a regular expression go."""
    return max(accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in _NO_GROUP.sub("", pattern)), default=0)


@lru_cache(maxsize=1024)
def _refusal(pattern: str, flags: str) -> str:
    """Why the engine does not take a translated expression, in one line; '' where it does. SPARQL, asked first, has a lower bound."""
    query = f'SELECT (REGEX("", {Literal(pattern)}, {Literal(flags)}) AS ?found) WHERE {{}}'
    solutions: Any = Store().query(query)
    if any(solution["found"] is not None for solution in solutions):
        return ""
    from kg.validation.engines import native  # only an expression that is odd or large pays for it

    return native.refusal(pattern, flags)
