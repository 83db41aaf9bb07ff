"""The language in which a question answers: another language is another text of the query, that runs anywhere as it is.

A question is written in English. Two things in its text are of a language, and nothing else is changed:

* ``LANG(?label) = "en"``, which chooses the labels of terms (a language that is meant whatever the answer speaks is written otherwise, as
  ``LANG(?nameEn) IN ("en")``);
* plain strings that the query says itself (``"not stated"``), where ``queries/words.tsv`` has them.

Data blocks of parameters, IRIs, comments, and strings with a tag or a datatype stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial

from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table

WRITTEN = "en"
"""The language in which the questions are written."""
_PIECES = r"""
    (?P<label>LANG\(\s*[?$]\w+\s*\)\s*=\s*"{written}")
  | (?P<kept>{blocks}<[^<>"{{}}|^`\\\s]*> | \#[^\n]* | \"{{3}}.*?\"{{3}} | '{{3}}.*?'{{3}} | '(?:[^'\\\n]|\\.)*'
      | "(?:[^"\\\n]|\\.)*"(?=@|\^\^))
  | "(?P<said>(?:[^"\\\n]|\\.)*)"
"""
_BLOCK = r"VALUES\s+\?{name}\s*\{{[^{{}}]*\}} | "


@cache
def words(language: str) -> Mapping[str, str]:
    """What the questions say themselves, English → a language. Raises :class:`VocabularyError` KG403 for a language that is unknown."""
    vocabulary().term(vocabulary().languages, language, what="language")
    return {row[WRITTEN]: row[language] for row in read_table(resources.root() / "queries" / "words.tsv") if row.get(language)}


def spoken(query: str, language: str, parameters: Iterable[str] = ()) -> str:
    """The text of a query that answers in a language; ``parameters`` are names whose data blocks stay. Raises KG403 as :func:`words`."""
    known = words(language)
    if language == WRITTEN:
        return query
    blocks = "".join(_BLOCK.format(name=re.escape(name)) for name in parameters)
    pieces = re.compile(_PIECES.format(written=WRITTEN, blocks=blocks), re.VERBOSE | re.DOTALL)
    return pieces.sub(partial(_said, language, known), query)


def _said(language: str, known: Mapping[str, str], found: re.Match[str]) -> str:
    if found["label"]:
        return f'{found[0].removesuffix(f"{WRITTEN}{chr(34)}")}{language}"'
    return f'"{known[found["said"]]}"' if found["said"] in known else found[0]
