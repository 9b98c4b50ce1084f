"""What people said of when they can come, kept and looked up. All inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import availability, days_away, person, weekly_window
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer.availability import NOTHING_SAID, Availability, Away, Window, checked
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.template import local_day


async def keep(
    connection: AsyncConnection, rota: RotaOf, who: str, given: Availability, now: datetime, *, by: str
) -> Availability:
    """Keep what somebody said, in place of what they said before; as it is kept.

    Raises:
        RefusedError: `no_such_person`, or `bad_availability` with the field.
    """
    kept = checked(given, local_day(now, rota.zone))
    await _need(connection, rota.line, who, lock=True)
    for table in (weekly_window, days_away):
        await connection.execute(delete(table).where(table.c.person == who))
    amounts = {"hours": kept.hours, "shifts": kept.shifts, "nights": kept.nights, "changed_at": now}
    await connection.execute(
        insert(availability)
        .values(person=who, **amounts)
        .on_conflict_do_update(index_elements=["person"], set_=amounts)
    )
    windows = [{"person": who, "weekday": one.weekday, "begins": one.begins, "ends": one.ends} for one in kept.windows]
    away = [{"person": who, "first_on": one.first_on, "last_on": one.last_on} for one in kept.away]
    if windows:
        await connection.execute(insert(weekly_window), windows)
    if away:
        await connection.execute(insert(days_away), away)
    await note(connection, rota.line, now, by, "availability.changed", who)
    await tell(connection, rota.line, "person.changed", now, volunteer=who)
    return kept


async def of(connection: AsyncConnection, line: str, who: str) -> Availability:
    """What one person said.

    Raises:
        RefusedError: `no_such_person`.
    """
    await _need(connection, line, who)
    return (await _said(connection, line, who)).get(who, NOTHING_SAID)


async def of_all(connection: AsyncConnection, line: str) -> dict[str, Availability]:
    """What the active people of a line said, by id; who said nothing is left out. Three statements for all."""
    return await _said(connection, line, None)


async def _need(connection: AsyncConnection, line: str, who: str, *, lock: bool = False) -> None:
    """Raise unless there is such a person; with `lock` two changes of one person come one after the other."""
    wanted = select(person.c.id).where(person.c.line == line, person.c.id == who)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    if (await connection.execute(wanted)).one_or_none() is None:
        raise RefusedError("no_such_person", "Look for the person in the list again.")


async def _said(connection: AsyncConnection, line: str, who: str | None) -> dict[str, Availability]:
    windows, away = defaultdict[str, list[Window]](list), defaultdict[str, list[Away]](list)
    for row in await connection.execute(_theirs(weekly_window, line, who)):
        windows[row.person].append(Window(row.weekday, row.begins, row.ends))
    for row in await connection.execute(_theirs(days_away, line, who)):
        away[row.person].append(Away(row.first_on, row.last_on))
    return {
        row.person: Availability(
            tuple(sorted(windows[row.person])), tuple(sorted(away[row.person])), row.hours, row.shifts, row.nights
        )
        for row in await connection.execute(_theirs(availability, line, who))
    }


def _theirs(table: Any, line: str, who: str | None) -> Select[Any]:
    wanted = select(table).join(person, table.c.person == person.c.id).where(person.c.line == line)
    return wanted.where(person.c.active) if who is None else wanted.where(person.c.id == who)
