"""Classes and properties of elsewhere have names on pages, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.mapping.terms import BASE, TYPE
from kg.serving.things import passage
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names
from kg.serving.things.passage import Passage, Place
from kg.storage.store import open_build


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_class_or_property_is_shown_as_an_address(build: Path, language: str) -> None:
    store = open_build(build)
    text = Passage(Place("https://w3id.org/hrmkg/source/0123456789abcdef", 2, 5), "a text")
    triples = [*store.quads_for_pattern(None, None, None, None), *text.triples("https://w3id.org/hrmkg/source/0123456789abcdef/2-5")]
    shown = {triple.predicate.value for triple in triples}
    shown |= {triple.object.value for triple in triples if str(triple.predicate) == TYPE and isinstance(triple.object, NamedNode)}
    assert {f"{passage.OA}exact", f"{passage.OA}TextQuoteSelector"} <= shown
    names = Names(Lookup(store))
    told = {iri: names.of(iri, language) for iri in sorted(shown)}
    assert {iri for iri, name in told.items() if ":" in name.words or name.language != language} == set()
    if language == "ru":
        assert {iri for iri, name in told.items() if not iri.startswith(BASE) and not re.search("[а-я]", name.words)} == set()
