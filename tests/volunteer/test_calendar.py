"""The secret of a calendar, and which sign-ups are in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.volunteer import calendar, signup
from luisterlijn.volunteer import shift as shifts
from luisterlijn.volunteer.wish import ShiftWish
from tests.rota import NOW, Rota, local

DAY = timedelta(days=1)
Seen = list[tuple[str, str, int]]


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl", speaks="nl")
    return played


@pytest.fixture
async def secret(rota: Rota) -> str:
    async with rota.database.transaction() as connection:
        return await calendar.make(connection, "demo", "anna", NOW)


async def file(rota: Rota, secret: str, now: datetime = NOW) -> bytes | None:
    async with rota.database.transaction() as connection:
        return await calendar.read(connection, rota.settings, secret, "", now)


async def seen(rota: Rota, secret: str, now: datetime = NOW) -> Seen:
    """Summary, status and sequence of each event."""
    written = await file(rota, secret, now)
    assert written is not None
    events = IcsCalendarStream.calendar_from_ics(written.decode()).events
    return [(event.summary or "", event.status.value if event.status else "", event.sequence or 0) for event in events]


async def test_only_the_hash_of_the_secret_is_kept(rota: Rota, secret: str) -> None:
    async with rota.database.transaction() as connection:
        kept = (await connection.execute(select(person.c.calendar_hash).where(person.c.id == "anna"))).scalar_one()
    assert (len(secret), len(kept), kept.find(secret.encode())) == (43, 32, -1)
    assert await rota.audited() == [("anna", "calendar.made")]


async def test_new_secret_ends_the_one_before_and_revoking_ends_it(rota: Rota, secret: str) -> None:
    assert await file(rota, secret) is not None
    async with rota.database.transaction() as connection:
        second = await calendar.make(connection, "demo", "anna", NOW)
    assert (second != secret, await file(rota, secret), await file(rota, second) is not None) == (True, None, True)
    async with rota.database.transaction() as connection:
        await calendar.revoke(connection, "demo", "anna", NOW)
    assert await file(rota, second) is None


@pytest.mark.parametrize("more", [{"active": False}, {"line": "other"}])
async def test_secret_of_somebody_who_is_not_there_opens_nothing(rota: Rota, secret: str, more: dict[str, Any]) -> None:
    assert await file(rota, secret) is not None
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "anna").values(**more))
    assert await file(rota, secret) is None


async def test_shifts_waitlist_and_walk_in_of_nobody_else(rota: Rota, secret: str) -> None:
    await rota.take(await rota.shift(), "anna")
    full = await rota.shift(day=5, name="late", maximum=1)
    await rota.take(full, "bram")
    await rota.take(full, "anna")
    async with rota.database.transaction() as connection:
        await signup.put(
            connection, rota.of, "anna", local(6, 10), local(6, 12), ("chat",), "walk_in", local(6, 10), by="anna"
        )
    assert [(summary, status) for summary, status, _ in await seen(rota, secret)] == [
        ("Luisterlijn: evening", "CONFIRMED"),
        ("Luisterlijn: wachtlijst (late)", "TENTATIVE"),
        ("Luisterlijn: ingevallen", "CONFIRMED"),
    ]
    after = [summary for summary, *_ in await seen(rota, secret, local(7, 0))]
    assert after == ["Luisterlijn: evening", "Luisterlijn: ingevallen"]


async def test_sequence_rises_with_every_change_and_the_id_stays(rota: Rota, secret: str) -> None:
    on = await rota.shift()
    await rota.take(on, "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(sign_up).values(created_at=NOW))
    events = []
    for begins in (18, 19, 17):
        wish = ShiftWish(name="evening", starts_at=local(4, begins), ends_at=local(4, 22))
        async with rota.database.transaction() as connection:
            await shifts.change(connection, rota.of, on, wish, NOW + (begins != 18) * DAY, "cora")
        events += IcsCalendarStream.calendar_from_ics((await file(rota, secret) or b"").decode()).events
    assert len({event.uid for event in events}) == 1
    sequences = [event.sequence or 0 for event in events]
    assert sequences == sorted(set(sequences))
    assert [event.dtstart for event in events] == [local(4, begins) for begins in (18, 19, 17)]
    assert events[2].last_modified == NOW + DAY


async def test_withdrawn_and_cancelled_stay_as_cancelled_for_sixty_days(rota: Rota, secret: str) -> None:
    one, other = await rota.shift(day=20), await rota.shift(day=21)
    mine = await rota.take(one, "anna")
    await rota.take(other, "anna")
    before = await seen(rota, secret)
    await rota.withdraw(mine)
    async with rota.database.transaction() as connection:
        await shifts.cancel(connection, rota.of, other, NOW, "cora")
    after = await seen(rota, secret)
    assert [status for _, status, _ in before + after] == ["CONFIRMED"] * 2 + ["CANCELLED"] * 2
    assert all(now > then for (*_, then), (*_, now) in zip(before, after, strict=True))
    async with rota.database.transaction() as connection:
        await connection.execute(update(sign_up).values(starts_at=NOW + 70 * DAY, ends_at=NOW + 71 * DAY))
    assert len(await seen(rota, secret, NOW + 60 * DAY - timedelta(seconds=1))) == 2
    assert await seen(rota, secret, NOW + 60 * DAY) == []


async def test_past_shift_stays_for_thirty_days(rota: Rota, secret: str) -> None:
    await rota.take(await rota.shift(), "anna")
    assert len(await seen(rota, secret, local(4, 22) + 30 * DAY - timedelta(seconds=1))) == 1
    assert await seen(rota, secret, local(4, 22) + 30 * DAY) == []


async def test_swap_moves_the_shift_from_one_calendar_to_the_other(rota: Rota, secret: str) -> None:
    on = await rota.shift()
    mine = await rota.take(on, "anna")
    async with rota.database.transaction() as connection:
        others = await calendar.make(connection, "demo", "bram", NOW)
    await rota.withdraw(mine)
    await rota.take(on, "bram")
    assert [status for _, status, _ in await seen(rota, secret)] == ["CANCELLED"]
    assert [status for _, status, _ in await seen(rota, others)] == ["CONFIRMED"]
