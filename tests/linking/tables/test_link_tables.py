"""Whole tables: what becomes of their rows, what is written, and that it can be joined with the graph."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from linked import Link
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.linking import mapping_set
from kg.linking.tables import integrity

SDMX = "http://purl.org/linked-data/sdmx/2009/dimension#"
HEAD = f"PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX sdmx: <{SDMX}> PREFIX area: <https://w3id.org/hrmkg/area/> "
HEAD += "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


def test_the_population_of_the_world_bank_is_linked_as_a_whole(link: Link, here: Path) -> None:
    done = link(here / "world-bank-population.csv", namespace="https://example.org/data/")
    assert done.counts == (90, 0, 0, 0)
    assert done.result.exit_code == 0
    assert done.roles() == {"Country Name": "none", "Country Code": "state", "Year": "year", "Value": "value"}
    query = "SELECT ?v { ?o a qb:Observation ; sdmx:refArea area:KAZ ; sdmx:refPeriod ?y ; <https://example.org/data/property/value> ?v }"
    values = {row["v"].value for row in done.store.query(HEAD + query)}
    printed = [line.split(",") for line in (here / "world-bank-population.csv").read_text(encoding="utf-8").splitlines()]
    assert values == {cells[3] for cells in printed if cells[1] == "KAZ"}
    assert len(values) == 10


def test_nothing_is_minted_in_our_namespace(link: Link, here: Path) -> None:
    done = link(here / "world-bank-population.csv")
    subjects = {quad.subject.value for quad in done.store if isinstance(quad.subject, NamedNode)}
    assert subjects
    assert not [iri for iri in subjects if iri.startswith("https://w3id.org/hrmkg/")]
    assert done.result.mapping.namespace.startswith("urn:uuid:")


def test_the_same_file_gives_the_same_bytes(link: Link, here: Path) -> None:
    done = link(here / "invented-terror-scale.csv")
    first = [path.read_bytes() for path in done.result.files]
    for path in done.result.files:
        path.unlink()
    assert [path.read_bytes() for path in link(here / "invented-terror-scale.csv").result.files] == first


def test_both_forms_say_the_same(link: Link, here: Path) -> None:
    link(here / "invented-prison-brief.csv")
    done = link(here / "invented-prison-brief.csv", form="nq")
    lines = list(parse(path=str(done.file("data.nq")), format=RdfFormat.N_QUADS))
    assert {f"{quad.subject} {quad.predicate} {quad.object}" for quad in lines} == {
        str(triple).removesuffix(" .") for triple in parse(path=str(done.file("data.ttl")), format=RdfFormat.TURTLE)
    }
    assert {quad.graph_name.value for quad in lines} == {f"{done.result.mapping.namespace}graph"}
    assert len(lines) > 100


def test_codes_of_missing_values_make_no_observation(link: Link, here: Path) -> None:
    done = link(here / "invented-terror-scale.csv")
    assert done.result.encoding is not None
    assert done.result.encoding.name == "windows-1252"
    assert done.roles()["INVENTED_A"] == done.roles()["INVENTED_S"] == "value"
    nulls = {column.title: column.null for _, column in done.result.mapping.of("value")}
    assert nulls == {"INVENTED_A": ("", "66", "77", "99"), "INVENTED_S": ("", "66", "88")}
    assert done.result.missing == 5
    assert done.result.values == 27 * 2 - 5
    observed = {
        int(row["v"].value) for row in done.store.query(HEAD + "SELECT ?v { ?o a qb:Observation ; ?m ?v . ?m a qb:MeasureProperty }")
    }
    assert observed <= {1, 2, 3, 4, 5}
    assert done.counts == (27, 12, 0, 0)


def test_codes_that_no_table_verifies_link_nothing(link: Link, here: Path) -> None:
    columns = (line.split(",") for line in (here / "invented-terror-scale.csv").read_text(encoding="latin-1").splitlines())
    done = link("\n".join(",".join((cells[3], cells[1], cells[7])) for cells in columns))
    assert done.roles() == {"COW_Code_N": "state", "Year": "year", "INVENTED_A": "value"}
    assert done.counts == (0, 39, 0, 0)
    assert {row["code"] for row in done.unlinked} == {"KG893"}


def test_spaces_commas_and_names_in_two_languages(link: Link, here: Path) -> None:
    done = link(here / "invented-prison-brief.csv")
    assert done.counts == (6, 1, 2, 1)
    assert [(row["line"], row["outcome"], row["written"]) for row in done.unlinked] == [
        ("8", "unmatched", "Kazakstan"),
        ("9", "ambiguous", "Korea"),
        ("10", "ambiguous", "2019/20"),
        ("12", "bad", '\'=HYPERLINK("http://example.org")'),
    ]
    assert done.unlinked[0]["candidates"] == "https://w3id.org/hrmkg/area/KAZ"
    measure = f"<{done.result.mapping.namespace}property/invented_rate_per_100_000>"
    written = f"<{done.result.mapping.namespace}property/written>"
    query = f"SELECT ?v ?w {{ ?o sdmx:refArea area:RUS ; {measure} ?v ; {written} ?w }}"
    (row,) = done.store.query(HEAD + query)
    assert Decimal(row["v"].value) == Decimal("285.25")
    assert row["w"] == Literal("285,25")


def test_links_are_a_mapping_set(link: Link, here: Path) -> None:
    done = link(here / "invented-prison-brief.csv")
    found = mapping_set.read(done.file("links.sssom.tsv"))
    assert {(one.subject_label, one.object.rpartition("/")[2], one.justification.removeprefix("semapv:")) for one in found.mappings} == {
        ("Kazakhstan", "KAZ", "LexicalMatching"),
        ("Kyrgyz Republic", "KGZ", "LexicalMatching"),
        ("Киргизия", "KGZ", "LexicalMatching"),
        ("Moldova, Republic of", "MDA", "LexicalMatching"),
        ("Poland", "POL", "LexicalMatching"),
        ("Russian Federation", "RUS", "LexicalMatching"),
        ("Tajikistan", "TJK", "LexicalMatching"),  # one cell of its row is bad, and the other is kept
    }
    for one in found.mappings:
        assert done.store.query(f"ASK {{ <{one.subject}> <{one.predicate}> <{one.object}> }}")


@pytest.mark.parametrize("name", sorted(integrity.constraints()))
def test_a_constraint_of_the_cube_holds_for_all_observations(link: Link, here: Path, name: str) -> None:
    store = link(here / "invented-prison-brief.csv").store
    store.update((Path(integrity.wording.folder()) / "integrity" / "normalise.ru").read_text(encoding="utf-8"))
    assert name not in integrity.violated(store)


@pytest.mark.parametrize(
    ("update", "broken"),
    [
        ("DELETE WHERE { ?o sdmx:refArea area:RUS }", "IC-11"),
        ("DELETE WHERE { sdmx:refArea rdfs:range ?o }", "IC-4"),
        ("INSERT { <urn:o> ?p ?v } WHERE { { SELECT ?o { ?o a qb:Observation } LIMIT 1 } ?o ?p ?v }", "IC-12"),
        ("DELETE WHERE { ?s qb:structure ?d }", "IC-2"),
    ],
)
def test_a_constraint_of_the_cube_can_fail(link: Link, here: Path, update: str, broken: str) -> None:
    store = link(here / "invented-prison-brief.csv").store
    store.update(HEAD + update)
    store.update((Path(integrity.wording.folder()) / "integrity" / "normalise.ru").read_text(encoding="utf-8"))
    assert broken in integrity.violated(store)


def test_the_command_says_where_and_how_to_mend(here: Path, tmp_path: Path) -> None:
    path = tmp_path / "invented-prison-brief.csv"
    path.write_bytes((here / path.name).read_bytes())
    ran = [
        subprocess.run(
            [sys.executable, "-m", "kg.cli", "link", path.name, "--lang", tag],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            check=False,
            timeout=120,
        )
        for tag in ("en", "ru")
    ]
    assert [one.returncode for one in ran] == [1, 1]
    assert [one.stderr for one in ran] == ["", ""]
    assert "rows: 10 = 6 linked + 1 unmatched + 2 ambiguous + 1 bad" in ran[0].stdout
    assert "KG893 rows: 1, the first: invented-prison-brief.csv:8:1: 'Kazakstan' in column 'Country'" in ran[0].stdout
    assert "строк: 10 = связано 6 + не найдено 1 + неоднозначно 2 + негодных 1" in ran[1].stdout
    assert "может быть: KOR Республика Корея" in ran[1].stdout
    gone = subprocess.run(
        [sys.executable, "-m", "kg.cli", "link", "gone.csv"], capture_output=True, encoding="utf-8", cwd=tmp_path, check=False, timeout=60
    )
    assert gone.returncode == 2
    assert gone.stderr.startswith("KG890 gone.csv: ")


def test_no_connection_is_opened(here: Path, tmp_path: Path) -> None:
    path = tmp_path / "invented-prison-brief.csv"
    path.write_bytes((here / path.name).read_bytes())
    code = (
        "import socket, sys\n"
        "def never(*_): raise SystemExit(77)\n"
        "socket.socket.connect = socket.getaddrinfo = never\n"
        "from kg import cli\n"
        f"sys.exit(cli.main(['link', {str(path)!r}]))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120).returncode == 1
