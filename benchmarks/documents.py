"""Profiles of the family, made up: the 37 rows of the real document with other numbers, answers, bodies, gaps and narratives.

``python benchmarks/documents.py -n 1000 -o DIR`` writes profile folders; :func:`documents` gives them one by one. The same seed and number
give the same document, whatever was generated before. Answers come from the closed lists of the vocabulary and so repeat; numbers, names
of unknown bodies and narratives do not, as far as their range allows.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from kg.model import About, Document
from kg.reading import text as reading
from kg.vocabulary import Lexicon, vocabulary
from kg.vocabulary.loading import read_table
from kg.vocabulary.resources import root
from kg.vocabulary.terms import Indicator, Wording
from kg.vocabulary.words import expand

TAG = "ru"
TEMPLATE = "data/profiles/antitorture/KAZ-2022/document.txt"
SUPERIORS = {"president": "президенту", "government": "правительству", "parliament": "парламенту", "prosecutor-general": "генпрокурору"}
# Wordings of bodies in the nominative, as a document lists them; the vocabulary does not say which of its forms are.
BODIES = {
    "ministry-of-internal-affairs": ("МВД", "Министерство внутренних дел"),
    "anti-corruption-service": ("Антикоррупционная служба",),
    "prosecution": ("прокуратура", "Генеральная прокуратура"),
    "national-security-committee": ("КНБ", "ГКНБ", "Комитет национальной безопасности"),
    "investigative-committee": ("СК", "Следственный комитет"),
    "state-bureau-of-investigation": ("ГБР", "Государственное бюро расследований"),
    "police": ("полиция",),
    "ministry-of-justice": ("Минюст", "Министерство юстиции"),
    "prison-service": ("ФСИН", "Пенитенциарная служба"),
    "ombudsman": ("Омбудсмен", "Уполномоченный по правам человека"),
}
CLOSED = ("закрыл данные", "закрыла данные", "закрыли данные", "не предоставил данные", "не предоставила данные")
LEAST_GAPS = 0.06
"""Share of rows without a value."""
_SYLLABLES = [c + v for c in "бвгджзклмнпрстфхч" for v in "аеиоуы"]
_ENDINGS = ("ский", "ная", "ение", "ость", "ами", "ого", "ует", "ные", "ой", "ах")
_JOINING = ("и", "в", "на", "по", "с", "из", "при", "о")


class Generated(NamedTuple):
    """A made-up profile: its text, what is declared beside it, and its folder's name."""

    text: str
    about: About
    folder: str

    @property
    def document(self) -> Document:
        """The text as read."""
        return reading.document(self.text.encode("utf-8"), f"{self.folder}/document.txt")

    @property
    def sidecar(self) -> str:
        """``about.toml``."""
        about = self.about
        return f'series = "{about.series}"\nstate = "{about.area}"\nlanguage = "{about.language}"\nedition = "{about.edition}"\n'


class Row(NamedTuple):
    """A row of the real document: label with ``{adjective}``, indicator, group, and the first number of its value (0 without one)."""

    label: str
    indicator: Indicator
    group: str
    number: int
    breakdown: bool


@cache
def _lexicon() -> Lexicon:
    # A lexicon of its own: the reader's starts as empty as in any other process.
    return Lexicon(vocabulary(), TAG)


@cache
def template() -> tuple[Row | str | None, ...]:
    """The real document line by line: rows, headings as printed, and None where sentences stand."""
    own = _lexicon()
    lines: list[Row | str | None] = []
    for line in reading.lines((root() / TEMPLATE).read_text(encoding="utf-8")):
        label, tab, value = line.text.partition("\t")
        if tab:
            known = own.label(label)
            if known is None:
                raise SystemExit(f"the vocabulary does not know the label {label!r} of {TEMPLATE}")
            found = known[0]
            printed = re.search(r"\d[\d ]*", value)
            number = int(printed.group().replace(" ", "")) if printed else 0
            for form in vocabulary().areas["KAZ"].adjectives[TAG]:
                label = label.replace(form, "{adjective}")
            lines.append(Row(label, vocabulary().indicators[found.indicator], found.group, number, ":" in value))
        else:
            lines.append(line.text if own.words(line.text) in own.headings else None)
    return tuple(lines)


@cache
def _currencies() -> dict[str, str]:
    return {row["key"]: row["currency"] for row in read_table(root() / "data" / "reference" / "areas.tsv")}


def _texts(wordings: tuple[Wording, ...]) -> list[str]:
    return [text for w in wordings if w.language == TAG for text in expand(w.template)]


@cache
def answers(scale: str) -> list[str]:
    """What a document may print for an answer of a scale: every wording without slots."""
    terms = [a for a in vocabulary().answers.values() if a.scale == scale and not a.minimum_bodies]
    return [t for a in terms for t in _texts(a.wordings) if "<" not in t]


@cache
def standings(kind: str) -> list[str]:
    """What a document may print for a standing towards an instrument of a class."""
    return [t for s in vocabulary().standings.values() if s.standing_for == kind for t in _texts(s.wordings)]


@cache
def _units(code: str) -> list[str]:
    return [t for t in _texts(vocabulary().units[code].wordings) if not t.isupper()] or [code]


def _word(random: Random, least: int = 2) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(least, 4))) + random.choice(_ENDINGS)


def sentence(random: Random) -> str:
    """A sentence of words that no other document holds."""
    words = [_word(random) for _ in range(random.randint(5, 16))]
    for at in range(2, len(words), 4):
        words.insert(at, random.choice(_JOINING))
    return _upper(" ".join(words)) + "."


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unknown(random: Random) -> str:
    return f"{random.choice(('Служба', 'Управление', 'Департамент', 'Инспекция'))} {_upper(_word(random, 3))}"


def _known(random: Random) -> str:
    return random.choice(BODIES[random.choice(list(BODIES))])


def _body(random: Random) -> str:
    return _unknown(random) if random.random() < 0.4 else _known(random)


def grouped(number: int) -> str:
    """A whole number as the language prints it."""
    return f"{number:,}".replace(",", " ")


def _near(random: Random, number: int) -> int:
    return random.randint(number * 3 // 10, number * 3 + 9999)


def _figure(random: Random, row: Row) -> str:
    if not vocabulary().units[row.indicator.unit or ""].whole:
        return f"{_near(random, row.number)},{random.randint(1, 99):02}"
    total = _near(random, row.number)
    if row.breakdown:
        women, children, juveniles = (random.randint(10, 9000) for _ in range(3))
        groups = f"{grouped(women)} женщины, {grouped(children)} детей при осужденных женщинах, {grouped(juveniles)} осужденных подростка."
        return f"{grouped(total + women + juveniles)}: {groups}"
    kind = random.random()
    if kind < 0.10:
        # The reader takes an unknown name for a body only where other words announce one.
        return f"{grouped(total)} ({random.choice((_known(random), f'только {_unknown(random)}'))})"
    if kind < 0.20:
        return f"{grouped(total)} (данные {_unknown(random)}, {random.choice(('МВД', 'прокуратуры', 'полиции'))})"
    if kind < 0.23 and total > 3000:  # two years would be a period
        return f"{grouped(total)}–{grouped(total + random.randint(1, 500))}"
    return grouped(total)


def _money(random: Random, row: Row, area: str) -> str:
    euros = _near(random, row.number)
    amount = f"{grouped(euros)},{random.randint(1, 99):02} EUR" if row.number < 1_000_000 else f"{grouped(euros)} EUR"
    currency = _currencies()[area]
    if currency not in vocabulary().units or random.random() < 0.2:
        return amount
    size = f"{random.randint(1, 9999)},{random.randint(1, 9)} {random.choice(('тыс.', 'млн.', 'млрд.'))}"
    return f"{amount} ({size} {random.choice(_units(currency))})"


def _bodies(random: Random) -> str:
    roles = random.sample(sorted(BODIES), random.randint(1, 3))
    known = [random.choice(BODIES[role]) for role in roles]
    superior, other = random.sample(sorted(SUPERIORS.values()), 2)
    exception = f" ({random.choice(known)} – {other})" if random.random() < 0.5 else ""
    # An unknown body stands first: its capital would otherwise join a body before it.
    return f"Пытки расследуют {', '.join([_unknown(random), *known])}. Органы подчиняются {superior}{exception}."


def _assessment(random: Random, row: Row) -> str:
    indicator = row.indicator
    if indicator.code == "investigating-body" and random.random() < 0.7:
        return _bodies(random)
    sentences = [random.choice(answers(indicator.scale or ""))]
    for facet in vocabulary().facets(indicator.code):
        if random.random() < 0.8:
            # An answer that another scale of the row knows too has no owner: a document that prints it names the facet.
            shared = set(answers(indicator.scale or "")).union(
                *(answers(f.scale or "") for f in vocabulary().facets(indicator.code) if f is not facet)
            )
            sentences.append(random.choice([t for t in answers(facet.scale or "") if t not in shared]))
    if indicator.scale == "guarantee" and random.random() < 0.4:
        said = random.choice([t for t in answers("guarantee") if "только на бумаге" not in t])
        sentences.append(f"В случае с задержанными в уголовном порядке — {said[0].lower() + said[1:]}")
    stop = "." if len(sentences) > 1 or random.random() < 0.3 else ""
    return ". ".join(_upper(s) for s in sentences) + stop


def _standing(random: Random, row: Row) -> str:
    instruments = vocabulary().instruments
    if row.indicator.instrument:
        return _upper(random.choice(standings(instruments[row.indicator.instrument].standing_class)))
    named = [instruments[code] for code in sorted(row.indicator.may_name)]
    chosen = random.sample(named, random.randint(1, len(named)))
    return _upper(" и ".join(random.choice(_texts(i.wordings)) for i in chosen))


def _value(random: Random, row: Row, area: str) -> str:
    chance = random.random()
    if chance < LEAST_GAPS:
        if chance < LEAST_GAPS / 4:
            return ""
        if chance < LEAST_GAPS / 2 and row.indicator.kind == "Figure":
            return f"{_upper(_body(random))} {random.choice(CLOSED)}"
        return random.choice(("Нет данных", "Данные отсутствуют", "Не применимо", "Данные не собираются"))
    if row.indicator.money:
        return _money(random, row, area)
    return {"Figure": _figure, "Assessment": _assessment, "ReportedStanding": _standing}[row.indicator.kind](random, row)


def generate(number: int, seed: int = 0) -> Generated:
    """Document ``number`` of a seed."""
    random = Random(f"{seed}/{number}")
    areas = sorted(vocabulary().areas)
    area = areas[number % len(areas)]
    edition = f"{seed}.{number // len(areas)}"
    adjective = next(f for f in vocabulary().areas[area].adjectives[TAG] if f.endswith("их"))
    lines = []
    for line in template():
        if isinstance(line, Row):
            label = line.label.replace("{adjective}", adjective)
            lines.append(f"{label}\t{_value(random, line, area)}")
        elif line is None:
            lines.append(" ".join(sentence(random) for _ in range(random.randint(2, 4))))
        else:
            lines.append(f"\n{line}\n")
    return Generated("\n".join(lines) + "\n", About("antitorture", area, edition, TAG), f"{area}-{edition}")


def documents(count: int, seed: int = 0) -> Iterator[Generated]:
    """``count`` profiles, generated one by one."""
    return (generate(number, seed) for number in range(count))


def check(count: int, seed: int = 0) -> tuple[list[str], float, int]:
    """Reads ``count`` documents: their problems, the share of values that one document alone prints, and the statements."""
    from collections import Counter

    from kg.interpreting import interpret

    problems, values, statements = [], Counter(), 0
    for made in documents(count, seed):
        reading_ = interpret(made.document, language=TAG, area=made.about.area)
        problems += [f"{made.folder}:{p.line}: {p.code} {p.text}" for p in reading_.problems]
        if not reading_.ledger.closes or reading_.ledger.rows != 37:
            problems.append(f"{made.folder}: {reading_.ledger.rows} rows, ledger closes: {reading_.ledger.closes}")
        statements += len(reading_.facts)
        values.update({line.partition("\t")[2] for line in made.text.splitlines() if "\t" in line})
    return problems, sum(v for v in values.values() if v == 1) / max(1, values.total()), statements


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=1000, help="how many (default: 1000)")
    parser.add_argument("-o", type=Path, metavar="DIR", help="folder for the profile folders; without it nothing is written")
    parser.add_argument("--seed", type=int, default=0, help="default: 0")
    parser.add_argument("--check", type=int, default=200, metavar="N", help="read the first N and list their problems (default: 200)")
    options = parser.parse_args()
    if options.o:
        for made in documents(options.n, options.seed):
            folder = options.o / made.about.series / made.folder
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "document.txt").write_text(made.text, encoding="utf-8", newline="\n")
            (folder / "about.toml").write_text(made.sidecar, encoding="utf-8", newline="\n")
        print(f"wrote {options.n} profiles")
    if options.check:
        count = min(options.check, options.n)
        problems, unique, statements = check(count, options.seed)
        print(*problems, sep="\n", end="\n" if problems else "")
        print(f"checked {count}: {len(problems)} problems, {statements} statements, {unique:.0%} of the rows' values printed only once")


if __name__ == "__main__":
    main()
