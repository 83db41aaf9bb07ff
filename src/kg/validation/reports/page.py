"""A report as one HTML page: nothing outside it is asked for, it works without its script, on paper, in the dark and on a telephone.

Every text stands there in each language, marked with ``lang``; radio buttons choose by CSS alone. The script only filters. Everything is
escaped by the template engine, and the policy in the head (CSP) lets nothing run or load but this very style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode

from kg.validation import naming
from kg.validation.report import SEVERITIES, Coverage, Report, Result, Texts
from kg.validation.reports import excerpts, filters, folding, groups, labels, signs, words
from kg.validation.reports.versions import Version, markup
from kg.validation.reports.words import LANGUAGES

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")
CHOICE = (
    "header:has(#say-{0}:checked) ~ * .t:not(.for-{0}), header:has(#say-{0}:checked) .t:not(.for-{0}), "
    ":root:has(#say-{0}:checked) .skip .t:not(.for-{0}) {{ display: none; }}\n"
)
"""Hides what is not in a language of the page while that is chosen; a browser that does not know ``:has`` shows all.

``:has`` looks into the header alone: asked of the root for each text, a page of 500 results keeps a browser busy for minutes.
"""
_SHOWN = 500
"""Entries of a list of shapes that matched nothing; the counts are whole."""


def write(
    report: Report,
    *,
    language: str = "en",
    lines: Mapping[str, Sequence[str]] | None = None,
    home: str = "",
    back: Texts | None = None,
    whole: bool = False,
    **_: object,
) -> str:
    """The page. It opens in the language asked for, in all where several are; both of the report's own can be chosen in any case.

    ``lines`` of RDF sources by their names are shown where a result stands in one; ``home`` is an address to go back to, ``back`` in words.
    Of many results it lists those that :mod:`kg.validation.reports.folding` chooses, ``whole``: all.
    """
    asked = words.spoken(language)
    page = _Page(tuple(dict.fromkeys([*asked, *LANGUAGES])), lines or {}, whole)
    return _template().render(page.content(report), several=len(asked) > 1, home=home, back=page.versions(back or {}))


@cache
def _template() -> jinja2.Template:
    import jinja2

    def harmless(value: Any) -> Any:
        return value if hasattr(value, "__html__") or not isinstance(value, str) else signs.visible(value)

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.jinja")


@cache
def _asset(kind: str) -> str:
    return (TEMPLATES / f"page.{kind}").read_text(encoding="utf-8")


class _Page:
    def __init__(self, languages: tuple[str, ...], lines: Mapping[str, Sequence[str]], whole: bool) -> None:
        self.languages = languages
        self.lines = lines
        self.whole = whole
        self.heads: dict[str, list[Version]] = {}
        self.labels: dict[str, Markup] = {}

    def versions(self, texts: Texts) -> list[Version]:
        """Each text that some language of the page shows, with all the languages that show it."""
        found: dict[words.Said, list[str]] = {}
        for language in self.languages:
            found.setdefault(words.pick(texts, language), []).append(language)
        numbers = {tag: number for number, tag in enumerate(self.languages)}
        return [Version(said.language, said.text, tuple(numbers[tag] for tag in tags)) for said, tags in found.items() if said.text]

    def head(self, name: str) -> list[Version]:
        if name not in self.heads:
            self.heads[name] = self.versions(words.head(name))
        return self.heads[name]

    def label(self, name: str) -> Markup:
        """A heading or the name of a field as markup."""
        if name not in self.labels:
            self.labels[name] = markup(self.head(name))
        return self.labels[name]

    def sentence(self, name: str, **values: object) -> list[Version]:
        return self.versions(words.say(name, **values))

    def text(self, versions: list[Version]) -> str:
        """The text where no markup can stand: that of the first language."""
        return versions[0].text if versions else ""

    def spoken(self, versions: list[Version]) -> Markup:
        """The texts by language as an attribute, for the script."""
        from markupsafe import Markup

        by_language = {number: signs.visible(version.text) for version in versions for number in version.shown}
        return Markup('data-texts="{}"').format(json.dumps(by_language, ensure_ascii=False))

    def content(self, report: Report) -> dict[str, Any]:
        """What the template shows."""
        from markupsafe import Markup

        style, script = _asset("css"), _asset("js")
        style += "".join(CHOICE.format(number) for number in range(len(self.languages)))
        verdict = "conforms" if report.conforms else "conforms-not" if report.counted else "nothing-counts"
        names = {"en": words.head("english")["en"], "ru": words.head("russian")["ru"]}
        found, total = groups.grouped(report.results, "shape"), len(report.results)
        most = total if self.whole else folding.most([len(results) for results in found.values()])
        listed = {key: folding.listed(results, most) for key, results in found.items()}
        count = sum(map(len, listed.values()))
        shown = {"shown": "{shown}", "listed": count, "all": total}
        return {
            "languages": self.languages,
            "names": {tag: names.get(tag, tag) for tag in self.languages},
            "policy": policy(style, script),
            "style": Markup(style),
            "script": Markup(script),
            "title": self.text(self.head("title")),
            "verdict": verdict,
            "counts": self.counts(report),
            "total": total,
            "folded": self.sentence("folded", shown=count, all=total, most=most) if count < total else [],
            "groups": [self.group(listed[key], len(results)) for key, results in found.items()],
            "choices": self.choices([result for results in listed.values() for result in results]),
            "shown": self.sentence("shown-of-listed" if count < total else "shown", **shown),
            "coverage": self.coverage(report.coverage) if report.coverage else None,
            "notes": [self.versions(note) for note in report.notes],
            "about": self.about(report),
            **{name: getattr(self, name) for name in ("head", "label", "sentence", "text", "spoken")},
            "say": markup,
        }

    def counts(self, report: Report) -> list[dict[str, Any]]:
        found = [{"name": "checked", "number": report.checked, "label": self.head("checked")}]
        for name, number in words.counts(report).items():
            label = name if name in ("waived", "known") or number == 1 else name + "s"
            if number or name in ("violation", "warning", "info"):
                css = name if name in ("waived", "known") else name + "s"
                found.append({"name": css, "number": number, "label": self.head(label)})
        return found

    def group(self, results: list[Result], total: int) -> dict[str, Any]:
        first, folded = results[0], total - len(results)
        return {
            "key": groups.rule(first),
            "requirement": first.requirement,
            "name": self.versions(groups.name(first)),
            "shape": "" if isinstance(first.finding.shape, BlankNode) else naming.short(first.shape),
            "total": total,
            "results": [self.result(result) for result in results],
            "more": self.sentence("more-of-shape", count=folded) if folded else [],
        }

    def result(self, result: Result) -> dict[str, Any]:
        found, waiver = result.finding, result.waiver
        about = [
            ("focus", groups.node(found.focus), labels.label(found.focus)),
            ("path", groups.path(result), labels.label(found.path)),
            ("value", groups.node(found.value), labels.label(found.value)),
            ("component", result.component, {}),
        ]
        advice = [("cause", result.cause), ("next-step", result.next_step), ("repair", result.repair.texts if result.repair else {})]
        return {
            "severity": result.severity,
            "css": result.severity.lower() if result.severity in SEVERITIES else "other",
            "severity_name": self.versions(words.severity(result.severity)),
            "state": words.state(result),
            "document": groups.where(result),
            "spot": groups.spot(result.spot),
            "excerpt": excerpts.around(result.spot, self.lines),
            "place": groups.place(result),
            "words": result.place.words if result.place else "",
            "focus": naming.short(result.focus),
            "messages": self.versions(result.messages),
            "about": [{"name": name, "text": text, "label": self.versions(label)} for name, text, label in about if text],
            "advice": [{"name": name, "texts": self.versions(texts)} for name, texts in advice if texts],
            "patch": result.repair.patch if result.repair else "",
            "waiver": f"{waiver.reason} ({waiver.by}, {waiver.date}; {groups.kept(waiver)})" if waiver else "",
        }

    def choices(self, results: Sequence[Result]) -> list[dict[str, Any]]:
        """What can be chosen of the results that are listed."""
        return [
            {
                "name": name,
                "label": self.head(name),
                "options": [{"value": value, "texts": self.versions(texts)} for value, texts in options.items()],
            }
            for name, options in filters.choices(results).items()
        ]

    def coverage(self, coverage: Coverage) -> dict[str, Any]:
        applied = [shape for shape in coverage.shapes if shape.nodes]
        named = {shape.shape: self.versions(shape.name or {"": naming.short(shape.shape)}) for shape in coverage.shapes}
        idle = [named[shape.shape] for shape in coverage.idle]
        unseen, free = ([self.versions({"": naming.short(iri)}) for iri in iris] for iris in (coverage.unseen_first, coverage.free_first))
        lists = []
        for name, entries, count, whole in (
            ("idle", idle[:_SHOWN], len(idle), len(coverage.shapes)),
            ("unseen", unseen, coverage.unseen, coverage.subjects),
            ("free", free, coverage.free, coverage.predicates),
        ):
            more = self.sentence("more-of-list", count=count - len(entries)) if count > len(entries) > 0 else None
            lists.append({"name": name, "sentence": self.sentence(name, count=count, all=whole), "entries": entries, "more": more})
        return {
            "applied": self.sentence("applied", count=len(applied), all=len(coverage.shapes)),
            "shapes": [{"name": named[shape.shape], "focus": shape.focus, "nodes": shape.nodes} for shape in applied],
            "lists": lists,
        }

    def about(self, report: Report) -> list[dict[str, str]]:
        known = {
            "imprint": report.engine,
            "shapes-version": report.shapes_version,
            "shapes-hash": report.shapes_hash,
            "data-hash": report.data_hash,
            "sources": ", ".join(report.sources),
        }
        return [{"name": name, "text": text} for name, text in known.items() if text]


def policy(style: str, script: str) -> str:
    """The content security policy: this style and this script by their SHA-256, nothing else."""
    own = [base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in (style, script)]
    return f"default-src 'none'; style-src 'sha256-{own[0]}'; script-src 'sha256-{own[1]}'; base-uri 'none'; form-action 'none'"
