"""What must not remain: contact rows are erased once they are old, but only those of days that were rolled up.

What the figures of the line counted of them is kept as sums, in the transaction that erases them: counters never shrink.
Any number of nodes run it; one at a time has the lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, any_, bindparam, delete, func, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Text

from luisterlijn import clock
from luisterlijn.errors import StoreAwayError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact, erased, rolled_up

log = structlog.get_logger()

LOCK = 0x65726173  # "eras"; the other half of the lock is the line
BATCH = 2000
EVERY = timedelta(minutes=10)

Sums = Callable[[ColumnElement[bool]], Iterable[Select[str, str, int]]]


class Retention:
    """One node's retention of one line.

    Args:
        keep: rows of contacts that arrived longer ago are erased.
        sums: what is counted of the contacts a condition chooses, as rows of figure, label, amount (insight/past.py).
    """

    def __init__(
        self, database: Database, line: str, keep: timedelta, sums: Sums, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._database, self._line, self._keep, self._sums, self._now = database, line, keep, sums, now

    async def run(self) -> None:
        """Erase what is old until cancelled; does without PostgreSQL while that is away."""
        await self._database.wait_ready()
        while True:
            try:
                while await self.step():
                    pass
            except StoreAwayError:
                pass
            await asyncio.sleep(EVERY.total_seconds())

    async def step(self, batch: int = BATCH) -> int:
        """Erase one batch of rows, oldest first; how many. None while another node does.

        Raises:
            StoreAwayError: PostgreSQL is away; nothing was erased for sure.
        """
        async with self._database.transaction() as connection:
            free = select(func.pg_try_advisory_xact_lock(LOCK, func.hashtext(self._line)))
            if not (await connection.execute(free)).scalar_one():
                return 0
            names = await self._old(connection, batch)
            if names:
                await self._erase(connection, names)
        if names:
            log.info("contacts.erased", line=self._line, rows=len(names))
        return len(names)

    async def _old(self, connection: AsyncConnection, batch: int) -> list[str]:
        """The oldest contacts past keeping, locked: none of a day that is not rolled up yet."""
        reached = select(rolled_up.c.rolled_until).where(rolled_up.c.line == self._line).scalar_subquery()
        known = contact.c
        wanted = select(known.contact).where(
            known.line == self._line, known.arrived_at < self._now() - self._keep, known.arrived_at < reached
        )
        rows = await connection.execute(wanted.order_by(known.arrived_at).limit(batch).with_for_update())
        return list(rows.scalars())

    async def _erase(self, connection: AsyncConnection, names: list[str]) -> None:
        these: Any = bindparam("these", names, type_=ARRAY(Text))
        chosen = (contact.c.line == self._line) & (contact.c.contact == any_(these))
        counted = (await connection.execute(union_all(*self._sums(chosen)))).all()
        rows = [
            {"line": self._line, "figure": figure, "label": label, "amount": amount}
            for figure, label, amount in counted
            if amount
        ]
        new = insert(erased)
        total = erased.c.amount + new.excluded.amount
        key = ["line", "figure", "label"]
        await connection.execute(new.on_conflict_do_update(index_elements=key, set_={"amount": total}), rows)
        await connection.execute(delete(contact).where(chosen))
