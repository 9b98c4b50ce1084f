"""Reminders: the day before and an hour before, each once, whatever restarts and however many nodes."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import message, shift, sign_up
from luisterlijn.volunteer import reminders, signup
from tests.calling import Calling
from tests.rota import NOW, local

SECONDS, MINUTES, HOURS = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
START = local(4, 18)
DAY_BEFORE, HOUR_BEFORE = START - 24 * HOURS, START - HOURS


@pytest.fixture
async def rota(database: Database) -> Calling:
    played = Calling(database)
    await played.people("anna", "bram", "cora")
    return played


async def remind(rota: Calling, *times: datetime) -> list[tuple[str, str]]:
    """Every reminder there is after these instants."""
    for now in times:
        async with rota.database.transaction() as connection:
            await reminders.remind(connection, rota.of, now)
    return [(kind, person) for kind, person in await rota.messages() if kind.startswith("reminder")]


async def test_each_reminder_is_written_once_at_its_time(rota: Calling) -> None:
    await rota.take(await rota.shift(), "anna")
    assert await remind(rota, NOW, DAY_BEFORE - SECONDS) == []
    assert await remind(rota, DAY_BEFORE, DAY_BEFORE + SECONDS) == [("reminder_day", "anna")]
    assert await remind(rota, HOUR_BEFORE - SECONDS) == [("reminder_day", "anna")]
    both = [("reminder_day", "anna"), ("reminder_hour", "anna")]
    assert await remind(rota, HOUR_BEFORE, START - SECONDS, START, START + HOURS) == both


async def test_reminder_says_of_which_shift_and_is_not_sent_once_that_began(rota: Calling) -> None:
    taken = await rota.take(await rota.shift(), "anna")
    await remind(rota, DAY_BEFORE)
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(message))).one()
    assert (row.about, row.expires_at) == (taken.id, START)
    assert row.fields == {"starts_at": START.isoformat(), "ends_at": local(4, 22).isoformat()}


async def test_reminder_missed_by_nodes_that_were_down_is_written_while_the_shift_has_not_begun(rota: Calling) -> None:
    await rota.take(await rota.shift(), "anna")
    await rota.take(await rota.shift(5, 12, 16), "bram")
    assert await remind(rota, START - MINUTES) == [("reminder_hour", "anna"), ("reminder_day", "bram")]
    assert await remind(rota, local(5, 12)) == [("reminder_hour", "anna"), ("reminder_day", "bram")]


@pytest.mark.parametrize(
    ("signed_at", "kinds"),
    [
        (DAY_BEFORE, ["reminder_day", "reminder_hour"]),
        (DAY_BEFORE + SECONDS, ["reminder_hour"]),
        (HOUR_BEFORE, ["reminder_hour"]),
        (START - 20 * MINUTES, []),
    ],
)
async def test_who_signed_up_after_the_time_of_a_reminder_gets_none(
    rota: Calling, signed_at: datetime, kinds: list[str]
) -> None:
    await rota.take(await rota.shift(), "anna", signed_at)
    times = [now for now in (DAY_BEFORE, HOUR_BEFORE, START - MINUTES) if now >= signed_at] + [signed_at + SECONDS]
    assert [kind for kind, _ in await remind(rota, *sorted(times))] == kinds


async def test_waiting_walk_ins_and_call_outs_are_not_reminded_and_standby_once(rota: Calling) -> None:
    full = await rota.shift(maximum=1)
    await rota.take(full, "anna")
    await rota.take(full, "bram")
    await rota.take(await rota.shift(standby=True), "cora")
    await rota.people("dirk", "eva")
    async with rota.database.transaction() as connection:
        for name, how in (("dirk", "call_out"), ("eva", "walk_in")):
            given = START, local(4, 22), ("chat",), how
            await signup.put(connection, rota.of, name, *given, NOW, by=name)  # type: ignore[arg-type]  # one of both
    assert sorted(await remind(rota, DAY_BEFORE, HOUR_BEFORE)) == [
        ("reminder_day", "anna"),
        ("reminder_day", "cora"),
        ("reminder_hour", "anna"),
    ]


async def test_what_is_left_of_a_standby_is_not_reminded_again(rota: Calling) -> None:
    await rota.take(await rota.shift(4, 18, 24, standby=True), "anna")
    await remind(rota, DAY_BEFORE)
    async with rota.database.transaction() as connection:
        times = START, local(4, 20)
        await signup.put(connection, rota.of, "anna", *times, ("chat",), "call_out", DAY_BEFORE, by="anna")
    assert await remind(rota, DAY_BEFORE + 3 * HOURS) == [("reminder_day", "anna")]


async def test_shift_that_was_moved_is_reminded_of_at_its_new_time(rota: Calling) -> None:
    made = await rota.shift()
    await rota.take(made, "anna")
    await remind(rota, DAY_BEFORE)
    async with rota.database.transaction() as connection:
        for table in (shift, sign_up):
            await connection.execute(update(table).values(starts_at=local(5, 18), ends_at=local(5, 22)))
    assert await remind(rota, HOUR_BEFORE) == [("reminder_day", "anna")]
    assert await remind(rota, local(4, 18)) == [("reminder_day", "anna")] * 2


async def test_reminder_of_a_shift_somebody_is_no_longer_on_is_not_sent(rota: Calling) -> None:
    taken = await rota.take(await rota.shift(), "anna")
    await rota.take(await rota.shift(), "bram")
    await remind(rota, DAY_BEFORE)
    await rota.withdraw(taken, DAY_BEFORE, by="cora", why="removed")
    await remind(rota, DAY_BEFORE + SECONDS)
    assert await rota.written("reminder_day") == ["bram"]
    assert await rota.written("removed") == ["anna"]


async def test_reminders_are_written_once_by_many_nodes_and_after_restarts(rota: Calling, database_url: str) -> None:
    made = await rota.shift()
    names = [f"v{n}" for n in range(12)]
    await rota.people(*names)
    for name in names:
        await rota.take(made, name)
    for _ in range(2):  # every node stops, and begins anew
        async with Database(database_url, Path()).opened() as one, Database(database_url, Path()).opened() as two:
            for now in (DAY_BEFORE, DAY_BEFORE + SECONDS, HOUR_BEFORE):
                await asyncio.gather(*(rota.watch(node).step(now) for node in (one, two) * 2))
    for kind in ("reminder_day", "reminder_hour"):
        assert await rota.written(kind) == sorted(names)


async def test_step_alone_without_the_lock_of_the_watch_writes_once_too(rota: Calling, database_url: str) -> None:
    await rota.take(await rota.shift(), "anna")
    async with Database(database_url, Path()).opened() as other:
        await asyncio.gather(*(remind(node, DAY_BEFORE) for node in (rota, Calling(other)) * 3))
    async with rota.database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(message))).scalar_one() == 1
