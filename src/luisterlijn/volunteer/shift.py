"""Shifts one by one: by themselves, as an exception to their template, and cancelled. All inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql import audit
from luisterlijn.sql.tables import shift
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import letters, signup
from luisterlijn.volunteer.refit import refit
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp, new_id, shift_of_row
from luisterlijn.volunteer.rows import SHIFT_COLUMNS, shift_of, sign_ups_of
from luisterlijn.volunteer.template import local_day
from luisterlijn.volunteer.wish import ShiftWish, check_shift, columns


async def add(connection: AsyncConnection, rota: RotaOf, wish: ShiftWish, now: datetime, by: str) -> Shift:
    """Publish a shift by itself.

    Raises:
        RefusedError: `bad_shift`.
    """
    check_shift(wish, _topics(rota), now)
    values = columns(wish) | {"day": local_day(wish.starts_at, rota.zone), "state": "published"}
    written = insert(shift).values(id=new_id("s"), line=rota.line, **values).returning(*SHIFT_COLUMNS)
    made = shift_of_row(dict((await connection.execute(written)).mappings().one()))
    await told(connection, rota, now, [made])
    await audit.note(connection, rota.line, now, by, "shift.added", made.id, starts_at=made.starts_at.isoformat())
    return made


async def change(
    connection: AsyncConnection, rota: RotaOf, shift_id: str, wish: ShiftWish, now: datetime, by: str
) -> tuple[Shift, list[SignUp]]:
    """Change a shift, which is from then on an exception to its template; who was taken off is returned beside it.

    People keep their places and are told of a new time; who no longer fits is taken off (volunteer/refit.py).

    Raises:
        RefusedError: `no_such_shift`, `shift_over`, `shift_cancelled` or `bad_shift`.
    """
    before = await _open(connection, rota, shift_id, now)
    check_shift(wish, _topics(rota), now)
    values = columns(wish) | {"changed": True, "sequence": before.sequence + 1}
    if before.template is None:  # one of a template keeps the day it stands for, so that this is not published again
        values["day"] = local_day(wish.starts_at, rota.zone)
    written = update(shift).where(shift.c.id == shift_id).values(**values).returning(*SHIFT_COLUMNS)
    after = shift_of_row(dict((await connection.execute(written)).mappings().one()))
    removed = await refit(connection, rota, [(before, after)], now, by)
    await told(connection, rota, now, [before, after])
    detail = {"starts_at": after.starts_at.isoformat(), "removed": [one.volunteer for one in removed]}
    await audit.note(connection, rota.line, now, by, "shift.changed", shift_id, **detail)
    return after, removed


async def cancel(
    connection: AsyncConnection, rota: RotaOf, shift_id: str, now: datetime, by: str, *, note: str | None = None
) -> Shift:
    """Cancel a shift for good; its people are taken off and told. Nothing, if it was before.

    Raises:
        RefusedError: `no_such_shift` or `shift_over`.
    """
    before = await shift_of(connection, rota.line, shift_id, lock=True)
    if before.state == "cancelled":
        return before
    await _open(connection, rota, shift_id, now)
    await cancel_all(connection, rota, [before], now, by, for_good=True)
    await audit.note(connection, rota.line, now, by, "shift.cancelled", shift_id, note=note)
    return await shift_of(connection, rota.line, shift_id)


async def cancel_all(
    connection: AsyncConnection, rota: RotaOf, shifts: Sequence[Shift], now: datetime, by: str, *, for_good: bool
) -> None:
    """Cancel locked shifts.

    Args:
        for_good: not published again when its template is; without it, it may come back.
    """
    ids = [one.id for one in shifts]
    values = {"state": "cancelled", "changed": for_good, "sequence": shift.c.sequence + 1}
    await connection.execute(update(shift).where(shift.c.id.in_(ids)).values(**values))
    there = await sign_ups_of(connection, ids)
    for one in there:
        await signup.withdraw(connection, rota, one.id, now, by=by, why="cancelled")
    await letters.write_all(connection, rota, "cancelled", there, now)
    await told(connection, rota, now, shifts)


async def told(connection: AsyncConnection, rota: RotaOf, now: datetime, shifts: Sequence[Shift]) -> None:
    """Tell the line that shifts changed between the first and the last of these."""
    if shifts:
        begins, ends = min(one.starts_at for one in shifts), max(one.ends_at for one in shifts)
        await tell(connection, rota.line, "shift.changed", now, begins=begins, ends=ends)


async def _open(connection: AsyncConnection, rota: RotaOf, shift_id: str, now: datetime) -> Shift:
    """A shift that can still be changed, locked."""
    found = await shift_of(connection, rota.line, shift_id, lock=True)
    if found.ends_at <= now:
        raise RefusedError("shift_over", "Leave it: this shift is over.")
    if found.state == "cancelled":
        raise RefusedError("shift_cancelled", "Make a new shift: this one was cancelled.")
    return found


def _topics(rota: RotaOf) -> set[str]:
    return {topic.id for topic in rota.settings.line.topics}
