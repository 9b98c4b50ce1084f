"""When people can come, over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.sql.tables import person
from tests.doors import House, Visitor

MY = "/api/v1/my/availability"
AUGUST = date(datetime.now(UTC).year + 1, 8, 1)
SAID: dict[str, Any] = {
    "windows": [{"weekday": 1, "begins": "18:00:00", "ends": "23:00:00"}],
    "away": [{"first_on": str(AUGUST), "last_on": str(AUGUST + timedelta(days=14))}],
    "hours": 22,
    "shifts": None,
    "nights": 1,
}
NOTHING: dict[str, Any] = {"windows": [], "away": [], "hours": None, "shifts": None, "nights": None}


@pytest.fixture
async def anna(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "anna")


async def id_of(node: Node, name: str) -> str:
    async with node.database.transaction() as connection:
        found: str = (await connection.execute(select(person.c.id).where(person.c.name == name))).scalar_one()
    return found


async def test_volunteer_says_when_they_can_come_and_reads_it_back(anna: Visitor) -> None:
    assert await (await anna.get(MY)).json() == NOTHING
    kept = await anna.ask("PUT", MY, json=SAID)
    assert (kept.status, await kept.json()) == (200, SAID)
    assert await (await anna.get(MY)).json() == SAID
    assert await (await anna.ask("PUT", MY, json={})).json() == NOTHING


async def test_coordinator_says_it_for_somebody(doors: House, node: Node, anna: Visitor) -> None:
    cora = await doors.visitor(node, "cora")
    path = f"/api/v1/people/{await id_of(node, 'Anna')}/availability"
    assert (await cora.ask("PUT", path, json=SAID)).status == 200
    assert await (await cora.get(path)).json() == await (await anna.get(MY)).json() == SAID
    (row,) = (await (await cora.get("/api/v1/audit")).json())["rows"]
    assert (row["what"], row["by_name"], row["about_name"]) == ("availability.changed", "Cora", "Anna")
    missing = await cora.get("/api/v1/people/v404/availability")
    assert (missing.status, (await missing.json())["code"]) == (404, "no_such_person")


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"windows": [{"weekday": 9, "begins": "18:00", "ends": "23:00"}]}, "bad_availability", "windows.0.weekday"),
        ({"windows": [{"weekday": 1, "begins": "25:00", "ends": "23:00"}]}, "bad_request", "windows.0.begins"),
        (
            {"windows": [{"weekday": 1, "begins": "18:00+01:00", "ends": "23:00"}]},
            "bad_availability",
            "windows.0.begins",
        ),
        ({"away": [{"first_on": "2030-02-02", "last_on": "2030-02-01"}]}, "bad_availability", "away.0.last_on"),
        ({"hours": 10**12}, "bad_availability", "hours"),
        ({"often": 3}, "bad_request", "often"),
    ],
)
async def test_what_cannot_be_names_the_field(anna: Visitor, wrong: dict[str, Any], code: str, field: str) -> None:
    await anna.ask("PUT", MY, json=SAID)
    refused = await anna.ask("PUT", MY, json=wrong)
    got = await refused.json()
    assert (refused.status, got["code"], got["field"]) == (400, code, field)
    assert await (await anna.get(MY)).json() == SAID
