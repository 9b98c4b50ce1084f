"""Whom a call-out could ask, looked up: each kind of people, what hinders them, and how often they were asked lately."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import call_out, call_out_ask, person, shift, sign_up
from luisterlijn.volunteer import people
from luisterlijn.volunteer.attendance import LONGEST
from luisterlijn.volunteer.callout_need import Gap
from luisterlijn.volunteer.callout_plan import Candidate, Who
from luisterlijn.volunteer.fitness import Papers
from luisterlijn.volunteer.reason import Span, Wanted
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.rules import hard_reasons

LATELY = timedelta(days=30)
COORDINATORS = ("coordinator", "administrator")


async def candidates(
    connection: AsyncConnection, rota: RotaOf, gap: Gap, busy: Collection[str], now: datetime
) -> list[Candidate]:
    """Everybody who could be asked for what is left of a gap.

    Args:
        busy: who takes contacts at this moment, whatever the rota says.
    """
    wanted = await _wanted(connection, rota.line, gap, now)
    planned, on_standby = await _work(connection, rota.line, wanted)
    called = person.c.callable | (person.c.willing_until > now)
    asked = or_(called, person.c.role.in_(COORDINATORS), person.c.id.in_(on_standby))
    who = (await connection.execute(select(person).where(person.c.line == rota.line, person.c.active, asked))).all()
    papers = await people.papers_of(connection, rota.line, [one.id for one in who])
    lately = await _lately(connection, rota.line, now)
    needs, limits = people.needs_of(rota.settings), rota.limits
    found = []
    for one in who:
        reasons = hard_reasons(wanted, papers[one.id], needs, planned[one.id], limits, rota.zone, now)
        asks, asked_at = lately.get(one.id, (0, None))
        more: dict[str, Any] = {"asks": asks, "asked_at": asked_at, "hindered": bool(reasons) or one.id in busy}
        more |= {"call_from": one.call_from, "call_until": one.call_until, "partly": _partly(gap, papers[one.id])}
        willing = one.willing_until is not None and one.willing_until > now
        kinds = _kinds(one, on_standby, willing=willing)
        found += [Candidate(volunteer=one.id, who=kind, willing=willing, **more) for kind in kinds]
    return found


async def coordinators(connection: AsyncConnection, line: str) -> list[str]:
    """Those who coordinate the line."""
    wanted = select(person.c.id).where(person.c.line == line, person.c.active, person.c.role.in_(COORDINATORS))
    return list((await connection.execute(wanted.order_by(person.c.id))).scalars())


async def _wanted(connection: AsyncConnection, line: str, gap: Gap, now: datetime) -> Wanted:
    """What is asked of somebody: what is left of the time, and the trainings every shift in it asks for."""
    starts_at = max(gap.starts_at, now)
    there = [shift.c.line == line, shift.c.state == "published", ~shift.c.standby, shift.c.minimum > 0]
    there += [
        shift.c.ends_at > starts_at,
        shift.c.starts_at < gap.ends_at,
        shift.c.channels.overlap(list(gap.channels)),
    ]
    asks = select(shift.c.trainings).where(*there if gap.shift is None else [shift.c.id == gap.shift])
    each = [set(trainings) for trainings in (await connection.execute(asks)).scalars()]
    trainings = set.intersection(*each) if each else set()
    return Wanted(starts_at, gap.ends_at, gap.channels, trainings=tuple(sorted(trainings)))


async def _work(
    connection: AsyncConnection, line: str, span: Span
) -> tuple[defaultdict[str, list[Span]], frozenset[str]]:
    """The work people have in a span, and who is on standby in it."""
    wanted = select(sign_up.c.volunteer, sign_up.c.starts_at, sign_up.c.ends_at, sign_up.c.standby).where(
        sign_up.c.line == line,
        sign_up.c.state == "signed",
        sign_up.c.ends_at > span.starts_at,
        sign_up.c.ends_at <= span.ends_at + LONGEST,
        sign_up.c.starts_at < span.ends_at,
    )
    planned: defaultdict[str, list[Span]] = defaultdict(list)
    on_standby = set()
    for row in await connection.execute(wanted):
        if row.standby:
            on_standby.add(row.volunteer)
        else:
            planned[row.volunteer].append(Span(row.starts_at, row.ends_at))
    return planned, frozenset(on_standby)


async def _lately(connection: AsyncConnection, line: str, now: datetime) -> dict[str, tuple[int, datetime]]:
    """How often people were asked in the last thirty days, and when last; many rounds of one call-out are many times."""
    times = func.count().label("times"), func.max(call_out_ask.c.asked_at).label("last_at")
    wanted = (
        select(call_out_ask.c.volunteer, *times)
        .join_from(call_out_ask, call_out, call_out_ask.c.call_out == call_out.c.id)
        .where(call_out.c.line == line, call_out.c.started_at > now - 2 * LATELY)
        .where(call_out_ask.c.asked_at > now - LATELY)
        .group_by(call_out_ask.c.volunteer)
    )
    return {row.volunteer: (row.times, row.last_at) for row in await connection.execute(wanted)}


def _kinds(one: Any, on_standby: Collection[str], *, willing: bool) -> list[Who]:
    is_kind: dict[Who, bool] = {
        "standby": one.id in on_standby,
        "willing": willing or one.callable,
        "coordinator": one.role in COORDINATORS,
    }
    return [kind for kind, is_one in is_kind.items() if is_one]


def _partly(gap: Gap, papers: Papers) -> bool:
    return not set(gap.channels) <= set(papers.channels)
