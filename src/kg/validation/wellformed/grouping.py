"""Variables beside aggregates: what a SELECT gives as it is must be grouped by (SPARQL 1.1, section 19.8, note 12).

The parser says of it no more than that something was expected there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.validation.wellformed.sparql import Token

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_OPEN, _CLOSE = ("(", "{", "["), (")", "}", "]")


def ungrouped(tokens: Sequence[Token]) -> Token | None:
    """The first variable that a SELECT with GROUP BY, HAVING or an aggregate gives outside of aggregates and does not group by."""
    selects = (number for number, token in enumerate(tokens) if token.sort == "word" and token.text.upper() == "SELECT")
    return next((found for number in selects if (found := _bare(tokens[number:]))), None)


def _bare(tokens: Sequence[Token]) -> Token | None:
    """The same of the SELECT that begins the tokens; what follows its end is not looked at."""
    depth, part, aggregated = 0, "SELECT", False
    bare: list[Token] = []
    grouped: set[str] = set()
    for before, token in pairwise(tokens):
        word = token.text.upper() if token.sort == "word" else ""
        if token.sort == "sign":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth < 0:
                break
            part = "{" if token.text == "{" and depth == 1 else "}" if token.text == "}" and depth == 0 else part
        elif part == "SELECT":
            aggregated = aggregated or word in _AGGREGATES
            bare += [token] if token.sort == "variable" and depth == 0 else []
        elif part != "{" and word in ("GROUP", "HAVING", "ORDER"):
            part = word
            aggregated = aggregated or word != "ORDER"
        elif part == "GROUP" and token.sort == "variable" and (depth == 0 or before.text.upper() == "AS"):
            grouped.add(token.text[1:])
    return next((one for one in bare if aggregated and one.text[1:] not in grouped), None)
