"""Shapes graphs that are nested too deeply are refused with their place before anything follows them; what engines take is taken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kg import verdict
from kg.errors import ValidationError

PREFIXES = "@prefix e: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPE = f"{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:C ; "
DATA = f'{PREFIXES}e:x a e:C ; e:p e:x , "a" .'
PATH, LEAF = "sh:property [ sh:path {} ; sh:maxCount 9 ]", "[ sh:nodeKind sh:IRI ]"
COUNTED = "[ sh:path e:p ; sh:qualifiedMinCount 0 ; sh:qualifiedValueShape "


def query(pattern: str) -> str:
    return f'sh:sparql [ sh:select """SELECT $this {{ $this a <http://example.org/C> . FILTER (false)\n{pattern} }}""" ]'


NESTED: dict[str, tuple[int, Callable[[int], str]]] = {
    "inverse": (64, lambda n: PATH.format("[ sh:inversePath " * n + "e:p" + " ]" * n)),
    "alternative": (64, lambda n: PATH.format("[ sh:alternativePath ( e:q " * n + "e:p" + " ) ]" * n)),
    "sequence": (64, lambda n: PATH.format("( e:q " * n + "e:p" + " )" * n)),
    "not": (47, lambda n: "sh:not " + "[ sh:not " * (n - 1) + LEAF + " ]" * (n - 1)),
    "node": (47, lambda n: "sh:node " + "[ sh:node " * (n - 1) + LEAF + " ]" * (n - 1)),
    "and": (47, lambda n: "sh:and " + "( [ sh:and " * (n - 1) + f"( {LEAF} )" + " ] )" * (n - 1)),
    "counted": (47, lambda n: f"sh:property {COUNTED * n}{LEAF}{' ]' * n}"),
    "property": (
        400,
        lambda n: "sh:property " + "[ sh:path e:q ; sh:property " * (n - 1) + "[ sh:path e:q ; sh:minCount 1 ]" + " ]" * (n - 1),
    ),
    "groups": (200, lambda n: f'sh:property [ sh:path e:q ; sh:pattern "{"(" * n}a{")" * n}" ]'),
    "brackets": (99, lambda n: query("FILTER " + "(" * n + "true" + ")" * n)),
    "exists": (99, lambda n: query("FILTER EXISTS { ?s ?p ?o " * n + "}" * n)),
    "calls": (98, lambda n: query("FILTER ( " + "STR(" * n + "?this" + ")" * n + ' = "")')),
    "negations": (980, lambda n: query("FILTER (" + "!" * n + "true)")),
    "sums": (980, lambda n: query("FILTER (" + "1+" * n + "1 > 0)")),
    "or": (480, lambda n: query("FILTER (" + "false || " * n + "true)")),
    "unions": (300, lambda n: query(" UNION ".join(["{ ?s <a:p> ?o }"] * n))),
}
BOUNDS = {name: bound for name, (bound, _) in NESTED.items()}
FAR = [(name, 5000) for name in BOUNDS] + [(name, 100_000) for name in ("brackets", "negations", "groups")]


def checked(folder: Path, shapes: str, data: str = DATA) -> verdict.Report:
    (folder / "s.ttl").write_text(f"{SHAPE}{shapes} .\n", encoding="utf-8")
    (folder / "d.ttl").write_text(data, encoding="utf-8")
    return verdict.of([folder / "d.ttl"], verdict.Request(shapes=(folder / "s.ttl",)))


@pytest.mark.parametrize("name", NESTED)
def test_what_is_as_deep_as_may_be_is_checked(tmp_path: Path, name: str) -> None:
    assert checked(tmp_path, NESTED[name][1](BOUNDS[name])).checked == 1


@pytest.mark.parametrize(("name", "depth"), [(name, 4 * bound) for name, bound in BOUNDS.items()] + FAR)
def test_what_is_deeper_is_refused_with_its_place(tmp_path: Path, name: str, depth: int) -> None:
    with pytest.raises(ValidationError) as raised:
        checked(tmp_path, NESTED[name][1](depth))
    assert (raised.value.code, raised.value.file) == ("KG623", str(tmp_path / "s.ttl"))
    assert raised.value.line == 3
    assert raised.value.column is not None


@pytest.mark.parametrize("name", ["inverse", "sequence", "not", "counted", "property"])
def test_one_step_more(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValidationError, match="KG623"):
        checked(tmp_path, NESTED[name][1](BOUNDS[name] + 1))


@pytest.mark.parametrize("term", ["sh:not", "sh:node", "sh:inversePath"])
def test_chains_of_named_blank_nodes_and_circles(tmp_path: Path, term: str) -> None:
    first = "sh:property [ sh:path _:b0 ; sh:minCount 1 ]" if term == "sh:inversePath" else f"{term} _:b0"
    links = "".join(f"_:b{n} {term} _:b{n + 1} .\n" for n in range(5000))
    with pytest.raises(ValidationError, match="KG623"):
        checked(tmp_path, f"{first} .\n{links}_:b5000 sh:nodeKind sh:IRI")
    with pytest.raises(ValidationError, match=r"KG623|KG614|KG617"):
        checked(tmp_path, f"{first} .\n{links}_:b5000 {term} _:b1")


def test_what_is_long_and_flat_is_checked(tmp_path: Path) -> None:
    assert checked(tmp_path, "sh:in (" + " e:v" * 5000 + ")").results
    assert checked(tmp_path, PATH.format("( " + "e:q " * 500 + ")")).checked == 1
    listed = ", ".join(f"<a:{n}>" for n in range(5000))
    assert checked(tmp_path, query(f"FILTER ($this NOT IN ({listed}, -1, -2))")).checked == 1
    assert checked(tmp_path, 'sh:property [ sh:path e:q ; sh:pattern "' + "(a)[(]" * 500 + "\\\\(" * 300 + '" ]').checked == 1


@pytest.mark.parametrize("hidden", ["{0}<(((1))))>{1}", "?a<{0}1{1}>?b"])
def test_brackets_between_less_and_greater_are_seen(tmp_path: Path, hidden: str) -> None:
    with pytest.raises(ValidationError, match="KG623"):
        checked(tmp_path, query("FILTER (" + hidden.format("(" * 3000, ")" * 3000) + ")"))


@pytest.mark.parametrize("name", ["brackets", "exists", "negations", "unions"])
def test_why_there_is_a_bound(name: str) -> None:
    """The parser of queries ends the process by a signal."""
    text = NESTED[name][1](100_000)
    text = text[text.index("SELECT") : text.rindex('"""')]
    program = "import sys, pyoxigraph; list(pyoxigraph.Store().query(sys.stdin.read()))"
    done = subprocess.run([sys.executable, "-c", program], input=text, encoding="utf-8", capture_output=True, check=False)
    assert done.returncode < 0


@pytest.mark.parametrize("name", ["not", "inverse", "brackets", "groups"])
def test_the_command_says_it_in_one_line(kg: Callable[..., CompletedProcess[str]], tmp_path: Path, name: str) -> None:
    (tmp_path / "s.ttl").write_text(f"{SHAPE}{NESTED[name][1](5000)} .\n", encoding="utf-8")
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")
    done = kg("validate", "d.ttl", "--shapes", "s.ttl", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("KG623 s.ttl:3:")
    assert done.stderr.count("\n") == 1
    done = kg("validate", "d.ttl", "--shapes", "s.ttl", "--lang", "ru", cwd=tmp_path)
    assert "больше" in done.stderr
    assert "nested" not in done.stderr
