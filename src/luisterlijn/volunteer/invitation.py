"""Invitations: a link by which somebody chooses a password, their first or a new one.

The link is the number of a row, signed (`links`). It works once, for a fortnight, and only until the next one is made; until
it is taken the password stays as it was. Who may more from now on chooses a new password before they may come in: whoever
saw the link they had may know the one they chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql.audit import note
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import invitation, person, session
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import attempts
from luisterlijn.volunteer.credentials import NO_PASSWORD, hashed
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.messages import post_each

log = structlog.get_logger()

LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation; the link is made of its number."""

    number: int
    person: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose an invitation is: `open` to be taken, or `taken` already."""

    state: Literal["open", "taken"]
    name: str
    email: str


async def issue(connection: AsyncConnection, line: str, people: Sequence[str], now: datetime) -> list[Issued]:
    """Invite people by a message to each; links they had before stop working."""
    if not people:
        return []
    await end(connection, people, now)
    expires_at = now + LIFE
    rows = [{"person": one, "created_at": now, "expires_at": expires_at} for one in people]
    wanted = insert(invitation).returning(invitation.c.id, invitation.c.person)
    made = [Issued(row.id, row.person, expires_at) for row in await connection.execute(wanted, rows)]
    letters = [(one.person, f"invitation:{one.number}", {"number": one.number}) for one in made]
    await post_each(connection, line, now, "invitation", letters, expires_at=expires_at)
    return made


async def renew(connection: AsyncConnection, line: str, people: Sequence[str], now: datetime) -> None:
    """Let the open links of people work no more, and send whoever had one a new one: others may know the one there was."""
    await issue(connection, line, await end(connection, people, now), now)


async def ask_anew(connection: AsyncConnection, line: str, people: Sequence[str], now: datetime) -> None:
    """Let the passwords, sessions and open links of people work no more, and send those who are active a new link."""
    if not people:
        return
    await connection.execute(delete(session).where(session.c.person.in_(people)))
    theirs = update(person).where(person.c.id.in_(people)).values(password_hash=NO_PASSWORD)
    rows = (await connection.execute(theirs.returning(person.c.id, person.c.active))).all()
    await end(connection, people, now)
    await issue(connection, line, sorted(row.id for row in rows if row.active), now)


async def end(connection: AsyncConnection, people: Sequence[str], now: datetime) -> list[str]:
    """Let the open links of people work no more; whose there were."""
    open_ones = invitation.c.person.in_(people) & invitation.c.used_at.is_(None) & (invitation.c.expires_at > now)
    ended = update(invitation).where(open_ones).values(expires_at=now).returning(invitation.c.person)
    return sorted(set((await connection.execute(ended)).scalars()))


class Invitations:
    """Looks at and takes the invitations of one line."""

    def __init__(self, database: Database, links: Links, line: str) -> None:
        self._database, self._links, self._line = database, links, line

    async def look(self, token: str, now: datetime, place: str = "") -> Shown:
        """Whose it is.

        Args:
            place: where the attempt comes from, as a pseudonym, if that is known.

        Raises:
            TooManyAttemptsError: too soon after links that were none.
            RefusedError: `invitation_over`.
            StoreAwayError: PostgreSQL is away.
        """
        await attempts.count(self._database, _counted(token), place, now)
        async with self._database.transaction() as connection:
            row = await self._row(connection, token, now)
            if row is None:
                raise _over()
            await attempts.forget(connection, _counted(token), place)
        return Shown("taken" if row.used_at else "open", row.name, row.email)

    async def take(self, token: str, password: str, now: datetime, place: str = "") -> Shown:
        """Choose the password; sessions begun with another end.

        Raises:
            TooManyAttemptsError: too soon after links that were none.
            RefusedError: `invitation_over`, `invitation_taken` or `password_short`.
            StoreAwayError: PostgreSQL is away.
        """
        found = await self.look(token, now, place)
        if found.state == "taken":
            raise _taken()
        password_hash = await hashed(password)
        async with self._database.transaction() as connection:
            row = await self._row(connection, token, now, lock=True)
            if row is None:
                raise _over()
            if row.used_at is not None:
                raise _taken()
            await connection.execute(update(invitation).where(invitation.c.id == row.id).values(used_at=now))
            mine = person.c.id == row.person
            await connection.execute(update(person).where(mine).values(password_hash=password_hash))
            await connection.execute(delete(session).where(session.c.person == row.person))
            await note(connection, self._line, now, row.person, "person.chose_password", row.person)
            await tell(connection, self._line, "person.changed", now, volunteer=row.person)
        return Shown("taken", row.name, row.email)

    async def _row(self, connection: AsyncConnection, token: str, now: datetime, *, lock: bool = False) -> Any:
        """The invitation, open or taken, of somebody active on this line, or None."""
        number = self._links.read("invitation", token)
        if number is None:
            log.info("invitation.refused")
            return None
        wanted = (
            select(invitation.c.id, invitation.c.used_at, invitation.c.person, person.c.name, person.c.email)
            .join_from(invitation, person, invitation.c.person == person.c.id)
            .where(invitation.c.id == number, invitation.c.expires_at > now)
            .where(person.c.line == self._line, person.c.active)
        )
        if lock:
            wanted = wanted.with_for_update(of=invitation)
        return (await connection.execute(wanted)).one_or_none()


def _counted(token: str) -> str:
    return f"invitation {token}"


def _over() -> RefusedError:
    remedy = "This link is too old, or there is a newer one. Ask a coordinator to invite you again."
    return RefusedError("invitation_over", remedy, field="token")


def _taken() -> RefusedError:
    remedy = "A password was chosen with this link already. Log in, or ask a coordinator to invite you again."
    return RefusedError("invitation_taken", remedy, field="token")
