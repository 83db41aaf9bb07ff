"""RDF terms as N-Quads text: IRIs in angle brackets, literals with datatype or language.

Canonical N-Quads (RDF 1.1 N-Quads, section 3.1; escapes as RDFC-1.0 section 5): tab, line feed, carriage return, quote and backslash are
escaped, other control characters as ``\\uXXXX``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from json.encoder import encode_basestring
from urllib.parse import quote

from kg.vocabulary import vocabulary

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DCT = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"
ORG = "http://www.w3.org/ns/org#"

BASE = vocabulary().base
HRM = vocabulary().prefixes["hrm"]
TYPE = f"<{RDF}type>"
LABEL = f"<{RDFS}label>"

_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"


def text(value: str, language: str = "") -> str:
    """A string literal, with a language tag where given."""
    quoted = encode_basestring(value)  # JSON escapes as N-Quads does, in C, but for control characters and delete
    if "\\u" in quoted or "\x7f" in value:
        quoted = f'"{_SPECIAL.sub(_escape, value)}"'
    return f"{quoted}@{language}" if language else quoted


def typed(value: str, datatype: str) -> str:
    """A literal of an XSD datatype; ``value`` must be its canonical form."""
    return f'"{value}"^^<{XSD}{datatype}>'


def number(value: int | Decimal) -> str:
    """xsd:integer for whole numbers, xsd:decimal without trailing zeros for others."""
    if isinstance(value, int):
        return f'"{value}"^^<{XSD}integer>'
    return f'"{value:f}"^^<{XSD}decimal>'


def iri(value: str) -> str:
    """An absolute IRI in angle brackets; what RFC 3987 (section 2.2) does not allow is percent-encoded."""
    start, sign, fragment = _UNSAFE.sub(_encoded, value).partition("#")
    return f"<{start}{sign}{fragment.replace('#', '%23')}>"


def _encoded(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


_PLANES = "".join(f"\\U{plane:04x}{'1' if plane == 14 else '0'}000-\\U{plane:04x}fffd" for plane in range(1, 15))
_UCSCHAR = f"\\u00a0-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\uffef{_PLANES}"
_UNSAFE = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%{_UCSCHAR}]")


def hrm(name: str) -> str:
    """A term of our ontology."""
    return f"<{HRM}{name}>"


def own(path: str) -> str:
    """A resource under our base."""
    return f"<{BASE}{path}>"
