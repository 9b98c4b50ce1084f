"""What those who were asked hear when a call-out ends, by whether the question had reached them."""

from __future__ import annotations

import pytest

from luisterlijn.sql.database import Database
from luisterlijn.volunteer import callout
from tests.calling import Calling
from tests.rota import NOW


@pytest.fixture
async def rota(database: Database) -> Calling:
    """Anna and Bram may be called."""
    calling = Calling(database)
    await calling.willing("anna", "bram")
    return calling


async def asked(rota: Calling) -> str:
    number = await rota.begin()
    assert number is not None
    await rota.step(number)
    assert await rota.asked() == ["anna", "bram"]
    return number


async def test_question_not_sent_yet_is_taken_back_and_nobody_thanked_for_it(rota: Calling) -> None:
    await rota.step(await asked(rota), lacking=0)
    assert (await rota.written("callout"), await rota.written("callout_filled")) == ([], [])


async def test_question_that_was_sent_is_followed_by_thanks(rota: Calling) -> None:
    number = await asked(rota)
    await rota.sent()
    assert await rota.says("anna", "no") == "no"
    await rota.step(number, lacking=0)
    assert await rota.written("callout_filled") == ["bram"]


async def test_stopping_thanks_nobody(rota: Calling) -> None:
    number = await asked(rota)
    await rota.sent()
    async with rota.database.transaction() as connection:
        await callout.stop(connection, rota.of, number, NOW, by="cora")
    assert await rota.written("callout_filled", "callout_exhausted") == []
