"""What is sent to break a check, on the command line: a clear end within the limits that were asked for, and never by a signal."""

from __future__ import annotations

import gzip
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytestmark = pytest.mark.check  # long runs

Run = Callable[..., CompletedProcess[str]]
PREFIXES = "@prefix e: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPE = f"{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:C ; "
LIMITS = ("--time-limit", "8", "--memory-limit", "1024")
XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<e:C rdf:about="http://example.org/x"><e:p>{text}</e:p></e:C>
</rdf:RDF>"""
ENDLESS = """SELECT $this { $this a <http://example.org/C> . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l .
    FILTER (STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) = 1) }"""


@pytest.fixture
def run(kg: Run, tmp_path: Path) -> Callable[..., CompletedProcess[str]]:
    """Writes data and shapes and validates; the time, too, is looked at."""

    def checked(
        data: str | bytes, shapes: str = "sh:property [ sh:path e:p ; sh:minCount 1 ]", name: str = "d.ttl"
    ) -> CompletedProcess[str]:
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        (tmp_path / "s.ttl").write_text(f"{SHAPE}{shapes} .\n", encoding="utf-8")
        before = time.monotonic()
        done = kg("validate", name, "--shapes", "s.ttl", *LIMITS, cwd=tmp_path)
        assert time.monotonic() - before < 20
        assert done.returncode in (0, 1, 2), done.stderr
        assert "Traceback" not in done.stderr
        return done

    return checked


def refused(done: CompletedProcess[str], *codes: str) -> None:
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr[:5] in codes


def test_200_megabytes(run: Run) -> None:
    refused(run(f"{PREFIXES}e:x a e:C .\n" + "".join(f"e:x e:p {n}{'0' * 80} .\n" for n in range(2_200_000))), "KG802", "KG803")


def test_a_zip_bomb(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("data.ttl", b"\n" * (300 << 20))
    packed = (tmp_path / "bomb.zip").read_bytes()
    for name in ("d.zip", "d.ttl"):
        refused(run(packed, name=name), "KG805")
    refused(run(gzip.compress(b"\n" * (300 << 20), 9), name="d.ttl.gz"), "KG805")


def test_entities(run: Run) -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    refused(run(XML.format(entities=laughs, text="&l11;"), name="d.rdf"), "KG809")
    large = f'<!ENTITY a "{"a" * 100_000}">'
    refused(run(XML.format(entities=large, text="&a;" * 20_000), name="d.rdf"), "KG801")


def test_an_exploding_regular_expression(run: Run) -> None:
    data = f'{PREFIXES}e:x a e:C ; e:p "{"a" * 100_000}!" .'
    done = run(data, 'sh:property [ sh:path e:p ; sh:pattern "^(a+)+$" ]')
    assert done.returncode == 1
    done = run(data, 'sh:property [ sh:path e:p ; sh:pattern "(a{1000}){1000}{1000}" ]')
    assert done.returncode in (1, 2)


def test_a_query_that_never_ends(run: Run) -> None:
    data = f"{PREFIXES}e:x a e:C .\n" + "".join(f"e:x{n} e:q {n} .\n" for n in range(3000))
    refused(run(data, f'sh:sparql [ sh:select """{ENDLESS}""" ]'), "KG802", "KG803")


@pytest.mark.parametrize("ending", ["ttl", "trig", "n3"])
def test_nested_brackets_and_lists(run: Run, ending: str) -> None:
    for text in ("[ e:p " * 100_000 + "1" + "]" * 100_000, "(" * 100_000 + "1" + ")" * 100_000):
        done = run(f"{PREFIXES}e:x a e:C ; e:p {text} .", name=f"d.{ending}")
        assert done.returncode == 0 or done.stderr.startswith("KG802")  # where the processor is slow


@pytest.mark.parametrize("shapes", ["sh:not {}", "sh:property [ sh:path e:q ; sh:minCount 1 ; sh:node {} ]"])
def test_nested_shapes(run: Run, shapes: str) -> None:
    nested = "[ sh:not " * 100_000 + "[ sh:nodeKind sh:IRI ]" + "]" * 100_000
    refused(run(f"{PREFIXES}e:x a e:C .", shapes.format(nested)), "KG623", "KG802")


def test_a_list_of_a_million_members(kg: Run, tmp_path: Path) -> None:
    """Long and flat is not deep: it takes its time, and is checked."""
    (tmp_path / "s.ttl").write_text(f"{SHAPE}sh:property [ sh:path e:p ; sh:minCount 1 ] .\n", encoding="utf-8")
    (tmp_path / "d.ttl").write_text(f"{PREFIXES}e:x a e:C ; e:p (" + " 1" * 1_000_000 + ") .\n", encoding="utf-8")
    done = kg("validate", "d.ttl", "--shapes", "s.ttl", "--memory-limit", "6000", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 nodes checked" in done.stdout
