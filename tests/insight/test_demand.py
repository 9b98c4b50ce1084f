"""What a plan is made from: redials and rest in it, closed hours out of it, the past forecast from before."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from luisterlijn.insight import demand, history_csv, history_import
from luisterlijn.insight.demand import Past, Pasts
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact
from tests.history import AMSTERDAM, counts_csv
from tests.rota import NOW, Rota, local

QUARTER = timedelta(minutes=15)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    async with database.transaction() as connection:
        sheet = history_csv.read(counts_csv(date(2026, 5, 1), 8))
        await history_import.take(connection, "demo", AMSTERDAM, sheet, NOW, "cora")
    return played


async def past(rota: Rota) -> Past:
    async with rota.database.transaction() as connection:
        return await demand.past(connection, rota.settings, "chat", NOW)


async def contacts(rota: Rota, *rows: dict[str, Any]) -> None:
    usual = {"line": "demo", "last_fact": "1-0", "channel": "chat", "urgent": False}
    async with rota.database.transaction() as connection:
        for number, row in enumerate(rows):
            await connection.execute(insert(contact).values(**usual, contact=f"c{number}", **row))


async def test_work_holds_the_rest_after_a_contact_longer_where_talks_were_heavy(rota: Rota) -> None:
    timing = rota.settings.timing
    plain = demand.work_of(await past(rota), rota.settings, "chat")
    at = NOW - timedelta(hours=2)
    done = {"arrived_at": at, "answered_at": at, "closed_at": at, "handled_ms": 1_200_000, "outcome": "answered"}
    await contacts(rota, done | {"heavy": True}, done | {"heavy": False})
    known = await past(rota)
    heavy = demand.work_of(known, rota.settings, "chat")
    assert plain.handle_s == pytest.approx(1200 + timing.rest.total_seconds(), abs=1)
    assert known.heavy == 0.5
    half = (timing.rest + timing.rest_heavy).total_seconds() / 2
    assert heavy.handle_s == pytest.approx(known.behaviour.handle_s + half)


async def test_attempts_of_those_who_gave_up_before_are_no_fresh_ones(rota: Rota) -> None:
    known = await past(rota)
    assert demand.ground(known, rota.settings, local(1, 12), local(1, 13)).fresh == 1.0
    gone = {"abandoned_at": NOW, "closed_at": NOW, "outcome": "abandoned", "waited_ms": 1000, "caller": "same"}
    await contacts(rota, *({"arrived_at": NOW - timedelta(minutes=60 - n)} | gone for n in range(20)))
    fresh = demand.ground(await past(rota), rota.settings, local(1, 12), local(1, 13)).fresh
    assert 0.9 < fresh < 1.0


async def test_time_that_is_over_is_forecast_from_before_and_the_rest_from_now(rota: Rota) -> None:
    known = await past(rota)
    whole = demand.ground(known, rota.settings, local(1, 0), local(2, 0)).forecast
    now = demand.quarter_at(NOW)
    ahead = demand.ground(known, rota.settings, now, local(2, 0)).forecast
    behind = demand.ground(known, rota.settings, local(1, 0), now).forecast
    assert (whole.starts_at, len(whole.mean)) == (local(1, 0), 96)
    assert whole.mean.tolist() == [*behind.mean.tolist(), *ahead.mean.tolist()]


async def test_quarters_a_channel_is_closed_in_are_none(database: Database) -> None:
    hours = [
        {"days": ["fri"], "opens": "10:30", "closes": "12:00"},
        {"days": ["fri"], "opens": "23:00", "closes": "01:00"},
    ]
    rota = Rota(database)
    settings = rota.settings.model_copy(
        update={"line": type(rota.settings.line).model_validate({"id": "demo", "chat_hours": hours})}
    )
    found = demand.ground(await past(rota), settings, local(1, 0), local(3, 0)).open
    opened = [local(1, 0) + number * QUARTER for number in found.nonzero()[0].tolist()]
    assert (opened[0], opened[5]) == (local(1, 10.5), local(1, 11.75))
    assert [(one.hour, one.minute) for one in opened[6:]] == [
        (at.hour, at.minute) for at in (local(1, 23) + n * QUARTER for n in range(8))
    ]


async def test_pasts_are_read_once_a_minute_and_anew_when_something_changed(rota: Rota) -> None:
    pasts = Pasts(rota.database, rota.settings)
    first = await pasts.of("chat", NOW)
    assert await pasts.of("chat", NOW + timedelta(seconds=59)) is first
    later = await pasts.of("chat", NOW + timedelta(seconds=61))
    assert later is not first
    pasts.forget()
    assert await pasts.of("chat", NOW + timedelta(seconds=61)) is not later


async def test_past_that_is_read_while_something_changes_is_not_kept(rota: Rota) -> None:
    pasts = Pasts(rota.database, rota.settings)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(pasts.of("chat", NOW))
        await asyncio.sleep(0)
        assert not reading.done()
        pasts.forget()
    assert await pasts.of("chat", NOW) is not reading.result()
