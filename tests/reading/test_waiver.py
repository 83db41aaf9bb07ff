"""Waivers in sidecars and files of their own: what is read, and each ill-formed one with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.reading import sidecar, waiver
from kg.vocabulary import vocabulary

GOOD = """[[waiver]]
requirement = "CON-04"
node = " sent-to-court "
reason = "Two periods."
date = 2026-11-01
by = "Secretariat"
"""
ABOUT = 'series = "antitorture"\nstate = "KAZ"\nedition = "2022"\n'


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "waivers.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_a_file_of_waivers(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "# comment\n\n" + GOOD + "\n" + GOOD.replace("CON-04", "https://example.org/Shape").replace('node = " sent-to-court "\n', ""),
    )
    one, two = waiver.read(file)
    assert (one.requirement, one.node, one.reason, one.date, one.by, one.line) == (
        "CON-04",
        "sent-to-court",
        "Two periods.",
        "2026-11-01",
        "Secretariat",
        3,
    )
    assert (two.requirement, two.node, two.line) == ("https://example.org/Shape", "", 10)


def test_no_waivers(tmp_path: Path) -> None:
    assert waiver.read(write(tmp_path, "")) == ()


def test_windows_lines_and_a_date_as_text(tmp_path: Path) -> None:
    (one,) = waiver.read(write(tmp_path, ("\n" + GOOD.replace("2026-11-01", '"2026-11-01"')).replace("\n", "\r\n").encode()))
    assert (one.date, one.line) == ("2026-11-01", 2)


def test_lines_are_those_of_tables_and_not_of_texts(tmp_path: Path) -> None:
    text = GOOD.replace('"Two periods."', '"""\nAs in\n[[waiver]]\nabove."""') + "\n" + GOOD.replace("CON-04", "")
    with pytest.raises(InputError) as raised:
        waiver.read(write(tmp_path, text))
    assert (raised.value.code, raised.value.line) == ("KG308", 11)


@pytest.mark.parametrize("head", ["[[ waiver ]]", "[['waiver']]", '[["waiver"]]', "  [[waiver]]"])
def test_every_way_to_write_the_head_has_a_line(tmp_path: Path, head: str) -> None:
    text = GOOD + "\n" + GOOD.replace("[[waiver]]", head).replace("CON-04", " ")
    with pytest.raises(InputError) as raised:
        waiver.read(write(tmp_path, text))
    assert (raised.value.code, raised.value.line) == ("KG308", 8)


BAD = {
    **{
        f"no {name}": "\n".join(line for line in GOOD.splitlines() if not line.startswith(name))
        for name in ("requirement", "reason", "date", "by")
    },
    **{
        f"{name} empty": "\n".join(f'{name} = " "' if line.startswith(name) else line for line in GOOD.splitlines())
        for name in ("requirement", "reason", "date", "by")
    },
    **{
        f"{name} a number": "\n".join(f"{name} = 5" if line.startswith(name) else line for line in GOOD.splitlines())
        for name in ("requirement", "node", "reason", "date", "by")
    },
    "unknown field": GOOD + 'until = "2027"\n',
    "date and time": GOOD.replace("2026-11-01", "2026-11-01T10:00:00"),
    "no such date": GOOD.replace("2026-11-01", '"2026-02-30"'),
    "a list": GOOD.replace('"CON-04"', '["CON-04"]'),
}


@pytest.mark.parametrize("kind", BAD)
def test_ill_formed(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError) as raised:
        waiver.read(write(tmp_path, GOOD + "\n" + BAD[kind]))
    assert (raised.value.code, raised.value.file, raised.value.line) == ("KG308", str(tmp_path / "waivers.toml"), 8)


@pytest.mark.parametrize("kind", BAD)
def test_ill_formed_in_a_sidecar(kind: str) -> None:
    with pytest.raises(InputError) as raised:
        sidecar.parse((ABOUT + "\n" + BAD[kind]).replace("\n", "\r\n").encode(), vocabulary(), "about.toml")
    assert (raised.value.code, raised.value.file, raised.value.line) == ("KG308", "about.toml", 5)


@pytest.mark.parametrize("text", ["waiver = 5\n", "waiver = [1]\n", '[waiver]\nreason = "x"\n', "waiver = 'CON-04'\n"])
def test_waivers_that_are_no_tables(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as raised:
        waiver.read(write(tmp_path, text))
    assert raised.value.code == "KG308"


def test_other_tables(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        waiver.read(write(tmp_path, ABOUT + GOOD))
    assert raised.value.code == "KG308"
    assert "edition, series, state" in str(raised.value)


@pytest.mark.parametrize("content", [b"[[waiver]\n", b"\xff\xfe", b"x = \n"])
def test_no_toml(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError) as raised:
        waiver.read(write(tmp_path, content))
    assert raised.value.code == "KG301"


@pytest.mark.parametrize("name", ["none.toml", "."])
def test_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as raised:
        waiver.read(tmp_path / name)
    assert raised.value.code == "KG301"
