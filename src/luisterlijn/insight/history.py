"""A line's past from SQL: how many came in each quarter, how long they stayed, and how long talks took.

Three sources, each quarter from one of them: what was rolled up (insight/rollup.py), the contacts since, and before the
line's own record begins what was imported. Between two imported quarters less than a day apart nobody came; in a longer
gap nobody counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, RowMapping, Select, Subquery, func, literal, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.facts import Channel
from luisterlijn.insight.learned import FEW, Priors
from luisterlijn.insight.quarters import DAY, counted
from luisterlijn.insight.series import COUNTED, QUARTER, QUARTER_S, Counts, Series, nothing
from luisterlijn.insight.series import quarter as beginning
from luisterlijn.insight.spread import PARTS, Spread
from luisterlijn.sql.tables import contact, quarter, rolled_up

SPREADS = {"waits": "waited_ms", "leaves": "left_after_ms", "handles": "handled_ms"}
GAP = DAY
ASSUMED = Priors()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How callers and talks of a channel were.

    Args:
        handle_s: mean of conversation and wrap-up.
        patience_s: mean time a caller would wait before leaving (exponential, those answered censored): the time all of
            them waited over how many left (maximum likelihood).
        redial_share: of callers who left, those who came again the same day.
        handles, waits, leaves: handle times, waits until answered, waits until leaving; as the line itself recorded them.
    """

    handle_s: float
    patience_s: float
    redial_share: float
    handles: Spread
    waits: Spread
    leaves: Spread


async def series(connection: AsyncConnection, line: str, channel: Channel, begin: datetime, end: datetime) -> Series:
    """What came in the quarters from `begin` to `end`, in one snapshot of the rows.

    Args:
        end: the beginning of the present quarter at most: what lies ahead would be taken for a time nobody came.

    Raises:
        ValueError: `begin` or `end` is no beginning of a quarter, or the end comes first.
    """
    found = nothing(channel, begin, end)
    begin, kept = found.starts_at, quarter.c
    mine = (kept.line == line) & (kept.channel == channel)
    imported = mine & (kept.source == "imported") & (kept.starts_at > begin - GAP) & (kept.starts_at < end + GAP)
    places = await _fill(connection, found, quarter.select().where(imported).subquery())
    _fill_gaps(found, places)
    own = await begins_at(connection, line, channel)
    if own is None or own >= end:
        return found
    _forget(found, own)
    recorded = mine & (kept.source == "recorded") & (kept.starts_at >= begin) & (kept.starts_at < end)
    await _fill(connection, found, quarter.select().where(recorded).subquery())
    recent = (await _recent(connection, line, begin, end)).subquery()
    await _fill(connection, found, select(recent).where(recent.c.channel == channel).subquery())
    return found


async def begins_at(connection: AsyncConnection, line: str, channel: Channel) -> datetime | None:
    """The quarter of the first contact the line itself recorded in a channel; None if there was none yet."""
    kept, known = quarter.c, contact.c
    mine = (kept.line == line) & (kept.channel == channel) & (kept.source == "recorded")
    first = (await connection.execute(select(func.min(kept.starts_at)).where(mine))).scalar_one()
    if first is None:
        until = await rolled_until(connection, line)
        theirs = (known.line == line) & (known.channel == channel)
        theirs &= true() if until is None else known.arrived_at >= until
        first = (await connection.execute(select(func.min(known.arrived_at)).where(theirs))).scalar_one()
    return None if first is None else _quarter_of(first)


async def rolled_until(connection: AsyncConnection, line: str) -> datetime | None:
    """The instant before which contacts count as rolled up; None if none do."""
    wanted = select(rolled_up.c.rolled_until).where(rolled_up.c.line == line)
    return (await connection.execute(wanted)).scalar_one_or_none()


async def behaviour(
    connection: AsyncConnection,
    line: str,
    channel: Channel,
    begin: datetime,
    end: datetime,
    priors: Priors = ASSUMED,
) -> Behaviour:
    """How callers who arrived from `begin` to `end` were, both beginnings of quarters.

    Args:
        priors: the means assumed, as if twenty contacts had shown them; and as if twenty callers had not come again.
    """
    kept = quarter.c
    begin = beginning(begin, "begin")
    recent = (await _recent(connection, line, begin, end)).subquery()
    names = ("channel", "starts_at", "traceable", "redialled", "handled", *SPREADS, *SPREADS.values())
    both = union_all(
        select(kept.source, *(kept[name] for name in names)).where(kept.line == line),
        select(literal("recorded"), *(recent.c[name] for name in names)),
    ).subquery()
    within = (both.c.channel == channel, both.c.starts_at >= begin, both.c.starts_at < end)
    sums = select(both.c.source, *_sums(both.c)).where(*within).group_by(both.c.source)
    rows = {row["source"]: row for row in (await connection.execute(sums)).mappings()}
    return _behaviour(rows.get("recorded"), rows.get("imported"), priors)


def _sums(columns: Any) -> Iterable[Any]:
    for name in ("traceable", "redialled", "handled", *SPREADS.values()):
        yield func.sum(columns[name]).label(name)
    for name in SPREADS:
        yield from (
            func.coalesce(func.sum(columns[name][one]), 0).label(f"{name}_{one}") for one in range(1, PARTS + 1)
        )


def _behaviour(own: RowMapping | None, imported: RowMapping | None, priors: Priors) -> Behaviour:
    spreads = {name: Spread() if own is None else _spread(own, name) for name in SPREADS}
    both = [row for row in (own, imported) if row is not None]
    handled, handled_ms = (int(sum(row[name] for row in both)) for name in ("handled", "handled_ms"))
    waited_s = spreads["waits"].total_s + spreads["leaves"].total_s
    traceable, redialled = (0, 0) if own is None else (int(own["traceable"]), int(own["redialled"]))
    return Behaviour(
        handle_s=(FEW * priors.handle.total_seconds() + handled_ms / 1000) / (FEW + handled),
        patience_s=(FEW * priors.patience.total_seconds() + waited_s) / (FEW + spreads["leaves"].count),
        redial_share=redialled / (FEW + traceable),
        **spreads,
    )


def _spread(row: RowMapping, name: str) -> Spread:
    counts = tuple(int(row[f"{name}_{one}"]) for one in range(1, PARTS + 1))
    return Spread(counts, int(row[SPREADS[name]]) / 1000)


async def _recent(connection: AsyncConnection, line: str, begin: datetime, end: datetime) -> Select[Any]:
    """The quarters of contacts that are not rolled up yet; some may lie before `begin`, on its day."""
    until = await rolled_until(connection, line)
    day = begin.replace(hour=0, minute=0)
    return counted(line, day if until is None else max(day, until), end)


async def _fill(connection: AsyncConnection, found: Series, rows: Subquery) -> Counts:
    """Write what rows say, those outside the series left out; returns all their places, in order.

    One array a column, not one row a quarter: years of them are read in a few hundredths of a second.
    """
    seconds = func.extract("epoch", rows.c.starts_at).cast(BigInteger)
    first = round(found.starts_at.timestamp()) // QUARTER_S
    said = {name: rows.c[name] for name in COUNTED} | {"callers": func.coalesce(rows.c.callers, rows.c.attempts)}
    wanted = {"place": seconds.op("/")(QUARTER_S) - first, **said}
    asked = select(*(func.array_agg(column).label(name) for name, column in wanted.items()))
    row = (await connection.execute(asked)).mappings().one()
    every = np.array(row["place"] or (), np.int64)
    inside = (every >= 0) & (every < len(found))
    places = every[inside]
    for name in COUNTED:
        getattr(found, name)[places] = np.array(row[name] or (), np.int64)[inside]
    found.known[places] = True
    return np.sort(every)


def _fill_gaps(found: Series, places: Counts) -> None:
    """What lies between two quarters less than a day apart is known: nobody came."""
    for at in np.flatnonzero((np.diff(places) > 1) & (np.diff(places) < GAP // QUARTER)):
        found.known[max(places[at], 0) : max(places[at + 1], 0)] = True


def _forget(found: Series, own: datetime) -> None:
    """From the beginning of the own record on every quarter is known, and nothing has come in it yet."""
    first = max((own - found.starts_at) // QUARTER, 0)
    for name in COUNTED:
        getattr(found, name)[first:] = 0
    found.known[first:] = True


def _quarter_of(at: datetime) -> datetime:
    return at.astimezone(UTC) - timedelta(seconds=at.timestamp() % QUARTER_S)
