"""``kg new``: the folder of a profile, with a sidecar that is refused until a person has looked at every field."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kg.building import draft, sources
from kg.errors import InputError

Run = Callable[..., CompletedProcess[str]]
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
DOCUMENT = CORPUS / "KGZ-2023" / "document.txt"
BLANK = ["publisher", "published", "source", "rights", "period", "note"]


def refused(code: str, name: str, file: Path, folder: Path, **more: str) -> str:
    with pytest.raises(InputError) as caught:
        draft.make(name, file, folder, **more)
    assert caught.value.code == code, caught.value
    assert not folder.exists(), "nothing is written"
    return str(caught.value)


def test_a_new_profile_is_built_once_it_is_filled_in(kg: Run, tmp_path: Path) -> None:
    made = kg("new", "KGZ/2024", DOCUMENT, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    folder = tmp_path / "data" / "profiles" / "antitorture" / "KGZ-2024"
    assert made.stdout.splitlines()[:2] == [f"data/profiles/antitorture/KGZ-2024/{name}" for name in ("document.txt", "about.toml")]
    assert (folder / "document.txt").read_bytes() == DOCUMENT.read_bytes()
    sidecar = folder / "about.toml"
    text = sidecar.read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    expected = {"series": "antitorture", "state": "KGZ", "edition": "2024", "language": "ru", "to_do": ["language", *BLANK]}
    assert declared == expected, "nothing is invented"
    assert hashlib.sha256(DOCUMENT.read_bytes()).hexdigest() in text

    built = kg("build", "data", "-o", "build", cwd=tmp_path)
    assert built.returncode == 2
    (said,) = built.stderr.splitlines()
    assert re.match(r"KG309 \S+about\.toml:(\d+): the sidecar is not filled in: to_do still lists language, publisher, published, ", said)
    assert text.splitlines()[int(said.split(":")[1]) - 1].startswith("to_do = ")
    assert not (tmp_path / "build").exists()
    assert kg("facts", folder / "document.txt").returncode == 0, "what is read can be looked at before"

    filled = text.replace('# publisher = ""', 'publisher = "An invented publisher"').replace('"publisher", ', "")
    sidecar.write_text(filled, encoding="utf-8")
    assert "KG309" in kg("build", "data", "-o", "build", cwd=tmp_path).stderr, "one of seven is not all"
    sidecar.write_text(re.sub(r"to_do = \[.*\]", "to_do = []", filled), encoding="utf-8")
    built = kg("build", "data", "-o", "build", cwd=tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    graph = (tmp_path / "build" / "graph.nq").read_text(encoding="utf-8")
    assert '/profile/antitorture/KGZ/2024> <http://purl.org/dc/terms/publisher> "An invented publisher"' in graph
    assert "dc/terms/issued> " not in graph


def test_every_blank_of_the_frame_is_well_formed_when_it_is_filled(kg: Run, tmp_path: Path) -> None:
    made = draft.make("KGZ/2024", DOCUMENT, tmp_path / "data", language="ru")
    text = made.sidecar.read_text(encoding="utf-8")
    assert tomllib.loads(text)["to_do"] == BLANK, "a language that is declared needs no second look"
    for old, new in (
        ('# publisher = ""', 'publisher = "P"'),
        ("# published =", "published = 2024-05-31"),
        ('# source = ""', 'source = "https://example.org/"'),
        ('# rights = ""', 'rights = "R"'),
        ('# [period]\n# start =\n# end =\n# basis = ""', '[period]\nstart = 2023-01-01\nend = 2023-12-31\nbasis = "B"'),
        ('# [note]\n# en = ""\n# ru = ""', '[note]\nen = "N"\nru = "П"'),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    made.sidecar.write_text(re.sub(r"to_do = \[.*\]\n", "", text), encoding="utf-8")
    built = kg("build", tmp_path / "data", "-o", tmp_path / "build")
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.mark.parametrize("state", ["kgz", "KG", "Kyrgyz", "Kyrgyzstan", "Киргизия", "417", "Kirgizstan"])
def test_another_name_of_a_state_is_refused_with_its_code(state: str, tmp_path: Path) -> None:
    assert "perhaps KGZ (Kyrgyzstan) is meant" in refused("KG304", f"{state}/2024", DOCUMENT, tmp_path / "out")


@pytest.mark.parametrize("state", ["XXX", "Congo", "Atlantis"])
def test_a_state_that_nobody_knows_is_refused_with_those_that_are_known(state: str, tmp_path: Path) -> None:
    said = refused("KG304", f"{state}/2024", DOCUMENT, tmp_path / "out")
    assert "known are ARM, " in said
    assert "perhaps" not in said


@pytest.mark.parametrize(
    "name", ["KGZ", "/2024", "KGZ/", "a/b/KGZ/2024", "KGZ/20 24", "../KGZ/2024", "KGZ/..", "x y/KGZ/2024", "KGZ/2024\n"]
)
def test_what_is_no_profile(name: str, tmp_path: Path) -> None:
    refused("KG303", name, DOCUMENT, tmp_path / "out")


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"%PDF-1.7\n...", "KG311", "is a PDF"),
        (b"PK\x03\x04word/", "KG311", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "KG311", "old Word file"),
        (b"{\\rtf1\\ansi", "KG311", "RTF"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "KG311", "HTML"),
        (b"", "KG102", "empty"),
        ("Основные проблемы".encode("cp1251"), "KG103", "not UTF-8"),
        ("Основные проблемы".encode("utf-16"), "KG103", "UTF-16"),
        (b"hello", "KG106", "no heading and no label"),
    ],
)
def test_what_is_no_readable_profile(content: bytes, code: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    assert words in refused(code, "KGZ/2024", tmp_path / "file", tmp_path / "out")


def test_no_file_and_no_language(tmp_path: Path) -> None:
    refused("KG101", "KGZ/2024", tmp_path / "nothing", tmp_path / "out")
    refused("KG101", "KGZ/2024", tmp_path, tmp_path / "out")
    refused("KG305", "KGZ/2024", DOCUMENT, tmp_path / "out", language="kk")


@pytest.mark.parametrize("name", ["about.toml", "document.txt"])
def test_nothing_is_overwritten(name: str, tmp_path: Path) -> None:
    there = tmp_path / "invented" / "KGZ-2024" / name
    there.parent.mkdir(parents=True)
    there.symlink_to(tmp_path / "gone")
    with pytest.raises(InputError, match=rf"^KG310 \S+{re.escape(name)}: the profile is there already"):
        draft.make("invented/KGZ/2024", DOCUMENT, tmp_path)
    assert [path.name for path in there.parent.iterdir()] == [name]
    assert not (tmp_path / "gone").exists()


def test_a_document_that_lies_in_its_place_already_stays_there(tmp_path: Path) -> None:
    place = tmp_path / "antitorture" / "KGZ-2024"
    place.mkdir(parents=True)
    (place / "document.txt").write_bytes(DOCUMENT.read_bytes())
    draft.make("KGZ/2024", place / "document.txt", tmp_path)
    assert sorted(path.name for path in place.iterdir()) == ["about.toml", "document.txt"]
    assert (place / "document.txt").read_bytes() == DOCUMENT.read_bytes()


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match=r"^KG310"):
        draft.make("KGZ/2024", DOCUMENT, tmp_path / "out")


def test_a_hostile_file_name_stays_a_comment(tmp_path: Path) -> None:
    name = 'x"\npublisher = "Mallory'
    (tmp_path / name).write_bytes(DOCUMENT.read_bytes())
    made = draft.make("KGZ/2024", tmp_path / name, tmp_path / "out")
    assert "publisher" not in tomllib.loads(made.sidecar.read_text(encoding="utf-8"))


@pytest.mark.parametrize("value", ['"publisher"', "[1]", '[""]', "true"])
def test_a_list_that_is_none_is_refused(kg: Run, value: str, tmp_path: Path) -> None:
    made = draft.make("KGZ/2024", DOCUMENT, tmp_path / "data")
    text = re.sub(r"to_do = \[.*\]", f"to_do = {value}", made.sidecar.read_text(encoding="utf-8"))
    made.sidecar.write_text(text, encoding="utf-8")
    assert "the field 'to_do' must be a list of names" in kg("build", tmp_path / "data", "-o", tmp_path / "build").stderr


def finished(folder: Path, old: str = "", new: str = "") -> Path:
    made = draft.make("KGZ/2024", DOCUMENT, folder, language="ru")
    text = re.sub(r"to_do = \[.*\]", "to_do = []", made.sidecar.read_text(encoding="utf-8"))
    assert old in text
    made.sidecar.write_text(text.replace(old, new, 1), encoding="utf-8")
    return made.sidecar


@pytest.mark.parametrize(("old", "new", "field"), [('"KGZ"', '"KAZ"', "state"), ('"2024"', '"2023"', "edition")])
def test_a_sidecar_that_its_folder_contradicts_is_refused(kg: Run, old: str, new: str, field: str, tmp_path: Path) -> None:
    sidecar = finished(tmp_path / "data", old, new)
    lines = sidecar.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(f"{field} = "))
    column = lines[line - 1].index(new) + 1
    for given in (tmp_path / "data", sidecar.parent, sidecar.with_name("document.txt")):
        built = kg("build", given, "-o", tmp_path / "build")
        assert built.returncode == 2
        assert f"about.toml:{line}:{column}: the sidecar says {field} {new.replace(chr(34), chr(39))}" in built.stderr
        assert built.stderr.startswith("KG312 ")
        assert not (tmp_path / "build").exists()
    assert "KG312" in kg("validate", tmp_path / "data").stderr
    here = kg("build", ".", "-o", tmp_path / "build", cwd=sidecar.parent)
    assert here.stderr.startswith("KG312 "), "the name is that of the folder, however it is given"
    sidecar.parent.rename(tmp_path / "received")
    built = kg("build", tmp_path / "received", "-o", tmp_path / "build")
    assert built.returncode == 0, "a folder with another name says nothing"


@pytest.mark.parametrize("name", ["KGZ-2024", "kgz-2024", "draft-1", "KGZ", "KGZ-", "my-folder"])
def test_folders_that_do_not_contradict(name: str, tmp_path: Path) -> None:
    finished(tmp_path / "data").parent.rename(tmp_path / name)
    (source,) = sources.discover([tmp_path / name])
    assert source.sidecar is not None
    assert sources.declared(source, sources.Options(), source.sidecar.read_bytes()).profile == "antitorture/KGZ/2024"


def test_a_contradicting_folder_is_an_error_with_cause_and_mend(tmp_path: Path) -> None:
    finished(tmp_path / "data", '"KGZ"', '"KAZ"')
    (source,) = sources.discover([tmp_path / "data"])
    assert source.sidecar is not None
    with pytest.raises(InputError) as caught:
        sources.declared(source, sources.Options(), source.sidecar.read_bytes())
    assert (caught.value.code, caught.value.file) == ("KG312", "antitorture/KGZ-2024/about.toml")
    assert 'write state = "KGZ", or name the folder KAZ-2024' in caught.value.mend
