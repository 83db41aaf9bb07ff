"""A run: the mapping is read or proposed, every row judged and written, twins taken back, the output checked and put in its place.

Memory does not grow with the rows: they are read one at a time, keys lie on disk, what is kept are lists (written values, causes).
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from kg.errors import BuildError, InputError
from kg.linking.tables import (
    advice,
    consistency,
    correction,
    heading,
    integrity,
    measures,
    metadata,
    naming,
    origin,
    proposal,
    sample,
    source,
    wording,
)
from kg.linking.tables.cube import Cube
from kg.linking.tables.encoding import Encoding
from kg.linking.tables.keys import Keys, Twin
from kg.linking.tables.links import Links
from kg.linking.tables.mapping import Column, Decision, Mapping
from kg.linking.tables.outcome import Judge
from kg.linking.tables.passing import Pass
from kg.linking.tables.remainder import Group, Remainder, beside
from kg.linking.tables.result import Request, Result

_MOST_OPEN = 200
"""Open decisions of a column that a proposed mapping lists."""


def run(request: Request, progress: Callable[[str], None] = lambda _: None) -> Result:
    """Does it. Raises :class:`InputError` KG890 (table), KG891 (mapping), KG892 (namespace); KG899 (output); :class:`BuildError` KG501."""
    names = naming.installed()
    beside_it = metadata.beside(request.path)
    if request.namespace:
        consistency.namespace(request.namespace)
    result = _obeyed(request, beside_it, names) if beside_it.exists() else _proposed(request, names)
    mapping = result.mapping
    result.files.append(beside_it)
    try:
        if result.proposed:
            _replace(beside_it, metadata.text(mapping))
        if request.only_mapping:
            result.steps = advice.steps(result, names)
            return result
        if not mapping.of("state"):
            mend = f"give the role state to a column in {beside_it.name}, and run again"
            raise InputError("KG890", "no column is the state", why="no title and no values say so", mend=mend, file=request.path)
        _write(request, result, names, progress)
        if result.proposed:
            _replace(beside_it, _final(request.path, result).decode("utf-8"))
        result.steps = advice.steps(result, names)
    except OSError as error:
        raise BuildError("KG501", "the output cannot be written", why=error.strerror or str(error), file=error.filename) from error
    return result


def _obeyed(request: Request, path: Path, names: naming.Naming) -> Result:
    mapping = correction.read(path, names)
    if request.namespace and request.namespace != mapping.namespace:
        mend = "change it in the mapping, or leave --namespace out"
        raise InputError("KG891", f"the mapping says the namespace {mapping.namespace}", mend=mend, file=path)
    dialect, found = source.recognise(request.path, request.sheet or mapping.dialect.sheet)
    if dialect.form != mapping.dialect.form:
        raise InputError("KG891", f"the mapping is of the form {mapping.dialect.form} and the file of {dialect.form}", file=path)
    if dialect.form != "delimited":
        mapping = replace(mapping, dialect=replace(mapping.dialect, sheet=dialect.sheet, encoding=dialect.encoding))
    strange = found is not None and (found.how == "mixed" or found.name != mapping.dialect.encoding)
    mapping = replace(mapping, dialect=replace(mapping.dialect, mixed=strange))
    titles = _titles(request.path, mapping)
    consistency.against(mapping, titles, path)
    if found is not None and found.name != mapping.dialect.encoding:
        found = Encoding(mapping.dialect.encoding, "utf-8")
    result = Result(mapping, False, found)
    _noted(result, found)
    return result


def _titles(path: Path, mapping: Mapping) -> list[str]:
    """The titles of the file under the mapping's dialect, joined as they were proposed."""
    dialect = mapping.dialect
    rows = (row for row in source.rows(path, dialect) if row.number > dialect.skip_rows or not row.number)
    head = list(islice(rows, dialect.header_rows))
    if not head:
        return [""] * len(mapping.columns)
    if len(head) == 1:
        return [cell.strip() for cell in head[0].cells]
    return heading.joined(head)


def _proposed(request: Request, names: naming.Naming) -> Result:
    dialect, found = source.recognise(request.path, request.sheet)
    head, seen = sample.take(request.path, dialect, lambda cell: bool(names.kinds(cell)))
    space = request.namespace or f"urn:uuid:{_content(request.path)}#"
    proposed = measures.named(proposal.propose(request.path, dialect, head, seen, names, space), names)
    result = Result(proposed, True, found)
    _noted(result, found)
    say = wording.TEXTS.say
    if not head.header_rows:
        result.notes.append(say("note-no-header"))
    if head.header_rows > 1:
        result.notes.append(say("note-two-headers"))
    if head.skip_rows:
        result.notes.append(say("note-skipped", count=head.skip_rows))
    return result


def _noted(result: Result, found: Encoding | None) -> None:
    say = wording.TEXTS.say
    if found is not None:
        result.notes.append(say(f"note-{found.how}", encoding=found.name, count=found.others))
    if result.mapping.dialect.sheet:
        result.notes.append(say("note-sheet", sheet=result.mapping.dialect.sheet))
    if not result.mapping.of("year") and not any(column.period for _, column in result.mapping.of("value")):
        result.notes.append(say("note-no-year"))
    if not result.mapping.of("value"):
        result.notes.append(say("note-no-values"))


def _content(path: Path) -> uuid.UUID:
    """A name of the file by its content: the same file has the same, and no other."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return uuid.uuid5(uuid.NAMESPACE_OID, digest.hexdigest())


def _write(request: Request, result: Result, names: naming.Naming, progress: Callable[[str], None]) -> None:
    folder = request.output or request.path.parent
    folder.mkdir(parents=True, exist_ok=True)
    target = {name: folder / beside(request.path, name) for name in (f"data.{request.form}", "links.sssom.tsv", "unlinked.csv")}
    with tempfile.TemporaryDirectory(prefix=".kg-link-", dir=folder) as made, Keys() as keys:
        place = Path(made)
        judge = Judge(result.mapping, names)
        twins: Callable[[], Iterator[Twin]] | None = None
        while True:
            cube = Cube(judge, request.form)
            links = Links(judge, cube)
            with (
                (place / "data").open("w", encoding="utf-8", newline="") as data,
                (place / "unlinked").open("w", encoding="utf-8-sig", newline="") as left,
            ):
                remainder = Remainder(result.mapping, left, request.language)
                data.write(cube.head())
                part = [cube.head()]
                going = Pass(result, judge, cube, links, remainder)
                for piece in going.observations(request.path, keys, twins() if twins else None, progress, request.language):
                    data.write(piece)
                    if len(part) <= integrity.SAMPLE:
                        part.append(piece)
                observed = len(part) - 1
                result.groups = sorted(remainder.groups.values(), key=lambda group: (-group.count, group.line))
                made_of = cube.made_of(origin.pairs(request.path, _final(request.path, result)))
                for piece in (*cube.structure(), *cube.terms(links.triples()), *made_of):
                    data.write(piece)
                    part.append(piece)
            if twins is not None or not keys.twins():
                break
            twins = keys.left_out
        result.links, result.more = len(links.found), remainder.more
        (place / "links").write_text(links.text(result.mapping, names), encoding="utf-8", newline="")
        if result.mapping.of("value"):
            result.checked = integrity.check(place / "data", request.form, part, observed)
        for file, path in zip(("data", "links", "unlinked"), target.values(), strict=True):
            os.replace(place / file, path)
    result.files[:0] = target.values()


def _final(path: Path, result: Result) -> bytes:
    """The mapping as it stands beside the table when all is done."""
    if not result.proposed:
        return metadata.beside(path).read_bytes()
    return metadata.text(_with_open(result.mapping, result.groups)).encode("utf-8")


def _with_open(mapping: Mapping, groups: list[Group]) -> Mapping:
    """The mapping with what waits for a decision: written values of keys that were not linked, with their candidates."""
    columns: list[Column] = []
    for at, column in enumerate(mapping.columns, 1):
        waiting = [group for group in groups if group.column == at and advice.waits(group.issue.why)]
        decisions = {one.issue.written: Decision(one.issue.written, candidates=one.issue.candidates) for one in waiting[:_MOST_OPEN]}
        columns.append(replace(column, decisions={**column.decisions, **decisions}) if decisions else column)
    return replace(mapping, columns=tuple(columns))


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8", newline="")
    os.replace(fresh, path)
