"""The same data and shapes through several engines, results compared as multisets: nothing but a known fault may differ.

Compared are focus node, path, value, component, severity and source shape, against the default engine. Each difference is listed with the
engines on either side; one that no entry of ``faults.toml`` explains, one that is a fault of the default engine, and a refusal that is not
known make the check fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import rdflib

from kg.errors import ValidationError
from kg.validation import engines, faults
from kg.validation.data import Data
from kg.validation.faults import Fault
from kg.validation.paths import SH
from kg.validation.report import Finding, local_name, plain
from kg.validation.situations import Seen
from kg.validation.structure import Index, Structure

ENGINES = ("default", "pyshacl", "pyshacl-turbo")


class Key(NamedTuple):
    """What of a finding is compared."""

    focus: Any
    path: Any
    value: Any
    component: str
    severity: str
    shape: Any

    def __str__(self) -> str:
        value = "" if self.value is None else f" value {self.value}"
        path = "" if self.path is None else f" path {self.path}"
        return f"{local_name(self.component)} {local_name(self.severity)} of {plain(self.shape)} at {self.focus}{path}{value}"


def key(finding: Finding) -> Key:
    """What is compared of a finding."""
    return Key(finding.focus, finding.path, finding.value, finding.component, finding.severity, finding.shape)


@dataclass(frozen=True, slots=True)
class Difference:
    """A result that the engines give unequally often. ``counts`` says how often by engine, ``fault`` whose fault it is known to be."""

    key: Key
    engine: str
    counts: Mapping[str, int]
    fault: Fault | None

    @property
    def direction(self) -> str:
        """``missing`` or ``extra``: in the engine, as seen from the default one."""
        return "missing" if self.counts[self.engine] < self.counts["default"] else "extra"

    def __str__(self) -> str:
        sides = ", ".join(f"{engine} {count}" for engine, count in self.counts.items())
        why = f" [{self.fault.engine}: {self.fault.what}]" if self.fault else ""
        return f"{self.direction} in {self.engine}: {self.key} ({sides}){why}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An engine that gave no results: its words, and the fault where that is known."""

    engine: str
    why: str
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """The outcome: how many results the default engine gave, the engines with their versions, what differs and who refused."""

    engines: Mapping[str, str]
    results: int
    differences: tuple[Difference, ...]
    refusals: tuple[Refusal, ...]

    @property
    def known(self) -> tuple[Difference, ...]:
        """Differences that are a listed fault of another engine than the default one."""
        return tuple(one for one in self.differences if one.fault is not None and one.fault.engine != "default")

    @property
    def ours(self) -> tuple[Difference, ...]:
        """Differences that are a listed fault of the default engine, to be mended."""
        return tuple(one for one in self.differences if one.fault is not None and one.fault.engine == "default")

    @property
    def unknown(self) -> tuple[Difference, ...]:
        """Differences that nothing explains."""
        return tuple(one for one in self.differences if one.fault is None)

    @property
    def fine(self) -> bool:
        """Whether the default engine is confirmed: nothing unexplained, none of its own faults, no refusal but known ones."""
        return not self.unknown and not self.ours and all(refusal.fault is not None for refusal in self.refusals)

    def lines(self) -> list[str]:
        """For people: the unexplained first, in both directions."""
        refused = [f"{one.engine} refuses: {one.why}" + (f" [{one.fault.what}]" if one.fault else "") for one in self.refusals]
        return [*map(str, self.unknown), *map(str, self.ours), *refused, *map(str, self.known)]


def cross_check(data: Data, structure: Structure, engines_used: Iterable[str] = ENGINES) -> CrossCheck:
    """Runs the engines and compares each with the default one. Raises :class:`ValidationError` KG605, KG620 as the default engine does, and
    KG620 for an engine that is not installed."""
    names = list(dict.fromkeys(("default", *engines_used)))
    modules = {name: engines.engine(name) for name in names}
    found = {"default": Counter(map(key, modules["default"].run(data, structure)))}
    triples = Index(data.quads())
    refusals = []
    for name in names[1:]:
        rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it to True whenever it is done
        try:
            found[name] = Counter(map(key, modules[name].run(data, structure)))
        except ValidationError as error:
            refusals.append(_refusal(name, _version(modules[name]), str(error), structure, triples))
        except Exception as error:  # noqa: BLE001  a crash of another engine is what is looked for
            refusals.append(_refusal(name, _version(modules[name]), f"{type(error).__name__}: {error}", structure, triples))
    versions = {name: _version(module) for name, module in modules.items()}
    differences = [
        Difference(one, name, {other: found[other][one] for other in found}, _fault(name, one, found, versions, structure, triples))
        for name in found
        for one in sorted(set(found["default"]) | set(found[name]), key=str)
        if found["default"][one] != found[name][one]
    ]
    listed = {name: module.NAME for name, module in modules.items()}
    return CrossCheck(listed, found["default"].total(), tuple(differences), tuple(refusals))


def _version(module: engines.Engine) -> str:
    return module.NAME.split(",")[0].rpartition(" ")[2]


def _refusal(name: str, version: str, words: str, structure: Structure, triples: Index) -> Refusal:
    listed = (one for one in faults.known() if one.engine == name and one.holds(version))
    why = " ".join(words.split())[:300]
    return Refusal(name, why, next((one for one in listed if faults.refused(one, why, structure, triples)), None))


def _fault(
    name: str, one: Key, found: Mapping[str, Counter[Key]], versions: Mapping[str, str], structure: Structure, triples: Index
) -> Fault | None:
    """The first listed fault that explains a difference: of the engine; else of the default one, where the effect is the opposite.

    Several explain it together where none does alone; what a fault of the default engine has a part in is one of it.
    """
    shape = structure.shapes.get(one.shape)
    if shape is None:
        return None
    counts = found["default"][one], found[name][one]
    missing, wanted = counts[1] < counts[0], abs(counts[0] - counts[1])
    core = local_name(one.component).removesuffix("ConstraintComponent") if one.component.startswith(SH) else one.component
    seen = Seen(structure, triples, shape, core, one.focus, one.value, counts)
    explaining: list[Fault] = []
    total = 0
    for engine, effect in {name: "missing" if missing else "extra", "default": "extra" if missing else "missing"}.items():
        for fault in faults.known():
            if fault.engine == engine and fault.holds(versions[engine]) and (part := faults.explained(fault, effect, seen)):
                explaining.append(fault)
                total += part
        if total >= wanted:
            return explaining[-1] if explaining[-1].engine == "default" else explaining[0]
    return None
