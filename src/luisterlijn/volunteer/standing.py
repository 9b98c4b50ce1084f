"""A volunteer's own standing: what they lack, whether they may be called, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.settings import Settings
from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import person
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import people, ways
from luisterlijn.volunteer.fitness import Lack, expires, is_minor, lacks
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.ways import Way

LONGEST_WILLING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standby:
    """Whether somebody may be called, and between which local times (both None: at any hour)."""

    callable: bool
    call_from: time | None
    call_until: time | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it."""

    lacks: tuple[Lack, ...]
    expires: tuple[Lack, ...]
    standby: Standby
    willing_until: datetime | None
    ways: tuple[Way, ...]
    calendar: bool
    walk_in: bool
    minor: bool


async def standing(
    connection: AsyncConnection, settings: Settings, who: Profile, today: date, now: datetime
) -> Standing:
    """That of one person.

    Args:
        today: the local day.
    """
    needs, papers = people.needs_of(settings), (await people.one(connection, who.line, who.id)).papers
    row = (await connection.execute(select(person).where(person.c.id == who.id))).one()
    missing = lacks(papers, needs, today)
    willing = row.willing_until if row.willing_until is not None and row.willing_until > now else None
    return Standing(
        lacks=missing,
        expires=expires(papers, needs, today, settings.requirements.warn_before),
        standby=Standby(row.callable, row.call_from, row.call_until),
        willing_until=willing,
        ways=tuple(await ways.ways_of(connection, who.id)),
        calendar=row.calendar_hash is not None,
        walk_in=settings.rota.walk_in == "allowed" and not missing,
        minor=is_minor(papers, today),
    )


async def set_standby(connection: AsyncConnection, who: Profile, standby: Standby, now: datetime) -> None:
    """Say whether one may be called, and when.

    Raises:
        RefusedError: `hours_invalid`.
    """
    if (standby.call_from is None) is not (standby.call_until is None) or (
        standby.call_from is not None and standby.call_from == standby.call_until
    ):
        remedy = "Give both times, one after the other, or neither."
        raise RefusedError("hours_invalid", remedy, field="call_until")
    for field, local in (("call_from", standby.call_from), ("call_until", standby.call_until)):
        if local is not None and local.tzinfo is not None:
            raise RefusedError("hours_invalid", "Give the local time of the line, without an offset.", field=field)
    values = {"callable": standby.callable, "call_from": standby.call_from, "call_until": standby.call_until}
    await connection.execute(update(person).where(person.c.id == who.id).values(**values))
    await _told(connection, who, now, "standby.changed", callable=standby.callable)


async def set_willing(connection: AsyncConnection, who: Profile, until: datetime | None, now: datetime) -> None:
    """Say that one may be called first, until then; None: no longer.

    Raises:
        RefusedError: `willing_invalid`.
    """
    if until is not None and not now < until <= now + LONGEST_WILLING:
        raise RefusedError("willing_invalid", "Choose a time within the next 24 hours.", field="until")
    await connection.execute(update(person).where(person.c.id == who.id).values(willing_until=until))
    await _told(connection, who, now, "willing.changed", until=None if until is None else until.isoformat())


async def add_way(connection: AsyncConnection, who: Profile, kind: ways.Kind, address: str, now: datetime) -> None:
    """Be reached by this way too.

    Args:
        address: as `ways.checked` gave it.

    Raises:
        RefusedError: `too_many_ways`.
    """
    if await ways.add(connection, who.id, kind, address):
        await _told(connection, who, now, "way.added", kind=kind)


async def remove_way(connection: AsyncConnection, who: Profile, number: int, now: datetime) -> None:
    """Be reached by this way no more.

    Raises:
        RefusedError: `no_such_way` or `way_needed`.
    """
    kind = await ways.remove(connection, who, number)
    await _told(connection, who, now, "way.removed", kind=kind)


async def _told(
    connection: AsyncConnection, who: Profile, now: datetime, what: str, **detail: str | bool | None
) -> None:
    await note(connection, who.line, now, who.id, what, who.id, **detail)
    await tell(connection, who.line, "person.changed", now, volunteer=who.id)
