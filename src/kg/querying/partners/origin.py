"""Whether RDF that ``kg link`` made is older than the table and the mapping beside it: it carries the SHA-256 of both (RFC 6920)."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.mapping.terms import PROV, RDFS
from kg.querying.partners.file import Partner

_START = "ni:///sha-256;"
_DERIVED, _LABEL = NamedNode(f"{PROV}wasDerivedFrom"), NamedNode(f"{RDFS}label")
_MAPPING = "-metadata.json"


def changed(partner: Partner, store: Store) -> list[tuple[str, str]]:
    """Files beside a partner's RDF that are not those it was made of, each with the table to link again, in the order of their names.

    Files that are not beside it are not compared.
    """
    if partner.path is None:
        return []
    found: dict[str, set[str]] = {}
    for content, name in _told(partner, store):
        found.setdefault(name, set()).add(content)
    return [
        (name, name.removesuffix(_MAPPING))
        for name, contents in sorted(found.items())
        if (file := partner.path.with_name(name)).is_file() and _named(file) not in contents
    ]


def _told(partner: Partner, store: Store) -> Iterator[tuple[str, str]]:
    graph = NamedNode(partner.graph)
    graphs = [graph, *(one for one in store.named_graphs() if isinstance(one, NamedNode) and one.value.startswith(f"{partner.graph}#"))]
    for each in graphs:
        for quad in store.quads_for_pattern(None, _DERIVED, None, each):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(_START):
                for label in store.quads_for_pattern(quad.object, _LABEL, None, each):
                    # A name alone: no file of another folder is looked at.
                    if isinstance(label.object, Literal) and Path(label.object.value).name == label.object.value:
                        yield quad.object.value, label.object.value


def _named(file: Path) -> str:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").digest()
    return f"{_START}{urlsafe_b64encode(digest).decode('ascii').rstrip('=')}"
