"""What a node does once a second: places and waits to callers in line, figures to dashboards, silent sockets closed."""

from __future__ import annotations

import asyncio

import structlog

from luisterlijn.channel.board import Boards
from luisterlijn.channel.caller import CallerSession
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.outbox import Writer

log = structlog.get_logger()

TICK_SECONDS = 1.0
PAUSE_EVERY = 250
"""Callers looked at before others have their turn: about a millisecond."""

PAUSE_COMPUTED = 4
"""Estimates computed before others have their turn: a few milliseconds."""

ANEW_EVERY = 15
"""Ticks after which waits are computed anew although nothing happened."""

SILENT_BEATS = 6
"""Heartbeats without a word after which a socket is given up; the page, should it be there, comes back."""


class Ticks:
    """The node's second hand."""

    def __init__(self, desk: Desk, boards: Boards, writer: Writer) -> None:
        self._desk, self._boards, self._writer = desk, boards, writer
        self._callers: set[CallerSession] = set()
        self._told_at = -1
        self._passes = 0
        self.sent = 0

    def add(self, session: CallerSession) -> None:
        """A caller's socket is open."""
        self._callers.add(session)

    def remove(self, session: CallerSession) -> None:
        """It is closed."""
        self._callers.discard(session)

    async def run(self) -> None:
        """Tick until cancelled."""
        silence = SILENT_BEATS * self._desk.settings.timing.heartbeat.total_seconds()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self.broadcast()
            self._boards.tell()
            if self._passes % ANEW_EVERY == 0:
                self._writer.close_silent(asyncio.get_running_loop().time() - silence)

    async def broadcast(self, *, force: bool = False) -> int:
        """Tell callers in line their place and wait where what they are shown has changed; the frames sent.

        Args:
            force: to all in line, changed or not (measurements).
        """
        self._passes += 1
        changed = self._desk.hub.changed
        if not force and changed == self._told_at and self._passes % ANEW_EVERY:
            return 0
        self._told_at = changed
        callers = {session.contact: session for session in self._callers if session.waiting}
        if not callers:
            return 0
        waits, sent, mirror = self._desk.waits(), 0, self._desk.hub.mirror
        at, on_offer, computed = waits.at, mirror.on_offer, 0
        for number, (waiting, rank, ahead) in enumerate(mirror.in_order()):
            if number % PAUSE_EVERY == PAUSE_EVERY - 1 or waits.computed >= computed + PAUSE_COMPUTED:
                computed = waits.computed
                await asyncio.sleep(0)
            session = callers.get(waiting.contact)
            if session is not None:
                shown = at(rank, ahead, waiting)
                sent += session.show(waits.asked(shown) if on_offer(waiting.contact) else shown, force=force)
        self.sent += sent
        return sent
