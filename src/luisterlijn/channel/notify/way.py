"""What every way of sending has in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, TypeAlias

WayKind: TypeAlias = Literal["mail", "push", "url"]


@dataclass(frozen=True)
class Words:
    """A message in somebody's language: a line, some sentences, and where to go from there."""

    title: str
    body: str
    url: str

    @property
    def text(self) -> str:
        """The sentences and the link, for ways that have no link of their own."""
        return f"{self.body}\n\n{self.url}" if self.url else self.body


@dataclass(frozen=True)
class Letter:
    """What a way is handed: `number` is the message's own, the same at every try; it is worth nothing after `lives`."""

    number: int
    words: Words
    urgent: bool
    lives: timedelta


class NotSentError(Exception):
    """A try failed.

    Args:
        trouble: what went wrong, in a few words; no address, no secret.
        for_good: trying again cannot help.
        gone: the way itself is no more, and should be forgotten.
    """

    def __init__(self, trouble: str, *, for_good: bool = False, gone: bool = False) -> None:
        super().__init__(trouble)
        self.trouble, self.for_good, self.gone = trouble[:200], for_good or gone, gone


class Sender(Protocol):
    """One way of sending."""

    async def send(self, address: str, letter: Letter) -> None:
        """Hand the letter over.

        Raises:
            NotSentError: it was not taken.
        """
