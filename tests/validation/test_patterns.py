r"""Regular expressions of XPath, translated for Rust: by example, beside the package elementpath, and on our own shapes.

elementpath leaves ``\s``, ``\w`` and the dot to Python, whose sets are other ones; for those the tables of the standards are the judge.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from elementpath.regex import translate_pattern
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, Store, parse

from kg.validation import escapes
from kg.validation.engines import native
from kg.validation.escapes import UnfitError
from kg.validation.paths import SH
from kg.validation.patterns import Expression, translated

ROOT = Path(__file__).resolve().parents[2]
STORE = Store()


def matches(pattern: str, values: list[str], flags: str = "") -> list[str]:
    """The values that a translated expression finds something in, by Rust (SPARQL's REGEX in our engine)."""
    meant = translated(pattern, flags)
    rows = " ".join(f"({Literal(value)} {number})" for number, value in enumerate(values))
    asked = f"SELECT ?number {{ VALUES (?value ?number) {{ {rows} }} FILTER REGEX(?value, {Literal(meant.text)}, {Literal(meant.flags)}) }}"
    found = {int(solution["number"].value) for solution in STORE.query(asked)}
    return [value for number, value in enumerate(values) if number in found]


@pytest.mark.parametrize(
    ("pattern", "flags", "values", "matching"),
    [
        # XSD 1.1, G.4.1: subtraction; signs that Rust takes for operators
        ("^[a-z-[aeiou]]+$", "", ["bcd", "aei", "b]"], ["bcd"]),
        ("^[^a-z-[0-4]]+$", "", ["A", "7", "3", "b"], ["A", "7"]),
        ("^[a-z-[a-m-[c]]]$", "", ["a", "c", "n"], ["c", "n"]),
        ("^[a&&b]$", "", ["a", "&", "b", "c"], ["a", "&", "b"]),
        ("^[a-c&&b]$", "", ["a", "&"], ["a", "&"]),
        ("^[a~~b]$", "", ["a", "~", "b"], ["a", "~", "b"]),
        ("^[+--]$", "", ["+", ",", "-", "."], ["+", ",", "-"]),
        ("^[--/]$", "", ["-", ".", "/", "0"], ["-", ".", "/"]),
        ("^[a\\-z]$", "", ["-", "b"], ["-"]),
        ("^[\\w-.]$", "", ["a", "-", ".", "/"], ["a", "-", "."]),
        ("^[\\^a]$", "", ["^", "a", "b"], ["^", "a"]),
        ("^[\\[\\]]$", "", ["[", "]", "\\"], ["[", "]"]),
        # XSD 1.1, G.4.2.5
        ("^\\s$", "", [" ", "\t", "\n", "\r", "\u00a0", "\v", "\u2003"], [" ", "\t", "\n", "\r"]),
        ("^\\S$", "", ["\u00a0", " ", "a"], ["\u00a0", "a"]),
        (
            "^\\w$",
            "",
            ["a", "é", "я", "1", "١", "+", "$", "\u0301", "_", "-", "\u203f", " "],
            ["a", "é", "я", "1", "١", "+", "$", "\u0301"],
        ),
        ("^\\W$", "", ["a", "_", "-", " ", "$"], ["_", "-", " "]),
        ("^[^\\W]$", "", ["a", "_", "$"], ["a", "$"]),
        ("^\\d$", "", ["1", "١", "½"], ["1", "١"]),
        ("^\\i\\c*$", "", ["a-1", ":x", "_", "1a", "-", "é·"], ["a-1", ":x", "_", "é·"]),
        ("^[\\c-[\\i]]$", "", ["-", "1", "a"], ["-", "1"]),
        ("^[\\I]$", "", ["1", "a"], ["1"]),
        ("^\\p{IsCyrillic}$", "", ["а", "Ӿ", "ԁ", "\u1c80", "a"], ["а", "Ӿ"]),
        ("^\\P{IsBasicLatin}$", "", ["a", "é"], ["é"]),
        ("^[\\p{IsLatin-1Supplement}x]$", "", ["é", "x", "y"], ["é", "x"]),
        ("^\\p{IsGreek}$", "", ["Σ", "s"], ["Σ"]),
        ("^\\p{Lu}$", "", ["A", "a"], ["A"]),
        # Functions and Operators, 5.6.1 and 5.6.2: places and flags
        ("^abc$", "", ["abc", "abc\n", "\nabc"], ["abc"]),
        ("a.b", "", ["a\nb", "a\rb", "axb"], ["a\rb", "axb"]),
        ("a.b", "s", ["a\nb"], ["a\nb"]),
        ("^b$", "m", ["a\nb\nc", "ab"], ["a\nb\nc"]),
        ("a # c", "x", ["a", "a#c", "a # c"], ["a#c"]),
        ("a[ #]b c", "x", ["a bc", "a#bc", "abc"], ["a bc", "a#bc"]),
        ("a{ 2 }", "x", ["aa", "a"], ["aa"]),
        ("\\ d", "x", ["1", "d"], ["1"]),
        ("a.c*", "q", ["a.c*", "abc"], ["a.c*"]),
        ("a b#", "qx", ["a b#", "ab"], ["a b#"]),
        ("a.C", "qi", ["A.c", "abc"], ["A.c"]),
        ("^[A-Z]$", "i", ["a", "\u212a", "ſ", "1"], ["a", "\u212a", "ſ"]),
        ("^i$", "i", ["I", "ı", "İ", "i"], ["I", "ı", "i"]),
        ("^[^I]$", "i", ["i", "ı", "j"], ["j"]),
        ("^[A-Z-[IO]]$", "i", ["a", "i", "O"], ["a"]),
        ("^\\p{Lu}$", "i", ["A", "a"], ["A"]),
        ("^[\\p{Lu}x]$", "i", ["A", "a", "X", "x"], ["A", "X", "x"]),
        ("^[^\\p{Lu}0-9]$", "i", ["A", "a", "1"], ["a"]),
        ("^[\\p{Ll}^-]$", "i", ["a", "A", "^", "-"], ["a", "^", "-"]),
    ],
)
def test_what_xpath_means(pattern: str, flags: str, values: list[str], matching: list[str]) -> None:
    assert matches(pattern, values, flags) == matching
    assert native.refusal(*translated(pattern, flags)[:2]) == ""


@pytest.mark.parametrize(
    ("pattern", "flags", "why", "standard"),
    [
        ("(a)\\1", "", "the engine has no back references (character 4)", True),
        ("[^\\p{Lu}a]", "i", "cannot stand in one class that is negated or subtracted from (character 1)", True),
        ("[a-z-[\\p{Lu}]]", "i", "cannot stand in one class", True),
        ("^$", "m", "under flag m $ does not hold behind a line break", True),
        ("x|^a*", "m", "under flag m ^ does not hold behind a line break", True),
        ("\\s$", "m", "under flag m $", True),
        ("[^a]$", "m", "under flag m $", True),
        ("a$", "m", "", False),
        ("^a?b", "m", "", False),
        ("^(?!x).*$", "", "SPARQL's REGEX has no lookaround (character 2)", False),
        ("(?<=a)b", "", "no lookaround (character 1)", False),
        ("(?x)a b", "", "SPARQL's REGEX has no (?x (character 1)", False),
        ("(", "", "a ( has no ) (character 1)", False),
        ("a)b", "", "a ) has no ( (character 2)", False),
        ("[a-", "", "a [ has no ] (character 1)", False),
        ("[a[b]", "", "a [ stands in brackets without a backslash (character 3)", False),
        ("[[:alpha:]]", "", "a [ stands in brackets without a backslash (character 2)", False),
        ("[a-[b]c]", "", "stands last in its brackets (character 7)", False),
        ("[z-a]", "", "the range z-a runs backwards", False),
        ("[a-\\d]", "", "a range ends with a set of characters", False),
        ("[\\b]", "", "in brackets there is no \\b", False),
        ("*a", "", "nothing stands before the * (character 1)", False),
        ("a**", "", "two quantifiers follow each other (character 3)", False),
        ("a*+", "", "two quantifiers follow each other", False),
        ("a{,2}", "", "a { begins no number of times (character 2)", False),
        ("a{3,2}", "", "{3,2} counts down", False),
        ("{", "", "a { begins no number of times (character 1)", False),
        ("a\\", "", "nothing stands after the last backslash (character 2)", False),
        ("\\q", "", "there is no \\q (character 1)", False),
        ("\\Z", "", "there is no \\Z", False),
        ("\\p{IsCyrilic}", "", "Unicode has no block Cyrilic (character 1)", False),
        ("\\pL", "", "\\p lacks its category", False),
        ("a b (", "x", "a ( has no ) (character 5)", False),
        ("[a" * 3 + "-[b" * 60, "", "a [ stands in brackets", False),
        ("[a-" * 60 + "[b]" + "]" * 60, "", "more than 50 deep", False),
    ],
)
def test_what_cannot_be_run_is_told_with_its_place(pattern: str, flags: str, why: str, standard: bool) -> None:
    if not why:
        assert translated(pattern, flags) == Expression(pattern, flags, ())
        return
    with pytest.raises(UnfitError) as raised:
        translated(pattern, flags)
    assert why in str(raised.value)
    assert raised.value.standard is standard
    assert raised.value.mend


@pytest.mark.parametrize("pattern", ["\\bword\\b", "a\\/b", "(?i)abc", "(?P<year>[0-9])", "[]a]", "a}", "\\p{Greek}", "\\x41"])
def test_what_xpath_does_not_have_and_engines_take_alike_is_said(pattern: str) -> None:
    assert translated(pattern).odd
    assert native.refusal(*translated(pattern)[:2]) == ""


def test_our_own_patterns_come_through_unchanged() -> None:
    files = sorted((ROOT / "shapes").glob("*.ttl"))
    ours = [q.object.value for file in files for q in parse(path=str(file), format=RdfFormat.TURTLE) if q.predicate.value == SH + "pattern"]
    assert len(ours) > 10
    assert [translated(pattern) for pattern in ours] == [Expression(pattern, "", ()) for pattern in ours]


PARTS = [
    *("a", "b", "é", "я", "-", "&&", "~", "#", " ", "^", "$", "b*", "a+?", "a{1,2}", "(a|b)", "(?:x|y)", "(a(b)?)*", "|"),
    *("[a-z]", "[a-z-[aeiou]]", "[^a-z-[aeiou]]", "[a&&b]", "[a~~b]", "[&~]", "[a^]", "[-a]", "[a-]", "[+\\-]", "[\\\\]", "[а-яё]"),
    *("\\d", "\\D", "\\i", "\\I", "\\c", "\\C", "[\\i-[:]]", "[\\c-[\\i]]", "[\\p{L}\\d_]", "[^\\P{L}]"),
    *(
        "\\p{Lu}",
        "\\P{L}",
        "\\p{IsCyrillic}",
        "\\P{IsCyrillic}",
        "\\p{IsBasicLatin}",
        "\\.",
        "\\-",
        "\\n",
        "\\$",
        "\\|",
        "\\\\",
        "[.$]",
        "[ ]",
    ),
]
TEXTS = ["", "a", "b", "z", "A", "aei", "bcd", "b]", "[", "-", "_", "é", "я", "Ё", "1", "١", "$", "+", " ", "\n", "a\n", "\na", "a&b", "&&"]
TEXTS += ["~", "a-b", "^", "\\", ".", "abc", "aab", "x:y", ":x", "a#c", "\u0301", "·", "{", "|", "ӿ", "ԁ", "日", "xay"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("".join))
def test_it_matches_what_elementpath_matches(pattern: str) -> None:
    other = re.compile(translate_pattern(pattern, xsd_version="1.1"))
    assert matches(pattern, TEXTS) == [text for text in TEXTS if other.search(text)]


@given(st.text(st.sampled_from("ab[]()-^$\\pwsdi{}L1,2*+?.|&~ \n"), max_size=12), st.sampled_from(["", "i", "s", "m", "x", "q", "ix"]))
def test_any_text_is_translated_to_what_rust_takes_or_refused(pattern: str, flags: str) -> None:
    try:
        meant = translated(pattern, flags)
    except UnfitError:
        return
    assert native.refusal(meant.text, meant.flags) in ("", "Unicode property not found"), meant


LETTERS = [chr(n) for n in (*range(0x40, 0x250), *range(0x391, 0x3D7), *range(0x410, 0x460), 0x1E9E, 0x212A, 0x2126, 0x1FBE)]


@pytest.mark.parametrize("letter", list("aAiIıİſsSkKßẞµμéÿŸσςΣяЁΩιǅ\u212a\u2126"))
def test_flag_i_pairs_letters_as_xpath_does(letter: str) -> None:
    """5.6.2: two are one where their capitals or their small letters are equal."""
    paired = [other for other in LETTERS if letter.upper() == other.upper() or letter.lower() == other.lower()]
    assert matches(f"^{letter}$", LETTERS, "i") == matches(f"^[{letter}]$", LETTERS, "i") == paired


def test_blocks_are_in_order_and_do_not_overlap() -> None:
    rows = [line.split("\t") for line in escapes.BLOCKS.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["name", "first", "last"]
    bounds = sorted({(int(first, 16), int(last, 16)) for _, first, last in rows[1:]})
    assert all(before[1] < after[0] for before, after in pairwise(bounds))
    assert len({row[0] for row in rows}) == len(rows)
    assert len(rows) - 1 - len(bounds) == 3, "Greek, CombiningMarksforSymbols, PrivateUse"
