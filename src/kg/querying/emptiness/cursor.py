"""A place in the tokens of a query."""

from __future__ import annotations

from kg.validation.queries import Token


class Unreadable(ValueError):
    """What stands at an offset cannot be read. Raised with the offset."""


class Cursor:
    """Reads tokens one after the other."""

    def __init__(self, text: str, read: list[Token]) -> None:
        self.text, self.read, self.at = text, read, 0

    @property
    def more(self) -> bool:
        """Whether tokens are left."""
        return self.at < len(self.read)

    @property
    def word(self) -> str:
        """The next word or sign; '' for anything else and at the end."""
        return self.read[self.at].word if self.more else ""

    @property
    def here(self) -> int:
        """Where the next token begins."""
        return self.read[self.at].start if self.more else len(self.text)

    @property
    def last(self) -> int:
        """Where the last token ended."""
        before = self.read[self.at - 1]
        return before.start + len(before.text)

    def take(self) -> Token:
        """The next token. Raises :class:`Unreadable` at the end."""
        if not self.more:
            raise Unreadable(len(self.text))
        self.at += 1
        return self.read[self.at - 1]

    def expect(self, word: str) -> int:
        """Where the next token begins, which is a word or sign. Raises :class:`Unreadable` for another one."""
        start = self.here
        if self.take().word != word:
            raise Unreadable(start)
        return start

    def adjacent(self) -> bool:
        """Whether the next token follows without a space."""
        return self.more and self.here == self.last

    def rest_of_literal(self, token: Token) -> None:
        """Takes language, datatype or the digits behind the beginning of a literal."""
        if token.kind == "string":
            if self.word == "@" and self.adjacent():
                self.take()
                self.take()
                while self.word == "-" and self.adjacent():
                    self.take()
                    self.take()
            elif self.word == "^" and self.more and self.read[self.at + 1 : self.at + 2] and self.read[self.at + 1].word == "^":
                self.take()
                self.take()
                self.take()
            return
        if token.text in "+-":
            token = self.take()
        after = self.read[self.at + 1] if self.at + 1 < len(self.read) else None
        if (
            token.text.isdigit()
            and self.word == "."
            and self.adjacent()
            and after
            and after.start == self.here + 1
            and after.text[0].isdigit()
        ):
            self.take()
            self.take()
