"""Publishing templates: once a day each, dry, holes left, thousands in seconds."""

from __future__ import annotations

import asyncio
import time as clock_of_the_machine
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import shift, shift_template
from luisterlijn.volunteer import publish as publishing
from luisterlijn.volunteer.publish import Published, published_until
from luisterlijn.volunteer.rows import shift_of
from luisterlijn.volunteer.shift import cancel
from tests.rota import NOW, Rota, local

MAY = {day: date(2026, 5, day) for day in range(1, 32)}


@pytest.fixture
async def rota(database: Database) -> Rota:
    return Rota(database)


async def template(rota: Rota, name: str = "evening", **more: Any) -> None:
    """Keep a template whose id is its name."""
    values = {"starts": time(18), "minutes": 240, "recurrence": "FREQ=DAILY", "first_on": MAY[1]}
    values |= {"minimum": 1, "target": 2, "channels": ["chat", "phone"]}
    async with rota.database.transaction() as connection:
        await connection.execute(insert(shift_template).values(id=name, line="demo", name=name, **(values | more)))


async def publish(rota: Rota, until: date, **more: Any) -> Published:
    async with rota.database.transaction() as connection:
        return await publishing.publish(connection, rota.of, until, NOW, "cora", **more)


async def rows(rota: Rota) -> list[Any]:
    async with rota.database.transaction() as connection:
        return list(await connection.execute(select(shift).order_by(shift.c.starts_at, shift.c.id)))


async def test_publish_makes_each_shift_once(rota: Rota) -> None:
    await template(rota)
    await template(rota, "night", starts=time(22), minutes=480, recurrence="FREQ=WEEKLY;BYDAY=SA", topics=["grief"])
    await template(rota, "ended", active=False)
    assert (await publish(rota, MAY[3])).shifts == 4
    assert (await publish(rota, MAY[5])).shifts == 2
    assert (await publish(rota, MAY[5])).shifts == 0
    found = [(row.name, row.day, row.state, row.target, row.topics) for row in await rows(rota)]
    assert found == [
        ("evening", MAY[1], "published", 2, []),
        ("evening", MAY[2], "published", 2, []),
        ("night", MAY[2], "published", 2, ["grief"]),
        ("evening", MAY[3], "published", 2, []),
        ("evening", MAY[4], "published", 2, []),
        ("evening", MAY[5], "published", 2, []),
    ]
    assert [one["kind"] for one in await rota.told()] == ["shift.changed", "shift.changed"]
    async with rota.database.transaction() as connection:
        assert await published_until(connection, "demo") == {"evening": MAY[5], "night": MAY[2]}


async def test_publish_makes_nothing_of_what_has_begun(rota: Rota) -> None:
    await template(rota, starts=time(9))  # it is ten in Amsterdam
    await publish(rota, MAY[2])
    assert [row.day for row in await rows(rota)] == [MAY[2]]


async def test_dry_publish_changes_nothing_and_says_the_same(rota: Rota) -> None:
    await template(rota)
    dry = await publish(rota, MAY[3], dry=True)
    assert (await rows(rota), await rota.told(), await rota.audited()) == ([], [], [])
    assert dry == await publish(rota, MAY[3])
    assert (dry.shifts, [(hole.starts_at, hole.short) for hole in dry.holes]) == (
        3,
        [(local(day, 18), 1) for day in (1, 2, 3)],
    )


async def test_holes_left_are_those_nobody_is_on(rota: Rota) -> None:
    await rota.people("anna")
    await template(rota)
    await publish(rota, MAY[2])
    await rota.take((await rows(rota))[0].id, "anna")
    assert [hole.starts_at for hole in (await publish(rota, MAY[2])).holes] == [local(2, 18)]


async def test_publish_by_two_at_once_makes_each_shift_once(rota: Rota) -> None:
    await template(rota)
    both = await asyncio.gather(publish(rota, MAY[31]), publish(rota, MAY[31]))
    assert sum(one.shifts for one in both) == len(await rows(rota)) == 31


async def test_publish_leaves_exceptions_and_cancelled_shifts_alone(rota: Rota) -> None:
    await template(rota)
    await publish(rota, MAY[3])
    first, second, third = await rows(rota)
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift).where(shift.c.id == first.id).values(name="party", changed=True))
        await cancel(connection, rota.of, second.id, NOW, "cora")
        gone = update(shift).where(shift.c.id == third.id).values(state="cancelled")  # as its template does
        await connection.execute(gone)
    assert (await publish(rota, MAY[3])).shifts == 1
    assert [(row.name, row.state) for row in await rows(rota)] == [
        ("party", "published"),
        ("evening", "cancelled"),
        ("evening", "published"),
    ]


async def test_publish_publishes_drafts_until_then(rota: Rota) -> None:
    near, far = await rota.shift(4, state="draft"), await rota.shift(9, state="draft")
    assert (await publish(rota, MAY[4])).shifts == 1
    states = {row.id: row.state for row in await rows(rota)}
    assert states == {near: "published", far: "draft"}


@pytest.mark.parametrize("until", [date(2026, 4, 30), date(2028, 5, 3)])
async def test_publish_until_a_day_out_of_reach_is_refused(rota: Rota, until: date) -> None:
    with pytest.raises(RefusedError, match="bad_until"):
        await publish(rota, until)


async def test_publish_of_twenty_thousand_shifts_takes_seconds(rota: Rota) -> None:
    for number in range(55):
        await template(rota, f"t{number}", starts=time(number % 24), recurrence="FREQ=DAILY")
    begun = clock_of_the_machine.monotonic()
    made = await publish(rota, date(2027, 4, 30))
    assert clock_of_the_machine.monotonic() - begun < 60  # 1 s on a machine with nothing else to do
    async with rota.database.transaction() as connection:
        count = (await connection.execute(select(func.count()).select_from(shift))).scalar_one()
    assert made.shifts == count
    assert 20_000 < count <= 55 * 365


async def test_publish_waits_for_no_shift_somebody_holds(rota: Rota) -> None:
    await template(rota)
    await publish(rota, MAY[3])
    first, *_ = await rows(rota)
    async with rota.database.transaction() as connection:
        await shift_of(connection, "demo", first.id, lock=True)
        async with asyncio.timeout(5):
            assert (await publish(rota, MAY[4])).shifts == 1


async def test_publish_while_a_template_is_changed_makes_what_it_then_is(rota: Rota) -> None:
    await template(rota)
    await publish(rota, MAY[2])
    async with asyncio.TaskGroup() as group, rota.database.transaction() as connection:
        await connection.execute(update(shift_template).values(starts=time(10), name="morning"))
        made = group.create_task(publish(rota, MAY[4]))
        while not await blocked(rota):
            await asyncio.sleep(0.01)
    assert made.result().shifts == 2
    assert [(row.name, row.starts_at) for row in await rows(rota)][2:] == [
        ("morning", local(3, 10)),
        ("morning", local(4, 10)),
    ]


async def blocked(rota: Rota) -> int:
    """How many wait for a lock."""
    async with rota.database.transaction() as connection:
        wanted = text(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return int((await connection.execute(wanted)).scalar_one())
