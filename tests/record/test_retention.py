"""Old rows go, counters stay, and planning does not notice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from luisterlijn import clock
from luisterlijn.facts import Fact
from luisterlijn.insight import history, past
from luisterlijn.insight.forecast import forecast
from luisterlijn.insight.history import Behaviour, behaviour
from luisterlijn.insight.quarters import DAY
from luisterlijn.insight.rollup import SETTLED, RollUp
from luisterlijn.insight.series import COUNTED, Series
from luisterlijn.record.retention import Retention
from luisterlijn.record.writer import Writer
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact, erased, fact_position, quarter, rolled_up
from tests.happenings import MORNING, Told, any_facts
from tests.pasts import LINE, MONDAY, happened, write

KEEP = 90 * DAY
HOUR = timedelta(hours=1)


def retention(database: Database, now: datetime) -> Retention:
    return Retention(database, LINE, KEEP, past.sums, lambda: now)


async def left(database: Database) -> list[str]:
    async with database.transaction() as connection:
        return list((await connection.execute(select(contact.c.contact).order_by(contact.c.contact))).scalars())


async def roll_up(database: Database, until: datetime) -> None:
    one = RollUp(database, LINE, lambda: until + SETTLED)
    while await one.step():
        pass


async def test_only_rows_past_keeping_are_erased(database: Database) -> None:
    await write(
        database,
        happened("a", MONDAY),
        happened("b", MONDAY + HOUR),
        happened("c", MONDAY, line="other"),
    )
    await roll_up(database, MONDAY + DAY)
    assert await retention(database, MONDAY + KEEP + HOUR).step() == 1
    assert await left(database) == ["b", "c"]


async def test_rows_that_are_not_rolled_up_are_kept_however_old(database: Database) -> None:
    await write(database, happened("a", MONDAY), happened("b", MONDAY + DAY))
    later = retention(database, MONDAY + 5 * KEEP)
    assert (await later.step(), await left(database)) == (0, ["a", "b"])
    await roll_up(database, MONDAY + DAY)
    assert (await later.step(), await left(database)) == (1, ["b"])


async def test_rows_are_erased_in_batches_oldest_first(database: Database) -> None:
    await write(database, *(happened(f"c{one}", MONDAY + one * HOUR) for one in range(5)))
    await roll_up(database, MONDAY + DAY)
    one = retention(database, MONDAY + 2 * KEEP)
    assert (await one.step(2), await left(database)) == (2, ["c2", "c3", "c4"])
    assert [await one.step(2) for _ in range(3)] == [2, 1, 0]


async def test_rows_are_erased_by_one_node_at_a_time(database: Database) -> None:
    await write(database, *(happened(f"c{one}", MONDAY) for one in range(20)))
    await roll_up(database, MONDAY + DAY)
    before = await past.base(database, LINE, MONDAY + 2 * KEEP)
    nodes = [retention(database, MONDAY + 2 * KEEP) for _ in range(4)]
    while any(await asyncio.gather(*(node.step(3) for node in nodes))):
        pass
    assert await left(database) == []
    assert (await past.base(database, LINE, MONDAY + 2 * KEEP)).counts == before.counts


async def test_run_erases_all_there_is(database: Database) -> None:
    await write(database, *(happened(f"c{one}", MONDAY) for one in range(3)))
    await roll_up(database, MONDAY + DAY)
    running = asyncio.get_running_loop().create_task(retention(database, MONDAY + 2 * KEEP).run())
    async with asyncio.timeout(5):
        while await left(database):
            await asyncio.sleep(0.01)
    running.cancel()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=any_facts(), batch=st.integers(1, 5), gone=st.integers(0, 5))
async def test_counters_rebuilt_from_rows_never_shrink(
    database: Database, facts: list[Fact], batch: int, gone: int
) -> None:
    async with database.transaction() as connection:
        for table in (contact, fact_position, quarter, rolled_up, erased):
            await connection.execute(delete(table))
    await Writer(database, Told(facts), LINE, _nobody).step()
    rows = len(await left(database))
    now = datetime(2100, 1, 1, tzinfo=UTC)
    before = await past.base(database, LINE, now)
    async with database.transaction() as connection:
        position = f"{clock.to_ms(now)}-0"
        await connection.execute(update(fact_position).values(last_fact=position))
    await roll_up(database, MORNING + 2 * DAY)
    one = retention(database, now)
    for _ in range(gone):
        await one.step(batch)
    assert (await past.base(database, LINE, now)).counts == before.counts
    assert len(await left(database)) == max(rows - gone * batch, 0)


async def _nobody(_name: str, _fact_id: str) -> None:
    """Nothing is trimmed here."""


async def known(database: Database, end: datetime) -> tuple[Series, Behaviour]:
    async with database.transaction(snapshot=True) as connection:
        series = await history.series(connection, LINE, "phone", MONDAY - DAY, end)
        return series, await behaviour(connection, LINE, "phone", MONDAY, end)


async def test_planning_survives_erasure(database: Database) -> None:
    rows = [
        happened(
            f"c{day}-{hour}", MONDAY + day * DAY + hour * HOUR, "left" if hour == 3 else "answered", caller=f"k{day}"
        )
        for day in range(28)
        for hour in range(0, 24, 3)
    ]
    await write(database, *rows)
    end = MONDAY + 28 * DAY
    before, behaved = await known(database, end)
    await roll_up(database, end)
    assert await retention(database, end + KEEP + DAY).step() == len(rows)
    assert await left(database) == []
    after, still = await known(database, end)
    assert still == behaved
    for name in (*COUNTED, "known"):
        assert getattr(after, name).tolist() == getattr(before, name).tolist()
    made = [forecast(one, end, end + 7 * DAY, ZoneInfo("Europe/Amsterdam"), {}, []) for one in (before, after)]
    assert made[0].weeks > 3
    assert made[0].mean.tolist() == made[1].mean.tolist()


async def test_sums_that_remain_name_nobody(database: Database) -> None:
    await write(database, happened("secret", MONDAY, caller="pseudonym"))
    await roll_up(database, MONDAY + DAY)
    await retention(database, MONDAY + 2 * KEEP).step()
    async with database.transaction() as connection:
        everything = [
            str(row) for table in (quarter, erased, rolled_up) for row in await connection.execute(select(table))
        ]
        assert (await connection.execute(select(func.count()).select_from(quarter))).scalar_one() == 1
    assert not [one for one in everything if "pseudonym" in one or "secret" in one]


@pytest.mark.parametrize("keep", [KEEP, 3 * DAY])
async def test_rows_are_kept_as_long_as_the_setting_says(database: Database, keep: timedelta) -> None:
    await write(database, happened("a", MONDAY))
    await roll_up(database, MONDAY + DAY)
    one = Retention(database, LINE, keep, past.sums, lambda: MONDAY + keep)
    assert await one.step() == 0
    after = Retention(database, LINE, keep, past.sums, lambda: MONDAY + keep + timedelta(seconds=1))
    assert await after.step() == 1
