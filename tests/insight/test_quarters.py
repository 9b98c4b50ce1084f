"""What SQL counts of contacts, quarter by quarter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from luisterlijn.insight.quarters import DAY, counted
from luisterlijn.insight.spread import Spread
from luisterlijn.sql.database import Database
from tests.pasts import LINE, MONDAY, happened, write

NOON = MONDAY + timedelta(hours=12)


async def rows(database: Database, begin: datetime = MONDAY, end: datetime = MONDAY + DAY) -> list[RowMapping]:
    async with database.transaction() as connection:
        found = (await connection.execute(counted(LINE, begin, end))).mappings().all()
    return sorted(found, key=lambda row: (row["starts_at"], row["channel"]))


def told(row: RowMapping, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


async def test_quarter_counts_what_became_of_its_contacts(database: Database) -> None:
    await write(
        database,
        happened("a", NOON, waited_s=12, handled_s=900),
        happened("b", NOON + timedelta(minutes=14, seconds=59), waited_s=3, handled_s=None),
        happened("c", NOON, "left", waited_s=40),
        happened("d", NOON, "refused"),
        happened("e", NOON, "waiting"),
    )
    (row,) = await rows(database)
    assert told(row, "channel", "starts_at") == ("phone", NOON)
    assert told(row, "attempts", "callers", "answered", "abandoned", "refused") == (5, 5, 2, 1, 1)
    assert told(row, "waited_ms", "left_after_ms", "handled", "handled_ms") == (15_000, 40_000, 1, 900_000)
    spreads = [tuple(row[name]) for name in ("waits", "leaves", "handles")]
    assert spreads == [Spread.of(one).counts for one in ([12, 3], [40], [900])]


async def test_parts_of_sql_are_those_of_python_at_every_bound(database: Database) -> None:
    spans = [4.999, 5, 5.001, 10, 60, 60.001, 7200, 7200.001, 90_000]
    await write(database, *(happened(f"c{one}", NOON, waited_s=one) for one in spans))
    (row,) = await rows(database)
    assert tuple(row["waits"]) == Spread.of(spans).counts


async def test_contacts_fall_into_the_quarter_and_the_channel_they_arrived_in(database: Database) -> None:
    await write(
        database,
        happened("a", NOON + timedelta(minutes=15)),
        happened("b", NOON),
        happened("c", NOON, channel="chat"),
        happened("d", NOON, line="other"),
        happened("e", MONDAY + DAY),
        happened("f", MONDAY - timedelta(microseconds=1)),
    )
    found = [told(row, "starts_at", "channel", "attempts") for row in await rows(database)]
    assert found == [(NOON, "chat", 1), (NOON, "phone", 1), (NOON + timedelta(minutes=15), "phone", 1)]


async def test_caller_counts_once_a_day_where_they_first_came(database: Database) -> None:
    later = [NOON + timedelta(minutes=one) for one in (0, 5, 40, 12 * 60)]  # the last of them tomorrow
    await write(
        database, *(happened(f"c{at}", at, caller="x") for at in later), happened("n", NOON), happened("m", NOON)
    )
    found = [told(row, "attempts", "callers") for row in await rows(database, end=MONDAY + 2 * DAY)]
    assert found == [(4, 3), (1, 0), (1, 1)]


async def test_caller_who_left_and_comes_again_that_day_has_redialled(database: Database) -> None:
    await write(
        database,
        happened("a", NOON, "left", caller="x"),
        happened("b", NOON + timedelta(hours=3), caller="x"),
        happened("c", NOON, "left", caller="never back"),
        happened("d", NOON, "left", caller="tomorrow"),
        happened("e", NOON + DAY, caller="tomorrow"),
        happened("f", NOON, "left"),
        happened("g", NOON, "left", caller="by the other channel"),
        happened("h", NOON + timedelta(minutes=1), caller="by the other channel", channel="chat"),
    )
    found = {told(row, "channel", "starts_at"): row for row in await rows(database)}
    assert told(found["phone", NOON], "abandoned", "traceable", "redialled") == (5, 4, 1)


async def test_contact_that_left_and_was_answered_after_all_counts_as_answered(database: Database) -> None:
    back = happened("a", NOON) | {"abandoned_at": NOON, "times_left": 1, "first_left_after_ms": 9}
    await write(database, back)
    (row,) = await rows(database)
    assert told(row, "answered", "abandoned", "leaves") == (1, 0, [])
