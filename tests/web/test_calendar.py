"""A calendar's secret address over HTTP."""

from __future__ import annotations

import aiohttp
from ical.calendar_stream import IcsCalendarStream

from luisterlijn.app import Node
from tests.doors import House, Visitor


async def made(visitor: Visitor) -> str:
    """The path of a new address."""
    answer = await visitor.post("/api/v1/my/calendar")
    assert answer.status == 200
    url: str = (await answer.json())["url"]
    assert url.startswith(f"{visitor.node.url}/calendar/")
    return url.removeprefix(visitor.node.url)


async def got(visitor: Visitor, path: str, **headers: str) -> aiohttp.ClientResponse:
    return await visitor.ask("GET", path, headers=headers)


async def test_calendar_is_read_without_log_in(doors: House, node: Node) -> None:
    path = await made(await doors.visitor(node, "anna"))
    answer = await got(await doors.visitor(node), path)
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/calendar", "utf-8")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert IcsCalendarStream.calendar_from_ics(await answer.text()).events == []


async def test_calendar_that_did_not_change_is_not_sent_again(doors: House, node: Node) -> None:
    path, anyone = await made(await doors.visitor(node, "anna")), await doors.visitor(node)
    tag = (await got(anyone, path)).headers["ETag"]
    same = await got(anyone, path, **{"If-None-Match": f'"other", {tag}'})
    assert (same.status, await same.read(), same.headers["ETag"]) == (304, b"", tag)
    assert (await got(anyone, path, **{"If-None-Match": '"other"'})).status == 200


async def test_address_ends_with_the_next_one_and_with_revoking(doors: House, node: Node) -> None:
    anna, anyone = await doors.visitor(node, "anna"), await doors.visitor(node)
    first = await made(anna)
    second = await made(anna)
    assert [(await got(anyone, path)).status for path in (first, second)] == [404, 200]
    assert (await anna.ask("DELETE", "/api/v1/my/calendar")).status == 204
    assert (await got(anyone, second)).status == 404


async def test_address_that_cannot_be_one_is_not_found(doors: House, node: Node) -> None:
    path, anyone = await made(await doors.visitor(node, "anna")), await doors.visitor(node)
    wrong = [path.removesuffix(".ics"), f"{path}x", "/calendar/x.ics", f"/calendar/{'A' * 43}.ics"]
    answers = [await got(anyone, one) for one in wrong]
    assert [(answer.status, (await answer.json())["code"]) for answer in answers] == [(404, "not_found")] * 4


async def test_address_is_made_only_by_who_is_logged_in(doors: House, node: Node) -> None:
    assert (await (await doors.visitor(node)).post("/api/v1/my/calendar")).status == 401
    anna = await doors.visitor(node, "anna")
    assert (await anna.post("/api/v1/my/calendar", headers={"Origin": "https://evil.example"})).status == 403


async def test_mine_says_whether_there_is_a_calendar(doors: House, node: Node) -> None:
    anna = await doors.visitor(node, "anna")
    before = (await (await anna.get("/api/v1/my")).json())["calendar"]
    await made(anna)
    assert (before, (await (await anna.get("/api/v1/my")).json())["calendar"]) == (False, True)
