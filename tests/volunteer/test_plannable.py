"""What a proposal is made from, looked up for everybody at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift_ask
from luisterlijn.volunteer import availability_kept, plannable
from luisterlijn.volunteer.availability import Availability, Away, Window
from luisterlijn.volunteer.plannable import Plannable
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.seen import Seen
from tests.rota import NOW, Rota, local

BEGIN, END = local(11, 0), local(25, 0)
"""The middle fortnight of May 2026: 14 of its 31 days."""
EARLY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram")
    return played


async def say(rota: Rota, who: str, **said: Any) -> None:
    async with rota.database.transaction() as connection:
        await availability_kept.keep(connection, rota.of, who, Availability(**said), NOW, by=who)


async def on(rota: Rota, who: str, day: int, begins: float = 18, ends: float = 22, **more: Any) -> Span:
    """Somebody is on a shift of May; when it is."""
    taken = await rota.take(await rota.shift(day, begins, ends, **more), who, EARLY)
    return taken.span


async def look(rota: Rota) -> dict[str, Plannable]:
    async with rota.database.transaction() as connection:
        found = await plannable.candidates(connection, rota.of, BEGIN, END, NOW)
    return {one.id: one for one in found}


@contextmanager
def counted(connection: AsyncConnection) -> Iterator[list[str]]:
    """The statements a connection runs meanwhile."""
    said: list[str] = []

    def note(*given: Any) -> None:
        said.append(given[2])

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    yield said
    event.remove(connection.sync_connection, "before_cursor_execute", note)


async def test_who_said_nothing_can_be_planned_without_end(rota: Rota) -> None:
    one = (await look(rota))["anna"]
    assert (one.name, one.papers.active, one.papers.channels) == ("Anna", True, ("chat", "phone"))
    assert (one.work, one.times, one.away, one.asked, one.declined) == ((), None, (), frozenset(), frozenset())
    assert (one.most_shifts, one.most_minutes, one.most_nights, one.nights, one.weekends) == (None, None, None, 0, 0)


async def test_times_and_days_away_are_those_of_the_time_asked_for(rota: Rota) -> None:
    week = [Window(1, time(18), time(23))]
    await say(rota, "anna", windows=tuple(week), away=(Away(date(2026, 5, 19), date(2026, 5, 19)),))
    one = (await look(rota))["anna"]
    assert one.times == (Span(local(12, 18), local(12, 23)),)
    assert one.away == (Span(local(19, 0), local(20, 0)),)


async def test_work_is_whole_and_in_order_and_standby_is_no_duty(rota: Rota) -> None:
    await say(rota, "anna", shifts=6)
    later, before = await on(rota, "anna", 12), await on(rota, "anna", 2)
    standby = await on(rota, "anna", 14, standby=True)
    one = (await look(rota))["anna"]
    assert one.work == (before, later, standby)
    assert one.most_shifts == 2  # 6 x 14 / 31 is three, and one is planned within


async def test_room_is_what_the_month_leaves(rota: Rota) -> None:
    await say(rota, "anna", hours=12, shifts=3, nights=1)
    await on(rota, "anna", 5)
    await on(rota, "anna", 6, 22, 30)
    one = (await look(rota))["anna"]
    assert (one.most_shifts, one.most_minutes, one.most_nights) == (1, 0, 0)


async def test_nights_and_weekends_are_those_of_twelve_weeks_before(rota: Rota) -> None:
    await on(rota, "anna", 1, 22, 30)  # the night to a Saturday: of a Friday, and no weekend
    await on(rota, "anna", 3, 10, 14)
    await on(rota, "anna", 9, 10, 14)
    await on(rota, "anna", 10, 22, 30)  # the same weekend, and a night
    await on(rota, "anna", 16, 10, 14)  # within the time asked for
    long_ago = -75 * 24
    await on(rota, "anna", 1, long_ago + 10, long_ago + 14)  # a Sunday, a day too early
    one = (await look(rota))["anna"]
    assert (one.nights, one.weekends) == (2, 2)


async def test_who_stopped_is_left_out(rota: Rota) -> None:
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "bram").values(active=False))
    assert list(await look(rota)) == ["anna"]


async def test_asks_are_known_while_they_count(rota: Rota) -> None:
    shifts = {name: await rota.shift(12) for name in ("open", "over", "no", "yes")}
    states = {"open": "open", "over": "open", "no": "no", "yes": "yes"}
    async with rota.database.transaction() as connection:
        for name, shift in shifts.items():
            values = {"line": "demo", "shift": shift, "volunteer": "anna", "asked_by": "cora", "asked_at": NOW}
            expires = NOW if name == "over" else NOW + timedelta(days=1)
            await connection.execute(insert(shift_ask).values(**values, expires_at=expires, state=states[name]))
    found = await look(rota)
    assert [set(one) for one in (found["anna"].asked, found["anna"].declined)] == [{shifts["open"]}, {shifts["no"]}]
    assert found["bram"].asked == found["bram"].declined == frozenset()


async def test_statements_are_as_many_for_one_as_for_many(rota: Rota) -> None:
    async def run() -> int:
        async with rota.database.transaction() as connection:
            with counted(connection) as said:
                await plannable.candidates(connection, rota.of, BEGIN, END, NOW)
        return len(said)

    few = await run()
    await rota.people(*(f"more{number}" for number in range(20)))
    await say(rota, "more3", shifts=3)
    assert 0 < few == await run()


async def test_openings_are_published_shifts_with_who_is_on_them(rota: Rota) -> None:
    shift, empty = await rota.shift(12), await rota.shift(11, 0, 4)
    for more in ({"standby": True}, {"state": "draft"}, {"state": "cancelled"}):
        await rota.shift(12, **more)
    await rota.shift(25, 0, 4)
    taken = await rota.take(shift, "anna")
    async with rota.database.transaction() as connection:
        found: list[Seen] = await plannable.openings(connection, "demo", BEGIN, END)
    assert [(one.shift.id, list(one.people)) for one in found] == [(empty, []), (shift, [taken])]


async def test_coordinators_are_asked_only_where_they_said_when_they_can_come(rota: Rota) -> None:
    await rota.people("cora", "dora", role="coordinator")
    await say(rota, "dora", windows=(Window(0, time(9), time(12)),))
    assert sorted(await look(rota)) == ["anna", "bram", "dora"]
