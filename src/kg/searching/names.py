"""Names by which things are known and that are no label of theirs (``ontology/alignments/names.tsv``), for whoever looks for them."""

from __future__ import annotations

from functools import cache

from kg.searching.document import Text
from kg.searching.letters import composed
from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table


@cache
def known_as() -> dict[str, tuple[Text, ...]]:
    """IRI → names with their languages, in the order of the table."""
    found: dict[str, list[Text]] = {}
    for row in read_table(resources.root() / "ontology" / "alignments" / "names.tsv"):
        prefix, _, local = row["subject"].partition(":")
        found.setdefault(vocabulary().prefixes[prefix] + local, []).append(Text(composed(row["name"]), row["language"]))
    return {iri: tuple(texts) for iri, texts in found.items()}
