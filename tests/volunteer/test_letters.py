"""Messages about sign-ups: once, with their time, and none of what is over."""

from __future__ import annotations

from sqlalchemy import select

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import message
from luisterlijn.volunteer import letters
from tests.rota import NOW, Rota, local


async def test_letter_is_written_once_a_turn_and_not_of_what_is_over(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    anna = await rota.take(await rota.shift(), "anna")
    async with database.transaction() as connection:
        for now, turn in ((NOW, 1), (NOW, 1), (NOW, 2), (local(4, 22), 3)):
            await letters.write(connection, rota.of, "assigned", anna, now, turn=turn)
        await letters.write(connection, rota.of, "swap_offered", anna, NOW, to="bram")
        rows = (await connection.execute(select(message).order_by(message.c.id))).all()
    assert [(row.kind, row.person) for row in rows] == [
        ("assigned", "anna"),
        ("assigned", "anna"),
        ("swap_offered", "bram"),
    ]
    assert rows[0].fields == {"starts_at": local(4, 18).isoformat(), "ends_at": local(4, 22).isoformat()}
    assert (rows[0].about, rows[0].expires_at) == (anna.id, local(4, 22))


async def test_many_shifts_are_one_letter_to_each(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    shifts = [await rota.shift(day) for day in (4, 6, 8)]
    signed = [await rota.take(shift, "anna") for shift in reversed(shifts)] + [await rota.take(shifts[1], "bram")]
    async with database.transaction() as connection:
        await letters.write_all(connection, rota.of, "cancelled", signed, NOW)
        rows = (await connection.execute(select(message).order_by(message.c.person))).all()
    assert [(row.kind, row.person, row.fields["count"], row.fields["starts_at"]) for row in rows] == [
        ("shifts_cancelled", "anna", 3, local(4, 18).isoformat()),
        ("shift_cancelled", "bram", 1, local(6, 18).isoformat()),
    ]
