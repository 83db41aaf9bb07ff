"""The fields of a request, told once: the page, ``GET /validate`` and the messages about unknown fields are made of this list."""

from __future__ import annotations

from typing import Any

from pyoxigraph import RdfFormat

from kg.serving import checking, document, negotiation, texts
from kg.serving.problem import ServingError

FORMS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""The forms of data by the ending of files."""
SEVERITIES = ("violation", "warning", "info")
TEXTS = ("data", "shapes")
"""Fields that hold what is checked, and by what: a text or a file, repeatable."""
QUERY = ("filename",)
"""What only the address can say: the name of a file that is sent as the body."""
WORDS = ("shapes_name", "data_form", "shapes_form", "format", "language", "fail_on", *document.DECLARED)
"""Fields that hold a word."""
_SAME = {"lang": "language"}


def plain(name: str) -> str:
    """The name by which a field is known: ``fail-on`` is ``fail_on``, ``lang`` is ``language``."""
    name = name.strip().replace("-", "_")
    return _SAME.get(name, name)


def values(name: str) -> tuple[str, ...]:
    """What a field can be, the default first; () for one that takes any text."""
    known: dict[str, tuple[str, ...]] = {
        "shapes_name": checking.names(),
        "data_form": (*FORMS, document.FORM),
        "shapes_form": tuple(FORMS),
        "format": tuple(negotiation.FORMS),
        "language": negotiation.LANGUAGES,
        "fail_on": SEVERITIES,
    }
    return known.get(name, ())


def listed(language: str) -> dict[str, dict[str, Any]]:
    """Every field with what it is for and what it can be ([] for any text)."""
    found: dict[str, dict[str, Any]] = {}
    for name in (*TEXTS, *WORDS, *QUERY):
        about = texts.say(f"field-{name.replace('_', '-')}")
        found[name] = {"about": about.get(language) or about["en"], "values": list(values(name))}
    return found


def unknown(name: str) -> ServingError:
    """The answer to a field that there is not, with the nearest that is."""
    from rapidfuzz import fuzz, process  # only a field that is not there pays for it

    known = (*TEXTS, *WORDS, *QUERY)
    near = process.extractOne(plain(name), known, scorer=fuzz.ratio, score_cutoff=60)
    why = f"did you mean {near[0]}" if near else ""
    return ServingError("KG807", f"there is no field {name[:40]!r}", why=why, mend=f"known are {', '.join(known)}")


def word(name: str, given: str) -> str:
    """What a field says. Raises :class:`ServingError` KG805 for an unknown form, KG807 for another unknown value."""
    known = values(name)
    if not given or not known or given in known or name in ("format", "language"):  # which negotiation looks at
        return given
    if name.endswith("_form"):
        raise ServingError("KG805", f"there is no form {given[:40]!r}", mend=f"known are {', '.join(known)}")
    what = "there is no severity" if name == "fail_on" else "there are no shapes of the name"
    raise ServingError("KG807", f"{what} {given[:40]!r}", mend=f"known are {', '.join(known)}")
