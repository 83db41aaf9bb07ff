"""Conditions that nothing meets: what their variables are, and the nearest change with which something meets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.querying.emptiness import nearness
from kg.querying.emptiness.anatomy import Binding, Filter, Nested, Values, variables, walk
from kg.querying.emptiness.expression import SEARCHES, Comparison, comparisons
from kg.querying.emptiness.likeness import meant, number_of
from kg.querying.emptiness.probing import MOST_ROWS
from kg.querying.emptiness.scene import Finding, Fix, Scene
from kg.querying.emptiness.term import NUMERIC, XSD, written
from kg.validation.queries import Token, tokens

_DAYS = {XSD + "date", XSD + "dateTime"}
_YEARS = range(1000, 3000)
_PARTS_OF_DAYS = ("YEAR", "MONTH", "DAY")
_ORDERS = ("<", ">", "<=", ">=")


def unmet(scene: Scene, known: set[str]) -> Iterator[Finding]:
    """For each condition of the conflict what was meant, and as last its removal. ``known``: the IRIs that the data hold."""
    for part in scene.conflict:
        if isinstance(part, Filter):
            if not part.groups:
                read = [token for token in tokens(scene.query.text) if part.start <= token.start < part.end]
                for comparison in comparisons(read, part.terms):
                    yield from _compared(scene, part, comparison, known)
                yield from _parts_of_days(scene, part, read)
            scope = _scope(scene, part)
            if scope is not None:
                yield scope
            given = {name for block in walk(scene.group) if isinstance(block, Values) for name in block.names}
            # A condition on what a data block gives is the question itself: without it nothing would be asked.
            fixes = () if part.variables & given else (Fix(_without(part), "without"),)
            yield Finding("removed" if part.negated else "filter", part.start, part.end, fixes, _seen(scene, part))
        elif isinstance(part, Binding):
            fields = {"found": f"?{part.target}"}
            yield Finding("join", part.start, part.end, (Fix({(part.start, part.end): ""}, "without"),), fields)
        elif isinstance(part, Nested) and part.kind == "MINUS":
            yield Finding("removed", part.start, part.end, (Fix({(part.start, part.end): ""}, "without"),))


def _without(part: Filter) -> dict[tuple[int, int], str]:
    return {(part.whole.start, part.whole.end): ""} if part.only else {(part.start, part.end): "true"}


def _values(scene: Scene, part: Filter, what: str) -> list[Any]:
    """The values of an expression without the condition."""
    kept = [other for other in scene.conflict if other is not part]
    sketch = scene.sketch([*kept, part])
    pattern = scene.sketch(kept) if kept else None
    if pattern is None or not (part.variables <= set().union(*(variables(one) for one in pattern.shown))):
        return _wide(scene, part, what)
    return [] if sketch.empty else scene.distinct(what, kept)


def _wide(scene: Scene, part: Filter, what: str) -> list[Any]:
    """The same where the condition's variables are bound by an OPTIONAL or BIND: the condition is kept but says nothing."""
    sketch = scene.sketch(edits={(part.start, part.end): "true" if not part.only else "(true)"})
    return scene.prober.distinct(scene.query, what, sketch.pattern())


def _seen(scene: Scene, part: Filter) -> dict[str, str]:
    """A few values of the condition's variable."""
    if len(part.variables) != 1:
        return {}
    values = sorted(_values(scene, part, f"?{min(part.variables)}"), key=_order)
    some = values if len(values) <= 3 else [values[0], values[len(values) // 2], values[-1]]
    return {"what": f"?{min(part.variables)}", "found": ", ".join(written(value, scene.query.prefixes) for value in some)}


def _order(value: Any) -> tuple[Any, str]:
    number = number_of(value.value) if isinstance(value, Literal) else None
    return (0 if number is None else number, str(value))


def _compared(scene: Scene, part: Filter, one: Comparison, known: set[str]) -> Iterator[Finding]:
    text = scene.query.text
    left = text[one.left[0] : one.left[1]]
    values = _values(scene, part, left)
    if not values:
        return
    if one.operator in SEARCHES:
        yield from _searched(scene, one, left, values)
    elif one.operator in _ORDERS:
        literals = [value for value in values if isinstance(value, Literal)]
        yield from _ordered(scene, one, left, literals) if literals else ()
    elif one.operator in ("=", "IN", "LANGMATCHES"):
        yield from _equal(scene, one, left, values, known)


def _equal(scene: Scene, one: Comparison, left: str, values: list[Any], known: set[str]) -> Iterator[Finding]:
    place, prefixes = (one.constant.start, one.constant.end), scene.query.prefixes
    if left.upper().replace(" ", "").startswith("LANG("):
        tags = sorted(
            (value.value for value in values if isinstance(value, Literal) and value.value),
            key=lambda tag: (tag != one.constant.value.casefold(), tag),
        )
        near = [tag for _, tag in nearness.texts(one.constant.value, tags)]
        ordered = list(dict.fromkeys([*near, *tags]))
        tagged = tuple(Fix({place: written(Literal(tag), prefixes)}) for tag in ordered[:3])
        yield Finding("language-tag", *place, tagged, {"found": ", ".join(f'"{tag}"' for tag in ordered)})
        return
    cast = _cast(scene, one, left, values)
    found = meant(one.constant, values, scene.prober, known=one.constant.value in known)
    if found is None:
        return
    fixes = [Fix({place: written(term, prefixes)}, "other" if found.cause == "value" else "instead") for term in found.terms[:3]]
    if cast and (found.cause == "value" or all(isinstance(value, Literal) and value.datatype.value in _DAYS for value in values)):
        yield Finding("type", one.left[0], one.left[1], tuple(cast), _fields(scene, left, values, one.constant.text))
        return
    shown = ", ".join(written(term, prefixes) for term in found.terms[:3])
    yield Finding(found.cause, *place, tuple(fixes), {"found": shown, "count": str(len(values))})


def _fields(scene: Scene, left: str, values: list[Any], term: str) -> dict[str, str]:
    some = sorted(values, key=_order)
    ends = dict.fromkeys(written(value, scene.query.prefixes) for value in (some[0], some[-1]))
    return {"what": left, "term": term, "found": " … ".join(ends)}


def _cast(scene: Scene, one: Comparison, left: str, values: list[Any]) -> list[Fix]:
    """The left side read as what the constant is: the year of a day, the number in a text or year."""
    kinds = {value.datatype.value if isinstance(value, Literal) else "" for value in values}
    number = number_of(one.constant.value)
    year = number is not None and number in _YEARS and one.constant.datatype in {*NUMERIC, XSD + "string", XSD + "gYear"}
    place = (one.constant.start, one.constant.end)
    if kinds and kinds <= _DAYS and year:
        plain = {} if one.constant.datatype in NUMERIC else {place: one.constant.value}
        return [Fix({one.left: f"YEAR({left})", **plain}, "cast")]
    texts = {XSD + "string", XSD + "gYear"}
    if kinds and kinds <= texts and one.constant.datatype in NUMERIC and all(number_of(value.value) is not None for value in values):
        return [Fix({one.left: f"{_integer(scene)}(STR({left}))"}, "cast")]
    return []


def _integer(scene: Scene) -> str:
    return written(NamedNode(f"{XSD}integer"), scene.query.prefixes)


def _ordered(scene: Scene, one: Comparison, left: str, values: list[Any]) -> Iterator[Finding]:
    """Beyond what there is: the nearest value, included; or values of another type than the constant."""
    place, fields = (one.constant.start, one.constant.end), _fields(scene, left, values, one.constant.text)
    cast = _cast(scene, one, left, values)
    if cast:
        cast += [Fix({**fix.edits, **_nearest(scene, one, values)}, "nearest") for fix in cast]
        yield Finding("type", one.left[0], place[1] if not one.turned else one.left[1], tuple(cast), fields)
        return
    kinds = {value.datatype.value for value in values if isinstance(value, Literal)}
    constant = number_of(one.constant.value)
    if kinds <= NUMERIC and one.constant.datatype not in NUMERIC and constant is not None:
        yield Finding("type", *place, (Fix({place: one.constant.value}),), fields)
        return
    if kinds <= _DAYS and one.constant.datatype not in _DAYS:
        day = written(Literal(one.constant.value, datatype=values[0].datatype), scene.query.prefixes)
        yield Finding("type", *place, (Fix({place: day}),), fields)
        return
    if len(values) < MOST_ROWS:
        yield Finding("range", *place, (Fix(_nearest(scene, one, values), "nearest"),), fields)


def _nearest(scene: Scene, one: Comparison, values: list[Any]) -> dict[tuple[int, int], str]:
    """The edits that take the value next to what a constant asks for, included; of a day compared with a year its year."""
    nearest = sorted(values, key=_order)[-1 if one.operator.startswith(">") else 0]
    operator = one.operator[0] if not one.turned else {"<": ">", ">": "<"}[one.operator[0]]
    same = nearest.datatype.value == one.constant.datatype or nearest.datatype.value in NUMERIC
    new = written(nearest, scene.query.prefixes) if same else nearest.value.partition("-")[0]
    return {one.place: f"{operator}=", (one.constant.start, one.constant.end): new}


def _searched(scene: Scene, one: Comparison, left: str, values: list[Any]) -> Iterator[Finding]:
    """A text that nothing holds: case aside, or IRIs as texts."""
    text = scene.query.text
    place = (one.constant.start, one.constant.end)
    inner = left if not any(not isinstance(value, Literal) for value in values) else f"STR({left})"
    written_out = text[place[0] : place[1]]
    if inner != left:
        yield Finding("type", *one.left, (Fix({one.left: inner}, "cast"),), {"what": left, "found": ""})
    if one.operator == "REGEX":
        fixes = [Fix({**({one.left: inner} if inner != left else {}), place: f'{written_out}, "i"'}, "case")]
    else:
        fixes = [Fix({one.left: f"LCASE({inner})", place: f"LCASE({written_out})"}, "case")]
    yield Finding("case", *place, tuple(fixes), {"found": ""})


def _parts_of_days(scene: Scene, part: Filter, read: list[Token]) -> Iterator[Finding]:
    """YEAR(?x) of what is no day."""
    for before, token in zip(read, read[2:], strict=False):
        if before.word not in _PARTS_OF_DAYS or token.kind != "variable":
            continue
        values = _values(scene, part, token.text)
        span = (before.start, token.start + len(token.text) + 1)
        numbers = bool(values) and all(isinstance(value, Literal) and number_of(value.value) is not None for value in values)
        if numbers and scene.query.text[span[1] - 1] == ")":
            cast = f"{_integer(scene)}(STR({token.text}))"
            yield Finding("type", *span, (Fix({span: cast}, "cast"),), _fields(scene, token.text, values, before.word))


def _scope(scene: Scene, part: Filter) -> Finding | None:
    """A condition in inner braces on a variable that is bound outside of them: moved to where it is bound."""
    chain = [group for group in walk(scene.group) if hasattr(group, "parts") and group.start <= part.start < group.end]
    inside = chain[-1] if chain else None
    if inside is None or part.variables <= variables(inside):
        return None
    for group in reversed(chain[:-1]):
        if part.variables <= variables(group):
            text = scene.query.text
            moved = f"FILTER({text[part.start : part.end]})" if not part.only else text[part.whole.start : part.whole.end]
            fix = Fix({**_without(part), (group.end - 1, group.end - 1): f" {moved} "}, "moved")
            lacking = ", ".join(f"?{name}" for name in sorted(part.variables - variables(inside)))
            return Finding("scope", part.start, part.end, (fix,), {"what": lacking})
    return None
