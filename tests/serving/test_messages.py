"""What the service says about faults: in the language asked for, with the fields there are."""

from __future__ import annotations

import ast
import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.serving import fields, texts
from kg.vocabulary.texts import SAY, Wording

CLAUSES = Wording("serving.ttl", "serving").all(SAY)
RUSSIAN = re.compile("[а-яё]{3}")
NOT_ANSWERED = {"KG403", "KG810"}
"""Faults of ours, and what is said on the command line only."""


def test_a_problem_in_russian_in_every_form(server: Any) -> None:
    asked = {"lang": "ru"}
    for accept in ("application/json", "text/plain", "text/html"):
        answer = server.client.post("/validate", params=asked, content=b"", headers={"Accept": accept})
        assert answer.status_code == 400
        assert answer.headers["content-language"] == "ru"
        assert "нет данных для проверки" in answer.text
        assert "отправьте RDF" in answer.text
        assert "there are no data" not in answer.text
    said = server.client.post("/validate", content=b"", headers={"Accept-Language": "ru-RU, en;q=0.5"}).json()
    assert RUSSIAN.search(said["what"])
    assert said["detail"] == f"KG807: {said['what']}; {said['mend']}"
    assert server.client.post("/validate", content=b"", headers={"Accept-Language": "de"}).json()["what"] == "there are no data to check"


def test_places_are_filled_and_foreign_words_stay(server: Any) -> None:
    said = server.problem(server.post(lang="ru", fail_on="fatal"), "KG807", 400)
    assert (said["what"], said["mend"]) == ("степени 'fatal' нет", "известны: violation, warning, info")
    said = server.problem(server.post("<a:a> nothing", language="ru"), "KG603", 422)
    assert said["line"] == 1
    assert RUSSIAN.search(said["what"])
    said = server.problem(server.post("<a:a> a <a:b> .", language="ru"), "KG606", 422)
    assert said["what"] == "ничего не было проверено"
    said = server.problem(server.post(data="# nothing", language="ru"), "KG606", 422)
    assert said["why"] == "в данных нет ни одной тройки"
    misspelt = "@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:NodeShap ; sh:targetClass <urn:a> ; sh:minCnt 1 ."
    said = server.problem(server.post(shapes=misspelt, language="ru"), "KG612", 422)
    assert "возможно, имелось в виду" in said["mend"]
    assert "ещё ошибок" in said["mend"]
    said = server.client.get("/nothing", params={"lang": "ru"}).json()
    assert (said["code"], said["what"]) == ("KG807", "такого адреса нет")


def test_a_page_marks_what_stays_english(server: Any) -> None:
    page = server.post("# nothing", accept="text/html", language="ru").text
    assert '<p class="lead" lang="ru">ничего не было проверено' in page
    assert '<dd lang="ru">в данных нет' in page
    assert "на английском" not in page
    page = server.post(shapes=broken_query(), accept="text/html", language="ru").text
    assert '<dd lang="en">' in page
    assert "на английском" in page


def broken_query() -> str:
    """Shapes with a query whose fault the parser tells in its own words."""
    return """@prefix sh: <http://www.w3.org/ns/shacl#> . <a:S> a sh:NodeShape ; sh:targetClass <http://example.org/C> ;
sh:sparql [ sh:message "no" ; sh:select "SELECT $this WHERE { $this ?p }" ] ."""


def said(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(place, code, clause) of every error that the service raises; what is put in is ``x``."""
    for file in sorted(folder.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        shared = assignments(ast.Module([node for node in tree.body if isinstance(node, ast.Assign)], []))
        for function in functions:
            assigned = shared | assignments(function)
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "").endswith("Error") and call.args:
                    code = str(getattr(call.args[0], "value", ""))
                    given = [*call.args[1:], *(word.value for word in call.keywords if word.arg in ("why", "mend"))]
                    for clause in given if code.startswith("KG") else ():
                        yield from ((f"{file.name}:{call.lineno}", code, text) for text in words(clause, assigned) if text.strip("x"))


def assignments(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """What names can stand for."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            names, values = (target.elts, node.value.elts) if several else ([target], [node.value])  # type: ignore[attr-defined]
            for name, value in zip(names, values, strict=True):
                if isinstance(name, ast.Name):
                    found.setdefault(name.id, []).append(value)
    return found


def words(clause: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    """What an expression can say."""
    if isinstance(clause, ast.Constant):
        yield str(clause.value)
    elif isinstance(clause, ast.JoinedStr):
        found = [""]
        for piece in clause.values:
            inner = piece.value if isinstance(piece, ast.FormattedValue) else piece
            options = list(words(inner, assigned)) if isinstance(inner, ast.Constant | ast.Name | ast.IfExp) else []
            found = [one + option for one in found for option in options or ["x"]]
        yield from found
    elif isinstance(clause, ast.IfExp):
        yield from words(clause.body, assigned)
        yield from words(clause.orelse, assigned)
    elif isinstance(clause, ast.Name):
        for value in assigned.get(clause.id, []):
            if isinstance(value, ast.Constant | ast.JoinedStr | ast.IfExp):
                yield from words(value, assigned)


def test_every_clause_of_the_service_is_worded_in_russian(root: Path) -> None:
    found = list(said(root / "src" / "kg" / "serving"))
    assert len(found) > 80
    missing = [entry for entry in found if entry[1] not in NOT_ANSWERED and not texts.clause(entry[1], entry[2], "ru")]
    assert missing == []


@pytest.mark.parametrize("room", ["", "reading", "building", "validation", "validation/engines", "validation/reports"])
def test_every_clause_of_validation_is_worded_in_russian(root: Path, room: str) -> None:
    """What ``kg validate --lang ru`` says of inputs: words of parsers, and faults of our own vocabulary, stay as they are."""
    files = {"": ("inputs.py", "verdict.py", "validating.py"), "building": ("documents.py", "sources.py")}.get(room)
    found = [entry for entry in said(root / "src" / "kg" / room) if not files or entry[0].partition(":")[0] in files]
    assert found or room == "validation/reports"
    filled = [
        (place, code, text.replace("the x of the document are", "the state and edition of the document are")) for place, code, text in found
    ]
    missing = [
        entry
        for entry in filled
        if re.search("[a-wyz]{2}", entry[2]) and entry[1] not in NOT_ANSWERED and not texts.clause(*entry[1:], "ru")
    ]
    assert missing == []


def test_everything_expected_in_rdf_is_worded_in_russian() -> None:
    """What was expected and how to mend it, for every row of the table of what parsers say."""
    from kg.validation import malformed

    rows = [line.split("\t")[1:] for line in malformed.TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) > 30
    filled = [text.replace("{0}", "x") for row in rows for text in row if text]
    assert [text for text in filled if not texts.clause("KG603", text, "ru")] == []


def test_wordings_have_the_same_places(root: Path) -> None:
    found = {name: clause for name, clause in CLAUSES.items() if re.match("KG[0-9]*-", name)}
    assert len(found) > 100
    places = {name: [set(re.findall(r"\{\w+\}", text)) for text in clause.values()] for name, clause in found.items()}
    assert {name for name, (one, other) in places.items() if one != other} == set()


def test_every_wording_is_that_of_a_message(root: Path) -> None:
    """English words that were changed in the code lose their Russian ones: then they are to be changed in ontology/serving.ttl too."""
    files = [path for path in (root / "src" / "kg").rglob("*") if path.suffix in (".py", ".tsv")]
    code = " ".join(path.read_text(encoding="utf-8") for path in files)
    for name, clause in CLAUSES.items():
        if re.match("KG[0-9]+-", name):
            longest = max(re.split(r"\{\w+\}|did you mean|, or |: |not found|method not allowed", clause["en"]), key=len)
            assert longest.strip() in code, name


def test_a_fault_of_ours_is_told_with_care_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.serving import validation
    from kg.serving.application import HEADERS, application
    from kg.serving.limits import Limits
    from kg.serving.site import Options, Site

    monkeypatch.setattr(validation.Validation, "facts", lambda *_: 1 / 0)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(application(Site(Options(Limits()), None, "http://service/")), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.get("/validate", params={"format": "json", "lang": "ru"})

    answer = asyncio.run(asked())
    assert (answer.status_code, answer.json()["code"]) == (500, "KG812")
    assert "ошибка" in answer.json()["what"]
    assert "division" not in answer.text
    assert set(map(str.lower, HEADERS)) <= set(answer.headers)


# ---------------------------------------------------------------- fields


def test_all_fields_are_listed_everywhere(server: Any) -> None:
    listed = server.client.get("/validate", params={"format": "json"}).json()["fields"]
    assert {"data", "shapes", "shapes_name", "data_form", "shapes_form", "format", "language", "fail_on", "state", "edition"} <= set(listed)
    assert listed["fail_on"]["values"] == ["violation", "warning", "info"]
    for language in ("en", "ru"):
        page = server.client.get("/validate", params={"lang": language}).text
        words = server.client.get("/validate", params={"lang": language}, headers={"Accept": "text/plain"})
        assert words.headers["content-type"].startswith("text/plain")
        for name in listed:
            assert f"<code>{name}</code>" in page
            assert f"\n{name}: " in words.text
        assert "30" not in words.text.splitlines()[0]
    assert set(listed) == {*fields.TEXTS, *fields.WORDS, *fields.QUERY}


@pytest.mark.parametrize("where", ["query", "form", "file"])
def test_an_unknown_field_is_told_with_those_there_are(server: Any, where: str) -> None:
    data = "<a:a> a <a:b> ."
    if where == "query":
        answer = server.client.post("/validate", params={"shape": "ours"}, content=data, headers={"Content-Type": "text/turtle"})
    else:
        answer = server.client.post("/validate", files=[("data", ("d.ttl", data)), ("shape", ("s.ttl" if where == "file" else None, "x"))])
    said = server.problem(answer, "KG807", 400)
    assert "'shape'" in said["what"]
    assert said["why"] == "did you mean shapes"
    assert all(name in said["mend"] for name in server.client.get("/validate?format=json").json()["fields"])


def test_fields_are_spelt_as_options_are_too(server: Any) -> None:
    assert server.client.post("/validate?fail-on=info&data-form=ttl", files={"data": "<a:a> a <a:b> ."}).json()["code"] == "KG606"
    assert server.post(**{"fail-on": "violation"}).status_code == 422


# ---------------------------------------------------------------- curl without a Content-Type


@pytest.mark.parametrize("content", ["ttl", "jsonld", "xml", "zip", "one line"])
def test_curl_data_binary_needs_no_content_type(server: Any, content: str) -> None:
    bodies: dict[str, Any] = {
        "ttl": "@prefix e: <http://example.org/> .\ne:x a e:C .\n",
        "jsonld": json.dumps({"@id": "a:x", "@type": "a:C", "a:y": "b=c&d=e"}),
        "xml": '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:"><a:C/></rdf:RDF>',
        "zip": b"PK\x03\x04\x00\x00",
        "one line": "<a:x><a:p><a:y>.",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.client.post("/validate", content=bodies[content], headers=headers)
    server.problem(answer, "KG805" if content == "zip" else "KG606", 415 if content == "zip" else 422)


def test_an_encoded_form_is_still_a_form(server: Any) -> None:
    answer = server.client.post("/validate", data={"data": "<a:x> a <a:C> .", "shapes_name": "figure", "format": "json"})
    server.problem(answer, "KG606", 422)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.client.post("/validate", content="format=json&data=<a:x> a <a:C> .", headers=headers)  # as curl -d sends it
    server.problem(answer, "KG606", 422)
    said = server.problem(server.client.post("/validate", content="dta=x", headers=headers), "KG807", 400)
    assert said["why"] == "did you mean data"


# ---------------------------------------------------------------- archives, and what is too large


ARCHIVES = {"zip": b"PK\x03\x04\x00\x00", "gzip": b"\x1f\x8b\x08\x00\x00", "7z": b"7z\xbc\xaf\x27\x1c", "tar": b"a" * 257 + b"ustar"}


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("name", ["x.zip", "x.ttl", "document.txt", ""])
@pytest.mark.parametrize("field", ["data", "shapes"])
@pytest.mark.parametrize("declared", [{}, {"state": "KAZ", "edition": "1"}])
def test_an_archive_is_told_as_one(server: Any, kind: str, name: str, field: str, declared: dict[str, str]) -> None:
    """And not as a profile document that nothing is declared about."""
    files = {"data": ("d.ttl", b"<a:x> a <a:C> ."), field: (name or None, ARCHIVES[kind])}
    said = server.problem(server.client.post("/validate", files=files, data=declared), "KG805", 415)
    assert said["what"] == f"this is an archive ({kind}), not RDF"
    assert said["why"] == "archives are not unpacked"
    assert said["file"] == (name or field)


def test_an_archive_as_body_and_in_russian(server: Any) -> None:
    for media in ("application/zip", "application/octet-stream", "text/turtle"):
        answer = server.client.post("/validate", content=ARCHIVES["zip"], headers={"Content-Type": media})
        assert (answer.status_code, answer.json()["code"]) == (415, "KG805")
    said = server.problem(server.post(ARCHIVES["zip"], language="ru"), "KG805", 415)
    assert (said["what"], said["why"]) == ("это архив (zip), а не RDF", "архивы не распаковываются")


LARGE = b"#" * (5 << 20)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("application/sarif+json", "application/problem+json"),
        ("*/*", "application/problem+json"),
    ],
)
@pytest.mark.parametrize("expect", [{}, {"Expect": "100-continue"}])
def test_too_large_is_said_as_accept_asks(server: Any, accept: str, media: str, expect: dict[str, str]) -> None:
    headers = {"Accept": accept, "Content-Type": "text/turtle"} | expect
    for answer in (
        server.client.post("/validate", content=LARGE, headers=headers),
        server.client.post("/validate", files={"data": ("x.ttl", LARGE)}, headers={"Accept": accept} | expect),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (413, media)
        assert "KG801" in answer.text


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize(("form", "media"), [("text", "text/plain"), ("html", "text/html"), ("json", "application/problem+json")])
@pytest.mark.parametrize("expect", [{}, {"Expect": "100-continue"}])
def test_too_large_is_said_as_the_form_asks(server: Any, order: str, form: str, media: str, expect: dict[str, str]) -> None:
    """The fields stand before or after what is too large to be read."""
    words: list[tuple[str, Any]] = [("format", (None, form)), ("lang", (None, "ru"))]
    data: list[tuple[str, Any]] = [("data", ("x.ttl", LARGE))]
    answer = server.client.post("/validate", files=words + data if order == "before" else data + words, headers=expect)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith(media)
    assert "слишком велика" in answer.text or "слишком" in answer.text
    pieces = (b"format=%s&" % form.encode() if order == "before" else b"", b"data=" + LARGE, b"&format=" + form.encode())
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | expect
    answer = server.client.post("/validate", content=b"".join(pieces), headers=headers)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (413, media)
