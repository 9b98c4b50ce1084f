"""Standby makes room for duty."""

from __future__ import annotations

import pytest

from luisterlijn.sql.database import Database
from luisterlijn.volunteer import signup
from tests.rota import NOW, Rota, local


@pytest.mark.parametrize(
    ("begins", "ends", "left"),
    [
        (18, 22, []),
        (17, 23, []),
        (20, 22, [(18, 20)]),
        (18, 20, [(20, 22)]),
        (19, 21, [(18, 19), (21, 22)]),
        (22, 23, [(18, 22)]),
    ],
)
async def test_standby_goes_on_around_the_duty(
    database: Database, begins: int, ends: int, left: list[tuple[int, int]]
) -> None:
    rota = Rota(database)
    await rota.people("anna")
    await rota.take(await rota.shift(standby=True), "anna")
    async with database.transaction() as connection:
        await signup.put(
            connection, rota.of, "anna", local(4, begins), local(4, ends), ("chat",), "call_out", NOW, by="anna"
        )
    found = [one for one in await rota.of_person("anna") if one.state == "signed"]
    duty = [(one.starts_at, one.ends_at) for one in found if not one.standby]
    standby = [(one.starts_at, one.ends_at) for one in found if one.standby]
    assert duty == [(local(4, begins), local(4, ends))]
    assert standby == [(local(4, one), local(4, other)) for one, other in left]
