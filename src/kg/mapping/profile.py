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
_PART = f"<{DCT}isPartOf> "
_PRINTED, _LABEL, _BODY_TEXT = (hrm(n) + " " for n in ("asPrinted", "labelAsPrinted", "bodyAsPrinted"))
_VALUE, _LOWER, _UPPER = (hrm(n) + " " for n in ("value", "lowerBound", "upperBound"))
_INTEGER = f'"^^<{XSD}integer>'
# Predicate and the stem of its object together: the fewer pieces a line is put together from, the faster.
_INDICATOR, _GROUP, _UNIT, _ANSWER, _REPORTED, _REASON = (
    f"{hrm(name)} <{BASE}vocab/{path}/"
    for name, path in (
        ("indicator", "indicator"),
        ("group", "group"),
        ("unit", "unit"),
        ("answer", "scale"),
        ("standing", "standing"),
        ("reason", "gap-reason"),
    )
)
_INSTRUMENT = f"{hrm('instrument')} <{BASE}instrument/"
_SAME, _SUBSET = hrm("sameAmountAs") + " ", hrm("subsetOf") + " "
_ANY = f"{hrm('scope')} <{BASE}body/any>"
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
    passage = f"<{PROV}wasDerivedFrom> <{source_iri(reading.document.sha256)}/"
    language = f"@{reading.language}"
    part, figures, assessments = f"{_PART}{profile}", f"<{QB}dataSet> {stem}figures>", f"<{QB}dataSet> {stem}assessments>"
    for fact in reading.facts:
        s = f"{stem}{fact.statement}>"
        then = f"{end}{s} "
        content = fact.content
        if isinstance(content, Figure):
            # Only a figure with a value that repeats no other is an observation of the cube (integrity constraint IC-12).
            observed = content.value is not None and not _repeated(fact)
            body = f"{s}{_FIGURE}{then}{figures if observed else part}{_figure(content, then, stem, language)}"
        elif isinstance(content, Assessment):
            named = _bodies("body", content.bodies, then, language) if content.bodies else ""
            member = part if _repeated(fact) else assessments
            body = f"{s}{_ASSESSMENT}{then}{member}{then}{_ANSWER}{content.answer}>{then}{_GROUP}{content.group}>{named}"
        elif isinstance(content, Gap):
            named = _bodies("withheldBy", content.withheld_by, then, language) if content.withheld_by else ""
            body = f"{s}{_GAP}{then}{part}{then}{_REASON}{content.reason}>{then}{_GROUP}{content.group}>{named}"
        elif isinstance(content, ReportedStanding):
            body = f"{s}{_STANDING}{then}{part}{then}{_REPORTED}{content.standing}>{then}{_INSTRUMENT}{content.instrument}>"
        elif isinstance(content, Designation):
            named = _bodies("body", (content.body,), then, language)
            superior = _bodies("answersTo", (content.answers_to,), then, language) if content.answers_to else ""
            body = f"{s}{_DESIGNATION}{then}{part}{named}{superior}"
        else:
            body = f"{s}{_NARRATIVE}{then}{part}"
        # The words apart from the rest: plain ASCII is stored and encoded twice as fast as text with one Cyrillic letter in it.
        if fact.indicator is None:
            yield f"{body}{then}{passage}{fact.start}-{fact.end}>{end}"
            yield f"{s} {_PRINTED}{text(fact.as_printed)}{language}{end}"
            continue
        similar = f"{then}{hrm('recognition')} {text(fact.match)}" if fact.match[0] == "f" else ""
        yield f"{body}{then}{passage}{fact.start}-{fact.end}>{then}{_INDICATOR}{fact.indicator}>{similar}{end}"
        yield f"{s} {_PRINTED}{text(fact.as_printed)}{language}{then}{_LABEL}{text(fact.label)}{language}{end}"


def _figure(content: Figure, then: str, stem: str, language: str) -> str:
    """What a figure says, each line begun by ``then``: the end of the line before and the subject."""
    value = content.value
    lines = f"{then}{_UNIT}{content.unit}>{then}{_GROUP}{content.group}>"
    if type(value) is int:
        lines += f'{then}{_VALUE}"{value}{_INTEGER}'
    elif value is not None:
        lines += f"{then}{_VALUE}{number(value)}"
    if content.lower is not None and content.upper is not None:
        lines += f"{then}{_LOWER}{number(content.lower)}{then}{_UPPER}{number(content.upper)}"
    lines += f"{then}{_ANY}" if content.scope is None else _bodies("scope", (content.scope,), then, language)
    if content.data_from:
        lines += _bodies("dataFrom", content.data_from, then, language)
    if content.same_amount_as:
        lines += f"{then}{_SAME}{stem}{content.same_amount_as}>"
    if content.subset_of:
        lines += f"{then}{_SUBSET}{stem}{content.subset_of}>"
    return lines


def _repeated(fact: Fact) -> bool:
    """Whether the statement's name carries the number of a repeated row."""
    stem, dash, number_ = fact.statement.rpartition("-")
    return bool(dash) and number_.isdigit() and "." not in number_ and (stem.startswith(fact.indicator or "\0"))


def _bodies(relation: str, bodies: tuple[Body, ...], then: str, language: str) -> str:
    """Links to bodies; one that does not resolve is ``body:as-printed`` with its words beside it. No line twice."""
    lines: list[str] = []
    for body in bodies:
        lines.append(f"{then}{hrm(relation)} {own('body/' + (body.code or 'as-printed'))}")
        if body.code is None:
            lines.append(f"{then}{_BODY_TEXT}{text(body.as_printed)}{language}")
    return "".join(dict.fromkeys(lines))


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
