"""The API: figures, the line, log-out."""

from __future__ import annotations

import asyncio

from luisterlijn import clock
from luisterlijn.app import Node
from tests.doors import House, talk


async def test_line_describes_itself(doors: House, node: Node) -> None:
    info = await (await (await doors.visitor(node)).get("/api/v1/line")).json()
    assert (info["id"], info["open"], info["message_chars"]) == (doors.settings.line.id, True, 4000)


async def test_me_is_who_logged_in(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node, "cora")).get("/api/v1/me")
    assert await answer.json() == {"name": "Cora", "role": "coordinator"}


async def test_figures_are_those_of_the_dashboard(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await (await doors.caller(node)).hear("contact")
    async with asyncio.timeout(5):
        while (figures := await (await cora.get("/api/v1/figures")).json())["arrivals"] != 1:
            await asyncio.sleep(0.02)
    page = await cora.open("dashboard")
    board = await page.hear("board")
    assert board.keys() == figures.keys()
    assert (board["waiting"], board["arrivals"], board["answered"]) == (1, 1, 0)


async def test_log_out_in_conversation_is_refused(doors: House, node: Node) -> None:
    caller = await doors.caller(node)
    visitor = await doors.visitor(node, "anna")
    console = await visitor.open("console")
    await console.hear("me")
    contact = await talk(caller, console)
    answer = await visitor.post("/api/v1/logout")
    assert (answer.status, (await answer.json())["code"]) == (409, "in_conversation")
    await console.say("end", contact=contact)
    await console.hear("me", presence="wrapup")
    assert (await visitor.post("/api/v1/logout")).status == 204


async def test_person_of_another_line_may_not_come_in(doors: House, node: Node) -> None:
    from luisterlijn.volunteer.credentials import Credentials  # noqa: PLC0415 - only here
    from luisterlijn.volunteer.profile import Profile, new_id  # noqa: PLC0415 - only here

    who = Profile(id=new_id(), line="other", name="Dirk", email="dirk@other.example", role="volunteer")
    await Credentials(node.database).add_person(who, "een-lang-wachtwoord", clock.now())
    visitor = await doors.visitor(node)
    answer = await visitor.post(
        "/api/v1/login", json={"email": "dirk@other.example", "password": "een-lang-wachtwoord"}
    )
    assert (answer.status, "Set-Cookie" in answer.headers) == (401, False)
