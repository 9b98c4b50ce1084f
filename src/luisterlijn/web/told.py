"""What follows a change that is committed: it is told to the line, and routing follows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.web.doors import Doors

LONGEST_SECONDS = 2.0
"""Whoever asked waits no longer for a silent Valkey: their change is kept."""


async def told(doors: Doors, volunteers: Collection[str] = ()) -> None:
    """Let the facts of a change be told now, and the engine know the duty of these volunteers as it is now.

    While a store is away the next sync of the roster makes it good.
    """
    doors.relay.wake()
    if volunteers:
        with suppress(EngineAwayError, StoreAwayError, TimeoutError):
            async with asyncio.timeout(LONGEST_SECONDS):
                await doors.roster.sync(set(volunteers))


@asynccontextmanager
async def changing(doors: Doors) -> AsyncIterator[tuple[AsyncConnection, RotaOf]]:
    """A transaction that changes the rota; once it is committed the line is told and routing follows."""
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction(waits=True) as connection:
        yield connection, rota
    await told(doors, rota.touched)
