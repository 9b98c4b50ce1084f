"""Contacts become history: whole days of UTC, counted by quarter and channel, written once and kept for good.

Any number of nodes run it; one at a time has the lock. How far it is moves in the transaction of what it wrote. A day is
written two days after it ended: nothing that counts happens to its contacts any more, whose tickets are worth nothing.
A day of UTC, not of the line, since a caller's pseudonym is of a day of UTC.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.contact.history import place
from luisterlijn.errors import StoreAwayError
from luisterlijn.insight.figures import BEGINNING, REMEMBERED
from luisterlijn.insight.history import rolled_until
from luisterlijn.insight.quarters import DAY, counted
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import RECORD, contact, fact_position, quarter, rolled_up

log = structlog.get_logger()

LOCK = 0x726F6C6C  # "roll"; the other half of the lock is the line
EVERY = timedelta(minutes=10)
SETTLED = REMEMBERED
"""So long after its end a day is written."""

QUIET = timedelta(days=30)
"""So long after it a day is written although no later fact was: nothing more will come of a line that has gone quiet."""


class RollUp:
    """One node's roll-up of one line."""

    def __init__(self, database: Database, line: str, now: Callable[[], datetime] = clock.now) -> None:
        self._database, self._line, self._now = database, line, now

    async def run(self) -> None:
        """Roll up what can be until cancelled; does without PostgreSQL while that is away."""
        await self._database.wait_ready()
        while True:
            try:
                while await self.step():
                    pass
            except StoreAwayError:
                pass
            await asyncio.sleep(EVERY.total_seconds())

    async def step(self) -> bool:
        """Roll up one day; False if there is none to roll up now, or another node is at it.

        Raises:
            StoreAwayError: PostgreSQL is away.
        """
        async with self._database.transaction() as connection:
            free = select(func.pg_try_advisory_xact_lock(LOCK, func.hashtext(self._line)))
            if not (await connection.execute(free)).scalar_one():
                return False
            day = await self._next(connection)
            if day is None or day + DAY + SETTLED > await self._settled(connection):
                return False
            await self._write(connection, day)
        log.info("history.rolled_up", line=self._line, day=day.date().isoformat())
        return True

    async def _next(self, connection: AsyncConnection) -> datetime | None:
        """The first day not rolled up; None while there were no contacts at all."""
        until = await rolled_until(connection, self._line)
        if until is None:
            wanted = select(func.min(contact.c.arrived_at)).where(contact.c.line == self._line)
            until = (await connection.execute(wanted)).scalar_one()
        return until and until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    async def _settled(self, connection: AsyncConnection) -> datetime:
        """Until when the rows hold what happened: while PostgreSQL was away facts wait in the stream."""
        wanted = select(fact_position.c.last_fact).filter_by(consumer=RECORD, line=self._line)
        last: str | None = (await connection.execute(wanted)).scalar_one_or_none()
        return min(max(clock.from_ms(place(last or BEGINNING)[0]), self._now() - QUIET), self._now())

    async def _write(self, connection: AsyncConnection, day: datetime) -> None:
        rows = counted(self._line, day, day + DAY).subquery()
        names = [column.name for column in rows.c]
        kept = select(literal(self._line), literal("recorded"), *rows.c)
        written = insert(quarter).from_select(["line", "source", *names], kept).on_conflict_do_nothing()
        await connection.execute(written)
        reached = insert(rolled_up).values(line=self._line, rolled_until=day + DAY)
        moved = reached.on_conflict_do_update(index_elements=["line"], set_={"rolled_until": day + DAY})
        await connection.execute(moved)
