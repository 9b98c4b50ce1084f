"""The call-outs of a line, held against how things are: new ones begin, running ones go on, and those that healed end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.facts import Channel
from luisterlijn.sql.audit import SYSTEM
from luisterlijn.sql.tables import call_out, shift
from luisterlijn.volunteer import callout
from luisterlijn.volunteer.absence import no_shows
from luisterlijn.volunteer.attendance import LONGEST
from luisterlijn.volunteer.callout_need import (
    LEAST,
    CallOut,
    Gap,
    NoShow,
    Policy,
    for_holes,
    for_no_shows,
    for_waits,
    replaces,
    waits_are_over,
)
from luisterlijn.volunteer.coverage import Hole
from luisterlijn.volunteer.covered import holes
from luisterlijn.volunteer.rota import RotaOf

FURTHER = timedelta(days=1)
"""So far past where holes are looked for their end is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is so at this moment: the longest wait by channel where it is known, and who takes contacts."""

    waits: Mapping[Channel, timedelta]
    busy: Collection[str] = ()


async def call(connection: AsyncConnection, rota: RotaOf, seen: Seen, now: datetime) -> None:
    """Begin and step what is due. A call-out somebody is answering at this moment is left for the next time."""
    policy = Policy(**{one.name: getattr(rota.settings.callout, one.name) for one in fields(Policy)})
    await _hold(connection, rota.line)
    until = now + max(policy.ahead, policy.ahead_night) + FURTHER
    there = await _holes(connection, rota, now, until)  # first: who is missed meanwhile leaves no hole but a no-show
    absent = await no_shows(connection, rota.line, now)
    for gap in await _gaps(connection, rota, there, absent, seen, policy, now, until):
        await callout.begin(connection, rota, gap, now, by=SYSTEM)
    for number in await _hold(connection, rota.line):
        row = (await connection.execute(select(call_out).where(call_out.c.id == number))).one()
        lacking = await _lacking(connection, rota, callout.of_row(row), absent, seen, policy, now)
        await callout.step(connection, rota, number, now, lacking=lacking, busy=seen.busy)


async def _holes(connection: AsyncConnection, rota: RotaOf, begin: datetime, end: datetime) -> list[Hole]:
    """The holes people are called for."""
    forecast = rota.settings.planning.callouts == "required"
    return await holes(connection, rota.line, begin, end, forecast=forecast)


async def _hold(connection: AsyncConnection, line: str) -> Sequence[str]:
    """The running call-outs nobody else holds, held."""
    wanted = select(call_out.c.id).where(call_out.c.line == line, call_out.c.state == "running")
    held = wanted.order_by(call_out.c.id).with_for_update(skip_locked=True, key_share=True)
    return (await connection.execute(held)).scalars().all()


async def _gaps(
    connection: AsyncConnection,
    rota: RotaOf,
    there: Iterable[Hole],
    absent: Iterable[NoShow],
    seen: Seen,
    policy: Policy,
    now: datetime,
    until: datetime,
) -> list[Gap]:
    """What people are to be called for, and are not yet."""
    known = select(call_out).where(call_out.c.line == rota.line)
    still = known.where(or_(call_out.c.state == "running", call_out.c.ends_at > now))
    rows = [callout.of_row(row) for row in await connection.execute(still)]
    running = [one for one in rows if one.state == "running"]
    ended = [one for one in rows if one.state != "running"]
    found = for_no_shows(absent, running, ended, now)
    short = [Gap(one.starts_at, one.ends_at, "short", tuple(one.channels), one.short) for one in there]
    shifts = [
        Gap(row.starts_at, row.ends_at, "short", tuple(row.channels), row.minimum)
        for row in await connection.execute(_shifts(rota.line, now, until))
    ]
    found += for_holes(short, shifts, [*running, *found], ended, policy, rota.zone, now)
    for_long = for_waits(seen.waits, [*running, *found], ended, policy, now)
    return found if for_long is None else [*found, for_long]


def _shifts(line: str, begin: datetime, end: datetime) -> Select[Any]:
    columns = shift.c.starts_at, shift.c.ends_at, shift.c.channels, shift.c.minimum
    wanted = select(*columns).where(shift.c.line == line, shift.c.state == "published", ~shift.c.standby)
    return wanted.where(
        shift.c.minimum > 0, shift.c.ends_at > begin, shift.c.ends_at <= end + LONGEST, shift.c.starts_at < end
    )


async def _lacking(
    connection: AsyncConnection,
    rota: RotaOf,
    one: CallOut,
    absent: Iterable[NoShow],
    seen: Seen,
    policy: Policy,
    now: datetime,
) -> int | None:
    """How many more people a call-out needs as things are; None: only it knows, as it was asked for so many."""
    begin = max(now, one.starts_at)
    if one.why == "no_show":
        return sum(gap.need for gap in absent if replaces(one, gap, now))
    if one.why == "short" and begin < one.ends_at:
        there = await _holes(connection, rota, begin, one.ends_at)
        least = min(LEAST, one.ends_at - begin)
        mine = [
            hole.short
            for hole in there
            if hole.ends_at - hole.starts_at >= least and {*hole.channels} & {*one.channels}
        ]
        return max(mine, default=0)
    if one.why == "long_wait" and waits_are_over(one, seen.waits, policy):
        return 0
    return None
