"""Keeps `requirement` up: how many people each coming quarter needs, for coverage, call-outs, gauges and pages to go by.

Every node looks; one at a time computes, outside of the snapshot it reads in. Rows of quarters that are over stay as they
were: what was forecast can be held against what came.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import structlog
from sqlalchemy import ARRAY, Double, Integer, Text, bindparam, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.errors import RefusedError, StoreAwayError
from luisterlijn.facts import Channel
from luisterlijn.insight import demand
from luisterlijn.insight.demand import quarter_at
from luisterlijn.insight.plan import BAND, Ground, needed
from luisterlijn.insight.series import QUARTER
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import requirement
from luisterlijn.volunteer.coverage import CHANNELS

log = structlog.get_logger()

LOCK = 0x706C616E  # "plan"; the other half of the lock is the line
EVERY = timedelta(minutes=15)
LOOK_SECONDS = 60.0
KEPT = timedelta(days=400)

WRITE = text("""
    INSERT INTO requirement (line, channel, starts_at, people, spread, binds, load, mean, low, high, made_at)
    SELECT :line, :channel, CAST(:begin AS timestamptz) + (n - 1) * interval '15 minutes', people,
           (CAST(:spread AS int[]))[(n - 1) * :rates + 1 : n * :rates], binds, load, mean, low, high, :now
    FROM unnest(CAST(:people AS int[]), CAST(:binds AS text[]), CAST(:load AS float8[]), CAST(:mean AS float8[]),
                CAST(:low AS int[]), CAST(:high AS int[]))
         WITH ORDINALITY AS made (people, binds, load, mean, low, high, n)
    ON CONFLICT (line, channel, starts_at) DO UPDATE
    SET people = excluded.people, spread = excluded.spread, binds = excluded.binds, load = excluded.load,
        mean = excluded.mean, low = excluded.low, high = excluded.high, made_at = excluded.made_at
""").bindparams(
    *(bindparam(name, type_=ARRAY(Integer)) for name in ("spread", "people", "low", "high")),
    *(bindparam(name, type_=ARRAY(Double)) for name in ("load", "mean")),
    bindparam("binds", type_=ARRAY(Text)),
)


class Planner:
    """One node's part in it; `run` looks until cancelled."""

    def __init__(self, database: Database, settings: Settings, now: Callable[[], datetime] = clock.now) -> None:
        self._database, self._settings, self._now = database, settings, now
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """Something it rests on was just changed: compute anew."""
        self._asked.set()

    async def run(self) -> None:
        """Keep it up until cancelled; does without PostgreSQL while that is away."""
        await self._database.wait_ready()
        anew = False
        while True:
            anew = anew or self._asked.is_set()
            self._asked.clear()
            with suppress(StoreAwayError):
                await self.look(anew=anew)
                anew = False
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._asked.wait()

    async def look(self, *, anew: bool = False) -> bool:
        """Compute what is older than a quarter of an hour, or `anew` whatever its age; whether it was this node that did.

        A node that computes already may have read what was before: `anew` waits for it.

        Raises:
            StoreAwayError: PostgreSQL is away.
        """
        line = self._settings.line.id
        async with self._database.transaction() as connection:
            if not await self._alone(connection, waits=anew):
                return False
            now = self._now()
            made = select(func.max(requirement.c.made_at)).where(requirement.c.line == line)
            last = (await connection.execute(made)).scalar_one()
            if not anew and last is not None and now - EVERY < last <= now:
                return False
            for channel in CHANNELS:
                await self._channel(connection, channel, now)
            old = (requirement.c.line == line) & (requirement.c.starts_at < now - KEPT)
            await connection.execute(delete(requirement).where(old))
        return True

    async def _alone(self, connection: AsyncConnection, *, waits: bool) -> bool:
        """Whether no other node computes until this transaction is over."""
        lock = func.pg_advisory_xact_lock if waits else func.pg_try_advisory_xact_lock
        held = (await connection.execute(select(lock(LOCK, func.hashtext(self._settings.line.id))))).scalar_one()
        return waits or bool(held)

    async def _channel(self, connection: AsyncConnection, channel: Channel, now: datetime) -> None:
        begin = quarter_at(now)
        async with self._database.transaction(snapshot=True) as reading:
            known = await demand.past(reading, self._settings, channel, now)
        row = await asyncio.to_thread(self._row, known, begin, begin + self._settings.planning.ahead)
        mine = (requirement.c.line == self._settings.line.id) & (requirement.c.channel == channel)
        if row is None:
            await connection.execute(delete(requirement).where(mine, requirement.c.starts_at >= begin))
            return
        await connection.execute(
            WRITE, row | {"line": self._settings.line.id, "channel": channel, "begin": begin, "now": now}
        )

    def _row(self, known: demand.Past, begin: datetime, end: datetime) -> dict[str, Any] | None:
        """The columns of a channel's rows; None where there is no history to forecast from, or none that can be."""
        found = demand.ground(known, self._settings, begin, begin + (end - begin) // QUARTER * QUARTER)
        try:
            return _columns(found) if found.forecast.weeks else None
        except RefusedError as error:
            log.warning("plan.refused", channel=known.series.channel, why=error.remedy)
            return None


def _columns(ground: Ground) -> dict[str, Any]:
    need = needed(ground)
    low, high = (np.where(ground.open, ground.forecast.quantile(q), 0).astype(int) for q in BAND)
    return {
        "people": need.people.tolist(),
        "spread": need.spread.ravel().tolist(),
        "rates": need.spread.shape[1],
        "binds": list(map(str, need.binds)),
        "load": need.load.tolist(),
        "mean": (ground.forecast.mean * ground.open).tolist(),
        "low": low.tolist(),
        "high": high.tolist(),
    }
