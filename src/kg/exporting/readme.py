"""The description of an export's fields, a file a language: a frame from ``ontology/export`` around what the tables say of themselves."""

from __future__ import annotations

from collections.abc import Mapping

from kg.exporting.layout import Column, Table
from kg.mapping.terms import BASE
from kg.vocabulary import resources

LANGUAGES = ("en", "ru")


def file(language: str) -> str:
    """The name of the file in a language."""
    return "README.md" if language == "en" else f"README.{language}.md"


def write(
    tables: tuple[Table, ...], counts: Mapping[str, int], sources: Mapping[str, list[str]], total: int, rest: int, language: str
) -> str:
    """The text in Markdown. ``counts`` are rows, ``sources`` where they come from in the language, both by file."""
    frame = (resources.root() / "ontology" / "export" / f"readme.{language}.md").read_text(encoding="utf-8")
    fields = {"tables": _overview(tables, counts, sources, language), "fields": _fields(tables, language)}
    fields |= {"base": BASE, "total": str(total), "carried": str(total - rest), "rest": str(rest)}
    for name, said in fields.items():
        frame = frame.replace(f"{{{name}}}", said)
    return frame


def _overview(tables: tuple[Table, ...], counts: Mapping[str, int], sources: Mapping[str, list[str]], language: str) -> str:
    return "\n".join(
        f"| [`{table.file}`](#{_anchor(table)}) | {counts[table.file]} | {table.titles[language]} | {' '.join(sources[table.file])} |"
        for table in tables
    )


def _anchor(table: Table) -> str:
    return table.file.replace("/", "").replace(".", "")


def _fields(tables: tuple[Table, ...], language: str) -> str:
    return "\n\n".join(_section(table, language) for table in tables)


def _section(table: Table, language: str) -> str:
    said = f"### {table.file}\n\n{table.titles[language]}."
    if language in table.notes:
        said += f" {table.notes[language]}"
    return f"{said}\n\n| | | |\n|---|---|---|\n" + "\n".join(_row(column, language) for column in table.columns)


def _row(column: Column, language: str) -> str:
    kind = column.language or ("decimal" if column.datatype == "number" else column.datatype) or column.stem
    if column.refers:
        kind = f"→ `{column.refers}.csv`"
    title, note = column.titles.get(language, ""), column.notes.get(language, "").replace("|", "\\|")
    said = f"{title}: {note}" if title and note else title or note
    return f"| `{column.name}` | {said} | {kind} |"
