"""A coordinator's word to everybody on shift: from the engine, which keeps it for a while, to every console of this node."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from luisterlijn.channel import protocol
from luisterlijn.channel.names import Names
from luisterlijn.channel.refresh import Refresher
from luisterlijn.contact import help as helping
from luisterlijn.contact.help import Notice
from luisterlijn.live.line import Line

KEPT = timedelta(minutes=10)
"""A console that opens within this still shows it."""


class Console(Protocol):
    """A volunteer's page."""

    def tell(self, frame: protocol.Frame) -> None:
        """Send a frame."""


class Notices:
    """The notices of one line on one node, and the consoles they go to."""

    def __init__(self, line: Line, names: Names) -> None:
        self._line, self._names = line, names
        self._consoles: set[Console] = set()
        self._known: tuple[Notice, ...] | None = None  # None: not looked yet
        self._refresher = Refresher(self._look, lambda: None)

    def enter(self, console: Console, now: datetime) -> None:
        """A console is open: it is told what it has just missed, and from now on."""
        self._consoles.add(console)
        for notice in self._known or ():
            if notice.at > now - KEPT:
                console.tell(self._frame(notice))

    def leave(self, console: Console) -> None:
        """It is closed."""
        self._consoles.discard(console)

    def look(self) -> None:
        """There may be a new one: tell it."""
        self._refresher.ask()

    async def give(self, coordinator: str, body: str) -> None:
        """Tell every console of the line, on every node.

        Raises:
            EngineAwayError: Valkey is away.
        """
        await helping.notice(self._line, coordinator, body, KEPT)

    async def _look(self) -> None:
        found = await helping.notices(self._line)
        await self._names.load(one.by for one in found)
        before, self._known = self._known, found
        for notice in found:
            if before is not None and notice not in before:
                for console in list(self._consoles):
                    console.tell(self._frame(notice))

    def _frame(self, notice: Notice) -> protocol.Notice:
        return protocol.Notice(at=notice.at, by=self._names.of(notice.by), body=notice.body)
