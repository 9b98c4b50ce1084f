"""Who could do what: open shifts for a volunteer, candidates for a shift, colleagues to give one to."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import people
from luisterlijn.volunteer.card import Person
from luisterlijn.volunteer.reason import Reason, Span
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp
from luisterlijn.volunteer.rows import papers_of, shift_of, shifts_of, sign_up_of, sign_ups_of, spans_of, work_of
from luisterlijn.volunteer.rules import hard_reasons, reasons
from luisterlijn.volunteer.seen import Seen, shifts_between

IN_RETURN = timedelta(weeks=8)
"""How far ahead shifts of colleagues are shown that one could have in return."""


@dataclass(frozen=True, slots=True)
class Open:
    """A shift somebody could take, and what speaks against it."""

    seen: Seen
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be put on a shift, and what speaks against it."""

    person: Person
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could take a shift, and the shifts of theirs one could have in return."""

    person: Person
    shifts: Sequence[tuple[SignUp, Shift]]


async def open_shifts(
    connection: AsyncConnection, rota: RotaOf, volunteer: str, until: datetime, now: datetime
) -> list[Open]:
    """The shifts before `until` somebody is not on yet: where most is lacking first, then the soonest.

    Those a hard rule forbids come last.
    """
    found = await shifts_between(connection, rota.line, now, until, states={"published"})
    ahead = (one for one in found if one.shift.starts_at > now)
    found = [one for one in ahead if all(other.volunteer != volunteer for other in one.people)]
    papers = await papers_of(connection, rota.line, volunteer)
    others = (await spans_of(connection, rota.line, {volunteer}, Span(now, until)))[volunteer]
    needs, limits = people.needs_of(rota.settings), rota.limits

    def judge() -> list[Open]:
        return sorted(
            (Open(one, reasons(one.shift.wanted(), papers, needs, others, limits, rota.zone, now)) for one in found),
            key=_by_need,
        )

    return await asyncio.to_thread(judge)  # hundreds of shifts: serve others meanwhile


async def candidates(connection: AsyncConnection, rota: RotaOf, shift_id: str, now: datetime) -> list[Candidate]:
    """Everybody active who is not on a shift, who could come without ado first, then by name.

    Raises:
        RefusedError: `no_such_shift`.
    """
    shift = await shift_of(connection, rota.line, shift_id)
    wanted = shift.wanted(now if now > shift.starts_at else None)
    there = {one.volunteer for one in await sign_ups_of(connection, {shift.id}) if one.state == "signed"}
    everybody = [one for one in await people.everybody(connection, rota.line) if one.active and one.id not in there]
    work = await spans_of(connection, rota.line, None, shift.span)
    needs, limits = people.needs_of(rota.settings), rota.limits

    def judge() -> list[Candidate]:
        found = (
            Candidate(one, reasons(wanted, one.papers, needs, work[one.id], limits, rota.zone, now))
            for one in everybody
        )
        return sorted(found, key=lambda one: (any(two.hard for two in one.reasons), bool(one.reasons)))

    return await asyncio.to_thread(judge)  # a thousand people: serve others meanwhile


async def colleagues(
    connection: AsyncConnection, rota: RotaOf, sign_up_id: str, volunteer: str, now: datetime
) -> list[Colleague]:
    """Who could take somebody's shift without breaking a hard rule, by name.

    Raises:
        RefusedError: `no_such_sign_up`, `not_yours`, or `shift_over`.
    """
    given = await sign_up_of(connection, rota.line, sign_up_id)
    if given.volunteer != volunteer:
        raise RefusedError("not_yours", "Choose a shift of your own.")
    if given.shift is None or given.state != "signed" or given.starts_at <= now:
        raise RefusedError("shift_over", "Choose a shift you are on that has not begun.")
    wanted = (await shift_of(connection, rota.line, given.shift)).wanted()
    everybody = [one for one in await people.everybody(connection, rota.line) if one.active and one.id != volunteer]
    at_that_time = await spans_of(connection, rota.line, None, wanted, reach=timedelta())
    theirs = await _could_give(connection, rota.line, volunteer, now)
    papers = await papers_of(connection, rota.line, volunteer)
    ahead = Span(now, now + IN_RETURN)
    mine = (await spans_of(connection, rota.line, {volunteer}, ahead, leaving_out=given.id))[volunteer]
    needs, limits, zone = people.needs_of(rota.settings), rota.limits, rota.zone

    def judge() -> Iterator[Colleague]:
        for one in everybody:
            if not hard_reasons(wanted, one.papers, needs, at_that_time[one.id], limits, zone, now):
                both = theirs.get(one.id, ())
                fit = [
                    pair for pair in both if not hard_reasons(pair[1].wanted(), papers, needs, mine, limits, zone, now)
                ]
                yield Colleague(one, fit)

    return await asyncio.to_thread(lambda: list(judge()))  # as of candidates


async def _could_give(
    connection: AsyncConnection, line: str, volunteer: str, now: datetime
) -> dict[str, list[tuple[SignUp, Shift]]]:
    """The shifts of others that have not begun, in order."""
    work = await work_of(connection, line, None, Span(now, now + IN_RETURN), reach=timedelta())
    every = sorted((one for each in work.values() for one in each), key=lambda one: one.starts_at)
    theirs = [one for one in every if one.shift is not None and one.starts_at > now and one.volunteer != volunteer]
    shifts = await shifts_of(connection, {one.shift or "" for one in theirs})
    found: defaultdict[str, list[tuple[SignUp, Shift]]] = defaultdict(list)
    for one in theirs:
        found[one.volunteer].append((one, shifts[one.shift or ""]))
    return found


def _by_need(one: Open) -> tuple[bool, float, datetime]:
    short = one.seen.short
    lacking = short / one.seen.shift.minimum if short else 0.0
    return any(reason.hard for reason in one.reasons), -lacking, one.seen.shift.starts_at
