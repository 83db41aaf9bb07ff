"""SSSOM files: what is read, what is refused with its line, and that writing gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.linking.mapping_set import COLUMNS, Link, read, shortened, write

HEAD = """# mapping_set_id: https://example.org/set
# mapping_set_title: A set
# license: http://creativecommons.org/licenses/by/4.0/
# curie_map:
#   a: https://example.org/a/
#   b: https://example.org/b/
#   skos: http://www.w3.org/2004/02/skos/core#
"""
TABLE = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\na:1\tskos:exactMatch\tb:2/\tsemapv:LexicalMatching\t0.94\n"
Put = Callable[[str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write_(text: str) -> Path:
        path = tmp_path / "x.sssom.tsv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write_


def test_a_file_is_read(put: Put) -> None:
    found = read(put(HEAD + TABLE))
    (link,) = found.mappings
    assert (found.name, found.sources, found.metadata["mapping_set_title"]) == ("x", (), "A set")
    assert link[:4] == ("https://example.org/a/1", "", "", "http://www.w3.org/2004/02/skos/core#exactMatch")
    assert (link.object, link.confidence, link.line) == ("https://example.org/b/2/", "0.94", 9)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("curie_map", "curie_mop", 1),
        ("# license: http://creativecommons.org/licenses/by/4.0/\n", "", 1),
        ("https://example.org/set", "set", 1),
        ("# mapping_set_title: A set", "# mapping_set_title: [", 1),
        ("# mapping_set_title", "# unheard_of: 1\n# mapping_set_title", 1),
        ("\tmapping_justification", "\tsubject_label", 8),
        ("\tconfidence", "\tconfident", 8),
        ("\t0.94", "", 9),
        ("\t0.94", "\t1.5", 9),
        ("\t0.94", "\thigh", 9),
        ("semapv:LexicalMatching", "semapv:Guess", 9),
        ("semapv:LexicalMatching", "", 9),
        ("a:1\t", "c:1\t", 9),
        ("a:1\t", "a:\t", 9),
        ("a:1\t", "a:1 2\t", 9),
        ("\nsubject_id", "\n\nsubject_id", 8),
    ],
)
def test_what_is_not_sssom_is_refused_with_its_line(put: Put, old: str, new: str, line: int) -> None:
    text = (HEAD + TABLE).replace(old, new, 1)
    assert text != HEAD + TABLE
    with pytest.raises(VocabularyError) as caught:
        read(put(text))
    assert (caught.value.code, caught.value.line) == ("KG880", line)


@pytest.mark.parametrize("text", ["", HEAD, HEAD + TABLE.rstrip("\n"), HEAD + TABLE + "# late: 1\n"])
def test_no_table_no_line_end_and_late_metadata_are_refused(put: Put, text: str) -> None:
    with pytest.raises(VocabularyError, match="KG880"):
        read(put(text))


def test_types_are_those_of_sssom(put: Put) -> None:
    with pytest.raises(VocabularyError, match="subject_type"):
        read(put(HEAD + TABLE.replace("confidence", "subject_type").replace("0.94", "a country")))


def test_written_and_read_again_it_is_the_same(put: Put) -> None:
    prefixes = {"a": "https://example.org/", "b": "https://example.org/b/", "skos": "http://www.w3.org/2004/02/skos/core#"}
    metadata = {
        "mapping_set_id": "https://example.org/s",
        "mapping_set_title": "Имя: x",
        "license": "https://example.org/l",
        "curie_map": prefixes,
    }
    links = [
        Link(
            "https://example.org/2",
            "",
            "",
            prefixes["skos"] + "exactMatch",
            "https://example.org/b/1",
            "",
            "",
            "semapv:LexicalMatching",
            comment="ы",
        ),
        Link(
            "https://example.org/1",
            "one",
            "",
            prefixes["skos"] + "exactMatch",
            "https://example.org/b/1/",
            "",
            "",
            "semapv:LexicalMatching",
        ),
    ]
    text = write(metadata, links)
    assert text.splitlines()[-2].startswith("a:1\tone\t\tskos:exactMatch\tb:1/\t")
    assert text == write(metadata, reversed(links))
    again = read(put(text))
    assert write(again.metadata, again.mappings) == text
    assert [one.subject for one in again.mappings] == ["https://example.org/1", "https://example.org/2"]
    assert text.splitlines()[-3].split("\t") == list(COLUMNS)


def test_the_longest_prefix_wins_and_one_is_needed() -> None:
    assert shortened("https://e.org/b/1", {"a": "https://e.org/", "b": "https://e.org/b/"}) == "b:1"
    with pytest.raises(VocabularyError, match="KG880"):
        shortened("https://f.org/1", {"a": "https://e.org/"})
