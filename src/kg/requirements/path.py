"""Property paths of SHACL 1.0, section 2.3.1."""

from __future__ import annotations

from dataclasses import dataclass

FORMS = {"inversePath": "^{}", "zeroOrMorePath": "{}*", "oneOrMorePath": "{}+", "zeroOrOnePath": "{}?"}


@dataclass(frozen=True)
class PropertyPath:
    """A path: ``operator`` is ``''`` for a predicate, ``/`` or ``|`` for many members, else one of :data:`FORMS`."""

    operator: str
    members: tuple[PropertyPath, ...] = ()
    predicate: str = ""

    def sparql(self) -> str:
        """The path in the syntax of SPARQL 1.1, section 9.1."""
        if not self.operator:
            return f"<{self.predicate}>"
        parts = [part.sparql() if not part.operator else f"({part.sparql()})" for part in self.members]
        return self.operator.join(parts) if self.operator in "/|" else self.operator.format(*parts)
