"""Shifts by themselves, exceptions, cancelling; and the people on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person
from luisterlijn.volunteer import rows
from luisterlijn.volunteer import shift as shifts
from luisterlijn.volunteer.rota import Shift, SignUp
from luisterlijn.volunteer.wish import ShiftWish
from tests.rota import NOW, Rota, local


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl")
    return played


def wish(begins: float = 18, ends: float = 22, day: int = 4, **more: Any) -> ShiftWish:
    return ShiftWish(name="evening", starts_at=local(day, begins), ends_at=local(day, ends), **more)


async def change(rota: Rota, shift: str, wanted: ShiftWish, now: Any = NOW) -> tuple[Shift, list[SignUp]]:
    async with rota.database.transaction() as connection:
        return await shifts.change(connection, rota.of, shift, wanted, now, "cora")


async def cancel(rota: Rota, shift: str, now: Any = NOW) -> Shift:
    async with rota.database.transaction() as connection:
        return await shifts.cancel(connection, rota.of, shift, now, "cora")


async def test_added_shift_is_published_told_and_audited(rota: Rota) -> None:
    async with rota.database.transaction() as connection:
        made = await shifts.add(connection, rota.of, wish(22, 30, minimum=2, target=2), NOW, "cora")
    assert (made.state, made.day, made.changed, made.template) == ("published", date(2026, 5, 4), False, None)
    (fact,) = await rota.told()
    assert (fact["kind"], int(fact["begins"]) // 1000) == ("shift.changed", local(4, 22).timestamp())
    assert await rota.audited() == [("cora", "shift.added")]


async def test_changed_time_takes_people_along_and_tells_them(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    for name in ("anna", "bram"):
        await rota.take(shift, name)
    await rota.told()
    after, removed = await change(rota, shift, wish(19, 23, maximum=1))
    assert (after.changed, after.sequence, after.starts_at, removed) == (True, 1, local(4, 19), [])
    (anna,) = await rota.of_person("anna")
    assert (anna.starts_at, anna.ends_at, anna.sequence, anna.state) == (local(4, 19), local(4, 23), 1, "signed")
    assert await rota.on(shift) == [("anna", "signed"), ("bram", "waiting")]
    assert await rota.messages() == [("shift_changed", "anna"), ("shift_changed", "bram")]
    assert [fact["kind"] for fact in await rota.told()] == ["sign_up.changed", "sign_up.changed", "shift.changed"]


async def test_changed_time_takes_off_who_is_elsewhere_and_tells_them(rota: Rota) -> None:
    shift, other = await rota.shift(), await rota.shift(5, 8, 12)
    await rota.take(shift, "anna")
    await rota.take(shift, "bram")
    await rota.take(other, "anna")
    _, removed = await change(rota, shift, wish(10, 14, day=5))
    assert [one.volunteer for one in removed] == ["anna"]
    assert (await rota.on(shift), await rota.on(other)) == ([("bram", "signed")], [("anna", "signed")])
    assert sorted(await rota.messages()) == [("removed", "anna"), ("shift_changed", "bram")]


async def test_change_takes_nobody_off_for_what_was_so_before_or_is_soft(rota: Rota) -> None:
    shift = await rota.shift()
    await rota.take(shift, "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "anna").values(active=False))
    assert (await change(rota, shift, wish(8, 22)))[1] == []  # fourteen hours, and no longer active
    assert await rota.on(shift) == [("anna", "signed")]


async def test_change_to_what_a_person_lacks_takes_them_off(rota: Rota) -> None:
    shift = await rota.shift()
    await rota.take(shift, "anna")
    _, removed = await change(rota, shift, wish(trainings=("youth",)))
    assert [one.volunteer for one in removed] == ["anna"]


async def test_raised_maximum_moves_the_waitlist_up(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    for name in ("anna", "bram", "carl"):
        await rota.take(shift, name)
    await change(rota, shift, wish(maximum=2))
    assert sorted(await rota.on(shift)) == [("anna", "signed"), ("bram", "signed"), ("carl", "waiting")]
    await change(rota, shift, wish(maximum=1))
    assert sorted(await rota.on(shift)) == [("anna", "signed"), ("bram", "signed"), ("carl", "waiting")]
    await change(rota, shift, wish())
    assert {state for _, state in await rota.on(shift)} == {"signed"}
    assert await rota.messages() == [("moved_up", "bram"), ("moved_up", "carl")]


async def test_change_of_a_shift_that_is_over_or_cancelled_is_refused(rota: Rota) -> None:
    shift = await rota.shift()
    with pytest.raises(RefusedError, match="shift_over"):
        await change(rota, shift, wish(), local(4, 22))
    await cancel(rota, shift)
    with pytest.raises(RefusedError, match="shift_cancelled"):
        await change(rota, shift, wish())
    with pytest.raises(RefusedError, match="no_such_shift"):
        await change(rota, "s0", wish())


async def test_cancelled_shift_tells_everybody_and_lets_them_go(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    for name in ("anna", "bram"):
        await rota.take(shift, name)
    gone = await cancel(rota, shift)
    assert (gone.state, gone.changed, gone.sequence, await rota.on(shift)) == ("cancelled", True, 1, [])
    assert sorted(await rota.messages()) == [("shift_cancelled", "anna"), ("shift_cancelled", "bram")]
    assert [one.sequence for one in await rota.of_person("anna")] == [1]
    before = await rota.audited()
    await cancel(rota, shift)
    assert await rota.audited() == before
    async with rota.database.transaction() as connection:
        assert (await rows.shift_of(connection, "demo", shift)).sequence == 1
