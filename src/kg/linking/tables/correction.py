"""CSVW metadata as a mapping: what a person corrected is read strictly, and what contradicts itself is refused with its place."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.linking.tables import consistency, day, encoding
from kg.linking.tables.mapping import CODES, DATATYPES, DAYS, FORMS, ROLES, Column, Decision, Dialect, Mapping
from kg.linking.tables.naming import Naming
from kg.linking.tables.wording import term

_NUMBERS = {
    "integer": "integer",
    "int": "integer",
    "long": "integer",
    "nonNegativeInteger": "integer",
    "decimal": "decimal",
    "number": "decimal",
}
_TEXTS = {"string": "string", "gYear": "string", "date": "string", "any": "string", "anyURI": "string"}


def read(path: Path, naming: Naming) -> Mapping:
    """The mapping of a metadata file. Raises :class:`InputError` KG891 for what is no CSVW that we know, or contradicts itself."""
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            "KG891", "the mapping cannot be read", why=str(error), mend="mend it, or move it away", file=path, line=line
        ) from error
    mapping = _Reader(path).mapping(said)
    consistency.check(mapping, naming, path)
    return mapping


class _Reader:
    """Typed access to a metadata document; every fault names where it is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def mapping(self, said: Any) -> Mapping:
        if isinstance(said, dict) and isinstance(said.get("tables"), list) and len(said["tables"]) == 1:
            said = {**{key: value for key, value in said.items() if key != "tables"}, **said["tables"][0]}
        table = self._object(said, "the document")
        schema = self._object(table.get("tableSchema"), "tableSchema")
        given = schema.get("columns")
        if not isinstance(given, list) or not given:
            raise self._wrong("tableSchema has no columns")
        namespace = self._text(table, term("namespace"), "")
        if not namespace:
            raise self._wrong(f"the table has no {term('namespace')}", "name the namespace of your data, such as https://example.org/data/")
        objects = [self._object(one, f"column {at}") for at, one in enumerate(given, 1)]
        inherited = {name: value[name] for value in (table, schema) for name in ("null", "datatype") if name in value}
        acts = any(one.get(term("role")) == "act" for one in objects)
        columns = tuple(self._column({**inherited, **one}, at, acts) for at, one in enumerate(objects, 1) if not one.get("virtual"))
        repeated = [name for name, count in Counter(column.name for column in columns).items() if count > 1]
        if repeated:
            raise self._wrong(f"two columns have the name {repeated[0]!r}")
        licence = table.get("dc:license")
        about = self._text(schema, "aboutUrl", "") or next((column.about for column in columns if column.about), "")
        return Mapping(
            self._text(table, "url", ""),
            namespace,
            self._dialect(table),
            columns,
            about=about,
            title=self._text(table, "dc:title", self.path.stem),
            licence=self._referred(licence) if licence else "",
        )

    def _dialect(self, table: Map[str, Any]) -> Dialect:
        form = self._one(table, term("form"), FORMS, "delimited")
        given = self._object(table.get("dialect", {}), "dialect")
        name = self._text(given, "encoding", "utf-8")
        try:
            codecs.lookup(encoding.codec(name))
        except LookupError as error:
            raise self._wrong(f"there is no encoding {name!r}") from error
        delimiter, quote = self._text(given, "delimiter", ","), self._text(given, "quoteChar", '"')
        if len(delimiter) != 1 or len(quote) != 1 or delimiter == quote:
            raise self._wrong("delimiter and quoteChar are two different signs")
        header = given.get("headerRowCount", int(given.get("header", True) is True))
        skip = given.get("skipRows", 0)
        if not all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in (header, skip)):
            raise self._wrong("headerRowCount and skipRows are whole numbers from 0")
        return Dialect(form, name, delimiter, quote, header, skip, mixed=True, sheet=self._text(table, term("sheet"), ""))

    def _column(self, said: Map[str, Any], at: int, acts: bool) -> Column:
        name = self._text(said, "name", f"column_{at}")
        role = self._one(said, term("role"), ROLES, "none", name)
        titles = said.get("titles", "")
        titles = titles.get("en", next(iter(titles.values()), "")) if isinstance(titles, dict) else titles
        null = said.get("null", "")
        datatype, form, bounds = self._datatype(said.get("datatype", "string"), name)
        act = self._referred(said.get(term("act"), ""))
        days = ""
        if act or (acts and role == "value" and self._base(said) in DAYS):
            datatype, days = self._days(said.get("datatype", "any"), name)
        return Column(
            name,
            str(titles[0] if isinstance(titles, list) and titles else titles),
            role,
            self._one(said, term("codes"), ("", *CODES), "any" if role == "state" else "", name),
            datatype,
            self._text(form, "decimalChar", "."),
            self._text(form, "groupChar", ""),
            tuple(map(str, null)) if isinstance(null, list) else (str(null),),
            self._text(said, "propertyUrl", ""),
            self._text(said, "aboutUrl", ""),
            self._text(said, "valueUrl", ""),
            self._text(said, term("period"), ""),
            self._text(said, term("dataset"), name),
            *bounds,
            decisions=dict(self._decisions(said.get(term("decision"), []), name)),
            indicator=self._referred(said.get(term("indicator"), "")),
            relation=self._referred(said.get(term("relation"), "")),
            unit=self._referred(said.get(term("unit"), "")),
            act=act,
            instrument=self._referred(said.get(term("instrument"), "")),
            form=days,
        )

    def _datatype(self, said: Any, name: str) -> tuple[str, Map[str, Any], tuple[str, str]]:
        given = said if isinstance(said, dict) else {"base": said}
        base = given.get("base", "string")
        found = _NUMBERS.get(base) or _TEXTS.get(base)
        if found is None:
            raise self._wrong(f"column {name!r} has the datatype {base!r}", f"known are {', '.join(DATATYPES)}")
        form = given.get("format", {})
        bounds = tuple(
            str(given.get(key, given.get(other, ""))) for key, other in (("minimum", "minInclusive"), ("maximum", "maxInclusive"))
        )
        return found, form if isinstance(form, dict) else {}, (bounds[0], bounds[1])

    @staticmethod
    def _base(said: Map[str, Any]) -> Any:
        given = said.get("datatype", "string")
        return given.get("base", "string") if isinstance(given, dict) else given

    def _days(self, said: Any, name: str) -> tuple[str, str]:
        """The datatype and the format of a column of dates of acts."""
        given = said if isinstance(said, dict) else {"base": said}
        base, form = given.get("base", "any"), given.get("format", "")
        if base not in DAYS:
            raise self._wrong(f"column {name!r} has dates of acts and the datatype {base!r}", f"known are {', '.join(DAYS)}")
        if form and form not in day.FORMS:
            raise self._wrong(f"column {name!r} has dates in the format {form!r}", f"known are {', '.join(day.FORMS)}")
        return base, form

    def _decisions(self, said: Any, name: str) -> Iterator[tuple[str, Decision]]:
        seen = set()
        for one in said if isinstance(said, list) else [said]:
            given = self._object(one, f"a decision of column {name!r}")
            written = self._text(given, term("written"), "")
            if not written or written in seen:
                raise self._wrong(
                    f"column {name!r} decides twice about {written!r}" if written else f"a decision of {name!r} lacks {term('written')}"
                )
            seen.add(written)
            accepted = given.get(term("accepted"))
            yield (
                written,
                Decision(
                    written,
                    None if accepted is None else self._referred(accepted),
                    given.get(term("nothing")) is True,
                    self._all(given.get(term("rejected"))),
                    self._all(given.get(term("candidate"))),
                    self._referred(given.get(term("relation"), "")),
                ),
            )

    def _all(self, said: Any) -> tuple[str, ...]:
        return tuple(self._referred(one) for one in (said if isinstance(said, list) else [] if said is None else [said]))

    def _referred(self, said: Any) -> str:
        found = said.get("@id", said.get("@value")) if isinstance(said, dict) else said
        if not isinstance(found, str | int) or isinstance(found, bool):
            raise self._wrong(f"{said!r} is no reference")
        return str(found)

    def _object(self, said: Any, what: str) -> Map[str, Any]:
        if not isinstance(said, dict):
            raise self._wrong(f"{what} is no JSON object")
        return said

    def _text(self, said: Map[str, Any], name: str, default: str) -> str:
        found = said.get(name, default)
        found = found.get("@value", found.get("@id")) if isinstance(found, dict) else found
        if not isinstance(found, str):
            raise self._wrong(f"{name} is no text")
        return found

    def _one(self, said: Map[str, Any], name: str, known: Sequence[str], default: str, column: str = "") -> str:
        found = self._text(said, name, default)
        if found not in known:
            where = f"column {column!r}" if column else "the table"
            raise self._wrong(f"{where} has {name} {found!r}", f"known are {', '.join(filter(None, known))}")
        return found

    def _wrong(self, what: str, mend: str = "") -> InputError:
        return InputError("KG891", what, mend=mend or "correct the mapping, or move it away for a new proposal", file=self.path)
