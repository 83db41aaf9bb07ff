"""What browsers are told of the search (https://github.com/dewitt/opensearch, draft 6): its addresses, in a language."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kg.serving import texts
from kg.serving.search.asking import PATH

MEDIA = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"


def write(home: str, language: str) -> bytes:
    """The description document; ``home`` is the base URL."""
    root = Element("OpenSearchDescription", xmlns=_NAMESPACE)
    SubElement(root, "ShortName").text = texts.head("search-short")[language]
    SubElement(root, "Description").text = texts.say("search-title")[language]
    SubElement(root, "Language").text = language
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "OutputEncoding").text = "UTF-8"
    for media, path, more in (
        ("text/html", PATH, f"&lang={language}"),
        ("application/json", PATH, f"&lang={language}&page={{startPage?}}&format=json"),
        (SUGGESTIONS, "suggest", ""),
    ):
        SubElement(root, "Url", type=media, template=f"{home}{path}?q={{searchTerms}}{more}")
    address = f"{home}opensearch.xml?lang={language}"
    SubElement(root, "Url", type=MEDIA, rel="self", template=address)
    SubElement(root, "Query", role="example", searchTerms=texts.head("search-example")[language])
    indent(root)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
