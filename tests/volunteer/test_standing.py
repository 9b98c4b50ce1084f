"""A volunteer's own standing."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import standing
from luisterlijn.volunteer.fitness import Lack
from luisterlijn.volunteer.standing import Standby, Standing
from tests.volunteer.crowd import ANNA, NOW, change_row, facts, keep, noted, options

TODAY = date(2026, 3, 29)
ASKED = options(requirements={"certificate": "required", "trainings": ["basis"]})


@pytest.fixture
async def crowd(database: Database) -> Database:
    await keep(database, ANNA)
    return database


async def seen(database: Database) -> Standing:
    async with database.transaction() as connection:
        return await standing.standing(connection, ASKED, ANNA, TODAY, NOW)


async def test_standing_says_what_lacks_and_what_ends(crowd: Database) -> None:
    await change_row(crowd, ANNA, certificate_until=date(2026, 4, 1), adult_from=date(2026, 3, 30), calendar_hash=b"x")
    mine = await seen(crowd)
    assert mine.lacks == (Lack("training", "basis"),)
    assert mine.expires == (Lack("certificate", on=date(2026, 4, 2)),)
    assert (mine.walk_in, mine.minor, mine.calendar, len(mine.ways)) == (False, True, True, 1)
    async with crowd.transaction() as connection:
        free = await standing.standing(connection, options(), ANNA, TODAY + timedelta(days=1), NOW)
    assert (free.lacks, free.walk_in, free.minor) == ((), True, False)


async def test_standby_is_kept_noted_and_told(crowd: Database) -> None:
    wanted = Standby(callable=True, call_from=time(22), call_until=time(4))
    async with crowd.transaction() as connection:
        await standing.set_standby(connection, ANNA, wanted, NOW)
        assert await noted(connection) == [(ANNA.id, "standby.changed", ANNA.id, {"callable": True})]
        assert await facts(connection) == [("person.changed", {"volunteer": ANNA.id})]
    assert (await seen(crowd)).standby == wanted


@pytest.mark.parametrize(
    "hours", [(time(1), None), (None, time(1)), (time(1), time(1)), (time(1), time(2, tzinfo=UTC))]
)
async def test_standby_with_half_a_time_or_an_offset_is_refused(
    crowd: Database, hours: tuple[time | None, time | None]
) -> None:
    async with crowd.transaction() as connection:
        with pytest.raises(RefusedError, match="hours_invalid"):
            await standing.set_standby(connection, ANNA, Standby(True, *hours), NOW)  # noqa: FBT003 - as in `Standby`


async def test_willing_is_for_a_day_at_most(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        for hours in (-1, 0, 25):
            with pytest.raises(RefusedError, match="willing_invalid"):
                await standing.set_willing(connection, ANNA, NOW + timedelta(hours=hours), NOW)
        await standing.set_willing(connection, ANNA, NOW + timedelta(hours=24), NOW)
    assert (await seen(crowd)).willing_until == NOW + timedelta(hours=24)
    async with crowd.transaction() as connection:
        await standing.set_willing(connection, ANNA, None, NOW)
    assert (await seen(crowd)).willing_until is None


async def test_willing_that_is_over_is_not_shown(crowd: Database) -> None:
    await change_row(crowd, ANNA, willing_until=NOW)
    assert (await seen(crowd)).willing_until is None


async def test_ways_added_and_removed_are_noted_by_their_kind_only(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        for _ in range(2):
            await standing.add_way(connection, ANNA, "mail", "anna@elsewhere.example", NOW)
        number = (await standing.standing(connection, ASKED, ANNA, TODAY, NOW)).ways[-1].id
        await standing.remove_way(connection, ANNA, number, NOW)
        assert await noted(connection) == [
            (ANNA.id, "way.added", ANNA.id, {"kind": "mail"}),
            (ANNA.id, "way.removed", ANNA.id, {"kind": "mail"}),
        ]
