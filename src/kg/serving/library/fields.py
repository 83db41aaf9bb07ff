"""The fields of a question's form: for each parameter what a browser can offer without a script."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from kg.querying import binding, choosing
from kg.querying.question import Parameter, Question
from kg.serving.library import arguments
from kg.serving.library.labels import Choice, Labels

FEW = 12
"""So many terms at most are offered as boxes to tick; more are a list."""
_INPUTS = {"integer": "number", "decimal": "number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: how it is drawn (``boxes``, ``list``, ``number``, ``date``, ``text``), its choices, and the values it has.

    ``others`` are values that are none of the choices; ``open`` says that any value will do.
    """

    name: str
    title: Mapping[str, str]
    drawn: str
    kind: str
    choices: tuple[Choice, ...]
    values: tuple[str, ...]
    others: tuple[str, ...]
    default: str

    @property
    def open(self) -> bool:
        """Whether any value will do."""
        return self.values == (binding.ANY,)


def fields(question: Question, given: Mapping[str, str], labels: Labels, language: str) -> list[Field]:
    """The fields of a question with the values of a request."""
    return [_field(parameter, arguments.current(parameter, given), labels, language) for parameter in question.parameters.values()]


def choices(parameter: Parameter, labels: Labels, language: str) -> list[Choice]:
    """The terms that an IRI parameter of a known kind can be."""
    if parameter.among:
        return [Choice(value, "", value) for value in labels.among(parameter.among)]
    namespace = arguments.kind(parameter)
    return labels.below(namespace, language) if namespace else []


def _field(parameter: Parameter, values: list[str], labels: Labels, language: str) -> Field:
    found = choices(parameter, labels, language)
    names = {choice.iri: choice.name for choice in found} if not parameter.among else {choice.name: choice.name for choice in found}
    if parameter.among:
        have = tuple(names)
        values = [choosing.one(parameter, value, have) or value for value in values]
        drawn = "boxes" if len(found) <= FEW else "list"
    elif found:
        values = [names.get(_iri(parameter, value), value) for value in values]
        drawn = "boxes" if len(found) <= FEW else "list"
    else:
        single = len(values) == 1 and values[0] != binding.ANY and not _wrong(parameter, values[0])
        drawn = _INPUTS.get(parameter.kind, "text") if single else "text"
    others = tuple(value for value in values if value not in (*names.values(), binding.ANY)) if found else ()
    told = ",".join(arguments.default(parameter))
    return Field(parameter.name, parameter.title, drawn, parameter.kind, tuple(found), tuple(values), others, told)


def _iri(parameter: Parameter, value: str) -> str:
    with contextlib.suppress(ValueError):
        return binding.iri(parameter, value)
    return value


def _wrong(parameter: Parameter, value: str) -> bool:
    from kg.errors import QueryError

    try:
        binding.term(parameter, value)
    except QueryError:
        return True
    return False
