"""Messages to people of the line: written in the transaction of what they tell, sent by `channel/notify`.

A message has a key, and the line has one message by that key: whoever writes it again, on whatever node, writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import message
from luisterlijn.sql.telling import tell, tell_each

Kind: TypeAlias = Literal[
    "invitation",
    "reminder_day",
    "reminder_hour",
    "late",
    "callout",
    "callout_filled",
    "callout_exhausted",
    "moved_up",
    "assigned",
    "removed",
    "shift_changed",
    "shift_cancelled",
    "shifts_changed",
    "shifts_cancelled",
    "swap_offered",
    "swap_asked",
    "swap_done",
    "swap_refused",
    "shift_asked",
    "shifts_asked",
    "broadcast",
    "expiring",
    "try",
]
"""What a message says; `channel/notify` has the words for each in every language, with the fields they need."""

SAID_FOR = timedelta(days=30)
"""What a message said is kept so long."""


async def post(
    connection: AsyncConnection,
    line: str,
    now: datetime,
    person: str,
    kind: Kind,
    key: str,
    *,
    about: str | None = None,
    expires_at: datetime | None = None,
    **fields: str | int | None,
) -> int | None:
    """Write a message to `person`, to be sent once this transaction is committed; its number, None if it was there.

    Args:
        key: makes it one, such as `reminder_day:<sign-up>`.
        about: the id of the shift, sign-up, swap or call-out it is about.
        expires_at: not sent after this.
        fields: what its words need; instants as ISO 8601 in UTC.
    """
    values = {"line": line, "key": key, "person": person, "kind": kind, "about": about, "fields": fields}
    wanted = (
        insert(message)
        .values(**values, due_at=now, expires_at=expires_at)
        .on_conflict_do_nothing(index_elements=["line", "key"])
        .returning(message.c.id)
    )
    number: int | None = (await connection.execute(wanted)).scalar_one_or_none()
    if number is not None:
        await tell(connection, line, "message.due", now, message=number)
    return number


async def post_each(
    connection: AsyncConnection,
    line: str,
    now: datetime,
    kind: Kind,
    each: Iterable[tuple[str, str, Mapping[str, str | int | None]]],
    *,
    expires_at: datetime | None = None,
) -> int:
    """Write messages of one kind to many, two statements for all: person, key and fields of each; how many are new."""
    same = {"line": line, "kind": kind, "due_at": now, "expires_at": expires_at}
    rows = [{"key": key, "person": person, "fields": dict(fields), **same} for person, key, fields in each]
    if not rows:
        return 0
    wanted = insert(message).on_conflict_do_nothing(index_elements=["line", "key"]).returning(message.c.id)
    numbers = (await connection.execute(wanted, rows)).scalars().all()
    await tell_each(connection, line, "message.due", now, [{"message": number} for number in numbers])
    return len(numbers)


async def forget(connection: AsyncConnection, line: str, now: datetime) -> None:
    """Let go of what messages said that are past; that they were sent, and how, stays."""
    past = (message.c.line == line) & (message.c.state != "due") & (message.c.created_at < now - SAID_FOR)
    await connection.execute(update(message).where(past, message.c.fields != {}).values(fields={}))
