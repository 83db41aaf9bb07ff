"""The sidecar: every field, every error."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import About
from kg.reading.sidecar import FIELDS, checked, read
from kg.vocabulary import vocabulary

V = vocabulary()
REAL = Path(__file__).parents[2] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "about.toml"
NEEDED = 'series = "antitorture"\nstate = "KAZ"\nedition = "2022"\n'


@pytest.fixture
def sidecar(tmp_path: Path) -> Path:
    return tmp_path / "about.toml"


def failing(file: Path, text: str) -> InputError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(file, V, "about.toml")
    assert caught.value.file == "about.toml"
    return caught.value


def test_the_real_sidecar() -> None:
    about = read(REAL, V)
    assert (about.series, about.area, about.edition, about.language) == ("antitorture", "KAZ", "2022", "ru")
    assert about.profile == "antitorture/KAZ/2022"
    unknown = (about.publisher, about.published, about.source, about.rights, about.period_start, about.period_end, about.period_basis)
    assert unknown == (None,) * 7
    assert [language for language, _ in about.notes] == ["en", "ru"]


def test_what_is_not_declared_is_unknown(sidecar: Path) -> None:
    sidecar.write_text(NEEDED, encoding="utf-8")
    assert read(sidecar, V) == About("antitorture", "KAZ", "2022")


def test_every_field(sidecar: Path) -> None:
    sidecar.write_text(
        NEEDED
        + 'language = "en"\npublisher = "P"\npublished = 2023-05-31\nsource = "https://example.org/"\nrights = "R"\n'
        + '[period]\nstart = "2022-01-01"\nend = 2022-12-31\nbasis = "title page"\n[note]\nru = "Б"\nen = "A"\n',
        encoding="utf-8",
    )
    assert read(sidecar, V) == About(
        "antitorture",
        "KAZ",
        "2022",
        language="en",
        publisher="P",
        published="2023-05-31",
        period_start="2022-01-01",
        period_end="2022-12-31",
        period_basis="title page",
        source="https://example.org/",
        rights="R",
        notes=(("en", "A"), ("ru", "Б")),
    )


@pytest.mark.parametrize("text", ["series = ", "series", "[a\n", 'series = "a"\nseries = "b"\n', 'x = "\x00"'])
def test_kg301_not_toml(sidecar: Path, text: str) -> None:
    error = failing(sidecar, text)
    assert error.code == "KG301"
    assert "not TOML" in error.what


def test_kg301_says_where(sidecar: Path) -> None:
    error = failing(sidecar, NEEDED + "x = = 1\n")
    assert (error.code, error.line, error.column) == ("KG301", 4, 5)


def test_kg301_missing_or_not_utf8(sidecar: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(sidecar, V)
    assert caught.value.code == "KG301"
    sidecar.write_bytes('series = "Й"'.encode("cp1251"))
    with pytest.raises(InputError) as caught:
        read(sidecar, V)
    assert caught.value.code == "KG301"


@pytest.mark.parametrize("field", ["series", "state", "edition"])
def test_kg302_a_field_missing(sidecar: Path, field: str) -> None:
    text = "".join(line + "\n" for line in NEEDED.splitlines() if not line.startswith(field))
    error = failing(sidecar, text)
    assert error.code == "KG302"
    assert repr(field) in error.what


@pytest.mark.parametrize("period", ["start = 2022-01-01", "end = 2022-12-31", 'start = 2022-01-01\nbasis = ""'])
def test_kg302_a_period_without_basis(sidecar: Path, period: str) -> None:
    assert failing(sidecar, f"{NEEDED}[period]\n{period}\n").code == "KG302"


@pytest.mark.parametrize(
    "more",
    [
        'stat = "KAZ"',
        'publisher = ""',
        'publisher = "  "',
        "publisher = 5",
        'source = ["a"]',
        "language = 1",
        'language = ""',
        'published = "2022"',
        'published = "31.05.2022"',
        "published = 2022",
        "published = 2022-05-31T00:00:00",
        "published = 12:00:00",
        'published = "2022-02-30"',
        'period = "2022"',
        "[period]\nyear = 2022",
        '[period]\nstart = 2022-12-31\nend = 2022-01-01\nbasis = "b"',
        '[period]\nstart = 2022\nbasis = "b"',
        'note = "x"',
        "[note]\nen = 1",
    ],
)
def test_kg303_a_field_unknown_or_ill_formed(sidecar: Path, more: str) -> None:
    assert failing(sidecar, NEEDED + more + "\n").code == "KG303"


@pytest.mark.parametrize("value", ['"a b"', '"a/b"', '"../x"', '".."', '""', '"\\u0430"', '"a\\nb"', "2022", '"-a"'])
@pytest.mark.parametrize("field", ["series", "edition"])
def test_kg303_labels_are_safe_in_an_iri(sidecar: Path, field: str, value: str) -> None:
    text = "".join((f"{field} = {value}" if line.startswith(field) else line) + "\n" for line in NEEDED.splitlines())
    assert failing(sidecar, text).code == "KG303"


def test_kg303_the_basis_is_a_text(sidecar: Path) -> None:
    assert failing(sidecar, f"{NEEDED}[period]\nstart = 2022-01-01\nbasis = 5\n").code == "KG303"


@pytest.mark.parametrize("state", ["KZ", "kaz", "XXX", "Kazakhstan"])
def test_kg304_unknown_state(sidecar: Path, state: str) -> None:
    error = failing(sidecar, NEEDED.replace("KAZ", state))
    assert error.code == "KG304"
    assert "KAZ" in error.why


def test_kg305_unknown_language(sidecar: Path) -> None:
    error = failing(sidecar, NEEDED + 'language = "kk"\n')
    assert error.code == "KG305"
    assert "ru" in error.why


def test_options_are_checked_as_the_sidecar_is() -> None:
    assert checked(V, "x", series="a", state="KAZ", edition="1", language="ru") == About("a", "KAZ", "1", "ru")
    for code, change in (("KG303", {"edition": "a b"}), ("KG304", {"state": "X"}), ("KG305", {"language": "x"})):
        with pytest.raises(InputError) as caught:
            checked(V, "x", **{"series": "a", "state": "KAZ", "edition": "1"} | change)
        assert caught.value.code == code


@pytest.mark.parametrize("value", ["31.05.2024", "2024-13-45", "2024-02-30", "31/05/2024"])
def test_kg301_a_date_that_toml_does_not_know_is_told_as_one(sidecar: Path, value: str) -> None:
    error = failing(sidecar, f"{NEEDED}published = {value}\n")
    assert (error.code, error.line, error.column) == ("KG301", 4, 13)
    assert error.what == f"the sidecar is not TOML: {value} is no date"
    assert error.mend == "write dates as 2024-05-31"


def test_kg303_a_date_in_quotes_is_told_with_its_line(sidecar: Path) -> None:
    error = failing(sidecar, f'{NEEDED}published = "31.05.2024"\n')
    assert (error.code, error.line, error.column, error.mend) == ("KG303", 4, 13, "write dates as 2024-05-31")
    error = failing(sidecar, f'{NEEDED}[period]\nbasis = "b"\nend = "31.12.2023"\n')
    assert (error.code, error.line, error.column) == ("KG303", 6, 7)


def test_kg303_a_name_in_to_do_that_is_no_field(sidecar: Path) -> None:
    error = failing(sidecar, f'{NEEDED}to_do = ["publishr"]\n')
    assert (error.code, error.line) == ("KG303", 4)
    assert "to_do names 'publishr', and there is no such field" in str(error)
    assert error.mend == "did you mean 'publisher'?"
    assert failing(sidecar, f'{NEEDED}to_do = ["waiver"]\n').mend == ""
    for field in FIELDS:
        sidecar.write_text(f'{NEEDED}to_do = ["{field}"]\n', encoding="utf-8")
        read(sidecar, V)


def test_kg303_an_unknown_field_has_a_line_and_what_was_meant(sidecar: Path) -> None:
    error = failing(sidecar, f'{NEEDED}\npublishr = "P"\n')
    assert (error.line, error.mend) == (5, "did you mean 'publisher'?")


def test_kg313_published_before_the_end_of_the_period(sidecar: Path) -> None:
    period = '[period]\nend = 2023-12-31\nbasis = "b"\n'
    error = failing(sidecar, f"{NEEDED}published = 2023-12-30\n{period}")
    assert (error.code, error.line, error.column) == ("KG313", 4, 13)
    assert "2023-12-30" in error.what
    assert "2023-12-31" in error.what
    for day in ("2023-12-31", "2024-01-01"):
        sidecar.write_text(f"{NEEDED}published = {day}\n{period}", encoding="utf-8")
        assert read(sidecar, V).published == day
