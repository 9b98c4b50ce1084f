"""Publishing: the shifts of templates, weeks ahead, in one statement however many there are.

A template has one shift a day at most, whoever publishes and however often. A shift that was changed or cancelled by hand is
left as it is; one that its template had lost, and has again, comes back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql import audit
from luisterlijn.sql.tables import shift, shift_template
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer.coverage import Hole
from luisterlijn.volunteer.covered import holes
from luisterlijn.volunteer.rota import RotaOf, new_id
from luisterlijn.volunteer.template import DAY, Template, day_begins, days, holidays_between, local_day, span

FURTHEST = timedelta(days=731)
"""Nothing is published further ahead."""

COME_BACK = text("""
    UPDATE shift
    SET state = 'published', name = of.name, starts_at = made.starts_at, ends_at = made.ends_at, minimum = of.minimum,
        target = of.target, maximum = of.maximum, channels = of.channels, topics = of.topics, trainings = of.trainings,
        standby = of.standby, sequence = shift.sequence + 1
    FROM unnest(CAST(:ids AS text[]), CAST(:templates AS text[]), CAST(:days AS date[]),
                CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
         AS made (id, template, day, starts_at, ends_at)
    JOIN shift_template of ON of.id = made.template
    WHERE shift.template = made.template AND shift.day = made.day AND shift.state = 'cancelled' AND NOT shift.changed
""")
WRITE = text("""
    INSERT INTO shift (id, line, template, day, name, starts_at, ends_at, minimum, target, maximum,
                       channels, topics, trainings, standby, state)
    SELECT made.id, of.line, of.id, made.day, of.name, made.starts_at, made.ends_at, of.minimum, of.target, of.maximum,
           of.channels, of.topics, of.trainings, of.standby, 'published'
    FROM unnest(CAST(:ids AS text[]), CAST(:templates AS text[]), CAST(:days AS date[]),
                CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
         AS made (id, template, day, starts_at, ends_at)
    JOIN shift_template of ON of.id = made.template
    ON CONFLICT (template, day) DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Published:
    """How many shifts were made, and the holes the rota then has."""

    shifts: int
    holes: list[Hole]


@dataclass(frozen=True, slots=True)
class Made:
    """One shift to be."""

    id: str
    template: str
    day: date
    starts_at: datetime
    ends_at: datetime


async def publish(
    connection: AsyncConnection, rota: RotaOf, until: date, now: datetime, by: str, *, dry: bool = False
) -> Published:
    """Make the shifts of all templates from now up to and including a local day, and publish drafts.

    Args:
        dry: change nothing, and say what would be.

    Raises:
        RefusedError: `bad_until`; `no_holidays` are known of the line's country.
    """
    today = local_day(now, rota.zone)
    if not today <= until <= today + FURTHEST:
        raise RefusedError("bad_until", "Choose a day from today up to two years ahead.", field="until")
    templates = await _active(connection, rota.line)
    begins, ends = now, day_begins(until + DAY, rota.zone)
    async with connection.begin_nested() as step:
        count = await make(connection, rota, templates, until, now)
        drafts = update(shift).where(shift.c.line == rota.line, shift.c.state == "draft", shift.c.starts_at < ends)
        count += (await connection.execute(drafts.values(state="published"))).rowcount
        left = await holes(connection, rota.line, begins, ends)
        if dry:
            await step.rollback()
            return Published(count, left)
    if count:
        await tell(connection, rota.line, "shift.changed", now, begins=begins, ends=ends)
    await audit.note(connection, rota.line, now, by, "rota.published", None, until=until.isoformat(), shifts=count)
    return Published(count, left)


async def make(
    connection: AsyncConnection, rota: RotaOf, templates: Sequence[RowMapping], until: date, now: datetime
) -> int:
    """Make the shifts of these templates that begin after `now`, through a local day; how many are new."""
    made = await asyncio.to_thread(plan, templates, rota, until, now)  # a year of them takes a second: serve others
    if not made:
        return 0
    given = {
        "ids": [one.id for one in made],
        "templates": [one.template for one in made],
        "days": [one.day for one in made],
        "starts": [one.starts_at for one in made],
        "ends": [one.ends_at for one in made],
    }
    # not one statement with ON CONFLICT DO UPDATE: that locks every shift there is, in any order
    return sum([(await connection.execute(one, given)).rowcount for one in (COME_BACK, WRITE)])


def plan(templates: Sequence[RowMapping], rota: RotaOf, until: date, now: datetime) -> list[Made]:
    """The shifts of templates that begin after `now`, through a local day. Pure, but for their ids."""
    today = local_day(now, rota.zone)
    free = holidays_between(rota.settings.rota.holidays, today, until)
    found = []
    for row in templates:
        template = template_of_row(row)
        for day in days(template, today, until, free):
            starts_at, ends_at = span(template, day, rota.zone)
            if starts_at > now:
                found.append(Made(new_id("s"), row["id"], day, starts_at, ends_at))
    return found


def template_of_row(row: RowMapping) -> Template:
    """When a template has its shifts, from its row."""
    names = ("starts", "minutes", "keeps", "recurrence", "first_on", "last_on", "holidays")
    values: dict[str, Any] = {name: row[name] for name in names}
    return Template(**values)


async def published_until(connection: AsyncConnection, line: str) -> dict[str, date]:
    """The last day each template has a shift for."""
    wanted = (
        select(shift.c.template, func.max(shift.c.day).label("last"))
        .where(shift.c.line == line, shift.c.template.is_not(None), shift.c.state != "draft")
        .group_by(shift.c.template)
    )
    return {row.template: row.last for row in await connection.execute(wanted)}


async def _active(connection: AsyncConnection, line: str) -> Sequence[RowMapping]:
    """The templates that make shifts; nobody changes one before this transaction ends."""
    wanted = select(shift_template).where(shift_template.c.line == line, shift_template.c.active)
    held = wanted.order_by(shift_template.c.id).with_for_update(read=True)
    return (await connection.execute(held)).mappings().all()
