"""Who could do what: open shifts, candidates, colleagues."""

from __future__ import annotations

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import choices
from tests.rota import NOW, Rota, local, rules


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl")
    return played


async def test_open_shifts_are_sorted_by_the_share_lacking_and_then_by_time(rota: Rota) -> None:
    two_of_four = await rota.shift(6, minimum=4, target=4)
    one_of_three = await rota.shift(4, minimum=3, target=3)
    nobody, nobody_later = await rota.shift(8), await rota.shift(9)
    enough = await rota.shift(5, minimum=0)
    forbidden = await rota.shift(4, 20, 23, minimum=5, target=5)
    for shift, names in ((two_of_four, ("bram", "carl")), (one_of_three, ("bram",))):
        for name in names:
            await rota.take(shift, name)
    await rota.shift(7, state="draft")
    await rota.take(await rota.shift(4, 17, 20.25), "anna")
    await rota.withdraw(await rota.take(nobody, "anna"))
    async with rota.database.transaction() as connection:
        found = await choices.open_shifts(connection, rota.of, "anna", local(10, 0), NOW)
        later = await choices.open_shifts(connection, rota.of, "anna", local(10, 0), local(8, 18))
    order = [one.seen.shift.id for one in found]
    assert order == [nobody, nobody_later, two_of_four, enough, forbidden, one_of_three]
    assert {one.seen.shift.id: rules(one.reasons) for one in found}[forbidden] == ["overlap"]
    assert [one.seen.shift.id for one in later] == [nobody_later]


async def test_candidates_are_all_who_are_active_and_not_on_it(rota: Rota) -> None:
    await rota.people("gone", active=False)
    await rota.people("mira", adult_from=local(4, 0).date().replace(year=2027))
    night = await rota.shift(4, 22, 33, maximum=1)
    await rota.take(await rota.shift(5, 0, 2), "bram")
    await rota.take(night, "anna", how="coordinator", by="cora", note="she asked")
    async with rota.database.transaction() as connection:
        found = await choices.candidates(connection, rota.of, night, NOW)
        with pytest.raises(RefusedError, match="no_such_shift"):
            await choices.candidates(connection, rota.of, "s0", NOW)
    assert [(one.person.id, rules(one.reasons)) for one in found] == [
        ("carl", ["longest_shift"]),
        ("bram", ["overlap", "longest_shift"]),
        ("mira", ["minor_night", "longest_shift"]),
    ]


async def test_colleagues_could_take_it_and_give_what_one_could_take(rota: Rota) -> None:
    anna = await rota.take(await rota.shift(4), "anna")
    await rota.take(await rota.shift(6), "anna")
    bram = await rota.take(await rota.shift(8), "bram")
    await rota.take(await rota.shift(6, 20, 23), "bram")  # Anna is elsewhere then
    await rota.take(await rota.shift(4, 21, 23), "carl")  # Carl cannot take it
    async with rota.database.transaction() as connection:
        (found,) = await choices.colleagues(connection, rota.of, anna.id, "anna", NOW)
        with pytest.raises(RefusedError, match="not_yours"):
            await choices.colleagues(connection, rota.of, anna.id, "bram", NOW)
        with pytest.raises(RefusedError, match="shift_over"):
            await choices.colleagues(connection, rota.of, anna.id, "anna", local(4, 18))
    assert (found.person.id, [one.id for one, _ in found.shifts]) == ("bram", [bram.id])
