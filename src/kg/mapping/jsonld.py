"""Triples as compact JSON-LD 1.1 with plain keys and the context in the document.

The context stands inline, and only as much of it as the document uses: a reader without network has it, and a reader that fetches no
context of others (ours fetches none) can read it. Nothing of a literal is changed: a whole number is a JSON number where JSON keeps it
exactly (RFC 8259, section 6), a fraction is text with its type, and no JSON number with a point is ever written. Same triples, same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.mapping import context
from kg.mapping.context import Term
from kg.mapping.terms import RDF, XSD

_EXACT = 2**53 - 1
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_LOCAL = re.compile(r"(?!//).+", re.DOTALL)
_TYPE = RDF + "type"

Node = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal


def write(triples: Iterable[Triple], first: str = "") -> str:
    """The document: one node object, or several in ``@graph``, in the order of their identifiers, keys and values in order.

    The node of the IRI ``first``, what the document is about, goes before the others.
    """
    return json.dumps(_Writer(triples).document(first), ensure_ascii=False, indent=1) + "\n"


class _Writer:
    def __init__(self, triples: Iterable[Triple]) -> None:
        found = [one for one in triples if isinstance(one.subject, Node) and isinstance(one.object, Object)]
        self._said: dict[Node, dict[str, list[Object]]] = {}
        self._used: set[str] = set()
        schemes: set[str] = set()
        for one in sorted(set(found), key=str):
            assert isinstance(one.subject, Node)
            assert isinstance(one.object, Object)
            self._said.setdefault(one.subject, {}).setdefault(one.predicate.value, []).append(one.object)
            schemes |= {term.value.partition(":")[0] for term in (one.subject, one.predicate, one.object) if isinstance(term, NamedNode)}
        # An IRI such as <skos:note> would be read as a prefixed name: its scheme is no prefix of this document.
        self._left = schemes & set(context.prefixes())
        self._many = {term.name for term in context.terms().values() if term.container == "@set"}
        self._names = {term.name for term in context.terms().values()}
        self._prefixes = sorted(
            ((iri, name) for name, iri in context.prefixes().items() if name not in self._left), key=lambda one: (-len(one[0]), one[0])
        )

    def document(self, first: str) -> dict[str, Any]:
        ordered = sorted(self._said.items(), key=lambda one: (one[0] != NamedNode(first) if first else True, str(one[0])))
        nodes = [self._node(subject, said) for subject, said in ordered]
        head = {"@context": context.context(self._used, self._left)}
        return {**head, **nodes[0]} if len(nodes) == 1 else {**head, "@graph": nodes}

    def _node(self, subject: Node, said: dict[str, list[Object]]) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for predicate, objects in said.items():
            for value in objects:
                self._add(members, predicate, value)
        kinds = members.pop("type", None)
        head: dict[str, Any] = {"id": self._name(subject)}
        if kinds:
            head["type"] = kinds[0] if len(kinds) == 1 else sorted(kinds)
        return {**head, **{key: _single(members[key], key in self._many) for key in sorted(members)}}

    def _add(self, members: dict[str, Any], predicate: str, value: Object) -> None:
        if predicate == _TYPE and not isinstance(value, Literal):
            members.setdefault("type", []).append(self._class(value))
            return
        term = context.terms().get(predicate)
        if term and not term.is_class and _fits(term, value):
            self._used.add(term.iri)
            if term.container == "@language":
                assert isinstance(value, Literal)
                texts = members.setdefault(term.name, {})
                tag = value.language or ""
                texts[tag] = [*_listed(texts.get(tag, [])), value.value] if tag in texts else value.value
            else:
                members.setdefault(term.name, []).append(self._plain(value, term))
        else:
            members.setdefault(self._key(predicate), []).append(self._whole(value))

    def _class(self, value: Node) -> str:
        term = context.terms().get(value.value) if isinstance(value, NamedNode) else None
        if term is None or not term.is_class:
            return self._name(value)
        self._used.add(term.iri)
        return term.name

    def _key(self, iri: str) -> str:
        short = self._compact(iri)
        return short if short not in self._names else iri

    def _name(self, node: Node) -> str:
        return f"_:{node.value}" if isinstance(node, BlankNode) else self._compact(node.value)

    def _compact(self, iri: str) -> str:
        for space, name in self._prefixes:
            if iri.startswith(space) and _LOCAL.fullmatch(iri[len(space) :]):
                self._used.add(name)
                return f"{name}:{iri[len(space) :]}"
        return iri

    def _plain(self, value: Object, term: Term) -> Any:
        """A value whose type the term says, or that needs none."""
        if term.type == "@id":
            assert not isinstance(value, Literal)
            return self._name(value)
        return value.value if term.type and isinstance(value, Literal) and _native(value) is None else self._whole(value)

    def _whole(self, value: Object) -> Any:
        """A value with all that is to be known of it."""
        if not isinstance(value, Literal):
            return {"id": self._name(value)}
        if value.language:
            return {"@language": value.language, "@value": value.value}
        native = _native(value)
        if native is not None:
            return native
        if value.datatype.value == XSD + "string":
            return value.value
        return {"type": self._compact(value.datatype.value), "@value": value.value}


def _fits(term: Term, value: Object) -> bool:
    if term.container == "@language":
        return isinstance(value, Literal) and bool(value.language)
    if term.type == "@id":
        return not isinstance(value, Literal)
    return not term.type or (isinstance(value, Literal) and not value.language and value.datatype.value == term.type)


def _native(value: Literal) -> int | bool | None:
    """The JSON number or truth value that is read as the very same literal; None where there is none."""
    kind = value.datatype.value.removeprefix(XSD)
    if kind == "boolean" and value.value in ("true", "false"):
        return value.value == "true"
    if kind == "integer" and _INTEGER.fullmatch(value.value) and abs(int(value.value)) <= _EXACT:
        return int(value.value)
    return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _single(values: Any, many: bool) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 and not many else values
