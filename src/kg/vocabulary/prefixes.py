"""The one prefix map, ``ontology/prefixes.ttl``, read alone: who only shortens or makes IRIs need not pay for the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.errors import VocabularyError
from kg.vocabulary import resources

SH = "http://www.w3.org/ns/shacl#"


@cache
def prefixes() -> Mapping[str, str]:
    """Prefix → namespace, of the installed project, read once a process (under 1 ms). Raises :class:`VocabularyError` KG406."""
    return declared(resources.prefix_file())


def base(spaces: Mapping[str, str] | None = None) -> str:
    """The base IRI under which everything of the project stands; ``spaces``: of another prefix map."""
    return (prefixes() if spaces is None else spaces)["hrm"].removesuffix("ontology#")


def declared(file: Path) -> dict[str, str]:
    """The prefixes that a Turtle file declares for SPARQL (SHACL 1.0, section 5.2.1). Raises :class:`VocabularyError` KG406."""
    found: dict[object, dict[str, str]] = defaultdict(dict)
    try:
        for triple in parse(path=str(file), format=RdfFormat.TURTLE):
            found[triple.subject][triple.predicate.value] = getattr(triple.object, "value", "")
    except SyntaxError as error:
        raise VocabularyError("KG406", f"not Turtle: {error.msg}", file=file, line=error.lineno) from error
    return {node[SH + "prefix"]: node[SH + "namespace"] for node in found.values() if SH + "prefix" in node}
