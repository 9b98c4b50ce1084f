"""Inviting people to shifts: they are asked, not put on. All inside the caller's transaction.

Each pair is judged by itself, as signing up would be; those that can be are asked, and of the others it is said why not.
Nothing is promised by asking: the place is theirs who says yes first.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.audit import note_each
from luisterlijn.sql.tables import shift, shift_ask
from luisterlijn.volunteer import ask_ends, ask_letters, people
from luisterlijn.volunteer.ask_standing import Asked, Known, Pair, judge, last_day
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.rows import one_of, spans_of
from luisterlijn.volunteer.seen import seen


async def ask(
    connection: AsyncConnection, rota: RotaOf, pairs: Sequence[Pair], now: datetime, *, by: str
) -> list[Asked]:
    """Ask people for shifts, each by one letter for all of theirs; what became of every pair, in the order given.

    A pair that was asked before and is not answered stays so: to ask the same twice writes nothing.
    """
    await ask_ends.expire(connection, rota.line, now)
    wanted = list(dict.fromkeys(pairs))
    known = await _known(connection, rota, wanted)
    needs, limits = people.needs_of(rota.settings), rota.limits

    def look() -> list[Asked]:
        return [judge(one, known, needs, limits, rota.zone, now) for one in wanted]

    judged = await asyncio.to_thread(look)  # thousands of pairs: serve others meanwhile
    numbers = await _write(connection, rota, [one.pair for one in judged if one.state == "asked"], known, now, by)
    shifts = {name: one.shift for name, one in known.shifts.items()}
    await ask_letters.write(connection, rota, numbers, shifts, now)
    count = Counter(pair.volunteer for pair in numbers)
    each = [(who, {"shifts": many}) for who, many in sorted(count.items())]
    await note_each(connection, rota.line, now, by, "ask.made", each)
    await ask_ends.told(connection, rota.line, count, now)
    # somebody else asked the same in this very moment
    return [Asked(one.pair, "open") if one.state == "asked" and one.pair not in numbers else one for one in judged]


async def _known(connection: AsyncConnection, rota: RotaOf, pairs: Collection[Pair]) -> Known:
    names = {one.volunteer for one in pairs}
    mine = select(shift.c.id).where(shift.c.line == rota.line, shift.c.id == one_of({one.shift for one in pairs}))
    shifts = await seen(connection, set((await connection.execute(mine)).scalars()))
    if not shifts:
        return Known({}, {}, {}, {})
    every = [one.shift for one in shifts.values()]
    around = Span(min(one.starts_at for one in every), max(one.ends_at for one in every))
    work = await spans_of(connection, rota.line, names, around)
    ask_ = shift_ask.c
    answered = select(ask_.shift, ask_.volunteer, ask_.state).where(
        ask_.shift == one_of(shifts), ask_.volunteer == one_of(names), ask_.state.in_(("open", "no"))
    )
    found = (await connection.execute(answered.order_by(ask_.id))).all()
    before: dict[Pair, Any] = {Pair(row.shift, row.volunteer): row.state for row in found}
    return Known(shifts, await people.papers_of(connection, rota.line, names), work, before)


async def _write(
    connection: AsyncConnection, rota: RotaOf, pairs: Collection[Pair], known: Known, now: datetime, by: str
) -> dict[Pair, int]:
    """The numbers of the new invitations; in order, so that two who ask the same at once do not wait for one another."""
    until = last_day(now, rota.settings.rota.ask_lives, rota.zone)
    same = {"line": rota.line, "asked_by": by, "asked_at": now, "state": "open"}
    rows = [
        {"shift": one.shift, "volunteer": one.volunteer, **same}
        | {"expires_at": min(until, known.shifts[one.shift].shift.starts_at)}
        for one in sorted(pairs, key=lambda one: (one.shift, one.volunteer))
    ]
    if not rows:
        return {}
    once = insert(shift_ask).on_conflict_do_nothing()
    written = once.returning(shift_ask.c.id, shift_ask.c.shift, shift_ask.c.volunteer)
    return {Pair(row.shift, row.volunteer): row.id for row in await connection.execute(written, rows)}
