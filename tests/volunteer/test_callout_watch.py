"""What people are called for by itself, on a driven clock: no-shows through every round, holes that heal, long waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out, call_out_ask, shift
from luisterlijn.volunteer import signup
from tests.calling import HOURS, MINUTES, SECONDS, START, Calling, steps
from tests.rota import AMSTERDAM, NOW, local


@pytest.fixture
async def rota(database: Database) -> Calling:
    return await Calling.staffed(database)


# --- no-shows --------------------------------------------------------------------------------------------------------


async def test_no_show_escalates_through_all_rounds_until_nobody_is_left(rota: Calling) -> None:
    await rota.evening("anna", minimum=1, target=1)
    await rota.people("sam", "sue", "sid")
    await rota.willing("will", "wim", "wies")
    for name in ("sam", "sue", "sid"):
        standby = await rota.shift(standby=True)
        await rota.take(standby, name)
    watch = rota.watch()
    await steps(watch, *(START + n * MINUTES for n in range(32)))
    began = START + 5 * MINUTES
    async with rota.database.transaction() as connection:
        wanted = select(call_out_ask.c.round, call_out_ask.c.stage, call_out_ask.c.asked_at).distinct()
        rounds = (await connection.execute(wanted.order_by(call_out_ask.c.round))).all()
    assert [tuple(one) for one in rounds] == [
        (1, "standby", began),
        (2, "standby", began + 3 * MINUTES),
        (3, "willing", began + 6 * MINUTES),
        (4, "willing", began + 11 * MINUTES),
        (5, "coordinator", began + 16 * MINUTES),
    ]
    assert await rota.call_outs() == [("no_show", "exhausted", 1)]
    assert sorted(await rota.asked()) == ["cora", "sam", "sid", "sue", "wies", "will", "wim"]
    assert await rota.written("callout_exhausted") == ["cora"]
    await steps(watch, START + 45 * MINUTES, START + 90 * MINUTES)
    assert len(await rota.call_outs()) == 1


async def test_two_no_shows_of_one_shift_are_one_call_out_for_two(rota: Calling) -> None:
    await rota.evening("anna", "bram")
    await steps(rota.watch(), START, START + 5 * MINUTES)
    assert await rota.call_outs() == [("no_show", "running", 2)]


async def test_no_show_of_another_shift_of_that_time_joins_the_call_out(rota: Calling) -> None:
    await rota.evening("anna")
    await rota.evening("bram")
    await steps(rota.watch(), START, START + 5 * MINUTES)
    assert await rota.call_outs() == [("no_show", "running", 2)]


async def test_late_comer_lowers_the_need_and_the_last_ends_the_call_out(rota: Calling) -> None:
    await rota.willing("will")
    await rota.evening("anna", "bram")
    watch = rota.watch()
    await steps(watch, START, START + 5 * MINUTES)
    await rota.sent()
    rota.present = {"bram": "ready"}
    await steps(watch, START + 6 * MINUTES)
    assert await rota.call_outs() == [("no_show", "running", 1)]
    assert await rota.marks("bram") == ["checked_in", "late", "missed"]
    rota.present = {"bram": "ready", "anna": "ready"}
    await steps(watch, START + 7 * MINUTES, START + 8 * MINUTES)
    assert await rota.call_outs() == [("no_show", "filled", 0)]
    assert await rota.written("callout_filled") == ["will"]


async def test_somebody_put_in_their_place_or_who_walked_in_ends_the_call_out(rota: Calling) -> None:
    made = await rota.evening("anna", "bram")
    await rota.people("carl", "dora")
    watch = rota.watch()
    await steps(watch, START, START + 5 * MINUTES)
    await rota.take(made, "carl", START + 6 * MINUTES, how="coordinator", by="cora")
    await steps(watch, START + 6 * MINUTES)
    assert await rota.call_outs() == [("no_show", "running", 1)]
    async with rota.database.transaction() as connection:
        times = START + 7 * MINUTES, local(4, 22)
        await signup.put(connection, rota.of, "dora", *times, ("chat",), "walk_in", times[0], by="dora")
    await steps(watch, START + 7 * MINUTES)
    assert await rota.call_outs() == [("no_show", "filled", 0)]


async def test_somebody_called_in_who_does_not_come_is_called_for_again(rota: Calling) -> None:
    await rota.evening("anna")
    await rota.willing("will")
    watch = rota.watch()
    await steps(watch, START, START + 5 * MINUTES)
    said_at = START + 6 * MINUTES
    assert await rota.says("will", "yes", said_at) == "yes"
    await steps(watch, said_at + 14 * MINUTES)
    assert await rota.call_outs() == [("no_show", "filled", 1)]
    await rota.willing("wim")
    await steps(watch, said_at + 15 * MINUTES)
    assert await rota.call_outs() == [("no_show", "filled", 1), ("no_show", "running", 1)]
    assert await rota.says("wim", "yes", said_at + 16 * MINUTES) == "yes"
    await steps(watch, said_at + 17 * MINUTES)
    assert [state for _, state, _ in await rota.call_outs()] == ["filled", "filled"]


async def test_call_out_that_was_stopped_is_left_so_until_more_are_missing(rota: Calling) -> None:
    made = await rota.evening("anna")
    watch = rota.watch()
    await steps(watch, START, START + 5 * MINUTES)
    async with rota.database.transaction() as connection:
        await connection.execute(update(call_out).values(state="stopped", ended_at=START))
    await steps(watch, START + 6 * MINUTES)
    assert len(await rota.call_outs()) == 1
    await rota.take(made, "bram", START + 7 * MINUTES, how="coordinator", by="cora")  # in the place of Anna
    await steps(watch, START + 7 * MINUTES, START + 12 * MINUTES)
    assert len(await rota.call_outs()) == 1


# --- holes -----------------------------------------------------------------------------------------------------------


async def test_shift_without_people_is_called_for_two_hours_before(rota: Calling) -> None:
    await rota.shift(minimum=2, target=2)
    watch = rota.watch()
    await steps(watch, START - 2 * HOURS - SECONDS)
    assert await rota.call_outs() == []
    await steps(watch, START - 2 * HOURS)
    assert await rota.call_outs() == [("short", "running", 2)]


@pytest.mark.parametrize(("by", "called"), [("minimum", []), ("required", [("short", "running", 2)])])
async def test_what_the_forecast_needs_is_called_for_where_the_line_says_so(
    database: Database, by: str, called: list[tuple[str, str, int]]
) -> None:
    rota = await Calling.staffed(database, planning={"callouts": by})
    await rota.take(await rota.shift(), "anna")
    await rota.needs(3, 3, at=START)
    await steps(rota.watch(), START - HOURS)
    assert await rota.call_outs() == called


async def test_somebody_who_withdraws_late_makes_a_hole_people_are_called_for(rota: Calling) -> None:
    made = await rota.shift()
    taken = await rota.take(made, "anna")
    watch = rota.watch()
    await steps(watch, START - HOURS)
    assert await rota.call_outs() == []
    await rota.withdraw(taken, START - HOURS, by="cora", why="removed")
    await steps(watch, START - HOURS)
    assert await rota.call_outs() == [("short", "running", 1)]


async def test_hole_that_heals_ends_the_call_out(rota: Calling) -> None:
    await rota.willing("will")
    made = await rota.shift()
    watch = rota.watch()
    await steps(watch, START - HOURS)
    await rota.sent()
    assert await rota.asked() == ["will"]
    await rota.take(made, "anna", START - HOURS)
    await steps(watch, START - HOURS + SECONDS)
    assert await rota.call_outs() == [("short", "filled", 0)]
    assert await rota.written("callout_filled") == ["will"]


async def test_yes_fills_the_hole_and_nobody_is_called_for_it_again(rota: Calling) -> None:
    await rota.willing("will")
    await rota.shift()
    watch = rota.watch()
    await steps(watch, START - HOURS)
    assert await rota.says("will", "yes", START - HOURS) == "yes"
    await steps(watch, START - HOURS + SECONDS, START - MINUTES)
    assert await rota.call_outs() == [("short", "filled", 1)]


async def test_yes_for_one_channel_leaves_the_other_to_be_called_for(rota: Calling) -> None:
    await rota.willing("will", channels=["chat"])
    await rota.shift()
    watch = rota.watch()
    await steps(watch, START - HOURS)
    assert await rota.says("will", "yes", START - HOURS) == "yes"
    await steps(watch, START - HOURS + SECONDS)
    async with rota.database.transaction() as connection:
        wanted = select(call_out.c.state, call_out.c.channels).order_by(call_out.c.started_at)
        found = [tuple(row) for row in await connection.execute(wanted)]
    assert found == [("filled", ["chat", "phone"]), ("running", ["phone"])]


async def test_no_show_in_a_shift_people_are_called_for_adds_to_that_call_out(rota: Calling) -> None:
    made = await rota.shift(minimum=2, target=2)
    await rota.take(made, "anna")
    taken = await rota.take(made, "bram")
    await rota.willing("will", "wim")
    watch = rota.watch()
    await rota.withdraw(taken, START - MINUTES, by="cora", why="removed")
    await steps(watch, START - MINUTES, START)
    assert await rota.call_outs() == [("short", "running", 1)]
    await steps(watch, START + 5 * MINUTES)
    assert await rota.call_outs() == [("short", "running", 2)]
    for name in ("will", "wim"):
        assert await rota.says(name, "yes", START + 6 * MINUTES) == "yes"
    await steps(watch, START + 6 * MINUTES, START + 7 * MINUTES)
    assert await rota.call_outs() == [("short", "filled", 2)]


async def test_night_is_called_for_eight_hours_before_also_when_the_clock_changes(rota: Calling) -> None:
    before = datetime(2026, 3, 28, 23, tzinfo=AMSTERDAM).astimezone(UTC)
    after = datetime(2026, 3, 29, 7, tzinfo=AMSTERDAM).astimezone(UTC)
    assert after - before == 7 * HOURS
    values = {"id": "night", "line": "demo", "day": date(2026, 3, 28), "name": "night", "minimum": 1, "target": 1}
    async with rota.database.transaction() as connection:
        times = {"starts_at": before, "ends_at": after, "channels": ["chat"], "state": "published"}
        await connection.execute(insert(shift).values(**values, **times))
    watch = rota.watch()
    await steps(watch, before - 8 * HOURS - SECONDS)
    assert await rota.call_outs() == []
    await steps(watch, before - 8 * HOURS)
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(call_out))).one()
    assert (row.why, row.starts_at, row.ends_at) == ("short", before, after)


async def test_night_nobody_was_found_for_is_called_for_once_more_when_it_is_near(rota: Calling) -> None:
    await rota.shift(4, 23, 30)
    watch = rota.watch()
    await steps(watch, *(local(4, 15) + n * 10 * MINUTES for n in range(30)))
    assert await rota.call_outs() == [("short", "exhausted", 1)]
    await steps(watch, local(4, 21), local(4, 21.2), local(4, 22))
    assert await rota.call_outs() == [("short", "exhausted", 1), ("short", "exhausted", 1)]


async def test_long_hole_nobody_was_found_for_is_not_called_for_over_and_over(rota: Calling) -> None:
    await rota.shift(4, 10, 22)
    await steps(rota.watch(), *(local(4, 8) + n * 10 * MINUTES for n in range(84)))
    assert await rota.call_outs() == [("short", "exhausted", 1)]


async def test_hole_over_two_shifts_is_called_for_shift_by_shift(rota: Calling) -> None:
    await rota.shift(4, 18, 22)
    await rota.shift(4, 22, 30, minimum=2, target=2)
    await steps(rota.watch(), local(4, 17))
    async with rota.database.transaction() as connection:
        wanted = select(call_out.c.starts_at, call_out.c.ends_at, call_out.c.need).order_by(call_out.c.starts_at)
        found = [tuple(row) for row in await connection.execute(wanted)]
    assert found == [(local(4, 18), local(4, 22), 1), (local(4, 22), local(4, 30), 2)]


# --- waits -----------------------------------------------------------------------------------------------------------


async def test_long_wait_calls_people_in_and_ends_when_it_is_over(rota: Calling) -> None:
    await rota.willing("will")
    watch = rota.watch()
    rota.waits = {"chat": 30 * MINUTES, "phone": timedelta()}
    await steps(watch, NOW)
    assert await rota.call_outs() == []
    rota.waits = {"chat": 30 * MINUTES + SECONDS, "phone": timedelta()}
    await steps(watch, NOW, NOW + SECONDS)
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(call_out))).one()
    assert (row.why, row.channels, row.starts_at, row.ends_at) == ("long_wait", ["chat"], NOW, NOW + 2 * HOURS)
    assert await rota.asked() == ["will"]
    rota.waits = {"chat": timedelta(), "phone": timedelta()}
    await steps(watch, NOW + MINUTES)
    rota.waits = {"chat": HOURS, "phone": timedelta()}
    await steps(watch, NOW + HOURS)
    assert await rota.call_outs() == [("long_wait", "filled", 0)]
    await steps(watch, NOW + 2 * HOURS)
    assert [state for _, state, _ in await rota.call_outs()] == ["filled", "running"]
