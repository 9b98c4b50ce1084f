"""Takes a file with a rota: all of it or nothing, in a handful of statements however many rows there are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, and_, or_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql import audit
from luisterlijn.sql.tables import shift
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import people, people_csv
from luisterlijn.volunteer.csv_file import Sheet, Trouble
from luisterlijn.volunteer.publish import template_of_row
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rota import RotaOf, Shift, shift_of_row
from luisterlijn.volunteer.rota_csv import Entry, entries
from luisterlijn.volunteer.rota_plan import Known, NewShift, NewSignUp, Plan, plan
from luisterlijn.volunteer.rows import SHIFT_COLUMNS, is_taken, shifts_of, sign_ups_of, work_of
from luisterlijn.volunteer.template import DAY, days, holidays_between, span
from luisterlijn.volunteer.templates import every
from luisterlijn.volunteer.wish import columns

BATCH = 2000
"""Rows written at once."""

ADD_SHIFTS = text("""
    INSERT INTO shift (id, line, template, day, name, starts_at, ends_at, minimum, target, maximum,
                       channels, topics, trainings, standby, state)
    SELECT id, :line, template, day, name, starts_at, ends_at, minimum, target, maximum,
           channels, topics, trainings, standby, 'published'
    FROM json_to_recordset(CAST(:rows AS json))
         AS one (id text, template text, day date, name text, starts_at timestamptz, ends_at timestamptz, minimum int,
                 target int, maximum int, channels text[], topics text[], trainings text[], standby boolean)
""")
ADD_SIGN_UPS = text("""
    INSERT INTO sign_up (id, line, shift, volunteer, starts_at, ends_at, channels, standby, state, how, since)
    SELECT id, :line, shift, volunteer, starts_at, ends_at, channels, standby, state, 'coordinator', since
    FROM json_to_recordset(CAST(:rows AS json))
         AS one (id text, shift text, volunteer text, starts_at timestamptz, ends_at timestamptz, channels text[],
                 standby boolean, state text, since bigint)
""")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: how many shifts were added, how many others people were added to, or what is wrong."""

    added: int
    changed: int
    troubles: Sequence[Trouble]


async def take(connection: AsyncConnection, rota: RotaOf, sheet: Sheet, now: datetime, by: str) -> Taken:
    """Add the shifts of a file and the people on them, or say what is wrong with it.

    Nobody is written to: people know the rota they have. Soft rules are not asked: it was made already.

    Raises:
        RefusedError: `rota_moved`: somebody signed up elsewhere in this very moment.
    """
    topics = [topic.id for topic in rota.settings.line.topics]
    found, troubles = await asyncio.to_thread(entries, sheet, rota.zone, topics)
    if troubles or not found:
        return Taken(0, 0, people_csv.limited(troubles))
    known = await _known(connection, rota, found)
    made = await asyncio.to_thread(plan, found, known, now)
    if made.troubles:
        return Taken(0, 0, people_csv.limited(made.troubles))
    await _write(connection, rota, made)
    begins, ends = min(one.starts_at for one in found), max(one.ends_at for one in found)
    await tell(connection, rota.line, "shift.changed", now, begins=begins, ends=ends)
    counts = {"shifts": len(made.shifts), "sign_ups": len(made.sign_ups)}
    await audit.note(connection, rota.line, now, by, "rota.imported", None, **counts)
    rota.touched.update(one.volunteer for one in made.sign_ups if one.entry.ends_at > now)
    return Taken(len(made.shifts), len(made.joined), ())


async def _known(connection: AsyncConnection, rota: RotaOf, found: Sequence[Entry]) -> Known:
    whole = Span(min(one.starts_at for one in found), max(one.ends_at for one in found))
    shifts = await _shifts(connection, rota.line, whole, found)
    named = {entry.key for entry in found}
    ids = {one.id for one in shifts if (one.starts_at, one.ends_at, one.name) in named}
    locked = await shifts_of(connection, ids, lock=True)
    shifts = [locked.get(one.id, one) for one in shifts]
    rows = await every(connection, rota.line)
    made_of = await asyncio.to_thread(_templates, rows, rota, found, shifts)  # of a century: serve others meanwhile
    return Known(
        people=await people.everybody(connection, rota.line),
        shifts=[one for one in shifts if one.state != "cancelled"],
        on=await sign_ups_of(connection, ids),
        work=await work_of(connection, rota.line, None, whole),
        templates=made_of,
        needs=people.needs_of(rota.settings),
        limits=rota.limits,
        zone=rota.zone,
    )


async def _shifts(connection: AsyncConnection, line: str, whole: Span, found: Sequence[Entry]) -> list[Shift]:
    """The shifts of that time, and those of templates that stand for its days and were moved elsewhere."""
    mine = shift.c
    then = and_(mine.ends_at > whole.starts_at, mine.starts_at < whole.ends_at)
    day = mine.day.between(min(entry.day for entry in found), max(entry.day for entry in found))
    wanted = select(*SHIFT_COLUMNS).where(mine.line == line, or_(then, day))
    return [shift_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()]


def _templates(
    rows: Sequence[RowMapping], rota: RotaOf, found: Sequence[Entry], shifts: Sequence[Shift]
) -> dict[tuple[date, datetime, datetime, str], str]:
    """Which template has just such a shift that day and has not made it yet: publishing will then not make it again."""
    names = {entry.name for entry in found}
    first, last = min(entry.day for entry in found), max(entry.day for entry in found)
    made = {(one.template, one.day) for one in shifts}
    free = holidays_between(rota.settings.rota.holidays, first - DAY, last)
    return {
        (day, *span(template, day, rota.zone), row["name"]): row["id"]
        for row in rows
        if row["active"] and row["name"] in names
        for template in [template_of_row(row)]
        for day in days(template, first, last, free)
        if (row["id"], day) not in made
    }


async def _write(connection: AsyncConnection, rota: RotaOf, made: Plan) -> None:
    shifts = [_shift_row(one) for one in made.shifts]
    by_person = sorted(made.sign_ups, key=lambda one: (one.volunteer, one.entry.starts_at))
    sign_ups = [_sign_up_row(one) for one in by_person]
    try:
        for statement, rows in ((ADD_SHIFTS, shifts), (ADD_SIGN_UPS, sign_ups)):
            for part in batched(rows):
                given = await asyncio.to_thread(json.dumps, part, default=str)
                await connection.execute(statement, {"line": rota.line, "rows": given})
    except DBAPIError as error:
        if not is_taken(error):
            raise
        remedy = "Send the file again: somebody changed the rota in this very moment."
        raise RefusedError("rota_moved", remedy, retry=True) from error


def batched(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    """The rows in parts that are each written in a second or two, well within the time a statement may take."""
    return (rows[first : first + BATCH] for first in range(0, len(rows), BATCH))


def _shift_row(one: NewShift) -> dict[str, Any]:
    return columns(one)


def _sign_up_row(one: NewSignUp) -> dict[str, Any]:
    entry = one.entry
    times = {"starts_at": entry.starts_at.isoformat(), "ends_at": entry.ends_at.isoformat()}
    who = {"id": one.id, "shift": one.shift, "volunteer": one.volunteer, "channels": list(one.channels)}
    return {**who, **times, "standby": one.standby, "state": entry.state, "since": one.since}
