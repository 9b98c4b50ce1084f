"""Choosing a password by a link, over HTTP."""

from __future__ import annotations

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Problem
from tests.doors import PASSWORD, House, address


async def test_link_helps_who_forgot_the_password_and_works_once(doors: House, node: Node) -> None:
    cora, anna = await doors.visitor(node, "cora"), await doors.visitor(node)
    people = (await (await cora.get("/api/v1/people")).json())["people"]
    (found,) = [one["id"] for one in people if one["name"] == "Anna"]
    invited = await (await cora.post(f"/api/v1/people/{found}/invite")).json()
    token = invited["link"].partition("#")[2]
    new = PASSWORD[::-1]
    short = await anna.post("/api/v1/invitation", json={"token": token, "password": "short"})
    assert (short.status, (await short.json())["field"]) == (400, "password")
    taken = await anna.post("/api/v1/invitation", json={"token": token, "password": new})
    assert (taken.status, (await taken.json())["state"]) == (200, "taken")
    for password, status in ((PASSWORD, 401), (new, 200)):
        answer = await anna.post("/api/v1/login", json={"email": address(node, "anna"), "password": password})
        assert answer.status == status


async def test_link_that_is_none_is_over_and_guesses_are_slowed_down(doors: House, node: Node) -> None:
    stranger = await doors.visitor(node)
    answer = await stranger.post("/api/v1/invitation", json={"token": "1.guess"})
    assert (answer.status, (await answer.json())["code"]) == (410, "invitation_over")
    while answer.status == 410:
        answer = await stranger.post("/api/v1/invitation", json={"token": "1.guess"})
    problem = Problem.model_validate_json(await answer.text())
    assert (answer.status, problem.code, problem.retry) == (429, "too_many_attempts", True)


async def test_invitation_from_another_origin_is_refused(doors: House, node: Node) -> None:
    stranger = await doors.visitor(node)
    elsewhere = {"Origin": "https://elsewhere.example"}
    answer = await stranger.post("/api/v1/invitation", json={"token": "1.x"}, headers=elsewhere)
    assert (answer.status, (await answer.json())["code"]) == (403, "wrong_origin")
