"""Parameters → RDF terms → the query's data blocks. Values are serialised as RDF terms and never pasted as they came."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import partial

from kg.errors import QueryError
from kg.mapping.terms import text, typed
from kg.querying.question import Parameter, Question, block
from kg.querying.speaking import WRITTEN, spoken
from kg.vocabulary import vocabulary

ANY = "any"
_PREFIXES = {"area": "area", "instrument": "inst", "indicator": "ind", "body": "body", "scale": "scale"}
"""Where the local name of a parameter without a default stands."""
_CURIE = re.compile(r"([A-Za-z][\w-]*):(.*)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


def bind(question: Question, given: Mapping[str, str], language: str = WRITTEN) -> str:
    """The query with its parameters bound, that answers in a language. Values are joined by commas; ``any`` leaves a parameter open.

    Raises :class:`QueryError`: KG703 unknown parameter, KG704 a value of the wrong kind, KG712 a language that the question has no title
    in, as a query of one's own; :class:`VocabularyError` KG403 for a language that the vocabulary does not know.
    """
    query = spoken(question.sparql, language, question.parameters)
    if language != WRITTEN and language not in question.title:
        why = "only a question whose header has a title in the language answers in it"
        raise QueryError("KG712", f"{question.name} does not speak {language!r}", why=why, mend="write the language in the query itself")
    for name, value in given.items():
        if name not in question.parameters:
            known = ", ".join(sorted(question.parameters)) or "none"
            raise QueryError("KG703", f"{question.name} has no parameter {name!r}", why=f"its parameters are: {known}")
        parameter = question.parameters[name]
        terms = "UNDEF" if value == ANY else " ".join(term(parameter, one.strip()) for one in value.split(","))
        query = block(name).sub(partial(_block, name, terms), query)
    return query


_FORMS = {"date": "YYYY-MM-DD"}
"""How a value of a kind is written, where an example alone leaves it open which part is which."""
_WRITTEN = re.compile(r'"((?:[^"\\]|\\.)*)"\S*')


def _mend(parameter: Parameter) -> str:
    form = _FORMS.get(parameter.kind)
    return f"write it as {form}, such as {_example(parameter)}" if form else f"such as {_example(parameter)}"


def _example(parameter: Parameter) -> str:
    """A value as a person writes it in a field, and not as it stands in SPARQL."""
    if parameter.default != "UNDEF":
        return ", ".join(_WRITTEN.sub(lambda item: item[1], parameter.default).split())
    if parameter.kind == "date":
        return "2022-12-31"
    return f"{_PREFIXES.get(parameter.name.removesuffix('Iri'), 'prefix')}:NAME, or any"


def default(parameter: Parameter) -> str:
    """What a parameter is when nothing is said, as a person writes it: ``any`` where it is open."""
    return ANY if parameter.default == "UNDEF" else _example(parameter)


def _block(name: str, terms: str, _: re.Match[str]) -> str:
    return f"VALUES ?{name} {{ {terms} }}"


def term(parameter: Parameter, value: str) -> str:
    """A value as SPARQL text of the parameter's kind; an IRI may be full, with prefix, or the local name beside the default."""
    try:
        match parameter.kind:
            case "iri":
                return f"<{iri(parameter, value)}>"
            case "integer":
                return typed(str(int(value)), "integer")
            case "decimal":
                number = Decimal(value)
                if not number.is_finite():
                    raise ValueError
                return typed(f"{number:f}", "decimal")
            case "date":
                return typed(datetime.date.fromisoformat(value).isoformat(), "date")
            case _:
                return text(value)
    except (ValueError, InvalidOperation):
        raise QueryError("KG704", f"{value!r} is no {parameter.kind} for ?{parameter.name}", mend=_mend(parameter)) from None


def iri(parameter: Parameter, value: str) -> str:
    """The full IRI that a value names; raises ValueError for text that is none."""
    if not value:
        raise ValueError
    prefixes = vocabulary().prefixes
    curie = _CURIE.fullmatch(value)
    if curie and curie[1] in prefixes:
        value = prefixes[curie[1]] + curie[2]
    elif not curie or "/" not in value:
        beside = _CURIE.match(parameter.default)
        prefix = beside[1] if beside else _PREFIXES.get(parameter.name.removesuffix("Iri"), "")
        if curie or prefix not in prefixes:
            raise ValueError
        value = prefixes[prefix] + value
    if not _IRI.fullmatch(value):
        raise ValueError
    return value
