"""The step in which a shift changes hands."""

from __future__ import annotations

import pytest

from luisterlijn.sql.database import Database
from luisterlijn.volunteer import exchange
from luisterlijn.volunteer.reason import RulesError
from tests.rota import NOW, Rota, rules


async def test_reasons_of_who_takes_leave_out_what_they_give(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    anna = await rota.take(await rota.shift(4, 18, 22), "anna")
    bram = await rota.take(await rota.shift(4, 20, 23), "bram")
    async with database.transaction() as connection:
        alone = await exchange.deal(connection, rota.of, anna.id, None)
        assert rules(await exchange.reasons_of_taker(connection, rota.of, alone, "bram", NOW)) == ["overlap"]
        both = await exchange.deal(connection, rota.of, anna.id, bram.id)
        assert await exchange.reasons_of_taker(connection, rota.of, both, "bram", NOW) == ()


async def test_exchange_with_somebody_put_elsewhere_meanwhile_changes_nothing(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    shift = await rota.shift()
    anna = await rota.take(shift, "anna")
    await rota.take(await rota.shift(4, 20, 23), "bram")

    async def give() -> None:
        async with database.transaction() as connection:
            alone = await exchange.deal(connection, rota.of, anna.id, None)
            await exchange.carry_out(connection, rota.of, alone, "bram", NOW)

    with pytest.raises(RulesError, match="rules"):
        await give()
    assert await rota.on(shift) == [("anna", "signed")]
