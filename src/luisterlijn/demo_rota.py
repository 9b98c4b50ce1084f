"""The rota of the demo: shifts round the clock for two weeks, invented people on them, and holes to find in the second week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.settings import Settings
from luisterlijn.sql.audit import COMMAND
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift
from luisterlijn.volunteer import signup, templates
from luisterlijn.volunteer.profile import CHANNELS, Profile, add, new_id
from luisterlijn.volunteer.publish import publish
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.rows import work_of
from luisterlijn.volunteer.template import DAY, Template, local_day
from luisterlijn.volunteer.wish import TemplateWish

AHEAD, FULL = 14, 7
"""So many days there are shifts, and so many days every place is taken."""

HERE = timedelta(hours=12)
"""So long those are on duty who are there to be tried."""

SHIFTS: tuple[tuple[str, time, int, int], ...] = (
    ("Ochtend", time(7), 240, 2),
    ("Middag", time(11), 240, 2),
    ("Namiddag", time(15), 240, 2),
    ("Avond", time(19), 240, 2),
    ("Nacht", time(23), 240, 2),
    ("Vroege ochtend", time(3), 240, 1),
)
"""Name, local start, minutes, and how many people there are to be."""

ON_CALL = ("Oproepdienst", time(18), 480, 1)
LESS = {"Nacht": 3, "Vroege ochtend": 4, "Ochtend": 5}
"""In the second week, every so many days one place of these shifts stays open."""

FIRST = ("Ada", "Bo", "Coen", "Dirk", "Eef", "Fien", "Gijs", "Hanna", "Ids", "Jet", "Koos", "Loes", "Mees", "Noor")
TRIES = 6
"""So many people are asked for a place before it stays open."""


async def seed(database: Database, settings: Settings, here: Sequence[str], password_hash: str, now: datetime) -> None:
    """Make the rota, unless an earlier run of the demo has; the people at these addresses are on duty from now on.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    rota = RotaOf.of(settings)
    async with database.transaction() as connection:
        if not await templates.every(connection, rota.line):
            helpers = await _helpers(connection, settings, password_hash)
            await _publish(connection, rota, now)
            await _fill(connection, rota, [*helpers, *await _ids(connection, here)], now)
    async with database.transaction() as connection:
        for one in await _ids(connection, here):
            await _on_duty(connection, rota, one, now)


async def _ids(connection: AsyncConnection, emails: Sequence[str]) -> list[str]:
    found = await connection.execute(select(person.c.id).where(person.c.email.in_(emails)).order_by(person.c.email))
    return list(found.scalars())


async def _on_duty(connection: AsyncConnection, rota: RotaOf, one: str, now: datetime) -> None:
    """From now until their next shift, unless they are on one."""
    longest = Span(now, now + HERE)
    work = (await work_of(connection, rota.line, {one}, longest))[one]
    begins = [duty.starts_at for duty in work if duty.ends_at > now and not duty.standby]
    ends_at = min([longest.ends_at, *begins])
    if ends_at > now:
        await signup.put(connection, rota, one, now, ends_at, CHANNELS, "coordinator", now, by=COMMAND)


async def _helpers(connection: AsyncConnection, settings: Settings, password_hash: str) -> list[str]:
    line, ids = settings.line, []
    for name in FIRST:
        one = Profile(
            id=new_id(),
            line=line.id,
            name=f"{name} Bedacht",
            email=f"{name.lower()}@voorbeeld.example",
            role="volunteer",
            languages=line.languages,
            topics=tuple(topic.id for topic in line.topics),
        )
        await add(connection, one, password_hash)
        ids.append(one.id)
    return ids


async def _publish(connection: AsyncConnection, rota: RotaOf, now: datetime) -> None:
    today = local_day(now, rota.zone)
    for one in (*SHIFTS, ON_CALL):
        await templates.add(connection, rota, _wish(*one, first_on=today), now, COMMAND)
    await publish(connection, rota, today + AHEAD * DAY, now, COMMAND)


def _wish(name: str, starts: time, minutes: int, people: int, *, first_on: date) -> TemplateWish:
    return TemplateWish(
        name=name,
        template=Template(starts, minutes, "end", "FREQ=DAILY", first_on),
        minimum=people,
        target=people,
        maximum=people + 1,
        standby=name == ON_CALL[0],
    )


async def _fill(connection: AsyncConnection, rota: RotaOf, people: Sequence[str], now: datetime) -> None:
    """Every place goes to who has fewest so far and may take it, as if each had signed up."""
    load, today = Counter(dict.fromkeys(people, 0)), local_day(now, rota.zone)
    wanted = select(shift.c.id, shift.c.name, shift.c.day, shift.c.minimum).where(shift.c.line == rota.line)
    for row in (await connection.execute(wanted.order_by(shift.c.starts_at))).all():
        left = _places(row.name, row.minimum, (row.day - today).days)
        for one in sorted(people, key=lambda who: (load[who], who))[:TRIES]:
            if left == 0:
                break
            with suppress(RefusedError):  # a rule: too little rest, too much in a row
                async with connection.begin_nested():
                    await signup.take(connection, rota, row.id, one, "self", now, by=one)
                left -= 1
                load[one] += 1


def _places(name: str, people: int, ahead: int) -> int:
    """How many are to be found for a shift that is so many days ahead."""
    return people - 1 if ahead >= FULL and ahead % LESS.get(name, AHEAD + 1) == 0 else people
