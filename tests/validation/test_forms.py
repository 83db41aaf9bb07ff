"""The form of a text without a name: by its beginning, by how far it goes, or a profile document."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kg.validation import forms

PREFIX = "@prefix e: <http://e/> .\n"
ABOUT = '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
QUAD = "<http://e/a> <http://e/b> <http://e/c> <http://e/g> .\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (ABOUT, RdfFormat.RDF_XML),
        ("\ufeff \n" + ABOUT, RdfFormat.RDF_XML),
        ("<rdf:RDF/>", RdfFormat.RDF_XML),
        ("<!-- x -->", RdfFormat.RDF_XML),
        ('{"@id": "http://e/a"}', RdfFormat.JSON_LD),
        ('\ufeff[\n {"@id": "http://e/a"}]', RdfFormat.JSON_LD),
        ("{}", RdfFormat.JSON_LD),
        ("{ <http://e/a> <http://e/b> 1 }", RdfFormat.TURTLE),
        (PREFIX, RdfFormat.TURTLE),
        ("<http://e/a> <http://e/b> 1 .", RdfFormat.TURTLE),
        ("", RdfFormat.TURTLE),
    ],
)
def test_how_a_text_begins(text: str, form: RdfFormat) -> None:
    assert forms.begun(text.encode()) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (PREFIX + "e:a e:b 1 .", RdfFormat.TURTLE),
        ("<http://e/a> <http://e/b> <http://e/c> .\n", RdfFormat.TURTLE),
        (PREFIX + "e:g { e:a e:b 1 }", RdfFormat.TRIG),
        ("{ <http://e/a> <http://e/b> 1 }", RdfFormat.TRIG),
        (QUAD, RdfFormat.N_QUADS),
        (QUAD + "<http://e/a> <http://e/b> <http://e/c> <http://e/g>\n", RdfFormat.N_QUADS),
        (PREFIX + "e:a e:b 1 .\ne:g { e:a e:b c }", RdfFormat.TRIG),
        (PREFIX + "e:a e:b c .", RdfFormat.TURTLE),
        ("", RdfFormat.TURTLE),
        ("\x1b", RdfFormat.TURTLE),
    ],
)
def test_the_form_in_which_a_text_goes_furthest(text: str, form: RdfFormat) -> None:
    """An error is to be told in the words of the form that was meant."""
    assert forms.furthest(text.encode()) == form


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Population\t5\n", False, True),
        ("Население\t5\n", False, True),
        ("Heading\n\nA sentence without rows.\n", False, False),
        ("Heading\n\nA sentence without rows.\n", True, True),
        (PREFIX + "e:a\te:b 1 .", False, False),
        ("prefix e: <http://e/>\ne:a\te:b 1 .", True, False),
        (ABOUT, True, False),
        ('{"a":\t1}', True, False),
        ("<http://e/a>\t<http://e/b>\t1 .", True, False),
        (QUAD, True, False),
        ("", True, False),
    ],
)
def test_a_profile_document_is_told_from_rdf(text: str, declared: bool, expected: bool) -> None:
    assert forms.is_document(text.encode(), declared=declared) is expected


def test_the_real_document(root: Path) -> None:
    assert forms.is_document((root / "data/profiles/antitorture/KAZ-2022/document.txt").read_bytes(), declared=False)
