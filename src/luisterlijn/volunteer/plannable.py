"""What a rota proposal is made from: who could come, when and how much, and the shifts people are wanted on.

A few statements for all people of a line. What is weighed of them, insight/roster does.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import shift_ask, sign_up
from luisterlijn.volunteer import availability_kept, people
from luisterlijn.volunteer.availability import NOTHING_SAID, Availability, Month, months, room, times, times_away
from luisterlijn.volunteer.card import Person
from luisterlijn.volunteer.fitness import Papers
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rest import SIXTEEN_WEEKS, nights
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.seen import Seen, shifts_between
from luisterlijn.volunteer.template import DAY, local_day

LOOKED_BACK = timedelta(weeks=12)
MINUTE = timedelta(minutes=1)
USUAL_MINUTES = 240
"""A share of a month's hours is rounded up to so many minutes: one usual shift."""
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plannable:
    """One active person, and what a proposal needs to know of them.

    `work`: what they are signed up for, standby too, sixteen weeks around, in order: as the rules look at it.
    `times`: when they can come in the time asked for, in order; None: they did not say. `away`: when they cannot, either way.
    `most_shifts`, `most_minutes`, `most_nights`: how much more they may be given in that time; None: they did not say.
    `nights`, `weekends`: in how many they worked, or will, in the twelve weeks before that time; standby is no work here.
    `asked`: shifts they have been asked for and have not answered; `declined`: shifts they said no to.
    """

    id: str
    name: str
    papers: Papers
    work: tuple[Span, ...]
    times: tuple[Span, ...] | None
    away: tuple[Span, ...]
    most_shifts: int | None
    most_minutes: int | None
    most_nights: int | None
    nights: int
    weekends: int
    asked: frozenset[str]
    declined: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Work(Span):
    standby: bool


async def candidates(
    connection: AsyncConnection, rota: RotaOf, begin: datetime, end: datetime, now: datetime
) -> list[Plannable]:
    """Everybody active, by name, for a proposal of the shifts that begin from `begin` and before `end`.

    Volunteers all; coordinators only where they said when they can come.

    Args:
        now: what was asked and has expired by then is not counted as asked.
    """
    said = await availability_kept.of_all(connection, rota.line)
    everybody = [
        one
        for one in await people.everybody(connection, rota.line)
        if one.active and (one.card.role == "volunteer" or one.id in said)
    ]
    work = await _work(connection, rota.line, begin, end)
    asks = await _asks(connection, rota.line, now)
    parts = months(begin, end, rota.zone)

    def look() -> list[Plannable]:
        return [
            _plannable(one, said.get(one.id, NOTHING_SAID), work[one.id], asks[one.id], parts, Span(begin, end), rota)
            for one in everybody
        ]

    return await asyncio.to_thread(look)  # over a thousand people: serve others meanwhile


async def openings(connection: AsyncConnection, line: str, begin: datetime, end: datetime) -> list[Seen]:
    """The published shifts that begin from `begin` and before `end`, in order, with who is on them; none of standby."""
    found = await shifts_between(connection, line, begin, end, states={"published"})
    return [one for one in found if not one.shift.standby]


async def _work(
    connection: AsyncConnection, line: str, begin: datetime, end: datetime
) -> defaultdict[str, list[_Work]]:
    mine = sign_up.c
    wanted = (
        select(mine.volunteer, mine.starts_at, mine.ends_at, mine.standby)
        .where(mine.line == line, mine.state == "signed")
        .where(mine.ends_at > begin - SIXTEEN_WEEKS, mine.starts_at < end + SIXTEEN_WEEKS)
        .order_by(mine.starts_at)
    )
    found: defaultdict[str, list[_Work]] = defaultdict(list)
    for volunteer, starts_at, ends_at, standby in await connection.execute(wanted):
        found[volunteer].append(_Work(starts_at, ends_at, standby))
    return found


async def _asks(connection: AsyncConnection, line: str, now: datetime) -> defaultdict[str, dict[str, set[str]]]:
    """The shifts people were asked for, by how that stands, by person; a no of sixteen weeks ago is forgotten."""
    ask = shift_ask.c
    wanted = select(ask.volunteer, ask.state, ask.shift).where(
        ask.line == line,
        ((ask.state == "open") & (ask.expires_at > now)) | ((ask.state == "no") & (ask.asked_at > now - SIXTEEN_WEEKS)),
    )
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: {"open": set(), "no": set()})
    for volunteer, state, shift in await connection.execute(wanted):
        found[volunteer][state].add(shift)
    return found


def _plannable(
    one: Person,
    said: Availability,
    work: Sequence[_Work],
    asks: dict[str, set[str]],
    parts: Sequence[tuple[Span, float]],
    asked: Span,
    rota: RotaOf,
) -> Plannable:
    duty = [Span(each.starts_at, each.ends_at) for each in work if not each.standby]
    since = asked.starts_at - LOOKED_BACK
    lately = [each for each in duty if since <= each.starts_at < asked.starts_at]
    shifts, minutes, dark = (room(*given) for given in _given(said, duty, parts, asked, rota.zone))
    return Plannable(
        id=one.id,
        name=one.card.name,
        papers=one.papers,
        work=tuple(Span(each.starts_at, each.ends_at) for each in work),
        times=times(said, asked.starts_at, asked.ends_at, rota.zone),
        away=times_away(said, asked.starts_at, asked.ends_at, rota.zone),
        most_shifts=None if shifts is None else int(shifts),
        most_minutes=None if minutes is None else int(minutes),
        most_nights=None if dark is None else int(dark),
        nights=len(nights(lately, rota.zone)),
        weekends=len(_weekends(lately, rota.zone)),
        asked=frozenset(asks["open"]),
        declined=frozenset(asks["no"]),
    )


def _given(
    said: Availability, duty: Sequence[Span], parts: Sequence[tuple[Span, float]], asked: Span, zone: ZoneInfo
) -> tuple[tuple[float | None, list[Month], float], ...]:
    """What `room` asks for: of shifts, minutes and nights."""
    of_shifts, of_minutes, of_nights = list[Month](), list[Month](), list[Month]()
    for month, share in parts:
        planned = [each for each in duty if month.starts_at <= each.starts_at < month.ends_at]
        within = [each for each in planned if asked.starts_at <= each.starts_at < asked.ends_at]
        of_shifts.append(Month(share, len(planned), len(within)))
        of_minutes.append(Month(share, _minutes(planned), _minutes(within)))
        if said.nights is not None:
            of_nights.append(Month(share, len(nights(planned, zone)), len(nights(within, zone))))
    minutes = None if said.hours is None else 60 * said.hours
    return (said.shifts, of_shifts, 1), (minutes, of_minutes, USUAL_MINUTES), (said.nights, of_nights, 1)


def _minutes(work: Sequence[Span]) -> float:
    return sum(((one.ends_at - one.starts_at) / MINUTE for one in work), 0.0)


def _weekends(work: Sequence[Span], zone: ZoneInfo) -> set[date]:
    """The weekends work begins in, by their Saturday."""
    days = (local_day(one.starts_at, zone) for one in work)
    return {day - (day.weekday() - SATURDAY) * DAY for day in days if day.weekday() >= SATURDAY}
