"""What a channel's plan is made from, as SQL has it: its past, how callers behave, campaigns, and what they are promised.

The forecast of a time ahead is made from all that is known now; for a time that is over it is made from what was known
before, so that a page may hold it against what came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.contact.hours import opening
from luisterlijn.facts import Channel
from luisterlijn.insight import campaigns, history
from luisterlijn.insight.effects import Campaign
from luisterlijn.insight.forecast import Forecast, forecast
from luisterlijn.insight.history import Behaviour
from luisterlijn.insight.learned import Priors
from luisterlijn.insight.plan import Ground
from luisterlijn.insight.series import QUARTER, Series, quarters
from luisterlijn.insight.staffing import Goal, Work
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact
from luisterlijn.volunteer.template import DAY, day_begins, holidays_between, local_day

LOOKED_BACK = timedelta(days=800)
"""Two years and a bit: the same holiday twice."""

HELD = timedelta(seconds=60)

BEHAVED = timedelta(days=90)
"""How callers behave is measured over so long."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """All that is known of a channel at an instant. `heavy`: the share of talks called heavy."""

    at: datetime
    zone: ZoneInfo
    series: Series
    behaviour: Behaviour
    heavy: float
    holidays: Mapping[date, str]
    campaigns: tuple[Campaign, ...]


async def past(connection: AsyncConnection, settings: Settings, channel: Channel, now: datetime) -> Past:
    """Read it.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    line, zone = settings.line.id, ZoneInfo(settings.line.timezone)
    today = local_day(now, zone)
    begin = day_begins(today - LOOKED_BACK, zone)
    priors = Priors(settings.limits.estimate_prior_handle, settings.limits.estimate_prior_patience)
    ahead = today + settings.planning.ahead + DAY
    return Past(
        at=now,
        zone=zone,
        series=await history.series(connection, line, channel, begin, quarter_at(now)),
        behaviour=await history.behaviour(
            connection, line, channel, quarter_at(now - BEHAVED), quarter_at(now), priors
        ),
        heavy=await _heavy(connection, line, channel, now),
        holidays=holidays_between(settings.rota.holidays, local_day(begin, zone), ahead),
        campaigns=tuple(await campaigns.of_line(connection, line)),
    )


def ground(known: Past, settings: Settings, begin: datetime, end: datetime) -> Ground:
    """What the plan of the quarters from `begin` to `end` is made from; both begin quarters."""
    now = min(max(quarter_at(known.at), begin), end)
    parts = [_forecast(known, *span) for span in ((begin, now), (now, end)) if span[0] < span[1]]
    joined = replace(
        parts[-1],
        starts_at=begin,
        mean=np.concatenate([one.mean for one in parts]),
        shape=np.concatenate([one.shape for one in parts]),
    )
    promise = settings.planning.promise(joined.channel)
    return Ground(
        forecast=joined,
        work=work_of(known, settings, joined.channel),
        goal=Goal(promise.share, promise.within.total_seconds(), promise.leave, promise.judged),
        fresh=_fresh(known),
        open=_open(settings, joined.channel, begin, quarters(begin, end)),
    )


def quarter_at(at: datetime) -> datetime:
    """The beginning of the quarter an instant lies in."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def work_of(known: Past, settings: Settings, channel: Channel) -> Work:
    """What a contact costs: conversation and wrap-up, and the rest after it."""
    timing, behaved = settings.timing, known.behaviour
    rest = timing.rest + (timing.rest_heavy - timing.rest) * known.heavy
    chats = settings.planning.chats_at_once if channel == "chat" else 1
    slower = (1.0, settings.planning.second_chat_slows)[:chats] if chats > 1 else ()
    return Work(behaved.handle_s + rest.total_seconds(), behaved.patience_s, behaved.redial_share, chats, slower)


def _forecast(known: Past, begin: datetime, end: datetime) -> Forecast:
    before = known.series.between(known.series.starts_at, max(begin, known.series.starts_at))
    return forecast(before, begin, end, known.zone, known.holidays, known.campaigns)


def _fresh(known: Past) -> float:
    """The share of attempts that are not those of somebody who gave up before, the same day."""
    lately = known.series.between(max(quarter_at(known.at - BEHAVED), known.series.starts_at), known.series.ends_at)
    attempts = int(lately.attempts.sum())
    return 1.0 - known.behaviour.redial_share * int(lately.abandoned.sum()) / attempts if attempts else 1.0


async def _heavy(connection: AsyncConnection, line: str, channel: Channel, now: datetime) -> float:
    mine = (contact.c.line == line, contact.c.channel == channel, contact.c.arrived_at > now - BEHAVED)
    heavy = func.count().filter(contact.c.heavy)
    wanted = select(heavy, func.count()).where(*mine, contact.c.handled_ms.is_not(None))
    called_so, handled = (await connection.execute(wanted)).one()
    return int(called_so) / int(handled) if handled else 0.0


def _open(settings: Settings, channel: Channel, begin: datetime, count: int) -> NDArray[np.bool_]:
    """Which quarters a channel is open in by its hours."""
    hours = settings.line.chat_hours if channel == "chat" else settings.line.phone_hours
    found, end, at = np.zeros(count, np.bool_), begin + count * QUARTER, begin
    while at < end:
        state = opening(hours, settings.line.timezone, at)
        until = min((state.closes_at if state.open else state.opens_at) or end, end)
        if state.open:
            found[(at - begin) // QUARTER : -((begin - until) // QUARTER)] = True
        at = until
    return found


class Pasts:
    """What a node knows of each channel's past, read anew when it is older than `HELD`: sliders ask often."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._known: dict[Channel, Past] = {}
        self._forgotten = 0

    async def of(self, channel: Channel, now: datetime) -> Past:
        """The past of a channel.

        Raises:
            StoreAwayError: PostgreSQL is away.
        """
        known = self._known.get(channel)
        if known is None or not known.at <= now < known.at + HELD or quarter_at(known.at) != quarter_at(now):
            before = self._forgotten
            async with self._database.transaction(snapshot=True) as connection:
                known = await past(connection, self._settings, channel, now)
            if before == self._forgotten:
                self._known[channel] = known
        return known

    def forget(self) -> None:
        """Something it rests on was just changed; what is being read this moment may be from before, and is not kept."""
        self._forgotten += 1
        self._known.clear()
