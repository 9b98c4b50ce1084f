"""The waitlist of a shift: whoever came first moves up as soon as a place is free, unless a hard rule stands in the way now.

Who was passed so moves up once it no longer does (they left what they were on meanwhile, a paper came): within a minute, or
before the next who comes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.sql import tables
from luisterlijn.sql.audit import SYSTEM, note
from luisterlijn.volunteer import letters, people
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp, shift_of_row
from luisterlijn.volunteer.rows import SHIFT_COLUMNS, change_sign_up, next_since, sign_ups_of, work_of
from luisterlijn.volunteer.rules import hard_reasons


async def has_successor(connection: AsyncConnection, rota: RotaOf, shift: Shift, now: datetime) -> bool:
    """Whether somebody would move up if a place were free."""
    async for _ in _fit(connection, rota, shift, now):
        return True
    return False


async def move_up(connection: AsyncConnection, rota: RotaOf, shift: Shift, now: datetime) -> list[SignUp]:
    """Fill the free places of a locked shift from its waitlist; who moved up is told."""
    there = await sign_ups_of(connection, {shift.id})
    signed = sum(one.state == "signed" for one in there)
    moved: list[SignUp] = []
    if shift.state != "published" or len(there) == signed:
        return moved
    async for one in _fit(connection, rota, shift, now):
        if shift.maximum is not None and signed + len(moved) >= shift.maximum:
            break
        since = await next_since(connection, shift.id, clock.to_ms(now))
        put = await change_sign_up(connection, rota, one.id, now, state="signed", how="moved_up", since=since)
        if put is None:
            continue  # signed up elsewhere in this very moment
        moved.append(put)
        await note(connection, rota.line, now, SYSTEM, "sign_up.moved_up", put.id, volunteer=put.volunteer)
        await letters.write(connection, rota, "moved_up", put, now, turn=put.sequence)
    return moved


async def catch_up(connection: AsyncConnection, rota: RotaOf, now: datetime) -> int:
    """Fill the free places somebody waits for, on every shift nobody else holds; how many. Safe at any time, on every node."""
    shift, sign_up = tables.shift, tables.sign_up
    there = select(func.count()).where(sign_up.c.shift == shift.c.id)
    signed = there.where(sign_up.c.state == "signed").scalar_subquery()
    waiting = there.where(sign_up.c.state == "waiting").scalar_subquery()
    wanted = (
        select(*SHIFT_COLUMNS)
        .where(shift.c.line == rota.line, shift.c.state == "published", shift.c.starts_at > now, waiting > 0)
        .where(or_(shift.c.maximum.is_(None), signed < shift.c.maximum))
        .order_by(shift.c.id)
        .with_for_update(skip_locked=True, key_share=True)
    )
    free = [shift_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()]
    return sum([len(await move_up(connection, rota, one, now)) for one in free])


async def _fit(connection: AsyncConnection, rota: RotaOf, shift: Shift, now: datetime) -> AsyncIterator[SignUp]:
    """Those who wait and could come, in the order they came."""
    waiting = [one for one in await sign_ups_of(connection, {shift.id}) if one.state == "waiting"]
    names = {one.volunteer for one in waiting}
    papers = await people.papers_of(connection, rota.line, names)
    work = await work_of(connection, rota.line, names, shift.span)
    needs = people.needs_of(rota.settings)
    for one in waiting:
        others = [other.span for other in work[one.volunteer]]
        who = papers[one.volunteer]
        if not hard_reasons(shift.wanted(), who, needs, others, rota.limits, rota.zone, now):
            yield one
