"""What follows a change that is committed: it is told to the line, and routing follows."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.web.doors import Doors


async def told(doors: Doors, volunteers: Collection[str] = ()) -> None:
    """Let the facts of a change be told now, and the engine know the duty of these volunteers as it is now.

    While a store is away the next sync of the roster makes it good.
    """
    doors.relay.wake()
    if volunteers:
        with suppress(EngineAwayError, StoreAwayError):
            await doors.roster.sync(set(volunteers))
