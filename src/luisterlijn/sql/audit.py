"""The audit trail's pen: a row in the transaction of what it notes. `record/audit.py` reads the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import audit

SYSTEM = "system"
"""Who did it, when nobody did: the line acted by itself."""
COMMAND = "command"
"""Who did it, when somebody at the machine's command line did."""


async def note(
    connection: AsyncConnection,
    line: str,
    now: datetime,
    by: str,
    what: str,
    about: str | None = None,
    **detail: Any,
) -> None:
    """Note that `by` (a person's id, SYSTEM or COMMAND) did `what` (`person.invited`, `callout.stopped`, ...).

    Args:
        about: the id of what was changed.
        detail: what JSON can hold: ids, words and numbers; no password, token or address.
    """
    await connection.execute(insert(audit).values(line=line, at=now, by=by, what=what, about=about, detail=detail))
