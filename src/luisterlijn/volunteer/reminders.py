"""Reminders of shifts: one the day before and one an hour before, each once, whatever node or restart.

What is overdue, as every node was down, is still sent while the shift has not begun. Who signed up when a reminder was due
already gets none; nor is the earlier one sent when the later is due. Standby needs only the earlier: nobody checks in for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import BigInteger, Row, Text, func, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import message, shift, sign_up
from luisterlijn.volunteer.attendance import LONGEST
from luisterlijn.volunteer.messages import post
from luisterlijn.volunteer.rota import RotaOf

Reminder: TypeAlias = Literal["reminder_day", "reminder_hour"]
UNPLANNED = ("walk_in", "call_out")
ABOUT_A_SIGN_UP = ("reminder_day", "reminder_hour", "late")
MILLISECOND = timedelta(milliseconds=1)
STARTS_MS = as_type(func.extract("epoch", sign_up.c.starts_at) * 1000, BigInteger)


async def remind(connection: AsyncConnection, rota: RotaOf, now: datetime) -> int:
    """Write the reminders that are due, and take back those of shifts people are no longer on; how many were written."""
    await _take_back(connection, rota.line)
    notify = rota.settings.notify
    later = await _due(connection, rota.line, "reminder_hour", notify.remind_hour, timedelta(), now)
    sooner = await _due(connection, rota.line, "reminder_day", notify.remind_day, notify.remind_hour, now)
    for one in later:
        await _write(connection, rota.line, "reminder_hour", one, now)
    for one in sooner:
        await _write(connection, rota.line, "reminder_day", one, now)
    return len(later) + len(sooner)


async def _due(
    connection: AsyncConnection, line: str, kind: Reminder, before: timedelta, until: timedelta, now: datetime
) -> Sequence[Row[Any]]:
    """Sign-ups for shifts that begin within `before` and later than `until`, of who was on them that long before."""
    key = func.concat(kind, ":", sign_up.c.id, ":", sign_up.c.volunteer, ":", as_type(STARTS_MS, Text))
    was_written = select(message.c.id).where(message.c.line == line, message.c.key == key).exists()
    wanted = (
        select(sign_up.c.id, sign_up.c.volunteer, sign_up.c.starts_at, sign_up.c.ends_at, key.label("key"))
        .join_from(sign_up, shift, sign_up.c.shift == shift.c.id)
        .where(
            sign_up.c.line == line,
            sign_up.c.ends_at > now,
            sign_up.c.ends_at <= now + before + LONGEST,
            sign_up.c.starts_at > now + until,
            sign_up.c.starts_at <= now + before,
            sign_up.c.starts_at == shift.c.starts_at,  # not what is left of a standby
            sign_up.c.state == "signed",
            sign_up.c.how.not_in(UNPLANNED),
            sign_up.c.since <= STARTS_MS - before // MILLISECOND,
            ~was_written,
        )
        .order_by(sign_up.c.starts_at, sign_up.c.id)
    )
    if kind == "reminder_hour":
        wanted = wanted.where(~sign_up.c.standby)
    return (await connection.execute(wanted)).all()


async def _write(connection: AsyncConnection, line: str, kind: Reminder, one: Row[Any], now: datetime) -> None:
    times = {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}
    await post(connection, line, now, one.volunteer, kind, one.key, about=one.id, expires_at=one.starts_at, **times)


async def _take_back(connection: AsyncConnection, line: str) -> None:
    """What waits to be sent about a sign-up that was withdrawn is not sent."""
    about = (message.c.line == line) & (message.c.state == "due") & message.c.kind.in_(ABOUT_A_SIGN_UP)
    gone = (
        select(message.c.id)
        .join_from(message, sign_up, message.c.about == sign_up.c.id)
        .where(about, sign_up.c.state == "withdrawn")
        .with_for_update(of=message, skip_locked=True)
    )
    await connection.execute(update(message).where(message.c.id.in_(gone)).values(state="expired"))
