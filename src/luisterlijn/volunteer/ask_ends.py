"""Invitations to shifts that end without an answer: too late, full, taken back. All inside the caller's transaction.

Whoever answers holds the row of the invitation and then that of the shift. What ends invitations while a shift is held waits
for none of them: it passes over those somebody is answering, who then find the shift as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.audit import note_each
from luisterlijn.sql.tables import message, person, shift, shift_ask, sign_up
from luisterlijn.sql.telling import tell_each
from luisterlijn.volunteer.ask_letters import key_of
from luisterlijn.volunteer.ask_standing import AskState
from luisterlijn.volunteer.rows import one_of

COLUMNS = shift_ask.c.id, shift_ask.c.volunteer, shift_ask.c.asked_at


async def withdraw(connection: AsyncConnection, line: str, numbers: Collection[int], now: datetime, *, by: str) -> int:
    """Take invitations back; how many were still open. Nobody is told: what was not sent is not sent any more."""
    which = shift_ask.c.id.in_(numbers) & (shift_ask.c.line == line)
    ended = await _end(connection, line, which, "withdrawn", now, wait=True)
    counts = defaultdict[str, int](int)
    for one in ended:
        counts[one.volunteer] += 1
    await note_each(
        connection, line, now, by, "ask.withdrawn", [(who, {"shifts": count}) for who, count in sorted(counts.items())]
    )
    return len(ended)


async def end_of(connection: AsyncConnection, line: str, volunteer: str, now: datetime) -> None:
    """Somebody stops: what they were asked ends. Before any shift is locked, as those do who answer."""
    await _end(connection, line, shift_ask.c.volunteer == volunteer, "expired", now, wait=True)


async def fill(connection: AsyncConnection, line: str, shift_id: str, now: datetime, *, by: int) -> None:
    """A shift that is held has just become full by the answer to one: nobody else need answer any more."""
    others = (shift_ask.c.shift == shift_id) & (shift_ask.c.id != by)
    await _end(connection, line, others, "filled", now, wait=False)


async def expire(connection: AsyncConnection, line: str, now: datetime) -> int:
    """End what is over as things are now, whatever made it so; how many. Safe at any time, on every node."""
    mine = sign_up.c.shift == shift_ask.c.shift
    signed = mine & (sign_up.c.state == "signed")
    there = select(sign_up.c.id).where(signed, sign_up.c.volunteer == shift_ask.c.volunteer).exists()
    count = select(func.count()).where(signed).scalar_subquery()
    late = or_(shift_ask.c.expires_at <= now, shift.c.starts_at <= now, shift.c.state != "published", ~person.c.active)
    becomes = case((there, "yes"), (late, "expired"), (count >= shift.c.maximum, "filled"))
    wanted = (
        select(shift_ask.c.id, becomes.label("state"))
        .join_from(shift_ask, shift, shift_ask.c.shift == shift.c.id)
        .join(person, shift_ask.c.volunteer == person.c.id)
        .where(shift_ask.c.line == line, shift_ask.c.state == "open", becomes.is_not(None))
    )
    by_state = defaultdict[AskState, list[int]](list)
    for row in await connection.execute(wanted):
        by_state[row.state].append(row.id)
    ended = 0
    for state, ids in sorted(by_state.items()):
        ended += len(await _end(connection, line, shift_ask.c.id.in_(ids), state, now, wait=False))
    return ended


async def told(connection: AsyncConnection, line: str, volunteers: Iterable[str], now: datetime) -> None:
    """Tell the line whose invitations changed."""
    await tell_each(connection, line, "ask.changed", now, [{"volunteer": one} for one in sorted(set(volunteers))])


async def _end(
    connection: AsyncConnection, line: str, which: ColumnElement[bool], state: AskState, now: datetime, *, wait: bool
) -> list[Row[Any]]:
    """End those that are open, and take back letters in which nothing is left to answer."""
    open_ = (shift_ask.c.line == line) & (shift_ask.c.state == "open")
    free = select(shift_ask.c.id).where(open_, which).order_by(shift_ask.c.id).with_for_update(skip_locked=not wait)
    held = list((await connection.execute(free)).scalars())
    if not held:
        return []
    ended = update(shift_ask).where(shift_ask.c.id.in_(held)).values(state=state, ended_at=now).returning(*COLUMNS)
    rows = list((await connection.execute(ended)).all())
    await _take_back(connection, line, rows)
    await told(connection, line, {one.volunteer for one in rows}, now)
    return rows


async def _take_back(connection: AsyncConnection, line: str, ended: Iterable[Row[Any]]) -> None:
    letters = {(one.volunteer, one.asked_at) for one in ended}
    there = select(shift_ask.c.volunteer, shift_ask.c.asked_at).where(
        shift_ask.c.line == line,
        shift_ask.c.state == "open",
        shift_ask.c.volunteer == one_of({volunteer for volunteer, _ in letters}),
    )
    letters -= {(row.volunteer, row.asked_at) for row in await connection.execute(there)}
    due = (message.c.line == line) & (message.c.key == one_of({key_of(*one) for one in letters}))
    unsent = select(message.c.id).where(due, message.c.state == "due").with_for_update(skip_locked=True)
    await connection.execute(update(message).where(message.c.id.in_(unsent)).values(state="expired"))
