"""Simulations of the line's own days: from its forecast, its callers' ways, and the rota as it is or as proposed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.insight import demand, studies
from luisterlijn.insight.apart import Step, Tell
from luisterlijn.insight.demand import BEHAVED, Past
from luisterlijn.insight.series import QUARTER
from luisterlijn.insight.simulation import Behaviour, Day, Demand, Habits, Listener, Scenario, repeated
from luisterlijn.insight.simulation.of_line import HABITS, behaviour_of, demand_of, people_of, quarters_of, scenario_of
from luisterlijn.insight.simulation.said import Result
from luisterlijn.insight.studies import Order
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact, person, shift, sign_up
from luisterlijn.volunteer import covered, profile
from luisterlijn.volunteer.coverage import CHANNELS, Duty
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rows import one_of
from luisterlijn.volunteer.template import DAY, day_begins, local_day

FURTHEST = 400


@dataclass(frozen=True, slots=True)
class Handed:
    """What is simulated; `other`: the same day with a proposal's people as well."""

    scenario: Scenario
    other: Scenario | None
    days: int
    seed: int


def day_of(params: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> tuple[date, datetime, datetime]:
    """The local day, and when it begins and ends, in UTC.

    Raises:
        RefusedError: `bad_days`.
    """
    day = date.fromisoformat(params["first_on"])
    if abs(day - local_day(now, zone)) > timedelta(days=FURTHEST):
        raise RefusedError("bad_days", f"Choose a day within {FURTHEST} days of today.", field="first_on")
    return day, day_begins(day, zone), day_begins(day + DAY, zone)


async def handed(settings: Settings, connection: AsyncConnection, params: Mapping[str, Any], now: datetime) -> Handed:
    """Read what a simulation needs.

    Raises:
        RefusedError: `bad_days`; `no_history`: nobody knows how many come, or no contact of a recorded day is there;
            `no_such_study`: its proposal is not there.
        StoreAwayError: PostgreSQL is away.
    """
    line, zone = settings.line.id, ZoneInfo(settings.line.timezone)
    day, begin, end = day_of(params, zone, now)
    pasts = {channel: await demand.past(connection, settings, channel, now) for channel in CHANNELS}
    rate = params["show_rate"] or await covered.show_rate(connection, line, now, settings.rota.show_rate)
    habits = replace(HABITS, show_rate=rate, decline_share=await _declined(connection, line, now))
    duties = await _on_the_rota(connection, line, begin, end)
    more = await _placed(connection, line, await _proposed(connection, line, params["study"]), begin, end)
    profiles = await _profiles(connection, line, {one.volunteer for one in (*duties, *more)})
    instants = await _recorded(connection, line, begin, end) if params.get("recorded") else None
    scenario = _scenario(settings, pasts, people_of(duties, profiles, settings), day, habits, instants)
    scenario = replace(scenario, campaign=params["arrivals"], handle=params["handle"])
    other = None
    if params["study"] is not None:
        other = replace(scenario, people=people_of([*duties, *more], profiles, settings))
    return Handed(scenario, other, params["days"], params["seed"])


def _scenario(
    settings: Settings,
    pasts: Mapping[Channel, Past],
    people: tuple[Listener, ...],
    day: date,
    habits: Habits,
    instants: Mapping[Channel, Sequence[float]] | None,
) -> Scenario:
    """The day of the line as forecast, or with the attempts that were recorded at these seconds of it.

    Raises:
        RefusedError: `no_history`.
    """
    demands: dict[Channel, Demand] = {}
    behaviour: dict[Channel, Behaviour] = {}
    begin, count = day_begins(day, pasts["chat"].zone), quarters_of(day, pasts["chat"].zone)
    for channel, known in pasts.items():
        found = _demand(known, settings, begin, count) if instants is None else _of_record(instants.get(channel, ()))
        if found is not None:
            demands[channel] = found
            behaved = known.behaviour
            behaviour[channel] = behaviour_of(
                channel,
                language=settings.line.languages[0],
                handle_s=behaved.handle_s,
                patience_s=behaved.patience_s,
                handles=behaved.handles,
                redial_share=behaved.redial_share,
                heavy_share=known.heavy,
                second_slows=settings.planning.second_chat_slows,
            )
    if not demands:
        remedy = "Import past counts, or wait until the line has a week of its own: nobody knows yet how many come."
        raise RefusedError("no_history", remedy)
    return scenario_of(settings, day, demands, behaviour, people, habits)


def _demand(known: Past, settings: Settings, begin: datetime, count: int) -> Demand | None:
    """As forecast; None without history."""
    ground = demand.ground(known, settings, begin, begin + count * QUARTER)
    if not ground.forecast.weeks:
        return None
    return demand_of(ground.forecast.mean, ground.forecast.shape, ground.fresh, ground.open)


def _of_record(seconds: Sequence[float]) -> Demand | None:
    return Demand(instants=np.array(seconds, np.float64)) if seconds else None


async def _recorded(
    connection: AsyncConnection, line: str, begin: datetime, end: datetime
) -> dict[Channel, list[float]]:
    """When callers came, in seconds since `begin`: of who gave up and tried again only the first time; redials are played."""
    before = contact.alias()
    again = select(before.c.contact).where(
        before.c.line == line,
        before.c.caller == contact.c.caller,
        before.c.arrived_at >= begin,
        before.c.arrived_at < contact.c.arrived_at,
        before.c.answered_at.is_(None),
    )
    wanted = (
        select(contact.c.channel, contact.c.arrived_at)
        .where(contact.c.line == line, contact.c.arrived_at >= begin, contact.c.arrived_at < end, ~again.exists())
        .order_by(contact.c.arrived_at)
    )
    found: dict[Channel, list[float]] = {}
    for channel, at in await connection.execute(wanted):
        found.setdefault(channel, []).append((at - begin).total_seconds())
    if not found:
        remedy = "Choose a day of which the line has contacts: they are kept as long as the settings say."
        raise RefusedError("no_history", remedy, field="first_on")
    return found


async def compute(order: Order, tell: Tell) -> None:
    """Day after day, with what those done come to; of two rotas the same day is played of both in turn."""
    async with Database.of(order.settings).opened() as database, database.transaction(snapshot=True) as connection:
        found = await handed(order.settings, connection, order.params, order.now)
    await _played(found, tell)


async def _played(handed: Handed, tell: Tell) -> None:
    scenarios = [scenario for scenario in (handed.scenario, handed.other) if scenario is not None]
    done: list[list[Day]] = [[] for _ in scenarios]
    tell(Step(0, handed.days))
    async with AsyncExitStack() as stack:
        played = [
            await stack.enter_async_context(aclosing(repeated(scenario, handed.days, handed.seed)))
            for scenario in scenarios
        ]
        for number in range(handed.days):
            for days, one in zip(done, played, strict=True):
                days.append(await anext(one))
            tell(Step(number + 1, handed.days, _told(handed, done)))


def _told(handed: Handed, done: Sequence[Sequence[Day]]) -> dict[str, Any]:
    """The rota as it is; with a proposal that one, and what it has more (`difference`) than the rota as it is (`before`)."""
    one = Result.of(handed.scenario, handed.seed, handed.days, done[0])
    if handed.other is None:
        return one.as_json()
    other = Result.of(handed.other, handed.seed, handed.days, done[1])
    return other.as_json(one.rows) | {"before": one.as_json()}


async def _on_the_rota(connection: AsyncConnection, line: str, begin: datetime, end: datetime) -> list[Duty]:
    """Who is planned in that time, standby left out."""
    own = case((func.cardinality(sign_up.c.channels) > 0, sign_up.c.channels), else_=shift.c.channels)
    channels = func.coalesce(own, person.c.channels).label("channels")
    wanted = (
        select(person.c.id, person.c.channels.label("takes"), sign_up.c.starts_at, sign_up.c.ends_at, channels)
        .join_from(sign_up, person, sign_up.c.volunteer == person.c.id)
        .outerjoin(shift, sign_up.c.shift == shift.c.id)
        .where(sign_up.c.line == line, sign_up.c.state == "signed", ~sign_up.c.standby, person.c.active)
        .where(or_(shift.c.id.is_(None), shift.c.state == "published"))
        .where(sign_up.c.ends_at > begin, sign_up.c.starts_at < end, sign_up.c.ends_at <= end + covered.LONGEST)
        .order_by(person.c.id, sign_up.c.starts_at)
    )
    return _duties(await connection.execute(wanted))


async def _proposed(connection: AsyncConnection, line: str, study_id: str | None) -> set[tuple[str, str]]:
    """Shift and person of everybody a proposal would ask."""
    if study_id is None:
        return set()
    result = (await studies.study_of(connection, line, study_id)).result or {}
    return {(one["shift"], one["volunteer"]) for one in result.get("placed", ())}


async def _placed(
    connection: AsyncConnection, line: str, placed: Collection[tuple[str, str]], begin: datetime, end: datetime
) -> list[Duty]:
    """The duties of people on shifts they are not on yet, as far as there are both."""
    wanted = (
        select(person.c.id, person.c.channels.label("takes"), shift.c.starts_at, shift.c.ends_at, shift.c.channels)
        .add_columns(shift.c.id.label("shift"))
        .join_from(shift, person, person.c.line == shift.c.line)
        .where(shift.c.line == line, shift.c.id == one_of({one for one, _ in placed}), shift.c.state == "published")
        .where(person.c.id == one_of({who for _, who in placed}), person.c.active)
        .where(shift.c.ends_at > begin, shift.c.starts_at < end)
        .order_by(person.c.id, shift.c.starts_at)
    )
    return _duties(row for row in await connection.execute(wanted) if (row.shift, row.id) in placed)


def _duties(rows: Iterable[Any]) -> list[Duty]:
    """What they take of each; nothing of it: none."""
    found = []
    for row in rows:
        taken = tuple(one for one in CHANNELS if one in row.channels and one in row.takes)
        if taken:
            found.append(Duty(row.id, row.starts_at, row.ends_at, taken))
    return found


async def _profiles(connection: AsyncConnection, line: str, who: Collection[str]) -> dict[str, Profile]:
    wanted = select(*profile.COLUMNS).where(person.c.line == line, person.c.id == one_of(who))
    return {row.id: profile.of_row(row) for row in await connection.execute(wanted)}


async def _declined(connection: AsyncConnection, line: str, now: datetime) -> float:
    """The share of offers that were declined, of those answered."""
    sums = (func.coalesce(func.sum(contact.c[name]), 0) for name in ("offers_declined", "offers_accepted"))
    wanted = select(*sums).where(contact.c.line == line, contact.c.arrived_at > now - BEHAVED)
    declined, accepted = (await connection.execute(wanted)).one()
    return float(declined) / float(declined + accepted) if declined else 0.0
