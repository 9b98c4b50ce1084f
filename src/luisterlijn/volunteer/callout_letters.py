"""The messages of a call-out: the question, that it is filled, and that nobody is left to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import call_out_ask, message
from luisterlijn.volunteer.callout_people import coordinators
from luisterlijn.volunteer.callout_plan import Who
from luisterlijn.volunteer.messages import post

KEY = "callout:"
"""What the message of an ask is known by, with the number of the ask after it."""


async def ask(
    connection: AsyncConnection,
    line: str,
    row: Row[Any],
    who: Who,
    asked: Iterable[Row[Any]],
    expires_at: datetime,
    now: datetime,
) -> None:
    """Ask; the link in the message is the number of the ask, signed."""
    times = _times(row)
    for one in asked:
        link = {"number": one.id, "channels": " ".join(row.channels), "stage": who}
        key = f"{KEY}{one.id}"
        await post(
            connection, line, now, one.volunteer, "callout", key, about=row.id, expires_at=expires_at, **link, **times
        )


async def take_back(connection: AsyncConnection, line: str, call_out: str, now: datetime) -> set[str]:
    """Let questions not yet sent be sent no more; returns who was asked, or is being asked, and has not answered."""
    asking = (message.c.line == line) & (message.c.about == call_out) & (message.c.kind == "callout")
    free = select(message.c.id).where(asking, message.c.state == "due").with_for_update(skip_locked=True)
    back = update(message).where(message.c.id.in_(free)).values(state="expired")
    columns = message.c.id, message.c.tries, message.c.due_at
    # one that a courier has taken, or tried, may have arrived
    unsent = [
        row.id for row in await connection.execute(back.returning(*columns)) if not row.tries and row.due_at <= now
    ]
    sent = select(message.c.person).where(asking, message.c.id.not_in(unsent))
    answered = select(call_out_ask.c.volunteer).where(
        call_out_ask.c.call_out == call_out, call_out_ask.c.answer.is_not(None)
    )
    return set((await connection.execute(sent)).scalars()) - set((await connection.execute(answered)).scalars())


async def filled(connection: AsyncConnection, line: str, row: Row[Any], people: Collection[str], now: datetime) -> None:
    """Thank those who need not come any more."""
    for one in sorted(people):
        key = f"callout_filled:{row.id}:{one}"
        await post(
            connection, line, now, one, "callout_filled", key, about=row.id, expires_at=row.ends_at, **_times(row)
        )


async def exhausted(connection: AsyncConnection, line: str, row: Row[Any], now: datetime) -> None:
    """Tell the coordinators that nobody is left to ask."""
    for one in await coordinators(connection, line):
        key = f"callout_exhausted:{row.id}:{row.round}:{one}"
        await post(
            connection, line, now, one, "callout_exhausted", key, about=row.id, expires_at=row.ends_at, **_times(row)
        )


def _times(row: Row[Any]) -> dict[str, str]:
    return {"starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat()}
