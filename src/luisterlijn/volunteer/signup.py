"""Who is on a shift: taking a place, being put on one, withdrawing. All inside the caller's transaction.

Rules are checked, the shift is locked, the waitlist moves up, facts and messages are written and the audit trail is kept.
Whoever commits wakes the relay and hands `rota.touched` to `Roster.sync`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.sql import audit
from luisterlijn.volunteer import called, letters, people
from luisterlijn.volunteer.fitness import Papers
from luisterlijn.volunteer.offered import end_offers
from luisterlijn.volunteer.reason import Reason, RulesError, Wanted
from luisterlijn.volunteer.rota import How, RotaOf, Shift, SignUp, new_id
from luisterlijn.volunteer.rows import (
    add_sign_up,
    change_sign_up,
    next_since,
    papers_of,
    shift_of,
    sign_up_of,
    sign_ups_of,
    work_of,
)
from luisterlijn.volunteer.rules import reasons
from luisterlijn.volunteer.waitlist import has_successor, move_up

__all__ = ["RotaOf", "SignUp", "put", "take", "withdraw"]

Why: TypeAlias = Literal["self", "ill", "removed", "cancelled", "unfit", "inactive"]
"""Why somebody is no longer on a shift: `self` by their own wish, `ill` cannot come, `unfit` after the shift was changed."""


async def take(
    connection: AsyncConnection,
    rota: RotaOf,
    shift_id: str,
    volunteer: str,
    how: How,
    now: datetime,
    *,
    by: str,
    note: str | None = None,
) -> SignUp:
    """Take a place on a shift, or on its waitlist where it is full.

    A coordinator (`how`) puts somebody on also where it is full, and on a shift that has begun, from now on.

    Args:
        note: a coordinator's, overrides soft rules.

    Raises:
        RulesError: rules stand in the way.
        RefusedError: `no_such_shift`, `no_such_person`, or `already_signed`.
    """
    shift = await shift_of(connection, rota.line, shift_id, lock=True)
    is_assigned = how == "coordinator"
    if shift.state == "draft" and not is_assigned:
        raise RefusedError("no_such_shift", "Look at the rota again: this shift is not there.")
    there = await sign_ups_of(connection, {shift.id})
    mine = next((one for one in there if one.volunteer == volunteer), None)
    if mine is not None and (mine.state == "signed" or not is_assigned):
        raise RefusedError("already_signed", "Look at the shifts again: this one was taken already.")
    wanted = shift.wanted(now if is_assigned and now > shift.starts_at else None)
    papers = await papers_of(connection, rota.line, volunteer)
    found = await reasons_for(connection, rota, wanted, volunteer, papers, now)
    if any(one.hard for one in found) or (found and not (is_assigned and note)):
        raise RulesError(found, may_override=is_assigned)
    if not is_assigned and await move_up(connection, rota, shift, now):  # who waited longer has the free place
        there = await sign_ups_of(connection, {shift.id})
    is_full = shift.maximum is not None and sum(one.state == "signed" for one in there) >= shift.maximum
    state = "waiting" if is_full and not is_assigned else "signed"
    values: dict[str, Any] = {
        "volunteer": volunteer,
        "standby": shift.standby,
        "how": how,
        "note": note,
        "state": state,
    }
    values["channels"] = _channels(shift.channels, papers)
    taken = await _enter(connection, rota, shift, mine, wanted, now, values)
    await _note(connection, rota, now, by, "assigned" if is_assigned else "taken", taken, found)
    if by != volunteer:
        await letters.write(connection, rota, "assigned", taken, now, turn=taken.sequence)
    return taken


async def put(  # noqa: PLR0913 - who, when, for what and by whom: a call-out and a walk-in have nothing else to say
    connection: AsyncConnection,
    rota: RotaOf,
    volunteer: str,
    starts_at: datetime,
    ends_at: datetime,
    channels: Sequence[Channel],
    how: How,
    now: datetime,
    *,
    by: str,
    shift: str | None = None,
    standby: bool = False,
) -> str:
    """Put somebody on duty for a span, within a shift or without one: a walk-in, a call-out. The sign-up's id.

    Who is on standby at that time no longer is. `maximum` does not hold here. Soft rules hold for a walk-in, which is one's
    own wish; who was called and said yes is trusted to know.

    Raises:
        RulesError: rules stand in the way.
        RefusedError: `no_such_shift` or `no_such_person`.
    """
    around = None if shift is None else await shift_of(connection, rota.line, shift, lock=True)
    there = [] if around is None else await sign_ups_of(connection, {around.id})
    mine = next((one for one in there if one.volunteer == volunteer and one.state == "waiting"), None)
    wanted = Wanted(
        starts_at,
        ends_at,
        tuple(channels),
        trainings=() if around is None else around.trainings,
        cancelled=around is not None and around.state == "cancelled",
    )
    papers = await papers_of(connection, rota.line, volunteer)
    relieved = set() if standby else await called.overlapped(connection, rota, volunteer, wanted)
    found = await reasons_for(connection, rota, wanted, volunteer, papers, now, leaving_out=relieved)
    if any(one.hard for one in found) or (found and how == "walk_in"):
        raise RulesError(found)
    if relieved:
        await called.make_room(connection, rota, volunteer, wanted, now)
    values: dict[str, Any] = {"volunteer": volunteer, "standby": standby, "how": how, "note": None, "state": "signed"}
    values["channels"] = _channels(channels, papers)
    entered = await _enter(connection, rota, around, mine, wanted, now, values)
    await _note(connection, rota, now, by, how, entered, found)
    return entered.id


async def withdraw(
    connection: AsyncConnection,
    rota: RotaOf,
    sign_up_id: str,
    now: datetime,
    *,
    by: str,
    why: Why,
    note: str | None = None,
    refill: bool = True,
) -> None:
    """Take somebody off; the waitlist moves up. Who was there already stays until now. Nothing, if they were off before.

    Args:
        refill: False: the caller of this lets the waitlist move up later.
        why: only `self` is held to the deadline; who is `removed` by another, or `unfit`, is told.

    Raises:
        RefusedError: `no_such_sign_up`; `shift_over`; `too_late_to_withdraw`, and nobody on the waitlist can come.
    """
    one = await sign_up_of(connection, rota.line, sign_up_id)
    shift = None if one.shift is None else await shift_of(connection, rota.line, one.shift, lock=True)
    one = await sign_up_of(connection, rota.line, sign_up_id, lock=True)
    if one.state == "withdrawn":
        return
    if one.ends_at <= now:
        raise RefusedError("shift_over", "Leave it: this shift is over.")
    if why == "self" and one.is_late_to_withdraw(rota.settings.rota.withdraw_deadline, now):
        await _need_successor(connection, rota, shift, now)
    if one.checked_in_at is not None and one.starts_at < now:
        await change_sign_up(connection, rota, one.id, now, ends_at=now)
    else:
        await change_sign_up(connection, rota, one.id, now, state="withdrawn", withdrawn_at=now)
    await end_offers(connection, rota.line, {one.id}, now)
    what = "sign_up.withdrawn" if why in {"self", "ill"} else "sign_up.removed"
    detail = {"volunteer": one.volunteer, "shift": one.shift, "why": why, "note": note}
    await audit.note(connection, rota.line, now, by, what, one.id, **detail)
    if by != one.volunteer and one.state == "signed" and why in {"removed", "unfit"}:
        await letters.write(connection, rota, "removed", one, now, turn=one.sequence)
    if refill and shift is not None and one.state == "signed":
        await move_up(connection, rota, shift, now)


async def _need_successor(connection: AsyncConnection, rota: RotaOf, shift: Shift | None, now: datetime) -> None:
    if shift is None or not await has_successor(connection, rota, shift, now):
        remedy = "Give the shift away or swap it: it is too near to withdraw without somebody in your place."
        raise RefusedError("too_late_to_withdraw", remedy)


async def reasons_for(
    connection: AsyncConnection,
    rota: RotaOf,
    wanted: Wanted,
    volunteer: str,
    papers: Papers,
    now: datetime,
    *,
    leaving_out: frozenset[str] | set[str] = frozenset(),
) -> tuple[Reason, ...]:
    """What stands in the way of one person.

    Args:
        leaving_out: sign-ups of theirs they would no longer have.
    """
    work = (await work_of(connection, rota.line, {volunteer}, wanted))[volunteer]
    others = [one.span for one in work if one.id not in leaving_out]
    needs = people.needs_of(rota.settings)
    return reasons(wanted, papers, needs, others, rota.limits, rota.zone, now)


async def _enter(
    connection: AsyncConnection,
    rota: RotaOf,
    shift: Shift | None,
    mine: SignUp | None,
    wanted: Wanted,
    now: datetime,
    values: dict[str, Any],
) -> SignUp:
    """Write it, over their place on the waitlist if they had one."""
    since = await next_since(connection, None if shift is None else shift.id, clock.to_ms(now))
    values |= {"starts_at": wanted.starts_at, "ends_at": wanted.ends_at, "since": since}
    if mine is None:
        values |= {"id": new_id("u"), "shift": None if shift is None else shift.id}
        entered = await add_sign_up(connection, rota, now, **values)
    else:
        entered = await change_sign_up(connection, rota, mine.id, now, **values)
    if entered is None:  # in this very moment they were put somewhere else
        raise RulesError([Reason("overlap", hard=True)])
    return entered


def _channels(asked: Sequence[Channel], papers: Papers) -> list[Channel]:
    """Those of the channels asked for that they take."""
    return [channel for channel in asked if channel in papers.channels]


async def _note(
    connection: AsyncConnection, rota: RotaOf, now: datetime, by: str, what: str, one: SignUp, found: Sequence[Reason]
) -> None:
    detail = {"volunteer": one.volunteer, "shift": one.shift, "state": one.state, "note": one.note}
    rules = [reason.rule for reason in found]
    await audit.note(connection, rota.line, now, by, f"sign_up.{what}", one.id, **detail, rules=rules)
