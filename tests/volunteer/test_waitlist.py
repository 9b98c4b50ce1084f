"""The waitlist moves up by itself, past those who can no longer come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift
from luisterlijn.volunteer import rows, waitlist
from tests.rota import NOW, Rota, local


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl", "dora")
    return played


async def test_who_cannot_come_any_more_is_passed_and_stays(rota: Rota) -> None:
    one, other = await rota.shift(maximum=1), await rota.shift(4, 20, 23)
    anna = await rota.take(one, "anna")
    for name in ("bram", "carl", "dora"):
        await rota.take(one, name)
    await rota.take(other, "bram")  # who waits may take another
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "carl").values(active=False))
    await rota.withdraw(anna)
    assert await rota.on(one) == [("bram", "waiting"), ("carl", "waiting"), ("dora", "signed")]
    assert await rota.messages() == [("moved_up", "dora")]


async def test_as_many_move_up_as_there_is_room(rota: Rota) -> None:
    one = await rota.shift(maximum=1)
    for name in ("anna", "bram", "carl", "dora"):
        await rota.take(one, name)
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift).values(maximum=3))
        found = await rows.shift_of(connection, "demo", one, lock=True)
        moved = await waitlist.move_up(connection, rota.of, found, NOW)
    assert [put.volunteer for put in moved] == ["bram", "carl"]
    on = await rota.on(one)
    assert {name for name, state in on if state == "signed"} == {"anna", "bram", "carl"}
    assert ("dora", "waiting") in on


async def test_nobody_moves_up_once_it_has_begun(rota: Rota) -> None:
    one = await rota.shift(maximum=1)
    anna = await rota.take(one, "anna")
    await rota.take(one, "bram")
    await rota.withdraw(anna, local(4, 18) + timedelta(minutes=1), by="bram", why="removed")
    assert await rota.on(one) == [("bram", "waiting")]


async def test_has_successor_says_whether_somebody_would(rota: Rota) -> None:
    one = await rota.shift(maximum=1)
    await rota.take(one, "anna")

    async def has() -> bool:
        async with rota.database.transaction() as connection:
            return await waitlist.has_successor(connection, rota.of, await rows.shift_of(connection, "demo", one), NOW)

    assert not await has()
    await rota.take(one, "bram")
    assert await has()


async def test_who_was_elsewhere_moves_up_once_they_no_longer_are(rota: Rota) -> None:
    one, other = await rota.shift(maximum=1), await rota.shift(4, 20, 23)
    anna = await rota.take(one, "anna")
    await rota.take(one, "bram")
    elsewhere = await rota.take(other, "bram")
    await rota.withdraw(anna)
    assert await catch_up(rota) == 0
    await rota.withdraw(elsewhere)
    assert (await catch_up(rota), await catch_up(rota)) == (1, 0)
    assert await rota.on(one) == [("bram", "signed")]


async def test_who_comes_later_does_not_pass_who_waits(rota: Rota) -> None:
    one, other = await rota.shift(maximum=1), await rota.shift(4, 20, 23)
    anna = await rota.take(one, "anna")
    await rota.take(one, "bram")
    elsewhere = await rota.take(other, "bram")
    await rota.withdraw(anna)
    await rota.withdraw(elsewhere)
    assert (await rota.take(one, "carl")).state == "waiting"
    assert await rota.on(one) == [("bram", "signed"), ("carl", "waiting")]


async def test_catch_up_leaves_a_shift_somebody_holds(rota: Rota) -> None:
    one = await rota.shift(maximum=1)
    for name in ("anna", "bram"):
        await rota.take(one, name)
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift).values(maximum=2))
    async with rota.database.transaction() as connection:
        await rows.shift_of(connection, "demo", one, lock=True)
        assert await catch_up(rota) == 0
    assert await catch_up(rota) == 1


async def catch_up(rota: Rota) -> int:
    """Everybody moves up who can; how many."""
    async with rota.database.transaction() as connection:
        return await waitlist.catch_up(connection, rota.of, NOW)
