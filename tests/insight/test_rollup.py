"""Contacts become history once, whoever rolls up, and not before they are over."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from luisterlijn.insight.history import rolled_until
from luisterlijn.insight.quarters import DAY
from luisterlijn.insight.rollup import QUIET, SETTLED, RollUp
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact, quarter
from tests.pasts import LINE, MONDAY, happened, write

SECOND = timedelta(seconds=1)
LATER = MONDAY + 400 * DAY


def roll_up(database: Database, now: datetime = LATER) -> RollUp:
    return RollUp(database, LINE, lambda: now)


async def reached(database: Database) -> datetime | None:
    async with database.transaction() as connection:
        return await rolled_until(connection, LINE)


async def kept(database: Database) -> list[tuple[datetime, int]]:
    async with database.transaction() as connection:
        rows = await connection.execute(select(quarter.c.starts_at, quarter.c.attempts).order_by(quarter.c.starts_at))
        return [(row.starts_at, row.attempts) for row in rows]


async def test_days_are_rolled_up_one_by_one_from_the_first_contact_on(database: Database) -> None:
    at = MONDAY + timedelta(hours=23, minutes=59)
    await write(database, happened("a", at), happened("b", at), happened("c", at + 2 * DAY))
    one = roll_up(database, MONDAY + 3 * DAY + SETTLED)
    assert [await one.step() for _ in range(4)] == [True, True, True, False]
    first = MONDAY + timedelta(hours=23, minutes=45)
    assert await kept(database) == [(first, 2), (first + 2 * DAY, 1)]
    assert await reached(database) == MONDAY + 3 * DAY


async def test_day_is_not_rolled_up_before_nothing_happens_in_it_any_more(database: Database) -> None:
    await write(database, happened("a", MONDAY))
    assert not await roll_up(database, MONDAY + DAY + SETTLED - SECOND).step()
    assert await roll_up(database, MONDAY + DAY + SETTLED).step()


async def test_day_waits_for_the_facts_that_are_not_written_down_yet(database: Database) -> None:
    await write(database, happened("a", MONDAY), recorded=MONDAY + DAY + SETTLED - SECOND)
    assert not await roll_up(database, MONDAY + QUIET).step()
    assert await roll_up(database, MONDAY + DAY + SETTLED + QUIET).step()  # the line has gone quiet


async def test_line_without_contacts_has_nothing_to_roll_up(database: Database) -> None:
    await write(database, happened("a", MONDAY, line="other"))
    assert not await roll_up(database).step()
    assert await reached(database) is None


async def test_rolling_up_on_several_nodes_writes_each_day_once(database: Database) -> None:
    await write(database, *(happened(f"c{day}", MONDAY + day * DAY) for day in range(4)))
    nodes = [roll_up(database, MONDAY + 4 * DAY + SETTLED) for _ in range(4)]
    while any(await asyncio.gather(*(node.step() for node in nodes))):
        pass
    assert await kept(database) == [(MONDAY + day * DAY, 1) for day in range(4)]


async def test_what_was_rolled_up_stays_as_it_is(database: Database) -> None:
    await write(database, happened("a", MONDAY))
    assert await roll_up(database, MONDAY + DAY + SETTLED).step()
    async with database.transaction() as connection:
        await connection.execute(update(contact).values(answered_at=None))
    assert not await roll_up(database, MONDAY + DAY + SETTLED).step()
    async with database.transaction() as connection:
        assert (await connection.execute(select(func.sum(quarter.c.answered)))).scalar_one() == 1


async def test_run_rolls_up_all_there_is(database: Database) -> None:
    await write(database, happened("a", MONDAY), happened("b", MONDAY + 2 * DAY))
    running = asyncio.get_running_loop().create_task(roll_up(database, datetime(2026, 3, 7, tzinfo=UTC)).run())
    async with asyncio.timeout(5):
        while await reached(database) != datetime(2026, 3, 5, tzinfo=UTC):
            await asyncio.sleep(0.01)
    running.cancel()
