"""What must not reach a terminal or XML never does."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from made_reports import HOSTILE

from kg.validation.reports import signs

ANY = st.text(st.characters(codec=None, categories=None))
"""Every code point, lone surrogates too."""


@given(ANY)
def test_visible_text_is_fit_for_xml_and_terminals(text: str) -> None:
    shown = signs.visible(text)
    shown.encode("utf-8")
    etree.fromstring(f"<a>{shown.replace('&', '').replace('<', '').replace('>', '')}</a>")
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in "\t\n"]
    assert signs.visible(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_text_stays(text: str) -> None:
    assert signs.visible(text) == text == signs.encodable(text)


@given(ANY)
def test_one_line_is_one_line(text: str) -> None:
    assert len(signs.one_line(text).splitlines()) <= 1
    signs.encodable(text).encode("utf-8")


def test_escapes_show_what_was_there() -> None:
    assert signs.visible("a\x00\x1b\u202e\udc80\r\n") == "a\\x00\\x1b\\u202e\\udc80\\x0d\n"
    assert all(signs.one_line(text) for text in HOSTILE)


def test_long_text_is_cut() -> None:
    assert signs.cut("abcdef", 4) == "abc…"
    assert signs.cut("abcd", 4) == "abcd"
