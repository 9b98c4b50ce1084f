"""Who came when a shift began, who is late, and who was missed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out
from luisterlijn.volunteer import signup
from tests.calling import HOURS, MINUTES, SECONDS, START, Calling, steps
from tests.rota import local


@pytest.fixture
async def rota(database: Database) -> Calling:
    return await Calling.staffed(database)


@pytest.mark.parametrize(
    ("presence", "came"),
    [("ready", True), ("busy", True), ("wrapup", True), ("resting", True), ("away", False), ("offline", False)],
)
async def test_who_is_there_when_the_shift_begins_has_checked_in(rota: Calling, presence: str, *, came: bool) -> None:
    made = await rota.evening("anna")
    rota.present = {"anna": presence}
    await steps(rota.watch(), START - SECONDS)
    assert await rota.marks("anna") == []
    await steps(rota.watch(), START)
    assert await rota.marks("anna") == (["checked_in"] if came else [])
    (one,) = await rota.of_person("anna")
    facts = [(fact["state"], fact["sign_up"], fact["shift"]) for fact in await rota.told()]
    assert facts == ([("checked_in", one.id, made)] if came else [])
    assert one.checked_in_at == (START if came else None)


async def test_who_checked_in_stays_so_on_a_break(rota: Calling) -> None:
    await rota.evening("anna")
    rota.present = {"anna": "ready"}
    watch = rota.watch()
    await steps(watch, START)
    rota.present = {"anna": "away"}
    await steps(watch, START + 10 * MINUTES)
    assert await rota.marks("anna") == ["checked_in"]


async def test_standby_is_nobody_to_wait_for(rota: Calling) -> None:
    await rota.evening("anna", standby=True)
    await steps(rota.watch(), START, START + 9 * MINUTES)
    assert (await rota.marks("anna"), await rota.call_outs()) == ([], [])


async def test_late_is_sent_a_message_after_three_minutes_and_missed_after_five(rota: Calling) -> None:
    made = await rota.evening("anna")
    watch = rota.watch()
    await steps(watch, START, START + 3 * MINUTES - SECONDS)
    assert (await rota.marks("anna"), await rota.written("late")) == ([], [])
    await steps(watch, START + 3 * MINUTES, START + 4 * MINUTES)
    assert (await rota.marks("anna"), await rota.written("late")) == (["late"], ["anna"])
    assert await rota.call_outs() == []
    await steps(watch, START + 5 * MINUTES - SECONDS, START + 5 * MINUTES)
    assert await rota.marks("anna") == ["late", "missed"]
    states = [fact["state"] for fact in await rota.told() if fact["kind"] == "sign_up.changed"]
    assert states == ["late", "missed"]
    assert ("system", "sign_up.missed") in await rota.audited()
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(call_out))).one()
    assert (row.why, row.shift, row.need, row.started_by) == ("no_show", made, 1, "system")
    assert (row.starts_at, row.ends_at) == (START + 5 * MINUTES, local(4, 22))


async def test_walk_in_who_is_not_ready_is_not_late(rota: Calling) -> None:
    async with rota.database.transaction() as connection:
        times = START, local(4, 22)
        await signup.put(connection, rota.of, "anna", *times, ("chat",), "walk_in", START, by="anna")
    await steps(rota.watch(), START, START + HOURS)
    assert await rota.marks("anna") == []


async def test_who_was_put_on_a_running_shift_is_late_from_then(rota: Calling) -> None:
    made = await rota.shift(minimum=0, target=0)
    watch = rota.watch()
    await steps(watch, START)
    await rota.take(made, "anna", START + HOURS, how="coordinator", by="cora")
    await steps(watch, START + HOURS + 2 * MINUTES)
    assert await rota.marks("anna") == []
    await steps(watch, START + HOURS + 3 * MINUTES)
    assert await rota.marks("anna") == ["late"]


async def test_who_was_called_in_has_time_to_come(rota: Calling) -> None:
    async with rota.database.transaction() as connection:
        times = START, local(4, 22)
        await signup.put(connection, rota.of, "anna", *times, ("chat",), "call_out", START, by="anna")
    watch = rota.watch()
    await steps(watch, START, START + 13 * MINUTES - SECONDS)
    assert await rota.marks("anna") == []
    await steps(watch, START + 13 * MINUTES, START + 15 * MINUTES)
    assert await rota.marks("anna") == ["late", "missed"]


async def test_nobody_is_late_for_a_time_in_which_nobody_could_be_seen(rota: Calling) -> None:
    await rota.evening("anna")
    watch = rota.watch()
    await steps(watch, START)
    rota.present = None
    await steps(watch, START + 5 * MINUTES)
    rota.present = {}
    await steps(watch, START + 6 * MINUTES, START + 9 * MINUTES - SECONDS)
    assert await rota.marks("anna") == []
    await steps(watch, START + 9 * MINUTES, START + 11 * MINUTES)
    assert await rota.marks("anna") == ["late", "missed"]
