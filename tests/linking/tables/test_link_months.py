"""Days of acts whose month is a word, in both languages: read exactly or told as bad. The tables are invented."""

from __future__ import annotations

import datetime

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from linked import Link

from kg.linking.tables import day, months, wording

OWN = "https://example.org/acts/"


@pytest.mark.parametrize(
    "text",
    [
        "9 Dec 1999",
        "9 Dec. 1999",
        "09-Dec-1999",
        "9 December 1999",
        "December 9, 1999",
        "Dec 9 1999",
        "9th of December 1999",
        "December 9th, 1999",
        "9 декабря 1999 г.",
        "9 декабря 1999 года",
        "9 Декабрь 1999",
        "9 дек. 1999",
        "9 ДЕКАБРЯ 1999\N{NO-BREAK SPACE}г.",
    ],
)
def test_a_month_that_is_a_word(text: str) -> None:
    assert day.parse(text) == ("1999-12-09", "date", ())
    assert day.parse(text, "MM/dd/yyyy") == ("1999-12-09", "date", ())


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2005",
        "29 февраля 1900 г.",
        "0 May 2000",
        "32 May 2000",
        "9 Dec 1066",
        "9 Dec 99",
        "December 1999",
        "9 Decemb 1999",
        "9 Dez 1999",
        "9 M 1999",
        "9 Dec 1999?",
        "9 Dec (1999)",
        "Dec 9-10, 1999",
        "9 December 1999 (a)",
        "9 декабря 1999 года (дата?)",
    ],
)
def test_what_is_no_such_day_is_nothing(text: str) -> None:
    assert day.parse(text) == ("", "", ())


@given(
    st.dates(datetime.date(1800, 1, 1), datetime.date(2100, 12, 31)),
    st.sampled_from(
        [
            ("en", "d MMMM y"),
            ("en", "d MMM y"),
            ("en", "MMMM d, y"),
            ("en", "MMM d, y"),
            ("en", "dd-MMM-y"),
            ("ru", "d MMMM y 'г'."),
            ("ru", "d MMM y 'г'."),
            ("ru", "d LLLL y"),
            ("ru", "d MMMM y 'года'"),
        ]
    ),
)
def test_every_day_is_read_back(one: datetime.date, form: tuple[str, str]) -> None:
    language, pattern = form
    assert day.parse(format_date(one, pattern, locale=language)) == (one.isoformat(), "date", ())


def test_such_days_in_tables_of_acts(link: Link) -> None:
    days = ("KAZ,22 Oct 2008", 'POL,"September 14, 2005"', "UKR,19 сентября 2006 г.", "ARM,14.09.2006", "KGZ,2008", "BLR,31 June 2010")
    wide = "\n".join(("Country,OPCAT ratification", *days, ""))
    done = link(wide, namespace=OWN)
    assert done.counts == (5, 0, 0, 1)
    assert {row["d"].value for row in done.store.query(f"SELECT ?d {{ ?o <{OWN}property/opcat_ratification> ?d }}")} == {
        "2008-10-22",
        "2005-09-14",
        "2006-09-19",
        "2006-09-14",
        "2008",
    }
    written = {row["w"].value for row in done.store.query(f"SELECT ?w {{ ?o <{OWN}property/written> ?w }}")}
    assert written == {"22 Oct 2008", "September 14, 2005", "19 сентября 2006 г.", "14.09.2006"}
    (left,) = done.unlinked
    assert (left["line"], left["column"], left["code"], left["written"]) == ("7", "OPCAT ratification", "KG895", "31 June 2010")
    assert "3 April 2005" in left["mend"]


def test_a_day_that_does_not_exist_hides_no_column(link: Link) -> None:
    done = link("Country,OPCAT ratification\nKAZ,22 Oct 2008\nPOL,31 June 2005\n", namespace=OWN)
    assert done.counts == (1, 0, 0, 1)
    assert [(row["line"], row["code"], row["written"]) for row in done.unlinked] == [("3", "KG895", "31 June 2005")]


def test_a_format_of_numbers_is_not_said_of_them(link: Link) -> None:
    done = link("Страна,Ратификация ФПКПП\nKAZ,22 окт. 2008\nPOL,14 сент. 2005\n", namespace=OWN)
    assert done.counts == (2, 0, 0, 0)
    assert done.metadata["tableSchema"]["columns"][1]["datatype"] == "date"


def test_a_name_of_two_months_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "months", lambda language: ((1, "Frost"), (12, "frost"), (9, "Sept")))
    names = months._names.__wrapped__("en")
    assert ("frost" in names, names["sept"], names["december"]) == (False, 9, 12)
