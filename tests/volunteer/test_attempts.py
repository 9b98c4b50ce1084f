"""How fast log-ins may follow each other after failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import log_in_failure
from luisterlijn.volunteer import attempts
from luisterlijn.volunteer.attempts import FREE_FAILURES, FREE_OF_A_PLACE, TooManyAttemptsError, delay

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
NOOR = "noor@example.org"


async def wait(database: Database, email: str = NOOR, place: str = "", now: datetime = NOW) -> float:
    """Count an attempt; the seconds it must wait, 0 if it is looked at."""
    try:
        await attempts.count(database, email, place, now)
    except TooManyAttemptsError as error:
        return error.retry_after.total_seconds()
    return 0.0


def test_delay_is_none_at_first_and_then_doubles_up_to_a_minute() -> None:
    waits = [delay(failures).total_seconds() for failures in range(FREE_FAILURES + 9)]
    assert waits == [0] * (FREE_FAILURES + 1) + [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("place", ["", "here"])
async def test_attempts_of_a_person_from_one_place_are_slowed_down(database: Database, place: str) -> None:
    assert [await wait(database, place=place) for _ in range(FREE_FAILURES + 1)] == [0] * (FREE_FAILURES + 1)
    now, waits = NOW, []
    for _ in range(8):
        waits.append(await wait(database, place=place, now=now))
        now += timedelta(seconds=waits[-1])
        assert await wait(database, place=place, now=now) == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_attempts_from_elsewhere_do_not_lock_a_person_out(database: Database) -> None:
    for _ in range(FREE_FAILURES * 2):
        await wait(database, place="elsewhere")
    assert await wait(database, place="elsewhere") > 0
    assert await wait(database, place="home") == 0


async def test_attempts_at_once_do_not_delay_each_other(database: Database) -> None:
    """Many log in behind one address when a shift begins, and whose clock was read first may be counted last."""
    assert await wait(database, "first@example.org", "office") == 0
    assert await wait(database, "last@example.org", "office", NOW - timedelta(milliseconds=5)) == 0


async def test_attempts_of_one_place_at_many_people_are_slowed_down(database: Database) -> None:
    waits = [await wait(database, f"nobody{number}@example.org", "here") for number in range(FREE_OF_A_PLACE + 2)]
    assert waits == [0] * (FREE_OF_A_PLACE + 1) + [1]


async def test_attempts_are_forgotten_after_a_success_and_after_a_day(database: Database) -> None:
    for _ in range(FREE_FAILURES + 1):
        await wait(database, place="here")
    async with database.transaction() as connection:
        await attempts.forget(connection, NOOR, "here")
    assert await wait(database, place="here") == 0
    await wait(database, "another@example.org", now=NOW + timedelta(days=2))
    async with database.transaction() as connection:
        rows = (await connection.execute(select(log_in_failure.c.failed_at))).scalars().all()
    assert rows == [NOW + timedelta(days=2)]


async def test_attempts_keep_no_readable_name_or_place(database: Database) -> None:
    await wait(database, place="here")
    async with database.transaction() as connection:
        rows = (await connection.execute(select(log_in_failure))).all()
    assert (len(rows), {len(row.counted_hash) for row in rows}) == (3, {32})
