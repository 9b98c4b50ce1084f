"""Offers that other changes of the rota end."""

from __future__ import annotations

from luisterlijn.sql.database import Database
from luisterlijn.volunteer import swap
from luisterlijn.volunteer.offered import end_offers
from tests.rota import NOW, Rota


async def test_only_what_is_open_ends_and_is_told_once(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    anna = await rota.take(await rota.shift(), "anna")
    async with database.transaction() as connection:
        first = await swap.offer(connection, rota.of, anna.id, "anna", NOW)
    await rota.told()
    async with database.transaction() as connection:
        await end_offers(connection, "other", {anna.id}, NOW)  # of another line
        await end_offers(connection, "demo", {"u0"}, NOW)
    assert await rota.told() == []
    for _ in range(2):
        async with database.transaction() as connection:
            await end_offers(connection, "demo", {anna.id}, NOW)
    assert await rota.told() == [{"kind": "swap.changed", "swap": first.id, "state": "cancelled"}]
