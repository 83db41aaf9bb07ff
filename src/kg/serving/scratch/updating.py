"""An update as it is run: with the dataset of the request written into it, and LOAD refused (SPARQL 1.1 Protocol, section 2.2).

Runs in the writer: what a client wrote may take any time to look through.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.serving.sparql.bounding import look, outer
from kg.serving.sparql.refusal import refused
from kg.validation.queries import Token, tokens

_OWN = {"USING", "WITH"}


def prepared(text: str, using: Sequence[str], using_named: Sequence[str], services: Collection[str], *, strict: bool) -> str:
    """The update, USING and USING NAMED in front of each WHERE where the request names graphs.

    Raises :class:`ServingError`: KG822 for LOAD, KG826 for SERVICE, KG821 where request and update both name the dataset.
    """
    read = tokens(text)
    look(read, services, strict=strict, later=bool(services))
    outside = outer(read)
    if any(token.word == "LOAD" for token in outside):
        raise refused("KG822", "LOAD is not done", why="nothing is fetched", mend="send the data to /scratch/store")
    if not using and not using_named:
        return text
    if any(token.word in _OWN for token in outside):
        what, why = "request and update both name the dataset", "using-graph-uri stands beside USING or WITH"
        raise refused("KG821", what, why=why, mend="name it in one of them")
    clause = " ".join([*(f"USING <{graph}>" for graph in using), *(f"USING NAMED <{graph}>" for graph in using_named)])
    return _with(text, read, clause)


def _with(text: str, read: list[Token], clause: str) -> str:
    inserted: list[tuple[int, str]] = []
    depth = 0
    for number, token in enumerate(read):
        if token.word == "WHERE" and not depth:
            before = read[number - 1].word if number else ""
            # DELETE WHERE takes no USING: its pattern is its template.
            template = _group(text, read[number + 1 :]) if before == "DELETE" else ""
            inserted.append((token.start, f"{template} {clause} "))
        depth += (token.word == "{") - (token.word == "}" and depth > 0)
    for start, words in reversed(inserted):
        text = text[:start] + words + text[start:]
    return text


def _group(text: str, after: list[Token]) -> str:
    """The text of a group that begins at the first token."""
    depth = 0
    for token in after:
        depth += (token.word == "{") - (token.word == "}")
        if not depth:
            return text[after[0].start : token.start + len(token.text)]
    return ""
