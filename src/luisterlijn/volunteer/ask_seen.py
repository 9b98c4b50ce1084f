"""Invitations to shifts as they are read: by who was asked, and by coordinators."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import person, shift, shift_ask
from luisterlijn.volunteer import people
from luisterlijn.volunteer.ask_standing import AskState, standing
from luisterlijn.volunteer.reason import Reason, Span
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.rows import papers_of, spans_of
from luisterlijn.volunteer.rules import reasons
from luisterlijn.volunteer.seen import Seen, seen


@dataclass(frozen=True, slots=True)
class AskSeen:
    """An invitation as it stands. `reasons`: what stands in the way of a yes, of an open one that somebody looks at."""

    id: int
    volunteer: str
    seen: Seen
    state: AskState
    asked_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    reasons: tuple[Reason, ...] = ()


async def letter(connection: AsyncConnection, volunteer: str, asked_at: datetime) -> set[int]:
    """The invitations that went out together to one person."""
    mine = (shift_ask.c.volunteer == volunteer) & (shift_ask.c.asked_at == asked_at)
    return set((await connection.execute(select(shift_ask.c.id).where(mine))).scalars())


async def of_person(
    connection: AsyncConnection, rota: RotaOf, volunteer: str, now: datetime, *, numbers: Collection[int] | None = None
) -> list[AskSeen]:
    """These invitations of somebody, or all that are open, by when the shift begins, with what stands in the way of a yes."""
    wanted = select(shift_ask, person.c.active.label("active"))
    wanted = wanted.join_from(shift_ask, person, shift_ask.c.volunteer == person.c.id)
    wanted = wanted.where(shift_ask.c.line == rota.line, shift_ask.c.volunteer == volunteer)
    only = shift_ask.c.state == "open" if numbers is None else shift_ask.c.id.in_(numbers)
    found = await _seen(connection, (await connection.execute(wanted.where(only))).all(), now)
    if numbers is None:
        found = [one for one in found if one.state == "open"]
    return await _with_reasons(connection, rota, found, now)


async def between(
    connection: AsyncConnection, line: str, begin: datetime, end: datetime, now: datetime
) -> list[AskSeen]:
    """All of shifts that begin from `begin` and before `end`, by shift and then in the order people were asked."""
    wanted = (
        select(shift_ask, person.c.active.label("active"))
        .join_from(shift_ask, person, shift_ask.c.volunteer == person.c.id)
        .join(shift, shift_ask.c.shift == shift.c.id)
        .where(shift_ask.c.line == line, shift.c.starts_at >= begin, shift.c.starts_at < end)
    )
    return await _seen(connection, (await connection.execute(wanted)).all(), now)


async def _seen(connection: AsyncConnection, rows: Sequence[Row[Any]], now: datetime) -> list[AskSeen]:
    shifts = await seen(connection, {row.shift for row in rows})
    found = []
    for row in rows:
        state = standing(row.state, row.volunteer, shifts[row.shift], row.expires_at, now)
        if state in {"open", "filled"} and row.state == "open" and not row.active:
            state = "expired"
        times = row.asked_at, row.expires_at, row.ended_at
        found.append(AskSeen(row.id, row.volunteer, shifts[row.shift], state, *times))
    return sorted(found, key=lambda one: (one.seen.shift.starts_at, one.seen.shift.id, one.id))


async def _with_reasons(
    connection: AsyncConnection, rota: RotaOf, found: Sequence[AskSeen], now: datetime
) -> list[AskSeen]:
    still = [one.seen.shift for one in found if one.state == "open"]
    if not still:
        return list(found)
    volunteer = found[0].volunteer
    around = Span(min(one.starts_at for one in still), max(one.ends_at for one in still))
    work = (await spans_of(connection, rota.line, {volunteer}, around))[volunteer]
    papers, needs = await papers_of(connection, rota.line, volunteer), people.needs_of(rota.settings)

    def why(one: AskSeen) -> tuple[Reason, ...]:
        if one.state != "open":
            return ()
        return reasons(one.seen.shift.wanted(), papers, needs, work, rota.limits, rota.zone, now)

    return [
        AskSeen(one.id, one.volunteer, one.seen, one.state, one.asked_at, one.expires_at, one.ended_at, why(one))
        for one in found
    ]
