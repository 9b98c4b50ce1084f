"""Facts of the rota, from SQL to the stream: what `sql/telling.py` wrote is told in order, then taken away.

Every node runs a relay; one at a time has the lock. A node that dies between telling and taking away tells a fact again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sqlalchemy import delete, func, select

from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.line import Line
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import untold

LOCK = 0x72656C61  # "rela"; the other half of the lock is the line
BATCH = 200
LOOK_SECONDS = 0.25


class Relay:
    """One node's relay of one line."""

    def __init__(self, database: Database, line: Line) -> None:
        self._database, self._line = database, line
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """Something was just written: look now."""
        self._asked.set()

    async def run(self) -> None:
        """Tell what there is to tell until cancelled."""
        backoff = Backoff()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._asked.wait()
            self._asked.clear()
            try:
                while await self.tell():
                    pass
                backoff.reset()
            except (StoreAwayError, EngineAwayError):
                await backoff.wait()

    async def tell(self) -> int:
        """Tell what is due, oldest first; how many. None while another node does.

        Raises:
            StoreAwayError: PostgreSQL is away.
            EngineAwayError: Valkey is away; what was not told is told later.
        """
        line = self._line.id
        wanted = select(untold.c.id, untold.c.kind, untold.c.fields).where(untold.c.line == line)
        async with self._database.transaction() as connection:
            free = select(func.pg_try_advisory_xact_lock(LOCK, func.hashtext(line)))
            if not (await connection.execute(free)).scalar_one():
                return 0
            rows = (await connection.execute(wanted.order_by(untold.c.id).limit(BATCH))).all()
            for row in rows:
                await self._line.tell(row.kind, row.fields)
            if rows:
                await connection.execute(delete(untold).where(untold.c.id.in_([row.id for row in rows])))
        return len(rows)
