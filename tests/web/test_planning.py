"""Planning over HTTP: from a file of past counts to how many people are needed, what if, campaigns, and coverage."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import person, requirement, shift, sign_up
from luisterlijn.volunteer.rota import new_id
from luisterlijn.volunteer.template import day_begins, local_day
from tests.doors import House, Visitor
from tests.history import AMSTERDAM, counts_csv

QUARTER = timedelta(minutes=15)
TODAY = local_day(clock.now(), AMSTERDAM)
MIDNIGHT = day_begins(TODAY, AMSTERDAM)


def iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


async def imported(cora: Visitor, weeks: int = 9, **more: Any) -> None:
    answer = await cora.post("/api/v1/arrivals.csv", data=counts_csv(TODAY, weeks, **more))
    found = await answer.json()
    assert (answer.status, found["troubles"]) == (200, [])


async def plan(cora: Visitor, **query: Any) -> dict[str, Any]:
    answer = await cora.get("/api/v1/plan", params=query)
    found: dict[str, Any] = await answer.json()
    assert answer.status == 200, found
    return found


async def needed(node: Node) -> None:
    """Wait until the need of the channel was computed, as far as it reaches."""
    wanted = select(requirement.c.starts_at).where(requirement.c.channel == "chat").limit(1)
    async with asyncio.timeout(20):
        while True:
            async with node.database.transaction() as connection:
                if (await connection.execute(wanted)).first() is not None:
                    return
            await asyncio.sleep(0.05)


async def on_the_rota(node: Node, name: str, begin: datetime, end: datetime) -> None:
    line, on = node.settings.line.id, new_id("s")
    span = {"line": line, "starts_at": begin, "ends_at": end}
    async with node.database.transaction() as connection:
        wanted = select(person.c.id).where(person.c.line == line, person.c.name == name)
        who = (await connection.execute(wanted)).scalar_one()
        made = {"id": on, "day": TODAY, "name": "early", "state": "published", "minimum": 1, "target": 1}
        await connection.execute(insert(shift).values(**span, **made, channels=["chat"]))
        values = {"id": new_id("u"), "shift": on, "volunteer": who, "state": "signed", "how": "self", "since": 0}
        await connection.execute(insert(sign_up).values(**span, **values))


async def test_without_history_the_plan_says_that_nobody_knows(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    found = await plan(cora)
    assert (found["weeks"], found["mean"], found["required"], found["channel"]) == (0, [], [], "chat")
    assert found["promise"] == {"share": 0.8, "within_s": 60, "leave": None, "judged": "offered"}
    tested = await (await cora.get("/api/v1/plan/backtest")).json()
    assert (tested["origins"], tested["wape"]) == (0, None)


async def test_history_gives_a_plan_of_a_fortnight(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora)
    found = await plan(cora)
    begins = datetime.fromisoformat(found["starts_at"])
    count = (begins + timedelta(days=14) - begins) // QUARTER
    assert (begins, found["weeks"]) == (MIDNIGHT, 8)
    columns = ("mean", "low", "high", "load", "required", "binds", "to_plan", "planned", "expected", "holds", "share")
    assert {name: len(found[name]) for name in columns} == dict.fromkeys(columns, count)
    by_day = sum(found["mean"][:96])
    assert 100 < by_day < 230  # 12 at nine in the evening, a third in the morning: about 190, on Sundays 150
    evening = ((MIDNIGHT + timedelta(hours=21)) - begins) // QUARTER
    assert found["required"][evening] > found["required"][evening - 12 * 4] > 0
    assert all(
        low <= mean <= high + 1 for low, mean, high in zip(found["low"], found["mean"], found["high"], strict=True)
    )
    assert set(found["planned"]) == {0}
    assert max(found["holds"]) == 0.0
    assert all(one <= other for one, other in zip(found["required"], found["to_plan"], strict=True))


async def test_people_on_the_rota_raise_the_chance_that_it_holds(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora, busiest=1.0)
    begin = MIDNIGHT + timedelta(days=1, hours=9)
    for name in ("Anna", "Bram"):
        await on_the_rota(node, name, begin, begin + timedelta(hours=4))
    query = {"from": iso(begin), "until": iso(begin + timedelta(hours=5))}
    found = await plan(cora, **query)
    assert found["planned"] == [2] * 16 + [0] * 4
    assert found["holds"][0] > 0.5 > found["holds"][-1] == 0.0
    assert found["share"][0] > 0.8 > found["share"][-1] == 0.0
    fewer = await plan(cora, **query, show_rate=0.5)
    assert (fewer["show_rate"], fewer["expected"][0]) == (0.5, 1.0)
    assert fewer["holds"][0] < found["holds"][0]


async def test_what_if_more_arrive_and_talks_are_longer(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora)
    query = {"from": iso(MIDNIGHT + timedelta(days=1)), "until": iso(MIDNIGHT + timedelta(days=2))}
    usual = await plan(cora, **query)
    busier, longer = await plan(cora, **query, arrivals=1.5), await plan(cora, **query, handle=1.5)
    assert busier["mean"] == pytest.approx([1.5 * one for one in usual["mean"]], abs=0.002)
    assert longer["handle_s"] == pytest.approx(1.5 * usual["handle_s"])
    for more in (busier, longer):
        assert sum(more["required"]) > sum(usual["required"])


async def test_attempts_that_came_stand_beside_the_forecast_made_before(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora)
    begin = MIDNIGHT - timedelta(days=7)
    found = await plan(cora, **{"from": iso(begin), "until": iso(MIDNIGHT + timedelta(days=1))})
    past = (MIDNIGHT - begin) // QUARTER
    assert None not in found["attempts"][:past]
    assert set(found["attempts"][past:]) == {None}
    assert sum(found["attempts"][:past]) == pytest.approx(sum(found["mean"][:past]), rel=0.15)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"arrivals": "many"}, "arrivals"),
        ({"arrivals": "11"}, "arrivals"),
        ({"handle": "nan"}, "handle"),
        ({"show_rate": "0"}, "show_rate"),
        ({"channel": "fax"}, "channel"),
        ({"from": iso(MIDNIGHT), "until": iso(MIDNIGHT + timedelta(days=100))}, "until"),
    ],
)
async def test_bad_question_is_refused_by_its_field(
    doors: House, node: Node, query: dict[str, str], field: str
) -> None:
    cora = await doors.visitor(node, "cora")
    answer = await cora.get("/api/v1/plan", params=query)
    assert (answer.status, (await answer.json())["field"]) == (400, field)


async def test_plan_is_for_coordinators(doors: House, node: Node) -> None:
    anna = await doors.visitor(node, "anna")
    for path in ("/api/v1/plan", "/api/v1/plan/backtest", "/api/v1/campaigns"):
        assert (await anna.get(path)).status == 403
    assert (await anna.post("/api/v1/arrivals.csv", data=b"")).status == 403


async def test_backtest_says_how_good_forecasts_were_beside_chance(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora, weeks=14)
    found = await (await cora.get("/api/v1/plan/backtest")).json()
    assert found["origins"] > 0
    assert found["floor_hours"] * 0.9 < found["wape_hours"] < 1.3 * found["floor_hours"]  # chance around a wave
    assert 0.7 < found["covered"] <= 1


async def test_coverage_requires_what_the_plan_needs(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora)
    await needed(node)
    begin = MIDNIGHT + timedelta(days=1, hours=20)
    query = {"from": iso(begin), "until": iso(begin + timedelta(hours=2)), "channel": "chat"}
    covered = await (await cora.get("/api/v1/coverage", params=query)).json()
    found = await plan(cora, **query)
    assert covered["required"] == found["required"]
    assert (covered["gap"], set(covered["forecast"]), set(covered["likely"])) == (found["required"], {True}, {0.0})
