"""A shift changes hands: what rules say of it, and the step itself. Inside the caller's transaction, with the shifts locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer.offered import end_offers
from luisterlijn.volunteer.reason import Reason, RulesError
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp, new_id
from luisterlijn.volunteer.rows import (
    add_sign_up,
    change_sign_up,
    next_since,
    papers_of,
    shifts_of,
    sign_up_of,
    sign_ups_of,
)
from luisterlijn.volunteer.signup import reasons_for


@dataclass(frozen=True, slots=True)
class Deal:
    """What is given, and what is wanted in return, with their shifts."""

    given: SignUp
    given_shift: Shift
    wanted: SignUp | None = None
    wanted_shift: Shift | None = None

    @property
    def both(self) -> tuple[SignUp, ...]:
        """The sign-ups that change hands."""
        return (self.given,) if self.wanted is None else (self.given, self.wanted)


async def deal(connection: AsyncConnection, rota: RotaOf, given: str, wants: str | None) -> Deal:
    """The sign-ups as they are once their shifts are locked.

    Raises:
        RefusedError: `swap_gone`.
    """
    names = (given,) if wants is None else (given, wants)
    about = [(await sign_up_of(connection, rota.line, name)).shift or "" for name in names]
    shifts = await shifts_of(connection, about, lock=True)
    if not all(shift in shifts for shift in about):
        raise RefusedError("swap_gone", "Look at the swaps again: this one is no longer open.")
    there = [await sign_up_of(connection, rota.line, name, lock=True) for name in names]
    if wants is None:
        return Deal(there[0], shifts[about[0]])
    return Deal(there[0], shifts[about[0]], there[1], shifts[about[1]])


async def reasons_of_taker(
    connection: AsyncConnection, rota: RotaOf, deal: Deal, taker: str, now: datetime
) -> tuple[Reason, ...]:
    """What stands in the way of whoever takes the given shift."""
    papers = await papers_of(connection, rota.line, taker)
    gives = set() if deal.wanted is None else {deal.wanted.id}
    wanted = deal.given_shift.wanted()
    return await reasons_for(connection, rota, wanted, taker, papers, now, leaving_out=gives)


async def check(
    connection: AsyncConnection,
    rota: RotaOf,
    deal: Deal,
    taker: str,
    now: datetime,
    *,
    soft: bool,
    may_override: bool = False,
) -> None:
    """Raise if a rule stands in the way of one of both.

    Args:
        soft: whether soft rules count.
        may_override: whether who asks could override them with a note.

    Raises:
        RulesError: with the reasons of both.
    """
    found = list(await reasons_of_taker(connection, rota, deal, taker, now))
    if deal.wanted is not None and deal.wanted_shift is not None:
        giver = deal.given.volunteer
        papers = await papers_of(connection, rota.line, giver)
        wanted = deal.wanted_shift.wanted()
        found += await reasons_for(connection, rota, wanted, giver, papers, now, leaving_out={deal.given.id})
    if any(one.hard or soft for one in found):
        raise RulesError(found, may_override=may_override)


async def carry_out(connection: AsyncConnection, rota: RotaOf, deal: Deal, taker: str, now: datetime) -> None:
    """Let both sign-ups end and new ones begin.

    Raises:
        RulesError: one of both was put somewhere else in this very moment.
    """
    await end_offers(connection, rota.line, {one.id for one in deal.both}, now)
    for one in deal.both:
        await change_sign_up(connection, rota, one.id, now, state="withdrawn", withdrawn_at=now)
    await _enter(connection, rota, deal.given_shift, taker, now)
    if deal.wanted_shift is not None:
        await _enter(connection, rota, deal.wanted_shift, deal.given.volunteer, now)


async def _enter(connection: AsyncConnection, rota: RotaOf, shift: Shift, volunteer: str, now: datetime) -> None:
    """Over a place on the waitlist, if they had one."""
    papers = await papers_of(connection, rota.line, volunteer)
    there = await sign_ups_of(connection, {shift.id})
    waiting = next((one for one in there if one.volunteer == volunteer), None)
    values = {
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "channels": [channel for channel in shift.channels if channel in papers.channels],
        "standby": shift.standby,
        "state": "signed",
        "how": "swap",
        "since": await next_since(connection, shift.id, clock.to_ms(now)),
    }
    if waiting is not None:
        entered = await change_sign_up(connection, rota, waiting.id, now, **values)
    else:
        who = {"id": new_id("u"), "shift": shift.id, "volunteer": volunteer}
        entered = await add_sign_up(connection, rota, now, **who, **values)
    if entered is None:
        raise RulesError([Reason("overlap", hard=True)])
