"""Whom a call-out asks of the people in SQL, and whom never."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out_ask, training
from luisterlijn.volunteer.callout_need import Gap
from luisterlijn.volunteer.callout_people import candidates
from tests.calling import BOTH, Calling
from tests.rota import NOW, local

MINUTES = timedelta(minutes=1)


@pytest.fixture
async def rota(database: Database) -> Calling:
    played = Calling(database)
    await played.willing("anna", "bram", "carl")
    await played.people("cora", role="coordinator")
    return played


async def begun(rota: Calling, *given: Any, **more: Any) -> str:
    number = await rota.begin(*given, **more)
    assert number is not None
    return number


async def test_nobody_is_asked_who_could_not_come(rota: Calling) -> None:
    async with rota.database.transaction() as connection:
        await connection.execute(text("UPDATE person SET callable = false"))
    rota.settings = Calling(rota.database, requirements={"certificate": "required"}).settings
    good: dict[str, Any] = {"certificate_until": local(9, 0).date()}
    await rota.willing("able", **good)
    await rota.willing("minor", adult_from=local(31, 0).date(), **good)
    await rota.willing("lacks")
    await rota.willing("gone", active=False, **good)
    await rota.willing("planned", **good)
    await rota.willing("asleep", call_from=time(18), call_until=time(22), **good)
    await rota.willing("elsewhere", channels=[], **good)
    await rota.take(await rota.shift(4, 23, 27), "planned")
    number = await begun(rota, 22, 25)
    await rota.step(number, lacking=9)
    assert await rota.asked() == ["able"]


async def test_who_said_call_me_for_now_is_asked_before_those_who_may_be_called(rota: Calling) -> None:
    await rota.people("wilma", willing_until=NOW + MINUTES)
    await rota.people("wout", willing_until=NOW)
    number = await begun(rota)
    await rota.step(number, lacking=9)
    assert sorted(await rota.asked()) == ["anna", "bram", "carl", "wilma"]
    row = await rota.row(number)
    other = await begun(rota, 10, 11)
    await rota.change("wilma", willing_until=NOW + 90 * MINUTES)
    await rota.step(other, now=row.next_at)
    assert "wilma" in [volunteer for turn, _, volunteer, _ in await rota.asks() if turn == 1]


async def test_who_was_asked_lately_is_asked_after_the_others(rota: Calling) -> None:
    await rota.step(await begun(rota, 12, 13))
    (rested,) = {"anna", "bram", "carl"} - set(await rota.asked())
    second = await begun(rota, 14, 15)
    await rota.step(second)
    async with rota.database.transaction() as connection:
        wanted = select(call_out_ask.c.volunteer).where(call_out_ask.c.call_out == second)
        assert rested in set((await connection.execute(wanted)).scalars())


async def test_asks_of_more_than_thirty_days_ago_are_forgotten(rota: Calling) -> None:
    asked_at = NOW - timedelta(days=30)
    await rota.step(await begun(rota, 12, 13, now=asked_at), now=asked_at)
    gap = Gap(local(4, 14), local(4, 15), "asked", BOTH, 1)
    async with rota.database.transaction() as connection:
        before = await candidates(connection, rota.of, gap, (), NOW - MINUTES)
        after = await candidates(connection, rota.of, gap, (), NOW)
    known = {one.volunteer: one.asked_at for one in before if one.asks == 1}
    assert known == dict.fromkeys(await rota.asked(), asked_at)
    assert [one.asks for one in after] == [0, 0, 0, 0]


async def test_who_takes_contacts_now_is_not_asked(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number, lacking=9, busy={"anna"})
    assert await rota.asked() == ["bram", "carl"]


async def test_training_of_the_shift_somebody_did_not_come_to_is_asked(rota: Calling) -> None:
    shift = await rota.shift(trainings=["night"])
    number = await begun(rota, why="no_show", shift=shift)
    await rota.step(number)
    assert [stage for _, stage, _, _ in await rota.asks()] == ["coordinator"]


async def test_training_every_shift_of_that_time_asks_for_is_asked(rota: Calling) -> None:
    done = {"name": "night", "done_on": local(1, 0).date()}
    async with rota.database.transaction() as connection:
        await connection.execute(insert(training).values(person="anna", **done))
    await rota.shift(4, 23, 30, trainings=["night", "chat"])
    await rota.shift(4, 22, 26, trainings=["night"])
    await rota.shift(4, 10, 14, trainings=["night"])
    await rota.shift(4, 12, 16)
    night, day = await begun(rota, 23, 26), await begun(rota, 12, 14)
    await rota.step(night)
    assert await rota.asked() == ["anna"]
    await rota.step(day, lacking=3)
    assert await rota.asked() == ["anna", "anna", "bram", "carl"]
