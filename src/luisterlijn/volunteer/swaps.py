"""The open offers of shifts, as somebody sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import sign_up, swap
from luisterlijn.volunteer import people
from luisterlijn.volunteer.offered import OPEN
from luisterlijn.volunteer.reason import Reason, Span
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp, sign_up_of_row
from luisterlijn.volunteer.rows import SIGN_UP_COLUMNS, one_of, papers_of, shifts_of, work_of
from luisterlijn.volunteer.rules import reasons
from luisterlijn.volunteer.swap import COLUMNS, Swap


@dataclass(frozen=True, slots=True)
class SwapSeen:
    """An offer with what it is about. `for_me`: whoever looks may take it, but for `reasons`."""

    swap: Swap
    given: SignUp
    given_shift: Shift | None
    wanted: SignUp | None
    wanted_shift: Shift | None
    for_me: bool
    reasons: tuple[Reason, ...]


async def concerning(
    connection: AsyncConnection, rota: RotaOf, volunteer: str, now: datetime, *, everything: bool
) -> list[SwapSeen]:
    """The open offers that concern somebody, or all of them, by when their shift begins."""
    mine = or_(
        swap.c.offered_by == volunteer,
        swap.c.taken_by == volunteer,
        swap.c.to == volunteer,
        swap.c.to.is_(None) & (swap.c.state == "open"),
    )
    wanted = (
        select(*COLUMNS)
        .join_from(swap, sign_up, swap.c.sign_up == sign_up.c.id)
        .where(swap.c.line == rota.line, swap.c.state.in_(OPEN), sign_up.c.starts_at > now)
        .order_by(sign_up.c.starts_at, swap.c.id)
    )
    found = (await connection.execute(wanted if everything else wanted.where(mine))).mappings()
    return await look(connection, rota, [Swap(**row) for row in found], volunteer, now)


async def of_sign_ups(
    connection: AsyncConnection, rota: RotaOf, sign_ups: Sequence[str], volunteer: str, now: datetime
) -> dict[str, SwapSeen]:
    """The open offers of these sign-ups, by sign-up."""
    wanted = select(*COLUMNS).where(swap.c.sign_up == one_of(sign_ups), swap.c.state.in_(OPEN))
    found = [Swap(**row) for row in (await connection.execute(wanted)).mappings()]
    return {one.given.id: one for one in await look(connection, rota, found, volunteer, now)}


async def look(
    connection: AsyncConnection, rota: RotaOf, swaps: Sequence[Swap], volunteer: str, now: datetime
) -> list[SwapSeen]:
    """Offers as somebody sees them, in the same order."""
    if not swaps:
        return []
    names = {one.sign_up for one in swaps} | {one.wants for one in swaps if one.wants is not None}
    found = select(*SIGN_UP_COLUMNS).where(sign_up.c.id == one_of(names))
    sign_ups = {row["id"]: sign_up_of_row(dict(row)) for row in (await connection.execute(found)).mappings()}
    shifts = await shifts_of(connection, {one.shift for one in sign_ups.values() if one.shift is not None})
    around = Span(min(one.starts_at for one in sign_ups.values()), max(one.ends_at for one in sign_ups.values()))
    work = (await work_of(connection, rota.line, {volunteer}, around))[volunteer]
    papers, needs = await papers_of(connection, rota.line, volunteer), people.needs_of(rota.settings)

    def why(shift: Shift, gives: str | None) -> tuple[Reason, ...]:
        others = [one.span for one in work if one.id != gives]
        return reasons(shift.wanted(), papers, needs, others, rota.limits, rota.zone, now)

    seen = []
    for one in swaps:
        given, wanted = sign_ups[one.sign_up], sign_ups.get(one.wants or "")
        shift = shifts.get(given.shift or "")
        for_me = one.state == "open" and one.offered_by != volunteer and one.to in {None, volunteer}
        in_the_way = why(shift, one.wants) if for_me and shift is not None else ()
        wanted_shift = None if wanted is None else shifts.get(wanted.shift or "")
        seen.append(SwapSeen(one, given, shift, wanted, wanted_shift, for_me, in_the_way))
    return seen
