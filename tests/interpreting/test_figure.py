"""Figures: units, ranges, scope and origin, breakdowns. What qualifies a number and is not understood makes the cell a gap."""

from __future__ import annotations

import pytest
from interpreting_rows import Row, Said

from kg.model import Figure, Gap

GAP = ["population unreadable"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("19 126 000", "19126000 person"),
        ("19\u00a0126\u00a0000", "19126000 person"),
        ("19\u202f126\u202f000 человек", "19126000 person"),
        ("0", "0 person"),
        ("5.", "5 person"),
        ("5 чел.", "5 person"),
        ("19,1 млн", "19100000 19050000 19150000 person"),
        ("19,1 млн. человек", "19100000 19050000 19150000 person"),
        ("19 126 тыс.", "19126000 19125500 19126500 person"),
        ("100–120", "100 120 person"),
        ("100-120", "100 120 person"),
        ("100—120", "100 120 person"),
    ],
)
def test_russian(said: Said, value: str, expected: str) -> None:
    assert said("population", value) == [f"population {expected}"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1,357", "1357 person"),
        ("19,126,000 people", "19126000 person"),
        ("19.1 million", "19100000 19050000 19150000 person"),
        ("19.1m", "19100000 19050000 19150000 person"),
        ("5–6", "5 6 person"),
        ("5.0", "5 4.95 5.05 person"),
    ],
)
def test_english(said: Said, value: str, expected: str) -> None:
    assert said("population", value, "en") == [f"population {expected}"]


REFUSED = [
    *(
        "007",
        "00",
        "1,357",
        "12.05.2022",
        "21*",
        "21?",
        "298¹",
        "-5",
        "−5",
        "– 5",
        "(40 842)",
        "~60",
        "60+",
        "60 из 100",
        "≈60",
        "<5",
        "≤ 5",
    ),
    *("13,57", "0,5", "60 %", "60%", "№5", "5-й", "2022 г.", "5 (пять)", "пять", "5/10", "1.357", "1.357.000", "1 3570", "12 34", "5e3"),
    *(
        "[5]",
        "5 [1]",
        "«5»",
        "5±1",
        "от 100 до 120",
        "120–100",
        "100–100",
        "100–120–130",
        "100...120",
        "1 тыс. 357",
        "5 т.",
        "не 5",
        "5 не",
    ),
    *(
        "5 дел",
        "5 женщины",
        "5 МВД",
        "5 (не МВД)",
        "5 (кроме МВД)",
        "5 (без МВД)",
        "5 (в 2021 году)",
        "5 (данные МВД, 2021)",
        "5 (МВД, Полиция)",
    ),
    *(
        "около 5",
        "более 5",
        "5 и более",
        "5. Нет данных",
        "Нет данных. 5",
        "5\t6",
        "5  6",
        "1 357 в 2021",
        "5\u200b",
        "Ⅻ",
        "1'357",
        "Всего 5",
    ),
]


@pytest.mark.parametrize("value", REFUSED)
def test_refused_in_russian(row: Row, said: Said, value: str) -> None:
    assert said("population", value) == GAP
    reading = row("population", value)
    assert [p.code for p in reading.problems] == ["KG212"]
    assert reading.facts[0].match == "none"
    assert reading.facts[0].as_printed == value.strip()


@pytest.mark.parametrize(
    "value", ["1.357", "1,357.5", "1,357,00", "007", "21*", "-5", "~5", "5 of 6", "5 per 100", "5th", "5-year", "$5", "5 women", "about 5"]
)
def test_refused_in_english(said: Said, value: str) -> None:
    assert said("population", value, "en") == GAP


def test_a_decimal_where_the_unit_allows_one(said: Said) -> None:
    assert said("caseload", "13,57") == ["caseload 13.57 13.565 13.575 complaint-per-person"]
    assert said("caseload", "13.57", "en") == ["caseload 13.57 13.565 13.575 complaint-per-person"]
    assert said("caseload", "1,357") == ["caseload unreadable"]


def test_a_zero_is_a_figure(row: Row) -> None:
    fact = row("international-decisions", "0").facts[0]
    assert fact.content == Figure(0, None, None, "decision")
    assert fact.match == "exact"


# ------------------------------------------------------------------ whom a figure is limited to, and from whom it comes


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("100 (Антикоррупционная служба)", "100 person KAZ-anti-corruption-service scope:KAZ-anti-corruption-service"),
        ("100 (только МВД)", "100 person KAZ-ministry-of-internal-affairs scope:KAZ-ministry-of-internal-affairs"),
        ("100 следователей (МВД)", "100 person KAZ-ministry-of-internal-affairs scope:KAZ-ministry-of-internal-affairs"),
        ("100 (данные МВД)", "100 person dataFrom:KAZ-ministry-of-internal-affairs"),
        ("100 (по данным МВД и прокуратуры)", "100 person dataFrom:KAZ-ministry-of-internal-affairs; dataFrom:KAZ-prosecution"),
        ("100, данные МВД", "100 person dataFrom:KAZ-ministry-of-internal-affairs"),
        (
            "100 (Управление собственной безопасности)",
            "100 person Управление собственной безопасности scope:Управление собственной безопасности",
        ),
        ("100 (Служба внутреннего контроля)", "100 person Служба внутреннего контроля scope:Служба внутреннего контроля"),
        ("100 (управление собственной безопасности)", "unreadable"),
        ("100 (Управление надежной безопасности нарушено)", "unreadable"),
        (
            "100 (данные Антикоррупционного агентства и МВД)",
            "100 person dataFrom:Антикоррупционного агентства; dataFrom:KAZ-ministry-of-internal-affairs",
        ),
    ],
)
def test_scope_and_origin(said: Said, value: str, expected: str) -> None:
    assert said("investigators", value) == [f"investigators {expected}"]


@pytest.mark.parametrize(
    "value", ["100 (данные Коалиции)", "100 (МВД Узбекистана)", "100 (Иванов)", "100 (данные не МВД)", "100 (МВД) (данные МВД)", "100 МВД"]
)
def test_an_unknown_parenthesis_makes_the_cell_a_gap(said: Said, value: str) -> None:
    assert said("investigators", value) == ["investigators unreadable"]


# ------------------------------------------------------------------ breakdowns


def test_a_breakdown(row: Row, said: Said) -> None:
    value = "34 842: 1 844 женщины, 30 детей при осужденных женщинах, 53 осужденных подростка."
    assert said("convicted-prisoners", value) == [
        "convicted-prisoners 34842 person",
        "convicted-prisoners.women 1844 person women",
        "convicted-prisoners.children-with-mothers 30 person children-with-mothers",
        "convicted-prisoners.juveniles 53 person juveniles",
    ]
    subsets = [f.content.subset_of for f in row("convicted-prisoners", value).facts if isinstance(f.content, Figure)]
    assert subsets == [None, "convicted-prisoners", None, "convicted-prisoners"]


@pytest.mark.parametrize(
    "value", ["5: 3 женщины", "5 (3 женщины)", "5, в том числе 3 женщины", "5, из них 3 женщины", "5 (включая 3 женщины)"]
)
def test_ways_to_join_parts_to_a_total(said: Said, value: str) -> None:
    assert said("convicted-prisoners", value) == ["convicted-prisoners 5 person", "convicted-prisoners.women 3 person women"]


@pytest.mark.parametrize(
    ("value", "left"),
    [("5: 3 инвалида", ["3 инвалида"]), ("5: 3 женщины, 2 инвалида", ["2 инвалида"]), ("5: 3 женщины, 1 женщина", ["1 женщина"])],
)
def test_an_unknown_group_is_a_remainder(row: Row, value: str, left: list[str]) -> None:
    reading = row("convicted-prisoners", value)
    assert [r.text for r in reading.ledger.remainder] == left
    assert [p.code for p in reading.problems] == ["KG214"]
    assert reading.facts[0].content == Figure(5, None, None, "person")


@pytest.mark.parametrize(
    "value",
    [
        "5: женщины",
        "5, не включая 3 женщины",
        "5, 3 женщины, всего 8 мужчин",
        "5 без женщин",
        "5, кроме женщин",
        "5, за исключением 3 женщин",
        "5 2 женщины",
    ],
)
def test_words_that_qualify_make_the_whole_cell_a_gap(said: Said, value: str) -> None:
    assert said("convicted-prisoners", value) == ["convicted-prisoners unreadable"]


def test_a_part_of_its_own_row(row: Row, said: Said) -> None:
    assert said("torture-complaints", "298", group="from-detention") == ["torture-complaints.from-detention 298 complaint from-detention"]
    fact = row("torture-complaints", "298", group="from-detention").facts[0]
    assert isinstance(fact.content, Figure)
    assert fact.content.subset_of is None
    gap = row("torture-complaints", "298*", group="from-detention").facts[0]
    assert gap.content == Gap("unreadable", "from-detention")


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("4 700 мужчин и 300 женщин", "ru", ["men 4700", "women 300"]),
        ("4 700 мужчин, 300 женщин, а также 5 подростков", "ru", ["men 4700", "women 300", "juveniles 5"]),
        ("4,700 men and 300 women", "en", ["men 4700", "women 300"]),
    ],
)
def test_groups_without_a_total(row: Row, value: str, language: str, expected: list[str]) -> None:
    reading = row("convicted-prisoners", value, language)
    contents = [f.content for f in reading.facts if isinstance(f.content, Figure)]
    assert [f"{c.group} {c.value}" for c in contents] == expected
    assert [c.subset_of for c in contents] == [None] * len(expected)
    assert not reading.problems


@pytest.mark.parametrize(
    "value",
    [
        *(
            "4 700 мужчин",
            "4 700 мужчин и 300",
            "4 700 мужчин и 300 мужчин",
            "4 700 мужчин, из них 300 подростков",
            "4 700 мужчин 300 женщин",
        ),
        *("4 700 мужчин (300 женщин)", "4 700 мужчин: 300 женщин", "4 700 мужчин и около 300 женщин", "4 700 мужчин и 300 женщин*"),
        *("4 700 мужчин или 300 женщин", "4 700 мужчин и 300 женщин (2021)", "4 700 мужчин и 2,5 женщины", "не 4 700 мужчин и 300 женщин"),
    ],
)
def test_groups_that_are_not_understood(row: Row, value: str) -> None:
    assert not [f for f in row("convicted-prisoners", value).facts if isinstance(f.content, Figure)]


def test_trillions(said: Said) -> None:
    expected = ["law-enforcement-budget.RUB 2100000000000 2050000000000 2150000000000 RUB"]
    assert said("law-enforcement-budget", "2,1 трлн руб.", area="RUS") == expected
    assert said("law-enforcement-budget", "RUB 2.1 trillion", "en", "RUS") == expected
