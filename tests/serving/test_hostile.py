"""What is sent to break the service: a clear error within the limit, nothing fetched, and the next request answered."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.check  # long runs

XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<e:C rdf:about="http://example.org/x"><e:p>{text}</e:p></e:C>
</rdf:RDF>"""
ENDLESS = """SELECT $this { $this a e:C . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l .
    FILTER (STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) = 1) }"""


def many(count: int) -> str:
    return "@prefix e: <http://example.org/> . e:x a e:C .\n" + "".join(f"e:x{n} e:q {n} .\n" for n in range(count))


@pytest.fixture(autouse=True)
def next_request(server: Any) -> Iterator[None]:
    """After whatever was sent, the service answers, and no process of a job is left."""
    yield
    server.alive()
    deadline = time.monotonic() + 5
    while len(left := server.below()) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(left) == 1, left  # the nursery
    assert left[0][1] != "Z"


def within(seconds: float, send: Callable[[], Any]) -> Any:
    before = time.monotonic()
    answer = send()
    assert time.monotonic() - before < seconds
    return answer


# ---------------------------------------------------------------- too much


def test_a_body_too_large_is_refused_before_it_is_read(server: Any) -> None:
    body = b"#" * (5 << 20)
    said = server.problem(server.client.post("/validate", content=body, headers={"Content-Type": "text/turtle"}), "KG801", 413)
    assert "4 MB" in said["why"]
    server.problem(server.post(data=body), "KG801", 413)


@pytest.mark.parametrize("chunked", [True, False])
def test_200_megabytes_get_a_clear_error(server: Any, chunked: bool) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(200):
            yield b"#" * (1 << 20)

    headers = {"Content-Type": "text/turtle"} | ({} if chunked else {"Content-Length": str(200 << 20)})
    answer = within(30, lambda: server.client.post("/validate", content=pieces(), headers=headers))
    server.problem(answer, "KG801", 413)


def test_a_gzip_bomb_is_unpacked_to_the_limit_only(server: Any) -> None:
    packed = gzip.compress(b"\n" * (300 << 20), 9)
    assert len(packed) < 1 << 20
    headers = {"Content-Type": "text/turtle", "Content-Encoding": "gzip"}
    server.problem(within(10, lambda: server.client.post("/validate", content=packed, headers=headers)), "KG801", 413)


def test_packed_files_are_not_opened(server: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("data.ttl", b"\n" * (50 << 20))
    for content, name in ((packed.getvalue(), "zip"), (gzip.compress(b"\n" * 100), "gzip")):
        said = server.problem(server.post(content), "KG805", 415)
        assert name in said["what"]
        server.problem(server.client.post("/validate", content=content, headers={"Content-Type": "text/turtle"}), "KG805", 415)


def test_entities_in_entities_are_refused(server: Any) -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    said = server.problem(within(2, lambda: server.post(XML.format(entities=laughs, text="&l11;"))), "KG809", 422)
    assert (said["file"], said["line"]) == ("data", 2)


def test_large_entities_are_refused(server: Any) -> None:
    entities = f'<!ENTITY a "{"a" * 100_000}">'
    server.problem(server.post(XML.format(entities=entities, text="&a;" * 20_000)), "KG801", 413)
    entities = f'<!ENTITY a "{"a" * 900}">'
    server.problem(server.post(XML.format(entities=entities, text="&a;" * 20_000)), "KG801", 413)


def test_entities_for_namespaces_are_taken(server: Any) -> None:
    entities = '<!ENTITY e "http://example.org/"><!ENTITY amp2 "&#38;">'
    assert server.post(XML.format(entities=entities, text="&e;x"), format="json").json()["results"]


# ---------------------------------------------------------------- too long


def test_a_query_that_never_ends_is_ended(server: Any) -> None:
    said = server.problem(within(9, lambda: server.ask(ENDLESS, many(3000))), "KG802", 504)
    assert "5 seconds" in said["why"]


def test_an_exploding_regular_expression_does_not_explode(server: Any) -> None:
    long = "a" * 100_000 + "!"
    data = f'@prefix e: <http://example.org/> . e:x a e:C ; e:p "{long}" .'
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:pattern "^(a+)+$" ] ."""
    answer = within(9, lambda: server.post(data, shapes, format="json"))
    assert len(answer.json()["results"]) == 1
    answer = within(9, lambda: server.ask("SELECT $this { $this e:p ?v FILTER (!REGEX(?v, '^(a|aa)+$')) }", data))
    assert answer.status_code == 200
    huge = shapes.replace("^(a+)+$", "(a{1000}){1000}{1000}")
    answer = within(9, lambda: server.post(data, huge))
    assert answer.status_code in (200, 422, 504, 507), answer.text


def test_memory_is_limited(server: Any) -> None:
    select = "SELECT $this ?value { $this a e:C . { SELECT DISTINCT $this (CONCAT(STR(?a), STR(?c), STR(?e), STR(?g)) AS ?value) "
    select += "{ $this a e:C . ?a e:q ?b . ?c e:q ?d . ?e e:q ?f . ?g e:q ?h } } }"
    answer = within(9, lambda: server.ask(select, many(3000)))
    assert answer.json()["code"] in ("KG802", "KG803"), answer.text
    assert answer.status_code in (504, 507)


# ---------------------------------------------------------------- too deep


@pytest.mark.parametrize(
    "data",
    [
        "<a:s> <a:p> " + "[ <a:p> " * 200_000 + "1" + "]" * 200_000 + " .",
        "<a:s> <a:p> " + "(" * 200_000 + ")" * 200_000 + " .",
        "[" * 1_000_000 + "]" * 1_000_000,
        '{"http://example.org/p":' * 100_000 + "1" + "}" * 100_000,
        "<a:s> <a:p> " + "<<( <a:s> <a:p> " * 100_000 + "1" + " )>>" * 100_000 + " .",
    ],
    ids=["brackets", "lists", "json-lists", "json-objects", "triple-terms"],
)
def test_deep_nesting(server: Any, data: str) -> None:
    for form in ("ttl", "jsonld"):
        answer = within(20, lambda form=form: server.post(data, data_form=form))  # type: ignore[misc]
        assert answer.status_code in (422, 504, 507), answer.text
        assert answer.json()["code"] in ("KG603", "KG606", "KG623", "KG802", "KG803")
        assert len(answer.text) < 5000


@pytest.mark.parametrize("kind", ["elements", "json", "terms"])
def test_what_parsers_cannot_follow_is_told_with_its_place(server: Any, kind: str) -> None:
    texts = {
        "elements": ("rdf", XML.format(entities="", text="").replace("<e:p></e:p>", "<e:p><e:C>" * 30_000 + "</e:C></e:p>" * 30_000)),
        "json": ("jsonld", '{"http://example.org/p":' * 1000 + "1" + "}" * 1000),
        "terms": ("ttl", "<a:s> <a:p> " + "<<( <a:s> <a:p> " * 1000 + "1" + " )>>" * 1000 + " ."),
    }
    form, text = texts[kind]
    said = server.problem(within(5, lambda: server.post(text, data_form=form)), "KG623", 422)
    assert said["file"] == "data"
    assert said["line"]
    assert said["column"] > 500
    said = server.problem(within(5, lambda: server.post(shapes=text, shapes_form=form)), "KG623", 422)
    assert said["file"] == "shapes"


@pytest.mark.parametrize("form", ["json", "text", "html"])
def test_deep_shapes(server: Any, form: str) -> None:
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> . e:S a sh:NodeShape ; sh:targetClass e:C ; "
    path = "[ sh:inversePath " * 5000 + "e:p" + "]" * 5000
    deep = [
        "sh:not " + "[ sh:not " * 5000 + "[ sh:nodeKind sh:IRI ]" + "]" * 5000,
        f"sh:not [ sh:property [ sh:path {path} ; sh:minCount 1 ] ]",
        'sh:sparql [ sh:select "SELECT $this { $this a e:C FILTER ' + "(" * 100_000 + "true" + ")" * 100_000 + ' }" ]',
        'sh:property [ sh:path e:p ; sh:pattern "' + "(" * 100_000 + "a" + ")" * 100_000 + '" ]',
    ]
    for shapes in deep:
        answer = within(9, lambda shapes=shapes: server.post(shapes=f"{head}{shapes} .", format=form))  # type: ignore[misc]
        assert answer.status_code == 422
        assert "KG623" in answer.text
        assert "shapes:1:" in answer.text or form == "html"


# ---------------------------------------------------------------- no text at all


@pytest.mark.parametrize(
    "data",
    [
        b'<a:s> <a:p> "\xff\xfe" .',
        b"\x00\x00\x00",
        '<a:s> <a:p> "x" .'.encode("utf-16"),
        b'<a:s> <a:p> "\xed\xa0\x80" .',
        bytes(range(256)),
    ],
    ids=["not-utf8", "nul", "utf16", "surrogate", "bytes"],
)
@pytest.mark.parametrize("form", ["ttl", "trig", "nt", "nq", "rdf", "jsonld"])
def test_bytes_that_are_no_text(server: Any, data: bytes, form: str) -> None:
    said = server.problem(server.post(data, data_form=form), "KG603", 422)
    assert said["file"] == "data"


def test_nul_in_a_literal_is_a_value(server: Any) -> None:
    for form in ("json", "html", "text", "csv", "ttl", "sarif", "junit"):
        answer = server.post('@prefix e: <http://example.org/> . e:x a e:C ; e:p "b\\u0000c" .', format=form)
        assert answer.status_code == 200, answer.text
        assert b"\x00" not in answer.content


# ---------------------------------------------------------------- outside


@pytest.mark.parametrize("word", ["SERVICE", "service SILENT", "SeRvIcE"])
def test_service_is_refused(server: Any, ear: Any, word: str) -> None:
    said = server.problem(server.ask(f"SELECT $this {{ $this a e:C . {word} <{ear.address}/> {{ ?s ?p ?o }} }}"), "KG809", 422)
    assert "SERVICE" in said["what"]
    assert ear.heard == []


def test_load_is_refused(server: Any, ear: Any) -> None:
    assert server.ask(f"LOAD <{ear.address}/>").status_code == 422
    assert ear.heard == []


def test_a_worker_cannot_reach_anything(tmp_path: Any, ear: Any) -> None:
    """Whatever gets past the checks stands before the limits of the process."""
    import subprocess
    import sys

    port = int(ear.address.rpartition(":")[2])
    (tmp_path / "there").write_text("secret")
    program = f"""
import socket, pyoxigraph
from pathlib import Path
from kg.serving import sandbox
store = pyoxigraph.Store()
sandbox.enter(5, 256)
tries = {{
    "read": lambda: open({str(tmp_path / "there")!r}).read(),
    "write": lambda: open({str(tmp_path / "new")!r}, "w"),
    "connect": lambda: socket.create_connection(("127.0.0.1", {port}), 2),
    "service": lambda: list(store.query("SELECT * {{ SERVICE <{ear.address}/> {{ ?s ?p ?o }} }}")),
    "memory": lambda: bytearray(400 << 20),
    "file": lambda: list(pyoxigraph.parse(path={str(tmp_path / "there")!r}, format=pyoxigraph.RdfFormat.TURTLE)),
}}
for name, attempt in tries.items():
    try:
        attempt()
        print(name, "worked")
    except (OSError, MemoryError):
        pass
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert ear.heard == []


def test_imports_are_not_followed_and_said(server: Any, ear: Any) -> None:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . <> a owl:Ontology ; owl:imports <{ear.address}/shapes> , <file:///etc/passwd> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."""
    answer = server.post(shapes=shapes, format="text")
    assert answer.status_code == 200, answer.text
    assert f"{ear.address}/shapes" in answer.text
    assert "root:" not in answer.text
    data = f"<> <http://www.w3.org/2002/07/owl#imports> <{ear.address}/data> . <a:x> a <http://example.org/C> ."
    assert server.post(data).status_code == 200
    assert ear.heard == []


@pytest.mark.parametrize("where", ["context", "import", "scoped", "shapes", "file"])
def test_contexts_of_elsewhere_are_refused(server: Any, ear: Any, where: str) -> None:
    address = "file:///etc/passwd" if where == "file" else f"{ear.address}/context"
    context: Any = {"@import": address} if where == "import" else address
    if where == "scoped":
        context = {"p": {"@id": "http://example.org/p", "@context": address}}
    document = json.dumps({"@context": context, "@id": "http://example.org/x", "@type": "http://example.org/C", "p": {"p": 1}})
    answer = server.post(document) if where != "shapes" else server.post(shapes=document)
    assert server.problem(answer, "KG809", 422)["file"] == ("shapes" if where == "shapes" else "data")
    assert ear.heard == []


@pytest.mark.parametrize("kind", ["SYSTEM", "PUBLIC '-//X'", "% x SYSTEM"])
def test_external_entities_are_refused(server: Any, ear: Any, kind: str) -> None:
    for address in (f"{ear.address}/x", "file:///etc/passwd"):
        name = "" if kind.startswith("%") else "x "
        answer = server.post(XML.format(entities=f"<!ENTITY {name}{kind} '{address}'>", text="&x;"))
        server.problem(answer, "KG809", 422)
        assert "root:" not in answer.text
    assert ear.heard == []


def test_an_external_document_type_is_not_read(server: Any, ear: Any) -> None:
    text = XML.format(entities="", text="x").replace("rdf:RDF []", f'rdf:RDF SYSTEM "{ear.address}/x.dtd"')
    assert server.post(text).status_code in (200, 422)
    assert ear.heard == []


def test_scripts_are_refused(server: Any, ear: Any) -> None:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:js [ a sh:JSConstraint ; sh:jsLibrary [ sh:jsLibraryURL "{ear.address}/x.js" ] ] ."""
    server.problem(server.post(shapes=shapes), "KG809", 422)
    assert ear.heard == []


def test_names_of_files_are_names(server: Any, tmp_path: Any) -> None:
    (tmp_path / "secret.ttl").write_text("<a:secret> <a:b> <a:c> .")
    iri = (tmp_path / "secret.ttl").as_uri()
    answer = server.post(f"@prefix e: <http://example.org/> . <{iri}> a e:C ; e:p <{iri}> .", format="text")
    assert answer.status_code == 200
    assert "a:secret" not in answer.text
    answer = server.ask(f"SELECT $this FROM <{iri}> {{ $this a e:C . ?value ?p ?o }}")
    assert "a:secret" not in answer.text


# ---------------------------------------------------------------- answers and logs


@pytest.mark.parametrize("form", ["json", "html", "text"])
def test_what_was_sent_is_not_sent_back(server: Any, form: str) -> None:
    """A parser repeats the word at which it broke: of any length."""
    for data in ("a" * 3_000_000, "\u0436" * 1_500_000, "<a:a> <a:b> " + "a" * 3_000_000 + ":x ."):
        answer = within(9, lambda data=data: server.post(data, format=form))  # type: ignore[misc]
        assert answer.status_code == 422
        assert len(answer.text) < 20_000
    shapes = f"@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> a sh:NodeShape ; sh:minCnt{'x' * 3_000_000} 1 ."
    assert len(server.post(shapes=shapes, format=form).text) < 20_000


def test_numbers_of_any_length(server: Any) -> None:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minLength {"9" * 100_000} ] ."""
    answer = within(9, lambda: server.post(shapes=shapes))
    assert answer.status_code in (200, 422), answer.text
    assert "KG812" not in answer.text


def test_a_broken_form_is_not_logged(serve: Any, end: Any) -> None:
    served = serve()
    for body in (b"junk", b"--b\nx"):
        answer = served.client.post("/validate", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
        served.problem(answer, "KG807", 400)
    assert end(served) == ""
