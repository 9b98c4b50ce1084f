"""A file of counts is taken whole or not at all, twice without effect, and never over the line's own record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from luisterlijn.insight.history_csv import read
from luisterlijn.insight.history_import import BATCH, Taken, take
from luisterlijn.insight.quarters import DAY
from luisterlijn.insight.rollup import SETTLED, RollUp
from luisterlijn.record.audit import trail
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import quarter
from tests.pasts import LINE, MONDAY, happened, write

UTC_ZONE = ZoneInfo("UTC")
HEADING = "channel,starts_at,attempts,answered"
HOURS = [f"phone,2026-03-02 {hour:02}:00,{hour + 1},{hour}" for hour in range(24)]


async def taken(database: Database, *rows: str, heading: str = HEADING) -> Taken:
    sheet = read("\n".join([heading, *rows]).encode())
    async with database.transaction() as connection:
        return await take(connection, LINE, UTC_ZONE, sheet, MONDAY + 400 * DAY, "vnoor")


async def kept(database: Database, source: str = "imported") -> list[tuple[Any, ...]]:
    known = quarter.c
    wanted = select(known.channel, known.starts_at, known.attempts, known.answered).where(known.source == source)
    async with database.transaction() as connection:
        return [tuple(row) for row in await connection.execute(wanted.order_by(known.channel, known.starts_at))]


async def test_hours_are_kept_as_quarters_that_add_up(database: Database) -> None:
    assert await taken(database, *HOURS) == Taken(added=24)
    rows = await kept(database)
    assert [row[1] for row in rows] == [MONDAY + at * timedelta(minutes=15) for at in range(96)]
    assert [row[2] for row in rows[:12]] == [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1]
    assert (sum(row[2] for row in rows), sum(row[3] for row in rows)) == (300, 276)


async def test_same_file_again_changes_nothing(database: Database) -> None:
    await taken(database, *HOURS)
    before = await kept(database)
    assert await taken(database, *HOURS) == Taken(same=24)
    assert await kept(database) == before
    async with database.transaction() as connection:
        assert [(row.by, row.what, row.detail) for row in await trail(connection, LINE)] == [
            ("vnoor", "history.imported", {"added": 24, "changed": 0})
        ]


async def test_better_file_corrects_and_adds(database: Database) -> None:
    await taken(database, *HOURS)
    more = [*HOURS[:-1], "phone,2026-03-02 23:00,90,9", "phone,2026-03-03 00:00,1,1"]
    assert await taken(database, *more) == Taken(added=1, changed=1, same=23)


async def test_nothing_of_a_file_with_a_trouble_is_kept(database: Database) -> None:
    found = await taken(database, *HOURS, "phone,2026-03-03 00:00,many,1")
    assert (found.added, [(one.row, one.column) for one in found.troubles]) == (0, [(26, "attempts")])
    assert await kept(database) == []


async def test_too_many_troubles_are_counted(database: Database) -> None:
    found = await taken(database, *["mail,2026-03-02 00:00,1,1"] * 1200)
    assert found.troubles[-1].remedy.startswith("Mend those above first; there are ")


async def test_what_the_line_recorded_itself_is_passed_over(database: Database) -> None:
    await write(database, happened("a", MONDAY + timedelta(hours=5, minutes=20)), happened("b", MONDAY, line="other"))
    chat = "chat,2026-03-02 09:00,4,4"
    assert await taken(database, *HOURS, chat) == Taken(added=7, passed_over=18)
    rows = await kept(database)
    assert {row[1] for row in rows if row[0] == "phone"} == {MONDAY + at * timedelta(minutes=15) for at in range(21)}
    one = RollUp(database, LINE, lambda: MONDAY + DAY + SETTLED)
    assert await one.step()
    recorded = await kept(database, "recorded")
    assert await taken(database, *HOURS, chat) == Taken(same=7, passed_over=18)
    assert (await kept(database), await kept(database, "recorded")) == (rows, recorded)
    assert len(recorded) == 1


async def test_file_of_more_than_one_batch_is_taken(database: Database) -> None:
    hours = BATCH // 4 + 30
    stamps = [f"{MONDAY + hour * timedelta(hours=1):%Y-%m-%d %H:%M}" for hour in range(hours)]
    assert await taken(database, *(f"phone,{one},6,5" for one in stamps)) == Taken(added=hours)
    assert sum(row[2] for row in await kept(database)) == 6 * hours


async def test_rows_may_change_their_length(database: Database) -> None:
    await taken(database, "phone,2026-03-02 00:00,8,8", "phone,2026-03-02 01:00,8,8")
    finer = [f"phone,2026-03-02 00:{minute:02},{at},0" for at, minute in enumerate((0, 15, 30, 45))]
    assert await taken(database, *finer) == Taken(changed=4)
    assert [row[2] for row in await kept(database)] == [0, 1, 2, 3, 2, 2, 2, 2]


async def test_hour_left_out_counts_as_passed_over(database: Database) -> None:
    sheet = read(f"{HEADING}\nphone,2026-03-29 01:00,2,2\nphone,2026-03-29 02:00,0,0".encode())
    async with database.transaction() as connection:
        found = await take(connection, LINE, ZoneInfo("Europe/Amsterdam"), sheet, MONDAY + 400 * DAY, "vnoor")
    assert found == Taken(added=1, passed_over=1)
