"""Link headers (RFC 8288) of documents: other forms, what is described, licence, and FAIR Signposting level 1 (signposting.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.mapping.terms import DCAT, DCT, HRM, QB, SKOS
from kg.serving.release import Release
from kg.serving.things import forms, metadata
from kg.serving.things.address import uri
from kg.serving.things.description import Description
from kg.serving.things.lookup import Lookup, ours
from kg.serving.things.withdrawn import Withdrawal

Link = tuple[str, str, str]
"""Target, relation, media type ('' for none)."""
_SCHEMA = "https://schema.org/"
_TYPES = {
    HRM + "CountryProfile": "Dataset",
    DCAT + "Dataset": "Dataset",
    QB + "DataSet": "Dataset",
    DCAT + "Catalog": "DataCatalog",
    DCAT + "Distribution": "DataDownload",
    SKOS + "Concept": "DefinedTerm",
    SKOS + "ConceptScheme": "DefinedTermSet",
    "http://www.w3.org/2002/07/owl#Ontology": "DefinedTermSet",
    HRM + "SourceDocument": "DigitalDocument",
    HRM + "Figure": "Observation",
    HRM + "Assessment": "Observation",
    "http://www.w3.org/ns/org#Organization": "Organization",
}
"""Classes, and what they are in schema.org, by which Signposting names types."""


def alternates(thing: str, offered: Iterable[str], release: Release) -> list[Link]:
    """The documents of a thing."""
    return [(release.url(f"{thing}.{name}"), "alternate", forms.FORMS[name].media[0]) for name in offered]


def of_thing(thing: str, offered: Iterable[str], release: Release) -> list[Link]:
    """What a thing says that is no document: where it is described."""
    return [(target, "describedby", media) for target, _, media in alternates(thing, offered, release)]


def of_document(found: Description, form: str, offered: Sequence[str], release: Release, lookup: Lookup) -> Iterator[Link]:
    """The links of a document in a form."""
    others = alternates(found.iri, (name for name in offered if name != form), release)
    yield from others
    yield found.iri, "cite-as", ""
    if form == forms.HTML:
        yield _SCHEMA + "AboutPage", "type", ""
        yield from ((target, "describedby", media) for target, _, media in others if media != forms.FORMS[forms.TEXT].media[0])
    elif form != forms.TEXT:
        yield release.url(found.iri), "describes", ""
    yield from ((_SCHEMA + name, "type", "") for name in sorted({_TYPES[kind] for kind in found.types if kind in _TYPES}))
    yield from ((licence, "license", "") for licence in metadata.licences(found, lookup))
    yield from ((release.url(one), "author", "") for one in metadata.publishers(found, lookup))
    if found.text is not None and form != forms.TEXT:
        yield release.url(f"{found.iri}.{forms.TEXT}"), "item", forms.FORMS[forms.TEXT].media[0]
    yield from ((release.url(one), "item", "application/n-quads") for one in _values(found.iri, DCAT + "distribution", lookup))
    wholes = {one for name in (DCT + "isPartOf", QB + "dataSet", SKOS + "inScheme") for one in _values(found.iri, name, lookup)}
    wholes |= lookup.catalogues(found.iri)
    wholes |= {found.passage.place.source} if found.passage else set()
    yield from ((release.url(one), "collection", "") for one in sorted(wholes))
    plain = release.url(f"{found.iri}.{form}")
    if found.graph and form != forms.HTML:
        return
    if found.page < found.pages:
        yield f"{plain}?page={found.page + 1}", "next", ""
    if found.page > 1:
        yield f"{plain}?page={found.page - 1}", "prev", ""


def of_withdrawal(one: Withdrawal, release: Release) -> list[Link]:
    """What stands in the place of what was withdrawn (RFC 5829, section 3.4)."""
    return [(release.url(one.replaced_by), "successor-version", "")] if one.replaced_by else []


def header(links: Iterable[Link]) -> str:
    """The header: targets as URIs, so that nothing of a name can end it."""
    said = []
    for target, relation, media in dict.fromkeys(links):
        said.append(f'<{uri(target)}>; rel="{relation}"' + (f'; type="{media}"' if media else ""))
    return ", ".join(said)


def _values(iri: str, predicate: str, lookup: Lookup) -> list[str]:
    return sorted(value.value for value in lookup.values(iri, predicate) if ours(value.value))
