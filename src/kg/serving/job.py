"""A job for a worker and its reply, as they go through a pipe: a line of JSON, then bytes. Nothing that comes back is unpickled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BufferedRWPair
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class Part:
    """A text that was sent: its name for people, its RDF form by the ending of files ('' where it has to be recognised), its bytes."""

    name: str
    form: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """Data to be checked by shapes that were sent, or else by those of a name; ``limit`` bounds texts that entities blow up, in bytes."""

    data: Sequence[Part]
    shapes: Sequence[Part]
    shapes_name: str
    format: str
    language: str
    fail_on: str
    limit: int
    home: str = ""
    """The address of the form, for a page that leads back to it."""
    declared: Mapping[str, str] = field(default_factory=dict)
    """What is declared about a profile document: state, edition, series."""

    def write(self) -> bytes:
        """The job as bytes."""
        parts = {"data": self.data, "shapes": self.shapes}
        said = {name: [{"name": p.name, "form": p.form, "size": len(p.content)} for p in found] for name, found in parts.items()}
        rest = {name: getattr(self, name) for name in ("shapes_name", "format", "language", "fail_on", "limit", "home", "declared")}
        head = json.dumps(said | rest).encode("ascii") + b"\n"
        return b"".join([head, *(part.content for found in parts.values() for part in found)])

    @classmethod
    def read(cls, stream: IO[bytes] | BufferedRWPair) -> Job:
        """A job from its bytes."""
        said = json.loads(stream.readline())
        for kind in ("data", "shapes"):
            said[kind] = [Part(one["name"], one["form"], stream.read(one["size"])) for one in said[kind]]
        return cls(**said)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker says: a report with its verdict, or the fields of a problem."""

    body: bytes = b""
    fails: bool = False
    conforms: bool = False
    problem: Mapping[str, Any] = field(default_factory=dict)

    def write(self) -> bytes:
        """The reply as bytes."""
        head = asdict(self)
        del head["body"]
        return json.dumps(head).encode("ascii") + b"\n" + self.body

    @classmethod
    def parse(cls, text: bytes) -> Reply:
        """A reply from its bytes. Raises :class:`ValueError` for one that broke off."""
        head, line, body = text.partition(b"\n")
        if not line:
            raise ValueError("there is no reply")
        return cls(body=body, **json.loads(head))
