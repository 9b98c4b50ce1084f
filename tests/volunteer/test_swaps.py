"""The open offers, as somebody sees them."""

from __future__ import annotations

from luisterlijn.sql.database import Database
from luisterlijn.volunteer import swap, swaps
from tests.rota import NOW, Rota, local, rules


async def test_offers_are_those_that_concern_somebody(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram", "carl")
    signed = {name: await rota.take(await rota.shift(day), name) for day, name in ((4, "anna"), (6, "bram"))}
    other = await rota.take(await rota.shift(8), "anna")
    await rota.take(await rota.shift(6, 21, 23), "carl")
    async with database.transaction() as connection:
        to_bram = await swap.offer(connection, rota.of, signed["anna"].id, "anna", NOW, wants=signed["bram"].id)
        to_all = await swap.offer(connection, rota.of, other.id, "anna", NOW)
        of_bram = await swap.offer(connection, rota.of, signed["bram"].id, "bram", NOW)

        async def seen(name: str, *, everything: bool = False) -> list[tuple[str, bool, list[str]]]:
            found = await swaps.concerning(connection, rota.of, name, NOW, everything=everything)
            return [(one.swap.id, one.for_me, rules(one.reasons)) for one in found]

        assert await seen("anna") == [(to_bram.id, False, []), (of_bram.id, True, []), (to_all.id, False, [])]
        assert await seen("bram") == [(to_bram.id, True, []), (of_bram.id, False, []), (to_all.id, True, [])]
        assert await seen("carl") == [(of_bram.id, True, ["overlap"]), (to_all.id, True, [])]
        assert [one for one, _, _ in await seen("carl", everything=True)] == [to_bram.id, of_bram.id, to_all.id]
        found = await swaps.of_sign_ups(connection, rota.of, [other.id, signed["anna"].id], "anna", NOW)
        assert {name: one.swap.id for name, one in found.items()} == {
            other.id: to_all.id,
            signed["anna"].id: to_bram.id,
        }
        begun = await swaps.concerning(connection, rota.of, "bram", local(6, 18), everything=True)
        assert [one.swap.id for one in begun] == [to_all.id]
