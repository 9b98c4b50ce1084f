"""Giving away and swapping over HTTP: what each of both, others and coordinators see."""

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


async def on(cora: Visitor, who: Visitor, after: float, name: str) -> str:
    """Somebody is on a shift that begins so many hours after SOON; their sign-up."""
    begins = SOON + timedelta(hours=after)
    given = {"name": name, "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=4)).isoformat()}
    made = (await (await cora.post("/api/v1/shifts", json=given)).json())["id"]
    taken: str = (await (await who.post(f"/api/v1/shifts/{made}/sign_up")).json())["sign_up"]
    return taken


async def swaps(who: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await (await who.get("/api/v1/swaps")).json())["swaps"]
    return found


async def names(who: Visitor) -> list[str]:
    """The shifts somebody is on."""
    return [one["shift"]["name"] for one in (await (await who.get("/api/v1/my/shifts")).json())["shifts"]]


@pytest.mark.parametrize("field", ["to", "wants"])
async def test_offer_to_what_can_be_nobody_is_refused_by_its_field(cora: Visitor, anna: Visitor, field: str) -> None:
    given = await on(cora, anna, 0, "Noon")
    answer = await anna.post(f"/api/v1/sign_ups/{given}/swap", json={field: "a\x00b"})
    assert (answer.status, (await answer.json())["field"]) == (400, field)


async def test_give_away_is_seen_by_all_and_taken_by_one(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    given = await on(cora, anna, 0, "Noon")
    made = await anna.post(f"/api/v1/sign_ups/{given}/swap", json={"note": "my birthday"})
    shown = await made.json()
    assert (made.status, shown["mine"], shown["for_me"], shown["offered_by"]) == (201, True, False, "Anna")
    (seen,) = await swaps(bram)
    assert (seen["id"], seen["mine"], seen["for_me"], seen["note"]) == (shown["id"], False, True, "my birthday")
    assert (seen["shift_name"], seen["reasons"]) == ("Noon", [])
    mine = (await (await anna.get("/api/v1/my/shifts")).json())["shifts"]
    assert mine[0]["swap"]["id"] == shown["id"]
    done = await bram.post(f"/api/v1/swaps/{shown['id']}/take", json={})
    assert ((await done.json())["state"], (await done.json())["taken_by"]) == ("done", "Bram")
    assert (await names(anna), await names(bram), await swaps(anna)) == ([], ["Noon"], [])
    gone = await cora.post(f"/api/v1/swaps/{shown['id']}/take")
    assert (gone.status, (await gone.json())["code"]) == (409, "swap_gone")


async def test_swap_for_one_of_theirs(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    given, wanted = await on(cora, anna, 0, "Noon"), await on(cora, bram, 24, "Next noon")
    found = (await (await anna.get(f"/api/v1/sign_ups/{given}/colleagues")).json())["colleagues"]
    assert [(one["name"], [shift["name"] for shift in one["shifts"]]) for one in found] == [
        ("Bram", ["Next noon"]),
        ("Cora", []),
    ]
    assert found[0]["shifts"][0]["sign_up"] == wanted
    made = await (await anna.post(f"/api/v1/sign_ups/{given}/swap", json={"wants": wanted})).json()
    assert (made["wants_name"], datetime.fromisoformat(made["wants_starts_at"])) == (
        "Next noon",
        SOON + timedelta(days=1),
    )
    assert [one["for_me"] for one in await swaps(bram)] == [True]
    assert (await bram.post(f"/api/v1/swaps/{made['id']}/take")).status == 200
    assert (await names(anna), await names(bram)) == (["Next noon"], ["Noon"])


async def test_offer_to_one_is_seen_by_them_and_coordinators_and_refused(
    doors: House, node: Node, cora: Visitor, anna: Visitor, bram: Visitor
) -> None:
    await doors.people(node, "dirk")
    given = await on(cora, anna, 0, "Noon")
    to = (await (await anna.get(f"/api/v1/sign_ups/{given}/colleagues")).json())["colleagues"][0]
    made = await (await anna.post(f"/api/v1/sign_ups/{given}/swap", json={"to": to["volunteer"]})).json()
    others = [await swaps(one) for one in (bram, cora, await doors.visitor(node, "dirk"))]
    assert [[one["for_me"] for one in each] for each in others] == [[True], [False], []]
    assert (await cora.post(f"/api/v1/swaps/{made['id']}/take")).status == 403
    refused = await bram.post(f"/api/v1/swaps/{made['id']}/refuse", json={"note": "cannot"})
    assert (await refused.json())["state"] == "refused"
    again = await (await anna.post(f"/api/v1/sign_ups/{given}/swap")).json()
    assert (await (await anna.post(f"/api/v1/swaps/{again['id']}/cancel")).json())["state"] == "cancelled"
    assert await names(anna) == ["Noon"]


async def test_offer_says_why_one_may_not_take_it(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    given = await on(cora, anna, 0, "Noon")
    await on(cora, bram, 2, "Two")
    await anna.post(f"/api/v1/sign_ups/{given}/swap")
    (seen,) = await swaps(bram)
    assert (seen["for_me"], [reason["rule"] for reason in seen["reasons"]]) == (True, ["overlap"])
    refused = await bram.post(f"/api/v1/swaps/{seen['id']}/take")
    assert (refused.status, (await refused.json())["code"]) == (409, "rules")


async def test_colleagues_are_for_ones_own_shift(cora: Visitor, anna: Visitor, bram: Visitor) -> None:
    given = await on(cora, anna, 0, "Noon")
    assert (await bram.get(f"/api/v1/sign_ups/{given}/colleagues")).status == 403
    await on(cora, bram, 2, "Two")
    found = (await (await anna.get(f"/api/v1/sign_ups/{given}/colleagues")).json())["colleagues"]
    assert [one["name"] for one in found] == ["Cora"]  # Bram would be in two places
