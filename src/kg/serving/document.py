"""A profile document that was sent: recognised, and built in memory as ``kg validate`` builds it, from what is warm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat

from kg import inputs
from kg.building import sources
from kg.building.options import Options
from kg.errors import InputError
from kg.inputs import profiles
from kg.interpreting import interpret
from kg.mapping import catalogue, profile
from kg.mapping.terms import DCAT, own
from kg.reading import text
from kg.serving.job import Part
from kg.validation import forms
from kg.validation.source import Source
from kg.vocabulary import resources

FORM = "txt"
DECLARED = ("state", "edition", "series")
"""What a sidecar says elsewhere, and fields say here."""


def is_one(part: Part, declared: Mapping[str, str]) -> bool:
    """Whether a text is a profile document: it does not begin as RDF does, and its name, fields or rows say so."""
    return forms.is_document(part.content, declared=bool(declared) or part.name.endswith(f".{FORM}"))


def read(part: Part, declared: Mapping[str, str], into: inputs.Inputs) -> None:
    """Puts a document into ``into``: its graph, its lines, what was not read.

    Raises :class:`InputError`: KG306 without state and edition, KG303 and KG304 for wrong ones, KG1xx for what is no profile.
    """
    missing = [name for name in DECLARED[:2] if not declared.get(name)]
    if missing:
        both = "the state and edition of the document are not declared"
        what = both if len(missing) > 1 else f"the {missing[0]} of the document is not declared"
        why = "what is no RDF is read as a profile document"
        mend = "send the fields state and edition, or for RDF the field data_form"
        raise InputError("KG306", what, why=why, mend=mend, file=part.name)
    options = Options(declared.get("series", Options().series), declared["state"], declared["edition"])
    about = sources.declared(sources.Source(Path(part.name), part.name, None), options, None)
    reading = interpret(text.document(part.content, part.name), language=about.language, area=about.area)
    if not reading.ledger.closes:
        raise InputError("KG109", "the ledger of the document does not close", why="a character is in no account", file=part.name)
    lines = [*profile.quads(reading, about), *catalogue.bodies(catalogue.mentioned(reading.facts)), *_catalogue()]
    lines.append(f"{own('catalogue')} <{DCAT}dataset> <{profile.profile_iri(about)}> <{catalogue.CATALOGUE}> .\n")
    into.documents[profile.source_iri(reading.document.sha256)] = part.name
    into.unread += [profiles.unread_result(problem, reading.document.sha256, part.name, reading.document) for problem in reading.problems]
    into.sources.append(Source(part.name, "".join(lines).encode("utf-8"), RdfFormat.N_QUADS, lines=False))


@cache
def _catalogue() -> tuple[str, ...]:
    """The catalogue without profiles: its tables are declared in a file."""
    return tuple(catalogue.catalogue([], resources.root() / "data" / "reference"))
