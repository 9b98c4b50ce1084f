"""A coordinator's message to everybody on shift now, by the ways each is reached; the consoles are told at once, too."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql import audit
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.volunteer import messages

WORTH = timedelta(hours=2)
"""A message that could not be sent for so long is news no more."""


async def send(
    connection: AsyncConnection, line: str, now: datetime, by: str, body: str, present: Collection[str]
) -> int:
    """Write it to those signed up for now, standby left out, and those present; how many people that are, `by` not counted.

    The audit trail notes that it was sent, and not what it said.

    Args:
        present: ids of those whose console is open.
    """
    row = sign_up.c
    on_shift = select(row.volunteer).where(
        row.line == line, row.state == "signed", ~row.standby, row.starts_at <= now, row.ends_at > now
    )
    wanted = select(person.c.id).where(
        person.c.line == line,
        person.c.active,
        person.c.id != by,
        or_(person.c.id.in_(on_shift), person.c.id.in_(present)),
    )
    people = (await connection.execute(wanted)).scalars().all()
    number = secrets.token_hex(8)
    each = ((who, f"broadcast:{number}:{who}", {"body": body}) for who in people)
    count = await messages.post_each(connection, line, now, "broadcast", each, expires_at=now + WORTH)
    await audit.note(connection, line, now, by, "broadcast.sent", number, people=count)
    return count
