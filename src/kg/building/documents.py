"""The documents of a build: all are declared first, then read one at a time; of what was read the hashes stay, and no text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256

from kg.building.options import Options
from kg.building.sources import Source, declared
from kg.errors import InputError
from kg.interpreting import interpret
from kg.model import About, Document, Reading
from kg.reading import sidecar, text


@dataclass(slots=True)
class Declared:
    """A document whose declarations are known. What is '' is known when its text was read."""

    source: Source
    about: About
    sidecar_hash: str
    """SHA-256 of the sidecar as it is stored, '' where there is none."""
    file_hash: str = ""
    """SHA-256 of the document as it is stored."""
    text_hash: str = ""
    """SHA-256 of its canonical text."""
    left_out: bool = False

    def read(self) -> Document:
        """The document; raises as :func:`kg.reading.text.read`, and KG101 when another text was read the first time."""
        data = text.load(self.source.path, self.source.shown)
        found = sha256(data).hexdigest()
        if self.file_hash not in ("", found):
            raise InputError("KG101", "the document changed while it was built", mend="build it again", file=self.source.shown)
        document = text.document(data, self.source.shown)
        self.file_hash, self.text_hash = found, document.sha256
        return document


class Documents:
    """The documents of a build in the order of their profiles, and those that are left out, each with the reason.

    Two that claim one profile are both left out.
    """

    def __init__(self, sources: list[Source], options: Options) -> None:
        self._unreadable: list[tuple[str, InputError]] = []
        self._clashing: list[tuple[str, InputError]] = []
        self._not_understood: list[tuple[str, InputError]] = []
        claims: dict[str, list[Declared]] = {}
        for source in sources:
            try:
                data = sidecar.load(source.sidecar, source.sidecar_shown) if source.sidecar else None
                about = declared(source, options, data)
            except InputError as error:
                self._unreadable.append((source.shown, error))
                continue
            claims.setdefault(about.profile, []).append(Declared(source, about, "" if data is None else sha256(data).hexdigest()))
        self._all = [one for _, claimed in sorted(claims.items()) for one in self._unclashed(claimed)]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Declared]:
        return iter(self._all)

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Documents left out so far, as (shown path, reason): those that cannot be read, that clash, that are not understood."""
        return [(shown, str(error)) for shown, error in self.errors]

    @property
    def errors(self) -> list[tuple[str, InputError]]:
        """Why each of :attr:`left_out` is."""
        return [*sorted(self._unreadable, key=lambda pair: pair[0]), *self._clashing, *self._not_understood]

    def _unclashed(self, claimed: list[Declared]) -> list[Declared]:
        """Those that nobody else claims to be; a claim counts only when the document can be read."""
        if len(claimed) > 1:
            claimed = [one for one in claimed if self._read(one)]
        if len(claimed) < 2:
            return claimed
        for one in claimed:
            others = ", ".join(other.source.shown for other in claimed if other is not one)
            clash = InputError(
                "KG307",
                f"the document claims the profile {one.about.profile}",
                why=f"so does {others}",
                mend="give each its own edition",
                file=one.source.shown,
            )
            self._clashing.append((one.source.shown, clash))
        return []

    def _read(self, one: Declared) -> Document | None:
        try:
            return one.read()
        except InputError as error:
            self._unreadable.append((one.source.shown, error))
            one.left_out = True
            return None

    def readings(self, without: Collection[str] = ()) -> Iterator[tuple[Declared, Reading]]:
        """Facts of each document in turn, but for the profiles ``without``.

        What cannot be read or interpreted, or does not account for every character, is left out and not tried again.
        """
        for one in self._all:
            if one.left_out or one.about.profile in without:
                continue
            document = self._read(one)
            if document is None:
                continue
            try:
                reading = interpret(document, language=one.about.language, area=one.about.area)
                if not reading.ledger.closes:
                    raise InputError(
                        "KG109",
                        "the ledger of the document does not close",
                        why="a character is in no account",
                        file=one.source.shown,
                    )
            except InputError as error:
                self._not_understood.append((one.source.shown, error))
                one.left_out = True
                continue
            yield one, reading

    def inputs(self) -> dict[str, str]:
        """SHA-256 of the documents that were read and of their sidecars, by paths that do not depend on where they lie."""
        hashes = {}
        for one in (one for one in self._all if one.file_hash):
            hashes[f"documents/{one.source.shown}"] = one.file_hash
            if one.sidecar_hash:
                hashes[f"documents/{one.source.sidecar_shown}"] = one.sidecar_hash
        return hashes
