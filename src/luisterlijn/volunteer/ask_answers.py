"""What somebody invited to shifts answers: in the console, or by the link of a letter, which needs no log-in.

The first answer stands. A yes is signing up by oneself, by the same rules; who finds the shift full is not put on its
waitlist, as they were asked for a place. Whoever commits hands `rota.touched` to `Roster.sync`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import person, shift_ask
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import ask_ends, signup
from luisterlijn.volunteer.ask_seen import AskSeen, letter, of_person
from luisterlijn.volunteer.ask_standing import AskState, is_over
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.rota import RotaOf, Shift
from luisterlijn.volunteer.rows import shift_of, sign_ups_of
from luisterlijn.volunteer.waitlist import move_up

Said: TypeAlias = Literal["yes", "no"]


async def answer(
    connection: AsyncConnection, rota: RotaOf, volunteer: str, number: int, said: Said, now: datetime
) -> AskSeen:
    """Answer one of one's own; how it stands then. Where a rule stands in the way of a yes it stays open, with reasons.

    Raises:
        RefusedError: `no_such_ask`.
    """
    await _answer(connection, rota, volunteer, number, said, now)
    return await _one(connection, rota, volunteer, number, now)


async def by_link(
    connection: AsyncConnection,
    rota: RotaOf,
    links: Links,
    token: str,
    number: int | None,
    said: Said | None,
    now: datetime,
) -> list[AskSeen]:
    """Answer one of a letter, or only look (`said` None): all that was asked in it, as it stands then.

    Raises:
        RefusedError: `no_such_link`, or `no_such_ask` in it.
    """
    first = links.read("shifts", token)
    known = select(shift_ask.c.volunteer, shift_ask.c.asked_at)
    known = known.where(shift_ask.c.id == first, shift_ask.c.line == rota.line)
    of = None if first is None else (await connection.execute(known)).one_or_none()
    if of is None:
        raise RefusedError("no_such_link", "Use the link as it was sent: this one is not whole.")
    if said is not None and number is not None:
        if number not in await letter(connection, of.volunteer, of.asked_at):
            raise _none()
        await _answer(connection, rota, of.volunteer, number, said, now)
    return await of_person(
        connection, rota, of.volunteer, now, numbers=await letter(connection, of.volunteer, of.asked_at)
    )


async def _one(connection: AsyncConnection, rota: RotaOf, volunteer: str, number: int, now: datetime) -> AskSeen:
    (found,) = await of_person(connection, rota, volunteer, now, numbers={number})
    return found


def _none() -> RefusedError:
    return RefusedError("no_such_ask", "Look at what you are asked again: this is not there.")


async def _answer(
    connection: AsyncConnection, rota: RotaOf, volunteer: str, number: int, said: Said, now: datetime
) -> None:
    row = await _hold(connection, rota.line, volunteer, number)
    if row.state != "open":
        return
    state: AskState | None = "no"
    if said == "yes":
        state = await _take(connection, rota, row, now)
    elif not row.active or now >= row.expires_at:
        state = "expired"
    if state is None:
        return
    ended = update(shift_ask).where(shift_ask.c.id == number).values(state=state, ended_at=now)
    await connection.execute(ended)
    await tell(connection, rota.line, "ask.changed", now, volunteer=volunteer)
    await note(connection, rota.line, now, volunteer, "ask.answered", volunteer, answer=state, shift=row.shift)


async def _hold(connection: AsyncConnection, line: str, volunteer: str, number: int) -> Row[Any]:
    """An invitation somebody answers, held, and whether they are active."""
    wanted = (
        select(shift_ask, person.c.active.label("active"))
        .join_from(shift_ask, person, shift_ask.c.volunteer == person.c.id)
        .where(shift_ask.c.line == line, shift_ask.c.volunteer == volunteer, shift_ask.c.id == number)
        .with_for_update(of=shift_ask)
    )
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise _none()
    return row


async def _take(connection: AsyncConnection, rota: RotaOf, row: Row[Any], now: datetime) -> AskState | None:
    """Take the place; None where a rule stands in the way, which may yet change."""
    shift = await shift_of(connection, rota.line, row.shift, lock=True)
    if not row.active or is_over(shift, row.expires_at, now):
        return "expired"
    await move_up(connection, rota, shift, now)  # who waits for a place was there before
    there = {one.volunteer: one.state for one in await sign_ups_of(connection, {shift.id})}
    if there.get(row.volunteer) == "signed":
        return "yes"
    if _is_full(shift, list(there.values())):
        return "filled"
    try:
        async with connection.begin_nested():
            await signup.take(connection, rota, shift.id, row.volunteer, "self", now, by=row.volunteer)
    except RefusedError:
        return None
    if _is_full(shift, [*there.values(), "signed"]):
        await ask_ends.fill(connection, rota.line, shift.id, now, by=row.id)
    return "yes"


def _is_full(shift: Shift, states: list[str]) -> bool:
    return shift.maximum is not None and states.count("signed") >= shift.maximum
