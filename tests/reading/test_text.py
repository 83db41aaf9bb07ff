"""Bytes to canonical text to lines; every error with its place."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.reading import text as reading
from kg.reading.text import document, lines, read

REAL = Path(__file__).parents[2] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt"


# ------------------------------------------------------------------ the canonical text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\n\rb\n\r\nc", "a\n\nb\n\nc"),
        (b"\xef\xbb\xbf\r\n a", "\n a"),
        ("Ёлка\tда".encode(), "Ёлка\tда"),
        ("a\u2028b\u0085c".encode(), "a\u2028b\u0085c"),
        (b"a\x0cb", "a\x0cb"),
    ],
)
def test_the_canonical_text(data: bytes, text: str) -> None:
    found = document(data, "x.txt")
    assert found.text == text
    assert found.path == "x.txt"
    assert found.sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_forms_of_the_same_text_are_the_same_document() -> None:
    data = REAL.read_bytes()
    unix = data.decode("utf-8-sig").replace("\r\n", "\n")
    forms = [unix.encode(), b"\xef\xbb\xbf" + unix.encode(), unix.replace("\n", "\r\n").encode(), unix.replace("\n", "\r").encode()]
    assert {document(form, "x").sha256 for form in forms} == {read(REAL).sha256}
    assert read(REAL).sha256 == "5950666d4bcb592c3aec25022d2f7e0ccb37ac707ddaa9ea19fa68c82f2d26ad"
    assert len(read(REAL).text) == 3407


def test_reading_a_file_shows_the_path_that_was_given(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbfa\r\n")
    assert read(file).path == str(file)
    assert read(file, "a.txt").path == "a.txt"
    assert read(file).text == "a\n"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff\ufffe\uffff") | st.sampled_from("\t\n"))


@settings(max_examples=300, deadline=None)
@given(TEXTS.filter(lambda t: t.strip()))
def test_any_text_round_trips(text: str) -> None:
    assert document(text.encode("utf-8"), "x").text == text


# ------------------------------------------------------------------ errors


def failing(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        document(data, "x.txt")
    assert caught.value.file == "x.txt"
    return caught.value


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", "\u00a0\u2003".encode()])
def test_empty(data: bytes) -> None:
    assert failing(data).code == "KG102"


@pytest.mark.parametrize(
    ("data", "line", "column", "says"),
    [
        (b"\xff", 1, 1, "0xff"),
        (b"abc\n\ndef\xc0", 3, 4, "0xc0"),
        ("Население\t5\n".encode("cp1251"), 1, 1, "0xcd"),
        (b"a\n" + "Население".encode("cp1251"), 2, 1, "0xcd"),
        (b"a\xe2\x82", 1, 2, "0xe2"),
        (b"a\r\nb\xed\xa0\x80", 2, 2, "0xed"),
    ],
)
def test_bytes_that_are_not_utf8(data: bytes, line: int, column: int, says: str) -> None:
    error = failing(data)
    assert (error.code, error.line, error.column) == ("KG103", line, column)
    assert says in error.what
    assert str(error).startswith(f"KG103 x.txt:{line}:{column}: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16(encoding: str) -> None:
    error = failing("Population\t5\n".encode(encoding))
    assert error.code == "KG103"
    assert ("UTF-16" in error.what) == (encoding in ("utf-16", "utf-32"))


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x00", b"%PDF-1.4\n\x00\x01", b"\x7fELF\x02\x01\x01\x00", b"\x89PNG\r\n\x1a\n\x00"])
def test_binary(data: bytes) -> None:
    assert failing(data).code == "KG103"


@pytest.mark.parametrize("sign", ["\x01", "\x07", "\x08", "\x0b", "\x0e", "\x1b", "\x1f", "\x7f", "\ufffe", "\uffff"])
def test_control_characters(sign: str) -> None:
    error = failing(f"ab\nя{sign}c\n".encode())
    assert (error.code, error.line, error.column) == ("KG103", 2, 2)
    assert f"{ord(sign):#06x}" in error.what


def test_a_control_character_in_the_first_line() -> None:
    error = failing(b"\x01")
    assert (error.line, error.column) == (1, 1)


def test_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError) as caught:
            read(path, "none.txt")
        assert caught.value.code == "KG101"
        assert str(caught.value).startswith("KG101 none.txt: the document cannot be read; ")


def test_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as out:
        out.truncate(reading.MOST_BYTES + 1)
    with pytest.raises(InputError) as caught:
        read(file)
    assert caught.value.code == "KG107"


# ------------------------------------------------------------------ lines


def cut(text: str) -> list[tuple[str, str]]:
    """Label and value at every cut of the first line."""
    line = next(lines(text))
    return [(line.text[line.lead : end], line.text[begin:]) for end, begin in line.cuts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Население\t5", [("Население", "5")]),
        ("Население \t  5 ", [("Население", "5")]),
        ("Население\t5\t6", [("Население", "5\t6")]),
        ("Население:\t5", [("Население:", "5")]),
        ("Население\t", [("Население", "")]),
        ("Население \t ", [("Население", "")]),
        ("Население: 5", [("Население", "5")]),
        ("Население — 5", [("Население", "5")]),
        ("Население – 5", [("Население", "5")]),
        ("Население | 5", [("Население", "5")]),
        ("Население = 5", [("Население", "5")]),
        ("Население; 5", [("Население", "5")]),
        ("Население   5", [("Население", "5")]),
        ("| Население | 5 |", [("Население", "5 |"), ("Население | 5", "")]),
        ("1. Население: 5", [("Население", "5")]),
        ("- Население: 5", [("Население", "5")]),
        ("• Население: 5: 6", [("Население", "5: 6"), ("Население: 5", "6")]),
        ("12.3) Население: 5", [("Население", "5")]),
        ("Население 5", []),
        ("видео-доказательствам", []),
        ("а—б", []),
    ],
)
def test_cuts(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text) == expected


def test_lines_count_from_one_and_skip_blank_lines() -> None:
    found = list(lines("\n\n a\n\t\nb \n\u00a0\n\nc"))
    assert [(line.number, line.start, line.text) for line in found] == [(3, 3, "a"), (5, 7, "b"), (8, 13, "c")]


def test_lines_of_the_real_document() -> None:
    text = read(REAL).text
    found = list(lines(text))
    assert sum("\t" in line.text for line in found) == 37
    assert found[0].text == "Основные проблемы"
    assert found[0].number == 5
    assert text[255:261] == "40 842"


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("аб \t\n:|—–-=;.1•(\u00a0\u2028\x0c") | st.characters(codec="utf-8"), max_size=60))
def test_offsets(raw: str) -> None:
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    rest = list(text)
    last = 0
    for line in lines(text):
        assert text[line.start : line.start + len(line.text)] == line.text
        assert line.text == line.text.strip() != ""
        assert line.number == text.count("\n", 0, line.start) + 1
        assert line.number > last
        last = line.number
        assert 0 <= line.lead <= len(line.text)
        before = 0
        for end, begin in line.cuts:
            assert before <= end <= begin <= len(line.text)
            before = begin
        for at in range(line.start, line.start + len(line.text)):
            rest[at] = " "
    assert not "".join(rest).strip()
