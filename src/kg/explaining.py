"""Codes → cause and repair, from ``explanations.md`` and what stands beside it in other languages, as ``explanations.ru.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from kg.errors import KgError

PAGE = Path(__file__).with_name("explanations.md")
WRITTEN = "en"
"""The language of that page, which holds every code."""
_WRITTEN = re.compile(r"([A-Za-z]+)[\s_.\u2010-\u2015-]*([0-9]{1,4})")
_LIKE = 60
_MARK = re.compile("`([^`]+:)`")
"""How the head of a page quotes the words under which its sections give cause and repair."""


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have a page, that of :data:`PAGE` first."""
    beside = sorted(page.name.split(".")[1] for page in PAGE.parent.glob(f"{PAGE.stem}.*{PAGE.suffix}") if page != PAGE)
    return (WRITTEN, *beside)


@lru_cache(maxsize=4)
def _page(language: str) -> tuple[str, ...]:
    """The head of the page in a language and its sections; () in a language that has no page."""
    if language not in languages():
        return ()
    page = PAGE if language == WRITTEN else PAGE.with_suffix(f".{language}{PAGE.suffix}")
    return tuple(re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE))


@lru_cache(maxsize=4)
def explanations(language: str = WRITTEN) -> dict[str, str]:
    """Every code with its section of the page in a language; none in a language that has no page."""
    return {section.split(maxsplit=1)[0]: section.rstrip() + "\n" for section in _page(language)[1:]}


def section(code: str, language: str) -> tuple[str, str]:
    """The section of a code in a language, and the language it is in: English where the other has none. Raises KeyError for no code."""
    found = explanations(language).get(code)
    return (found, language) if found else (explanations()[code], WRITTEN)


def title(code: str, language: str = WRITTEN) -> str:
    """The heading of a code's section in a language, without the code; the code where it has none."""
    return explanations(language).get(code, code).partition("\n")[0].partition(" ")[2] or code


def advice(code: str, language: str = WRITTEN) -> tuple[str, str]:
    """Cause and repair of a code in a language that has a page, '' for what its section does not say."""
    first, second = _MARK.findall(_page(language)[0])
    body = " ".join(explanations(language).get(code, "").partition("\n")[2].split())
    cause, _, repair = body.partition(second)
    return cause.removeprefix(first).strip(), repair.strip()


def canonical(code: str) -> str:
    """A code or the number of a requirement as they are written: ``con-4`` is ``CON-04``, ``kg 212`` is ``KG212``."""
    found = _WRITTEN.fullmatch(code.strip())
    if not found:
        return code.strip().upper()
    letters = found[1].upper()
    return f"{letters}{found[2]}" if letters == "KG" else f"{letters}-{int(found[2]):02}"


def near(code: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the known codes that are written alike, the likest first."""
    from rapidfuzz import fuzz, process  # only a code that is wrong pays for it

    choices = {one: one.casefold() for one in sorted(known)}
    hits = process.extract(canonical(code).casefold(), choices, scorer=fuzz.ratio, limit=3, score_cutoff=_LIKE)
    # The number itself, written otherwise, leaves no doubt.
    return tuple(one for _, score, one in hits if score == 100 or hits[0][1] < 100)


def explain(code: str, others: Iterable[str] = (), language: str = WRITTEN) -> str:
    """The section of a code. Raises :class:`KgError` KG001 for one that does not exist; ``others`` are what else may have been meant."""
    known = explanations()
    if canonical(code) not in known:
        meant = near(code, (*known, *others))
        raise KgError(
            "KG001",
            f"there is no code {code!r}",
            why="it is neither in the list of messages nor a requirement of the shapes (shapes/README.md)",
            mend=f"did you mean {', '.join(meant)}?" if meant else "copy it from the message, or list the requirements with: kg shapes",
        )
    return section(canonical(code), language)[0]
