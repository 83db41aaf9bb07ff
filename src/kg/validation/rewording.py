"""Literals that queries see in other words than they are written in: a store keeps values, and a parser folds language tags.

``1.50`` is ``1.5`` to a ``sh:sparql``, ``"07"^^xsd:int`` is ``7``, two forms of one value are one term, and ``@en-GB`` is ``@en-gb``
(RDF 1.1 Concepts, section 3.3). The values of results get their own words back; what a query makes of words, datatypes and numbers of terms
does not. Where a query that can tell the difference meets such literals, the report says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.validation import limits, literals, wording
from kg.validation.queries import AGGREGATES, tokens
from kg.validation.report import Texts
from kg.validation.sparql import Evaluation

_OF_WORDS = {"STR", "STRLEN", "SUBSTR", "UCASE", "LCASE", "STRSTARTS", "STRENDS", "CONTAINS", "STRBEFORE", "STRAFTER", "CONCAT", "REPLACE"}
_TELLING = {*_OF_WORDS, *AGGREGATES, "DATATYPE", "SAMETERM", "REGEX", "DISTINCT", "MD5", "SHA1", "SHA256", "SHA384", "SHA512"}
_FEW = 3


def notes(evaluation: Evaluation) -> Iterator[Texts]:
    """What is to be said of the literals of data and the queries that were asked of them."""
    data = evaluation.data
    if not data.faithful:
        return  # the forms of a store are what its owner sees, and the report says so
    asked = [query for shape in evaluation.bearing for query in limits.asked(shape, evaluation.structure)]
    changed = [literal for literal in data.unusual if literals.normal(literal) != literal] if any(map(_tells, asked)) else []
    if changed:
        told = ", ".join(f"{literal} → {literals.normal(literal)}" for literal in changed[:_FEW])
        yield wording.note("reworded", count=len(changed), examples=told)
    tags = data.capitals if any(token.word == "LANG" for query in asked for token in tokens(query)) else []
    if tags:
        yield wording.note("folded-tags", examples=", ".join(f"@{tag} → @{tag.lower()}" for tag in tags[:_FEW]))


def _tells(query: str) -> bool:
    """Whether a query may give another answer for another form of a value: it asks for words or datatypes, counts, or joins on one."""
    depth, inside, used = 0, False, Counter[str]()
    for token in tokens(query):
        if token.word in _TELLING:
            return True
        inside |= token.word == "{"
        depth += (token.word == "(") - (token.word == ")")
        if token.kind == "variable" and inside and depth == 0 and not token.this:
            used[token.text[1:]] += 1
    return any(count > 1 for count in used.values())
