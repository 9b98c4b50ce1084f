"""Invitations that end without an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit, message, person, shift, shift_ask
from luisterlijn.volunteer import ask_ends
from tests.rota import NOW, local
from tests.volunteer.asking import Asking

DAY = timedelta(days=1)


@pytest.fixture
async def rota(database: Database) -> Asking:
    played = Asking(database)
    await played.people("anna", "bram", "carl")
    return played


async def withdraw(rota: Asking, *numbers: int, line: str = "demo") -> int:
    async with rota.database.transaction() as connection:
        return await ask_ends.withdraw(connection, line, numbers, NOW, by="cora")


async def expire(rota: Asking, now: datetime = NOW) -> int:
    async with rota.database.transaction() as connection:
        return await ask_ends.expire(connection, "demo", now)


async def letters(rota: Asking) -> dict[str, str]:
    return {name: state for name, _, _, state in await rota.letters()}


async def all_numbers(rota: Asking) -> Collection[int]:
    async with rota.database.transaction() as connection:
        return (await connection.execute(select(shift_ask.c.id).order_by(shift_ask.c.id))).scalars().all()


async def test_withdrawn_ones_are_over_told_and_audited(rota: Asking) -> None:
    one, two = await rota.shift(4), await rota.shift(5)
    await rota.ask((one, "anna"), (two, "anna"), (one, "bram"))
    await rota.answer("bram", one, "no")
    await rota.told()
    assert await withdraw(rota, *await all_numbers(rota), 10**9) == 2
    assert sorted(await rota.states()) == [("anna", "withdrawn"), ("anna", "withdrawn"), ("bram", "no")]
    assert await rota.told() == [{"kind": "ask.changed", "volunteer": "anna"}]
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1))).one()
    assert (row.by, row.what, row.about, row.detail) == ("cora", "ask.withdrawn", "anna", {"shifts": 2})
    assert (await rota.answer("anna", one)).state == "withdrawn"


async def test_withdraw_of_another_line_or_twice_is_nothing(rota: Asking) -> None:
    await rota.ask((await rota.shift(), "anna"))
    (number,) = await all_numbers(rota)
    assert [await withdraw(rota, number, line="night"), await withdraw(rota, number)] == [0, 1]
    assert await withdraw(rota, number) == 0


async def test_letter_not_sent_is_taken_back_once_nothing_in_it_is_left(rota: Asking) -> None:
    one, two = await rota.shift(4), await rota.shift(5)
    await rota.ask((one, "anna"), (two, "anna"), (two, "bram"))
    await withdraw(rota, *await rota.numbers("anna", one))
    assert await letters(rota) == {"anna": "due", "bram": "due"}
    await withdraw(rota, *await rota.numbers("anna", two))
    assert await letters(rota) == {"anna": "expired", "bram": "due"}


async def test_letter_that_was_sent_stays_sent(rota: Asking) -> None:
    await rota.ask((await rota.shift(), "anna"))
    async with rota.database.transaction() as connection:
        await connection.execute(update(message).values(state="sent"))
    await withdraw(rota, *await all_numbers(rota))
    assert await letters(rota) == {"anna": "sent"}


async def test_expire_ends_what_is_over_and_nothing_else(rota: Asking) -> None:
    names = ("begun", "cancelled", "full", "own", "open")
    shifts = {name: await rota.shift(4 if name == "begun" else 8, maximum=1) for name in names}
    await rota.ask(*((one, "anna") for one in shifts.values()), (shifts["open"], "bram"))
    await rota.take(shifts["full"], "carl")
    await rota.take(shifts["own"], "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift).where(shift.c.id == shifts["cancelled"]).values(state="cancelled"))
        await connection.execute(update(person).where(person.c.id == "bram").values(active=False))
    assert await expire(rota, local(4, 18)) == 5
    async with rota.database.transaction() as connection:
        rows = await connection.execute(select(shift_ask.c.shift, shift_ask.c.volunteer, shift_ask.c.state))
        found = {(row.shift, row.volunteer): row.state for row in rows}
    assert found == {
        (shifts["begun"], "anna"): "expired",
        (shifts["cancelled"], "anna"): "expired",
        (shifts["full"], "anna"): "filled",
        (shifts["own"], "anna"): "yes",
        (shifts["open"], "anna"): "open",
        (shifts["open"], "bram"): "expired",
    }
    assert await expire(rota, local(4, 18)) == 0


async def test_expire_passes_over_what_somebody_is_answering(rota: Asking) -> None:
    await rota.ask((await rota.shift(4), "anna"), (await rota.shift(4), "bram"))
    mine = select(shift_ask).where(shift_ask.c.volunteer == "anna").with_for_update()
    async with rota.database.transaction() as connection:
        await connection.execute(mine)
        async with asyncio.timeout(5):
            assert await expire(rota, local(4, 18)) == 1
    assert await expire(rota, local(4, 18)) == 1


async def test_expire_on_many_nodes_ends_each_once(rota: Asking) -> None:
    await rota.ask(*[(await rota.shift(4), name) for name in ("anna", "bram", "carl")])
    await rota.told()
    assert sum(await asyncio.gather(*(expire(rota, local(9, 0)) for _ in range(4)))) == 3
    assert sorted(fact["volunteer"] for fact in await rota.told()) == ["anna", "bram", "carl"]


async def test_end_of_somebody_leaves_those_of_others(rota: Asking) -> None:
    one = await rota.shift()
    await rota.ask((one, "anna"), (one, "bram"), now=NOW - DAY)
    async with rota.database.transaction() as connection:
        await ask_ends.end_of(connection, "demo", "anna", NOW)
    assert sorted(await rota.states()) == [("anna", "expired"), ("bram", "open")]
