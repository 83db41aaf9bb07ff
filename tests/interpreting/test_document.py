"""The whole real document against what a person reads in it; and documents that are no profile."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreting_rows import REAL

from kg.errors import InputError
from kg.interpreting import interpret, recognise_language
from kg.interpreting.language import lexicon
from kg.mapping.table import COLUMNS, cells
from kg.model import Document, Figure, Gap, Reading
from kg.reading import text as reading_text
from kg.reading.text import lines

EXPECTED = Path(__file__).with_name("KAZ-2022.expected.csv")
LINKS = {
    "convicted-prisoners.women": ("subset_of", "convicted-prisoners"),
    "convicted-prisoners.juveniles": ("subset_of", "convicted-prisoners"),
    "torture-complaints.from-detention": ("subset_of", "torture-complaints"),
    "law-enforcement-budget.KZT": ("same_amount_as", "law-enforcement-budget.EUR"),
    "cost-per-prisoner.KZT": ("same_amount_as", "cost-per-prisoner.EUR"),
}


def read(text: str, language: str | None = "ru", area: str = "KAZ") -> Reading:
    reading = interpret(reading_text.document(text.encode("utf-8"), "x.txt"), language=language, area=area)
    assert reading.ledger.closes
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


# ------------------------------------------------------------------ the real document


def test_every_statement_of_the_real_document(real: Document) -> None:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    found = [cells(fact, "KAZ", "2022") for fact in interpret(real, language="ru", area="KAZ").facts]
    found = [{column: row.get(column, "") for column in COLUMNS} for row in found]
    assert [row["statement"] for row in found] == [row["statement"] for row in expected]
    for got, want in zip(found, expected, strict=True):
        assert got == want, got["statement"]


def test_every_link_of_the_real_document(real: Document) -> None:
    found = {}
    for fact in interpret(real, language="ru", area="KAZ").facts:
        if isinstance(fact.content, Figure):
            for name in ("subset_of", "same_amount_as"):
                if getattr(fact.content, name):
                    found[fact.statement] = (name, getattr(fact.content, name))
    assert found == LINKS


def test_the_expected_words_are_those_of_the_document(real: Document) -> None:
    rows = real.text.split("\n")
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert real.text[int(row["start"]) : int(row["end"])] == row["as_printed"]
            line = rows[int(row["line"]) - 1]
            assert row["as_printed"] in line
            assert line.startswith(row["label"])
            assert row["section"] in rows


def test_the_ledger_of_the_real_document(real: Document) -> None:
    reading = interpret(real, language="ru", area="KAZ")
    ledger = reading.ledger
    assert (ledger.characters, ledger.rows, ledger.remainder) == (3407, 37, ())
    assert ledger.closes
    assert ledger.blank == sum(c.isspace() for c in real.text)
    headings = [line for line in lines(real.text) if "\t" not in line.text and not line.text.endswith(".")]
    assert len(headings) == 7
    assert ledger.heading == sum(len("".join(line.text.split())) for line in headings)
    assert [(p.code, p.line) for p in reading.problems] == [("KG212", 36)]


def test_the_language_of_the_real_document(real: Document) -> None:
    assert recognise_language(real) == "ru"
    assert interpret(real, area="KAZ") == interpret(real, language="ru", area="KAZ")


def test_reading_twice_gives_the_same(real: Document) -> None:
    first = interpret(real, language="ru", area="KAZ")
    assert interpret(real, language="ru", area="KAZ") == first
    lexicon("ru").forget()
    assert interpret(real, language="ru", area="KAZ") == first


def test_another_area_changes_bodies_only(real: Document) -> None:
    """KAZ is named in one label, which stands for no other state."""
    own = {f.statement for f in interpret(real, language="ru", area="KAZ").facts}
    other = interpret(real, language="ru", area="TJK")
    names = {f.statement.replace("TJK-", "KAZ-") for f in other.facts}
    assert own - names == {"domestic-decisions"}
    assert codes(other) == ["KG216", "KG212"]
    assert [r.text for r in other.ledger.remainder] == ["Решений казахстанских судов\t5"]


# ------------------------------------------------------------------ one word changed in a row changes that row and no other


def rows_of(text: str) -> list[tuple[int, int, int]]:
    """Line number and offsets of every row."""
    return [(line.number, line.start, line.start + len(line.text)) for line in lines(text) if "\t" in line.text]


WORD = re.compile(r"\d[\d ,]*\d|\d|[^\W\d_]+")
TEXT = reading_text.read(REAL).text
ROWS = rows_of(TEXT)


def other(word: str) -> str:
    """Another word, or another number, of the same length."""
    if word[0].isdigit():
        last = re.search(r"\d(?=\D*$)", word)
        assert last
        digit = "7" if last.group() != "7" else "3"
        return word[: last.start()] + digit + word[last.end() :]
    return "х" * len(word)


def said(reading: Reading) -> dict[int, list[tuple[object, ...]]]:
    """What each line says, without offsets, section and links to other rows."""
    found: dict[int, list[tuple[object, ...]]] = {}
    for fact in reading.facts:
        row = cells(fact, "", "")
        for column in ("start", "end", "section", "line"):
            row.pop(column)
        found.setdefault(fact.line, []).append(tuple(sorted(row.items())))
    return found


def leaning(number: int, reading: Reading) -> list[int]:
    """Line 40 leans on the row above it: where the label of line 39 is not known, line 40 is a remainder and says nothing."""
    if number != 39 or "KG216" not in codes(reading):
        return []
    assert not [fact for fact in reading.facts if fact.line == 40]
    return [40]


def changes() -> Iterator[tuple[int, str, str]]:
    for number, start, end in ROWS:
        for match in WORD.finditer(TEXT, start, end):
            yield number, match.group(), TEXT[: match.start()] + other(match.group()) + TEXT[match.end() :]


CHANGES = list(changes())


def test_the_rows_that_are_changed() -> None:
    assert len(ROWS) == 37
    assert len(CHANGES) > 250
    assert {number for number, _, _ in CHANGES} == {number for number, _, _ in ROWS}
    assert all(len(text) == len(TEXT) and text != TEXT for _, _, text in CHANGES)


@pytest.mark.parametrize("number", [number for number, _, _ in ROWS])
def test_changing_one_word_changes_its_row_and_no_other(number: int) -> None:
    before = said(read(TEXT))
    for changed, word, text in CHANGES:
        if changed != number:
            continue
        reading = read(text)
        after = said(reading)
        assert after.get(number) != before[number], word
        kept = {number, *leaning(number, reading)}
        assert {n: s for n, s in after.items() if n not in kept} == {n: s for n, s in before.items() if n not in kept}, word
        if not word[0].isdigit():
            # A word that nobody knows is never passed over in silence.
            assert len(codes(reading)) + len(reading.ledger.remainder) >= 1, word


@pytest.mark.parametrize("number", [number for number, _, _ in ROWS])
def test_removing_one_word_changes_its_row_and_no_other(number: int) -> None:
    before = said(read(TEXT))
    start, end = next((s, e) for n, s, e in ROWS if n == number)
    for match in WORD.finditer(TEXT, start, end):
        if match.group() == "и" and number == 49:
            continue  # the procedures are named one after another all the same
        reading = read(TEXT[: match.start()] + TEXT[match.end() :])
        after = said(reading)
        assert after.get(number) != before[number], match.group()
        kept = {number, *leaning(number, reading)}
        assert {n: s for n, s in after.items() if n not in kept} == {n: s for n, s in before.items() if n not in kept}, match.group()


def test_removing_a_row_removes_its_statements_only() -> None:
    before = said(read(TEXT))
    for number, start, end in ROWS:
        after = said(read(TEXT[:start] + TEXT[end:]))
        expected = {n: s for n, s in before.items() if n != number}
        if number == 39:
            # Line 40 leans on the row above it, and that is now another one: its label is not taken for complaints.
            del expected[40]
            after.pop(40, None)
        assert after == expected


# ------------------------------------------------------------------ headings and labels


HEADING = "Орган расследования сообщений о пытках и жестоком обращении"


@pytest.mark.parametrize("separator", ["\t", ": ", " — ", " – ", " | ", " = ", "; ", "   ", ":\t", " :  "])
def test_separators(separator: str) -> None:
    reading = read(f"{HEADING}\nЧисло возбужденных уголовных дел{separator}21\nБюджет{separator}Покрывает\n")
    assert [(f.indicator, f.as_printed) for f in reading.facts] == [("cases-opened", "21"), ("investigation-budget", "Покрывает")]
    assert not reading.problems


def test_mixed_separators() -> None:
    reading = read(
        f"# {HEADING}\n| Передано в суд | 60\n1. Число следователей: 100 (МВД)\n- Бюджет — Не покрывает\nНагрузка на следователя\t13,57\n"
    )
    assert [f.statement for f in reading.facts] == ["sent-to-court", "investigators", "investigation-budget", "caseload"]
    assert not reading.problems


def test_a_row_of_a_drawn_table_keeps_its_last_bar_out(real: Document) -> None:
    reading = read(f"{HEADING}\n| Передано в суд | 60 |\n")
    assert all(not isinstance(f.content, Figure) or f.content.value == 60 for f in reading.facts)


def test_the_same_document_with_other_line_ends(real: Document) -> None:
    expected = interpret(real, language="ru", area="KAZ")
    for data in (REAL.read_bytes().replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + real.text.replace("\n", "\r").encode()):
        assert interpret(reading_text.document(data, "document.txt"), language="ru", area="KAZ").facts == expected.facts


def test_a_row_of_another_section_counts_only_where_it_is_told_apart() -> None:
    reading = read("Профилактика пыток\nБюджет\tПокрывает\nНаселение\t5\n")
    assert [f.statement for f in reading.facts] == ["population"]
    assert codes(reading) == ["KG216"]
    assert [r.text for r in reading.ledger.remainder] == ["Бюджет\tПокрывает"]


def test_what_follows_an_unknown_heading_has_no_section() -> None:
    reading = read(f"{HEADING}\nБюджет\tПокрывает\nНовый раздел\nБюджет\tПокрывает\nНаселение\t5\n")
    assert [(f.statement, f.section) for f in reading.facts] == [("investigation-budget", HEADING), ("population", "")]
    assert codes(reading) == ["KG213", "KG216"]


def test_repeated_rows_are_both_kept() -> None:
    reading = read(f"{HEADING}\nПередано в суд\t60\nПередано в суд\t61\nПередано в суд\t60\n")
    assert [(f.statement, f.content.value) for f in reading.facts if isinstance(f.content, Figure)] == [
        ("sent-to-court", 60),
        ("sent-to-court-2", 61),
        ("sent-to-court-3", 60),
    ]
    assert codes(reading) == ["KG221", "KG217"]


@pytest.mark.parametrize(
    "label",
    ["Передано  в суд", "ПЕРЕДАНО В СУД", "Передано в суд:", "«Передано в суд»", "Передано в суд.", "передано в суд"],
)
def test_labels_are_told_by_their_words(label: str) -> None:
    assert [f.statement for f in read(f"{HEADING}\n{label}\t60\n").facts] == ["sent-to-court"]


@pytest.mark.parametrize("label", ["Передано в сут", "Передоно в суд", "Число следователи", "Число возбужденных уголовных дел?"])
def test_a_similar_label_is_proposed_and_its_value_is_not_taken(label: str) -> None:
    reading = read(f"{HEADING}\n{label}\t60\n")
    (fact,) = reading.facts
    assert fact.content == Gap("similar-label")
    assert fact.match.startswith("fuzzy:")
    assert fact.as_printed == "60"
    assert codes(reading) == ["KG211"]
    assert fact.match.removeprefix("fuzzy:") in reading.problems[0].text


@pytest.mark.parametrize(
    "label", ["Не передано в суд", "Передано в прокуратуру", "Дела", "Число женщин", "Население столицы и прочих мест"]
)
def test_an_unknown_label_gives_no_value(label: str) -> None:
    reading = read(f"{HEADING}\n{label}\t60\nПередано в суд\t1\n")
    assert [f.content.value for f in reading.facts if isinstance(f.content, Figure)] == [1]
    assert len(codes(reading)) == 1


@pytest.mark.parametrize("label", ["Решений грузинских судов", "Решений узбекских судов", "Решений таджикских судов"])
def test_courts_of_another_state(label: str) -> None:
    reading = read(f"Судебные решения\n{label}\t5\nНаселение\t1\n")
    assert not [f for f in reading.facts if f.indicator == "domestic-decisions" and isinstance(f.content, Figure)]
    assert reading.problems


def test_narratives_stand_in_their_section_only() -> None:
    reading = read("Основные проблемы\n- Пытки. Безнаказанность в т. ч. 5 дел.\nНе предложение\nПытки.\n")
    assert [f.as_printed for f in reading.facts] == ["Пытки.", "Безнаказанность в т. ч. 5 дел."]
    assert codes(reading) == ["KG213", "KG213"]
    reading = read("Профилактика пыток\nПытки.\nНаселение\t5\n")
    assert [f.statement for f in reading.facts] == ["population"]


@pytest.mark.parametrize("above", ["Число жалоб в прокуратуру\t500", "Число жалб на пытки и жестокое обращение\t500", "Прочее."])
def test_a_part_of_an_unknown_row_is_no_part_of_a_known_one(above: str) -> None:
    reading = read(f"{HEADING}\n{above}\nВ том числе из мест изоляции\t298\nПередано в суд\t6\n")
    assert [f.statement for f in reading.facts if isinstance(f.content, Figure)] == ["sent-to-court"]
    assert codes(reading)[-1] == "KG216"
    assert [r.text for r in reading.ledger.remainder][-1] == "В том числе из мест изоляции\t298"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Передано в суд 60", "'Передано в суд'"),
        ("- Число возбужденных уголовных дел составило 21", "'Число возбужденных уголовных дел'"),
        ("Передано в суд", "'Передано в суд'"),
    ],
)
def test_a_line_that_begins_with_a_known_label_says_so(line: str, told: str) -> None:
    reading = read(f"{HEADING}\nБюджет\tПокрывает\n{line}\n")
    (problem,) = reading.problems
    assert problem.code == "KG213"
    assert f"begins with the known label {told}, but no tab" in problem.text
    assert [f.statement for f in reading.facts] == ["investigation-budget"]


def test_a_line_that_begins_with_no_label_does_not_say_so() -> None:
    (problem,) = read(f"{HEADING}\nБюджет\tПокрывает\nНе передано в суд\n").problems
    assert problem.code == "KG213"
    assert "label" not in problem.text


def test_a_part_before_its_total_is_linked() -> None:
    reading = read(f"{HEADING}\nВ том числе из мест изоляции\t298\nЧисло жалоб на пытки и жестокое обращение\t1 357\n")
    part = reading.facts[0].content
    assert isinstance(part, Figure)
    assert part.subset_of == "torture-complaints"


# ------------------------------------------------------------------ documents that are no profile


CSV = "Дата;Хозяева;Гости;Счёт\n2022-05-01;Астана;Кайрат;2:1\n2022-05-08;Тобол;Ордабасы;0:0\n"
JSON = json.dumps({"population": 5, "rows": [{"label": "prisoners", "value": 7}], "Население": "5"}, ensure_ascii=False, indent=1)
LOREM = "Lorem ipsum dolor sit amet, consectetur adipiscing elit.\n\nSed do eiusmod tempor: incididunt ut labore.\n" * 5


@pytest.mark.parametrize("text", [CSV, JSON, LOREM, "a", "5", "\t", "x\t5"], ids=["csv", "json", "lorem", "a", "5", "tab", "row"])
@pytest.mark.parametrize("language", [None, "ru", "en"])
def test_another_kind_of_document(text: str, language: str | None) -> None:
    with pytest.raises(InputError) as caught:
        read(text, language)
    # One known label is enough to tell the language (the JSON holds one), never to be taken for a profile.
    known = "KG104" if language or text == JSON else "KG106"
    assert caught.value.code in (known, "KG102")
    assert caught.value.file == "x.txt"


def test_a_document_without_headings() -> None:
    with pytest.raises(InputError) as caught:
        read("Население\t5\nТюремное население\t6\n", None)
    assert caught.value.code == "KG104"


def test_a_document_of_headings_only() -> None:
    with pytest.raises(InputError) as caught:
        read("Основные проблемы\nПрофилактика пыток\n", None)
    assert caught.value.code == "KG105"


def test_a_document_in_the_wrong_language(real: Document) -> None:
    with pytest.raises(InputError) as caught:
        interpret(real, language="en", area="KAZ")
    assert caught.value.code == "KG104"


ENGLISH = """Main problems

Reprisals against complainants. Unofficial places of detention.

Population\t19,126,000
Total prison population\t40,842
Convicted prisoners, including\t34,842: 1,844 women, 30 children living with convicted mothers, 53 convicted juveniles.
On remand: 6,000
Administrative detainees\tNo data
Law enforcement budget\t733,718,937 EUR (342.5 billion tenge)
Number of police officers\tThe MIA has withheld the data

Judgments and decisions that record torture

Decisions of Kazakh courts\t5

Investigating body

Caseload per investigator\t13.57
Investigators\t100 (Anti-Corruption Service)
Body mandated to investigate torture\tTorture is investigated by the Anti-Corruption Service, the police and the prosecution.

Ratification of international treaties

OPCAT\tSigned and ratified
Istanbul Protocol\tPartly implemented in national legislation

Procedural guarantees

Medical examination\tProvided but carried out selectively. For criminal detainees: carried out without exceptions.
"""


def test_an_english_profile() -> None:
    reading = read(ENGLISH, None)
    assert reading.language == "en"
    assert not reading.problems
    assert not reading.ledger.remainder
    found = {f.statement: cells(f, "", "") for f in reading.facts}
    values = {name: row["value"] for name, row in found.items() if row.get("value")}
    assert values == {
        "population": "19126000",
        "prison-population": "40842",
        "convicted-prisoners": "34842",
        "convicted-prisoners.women": "1844",
        "convicted-prisoners.children-with-mothers": "30",
        "convicted-prisoners.juveniles": "53",
        "remand-prisoners": "6000",
        "law-enforcement-budget.EUR": "733718937",
        "law-enforcement-budget.KZT": "342500000000",
        "domestic-decisions": "5",
        "caseload": "13.57",
        "investigators": "100",
    }
    assert found["administrative-detainees"]["reason"] == "not-available"
    assert found["police-officers"]["bodies"] == "withheldBy:KAZ-ministry-of-internal-affairs"
    assert found["opcat-standing"]["standing"] == "ratified"
    assert found["istanbul-protocol"]["standing"] == "partly-implemented"
    assert found["medical-examination"]["answer"] == "guarantee.selective"
    assert found["medical-examination.criminal-detainees"]["answer"] == "guarantee.full"
    assert found["investigating-body"]["answer"] == "investigating-body.several"


ALPHABET = st.sampled_from("аяё bсz0159 \t\n\n:;|—-.,()?!«»%") | st.sampled_from(
    [f"\n{HEADING}\n", "Население", "Бюджет", "Нет данных", "Покрывает"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=40).map("".join))
def test_any_text_after_a_row_is_accounted_for(tail: str) -> None:
    reading = read(f"{HEADING}\nПередано в суд\t60\n{tail}")
    text = reading.document.text
    for fact in reading.facts:
        assert text[fact.start : fact.end] == fact.as_printed
        assert text.count("\n", 0, fact.start) + 1 == fact.line
    for left in reading.ledger.remainder:
        assert text[left.start : left.end] == left.text
    names = [fact.statement for fact in reading.facts]
    assert len(set(names)) == len(names)
