"""The waitlist of a shift: whoever came first moves up as soon as a place is free, unless a hard rule stands in the way now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.sql.audit import SYSTEM, note
from luisterlijn.volunteer import letters, people
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp
from luisterlijn.volunteer.rows import change_sign_up, next_since, sign_ups_of, work_of
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
