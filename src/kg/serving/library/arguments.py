"""What a request says about the parameters of a question, as ``kg.querying.binding`` takes it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.querying import binding, choosing
from kg.querying.question import Parameter, Question
from kg.querying.speaking import WRITTEN
from kg.serving.library.labels import Labels
from kg.serving.library.shelf import alike
from kg.serving.problem import ServingError

RESERVED = ("format", "lang")
"""Fields of a request that are no parameters."""
MOST, LONGEST = 200, 2000
"""Values of a parameter that are bound at once; characters of a value."""
_FEW = 30
"""So many names of a release are told where none is like the one that was written."""
_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"\S*|(\S+)')
_ESCAPED = re.compile(r"\\(.)")


def read(question: Question, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parameters of a request: values joined by commas. ``any`` leaves a parameter open, and means nothing beside other values, as when
    a box is ticked and that of ``any`` still is.

    Raises :class:`ServingError` 400: KG703 for an unknown parameter, KG850 for too many or too long values.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in RESERVED:
            continue
        if name not in question.parameters:
            known = ", ".join(sorted(question.parameters)) or "none"
            near = alike(name, question.parameters)
            mend = f"did you mean {near[0]!r}?" if near else ""
            what = f"{question.name} has no parameter {name[:60]!r}"
            raise ServingError("KG703", what, why=f"its parameters are: {known}", mend=mend, status=HTTPStatus.BAD_REQUEST)
        values.setdefault(name, []).extend(value.split(","))
    for name, found in values.items():
        if len(found) > MOST or max(map(len, found)) > LONGEST:
            why = f"at most {MOST} values of {LONGEST} characters are bound at once"
            raise ServingError("KG850", f"there is too much in ?{name}", why=why, mend="ask in parts", status=HTTPStatus.BAD_REQUEST)
    return {name: ",".join([one for one in found if one.strip() != binding.ANY] or [binding.ANY]) for name, found in values.items()}


def bound(question: Question, given: Mapping[str, str], labels: Labels, language: str = WRITTEN) -> str:
    """The query with its parameters bound, that answers in a language; in English where the question does not speak it.

    Raises :class:`ServingError` KG704 (400) for a value of the wrong kind, and for a name below the base that the release does not hold: a
    name that is wrong would find nothing, and look like an answer.
    """
    for name, value in given.items():
        if question.parameters[name].kind == "decimal" and "e" in value.lower():  # 1E+999999999 would be written out; XSD has no exponent
            raise _wrong(f"{value[:80]!r} is no decimal for ?{name}", mend="write it without an exponent")
    try:
        given = choosing.settled(question, given, labels.among)
        query = binding.bind(question, given, spoken(question, language))
    except QueryError as error:
        raise ServingError(error.code, error.what, why=error.why, mend=error.mend, status=HTTPStatus.BAD_REQUEST) from error
    for name, value in given.items():
        parameter = question.parameters[name]
        if parameter.kind != "iri" or value == binding.ANY:
            continue
        for one in value.split(","):
            iri = binding.iri(parameter, one.strip())
            try:
                NamedNode(iri)
            except ValueError as error:  # signs that RFC 3987 has nowhere
                raise _wrong(f"{one.strip()[:80]!r} is no iri for ?{name}", mend="leave out signs that no IRI has") from error
            if iri.startswith(labels.release.base) and not labels.holds(iri):
                known = {choice.name: choice for choice in labels.below(kind(parameter), "en")}
                called = {choice.label: choice.name for choice in known.values()}
                near = alike(one.strip().rpartition(":")[2].rpartition("/")[2], [*known, *called])
                names = list(dict.fromkeys(called.get(hit, hit) for hit in near))[:3]
                mend = f"did you mean {', '.join(map(repr, names))}?" if names else _listed(question, sorted(known))
                raise _wrong(f"{one.strip()[:80]!r} is no known value of ?{name}", "the release says nothing about it", mend)
    return query


def spoken(question: Question, language: str) -> str:
    """The language in which a question answers who wants one."""
    return language if language in question.title else WRITTEN


def _listed(question: Question, names: list[str]) -> str:
    """What the release holds where nothing is written alike: all of a few, and where they all are."""
    told = ", ".join(names) if len(names) <= _FEW else str(len(names))
    return f"the release holds {told}; all are listed at queries/{question.name}"


def _wrong(what: str, why: str = "", mend: str = "") -> ServingError:
    return ServingError("KG704", what, why=why, mend=mend, status=HTTPStatus.BAD_REQUEST)


def kind(parameter: Parameter) -> str:
    """The namespace in which a local name of an IRI parameter stands; '' for a parameter without."""
    if parameter.kind != "iri":
        return ""
    with contextlib.suppress(ValueError):
        return binding.iri(parameter, "x")[:-1]
    return ""


def default(parameter: Parameter) -> list[str]:
    """The values that a parameter has when nothing is said, as a client would write them."""
    if parameter.default == "UNDEF":
        return [binding.ANY]
    found = _ITEM.finditer(parameter.default)
    return [_ESCAPED.sub(r"\1", item[1]) if item[2] is None else item[2].strip("<>") for item in found]


def current(parameter: Parameter, given: Mapping[str, str]) -> list[str]:
    """The values that a parameter has in a request."""
    return [one.strip() for one in given[parameter.name].split(",")] if parameter.name in given else default(parameter)
