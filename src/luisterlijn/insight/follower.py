"""Keeps a node's figures: a base from SQL, then the fact stream, each fact once.

While PostgreSQL is away the facts still in the stream are counted by themselves; once it is there the figures are built
anew from its rows and the facts after them, and take the place of the first ones. Nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from luisterlijn import clock
from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.facts import Fact
from luisterlijn.insight import past
from luisterlijn.insight.figures import Figures
from luisterlijn.insight.learned import Learned, Priors
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.tally import Tally
from luisterlijn.insight.today import Today
from luisterlijn.live.backoff import Backoff
from luisterlijn.sql.database import Database

log = structlog.get_logger()

BATCH = 1000
BLOCK_MS = 1000
FORGET_EVERY = timedelta(hours=1)
BASE_EVERY = timedelta(seconds=1)


class Reader(Protocol):
    """Where facts come from (`live.stream.FactReader`)."""

    last_id: str

    async def read(self, after: str, count: int, block_ms: int) -> list[Fact]:
        """Facts after an id; `last_id` is then the last entry seen, read or not."""


class Follower:
    """The figures of one line on one node; `run()` keeps them up.

    Args:
        zone: the line's time zone.
        target: of the service level.
        priors: of what is learned for the waits told.
        now: the present instant.
    """

    def __init__(
        self,
        database: Database,
        reader: Reader,
        line: str,
        zone: ZoneInfo,
        *,
        target: Target | None = None,
        priors: Priors | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database, self._reader, self._line = database, reader, line
        self._new = partial(Figures, zone, target or Target(), priors=priors)
        self._now = now
        self.figures = self._new()
        self.complete = False
        self._next_base = self._next_forget = now()

    @property
    def tally(self) -> Tally:
        """All counters."""
        return self.figures.tally

    def learned(self) -> Learned:
        """Handle time and patience of the last hours."""
        return self.figures.learned

    def today(self) -> Today:
        """The figures of the line's present day."""
        return self.figures.today(self._now())

    async def run(self) -> None:
        """Follow the stream until cancelled; waits out an absent Valkey, and does without PostgreSQL."""
        backoff = Backoff()
        while True:
            try:
                await self.step(BLOCK_MS)
                backoff.reset()
            except EngineAwayError:
                await backoff.wait()

    async def step(self, block_ms: int = 0) -> None:
        """Count one batch; the base first, if it is not there yet.

        Raises:
            EngineAwayError: the facts cannot be read.
        """
        now = self._now()
        if not self.complete and now >= self._next_base:
            self._next_base = now + BASE_EVERY
            await self._rebase(now)
        await self._count(self.figures, block_ms)
        if now >= self._next_forget:
            self._next_forget = now + FORGET_EVERY
            self.figures.forget(now)

    async def _count(self, figures: Figures, block_ms: int) -> None:
        facts = await self._reader.read(figures.position, BATCH, block_ms)
        figures.apply(facts, self._reader.last_id)

    async def _rebase(self, now: datetime) -> None:
        try:
            base = await past.base(self._database, self._line, now)
        except StoreAwayError:
            return
        figures, before = self._new(base), ""
        while figures.position != before:  # up to the end of the stream, so that no figure falls back
            before = figures.position
            await self._count(figures, 0)
        self.figures, self.complete = figures, True
        log.info("figures.complete", line=self._line, fact=base.position)
