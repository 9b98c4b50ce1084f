"""Somebody stops, or comes back: what they were on is given up, and nobody can come in with what they had."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import call_out, call_out_ask, person, session, sign_up
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import ask_ends, callout, invitation, people, rights, signup
from luisterlijn.volunteer.card import Person
from luisterlijn.volunteer.people import Acting
from luisterlijn.volunteer.rota import RotaOf


async def deactivate(connection: AsyncConnection, acting: Acting, person_id: str) -> tuple[Person, Collection[str]]:
    """Let somebody take part no more; their record stays. Whose duty that changed is returned beside them.

    Sessions end, open pages close at the next look, links and the calendar stop working, sign-ups are withdrawn, and no
    call-out or invitation waits for their answer.

    Raises:
        RefusedError: `no_such_person` or `last_administrator`.
        NotAllowedError: `not_yours_to_change`.
    """
    await people.lock(connection, acting.line)
    known = await people.one(connection, acting.line, person_id)
    rights.check(acting.by.role, known.card.role, known.card.role)
    if not known.active:
        return known, ()
    await people.keep_an_administrator(connection, acting.line, known)
    gone = {"active": False, "willing_until": None, "calendar_hash": None}
    await connection.execute(update(person).where(person.c.id == person_id).values(**gone))
    await connection.execute(delete(session).where(session.c.person == person_id))
    await invitation.end(connection, [person_id], acting.now)
    await _answer_no_more(connection, acting, person_id)
    touched = await _withdraw_all(connection, acting, person_id)
    await _told(connection, acting, person_id, "person.deactivated")
    return replace(known, active=False), touched


async def activate(connection: AsyncConnection, acting: Acting, person_id: str) -> Person:
    """Let somebody take part again, with the password they had; who had none is to be invited again.

    Raises:
        RefusedError: `no_such_person`.
        NotAllowedError: `not_yours_to_change`.
    """
    await people.lock(connection, acting.line)
    known = await people.one(connection, acting.line, person_id)
    rights.check(acting.by.role, known.card.role, known.card.role)
    if known.active:
        return known
    await connection.execute(update(person).where(person.c.id == person_id).values(active=True))
    await _told(connection, acting, person_id, "person.activated")
    return replace(known, active=True)


async def _answer_no_more(connection: AsyncConnection, acting: Acting, person_id: str) -> None:
    """Let no call-out and no invitation wait for them; before any shift is locked, as those do who answer."""
    theirs = select(call_out_ask.c.call_out).where(
        call_out_ask.c.volunteer == person_id, call_out_ask.c.answer.is_(None)
    )
    await ask_ends.end_of(connection, acting.line, person_id, acting.now)
    await callout.hurry(connection, (call_out.c.line == acting.line) & call_out.c.id.in_(theirs), acting.now)


async def _withdraw_all(connection: AsyncConnection, acting: Acting, person_id: str) -> Collection[str]:
    """Withdraw what is not over, shift by shift in the order in which all lock them."""
    rota = RotaOf.of(acting.settings)
    still = (sign_up.c.volunteer == person_id) & (sign_up.c.ends_at > acting.now) & (sign_up.c.state != "withdrawn")
    wanted = select(sign_up.c.id).where(still).order_by(sign_up.c.shift, sign_up.c.id)
    for sign_up_id in (await connection.execute(wanted)).scalars().all():
        await signup.withdraw(connection, rota, sign_up_id, acting.now, by=acting.by.id, why="inactive")
    return {person_id, *rota.touched}


async def _told(connection: AsyncConnection, acting: Acting, person_id: str, what: str) -> None:
    await note(connection, acting.line, acting.now, acting.by.id, what, person_id)
    await tell(connection, acting.line, "person.changed", acting.now, volunteer=person_id)
