"""How many are lacking in shifts somebody did not come to."""

from __future__ import annotations

from typing import Any

import pytest

from luisterlijn.sql.database import Database
from luisterlijn.volunteer.absence import helped, no_shows
from luisterlijn.volunteer.callout_need import NoShow
from luisterlijn.volunteer.rota import SignUp
from tests.calling import BOTH, Calling
from tests.rota import local

AT_SIX = local(4, 18.1)


def walk_in(begins: float, *channels: Any) -> SignUp:
    values: dict[str, Any] = dict.fromkeys(("shift", "note", "checked_in_at", "missed_at"))
    values |= {"id": "u1", "volunteer": "anna", "standby": False, "state": "signed", "how": "walk_in"}
    values |= {"starts_at": local(4, begins), "ends_at": local(4, 22), "since": 0, "sequence": 0}
    return SignUp(**values, channels=channels or BOTH)


def absent(shift: str, need: int, begins: float = 18) -> NoShow:
    return NoShow(local(4, begins), local(4, 22), shift, ("chat",), need)


@pytest.mark.parametrize(
    ("walked_in", "needs"),
    [
        ([], [1, 2]),
        ([walk_in(18)], [0, 2]),
        ([walk_in(19), walk_in(19.5)], [0, 1]),
        ([walk_in(17.9)], [1, 2]),
        ([walk_in(19, "phone")], [1, 2]),
        ([walk_in(19)] * 4, [0, 0]),
    ],
)
def test_who_walked_in_since_takes_the_place_of_one(walked_in: list[SignUp], needs: list[int]) -> None:
    assert [one.need for one in helped([absent("s1", 1), absent("s2", 2)], walked_in)] == needs


async def test_shifts_that_run_and_somebody_did_not_come_to_are_found(database: Database) -> None:
    rota = Calling(database)
    await rota.people("anna", "bram", "carl")
    made = await rota.shift(minimum=0, target=0)
    other = await rota.shift(4, 17, 21, minimum=0, target=0)
    for name in ("anna", "bram"):
        await rota.take(made, name)
    await rota.take(other, "carl")
    watch = rota.watch()
    rota.present = {"carl": "ready"}
    for now in (local(4, 17), local(4, 18), AT_SIX):
        await watch.step(now)
    async with database.transaction() as connection:
        assert await no_shows(connection, "demo", AT_SIX) == [NoShow(local(4, 18), local(4, 22), made, BOTH, 2)]
        assert await no_shows(connection, "other", AT_SIX) == []
        assert await no_shows(connection, "demo", local(4, 22)) == []


async def test_who_was_missed_is_lacking_also_when_taken_off(database: Database) -> None:
    rota = Calling(database)
    await rota.people("anna")
    made = await rota.shift(minimum=0, target=0)
    taken = await rota.take(made, "anna")
    watch = rota.watch()
    for now in (local(4, 18), AT_SIX):
        await watch.step(now)
    await rota.withdraw(taken, AT_SIX, by="cora", why="removed")
    async with database.transaction() as connection:
        assert [one.need for one in await no_shows(connection, "demo", AT_SIX)] == [1]
