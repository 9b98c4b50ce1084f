"""People of changed shifts: many shifts of one person that move at once, parts of a shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import message
from luisterlijn.sql.tables import shift as shift_table
from luisterlijn.volunteer import rows, signup
from luisterlijn.volunteer.refit import refit
from luisterlijn.volunteer.rota import SignUp
from tests.rota import NOW, Rota, local

HOUR = timedelta(hours=1)


async def move(rota: Rota, shifts: list[str], hours: float) -> list[SignUp]:
    """Move shifts by so many hours."""
    async with rota.database.transaction() as connection:
        before = await rows.shifts_of(connection, shifts, lock=True)
        after = {
            one.id: replace(one, starts_at=one.starts_at + hours * HOUR, ends_at=one.ends_at + hours * HOUR)
            for one in before.values()
        }
        for one in after.values():
            values = {"starts_at": one.starts_at, "ends_at": one.ends_at}
            await connection.execute(update(shift_table).where(shift_table.c.id == one.id).values(**values))
        return await refit(connection, rota.of, [(before[name], after[name]) for name in shifts], NOW, "cora")


@pytest.mark.parametrize("hours", [2, -2])
async def test_shifts_of_one_person_that_adjoin_move_together(database: Database, hours: int) -> None:
    rota = Rota(database)
    await rota.people("anna")
    shifts = [await rota.shift(4, begins, begins + 3) for begins in (9, 12, 15)]
    for shift in shifts:
        await rota.take(shift, "anna")
    assert await move(rota, shifts, hours) == []
    assert [one.starts_at for one in await rota.of_person("anna")] == [local(4, at + hours) for at in (9, 12, 15)]


async def test_who_came_for_a_part_keeps_what_is_left_of_it(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    shift = await rota.shift()
    async with database.transaction() as connection:
        for name, begins, ends in (("anna", 20, 22), ("bram", 18, 19)):
            times = (local(4, begins), local(4, ends))
            await signup.put(connection, rota.of, name, *times, ("chat",), "call_out", NOW, by=name, shift=shift)
    removed = await move(rota, [shift], 1)
    assert [one.volunteer for one in removed] == ["bram"]
    (anna,) = await rota.of_person("anna")
    assert (anna.starts_at, anna.ends_at) == (local(4, 20), local(4, 22))


async def test_who_waits_and_no_longer_fits_either_is_told_only_that(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram", "cor")
    shift, later = await rota.shift(maximum=1), await rota.shift(4, 22, 23)
    for name in ("anna", "bram", "cor"):
        await rota.take(shift, name)
    for name in ("anna", "bram"):
        await rota.take(later, name)
    assert [one.volunteer for one in await move(rota, [shift], 1)] == ["anna", "bram"]
    async with database.transaction() as connection:
        wanted = select(message.c.person, message.c.kind).order_by(message.c.id)
        told = [tuple(row) for row in await connection.execute(wanted)]
    assert told == [("anna", "removed"), ("cor", "moved_up")]
