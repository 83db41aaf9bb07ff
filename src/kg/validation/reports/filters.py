"""What the filters of a page offer: the severities, states, rules and documents of results."""

from __future__ import annotations

from collections.abc import Iterable

from kg.validation.report import Result, Texts
from kg.validation.reports import groups, words


def choices(results: Iterable[Result]) -> dict[str, dict[str, Texts]]:
    """By name of a filter its values with their texts, each in the order in which results have them."""
    kinds: dict[str, dict[str, Texts]] = {"severity": {}, "state": {}, "shape": {}, "document": {}}
    for result in results:
        rule, where = groups.rule(result), groups.where(result)
        kinds["severity"].setdefault(result.severity, words.severity(result.severity))
        kinds["state"].setdefault(words.state(result), words.head(words.state(result)))
        if rule not in kinds["shape"]:
            number = f"{result.requirement} " if result.requirement else ""
            kinds["shape"][rule] = {tag: number + text for tag, text in groups.name(result).items()}
        kinds["document"].setdefault(where, {"": where} if where else words.head("no-place"))
    return kinds
