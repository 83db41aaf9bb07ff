"""What cuts rows off that the WHERE clause has: LIMIT, OFFSET and HAVING; and the dataset that a query asks for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg.querying.emptiness.anatomy import Query
from kg.querying.emptiness.expression import comparisons
from kg.querying.emptiness.likeness import number_of
from kg.querying.emptiness.probing import Prober, prologue
from kg.querying.emptiness.scene import Finding, Fix
from kg.querying.emptiness.term import Term, literal, written
from kg.validation.queries import tokens


def cut(query: Query, prober: Prober) -> Iterator[Finding]:
    """LIMIT and OFFSET, then HAVING, where there are rows without them."""
    held = prober.rows(query, clauses=False)
    if held:
        # What is there without both is missing with one of them, or with each.
        for word in ("LIMIT", "OFFSET"):
            part = query.clauses.get(word)
            number = query.text[part.start : part.end].split()[-1] if part else ""
            if part and number.isdigit() and (int(number) == 0 if word == "LIMIT" else int(number) >= held):
                fix = Fix({(part.start, part.end): ""}, "without")
                yield Finding("cut", part.start, part.end, (fix,), {"count": str(held)})
        return
    having = query.clauses.get("HAVING")
    if having is None or not prober.rows(query, clauses=False, having=False):
        return
    read = [token for token in tokens(query.text) if having.start <= token.start < having.end]
    constants = [_constant(query, token.text, token.start) for token in read if token.kind == "string" or token.text[0].isdigit()]
    fixes, found = [], ""
    for one in comparisons(read, [term for term in constants if term is not None]):
        expression = query.text[one.left[0] : one.left[1]]
        numbers = sorted(_groups(query, prober, expression))
        if numbers and one.operator[0] in "<>":
            nearest = numbers[-1 if one.operator.startswith(">") else 0][1]
            operator = one.operator[0] if not one.turned else {"<": ">", ">": "<"}[one.operator[0]]
            fixes.append(Fix({one.place: f"{operator}=", (one.constant.start, one.constant.end): nearest}, "nearest"))
        found = " … ".join(dict.fromkeys(number for _, number in (numbers[:1] + numbers[-1:])))
    fixes.append(Fix({(having.start, having.end): ""}, "without"))
    yield Finding("having", having.start, having.end, tuple(fixes), {"found": found})


def _constant(query: Query, text: str, start: int) -> Term | None:
    held = literal(text, query.prefixes)
    return Term("literal", text, start, start + len(text), held.value, held.language or "", held.datatype.value) if held else None


def _groups(query: Query, prober: Prober, expression: str) -> list[tuple[Decimal, str]]:
    """The numbers that an expression has, group by group."""
    if query.where is None:
        return []
    by = query.clauses.get("GROUP")
    tail = query.text[by.start : by.end] if by else ""
    found = prober.put(
        f"{prologue(query)} SELECT ({expression} AS ?kg_x) WHERE {query.text[query.where.start : query.where.end]} {tail} LIMIT 1000"
    )
    rows = [row[0] for row in found if row[0] is not None] if isinstance(found, list) else []
    return [(number, written(row, query.prefixes)) for row in rows if (number := number_of(getattr(row, "value", ""))) is not None]


def dataset(query: Query, prober: Prober) -> Iterator[Finding]:
    """FROM that names no graph with data; and data that lie in named graphs only, where the query asks for none."""
    if query.where is None:
        return
    if query.dataset:
        start, end = query.dataset[0].start, query.dataset[-1].end
        if not prober.asked(query, "{ ?kg_s ?kg_p ?kg_o }"):
            yield Finding("dataset", start, end, (Fix({(start, end): ""}, "without"),), {"found": _graphs(prober)})
    elif prober.put("ASK { ?s ?p ?o }") is False and prober.put("ASK { GRAPH ?g { ?s ?p ?o } }") is True:
        where, text = query.where, query.text
        inside = (where.start, where.end)
        wrapped = Fix({inside: f"{{ GRAPH ?graph {text[where.start : where.end]} }}"}, "graph")
        found = prober.put("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 100")
        names = sorted(row[0].value for row in found) if isinstance(found, list) else []
        united = Fix({(query.head.end, query.head.end): "".join(f"\nFROM <{iri}>" for iri in names) + "\n"}, "united")
        yield Finding("graphs", where.start, where.end, (wrapped, united), {"count": str(len(names))})


def _graphs(prober: Prober) -> str:
    found = prober.put("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 3")
    return ", ".join(f"<{row[0].value}>" for row in found) if isinstance(found, list) else ""
