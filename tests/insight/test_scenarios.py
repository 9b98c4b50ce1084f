"""From the rows of a line to a day to simulate: who comes, who is there, and a proposal's people beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from luisterlijn.errors import RefusedError
from luisterlijn.insight import history_csv, history_import, scenarios
from luisterlijn.insight.scenarios import Handed
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact, person, study
from tests.history import AMSTERDAM, counts_csv
from tests.rota import NOW, Rota, local

DAY = {"first_on": "2026-05-04", "days": 3, "seed": 7, "arrivals": 1.0, "handle": 1.0, "show_rate": None}
DAY |= {"study": None, "recorded": False}


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl")
    async with database.transaction() as connection:
        sheet = history_csv.read(counts_csv(date(2026, 5, 1), 6))
        await history_import.take(connection, "demo", AMSTERDAM, sheet, NOW, "cora")
    return played


async def handed(rota: Rota, **params: Any) -> Handed:
    async with rota.database.transaction() as connection:
        return await scenarios.handed(rota.settings, connection, DAY | params, NOW)


async def test_day_has_the_forecast_of_channels_with_history_and_the_people_planned(rota: Rota) -> None:
    on = await rota.shift(channels=["chat"])
    await rota.shift(state="draft")
    await rota.take(on, "anna")
    await rota.take(await rota.shift(day=5), "bram")
    await rota.take(await rota.shift(standby=True), "carl")
    found = await handed(rota)
    scenario = found.scenario
    assert (scenario.starts_at, scenario.quarters, found.days, found.seed, found.other) == (local(4, 0), 96, 3, 7, None)
    assert list(scenario.demand) == ["chat"]
    assert 80 < float(scenario.demand["chat"].expected.sum()) < 250
    duties = [(one.id, [(each.begins, each.ends, each.channels) for each in one.duties]) for one in scenario.people]
    assert duties == [("anna", [(local(4, 18), local(4, 22), ("chat",))])]
    assert round(scenario.habits.show_rate, 9) == 0.92


async def test_what_if_is_played(rota: Rota) -> None:
    scenario = (await handed(rota, arrivals=1.5, handle=0.8, show_rate=0.5)).scenario
    assert (scenario.campaign, scenario.handle, scenario.habits.show_rate) == (1.5, 0.8, 0.5)


async def test_people_of_a_proposal_are_there_in_the_other_day_alone(rota: Rota) -> None:
    on = await rota.shift(target=3)
    await rota.take(on, "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "bram").values(channels=["chat"]))
        placed = [{"shift": on, "volunteer": who} for who in ("bram", "gone")]
        row = {"id": "y1", "line": "demo", "kind": "rota", "params": {}, "asked_at": NOW, "state": "done"}
        await connection.execute(insert(study).values(**row, result={"placed": placed}))
    found = await handed(rota, study="y1")
    assert [one.id for one in found.scenario.people] == ["anna"]
    assert found.other is not None
    people = {one.id: one.duties[0].channels for one in found.other.people}
    assert people == {"anna": ("chat", "phone"), "bram": ("chat",)}
    assert found.other.demand == found.scenario.demand
    with pytest.raises(RefusedError, match="no_such_study"):
        await handed(rota, study="y2")


async def test_recorded_day_has_callers_when_they_came_each_once(rota: Rota) -> None:
    usual = {"line": "demo", "last_fact": "1-0", "urgent": False, "caller": "one"}
    rows = [
        {"channel": "chat", "arrived_at": local(4, 1), "abandoned_at": local(4, 1)},
        {"channel": "chat", "arrived_at": local(4, 2), "answered_at": local(4, 2)},
        {"channel": "chat", "arrived_at": local(4, 3), "caller": None},
        {"channel": "phone", "arrived_at": local(4, 4), "caller": "two"},
        {"channel": "chat", "arrived_at": local(5, 1), "caller": "two"},
    ]
    async with rota.database.transaction() as connection:
        for number, row in enumerate(rows):
            await connection.execute(insert(contact).values(**(usual | row), contact=f"c{number}"))
    demands = (await handed(rota, recorded=True)).scenario.demand
    found = {channel: one.instants.tolist() for channel, one in demands.items() if one.instants is not None}
    assert found == {"chat": [3600, 3 * 3600], "phone": [4 * 3600]}
    with pytest.raises(RefusedError, match="no_history") as refused:
        await handed(rota, recorded=True, first_on="2026-05-06")
    assert refused.value.field == "first_on"


async def test_offers_are_declined_as_often_as_they_were(rota: Rota) -> None:
    usual = {"line": "demo", "last_fact": "1-0", "channel": "chat", "urgent": False, "arrived_at": NOW}
    async with rota.database.transaction() as connection:
        for name, declined in (("c1", 1), ("c2", 0), ("c3", 0)):
            values = usual | {"contact": name, "offers_declined": declined, "offers_accepted": 1}
            await connection.execute(insert(contact).values(**values))
    assert (await handed(rota)).scenario.habits.decline_share == 0.25


async def test_line_without_history_cannot_be_simulated(database: Database) -> None:
    with pytest.raises(RefusedError, match="no_history"):
        await handed(Rota(database))


def test_day_of_the_clock_change_has_a_hundred_quarters() -> None:
    day, begin, end = scenarios.day_of({"first_on": "2026-10-25"}, AMSTERDAM, NOW)
    assert (day, begin, end - begin) == (
        date(2026, 10, 25),
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        timedelta(hours=25),
    )


@pytest.mark.parametrize("day", ["2029-01-01", "0001-01-01", "9999-12-31"])
def test_day_too_far_from_today_is_refused(day: str) -> None:
    with pytest.raises(RefusedError) as refused:
        scenarios.day_of({"first_on": day}, AMSTERDAM, NOW)
    assert (refused.value.code, refused.value.field) == ("bad_days", "first_on")
