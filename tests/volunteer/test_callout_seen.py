"""Call-outs as coordinators see them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.sql.database import Database
from luisterlijn.volunteer import callout_seen
from luisterlijn.volunteer.callout_seen import CallOutSeen
from tests.calling import Calling
from tests.rota import NOW


@pytest.fixture
async def rota(database: Database) -> Calling:
    """Anna and Bram may be called; Cora coordinates."""
    calling = Calling(database)
    await calling.willing("anna", "bram")
    await calling.people("cora", role="coordinator")
    return calling


async def seen(rota: Calling, line: str = "demo", **later: int) -> list[CallOutSeen]:
    async with rota.database.transaction() as connection:
        return await callout_seen.lately(connection, line, NOW + timedelta(**later))


async def test_call_out_is_seen_with_its_shift_who_began_it_and_whom_it_asks(rota: Calling) -> None:
    number = await rota.begin(shift=await rota.shift(name="Avond"), by="cora")
    assert number is not None
    await rota.step(number)
    (one,) = await seen(rota)
    assert (one.shift_name, one.started_by, one.stage) == ("Avond", "Cora", "willing")
    assert sorted((ask.round, ask.name, ask.answer, ask.ways) for ask in one.asks) == [
        (1, "Anna", None, ()),
        (1, "Bram", None, ()),
    ]


async def test_call_out_of_the_line_itself_was_begun_by_nobody(rota: Calling) -> None:
    await rota.begin(by="system")
    assert [one.started_by for one in await seen(rota)] == [""]


async def test_call_outs_that_run_come_first_and_old_ones_go(rota: Calling) -> None:
    old = await rota.begin(begins=8, ends=9)
    assert old is not None
    await rota.step(old, lacking=0)
    new = await rota.begin(now=NOW - timedelta(hours=1))
    assert [one.row.id for one in await seen(rota)] == [new, old]
    assert [one.row.id for one in await seen(rota, days=8)] == [new]  # still running


async def test_call_outs_of_another_line_are_not_seen(rota: Calling) -> None:
    await rota.begin()
    assert await seen(rota, line="night") == []
