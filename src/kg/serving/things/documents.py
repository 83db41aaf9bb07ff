"""The documents of a release: made once, then kept, for a release never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from kg.mapping.terms import BASE, DCAT
from kg.serving.release import Release
from kg.serving.things import absence, conditional, forms, links, metadata, page, passage, writing
from kg.serving.things.address import split, uri
from kg.serving.things.description import describe
from kg.serving.things.home import Home
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names

FILE = "nq"
"""The form of a distribution."""
_KEPT = 256
"""Documents that are kept; graphs are not, for they may be large."""


class Document(NamedTuple):
    """A document: its bytes, their media type, and the headers that only its making tells."""

    content: bytes
    type: str
    headers: Mapping[str, str]


class Documents:
    """Makes documents. ``pages`` are HTML pages by class."""

    def __init__(self, release: Release, lookup: Lookup, names: Names, pages: Mapping[str, page.Page]) -> None:
        self.release = release
        self.lookup = lookup
        self.names = names
        self.pages = pages
        self.home = Home(release, lookup, names)
        self.modified = conditional.last_modified(metadata.modified(lookup))
        self._keeping = lru_cache(_KEPT)(self._make)

    def make(self, iri: str, form: str, language: str, number: int, found: passage.Passage | None) -> Document:
        """A page of the document of a thing; ``language`` is '' but for HTML. Raises :class:`AbsentError` KG840 for a page too many."""
        return (self._make if self.lookup.is_graph(iri) else self._keeping)(iri, form, language, number, found)

    def headers(self, iri: str, form: str, language: str, number: int) -> dict[str, str]:
        """The headers of a document that are known before it is made."""
        query = [*([f"page={number}"] if number > 1 else []), *([f"lang={language}"] if language else [])]
        address = uri(self.release.url(f"{iri}.{form}"))
        said = {
            "ETag": conditional.etag(self.release, iri, form, language, number),
            "Content-Location": f"{address}?{'&'.join(query)}" if query else address,
            "Vary": "Accept-Language" if language else "Accept",
        }
        said |= {"Last-Modified": self.modified} if self.modified else {}
        return said | ({"Content-Language": language, "Content-Security-Policy": page.policy()} if language else {})

    def _make(self, iri: str, form: str, language: str, number: int, part: passage.Passage | None) -> Document:
        found = describe(iri, self.lookup, number, part)
        if number > (1 if found.graph and form != forms.HTML else found.pages):
            raise absence.unknown(f"{iri}.{form}?page={number}", [])
        if iri == metadata.CATALOGUE:
            found = replace(found, made=tuple(metadata.of_release(self.release, self.home.triples, self.home.profiles[:1])))
        offered = self.offered(iri, part is not None)
        if form == forms.HTML:
            shown = page.Shown(found, offered, self.release, self.names, language)
            content = page.of(found, self.pages)(shown).encode("utf-8", "replace")
        elif form == forms.TEXT:
            content = (part.exact if part else found.text or "").encode("utf-8")
        else:
            canonical = f"{iri}.{form}" + (f"?page={number}" if number > 1 else "")
            made = (*found.made, *metadata.of_document(found, canonical, self.release, self.lookup))
            content = writing.write(found.quads, made, form, found.iri)
        link = links.header(links.of_document(found, form, offered, self.release, self.lookup))
        return Document(content, forms.FORMS[form].type, {"Link": link})

    def distribution(self, iri: str, graph: str) -> Document:
        """A file: the quads of a graph, and nothing else."""
        described = links.of_thing(iri, self.offered(iri), self.release)
        whole = (self.release.url(split(iri)[0]), "collection", "")
        link = links.header([(iri, "cite-as", ""), whole, *described])
        return Document(writing.write(self.lookup.graph(graph), (), FILE), forms.FORMS[FILE].type, {"Link": link})

    def offered(self, iri: str, text: bool = False) -> tuple[str, ...]:
        """The forms of a thing's documents, without those whose address is a thing, unless that is the thing's own distribution."""
        text = text or self.lookup.text(iri) is not None
        files = {value.value for value in self.lookup.values(iri, DCAT + "distribution")}
        addresses = {name: f"{iri}.{name}" for name in forms.FORMS if text or name != forms.TEXT}
        return tuple(name for name, one in addresses.items() if not self.lookup.known(one) or (name == FILE and one in files))

    def file(self, iri: str) -> str:
        """The graph that a distribution is a file of; '' for what is none."""
        stem, ending = split(iri)
        graph = stem.replace(BASE, f"{BASE}graph/", 1)
        return graph if ending == FILE and DCAT + "Distribution" in self.lookup.types(iri) and self.lookup.is_graph(graph) else ""
