"""Where the data of links lie (``ontology/alignments``), and their tables read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import VocabularyError
from kg.vocabulary import resources, texts, vocabulary
from kg.vocabulary.loading import read_table

SUFFIX = ".sssom.tsv"
_SPACE = "http://rdfs.org/ns/void#uriSpace"


class Scheme(NamedTuple):
    """An external list: its code, what its IRIs begin with, the classes of our things that may be linked to it, what its entries are."""

    code: str
    space: str
    classes: frozenset[str]
    entries: str


def folder(root: Path | None = None) -> Path:
    """``ontology/alignments`` of a checkout or an installation."""
    return (root or resources.root()) / "ontology" / "alignments"


def files(root: Path | None = None) -> list[Path]:
    """The mapping sets, in the order of names."""
    return sorted(folder(root).glob(f"*{SUFFIX}"))


@cache
def schemes() -> dict[str, Scheme]:
    """The external lists by code; their namespaces are those of ``ontology/codebook.ttl``. Raises KG880 for one that has none there."""
    found = {}
    spaces = texts.literals("codebook.ttl")
    for row in read_table(folder() / "schemes.tsv"):
        space = spaces.get((f"{vocabulary().base}vocab/codebook/{row['scheme']}", _SPACE))
        if space is None:
            raise VocabularyError("KG880", f"ontology/codebook.ttl has no void:uriSpace of {row['scheme']}", file=folder() / "schemes.tsv")
        found[row["scheme"]] = Scheme(row["scheme"], space[""], frozenset(row["classes"].split(" | ")), row["entries"])
    return found


def scheme(iri: str) -> Scheme | None:
    """The list that an IRI of elsewhere stands in."""
    fitting = [one for one in schemes().values() if iri.startswith(one.space)]
    return max(fitting, key=lambda one: len(one.space), default=None)


@cache
def confidences() -> dict[str, str]:
    """What the reference tables say of confidence → the number that stands for it in SSSOM."""
    return {row["said"]: row["confidence"] for row in read_table(folder() / "confidence.tsv")}
