"""A partner's RDF file: its bytes, the graph it is, and its quads."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.errors import QueryError, ValidationError
from kg.validation import source as rdf
from kg.validation.source import Source

_READ = ("ttl", "trig", "nt", "nq", "rdf", "jsonld", "n3")
_KEPT = "/-._~"
_TABLES = frozenset((".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm"))
"""What kg link makes RDF of."""


@dataclass(frozen=True, slots=True)
class Partner(Source):
    """A file as a source; ``graph`` is the IRI of its default graph, and what its relative IRIs are resolved against."""

    graph: str = ""

    @property
    def base(self) -> str:
        """The IRI that relative IRIs are resolved against: no folder of this machine."""
        return self.graph

    def quads(self) -> Iterator[Quad]:
        """The quads in named graphs; blank nodes are named by the file's content and their order, so that two runs agree.

        Raises :class:`kg.errors.ValidationError` KG603 for what is not well-formed, with line and column.
        """
        names: dict[str, BlankNode] = {}
        mark = hashlib.sha256(self.graph.encode()).hexdigest()[:16]

        def term(node: Any) -> Any:
            if isinstance(node, BlankNode):
                return names.setdefault(node.value, BlankNode(f"p{mark}b{len(names)}"))
            return Triple(term(node.subject), node.predicate, term(node.object)) if isinstance(node, Triple) else node

        for quad in rdf.quads(self):
            yield Quad(term(quad.subject), quad.predicate, term(quad.object), NamedNode(self._graph(quad.graph_name)))

    def _graph(self, name: NamedNode | BlankNode | DefaultGraph) -> str:
        if isinstance(name, DefaultGraph):
            return self.graph
        return f"{self.graph}#{quote(name.value if isinstance(name, NamedNode) else f'_:{name.value}', safe='')}"


def found(paths: Iterable[Path]) -> list[Partner]:
    """The files of arguments that are files or folders, each content once, ordered by their graphs.

    Raises :class:`kg.errors.ValidationError` KG601 missing, KG602 a form that is not known by its ending, KG603 that cannot be read;
    :class:`QueryError` KG732 for a folder without RDF.
    """
    partners: dict[str, Partner] = {}
    for path in paths:
        for file, name in _files(path):
            partner = named(file, name)
            # The same content under two names is one file: which name counts must not depend on the order of the arguments.
            digest = partner.graph.split("/")[2]
            partners[digest] = min(partner, partners.get(digest, partner), key=lambda one: one.graph)
    return sorted(partners.values(), key=lambda one: one.graph)


def named(path: Path, name: str = "") -> Partner:
    """A file; ``name`` is what it is called in its graph's IRI (default: its own name)."""
    if path.suffix.lower() in _TABLES:
        mend = f"run kg link {path.name} and give {path.name}-data.ttl"
        raise ValidationError("KG602", "a table is no RDF", why="it is linked first", mend=mend, file=path)
    read = rdf.source(path)
    digest = urlsafe_b64encode(hashlib.sha256(read.content).digest()).decode("ascii").rstrip("=")
    graph = f"arcp://ni,sha-256;{digest}/{quote(name or path.name, safe=_KEPT)}"
    return Partner(read.name, read.content, read.form, read.path, graph=graph)


def _files(path: Path) -> list[tuple[Path, str]]:
    if not path.is_dir():
        return [(path, path.name)]
    inside = [(file, file.relative_to(path)) for file in sorted(path.rglob("*")) if file.is_file()]
    files = [
        (file, name.as_posix())
        for file, name in inside
        if file.suffix.lstrip(".").lower() in _READ and not any(part.startswith(".") for part in name.parts)
    ]
    if not files:
        why, mend = f"it has no RDF file ({', '.join(_READ)})", "make one of a table with: kg link FILE"
        raise QueryError("KG732", "the folder holds nothing to ask", why=why, mend=mend, file=path)
    return files
