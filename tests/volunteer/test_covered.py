"""Coverage as SQL has it: what counts as required, who as planned, and how many of those come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from luisterlijn.facts import Channel
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift, sign_up
from luisterlijn.volunteer import covered
from luisterlijn.volunteer.coverage import Hole
from luisterlijn.volunteer.covered import Covered
from luisterlijn.volunteer.rota import new_id
from tests.rota import NOW, Rota, local

BEGIN, END = local(4, 18), local(4, 22)
BOTH: tuple[Channel, ...] = ("chat", "phone")
WHOLE = Hole(BOTH, BEGIN, END, 1, 1.0, 4 * 3600)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl")
    return played


async def signed(rota: Rota, name: str, on: str | None = None, **more: Any) -> None:
    """Somebody is on a shift, or on none."""
    values = {"starts_at": BEGIN, "ends_at": END, "state": "signed", "how": "self", "since": 0, "line": "demo"} | more
    async with rota.database.transaction() as connection:
        await connection.execute(insert(sign_up).values(id=new_id("u"), shift=on, volunteer=name, **values))


async def holes(rota: Rota, begin: datetime = BEGIN, end: datetime = END) -> list[Hole]:
    async with rota.database.transaction() as connection:
        return await covered.holes(connection, "demo", begin, end)


async def coverage(rota: Rota, channel: Channel = "chat", now: datetime = NOW) -> Covered:
    async with rota.database.transaction() as connection:
        return await covered.coverage(connection, "demo", channel, BEGIN, END, now, 0.5)


async def test_nobody_signed_up_is_a_hole_of_both_channels(rota: Rota) -> None:
    await rota.shift()
    assert await holes(rota) == [WHOLE]


async def test_somebody_signed_up_fills_it(rota: Rota) -> None:
    await rota.take(await rota.shift(), "anna")
    assert await holes(rota) == []


@pytest.mark.parametrize("more", [{"state": "draft"}, {"state": "cancelled"}, {"standby": True}, {"line": "other"}])
async def test_shift_that_requires_nobody(rota: Rota, more: dict[str, Any]) -> None:
    await rota.shift()
    assert await holes(rota) == [WHOLE]
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift).values(**more))
    assert await holes(rota) == []


@pytest.mark.parametrize("more", [{"state": "waiting"}, {"state": "withdrawn"}, {"standby": True}, {"line": "other"}])
async def test_sign_up_that_fills_nothing(rota: Rota, more: dict[str, Any]) -> None:
    await signed(rota, "anna", await rota.shift(), **more)
    assert await holes(rota) == [WHOLE]


async def test_person_deactivated_fills_nothing(rota: Rota) -> None:
    await rota.take(await rota.shift(), "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "anna").values(active=False))
    assert await holes(rota) == [WHOLE]


async def test_sign_up_to_a_standby_shift_fills_nothing(rota: Rota) -> None:
    await rota.shift()
    await signed(rota, "anna", await rota.shift(standby=True))
    assert await holes(rota) == [WHOLE]


@pytest.mark.parametrize("how", ["walk_in", "call_out"])
async def test_person_on_no_shift_fills_the_hole_on_their_channels(rota: Rota, how: str) -> None:
    await rota.shift()
    await signed(rota, "anna", how=how, ends_at=BEGIN + timedelta(hours=1), channels=["chat"])
    assert await holes(rota) == [
        Hole(("phone",), BEGIN, END, 1, 1.0, 4 * 3600),
        Hole(("chat",), BEGIN + timedelta(hours=1), END, 1, 1.0, 3 * 3600),
    ]


async def test_person_without_channels_of_the_sign_up_has_their_own(rota: Rota) -> None:
    await rota.shift(channels=["phone"])
    await rota.people("dirk", channels=["phone"])
    await signed(rota, "dirk", how="walk_in")
    assert await holes(rota) == []


async def test_missed_person_fills_nothing_from_then_on_until_they_come_after_all(rota: Rota) -> None:
    missed = BEGIN + timedelta(minutes=5)
    await signed(rota, "anna", await rota.shift(), missed_at=missed)
    assert await holes(rota) == [Hole(BOTH, missed, END, 1, 1.0, 4 * 3600 - 300)]
    async with rota.database.transaction() as connection:
        await connection.execute(update(sign_up).values(checked_in_at=missed + timedelta(minutes=2)))
    assert await holes(rota) == []


async def test_holes_end_where_one_looks(rota: Rota) -> None:
    await rota.shift()
    begin, end = BEGIN + timedelta(minutes=7), END - timedelta(minutes=1)
    assert [(hole.starts_at, hole.ends_at) for hole in await holes(rota, begin, end)] == [(begin, end)]


async def test_longest_shift_is_seen_from_within(rota: Rota) -> None:
    on = await rota.shift(begins=10, ends=35, minimum=2, target=2)
    await signed(rota, "anna", on, starts_at=local(4, 10), ends_at=local(4, 35))
    begin, end = BEGIN, BEGIN + timedelta(minutes=15)
    assert await holes(rota, begin, end) == [Hole(BOTH, begin, end, 1, 0.5, 900)]


async def test_coverage_by_quarter_and_uncovered_ahead(rota: Rota) -> None:
    await rota.take(await rota.shift(minimum=2, target=2, channels=["chat"]), "anna")
    await rota.shift(day=9, minimum=1, channels=["chat"])
    await rota.shift(day=20, minimum=1, channels=["chat"])
    found = await coverage(rota)
    assert (found.quarters.starts_at, found.quarters.required.tolist()) == (BEGIN, [2] * 16)
    assert (found.quarters.planned.tolist(), found.expected.tolist(), found.likely.tolist()) == (
        [1] * 16,
        [0.5] * 16,
        [0.0] * 16,
    )
    assert [hole.uncovered_s for hole in found.holes] == [4 * 3600]
    assert found.uncovered_s == {"day": 0, "week": 4 * 3600, "fortnight": 8 * 3600}
    assert (await coverage(rota, "phone")).quarters.required.tolist() == [0] * 16
    assert (await coverage(rota, now=END - timedelta(hours=1))).uncovered_s["day"] == 3600


async def test_show_rate_is_the_prior_until_somebody_checked_in(rota: Rota) -> None:
    on = await rota.shift()
    for name in ("anna", "bram"):
        await signed(rota, name, on)
    async with rota.database.transaction() as connection:
        assert await covered.show_rate(connection, "demo", END, 0.9) == 0.9
        await connection.execute(update(sign_up).where(sign_up.c.volunteer == "anna").values(checked_in_at=BEGIN))
        assert await covered.show_rate(connection, "demo", END, 0.9) == (1 + 18) / 22
        assert await covered.show_rate(connection, "demo", END - timedelta(minutes=1), 0.9) == 0.9
        assert await covered.show_rate(connection, "demo", END + timedelta(days=90), 0.9) == 0.9
        assert await covered.show_rate(connection, "demo", END + timedelta(days=90), 1e-9) == covered.LEAST_RATE


async def test_show_rate_leaves_out_who_walked_in_stood_by_or_withdrew(rota: Rota) -> None:
    await signed(rota, "anna", await rota.shift(), checked_in_at=BEGIN)
    await signed(rota, "bram", how="walk_in")
    await signed(rota, "carl", await rota.shift(standby=True), standby=True)
    await signed(rota, "carl", await rota.shift(), state="withdrawn")
    async with rota.database.transaction() as connection:
        assert await covered.show_rate(connection, "demo", END, 0.5) == 11 / 21


async def test_forecast_requires_more_than_shifts_and_says_how_likely_the_promise_holds(rota: Rota) -> None:
    await rota.take(await rota.shift(minimum=1, channels=["chat"]), "anna")
    await rota.needs(2, 1, 0, at=BEGIN, spread=(1, 1, 1, 2))
    found = await coverage(rota)
    assert found.quarters.required.tolist() == [2] + [1] * 15
    assert found.gap.tolist() == [1] + [0] * 15
    assert found.likely.tolist() == [0.75 * 0.5] * 3 + [0.5] * 13
    assert found.forecast.tolist() == [True] * 3 + [False] * 13
    assert [(hole.starts_at, hole.ends_at) for hole in found.holes] == [(BEGIN, BEGIN + covered.QUARTER)]


async def test_forecast_is_left_out_where_only_shifts_count(rota: Rota) -> None:
    await rota.needs(2, at=BEGIN)
    assert [hole.short for hole in await holes(rota)] == [2]
    async with rota.database.transaction() as connection:
        assert await covered.holes(connection, "demo", BEGIN, END, forecast=False) == []


async def test_forecast_of_the_quarter_one_looks_from_counts_from_there(rota: Rota) -> None:
    await rota.needs(1, at=BEGIN, channel="phone")
    begin = BEGIN + timedelta(minutes=7)
    assert await holes(rota, begin) == [Hole(("phone",), begin, BEGIN + covered.QUARTER, 1, 1.0, 8 * 60)]
