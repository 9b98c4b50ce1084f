"""The audit trail's pen: a row in the transaction of what it notes. `record/audit.py` reads the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    await note_each(connection, line, now, by, what, [(about, detail)])


async def note_each(
    connection: AsyncConnection,
    line: str,
    now: datetime,
    by: str,
    what: str,
    each: Iterable[tuple[str | None, Mapping[str, Any]]],
) -> None:
    """Note the same of many: what it was about, and the detail of each; one statement for all."""
    rows = [
        {"line": line, "at": now, "by": by, "what": what, "about": about, "detail": dict(detail)}
        for about, detail in each
    ]
    if rows:
        await connection.execute(insert(audit), rows)
