"""Coverage of the rota as SQL has it now: published shifts, and the people signed up who are still expected to come.

Required is what published shifts ask for, and at least what the forecast needs (`requirement`, written by insight/planner.py).
Standby counts neither as required nor as planned. Walk-ins and people called in count as planned. Somebody who was missed
at the start of a shift is not expected any more, until they check in after all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, extract, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.facts import Channel
from luisterlijn.sql.tables import person, requirement, shift, sign_up
from luisterlijn.volunteer.coverage import (
    CHANNELS,
    NOTHING,
    QUARTER_S,
    Hole,
    Quarters,
    Rota,
    Spans,
    bit,
    count,
    holding,
    likely,
    merged,
)

DAY = timedelta(days=1)
QUARTER = timedelta(seconds=QUARTER_S)
AHEAD = {"day": DAY, "week": 7 * DAY, "fortnight": 14 * DAY}
"""How far ahead uncovered seconds are added up."""

LONGEST = 2 * DAY
"""No shift and nobody's duty lasts longer: those of a range are found by when they end, however far the rota goes on."""

MEASURED = 90 * DAY
"""How far back the show rate is measured."""

PRIOR_WEIGHT = 20
"""How many sign-ups the assumed show rate is worth."""

LEAST_RATE = 0.01
"""With less nobody can be planned: check-ins are not kept then."""


@dataclass(frozen=True, slots=True, eq=False)
class Covered:
    """A channel's coverage, quarter by quarter.

    `expected`: of the planned, how many come on average. `likely`: the chance that the promise to callers holds; where
    nothing was forecast, that as many come as shifts require. `forecast`: whether it was.
    """

    channel: Channel
    quarters: Quarters
    expected: NDArray[Any]
    likely: NDArray[Any]
    forecast: NDArray[Any]
    holes: list[Hole]
    uncovered_s: dict[str, int]

    @property
    def gap(self) -> NDArray[Any]:
        """How many more must be planned, quarter by quarter."""
        lacking: NDArray[Any] = np.maximum(self.quarters.required - self.quarters.planned, 0)
        return lacking


async def rota(
    connection: AsyncConnection, line: str, begin: datetime, end: datetime, *, forecast: bool = True
) -> Rota:
    """What is required and who is planned between two instants.

    Args:
        forecast: whether what the forecast needs counts, beside what shifts require.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    required = await _spans(connection, _required(line, begin, end))
    planned = await _spans(connection, _planned(line, begin, end))
    return Rota(required, planned, await _spans(connection, _needed(line, begin, end)) if forecast else NOTHING)


async def holes(
    connection: AsyncConnection, line: str, begin: datetime, end: datetime, *, forecast: bool = True
) -> list[Hole]:
    """The holes between two instants, of all channels, merged where they begin and end together.

    Args:
        forecast: as in `rota`.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    return holes_of(await rota(connection, line, begin, end, forecast=forecast), begin, end)


def holes_of(found: Rota, begin: datetime, end: datetime) -> list[Hole]:
    """As `holes`, of a rota that was read."""
    return merged(hole for channel in CHANNELS for hole in count(found, channel, begin, end).holes())


async def coverage(
    connection: AsyncConnection,
    line: str,
    channel: Channel,
    begin: datetime,
    end: datetime,
    now: datetime,
    show_rate: float,
) -> Covered:
    """Coverage of a channel between two instants, and the uncovered seconds from now on.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    last = now + max(AHEAD.values())
    found = await rota(connection, line, min(begin, now), max(end, last))
    counted, ahead = count(found, channel, begin, end), count(found, channel, now, last)
    quarters = counted.quarters()
    chances = likely(quarters.required, quarters.planned, show_rate)
    known, spread = await _spread(connection, line, channel, quarters)
    chances[known] = holding(spread, quarters.planned[known], show_rate)
    forecast = np.zeros(chances.size, bool)
    forecast[known] = True
    return Covered(
        channel,
        quarters,
        quarters.planned * show_rate,
        chances,
        forecast,
        counted.holes(),
        {name: ahead.uncovered_s(now, now + span) for name, span in AHEAD.items()},
    )


async def show_rate(connection: AsyncConnection, line: str, now: datetime, prior: float) -> float:
    """The share of those planned who come: of the sign-ups to shifts that ended in the last 90 days, with a prior.

    Those before the line's first check-in of that time are left out: nobody kept them.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    past = and_(
        sign_up.c.line == line,
        sign_up.c.ends_at > now - MEASURED,
        sign_up.c.ends_at <= now,
        sign_up.c.state == "signed",
        ~sign_up.c.standby,
        sign_up.c.shift.is_not(None),
    )
    kept_from = select(func.min(sign_up.c.starts_at)).where(past, sign_up.c.checked_in_at.is_not(None))
    wanted = select(func.count(sign_up.c.checked_in_at), func.count()).where(
        past, sign_up.c.starts_at >= kept_from.scalar_subquery()
    )
    came, planned = (await connection.execute(wanted)).one()
    rate: float = (came + PRIOR_WEIGHT * prior) / (planned + PRIOR_WEIGHT)
    return max(rate, LEAST_RATE)


def _required(line: str, begin: datetime, end: datetime) -> Select[Any]:
    return select(
        shift.c.starts_at, shift.c.ends_at, _bits(shift.c.channels).label("channels"), shift.c.minimum.label("number")
    ).where(
        shift.c.line == line,
        shift.c.state == "published",
        ~shift.c.standby,
        shift.c.ends_at > begin,
        shift.c.ends_at <= end + LONGEST,
        shift.c.starts_at < end,
    )


def _needed(line: str, begin: datetime, end: datetime) -> Select[Any]:
    return select(
        requirement.c.starts_at,
        (requirement.c.starts_at + QUARTER).label("ends_at"),
        case(*((requirement.c.channel == channel, bit(channel)) for channel in CHANNELS), else_=0).label("channels"),
        requirement.c.people.label("number"),
    ).where(
        requirement.c.line == line,
        requirement.c.people > 0,
        requirement.c.starts_at > begin - QUARTER,
        requirement.c.starts_at < end,
    )


async def _spread(
    connection: AsyncConnection, line: str, channel: Channel, quarters: Quarters
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of which quarters a forecast is known, by their numbers, and the people needed at its ten rates."""
    begin, end = quarters.starts_at, quarters.starts_at + quarters.planned.size * QUARTER
    place = cast(extract("epoch", requirement.c.starts_at - begin) / QUARTER_S, BigInteger)
    wanted = (
        select(place, requirement.c.spread)
        .where(requirement.c.line == line, requirement.c.channel == channel)
        .where(requirement.c.starts_at >= begin, requirement.c.starts_at < end)
    )
    rows = (await connection.execute(wanted)).all()
    places = np.array([row[0] for row in rows], np.int64)
    return places, np.array([row[1] for row in rows] or np.empty((0, 1)), np.int64)


def _planned(line: str, begin: datetime, end: datetime) -> Select[Any]:
    own = case((func.cardinality(sign_up.c.channels) > 0, sign_up.c.channels), else_=shift.c.channels)
    comes = or_(sign_up.c.missed_at.is_(None), sign_up.c.checked_in_at.is_not(None))
    until = case((comes, sign_up.c.ends_at), else_=sign_up.c.missed_at)
    return (
        select(
            sign_up.c.starts_at,
            until.label("ends_at"),
            _bits(func.coalesce(own, person.c.channels)).label("channels"),
            func.dense_rank().over(order_by=sign_up.c.volunteer).label("number"),
        )
        .join_from(sign_up, person, sign_up.c.volunteer == person.c.id)
        .outerjoin(shift, sign_up.c.shift == shift.c.id)
        .where(
            sign_up.c.line == line,
            sign_up.c.state == "signed",
            ~sign_up.c.standby,
            or_(shift.c.id.is_(None), and_(shift.c.state == "published", ~shift.c.standby)),
            person.c.active,
            sign_up.c.ends_at > begin,
            sign_up.c.ends_at <= end + LONGEST,
            sign_up.c.starts_at < end,
        )
    )


def _bits(channels: ColumnElement[Any]) -> ColumnElement[int]:
    """Channels as `coverage.bit` has them."""
    bits = [case((literal(channel) == func.any(channels), bit(channel)), else_=0) for channel in CHANNELS]
    return sum(bits[1:], bits[0])


async def _spans(connection: AsyncConnection, wanted: Select[Any]) -> Spans:
    """Four arrays in one row: a row for each of forty thousand spans would take most of a second."""
    each = wanted.subquery()
    order = (each.c.number, each.c.starts_at)
    second = [cast(func.floor(extract("epoch", each.c[name])), BigInteger) for name in ("starts_at", "ends_at")]
    columns = (*second, each.c.channels, cast(each.c.number, BigInteger))
    row = (
        await connection.execute(select(*(func.array_agg(aggregate_order_by(one, *order)) for one in columns)))
    ).one()
    return Spans.of(*(column or () for column in row))
