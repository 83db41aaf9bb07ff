"""How a page says things in one language: names, addresses that keep the language, numbers, places of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from kg.mapping.terms import HRM
from kg.serving import numerals
from kg.serving.release import Release
from kg.serving.things.address import uri
from kg.serving.things.lookup import ours
from kg.serving.things.names import Name, Names, short

_CODE = re.compile(r"[A-Za-z]{0,4}[0-9]+|[A-Z]{2,4}")


@dataclass(frozen=True, slots=True)
class Voice:
    """Words and links of a page in ``language``."""

    release: Release
    names: Names
    language: str

    def name(self, iri: str) -> Name:
        """What a thing is called."""
        return self.names.of(iri, self.language)

    def words(self, iri: str) -> str:
        """The same without its language."""
        return self.name(iri).words

    def link(self, iri: str, part: str = "") -> str:
        """Where a thing is read, in this language; '' for what a browser must not follow. ``part`` is an element of the page."""
        if not iri.startswith(("http://", "https://")):
            return ""
        if not ours(iri):
            return uri(iri)
        address, _, fragment = iri.partition("#")
        said = part or fragment
        return f"{uri(self.release.url(address))}?lang={self.language}" + (f"#{uri(said)}" if said else "")

    def passage(self, iri: str) -> str:
        """Where the words of a passage are marked in their document."""
        return self.link(iri, "words")

    def short(self, iri: str) -> str:
        """An IRI abbreviated, as a printed page has it."""
        return short(iri)

    def elsewhere(self, iri: str) -> str:
        """What a link to another site is called: the site, and the short code of the thing there where the address has one."""
        parts = urlsplit(iri)
        site, code = (parts.hostname or iri).removeprefix("www."), parts.path.rstrip("/").rpartition("/")[2]
        return f"{site}: {code}" if code and not parts.query and _CODE.fullmatch(code) else site

    def place(self, path: str, **fields: str) -> str:
        """A page of the site."""
        return f"{uri(self.release.base_url)}{path}?{urlencode([*fields.items(), ('lang', self.language)], safe=',:')}"

    def number(self, text: str) -> str:
        """A number in the signs of the language, digit by digit as it is stored; what is none stays as it is."""
        return numerals.written(text, self.language)

    def local(self, iri: str) -> str:
        """The last part of an IRI, as an element of a page is called."""
        return re.split("[/#]", iri)[-1]

    def definition(self, iri: str, predicate: str) -> str:
        """What a property of a thing says in this language, else in English; '' where it says nothing."""
        said = {getattr(value, "language", "") or "": value.value for value in self.names.lookup.values(iri, predicate)}
        return said.get(self.language) or said.get("en") or said.get("", "")

    def said(self, iri: str, predicate: str) -> Name:
        """The same with its language."""
        return self.names.said(iri, predicate, self.language)

    def plain(self, name: str, text: str) -> Name:
        """A plain string that a property of ours has, by its label where it is a code, else with the language that it is written in."""
        return self.names.plain(HRM + name, text, self.language)
