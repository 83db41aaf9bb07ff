"""A profile's graph: one reading → N-Quads lines, in the order of the document.

What is stored is what cannot be derived; a passage is its IRI (source, a slash, two code point offsets) and costs no triple of its own.
Shape of the graph: ``ontology/README.md``; a worked example: ``kg show``.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.mapping.terms import BASE, DCAT, DCT, HRM, PROV, QB, RDF, SKOS, XSD, hrm, iri, number, own, text, typed
from kg.model import About, Assessment, Body, Designation, Fact, Figure, Gap, Reading, ReportedStanding
from kg.release import __version__
from kg.vocabulary import vocabulary

_A = f" <{RDF}type> "
_FROM = f"<{PROV}wasDerivedFrom> "
_PART = f"<{DCT}isPartOf> "
_DATA_SET = f"<{QB}dataSet> "
_PRINTED, _LABEL, _INDICATOR, _GROUP = (hrm(n) + " " for n in ("asPrinted", "labelAsPrinted", "indicator", "group"))
_VALUE, _LOWER, _UPPER, _UNIT, _SCOPE = (hrm(n) + " " for n in ("value", "lowerBound", "upperBound", "unit", "scope"))
_BODY_TEXT = hrm("bodyAsPrinted") + " "
_VOCAB = f"<{BASE}vocab/"
_BODY = f"<{BASE}body/"
_INTEGER = f'"^^<{XSD}integer>'
_FIGURE, _ASSESSMENT, _STANDING, _DESIGNATION, _NARRATIVE, _GAP = (
    f"{_A}{hrm(n)}" for n in ("Figure", "Assessment", "ReportedStanding", "Designation", "Narrative", "Gap")
)


def profile_iri(about: About) -> str:
    """The IRI of a profile, without brackets."""
    return f"{BASE}profile/{about.profile}"


def graph_iri(about: About) -> str:
    """The IRI of a profile's named graph, without brackets."""
    return f"{BASE}graph/profile/{about.profile}"


def source_iri(sha256: str) -> str:
    """The IRI of a stored text, without brackets."""
    return f"{BASE}source/{sha256[:16]}"


def quads(reading: Reading, about: About) -> Iterator[str]:
    """The lines of a profile's graph, each with its line end."""
    end = f" <{graph_iri(about)}> .\n"
    yield from _head(reading, about, end)
    profile = f"<{profile_iri(about)}>"
    stem = f"<{profile_iri(about)}/"
    passage = f"{_FROM}<{source_iri(reading.document.sha256)}/"
    language = f"@{reading.language}"
    part = f" {_PART}{profile}{end}"
    sets = {Figure: f" {_DATA_SET}{stem}figures>{end}", Assessment: f" {_DATA_SET}{stem}assessments>{end}"}
    for fact in reading.facts:
        yield _statement(fact, stem, passage, language, part, sets, end)


def _statement(fact: Fact, stem: str, passage: str, language: str, part: str, sets: dict[type, str], end: str) -> str:
    """All lines of one statement as one string: formatting once is what makes the writer fast."""
    content = fact.content
    s = f"{stem}{fact.statement}>"
    kind = type(content)
    common = f"{s} {passage}{fact.start}-{fact.end}>{end}{s} {_PRINTED}{text(fact.as_printed)}{language}{end}"
    if fact.indicator is None:
        return f"{s}{_NARRATIVE}{end}{s}{part}{common}"
    common += f"{s} {_LABEL}{text(fact.label)}{language}{end}{s} {_INDICATOR}{_VOCAB}indicator/{fact.indicator}>{end}"
    if fact.match[0] == "f":
        common += f"{s} {hrm('recognition')} {text(fact.match)}{end}"
    if kind is Figure:
        return _figure(fact, content, s, common, stem, part, sets, language, end)  # type: ignore[arg-type]
    if kind is Assessment:
        return _assessment(fact, content, s, common, part, sets, language, end)  # type: ignore[arg-type]
    if kind is ReportedStanding:
        assert isinstance(content, ReportedStanding)
        return (
            f"{s}{_STANDING}{end}{s}{part}{common}{s} {hrm('standing')} {_VOCAB}standing/{content.standing}>{end}"
            f"{s} {hrm('instrument')} <{BASE}instrument/{content.instrument}>{end}"
        )
    if kind is Gap:
        assert isinstance(content, Gap)
        return (
            f"{s}{_GAP}{end}{s}{part}{common}{s} {_GROUP}{_VOCAB}group/{content.group}>{end}"
            f"{s} {hrm('reason')} {_VOCAB}gap-reason/{content.reason}>{end}" + _bodies(s, "withheldBy", content.withheld_by, language, end)
        )
    assert isinstance(content, Designation)
    superior = _bodies(s, "answersTo", (content.answers_to,), language, end) if content.answers_to else ""
    return f"{s}{_DESIGNATION}{end}{s}{part}{common}{_bodies(s, 'body', (content.body,), language, end)}{superior}"


def _figure(fact: Fact, content: Figure, s: str, common: str, stem: str, part: str, sets: dict[type, str], language: str, end: str) -> str:
    value = content.value
    # Only a figure with a value that repeats no other is an observation of the cube (integrity constraint IC-12).
    lines = f"{s}{_FIGURE}{end}{s}{part if value is None or _repeated(fact) else sets[Figure]}{common}"
    if type(value) is int:
        lines += f'{s} {_VALUE}"{value}{_INTEGER}{end}'
    elif value is not None:
        lines += f"{s} {_VALUE}{number(value)}{end}"
    if content.lower is not None and content.upper is not None:
        lines += f"{s} {_LOWER}{number(content.lower)}{end}{s} {_UPPER}{number(content.upper)}{end}"
    lines += f"{s} {_UNIT}{_VOCAB}unit/{content.unit}>{end}{s} {_GROUP}{_VOCAB}group/{content.group}>{end}"
    if content.scope is None:
        lines += f"{s} {_SCOPE}{_BODY}any>{end}"
    else:
        lines += _bodies(s, "scope", (content.scope,), language, end)
    if content.data_from:
        lines += _bodies(s, "dataFrom", content.data_from, language, end)
    if content.same_amount_as:
        lines += f"{s} {hrm('sameAmountAs')} {stem}{content.same_amount_as}>{end}"
    if content.subset_of:
        lines += f"{s} {hrm('subsetOf')} {stem}{content.subset_of}>{end}"
    return lines


def _assessment(fact: Fact, content: Assessment, s: str, common: str, part: str, sets: dict[type, str], language: str, end: str) -> str:
    return (
        f"{s}{_ASSESSMENT}{end}{s}{part if _repeated(fact) else sets[Assessment]}{common}"
        f"{s} {hrm('answer')} {_VOCAB}scale/{content.answer}>{end}{s} {_GROUP}{_VOCAB}group/{content.group}>{end}"
        + _bodies(s, "body", content.bodies, language, end)
    )


def _repeated(fact: Fact) -> bool:
    """Whether the statement's name carries the number of a repeated row."""
    stem, dash, number_ = fact.statement.rpartition("-")
    return bool(dash) and number_.isdigit() and "." not in number_ and (stem.startswith(fact.indicator or "\0"))


def _bodies(s: str, relation: str, bodies: tuple[Body, ...], language: str, end: str) -> str:
    """Links to bodies; one that does not resolve is ``body:as-printed`` with its words beside it."""
    lines = ""
    for body in bodies:
        lines += f"{s} {hrm(relation)} {_BODY}{body.code or 'as-printed'}>{end}"
        if body.code is None:
            lines += f"{s} {_BODY_TEXT}{text(body.as_printed)}{language}{end}"
    return "".join(dict.fromkeys(lines.splitlines(keepends=True))) if len(bodies) > 1 else lines


def _head(reading: Reading, about: About, end: str) -> Iterator[str]:
    """Profile, source, data sets, provenance and distribution."""
    profile, source = f"<{profile_iri(about)}>", f"<{source_iri(reading.document.sha256)}>"
    stem = profile[:-1]
    names = vocabulary()
    area, languages = names.areas[about.area], names.languages
    lines = [
        f"{profile}{_A}{hrm('CountryProfile')}",
        f"{profile}{_A}<{DCAT}Dataset>",
        f"{profile}{_A}<{PROV}Entity>",
        f"{profile} {hrm('area')} {own('area/' + about.area)}",
        f"{profile} {hrm('series')} {text(about.series)}",
        f"{profile} {hrm('edition')} {text(about.edition)}",
        f"{profile} <{DCT}spatial> {iri(area.country_authority)}",
        f"{profile} <{DCT}license> <http://creativecommons.org/licenses/by/4.0/>",
        f"{profile} <{PROV}wasDerivedFrom> {source}",
        f"{profile} <{PROV}wasGeneratedBy> {stem}/build>",
        f"{profile} <{DCAT}distribution> {stem}.nq>",
    ]
    for language, title in names.titles.items():
        label = area.labels[language]
        lines.append(f"{profile} <{DCT}title> {text(title.format(area=label, edition=about.edition), language)}")
        lines.append(f"{profile} <{DCT}description> {text(names.descriptions[language], language)}")
    lines += [f"{profile} <{SKOS}note> {text(note, language)}" for language, note in about.notes]
    for predicate, value in (
        (f"<{DCT}publisher>", about.publisher and text(about.publisher)),
        (f"<{DCT}issued>", about.published and typed(about.published, "date")),
        (hrm("periodStart"), about.period_start and typed(about.period_start, "date")),
        (hrm("periodEnd"), about.period_end and typed(about.period_end, "date")),
        (hrm("periodBasis"), about.period_basis and text(about.period_basis)),
        (f"<{DCT}source>", about.source and text(about.source)),
        (f"<{DCT}rights>", about.rights and text(about.rights)),
    ):
        if value:
            lines.append(f"{profile} {predicate} {value}")
    for name in ("figures", "assessments"):
        data_set = f"{stem}/{name}>"
        lines += [
            f"{data_set}{_A}<{QB}DataSet>",
            f"{data_set} <{QB}structure> {own(f'vocab/{name[:-1]}-cube')}",
            f"{data_set} {_PART}{profile}",
            f"{data_set} {hrm('area')} {own('area/' + about.area)}",
            f"{data_set} {hrm('edition')} {text(about.edition)}",
        ]
    lines += [
        f"{stem}.nq>{_A}<{DCAT}Distribution>",
        f"{stem}.nq> <{DCAT}accessURL> {stem}.nq>",
        f"{stem}.nq> <{DCAT}mediaType> <https://www.iana.org/assignments/media-types/application/n-quads>",
        f"{stem}/build>{_A}<{PROV}Activity>",
        f"{stem}/build> <{PROV}used> {source}",
        f"{stem}/build> <{PROV}used> <{HRM.removesuffix('#')}>",
        f"{stem}/build> <{PROV}wasAssociatedWith> {own(f'software/kg/{__version__}')}",
        f"{source}{_A}{hrm('SourceDocument')}",
        f"{source}{_A}<{PROV}Entity>",
        f"{source} <{DCT}identifier> {text('sha256:' + reading.document.sha256)}",
        f"{source} <{DCT}extent> {number(reading.ledger.characters)}",
        f"{source} <{DCT}format> {text('text/plain; charset=utf-8')}",
        f"{source} <{DCT}language> {iri(languages[reading.language].authority)}",
        f"{source} {hrm('text')} {text(reading.document.text)}",
    ]
    for line in lines:
        yield line + end
