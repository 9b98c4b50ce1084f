"""Rota proposals: from the rows of a line to the problem `roster` solves, and from its answer to what a page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.insight.apart import Step, Tell
from luisterlijn.insight.roster import Candidate, Gap, Opening, Problem, Proposal, Share, greedy, improved
from luisterlijn.insight.studies import Order
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import covered, people, plannable
from luisterlijn.volunteer.coverage import CHANNELS, Duty, Rota, count
from luisterlijn.volunteer.plannable import Plannable
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rest import nights
from luisterlijn.volunteer.rota import RotaOf, SignUp
from luisterlijn.volunteer.seen import Seen
from luisterlijn.volunteer.template import DAY, day_begins, local_day

MINUTE = timedelta(minutes=1)
LONGEST, FURTHEST = 35, 400
"""Days of one proposal, and how many of them it may lie ahead."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What a proposal is computed from.

    `counted`: coverage without it; `names`: of people by id; `seconds`: how long HiGHS may look for better.
    """

    problem: Problem
    counted: Rota
    names: Mapping[str, str]
    seconds: float


def days_between(params: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """From when to when a proposal goes, in UTC; nothing that has begun.

    Raises:
        RefusedError: `bad_days`; the field says which.
    """
    first = date.fromisoformat(params["first_on"])
    last = date.fromisoformat(params["last_on"] or params["first_on"])
    if last < first:
        raise RefusedError("bad_days", "Choose a last day that is not before the first.", field="last_on")
    if (last - first).days >= LONGEST:
        raise RefusedError("bad_days", f"Choose at most {LONGEST} days.", field="last_on")
    today = local_day(now, zone)
    if last < today:
        raise RefusedError("bad_days", "Choose days that are not over.", field="first_on")
    if first > today + FURTHEST * DAY:
        raise RefusedError("bad_days", f"Choose days within {FURTHEST} days of today.", field="first_on")
    return max(day_begins(first, zone), now), day_begins(last + DAY, zone)


async def handed(settings: Settings, connection: AsyncConnection, params: Mapping[str, Any], now: datetime) -> Handed:
    """Read what a proposal needs.

    Raises:
        RefusedError: `bad_days`; `no_shifts`: none is published then.
        StoreAwayError: PostgreSQL is away.
    """
    rota = RotaOf.of(settings)
    begin, end = days_between(params, rota.zone, now)
    shifts = await plannable.openings(connection, rota.line, begin, end)
    if not shifts:
        raise RefusedError("no_shifts", "Publish the shifts of these days first: none is there yet.", field="first_on")
    everybody = await plannable.candidates(connection, rota, begin, end, now)
    counted = await covered.rota(connection, rota.line, begin, max(one.shift.ends_at for one in shifts))
    rate = params["show_rate"] or await covered.show_rate(connection, rota.line, now, settings.rota.show_rate)
    signed = _spans_of(shifts)
    problem = Problem(
        openings=tuple(_opening(one) for one in shifts),
        candidates=tuple(_candidate(one, signed[one.id], Span(begin, end), rota.zone) for one in everybody),
        required=_required(counted, shifts, begin),
        limits=rota.limits,
        needs=people.needs_of(settings),
        zone=rota.zone,
        now=now,
        show_rate=rate,
    )
    return Handed(problem, counted, {one.id: one.name for one in everybody}, params["seconds"])


def _opening(seen: Seen) -> Opening:
    one = seen.shift
    return Opening(
        *(one.id, one.starts_at, one.ends_at, one.channels, one.minimum, one.target, one.maximum),
        topics=one.topics,
        trainings=one.trainings,
        signed=tuple(sign_up.volunteer for sign_up in _signed(seen)),
    )


def _signed(seen: Seen) -> list[SignUp]:
    return [one for one in seen.people if one.state == "signed" and (one.missed_at is None or one.checked_in_at)]


def _spans_of(shifts: Sequence[Seen]) -> defaultdict[str, list[Span]]:
    """What people are signed up for among these shifts, by person."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for seen in shifts:
        for one in seen.people:
            if one.state == "signed":
                found[one.volunteer].append(one.span)
    return found


def _candidate(one: Plannable, signed: Sequence[Span], within: Span, zone: ZoneInfo) -> Candidate:
    """A person, who is asked for no shift twice.

    What they are signed up for among the shifts belongs to those, and counts to the most they may be given.
    """
    minutes = sum(((span.ends_at - span.starts_at) // MINUTE for span in signed), 0)
    return Candidate(
        id=one.id,
        papers=one.papers,
        work=tuple(span for span in one.work if span not in signed),
        windows=one.times if one.times is not None or not one.away else _beside(within, one.away),
        most_shifts=None if one.most_shifts is None else one.most_shifts + len(signed),
        most_minutes=None if one.most_minutes is None else one.most_minutes + minutes,
        most_nights=None if one.most_nights is None else one.most_nights + len(nights(signed, zone)),
        nights=one.nights,
        weekends=one.weekends,
        refused=one.asked | one.declined,
    )


def _beside(within: Span, away: Sequence[Span]) -> tuple[Span, ...]:
    """The rest of a time, up to a day past its end."""
    found, at, end = list[Span](), within.starts_at, within.ends_at + DAY
    for one in away:
        if one.starts_at > at:
            found.append(Span(at, one.starts_at))
        at = max(at, one.ends_at)
    return (*found, Span(at, end)) if at < end else tuple(found)


def _required(
    counted: Rota, shifts: Sequence[Seen], begin: datetime
) -> dict[Channel, tuple[datetime, NDArray[np.int64]]]:
    """As coverage counts it, for the channels something is forecast of; for the others the shifts say it themselves.

    Who is planned beside these shifts, on one that began before or on none, is taken off.
    """
    found: dict[Channel, tuple[datetime, NDArray[np.int64]]] = {}
    end = max(one.shift.ends_at for one in shifts)
    signed = [(seen, one) for seen in shifts for one in _signed(seen)]
    duties = [
        Duty(one.volunteer, one.starts_at, one.ends_at, one.channels or seen.shift.channels) for seen, one in signed
    ]
    theirs = Rota.of((), duties)
    for channel in CHANNELS:
        if counted.needed.on(channel, int(begin.timestamp()), int(end.timestamp())).starts.size:
            quarters = count(counted, channel, begin, end).quarters()
            beside = quarters.planned - count(theirs, channel, begin, end).quarters().planned
            found[channel] = (quarters.starts_at, np.maximum(quarters.required - np.maximum(beside, 0), 0))
    return found


async def compute(order: Order, tell: Tell) -> None:
    """The proposal that always comes, and then a better one where there is one."""
    tell(Step(0, 2))
    async with Database.of(order.settings).opened() as database, database.transaction(snapshot=True) as connection:
        found = await handed(order.settings, connection, order.params, order.now)
    first = greedy(found.problem)
    tell(Step(1, 2, told(found, first)))
    tell(Step(2, 2, told(found, improved(found.problem, found.seconds, first))))


def made(handed: Handed) -> Proposal:
    """The best that is found in the time there is."""
    first = greedy(handed.problem)
    return improved(handed.problem, handed.seconds, first) if handed.seconds else first


def told(handed: Handed, proposal: Proposal) -> dict[str, Any]:
    """As `ProposalShown` has it."""
    names = handed.names
    return {
        "placed": [{"shift": shift, "volunteer": who, "name": names[who]} for shift, who in proposal.assignments],
        "gaps": [_gap(one) for one in proposal.gaps],
        "fair": [_fair(one, names) for one in proposal.shares if one.nights or one.weekends],
        "method": proposal.method,
        "cost": proposal.cost,
        "bound": proposal.bound,
        "proven": proposal.proven,
        "gap": None
        if proposal.bound is None
        else (proposal.cost - proposal.bound) / proposal.cost
        if proposal.cost
        else 0.0,
        "uncovered_s": _uncovered_s(handed, ()),
        "uncovered_then_s": _uncovered_s(handed, proposal.assignments),
    }


def _gap(one: Gap) -> dict[str, Any]:
    times = {name: f"{at:%Y-%m-%dT%H:%M:%SZ}" for name, at in (("starts_at", one.starts_at), ("ends_at", one.ends_at))}
    known = {"shift": one.opening or None, "channels": list(one.channels), "lacking": one.lacking}
    return {**times, **known, "why": one.why, "counts": dict(one.people)}


def _fair(one: Share, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "volunteer": one.person,
        "name": names[one.person],
        "nights": one.nights_before,
        "nights_then": one.nights,
        "weekends": one.weekends_before,
        "weekends_then": one.weekends,
    }


def _uncovered_s(handed: Handed, placed: Sequence[tuple[str, str]]) -> int:
    """Seconds times people lacking in the shifts of the proposal, if all who are asked come."""
    openings = {one.id: one for one in handed.problem.openings}
    candidates = {one.id: one for one in handed.problem.candidates}
    duties = [
        Duty(who, openings[shift].starts_at, openings[shift].ends_at, _channels(openings[shift], candidates[who]))
        for shift, who in placed
    ]
    begin = min(one.starts_at for one in openings.values())
    end = max(one.ends_at for one in openings.values())
    return sum(
        count(handed.counted.joined(duties), channel, begin, end).uncovered_s(begin, end) for channel in CHANNELS
    )


def _channels(opening: Opening, who: Candidate) -> tuple[Channel, ...]:
    return tuple(one for one in opening.channels if one in who.papers.channels)
