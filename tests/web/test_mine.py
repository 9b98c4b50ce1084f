"""A volunteer's own standing over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn import clock
from luisterlijn.app import Node
from tests.doors import House, Visitor


@pytest.fixture
async def anna(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "anna")


async def test_my_standing(anna: Visitor) -> None:
    mine = await (await anna.get("/api/v1/my")).json()
    (mail,) = mine.pop("ways")
    assert (mail["kind"], mail["address"].startswith("an…@")) == ("mail", True)
    assert mine == {
        "lacks": [],
        "expires": [],
        "standby": {"callable": False, "call_from": None, "call_until": None},
        "willing_until": None,
        "push_key": anna.node._doors.push_key,
        "calendar": False,
        "walk_in": True,
        "minor": False,
    }


async def test_standby_and_willing_are_answered_with_all_of_it(anna: Visitor) -> None:
    wanted = {"callable": True, "call_from": "22:00:00", "call_until": "04:00:00"}
    mine = await (await anna.ask("PUT", "/api/v1/my/standby", json=wanted)).json()
    assert mine["standby"] == wanted
    until = (clock.now() + timedelta(hours=2)).isoformat()
    mine = await (await anna.post("/api/v1/my/willing", json={"until": until})).json()
    assert mine["willing_until"] is not None
    assert mine == await (await anna.get("/api/v1/my")).json()


@pytest.mark.parametrize("until", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "2026-01-01T00:00:00", "soon"])
async def test_willing_until_another_day_or_without_a_zone_is_refused(anna: Visitor, until: str) -> None:
    answer = await anna.post("/api/v1/my/willing", json={"until": until})
    assert (answer.status, (await answer.json())["field"]) == (400, "until")


async def test_way_is_added_tried_and_removed(anna: Visitor) -> None:
    given = {"kind": "mail", "address": "anna@elsewhere.example"}
    mine = await (await anna.post("/api/v1/my/ways", json=given)).json()
    number = mine["ways"][1]["id"]
    tries = [(await anna.post(f"/api/v1/my/ways/{number}/try")).status for _ in range(3)]
    assert (tries[0], tries[-1]) == (204, 429)
    mine = await (await anna.ask("DELETE", f"/api/v1/my/ways/{number}")).json()
    assert [one["kind"] for one in mine["ways"]] == ["mail"]
    assert (await anna.ask("DELETE", f"/api/v1/my/ways/{number}")).status == 404


async def test_way_of_somebody_else_or_of_no_number_is_not_there(doors: House, node: Node, anna: Visitor) -> None:
    bram = await doors.visitor(node, "bram")
    number = (await (await bram.get("/api/v1/my")).json())["ways"][0]["id"]
    assert [(await anna.ask("DELETE", f"/api/v1/my/ways/{one}")).status for one in (number, "x", "9" * 30)] == [
        404,
        400,
        400,
    ]


async def test_way_that_cannot_be_used_is_refused(anna: Visitor) -> None:
    answer = await anna.post("/api/v1/my/ways", json={"kind": "url", "address": "json://10.0.0.1/"})
    assert (answer.status, (await answer.json())["code"]) == (400, "way_invalid")
