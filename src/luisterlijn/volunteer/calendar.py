"""The secret address of a volunteer's calendar, and what is to be read at it.

The secret is 256 random bits, of which only the SHA-256 is kept: it is looked up by that, so how long a look takes tells
nothing of it. There is one at a time; a new one, leaving the line, or the volunteer's wish ends the one before at once.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.settings import Settings
from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import audit, person, shift, sign_up
from luisterlijn.volunteer.calendar_file import Kind, Planned, Status, render

BYTES = 32
KEPT = timedelta(days=30)
"""Shifts of the past stay so long."""

CANCELLED_KEPT = timedelta(days=60)
"""What was withdrawn or cancelled is still said for so long."""


async def make(connection: AsyncConnection, line: str, volunteer: str, now: datetime) -> str:
    """A new secret; the one before works no more.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    secret = secrets.token_urlsafe(BYTES)
    await _keep(connection, volunteer, _digest(secret))
    await note(connection, line, now, volunteer, "calendar.made", volunteer)
    return secret


async def revoke(connection: AsyncConnection, line: str, volunteer: str, now: datetime) -> None:
    """Let the secret there is work no more.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    await _keep(connection, volunteer, None)
    await note(connection, line, now, volunteer, "calendar.revoked", volunteer)


async def read(connection: AsyncConnection, settings: Settings, secret: str, page: str, now: datetime) -> bytes | None:
    """The calendar at this secret as a file, the same as long as nothing changed; None where it is nobody's.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    line = settings.line
    wanted = select(person.c.id, person.c.speaks).where(
        person.c.calendar_hash == _digest(secret), person.c.line == line.id, person.c.active
    )
    who = (await connection.execute(wanted)).one_or_none()
    if who is None:
        return None
    return render(
        [_planned(row) for row in await connection.execute(_sign_ups(who.id, now))],
        line=line.id,
        name=line.name,
        zone=line.timezone,
        language=who.speaks if who.speaks in {"nl", "en"} else "en",
        page=page,
    )


def _sign_ups(volunteer: str, now: datetime) -> Select[Any]:
    noted = select(func.max(audit.c.at)).where(
        audit.c.line == sign_up.c.line, or_(audit.c.about == sign_up.c.id, audit.c.about == sign_up.c.shift)
    )
    over = or_(sign_up.c.state == "withdrawn", func.coalesce(shift.c.state, "") == "cancelled")
    told = func.coalesce(sign_up.c.withdrawn_at, sign_up.c.ends_at) > now - CANCELLED_KEPT
    still = and_(~over, or_(sign_up.c.state == "signed", sign_up.c.ends_at > now))
    return (
        select(
            *(sign_up.c[name] for name in ("id", "starts_at", "ends_at", "state", "how", "standby", "created_at")),
            func.coalesce(shift.c.name, "").label("shift"),
            func.coalesce(shift.c.state, "published").label("shift_state"),
            (sign_up.c.sequence + func.coalesce(shift.c.sequence, 0)).label("sequence"),
            func.greatest(sign_up.c.created_at, sign_up.c.withdrawn_at, noted.scalar_subquery()).label("changed_at"),
        )
        .outerjoin_from(sign_up, shift, sign_up.c.shift == shift.c.id)
        .where(sign_up.c.volunteer == volunteer, sign_up.c.ends_at > now - KEPT, or_(still, and_(over, told)))
        .order_by(sign_up.c.starts_at, sign_up.c.id)
    )


def _planned(row: Row[Any]) -> Planned:
    return Planned(
        sign_up=row.id,
        shift=row.shift,
        kind=_kind(row),
        status=_status(row),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        sequence=row.sequence,
        made_at=row.created_at,
        changed_at=row.changed_at,
    )


def _kind(row: Row[Any]) -> Kind:
    if row.state == "waiting":
        return "waiting"
    if row.standby:
        return "standby"
    if not row.shift:
        return "call_out" if row.how == "call_out" else "walk_in"
    return "shift"


def _status(row: Row[Any]) -> Status:
    if row.state == "withdrawn" or row.shift_state == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if row.state == "waiting" or row.shift_state == "draft" else "CONFIRMED"


async def _keep(connection: AsyncConnection, volunteer: str, digest: bytes | None) -> None:
    await connection.execute(update(person).where(person.c.id == volunteer).values(calendar_hash=digest))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
