"""What RDF was made of: the table and its mapping by their contents (RFC 6920, ``ni:///sha-256;…``), so that RDF that is older is found.

``kg query --with`` compares these names with the files beside the RDF (:mod:`kg.querying.partners.origin`).
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from pathlib import Path

from kg.linking.tables import metadata
from kg.mapping.terms import PROV, RDFS


def named(digest: bytes) -> str:
    """The name of a content by its SHA-256."""
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode('ascii').rstrip('=')}"


def pairs(path: Path, mapping: bytes) -> list[tuple[str, str]]:
    """Names of the table and of the mapping, each with its file name; the table is read once more."""
    with path.open("rb") as file:
        table = hashlib.file_digest(file, "sha256").digest()
    return [(named(table), path.name), (named(hashlib.sha256(mapping).digest()), metadata.beside(path).name)]


DERIVED, LABEL = f"{PROV}wasDerivedFrom", f"{RDFS}label"
