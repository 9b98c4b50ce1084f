"""Shifts with who is on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from luisterlijn.sql.database import Database
from luisterlijn.volunteer.seen import Seen, names_of, own_sign_ups, seen, shifts_between
from luisterlijn.volunteer.shift import cancel
from tests.rota import NOW, Rota, local
from tests.volunteer.test_rota_csv import SHIFT, SIGN_UP


def test_who_was_missed_does_not_count_until_they_check_in() -> None:
    missed = replace(SIGN_UP, id="u2", missed_at=local(4, 23))
    late = replace(missed, id="u3", checked_in_at=local(4, 24))
    waiting = [replace(SIGN_UP, id=name, state="waiting") for name in ("u4", "u5")]
    found = Seen(replace(SHIFT, minimum=4, target=4, maximum=4), [SIGN_UP, missed, late, *waiting])
    assert (found.signed, found.waiting, found.short, found.is_full) == (2, 2, 2, False)
    assert [found.place(one) for one in (SIGN_UP, *waiting)] == [None, 1, 2]
    assert Seen(replace(SHIFT, maximum=3), found.people).is_full
    assert not Seen(SHIFT, found.people).is_full


async def test_shifts_between_begin_there_in_order_with_their_people(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    late, early, draft = await rota.shift(5), await rota.shift(4), await rota.shift(6, state="draft")
    await rota.shift(3, 22, 30)  # began the day before
    await rota.take(early, "bram")
    lost = await rota.shift(5, 8, 9, state="cancelled")
    await rota.take(await rota.shift(5, 10, 11), "anna")
    async with database.transaction() as connection:
        await cancel(
            connection, rota.of, (await own_sign_ups(connection, "demo", "anna", NOW))[0].shift or "", NOW, "cora"
        )
        states = ("published", "draft", "cancelled")
        found = await shifts_between(connection, "demo", local(4, 0), local(7, 0), states=states)
        assert [one.shift.id for one in found if one.shift.state != "cancelled"] == [early, late, draft]
        cancelled = [one.shift.id for one in found if one.shift.state == "cancelled"]
        assert (len(cancelled), lost in cancelled) == (1, False)  # nobody ever was on the other
        assert [one.volunteer for one in found[0].people] == ["bram"]
        assert await shifts_between(connection, "other", local(4, 0), local(7, 0), states=states) == []
        assert set(await seen(connection, {early, "s0"})) == {early}


async def test_own_sign_ups_are_those_not_over(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram")
    first, second = await rota.take(await rota.shift(), "anna"), await rota.take(await rota.shift(6), "anna")
    await rota.withdraw(await rota.take(await rota.shift(8), "anna"))
    async with database.transaction() as connection:
        assert await own_sign_ups(connection, "demo", "anna", local(4, 21)) == [first, second]
        assert await own_sign_ups(connection, "demo", "anna", local(4, 22)) == [second]
        assert await names_of(connection, "demo", {"anna", "nobody"}) == {"anna": "Anna"}
        assert await names_of(connection, "other", {"anna"}) == {}
    assert timedelta() < second.starts_at - first.starts_at
