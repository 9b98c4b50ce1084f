"""Shifts given away or swapped between volunteers. All inside the caller's transaction.

    open -> done | asked (taken, a coordinator must agree: settings.rota.swaps) -> done | refused
    open | asked -> refused (by whom it was offered to) | cancelled (by whose it is, or since the shift changed hands) | expired

What is given goes at once with what is wanted in return: sign-ups end and new ones begin in one step (`how` is `swap`), so
that each calendar loses one shift and gains another. The waitlist is passed over: who gives a shift chooses to whom.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql import audit
from luisterlijn.sql.tables import person, sign_up, swap
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import exchange, letters
from luisterlijn.volunteer.offered import OPEN, end
from luisterlijn.volunteer.rota import RotaOf, SignUp, new_id
from luisterlijn.volunteer.rows import papers_of, shifts_of, sign_up_of

SwapState: TypeAlias = Literal["open", "asked", "done", "refused", "cancelled", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """An offer of a shift to others: to all, or `to` one. `wants`: the sign-up asked for in return."""

    id: str
    sign_up: str
    offered_by: str
    to: str | None
    wants: str | None
    taken_by: str | None
    state: SwapState
    note: str | None


COLUMNS = [swap.c[one.name] for one in fields(Swap)]


async def offer(
    connection: AsyncConnection,
    rota: RotaOf,
    sign_up_id: str,
    by: str,
    now: datetime,
    *,
    to: str | None = None,
    wants: str | None = None,
    note: str | None = None,
) -> Swap:
    """Offer one's shift to everybody, or `to` one, who is told.

    Args:
        wants: a sign-up of theirs one would have in return.

    Raises:
        RefusedError: `no_such_sign_up`, `not_yours`, `shift_over`, `already_offered`, `no_such_person` or `bad_swap`.
    """
    given = await _mine(connection, rota, sign_up_id, by, now)
    await shifts_of(connection, {given.shift or ""}, lock=True)  # of two offers at once the second sees the first
    given = await _mine(connection, rota, sign_up_id, by, now)
    if wants is not None:
        wanted = await sign_up_of(connection, rota.line, wants)
        if to not in {None, wanted.volunteer} or wanted.volunteer == by or not _can_go(wanted, now):
            raise RefusedError("bad_swap", "Choose a shift of theirs that has not begun.", field="wants")
        to = wanted.volunteer
    if to is not None and (to == by or not (await papers_of(connection, rota.line, to)).active):
        raise RefusedError("no_such_person", "Choose a colleague of this line.", field="to")
    there = select(swap.c.id).where(swap.c.sign_up == given.id, swap.c.state.in_(OPEN))
    if (await connection.execute(there)).first():
        raise RefusedError("already_offered", "Take back the offer there is before you make another.")
    values = {"sign_up": given.id, "offered_by": by, "to": to, "wants": wants, "note": note}
    written = insert(swap).values(id=new_id("w"), line=rota.line, state="open", **values).returning(*COLUMNS)
    made = Swap(**(await connection.execute(written)).mappings().one())
    await tell(connection, rota.line, "swap.changed", now, swap=made.id, state="open")
    await audit.note(connection, rota.line, now, by, "swap.offered", made.id, sign_up=given.id, to=to, wants=wants)
    if to is not None:
        await letters.write(connection, rota, "swap_offered", given, now, to=to, turn=made.id)
    return made


async def take(connection: AsyncConnection, rota: RotaOf, swap_id: str, by: str, now: datetime) -> Swap:
    """Take an offered shift; where a coordinator must agree, they are asked.

    Raises:
        RefusedError: `no_such_swap`, `swap_gone` or `not_yours`.
        RulesError: rules stand in the way of one of both.
    """
    found, deal = await _locked(connection, rota, swap_id, now, "open")
    if found.offered_by == by or found.to not in {None, by}:
        raise _not_yours("Choose another: this shift was offered to somebody else.")
    await exchange.check(connection, rota, deal, by, now, soft=True)
    if rota.settings.rota.swaps == "free":
        return await _done(connection, rota, found, deal, by, now, by)
    taken = await _to(connection, rota, found, "asked", now, taken_by=by)
    await audit.note(connection, rota.line, now, by, "swap.asked", found.id)
    for one in await _coordinators(connection, rota.line):
        await letters.write(connection, rota, "swap_asked", deal.given, now, to=one, turn=found.id)
    return taken


async def agree(
    connection: AsyncConnection, rota: RotaOf, swap_id: str, by: str, now: datetime, *, note: str | None = None
) -> Swap:
    """Agree to a swap that was asked about. Soft rules, should any stand in the way by now, need a note.

    Raises:
        RefusedError: `no_such_swap` or `swap_gone`.
        RulesError: rules stand in the way of one of both.
    """
    found, deal = await _locked(connection, rota, swap_id, now, "asked")
    taker = found.taken_by or ""
    await exchange.check(connection, rota, deal, taker, now, soft=note is None, may_override=True)
    return await _done(connection, rota, found, deal, taker, now, by, note=note)


async def refuse(
    connection: AsyncConnection,
    rota: RotaOf,
    swap_id: str,
    by: str,
    now: datetime,
    *,
    is_coordinator: bool,
    note: str | None = None,
) -> Swap:
    """Say no: whom it was offered to, who took it and waits for a coordinator, or a coordinator. Both are told.

    Raises:
        RefusedError: `no_such_swap`, `swap_gone` or `not_yours`.
    """
    found, deal = await _locked(connection, rota, swap_id, now, *OPEN)
    if not is_coordinator and by not in {found.to, found.taken_by}:
        raise _not_yours("Leave it to whom it was offered to.")
    ended = await _to(connection, rota, found, "refused", now)
    await audit.note(connection, rota.line, now, by, "swap.refused", found.id, note=note)
    for one in {found.offered_by, found.taken_by or found.offered_by} - {by}:
        await letters.write(connection, rota, "swap_refused", deal.given, now, to=one, turn=found.id)
    return ended


async def cancel(
    connection: AsyncConnection, rota: RotaOf, swap_id: str, by: str, now: datetime, *, is_coordinator: bool
) -> Swap:
    """Take an offer back; who had taken it is told.

    Raises:
        RefusedError: `no_such_swap`, `swap_gone` or `not_yours`.
    """
    found, deal = await _locked(connection, rota, swap_id, now, *OPEN)
    if not is_coordinator and by != found.offered_by:
        raise _not_yours("Leave it to whose shift it is.")
    ended = await _to(connection, rota, found, "cancelled", now)
    await audit.note(connection, rota.line, now, by, "swap.cancelled", found.id)
    if found.taken_by is not None:
        await letters.write(connection, rota, "swap_refused", deal.given, now, to=found.taken_by, turn=found.id)
    return ended


async def expire(connection: AsyncConnection, line: str, now: datetime) -> int:
    """End the offers of shifts that have begun; how many. Safe at any time, on every node."""
    begun = select(sign_up.c.id).where(sign_up.c.line == line, sign_up.c.starts_at <= now).scalar_subquery()
    return await end(connection, line, swap.c.sign_up.in_(begun) | swap.c.wants.in_(begun), "expired", now)


async def _mine(connection: AsyncConnection, rota: RotaOf, sign_up_id: str, by: str, now: datetime) -> SignUp:
    found = await sign_up_of(connection, rota.line, sign_up_id)
    if found.volunteer != by:
        raise _not_yours("Choose a shift of your own.")
    if not _can_go(found, now):
        raise RefusedError("shift_over", "Choose a shift you are on that has not begun.")
    return found


def _can_go(one: SignUp, now: datetime) -> bool:
    return one.state == "signed" and one.shift is not None and one.starts_at > now


async def _locked(
    connection: AsyncConnection, rota: RotaOf, swap_id: str, now: datetime, *states: str
) -> tuple[Swap, exchange.Deal]:
    """An offer in one of these states with what it is about, all locked: shifts first, in the order in which all lock them."""
    wanted: Any = select(*COLUMNS).where(swap.c.id == swap_id, swap.c.line == rota.line)
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        raise RefusedError("no_such_swap", "Look at the swaps again: this one is not there.")
    deal = await exchange.deal(connection, rota, Swap(**row).sign_up, Swap(**row).wants)
    found = Swap(**(await connection.execute(wanted.with_for_update(key_share=True))).mappings().one())
    if found.state not in states or not all(_can_go(one, now) for one in deal.both):
        raise RefusedError("swap_gone", "Look at the swaps again: this one is no longer open.")
    return found, deal


async def _done(
    connection: AsyncConnection,
    rota: RotaOf,
    found: Swap,
    deal: exchange.Deal,
    taker: str,
    now: datetime,
    by: str,
    *,
    note: str | None = None,
) -> Swap:
    done = await _to(connection, rota, found, "done", now, taken_by=taker)
    await exchange.carry_out(connection, rota, deal, taker, now)
    await audit.note(connection, rota.line, now, by, "swap.done", found.id, sign_up=deal.given.id, to=taker, note=note)
    for one in (found.offered_by, taker):
        await letters.write(connection, rota, "swap_done", deal.given, now, to=one, turn=found.id)
    return done


async def _to(
    connection: AsyncConnection, rota: RotaOf, found: Swap, state: SwapState, now: datetime, **values: Any
) -> Swap:
    if state != "asked":
        values["ended_at"] = now
    written = update(swap).where(swap.c.id == found.id).values(state=state, **values).returning(*COLUMNS)
    await tell(connection, rota.line, "swap.changed", now, swap=found.id, state=state)
    return Swap(**(await connection.execute(written)).mappings().one())


async def _coordinators(connection: AsyncConnection, line: str) -> list[str]:
    """Who may agree: the coordinators, or the administrators of a line without one."""
    wanted = select(person.c.id, person.c.role).where(
        person.c.line == line, person.c.active, person.c.role != "volunteer"
    )
    rows = (await connection.execute(wanted.order_by(person.c.id))).all()
    return [row.id for row in rows if row.role == "coordinator"] or [row.id for row in rows]


def _not_yours(remedy: str) -> RefusedError:
    return RefusedError("not_yours", remedy)
