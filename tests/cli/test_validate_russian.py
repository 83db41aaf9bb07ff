"""``kg validate --lang ru``: what the reader says of documents is in Russian, and so is what is said of broken inputs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
"""Three words of English one after another: no name, code or form of ours has that many."""
OPTIONS = ["--state", "KAZ", "--edition", "2022", "--lang", "ru"]
CHANGES = {
    "KG210": ("Население\t", "Нечто неведомое\t5\nНаселение\t"),
    "KG211": ("Число полицейских\t", "Число полицейскх\t"),
    "KG212": ("Бюджет не покрывает необходимые расходы", "Бюджет покрывает что-нибудь"),
    "KG213": ("Криминализация пыток и жестокого", "Лишняя строка без значения\n\nКриминализация пыток и жестокого"),
    "KG214": ("1 844 женщины", "1 844 инопланетянина"),
    "KG217": ("В СИЗО\t6 000", "В СИЗО\t6 000\nВ СИЗО\t6 000"),
    "KG220": ("Основные проблемы", "Кыргызстан\n\nОсновные проблемы"),
    "KG221": ("В СИЗО\t6 000", "В СИЗО\t6 000\nВ СИЗО\t7 000"),
}


@pytest.mark.parametrize("code", CHANGES)
def test_the_reader_speaks_it(kg: Run, document: Path, tmp_path: Path, code: str) -> None:
    words = document.read_text(encoding="utf-8")
    old, new = CHANGES[code]
    assert old in words
    changed = tmp_path / "changed.txt"
    changed.write_text(words.replace(old, new, 1), encoding="utf-8")
    done = kg("validate", changed, *OPTIONS, "--format", "json")
    found = [result for result in json.loads(done.stdout)["results"] if result["requirement"] == code]
    assert found, done.stderr
    for result in found:
        for field in ("name", "messages", "cause", "next_step"):
            assert set(result[field]) == {"en", "ru"}, field
            assert not ENGLISH.search(result[field]["ru"]), field
            assert ENGLISH.search(result[field]["en"]) or field == "name"
    said = kg("validate", changed, *OPTIONS).stdout
    assert f"{code} {found[0]['name']['ru']}" in said
    assert not ENGLISH.search(said.replace("sh:sparql on pyoxigraph", "")), said


def test_english_is_what_it_was(kg: Run, document: Path) -> None:
    said = kg("validate", document, "--lang", "en").stdout
    assert "fits no wording of share-of-torture-cases" in " ".join(said.split())
    assert "Cause: the words of a value fit no wording" in " ".join(said.split())
    assert not re.search("Причина|Значение не читается", said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", b"@prefix e: <http://e/> .\ne:a e:b 'x\ny' ."),
        ("a.ttl", b"@prefix e: <http://e/> .\ne:a e:b x ."),
        ("a.ttl", b"e:a e:b 1 ."),
        ("a.ttl", b"@prefix e: <http://e/> .\ne:a e:b 1 .\n{ e:a e:b 1 }"),
        ("a.ttl", "@prefix e: <http://e/> .\ne:a e:b “x” .".encode()),
        ("a.ttl", b"@prefix e: <http://e/> .\ne:a e:b 'x'^^ ."),
        ("a.ttl", b"PREFIX e: <http://e/> .\ne:a e:b 1 ."),
        ("a.ttl", b"@prefix e: <http://e/> .\ne:a%2 e:b 1 ."),
        ("a.nt", b"<urn:a> <urn:b>\n"),
        ("a.nt", b'<urn:a> <urn:b> "\xff" .\n'),
        ("a.jsonld", b'{"@id": "x",,}'),
        ("a.jsonld", b"[" * 600),
        ("a.rdf", b"<a><b></a>"),
        ("a.rdf", b'<!DOCTYPE x [<!ENTITY a SYSTEM "x">]><a/>'),
        ("a.xyz", b""),
        ("a.txt", b""),
        ("a.txt", "Население\t5".encode("cp1251")),
        ("a.txt", b"One\t5\n"),
        ("a.txt", "Основные проблемы\n\nПрофилактика пыток\n".encode()),
        ("a.txt", "Основные проблемы\n\nа\x1bб\n".encode()),
    ],
)
def test_broken_inputs_are_told_in_it(kg: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = kg("validate", name, *OPTIONS, cwd=tmp_path)
    assert done.returncode == 2
    words = re.sub(r"говорит: [^;]*", "", done.stderr)  # their words are theirs
    assert re.search("[а-я]{3}", words), words
    assert not ENGLISH.search(words), words


SIDECARS = {
    "unknown state": ('state = "KAZ"', 'state = "ATL"'),
    "missing edition": ('edition = "2022"', ""),
    "empty edition": ('edition = "2022"', 'edition = ""'),
    "edition with a slash": ('edition = "2022"', 'edition = "../2022"'),
    "unknown field": ('state = "KAZ"', 'state = "KAZ"\nstaet = "KAZ"'),
    "unknown language": ('language = "ru"', 'language = "tlh"'),
    "bad date": ('language = "ru"', 'language = "ru"\npublished = "May 2022"'),
    "not filled in": ('language = "ru"', 'language = "ru"\nto_do = ["publisher"]'),
}


@pytest.mark.parametrize("kind", SIDECARS)
def test_broken_sidecars_are_told_in_it(kg: Run, tmp_path: Path, make_profile: Callable[..., Path], kind: str) -> None:
    old, new = SIDECARS[kind]
    folder = make_profile(tmp_path / "in")
    text = (folder / "about.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "about.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    done = kg("validate", folder, "--lang", "ru", cwd=tmp_path)
    assert done.returncode == 2
    assert re.search("[а-я]{3}", done.stderr)
    assert not ENGLISH.search(done.stderr), done.stderr


def test_what_is_missing_is_told_in_it(kg: Run, tmp_path: Path, document: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.xyz").write_text("", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(document.read_bytes())
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    for arguments in (
        ["none.ttl"],
        ["none.txt"],
        ["empty"],
        ["other"],
        ["a.txt"],
        ["a.ttl", "--shapes", "empty"],
        ["a.ttl", "--shapes", "other"],
    ):
        done = kg("validate", *arguments, "--lang", "ru", cwd=tmp_path)
        assert (done.returncode, bool(re.search("[а-я]{3}", done.stderr))) == (2, True), done.stderr
        assert not ENGLISH.search(done.stderr), done.stderr
