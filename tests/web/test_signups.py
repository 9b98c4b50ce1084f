"""Signing up over HTTP: what volunteers see and do, and what coordinators do for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luisterlijn.app import Node
from tests.doors import House, Visitor

SOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=4)


@pytest.fixture
async def cora(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "cora")


@pytest.fixture
async def anna(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "anna")


@pytest.fixture
async def bram(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "bram")


async def shift(cora: Visitor, after: float = 0, hours: float = 4, **more: Any) -> str:
    """A shift that begins so many hours after SOON; its id."""
    begins = SOON + timedelta(hours=after)
    given = {"name": "Noon", "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=hours)).isoformat()}
    made: str = (await (await cora.post("/api/v1/shifts", json=given | more)).json())["id"]
    return made


async def mine(who: Visitor) -> list[dict[str, Any]]:
    shifts: list[dict[str, Any]] = (await (await who.get("/api/v1/my/shifts")).json())["shifts"]
    return shifts


async def person(cora: Visitor, name: str, about: str) -> str:
    """Somebody's id, as candidates have it."""
    found = (await (await cora.get(f"/api/v1/shifts/{about}/candidates")).json())["candidates"]
    who: str = next(one["volunteer"] for one in found if one["name"] == name)
    return who


async def test_sign_up_wait_withdraw_and_move_up(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    one = await shift(cora, maximum=1)
    taken = await anna.post(f"/api/v1/shifts/{one}/sign_up")
    got = await taken.json()
    assert (taken.status, got["state"], got["place"], got["late"], got["swap"]) == (201, "signed", None, False, None)
    assert (got["shift"]["signed"], got["shift"]["people"]) == (1, [])
    waits = await (await bram.post(f"/api/v1/shifts/{one}/sign_up")).json()
    assert (waits["state"], waits["place"]) == ("waiting", 1)
    assert (await anna.post(f"/api/v1/sign_ups/{got['sign_up']}/withdraw")).status == 204
    assert [(one["state"], one["how"]) for one in await mine(bram)] == [("signed", "moved_up")]
    assert await mine(anna) == []


async def test_open_shifts_name_the_greatest_need_first(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    later, soon = await shift(cora, 72, minimum=2, target=2), await shift(cora, 24, minimum=2, target=2)
    enough = await shift(cora, 1, minimum=0)
    half = await shift(cora, 48, minimum=2, target=2)
    overlapped, full = await shift(cora, 0, minimum=9, target=9), await shift(cora, 96, minimum=1, maximum=1)
    await bram.post(f"/api/v1/shifts/{half}/sign_up")
    await bram.post(f"/api/v1/shifts/{full}/sign_up")
    own = await shift(cora, -2, 3)
    await anna.post(f"/api/v1/shifts/{own}/sign_up")
    found = (await (await anna.get("/api/v1/shifts/open")).json())["shifts"]
    assert [one["shift"]["id"] for one in found] == [soon, later, half, enough, full, overlapped]
    assert [one["waitlist"] for one in found] == [False] * 4 + [True, False]
    assert [reason["rule"] for reason in found[-1]["reasons"]] == ["overlap"]
    assert all(one["shift"]["people"] == [] for one in found)
    assert len((await (await anna.get("/api/v1/shifts/open?days=1")).json())["shifts"]) == 0


async def test_rules_are_answered_with_their_reasons(cora: Visitor, anna: Visitor) -> None:
    one, other = await shift(cora), await shift(cora, 2)
    await anna.post(f"/api/v1/shifts/{one}/sign_up")
    refused = await anna.post(f"/api/v1/shifts/{other}/sign_up")
    body = await refused.json()
    assert (refused.status, body["code"], body["retry"]) == (409, "rules", False)
    assert [(reason["rule"], reason["hard"]) for reason in body["reasons"]] == [("overlap", True)]
    assert datetime.fromisoformat(body["reasons"][0]["until"]) == SOON + timedelta(hours=4)


async def test_coordinator_assigns_with_a_note_and_removes(cora: Visitor, anna: Visitor) -> None:
    long = await shift(cora, 0, 12)
    found = (await (await cora.get(f"/api/v1/shifts/{long}/candidates")).json())["candidates"]
    assert [(one["name"], [reason["rule"] for reason in one["reasons"]]) for one in found] == [
        (name, ["longest_shift"]) for name in ("Anna", "Bram", "Cora")
    ]
    who = {"volunteer": await person(cora, "Anna", long)}
    assert (await cora.post(f"/api/v1/shifts/{long}/assign", json=who)).status == 409
    put = await cora.post(f"/api/v1/shifts/{long}/assign", json=who | {"note": "she asked"})
    shown = await put.json()
    assert (put.status, shown["name"], shown["how"], shown["note"]) == (201, "Anna", "coordinator", "she asked")
    week = await (await cora.get(f"/api/v1/rota?from={SOON.date()}&days=1")).json()
    assert [one["id"] for one in week["shifts"][0]["people"]] == [shown["id"]]
    assert (await cora.post(f"/api/v1/sign_ups/{shown['id']}/remove", json={"note": "ill"})).status == 204
    assert await mine(anna) == []


async def test_candidates_name_those_without_reasons_first(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    one, other = await shift(cora), await shift(cora, 2)
    await anna.post(f"/api/v1/shifts/{one}/sign_up")
    found = (await (await cora.get(f"/api/v1/shifts/{other}/candidates")).json())["candidates"]
    assert [one["name"] for one in found] == ["Bram", "Cora", "Anna"]
    await bram.post(f"/api/v1/shifts/{other}/sign_up")
    found = (await (await cora.get(f"/api/v1/shifts/{other}/candidates")).json())["candidates"]
    assert [one["name"] for one in found] == ["Cora", "Anna"]


async def test_nobody_withdraws_for_another(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    one = await shift(cora)
    taken = (await (await anna.post(f"/api/v1/shifts/{one}/sign_up")).json())["sign_up"]
    refused = await bram.post(f"/api/v1/sign_ups/{taken}/withdraw")
    assert (refused.status, (await refused.json())["code"]) == (403, "not_yours")
    assert len(await mine(anna)) == 1


async def test_withdraw_too_late_says_what_to_do(cora: Visitor, anna: Visitor) -> None:
    near = await shift(cora, -72)
    got = await (await anna.post(f"/api/v1/shifts/{near}/sign_up")).json()
    assert got["late"] is True
    refused = await anna.post(f"/api/v1/sign_ups/{got['sign_up']}/withdraw")
    assert (refused.status, (await refused.json())["code"]) == (409, "too_late_to_withdraw")


async def test_walk_in_is_on_duty_at_once_until_told(anna: Visitor) -> None:
    until = datetime.now(UTC) + timedelta(hours=2)
    came = await anna.post("/api/v1/my/walk_in", json={"until": until.isoformat()})
    got = await came.json()
    assert (came.status, got["how"], got["shift"], got["late"]) == (201, "walk_in", None, False)
    assert datetime.fromisoformat(got["ends_at"]) == until
    again = await anna.post("/api/v1/my/walk_in", json={})
    assert (again.status, (await again.json())["reasons"][0]["rule"]) == (409, "overlap")
    assert (await anna.post(f"/api/v1/sign_ups/{got['sign_up']}/withdraw")).status == 204
    assert await mine(anna) == []
