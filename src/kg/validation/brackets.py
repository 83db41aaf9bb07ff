r"""Classes in square brackets of XPath's regular expressions (XSD 1.1 Datatypes, appendix G.4.1) for the crate ``regex`` of Rust.

In Rust ``&&``, ``--``, ``~~`` and a second ``[`` are set operations; in XPath the first three are signs, ``-[…]`` at the end subtracts,
and a bare ``[`` is not allowed (other engines take it for a sign, so that it is refused).
"""

from __future__ import annotations

from typing import NamedTuple

from kg.validation import escapes
from kg.validation.escapes import UnfitError

EYES = "iI\u0131"
"""XPath pairs letters by their capitals too, so that the i without a dot is one of them under flag i; in Rust it is not."""
_DEEPEST, _MANY = 50, 1000


class _Member(NamedTuple):
    """A part of a class: its text, its first and last sign ('' for a set and where they are not known)."""

    text: str
    low: str
    high: str
    many: bool = False
    held: bool = False

    def has(self, sign: str) -> bool:
        """Whether a sign is one of it, and it is no set."""
        return bool(self.low) and self.low <= sign <= self.high

    @property
    def cased(self) -> bool:
        """Whether a letter with capital and small form is one of it, and it is no set; of many signs it is taken for granted."""
        if self.low and ord(self.high) - ord(self.low) > _MANY:
            return True
        signs = map(chr, range(ord(self.low), ord(self.high) + 1)) if self.low else ()
        return any(sign.lower() != sign or sign.upper() != sign for sign in signs)


class Class(NamedTuple):
    """A class: its text, the members that flag i widens and (under that flag) those that it does not, what it is made of."""

    text: str
    plain: str
    held: str
    simple: bool
    """Neither negated nor with another subtracted."""
    cased: bool
    """Whether a letter that flag i widens is in it."""
    mixed: bool
    """Whether something that flag i does not widen is in it."""
    breaks: bool


class Reader:
    """Reads classes of a text. ``at`` is where it stands, ``fold`` whether flag i is set; ``odd`` gathers what XPath does not have."""

    def __init__(self, text: str, at: int, *, fold: bool) -> None:
        self.text, self.at, self.fold = text, at, fold
        self.odd: list[str] = []

    def next(self, ahead: int = 0) -> str:
        """The sign ahead; '' at the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def whole(self, at: int, depth: int = 0) -> Class:
        """A class from behind its first bracket, with what is subtracted from it."""
        if depth > _DEEPEST:
            raise UnfitError(f"classes stand more than {_DEEPEST} deep in one another", at, "write it flatter")
        negated = self.next() == "^"
        self.at += negated
        plain, held, cased, breaks = "", "", False, negated
        other: Class | None = None
        start = self.at
        while self.next() != "]" or self.at == start:
            if self.next() == "-" and self.next(1) == "[" and self.at > start:
                self.at += 2
                other = self.whole(self.at - 1, depth + 1)
                if self.next() != "]":
                    raise UnfitError("a class that is subtracted stands last in its brackets", self.at, "move it to the end")
                break
            found = self.member(at, start)
            if self.next() == "-" and not found.many and self.next(1) not in ("]", "[", ""):
                found = self.range(found, at, start)
            if self.fold and found.held:
                held += found.text
            else:
                plain += "\\^" if found.text == "^" and not plain else found.text
            cased = cased or (self.fold and found.cased)
            if self.fold and any(found.has(sign) for sign in EYES):
                plain += EYES
            breaks = breaks or found.many or not found.low or found.has("\n")
        self.at += 1
        text = f"[{'^' if negated else ''}{plain}{held}]"
        if other is None:
            return Class(text, plain, held, not negated, cased, bool(held), breaks)
        return Class(f"[{text}--{other.text}]", plain, held, False, cased or other.cased, bool(held) or other.mixed, True)

    def member(self, at: int, start: int) -> _Member:
        """One sign of a class, or one escape; ``at`` is where the class begins, ``start`` its first sign."""
        here, sign = self.at, self.next()
        if sign == "\\":
            found = escapes.read(self.text, here)
            self.at = found.end
            self.odd += [found.odd] if found.odd else []
            if found.place:
                raise UnfitError(f"in brackets there is no {found.odd}", here, "write it outside of them, or leave it out")
            return _Member(found.inside, found.sign, found.sign, found.many, found.held)
        self.at += 1
        if not sign:
            raise UnfitError("a [ has no ]", at, r"for the sign itself write \[")
        if sign == "[":
            raise UnfitError("a [ stands in brackets without a backslash", here, r"write \[")
        if sign == "]":
            self.odd.append("[]")
            return _Member("\\]", sign, sign)
        bare = sign
        if sign == "-":
            last, first = self.next() == "]", here == start and self.next() not in ("-", "[") and not self.fold
            bare = sign if (last and not self.fold) or first else "\\-"
        elif sign in "&~" and sign in (self.next(), self.text[here - 1]):
            bare = f"\\{sign}"
        return _Member(bare, sign, sign)

    def range(self, low: _Member, at: int, start: int) -> _Member:
        """From one sign to another; the reader stands at the ``-``."""
        here = self.at
        self.at += 1
        high = self.member(at, start)
        if high.many:
            raise UnfitError("a range ends with a set of characters", here, r"for the sign itself write \-")
        if low.low and high.low and high.low < low.low:
            raise UnfitError(
                f"the range {low.low}-{high.low} runs backwards", here, r"put the smaller sign first, or write \- for the sign itself"
            )
        first, last = ("\\-" if one.text == "-" else one.text for one in (low, high))
        return _Member(f"{first}-{last}", low.low if high.low else "", high.low if low.low else "")
