"""Who could do what: open shifts for a volunteer, candidates for a shift, colleagues to give one to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import people
from luisterlijn.volunteer.card import Person
from luisterlijn.volunteer.reason import Reason, Span
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp
from luisterlijn.volunteer.rows import papers_of, shift_of, shifts_of, sign_up_of, sign_ups_of, work_of
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
    work = (await work_of(connection, rota.line, {volunteer}, Span(now, until)))[volunteer]
    others, needs, limits = [one.span for one in work], people.needs_of(rota.settings), rota.limits
    judged = [Open(one, reasons(one.shift.wanted(), papers, needs, others, limits, rota.zone, now)) for one in found]
    return sorted(judged, key=_by_need)


async def candidates(connection: AsyncConnection, rota: RotaOf, shift_id: str, now: datetime) -> list[Candidate]:
    """Everybody active who is not on a shift, who could come without ado first, then by name.

    Raises:
        RefusedError: `no_such_shift`.
    """
    shift = await shift_of(connection, rota.line, shift_id)
    wanted = shift.wanted(now if now > shift.starts_at else None)
    there = {one.volunteer for one in await sign_ups_of(connection, {shift.id}) if one.state == "signed"}
    everybody = [one for one in await people.everybody(connection, rota.line) if one.active and one.id not in there]
    work = await work_of(connection, rota.line, None, shift.span)
    needs, limits = people.needs_of(rota.settings), rota.limits
    found = [
        Candidate(
            one,
            reasons(wanted, one.papers, needs, _spans(work[one.id]), limits, rota.zone, now),
        )
        for one in everybody
    ]
    return sorted(found, key=lambda one: (any(two.hard for two in one.reasons), bool(one.reasons)))


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
    shift = await shift_of(connection, rota.line, given.shift)
    everybody = [one for one in await people.everybody(connection, rota.line) if one.active and one.id != volunteer]
    work = await work_of(
        connection, rota.line, None, Span(min(now, shift.starts_at), max(now + IN_RETURN, shift.ends_at))
    )
    theirs = _could_give(work, volunteer, now)
    shifts = await shifts_of(connection, {one.shift or "" for each in theirs.values() for one in each})
    papers = await papers_of(connection, rota.line, volunteer)
    needs, limits, mine = people.needs_of(rota.settings), rota.limits, _spans(work[volunteer], but=given.id)
    found = []
    for one in everybody:
        if hard_reasons(shift.wanted(), one.papers, needs, _spans(work[one.id]), limits, rota.zone, now):
            continue
        both = [(other, shifts[other.shift or ""]) for other in theirs.get(one.id, ())]
        fit = [pair for pair in both if not hard_reasons(pair[1].wanted(), papers, needs, mine, limits, rota.zone, now)]
        found.append(Colleague(one, fit))
    return found


def _by_need(one: Open) -> tuple[bool, float, datetime]:
    short = one.seen.short
    lacking = short / one.seen.shift.minimum if short else 0.0
    return any(reason.hard for reason in one.reasons), -lacking, one.seen.shift.starts_at


def _could_give(work: dict[str, list[SignUp]], volunteer: str, now: datetime) -> dict[str, list[SignUp]]:
    """The shifts of others that have not begun, in order."""
    return {
        name: sorted(
            (one for one in each if one.shift is not None and now < one.starts_at < now + IN_RETURN),
            key=lambda one: one.starts_at,
        )
        for name, each in work.items()
        if name != volunteer
    }


def _spans(work: Iterable[SignUp], but: str | None = None) -> list[Span]:
    return [one.span for one in work if one.id != but]
