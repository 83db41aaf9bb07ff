"""Safe repairs: where a value is wrong and exactly one other value can have been meant.

The operators, by constraint component; each changes the object of one triple and nothing else:

* ``sh:datatype``: a plain string whose words are valid in the wanted datatype, or a number or moment of another datatype whose words are
  valid in it and have the same value there, gets that datatype, words untouched; a literal that already has it and is valid but for white
  space around it loses the white space.
* ``sh:pattern``: a text that matches but for white space around it loses the white space.
* ``sh:in``: a literal that differs from exactly one member in case or white space only (same datatype and language), or a plain string that
  is the IRI of exactly one member, becomes that member.
* ``sh:nodeKind`` that wants an IRI: a plain string that is an absolute IRI and a subject in the data becomes that IRI.

Nothing else is repaired: a missing value (``sh:minCount``, ``sh:hasValue``) would be a fact of our own making; of two values
(``sh:maxCount``, ``1.5`` and ``1.50`` too) either may be the wrong one; ``sh:languageIn`` takes no notice of case, and ``en-GB`` is not
``en``. Nor where the new triple is there already, where the value stands at several places or in several forms, where the new value goes
against another of the parameters (datatype, kind, range, length, pattern, list, language), or where one of them cannot be told of the
value alone (:data:`UNTOLD`): then a repair could break what held before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.validation import order, patching, patterns, wording
from kg.validation.datatypes import XSD, absolute, equal, plain, valid
from kg.validation.escapes import UnfitError
from kg.validation.locating import Sources
from kg.validation.paths import SH
from kg.validation.report import Finding, Repair, local_name

_IRI_KINDS = (NamedNode(SH + "IRI"), NamedNode(SH + "BlankNodeOrIRI"))
_BOUNDS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
"""Parameter of a range (SHACL 1.0, section 4.3) → how a value stands to it."""
UNTOLD = frozenset(
    ("and", "disjoint", "equals", "lessThan", "lessThanOrEquals", "node", "not", "or", "property", "qualifiedValueShape", "sparql", "xone")
)
"""Parameters that speak of other values too, or by other shapes and queries."""


class Change(NamedTuple):
    """What an operator proposes: the name of its words and the new object."""

    name: str
    new: Any


def repair(finding: Finding, sources: Sources, parameters: Mapping[str, Any]) -> Repair | None:
    """The one safe repair of a finding, or None.

    ``parameters`` are those of the constraint by local name, with those of its shape if at hand: ``{"datatype": NamedNode, "in": [...]}``.
    The patch is a unified diff (``patch -p1``) where the triple stands at one place that can be written anew, else a SPARQL Update; that
    does nothing where the triple is missing.
    """
    old, path = finding.value, finding.path
    if not isinstance(old, Literal) or not isinstance(path, NamedNode) or isinstance(finding.focus, Literal):
        return None
    forms = sources.forms(finding.focus, path, old)
    if len(forms) > 1:
        return None
    old = forms[0] if forms else old
    if not UNTOLD.isdisjoint(parameters) or parameters.get("hasValue") == old:
        return None
    change = propose(local_name(finding.component), old, sources, parameters)
    if change is None or not allows(change.new, parameters) or sources.tokens(finding.focus, path, change.new):
        return None
    tokens = sources.tokens(finding.focus, path, old)
    if len(tokens) > 1:
        return None
    patch = patching.diff(tokens[0], change.new) if tokens else None
    if patch is None and not isinstance(finding.focus, BlankNode):
        patch = patching.update(finding.focus, path, old, change.new)
    if patch is None:
        return None
    datatype = change.new.datatype if isinstance(change.new, Literal) else ""
    return Repair(wording.note(change.name, old=old, new=change.new, datatype=datatype), patch)


def propose(component: str, old: Literal, sources: Sources, parameters: Mapping[str, Any]) -> Change | None:
    """What the operator of a component makes of a literal."""
    if component == "DatatypeConstraintComponent" and isinstance(parameters.get("datatype"), NamedNode):
        return _datatype(old, parameters["datatype"])
    if component == "PatternConstraintComponent" and "pattern" in parameters:
        return _pattern(old, parameters)
    if component == "InConstraintComponent" and "in" in parameters:
        return _member(old, parameters["in"])
    if component == "NodeKindConstraintComponent" and parameters.get("nodeKind") in _IRI_KINDS:
        known = plain(old) and absolute(old.value) and sources.subject(NamedNode(old.value))
        return Change("repair-resource", NamedNode(old.value)) if known else None
    return None


def _datatype(old: Literal, wanted: NamedNode) -> Change | None:
    words, has = old.value, old.datatype.value
    if has == wanted.value:
        stripped = words.strip()
        if stripped != words and not valid(words, has) and valid(stripped, has):
            return Change("repair-space", Literal(stripped, datatype=wanted))
        return None
    if wanted.value == XSD + "string" or not valid(words, wanted.value):
        return None
    if plain(old) or (valid(words, has) and equal(words, has, wanted.value)):
        return Change("repair-datatype", Literal(words, datatype=wanted))
    return None


def _pattern(old: Literal, parameters: Mapping[str, Any]) -> Change | None:
    stripped = old.value.strip()
    if stripped == old.value or not (plain(old) or old.language) or not _matches(stripped, parameters):
        return None
    return Change("repair-space", Literal(stripped, language=old.language) if old.language else Literal(stripped))


def _matches(text: str, parameters: Mapping[str, Any]) -> bool:
    """Whether a text matches as the constraint has it: expressions are XPath's (:mod:`kg.validation.patterns`)."""
    pattern, flags = (str(getattr(parameters.get(name, ""), "value", parameters.get(name, ""))) for name in ("pattern", "flags"))
    try:
        expression = patterns.translated(pattern, flags)
        asked = ", ".join(str(Literal(one)) for one in (text, expression.text, expression.flags))
        return bool(Store().query(f"ASK {{ FILTER(REGEX({asked})) }}"))
    except (UnfitError, SyntaxError, RuntimeError):
        return False


def _member(old: Literal, members: Any) -> Change | None:
    found = {
        member
        for member in members
        if (isinstance(member, NamedNode) and plain(old) and member.value == old.value.strip())
        or (
            isinstance(member, Literal)
            and (member.datatype, member.language) == (old.datatype, old.language)
            and _folded(member.value) == _folded(old.value)
        )
    }
    return Change("repair-member", found.pop()) if len(found) == 1 and old not in found else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def allows(term: Any, parameters: Mapping[str, Any]) -> bool:
    """Whether a value goes against none of the parameters that can be told of the value alone."""
    literal = isinstance(term, Literal)
    kind = local_name(getattr(parameters.get("nodeKind"), "value", ""))
    if "datatype" in parameters and (not literal or term.datatype != parameters["datatype"] or not valid(term.value, term.datatype.value)):
        return False
    if "in" in parameters and term not in list(parameters["in"]):
        return False
    if "class" in parameters and literal:
        return False
    if "languageIn" in parameters and not (literal and _spoken(term, parameters["languageIn"])):
        return False
    if "pattern" in parameters and not _matches(term.value, parameters):
        return False
    if not all(order.holds(term, sign, parameters[name]) for name, sign in _BOUNDS.items() if name in parameters):
        return False
    length = len(term.value)  # code points, as STRLEN counts them
    if length < _number(parameters.get("minLength"), 0) or length > _number(parameters.get("maxLength"), length):
        return False
    return not kind or ("Literal" if literal else "IRI") in kind


def _spoken(term: Literal, ranges: Any) -> bool:
    """Whether the language of a literal is in one of some basic language ranges (section 4.4.4, as ``langMatches`` of SPARQL)."""
    asked = " || ".join(f"LANGMATCHES(LANG({term}), {given})" for given in ranges)
    return bool(term.language and asked and Store().query(f"ASK {{ FILTER({asked}) }}"))


def _number(parameter: Any, otherwise: int) -> int:
    return otherwise if parameter is None else int(parameter.value)
