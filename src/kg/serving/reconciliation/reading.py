"""Requests of both versions as queries, within bounds.

A query of a batch that cannot be read is told for itself, and the others are answered: neither version says how
(github.com/reconciliation-api/specs, issue 69). What is no batch is refused as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from starlette.requests import Request

from kg.linking import reconciliation
from kg.linking.query import USUAL, Condition, Quantifier, Query, Strictness
from kg.serving import form, upload
from kg.serving.limits import Limits
from kg.serving.problem import ServingError

OLD, DRAFT = "0.2", "1.0-draft"
BATCH, IDS = 50, 200
"""Queries of a batch; things whose properties are asked for at once."""
_TEXT, _MANY, _DIGITS = 300, 20, 6
"""Characters of a text; properties, values or types at one place; digits of a number."""
_LIMITS = Limits(size=1)
_VERSION = re.compile(r';\s*version="?([0-9A-Za-z.-]{1,20})"?')
_JSON = "application/json"


class Extension(NamedTuple):
    """Ids, and properties with how many values each may have (0 for all)."""

    ids: list[str]
    properties: list[tuple[str, int]]


def version(request: Request) -> str:
    """Which version a client asks for: ``?version=``, or the parameter of a media type in Accept. Raises KG887 for an unknown one."""
    asked = request.query_params.get("version", "")
    if asked and asked not in (OLD, DRAFT):
        raise _unread("there is no such version", "known are 0.2 and 1.0-draft")
    accepted = _VERSION.findall(request.headers.get("accept", "")[:1000])
    return asked or next((one for one in accepted if one in (OLD, DRAFT)), OLD)


async def fields(request: Request) -> dict[str, str]:
    """The parameters of the address and of a form. Raises :class:`ServingError` KG887 for a body that is no form, KG801, KG802, KG807."""
    found = dict(request.query_params.items())
    if request.method == "POST":
        content = await upload.body(request, _LIMITS)
        media = request.headers.get("content-type", "")
        if content and media.partition(";")[0].strip().lower() not in (form.URLENCODED, form.MULTIPART):
            raise _unread("the body is neither a form nor JSON", f"send {form.URLENCODED} or {_JSON}")
        found |= {field.name: field.text for field in form.fields(content, media)} if content else {}
    return found


def is_json(request: Request) -> bool:
    """Whether the body is a query of the draft."""
    return request.method == "POST" and request.headers.get("content-type", "").partition(";")[0].strip().lower() == _JSON


async def body(request: Request) -> Any:
    """The body as JSON. Raises KG887, KG801 or KG802."""
    return parsed((await upload.body(request, _LIMITS)).decode("utf-8", "replace"))


def parsed(text: str) -> Any:
    """JSON, strictly: no NaN, no number too large, not nested beyond reason. Raises KG887."""
    try:
        return json.loads(text, parse_constant=_no_number, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise _unread("the queries are not JSON", "see the documentation of the Reconciliation Service API") from error


def _no_number(name: str) -> float:
    raise ValueError(name)


def _whole(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError(digits[:18])
    return int(digits)


Read = Query | ServingError
"""A query, or why it cannot be read."""


def old_batch(said: Any) -> dict[str, Read]:
    """The queries of version 0.2 by their keys. Raises KG887 or KG888 for what is no batch."""
    if not isinstance(said, dict):
        raise _unread("the queries are no object", "send key: query")
    _bounded(len(said), BATCH)
    return {_text(key): _read(_old_query, query) for key, query in said.items()}


def _read(read: Callable[[Any], Query], said: Any) -> Read:
    try:
        return read(said)
    except ServingError as error:
        return error


def _old_query(said: Any) -> Query:
    query = _object(said)
    types = query.get("type", [])
    properties = [_object(one) for one in _list(query.get("properties", []))]
    conditions = [Condition(_text(one.get("pid", "")), _values(one.get("v", []))) for one in properties]
    strictness: Strictness = query.get("type_strict", "any")
    if strictness not in get_args(Strictness):
        raise _unread("there is no such type_strict", "known are any, should, all")
    text = _text(query.get("query", ""))
    if not text and not conditions:
        raise _unread("a query has neither name nor properties", "give one of them")
    named = tuple(_named(one) for one in (types if isinstance(types, list) else [types]))
    _bounded(len(named), _MANY)
    return Query(text, named, tuple(conditions), _limit(query), strictness)


def batch(said: Any) -> list[Read]:
    """The queries of the draft, in order. Raises KG887 or KG888 for what is no batch."""
    queries = _object(said).get("queries")
    if not isinstance(queries, list):
        raise _unread("there is no list of queries", "send queries: [...]")
    _bounded(len(queries), BATCH)
    return [_read(_query, one) for one in queries]


def _query(said: Any) -> Query:
    query = _object(said)
    found = [_object(one) for one in _list(query.get("conditions", []))]
    if not found:
        raise _unread("a query has no conditions", "give a name or a property")
    text, by_id, conditions = "", False, []
    for one in found:
        match, values = one.get("matchType"), _values(one.get("propertyValue", []))
        quantifier: Quantifier = one.get("matchQuantifier", "any")
        if match not in ("name", "id", "property") or quantifier not in get_args(Quantifier):
            raise _unread("there is no such matchType or matchQuantifier", "known are name, id, property; any, all, none")
        if match == "property":
            conditions.append(Condition(_text(one.get("propertyId", "")), values, one.get("required") is True, quantifier))
        elif values:
            text, by_id = values[0], match == "id"
    kind = query.get("type")
    return Query(text, (_named(kind),) if kind else (), tuple(conditions), _limit(query), id=by_id)


def extension(said: Any) -> Extension:
    """A data extension query of either version. Raises KG887 or KG888."""
    asked = _object(said)
    if not isinstance(asked.get("ids"), list) or not isinstance(asked.get("properties"), list):
        raise _unread("ids and properties are lists", "send both")
    _bounded(len(asked["ids"]), IDS)
    ids = [_text(one) for one in asked["ids"]]
    properties = [_object(one) for one in _list(asked["properties"])]
    return Extension(ids, [(_named(one), _number(_object(one.get("settings", {})).get("limit", 0))) for one in properties])


def cursor(said: str) -> int:
    """How many suggestions to skip; 0 for what is no number."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _DIGITS else 0


def _limit(query: Mapping[str, Any]) -> int:
    found = _number(query.get("limit", 0))
    return min(found, reconciliation.MOST) if found > 0 else USUAL


def _number(said: Any) -> int:
    """A number, or the digits of one, for some clients send text."""
    if isinstance(said, str):
        return cursor(said)
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise _unread("a limit is a number", "send a number")
    return int(min(max(said, 0), 10**_DIGITS))


def _values(said: Any) -> tuple[str, ...]:
    values = said if isinstance(said, list) else [said]
    _bounded(len(values), _MANY)
    return tuple(_value(one) for one in values)


def _value(said: Any) -> str:
    if isinstance(said, dict):
        return _named(said)
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, int | float):
        return f"{said:g}" if isinstance(said, float) else str(said)
    return _text(said)


def _named(said: Any) -> str:
    """The id of an object that has one, or an id itself."""
    return _text(said.get("id", "") if isinstance(said, dict) else said)


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise _unread("a text is expected", "send strings")
    _bounded(len(said), _TEXT)
    return said.encode("utf-8", "replace").decode("utf-8").strip()


def _object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise _unread("an object is expected", "see the documentation of the Reconciliation Service API")
    return said


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise _unread("a list is expected", "see the documentation of the Reconciliation Service API")
    _bounded(len(said), _MANY)
    return said


def _bounded(count: int, most: int) -> None:
    if count > most:
        why = f"there are {count} where {most} are taken"
        raise ServingError("KG888", "the request holds too much", why=why, mend="send it in parts", status=413)


def _unread(what: str, mend: str) -> ServingError:
    return ServingError("KG887", what, mend=mend, status=400)
