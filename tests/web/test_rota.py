"""The rota over HTTP, as coordinators keep it: templates, publishing, shifts, a week of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luisterlijn.app import Node
from tests.doors import House, Visitor

TODAY = datetime.now(UTC).date()
SOON = TODAY + timedelta(days=3)
TEMPLATE: dict[str, Any] = {
    "name": "Evening",
    "starts": "18:00",
    "minutes": 240,
    "recurrence": "FREQ=DAILY",
    "first_on": SOON.isoformat(),
    "minimum": 2,
    "target": 2,
}


@pytest.fixture
async def cora(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "cora")


def shift(**more: Any) -> dict[str, Any]:
    begins = datetime(SOON.year, SOON.month, SOON.day, 12, tzinfo=UTC)
    return {
        "name": "Noon",
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=4)).isoformat(),
    } | more


async def rota(cora: Visitor, days: int = 7) -> dict[str, Any]:
    found: dict[str, Any] = await (await cora.get(f"/api/v1/rota?from={SOON}&days={days}")).json()
    return found


async def test_template_is_kept_published_and_seen(cora: Visitor) -> None:
    made = await cora.post("/api/v1/templates", json=TEMPLATE)
    kept = await made.json()
    assert (made.status, kept["active"], kept["published_until"], kept["removed"]) == (201, True, None, [])
    until = (SOON + timedelta(days=2)).isoformat()
    dry = await (await cora.post("/api/v1/rota/publish", json={"until": until, "dry": True})).json()
    assert (dry["shifts"], len(dry["holes"]), (await rota(cora))["shifts"]) == (3, 3, [])
    assert await (await cora.post("/api/v1/rota/publish", json={"until": until})).json() == dry
    week = await rota(cora)
    assert [(one["day"], one["short"], one["signed"], one["people"]) for one in week["shifts"]] == [
        ((SOON + timedelta(days=day)).isoformat(), 2, 0, []) for day in range(3)
    ]
    assert (week["timezone"], week["first_on"], week["days"]) == ("Europe/Amsterdam", SOON.isoformat(), 7)
    listed = await (await cora.get("/api/v1/templates")).json()
    assert [one["published_until"] for one in listed["templates"]] == [until]
    assert "Nieuwjaarsdag" in listed["holidays"].values()


async def test_template_is_changed_and_ended(cora: Visitor) -> None:
    kept = await (await cora.post("/api/v1/templates", json=TEMPLATE)).json()
    await cora.post("/api/v1/rota/publish", json={"until": SOON.isoformat()})
    path = f"/api/v1/templates/{kept['id']}"
    changed = await cora.ask("PUT", path, json=TEMPLATE | {"name": "Late", "starts": "19:00"})
    assert (changed.status, (await changed.json())["name"]) == (200, "Late")
    (moved,) = (await rota(cora))["shifts"]
    assert (moved["name"], moved["changed"]) == ("Late", False)
    assert (await cora.ask("DELETE", path)).status == 204
    listed = await (await cora.get("/api/v1/templates")).json()
    assert [one["active"] for one in listed["templates"]] == [False]


async def test_shift_is_added_changed_and_cancelled(cora: Visitor) -> None:
    made = await cora.post("/api/v1/shifts", json=shift(note="bring cake"))
    one = await made.json()
    assert (made.status, one["state"], one["changed"], one["note"]) == (201, "published", False, "bring cake")
    changed = await cora.ask("PUT", f"/api/v1/shifts/{one['id']}", json=shift(name="Lunch", minimum=3, target=3))
    assert [(await changed.json())[name] for name in ("name", "short", "changed", "removed")] == ["Lunch", 3, True, []]
    gone = await cora.post(f"/api/v1/shifts/{one['id']}/cancel", json={"note": "no room"})
    assert (await gone.json())["state"] == "cancelled"
    assert [one["state"] for one in (await rota(cora))["shifts"]] == ["cancelled"]
    assert (await cora.ask("PUT", f"/api/v1/shifts/{one['id']}", json=shift())).status == 409


async def test_change_names_whom_it_takes_off(doors: House, node: Node, cora: Visitor) -> None:
    anna = await doors.visitor(node, "anna")
    one, other = [
        (await (await cora.post("/api/v1/shifts", json=given)).json())["id"]
        for given in (shift(), shift(starts_at=f"{SOON}T18:00:00Z", ends_at=f"{SOON}T20:00:00Z"))
    ]
    for path in (one, other):
        assert (await anna.post(f"/api/v1/shifts/{path}/sign_up")).status == 201
    later = shift(starts_at=f"{SOON}T17:00:00Z", ends_at=f"{SOON}T19:00:00Z")
    changed = await (await cora.ask("PUT", f"/api/v1/shifts/{one}", json=later)).json()
    assert (changed["removed"], changed["people"]) == (["Anna"], [])


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("POST", "templates", TEMPLATE | {"recurrence": "FREQ=YEARLY"}, 400, "recurrence"),
        ("POST", "templates", TEMPLATE | {"minutes": 3}, 400, "minutes"),
        ("POST", "templates", TEMPLATE | {"target": 1}, 400, "target"),
        ("PUT", "templates/t0", TEMPLATE, 404, None),
        ("DELETE", "templates/t0", None, 404, None),
        ("POST", "shifts", shift(ends_at=f"{SOON}T11:00:00Z"), 400, "ends_at"),
        ("POST", "shifts", shift(starts_at=f"{SOON}T12:00:00"), 400, "starts_at"),
        ("PUT", "shifts/s0", shift(), 404, None),
        ("POST", "shifts/s0/cancel", {}, 404, None),
        ("POST", "rota/publish", {"until": "2020-01-01"}, 400, "until"),
        ("GET", "rota?from=yesterday", None, 400, "from"),
        ("GET", "rota?from=9999-12-31", None, 400, "from"),
        ("GET", "rota?days=0", None, 400, "days"),
        ("GET", "rota?days=1000", None, 400, "days"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(
    cora: Visitor, method: str, path: str, body: Any, status: int, field: str | None
) -> None:
    answer = await cora.ask(method, f"/api/v1/{path}", **({} if body is None else {"json": body}))
    problem = await answer.json()
    assert (answer.status, problem["field"]) == (status, field), problem
