"""The words of reports: headings and sentences of ``ontology/reports.ttl``, and the choice among texts of several languages.

A language is a BCP 47 tag, or several parted by commas (``en,ru``): the first is that of the report's own words, the others are added to
what the shapes say. The words exist in :data:`LANGUAGES`; for any other language they are English.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.validation.report import SEVERITIES, Report, Result, Texts
from kg.vocabulary import texts

LANGUAGES = ("en", "ru")
TEXTS = texts.Wording("reports.ttl", "report")


class Said(NamedTuple):
    """A text and the tag of its language, '' for none."""

    language: str
    text: str


def head(name: str) -> Texts:
    """A heading or the name of a field in every language. Raises :class:`VocabularyError` KG403 for an unknown one."""
    return TEXTS.head(name)


def say(name: str, **values: object) -> Texts:
    """A sentence in every language, its places filled once. Raises KG403 for an unknown one, or where a place has no value."""
    return TEXTS.say(name, **values)


def spoken(language: str) -> tuple[str, ...]:
    """The tags of ``en,ru``, each once; English where none is given."""
    return tuple(dict.fromkeys(tag.strip().lower() for tag in language.split(",") if tag.strip())) or ("en",)


def missing(language: str) -> str:
    """A sentence in English where the report has no words of its own in the first of the languages, '' where it has."""
    first = spoken(language)[0]
    return "" if first.partition("-")[0] in LANGUAGES else say("no-language", language=first, known=", ".join(LANGUAGES))["en"]


def pick(among: Texts, language: str) -> Said:
    """The text in a language or the nearest: the same language of another region, English, one without a tag, the first by tag."""
    known = {tag.lower(): tag for tag in sorted(among, reverse=True)}
    near = sorted(tag for tag in known if tag.partition("-")[0] == language.partition("-")[0])
    for tag in (language.lower(), *near, "en", "", *sorted(known)):
        if tag in known:
            return Said(known[tag], among[known[tag]])
    return Said("", "")


def chosen(among: Texts, languages: tuple[str, ...]) -> list[Said]:
    """The texts in some languages, each once; nothing where there is no text at all."""
    return [said for said in dict.fromkeys(pick(among, language) for language in languages) if said.text]


class Words:
    """The report's own words in the first of the languages asked for; ``languages`` are all of them."""

    def __init__(self, language: str) -> None:
        self.languages = spoken(language)

    @property
    def language(self) -> str:
        """The first language."""
        return self.languages[0]

    def head(self, name: str) -> str:
        """A heading or the name of a field."""
        return pick(head(name), self.language).text

    def say(self, name: str, **values: object) -> str:
        """A sentence, its places filled."""
        return pick(say(name, **values), self.language).text

    def first(self, among: Texts) -> str:
        """What the shapes say, in the first language."""
        return pick(among, self.language).text


def severity(name: str) -> Texts:
    """The name of a severity; that of a severity of others' making as it is."""
    return head(name.lower()) if name in SEVERITIES else {"": name}


def state(result: Result) -> str:
    """``open``, ``waived`` or ``known``: also the name of its text."""
    return "waived" if result.waiver else "known" if result.known else "open"


def counts(report: Report) -> dict[str, int]:
    """How many results count by ``violation``, ``warning``, ``info``, ``other``; how many are ``waived`` and ``known``."""
    found = {name.lower(): report.count(name) for name in reversed(SEVERITIES)}
    states = [state(result) for result in report.results]
    return found | {"other": len(report.counted) - sum(found.values()), "waived": states.count("waived"), "known": states.count("known")}


def summary(report: Report, language: str = "en") -> str:
    """One line: what was checked and found. What is rare (other severities, waived, known) is named only where it is there.

    Of documents it also says how many of their words were not recognised, 0 too.
    """
    words = Words(language)
    parts = []
    for name, count in counts(report).items():
        if name in ("waived", "known"):
            parts += [words.say(name, count=count)] if count else []
        elif count or name != "other":
            parts.append(words.say(name if count == 1 else name + "s", count=count))
    line = f"{words.say('checked', count=report.checked)}: {', '.join(parts)}"
    if report.unrecognised is None:
        return line
    name = "unrecognised" if report.unrecognised == 1 else "unrecogniseds"
    return f"{line}; {words.say(name, count=report.unrecognised)}"
