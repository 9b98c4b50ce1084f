"""Proposals and simulations over HTTP: asked for, computed apart by the node, looked at, stopped."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import person, shift, sign_up
from luisterlijn.volunteer.rota import new_id
from luisterlijn.volunteer.template import DAY, day_begins, local_day
from tests.doors import House, Visitor
from tests.history import AMSTERDAM, counts_csv

TODAY = local_day(clock.now(), AMSTERDAM)
TOMORROW = TODAY + DAY
OVER = frozenset({"done", "stopped", "failed"})


async def evening(node: Node, *signed: str, minimum: int = 1, target: int = 2) -> str:
    """A shift tomorrow evening, with these people on it."""
    line, on = node.settings.line.id, new_id("s")
    begin = day_begins(TOMORROW, AMSTERDAM) + timedelta(hours=18)
    span = {"line": line, "starts_at": begin, "ends_at": begin + timedelta(hours=4)}
    made = {"id": on, "day": TOMORROW, "name": "evening", "state": "published"}
    made |= {"minimum": minimum, "target": target}
    async with node.database.transaction() as connection:
        await connection.execute(insert(shift).values(**span, **made, channels=["chat"]))
        for name in signed:
            wanted = select(person.c.id).where(person.c.line == line, person.c.name == name)
            who = (await connection.execute(wanted)).scalar_one()
            values = {"id": new_id("u"), "shift": on, "volunteer": who, "state": "signed", "how": "self", "since": 0}
            await connection.execute(insert(sign_up).values(**span, **values))
    return on


async def ask(cora: Visitor, **given: Any) -> dict[str, Any]:
    answer = await cora.post("/api/v1/studies", json=given)
    found: dict[str, Any] = await answer.json()
    assert answer.status == 201, found
    return found


async def over(cora: Visitor, number: str) -> dict[str, Any]:
    """The study when it is over."""
    async with asyncio.timeout(60):
        while True:
            found: dict[str, Any] = await (await cora.get(f"/api/v1/studies/{number}")).json()
            if found["state"] in OVER:
                return found
            await asyncio.sleep(0.1)


async def test_proposal_names_whom_to_ask_for_an_open_shift(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    on = await evening(node, "Anna")
    asked = await ask(cora, kind="rota", first_on=f"{TOMORROW}", seconds=5)
    assert (asked["state"], asked["proposal"], asked["asked"]["last_on"]) == ("queued", None, None)
    found = await over(cora, asked["id"])
    assert (found["state"], found["done"], found["whole"], found["trouble"]) == ("done", 2, 2, None)
    proposal = found["proposal"]
    assert [one["shift"] for one in proposal["placed"]] == [on]
    assert proposal["placed"][0]["name"] != "Anna"
    assert (proposal["gaps"], proposal["proven"], proposal["gap"]) == ([], True, 0)
    listed = await (await cora.get("/api/v1/studies", params={"kind": "rota"})).json()
    assert [one["id"] for one in listed["studies"]] == [asked["id"]]
    assert (await (await cora.get("/api/v1/studies", params={"kind": "simulation"})).json())["studies"] == []


async def test_simulation_plays_the_day_with_the_rota_and_beside_it_with_a_proposal(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await cora.post("/api/v1/arrivals.csv", data=counts_csv(TODAY, 6, busiest=2.0))
    await evening(node, "Anna", minimum=2)  # a target counts only where nothing is forecast
    proposal = await over(cora, (await ask(cora, kind="rota", first_on=f"{TOMORROW}", seconds=5))["id"])
    assert len(proposal["proposal"]["placed"]) > 0
    given = {"kind": "simulation", "first_on": f"{TOMORROW}", "days": 3, "seed": 7}
    found = await over(cora, (await ask(cora, **given))["id"])
    assert (found["state"], found["done"], found["whole"], found["trouble"]) == ("done", 3, 3, None)
    usual = found["simulation"]
    assert (usual["days"], usual["people"], usual["difference"]) == (3, 1, None)
    assert usual["figures"]["attempts"]["mean"] > 10
    beside = (await over(cora, (await ask(cora, **given, study=proposal["id"]))["id"]))["simulation"]
    assert beside["before"]["figures"] == usual["figures"]  # the same seed is the same days
    assert beside["people"] > 1
    assert beside["difference"]["figures"]["answered_share"]["mean"] > 0


async def test_simulation_without_history_says_what_to_do(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    found = await over(cora, (await ask(cora, kind="simulation", first_on=f"{TOMORROW}", days=1))["id"])
    assert (found["state"], "Import past counts" in found["trouble"]) == ("failed", True)


async def test_long_simulation_is_stopped_and_keeps_the_days_it_has(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await cora.post("/api/v1/arrivals.csv", data=counts_csv(TODAY, 6))
    number = (await ask(cora, kind="simulation", first_on=f"{TOMORROW}", days=200))["id"]
    async with asyncio.timeout(60):
        while (await (await cora.get(f"/api/v1/studies/{number}")).json())["done"] < 1:
            await asyncio.sleep(0.1)
    stopped = await cora.ask("DELETE", f"/api/v1/studies/{number}")
    assert (stopped.status, (await stopped.json())["state"]) == (200, "stopping")
    found = await over(cora, number)
    assert (found["state"], found["simulation"]["days"]) == ("stopped", found["done"])
    assert 1 <= found["done"] < 200


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "rota", "first_on": f"{TODAY}", "last_on": f"{TODAY - DAY}"}, "last_on"),
        ({"kind": "rota", "first_on": f"{TODAY}", "last_on": f"{TODAY + 40 * DAY}"}, "last_on"),
        ({"kind": "rota", "first_on": f"{TODAY - 9 * DAY}"}, "first_on"),
        ({"kind": "simulation", "first_on": f"{TODAY + 4000 * DAY}"}, "first_on"),
        ({"kind": "simulation", "first_on": f"{TODAY}", "days": 0}, "days"),
        ({"kind": "rota", "first_on": f"{TODAY}", "show_rate": 1e-9}, "show_rate"),
        ({"kind": "dream", "first_on": f"{TODAY}"}, "kind"),
    ],
)
async def test_study_that_cannot_be_is_refused_by_its_field(
    doors: House, node: Node, given: dict[str, Any], field: str
) -> None:
    cora = await doors.visitor(node, "cora")
    answer = await cora.post("/api/v1/studies", json=given)
    assert (answer.status, (await answer.json())["field"]) == (400, field)


async def test_studies_are_for_coordinators_and_known_by_their_id(doors: House, node: Node) -> None:
    anna, cora = await doors.visitor(node, "anna"), await doors.visitor(node, "cora")
    assert (await anna.get("/api/v1/studies", params={"kind": "rota"})).status == 403
    assert (await anna.post("/api/v1/studies", json={"kind": "rota", "first_on": f"{TODAY}"})).status == 403
    assert (await cora.get("/api/v1/studies/none")).status == 404
    assert (await cora.ask("DELETE", "/api/v1/studies/none")).status == 404
    assert (await cora.get("/api/v1/studies", params={"kind": "dream"})).status == 400
